"""Nothing runs away: what used to take long without a word, and that what still would is refused at once."""

import time
from functools import partial

from firststeps.paired.planning.cost import TooLongError
from firststeps.paired.planning.coverage import coverage
from firststeps.paired.planning.operating import largest_size
from firststeps.paired.planning.power import power
from firststeps.paired.planning.samplesize import sample_size
from firststeps.paired.published.reverse import readings_of_p
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
    if not small:
        rows["every reading of a printed p-value, 300 pairs"] = (partial(readings_of_p, "0.043", 300), TEN)
    return [
        {"what": f"{what}, seconds", "value": _seconds(call, refused=what.endswith("refused")), "at most": most}
        for what, (call, most) in rows.items()
    ]


def _unconditional(n):
    """The p-value of one table of ``n`` pairs, of whom two fifths change."""
    return mcnemar([[3 * n // 10, n // 5], [n // 5 + int(n**0.5), n - 7 * n // 10 - int(n**0.5)]], "unconditional")


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
