"""The compendium as it is committed, as if just made afresh, and a copy of it in which faults are planted."""

import shutil

import pytest

from firststeps.verification.copies import Ground, copy_compendium
from firststeps.verification.faults import stored_copy
from tests import ROOT
from tests.pipeline.conftest import built  # noqa: F401 - a fixture


@pytest.fixture(scope="session")
def ground(tmp_path_factory):
    """What is compared: a copy with the committed notebooks in place of executed ones, against another copy."""
    folder = tmp_path_factory.mktemp("verification")
    fresh = copy_compendium(ROOT, ROOT, folder / "fresh")
    shutil.rmtree(fresh / "build")
    shutil.copytree(ROOT / "notebooks", fresh / "build")
    return stored_copy(Ground(ROOT, ROOT, fresh, fresh), folder / "stored")
