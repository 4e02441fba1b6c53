"""The codebook in a file of its own, and the coders' file against it and against the answers."""

import pandas as pd
import pytest

from firststeps.responses.counting.ratings import score_counts
from firststeps.study import Study, StudyError
from tests.small_study import LONG

WORDS = (
    LONG.replace("  ips: {", "  why: {label: Why, kind: text, personal: checked}\n  ips: {")
    + "coding: {file: coding.csv}\n"
)
CODEBOOK = 'question,theme,label,use,residual\nwhy,time,Time,"Hours, days",\n\nwhy,other,Other,,true\n'
ANSWERS = "id,wave,ips,why\nP01,before,Yes,no hours\nP01,after,No,\nP02,before,No,tea\nP02,after,No,tea\n"
CODING = "participant,wave,question,coder,theme\nP01,before,why,A,time\nP01,before,why,Agreed,other\n"


@pytest.fixture
def coded(small):
    """A study with a codebook file; its function writes the files and gives the folder."""

    def write(codebook=CODEBOOK, coding=CODING):
        small.write(coding, WORDS + "themes: codebook.csv\n", "coding.csv")
        (small.folder / "data" / "raw" / "answers.csv").write_text(ANSWERS, encoding="utf-8")
        (small.folder / "codebook.csv").write_text(codebook, encoding="utf-8")
        return small

    return write


def test_a_codebook_file_is_the_same_as_themes_in_study_yaml(coded):
    folder = coded().folder
    study = Study.load(folder)
    inside = "themes: {why: {time: {label: Time, use: 'Hours, days'}, other: {label: Other, residual: true}}}\n"
    (folder / "study.yaml").write_text(WORDS + inside, encoding="utf-8")
    assert Study.load(folder).themes == study.themes
    assert [path.name for path in study.files] == ["study.yaml", "codebook.csv"]


def test_data_without_keys_are_told_beside_a_codebook_in_a_file(coded):
    """Whether the codebook may lie where it does is asked of `data`, before anything else is checked."""
    folder = coded().folder
    yaml = (folder / "study.yaml").read_text(encoding="utf-8")
    rule = "{layout: long, file: answers.csv, wave_column: wave}"
    (folder / "study.yaml").write_text(yaml.replace(rule, "answers.csv"), encoding="utf-8")
    with pytest.raises(StudyError, match=r"data: found 'answers\.csv'"):
        Study.load(folder)


@pytest.mark.parametrize(
    ("codebook", "said"),
    [
        ("", "codebook.csv, row 1: no column 'question'"),
        ("question,theme\nwhy,time\n", "codebook.csv, row 1: no column 'label'"),
        (CODEBOOK + "why,time,Again,,\n", "codebook.csv, row 5: the theme 'time' of 'why' is given twice"),
        (
            CODEBOOK + "why,tea,T\x01ea,,\n",
            "row 5: the cell under 'label' holds a character that is no part of a text (U+0001)",
        ),
        (CODEBOOK + "why,tea,,,\n", "codebook.csv, row 5: the cell under 'label' is empty"),
        (CODEBOOK + "why,tea,Tea,a,b,c\n", "codebook.csv, row 5: 6 cells under 5 columns"),
        (CODEBOOK.replace("use", "usage"), "themes > why > time: key 'usage' is not known (nearest: use)"),
        (CODEBOOK.replace("why,time", "whi,time"), "themes: question 'whi' is not an item (nearest: why)"),
    ],
)
def test_a_broken_codebook_is_refused_with_its_place(coded, codebook, said):
    with pytest.raises(StudyError) as refused:
        Study.load(coded(codebook).folder)
    assert said in str(refused.value)


def test_a_codebook_that_is_not_there_is_named(coded):
    folder = coded().folder
    (folder / "codebook.csv").unlink()
    with pytest.raises(StudyError, match=r"there is no file 'codebook\.csv' beside study\.yaml"):
        Study.load(folder)


def test_disagreements_come_with_the_words_and_agreed_is_no_coder_however_it_is_written(coded):
    cleaned = coded().clean()
    assert set(cleaned.coding["coder"]) == {"A", "agreed"}
    rows = cleaned.disagreements.drop(columns=["origin", "participant", "wave", "question"]).to_numpy().tolist()
    assert rows == [["other", "", "A", "yes", "A", "no hours"], ["time", "A", "", "no", "A", "no hours"]]


def test_a_coding_of_an_answer_that_nobody_gave_is_asked_about(coded):
    [problem] = coded(coding=CODING + "P01,after,why,A,time\nP01,after,why,A,other\n").problems()
    assert (problem.file, problem.row, problem.times) == ("coding.csv", 4, 2)
    assert problem.found == "why of P01 at after is coded, but there is no such answer"


@pytest.mark.parametrize(
    ("row", "column", "found"),
    [
        ("P02,befor,why,A,time", "wave", "'befor' (nearest: before)"),
        ("P02,before,why,A,tme", "theme", "'tme' (nearest: time)"),
    ],
)
def test_a_name_that_the_coders_mistook_is_asked_about_where_it_stands(coded, row, column, found):
    """The row is that of the spreadsheet, however often the name comes again and whatever stood above it."""
    twice = f"{row}\n{row.replace(',A,', ',B,')}\n"
    problem = next(p for p in coded(coding=CODING + twice).problems() if p.column == column)
    assert (problem.file, problem.row, problem.times, problem.found) == ("coding.csv", 4, 2, found)


@pytest.mark.parametrize(
    ("quotation", "said"),
    [
        ("{participant: P01, wave: before, question: wy, approved: 'yes'}", "'wy' is no question in own words"),
        ("{participant: P01, wave: befor, question: why, approved: 'yes'}", "why is not asked at 'befor'"),
    ],
)
def test_a_quotation_of_what_was_not_asked_is_refused(small, quotation, said):
    with pytest.raises(StudyError) as refused:
        Study.load(small.write(yaml=WORDS + f"quotations: [{quotation}]\n").folder)
    assert f"quotations > 1: {said}" in str(refused.value)


def test_a_scale_asked_twice_is_counted_in_people_at_each_wave(small):
    yaml = LONG.replace("  ips: {", "  mark: {label: Mark, kind: scale, range: [1, 3]}\n  ips: {")
    study = Study.load(small.write(yaml=yaml).folder)
    rows = [("P01", "before", "1", "answered"), ("P02", "before", "", "blank"), ("P01", "after", "3", "answered")]
    told = pd.DataFrame(rows, columns=["participant", "wave", "answer", "status"]).assign(item="mark")
    counted = score_counts(study, told)
    assert counted["id"].tolist() == ["mark.before", "mark.after"]
    assert counted["counts"].tolist() == [[1, 0, 0], [0, 0, 1]] and counted["missing"].tolist() == [1, 0]
