"""Rules of cleaning whose other reading would change a verdict: each test fails if the rule is turned about."""

import calendar
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from firststeps.responses.cleaning.clean import tidy_responses
from firststeps.responses.cleaning.log import Findings
from firststeps.responses.cleaning.people import ask_about_codes, clean_identifiers, tell_of_slips
from firststeps.responses.counting.patterns import pattern_frame, read_words
from firststeps.responses.given.problems import Refusal
from firststeps.responses.texts.dates import read_date
from firststeps.study.parts.files import Identifier
from tests.small_study import LONG, PATTERNS, ROWS, patterns

CONFLICT = ROWS + "P01,before,No\n"


@pytest.mark.parametrize(
    ("rule", "rows", "told"), [("drop", [2, 7], "all left out"), ("first", [7], "first"), ("set missing", [7], None)]
)
def test_what_became_of_conflicting_questionnaires_stands_in_the_log(small, rule, rows, told):
    """Where none of them counts all are left out, and the log says so; where the first counts, the others."""
    cleaned = small.write(CONFLICT, LONG + f"cleaning: {{conflicts: {rule}}}\n").clean()
    left_out = cleaned.log[(cleaned.log["column"] == "") & (cleaned.log["before"] == "P01")]
    assert left_out["row"].tolist() == rows
    assert set(left_out["rule"]) == {f"conflicting questionnaires of one person: {told or rule}"}
    assert cleaned.rows.loc[0, "left out"] == len(rows)


def test_the_latest_of_three_counts_wherever_it_stands(small):
    """By its date, not by its place among the rows."""
    yaml = LONG.replace("wave_column: wave", "wave_column: wave, date_column: day")
    rows = ["P01,before,No,2024-05-01", "P01,before,Yes,2024-05-09", "P01,before,No,2024-05-02", "P01,after,No,"]
    small.write("\n".join(["id,wave,ips,day", *rows]), yaml + "cleaning: {conflicts: last by date}\n")
    cleaned = small.clean()
    assert patterns(cleaned) == {("yes", "no"): 1}
    assert cleaned.log.loc[cleaned.log["before"] == "P01", "row"].tolist() == [2, 4]


def test_a_date_that_cannot_be_read_decides_nothing(small):
    """Which of two questionnaires is the last is asked where one has no date, even if the other is late."""
    yaml = LONG.replace("wave_column: wave", "wave_column: wave, date_column: day")
    rows = ["P01,before,No,", "P01,before,Yes,2024-05-09", "P01,after,No,"]
    small.write("\n".join(["id,wave,ips,day", *rows]), yaml + "cleaning: {conflicts: last by date}\n")
    (problem,) = small.problems()
    assert (problem.verdict, problem.row, problem.column) == ("ask", 2, "day")
    assert "data > date_column" in problem.remedy


def slips(seen):
    """The warnings about codes, of a mapping from code to the waves (0 to 3) at which it was seen."""
    found = Findings()
    study = SimpleNamespace(
        wave_ids=["before", "after", "later", "last"], cleaning=SimpleNamespace(one_wave_codes="warn")
    )
    waves = np.array([[wave in at for wave in range(4)] for at in seen.values()])
    tell_of_slips(pd.Index(list(seen)), waves, study, found)
    return [problem.found for problem in found.problems]


@pytest.mark.parametrize("other", ["AB1", "AXB12", "BA12", "AB21", "A812"])
def test_one_slip_away_is_told(other):
    """A letter too few or too many, two neighbours exchanged, a look-alike: beside AB12, seen at the other wave.

    B is itself a letter that looks like a figure, which hid the first four.  The pair is told once: two aliases would
    contradict each other.
    """
    assert slips({"AB12": [0], other: [1]}) == [f"{other!r} seen only at 'after', where 'AB12' is not seen"]
    assert slips({"AB12": [0, 1], other: [2]}) == [f"{other!r} seen only at 'later', where 'AB12' is not seen"]
    assert slips({"AB12": [2], other: [0, 1]}) == [f"'AB12' seen only at 'later', where {other!r} is not seen"]


@pytest.mark.parametrize("other", ["AB34", "BA21", "A", "AB13", "XAB12Y"])
def test_further_away_nothing_is_told(other):
    """Two slips, or another character in place of one, are another person."""
    assert slips({"AB12": [0], other: [1]}) == []


def test_only_who_was_seen_once_can_be_a_slip_and_only_of_somebody_absent_then():
    """Who came twice was typed the same twice; two who sat there together are two."""
    assert slips({"AB12": [0, 1], "AB21": [1]}) == []
    assert slips({"AB12": [0], "AB21": [0]}) == []
    assert slips({"AB12": [0], "AB21": [0, 1]}) == []
    assert slips({"AB12": [0, 1], "AB21": [2, 3]}) == []


@pytest.mark.parametrize(("right", "slip"), [("AB12", "AB21"), ("AB21", "AB12")])
@pytest.mark.parametrize("waves", [([0, 1], [2]), ([1, 2], [0]), ([0], [2])])
def test_the_slip_is_what_was_seen_less_often_and_of_as_often_the_later_one(right, slip, waves):
    """Its alias then leads to the code by which somebody is found again."""
    seen = dict(sorted(zip((right, slip), waves, strict=True)))
    (wave,) = waves[1]
    told = ("before", "after", "later")[wave]
    assert slips(seen) == [f"{slip!r} seen only at {told!r}, where {right!r} is not seen"]


@pytest.mark.parametrize(("many", "told"), [(2, True), (1, False)])
def test_slips_are_looked_for_up_to_so_many_people(monkeypatch, many, told):
    """Among more people than that chance alone makes such pairs; with just so many they are looked for still."""
    monkeypatch.setattr("firststeps.responses.cleaning.people.MANY_PEOPLE", many)
    assert bool(slips({"AB12": (0,), "AB21": (1,)})) == told


def test_a_code_written_in_two_ways_is_no_slip_but_a_question():
    """p-07 beside P07 is asked about as one person, and not told of again as a slip."""
    assert slips({"P07": [0], "P-07": [1]}) == []
    found = Findings()
    ask_about_codes(pd.Index(["P07", "P-07"]), found)
    assert [problem.verdict for problem in found.problems] == ["ask"]


def read(*codes, **identifier):
    """The cleaned codes of a column, and what was found."""
    found = Findings()
    raw = pd.Series(codes, index=range(2, len(codes) + 2), dtype="str")
    return clean_identifiers("a.csv", raw, Identifier(**identifier), found).tolist(), found


@pytest.mark.parametrize("written", ["Total", "TOTALS", "n = 30", "Sum", "Mean", "sub-total ips"])
def test_a_row_of_totals_is_no_person_even_where_the_pattern_allows_it(written):
    """The usual pattern takes any text; a total is refused all the same, and is nobody."""
    _, found = read("P01", written)
    assert [(problem.verdict, problem.row) for problem in found.problems] == [("refuse", 3)]
    assert found.totals == {written}


def test_letter_case_is_put_right_only_where_the_pattern_then_fits():
    """Without a pattern ann and ANN may be two; with one, the code that fits is meant, in capitals or small letters."""
    assert read("ann", "ANN", " ben")[0] == ["ann", "ANN", "ben"]
    assert read("p01", pattern="P[0-9]{2}")[0] == ["P01"]
    assert read("P01", pattern="p[0-9]{2}")[0] == ["p01"]
    codes, found = read("q01", pattern="P[0-9]{2}")
    assert (codes, list(found.odd_codes)) == (["q01"], ["q01"])


@pytest.mark.parametrize("odd", ["P-01", "P1", "p 01"])
def test_of_two_ways_to_write_a_code_the_one_of_the_pattern_is_right(odd):
    """Whichever is longer: the line that is printed leads to the code that fits."""
    codes, found = read("P01", odd, "P02", pattern="P[0-9]{2}")
    ask_about_codes(pd.Index(sorted({"P01", "P02"} & {*codes})), found)
    (problem,) = found.problems
    assert problem.remedy.endswith(f'aliases: {{"{odd}": "P01"}}')


def test_an_alias_is_read_with_white_space_around_it():
    """The rule that the log names holds both changes."""
    codes, found = read(" P1O ", pattern="P[0-9]{2}", aliases={"P1O": "P10"})
    assert codes == ["P10"]
    assert found.log_frame()["rule"].tolist() == ["white space; alias"]


STUDY = SimpleNamespace(
    origin="observed",
    wave_ids=["before", "after"],
    items={"b": SimpleNamespace(waves=["before", "after"]), "a": SimpleNamespace(waves=["before", "after"])},
)


def sheet(answers, waves_items):
    """A sheet of answered questions, {code: answers}, as cleaning makes one for a wave."""
    columns = {(item, "answer"): [said[i] for said in answers.values()] for i, item in enumerate(waves_items)}
    columns |= {(item, "status"): ["answered"] * len(answers) for item in waves_items}
    frame = pd.DataFrame(columns, index=pd.Index(list(answers), dtype="str"))
    return frame.set_axis(pd.MultiIndex.from_tuples(columns, names=["item", None]), axis=1)


def test_tidy_rows_stand_in_the_order_of_people_waves_and_items():
    """However the sheets are ordered; rows are numbered anew from nought, each answer with its own person."""
    sheets = [
        ("after", sheet({"P2": ["2b", "2a"], "P1": ["1b", "1a"]}, ["b", "a"])),
        ("before", sheet({"P3": ["3b", "3a"], "P1": ["0b", "0a"]}, ["b", "a"])),
    ]
    rows = tidy_responses(STUDY, sheets)
    assert rows.index.tolist() == list(range(12))
    assert rows[["participant", "wave", "item", "answer"]].to_numpy().tolist() == [
        ["P1", "before", "b", "0b"],
        ["P1", "before", "a", "0a"],
        ["P1", "after", "b", "1b"],
        ["P1", "after", "a", "1a"],
        ["P2", "before", "b", ""],
        ["P2", "before", "a", ""],
        ["P2", "after", "b", "2b"],
        ["P2", "after", "a", "2a"],
        ["P3", "before", "b", "3b"],
        ["P3", "before", "a", "3a"],
        ["P3", "after", "b", ""],
        ["P3", "after", "a", ""],
    ]
    assert rows["status"].tolist() == [*["answered"] * 4, *["absent"] * 2, *["answered"] * 4, *["absent"] * 2]


NOTHING = {"themes": {}, "quotations": [], "items": {}}


@pytest.mark.parametrize(
    "has", [{"themes": {"said": {}}}, {"quotations": ["one"]}, {"items": {"rating": SimpleNamespace(kind="scale")}}]
)
def test_words_are_read_where_themes_quotations_or_ratings_need_them(has, tmp_path):
    """Any one of the three is enough; none of them, and no row is read."""
    tmp_path.joinpath("responses.csv").write_text(
        "origin,participant,wave,item,answer,status\nobserved,P1,a,b,c,answered\n"
    )
    assert len(read_words(SimpleNamespace(**NOTHING | has, clean=tmp_path))) == 1
    assert read_words(SimpleNamespace(**NOTHING, clean=tmp_path)).empty


def test_without_an_outcome_the_file_of_patterns_has_its_columns_all_the_same():
    """A header tells a reader that nothing was counted; no file could mean that it was forgotten."""
    assert pattern_frame(STUDY, {}).columns.tolist() == ["origin", "item", "before", "after", "people"]
    study = SimpleNamespace(**vars(STUDY) | {"items": {"a": SimpleNamespace(waves=["after"])}})
    frame = pattern_frame(study, {"a": np.array([2, 0, 1])})
    assert frame.to_numpy().tolist() == [
        ["observed", "a", "not asked", "yes", 2],
        ["observed", "a", "not asked", "missing", 1],
    ]


def test_answers_set_missing_for_a_conflict_stand_in_the_log(small):
    """The log says which row and question lost which answer; that the person's other row was left out is not enough."""
    log = small.write(CONFLICT, LONG + "cleaning: {conflicts: set missing}\n").clean().log
    change = ["ips", "yes", "blank", "conflicting questionnaires of one person: set missing"]
    assert log.loc[log["row"] == 2, ["column", "before", "after", "rule"]].to_numpy().tolist() == [change]


@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_in_words_is_read_from_its_whole_name_and_its_first_three_letters(month):
    """The names are those of the calendar of Python, whatever their case."""
    for name in (calendar.month_name[month], calendar.month_abbr[month], calendar.month_name[month].upper()):
        assert read_date(f"9 {name} 2024") == (f"2024-{month:02}-09", "")


@pytest.mark.parametrize("text", ["13/05/202", "13 May 202", "13/05/0202", "2/1/024"])
def test_a_year_that_lacks_a_digit_is_no_year_of_the_romans(text):
    """Which digit is missing nobody knows, whatever study.yaml says of dates."""
    for order in ("ask", "day-first", "month-first"):
        assert read_date(text, order, "2000s") == ("", "impossible date")


EMPTY = 'codes: {yes: ["x"], no: [""]}'


def test_an_empty_cell_means_no_where_study_yaml_says_so(small):
    """Of whoever answered another question then, and of nobody else: P04 was not there."""
    yaml = LONG.replace("kind: yes-no}", f"kind: yes-no, {EMPTY}}}\n  b: {{label: B, kind: text, personal: checked}}")
    rows = "id,wave,ips,b\nP01,before,x,so\nP01,after,,so\nP02,before,,so\nP02,after,x,so\nP03,before,x,so\n"
    assert patterns(small.write(f"{rows}P04,after,,\n", yaml).clean()) == PATTERNS


def test_the_line_that_makes_empty_cells_a_no_is_printed_where_only_yes_was_said(small):
    """With the number of cells that it would change, and not taken by itself."""
    yaml = LONG.replace("kind: yes-no}", "kind: yes-no, codes: {yes: [x]}}\n  b: {label: B, kind: text}")
    rows = "id,wave,ips,b\nP01,before,x,so\nP01,after,,so\nP02,before,,so\nP02,after,x,so\n"
    with pytest.raises(Refusal, match=r'# codes: \{yes: \["x"\], no: \[""\]\}   # .*2 more no'):
        small.write(rows, yaml).clean()


def test_the_log_holds_scores_after_the_rows(small):
    """A score of fewer items is of no row of the file; other changes of the same file keep the order of their rows."""
    items = "  q1: {label: Q1, kind: scale, range: [1, 5]}\n  q2: {label: Q2, kind: scale, range: [1, 5]}\n"
    score = "  total: {label: Total, kind: score, items: [q1, q2], may_miss: 1}\n"
    rows = "id,wave,ips,q1,q2\nP01,before,Yes,1,2\nP01,after,NO,1,\nP02,before,No,2,3\nP02,after,yes,2,2\n"
    log = small.write(rows, LONG.replace("outcomes:", f"{items}{score}outcomes:")).clean().log
    assert [str(row) for row in log["row"]] == ["3", ""]
    assert log["rule"].tolist() == ["letter case", "score: the mean of the other items stands for those left out"]
