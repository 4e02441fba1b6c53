"""Which test and which interval agree, and which of them decide.

Three families answer the same question, each with a test of no change, an interval of the difference that leaves out 0
just where the test rejects at 1 - level, and an equivalence test that rejects just where the interval at 2 level - 1
lies within the margins. Taken from one family, test and interval cannot contradict each other; taken from two they can.
Where p is 1 - level to its last digit, as of five gains and no loss p = 1/16 at level 15/16, 0 is the limit itself.
The mid-p family does so at levels above 1/4: where as many gain as lose, McNemar's mid-p (Fagerland, Lydersen & Laake
2013) is 1 less half the probability of that, at least 3/4, though 0 is then the middle of the interval.

The *exact* family decides. It keeps its promise for any number of people (the test by its construction, the interval
and the equivalence test as conjectured and calculated by Fay & Lumbard 2021), it is quickly worked out for any table,
and it needs no search over what is unknown. Its price is caution: it errs less often than it may and finds less than it
could. The mid-p family gives that caution away on the average, the score family trusts a normal curve; both may stand
beside it, named.
"""

from typing import NamedTuple

from firststeps.paired.results import choose


class Family(NamedTuple):
    """The methods of a family: of ``mcnemar``, of ``difference`` and ``equivalence``, and of ``odds_ratio``."""

    test: str
    interval: str
    odds_ratio: str


FAMILIES = {
    "exact": Family("exact", "fay-lumbard", "clopper-pearson"),
    "mid-p": Family("mid-p", "fay-lumbard-mid-p", "mid-p"),
    "score": Family("asymptotic", "tango", "wilson"),
}
DECIDES = "exact"


def family(name: str = DECIDES) -> Family:
    """The methods of the family ``name``; raises ValueError for one that there is not.

    >>> family("score")
    Family(test='asymptotic', interval='tango', odds_ratio='wilson')
    """
    return choose(FAMILIES, name)
