"""A proposed study.yaml describes the file; what is not certain is a question until somebody settles it."""

import pandas as pd
import pyreadstat
import pytest

from firststeps.responses.checksums import changed_files
from firststeps.responses.cleaning import clean
from firststeps.responses.inspecting import inspect_files, new_study
from firststeps.responses.problems import Refusal
from firststeps.study import Study, compendium_root, parse
from tests.responses.conftest import LONG, PATTERNS, ROWS, patterns

WIDE = "id,ips_1,ips_2\nP01,Yes,No\nP02,No,Yes\nP03,Yes,\n"
COUNTS = "first,second,people\nYes,No,1\nNo,Yes,1\nYes,,1\n"
FILES = {"long": ROWS.replace("before", "T1").replace("after", "T2"), "wide": WIDE, "counts": COUNTS}


def given(folder, content, name="answers.csv"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


@pytest.mark.parametrize("layout", FILES)
def test_from_a_file_to_its_patterns_without_a_line(layout, tmp_path):
    """Where all is certain the proposal works as it is."""
    new_study(tmp_path / "study", [given(tmp_path, FILES[layout])])
    study = Study.load(tmp_path / "study")
    cleaned = clean(study)
    assert study.data.layout == layout
    assert patterns(cleaned, study.outcomes[0]) == PATTERNS


def test_one_file_a_wave(tmp_path):
    first = given(tmp_path, "id,ips\nP01,Yes\nP02,No\nP03,Yes\n", "1-before.csv")
    second = given(tmp_path, "id,ips,group\nP01,No,No\nP02,Yes,Yes\n", "2-after.csv")
    new_study(tmp_path / "study", [first, second])
    study = Study.load(tmp_path / "study")
    assert study.items["group"].waves == study.wave_ids[1:]
    assert patterns(clean(study)) == PATTERNS


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        (ROWS.replace("Yes", "1").replace("No", "2"), 'codes: {yes: ["1"], no: ["2"]}'),
        (ROWS + "P03,after,99\n", 'blank: ["99"]'),
    ],
)
def test_what_is_not_certain_is_a_question_and_stays_one(typed, question, tmp_path):
    """The proposed line is a comment, so that cleaning stops and asks until somebody takes the decision."""
    path = new_study(tmp_path / "study", [given(tmp_path, typed)])
    (line,) = [line for line in path.read_text(encoding="utf-8").splitlines() if question in line]
    assert line.strip().startswith("#")
    assert "# ?" in line
    with pytest.raises(Refusal):
        clean(Study.load(tmp_path / "study"))


def test_settling_the_question_is_taking_the_mark_away(tmp_path):
    path = new_study(tmp_path / "study", [given(tmp_path, ROWS.replace("Yes", "1").replace("No", "2"))])
    settled = path.read_text(encoding="utf-8").replace("# codes:", "codes:")
    path.write_text(settled, encoding="utf-8")
    assert patterns(clean(Study.load(tmp_path / "study"))) == PATTERNS


def test_waves_are_proposed_in_their_natural_order(tmp_path):
    rows = "id,visit,ips\n" + "".join(f"P0{p},T{t},Yes\n" for p in (1, 2) for t in (12, 3, 0))
    assert parse(inspect_files([given(tmp_path, rows)])).wave_ids == ["t0", "t3", "t12"]


def test_every_column_beside_gets_a_kind(tmp_path):
    lines = ["id,wave,ips,age,group,day,said,ticks"]
    lines += [
        f"P{i:02d},{w},Yes,{20 + i},{'abc'[i % 3]},2024-05-{i + 1:02d},words {i}{w},x; {'yz'[i % 2]}"
        for i in range(20)
        for w in "ab"
    ]
    study = parse(inspect_files([given(tmp_path, "\n".join(lines).replace("a,Yes", "a,No"))]))
    kinds = {name: item.kind for name, item in study.items.items()}
    assert kinds == dict(ips="yes-no", age="scale", group="choice", day="date", said="text", ticks="ticks")


def test_another_encoding_is_a_question(tmp_path):
    text = inspect_files([given(tmp_path, ROWS.replace("P03", "Zoë").encode("cp1252"))])
    assert "encoding: cp1252   # ?" in text


@pytest.mark.parametrize("content", [b"", b"\0", b"a,b\n1\n", b"a\n"])
def test_a_broken_file_is_refused(content, tmp_path):
    with pytest.raises(Refusal):
        inspect_files([given(tmp_path, content)])


def test_a_file_without_any_question_still_gives_a_proposal(tmp_path):
    text = inspect_files([given(tmp_path, "x,y\n5,a\n6,b\n")])
    assert "no yes/no question was found" in text


def test_a_new_study_copies_and_promises_its_files(tmp_path):
    path = given(tmp_path, ROWS)
    new_study(tmp_path / "study", [path])
    raw = tmp_path / "study" / "data" / "raw"
    assert (raw / "answers.csv").read_bytes() == path.read_bytes()
    assert changed_files(raw) == []


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    path = given(tmp_path, ROWS)
    with pytest.raises(FileExistsError, match="name a new folder"):
        new_study(tmp_path, [path])


@pytest.mark.parametrize(
    "name", ["long-follow-up/data/raw/synthetic-follow-up.csv", "approval-ratings/data/raw/approval-ratings.csv"]
)
def test_the_shipped_studies_are_recognised(name):
    path = compendium_root() / "studies" / name
    shipped = Study.load(path.parents[2])
    proposed = parse(inspect_files([path]))
    assert proposed.data.layout == shipped.data.layout
    assert len(proposed.waves) == len(shipped.waves)
    assert proposed.data.file == shipped.data.file


SURVEY = """Response ID,IP address,Start language,Your personal code,{before},{after},Age group
1,10.0.0.1,en,AX01,Yes,No,18 to 34
2,10.0.0.2,en,BY02,No,Yes,35 to 54
3,10.0.0.3,en,CZ03,Yes,,18 to 34
""".format(before="Before the course: have you helped?", after="After the course: have you helped?")
GERMAN = "Teilnehmer;Zeitpunkt;Gruppe besucht\n1;nachher;Nein\n1;vorher;Ja\n2;nachher;Ja\n2;vorher;Nein\n3;vorher;Ja\n"
ONE_TWO = "Nr,ips_post,ips_pre\n01,2,1\n02,1,2\n03,99,1\n"
NEWCOMERS = {"survey": SURVEY, "german": GERMAN, "one and two": ONE_TWO}


@pytest.mark.parametrize("name", NEWCOMERS)
def test_settling_the_marked_questions_is_all_that_a_newcomer_does(name, tmp_path):
    """Names of columns tell who, when and in which order; the codes count once their mark is away."""
    path = new_study(tmp_path / "study", [given(tmp_path, NEWCOMERS[name])])
    path.write_text(path.read_text(encoding="utf-8").replace("# codes:", "codes:"), encoding="utf-8")
    study = Study.load(tmp_path / "study")
    assert patterns(clean(study), study.primary.outcome) == PATTERNS


def test_columns_that_are_no_answers_are_left_out_with_the_reason(tmp_path):
    text = inspect_files([given(tmp_path, SURVEY)])
    for line in (
        "- IP address   # ? it may name somebody",
        "- Start language   # ? the same in every row",
        "- Response ID   # ? another code",
    ):
        assert line in text
    assert "column: Your personal code   # ? or Response ID" in text


def test_labels_of_a_statistics_program_become_labels(tmp_path):
    frame = pd.DataFrame({"subjid": [7.0, 8.0, 9.0], "s_t1": [1.0, 2.0, 1.0], "s_t2": [2.0, 1.0, 9.0]})
    codes = {1.0: "Yes", 2.0: "No", 9.0: "No answer"}
    path = tmp_path / "answers.sav"
    values = {"s_t1": codes, "s_t2": codes}
    pyreadstat.write_sav(frame, path, column_labels=["", "Do you smoke?", ""], variable_value_labels=values)
    study = parse(inspect_files([path]))
    assert study.items["s"].label == "Do you smoke?"
    assert study.items["s"].kind == "yes-no"


def test_a_date_that_can_be_read_two_ways_is_a_question(tmp_path):
    rows = "id,wave,ips,day\nP01,T1,Yes,01/02/2024\nP01,T2,No,03/04/2024\nP02,T1,No,05/06/2024\nP02,T2,Yes,07/08/2024\n"
    assert "dates: ask   # ? day-first or month-first" in inspect_files([given(tmp_path, rows)])


def test_a_question_is_open_until_its_mark_is_away(tmp_path):
    path = new_study(tmp_path / "study", [given(tmp_path, ROWS)])
    asked = Study.load(tmp_path / "study").open_questions
    assert [question.line for question in asked] == [
        number for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1) if "   # ?" in line
    ]
    path.write_text(path.read_text(encoding="utf-8").replace("# ?", "# settled:"), encoding="utf-8")
    assert Study.load(tmp_path / "study").open_questions == ()


def test_no_list_of_choices_repeats_a_telephone_number(tmp_path):
    """Two comments that come again and again look like a choice; the number in one of them stays in the raw file."""
    comments = "".join(f"P{n},{w},Yes,{'ring 01632 960 001' if n % 2 else 'fine'}\n" for n in range(9) for w in "ab")
    new_study(tmp_path / "study", [given(tmp_path, "id,wave,ips,comments\n" + comments.replace("a,Yes", "a,No"))])
    assert "960" not in (tmp_path / "study" / "study.yaml").read_text(encoding="utf-8")
    assert Study.load(tmp_path / "study").items["comments"].kind == "text"


def test_a_choice_that_names_somebody_is_asked_about_as_free_text_is(small):
    chosen = LONG.replace(
        "\noutcomes", '\n  who: {label: Who, kind: choice, choices: ["ring 01632 960 001", nobody]}\noutcomes'
    )
    rows = (
        ROWS.replace("ips\n", "ips,who\n").replace("Yes\n", "Yes,nobody\n").replace("No\n", "No,ring 01632 960 001\n")
    )
    (problem,) = small.write(rows, chosen).problems()
    assert problem.column == "who" and "960" not in str(problem)


def test_a_file_that_is_not_there_is_told_with_those_that_are(tmp_path):
    given(tmp_path, ROWS)
    with pytest.raises(FileNotFoundError, match=r"no file .*answer\.csv\. Is one of these meant: answers\.csv\?"):
        new_study(tmp_path / "study", [tmp_path / "answer.csv"])
    assert not (tmp_path / "study").exists()
