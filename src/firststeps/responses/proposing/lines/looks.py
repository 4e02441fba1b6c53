"""What is told of columns that may say something else than they seem to: nothing is decided by it."""

import re
from itertools import combinations

from firststeps.digits import plural
from firststeps.responses.cleaning.people import DATE_FOR_CODE
from firststeps.responses.proposing.waves.in_names import differ_by_wave
from firststeps.responses.texts.each import by_text
from firststeps.responses.texts.lexicon import MISSING, NO, YES, folded
from firststeps.responses.texts.wave_names import OCCASION
from firststeps.responses.texts.wordings import words
from firststeps.study.parts.texts import tidy

CORRECTED = re.compile(
    r"(?<![^\W_])(?:corrected|correction|amended|revised|korrigiert|korrektur|corrigée?|corregido)(?![^\W_])", re.I
)
WRITE_OVER = "write it over that in a copy of the file"
FEWEST = 3  # answers in each of two columns of which nobody filled in both, and different pairs of answers in one cell
NEARLY_ALL = 0.7  # of the rows, which such columns fill together
IMPUTED = {"imputed", "imputation", "locf", "carried", "imputiert"}  # of answers that nobody gave
MOST_PAIRS = 36  # ways to write two of yes, no and a few signs for no answer
SEVERAL = 12  # different answers of a question with choices
PAIR = re.compile(r"\s*([^/→>|;]*?)\s*(?:/|→|-?>|\||;)\s*([^/→>|;]*?)\s*")


def looks(sheets):
    """The lines on columns that a person should look at, of the tables of a proposal."""
    return [
        *dict.fromkeys(
            line
            for tell in (_corrections, _imputed, _made_dates, _two_in_a_cell, _never_both)
            for one in sheets
            for line in tell(one.table.cells)
        )
    ]


def _corrections(cells):
    """What is said of columns that are called as corrections of others: nothing writes one over the other."""
    plain = {tidy(name).casefold(): name for name in cells}
    for name in cells:
        stem = tidy(CORRECTED.sub(" ", name)).strip(" ()[]:_-–,").casefold()
        if CORRECTED.search(name) and stem in plain:
            rows = plural(int((cells[name].str.strip() != "").sum()), "row")
            yield f"  # look: `{name}` is filled in {rows}; where it corrects `{plain[stem]}`, {WRITE_OVER}"


def _imputed(cells):
    """What is said of columns that are called as if answers were filled in for people who gave none."""
    for name in cells:
        if {*words(name)} & IMPUTED:
            yield f"  # look: `{name}`: where answers were filled in that nobody gave, take these out of a copy"


def _made_dates(cells):
    """What is said of dates among answers that are none: a spreadsheet makes one of *1-2*."""
    for name in cells:
        texts = {tidy(text) for text in cells[name].unique()} - {""}
        dates = sorted(text for text in texts if re.fullmatch(DATE_FOR_CODE, text))
        if dates and len(dates) < len(texts) <= SEVERAL:
            line = f"  # look: `{name}` holds {', '.join(dates)} beside other answers: a spreadsheet may have made"
            yield f"{line} dates of answers such as 1-2; write these back in a copy"


def _two_in_a_cell(cells):
    """What is said of cells that hold two answers of yes and no each, as *N/Y*: one time behind the other."""
    answers = YES | NO | MISSING | {"", "-"}
    for name in cells:
        texts = {folded(tidy(text)) for text in cells[name].unique()} - {""}
        if len(texts) > MOST_PAIRS:
            continue
        pairs = [pair.groups() for text in texts if (pair := PAIR.fullmatch(text))]
        if len(pairs) < max(FEWEST, len(texts)) or not all(part in answers for pair in pairs for part in pair):
            continue
        if any({*pair} <= YES | NO for pair in pairs):
            line = (
                f"  # look: cells of `{name}` hold two answers each, as {min(texts, key=len)!r}: if one is of a later"
            )
            yield f"{line} time, write each into a column of its own in a copy, named for its time"


def _never_both(cells):
    """What is said of two columns of yes and no, called nearly alike, of which each person filled in one at most."""
    asked = {name: by_text(cells[name], folded) for name in cells}
    asked = {name: texts for name, texts in asked.items() if "" in {*texts} and {*texts} - {""} <= YES | NO}
    for one, other in combinations(asked, 2):
        if not _called_nearly_alike(one, other) or differ_by_wave([one, other], OCCASION):
            continue
        first, second = (asked[name] != "" for name in (one, other))
        enough = min(first.sum(), second.sum()) >= FEWEST and (first | second).mean() > NEARLY_ALL
        if enough and not (first & second).any():
            line = f"  # look: nobody filled in both `{one}` and `{other}`; where they are one question, write its "
            yield f"{line}answers into one column of a copy"


def _called_nearly_alike(one, other):
    """Whether two names share most of their words.

    >>> _called_nearly_alike("Group post", "Group post 2"), _called_nearly_alike("Group at work", "Sure at home")
    (True, False)
    """
    first, second = {*words(one)}, {*words(other)}
    return 2 * len(first & second) > len(first | second)
