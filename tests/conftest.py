"""Hypothesis searches anew at each run on a person's machine; where CI says so it searches the same way each time.

A submission then passes or fails for what it changed, not for what a random search found in older code that day, and
nowhere for how long an example took: the machine may be busy.
"""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.small_study import Small

settings.register_profile(
    "ours",
    derandomize=os.environ.get("CI", "").lower() in ("1", "true"),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ours")


@pytest.fixture
def small(tmp_path):
    """A small study in a folder of its own, to be written, cleaned or refused."""
    return Small(tmp_path / "study")
