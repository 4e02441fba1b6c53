"""What is looked for in a folder before it goes out is found, and what only looks like it is not."""

import pytest

from firststeps.report.deposit.folder_checks import check_folder
from firststeps.report.deposit.software import machine, packages
from firststeps.responses.texts.personal import personal_detail
from tests import ROOT


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("notes.md", "read from /home/ann/data.csv", "an absolute path"),
        ("a.ipynb", r'"C:\\Users\\ann\\data.csv"', "an absolute path"),
        ("a.json", '{"where": "/Users/ann/x"}', "an absolute path"),
        ("answers.csv", "P01,ring me on 01632 960 001", "a telephone number"),
        ("answers.csv", "P01,write to ann@example.org", "an e-mail address"),
    ],
)
def test_what_points_to_a_person_or_a_machine_is_found(tmp_path, name, text, what):
    (tmp_path / name).write_text(f"first\n{text}\n")
    (finding,) = check_folder(tmp_path, personal_detail)
    assert (finding.what, finding.file, finding.line) == (what, name, 2)


@pytest.mark.parametrize(
    "text",
    [
        '"value": 0.1234567890123',
        '"hash": "9434765919abcdef01632960001234567890123456789012345678901234abcd"',
        "<img src='data:image/png;base64,iVBO01632960001Rw0KGgo='>",
        "see https://example.org/home/ann/page",
        '"<img src=\\"data:image/svg+xml,%3Cpath d=%22L 943 476 5919%22/%3E\\">"',
        '"<svg>\\n",\n"L 943 476 5919\\n",\n"</svg>"',
        "the folder data/home",
    ],
)
def test_sums_pictures_and_addresses_are_no_details(tmp_path, text):
    (tmp_path / "a.json").write_text(text)
    assert check_folder(tmp_path, personal_detail) == []


def test_files_that_are_the_same_are_told_and_empty_ones_are_not(tmp_path):
    for name, text in (("a.csv", "x"), ("b.csv", "x"), ("c.csv", ""), ("d.csv", "")):
        (tmp_path / name).write_text(text)
    assert [(one.file, one.words) for one in check_folder(tmp_path)] == [("b.csv", "the same as a.csv")]


def test_a_figure_that_is_narrow_already_is_no_file_twice(tmp_path):
    """Its two forms are one drawing in two folders; the same drawing under another name is told."""
    (tmp_path / "figures" / "narrow").mkdir(parents=True)
    for name in ("bounds.svg", "narrow/bounds.svg", "p-values.svg", "narrow/p-values.svg"):
        (tmp_path / "figures" / name).write_text(f"<svg>{name[-8:]}</svg>")
    assert check_folder(tmp_path) == []
    (tmp_path / "figures" / "narrow" / "other.svg").write_text("<svg>unds.svg</svg>")
    assert [one.file for one in check_folder(tmp_path)] == ["figures/narrow/other.svg"]


def test_details_are_asked_of_the_files_of_the_study_alone(tmp_path):
    (tmp_path / "ours.md").write_text("ring 01632 960 001")
    assert check_folder(tmp_path, personal_detail, lambda name: False) == []


def test_each_package_that_the_project_names_is_cited_as_installed():
    """The direct dependencies of pyproject.toml are all there, each with licence and the version of the lock."""
    lock = (ROOT / "environment" / "requirements.txt").read_text(encoding="utf-8")
    told = packages(lock, (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    direct = {package.name: package for package in told if package.direct == "yes"}
    assert {"pandas", "scipy", "statsmodels", "pypandoc-binary"} <= set(direct)
    assert all(package.licence and package.version and package.pinned == "yes" for package in direct.values())
    assert not any("@" in package.authors for package in told)


def test_the_machine_is_described_without_its_name(monkeypatch):
    """Neither the name of the machine nor that of whoever sits at it is told."""
    import platform

    told = " ".join(value for _, value in machine())
    assert platform.node() not in told.split() and len(machine()) == 5
