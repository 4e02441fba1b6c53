"""What the columns of a file that nobody described yet probably are."""

import re
from dataclasses import dataclass, field

import numpy as np

from firststeps.responses.proposing.answer_lists import in_natural_order, scale_points, scale_range, ticks
from firststeps.responses.proposing.roles import stays
from firststeps.responses.texts.dates import IMPOSSIBLE, date_order, read_date
from firststeps.responses.texts.each import by_text, times_of
from firststeps.responses.texts.lexicon import MISSING, NO, YES, folded
from firststeps.responses.texts.personal import personal_detail
from firststeps.responses.texts.wordings import words
from firststeps.study.parts.texts import tidy

FEW = 12
LEAST_TOP, MOST_TOP = 4, 10  # of the shorter of two scales
FEW_OTHERS = 6  # answers beside yes and no that a person is asked about one by one
HALF = 0.5  # of the cells of a wave
OFTEN_EMPTY = 0.2  # of the cells of a wave: as where only yes is ticked
MOSTLY = 0.75  # of the answers are yes and no, where three to six others are asked about
ONE, TWO = {"1", "1.0", "1,0", "1.00", "1,00"}, {"2", "2.0", "2,0", "2.00", "2,00"}
AMOUNTS = {"more", "many", "several", "some", "few", "lot", "lots", "mehr", "mehrere", "viele", "plus", "plusieurs"}
AMOUNTS |= {"más", "varios", "più", "mais", "meer", "meerdere", "fler", "flera", "flere", "więcej", "kilka"}  # numbers
MARKS = {"x", "✓", "✔", "☑", "☒"}  # beside empty cells, yes in most hands
BOTH = {"yes", "no", "ja", "nein", "oui", "non", "sí", "sì", "sim", "não", "tak", "nie", "nee", "nej", "nei"}
LETTERS = {"j": "n", "o": "n", "s": "n", "t": "n", "d": "n", "k": "e", "w": "f", "v": "f"}  # of ja/nein, oui/non ...
FEW_BESIDE = 2  # answers beside two such letters
SEX = {"sex", "gender", "geschlecht", "sexe", "genre", "sexo", "género", "gênero", "sesso", "genere", "geslacht", "kön"}
SEX |= {"køn", "kjønn", "płeć", "pohlaví", "sukupuoli"}  # a number below such a name is no yes or no
SIGNS = {"x", "-", "--", ".", "?"}  # beside one other answer, no in many hands, and no answer in others


@dataclass
class Column:
    """A column: its name, the kind it seems to be, its different answers (tidied) and the codes found among them.

    ``sure`` is whether the codes can mean one thing only; for dates, whether each can be read in one way only, and
    ``order`` the order of day and month in which alone all of them can be read.
    ``unsaid`` are answers beside yes and no that may mean anything: a person says what.
    ``unclear`` are the two answers of what may be a yes-no question, where nobody knows which is which.
    ``stays`` is whether nobody's answers differ from wave to wave, ``full`` whether every row has one, ``sparse``
    whether most have none; ``known`` is whether it is known of people without asking at a wave, as age and sex are.

    ``label`` is the question, where it is known, ``otherwise`` how it is worded at another wave; ``boxes`` the column
    of each choice of ticks, ``other`` the choice of own words; ``range`` the ends of a scale, ``points`` words that
    stand for its numbers.  ``declared`` is what the file itself declares missing, ``not_answered`` what it declares
    so of questions that were seen.  ``keys`` is what numbers mean at each wave, where the headings of two waves
    contradict each other; ``only_yes`` are the waves at which yes alone is written beside empty cells; ``unlike`` is
    how each wave writes its answers, where one writes 1 and 2 and another does not: by wave, codes by their meaning,
    those of 1 and 2 below an empty text, since nobody knows which of them is yes.  ``ranges`` are the ends of the
    answers at each wave, where those of one reach twice as far as those of another.  ``alone`` is how many people it
    alone would show to have been there, by wave.
    """

    name: str
    kind: str
    answers: list
    yes: list = field(default_factory=list)
    no: list = field(default_factory=list)
    missing: list = field(default_factory=list)
    sure: bool = True
    stays: bool = False
    unclear: list = field(default_factory=list)
    full: bool = False
    sparse: bool = False
    known: bool = False
    label: str = ""
    otherwise: str = ""
    boxes: dict = field(default_factory=dict)
    other: str = ""
    range: tuple = ()
    order: str = ""
    points: dict = field(default_factory=dict)
    unsaid: list = field(default_factory=list)
    declared: list = field(default_factory=list)
    not_answered: list = field(default_factory=list)
    keys: dict = field(default_factory=dict)
    only_yes: list = field(default_factory=list)
    unlike: dict = field(default_factory=dict)
    ranges: dict = field(default_factory=dict)
    alone: dict = field(default_factory=dict)


def profile(name, cells):
    """The :class:`Column` of a Series of text.

    >>> import pandas as pd
    >>> column = profile("ips", pd.Series(["Yes", "no", "", "99"]))
    >>> column.kind, column.yes, column.no, column.missing
    ('yes-no', ['Yes'], ['no'], ['99'])
    """
    texts = sorted({tidy(text) for text in cells.unique()} - {""})
    filled = cells.str.strip() != ""
    column = Column(name, "text", texts, full=bool(filled.all()), sparse=bool(filled.mean() < HALF))
    column.missing = [text for text in texts if folded(text) in MISSING]
    known = [text for text in texts if text not in column.missing]
    if not _is_yes_no(column, known, cells):
        _tell_other_kind(column, known, cells)
    return column


def _is_yes_no(column, known, cells):
    """Tell what a column answered by yes and no holds; whether it is one.  ``known`` are its answers."""
    if len(column.answers) == 1 and column.answers[0].casefold() in MARKS and not column.full:
        column.kind, column.sure, column.yes, column.missing = "yes-no", False, column.answers, []
    elif {*column.answers} == {"-1", "0"}:  # as Microsoft Access writes yes and no; -1 may be no answer, too
        _leave_open(column, column.answers)
    elif known and all(folded(text) in YES | NO for text in known):
        _yes_no(column, known)
    elif _marked(column, known, cells):
        _leave_open(column, [*known, *column.missing])
    elif known and all(map(_begins, known)):
        _begun(column, known)
    elif _mostly_yes_no(known, cells):
        column.unsaid = [text for text in known if folded(text) not in YES | NO]
        _yes_no(column, known)
    elif _mostly_begun(known, cells):
        _begun(column, known)
    elif pair := _letters(known):
        column.kind, column.sure, column.unclear = "yes-no", False, pair
        column.unsaid = [text for text in known if text not in pair]
    return column.kind == "yes-no"


def _leave_open(column, texts):
    """Leave it to a person which of the ``texts`` of a yes-no question means which."""
    column.kind, column.sure, column.unclear, column.missing = "yes-no", False, texts, []


def _tell_other_kind(column, known, cells):
    """Tell what a column holds that is not answered by yes and no; ``known`` are its answers."""
    if known and all(_is_number(text) for text in known):
        column.kind = "scale"
        column.missing = [text for text in column.missing if not _is_number(text) or _far(text, known)]
        column.missing += [text for text in _beyond_a_gap(column.answers) if text not in column.missing]
        column.range = scale_range([_number(text) for text in known if text not in column.missing]) or ()
    elif known and _are_dates(known):
        column.kind, column.missing = "date", []
        days = [text for text in known if read_date(text, two_digit_years="2000s")[1] != IMPOSSIBLE]
        column.sure = all(not read_date(text)[1] for text in days)
        column.order = "" if column.sure else date_order(days)
    elif any(map(personal_detail, known)):
        column.missing = []  # text, whatever else it looks like: no list of choices may repeat it
    elif points := _out_of(known):
        column.kind, column.points, column.range = "scale", points, (0, float(known[0].rpartition("/")[2]))
    elif choices := ticks(cells):
        column.kind, column.answers = "ticks", in_natural_order(choices)
    elif words := scale_points(known):
        numbers = [*words.values(), *(int(text) for text in known if text.isdigit())]
        column.kind, column.points, column.range = "scale", words, (min(numbers), max(numbers))
    elif 0 < len(known) <= FEW and _recur(known, cells) and max(map(len, known)) < 40:
        column.kind, column.answers = "choice", in_natural_order(different_codes(known))
    else:
        column.missing = []


def _out_of(known):
    """The numbers of scores that say out of how many they are, by their texts; empty where not all do.

    >>> _out_of(["3 / 5", "4.5/5"]), _out_of(["3 / 5", "4 / 6"]), _out_of(["3"])
    ({'3 / 5': 3.0, '4.5/5': 4.5}, {}, {})
    """
    parts = {text: re.fullmatch(r"(\d{1,3}(?:[.,]\d{1,2})?) ?/ ?(\d{1,3})", text) for text in known}
    if not known or not all(parts.values()) or len({part[2] for part in parts.values()}) > 1:
        return {}
    points = {text: _number(part[1]) for text, part in parts.items()}
    return points if max(points.values()) <= int(next(iter(parts.values()))[2]) else {}


def _marked(column, known, cells):
    """Whether a column holds one answer beside a sign, as ticks beside crosses: the sign may mean no."""
    signs = [text for text in column.missing if text.casefold() in SIGNS]
    if len(signs) != 1 or len(signs) < len(column.missing) or len(known) != 1 or _is_number(known[0]):
        return False
    return times_of(cells, tidy)[known[0]] > 1 or not re.search(r"\w", known[0])


def _are_dates(texts):
    """Whether all texts are dates, read in one order or another; a few that no calendar has are for cleaning to refuse.

    >>> _are_dates(["10/01/2025", "31/02/2025", "11/02/2025"]), _are_dates(["31/02/2025"])
    (True, False)
    """
    for order in ("day-first", "month-first"):
        faults = [fault for text in texts if (fault := read_date(text, order, "2000s")[1])]
        if {*faults} <= {IMPOSSIBLE} and 2 * len(faults) < len(texts):
            return True
    return False


def _recur(texts, cells):
    """Whether ``texts`` stand twice or more in ``cells``, on the average: own words are no list of choices."""
    times = times_of(cells, tidy)
    return sum(times.get(text, 0) for text in texts) >= 2 * len(texts)


def settle_known(column, who, answers, several=True):
    """Say of a column whether it is known of people and never changes, as their sex is; two such labels are a choice.

    ``who`` and ``answers`` are Series of one index, of all waves; ``several`` is whether these are more than one.
    """
    column.stays = stays(who, answers, column.unclear)
    column.known = column.stays and column.full and several
    if column.known and SEX & {*words(column.name)} and all(map(_is_number, column.yes + column.no)):
        leave_open(column)
    settle_named(column)


def settle_named(column):
    """Take a question that is left open for a choice, where it is known of people."""
    if column.known and column.unclear:
        column.kind, column.answers, column.unclear = "choice", sorted(column.unclear), []


def leave_open(column):
    """Leave it to a person what each code of a yes-no question means."""
    column.unclear = [*column.unclear, *column.no, *column.yes]
    column.yes, column.no, column.sure = [], [], False


def settle_who(column, within):
    """Take the column that tells questionnaires of one person apart, ``within``, for a choice."""
    if column.name == within and column.kind in ("yes-no", "scale"):
        column.kind, column.sure, column.range = "choice", True, ()
        column.yes, column.no, column.unclear, column.missing = [], [], [], []


def settle_two_answers(column):
    """Take a choice of two answers, of people who do not stay with theirs, for yes and no: which is which is asked."""
    if column.kind == "choice" and len(column.answers) == 2 and not column.stays:
        column.kind, column.sure, column.unclear = "yes-no", False, column.answers


def _mostly_yes_no(known, cells):
    """Whether words for yes and for no stand beside a few other answers, such as *don't remember* or *Yess*."""
    words = {folded(text) for text in known}
    others = words - YES - NO
    numbers = {word for word in words if _is_number(word)}
    if not (words & YES and words & NO) or len(others) > FEW_OTHERS:
        return False
    if numbers and (numbers not in ({"0", "1"}, {"1", "2"}) or len(words) > 3 or any(map(_tells_how_many, others))):
        return False  # a scale, or a count such as *3 or more*
    if len(others) < 3:
        return True
    times = times_of(cells, tidy)
    usual = sum(times[text] for text in known if folded(text) in YES | NO)
    return usual >= MOSTLY * sum(times[text] for text in known) and not any(personal_detail(text) for text in others)


def _tells_how_many(text):
    """Whether a text goes on where numbers end, in figures or in words.

    >>> [_tells_how_many(text) for text in ("3 or more", "several", "more than once", "ni vull dir")]
    [True, True, True, False]
    """
    return re.search(r"\d", text) is not None or bool({*re.findall(r"[^\W\d_]+", text)} & AMOUNTS)


def _letters(known):
    """The answers that may be the first letters of yes and no, as *J* and *N* of Ja and Nein, beside hardly another.

    >>> _letters(["J", "N", "nvt"]), _letters(["S", "n"]), _letters(["J", "N", "M", "K"]), _letters(["J"])
    (['J', 'N'], ['S', 'n'], [], [])
    """
    by_letter = {}
    for text in known:
        by_letter.setdefault(folded(text), []).append(text)
    pairs = [(yes, no) for yes, no in LETTERS.items() if {yes, no} <= {*by_letter}]
    others = [letter for letter in by_letter if pairs and letter not in pairs[0]]
    if len(pairs) != 1 or len(others) > FEW_BESIDE or any(len(text) < 2 for text in others):
        return []
    return sorted(text for letter in pairs[0] for text in by_letter[letter])


def _mostly_begun(known, cells):
    """Whether nearly all answers of a list begin with yes and no in more words, as *1. Yes*, *2. No*, *3. Perhaps*."""
    begun = [text for text in known if _begins(text)]
    others = [text for text in known if text not in begun]
    if len({*map(_begins, begun)}) < 2 or len(others) > FEW_OTHERS or all(folded(text) in YES | NO for text in begun):
        return False
    times = times_of(cells, tidy)
    usual = sum(times[text] for text in begun) >= MOSTLY * sum(times[text] for text in known)
    return (usual or len(others) < 3) and _recur(known, cells) and not any(map(personal_detail, others))


def _begins(text):
    """The yes or no that a text begins with, such as *Yes, often* or *1. Yes*; empty where it begins with none.

    So it is where both stand there: *No -> Yes* is a correction, and may mean either.

    >>> _begins("Yes, often"), _begins("2. No"), _begins("No -> Yes"), _begins("Often")
    ('yes', 'no', '', '')
    """
    first = re.match(r"(?:\(?\d{1,2}\)?\s*[-.,:=)–]\s*)?([^\W\d_]+)(?:\s*[,;:.!(–—-]|\s*$)", text)
    word = folded(first[1]) if first else ""
    others = {*map(folded, re.findall(r"[^\W\d_]{2,}", text))} - {word}
    others -= {"tak"} if word in ("ja", "nej") else set()  # thanks, where these are said
    if word in YES:
        return "" if others & BOTH & NO else "yes"
    return "no" if word in NO and not others & BOTH & YES else ""


def _begun(column, known):
    """A question answered by yes and no in more words: whether they mean it, a person must say."""
    column.kind, column.sure = "yes-no", False
    column.unsaid = [text for text in known if not _begins(text)]
    column.yes = different_codes(text for text in known if _begins(text) == "yes")
    column.no = different_codes(text for text in known if _begins(text) == "no")


def _yes_no(column, known):
    """A question answered by words for yes and no, or by numbers for them; a 2 beside 1 and 0 may mean either."""
    column.kind = "yes-no"
    if {"0", "1", "2"} <= {*map(folded, known)}:
        column.unsaid = [text for text in known if folded(text) == "2"]
        known = [text for text in known if text not in column.unsaid]
    column.yes = different_codes(text for text in known if folded(text) in YES)
    column.no = different_codes(text for text in known if folded(text) in NO)
    column.sure = are_certain(column.yes, column.no)


def are_certain(yes, no):
    """Whether codes can mean yes and no only: some of each, and words alone or 1 and 0 alone.

    >>> are_certain(["Yes"], ["No"]), are_certain(["1"], ["2"]), are_certain(["Yes"], ["0", "No"])
    (True, False, False)
    """
    return bool(yes and no) and not TWO & {*map(folded, no)} and len({_is_number(code) for code in (*yes, *no)}) == 1


def different_codes(codes):
    """The codes without those that differ by letter case only.

    >>> different_codes(["1", "YES", "Yes", "yes"])
    ['1', 'Yes']
    """
    written = sorted(codes, key=lambda code: (not code.istitle(), code))
    return sorted({code.casefold(): code for code in reversed(written)}.values())


def tell_waves(column, by_wave):
    """Tell a profile how its answers are written at each wave; ``by_wave`` holds the cells of the question there."""
    column.only_yes = waves_of_yes(column, by_wave)
    column.unlike = unlike_codes(column, by_wave)
    column.ranges = unlike_ranges(column, by_wave)


def unlike_codes(column, by_wave):
    """How each wave writes the answers to a yes-no question, where one writes 1 and 2 and another does not; else empty.

    So 1 may be yes at one wave and no at another, as after a program has counted from 1 what was counted from 0.

    >>> import pandas as pd
    >>> before, after = pd.Series(["1", "0"]), pd.Series(["1", "2", "2"])
    >>> unlike_codes(profile("q", pd.concat([before, after])), {"pre": before, "post": after})
    {'pre': {'yes': ['1'], 'no': ['0']}, 'post': {'': ['1', '2']}}
    """
    if column.kind != "yes-no":
        return {}
    known = {*column.yes, *column.no, *column.unclear, *column.unsaid}
    texts_at = {wave: sorted({*by_text(cells, tidy)} & known) for wave, cells in by_wave.items()}
    others = {wave for wave, texts in texts_at.items() if {*map(folded, texts)} & (YES | NO) - ONE - TWO}
    from_1 = {wave for wave, texts in texts_at.items() if {*map(folded, texts)} & TWO} - others
    if not from_1 or not others:
        return {}
    return {wave: {"": texts} if wave in from_1 else _by_meaning(texts) for wave, texts in texts_at.items() if texts}


def unlike_ranges(column, by_wave):
    """The ends of the answers on a scale at each wave, where it may be two scales, as 0 to 10 and 0 to 100; else empty.

    >>> import pandas as pd
    >>> before, after = pd.Series(["3", "7", "10"]), pd.Series(["55", "80", "99"])
    >>> unlike_ranges(profile("q", pd.concat([before, after])), {"pre": before, "post": after})
    {'pre': (3.0, 10.0), 'post': (55.0, 99.0)}
    """
    if column.kind != "scale" or column.points:
        return {}
    numbers = {
        wave: [_number(text) for text in {*by_text(cells, tidy)} - {*column.missing} if _is_number(text)]
        for wave, cells in by_wave.items()
    }
    ends = {wave: (min(several), max(several)) for wave, several in numbers.items() if len(several) > 1}
    tops = [top for _, top in ends.values()]
    return ends if len(ends) > 1 and LEAST_TOP <= min(tops) <= MOST_TOP and max(tops) >= 2 * min(tops) else {}


def _by_meaning(texts):
    """Codes for yes and for no, as most people write them."""
    lists = ((word, [text for text in texts if folded(text) in words]) for word, words in (("yes", YES), ("no", NO)))
    return {meaning: different_codes(codes) for meaning, codes in lists if codes}


def waves_of_yes(column, by_wave):
    """The waves at which only yes is written, beside empty cells, where no is written at another.

    ``by_wave`` holds the cells of a yes-no question at each wave.

    >>> import pandas as pd
    >>> before, after = pd.Series(["Yes", "No"]), pd.Series(["Yes", "", ""])
    >>> waves_of_yes(profile("q", before), {"pre": before, "post": after})
    ['post']
    """
    if column.kind != "yes-no" or not (column.yes and column.no):
        return []
    yes, no = ({*map(folded, codes)} for codes in (column.yes, column.no))
    texts_at = {wave: by_text(cells, lambda text: folded(tidy(text))) for wave, cells in by_wave.items()}
    alone = [wave for wave, texts in texts_at.items() if {*texts} & yes and not {*texts} & no]
    alone = [wave for wave in alone if (texts_at[wave] == "").mean() >= OFTEN_EMPTY]
    return alone if len(alone) < len(texts_at) else []


def _is_number(text):
    """Whether a text is a number, with a point or with a comma before one or two decimals."""
    return re.fullmatch(r"[+-]?\d+(\.\d+|,\d{1,2})?", folded(text)) is not None


def _number(text):
    """A text as a number, with a comma or a point."""
    return float(folded(text).replace(",", "."))


def _far(code, known):
    """Whether a number such as 99 lies so far from the others that it may stand for a missing answer."""
    others = np.array([_number(text) for text in known if text != code])
    return others.size > 0 and not others.min() <= _number(code) <= 2 * others.max()


def _beyond_a_gap(texts):
    """Which of some numbers are 7, 8 or 9 beyond a gap, where the others are every point of a scale from 0 or 1 on.

    >>> _beyond_a_gap(["1", "2", "3", "4", "5", "9"]), _beyond_a_gap(["1", "2", "4", "5", "9"])
    (['9'], [])
    """
    whole = {text: int(text) for text in texts if re.fullmatch(r"\d{1,2}", text)}
    top = next((n for n in range(10) if n + 1 not in whole.values() and n in whole.values()), 0)
    beyond = [text for text, number in whole.items() if number > top]
    far = [text for text in beyond if text in ("7", "8", "9") and whole[text] > top + 1]
    points = {*whole.values()} - {whole[text] for text in beyond}
    if len(whole) < len(texts) or top < 3 or far != beyond or not points >= {*range(1, top + 1)}:
        return []
    return far


def different(cells, left_out):
    """The profiles of all columns but those ``left_out``."""
    return [profile(name, cells[name]) for name in cells if name not in left_out]
