"""Published statements: reading ``published.csv``, and what a paper states or leaves open at each wave.

One row is one statement of a paper, in our own words: ``id``, ``statement``, ``number`` (as printed; empty where none
is given), ``unit``, ``population`` (who is spoken of), ``wave``, ``not_stated`` and ``source``; a column ``method`` may
name the test, interval or rounding of the number.  An id is dotted lower-case words; what is said of an outcome at a
wave is ``<outcome>.<wave>.people``, ``.answered`` or ``.percent``, and ``<outcome>.similar`` says that a paper calls
its proportions similar.  What is said of the comparison is ``<outcome>.p``, ``.pairs`` (how many answered both times),
``.stopped``, ``.odds-ratio`` and the like: see ``OF_PAIRS``.
"""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from firststeps.errors import Stopped
from firststeps.paired.published.agreement import FromPrint
from firststeps.paired.published.from_print import OPEN, from_print
from firststeps.paired.published.possible import Summary, possible_tables, too_much
from firststeps.paired.published.printed import ROUNDINGS, as_printed
from firststeps.paired.published.same_people import SHARES
from firststeps.paired.published.stated import stated
from firststeps.paired.published.statistics import STATISTICS
from firststeps.study.parts.texts import control_in

COLUMNS = ["id", "statement", "number", "unit", "population", "wave", "not_stated", "source"]
FORMER = {"claim": "statement"}  # names that columns had, still read
OF_PAIRS = {name.replace("_", "-"): name for name in (*SHARES, *STATISTICS) if name not in ("first", "second")}
IN_POINTS = ("percent", "points", "percentage points")  # units of numbers that carry a percent sign
RANGE = r"(\d+)\s*(?:-|–|to)\s*(\d+)"
ROUNDED = {"cut off": "down", "truncated": "down", "half to even": "even", "half up": "half-up"}
DIFFERENT = (
    "By what the paper says of who answered, different people stand behind the numbers of the two waves, so only what "
    "it prints of those who answered both times is used here."
)


class PublishedError(Stopped):
    """What is wrong in a ``published.csv``, with its row and column."""


def read_published(path):
    """Read the published statements: a table indexed by ``id``, all text but ``number``, which is a nullable number.

    ``printed`` holds the number as it was printed, so that a percentage keeps its decimals, and "<0.05", "n.s." and
    "190 to 210" are kept, which are no one number.  ``method`` is empty where the file has no such column.
    Raises PublishedError for a missing file or column, an id that is missing or given twice, a number that is none,
    and a statement without source.
    """
    path = Path(path)
    if not path.is_file():
        raise PublishedError(
            f"There is no {path.name} in {path.parent.name}/: it holds one row for each published statement."
        )
    read = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    if "statement" not in read:
        read = read.rename(columns=FORMER)
    _check_columns(path.name, list(read.columns))
    read = read.reindex(columns=[*COLUMNS, "method"], fill_value="").apply(lambda column: column.str.strip())
    for row, statement in enumerate(read.itertuples(index=False), start=2):
        if control := control_in("".join(statement)):
            what = f"a character that is no part of a text ({control}); take it out"
            raise PublishedError(f"{path.name}, row {row}: it holds {what}.")
        _check_row(f"{path.name}, row {row}", statement, list(read["id"][: row - 2]))
    read["printed"] = read["number"]
    plain = read["number"].str.replace(",", ".", regex=False).str.removesuffix("%")
    read["number"] = pd.to_numeric(plain, errors="coerce").convert_dtypes()
    return read.set_index("id")


def statements_at_waves(published, word="people"):
    """The statements about a wave, rows ``<outcome>.<wave>.<word>``, with how many people may have answered then.

    A table indexed by ``id`` with ``statement``, ``wave``, ``number`` (a whole number where ``word`` is "people"),
    ``printed`` (the number as printed), and ``smallest`` and ``largest``.  Both are those of the row
    ``<outcome>.<wave>.answered`` where there is one.  Else at least as many answered as the largest count of the same
    population at the same wave, and as both times (``<outcome>.pairs``), and at most the population, which is the
    largest count the paper gives for it.  Where a count and a percentage are printed of the same outcome and wave, only
    those numbers are left of which the count prints as the percentage, if there are any.

    >>> published = pd.DataFrame(
    ...     {
    ...         "statement": ["26 gave data.", "Fifteen took part.", "One led."],
    ...         "number": [26, 15, 1],
    ...         "printed": ["26", "15", "1"],
    ...         "unit": "people",
    ...         "population": "those with data",
    ...         "wave": ["", "end", "end"],
    ...     },
    ...     index=["all.people", "took-part.end.people", "led.end.people"],
    ... )
    >>> statements_at_waves(published)[["number", "smallest", "largest"]].values.tolist()
    [[15, 15, 26], [1, 15, 26]]
    """
    at_wave = [bool(wave) and id.endswith(f".{wave}.{word}") for id, wave in published["wave"].items()]
    rows = published[np.array(at_wave, dtype=bool) & (published["printed"] != "")]
    limits = [_denominators(published, row, id.removesuffix(f".{word}")) for id, row in rows.iterrows()]
    counts = rows[["statement", "wave", "number", "printed"]].copy()
    counts[["smallest", "largest"]] = np.array(limits, dtype=int).reshape(-1, 2)
    return counts.astype({"number": int}) if word == "people" else counts


def _denominators(published, row, stem):
    """The fewest and the most people of a row's population who can have answered; ``stem`` is its outcome and wave."""
    if f"{stem}.answered" in published.index:
        low, high = _whole_numbers(published.loc[f"{stem}.answered", "printed"])
    else:
        counted = published[
            (published["unit"] == "people")
            & published["number"].notna()
            & (published["population"] == row["population"])
        ]
        at_wave = counted.loc[counted["wave"] == row["wave"], "number"]
        both_times = _both_times(published, row, f"{stem.rpartition('.')[0]}.pairs")
        low = max(1, *at_wave.astype(int), both_times[0])
        high = max(most_people(published, [row["population"]]), both_times[1])
    return _of_both(published, stem, low, high)


def _both_times(published, row, pairs):
    """The fewest and the most people of a row's population who answered both times, as its row ``pairs`` states."""
    if pairs not in published.index or published.loc[pairs, "population"] != row["population"]:
        return 0, 0
    printed = published.loc[pairs, "printed"]
    return _whole_numbers(printed) if printed else (0, 0)


def _of_both(published, stem, low, high):
    """Of ``low`` to ``high`` people the fewest and the most of whom the printed count is the printed percentage.

    All of them where not both are printed, or where they do not go together.
    """
    if not {f"{stem}.people", f"{stem}.percent"} <= set(published.index):
        return low, high
    number, percent = published.loc[f"{stem}.people", "number"], published.loc[f"{stem}.percent"]
    if pd.isna(number) or not percent["printed"]:
        return low, high
    n = np.arange(low, high + 1)
    fewest, most = as_printed(percent["printed"], rounding_of(percent) or "nearest").counts(n, per=100)
    agreeing = n[(fewest <= number) & (number <= most)]
    return (int(agreeing[0]), int(agreeing[-1])) if len(agreeing) else (low, high)


def most_people(published, populations):
    """How many people of some populations there are at most: the largest count, or where none is given an open 300.

    >>> most_people(pd.DataFrame({"unit": ["people"], "number": [26], "population": ["all"]}), ["all"])
    26
    """
    counts = published.loc[(published["unit"] == "people") & published["population"].isin(populations), "number"]
    return int(counts.max()) if counts.notna().any() else OPEN[1]


def _whole_numbers(printed):
    """The smallest and largest number of people that "202" or "190 to 210" states."""
    ends = re.fullmatch(RANGE, printed)
    return (int(ends[1]), int(ends[2])) if ends else (int(printed),) * 2


def counts_not_stated(published):
    """For each statement the numbers of people it leaves out: the parts of ``not_stated`` that begin with "how many".

    >>> published = pd.DataFrame({"not_stated": ["the denominator: how many answered; by whom", "which year"]})
    >>> counts_not_stated(published).tolist()
    ['how many answered', '']
    """
    return published["not_stated"].str.findall(r"how many [^;]*").str.join("; ")


def people_spoken_of(published, study):
    """How many people the findings are about: those of the outcome that is compared, else of the first that has a row.

    Raises PublishedError if no row speaks of that outcome or its population is not counted.
    """
    with_rows = [item for item in study.outcomes if published.index.str.startswith(f"{item}.").any()]
    outcome = study.primary.outcome if study.primary else next(iter([*with_rows, *study.outcomes]), "")
    return stated_limits(published, outcome, "", "")["people"]


def stated_limits(published, outcome, first, second):
    """What the paper states about an outcome at two waves, as the fields of a `paired.published.possible.Summary`.

    Reads, where they are there, the rows ``<outcome>.<wave>.people`` (how many said yes), ``<outcome>.<wave>.answered``
    and ``<outcome>.<wave>.percent`` (of those who answered, as printed), and as ``pairs`` what is said of the
    comparison.  ``people`` is the size of the population of the outcome's rows, the largest count the paper gives.
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
        raise PublishedError(f"No row counts the people whom the statements about {outcome!r} are about.")
    return {"people": int(counted.max())} | _printed_limits(published, rows, outcome, first, second)


def _printed_limits(published, rows, outcome, first, second):
    """What the rows of an outcome state of it at two waves, and of the pairs."""
    limits, printed = {}, rows["printed"].to_dict()
    for name, wave in (("first", first), ("second", second)):
        for field, word in (("yes", "people"), ("answered", "answered")):
            if f"{outcome}.{wave}.{word}" in printed:
                limits[f"{name}_{field}"] = _whole_numbers(printed[f"{outcome}.{wave}.{word}"])
        if f"{outcome}.{wave}.percent" in printed:
            limits[f"{name}_percent"] = printed[f"{outcome}.{wave}.percent"]
            if rounding := rounding_of(rows.loc[f"{outcome}.{wave}.percent"]):
                limits["rounding"] = rounding
    pairs = numbers_of_pairs(published, outcome)
    return limits | ({"pairs": pairs} if pairs else {})


def numbers_of_pairs(published, outcome):
    """What is printed of the people who answered both times, by the names of ``paired.from_print``, with its method.

    >>> rows = {"printed": ["0,043", "7.4"], "unit": ["p", "points"], "method": ["exact", ""]}
    >>> numbers_of_pairs(pd.DataFrame(rows, index=["led.p", "led.difference"]), "led")
    {'p': ('0,043', 'exact'), 'difference': '7.4%'}
    """
    numbers = {}
    for word, name in OF_PAIRS.items():
        if f"{outcome}.{word}" in published.index:
            row = published.loc[f"{outcome}.{word}"]
            if row["printed"]:
                method = row.get("method", "")
                numbers[name] = (_signed(row), method) if method and name in STATISTICS else _signed(row)
    return numbers


def _signed(row):
    """The number as printed, with a percent sign where its unit is percent or points."""
    printed = row["printed"]
    return f"{printed}%" if row["unit"] in IN_POINTS and "%" not in printed else printed


def rounding_of(row):
    """How the paper rounded a number, where its row says so, as a name of ``printed.ROUNDINGS``; else empty.

    >>> rounding_of({"method": "cut off to whole percent"}), rounding_of({})
    ('down', '')
    """
    method = str(row.get("method", "")).lower()
    words = {**dict.fromkeys(ROUNDINGS), **ROUNDED}
    return next((words[word] or word for word in words if re.search(rf"\b{word}\b", method)), "")


def read_back(published, outcome, first, second) -> FromPrint:
    """Every table behind what the paper prints of an outcome at two waves, if the same people stand behind all of it.

    How many they are is the row ``<outcome>.pairs`` where there is one, else what is said of who answered at each wave,
    else at most the population, or up to 300 where no row counts that.  Where the paper says that different numbers
    answered at the two waves, the same people cannot stand behind both counts; then only what it prints of the pairs is
    used, and that is said.

    >>> rows = {
    ...     "number": [21, 2, 8, 0.07],
    ...     "printed": ["21", "2", "8", ".070"],
    ...     "unit": ["people", "people", "people", "p"],
    ...     "population": "children",
    ...     "method": ["", "", "", "exact"],
    ... }
    >>> rows = pd.DataFrame(rows, index=["ill.pairs", "ill.before.people", "ill.after.people", "ill.p"])
    >>> read_back(rows, "ill", "before", "after").tables.tolist()
    [[[1, 1], [7, 12]]]
    """
    rows = published[published.index.str.startswith(f"{outcome}.")]
    limits = _printed_limits(published, rows, outcome, first, second)
    limits["people"] = most_people(published, rows["population"])
    pairs = limits.get("pairs", {})
    answered = [limits[name] for name in ("first_answered", "second_answered") if name in limits]
    printed = published["printed"].get(f"{outcome}.pairs")
    together = [_whole_numbers(printed)] if printed else []
    low, high = _common([(1, limits["people"]), *together, *answered])
    if low <= high:
        least = max(limits.get(f"{name}_yes", (1, 1))[0] for name in ("first", "second"))
        counts = {name: _share(limits, name) for name in ("first", "second")}
        return from_print(
            (max(low, min(least, high)), high), **counts, **pairs, rounding=limits.get("rounding", "nearest")
        )
    both = (max(1, sum(least for least, _ in answered) - limits["people"]), min(most for _, most in answered))
    reading = from_print(_common([both, *together]), **pairs)
    return replace(reading, hints=(*reading.hints, DIFFERENT))


def waves_compared(study, outcome):
    """The two waves at which an outcome is compared: those of the primary comparison, else its first and its last."""
    primary = study.primary
    if primary and primary.outcome == outcome:
        return primary.first, primary.second
    waves = study.items[outcome].waves
    return waves[0], waves[-1]


def summary_of(published, study, outcome=None, **changed):
    """What the paper states of an outcome (the primary one by default) at the two waves compared, as a `Summary`.

    Where it calls the proportions similar they are at most the margin of ``study.yaml`` apart; ``changed`` takes the
    place of what is stated.  Where no table prints what is said of the pairs as well, that is set aside.
    """
    outcome = outcome or study.primary.outcome
    first, second = waves_compared(study, outcome)
    similar = study.primary.margin if f"{outcome}.similar" in published.index else None
    summary = Summary(**{**stated_limits(published, outcome, first, second), "similar": similar, **changed})
    agreeing = not summary.pairs or too_much(summary) or len(possible_tables(summary).tables)
    return summary if agreeing else replace(summary, pairs={})


def set_aside(published, outcome, summary):
    """The sentence on numbers of the pairs that a `Summary` of an outcome leaves aside; "" where there are none.

    >>> rows = pd.DataFrame({"printed": ["0.043"], "unit": ["p"], "method": [""]}, index=["ill.p"])
    >>> set_aside(rows, "ill", Summary(21))
    'No table prints p 0.043 as well, so it is set aside below.'
    >>> rows = pd.DataFrame({"printed": ["-27 to -1"], "unit": "points"}, index=["ill.difference-interval"])
    >>> set_aside(rows, "ill", Summary(21))
    'No table prints difference interval -27 to -1 points as well, so it is set aside below.'
    """
    numbers = {} if summary.pairs else numbers_of_pairs(published, outcome)
    texts = {name: value if isinstance(value, str) else value[0] for name, value in numbers.items()}
    for name in texts:
        if name.startswith("difference"):  # whose percent sign means points
            texts[name] = re.sub(" *%$", " points", texts[name])
    words = [f"{name.replace('_', ' ')} {text}" for name, text in texts.items()]
    return f"No table prints {', '.join(words)} as well, so it is set aside below." if words else ""


def why_not_every_table(study):
    """Why not every table behind what a paper prints of the primary comparison is gone through; "" where it is.

    There may be too many, or none at all, or nothing is said of that outcome.
    """
    try:
        published = read_published(study.folder / "data/published.csv")
        summary = summary_of(published, study)
    except ValueError as error:
        return str(error)
    label = study.items[study.primary.outcome].label
    if why := too_much(summary):
        return f"{label}, with answers missing at one wave or the other: {why[0].lower()}{why[1:]}"
    if not len(possible_tables(summary).tables):
        return f"{label}: no table, missing answers included, agrees with all that is printed."
    return ""


def _common(ranges):
    """The smallest and largest number within all ranges; the smallest is larger where they have none in common."""
    return max(low for low, _ in ranges), min(high for _, high in ranges)


def _share(limits, name):
    """The count, the percentage, or both of a wave, as ``from_print`` takes them; None where neither is printed."""
    count = str(limits[f"{name}_yes"][0]) if f"{name}_yes" in limits else ""
    percent = f"{limits[f'{name}_percent'].rstrip('%')}%" if f"{name}_percent" in limits else ""
    return f"{count} ({percent})" if count and percent else count or percent or None


def _check_columns(name, columns):
    """Refuse a file without the agreed columns."""
    missing = [column for column in COLUMNS if column not in columns]
    if missing:
        raise PublishedError(f"{name} has no column {', '.join(missing)}; expected the columns {', '.join(COLUMNS)}.")


def _check_row(place, statement, before):
    """Refuse a row without id or source, with an id of an earlier row, or with a number that is none."""
    if not statement.id or statement.id in before:
        fault = f"the id {statement.id!r} is given twice" if statement.id else "the id is empty"
        raise PublishedError(f"{place}, column id: {fault}; give each statement an id of its own.")
    if statement.number:
        _check_number(place, statement)
    if not statement.source:
        raise PublishedError(f"{place}, column source: it is empty; every statement names where it was read.")


def _check_number(place, statement):
    """Refuse a number that is not written as its unit asks."""
    word = statement.id.rpartition(".")[2]
    try:
        if OF_PAIRS.get(word) in STATISTICS:
            stated(OF_PAIRS[word], _signed({"printed": statement.number, "unit": statement.unit}), statement.method)
            return
    except ValueError as error:
        raise PublishedError(f"{place}, column number: {error}") from None
    if statement.unit == "people":
        counts = statement.number.isdigit() or (word in ("answered", "pairs") and re.fullmatch(RANGE, statement.number))
        expected = "a whole number of people"
    else:
        counts, expected = _is_printed(statement.number), "a number"
    if not counts:
        raise PublishedError(f"{place}, column number: found {statement.number!r}; expected {expected}, or nothing.")


def _is_printed(text):
    """Whether a text is one printed number, without a limit or words."""
    try:
        return not re.match(r"[<>≤≥]|n", text, re.I) and as_printed(text) is not None
    except ValueError:
        return False
