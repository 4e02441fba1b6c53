"""The wheel holds the statistics whole: built offline, unpacked anywhere, they answer by each of the five ways in."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FIVE_WAYS = """
import sys
import numpy as np, pandas as pd
from firststeps import paired

before, after = ["yes"] * 12 + ["no"] * 14, ["yes"] * 7 + ["no"] * 5 + ["yes"] * 12 + ["no"] * 2
first, second = pd.Series(before), pd.Series(after)
frame = pd.DataFrame({"start": [1, 2, 2], "middle": [1, 1, None], "end": [1, 1, 2]})
print(paired.__file__)
print(round(float(paired.mcnemar([[7, 5], [12, 2]]).pvalue), 4))
print(round(float(paired.compare(first, second).test.pvalue), 4))
print(round(paired.cochran_q(paired.count(frame, yes=1, no=2)).pvalue, 4))
print(round(float(paired.mcnemar(pd.crosstab(first, second)).pvalue), 4))
print(paired.mcnemar(np.array([[[7, 5], [12, 2]], [[1, 1], [7, 12]]])).pvalue.round(4).tolist())
print([name for name in ("papermill", "typst", "matplotlib", "statsmodels") if name in sys.modules])
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """A folder with what the wheel holds."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    (wheel,) = folder.glob("firststeps-*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "unpacked")
    return folder / "unpacked"


def test_the_wheel_says_that_it_is_typed_and_what_its_face_is(unpacked):
    """Without these two files type checkers see nothing, and the face has no names."""
    assert (unpacked / "firststeps" / "py.typed").is_file()
    assert (unpacked / "firststeps" / "paired" / "__init__.pyi").is_file()


def test_the_five_ways_in_work_from_the_wheel_alone(unpacked, tmp_path):
    """No folder of the compendium is near: Python knows the unpacked wheel and the libraries, and nothing else."""
    paths = os.pathsep.join([str(unpacked), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    answer = subprocess.run(
        [sys.executable, "-S", "-c", FIVE_WAYS],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    home, *told = answer.stdout.splitlines()
    assert Path(home).is_relative_to(unpacked)
    assert told == ["0.1435", "0.1435", "1.0", "0.1435", "[0.1435, 0.0703]", "[]"]
