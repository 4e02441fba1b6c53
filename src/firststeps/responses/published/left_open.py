"""What a paper's printed numbers leave open, as frames: proportions, percentages, tables, and each statement."""

from dataclasses import replace

import pandas as pd

from firststeps.paired.missing.assumptions import proportion_bounds
from firststeps.paired.planning.sensitivity import margins_around
from firststeps.paired.published.agreement import ONLY
from firststeps.paired.published.consequences import Consequences
from firststeps.paired.published.possible import possible_proportions, possible_tables, too_much
from firststeps.paired.published.rounding import possible_fractions
from firststeps.paired.results import counted_people, frame
from firststeps.paired.two_waves.mcnemar import mcnemar
from firststeps.responses.given.published import (
    counts_not_stated,
    read_back,
    rounding_of,
    statements_at_waves,
    waves_compared,
)

MOST_FRACTIONS = 6  # counts and denominators behind a percentage that are listed
EVERYONE_TWICE = "everyone answered at both waves"


def statements(stated):
    """The statements with their numbers and what is not stated.

    >>> columns = {"statement": ["26 gave data."], "printed": ["26"], "not_stated": ["who"], "number": 26}
    >>> statements(pd.DataFrame(columns)).to_numpy().tolist()
    [['26 gave data.', '26', 'who']]
    """
    table = stated[["statement", "printed", "not_stated"]].replace({"printed": {"": "not given"}})
    return table.set_axis(["statement", "number", "not stated"], axis=1).reset_index(drop=True)


def counts(paper):
    """The counts of people at waves, and how many people may have answered then.

    >>> from firststeps.responses.published.paper import read_paper
    >>> from firststeps.study import Study
    >>> counts(read_paper(Study.load(".")))[["number", "smallest", "largest"]].to_numpy().tolist()
    [[15, 15, 26], [1, 15, 26]]
    """
    columns = paper.counts[["statement", "wave", "number", "smallest", "largest"]]
    rows = frame(columns, {}, note="smallest, largest: people who may have answered")
    rows.attrs["nothing"] = "No count of people at a wave is printed."
    return rows


def proportions(counts, level=0.95):
    """Every proportion that counts at waves may stand for, a row each: id, statement, count, denominators, limits.

    ``counts`` are those of `statements_at_waves`; the limits are Wilson's, at ``level``.

    >>> columns = {"statement": ["Two."], "number": [2], "smallest": [2], "largest": [4]}
    >>> proportions(pd.DataFrame(columns, index=["led.end.people"]))["proportions"].round(2).tolist()
    [1.0, 0.67, 0.5]
    """
    columns = ["id", "statement", "count", "denominators", "proportions", "low", "high"]
    parts = [
        pd.DataFrame(vars(possible_proportions(row.number, row.smallest, row.largest, level))).assign(
            id=row.Index, statement=row.statement
        )
        for row in counts.itertuples()
    ]
    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    return frame(rows[columns], {name: "proportion" for name in ("proportions", "low", "high")}, level)


def ends(rows):
    """The first and the last of the rows of `proportions` of each count, with ``end``: largest or smallest.

    >>> columns = {"statement": ["Two."], "number": [2], "smallest": [2], "largest": [4]}
    >>> rows = proportions(pd.DataFrame(columns, index=["led.end.people"]))
    >>> ends(rows)[["end", "proportions"]].to_numpy().tolist()
    [['largest', 1.0], ['smallest', 0.5]]
    """
    by_count = rows.groupby("id")
    return pd.concat([by_count.head(1).assign(end="largest"), by_count.tail(1).assign(end="smallest")])


def bounds(paper):
    """Manski's bounds on the proportion of everyone who came, for each count if most and if fewest answered, by id.

    >>> from firststeps.responses.published.paper import read_paper
    >>> from firststeps.study import Study
    >>> bounds(read_paper(Study.load(".")))["ips.five-months.people.if-fewest-answered"]
    Bounds(low=0.5, high=1.0, people=30)
    """
    by_id = {}
    for row in paper.counts.itertuples():
        for answered, name in ((row.largest, "most"), (row.smallest, "fewest")):
            limits = proportion_bounds([row.number, answered - row.number, paper.course - answered])
            by_id[f"{row.id}.if-{name}-answered"] = replace(
                limits, method=f"bounds if {counted_people(answered)} answered"
            )
    return by_id


def percentages(stated):
    """For each percentage at a wave the counts and denominators that print so, of those who may have answered.

    >>> columns = {"statement": ["", "Most."], "number": [14, 58], "printed": ["14", "58"], "wave": ["", "end"]}
    >>> columns |= {"unit": ["people", "percent"], "population": ""}
    >>> percentages(pd.DataFrame(columns, index=["all", "led.end.percent"])).to_numpy().tolist()
    [['Most.', '58%', '1 to 14', '7/12']]
    """
    rows = [
        (
            row.statement,
            f"{row.printed.rstrip('%')}%",
            str(row.smallest) if row.smallest == row.largest else f"{row.smallest} to {row.largest}",
            _fractions(row, stated),
        )
        for row in statements_at_waves(stated, "percent").itertuples()
    ]
    table = pd.DataFrame(rows, columns=["statement", "printed", "may have answered", "counts that print so"])
    table.attrs["nothing"] = "No percentage is printed for a wave."
    return table


def _fractions(row, stated):
    """The counts over denominators behind a percentage; how many there are, where they are many.

    Where the count is printed as well, they are of that count.
    """
    rounding = rounding_of(stated.loc[row.Index]) or "nearest"
    fractions = possible_fractions(row.printed, range(row.smallest, row.largest + 1), rounding)
    if not fractions:
        return "none: the percentage and these denominators do not go together"
    number = stated["number"].get(f"{row.Index.removesuffix('percent')}people")
    if pd.notna(number) and not (fractions := [(x, n) for x, n in fractions if x == number]):
        return f"none: the percentage and the count of {counted_people(int(number))} do not go together"
    few = ", ".join(f"{x}/{n}" for x, n in fractions[:MOST_FRACTIONS])
    return few if len(fractions) <= MOST_FRACTIONS else f"{few} and {len(fractions) - MOST_FRACTIONS} more"


def outcomes_told(stated, study):
    """The outcomes that were asked at two waves and of which the paper says something, with the two waves."""
    outcomes = [o for o in study.asked_twice if stated.index.str.startswith(f"{o}.").any()]
    return {outcome: waves_compared(study, outcome) for outcome in outcomes}


def readings(paper):
    """For each outcome asked twice of which the paper prints a number, a `FromPrint` with every table behind it."""
    stated = paper.statements
    numbers = {o: waves for o, waves in outcomes_told(stated, paper.study).items() if _has_number(stated, o)}
    return {outcome: read_back(stated, outcome, *waves) for outcome, waves in numbers.items()}


def _has_number(stated, outcome):
    """Whether a number is printed of the outcome."""
    return (stated.loc[stated.index.str.startswith(f"{outcome}."), "printed"] != "").any()


def tables_read(readings, label):
    """The tables of all readings that leave few of them, in one frame; ``label`` names an outcome for readers."""
    few = {outcome: reading.frame for outcome, reading in readings.items() if reading.few}
    parts = [part.assign(outcome=label(outcome)) for outcome, part in few.items()]
    if not parts:
        none = pd.DataFrame()
        none.attrs["nothing"] = "There is no outcome with so few tables."
        return none
    rows = pd.concat(parts, ignore_index=True)
    units = {name: "p-value" for name in rows if name.startswith("p, ")}
    return frame(rows[["outcome", *(name for name in rows if name != "outcome")]], units)


def read_in_full(readings):
    """What the tables behind the printed numbers are, a row an outcome: how many, and where it is one its cells.

    Columns are ``outcome``, ``printed`` (the numbers by name), ``tables``, ``pairs``, the four cells by name and ``p``,
    that of the exact test; what is not known is empty.

    >>> from firststeps import paired
    >>> rows = read_in_full({"led": paired.from_print(21, first=2, second=8, p=("0.070", "exact"))})
    >>> rows[["printed", "tables", "pairs", "yes-to-no", "no-to-yes"]].to_numpy().tolist()
    [['first 2, second 8, P = 0.070', 1, 21, 1, 7]]
    """
    rows = [
        {
            "outcome": outcome,
            "printed": ", ".join(f"{name} {text}" for name, text in reading.printed.items()),
            "tables": None if reading.tables is None else len(reading.tables),
            "pairs": sum(reading.only.values()) or None,
            **(reading.only or dict.fromkeys(ONLY)),
            "p": float(mcnemar(reading.tables[0]).pvalue) if reading.only else None,
        }
        for outcome, reading in readings.items()
    ]
    return pd.DataFrame(rows, columns=["outcome", "printed", "tables", "pairs", *ONLY, "p"], dtype=object)


def tables_by_margin(paper):
    """Every table that the paper allows, by what "similar" may stand for: the usual margins, and that of the study."""
    called = paper.summary().similar is not None
    margins = margins_around(paper.margin)
    return {margin: paper.tables(similar=margin if called else None) for margin in margins}


def by_outcome(paper) -> dict[str, Consequences]:
    """What follows for each outcome asked twice of which something is said, by its label, where it can be counted."""
    summaries = {o: paper.summary(o) for o in outcomes_told(paper.statements, paper.study)}
    allowed = {o: possible_tables(summary) for o, summary in summaries.items() if not too_much(summary)}
    label = paper.study.labels.item
    return {label(outcome): paper.follow(tables) for outcome, tables in allowed.items() if len(tables.tables)}


def if_more_were_told(paper):
    """Every table that the paper allows if it had said one thing more, by what that is; the first is as printed.

    What no table agrees with is left out.
    """
    first, last = (paper.study.wave(wave).short for wave in (paper.study.primary.first, paper.study.primary.second))
    all_first = {"first_answered": (paper.people, paper.people)}
    all_last = {"second_answered": (paper.people, paper.people)}
    further = {
        "as printed": {},
        "the two proportions are equal": {"similar": 0},
        f"everyone answered at {first}": all_first,
        f"everyone answered at {last}": all_last,
        EVERYONE_TWICE: {**all_first, **all_last},
        f"{EVERYONE_TWICE} and the two proportions are equal": {**all_first, **all_last, "similar": 0},
    }
    allowed = {name: paper.tables(**more) for name, more in further.items()}
    return {name: tables for name, tables in allowed.items() if len(tables.tables)}


def statement_by_statement(stated, answers):
    """What follows from each statement, what cannot be known, and which number would settle it.

    ``answers`` maps ids to a dictionary of these three; every other statement stands for itself.
    """
    nothing_open = stated["not_stated"] == ""
    counts = counts_not_stated(stated).replace("", "no number would")
    other = pd.DataFrame(
        {
            "follows for certain": stated["printed"].replace("", "no number"),
            "cannot be known": stated["not_stated"].mask(nothing_open, "nothing that the statement needs"),
            "one number would settle": counts.mask(nothing_open, "none is missing"),
        }
    )
    table = pd.DataFrame.from_dict(answers, orient="index", columns=other.columns).reindex(stated.index).fillna(other)
    table.insert(0, "stated", stated["statement"])
    return table.reset_index(drop=True)
