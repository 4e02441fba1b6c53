"""The lines of a proposed ``study.yaml``; what is not certain is marked as a question."""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import Path

from firststeps.responses.proposing.people.who import Who
from firststeps.responses.texts.lexicon import UNSURE, quoted
from firststeps.responses.texts.scales import grids, usual_scale
from firststeps.responses.texts.wave_names import NAME
from firststeps.study.checks import COLUMNS

MARK = "# ?"
ASK = f"   {MARK}"
MOST_MARKS = 8  # questions of a proposal
LONGEST = 40  # letters of an id
HEAD = """# Proposed by `python -m firststeps inspect`. What `# ?` marks is a question: settle it, then take the mark
# away; a line that begins with # counts once you take that away too. docs/study-yaml.md explains each key.
title: {title}
synthetic: false           # true only if the answers are made up
# participants: {people}         # how many people there were to hear from, whether or not they answered
"""
GOVERNANCE = """
# governance:              # what journals, trusts and boards ask; nothing goes out (release: public) before it is said
#   ethics: ""             # who approved it, or where it is registered as service evaluation, or why neither was needed
#   consent: ""            # what people were told and agreed to
#   funding: ""            # who paid for it
#   interests: ""          # what those who did it might gain or lose by its result
#   access: ""             # who may see what, and whom to ask
#   licence: ""            # how data, figures and texts may be used
#   contributions: []      # as in [{name: Ann Example, roles: [methodology]}]
#   archive: {address: "", doi: ""}"""


@dataclass
class Proposal:
    """What was found in the files: who answered, the lines of the waves and of the data, the items.

    ``items`` is a list of (profile, waves asked, columns), ``labels`` what a statistics program calls the columns;
    ``participants`` is how many people the files show; ``dates`` are the profiles of columns that tell when somebody
    answered, ``asked`` what else there is to ask about the waves.
    """

    people: Who
    waves: list
    data: list
    items: list
    labels: dict
    counts: bool = False
    participants: int = 0
    dates: list = field(default_factory=list)
    asked: str = ""

    @property
    def wave_ids(self):
        """The ids of the waves, in order."""
        return [wave for wave, _ in self.waves]


def text(title, proposal):
    """The text of a ``study.yaml``: what would do most harm if it were wrong comes first."""
    ids = item_ids(proposal.items)
    parts = [
        [HEAD.format(title=yaml_text(title), people=proposal.participants or "...")],
        [] if proposal.counts else who_lines(proposal.people),
        ["waves:", *wave_lines(proposal.waves, proposal.asked), ""],
        ["data:", *proposal.data, ""],
        outcome_lines(proposal, ids),
        item_lines(proposal, ids),
        GOVERNANCE.splitlines(),
    ]
    return "\n".join(few_marks([line for part in parts for line in part])) + "\n"


def who_lines(who):
    """The lines of ``study.yaml`` on who answered, the most harmful guess of all first."""
    if not who.linked:
        return [
            f"linked: no{ASK} {who.doubt}",
            "# If one column does hold each person's own code, put in place of that line:",
            "# identifier:",
            "#   column: ...",
            "",
        ]
    if who.rows:
        return ["identifier:", f"  rows: true{ASK} {who.doubt}", ""]
    note = f"{ASK} {who.doubt}" if who.doubt else f"   # {who.evidence}" * bool(who.evidence)
    codes = [f"  made_codes: true           # codes take the place of {who.personal} before anything is shown"]
    columns = [f"  columns: {{{', '.join(f'{wave}: {yaml_text(column)}' for wave, column in who.columns)}}}"]
    more = [*(columns if who.columns else []), *(codes if who.personal else [])]
    return ["identifier:", f"  column: {yaml_text(who.column)}{note}", *more, ""]


def few_marks(lines):
    """The lines with at most :data:`MOST_MARKS` questions: those that come after are told, and no longer asked.

    >>> few_marks(["a   # ? one"] * 9)[7:]
    ['a   # ? one', 'a   # look: one']
    """
    marked = 0
    for place, line in enumerate(lines):
        marked += MARK in line
        if MARK in line and marked > MOST_MARKS:
            lines[place] = line.replace(MARK, "# look:" if line.partition(MARK)[2].strip() else "# look")
    return lines


def wave_entries(labels, places=(), ways=None):
    """For each wave its id and its line, with the keys of its ``places`` or the ``ways`` in which its label is written.

    What all labels share, as in ``pre_arm_1``, is left out of the names.
    """
    names = _short_labels(labels)
    places = places or [""] * len(names)
    entries = []
    for i, name, label, place in zip(wave_ids(labels), names, labels, places, strict=True):
        written = [way for way in (ways or {}).get(label, [label]) if way != name]
        codes = f", codes: [{', '.join(map(quoted, written))}]" if written else ""
        line = f"  - {{id: {i}, label: {yaml_text(name)}, short: {yaml_text(name)}{f', {place}' if place else codes}}}"
        entries.append((i, line))
    return entries


def _short_labels(labels):
    """The labels without what follows the wave in all of them."""
    parted = [NAME.match(label) for label in labels]
    rest = {label[word.end() :] if word else None for label, word in zip(labels, parted, strict=True)}
    if len(labels) > 1 and len(rest) == 1 and None not in rest and re.match(r"[\s_\-]|$", rest.copy().pop()):
        return [word[0] for word in parted]
    return [*labels]


def wave_lines(entries, more=""):
    """The lines of the waves; the first asks whether the order is right, and what ``more`` there is to ask."""
    (_, first), *others = entries
    only = "only one wave was found: which columns belong to which?"
    asked = "is this the order in time?" if others else only
    asked += f" {more}" * bool(more)
    return [f"{first}{ASK} {asked}", *(line for _, line in others)]


def wave_ids(labels):
    """An id for each wave, all different, of what its label does not share with all others."""
    ids = []
    for number, label in enumerate(_short_labels(labels), start=1):
        name = slug(label, ids, "wave")
        nameless = name in COLUMNS or (re.fullmatch(r"wave-\d+", name) and not label.isascii())
        ids.append(slug(f"wave {number}", ids) if nameless else name)
    return ids


def ignore_lines(why):
    """The columns that are left unread, each with the reason."""
    if not why:
        return []
    return ["  ignore:                  # columns that are not read, each with the reason", *map(_ignored, why.items())]


def _ignored(entry):
    name, reason = entry
    return f"    - {yaml_text(name)}   # {reason}"


def item_ids(items):
    """An id for each item, all different."""
    ids = []
    for column, *_ in items:
        ids.append(slug(column.name, ids))
    return ids


def outcome_lines(proposal, ids):
    """The primary comparison, the outcomes, and the codes that several of them share."""
    outcomes, beside = [], []
    for name, (column, asked, columns) in zip(ids, proposal.items, strict=True):
        if _beside(column, proposal.items):
            beside.append(name)
        elif column.kind == "yes-no":
            outcomes.append((name, asked or list(columns) or proposal.wave_ids, column))
    compared = _primary(outcomes) if proposal.people.linked or proposal.counts else []
    return [*compared, _outcome_line([name for name, *_ in outcomes], beside), *_shared_codes(proposal.items), ""]


def _beside(column, items):
    """Whether a yes-no question is no outcome: it never changes, or has one answer only, and others do and have not."""
    if column.kind != "yes-no":
        return False
    others = [other for other, *_ in items if other.kind == "yes-no"]
    still = column.known and not all(other.stays for other in others)
    return still or (_one_sided(column) and not all(map(_one_sided, others)))


def _one_sided(column):
    """Whether a yes-no question was answered by yes alone or by no alone."""
    return not column.unclear and not (column.yes and column.no)


def _outcome_line(names, beside):
    """The outcomes; those ``beside`` them never change within anybody."""
    doubt = f"{ASK} without {', '.join(beside)}, which never changes within anybody" if beside else ""
    return f"outcomes: [{', '.join(names)}]{doubt if names else ASK + ' no yes/no question was found'}"


def _unsure(column):
    """Whether the codes of a yes-no question stand in a line that somebody must settle."""
    return column.kind == "yes-no" and (not column.sure or bool(column.missing + column.unsaid)) and not column.unclear


def _asked_about(column, items):
    """Whether somebody must settle the codes of a question; of one that is no outcome and has one answer, nobody."""
    return _unsure(column) and not (_one_sided(column) and _beside(column, items))


def _shared_codes(items):
    """One line for the codes of all questions whose codes are not certain, where two or more have the same."""
    lines = [_code_line(column) for column, *_ in items if _asked_about(column, items)]
    if len(lines) < 2 or len({*lines}) > 1:
        return []
    return [f"# {lines[0]}"]


def item_lines(proposal, ids):
    """The items, each with its label, kind, column and codes."""
    lines = ["items:"]
    shared = bool(_shared_codes(proposal.items))
    for name, (column, asked, columns) in zip(ids, proposal.items, strict=True):
        lines += _item(name, column, asked, columns, proposal.labels)
        if not _asked_about(column, proposal.items):
            lines += _codes(replace(column, sure=True) if _beside(column, proposal.items) else column)
            lines += ["    one_sided: checked"] * (_beside(column, proposal.items) and _one_sided(column))
        elif not shared:
            lines += _codes(column)
        if column.known and (column.kind != "yes-no" or _beside(column, proposal.items)):
            lines.append("    background: true       # known without asking, such as the arm of a trial: no attendance")
    return [
        *lines,
        *_score_lines(proposal, ids),
        *_date_lines([*proposal.dates, *(column for column, *_ in proposal.items)]),
    ]


def _score_lines(proposal, ids):
    """A score for each grid of questions that are answered on one scale, as lines to be taken or left."""
    pairs = zip(ids, proposal.items, strict=True)
    asked = {name: (column.name, column.answers) for name, (column, *_) in pairs if column.kind == "choice"}
    lines = []
    for number, items in enumerate(grids(asked), start=1):
        lines += [
            f"  # total{f'-{number}' * (number > 1)}:                # take the first # away where these are one score",
            "  #   label: Total",
            "  #   kind: score           # add reversed: [...] for items worded the other way",
            f"  #   items: [{', '.join(items)}]",
        ]
    return lines


def _date_lines(columns):
    """The order of days and months: what other dates of the files leave possible, or a question."""
    doubtful = [column for column in columns if column.kind == "date" and not column.sure]
    orders = {column.order for column in doubtful} - {""}
    if not doubtful:
        return []
    if len(orders) == 1:
        return [
            "",
            "cleaning:",
            f"  dates: {orders.pop()}       # some dates of the files can be read in this way only",
        ]
    return ["", "cleaning:", f"  dates: ask{ASK} day-first or month-first: some can be read both ways"]


def _item(name, column, asked, columns, labels):
    label = column.label or labels.get(next(iter(columns.values()), column.name), column.name)
    scale, levels = usual_scale(column.answers) if column.kind == "choice" and not column.known else ("", [])
    kind = f"ordered{ASK} answers of {scale}, lowest first; or choice" if scale else column.kind
    asks = column.otherwise and column.kind == "yes-no"
    doubt = f"{ASK} elsewhere it is asked as {quoted(column.otherwise)}: is it one question?" if asks else ""
    lines = [f"  {name}:", f"    label: {yaml_text(label)}{doubt}", f"    kind: {kind}"]
    if columns:
        lines.append(f"    columns: {{{', '.join(f'{wave}: {yaml_text(c)}' for wave, c in columns.items())}}}")
    elif not column.boxes:
        lines.append(f"    column: {yaml_text(column.name)}")
    if asked:
        lines.append(f"    waves: [{', '.join(asked)}]")
    if column.boxes:
        doubt = "" if column.sure else f"{ASK} are these the boxes of one question?"
        lines += [f"    boxes:{doubt}", *(f"      {quoted(c)}: {yaml_text(box)}" for c, box in column.boxes.items())]
    if column.other:
        lines.append(f"    other: {quoted(column.other)}")
    if column.range:
        lines.append(f"    range: [{', '.join(f'{end:g}' for end in column.range)}]")
    if column.points:
        doubt = "" if all(word[:1].isdigit() for word in column.points) else f"{ASK} or the other way round?"
        points = ", ".join(f"{quoted(word)}: {number:g}" for word, number in column.points.items())
        lines.append(f"    points: {{{points}}}{doubt}")
    if column.kind in ("choice", "ticks") and not column.boxes:
        lines.append(f"    choices: {_list(levels or column.answers)}")
    if scale:
        lines.append("    # better: lower          # take the first # away if people improve by going down")
    if column.kind == "text":
        lines.append("    # personal: checked      # take the first # away once a person has read all answers")
    return lines


def _empty_may_be_no(column):
    """Whether only yes is written in a column, as a tick is, and other cells are empty."""
    said_yes = column.kind == "yes-no" and bool(column.yes)
    return said_yes and not (column.no or column.full or column.unclear or column.declared or column.not_answered)


def _code_line(column):
    """The line of a question's codes, with what is asked about them; an empty text where nothing has to be said.

    A number such as 99 and a word such as *no answer* may be blank; *not sure* may be many things, and stands nowhere.
    """
    unsaid = [*(text for text in column.missing if text.casefold() in UNSURE), *column.unsaid]
    missing = [text for text in column.missing if text not in unsaid]
    empty = _empty_may_be_no(column)
    lists = {"yes": column.yes, "no": [""] if empty else column.no} if column.kind == "yes-no" else {}
    lists |= {"blank": [*missing, *column.declared], "not answered": column.not_answered}
    lists = {meaning: codes for meaning, codes in lists.items() if codes}
    in_words = ", ".join(f"{meaning}: {_list(codes)}" for meaning, codes in lists.items())
    if column.unclear or unsaid:
        places = f"yes: [], no: []{f', blank: {_list(missing)}' * bool(missing)}" if column.unclear else in_words
        more = " (yes, no, blank or not applicable)" if unsaid else ""
        return (
            f"codes: {{{places}}}{ASK} write {', '.join(map(quoted, column.unclear + unsaid))} where each belongs{more}"
        )
    if not in_words:
        return ""
    if column.sure and not missing:
        return f"codes: {{{in_words}}}"
    doubt = " are the last blank, not applicable, or answers?" if missing else " is this what they mean?"
    doubt = ' does an empty cell ("") of whoever answered another question mean no?' if empty else doubt
    return f"codes: {{{in_words}}}{ASK}{doubt}"


def _codes(column):
    if column.keys:
        at = ", ".join(f"{wave}: {_key_codes(key)}" for wave, key in column.keys.items())
        return [f"    codes_at: {{{at}}}{ASK} its headings say that one number means yes at one wave, no at another"]
    return [*_plain_codes(column), *_empty_at(column)]


def _empty_at(column):
    """The line by which an empty cell means no at waves at which only yes is written, for a person to take."""
    codes = f'{{yes: {_list(column.yes)}, no: [""]}}'
    at = ", ".join(f"{wave}: {codes}" for wave in column.only_yes)
    doubt = f"{ASK} nobody wrote no at {', '.join(column.only_yes)}: does an empty cell mean it there?"
    return [f"    # codes_at: {{{at}}}{doubt}"] if column.only_yes else []


def _plain_codes(column):
    line = _code_line(column)
    return [f"    {'# ' * (ASK in line)}{line}"] if line else []


def _key_codes(key):
    """What numbers mean by a key, as codes.

    >>> _key_codes({1: "no", 2: "yes"})
    '{yes: ["2"], no: ["1"]}'
    """
    texts = {answer: _list(str(number) for number in key if key[number] == answer) for answer in ("yes", "no")}
    return f"{{yes: {texts['yes']}, no: {texts['no']}}}"


def _list(texts):
    return f"[{', '.join(map(quoted, texts))}]"


def _primary(outcomes):
    compared = [(name, waves, column.stays and not _empty_may_be_no(column)) for name, waves, column in outcomes]
    several = [(name, waves) for name, waves, stays in compared if len(waves) > 1 and not stays]
    unchanged = [(name, waves) for name, waves, stays in compared if len(waves) > 1 and stays]
    still = [name for name, _ in unchanged]
    name, waves = next(iter([*several, *unchanged]), ("?", ["?"]))
    lines = [
        "primary:                   # fix these before you look at the results",
        f"  outcome: {name}{ASK}" + " or another question" * (len(several) > 1),
        f"  first: {waves[0]}",
        f"  second: {waves[-1]}",
        f"  margin: 0.10{ASK} changes smaller than this do not matter",
    ]
    then = "" if several else " if so, take the # away from the lines below"
    why = [f"# {', '.join(still)}: nobody's answers differ from wave to wave{ASK} can they change?{then}"] * bool(still)
    return [*why, *lines] if several else [*why, *(f"# {line.replace(MARK, '#')}" for line in lines)]


def slug(text, taken, prefix="item"):
    """``text`` as an id: small letters, digits and hyphens, beginning with a letter, not long, not yet ``taken``.

    >>> slug("Before: have you ever helped anybody in a group?", []), slug("3 months", [], "wave"), slug("IPS", ["ips"])
    ('before-have-you-ever-helped-anybody-in-a', 'wave-3-months', 'ips-2')
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    name = name if name[:1].isalpha() else f"{prefix}-{name}".strip("-")
    if len(name) > LONGEST:
        name = name[: LONGEST + 1].rpartition("-")[0] or name[:LONGEST]
    several = [f"{name}-{n}" for n in range(2, len(taken) + 2)]
    return next(candidate for candidate in (name, *several) if candidate not in taken)


def yaml_text(text):
    """``text`` as a YAML string, bare where that is safe."""
    return text if re.fullmatch(r"[A-Za-z][\w \-.]*\w", text, re.ASCII) else quoted(text)


def stem(name):
    """A file's name without its ending."""
    return Path(name).stem
