"""No hidden count can be worked out: each release is attacked by listing every table that agrees with it."""

import shutil
from itertools import product

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from firststeps.__main__ import main
from firststeps.report.disclosure import HIDDEN, margins, protect
from firststeps.responses.cleaning import clean
from firststeps.responses.writing import write_clean
from firststeps.study import Study, compendium_root

TWO_BY_TWO = margins((2, 2))
COUNTS = st.lists(st.integers(0, 14), min_size=4, max_size=4).map(lambda cells: np.array(cells).reshape(2, 2))


def possible_values(release, facts, shape, largest):
    """For each hidden fact the counts it has in the tables (cells up to ``largest``) that agree with what is shown."""
    tables = np.array(list(product(range(largest + 1), repeat=int(np.prod(shape)))))
    agree = np.full(len(tables), True)
    sums = {fact: tables[:, mask.ravel()].sum(axis=1) for fact, mask in facts.items()}
    for fact, value in release.shown.items():
        if value is not None:
            nearest = (sums[fact] + release.rounding // 2) // release.rounding * release.rounding
            agree &= (sums[fact] >= release.threshold) & (nearest == value)
    return {fact: set(sums[fact][agree]) for fact, value in release.shown.items() if value is None}


@settings(max_examples=25, deadline=None)
@given(COUNTS, st.sampled_from([(3, 1), (5, 1), (10, 1), (10, 5), (5, 3)]))
def test_no_hidden_count_of_a_paired_table_can_be_worked_out(counts, rule):
    """Every margin, and the total, is in the release, and still each hidden count has several possible values."""
    release = protect(counts, TWO_BY_TWO, *rule)
    for fact, values in possible_values(release, TWO_BY_TWO, (2, 2), 16).items():
        assert counts[TWO_BY_TWO[fact]].sum() in values
        assert len(values) > 1


@settings(max_examples=15, deadline=None)
@given(COUNTS, st.sampled_from([(5, 1), (10, 5)]))
def test_what_is_shown_is_large_enough_and_near(counts, rule):
    threshold, rounding = rule
    release = protect(counts, TWO_BY_TWO, threshold, rounding)
    for fact, value in release.shown.items():
        true = counts[TWO_BY_TWO[fact]].sum()
        assert value is None or (true >= threshold and abs(value - true) <= rounding // 2)


def test_a_hidden_cell_takes_others_with_it():
    """The textbook case: with margins shown exactly, one hidden cell alone is found by subtraction."""
    release = protect([[3, 20], [30, 40]], TWO_BY_TWO, threshold=10, rounding=1)
    hidden = [fact for fact, value in release.shown.items() if value is None]
    assert ((0, 0), (1, 0)) in hidden
    assert len(hidden) > 1


def test_large_counts_are_shown_as_they_are():
    release = protect([[30, 20], [30, 40]], TWO_BY_TWO, threshold=10, rounding=1)
    assert release.print(()) == "120"
    assert None not in release.shown.values()


def test_four_waves_of_thirty_people():
    """The course of the root study: nearly every cell is small; the release holds and the total is shown."""
    counts = np.random.default_rng(4).multinomial(30, np.full(81, 1 / 81)).reshape((3,) * 4)
    release = protect(counts, margins(counts.shape), threshold=10, rounding=5)
    assert release.print(()) in ("about 30", HIDDEN)
    assert all(release.print(fact) == HIDDEN for fact, mask in margins(counts.shape).items() if counts[mask].sum() < 10)


def test_a_percentage_comes_from_shown_counts_only():
    release = protect([[3, 20], [30, 40]], TWO_BY_TWO, threshold=10, rounding=5)
    assert release.percent(((0, 0), (1, 0)), ()) is None
    assert release.percent(((0, 0), (1, 1)), ()) == pytest.approx(20 / 95)


def test_a_threshold_of_nothing_is_refused():
    with pytest.raises(ValueError, match="1 or more"):
        protect([[1, 2], [3, 4]], TWO_BY_TWO, threshold=0)


def test_the_release_of_a_study_shows_no_small_count(tmp_path):
    """The command writes one file; every count below the threshold is hidden in it."""
    place = tmp_path / "study"
    ignored = shutil.ignore_patterns("build", "clean", "figures")
    shutil.copytree(compendium_root() / "studies" / "long-follow-up", place, ignore=ignored)
    study = Study.load(place)
    write_clean(study, clean(study))
    done = CliRunner().invoke(main, ["release", "--study", str(place)])
    assert done.exit_code == 0, done.output
    released = pd.read_csv(place / "release" / "counts.csv", dtype=str)["people"]
    numbers = released[released != HIDDEN].str.removeprefix("about ").astype(int)
    assert (numbers >= 10).all() and (numbers % 5 == 0).all()
    assert (released == HIDDEN).any()
