"""A small study whose paper was made, and a compendium that is small to copy."""

import pytest

from firststeps.report.deposit import folder as deposits
from firststeps.report.deposit.software import packages

PACKAGES = packages("numpy==2 \\\n", 'project.dependencies = ["numpy"]')


@pytest.fixture(scope="package", autouse=True)
def light():
    """Of the compendium a deposit copies the licence and the notebooks alone, and asks few packages, to be quick."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deposits, "CODE", ("LICENSE", "README.md", "notebooks"))
        patch.setattr(deposits.software, "packages", lambda lock, project: PACKAGES)
        yield


@pytest.fixture
def place(study_in, tmp_path):
    """A synthetic study in a folder of its own, with rows of people in data/."""
    return made_up(study_in, tmp_path / "mine")


@pytest.fixture(scope="package")
def target(study_in, light, tmp_path_factory):
    """The deposit of that study, for tests that only read it."""
    study = made_up(study_in, tmp_path_factory.mktemp("deposit") / "mine")
    (study / "data" / "raw" / "my answers.csv").write_text("a\n")
    return deposits.make_deposit(study)[0]


def made_up(study_in, folder):
    """The study in a folder."""
    study_in(folder)
    (folder / "data" / "raw").mkdir(parents=True)
    (folder / "data" / "raw" / "answers.csv").write_text("id,ips\nP99SECRET,yes\n")
    return folder
