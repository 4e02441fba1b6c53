"""Nothing runs away: what used to take long without a word, and that what still would is refused at once."""

import time
from functools import partial

import numpy as np

from firststeps.paired.ordered.homogeneity import symmetry
from firststeps.paired.planning.cost import TooLongError
from firststeps.paired.planning.coverage import coverage
from firststeps.paired.planning.level.operating import largest_size, size
from firststeps.paired.planning.power import power
from firststeps.paired.planning.samplesize import sample_size
from firststeps.paired.planning.summaries import power_by_change
from firststeps.paired.published.consequences import interval_range, p_values_by_gap
from firststeps.paired.published.from_print import from_print
from firststeps.paired.published.reverse import readings_of_p
from firststeps.paired.published.rounding import common_denominators, possible_fractions
from firststeps.paired.two_waves.equivalence import even_change
from firststeps.paired.two_waves.mcnemar import mcnemar

TEN = 10  # seconds that nobody waits for without a word
AT_ONCE = 0.1


def measure(small=False):
    """Rows of what was measured, each seconds of this one run."""
    many = 10**5 if small else 10**6
    rows = {
        "unconditional test, 10,000 pairs": (partial(_unconditional, 10**4), 1),
        f"unconditional test, {many:,} pairs": (partial(_unconditional, many), TEN),
        f"power of {many:,} people": (partial(power, many, 0.001, 0.2), TEN),
        "sample size of the unconditional test, 10 points": (
            partial(sample_size, 0.1, 0.2, method="unconditional"),
            TEN,
        ),
        "largest size of the exact test, 100,000 people": (partial(largest_size, 10**5), TEN),
        "coverage of 26 people, unconditional, refused": (partial(coverage, 26, 0, 0.2, "unconditional"), AT_ONCE),
        "power of a million people, unconditional, refused": (
            partial(power, 10**6, 0.001, 0.2, "unconditional"),
            AT_ONCE,
        ),
    }
    tables = 2_000 if small else 20_000
    rows |= {
        f"common denominators of three percentages, up to {10 * many:,}": (
            partial(common_denominators, ["57.7", "3.8", "12.1"], range(1, 10 * many)),
            TEN,
        ),
        f"range of {tables:,} unlike intervals": (partial(interval_range, _unlike(tables)), TEN),
        "even change among ten million people": (partial(even_change, 10**7, 0.01), 1),
        "size of the mid-p test, ten million people": (partial(size, 10**7, 0.2, "mid-p"), TEN),
        "symmetry of 100 answers": (partial(symmetry, _moves(100)), TEN),
        "power by change of 5,000 people, Boschloo, refused": (
            partial(power_by_change, 5_000, [0.1], [0.2], "boschloo"),
            AT_ONCE,
        ),
        "every gap of 100,000 pairs, refused": (partial(p_values_by_gap, 10**5), AT_ONCE),
        "the fractions behind 50 per cent of up to 100,000, refused": (
            partial(possible_fractions, "50", range(1, 10**5)),
            AT_ONCE,
        ),
    }
    if not small:
        rows["every reading of a printed p-value, 300 pairs"] = (partial(readings_of_p, "0.043", 300), 5)
        rows["the tables behind a printed p-value, 300 pairs"] = (partial(from_print, n=300, p=".036"), 5)
    return [
        {"what": f"{what}, seconds", "value": _seconds(call, refused=what.endswith("refused")), "at most": most}
        for what, (call, most) in rows.items()
    ]


def _unconditional(n):
    """The p-value of one table of ``n`` pairs, of whom two fifths change."""
    return mcnemar([[3 * n // 10, n // 5], [n // 5 + int(n**0.5), n - 7 * n // 10 - int(n**0.5)]], "unconditional")


def _unlike(tables):
    """So many tables of 1,000 pairs and more, no two of one size."""
    return np.array([[500, 30], [45, 425]]) + np.arange(tables)[:, None, None] * np.array([[1, 0], [0, 0]])


def _moves(answers):
    """A square table in which some people moved between each two answers, more up than down."""
    row, column = np.indices((answers, answers))
    return (row + 2 * column) % 3 + (row < column)


def _seconds(call, refused):
    """Seconds that a call takes; where it is to be refused, until it is."""
    started = time.perf_counter()
    try:
        call()
    except TooLongError:
        assert refused
    else:
        assert not refused
    return time.perf_counter() - started
