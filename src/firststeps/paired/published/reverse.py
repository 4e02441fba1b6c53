"""The reverse: from a printed p-value or chi-squared back to the discordant pairs and the variant of McNemar's test.

A paper often prints a p-value and n but neither the table nor the version of the test.  Every version depends on b, c
and n only, so all (b, c) with b + c <= n are tried, and those kept whose value is printed so after rounding.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from firststeps.digits import shown
from firststeps.paired.answers.arguments import check_size, several
from firststeps.paired.answers.fields import Checked
from firststeps.paired.planning.cost import LONGEST, check_cost, tables_in_words, tables_seconds
from firststeps.paired.published.printed import as_printed
from firststeps.paired.published.stated import Stated
from firststeps.paired.published.statistics import CHI_SQUARED, TESTS
from firststeps.paired.results import ALTERNATIVES, check_alternative, choose
from firststeps.paired.tables import TableLike, as_tables, discordant_tables, one_table
from firststeps.paired.two_waves.mcnemar import mcnemar

VERSIONS = TESTS
EACH_VERSION = 5e-7  # seconds of a table by a version that is worked out at once
SECONDS = 1.5e-6  # of all versions of the test, by the square of the pairs


@dataclass(frozen=True)
class Reading(Checked):
    """One version of the test, and every (b, c) for which it prints the value: an int array of shape (K, 2)."""

    method: str
    alternative: str
    discordant: np.ndarray


def readings_of_p(
    printed: str,
    n: int,
    methods: Sequence[str] = VERSIONS,
    alternatives: Sequence[str] = ("two-sided",),
    longest: float = LONGEST,
) -> tuple[Reading, ...]:
    """Every (b, c) of ``n`` pairs for which each version of McNemar's test gives the p-value as ``printed``.

    ``printed`` is a string with the decimals of the paper, as "0.043", ".043", "<0.001" or "n.s.".  A version that
    cannot have given it has no (b, c).  Two-sided versions come with both (b, c) and (c, b).  ValueError for an unknown
    version or alternative, TooLongError where going through every (b, c) takes more seconds than ``longest``.

    >>> for reading in readings_of_p("0.070", 21, ("exact", "asymptotic")):
    ...     print(reading.method, reading.discordant.tolist())
    exact [[1, 7], [7, 1]]
    asymptotic []
    """
    methods = several(methods, "Versions of the test")
    for method in methods:
        choose(dict.fromkeys(VERSIONS), method)
    alternatives = several(alternatives, "Alternatives")
    for side in alternatives:
        check_alternative(side)
    tables = _every_pair(n, longest)
    return tuple(
        Reading(method, side, _pairs(tables, _agreeing("p", printed, tables, method, side)))
        for method in methods
        for side in alternatives
    )


def readings_of_chi_squared(
    printed: str, n: int, methods: Sequence[str] = CHI_SQUARED, longest: float = LONGEST
) -> tuple[Reading, ...]:
    """Every (b, c) of ``n`` pairs for which each version gives the chi-squared statistic as ``printed``.

    ValueError for an unknown version, TooLongError where all (b, c) would take more seconds than ``longest``.

    >>> for reading in readings_of_chi_squared("3.13", 21):
    ...     print(reading.method, reading.discordant.tolist())
    asymptotic []
    continuity [[1, 7], [7, 1]]
    n-1 []
    """
    methods = several(methods, "Versions of the test")
    for method in methods:
        choose(dict.fromkeys(CHI_SQUARED), method)
    tables = _every_pair(n, longest)
    return tuple(
        Reading(method, "two-sided", _pairs(tables, _agreeing("chi_squared", printed, tables, method, "two-sided")))
        for method in methods
    )


@dataclass(frozen=True)
class VersionsBehind(Checked):
    """Of a set of possible tables, those for which each version of the test prints a p-value as ``printed``.

    ``tables`` maps (method, alternative) to an array of shape (K, 2, 2), without versions that agree with none.
    """

    printed: str
    considered: int
    tables: dict[tuple[str, str], np.ndarray]

    def sentence(self) -> str:
        """Say in plain words which versions can have given the printed p-value, and from how many tables."""
        if not self.tables:
            return (
                f"No standard version of McNemar's test, two-sided or one-sided, gives P = {self.printed} for any of "
                f"the {self.considered:,} tables that the other numbers allow."
            )
        versions = ", ".join(f"{method} {side} ({len(tables):,})" for (method, side), tables in self.tables.items())
        agree = f"P = {self.printed} agrees with these versions (tables): {versions}"
        return f"{agree}; of {self.considered:,} tables allowed."


def versions_behind(tables: TableLike, printed: str, longest: float = LONGEST) -> VersionsBehind:
    """Which versions of McNemar's test, two-sided or one-sided, can have given ``printed`` for which of ``tables``.

    Tables are ``[[a, b], [c, d]]``: rows first, columns second wave, yes before no.  What takes more seconds than
    ``longest``, as the unconditional test of many does, is refused (TooLongError).

    >>> from firststeps.paired.published.margins import tables_with_margins
    >>> print(versions_behind(tables_with_margins(21, 2, 8), "0.070").sentence())
    P = 0.070 agrees with these versions (tables): exact two-sided (1); of 3 tables allowed.
    """
    tables = as_tables(tables).reshape(-1, 2, 2)
    _check_versions(tables.sum(axis=(1, 2)), longest)
    agreeing = {}
    for side in ALTERNATIVES:
        for method in VERSIONS:
            agree = tables[_agreeing("p", printed, tables, method, side)]
            if len(agree):
                agreeing[method, side] = agree
    return VersionsBehind(str(printed), len(tables), agreeing)


@dataclass(frozen=True)
class Explanation(Checked):
    """The p-value of one table by every version of the test, and the versions that agree with the printed one."""

    table: tuple[int, int, int, int]
    printed: str
    pvalues: dict[tuple[str, str], float]
    agreeing: tuple[tuple[str, str], ...]

    def sentence(self) -> str:
        """Say in plain words which versions can have given the printed p-value."""
        table = "({}, {}, {}, {})".format(*self.table)
        if self.agreeing:
            versions = ", ".join(f"{method} ({side})" for method, side in self.agreeing)
            return f"P = {self.printed} for the table {table} agrees with: {versions}."
        two_sided = {method: p for (method, side), p in self.pvalues.items() if side == "two-sided"}
        values = ", ".join(f"{method} {'<0.001' if p < 0.001 else shown(p, '.3f')}" for method, p in two_sided.items())
        return (
            f"No standard version of McNemar's test, two-sided or one-sided, gives P = {self.printed} for the table "
            f"{table}; two-sided they give: {values}."
        )


def explain_p(table: TableLike, printed: str, longest: float = LONGEST) -> Explanation:
    """Which versions of McNemar's test, two-sided or one-sided, can have given ``printed`` for a known table.

    A table is ``[[a, b], [c, d]]``: rows first, columns second wave, yes before no.  What takes more seconds than
    ``longest``, as the unconditional test of a million pairs does, is refused (TooLongError).

    Airway hyper-responsiveness before and after transplantation, printed with P = 0.043 (Bentur et al. 2009, Pediatr
    Pulmonol 44:845):

    >>> print(explain_p([[1, 1], [7, 12]], "0.043").sentence().split(";")[0])
    No standard version of McNemar's test, two-sided or one-sided, gives P = 0.043 for the table (1, 1, 7, 12)
    """
    *four, n = map(int, one_table(table))
    _check_versions(n, longest)
    pvalues = {
        (method, side): float(mcnemar(table, method, side, longest=longest).pvalue)
        for side in ALTERNATIVES
        for method in VERSIONS
    }
    agreeing = tuple(version for version, p in pvalues.items() if as_printed(printed).holds(p))
    return Explanation(tuple(four), str(printed), pvalues, agreeing)


def _check_versions(n, longest):
    """Refuse every version of the test of tables of ``n`` pairs, of each size those that agree found by bisection."""
    sizes, tables = np.unique(n, return_counts=True)
    steps = 2 * np.ceil(np.log2(tables + 1))
    first = np.array([tables_seconds([size], "unconditional") for size in sizes])
    seconds = len(ALTERNATIVES) * float((steps * first).sum() + EACH_VERSION * len(VERSIONS) * np.size(n))
    what, instead = f"Every version of the test of {tables_in_words(n)}", "take mcnemar with one version"
    check_cost(what, seconds, longest, instead)


def _every_pair(n, longest):
    """One table for each (b, c) of n pairs, where that is not too much."""
    n = check_size(n)
    instead = "take explain_p for the tables that other printed numbers allow"
    check_cost(f"Going through every table of {n:,} pairs", SECONDS * n * n, longest, instead)
    b, c = (grid.ravel() for grid in np.indices((n + 1, n + 1)))
    b, c = b[b + c <= n], c[b + c <= n]
    return discordant_tables(n, b, c)


def _pairs(tables, agree):
    """The (b, c) of the tables that are kept."""
    return tables[agree][:, [0, 1], [1, 0]]


def _agreeing(name, printed, tables, method, side):
    """Which of the tables give a statistic as printed, by one version of the test."""
    version = method if side == "two-sided" else f"{method}, {side}"
    return Stated(name, (as_printed(printed),), 1, (version,)).agrees(tables, version)
