"""Notebooks 00, 04 and 06 on another study: its own data and study.yaml, no line of code changed.

The study is Bentur et al. (2009), as told by Fagerland et al. (2013): airway hyper-responsiveness of 21 children before
and after stem cell transplantation, 2 and 8 of them.  The table behind it is known: 1, 1, 7, 12.
"""

import pytest

from firststeps import paired
from firststeps.responses.cleaning.clean import clean
from firststeps.responses.counting.clean_files import write_clean
from firststeps.responses.published.left_open import percentages
from firststeps.study import Study
from tests.notebooks import run

STUDY = """
title: Airway hyper-responsiveness before and after transplantation
synthetic: false
waves:
  - {id: before, label: Before, short: Before, file: before.csv}
  - {id: after, label: After, short: After, file: after.csv}
items:
  hyper-responsive: {label: Hyper-responsive, kind: yes-no}
outcomes: [hyper-responsive]
primary: {outcome: hyper-responsive, first: before, second: after, margin: 0.10}
"""
TWO_ARMS = """
title: Two arms, one of which is lost
synthetic: false
waves: [{id: before, label: Before, short: Before}, {id: after, label: After, short: After}]
data: {layout: long, file: answers.csv, wave_column: wave}
identifier: {column: person}
items:
  arm: {label: Arm, kind: choice, choices: [trained, other]}
  site: {label: Site, kind: choice, choices: [north, south]}
  sure: {label: Sure, kind: ordered, choices: [no, a bit, very]}
outcomes: []
group: site
compare: {item: arm, group: trained}
"""
ROWS = (
    ("all.people", "Twenty-one children were tested.", 21, "people", ""),
    ("hyper-responsive.before.people", "Two before.", 2, "people", "before"),
    ("hyper-responsive.before.answered", "All tested before.", 21, "people", "before"),
    ("hyper-responsive.before.percent", "9.5% before.", "9.5", "percent", "before"),
    ("hyper-responsive.after.people", "Eight after.", 8, "people", "after"),
    ("hyper-responsive.after.answered", "All tested after.", 21, "people", "after"),
    ("hyper-responsive.after.percent", "38% after.", "38", "percent", "after"),
    ("hyper-responsive.p", "P = 0.043.", "0.043", "p-value", ""),
    ("invented.after.answered", "All asked.", 21, "people", "after"),
    ("invented.after.percent", "39%: no count of 21 children gives it.", "39", "percent", "after"),
)


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """What the notebook's code has computed and printed for the other paper."""
    folder = tmp_path_factory.mktemp("bentur")
    (folder / "data").mkdir()
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    header = "id,statement,number,unit,population,wave,not_stated,source"
    lines = [
        f'{id},"{claim}",{number},{unit},children tested,{wave},,Bentur (2009)'
        for id, claim, number, unit, wave in ROWS
    ]
    (folder / "data" / "mine.csv").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    names, printed = run("00-published-claims", study=str(folder), published="data/mine.csv")
    return folder, names, printed


def test_counts_known_leave_only_the_number_of_changers(ran):
    _, names, _ = ran
    assert names["similar"].total == 3
    assert [1, 1, 7, 12] in names["similar"].tables.reshape(-1, 4).tolist()


def test_percentages_are_checked_against_the_counts_that_can_give_them(ran):
    """39% of 21 is between 8 (38.1) and 9 (42.9)."""
    _, names, _ = ran
    told = percentages(names["paper"].statements).set_index("statement")["counts that print so"]
    assert [*told] == ["2/21", "8/21", "none: the percentage and these denominators do not go together"]


def test_no_version_of_the_test_gives_the_printed_p_value(ran):
    _, names, printed = ran
    assert names["readings"]["hyper-responsive"].tables.tolist() == []
    assert "No table of 21 people agrees with" in printed and "Without P = 0.043: 3 tables, n = 21." in printed
    assert "No table prints p 0.043 as well, so it is set aside below." in printed


def test_the_intervals_of_counts_are_at_the_level_of_the_study(tmp_path):
    """They stayed at 95% where study.yaml says another level; the note, the claims and the limits go together."""
    (tmp_path / "data").mkdir()
    (tmp_path / "study.yaml").write_text(STUDY.replace("margin: 0.10}", "margin: 0.10, level: 0.80}"), encoding="utf-8")
    header = "id,statement,number,unit,population,wave,not_stated,source"
    rows = ["all.people,All.,4,people,x,,,A", "hyper-responsive.after.people,Two.,2,people,x,after,,A"]
    (tmp_path / "data" / "published.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    names, _ = run("00-published-claims", study=str(tmp_path))
    assert (names["answering"]["level"], names["shown"].attrs["note"]) == (0.8, "80% Wilson intervals in brackets.")
    low, _ = paired.wilson(2, 4, 0.8)
    assert float(low) in names["ends"]["low"].tolist()


def test_groups_that_are_lost_are_not_said_to_be_none(tmp_path):
    """All who answered twice are of one site and one arm, though study.yaml names both keys and two of each came."""
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "study.yaml").write_text(TWO_ARMS, encoding="utf-8")
    rows = [f"A{n},before,trained,north,no\nA{n},after,trained,north,very" for n in range(1, 6)]
    rows += [f"B{n},before,other,south,no" for n in range(1, 4)]
    text = "\n".join(["person,wave,arm,site,sure", *rows]) + "\n"
    (tmp_path / "data" / "raw" / "answers.csv").write_text(text, encoding="utf-8")
    study = Study.load(tmp_path)
    write_clean(study, clean(study))
    _, printed = run("04-ordered-answers", study=str(tmp_path))
    assert "No two groups are compared: study.yaml names none (compare), or nobody of one of them answered" in printed
    assert "names no groups, or all who answered both times are of one" in printed
    assert "There is no comparison group" not in printed and "names no groups:" not in printed


def test_nobody_outside_the_findings_can_change_them(ran):
    _, names, _ = ran
    assert (names["course"], names["paper"].attended) == (21, "children tested") and list(names["others"].follows) == [
        0
    ]
    assert names["establishes"]["cannot be known"].tolist()[0] == "nothing that the statement needs"


def test_figures_go_to_the_other_study(ran):
    folder, _, _ = ran
    assert sorted(path.name for path in (folder / "figures").glob("*.svg")) == [
        "possible-p-values.svg",
        "possible-proportions.svg",
        "verdict-map.svg",
    ]


@pytest.mark.parametrize(
    "patterns",
    [
        "yes,yes,1\nyes,no,1\nno,yes,7\nno,no,12\n",
        "yes,yes,1\nno,yes,9\nno,no,2\nno,missing,3\nmissing,missing,1\n",
        "no,yes,6\nno,missing,2\nmissing,yes,1\n",
        "yes,yes,90\nyes,no,25\nno,yes,40\nno,no,60\nyes,missing,15\nno,missing,20\n",
    ],
    ids=["nobody missing", "nobody at the second wave only", "everybody changed", "enough to impute"],
)
def test_missing_responses_of_another_study(tmp_path, patterns):
    """Every cell runs, the scenarios count everyone, and without missing answers nothing is left to tip."""
    clean = tmp_path / "data" / "clean"
    clean.mkdir(parents=True)
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    rows = "".join(f"observed,hyper-responsive,{row}\n" for row in patterns.split())
    (clean / "patterns.csv").write_text(f"origin,item,before,after,people\n{rows}", encoding="utf-8")
    known = "".join(f"observed,{row}\n" for row in patterns.split())
    header = "origin,hyper-responsive before,hyper-responsive after,people"
    (clean / "known.csv").write_text(f"{header}\n{known}", encoding="utf-8")
    names, _ = run("05-missing-responses", study=str(tmp_path))
    primary, rows, possible = names["primary"], names["rows"], names["possible"]
    assert names["known"].enough == (primary.people > 200)
    shares = paired.left_open(primary.patterns, *primary.ends)["share"]
    assert shares.sum() == pytest.approx(possible.high - possible.low)
    assert set(rows["pairs"] + rows["left_out"]) == {primary.people}
    if "missing" not in patterns:
        assert set(rows["lost"]) == {1} and set(rows["gained"]) == {7}
        assert names["tipping"]["significance"].people is None


def test_planning_for_the_people_of_another_paper(ran):
    """The number of people is the published one; nobody's answers are needed, and nothing carries a mark."""
    folder, _, _ = ran
    names, printed = run("07-planning", study=str(folder), published="data/mine.csv")
    assert printed.startswith("21 people, as published; a margin of 10 percentage points, from study.yaml.\n")
    needed = paired.sample_size(0.1, 0.1)
    assert names["claims"]["planning.needed.one-way"].value == needed.n
    assert names["claims"]["planning.needed.one-way"].source == "planning assumptions"  # so many, whoever answered
    assert names["claims"]["planning.detectable.exact"].source.endswith("number of people from Bentur (2009)")
    assert names["plan"].mark == "" and names["show"].keywords["mark"] == ""


def test_planning_with_the_people_of_ones_own(tmp_path):
    """Without a published number those who answered twice are planned for, and as many change as did."""
    clean = tmp_path / "data" / "clean"
    clean.mkdir(parents=True)
    (tmp_path / "study.yaml").write_text(STUDY, encoding="utf-8")
    rows = "".join(f"observed,hyper-responsive,{row}\n" for row in ("yes,yes,1", "yes,no,1", "no,yes,7", "no,no,12"))
    (clean / "patterns.csv").write_text(f"origin,item,before,after,people\n{rows}", encoding="utf-8")
    names, printed = run("07-planning", study=str(tmp_path))
    assert "21 people, who answered twice; 38% of them changed" in printed
    assert 0.38 in names["discordances"] and names["show"].keywords["mark"] == names["study"].mark
    assert len(list((tmp_path / "figures").glob("*.svg"))) == 5
