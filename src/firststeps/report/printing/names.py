"""What readers see in place of the short ids of functions: the names of methods."""

from firststeps.paired.two_waves.difference import METHODS as INTERVALS
from firststeps.report.printing import wording

# The intervals of the difference say their own names; "wald" or "unconditional" is the same for a ratio or a test.
METHODS = {method: interval.name for method, interval in INTERVALS.items()} | {
    "clopper-pearson": "Clopper–Pearson",
    "blaker": "Blaker",
    "wilson": "Wilson",
    "wilson-cc": "Wilson, continuity-corrected",
    "mover-newcombe": "MOVER, Newcombe's correlation",
    "boschloo": "exact unconditional, Boschloo's order",
    "continuity": "continuity-corrected",
    "n-1": "asymptotic, n − 1",
    "z8": "Derrick's z8",
    "choi-stablein": "Choi–Stablein",
    "ekbohm": "Ekbohm",
    "liang-zeger": "Liang–Zeger",
    "kauermann-carroll": "Kauermann–Carroll",
    "mancl-derouen": "Mancl–DeRouen",
}


def method_name(method):
    """The name by which readers know a method of ``firststeps.paired``; what needs no other name keeps its own.

    >>> method_name("fay-lumbard"), method_name("mid-p")
    ('Fay–Lumbard', 'mid-p')
    """
    return METHODS.get(method, method)


def rule_in_words(family, alpha=0.05, margin=None):
    """The rule by which a verdict is given: the test, the interval that agrees with it and, if given, the margin.

    ``family`` is one of ``firststeps.paired.families``, by its test and interval; ``alpha`` is 1 - level.

    >>> print(rule_in_words(("exact", "fay-lumbard", "clopper-pearson"), margin=0.1))
    exact McNemar test at 0.05; similar where the 90% Fay–Lumbard interval lies within 10 percentage points
    >>> print(rule_in_words(("mid-p", "fay-lumbard-mid-p", "mid-p"), 0.1))
    mid-p McNemar test at 0.1
    """
    test, interval, _ = family
    rule = f"{method_name(test)} McNemar test at {alpha:g}"
    if margin is None:
        return rule
    inner = f"the {wording.confidence(1 - 2 * alpha)} {method_name(interval)} interval"
    return f"{rule}; similar where {inner} lies within {wording.points(margin, sign=False)}"
