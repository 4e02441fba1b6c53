"""The site of the compendium's own study, with its paper made afresh, in a folder of its own."""

import csv
import shutil

import pytest

from firststeps.report.paper.manuscript import build_checklists, build_manuscript
from firststeps.report.site.build import build_site
from firststeps.study import Study
from tests import ROOT


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    """The folder of a copy of the root study, its stored notebooks in place of executed ones, and its site."""
    folder = tmp_path_factory.mktemp("site") / "study"
    for name in ("data", "figures", "paper"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(ROOT / "notebooks", folder / "build")
    shutil.copyfile(ROOT / "study.yaml", folder / "study.yaml")
    build_manuscript(folder)
    build_checklists(folder, ["html"])
    raw = {path.name: list(csv.reader(path.open(encoding="utf-8-sig"))) for path in folder.glob("data/raw/*.csv")}
    build_site(Study.load(folder), raw)
    return folder


@pytest.fixture(scope="session")
def site(place):
    """The folder of that site."""
    return place / "build" / "site"
