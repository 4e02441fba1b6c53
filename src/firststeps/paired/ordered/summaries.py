"""Frames of one ordered question: its tests side by side, and how many people gave each answer at either wave."""

import pandas as pd

from firststeps.paired.many_waves.categories import bhapkar_categories, bowker, stuart_maxwell
from firststeps.paired.ordered.counting import OrderedLike, as_ordered
from firststeps.paired.ordered.homogeneity import marginal_homogeneity, symmetry
from firststeps.paired.ordered.sign import sign_test
from firststeps.paired.ordered.signed_rank import signed_rank
from firststeps.paired.results import frame

DIRECTION, DISTANCE, NEITHER = "direction", "direction and distance", "neither: answers as categories"
TESTS = (  # name, what it heeds of two answers, and the test
    ("sign test, exact", DIRECTION, sign_test),
    ("sign test, mid-p", DIRECTION, lambda counts: sign_test(counts, "mid-p")),
    ("signed ranks, exact, noughts left out", DISTANCE, lambda counts: signed_rank(counts, "auto")),
    ("signed ranks, exact, noughts ranked", DISTANCE, lambda counts: signed_rank(counts, "auto", noughts="pratt")),
    ("mean change, exact permutation", DISTANCE, lambda counts: marginal_homogeneity(counts, "values")),
    ("same margins, exact", NEITHER, marginal_homogeneity),
    ("same margins, Stuart–Maxwell", NEITHER, lambda counts: stuart_maxwell(counts.square)),
    ("same margins, Bhapkar", NEITHER, lambda counts: bhapkar_categories(counts.square)),
    ("symmetry, exact", NEITHER, symmetry),
    ("symmetry, Bowker", NEITHER, lambda counts: bowker(counts.square)),
)


def ordered_tests(counts: OrderedLike) -> pd.DataFrame:
    """Give the tests of an ordered question side by side: a DataFrame with a row a test.

    Columns are ``test``, ``heeds`` (what it heeds of a person's two answers), ``p``, and ``problem``, why there is no
    p, empty where there is one. They ask different questions, so that their p-values differ; the first one decides.

    >>> ordered_tests([[2, 6, 3], [1, 4, 5], [0, 1, 3]])[["test", "p"]].round(4).head(3)
                                        test       p
    0                       sign test, exact  0.0042
    1                       sign test, mid-p  0.0023
    2  signed ranks, exact, noughts left out  0.0028
    """
    counts, rows = as_ordered(counts), []
    for name, heeds, test in TESTS:
        try:
            result = test(counts)
            p, problem = result.pvalue, result.problem
        except ValueError as fault:  # more tables, or people, than an exact test can go through
            p, problem = None, str(fault)
        rows.append((name, heeds, p, problem))
    columns = dict(zip(("test", "heeds", "p", "problem"), zip(*rows, strict=True), strict=True))
    return frame({name: list(values) for name, values in columns.items()}, {"p": "p-value"})


def ordered_margins(counts: OrderedLike) -> pd.DataFrame:
    """Give how many of the people who answered twice gave each answer: a DataFrame with ``answer``, first and second.

    >>> ordered_margins([[2, 6], [1, 4]])
       answer  before  after
    0       1       8      3
    1       2       5     10
    """
    counts = as_ordered(counts)
    first, second = counts.waves
    columns = {"answer": counts.answers, first: counts.square.sum(axis=1), second: counts.square.sum(axis=0)}
    return frame({name: list(values) for name, values in columns.items()}, {})
