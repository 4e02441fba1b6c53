"""What a paper's printed numbers leave open, as frames: proportions, percentages, tables, and each statement."""

import pandas as pd

from firststeps.paired.published.possible import possible_proportions
from firststeps.paired.published.rounding import possible_fractions
from firststeps.paired.results import frame
from firststeps.responses.given.published import (
    PublishedError,
    counts_not_stated,
    people_spoken_of,
    read_back,
    rounding_of,
    statements_at_waves,
)

MOST_FRACTIONS = 6  # counts and denominators behind a percentage that are listed


def statements(stated):
    """The statements with their numbers and what is not stated.

    >>> columns = {"statement": ["26 gave data."], "printed": ["26"], "not_stated": ["who"], "number": 26}
    >>> statements(pd.DataFrame(columns)).to_numpy().tolist()
    [['26 gave data.', '26', 'who']]
    """
    table = stated[["statement", "printed", "not_stated"]].replace({"printed": {"": "not given"}})
    return table.set_axis(["statement", "number", "not stated"], axis=1).reset_index(drop=True)


def everyone(stated, study):
    """The most people that a statement counts, who they are, and how many the findings are about; 0 where none does.

    ``study`` has outcomes and the primary comparison.
    """
    counted = stated[(stated["unit"] == "people") & stated["number"].notna()]
    if counted.empty:
        return 0, "people", 0
    largest = counted["number"].astype(float).idxmax()
    population = counted.loc[largest, "population"] or "people"
    course = int(counted.loc[largest, "number"])
    try:
        return course, population, people_spoken_of(stated, study)
    except PublishedError:  # the people of this outcome are not counted: at most all are
        return course, population, course


def proportions(counts):
    """Every proportion that counts at waves may stand for, a row each: id, statement, count, denominators, limits.

    ``counts`` are those of `statements_at_waves`.

    >>> columns = {"statement": ["Two."], "number": [2], "smallest": [2], "largest": [4]}
    >>> proportions(pd.DataFrame(columns, index=["led.end.people"]))["proportions"].round(2).tolist()
    [1.0, 0.67, 0.5]
    """
    columns = ["id", "statement", "count", "denominators", "proportions", "low", "high"]
    parts = [
        pd.DataFrame(vars(possible_proportions(row.number, row.smallest, row.largest))).assign(
            id=row.Index, statement=row.statement
        )
        for row in counts.itertuples()
    ]
    rows = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    return frame(rows[columns], {name: "proportion" for name in ("proportions", "low", "high")}, 0.95)


def side_by_side(rows, printed):
    """The rows of `proportions` with a column for each statement, by denominator; ``printed`` words one of them."""
    words = rows.assign(printed=[printed(row) for row in rows.itertuples()])
    return words.pivot_table("printed", "denominators", "statement", aggfunc="first", sort=False).reset_index()


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
    return pd.DataFrame(rows, columns=["statement", "printed", "may have answered", "counts that print so"])


def _fractions(row, stated):
    """The counts over denominators behind a percentage; how many there are, where they are many."""
    rounding = rounding_of(stated.loc[row.Index]) or "nearest"
    fractions = possible_fractions(row.printed, range(row.smallest, row.largest + 1), rounding)
    if not fractions:
        return "none: the percentage and these denominators do not go together"
    few = ", ".join(f"{x}/{n}" for x, n in fractions[:MOST_FRACTIONS])
    return few if len(fractions) <= MOST_FRACTIONS else f"{few} and {len(fractions) - MOST_FRACTIONS} more"


def waves_compared(study, outcome):
    """The two waves at which an outcome is compared: those of the primary comparison, else its first and its last."""
    primary = study.primary
    if primary and primary.outcome == outcome:
        return primary.first, primary.second
    waves = study.items[outcome].waves
    return waves[0], waves[-1]


def outcomes_told(stated, study):
    """The outcomes that were asked at two waves and of which the paper says something, with the two waves."""
    outcomes = [o for o in study.asked_twice if stated.index.str.startswith(f"{o}.").any()]
    return {outcome: waves_compared(study, outcome) for outcome in outcomes}


def readings(stated, study):
    """For each outcome asked twice of which the paper prints a number, a `FromPrint` with every table behind it."""
    numbers = {o: waves for o, waves in outcomes_told(stated, study).items() if _has_number(stated, o)}
    return {outcome: read_back(stated, outcome, *waves) for outcome, waves in numbers.items()}


def _has_number(stated, outcome):
    """Whether a number is printed of the outcome."""
    return (stated.loc[stated.index.str.startswith(f"{outcome}."), "printed"] != "").any()


def tables_read(readings, label):
    """The tables of all readings that leave few of them, in one frame; ``label`` names an outcome for readers."""
    few = {outcome: reading.frame for outcome, reading in readings.items() if reading.few}
    parts = [part.assign(outcome=label(outcome)) for outcome, part in few.items()]
    if not parts:
        return pd.DataFrame()
    rows = pd.concat(parts, ignore_index=True)
    units = {name: "p-value" for name in rows if name.startswith("p, ")}
    return frame(rows[["outcome", *(name for name in rows if name != "outcome")]], units)


def statement_by_statement(stated, answers):
    """What follows from each statement, what cannot be known, and which number would settle it.

    ``answers`` maps ids to a dictionary of these three; every other statement stands for itself.
    """
    other = pd.DataFrame(
        {
            "follows for certain": stated["printed"].replace("", "no number"),
            "cannot be known": stated["not_stated"].replace("", "nothing that the statement needs"),
            "one number would settle": counts_not_stated(stated).replace("", "none is missing"),
        }
    )
    table = pd.DataFrame.from_dict(answers, orient="index", columns=other.columns).reindex(stated.index).fillna(other)
    table.insert(0, "stated", stated["statement"])
    return table.reset_index(drop=True)
