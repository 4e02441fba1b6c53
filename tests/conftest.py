"""Hypothesis searches anew at each run on a person's machine; where CI says so it searches the same way each time.

A submission then passes or fails for what it changed, not for what a random search found in older code that day, and
nowhere for how long an example took: the machine may be busy.
"""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests import ROOT
from tests.small_study import Small

# The files that take longest, ten seconds of a processor and more, longest first.
SLOWEST = (
    "pipeline/test_extreme_sentences.py",
    "pipeline/test_other_studies.py",
    "pipeline/test_failure.py",
    "pipeline/test_same_bytes.py",
    "responses/large/test_clean_large.py",
    "pipeline/test_notebooks.py",
    "pipeline/test_rebuild.py",
    "pipeline/test_commands.py",
    "report/paper/test_manuscript.py",
    "pipeline/test_provenance.py",
    "report/figures/test_figures.py",
    "pipeline/test_hostile_texts.py",
    "exports/test_right_tables.py",
    "pipeline/test_releases.py",
    "paired/test_every_small_table.py",
    "paired/two_waves/test_posterior.py",
    "report/paper/test_marking.py",
    "verification/test_faults.py",
    "pipeline/test_notebooks_elsewhere.py",
    "pipeline/test_surroundings.py",
    "paired/limits/test_outermost.py",
    "report/release/test_protected.py",
    "report/release/test_ledger.py",
    "responses/given/test_bombs.py",
    "pipeline/test_first.py",
    "responses/cleaning/test_corruption.py",
    "exports/test_transformed.py",
    "exports/test_personal.py",
    "test_bench.py",
    "exports/test_built.py",
)

settings.register_profile(
    "ours",
    derandomize=os.environ.get("CI", "").lower() in ("1", "true"),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ours")


def pytest_collection_modifyitems(items):
    """Put the slowest files first: workers take them in this order, and none is left alone with one at the end."""
    places = {ROOT / "tests" / name: place for place, name in enumerate(SLOWEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


@pytest.fixture
def small(tmp_path):
    """A small study in a folder of its own, to be written, cleaned or refused."""
    return Small(tmp_path / "study")
