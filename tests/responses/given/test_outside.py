"""A study reads nothing outside its folder: not by a path, not through a link, unless study.yaml names the link."""

import shutil

import pytest
from click.testing import CliRunner

from firststeps.__main__ import main
from firststeps.files import OutsideError, within
from firststeps.responses.cleaning.layouts import read_raw
from firststeps.responses.given.checksums import changed_files, given_names, write_checksums
from firststeps.study import Study, StudyError
from tests.small_study import LONG, ROWS, patterns

PER_WAVE = LONG.replace("layout: long, file: answers.csv, wave_column: wave", "layout: per-wave")
TEXT = LONG.replace("outcomes:", "  why: {label: Why, kind: text}\noutcomes:")


@pytest.fixture
def outside(tmp_path):
    """A folder beside the study with a file of answers."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "answers.csv").write_text(ROWS)
    (folder / "codebook.csv").write_text("question,theme,label\nwhy,time,Time\n")
    return folder


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../../../elsewhere/answers.csv", "a/../../../../elsewhere/answers.csv"]
)
@pytest.mark.parametrize(
    ("place", "yaml"),
    [
        ("data > file", LONG.replace("file: answers.csv", "file: '{path}'")),
        ("coding > file", LONG + "coding: {{file: '{path}'}}\n"),
        ("waves > after > file", PER_WAVE.replace("short: Before", "short: Before, file: a.csv").replace(
            "short: After", "short: After, file: '{path}'")),
        ("themes", TEXT + "themes: '{path}'\n"),
        ("data > links", LONG.replace("file: answers.csv", "file: answers.csv, links: ['{path}']")),
    ],
)  # fmt: skip
def test_a_path_that_leads_out_is_refused_by_its_place(small, outside, place, yaml, path):
    """An absolute path and one with two dots are refused under every key that names a file."""
    small.write(yaml=yaml.replace("{path}", path).replace("{{", "{").replace("}}", "}"))
    with pytest.raises(StudyError, match=f"^study.yaml: {place}: '{path}' leads out of the study's folder"):
        Study.load(small.folder)


@pytest.mark.parametrize(
    "place",
    [
        *("data/raw/answers.csv", "data/raw", "data", "data/published.csv", "data/clean", "codebook.csv", "study.yaml"),
        *("paper", "paper/references.bib", "paper/manuscript.md", "paper/style", "figures", "figures/a.svg", "build"),
        *("build/release", "release"),
    ],
)  # fmt: skip
def test_a_link_that_leads_out_is_refused_by_its_name(small, outside, place):
    """Wherever a study keeps files, a link out of its folder is refused before anything is read or written."""
    small.write(yaml=TEXT + "themes: codebook.csv\n" if place == "codebook.csv" else LONG)
    path = small.folder / place
    if path.is_dir():
        shutil.rmtree(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    target = outside / path.name
    if place == "study.yaml":
        target.write_text(LONG)
    path.symlink_to(target)
    with pytest.raises(StudyError, match=f"'{place}' is, or lies behind, a link that leads out of the study's folder"):
        Study.load(small.folder)


def test_a_link_that_is_meant_is_named(small, outside):
    """A raw file, or the raw folder, may be a link out of the study where study.yaml says so."""
    raw = (
        small.write(yaml=LONG.replace("wave_column", "links: [data/raw/answers.csv], wave_column")).folder / "data/raw"
    )
    (raw / "answers.csv").unlink()
    (raw / "answers.csv").symlink_to(outside / "answers.csv")
    assert len(read_raw(Study.load(small.folder), "answers.csv").cells) == 5
    small.write(yaml=LONG.replace("wave_column", "links: [data/raw], wave_column"))
    shutil.rmtree(raw)
    raw.symlink_to(outside)
    assert len(read_raw(Study.load(small.folder), "answers.csv").cells) == 5
    assert sum(patterns(small.clean()).values()) == 3


def test_links_within_a_study_need_no_word(small):
    """A link to another file of the same study is no way out."""
    raw = small.write(name="first.csv").folder / "data" / "raw"
    (raw / "answers.csv").symlink_to("first.csv")
    assert sum(patterns(small.clean()).values()) == 3


def test_a_link_to_itself_is_told(small):
    """A link that leads back to itself is refused in a sentence."""
    raw = small.write().folder / "data" / "raw"
    (raw / "answers.csv").unlink()
    (raw / "answers.csv").symlink_to("answers.csv")
    with pytest.raises(StudyError, match=r"'data/raw/answers\.csv' is a link that leads back to itself"):
        Study.load(small.folder)


def test_a_study_may_itself_be_reached_through_a_link(small, tmp_path):
    """A link to the whole folder is no way out of it."""
    small.write()
    (tmp_path / "short").symlink_to(small.folder)
    assert Study.load(tmp_path / "short").folder == small.folder.resolve()


def test_checksums_promise_nothing_outside(small):
    """SHA256SUMS lists names of its folder; another path is a fault and is not read."""
    raw = small.write().folder / "data" / "raw"
    (raw / "SHA256SUMS").write_text(f"{'0' * 64}  ../../study.yaml\n{'0' * 64}  /etc/passwd\n")
    assert changed_files(raw) == [
        "SHA256SUMS lists '../../study.yaml', which is no file of this folder.",
        "SHA256SUMS lists '/etc/passwd', which is no file of this folder.",
    ]


def test_given_are_the_files_that_are_neither_hidden_nor_the_sums(tmp_path):
    """A folder beside them has no sum, and stands in nobody's way."""
    (tmp_path / "earlier").mkdir()
    for name in ("b.csv", "a.csv", ".DS_Store"):
        (tmp_path / name).write_text("id\n", encoding="utf-8")
    write_checksums(tmp_path, given_names(tmp_path))
    assert given_names(tmp_path) == ["a.csv", "b.csv"] and changed_files(tmp_path) == []


def test_the_command_line_says_it_in_a_sentence(small):
    """The command that counts stops with the sentence, without a traceback."""
    small.write(yaml=LONG.replace("file: answers.csv", "file: /etc/passwd"))
    done = CliRunner().invoke(main, ["count", "--study", str(small.folder)])
    assert done.exit_code == 1
    assert done.output.startswith("Stopped: study.yaml: data > file: '/etc/passwd' leads out of the study's folder")


@pytest.mark.parametrize("name", ["a\0b", "/a", "..", "a/../../b"])
def test_within_refuses_what_leads_out_as_written(tmp_path, name):
    """A path is looked at as it is written before the disk is asked."""
    with pytest.raises(OutsideError, match="leads out of the study's folder"):
        within(tmp_path, name)
