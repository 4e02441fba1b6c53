"""The question which of two questionnaires counts, with what each rule would do to the counts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from firststeps.digits import plural
from firststeps.responses.cleaning.coders import CODING_COLUMNS
from firststeps.responses.cleaning.conflicts.preferred import (
    prefer_line,
    preferences,
    set_aside,
    tellers,
    told_apart,
    without,
)
from firststeps.responses.cleaning.conflicts.settled import (
    date_columns,
    differing,
    groups,
    listed,
    several_of_one,
    without_conflicts,
)
from firststeps.responses.cleaning.derived import with_derived
from firststeps.responses.cleaning.log import Findings
from firststeps.responses.counting.patterns import pattern_table
from firststeps.responses.given.problems import IN_PLACE, choice
from firststeps.responses.texts.answers import ANSWERED
from firststeps.responses.texts.lexicon import quoted
from firststeps.study.parts.texts import tidy

RULES = {
    "first": "the first row",
    "last by date": "the row of the last day",
    "last by date and time": "the row of the last day and time of day",
    "most complete": "the row with most answers",
    "fill": "the first row, its blanks filled in from the others",
    "set missing": "the first row without the answers in which they differ",
    "drop": "none of them",
}
NOT_TRIED = "the counts are told once all answers can be read and few conflicts are left"
SPELT_OUT = 20  # conflicts told with what differs in them
FEW = 100  # conflicts up to which each rule is tried for what it does to the counts
SHOWN = 3  # answers in which two questionnaires differ, as a question spells them out
ONE = "one questionnaire of a person at a wave"
THE_SAME_LINE = "The line of study.yaml that settles the first of these settles this one too."


def ask_about_conflicts(study, parts, sheets, findings):
    """Ask which of two different questionnaires of one person at one wave counts, where ``study`` does not say.

    The first question has a line for each rule that could settle all of them, with what it would do to the counts.
    """
    conflicts = conflicts_to_settle(study, parts, sheets)
    if conflicts:
        options = preferences(study, conflicts)
        tried = tried_rules(study, parts, sheets, options) if to_be_tried(conflicts, findings) else None
        ask_which_counts(study, conflicts, options, dated_rules(study, parts[0]), tried, findings)


@dataclass(frozen=True)
class Conflict:
    """Different questionnaires of one person at one wave: their rows, and in which column and how they differ.

    ``apart`` is what a column says of each of the rows, where it tells them apart: :func:`told_apart`.
    """

    file: str
    wave: int
    code: str
    rows: tuple
    column: str
    details: str
    apart: dict


def conflicts_to_settle(study, parts, sheets):
    """The conflicts that are to be asked about, in the order of waves and codes; none where ``study`` settles them."""
    if study.cleaning.conflicts != "ask":
        return []
    conflicts = []
    for part, sheet in zip(parts, sheets, strict=True):
        part, sheet = without(part, sheet, set_aside(part, study.cleaning.prefer).index)
        several = groups(several_of_one(study, part, sheet)[1])
        columns = tellers(study, part) if several else []
        conflicts += [_conflict(study, part, sheet, code, rows, columns) for code, rows in several]
    return conflicts


def to_be_tried(conflicts, findings):
    """Whether each rule is tried for what it does to the counts: all answers can be read, and conflicts are few."""
    return len(conflicts) <= FEW and not findings.unknown


def ask_which_counts(study, conflicts, options, dated, tried, findings):
    """Ask about ``conflicts``, the first ones spelt out; ``tried`` is what each way to settle them would do.

    ``options`` are their `preferences`, ``dated`` the `dated_rules`.  ``tried`` gives for each rule, and for the line
    of each option, the counts (`first_counts`) or None where it settles not all; it is None where none was tried.
    """
    remedy, where = _lines(study, options, dated, tried), {}
    for number, conflict in enumerate(conflicts):
        details = listed(conflict.rows)
        where = where | {"row": int(conflict.rows[1])}
        if number < SPELT_OUT:  # a message shows no more
            details, where = conflict.details, where | {"column": conflict.column}
        what = f"a second, different questionnaire of {conflict.code!r} (rows {details})"
        findings.ask(conflict.file, what, ONE, THE_SAME_LINE if number else remedy, **where)


def _conflict(study, part, sheet, code, rows, columns):
    """The conflict of the questionnaires in ``rows``, with what differs in them, in words."""
    differ = differing(study, part, sheet, rows)
    dates = [f"{column} {_cells_in_words(part.cells.loc[rows, column])}" for column in date_columns(study, part)[:1]]
    unlike = [_unlike(study, part, item, rows) for item in differ[:SHOWN]]
    more = [plural(len(differ) - SHOWN, "more answer")] * (len(differ) > SHOWN)
    details, wave = "; ".join(dict.fromkeys([listed(rows), *dates, *unlike, *more])), study.wave_ids.index(part.wave)
    apart = told_apart(part, columns, rows)
    return Conflict(part.file, wave, code, tuple(rows), study.column(differ[0], part.wave), details, apart)


def _unlike(study, part, item, rows):
    """The answers in which questionnaires differ; what people wrote in own words is not repeated."""
    column = study.column(item, part.wave)
    if study.items[item].kind == "text":
        return f"{column} in other words"
    return f"{column} {_cells_in_words(part.cells.loc[rows, column])}"


def _cells_in_words(cells):
    """Cells in words."""
    return " or ".join(repr(tidy(raw)) for raw in cells)


def _lines(study, options, dated, tried):
    """The rules as lines for ``study.yaml``, one of which is to be chosen, with what each would do to the counts.

    Before them stand the ``options`` of a column that tells the questionnaires apart.
    """
    lines = {}
    for prefer in options:
        line = prefer_line(prefer)
        effect = _counts_told(study, *tried[line]) if tried and tried[line] else NOT_TRIED
        lines[line] = f"the row in which {prefer.column} says {prefer.texts[0]}; {effect}"
    for rule, means in RULES.items():
        means += f", once data says date_column: {quoted(dated[rule])}" if dated[rule] else ""
        effect = NOT_TRIED
        if tried is not None and tried[rule] is None:
            effect = "it does not settle all of these" if rule == "fill" else ""
        elif tried is not None:
            effect = _counts_told(study, *tried[rule])
        if effect:
            lines[f"conflicts: {rule}"] = f"{means}; {effect}"
    return f"Say in study.yaml which counts {IN_PLACE}:\n  cleaning:{choice('conflicts: ask', lines, 4)}"


def dated_rules(study, part):
    """For each rule, the column of dates that ``study.yaml`` would have to name for it; empty where it needs none."""
    undeclared = "" if study.data.date_column else next(iter(date_columns(study, part)), "")
    return {rule: undeclared if rule.startswith("last") else "" for rule in RULES}


def tried_rules(study, parts, sheets, options=()):
    """What the first comparison would count by each rule (`first_counts`); None for one that settles not all.

    So for each of the ``options``, under the line of :func:`prefer_line`: where it settles all, the rule says nothing.
    """
    by_part = [
        {rule: (rule, dated) for rule, dated in dated_rules(study, part).items()}
        | {prefer_line(prefer): ("first", "", prefer) for prefer in options}
        for part in parts
    ]
    tried = {}
    for line in by_part[0]:
        trial = Findings()
        settled = [
            (part.wave, without_conflicts(study, part, sheet, trial, *ways[line]))
            for part, sheet, ways in zip(parts, sheets, by_part, strict=True)
        ]
        tried[line] = None if trial.stops() else first_counts(study, settled)
    return tried


def first_counts(study, sheets):
    """What the first comparison of ``study`` counts in ``sheets``, a list of (wave, sheet indexed by people).

    Two things: {wave: [yes, answers]} at its two waves, and its paired table as (a, b, c, d), None where there is none.
    Nothing is counted of an outcome made of themes, as the coding is joined later.
    """
    outcome, primary = _first_outcome(study), study.primary
    about = study.items.get(outcome)
    if not outcome or (about.source and study.items[about.source].kind == "text"):
        return {}, None
    if about.derived:
        sheets = with_derived(study, sheets, pd.DataFrame(columns=CODING_COLUMNS), Findings())
    by_wave = dict(sheets)
    waves = [primary.first, primary.second] if primary else study.items[outcome].waves
    answers = {
        wave: by_wave[wave].loc[by_wave[wave][outcome, "status"] == ANSWERED, (outcome, "answer")]
        for wave in dict.fromkeys([waves[0], waves[-1]])
        if wave in by_wave
    }
    counts = {wave: np.array([(some == "yes").sum(), len(some)]) for wave, some in answers.items()}
    if len(answers) != 2:
        return counts, None
    both = pd.concat([*answers.values()], axis=1, join="inner")
    index = both.replace({"yes": 0, "no": 1}).to_numpy(dtype=int).reshape(-1, 2)
    return counts, pattern_table(index)[:2, :2].ravel()


def _first_outcome(study):
    """The outcome of the first comparison of ``study``; an empty text where none is counted."""
    return study.primary.outcome if study.primary else next(iter(study.outcomes), "")


def _counts_told(study, counts, table):
    """What `first_counts` gives, in words: how many said yes of those who answered, and the paired table."""
    if not study.outcomes:
        return "no yes-no question is counted"
    outcome = _first_outcome(study)
    if not counts:
        return f"{study.items[outcome].label}: counted once the coding is joined"
    phrases = [f"{yes} of {answers} yes at {wave}" for wave, (yes, answers) in counts.items()]
    phrases += [] if table is None else [f"table {', '.join(map(str, table.tolist()))}"]
    return f"{study.items[outcome].label}: {', '.join(phrases)}"
