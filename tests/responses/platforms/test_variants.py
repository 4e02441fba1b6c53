"""From files as platforms write them, in many variants, to the one right table."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firststeps.responses.cleaning.clean import clean
from firststeps.responses.proposing.propose import inspect_files
from firststeps.study import Study
from tests.responses.platforms.people import (
    AFTER,
    BEFORE,
    CHOICES,
    CODE,
    CODES,
    GROUP,
    HELPS,
    RATED,
    TABLE,
    TICKED,
    first_table,
    write_csv,
    write_open_document,
    write_workbook,
    write_zip,
)

PROPERTY = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def stamp(wave, place):
    """When somebody answered."""
    return f"2024-0{3 + 2 * wave}-04 09:{place:02d}:00"


def forms(separator=", ", before=BEFORE, after=AFTER):
    """The rows of two Google Forms, one before and one after."""
    first = [["Timestamp", CODE, GROUP]]
    first += [[stamp(0, place), code, said] for place, (code, said) in enumerate(before.items())]
    second = [["Timestamp", CODE, GROUP, HELPS, "How would you rate it?"]]
    for place, (code, said) in enumerate(after.items()):
        second.append([stamp(1, place), code, said, separator.join(TICKED[code]), RATED[code]])
    return first, second


def table_of(folder, first, second, name="study"):
    """The first table of two CSV files."""
    files = [write_csv(folder / "before.csv", first), write_csv(folder / "after.csv", second)]
    return first_table(folder / name, *files)


@pytest.mark.parametrize("separator", [", ", ";", "\n", "|", ","])
def test_ticks_of_any_separator_are_the_same_choices(tmp_path, separator):
    """One choice holds a comma itself; what was ticked comes out as it went in."""
    table, study, cleaned = table_of(tmp_path, *forms(separator))
    item = next(name for name, about in study.items.items() if about.kind == "ticks")
    assert (table, sorted(study.items[item].choices)) == (TABLE, sorted(CHOICES))
    told = cleaned.responses[(cleaned.responses["item"] == item) & (cleaned.responses["status"] == "answered")]
    ticks = dict(zip(told["participant"], told["answer"].str.split("; ").map(set), strict=True))
    assert ticks == {code: set(TICKED[code]) for code in AFTER}


@PROPERTY
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_does_not_matter(tmp_path_factory, random):
    """But for the first column, by which the platform is known."""
    first, second = forms()
    for rows in (first, second):
        body = rows[1:]
        random.shuffle(body)
        order = [0, *random.sample(range(1, len(rows[0])), len(rows[0]) - 1)]
        rows[:] = [[row[place] for place in order] for row in (rows[0], *body)]
    assert table_of(tmp_path_factory.mktemp("turned"), first, second)[0] == TABLE


@pytest.mark.parametrize("words", [("Ja", "Nein"), ("Oui", "Non"), ("Sí", "No"), ("TRUE", "FALSE"), ("yes", "no")])
def test_yes_and_no_may_be_said_in_another_language(tmp_path, words):
    said = dict(zip(("Yes", "No"), words, strict=True))
    waves = [{code: said[answer] for code, answer in wave.items()} for wave in (BEFORE, AFTER)]
    assert table_of(tmp_path, *forms("; ", *waves))[0] == TABLE


def qualtrics(numbers=False):
    """The rows of two exports of Qualtrics, answers as texts or as numbers of the choices."""
    names = ["StartDate", "EndDate", "Status", "IPAddress", "Progress", "Finished", "RecordedDate", "ResponseId"]
    labels = ["Start Date", "End Date", "Response Type", "IP Address", "Progress", "Finished", "Recorded Date", "Id"]
    said = {"Yes": "1", "No": "2"} if numbers else {"Yes": "Yes", "No": "No"}
    status, finished = ("0", "1") if numbers else ("IP Address", "True")
    tables = []
    for wave, people in enumerate((BEFORE, AFTER)):
        boxes = [f"Q6_{place}" for place in range(1, 5)] * wave
        rows = [[*names, "Q2", "Q3", *boxes], [*labels, CODE, GROUP, *(f"{HELPS} - {c}" for c in CHOICES[: 4 * wave])]]
        rows.append([f'{{"ImportId":"{name}"}}' for name in rows[0]])
        for place, (code, answer) in enumerate(people.items()):
            notes = [stamp(wave, place)] * 2 + [status, f"10.0.{wave}.{place}", "100", finished, stamp(wave, place)]
            ticks = [("1" if numbers else choice) * (choice in TICKED[code]) for choice in CHOICES[: 4 * wave]]
            rows.append([*notes, f"R_{wave}{place}k", code, said[answer], *ticks])
        tables.append(rows)
    return tables


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_preview_rows_change_nothing_but_what_is_asked(tmp_path, rows):
    """Each is one more row that the proposal leaves out, and says so."""
    first, second = qualtrics()
    for number in range(rows):
        first.insert(3, [*first[3][:2], "Survey Preview", *first[3][3:7], f"R_t{number}", f"TEST{number}", "Yes"])
    table, study, cleaned = table_of(tmp_path, first, second)
    assert table == TABLE
    left = cleaned.log["rule"].str.contains("preview").sum()
    assert left == rows
    assert (f"{rows} preview" in (study.folder / "study.yaml").read_text(encoding="utf-8")) == (rows > 0)


def test_boxes_of_qualtrics_are_one_question_with_the_choices_as_labels_say(tmp_path):
    table, study, _ = table_of(tmp_path, *qualtrics())
    assert table == TABLE
    assert study.items["q6"].boxes == {choice: f"Q6_{place}" for place, choice in enumerate(CHOICES, start=1)}


def test_numbers_of_choices_are_asked_about(tmp_path):
    """1 and 2 may be yes and no; boxes that hold 1 are ticked."""
    first, second = qualtrics(numbers=True)
    text = inspect_files([write_csv(tmp_path / "pre.csv", first), write_csv(tmp_path / "post.csv", second)])
    assert 'codes: {yes: ["1"], no: ["2"]}   # ?' in text
    assert '"Time to practise": Q6_1' in text


def test_a_zip_with_a_file_for_each_wave(tmp_path):
    first, second = forms(";")
    files = [write_csv(tmp_path / "before.csv", first), write_csv(tmp_path / "after.csv", second)]
    assert first_table(tmp_path / "one", write_zip(tmp_path / "all.zip", *files))[0] == TABLE
    apart = [write_zip(tmp_path / f"{file.stem}.zip", file) for file in files]
    assert first_table(tmp_path / "two", *apart)[0] == TABLE


def by_hand(title=(), sheets=False):
    """Rows as people type them: one table with two rows of names, or a sheet a wave."""
    if sheets:
        return {
            name: [*title, ["Code", "Run a group"], *([code, said] for code, said in people.items())]
            for name, people in (("Pre", BEFORE), ("Post", AFTER))
        }
    names = [["Code", "Before the course", "", "After the course", ""], ["", *["Run a group", "Rating"] * 2]]
    rows = [[c, BEFORE.get(c, ""), RATED[c] * (c in BEFORE), AFTER.get(c, ""), RATED[c] * (c in AFTER)] for c in CODES]
    return {"Data": [*title, *names, *rows]}


@pytest.mark.parametrize("write", [write_workbook, write_open_document], ids=["xlsx", "ods"])
@pytest.mark.parametrize("title", [(), (["Course of spring"], []), (["Course"], ["typed by KT"], [])])
@pytest.mark.parametrize("sheets", [False, True])
def test_a_workbook_kept_by_hand(tmp_path, write, title, sheets):
    """With a title or without, two rows of names or a sheet a wave, in either kind of workbook."""
    ending = "xlsx" if write is write_workbook else "ods"
    table, _, cleaned = first_table(tmp_path / "study", write(tmp_path / f"b.{ending}", by_hand(title, sheets)))
    assert table == TABLE
    assert cleaned.responses["participant"].nunique() == 16


def test_a_sheet_of_notes_is_not_read(tmp_path):
    sheets = {"Read me": [["Typed by KT"], ["yellow: telephoned"]], **by_hand(sheets=True)}
    table, study, _ = first_table(tmp_path / "study", write_workbook(tmp_path / "b.xlsx", sheets))
    assert table == TABLE
    assert '# not read: "Read me" of b.xlsx' in (study.folder / "study.yaml").read_text(encoding="utf-8")


def test_totals_below_a_table_are_no_people(tmp_path):
    """They are left out by a rule that stands in the proposal, and logged row by row."""
    sheets = by_hand((["Course"],))
    sheets["Data"] += [["Total yes", 6, "", 9, ""], ["%", 0.43, "", 0.75, ""]]
    table, _, cleaned = first_table(tmp_path / "study", write_workbook(tmp_path / "b.xlsx", sheets))
    assert table == TABLE
    assert cleaned.log["rule"].str.startswith("totals").sum() == 2


def lime_survey(question):
    """The rows of two exports of LimeSurvey with texts for names, and boxes that say Yes or No."""
    names = ["Response ID", "Date submitted", "Last page", "Start language", "Seed", CODE, GROUP]
    tables = []
    for wave, people in enumerate((BEFORE, AFTER)):
        rows = [[*names, *(f"{question} [{choice}]" for choice in CHOICES[: 4 * wave])]]
        for place, (code, said) in enumerate(people.items()):
            ticks = ["Yes" if choice in TICKED[code] else "No" for choice in CHOICES[: 4 * wave]]
            rows.append([str(place + 7), stamp(wave, place), "3", "en", f"9{wave}{place:03d}7", code, said, *ticks])
        tables.append(rows)
    return tables


@pytest.mark.parametrize(
    "question, kinds", [("What helped? (tick all that apply)", {"yes-no", "ticks"}), ("Can you", {"yes-no"})]
)
def test_yes_and_no_are_ticks_where_the_question_asks_for_them(tmp_path, question, kinds):
    """Else they answer a list of questions."""
    table, study, _ = table_of(tmp_path, *lime_survey(question))
    assert table == TABLE
    assert {about.kind for about in study.items.values()} == kinds


def test_an_unfinished_response_is_left_out_until_somebody_says_otherwise(tmp_path):
    """LimeSurvey dates what was submitted alone."""
    first, second = lime_survey("Can you")
    second.append(["99", "", "1", "en", "123457", "GR06ED", "Yes", "Yes", "No", "No", "No"])
    table, study, cleaned = table_of(tmp_path, first, second)
    text = (study.folder / "study.yaml").read_text(encoding="utf-8")
    assert (table, cleaned.log["rule"].str.startswith("unfinished").sum()) == (TABLE, 1)
    assert "1 unfinished" in text
    settled = [line for line in text.splitlines() if "leave_out" not in line and "reason: unfinished" not in line]
    (study.folder / "study.yaml").write_text("\n".join(settled), encoding="utf-8")
    counted = clean(Study.load(study.folder)).responses
    assert len(counted[(counted["participant"] == "GR06ED") & (counted["status"] == "answered")]) > 1
