"""The benches run, in small: so that none has stopped working when somebody measures."""

import os
import subprocess
import sys

import pytest

from tests import ROOT

# The build is left out: tests/pipeline builds the compendium often enough.
BENCHES = sorted({path.stem for path in (ROOT / "tests" / "bench").glob("[a-z]*.py")} - {"build"})


@pytest.mark.parametrize("bench", BENCHES)
def test_a_bench_measures_something(bench):
    """Each gives rows of numbers; what they are on a busy machine, and in small, is not judged."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", bench],
        cwd=ROOT,
        env={**os.environ, "BENCH_SMALL": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    name, *rows = done.stdout.splitlines()
    assert name == bench and len(rows) >= 5
    assert "MISSED" not in done.stdout
