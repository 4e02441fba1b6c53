"""A proposed study.yaml describes the file; what is not certain is a question until somebody settles it."""

import os
import subprocess
import sys

import pandas as pd
import pyreadstat
import pytest

from firststeps.errors import Stopped
from firststeps.responses.cleaning.clean import clean
from firststeps.responses.given.checksums import changed_files
from firststeps.responses.given.problems import Refusal
from firststeps.responses.proposing.first_look import first_look
from firststeps.responses.proposing.propose import inspect_files, new_study
from firststeps.study import Study, compendium_root, parse
from tests.small_study import LONG, PATTERNS, ROWS, patterns

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


@pytest.mark.parametrize("name", ["id", "Code", "Person no"])
@pytest.mark.parametrize("codes", [["1", "2"], ["2", "1"], ["0", "1"], ["1"]])
def test_the_numbers_of_one_or_two_people_are_their_codes(name, codes, tmp_path):
    """A first trial with a handful of rows: 1 and 2 below a name that means nothing else are no yes and no."""
    said = {code: ("Yes", "No") if code == codes[0] else ("No", "Yes") for code in codes}
    rows = [f"{code},before,{said[code][0]}\n{code},after,{said[code][1]}" for code in codes]
    new_study(tmp_path / "study", [given(tmp_path, "\n".join([f"{name},wave,ips", *rows]))])
    study = Study.load(tmp_path / "study")
    assert study.identifier.column == name and list(study.items) == ["ips"]
    expected = {("yes", "no"): 1} | ({("no", "yes"): 1} if len(codes) > 1 else {})
    assert patterns(clean(study)) == expected


@pytest.mark.parametrize("name", ["code", "arm no"])
def test_ones_and_twos_of_many_people_are_no_codes(name, tmp_path):
    """Whatever they are called: hardly any value may stand twice at a wave."""
    rows = [f"P{n},{wave},{1 + n % 2},{said}" for n in range(9) for wave, said in (("before", "Yes"), ("after", "No"))]
    new_study(tmp_path / "study", [given(tmp_path, "\n".join([f"who,wave,{name},ips", *rows]))])
    assert Study.load(tmp_path / "study").identifier.column == "who"


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


def test_a_file_without_any_answer_is_told_for_what_it_is(tmp_path):
    """The key of the questions holds nothing, and says why; so does the line below the study that was made."""
    path = given(tmp_path, "id,wave,ips\n" + "".join(f"P{i},{w},\n" for w in ("before", "after") for i in range(9)))
    text = inspect_files([path])
    assert "items:   # ? no question was found: no column holds answers that differ" in text
    assert first_look(text, [path]) == [
        "No table can be made yet: no question was found, as no column holds answers that differ."
    ]


PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
NO_TABLES = {
    "a PDF": (PDF, "a PDF"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\n\0\0", "a picture (PNG)"),
    "anything else": (bytes(range(32)) * 40, "bytes that are no text"),
    "a transport file": (b"HEADER RECORD*******LIBV8   HEADER RECORD!!!!!!!" + b"\0" * 99, "a transport file of SAS"),
    "a data set": (b"\0" * 12 + b"\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92" + b"\0" * 99, "a data set of SAS"),
    "answers of a program": (b'[{"code": "MA12LE", "group": "Yes"},\n{"code": "JO03AN"}]', "JSON"),
    "answers of a form": (b'<?xml version="1.0"?>\n<data><code>MA12LE</code></data>', "XML"),
    "what would be letters in cp1252": (bytes({*range(1, 256)} - {0x81, 0x8D, 0x8F, 0x90, 0x9D}), "bytes that are no"),
}


@pytest.mark.parametrize("what", NO_TABLES)
def test_what_is_no_text_makes_no_study_whatever_its_name(tmp_path, what):
    """One message says what was found, what was expected and what to do; no folder is made."""
    content, found = NO_TABLES[what]
    with pytest.raises(Refusal) as refused:
        new_study(tmp_path / "study", [given(tmp_path, content)])
    (problem,) = refused.value.problems
    assert problem.file == "answers.csv" and problem.found.startswith(found)
    assert "a text file, as CSV" in problem.expected and "Export the answers" in problem.remedy
    assert not (tmp_path / "study").exists()


@pytest.mark.parametrize(
    ("name", "what"),
    [("a.omv", "jamovi"), ("a.rds", "a file of R"), ("a.numbers", "Numbers"), ("a.docx", "a word processor")],
)
def test_a_file_of_another_program_is_told_by_its_ending(tmp_path, name, what):
    """Each is a packed file, and no other ending would make a table of it."""
    (tmp_path / name).write_bytes(b"PK\x03\x04" + b"\0" * 99)
    with pytest.raises(Refusal, match=f"{what}; expected a table"):
        inspect_files([tmp_path / name])


@pytest.mark.parametrize(
    "content", [ROWS.replace("P02", "P02\x01"), ROWS.encode("utf-16"), ROWS.replace("Yes", "Да").encode("utf-16")]
)
def test_a_text_with_a_stray_sign_or_of_wide_letters_is_one(tmp_path, content):
    """Few control signs are a fault of a cell, and in UTF-16 such bytes are halves of letters."""
    assert "ips:" in inspect_files([given(tmp_path, content)])


@pytest.mark.parametrize(
    ("old", "row", "column"),
    [("P01,after", 3, "id"), ("Yes", 2, "ips"), ("ips", 1, "xxx")],
    ids=["a person", "an answer", "a heading"],
)
def test_a_cell_that_nobody_typed_is_refused_before_it_is_looked_at(tmp_path, old, row, column):
    """Two million letters would make a study.yaml that cannot be read; the message names their place, not them."""
    content = ROWS.replace(old, "x" * 2_000_000 + old[3:], 1)
    with pytest.raises(Refusal) as refused:
        new_study(tmp_path / "study", [given(tmp_path, content)])
    (problem,) = refused.value.problems
    assert problem.row == row and problem.column.startswith(column)
    assert "2,000,000 letters" in problem.found and len(str(refused.value)) < 1000
    assert not (tmp_path / "study").exists()


def test_a_study_yaml_over_its_limit_is_not_made(tmp_path):
    """Forty long headings, each of which a cell holds, are more together than the file may: it says so."""
    names = [f"q{n} {'a' * 30_000}" for n in range(40)]
    rows = [[f"P{n}", wave, *["Yes", "No"] * 20] for n in (1, 2) for wave in ("T1", "T2")]
    content = "\n".join(",".join(row) for row in [["id", "wave", *names], *rows])
    with pytest.raises(Stopped, match=r"study\.yaml would hold 2,.* at most 1,000,000") as stopped:
        new_study(tmp_path / "study", [given(tmp_path, content)])
    assert len(str(stopped.value)) < 1000 and not (tmp_path / "study").exists()


def test_a_copy_that_is_broken_off_leaves_no_half_of_it(tmp_path, monkeypatch):
    """What stands in data/raw is as it was given, or is not there."""

    def broken_off(source, target):
        with open(target, "w") as file:
            file.write("id,ips")
        raise KeyboardInterrupt

    monkeypatch.setattr("shutil.copyfile", broken_off)
    with pytest.raises(KeyboardInterrupt):
        new_study(tmp_path / "study", [given(tmp_path, ROWS)])
    assert [path.name for path in tmp_path.iterdir()] == ["answers.csv"]


def test_a_new_study_copies_and_promises_its_files(tmp_path):
    path = given(tmp_path, ROWS)
    new_study(tmp_path / "study", [path])
    raw = tmp_path / "study" / "data" / "raw"
    assert (raw / "answers.csv").read_bytes() == path.read_bytes()
    assert changed_files(raw) == []


def test_an_empty_folder_in_which_a_run_was_killed_is_filled_by_the_next(tmp_path):
    """What it has left there is nobody's: the folder counts as empty."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    (tmp_path / "mine" / f".mine-{process.pid}" / "data").mkdir(parents=True)
    new_study(tmp_path / "mine", [given(tmp_path, ROWS)])
    assert {path.name for path in (tmp_path / "mine").iterdir()} == {"data", "study.yaml"}


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
    """Each with why; one that holds personal details is named, and no cell of it is shown."""
    text = inspect_files([given(tmp_path, SURVEY)])
    assert "10.0.0." not in text
    for line in (
        "# Not read, as it holds personal details: IP address (IP addresses).",
        "- Start language   # the same in every row",
        "- Response ID   # it numbers the rows",
    ):
        assert line in text
    assert "column: Your personal code   # `Your personal code`: 3 different values" in text


def test_labels_of_a_statistics_program_become_labels(tmp_path):
    frame = pd.DataFrame({"subjid": [7.0, 8.0, 9.0], "s_t1": [1.0, 2.0, 1.0], "s_t2": [2.0, 1.0, 9.0]})
    codes = {1.0: "Yes", 2.0: "No", 9.0: "No answer"}
    path = tmp_path / "answers.sav"
    values = {"s_t1": codes, "s_t2": codes}
    pyreadstat.write_sav(frame, path, column_labels=["", "Do you smoke?", ""], variable_value_labels=values)
    study = parse(inspect_files([path]))
    assert study.items["s"].label == "Do you smoke?"
    assert study.items["s"].kind == "yes-no"


def test_questions_that_read_alike_are_told_apart(tmp_path):
    """By the names of their columns: readers know a question by its label alone."""
    frame = pd.DataFrame({"subjid": [7.0, 8.0, 9.0], "q1": [1.0, 2.0, 1.0], "q2": [2.0, 1.0, 1.0]})
    codes, path = {1.0: "Yes", 2.0: "No"}, tmp_path / "answers.sav"
    labels = ["", "Do you smoke?", "Do you SMOKE?"]
    pyreadstat.write_sav(frame, path, column_labels=labels, variable_value_labels={"q1": codes, "q2": codes})
    study = parse(inspect_files([path]))
    assert [item.label for item in study.items.values()] == ["Do you smoke?", "Do you SMOKE? (q2)"]


def test_a_date_that_can_be_read_two_ways_is_a_question(tmp_path):
    rows = "id,wave,ips,day\nP01,T1,Yes,01/02/2024\nP01,T2,No,03/04/2024\nP02,T1,No,05/06/2024\nP02,T2,Yes,07/08/2024\n"
    assert "dates: ask   # ? day-first or month-first" in inspect_files([given(tmp_path, rows)])


@pytest.mark.parametrize(
    ("days", "told", "stopped"),
    [
        (["25/01/2024", "31/02/2024", "26/01/2024"], "", r"found '31/02/2024'.*a date that exists"),
        (["25/01/24", "31/02/24", "26/01/24"], "dates: day-first ", "expected a year of four digits"),
        (["01/02/2024", "31/02/2024", "03/02/2024"], "dates: ask   # ?", r"found '31/02/2024'.*a date that exists"),
    ],
    ids=["certain", "two-digit years", "two readings"],
)
def test_a_day_that_no_calendar_has_makes_no_choice_of_dates(days, told, stopped, tmp_path):
    """It became one of the answers of a choice, and nobody heard of it; cleaning refuses it, with its row."""
    rows = "".join(f"P{n},{w},{'Yes' if n % 2 else 'No'},{days[n % 3]}\n" for n in range(9) for w in "ab")
    new_study(tmp_path / "study", [given(tmp_path, f"id,wave,ips,day\n{rows}")])
    path = tmp_path / "study" / "study.yaml"
    study = Study.load(path.parent)
    assert study.items["day"].kind == "date" and told in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace("   # ?", "   # settled:"), encoding="utf-8")
    with pytest.raises(Stopped, match=stopped):
        clean(Study.load(path.parent))


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


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", r"is a folder; expected a file\. That folder holds answers\.csv\."),
        ("https://example.org/a.csv", r"^https://example\.org/a\.csv is an address, and nothing is fetched"),
        ("/dev/null", "^/dev/null is a pipe or a device; expected a file"),
        ("pipe.csv", r"^pipe\.csv is a pipe or a device; expected a file\. That folder holds|Is one of these meant"),
        ("nowhere.csv", r"^nowhere\.csv is a link that leads to no file; expected a file\."),
    ],
    ids=["folder", "address", "device", "pipe", "link"],
)
def test_what_is_no_file_is_told_for_what_it_is(tmp_path, monkeypatch, name, said):
    """A folder is there, and an address may be right; nobody waits for what a pipe might give."""
    given(tmp_path, ROWS)
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "nowhere.csv").symlink_to("gone.csv")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match=said):
        new_study(tmp_path / "study", [name or tmp_path])
    assert not (tmp_path / "study").exists()


@pytest.mark.parametrize("head", ["before,after", "Pre,Post", "T1,T2", "baseline,month 6"])
@pytest.mark.parametrize(("yes", "no"), [("yes", "no"), ("1", "0"), ("Ja", "Nein")])
def test_columns_called_as_the_waves_are_one_question_asked_twice(head, yes, no, tmp_path):
    """The most ordinary file there is; its first table is right as soon as its marks are settled."""
    rows = [f"A,{yes},{no}", f"B,{no},{yes}", f"C,{no},{yes}", f"D,{yes},"]
    path = new_study(tmp_path / "study", [given(tmp_path, "\n".join([f"id,{head}", *rows]))])
    path.write_text(path.read_text(encoding="utf-8").replace("# codes:", "codes:"), encoding="utf-8")
    study = Study.load(tmp_path / "study")
    assert (len(study.waves), study.outcomes) == (2, ["answer"])
    assert [study.primary.first, study.primary.second] == study.wave_ids
    expected = {("yes", "no"): 1, ("no", "yes"): 2, ("yes", "missing"): 1}
    assert patterns(clean(study), "answer") == expected


def test_the_times_at_which_a_questionnaire_began_and_ended_are_no_question(tmp_path):
    """Survey programs write them under start and end."""
    rows = "id,start,end,ips_1,ips_2\nA,2024-05-13,2024-05-14,yes,no\nB,2024-05-15,2024-05-16,no,yes\n"
    study = parse(inspect_files([given(tmp_path, rows)]))
    assert study.outcomes == ["ips"]
    assert (len(study.waves), study.items["start"].kind) == (2, "date")


ARM = {
    "long": "id,wave,arm,ips,age\nA,T1,yes,yes,30\nA,T2,yes,no,30\nB,T1,no,no,41\nB,T2,no,yes,41\nC,T1,no,no,52\n",
    "wide": "id,arm_1,arm_2,ips_1,ips_2,age\nA,yes,yes,yes,no,30\nB,no,no,no,yes,41\nC,no,no,no,,52\n",
}


@pytest.mark.parametrize("layout", ARM)
def test_what_never_changes_within_anybody_is_no_outcome(layout, tmp_path):
    """The arm of a trial comes first in the file; the comparison is of what can change."""
    text = inspect_files([given(tmp_path, ARM[layout])])
    study = parse(text)
    assert (study.primary.outcome, study.outcomes) == ("ips", ["ips"])
    assert {name for name, item in study.items.items() if item.background} == {"arm", "age"}
    assert text.count("background: true   ") == 2
    assert "outcomes: [ips]   # ? without arm, which never changes within anybody" in text


def test_what_never_changes_is_known_over_several_files(tmp_path):
    """One file a wave, the arm in each of them."""
    first = given(tmp_path, "id,arm,ips\nA,yes,yes\nB,no,no\n", "1.csv")
    second = given(tmp_path, "id,arm,ips\nA,yes,no\nB,no,yes\n", "2.csv")
    study = parse(inspect_files([first, second]))
    assert (study.outcomes, study.items["arm"].background) == (["ips"], True)


def test_no_comparison_is_proposed_where_nobody_changed(tmp_path):
    """Whether the only question could have been answered otherwise is asked, and nothing is compared until then."""
    text = inspect_files([given(tmp_path, "id,arm_1,arm_2\nA,yes,yes\nB,no,no\n")])
    study = parse(text)
    assert (study.outcomes, study.primary) == (["arm"], None)
    assert "# arm: nobody's answers differ from wave to wave   # ? can they change?" in text


def test_two_labels_are_left_for_a_person_to_place(tmp_path):
    """Which of them is yes, nobody can know; taking the mark away is not enough."""
    rows = "id,helps_before,helps_after\nA1,fine,not fine\nA2,fine,fine\nA3,not fine,fine\n"
    path = new_study(tmp_path / "study", [given(tmp_path, rows)])
    text = path.read_text(encoding="utf-8")
    assert '# codes: {yes: [], no: []}   # ? write "fine", "not fine" where each belongs' in text
    path.write_text(text.replace("# codes:", "codes:"), encoding="utf-8")
    with pytest.raises(Refusal, match="found 'fine'"):
        clean(Study.load(tmp_path / "study"))


@pytest.mark.parametrize(
    "first, second", [("Group pre", "Group post"), ("grp_t1", "grp_t2"), ("Group", "Group (after)")]
)
def test_a_question_with_the_name_of_its_wave_in_each_file_is_compared(first, second, tmp_path):
    """It was two questions of one wave each, and nobody was asked whether they are one."""
    rows = "A1,{}\nA2,No\nA3,Yes\nA4,No\n"
    pre = given(tmp_path, f"Code,{first}\n{rows.format('Yes')}", "pre.csv")
    post = given(tmp_path, f"Code,{second}\n{rows.format('No')}", "post.csv")
    path = new_study(tmp_path / "study", [pre, post])
    assert "# ?" in next(line for line in path.read_text(encoding="utf-8").splitlines() if "outcome: gr" in line)
    study = Study.load(tmp_path / "study")
    (outcome,) = study.outcomes
    assert study.items[outcome].label.casefold() in ("group", "grp")
    assert [study.column(outcome, wave) for wave in study.wave_ids] == [first, second]
    assert patterns(clean(study), outcome) == {("yes", "no"): 1, ("no", "no"): 2, ("yes", "yes"): 1}


def test_of_several_questions_but_for_their_waves_none_is_guessed(tmp_path):
    """Which of two of the later file is the earlier one's, no name tells."""
    pre = given(tmp_path, "Code,Group pre\nA1,Yes\nA2,No\n", "pre.csv")
    post = given(tmp_path, "Code,Group T2,Group T3\nA1,Yes,No\nA2,No,No\n", "post.csv")
    assert "columns: {" not in inspect_files([pre, post])


def test_two_files_of_one_name_are_refused(tmp_path):
    """In the folder of the study the second would take the place of the first."""
    (tmp_path / "later").mkdir()
    first, second = given(tmp_path, ROWS), given(tmp_path / "later", ROWS)
    with pytest.raises(ValueError, match=r"answers\.csv is named twice"):
        new_study(tmp_path / "study", [first, first])
    with pytest.raises(ValueError, match=r"answers\.csv is the name of two files"):
        new_study(tmp_path / "study", [first, second])
    assert not (tmp_path / "study").exists()


def asked_twice(answer):
    """A long file of eight people at two waves, as text; ``answer`` gives what stands there for a person and a wave."""
    rows = [f'P{code},{wave},"{answer(code, wave)}"' for wave in (1, 2) for code in range(11, 19)]
    return "\n".join(["code,wave,q", *rows])


def test_yes_in_more_words_is_yes_if_a_person_says_so(tmp_path):
    """*Yes, often* beside *No, never*: both stand in a line that counts once its mark is taken away."""
    answers = ["Yes, often", "No, never", "Yes, once", "No, not yet"]
    text = inspect_files([given(tmp_path, asked_twice(lambda code, wave: answers[(code * wave) % 4]))])
    assert '# codes: {yes: ["Yes, often", "Yes, once"], no: ["No, never", "No, not yet"]}   # ?' in text


def test_no_idea_begins_with_no_and_means_none(tmp_path):
    """Only a sign between them parts no from what follows it."""
    answers = ["Yes", "No idea", "Yes", "No"]
    text = inspect_files([given(tmp_path, asked_twice(lambda code, wave: answers[(code * wave) % 4]))])
    assert 'no: ["No"]}   # ? write "No idea" where each belongs (yes, no, blank or not applicable)' in text


def test_two_marks_of_any_kind_are_asked_about_where_nothing_else_can_be_compared(tmp_path):
    """A tick and a cross: which is yes, only a person knows."""
    text = inspect_files([given(tmp_path, asked_twice(lambda code, wave: "✓✗"[code * wave % 2]))])
    assert '# ? write "✓", "✗" where each belongs' in text


def test_numbers_with_a_nought_behind_the_point_are_the_same_numbers(tmp_path):
    """As a program writes whole numbers of a column that has gaps."""
    study = parse(inspect_files([given(tmp_path, asked_twice(lambda code, wave: f"{code * wave % 2}.0"))]))
    assert (study.items["q"].kind, study.outcomes) == ("yes-no", ["q"])


@pytest.mark.parametrize("mark", ["x", "✓", "Yes"])
def test_whether_an_empty_cell_beside_marks_means_no_is_asked(mark, tmp_path):
    """A mark stands where somebody said yes, and nothing where they said no, or nothing."""
    text = inspect_files([given(tmp_path, asked_twice(lambda code, wave: mark * ((code * wave + code) % 3 > 0)))])
    assert f'# codes: {{yes: ["{mark}"], no: [""]}}   # ? does an empty cell' in text


def test_a_question_in_other_words_is_proposed_as_one_and_asked_about(tmp_path):
    """Both wordings are shown, and each wave is read from its own column."""
    rows = "\nP11,Yes\nP12,No\nP13,No\n"
    files = [
        given(tmp_path, f"code,Have you ever run a peer group?{rows}", "pre.csv"),
        given(tmp_path, f'code,"Since the course, have you run a peer group?"{rows}', "post.csv"),
    ]
    text = inspect_files(files)
    assert '# ? elsewhere it is asked as "Since the course, have you run a peer group?": is it one question?' in text
    (item,) = parse(text).items.values()
    assert item.columns["post"] == "Since the course, have you run a peer group?"


SPOKEN = [f"K{n}7,{w},{'YN'[n * (7 + w) % 2]}" for n in range(20) for w in (0, 1)]


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("Participant status", ["volunteer", "staff"]),
        ("Progress towards my goal", ["100", "100", "80", "100", "60"]),
        ("Completion of homework", ["100%", "100%", "80%"]),
        ("Progression de la maladie", ["en cours", "stable", "finie"]),
    ],
)
def test_a_question_that_is_called_as_a_program_calls_its_notes_stays_one(name, answers, tmp_path):
    """Castor's, Sphinx's and Typeform's words are those of people, too: no row is left out for them, nor the column."""
    rows = [f"{row},{answers[n // 2 % len(answers)]}" for n, row in enumerate(SPOKEN)]
    study = parse(inspect_files([given(tmp_path, "\n".join([f"id,time,heard,{name}", *rows]))]))
    assert name in [item.column for item in study.items.values()] and not study.data.leave_out


def test_a_question_beside_boxes_of_its_name_is_left_out_only_where_it_lists_them(tmp_path):
    """Yes and no to having been helped, and a box for each way, were said to be the same: the outcome was gone."""
    rows = [f"{row},{int(n % 3 == 0)},{int(n % 4 == 0)}" for n, row in enumerate(SPOKEN)]
    items = parse(inspect_files([given(tmp_path, "\n".join(["id,time,heard,heard/a,heard/b", *rows]))])).items
    assert sorted(item.kind for item in items.values()) == ["ticks", "yes-no"]
