"""`inspect` and `new` end with the first look; at a terminal `new` asks its questions one by one."""

import pytest
import yaml
from click.testing import CliRunner

from firststeps.__main__ import main
from firststeps.commands import new_study
from firststeps.responses.proposing.propose import inspect_files
from firststeps.study import Study
from firststeps.study.questions import open_questions
from tests.responses.proposing.test_propose import given

ROWS = "id,wave,ips\nA1,T1,1\nA1,T2,2\nB2,T1,2\nB2,T2,1\nC3,T1,1\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command with these answers typed at a terminal, or with none where nobody sits there."""

    def run(*arguments, answers=None):
        monkeypatch.setattr(new_study, "_at_terminal", lambda: answers is not None)
        result = CliRunner().invoke(main, [*map(str, arguments)], input=answers, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    return run


def test_what_inspect_prints_is_a_study_yaml(run, tmp_path):
    """The first look stands in comments below it, so that it can be kept as it is."""
    text = run("inspect", given(tmp_path, ROWS))
    assert yaml.safe_load(text)["waves"][0]["id"] == "t1"
    assert "#   3 people: 3 at T1, 2 at T2; 2 found at both by `id`." in text


def test_without_a_terminal_the_marks_stay(run, tmp_path):
    said = run("new", tmp_path / "study", given(tmp_path, ROWS))
    assert "1 yes then no, 1 no then yes" in said
    assert Study.load(tmp_path / "study").open_questions


def test_no_input_leaves_them_at_a_terminal_too(run, tmp_path):
    run("new", tmp_path / "study", given(tmp_path, ROWS), "--no-input", answers="\n" * 9)
    assert Study.load(tmp_path / "study").open_questions


def test_at_a_terminal_the_answers_are_written(run, tmp_path):
    """Enter takes a guess; the first look is shown again with what was said."""
    said = run("new", tmp_path / "study", given(tmp_path, ROWS), answers="\n" * 9)
    study = Study.load(tmp_path / "study")
    assert study.open_questions == ()
    assert study.codes_of("ips").no[0] == "2"
    assert said.count("found at both by `id`") == 2


@pytest.mark.parametrize(
    ("names", "title", "labels"),
    [
        (("Erhebung Frühjahr.csv", "Erhebung Herbst.csv"), "Erhebung", ["Erhebung Frühjahr", "Erhebung Herbst"]),
        (("Baseline.csv", "3 months after.csv"), "Falls classes", ["Baseline", "3 months after"]),
    ],
)
def test_neither_study_nor_wave_is_called_as_a_part_of_a_file_name(run, tmp_path, names, title, labels):
    """The study was called *3 months after*, as its first file in the order of letters, and its second wave *after*."""
    files = [given(tmp_path, "id,ips\nP01,Yes\nP02,No\nP03,Yes\nP04,No\n", name) for name in names]
    run("new", tmp_path / "falls_classes", *files, "--no-input")
    study = Study.load(tmp_path / "falls_classes")
    assert (study.title, [wave.label for wave in study.waves]) == (title, labels)


def test_ctrl_d_at_a_question_keeps_what_was_answered(run, tmp_path):
    """The study was there already, so the same command refused to begin it again, and the answers were lost."""
    asked = len(open_questions(inspect_files([given(tmp_path, ROWS)])))
    said = run("new", tmp_path / "study", tmp_path / "answers.csv", answers="\n-\n")  # and there the typing ends
    assert said.count("questions that are left stay open") == 1 and f"make all STUDY={tmp_path / 'study'}" in said
    assert len(Study.load(tmp_path / "study").open_questions) == asked - 1


def test_two_files_of_waves_that_name_their_time_begin_a_study(run, tmp_path):
    """Codes are written otherwise the second time, and one person answers twice: two of the others have changed."""
    before = given(tmp_path, "Code;ips\nab01;Yes\nab02;no\nab03;no\nab03;no\nab04;Yes\n", "before answers.csv")
    after = given(tmp_path, "Code,ips\nAB01,No\nAB02,Yes\nAB03,no\nAB04,Yes\n", "after answers.csv")
    said = run("new", tmp_path / "study", after, before)
    study = Study.load(tmp_path / "study")
    assert "4 people" in said and study.wave_ids == ["before", "after"]
    assert (study.primary.outcome, study.primary.first, study.primary.second) == ("ips", "before", "after")
