"""What a column is, guessed from its cells: where two readings are possible, a person is asked."""

import pandas as pd
import pytest

from firststeps.responses.cleaning.asking import ask_about_unknown
from firststeps.responses.cleaning.clean import answered_sheets, clean
from firststeps.responses.cleaning.log import Findings
from firststeps.responses.proposing.column_profiles import profile
from firststeps.responses.proposing.propose import inspect_files, new_study
from firststeps.responses.texts.lexicon import MISSING, NO, YES, folded, meaning_of
from firststeps.study import Study, parse
from tests.small_study import LONG, PATTERNS, ROWS, patterns


def proposed(folder, text):
    """The proposal for a file that holds ``text``."""
    path = folder / "answers.csv"
    path.write_text(text, encoding="utf-8")
    return inspect_files([path])


@pytest.mark.parametrize(("yes", "no"), [("✓", "x"), ("+", "-"), ("attended", "-")])
def test_a_sign_beside_one_answer_may_mean_no(yes, no, tmp_path):
    """Crosses beside ticks are no missing answers: which means what is asked, and the question is compared."""
    told = proposed(tmp_path, f"id,q_pre,q_post\nA1,{yes},{no}\nB2,{no},{yes}\nC3,{no},{yes}\n")
    (line,) = [line for line in told.splitlines() if "codes: {" in line]
    assert line.lstrip().startswith("# codes: {yes: [], no: []}   # ? write")
    assert f'"{yes}"' in line and f'"{no}"' in line
    assert "  outcome: q   # ?" in told


WIDE = str.maketrans("01259YESNOabcesy", "０１２５９ＹＥＳＮＯａｂｃｅｓｙ")  # as keyboards of East Asia write them
ARABIC = str.maketrans("01259", "٠١٢٥٩")


@pytest.mark.parametrize("signs", [WIDE, ARABIC])
@pytest.mark.parametrize(
    "answers", [["1", "0"], ["1", "2"], ["0", "1", "2"], ["YES", "NO"], ["yes", "NO"], ["1", "2", "5"]]
)
def test_digits_and_letters_of_other_keyboards_mean_what_plain_ones_do(signs, answers):
    """The same kind, the same certainty; the codes as they stand in the file."""
    plain = profile("q", pd.Series([*answers, *answers]))
    other = profile("q", pd.Series([answer.translate(signs) for answer in (*answers, *answers)]))
    assert (other.kind, other.sure) == (plain.kind, plain.sure)
    assert [sorted(part) for part in (other.yes, other.no, other.unsaid)] == [
        sorted(code.translate(signs) for code in part) for part in (plain.yes, plain.no, plain.unsaid)
    ]


def test_what_is_looked_up_is_written_as_it_is_looked_up():
    """No word for yes, no or no answer would be missed because it is brought into plain form."""
    assert not [word for words in (YES, NO, MISSING) for word in words if folded(word) not in words]


def test_a_proposal_of_wide_digits_is_cleaned(tmp_path):
    """What is proposed for them holds when the file is read."""
    rows = ROWS.replace("Yes", "１").replace("No", "０")
    path = tmp_path / "answers.csv"
    path.write_text(rows, encoding="utf-8")
    new_study(tmp_path / "study", [path])
    assert patterns(clean(Study.load(tmp_path / "study"))) == PATTERNS


@pytest.mark.parametrize("texts", [["nothing", "-"], ["3", "x", "x", "3"], ["Yes", "x", "Yes", "x"]])
def test_a_sign_elsewhere_may_be_no_answer(texts):
    """Beside a remark, a number or a plain yes it is asked about as before."""
    assert not profile("q", pd.Series(texts)).unclear


def test_answers_in_more_words_are_asked_about_in_a_wide_file_as_well(tmp_path):
    """That each of the two columns holds some does not make certain what they mean."""
    told = proposed(tmp_path, 'id,q_pre,q_post\nA1,"Yes, once","No, not yet"\nB2,"No, not yet","Yes, once"\n')
    assert '# codes: {yes: ["Yes, once"], no: ["No, not yet"]}   # ? is this what they mean?' in told


@pytest.mark.parametrize("last", ["", ";Tea"])
def test_no_list_holds_a_choice_in_two_letter_cases(last, tmp_path):
    """A study.yaml that does would be refused."""
    rows = "".join(
        f"{i},{site}{last},{yes}\n" for i, site in enumerate(["York", "york", "Leeds", "LEEDS"] * 3) for yes in ["Yes"]
    )
    assert parse(proposed(tmp_path, f"id,site,q\n{rows}")).items["site"].choices


def test_no_printed_line_says_two_things_of_one_text(small):
    """A text that stands among the codes of no already is not printed as blank beside it."""
    choice = 'kind: choice, choices: ["Yes", "No"], codes: {no: ["x"]}'
    yaml = LONG.replace("kind: yes-no", choice).replace("outcomes: [ips]", "outcomes: []")
    study = Study.load(small.write(ROWS + "P04,before,x\n", yaml).folder)
    findings = Findings()
    answered_sheets(study, findings)
    ask_about_unknown(study, findings)
    lines = [line for problem in findings.problems for line in problem.remedy.splitlines() if "codes: {" in line]
    assert lines and all(line.count('"x"') == 1 for line in lines)


@pytest.mark.parametrize("stray", ["0", "1", "2"])
def test_a_number_among_words_is_asked_about(stray, tmp_path):
    """Whoever writes yes and no in words means something else by 0; that is no second way to say no."""
    told = proposed(tmp_path, f"id,q_pre,q_post\nA1,Yes,No\nB2,No,Yes\nC3,{stray},Yes\nD4,Yes,No\n")
    (line,) = [line for line in told.splitlines() if "codes: {" in line]
    assert line.endswith("# ? is this what they mean?") and f'"{stray}"' in line


def test_words_at_one_wave_and_numbers_at_another_are_certain(tmp_path):
    """Each column is written in one way."""
    told = proposed(tmp_path, "id,q_pre,q_post\nA1,1,No\nB2,0,Yes\nC3,0,Yes\n")
    assert '    codes: {yes: ["1", "Yes"], no: ["0", "No"]}\n' in told


@pytest.mark.parametrize("unsure", ["Vet ej", "Ne sais pas", "don’t know", "No sabe", "Maybe"])
def test_not_sure_stands_nowhere_until_a_person_says_where(unsure, tmp_path):
    """In whatever language."""
    told = proposed(tmp_path, f"id,q_pre,q_post\nA1,Yes,No\nB2,No,Yes\nC3,{unsure},Yes\n")
    assert f'# ? write "{unsure}" where each belongs (yes, no, blank or not applicable)' in told


def test_an_error_of_a_spreadsheet_is_no_answer(tmp_path):
    told = proposed(tmp_path, "id,q_pre,q_post\nA1,Yes,No\nB2,No,Yes\nC3,#REF!,Yes\n")
    assert 'blank: ["#REF!"]}   # ?' in told


@pytest.mark.parametrize("code", ["8", "9"])
def test_a_number_beyond_a_gap_is_asked_about(code):
    """8 and 9 are no ratings from 1 to 5; where points of the scale are unused, it may go on to 10."""
    five = profile("r", pd.Series([*"12345", code]))
    assert five.range == (1, 5) and five.missing == [code]
    assert profile("r", pd.Series([*"1245", "8"])).range == (1, 10)


def test_a_2_beside_1_and_0_stands_nowhere(tmp_path):
    """It may be not sure, not applicable, or no at another time."""
    told = proposed(
        tmp_path, "id,wave,q\n" + "".join(f"{i},{w},{i % 3}\n" for w in ("pre", "post") for i in range(1, 10))
    )
    assert '# codes: {yes: ["1"], no: ["0"]}   # ? write "2" where each belongs' in told


def test_numbers_with_a_decimal_comma_are_numbers(small):
    """As Excel writes them in most of Europe."""
    column = profile("r", pd.Series(["3,5", "2,0", "4,25"]))
    assert column.kind == "scale"
    yaml = LONG.replace("kind: yes-no}", "kind: yes-no}\n  sure: {label: Sure, kind: scale, range: [0, 5]}")
    rows = 'id,wave,ips,sure\nP01,before,Yes,"3,5"\nP01,after,No,4.25\nP02,before,No,"2,0"\nP02,after,Yes,3\n'
    told = small.write(rows, yaml).clean().responses.query("item == 'sure'")["answer"].tolist()
    assert sorted(told) == ["2", "3", "3.5", "4.25"]


@pytest.mark.parametrize(
    ("yes", "no"), [("1. Yes", "2. No"), ("1 - Yes", "2 - No"), ("1=Ja", "2=Nein"), ("(1) Oui", "(2) Non")]
)
def test_yes_and_no_behind_their_numbers_are_no_scale(yes, no):
    """As Stata and exports of panels write labels; whether they mean it is asked."""
    column = profile("q", pd.Series([yes, no] * 4))
    assert (column.kind, column.yes, column.no, column.sure) == ("yes-no", [yes], [no], False)


def test_points_of_a_scale_behind_their_numbers_stay_one():
    assert profile("q", pd.Series(["1 - Poor", "2", "3 - Fair", "4", "5 - Good"] * 2)).kind == "scale"


def test_the_moment_of_a_response_is_no_question(tmp_path):
    """Else whoever opened the questionnaire and answered nothing would have been there, and in conflict with it."""
    rows = (
        "When,Code,Survey,Group\n2024-03-04 08:00,AB1,pre,\n2024-03-04 09:00,AB1,pre,Yes\n2024-03-04 09:01,CD2,pre,No\n"
    )
    rows += "2024-05-13 09:00,AB1,post,No\n2024-05-13 09:03,CD2,post,Yes\n"
    path = tmp_path / "when.csv"
    path.write_text(rows, encoding="utf-8")
    folder = new_study(tmp_path / "study", [path]).parent
    assert Study.load(folder).data.date_column == "When" and "when" not in Study.load(folder).items
    assert patterns(clean(Study.load(folder)), "group") == {("yes", "no"): 1, ("no", "yes"): 1}


def test_a_day_that_people_were_asked_for_is_a_question(tmp_path):
    """It has no time of day, or not in every row."""
    told = proposed(
        tmp_path, "id,wave,day,q\nA1,pre,2024-03-04,Yes\nB2,pre,2024-03-05,No\nA1,post,,No\nB2,post,2024-05-05,Yes\n"
    )
    assert "kind: date" in told and "date_column" not in told


@pytest.mark.parametrize("others", [["Sometimes"], ["Sometimes", "Only at work", "Not any more"]])
def test_other_answers_beside_yes_and_no_are_placed_by_a_person(others, tmp_path):
    """No line that only has to be taken makes them blank; at one wave there may be several, at another none."""
    rows = [
        *((yes, no) for yes, no in (("Yes", "No"), ("No", "Yes"), ("Yes", "Yes"))),
        *(("No", other) for other in others * 2),
    ]
    text = "".join(f"{number},{before},{after}\n" for number, (before, after) in enumerate(rows, start=10))
    told = proposed(tmp_path, f"id,q_pre,q_post\n{text}")
    asked = ", ".join(f'"{other}"' for other in sorted(others))
    assert f'# codes: {{yes: ["Yes"], no: ["No"]}}   # ? write {asked} where each belongs' in told
    assert "outcomes: [q]" in told


def test_answers_of_another_kind_at_one_wave_stay_apart(tmp_path):
    """A remark is no answer beside yes and no."""
    told = proposed(
        tmp_path, "id,q_pre,q_post\n1,Yes,I met others there\n2,No,The tea was good\n3,No,More time please\n"
    )
    assert "kind: text" in told and "write" not in told


def test_minus_one_beside_nought_is_left_for_a_person_to_place():
    """Microsoft Access writes yes as -1; elsewhere it is no answer."""
    column = profile("ran", pd.Series(["-1", "0", "0", "-1"]))
    assert column.kind == "yes-no" and column.unclear == ["-1", "0"] and not column.yes + column.no + column.missing


def test_slips_beside_yes_and_no_are_asked_about_one_by_one():
    """Of a few people who wrote it otherwise the question is yes and no all the same."""
    slips = ["Yess", "YES!", "no.", "Nope", "Don’t know"]
    column = profile("ran", pd.Series(["Yes", "No"] * 10 + slips))
    assert column.kind == "yes-no" and column.unsaid == sorted({"Yess", "YES!", "no.", "Nope"})


@pytest.mark.parametrize("others", [["Often", "Seldom", "Never"] * 4, ["Often", "3", "Seldom"]])
def test_many_other_answers_make_a_choice_of_yes_and_no(others):
    """A scale in words that happens to hold yes and no is no yes-no question, nor are numbers beside it."""
    assert profile("ran", pd.Series(["Yes", "No"] * 5 + others)).kind != "yes-no"


@pytest.mark.parametrize("text", ["I don't know", "dont know", "I\u2019d rather not say", "BLANK"])
def test_no_answer_in_the_first_person_is_known(text):
    """And what scanners of paper write."""
    assert meaning_of(text) == "blank"


LAYOUTS = {
    "wide": {"a.csv": "id,q_pre,r_pre,q_post,r_post\nA1,Yes,1,Yes,2\nB2,No,2,,3\nC3,No,3,Yes,4\nD4,Yes,4,,5\n"},
    "long": {
        "a.csv": "id,wave,q,r\nA1,pre,Yes,1\nB2,pre,No,2\nC3,pre,No,3\nD4,pre,Yes,4\n"
        "A1,post,Yes,2\nB2,post,,3\nC3,post,Yes,4\nD4,post,,5\n"
    },
    "long, a word behind each wave": {
        "a.csv": "id,wave,q,r\nA1,pre survey,Yes,1\nB2,pre survey,No,2\nC3,pre survey,No,3\nD4,pre survey,Yes,4\n"
        "A1,post survey,Yes,2\nB2,post survey,,3\nC3,post survey,Yes,4\nD4,post survey,,5\n"
    },
    "per wave": {
        "pre.csv": "id,q,r\nA1,Yes,4\nB2,No,2\nC3,No,2\nD4,Yes,5\n",
        "post.csv": "id,q,r\nA1,Yes,3\nB2,,3\nC3,Yes,4\nD4,,1\n",
    },
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_whether_an_empty_cell_means_no_is_asked_at_the_wave_at_which_only_yes_is_written(layout, tmp_path):
    """Nobody said no there, and half were counted as not having answered; the line works once its mark is away."""
    paths = [tmp_path / name for name in LAYOUTS[layout]]
    for path in paths:
        path.write_text(LAYOUTS[layout][path.name])
    settings = new_study(tmp_path / "study", paths)
    text = settings.read_text(encoding="utf-8")
    line = '    # codes_at: {post: {yes: ["Yes"], no: [""]}}   # ? nobody wrote no at post'
    assert text.count(line) == 1
    settings.write_text(text.replace(line, line.replace("# codes_at", "codes_at")), encoding="utf-8")
    said = clean(Study.load(settings.parent)).responses
    after = said[(said["wave"] == "post") & (said["item"] == "q")].set_index("participant")["answer"]
    assert after.to_dict() == {"A1": "yes", "B2": "no", "C3": "yes", "D4": "no"}


@pytest.mark.parametrize("numbers", ["10", "12"])
def test_a_word_beside_two_numbers_is_no_third_point_of_a_scale(numbers):
    """Whoever refused to answer was rated above all others."""
    one, other = numbers
    column = profile("q", pd.Series([one, other, "ni vull dir"] * 2))
    assert (column.kind, column.unsaid, column.points) == ("yes-no", ["ni vull dir"], {})
    for amount in ("3 or more", "several", "more often"):
        assert profile("q", pd.Series([one, other, amount] * 2)).kind != "yes-no"


@pytest.mark.parametrize("others", [[], ["nvt"], ["k.A."]])
def test_first_letters_of_yes_and_no_are_asked_about(others):
    """Beside a word they were a list of choices, and no question that is compared."""
    column = profile("ran", pd.Series([*"JNJNNJ", *others]))
    assert column.kind == "yes-no" and column.unclear == ["J", "N"]
    assert column.unsaid + column.missing == others


@pytest.mark.parametrize("letters", [["F", "M"], ["A", "B", "N"], ["N", "S", "E", "W"], ["J"]])
def test_other_letters_are_choices(letters):
    assert profile("ran", pd.Series(letters * 4)).kind == "choice"


def test_letters_at_two_waves_beside_no_answer_stay_open(tmp_path):
    """What means which was lost when the waves were put together."""
    told = proposed(tmp_path, "id,q_pre,q_post\nA1,J,N\nB2,N,k.A.\nC3,N,J\nD4,k.A.,J\n")
    assert '# codes: {yes: [], no: [], blank: ["k.A."]}   # ? write "J", "N" where each belongs' in told


def test_an_answer_beside_numbered_yes_and_no_is_asked_about():
    """It made text of the question."""
    column = profile("ran", pd.Series(["1 - Yes", "2 - No"] * 5 + ["3 - Rather not say"]))
    assert column.kind == "yes-no" and column.unsaid == ["3 - Rather not say"]


def test_what_people_write_after_yes_is_text():
    said = ["Yes, it helped", "No, not at all", "It was good", "Yes, a lot", "Thank you"]
    assert profile("ran", pd.Series(said)).kind == "text"


@pytest.mark.parametrize(("thirds", "kind"), [(2, "yes-no"), (9, "scale")])
def test_a_third_number_is_asked_about_where_few_gave_it(thirds, kind, tmp_path):
    """Beside another question in 1 and 2: don't know, or the third point of a scale."""
    said = ["1", "2", "2", "1", "1"] * 5
    said = [*["3"] * thirds, *said[thirds:]]
    waves = ["pre", "post"] * 13
    rows = [f"P{10 + n // 2},{wave},{a},{1 + n // 3 % 2}" for n, (wave, a) in enumerate(zip(waves, said, strict=False))]
    told = proposed(tmp_path, "\n".join(["id,wave,q,r", *rows]))
    assert f'  q:\n    label: "q"\n    kind: {kind}\n' in told
    assert ('write "3" where each belongs' in told) == (kind == "yes-no")


def test_days_as_a_spreadsheet_counts_them_are_no_score(tmp_path):
    told = proposed(tmp_path, "id,wave,Datum,q\nA1,pre,45365,Ja\nA1,post,45435.5,Nein\nB2,pre,45365,Nein\n")
    assert "  datum:" not in told and "- Datum   # days, as a spreadsheet counts them" in told


@pytest.mark.parametrize("text", ["No -> Yes", "Yes, no", "Nein, ja"])
def test_an_answer_that_says_both_is_asked_about(text):
    """It stood among those that begin as it does, below a question whether all mean that."""
    column = profile("ran", pd.Series(["Yes", "No"] * 4 + [text]))
    assert column.unsaid == [text] and not {text} & {*column.yes, *column.no}


def test_scores_out_of_a_number_are_scores():
    """As quizzes of Google Forms write them; a list of choices has no better."""
    column = profile("Score", pd.Series(["3 / 5", "4 / 5", "5 / 5", "3 / 5"]))
    assert (column.kind, column.range, column.points["4 / 5"]) == ("scale", (0, 5), 4)
