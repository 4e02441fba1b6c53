"""Planning: the published study of 9,595 scenarios, power and sample size, with the memory they need."""

import time
import tracemalloc

import numpy as np
from scipy.stats import binomtest, multinomial

from firststeps.paired.families import FAMILIES
from firststeps.paired.planning import rejection, samplesize, similarity
from firststeps.paired.planning.kept import working_out
from firststeps.paired.planning.level import fagerland
from firststeps.paired.planning.level.operating import largest_size
from firststeps.paired.planning.power import power
from firststeps.paired.planning.samplesize import sample_size
from firststeps.paired.planning.similarity import similarity_sample_size
from firststeps.paired.two_waves.balance import _known
from firststeps.responses.counting.planning import numbers_of_every_study


def measure(small=False):
    """Rows of what was measured, each seconds, megabytes or a ratio of this one run."""
    if small:
        tenth = _seconds(lambda: [fagerland.type_one_errors(method, sizes=(20, 80)) for method in fagerland.TESTS])
        return [
            {"what": "1,010 scenarios, four tests, seconds", "value": tenth, "at most": 0.5},
            {"what": "all that no study changes, seconds", "value": _seconds(_for_every_study), "at most": 5},
            {"what": "support for similarity, five proportions who change, seconds", "value": _similar(), "at most": 5},
        ]
    four, unconditional = _seconds(_scenarios), _seconds(_unconditional)
    one, plain = _seconds(lambda: power(26, 0.2, 0.3, "exact")), _seconds(lambda: _plain_power(26, 0.2, 0.3))
    return [
        {"what": "9,595 scenarios, four tests, seconds", "value": four, "at most": 3},
        {"what": "the unconditional test too, every n to 100, seconds", "value": four + unconditional, "at most": 60},
        {"what": "all that no study changes, seconds", "value": _seconds(_for_every_study), "at most": 5},
        {"what": "support for similarity, five proportions who change, seconds", "value": _similar(), "at most": 5},
        {"what": "9,595 scenarios, four tests, peak megabytes", "value": _megabytes(_scenarios)},
        {"what": "the unconditional test, every n to 100, peak megabytes", "value": _megabytes(_unconditional)},
        {"what": "exact power at n = 26: plain sum with SciPy / ours", "value": plain / one, "at least": 20},
        {"what": "sample size for 10 points, 30 % change, seconds", "value": _seconds(_sample_size)},
        {"what": "sample size for 10 points, 30 % change, peak megabytes", "value": _megabytes(_sample_size)},
        {"what": "largest size at n = 1,000 / at n = 100", "value": _growth(_largest_size, 1000, 100)},
    ]


def _scenarios():
    """The type I error rates of the four published tests."""
    return [fagerland.type_one_errors(method) for method in fagerland.TESTS]


def _similar():
    """Seconds for the numbers of people that support similarity, by every family, as notebook 07 asks."""
    _forget()
    started = time.perf_counter()
    with working_out():
        for family in FAMILIES:
            for discordance in (0.0, 0.05, 0.1, 0.15, 0.2):
                similarity_sample_size(discordance, 0.1, family=family)
    return time.perf_counter() - started


def _unconditional():
    """Those of the unconditional test, for every number of people to 100."""
    return fagerland.type_one_errors("unconditional", sizes=range(1, 101))


def _sample_size():
    """One plan."""
    _forget()
    with working_out():
        return sample_size(0.1, 0.3)


def _for_every_study():
    """The scenarios, curves and numbers of people that are kept, as if nothing were known of them."""
    _forget()
    numbers_of_every_study()


def _forget():
    """Forget what plans have asked for before."""
    for remembered in (samplesize._sample_size.__wrapped__, similarity._sample_size.__wrapped__, _known):
        remembered.cache_clear()


def _largest_size(n):
    """The largest size of the exact test, worked out."""
    with working_out():
        return largest_size(n)


def _plain_power(n, difference, discordance):
    """Power of the exact test as one would write it down: a p-value and a probability for each table."""
    cells = [(discordance - difference) / 2, (discordance + difference) / 2, 1 - discordance]
    tables = [(b, c) for b in range(n + 1) for c in range(n + 1 - b) if b + c]
    rejected = [(b, c, n - b - c) for b, c in tables if binomtest(b, b + c).pvalue <= 0.05]
    return multinomial.pmf(np.array(rejected), n, cells).sum()


def _growth(function, large, small):
    """How many times as long a function takes at ``large`` as at ``small``."""
    return _seconds(lambda: function(large)) / _seconds(lambda: function(small))


def _seconds(function):
    """The least seconds of three runs, each with nothing kept from before."""
    times = []
    for _ in range(3):
        rejection._critical_counts.cache_clear()
        started = time.perf_counter()
        function()
        times.append(time.perf_counter() - started)
    return min(times)


def _megabytes(function):
    """The peak of memory that a function takes, with nothing kept from before."""
    rejection._critical_counts.cache_clear()
    tracemalloc.start()
    function()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6
