"""A key in the file says what numbers mean: where it is against the custom, a person places them."""

import openpyxl
import pytest
from openpyxl.comments import Comment

from firststeps.responses.cleaning.clean import clean
from firststeps.responses.given.problems import Refusal
from firststeps.responses.proposing.first_look import first_look
from firststeps.responses.proposing.propose import inspect_files, new_study
from firststeps.responses.proposing.settling import settle
from firststeps.study import Study
from tests.responses.platforms.people import write_csv, write_workbook

LONG = [["A1", "pre", "0"], ["B2", "pre", "1"], ["C3", "pre", "1"], ["A1", "post", "1"], ["B2", "post", "0"]]
OPEN = '# codes: {yes: [], no: []}   # ? write "0", "1" where each belongs'


def told(path, question):
    """The proposal for a long file of one question."""
    return inspect_files([write_csv(path / "a.csv", [["Code", "Wave", question], *LONG])])


@pytest.mark.parametrize(
    "question",
    [
        "Group (0=yes, 1=no)",
        "Group [Yes=0 No=1]",
        "Group 1: no; 0: yes",
        "g 0-ja 1-nein",
        "Group [0→Yes; 1→No]",
        "Group (0 -> yes, 1 -> no)",
        "Group (0 yes, 1 no)",
        "Group: 0 means yes, 1 means no",
        "Group (ja bedeutet 0, nein bedeutet 1)",
    ],
)
def test_a_key_against_the_custom_is_asked_about(question, tmp_path):
    """1 was read as yes without a word."""
    assert OPEN in told(tmp_path, question)


@pytest.mark.parametrize(
    "question",
    ["Group (1=yes, 0=no)", "Group", "Group (weeks 0-1)", "Yes, no. 1 or 0?", "Group (1 yes, 0 no)", "Q 1: yes or no"],
)
def test_numbers_of_the_usual_meaning_are_not_asked_about(question, tmp_path):
    assert 'codes: {yes: ["1"], no: ["0"]}' in told(tmp_path, question)


def test_no_line_to_paste_is_against_the_key(tmp_path):
    """1 and 2 were proposed as yes and no, for whoever takes the sign of a comment away."""
    rows = [[code, wave, str(int(said) + 1)] for code, wave, said in LONG]
    path = write_csv(tmp_path / "a.csv", [["Code", "Wave", "Group (1 = no, 2 = yes)"], *rows])
    assert '# codes: {yes: [], no: []}   # ? write "2", "1" where each belongs' in inspect_files([path])


@pytest.mark.parametrize("key", [["Group", "0 = yes, 1 = no"], ["0", "yes"]])
def test_a_key_on_a_sheet_beside_the_answers_is_read(key, tmp_path):
    rows = [["Code", "Wave", "Group"], *LONG]
    path = write_workbook(tmp_path / "a.xlsx", {"Data": rows, "Key": [["Code", "Meaning"], key, ["1", "no"]]})
    assert OPEN in inspect_files([path])


@pytest.mark.parametrize("place", [0, 9])
def test_a_key_in_a_note_above_or_below_the_table_is_read(place, tmp_path):
    rows = [["Code", "Wave", "Group"], *LONG]
    rows.insert(place, ["Key: 0 = yes, 1 = no"])
    assert OPEN in inspect_files([write_workbook(tmp_path / "a.xlsx", {"Data": rows})])


BEFORE, AFTER = {"A1": "1", "B2": "0", "C3": "0", "D4": "1"}, {"A1": "2", "B2": "2", "C3": "1", "D4": "2"}
ROOM = '# codes_at: {pre: {yes: ["1"], no: ["0"]}, post: {yes: [], no: []}}   # ? write "1", "2" where each belongs'


def _unlike(path, form):
    """Files in which 1 and 0 stand at the first wave, and at the second 1 and 2: in a long, a wide or two files."""
    if form == "long":
        rows = [[who, wave, said] for wave, part in (("pre", BEFORE), ("post", AFTER)) for who, said in part.items()]
        return [write_csv(path / "a.csv", [["Code", "Wave", "Group"], *rows])]
    if form == "wide":
        rows = [[who, BEFORE[who], AFTER[who]] for who in BEFORE]
        return [write_csv(path / "a.csv", [["Code", "Group pre", "Group post"], *rows])]
    parts = {"pre": BEFORE, "post": AFTER}
    return [write_csv(path / f"{wave}.csv", [["Code", "Group"], *map(list, parts[wave].items())]) for wave in parts]


@pytest.mark.parametrize("form", ["long", "wide", "two files"])
def test_numbers_of_another_kind_at_each_wave_are_named_and_placed_by_a_person(form, tmp_path):
    """Where 1 and 0 became 1 and 2, one line of codes for both waves read 1 as yes at the second, or 0 and 1 as no."""
    settings = new_study(tmp_path / "study", _unlike(tmp_path, form))
    told = settings.read_text(encoding="utf-8")
    assert f"{ROOM} at post: pre has 1 and 0" in told
    settings.write_text(told.replace("# codes_at", "codes_at"), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        clean(Study.load(settings.parent))
    assert {problem.found.partition(" ")[0] for problem in refused.value.problems} == {"'1'", "'2'"}
    line = 'codes: {yes: [], no: []}   # write "1", "2" where it belongs'
    assert all(line in problem.remedy for problem in refused.value.problems)
    answers = iter(["no", "yes"])
    settled = settle(told, lambda question: next(answers) if "mean" in question else "", lambda line: None)
    settings.write_text(settled, encoding="utf-8")
    responses = clean(Study.load(settings.parent)).responses.set_index(["participant", "wave"])["answer"]
    assert responses.loc["A1"].tolist() == ["yes", "yes"] and responses.loc["C3"].tolist() == ["no", "no"]


def test_the_first_look_takes_no_number_for_an_answer_that_a_person_must_place(tmp_path):
    """With 1 as yes at both waves it showed a table of the few who said 1 twice."""
    files = _unlike(tmp_path, "wide")
    told = "\n".join(first_look(inspect_files(files), files))
    assert "no answers of anybody at pre and at post are understood yet; as typed" in told


def test_headings_that_give_each_wave_its_numbers_are_taken_at_their_word(tmp_path):
    first = write_csv(tmp_path / "pre.csv", [["Code", "Group (0=no, 1=yes)"], *map(list, BEFORE.items())])
    second = write_csv(tmp_path / "post.csv", [["Code", "Group (1=no, 2=yes)"], *map(list, AFTER.items())])
    told = inspect_files([first, second])
    assert 'codes_at: {pre: {yes: ["1"], no: ["0"]}, post: {yes: ["2"], no: ["1"]}}   # ?' in told


def test_headings_that_contradict_each_other_give_each_wave_its_codes(tmp_path):
    """One line of codes for both waves could only be wrong at one of them."""
    before, after = {"A1": 1, "B2": 2, "C3": 2, "D4": 1}, {"A1": 2, "B2": 2, "C3": 1, "D4": 1}
    first = write_csv(tmp_path / "pre.csv", [["Code", "Group (1=yes, 2=no)"], *map(list, before.items())])
    second = write_csv(tmp_path / "post.csv", [["Code", "Group (1=no, 2=yes)"], *map(list, after.items())])
    settings = new_study(tmp_path / "study", [first, second])
    line = 'codes_at: {pre: {yes: ["1"], no: ["2"]}, post: {yes: ["2"], no: ["1"]}}   # ?'
    assert line in settings.read_text(encoding="utf-8")
    responses = clean(Study.load(settings.parent)).responses.set_index(["participant", "wave"])["answer"]
    assert responses.loc["A1"].tolist() == ["yes", "yes"] and responses.loc["D4", "post"] == "no"


@pytest.mark.parametrize("where", ["right", "below", "comment"])
def test_a_legend_beside_or_below_the_answers_is_read(where, tmp_path):
    """In cells of their own number and word were no text that holds a key, and nobody read comments."""
    rows = [["Code", "Wave", "Group", "Sure"], *([*row, "3"] for row in LONG * 4)]
    for n, row in enumerate(rows[1:]):
        row[0] = f"{row[0]}{n // len(LONG)}"
    legend = [["0", "Yes"], ["1", "No"]]
    if where == "right":
        rows = [[*row, "", *(legend[n - 1] if n in (1, 2) else ["", ""])] for n, row in enumerate(rows)]
    elif where == "below":
        rows += [[], ["Key:"], *legend]
    path = write_workbook(tmp_path / "a.xlsx", {"S": rows})
    if where == "comment":
        book = openpyxl.load_workbook(path)
        book["S"]["C1"].comment = Comment("0 = yes, 1 = no", "JH")
        book.save(path)
    text = inspect_files([path])
    assert OPEN in text
    assert ("3 notes below the table" in text) == (where == "below")


def test_people_with_a_number_and_one_answer_are_no_legend(tmp_path):
    """Who answered only the first question has a number and a word beside it, and nothing else."""
    rows = [
        ["No", "Group", "Met", "Sure"],
        ["1", "No", "", ""],
        ["2", "Yes", "", ""],
        *([str(n), "Yes", "1", "4"] for n in range(3, 9)),
    ]
    rows += [["9", "No", "0", "2"]]
    text = inspect_files([write_csv(tmp_path / "a.csv", rows)])
    assert 'yes: ["1"], no: ["0"]' in text


@pytest.mark.parametrize(("question", "codes"), [("Group (1=yes, 0=no)", '"0"'), ("Group [ja = 1; nein = 0]", '"0"')])
def test_nothing_is_asked_where_the_heading_says_what_numbers_mostly_mean(question, codes, tmp_path):
    """The question stood beside the key itself."""
    assert f'    codes: {{yes: ["1"], no: [{codes}]}}\n' in told(tmp_path, question)
    text = inspect_files([write_csv(tmp_path / "b.csv", [["Code", "Wave", "Work (1=yes, 2=no)"], *TWOS])])
    assert '    codes: {yes: ["1"], no: ["2"]}\n' in text


TWOS = [[code, wave, "2" if said == "0" else said] for code, wave, said in LONG]


def test_numbers_to_which_the_heading_gives_other_words_are_no_yes_and_no(tmp_path):
    """What is known of people is a list; of what may change, a person must say what each means."""
    rows = [["Code", "Wave", "Sex (1=male, 2=female)", "Mood (1=good, 2=bad)"]]
    rows += [[code, wave, "1" if code == "A1" else "2", said] for code, wave, said in TWOS]
    text = inspect_files([write_csv(tmp_path / "a.csv", rows)])
    assert 'kind: choice\n    column: "Sex (1=male, 2=female)"\n    choices: ["1", "2"]' in text
    assert 'codes: {yes: [], no: []}   # ? write "2", "1" where each belongs' in text
