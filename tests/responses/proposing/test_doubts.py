"""What a file holds beside answers that may change them is told or asked about, and settles nothing."""

import pandas as pd
import pytest

from firststeps.responses.given.problems import Refusal
from firststeps.responses.proposing.people.doubts import alike_but_for_ends
from firststeps.responses.proposing.propose import inspect_files
from tests.responses.platforms.people import write_csv

CODES = ["MA12LE", "JO03BR", "AN27SH", "LI09YO", "PE30DE", "CA08NO"]


def files(folder, head, before, after):
    """The files of two waves with the same head."""
    return [write_csv(folder / f"{wave}.csv", [head, *rows]) for wave, rows in (("pre", before), ("post", after))]


def test_scales_of_which_one_reaches_much_further_are_asked_about(tmp_path):
    """0 to 10 before and 0 to 100 afterwards were one scale, on which everybody improved."""
    before = [[code, str(n)] for code, n in zip(CODES, (0, 3, 5, 8, 10, 7), strict=True)]
    after = [[code, str(n)] for code, n in zip(CODES, (10, 40, 55, 70, 100, 85), strict=True)]
    told = inspect_files(files(tmp_path, ["Code", "Sure"], before, after))
    assert "kind: scale   # ? 0 to 10 at pre, 10 to 100 at post: is it one scale?" in told
    assert "one scale" not in inspect_files(files(tmp_path, ["Code", "Sure"], before, before[::-1]))


def test_a_column_of_corrections_is_told(tmp_path):
    """Nothing writes it over the answers that it corrects."""
    rows = [[code, "Yes", "No" if code == "PE30DE" else ""] for code in CODES]
    told = inspect_files(files(tmp_path, ["Code", "Group", "Group (corrected)"], rows, rows))
    assert "# look: `Group (corrected)` is filled in 1 row; where it corrects `Group`, write it over that" in told


def test_addresses_that_find_more_people_than_codes_do_raise_a_doubt(tmp_path):
    """Two mistyped codes were two people more; the addresses themselves are shown nowhere."""
    before = [[code, f"{code.lower()}@example.org", "No"] for code in CODES]
    after = [[code, f"{code.lower()}@example.org", "Yes"] for code in CODES]
    after[0][0], after[3][0] = "XX99XX", "YY88YY"
    told = inspect_files(files(tmp_path, ["Code", "E-mail", "Group"], before, after))
    assert "column: Code   # ? `E-mail` finds 6 people again, `Code` 4: are some codes mistyped?" in told
    assert "example.org" not in told
    after[0][0], after[3][0] = CODES[0], CODES[3]
    assert "mistyped" not in inspect_files(files(tmp_path, ["Code", "E-mail", "Group"], before, after))


@pytest.mark.parametrize("sign", ["|", "   "])
def test_a_text_whose_columns_nothing_known_separates_is_refused(sign, tmp_path):
    """It was one column, and a study without a question."""
    path = tmp_path / "a.txt"
    path.write_text("\n".join(sign.join(row) for row in [["Code", "When", "Group"], ["A1", "pre", "Yes"]]) + "\n")
    with pytest.raises(Refusal, match="found one column"):
        inspect_files([path])


@pytest.mark.parametrize("name, ends", [("Sure (1-5)", "[1, 5]"), ("Sure [1 to 4]", "[1, 4]"), ("Sure", "[0, 5]")])
def test_the_ends_of_a_scale_that_a_heading_tells_are_its_ends(name, ends, tmp_path):
    """0 for no answer became the lowest point of a scale from 1 to 5; beyond its ends, cleaning asks."""
    rows = [[code, str(n)] for code, n in zip(CODES, (0, 1, 2, 3, 4, 4), strict=True)]
    assert f"range: {ends}" in inspect_files(files(tmp_path, ["Code", name], rows, rows[::-1]))


@pytest.mark.parametrize(
    ("ends", "asked"),
    [(("-1", "-2"), True), (("_1", "_3"), True), (("1", "2"), False), (("", ""), False)],
)
def test_codes_that_come_again_but_for_a_number_at_their_end_are_asked_about(ends, asked, tmp_path):
    """Whether it tells the wave or who of a household it is, nobody but a person knows."""
    rows = [[f"{code}{end}", "Yes" if place % 2 else "No"] for end in ends for place, code in enumerate(CODES)]
    text = inspect_files([write_csv(tmp_path / "a.csv", [["Code", "Group"], *rows])])
    assert (f"but for their end ({', '.join(ends)}): if that tells the wave" in text) == asked


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("Have you run a group?", "Have you ever run a group?", True),
        ("If so, at work?", "Else, would you help?", False),
    ],
)
def test_two_columns_of_one_question_of_which_everybody_filled_in_one_are_told(first, second, told, tmp_path):
    """A form that was changed midway has a column for each wording; a question that only some are asked is another."""
    rows = [[code, "Yes", ""] for code in CODES[:3]] + [[code, "", "No"] for code in CODES[3:]]
    rows[1][1], rows[4][2] = "No", "Yes"
    text = inspect_files([write_csv(tmp_path / "a.csv", [["Code", first, second], *rows])])
    assert (f"# look: nobody filled in both `{first}` and `{second}`" in text) == told
    rows[0][2] = "No"
    assert "nobody filled in both" not in inspect_files(
        [write_csv(tmp_path / "b.csv", [["Code", first, second], *rows])]
    )


@pytest.mark.parametrize(("weeks", "asked"), [((11, 12), True), ((12, 12), False)])
def test_weeks_of_which_nobody_has_two_are_asked_to_be_one_wave(weeks, asked, tmp_path):
    """People come when they can; each week was a wave with a few of them."""
    rows = [[code, "0", "No"] for code in CODES] + [[code, str(weeks[n % 2]), "Yes"] for n, code in enumerate(CODES)]
    text = inspect_files([write_csv(tmp_path / "a.csv", [["Code", "Week", "Group"], *rows])])
    assert ("And nobody stands at two of 11 and 12: are they one wave?" in text) == asked
    rows.append([CODES[0], "12", "Yes"])
    assert "stands at two of" not in inspect_files([write_csv(tmp_path / "b.csv", [["Code", "Week", "Group"], *rows])])


def looked_at(folder, name, answers):
    """What a proposal tells to look at in a column of some answers."""
    rows = [
        [code, answer, "Yes" if n % 2 else "No"] for n, (code, answer) in enumerate(zip(CODES, answers, strict=True))
    ]
    text = inspect_files([write_csv(folder / "a.csv", [["Code", name, "Met a peer"], *rows])])
    return [line for line in text.splitlines() if line.startswith("  # look: ") and name in line]


@pytest.mark.parametrize(
    ("answers", "dates"),
    [
        (["0", "01-Feb", "03-May", "6+", "0", "01-Feb"], "01-Feb, 03-May"),
        (["0", "2024-02-01", "6+", "6+", "0", "2024-02-01"], "2024-02-01"),
        (["2024-02-01", "2024-02-08", "2024-02-03", "2024-03-01", "2024-02-11", "2024-02-01"], ""),
        (["0", "1-2", "3-5", "6+", "0", "1-2"], ""),
    ],
)
def test_dates_among_other_answers_are_told_to_be_made_by_a_spreadsheet(answers, dates, tmp_path):
    """*1-2* is the first of February to a spreadsheet; where all are dates, people gave dates."""
    lines = looked_at(tmp_path, "How often", answers)
    assert len(lines) == bool(dates)
    assert f"holds {dates} beside other answers" in "".join(lines) or not dates


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (["Y/N", "N/Y", "Y/Y", "-/Y", "N/N", "Y/-"], True),
        (["No → Yes", "Yes → Yes", "No →", "→ No", "No → No", "Yes → No"], True),
        (["Yes", "No", "n/a", "Yes", "No", "N/A"], False),
        (["and/or", "now/then", "here/there", "up/down", "in/out", "on/off"], False),
    ],
)
def test_two_answers_in_one_cell_are_told(answers, told, tmp_path):
    """Both times stood in one column, and its pairs were choices."""
    assert bool(looked_at(tmp_path, "Group (before/after)", answers)) == told


@pytest.mark.parametrize(("name", "told"), [("Post imputed", True), ("LOCF", True), ("Group put off", False)])
def test_a_column_that_speaks_of_answers_nobody_gave_is_told(name, told, tmp_path):
    assert bool(looked_at(tmp_path, name, ["Yes", "No"] * 3)) == told


@pytest.mark.parametrize("head", [["record", "event", "field_name", "value"], ["Code", "Time", "Frage", "Antwort"]])
def test_a_row_for_each_question_is_refused_however_people_are_found(head, tmp_path):
    """Answers of yes and no and those on a scale stood in one column, and were one question."""
    rows = [
        [str(n), time, *pair]
        for n in range(1, 7)
        for time in ("pre", "post")
        for pair in (("ran_group", n % 2), ("sure", n))
    ]
    with pytest.raises(Refusal, match="a row for each answer; expected a column for each question"):
        inspect_files([write_csv(tmp_path / "a.csv", [head, *rows])])


@pytest.mark.parametrize("sign", ["−", "–", "-"])
def test_a_number_below_nought_is_one_whatever_its_sign(sign, tmp_path):
    """Word processors write a sign of their own: −9 was a point on a scale from 0 to 2, the highest."""
    answers = ["1", "0", "1", f"{sign}9", "0", "1"]
    rows = [[code, time, said] for time in ("pre", "post") for code, said in zip(CODES, answers, strict=True)]
    text = inspect_files([write_csv(tmp_path / "a.csv", [["Code", "Time", "Group"], *rows])])
    assert "kind: yes-no" in text and f'"{sign}9"' in text


def test_codes_that_rise_are_told_to_be_one_but_for_the_wave_before_them():
    """As PRE01 to PRE20, of whom one did not come again."""
    tables = [
        pd.DataFrame({"ID": [f"{wave}{n:02d}" for n in range(1, 9) if n != away]}, dtype="str")
        for wave, away in (("PRE", 3), ("POST", 5))
    ]
    assert alike_but_for_ends(tables).startswith("`ID`: 6 of 8 people found at both without what all codes")
