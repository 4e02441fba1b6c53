"""Counting by pandas, by DuckDB and by a Dask cluster gives one and the same table."""

from collections import Counter
from itertools import product

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from firststeps.__main__ import main
from firststeps.paired.patterns import ANSWERS
from firststeps.responses.cleaning.clean import clean
from firststeps.responses.counting.patterns import count_patterns
from firststeps.responses.large.clean_file import count_file
from firststeps.study import Study

WAVES = ["start", "end", "later"]
SAID = st.tuples(*[st.sampled_from(["yes", "no", "", None])] * len(WAVES))


def tidy(people):
    """Tidy responses of people whose answers are given a wave each; None is a row that is not there."""
    rows = [
        (f"P{i:03d}", wave, item, said if item == "ips" else "yes")
        for i, answers in enumerate(people)
        for wave, said in zip(WAVES, answers, strict=True)
        for item in ("ips", "other")
        if said is not None
    ]
    return pd.DataFrame(rows, columns=["participant", "wave", "item", "answer"], dtype="str")


def by_hand(people):
    """The same counts, one person after the other."""
    seen = Counter(tuple(said or "missing" for said in person) for person in people if set(person) != {None})
    return np.array([seen[pattern] for pattern in product(ANSWERS, repeat=len(WAVES))]).reshape((3,) * len(WAVES))


@settings(max_examples=40, deadline=None)
@given(st.lists(SAID, min_size=1, max_size=30))
def test_pandas_counts_as_by_hand(people):
    np.testing.assert_array_equal(count_patterns(tidy(people), WAVES, "ips"), by_hand(people))


@pytest.fixture(scope="module")
def people():
    chance = np.random.default_rng(5)
    return [
        tuple(person)
        for person in chance.choice(np.array(["yes", "no", "", None], dtype=object), size=(500, len(WAVES)))
    ]


@pytest.fixture(scope="module", params=["csv", "parquet"])
def clean_file(request, people, tmp_path_factory):
    path = tmp_path_factory.mktemp("clean") / f"responses.{request.param}"
    frame = tidy(people)
    frame.to_csv(path, index=False) if request.param == "csv" else frame.to_parquet(path)
    return path


def test_duckdb_counts_the_same(clean_file, people):
    np.testing.assert_array_equal(count_file(clean_file, WAVES, "ips"), by_hand(people))


def test_duckdb_counts_some_waves_in_any_order(clean_file, people):
    expected = by_hand([(person[2], person[0], None) for person in people]).sum(axis=2)
    np.testing.assert_array_equal(count_file(clean_file, ["later", "start"], "ips"), expected)


@pytest.fixture(scope="module")
def scheduler():
    """The address of a local cluster with two workers."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        yield cluster.scheduler_address


def test_a_cluster_of_two_workers_counts_the_same(clean_file, people, scheduler):
    np.testing.assert_array_equal(count_file(clean_file, WAVES, "ips", scheduler), by_hand(people))


@pytest.mark.parametrize("how", ["given", "clean", "cluster"])
def test_the_command_writes_the_patterns_of_cleaning(how, small, tmp_path, request):
    """The given file as a stream, or a clean file by DuckDB or by a cluster: one patterns.csv."""
    study = Study.load(small.write().folder)
    cleaned = clean(study)
    cleaned.responses.to_parquet(tmp_path / "clean.parquet")
    options = [] if how == "given" else ["--clean", str(tmp_path / "clean.parquet")]
    options += ["--scheduler", request.getfixturevalue("scheduler")] if how == "cluster" else []
    done = CliRunner().invoke(main, ["count", "--study", str(small.folder), *options])
    assert (done.exit_code, done.output.split(";")[0]) == (0, "Counted 3 people"), done.output
    written = pd.read_csv(study.clean / "patterns.csv", dtype="str")
    assert written.to_numpy().tolist() == cleaned.patterns.astype("str").to_numpy().tolist()
