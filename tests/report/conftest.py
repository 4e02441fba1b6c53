"""A small study with invented claims and plain figures, for the tests of the manuscript."""

import shutil
from pathlib import Path

import pytest

from tests import ROOT
from tests.report.invented import FIGURES, PUBLISHED, STARTING, draw, measured, published, recorded, store


@pytest.fixture(scope="session")
def study_in():
    """A function that makes a study with our manuscript, or with ``text``, in a folder, and gives its paper/."""

    def make(folder, text=None, synthetic=True):
        paper, figures = Path(folder) / "paper", Path(folder) / "figures"
        paper.mkdir(parents=True)
        figures.mkdir()
        written = (ROOT / "paper" / "manuscript.md").read_text(encoding="utf-8") if text is None else text
        (paper / "manuscript.md").write_text(written, encoding="utf-8")
        shutil.copy(ROOT / "paper" / "references.bib", paper)
        origin = "synthetic" if synthetic else "observed"
        described = (ROOT / "study.yaml").read_text(encoding="utf-8")
        answer = "synthetic: true" if synthetic else "synthetic: false"
        (Path(folder) / "study.yaml").write_text(described.replace("synthetic: true", answer, 1), encoding="utf-8")
        store([*recorded(origin), *published(), *measured(origin)], paper / "claims.json")
        for name in {*FIGURES, *STARTING}:
            draw(figures, name, "observed" if name in PUBLISHED else origin)
        return paper

    return make


@pytest.fixture(scope="session")
def pandoc_plain():
    """A function that gives the plain text of Markdown, as pandoc reads it."""
    pypandoc = pytest.importorskip("pypandoc")
    return lambda text: pypandoc.convert_text(text, "plain", "markdown", extra_args=["--wrap=none"]).strip()
