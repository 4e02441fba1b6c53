"""Published claims: reading ``published.csv``, and the denominators that a paper leaves open.

One row is one claim of a paper, in our own words: ``id``, ``claim``, ``number`` (empty where none is given), ``unit``,
``population`` (who is spoken of), ``wave``, ``not_stated`` and ``source``.
"""

from pathlib import Path

import pandas as pd

COLUMNS = ["id", "claim", "number", "unit", "population", "wave", "not_stated", "source"]


class PublishedError(ValueError):
    """What is wrong in a ``published.csv``, with its row and column."""


def read_published(path):
    """Read the published claims: a table indexed by ``id``, all text but ``number``, which is a nullable number.

    Raises PublishedError for a missing file or column, an id that is missing or given twice, a number that is none,
    and a claim without source.
    """
    path = Path(path)
    if not path.is_file():
        raise PublishedError(
            f"There is no {path.name} in {path.parent.name}/: it holds one row for each published claim."
        )
    read = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    _check_columns(path.name, list(read.columns))
    read = read[COLUMNS].apply(lambda column: column.str.strip())
    for row, (id, number, source) in enumerate(zip(read["id"], read["number"], read["source"], strict=True), start=2):
        _check_row(f"{path.name}, row {row}", id, number, source, list(read["id"][: row - 2]))
    read["number"] = pd.to_numeric(read["number"].mask(read["number"] == "")).convert_dtypes()
    return read.set_index("id")


def open_denominators(published):
    """The counts of people at a wave whose denominator the paper does not give, with the limits it allows.

    A table indexed by ``id`` with ``claim``, ``wave``, ``people``, and the ``smallest`` and ``largest`` possible
    number of people who answered: at least the largest count at the same wave, at most the size of the population,
    which is the largest count the paper gives for it.

    >>> published = pd.DataFrame(
    ...     {
    ...         "claim": ["26 gave data.", "Fifteen took part.", "One led."],
    ...         "number": [26, 15, 1],
    ...         "unit": "people",
    ...         "population": "those with data",
    ...         "wave": ["", "end", "end"],
    ...         "not_stated": ["", "the denominator", "the denominator"],
    ...     },
    ...     index=["all", "took-part", "led"],
    ... )
    >>> open_denominators(published)[["people", "smallest", "largest"]].values.tolist()
    [[15, 15, 26], [1, 15, 26]]
    """
    people = published[(published["unit"] == "people") & published["number"].notna()]
    people = people.assign(people=people["number"].astype(int))
    largest = people.groupby("population")["people"].transform("max")
    smallest = people.groupby(["population", "wave"])["people"].transform("max")
    found = people.assign(smallest=smallest, largest=largest)
    unstated = (found["wave"] != "") & found["not_stated"].str.contains("denominator")
    return found.loc[unstated, ["claim", "wave", "people", "smallest", "largest"]]


def stated_limits(published, outcome, first, second):
    """What the paper states about an outcome at two waves, as the limits of a `paired.published.Summary`.

    Reads the rows ``<outcome>.<wave>.people`` (how many said yes) and ``<outcome>.<wave>.answered``, where they are
    there; ``people`` is the size of the population of the outcome's rows, the largest count the paper gives for it.
    Raises PublishedError if no row speaks of the outcome or its population is not counted.

    >>> published = pd.DataFrame(
    ...     {"number": [26, 15], "unit": "people", "population": "those with data"}, index=["all", "ips.end.people"]
    ... )
    >>> stated_limits(published, "ips", "start", "end")
    {'people': 26, 'second_yes': (15, 15)}
    """
    rows = published[published.index.str.startswith(f"{outcome}.")]
    counted = published[(published["unit"] == "people") & published["population"].isin(rows["population"])]["number"]
    if counted.notna().sum() == 0:
        raise PublishedError(f"No row counts the people whom the claims about {outcome!r} are about.")
    limits = {"people": int(counted.max())}
    stated = published["number"].dropna().astype(int).to_dict()
    for name, wave in (("first", first), ("second", second)):
        for field, word in ((f"{name}_yes", "people"), (f"{name}_answered", "answered")):
            number = stated.get(f"{outcome}.{wave}.{word}")
            if number is not None:
                limits[field] = (number, number)
    return limits


def _check_columns(name, columns):
    """Refuse a file without the agreed columns."""
    missing = [column for column in COLUMNS if column not in columns]
    if missing:
        raise PublishedError(f"{name} has no column {', '.join(missing)}; expected the columns {', '.join(COLUMNS)}.")


def _check_row(place, id, number, source, before):
    """Refuse a row without id or source, with an id of an earlier row, or with a number that is none."""
    if not id or id in before:
        fault = f"the id {id!r} is given twice" if id else "the id is empty"
        raise PublishedError(f"{place}, column id: {fault}; give each claim an id of its own.")
    if number and not number.replace(".", "", 1).isdigit():
        raise PublishedError(f"{place}, column number: found {number!r}; expected a number, or nothing.")
    if not source:
        raise PublishedError(f"{place}, column source: it is empty; every published claim names where it was read.")
