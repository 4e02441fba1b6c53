"""The wing can be lifted out: what it imports, that its map is right, and what no method may take for a count."""

import ast
import importlib
import inspect
import re
from pathlib import Path

import numpy as np
import pytest

from firststeps import paired
from firststeps.paired.families import DECIDES, family
from firststeps.paired.many_waves.categories import bowker
from firststeps.paired.many_waves.cochran import cochran_q
from firststeps.paired.two_waves.difference import difference
from firststeps.paired.two_waves.equivalence import equivalence
from firststeps.paired.two_waves.mcnemar import mcnemar
from firststeps.paired.two_waves.odds_ratio import odds_ratio
from firststeps.paired.two_waves.posterior import posterior
from firststeps.paired.two_waves.ratio import ratio

FOLDER = Path(paired.__file__).parent
OUTSIDE = {"numpy", "pandas", "scipy", "statsmodels"}
INSIDE = {"abc", "collections", "contextlib", "dataclasses", "fractions", "functools", "itertools", "math", "typing"}
INSIDE |= {"re", "shlex", "ast", "html", "importlib", "pkgutil", "sys", "textwrap", "warnings"}
INSIDE |= {"hashlib", "json", "pathlib"}  # for the numbers that are kept
FUNCTIONS = [mcnemar, difference, ratio, odds_ratio, posterior, lambda table: equivalence(table, 0.1), bowker]


def imported(file):
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            at_top = node.module == "firststeps"
            yield from (f"firststeps.{name.name}" for name in node.names) if at_top else [node.module]
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


@pytest.mark.parametrize("file", sorted(FOLDER.rglob("*.py")), ids=lambda file: str(file.relative_to(FOLDER)))
def test_a_room_imports_numpy_scipy_pandas_statsmodels_and_its_wing(file):
    for name in imported(file):
        within = name.startswith("firststeps.paired") or name in ("firststeps.digits", "firststeps.face")
        assert within or name.split(".")[0] in OUTSIDE | INSIDE


def public_functions():
    """Every public function and method of the wing, with its name."""
    for file in sorted(FOLDER.rglob("[a-z]*.py")):
        name = ".".join(("firststeps.paired", *file.relative_to(FOLDER).with_suffix("").parts))
        room = importlib.import_module(name)
        for kind in (entry for entry in vars(room).values() if getattr(entry, "__module__", "") == name):
            for function in vars(kind).values() if inspect.isclass(kind) else [kind]:
                if inspect.isfunction(function) and not function.__name__.startswith("_"):
                    yield f"{name}.{function.__qualname__}", function


def test_what_is_not_said_means_the_same_everywhere():
    """The same level, significance, waves and target in every function, and methods of the family that decides."""
    usual = {"level": 0.95, "alpha": 0.05, "target": 0.8, "alternative": "two-sided", "null": 1, "berger_boos": 0}
    usual |= {"first": 0, "second": 1, "wave": 0, "family": DECIDES, "difference": 0}
    others = {"ratio": "score", "ratio_coverage": "score", "partially_paired": "z8"}  # they have no exact method
    others |= {"clustered_difference": "obuchowski", "false_alarms_in_groups": "mid-p"}
    last = {"Counts.pair": -1}  # of all its waves, the last
    nothing = {"difference_test": 0}  # no change, as a difference; elsewhere a ratio of 1
    seen = set()
    for name, function in public_functions():
        for parameter in inspect.signature(function).parameters.values():
            if parameter.default is inspect.Parameter.empty:
                continue
            if function.__name__ == "from_print" and parameter.name in ("first", "second"):
                continue  # printed numbers, not waves
            seen.add(parameter.name)
            if parameter.name == "method":
                assert parameter.default in (*family(DECIDES), others.get(function.__name__)), name
            elif parameter.name == "level" and parameter.default is None:
                assert function.__name__ in ("confidence_interval", "frame"), name  # the level that a result carries
            elif parameter.name in usual:
                wanted = last.get(function.__qualname__, 1) if parameter.name == "second" else usual[parameter.name]
                wanted = nothing.get(function.__name__, 1) if parameter.name == "null" else wanted
                assert parameter.default == wanted, (name, parameter.name)
    assert seen > {"method", *usual}


def test_the_map_is_the_face():
    """Every name in the page at the top of the wing can be called, and every name of the face stands there."""
    entries = re.search(r"^From answers$(.*?)^Each name stands", paired.__doc__, re.M | re.S)[1]
    names = re.findall(r"``(\w+)``", entries)
    assert len(names) == len(set(names))
    assert set(names) == set(paired.__all__)
    assert all(callable(getattr(paired, name)) for name in names)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize(
    "table, fault",
    [
        ([[1, -2], [3, 4]], r"negative at index \(0, 1\)"),
        ([[1, 2.5], [3, 4]], r"not whole at index \(0, 1\)"),
        ([[1, 2], [np.nan, 4]], r"missing or infinite at index \(1, 0\)"),
        ([[1, 2], [3, np.inf]], r"missing or infinite at index \(1, 1\)"),
        (np.ma.masked_equal([[1, 2], [3, 4]], 3), r"missing or infinite at index \(1, 0\)"),
        ([[1e300, 2], [3, 4]], r"above 1,000,000,000 at index \(0, 0\)"),
        ([["1", "2"], ["3", "4"]], "found entries of type"),
        ([1, 2, 3, 4], "found shape"),
        ([[0, 0], [0, 0]], "n = 0"),
    ],
)
def test_what_is_no_table_of_counts_is_refused_in_words(function, table, fault):
    with pytest.raises(ValueError, match=fault):
        function(table)


def test_of_several_tables_the_faulty_one_is_named():
    with pytest.raises(ValueError, match=r"no pairs \(n = 0\) at index \(1, 0\)"):
        mcnemar([[[[1, 2], [3, 4]]], [[[0, 0], [0, 0]]]])
    with pytest.raises(ValueError, match="rows of different lengths"):
        difference([[1, 2], [3]])


@pytest.mark.parametrize("kind", [bool, float, np.uint8, np.int16])
def test_whole_numbers_of_any_kind_are_counts(kind):
    table = np.array([[1, 0], [1, 1]], dtype=kind)
    for function in (mcnemar, difference, ratio, odds_ratio):
        assert repr(function(table)) == repr(function(table.astype(int)))


def test_no_tables_give_no_results():
    none = np.zeros((0, 2, 2), dtype=int)
    assert mcnemar(none).pvalue.shape == difference(none).confidence_interval().low.shape == (0,)


def test_masked_patterns_are_refused():
    with pytest.raises(ValueError, match="response pattern count is missing"):
        cochran_q(np.ma.masked_equal(np.arange(9).reshape(3, 3), 4))


@pytest.mark.parametrize(
    "test",
    [
        lambda table: paired.stuart_maxwell(table),
        lambda table: paired.bowker(table),
        lambda table: paired.bhapkar_categories(table),
        lambda table: paired.sign_test(table),
        lambda table: paired.symmetry(table),
        lambda table: paired.compare_groups(table, table[::-1], "score"),
        lambda table: paired.mcnemar(table),
        lambda table: paired.cochran_q(np.pad(table, (0, 1)), "asymptotic"),
        lambda table: paired.bhapkar(np.pad(table, (0, 1))),
        lambda table: paired.partially_paired(np.pad(table, (0, 1))),
        lambda table: paired.likelihood_ratio(np.pad(table, (0, 1))),
    ],
)
def test_no_p_value_is_nought(test):
    """Nine thousand of eighteen gained and ten lost: p is below 1e-2000, which no float holds; 5e-324 is above it."""
    assert test(np.array([[5000, 10], [9000, 4000]])).pvalue == 5e-324


def test_no_p_value_of_a_model_is_nought():
    """The joint one of the conditional logit, by likelihood; Wald's has no such table, as its error grows too."""
    assert paired.conditional_logit([[5000, 10, 0], [9000, 4000, 0], [0, 0, 0]]).joint_pvalue == 5e-324
