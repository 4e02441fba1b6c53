"""A result made by hand holds no number that no such result can have: it is refused when it is made, in a sentence."""

import dataclasses
import functools
import inspect
import pickle
import pkgutil
import typing
from importlib import import_module

import numpy as np
import pytest

from firststeps import paired
from firststeps.paired.missing.assumptions import count_responses
from firststeps.paired.missing.likelihood import maximum_likelihood
from firststeps.paired.missing.tipping import Conclusion
from firststeps.paired.ordered.counting import OrderedCounts
from firststeps.paired.published.reverse import Reading
from firststeps.paired.published.same_people import Behind
from firststeps.paired.results import Estimate, TestResult
from tests.paired.faces import CALLS

NO_NUMBER = ["x", float("nan"), np.array([0.2, np.nan]), object(), [None], 1j]
NO_COUNT = [*NO_NUMBER, -1, 2.5, float("inf"), [3]]
SPEAKS_OF_NONE = {"Conclusion", "Printed", "Question", "Share", "Stated", "Statistic"}  # rules and printed words
BESIDE = {
    "Counts",
    "OrderedCounts",
    "OrderedComparison",
    "PairedComparison",
    "Summary",
}
ODD = {"probability_gain", "adjusted", "power", "pvalue", "joint_pvalue", "probability", "proportions", "level"}


@functools.cache
def results():
    """One result of each class of the wing, as the functions of the face give it."""
    every = {}

    def take(value):
        """Keep what is a result, and what is within it."""
        if isinstance(value, (list, tuple)) and len(value) < 50:
            [take(one) for one in value]
        elif isinstance(value, dict):
            [take(one) for one in value.values()]
        elif dataclasses.is_dataclass(value) and type(value).__name__ not in {"type", *every}:
            every[type(value).__name__] = value
            [take(getattr(value, field.name)) for field in dataclasses.fields(value)]

    for name, arguments in CALLS.items():
        take(getattr(paired, name)(**arguments))
    take([Reading("exact", "two-sided", np.array([[1, 7]])), count_responses([[5, 1, 2], [2, 3, 1], [4, 0, 2]])])
    take([maximum_likelihood([[5, 1, 2], [2, 3, 1], [4, 0, 2]]), Behind(None, None)])
    return every


def classes():
    """Every dataclass of the wing that holds something, by name."""
    modules = [import_module(one.name) for one in pkgutil.walk_packages(paired.__path__, "firststeps.paired.")]
    for module in modules:
        for name, kind in vars(module).items():
            here = inspect.isclass(kind) and dataclasses.is_dataclass(kind) and kind.__module__ == module.__name__
            if here and name != "TableResult":
                yield name, kind


CLASSES = dict(classes())
NUMERIC = [
    (name, field.name, kinds)
    for name, kind in sorted(CLASSES.items())
    for field in dataclasses.fields(kind)
    if name not in SPEAKS_OF_NONE | BESIDE
    and typing.get_origin(field.type) not in (tuple, dict)
    and (kinds := set(typing.get_args(field.type) or (field.type,)) & {int, float, np.ndarray})
]


def test_every_class_of_results_is_among_them():
    """Each has an instance that a function of the face gives, but for what is within others."""
    assert set(CLASSES) == set(results()) | SPEAKS_OF_NONE
    assert len(NUMERIC) > 60


@pytest.mark.parametrize(("name", "field", "kinds"), NUMERIC, ids=lambda part: str(part)[:40])
def test_what_is_no_number_is_no_field_of_a_result(name, field, kinds):
    """Neither NaN nor text, where a count is meant neither half a person nor -1; a p-value is no 1.5."""
    one = results()[name]
    assert dataclasses.replace(one) is not one
    unknown = field in getattr(type(one), "unknown", ())
    wrong = [x for x in (NO_COUNT if int in kinds else NO_NUMBER) if not (unknown and np.any(x != x))]
    if kinds == {np.ndarray} and field in ("conclusion", "verdict", "table"):
        wrong = [x for x in wrong if not isinstance(x, str)][3:]
    for value in [*wrong, *([1.5, -0.1] if field in ODD else [])]:
        with pytest.raises(ValueError, match="; found "):
            dataclasses.replace(one, **{field: value})


COUNTS = dict(
    moves=np.diag([4, 3, 0]), answers=(1, 2), values=[1.0, 2.0], better="higher", closed=True, waves=("a", "b")
)


@pytest.mark.parametrize(
    ("part", "value", "fault"),
    [
        ("moves", np.diag([4, -3, 0]), "negative"),
        ("moves", np.diag([4, 2.5, 0]), "not whole"),
        ("moves", np.diag([4, 3]), r"3 rows and columns, missing last; found shape \(2, 2\)"),
        ("moves", "x", "holds counts; found entries of type"),
        ("answers", ("yes", "YES "), "once; found 'yes', 'YES '"),
        ("answers", 2, "in a tuple, lowest first"),
        ("values", [1.0, np.nan], "one value, a number"),
        ("values", [2.0, 1.0], "rise from the lowest .* say better='lower'"),
        ("values", ["a", "b"], "one value, a number"),
        ("better", "up", "'higher' or 'lower'; found 'up'"),
        ("closed", "no", "True or False"),
        ("waves", ("a",), "one name; found"),
        ("waves", (1, 2), "one name; found"),
    ],
)
def test_ordered_counts_by_hand_are_counts(part, value, fault):
    """Each of their parts is held against the others when they are made."""
    assert OrderedCounts(**COUNTS).heard == 7
    with pytest.raises(ValueError, match=fault):
        OrderedCounts(**COUNTS | {part: value})


def test_numbers_in_a_falling_order_are_refused():
    """Improved by their order and worse by their size, they made the sign test and Wilcoxon's contradict each other."""
    with pytest.raises(ValueError, match="better='lower'"):
        paired.count_ordered([3, 3, 2], [1, 2, 1], order=[3, 2, 1])
    counts = paired.count_ordered([3, 3, 2], [1, 2, 1], order=[1, 2, 3], better="lower")
    tests = [paired.sign_test(counts, "exact", "greater"), paired.signed_rank(counts, "exact", "greater")]
    assert [test.pvalue for test in tests] == [1 / 8, 1 / 8]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (dict(level=95), "confidence level"),
        (dict(level=0.4), "between 0.5 and 1"),
        (dict(test=0.03), "test is of the kind TestResult; found 0.03"),
        (dict(similarity=0.03), "similarity is of the kind MarginResult or None"),
        (dict(counts=[[1, 1], [7, 12]]), "counts is of the kind Counts"),
        (dict(test=paired.mcnemar([[1, 1], [8, 12]])), "made of one table"),
        (dict(odds_ratio=paired.odds_ratio([[1, 2], [7, 12]])), "made of one table"),
    ],
)
def test_a_comparison_by_hand_is_one_of_one_table(change, fault):
    """Its parts are of their kinds, and of the same people."""
    compared = paired.compare([[1, 1], [7, 12]], margin=0.1)
    assert repr(dataclasses.replace(compared)) == repr(compared)
    with pytest.raises(ValueError, match=fault):
        dataclasses.replace(compared, **change)


def test_an_ordered_comparison_by_hand_is_one_of_the_same_people():
    """The same, of ordered answers."""
    compared = paired.compare_ordered([[4, 2], [3, 5]])
    assert repr(dataclasses.replace(compared)) == repr(compared)
    for change, fault in (
        (dict(level=95), "confidence level"),
        (dict(test=paired.mcnemar([[4, 2], [3, 5]])), "test is of the kind OrderedResult"),
        (dict(test=paired.sign_test([[4, 2], [3, 6]])), "the same 14 people; found parts of 15"),
    ):
        with pytest.raises(ValueError, match=fault):
            dataclasses.replace(compared, **change)


@pytest.mark.parametrize(("estimate", "unit"), [(1.2, "points"), (-0.1, "ratio"), (2, "coefficient"), (1, "people")])
def test_an_estimate_lies_within_its_unit(estimate, unit):
    """No difference of proportions is above 1, and no ratio below 0."""
    with pytest.raises(ValueError, match=r"found -?[0-9.]+\.|no method"):
        Estimate(estimate, "some measure", "some method", lambda level: (0, 1), unit=unit)


def test_the_alarms_of_an_impossible_p_are_of_the_face():
    """What a reader sees names the class and the field."""
    with pytest.raises(ValueError, match=r"^TestResult: pvalue is from 0 to 1; found 1.5.$"):
        TestResult(4.0, 1.5, "asymptotic McNemar", "two-sided")


def test_results_can_be_pickled():
    """As a pool of processes or a cache on disk does with them; what comes back prints the same and can be asked."""
    assert {"MedianChange", "OrderedComparison", "Prospects"} <= set(results())
    results_and_rules = [*results().values(), paired.significance(method="boschloo"), paired.verdict(margin=0.1)]
    for one in results_and_rules:
        back = pickle.loads(pickle.dumps(one))
        assert type(back) is type(one)
        if not isinstance(one, Conclusion):
            assert repr(back) == repr(one)
        if hasattr(one, "confidence_interval"):
            assert back.confidence_interval(0.8) == one.confidence_interval(0.8)
    few, rule = [[[1, 0], [4, 0]], [[1, 0], [9, 0]]], pickle.loads(pickle.dumps(paired.significance()))
    assert rule.of(few).tolist() == [0, 1]
