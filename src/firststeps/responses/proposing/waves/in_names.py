"""The waves in the names of columns: which columns ask one question at several times."""

import re

from firststeps.responses.proposing.roles import NAMES_SOMEBODY, words
from firststeps.responses.texts.wave_names import GLUED, NAME, OCCASION, WEAK, in_time, ways_to_part
from firststeps.study.parts.texts import caseless

MOST = 12  # waves
LOOSE = {*WEAK.split()} - {"bl", "fu"}  # words that say nothing of a wave where they stand alone
NUMBERED = r"(.+?)([ _.\-]*)(\d{1,2})"
NUMBERED_STEMS = {"q", "question", "item", "frage", "v", "var", "col", "column"}  # Q1, Q2 ...: so many questions
BOX = {"", "0", "1", "true", "false", "checked", "unchecked", "ticked", "selected", "not selected"}


def find_repeated(cells):
    """Columns that seem to be one question at several waves: {stem: {wave: column}}, in the order of the file.

    >>> import pandas as pd
    >>> def repeated(*names):
    ...     return find_repeated(pd.DataFrame([["yes"] * len(names)], columns=names))
    >>> repeated("id", "age", "ips_1", "ips_2", "Q1", "Q2")
    {'ips': {'1': 'ips_1', '2': 'ips_2'}}
    >>> repeated("pre1", "pre2", "post1", "post2")
    {'1': {'pre': 'pre1', 'post': 'post1'}, '2': {'pre': 'pre2', 'post': 'post2'}}
    >>> repeated("q_pre", "q_post", "First name", "Last name")
    {'q': {'pre': 'q_pre', 'post': 'q_post'}}
    >>> repeated("Before the course: do you help?", "After the course: do you help?")
    {'do you help?': {'Before': 'Before the course: do you help?', 'After': 'After the course: do you help?'}}

    Columns that are called as waves are, and no more, are one question without a name; numbered boxes are none:

    >>> repeated("id", "before", "after")
    {'': {'before': 'before', 'after': 'after'}}
    >>> find_repeated(pd.DataFrame([["1", "0", "1"]], columns=["helps_1", "helps_2", "helps_3"]))
    {}

    Where one wave alone is named, the other is that of the same names without it:

    >>> repeated("id", "ran_group", "ran_group_fu")
    {'ran_group': {'first': 'ran_group', 'fu': 'ran_group_fu'}}
    """
    by_words = differ_by_wave(list(cells)) or differ_by_wave(list(cells), GLUED)
    rest = [name for name in cells if not any(name in columns.values() for columns in by_words.values())]
    numbered = {} if any(by_words) else _by_numbers(cells[rest])
    by_words = by_words or numbered or _beside_one_wave(list(cells))
    place = {name: i for i, name in enumerate(cells)}
    return dict(sorted((by_words | numbered).items(), key=lambda entry: min(place[name] for name in entry[1].values())))


def without_statements(repeated, labels):
    """What :func:`find_repeated` gives without questions numbered alike that ask different things, by their ``labels``.

    >>> repeated = {"Q1": {"1": "Q1_1", "2": "Q1_2"}, "q": {"1": "q1", "2": "q2"}}
    >>> labels = {"Q1_1": "Did you - Run a group", "Q1_2": "Did you - Join one", "q1": "Sure? (1)", "q2": "Sure? (2)"}
    >>> without_statements(repeated, labels)
    {'q': {'1': 'q1', '2': 'q2'}}
    """
    return {
        stem: columns
        for stem, columns in repeated.items()
        if not (all(map(str.isdigit, columns)) and _ask_different_things([labels.get(c, "") for c in columns.values()]))
    }


def _ask_different_things(labels):
    """Whether labels differ in more than numbers, and name no different times.

    >>> _ask_different_things(["Now - I help", "Now - I listen"]), _ask_different_things(["Help now", "Help before?"])
    (True, False)
    """
    times = {" ".join(NAME.findall(label)).casefold() for label in labels}
    bare = {" ".join(word for word in words(NAME.sub(" ", label)) if not word.isdigit()) for label in labels}
    return all(labels) and len(bare) == len(labels) and len(times) < 2


def by_occasions(cells):
    """Columns whose names differ by a month, a season, a date or a number in front alone: what may be waves, or not.

    >>> import pandas as pd
    >>> by_occasions(pd.DataFrame(columns=["id", "Group March", "Sure March", "Group June", "Sure June"]))
    {'Group': {'March': 'Group March', 'June': 'Group June'}, 'Sure': {'March': 'Sure March', 'June': 'Sure June'}}
    >>> [by_occasions(pd.DataFrame(columns=names)) for names in (["1_q", "2_q", "2. Why?"], ["1. A", "2. B"])]
    [{'q': {'1': '1_q', '2': '2_q'}}, {}]
    """
    groups = differ_by_wave([*cells], OCCASION)
    most = max((len(columns) for columns in groups.values()), default=0)
    return {
        stem: columns
        for stem, columns in groups.items()
        if len(columns) == most <= MOST and not _of_one_time(columns) and not _are_numbered(stem, columns)
    }


def _of_one_time(labels):
    """Whether two names tell one and the same time, as *fine* and *present* would: then neither tells a wave."""
    times = [(rank, *numbers) for rank, numbers, _ in map(in_time, labels) if rank != 3]
    return len({*times}) < len(times)


def _are_numbered(stem, labels):
    """Whether names that say no more than a letter and a number count from 1, as the questions D1, D2, D3 do.

    >>> [_are_numbered(*names) for names in (("", ["D1", "D2"]), ("", ["D0", "D30"]), ("help", ["D1", "D2"]))]
    [True, False, False]
    """
    numbers = [int(label[1:]) for label in labels if re.fullmatch(r"[dj]\d{1,3}", label, re.IGNORECASE)]
    return not stem and bool(numbers) and sorted(numbers) == [*range(1, len(labels) + 1)]


def differ_by_wave(names, pattern=NAME):
    """Columns whose names differ by a wave alone, as ``pattern`` knows waves."""
    ways = [(stem, wave, name) for name in names for stem, wave in ways_to_part(name.strip(), pattern)]
    groups = {}
    for stem, wave, name in ways:
        groups.setdefault(stem.casefold(), []).append((stem, wave, name))
    taken, by_words = set(), {}
    for several in sorted(groups.values(), key=lambda some: -len({name for *_, name in some})):
        columns = {}
        for _, wave, name in several:
            if name not in taken and wave not in columns and name not in columns.values():
                columns[wave] = name
        if len(columns) > 1 and not {*words(several[0][0])} & NAMES_SOMEBODY:
            by_words[several[0][0]] = columns
            taken |= {*columns.values()}
    return by_words


def _beside_one_wave(names):
    """Columns of which one is called as another and a wave, the same for all: that of the others has no name."""
    ways = {name: [way for way in ways_to_part(name.strip()) if way[1].casefold() not in LOOSE] for name in names}
    parted = {name: some[0] for name, some in ways.items() if some and not {*words(some[0][0])} & NAMES_SOMEBODY}
    plain = {name.strip().casefold(): name for name in names if name not in parted}
    pairs = [(plain[stem.casefold()], wave, name) for name, (stem, wave) in parted.items() if stem.casefold() in plain]
    if not pairs or len({wave.casefold() for _, wave in parted.values()}) > 1 or len(pairs) < len(parted):
        return {}
    unnamed = "later" if in_time(pairs[0][1])[0] == 0 else "first"
    return {base: {unnamed: base, wave: name} for base, wave, name in pairs}


def _by_numbers(cells):
    """Columns whose names differ by a number at the end alone: two, or as many as of another question.

    Boxes of one question are none, and three numbered columns that stand alone are rather its parts.
    """
    groups = {}
    for name in cells:
        numbered = re.fullmatch(NUMBERED, name.strip())
        if numbered and numbered[1].casefold() not in NUMBERED_STEMS and "___" not in name:
            groups.setdefault(numbered[1], {}).setdefault(numbered[3], name)
    several = {stem: columns for stem, columns in groups.items() if 1 < len(columns) <= MOST}
    several = {stem: columns for stem, columns in several.items() if not _boxes(cells, columns)}
    several = _with_first(cells, several)
    sets = [{*columns} for columns in several.values()]
    return {stem: columns for stem, columns in several.items() if len(columns) == 2 or sets.count({*columns}) > 1}


def _with_first(cells, several):
    """Numbered columns with the one that has no number as the first, where all begin at 2 and all have one.

    >>> import pandas as pd
    >>> names = ["sure", "glad", "sure2", "glad2", "sure3", "glad3"]
    >>> several = {"sure": {"2": "sure2", "3": "sure3"}, "glad": {"2": "glad2", "3": "glad3"}}
    >>> _with_first(pd.DataFrame(columns=names), several)["glad"]
    {'1': 'glad', '2': 'glad2', '3': 'glad3'}
    """
    plain = {name.strip().casefold(): name for name in cells}
    if not all(min(map(int, columns)) == 2 and stem.casefold() in plain for stem, columns in several.items()):
        return several
    return {stem: {"1": plain[stem.casefold()], **columns} for stem, columns in several.items()}


def _boxes(cells, columns):
    """Whether columns are boxes to tick: three or more, each of which holds 1 or nothing, or one text of its own."""
    texts = [{*map(caseless, cells[name].unique())} for name in columns.values()]
    one_text = all(len(different - {""}) <= 1 for different in texts)
    return len(columns) > 2 and (one_text or all(different <= BOX for different in texts))


def called_twice(cells):
    """Columns of one name, of which the later ones have their letter behind it: {name: {letter: column}}.

    >>> import pandas as pd
    >>> called_twice(pd.DataFrame([["A1", "yes", "B2"]], columns=["Code", "Group", "Code (D)"]))
    {'Code': {'': 'Code', 'D': 'Code (D)'}}
    """
    matches = [(match[1], match[2], name) for name in cells if (match := re.fullmatch(r"(.+) \(([A-Z]{1,2})\)", name))]
    by_letter = {}
    for stem, letter, name in matches:
        if stem in cells:
            by_letter.setdefault(stem, {"": stem})[letter] = name
    return by_letter


def called_alike(cells):
    """Columns of one name that may be one question at several waves, in the order of the file: as `find_repeated`.

    All such names stand as often, with the letter of the spreadsheet behind the later ones, or a number as *q.1* has.

    >>> import pandas as pd
    >>> called_alike(pd.DataFrame([["A1", "Yes", "3", "No", "4"]], columns=["Code", "q", "r", "q (D)", "r (E)"]))
    {'q': {'1': 'q', '2': 'q (D)'}, 'r': {'1': 'r', '2': 'r (E)'}}
    >>> called_alike(pd.DataFrame([["A1", "Yes", "3", "No"]], columns=["Code", "q", "r", "q.1"]))
    {'q': {'1': 'q', '2': 'q.1'}}
    """
    groups = {stem: [*columns.values()] for stem, columns in called_twice(cells).items()}
    for name in cells:
        numbered = re.fullmatch(r"(.+)\.(\d)", name)
        if numbered and numbered[1] in cells and int(numbered[2]) == len(groups.get(numbered[1], [name])):
            groups.setdefault(numbered[1], [numbered[1]]).append(name)
    if len({len(columns) for columns in groups.values()}) != 1:
        return {}
    return {stem: {str(n): name for n, name in enumerate(columns, start=1)} for stem, columns in groups.items()}


def ask_nothing_alike(labels, columns):
    """What to ask about tables of which no column is in another, as of a list of people; empty where there is none.

    ``columns`` are those of each table without that of the codes.

    >>> ask_nothing_alike(["people", "pre", "post"], [{"age"}, {"q", "why"}, {"q"}])
    'And is people a time? It asks nothing that another asks: if not, make the study without it.'
    >>> ask_nothing_alike(["pre", "post"], [{"q"}, {"r"}])
    ''
    """
    alone = [not any(own & others for k, others in enumerate(columns) if k != i) for i, own in enumerate(columns)]
    if all(alone) or not any(alone):
        return ""
    names = [label for label, apart in zip(labels, alone, strict=True) if apart]
    listed = ", ".join(names)
    if len(names) == 1:
        return f"And is {listed} a time? It asks nothing that another asks: if not, make the study without it."
    return f"And are {listed} times? They ask nothing that another asks: if not, make the study without them."


def times_of_columns(tables):
    """What to ask about columns that stand in several tables of waves, though one of these holds several times of them.

    An empty text where there are none: so it is in a file that holds all earlier answers again.

    >>> import pandas as pd
    >>> first, later = pd.DataFrame({"q T1": ["Yes"]}), pd.DataFrame({"q T1": ["Yes"], "q T2": ["No"]})
    >>> times_of_columns([first, later])[:37]
    'And `q T1` stands in several files, t'
    """
    for cells in tables:
        groups = differ_by_wave([*cells]) | differ_by_wave([*cells], OCCASION)
        for columns in groups.values():
            others = [other for other in tables if other is not cells]
            again = [name for name in columns.values() if any(name in other for other in others)]
            if again:
                return (
                    f"And `{again[0]}` stands in several files, though one of these holds several times: does it tell "
                    "of each file's own time? If one file holds all answers, make the study from that file alone."
                )
    return ""
