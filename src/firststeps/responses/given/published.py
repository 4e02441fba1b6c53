"""Published claims: reading ``published.csv``, and what a paper states or leaves open at each wave.

One row is one claim of a paper, in our own words: ``id``, ``claim``, ``number`` (empty where none is given), ``unit``,
``population`` (who is spoken of), ``wave``, ``not_stated`` and ``source``.  An id is dotted lower-case words; what is
said of an outcome at a wave is ``<outcome>.<wave>.people``, ``.answered`` or ``.percent``, and ``<outcome>.similar``
says that a paper calls its proportions similar, ``<outcome>.p`` prints a p-value for the comparison.
"""

from pathlib import Path

import numpy as np
import pandas as pd

COLUMNS = ["id", "claim", "number", "unit", "population", "wave", "not_stated", "source"]


class PublishedError(ValueError):
    """What is wrong in a ``published.csv``, with its row and column."""


def read_published(path):
    """Read the published claims: a table indexed by ``id``, all text but ``number``, which is a nullable number.

    ``printed`` holds the number as it was printed, so that a percentage keeps its decimals.
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
    for row, claim in enumerate(read.itertuples(), start=2):
        _check_row(f"{path.name}, row {row}", claim, list(read["id"][: row - 2]))
    read["printed"] = read["number"]
    read["number"] = pd.to_numeric(read["number"].mask(read["number"] == "")).convert_dtypes()
    return read.set_index("id")


def claims_at_waves(published, word="people"):
    """The claims about a wave, rows ``<outcome>.<wave>.<word>``, with the number of people who may have answered then.

    A table indexed by ``id`` with ``claim``, ``wave``, ``number`` (a whole number where ``word`` is "people"),
    ``printed`` (the number as printed), and ``smallest`` and ``largest``.  Both are the row
    ``<outcome>.<wave>.answered`` where there is one.  Else at least as many answered as the largest count of the same
    population at the same wave, and at most the population, which is the largest count the paper gives for it.

    >>> published = pd.DataFrame(
    ...     {
    ...         "claim": ["26 gave data.", "Fifteen took part.", "One led."],
    ...         "number": [26, 15, 1],
    ...         "printed": ["26", "15", "1"],
    ...         "unit": "people",
    ...         "population": "those with data",
    ...         "wave": ["", "end", "end"],
    ...     },
    ...     index=["all.people", "took-part.end.people", "led.end.people"],
    ... )
    >>> claims_at_waves(published)[["number", "smallest", "largest"]].values.tolist()
    [[15, 15, 26], [1, 15, 26]]
    """
    at_wave = [bool(wave) and id.endswith(f".{wave}.{word}") for id, wave in published["wave"].items()]
    claims = published[np.array(at_wave, dtype=bool) & published["number"].notna()]
    counted = published[(published["unit"] == "people") & published["number"].notna()]
    answered = [published["number"].get(f"{id.removesuffix(f'.{word}')}.answered", pd.NA) for id in claims.index]
    limits = [
        _denominators(counted[counted["population"] == claim.population], claim.wave, number)
        for claim, number in zip(claims.itertuples(), answered, strict=True)
    ]
    found = claims[["claim", "wave", "number", "printed"]].copy()
    found[["smallest", "largest"]] = np.array(limits, dtype=int).reshape(-1, 2)
    return found.astype({"number": int}) if word == "people" else found


def _denominators(counted, wave, answered):
    """The fewest and the most people of a population, given by its counts, who can have answered at a wave."""
    if pd.notna(answered):
        return int(answered), int(answered)
    at_wave = counted.loc[counted["wave"] == wave, "number"]
    return int(at_wave.max()) if len(at_wave) else 1, int(counted["number"].max())


def counts_not_stated(published):
    """For each claim the numbers of people that it leaves out: the parts of ``not_stated`` that begin with "how many".

    >>> published = pd.DataFrame({"not_stated": ["the denominator: how many answered; by whom", "which year"]})
    >>> counts_not_stated(published).tolist()
    ['how many answered', '']
    """
    return published["not_stated"].str.findall(r"how many [^;]*").str.join("; ")


def people_spoken_of(published, study):
    """How many people the findings are about: those of the outcome that is compared, else of the first that has a row.

    Raises PublishedError if no row speaks of that outcome or its population is not counted.
    """
    told = [item for item in study.outcomes if published.index.str.startswith(f"{item}.").any()]
    outcome = study.primary.outcome if study.primary else next(iter([*told, *study.outcomes]), "")
    return stated_limits(published, outcome, "", "")["people"]


def stated_limits(published, outcome, first, second):
    """What the paper states about an outcome at two waves, as the fields of a `paired.published.possible.Summary`.

    Reads, where they are there, the rows ``<outcome>.<wave>.people`` (how many said yes), ``<outcome>.<wave>.answered``
    and ``<outcome>.<wave>.percent`` (of those who answered, as printed).  ``people`` is the size of the population of
    the outcome's rows, the largest count the paper gives for it.
    Raises PublishedError if no row speaks of the outcome or its population is not counted.

    >>> published = pd.DataFrame(
    ...     {"number": [26, 15], "printed": ["26", "15"], "unit": "people", "population": "those with data"},
    ...     index=["all", "ips.end.people"],
    ... )
    >>> stated_limits(published, "ips", "start", "end")
    {'people': 26, 'second_yes': (15, 15)}
    """
    rows = published[published.index.str.startswith(f"{outcome}.")]
    counted = published[(published["unit"] == "people") & published["population"].isin(rows["population"])]["number"]
    if counted.notna().sum() == 0:
        raise PublishedError(f"No row counts the people whom the claims about {outcome!r} are about.")
    limits = {"people": int(counted.max())}
    printed = rows["printed"].to_dict()
    for name, wave in (("first", first), ("second", second)):
        for field, word in (("yes", "people"), ("answered", "answered")):
            if f"{outcome}.{wave}.{word}" in printed:
                limits[f"{name}_{field}"] = (int(printed[f"{outcome}.{wave}.{word}"]),) * 2
        if f"{outcome}.{wave}.percent" in printed:
            limits[f"{name}_percent"] = printed[f"{outcome}.{wave}.percent"]
    return limits


def _check_columns(name, columns):
    """Refuse a file without the agreed columns."""
    missing = [column for column in COLUMNS if column not in columns]
    if missing:
        raise PublishedError(f"{name} has no column {', '.join(missing)}; expected the columns {', '.join(COLUMNS)}.")


def _check_row(place, claim, before):
    """Refuse a row without id or source, with an id of an earlier row, or with a number that is none."""
    if not claim.id or claim.id in before:
        fault = f"the id {claim.id!r} is given twice" if claim.id else "the id is empty"
        raise PublishedError(f"{place}, column id: {fault}; give each claim an id of its own.")
    whole = claim.unit == "people"
    if claim.number and not (claim.number if whole else claim.number.replace(".", "", 1)).isdigit():
        expected = "a whole number of people" if whole else "a number"
        raise PublishedError(f"{place}, column number: found {claim.number!r}; expected {expected}, or nothing.")
    if not claim.source:
        raise PublishedError(f"{place}, column source: it is empty; every published claim names where it was read.")
