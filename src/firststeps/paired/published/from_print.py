"""From printed numbers alone to the tables behind them, if the same people stand behind all of them.

Counts, percentages, a p-value as papers print it, chi-squared, ratios and intervals, each alone or together: every
table of every n that is possible is tried, and those that print all of it so are the answer.
"""

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from firststeps.paired.answers.arguments import of_kind
from firststeps.paired.published.agreement import FromPrint, number_of_tables, people_in_words
from firststeps.paired.published.printed import ROUNDINGS, as_printed
from firststeps.paired.published.same_people import SHARES, Share, tables_behind
from firststeps.paired.published.stated import Stated, stated
from firststeps.paired.published.statistics import STATISTICS
from firststeps.paired.results import check_level

OPEN = (1, 300)  # people where n is not printed
ROUNDED = {"down": "cut off instead of rounded", "up": "rounded up"}
OTHERWISE = (
    "That is no proof of an error: other people behind one of the numbers, another test, and another way of rounding "
    "are all possible."
)


def from_print(
    n: int | str | tuple[int, int] | range | None = None,
    first: int | str | None = None,
    second: int | str | None = None,
    p: str | None = None,
    test: str = "any",
    rounding: str = "nearest",
    level: float = 0.95,
    **others: int | str | tuple[str, str],
) -> FromPrint:
    """Every table that agrees with what a paper prints, if the same people stand behind all the numbers.

    Parameters
    ----------
    n : int, (smallest, largest), range, text such as "20-210", or None
        How many answered both times; None is open, up to 300.
    first, second : int or str
        The first and second "yes": a count, 110, or as printed, "54.5%", "110/202" or "110 (54.5%)"; a percentage has
        its sign, so that it is not taken for a count.
    p : str
        As printed: ".036", "0,043", "p < .05", "n.s.", "0.04 (one-sided)".
    test : str
        The test of ``p`` and ``chi_squared``: "exact", a paper's words such as "McNemar's chi-squared test", or "any".
    rounding : str
        How numbers were rounded: "nearest" (a tie either way), "half-up", "even", "down" (cut off), "up".
    level : float
        The confidence level of intervals.
    **others
        Counts or percentages ``stopped``, ``began``, ``changed``, ``yes_twice``, ``no_twice``, ``same``; statistics
        ``chi_squared``, ``difference`` ("7.4%" in points, or a proportion; second minus first), ``ratio``,
        ``odds_ratio``, ``kappa``; intervals ``difference_interval``, ``ratio_interval``, ``odds_ratio_interval``
        ("1.31 to 4.77"). A statistic may be a pair of what is printed and its version: ("2.50", "pairs").

    Returns
    -------
    FromPrint
        ``tables`` of shape (K, 2, 2), the ``frame`` with what each test gives on them, ``sentence``. What would take
        too long is not tried, and a sentence says so.

    Raises
    ------
    ValueError
        For what is no printed number, an unknown name, and an n that is no number of people.

    Examples
    --------
    Mental health first aid training, "54.5% ... 61.9% ... P = .036" by the exact test (Kitchener & Jorm 2002, BMC
    Psychiatry 2:10, table 5), of at most 210 people:

    >>> from_print(n=(20, 210), first="54.5%", second="61.9%", p=".036", test="exact")
    Exactly one table of those of 20 to 210 people agrees with first 54.5%, second 61.9%, P = .036, if the same people \
stand behind all the numbers: n = 202.
      n  yes twice  stopped  began  no twice  p, exact  p, mid-p  p, asymptotic  p, continuity
    202         95       15     30        62    0.0357    0.0259         0.0253         0.0369
    P by version (tables): exact (1)
    table [[a, b], [c, d]]: rows first, columns second wave, yes before no; b = yes to no, c = no to yes
    """
    if not isinstance(rounding, str) or rounding not in ROUNDINGS:
        raise ValueError(f"There is no rounding {rounding!r}; choose one of {', '.join(ROUNDINGS)}.")
    of_kind(test, str, "test names the version of the test in a word, such as 'exact'")
    level = check_level(level)
    numbers = {"first": first, "second": second, "p": p, **others}
    question = Question({k: v for k, v in numbers.items() if v is not None}, _people(n), test, rounding, level)
    people, shares, statistics = question.read()
    printed = {name.replace("_", " "): str(value) for name, value in question.numbers.items() if name in SHARES}
    printed |= {statistic.label: statistic.text for statistic in statistics}
    behind = tables_behind(people, shares, statistics)
    none = behind.tables is not None and not len(behind.tables)
    return FromPrint(printed, people, behind, _hints(question) if none else ())


@dataclass(frozen=True)
class Question:
    """What is printed, the numbers of people, and how the numbers are to be understood."""

    numbers: dict
    people: range
    test: str
    rounding: str
    level: float

    def read(self) -> tuple[range, list[Share], list[Stated]]:
        """The numbers of people to try, the shares and the statistics."""
        people, shares, statistics = self.people, [], []
        for name, value in self.numbers.items():
            if name in SHARES:
                printed, of = _shares(name, value, self.rounding)
                shares += printed
                people = people if of is None else _of_them(people, of, name)
            else:
                text, by = _with_version(name, value, self.test)
                statistics.append(stated(name, text, by, self.rounding, self.level))
        return people, shares, statistics


def printed_of_pairs(printed: Mapping, rounding: str = "nearest") -> tuple[list[Share], list[Stated]]:
    """What is printed of those who answered twice, read: shares and statistics by their names in `from_print`.

    >>> printed_of_pairs({"stopped": "3", "p": (".036", "exact")})[1][0].words
    'P = .036'
    """
    return Question(dict(printed), range(1, 2), "any", rounding, 0.95).read()[1:]


def _hints(question):
    """Where nothing agrees: what would, with one thing changed, in sentences."""
    people, shares, statistics = question.read()
    hints = []
    for statistic in statistics:
        others = [one for one in statistics if one is not statistic]
        every = replace(statistic, versions=tuple(STATISTICS[statistic.name].versions))
        if every.versions != statistic.versions:
            behind = tables_behind(people, shares, [*others, every])
            agreeing = [
                f"{version} ({number_of_tables(behind.tables[mark])})"
                for (name, version), mark in behind.agreeing.items()
                if name == statistic.name and mark.any()
            ]
            if agreeing:
                hints.append(f"{statistic.words} would agree by: {'; '.join(agreeing)}.")
        hints += _would_agree(f"Without {statistic.words}", tables_behind(people, shares, others))
    for rounding in ("down", "up"):
        changed = replace(question, rounding=rounding)
        hints += _would_agree(f"With numbers {ROUNDED[rounding]}", tables_behind(*changed.read()))
    return (*hints, OTHERWISE)


def _would_agree(what, behind):
    """The sentence on tables that would agree, in a list, empty where there are none."""
    if behind.tables is None or not len(behind.tables):
        return []
    return [f"{what}: {number_of_tables(behind.tables)}."]


def asked(words: str) -> FromPrint:
    """Answer a question in one line: ``n=20-210 first=54.5% second=61.9% p=.036 test=exact``, names as in `from_print`.

    Raises ValueError for what is no ``name=value``, and for what `from_print` refuses.

    >>> asked("n=21 first=2 second=8 p<.05 test='mid-p'").tables.tolist()
    [[[2, 0], [6, 13]], [[1, 1], [7, 12]]]
    """
    question = {}
    for word in _split(words):
        parts = re.fullmatch(r"([A-Za-z][\w-]*)\s*(=|(?=[<>≤≥]))\s*(.+)", word)
        if not parts:
            raise ValueError(f"Numbers are given as name=value, like p=.036 or first=54.5%; found {word!r}.")
        name = parts[1].lower().replace("-", "_")
        if name in question:
            raise ValueError(
                f"{parts[1].lower()} is given twice, as {question[name]!r} and as {parts[3]!r}: give it once."
            )
        question[name] = parts[3]
    if "level" in question:
        question["level"] = float(as_printed(question["level"]).low + as_printed(question["level"]).high) / 2
        question["level"] /= 100 if question["level"] > 1 else 1
    return from_print(**question)


def _split(words):
    """The words of a question, of which one in quotation marks may hold blanks."""
    try:
        return shlex.split(words)
    except ValueError:
        raise ValueError(
            f"A quotation mark has no second one in {words!r}. What holds the sign ' stands in the sign \", as in "
            """test="McNemar's"."""
        ) from None


def _people(n):
    """The numbers of people to try, as a range."""
    if isinstance(n, str):
        numbers = [int(number) for number in re.findall(r"\d+", n)]
        if not re.fullmatch(r"\s*\d+\s*(?:(?:-|–|to)\s*\d+\s*)?", n):
            raise ValueError(f'n is a number of people or a range, like 202 or "20-210"; found {n!r}.')
        n = numbers[0] if len(numbers) == 1 else tuple(numbers)
    if n is None:
        n = OPEN
    if isinstance(n, range):
        n = (min(n), max(n)) if len(n) and n.step in (1, -1) else n
    ends = (n, n) if isinstance(n, (int, np.integer)) else n
    whole = isinstance(ends, (tuple, list)) and len(ends) == 2 and all(isinstance(x, (int, np.integer)) for x in ends)
    if not whole or not 1 <= ends[0] <= ends[1]:
        raise ValueError(f"n is a number of people from 1 up, or (smallest, largest); found {n!r}.")
    return range(int(ends[0]), int(ends[1]) + 1)


def _shares(name, value, rounding):
    """A count, a percentage or both, and the number of people that is printed with it, as in "110/202", or None."""
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
        return [Share(name, as_printed(str(value)), 0)], None
    if not isinstance(value, str):
        raise ValueError(f'{name} is a count, like 110, or as printed, like "54.5%"; found {value!r}.')
    text = value.strip()
    counted = re.fullmatch(r"(\d+)(?:\s*(?:/|of)\s*(\d+))?(?:\s*\((.+%)\s*\))?", text)
    if not counted and not text.endswith("%"):
        raise ValueError(
            f'{name} is a whole count, like 110 or "110/202", or a percentage with its sign, like "54.5%"; found '
            f"{value!r}. A proportion 0.545 is written 54.5%."
        )
    count, of, percent = counted.groups() if counted else (None, None, text)
    shares = [Share(name, as_printed(count), 0)] if count else []
    shares += [Share(name, as_printed(percent, rounding), 100)] if percent else []
    if percent and shares[-1].printed.low > 100:
        raise ValueError(f"{name} is a share of people, at most 100%; found {value!r}.")
    return shares, int(of) if of else None


def _of_them(people, of, name):
    """The one number of people that is printed with a count, or a refusal where it is not among those to try."""
    if of not in people:
        raise ValueError(f"{name} is printed of {of} people, but n is {people_in_words(people)}.")
    return range(of, of + 1)


def _with_version(name, value, test):
    """What is printed of a statistic, and the version that is named for it."""
    if name not in STATISTICS:
        known = ", ".join(["n", *SHARES, *STATISTICS])
        raise ValueError(f"There is no printed number {name!r} here; there are: {known}.")
    pair = isinstance(value, tuple) and len(value) == 2
    if pair and not (name.endswith("_interval") and re.fullmatch(r"\s*[-+−]?[\d.,]+\s*%?\s*", str(value[0]))):
        return value  # not two limits, but what is printed and its version
    if isinstance(value, (float, int, np.number)):
        raise ValueError(f'{name} is given as printed, with its decimals, like "{value}"; found the number {value!r}.')
    return value, test if name in ("p", "chi_squared") else None
