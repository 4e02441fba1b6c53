"""What is shown of a public release is read from its file alone, and what the file hides is nowhere."""

import json
import sys
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from firststeps.files import write_text
from firststeps.report.release.disclosure import HIDDEN
from firststeps.report.release.protected import COLUMNS
from firststeps.report.release.released import PRIMARY, Released, analysable, begin_public
from firststeps.study.labels import Labels
from firststeps.study.parts.files import Wave
from firststeps.study.parts.own_words import Theme

SHOWN = f"""people,,,,,,200
scores,rating,end,4,,,30
themes,helped,time,named,,,25
answers,ips,start,yes,,,60
answers,ips,start,no,,,40
answers,ips,start,missing,,,100
answers,ips,end,yes,,,50
answers,ips,end,no,,,{HIDDEN}
answers,ips,end,missing,,,30
answers,ips,start,yes,end,yes,40
answers,ips,start,yes,end,no,10
answers,ips,start,no,end,yes,15
answers,ips,start,no,end,no,25""".splitlines()


def a_study(participants=None, primary=True):
    """A study of one outcome asked at two waves, its counts rounded to 5."""
    fixed = SimpleNamespace(outcome="ips", first="start", second="end") if primary else None
    waves = [
        Wave(id="start", label="Start", short="S", file="a.csv"),
        Wave(id="end", label="End", short="E", file="b.csv"),
    ]
    items = {"ips": SimpleNamespace(label="Involved", waves=["start", "end"])}
    study = SimpleNamespace(
        items=items, outcomes=["ips"], waves=waves, wave_ids=["start", "end"], primary=fixed, participants=participants
    )
    study.wave = dict(zip(study.wave_ids, waves, strict=True)).get
    study.themes = {"helped": {"time": Theme(label="Free time")}}
    study.release = SimpleNamespace(rounding=5, threshold=10)
    study.origin, study.synthetic, study.labels, study.alpha = "synthetic", True, Labels(study), 0.05
    return study


@pytest.fixture
def released(tmp_path):
    """A function that reads a file of counts in which the lines given stand in the place of others."""

    def read(study=None, **instead):
        lines = [instead.get(line.rpartition(",")[0], line) for line in SHOWN]
        rows = [",".join(COLUMNS), *(f"synthetic,{line}" for line in lines)]
        write_text(tmp_path / "counts.csv", "\n".join(rows) + "\n")
        return Released(study or a_study(), tmp_path / "counts.csv")

    return read


def test_a_wave_of_which_one_answer_is_hidden_has_no_proportion(released):
    """60 of 100 said yes at the start; at the end nobody may know how many said no."""
    shares = released().proportions()
    assert shares.to_numpy().tolist() == [["ips", "start", 60, 100, 0.6]]
    assert released().by_wave()["no"].tolist() == ["40", HIDDEN]


def test_a_pair_of_waves_is_whole_where_all_four_cells_are_shown(released):
    pairs, tables = released().pairs()
    assert pairs.to_numpy().tolist() == [["ips", "start", "end", "S to E", True, True]]
    assert tables.tolist() == [[[40, 10], [15, 25]]]


@pytest.mark.parametrize("cell", ["answers,ips,start,yes,end,no", "answers,ips,start,no,end,no"])
def test_a_table_with_a_hidden_cell_is_no_table(released, cell):
    pairs, tables = released(**{cell: f"{cell},{HIDDEN}"}).pairs()
    assert not pairs["whole"].any() and tables.shape == (0, 2, 2)
    assert analysable(pairs) == "Pairs of waves: 1, of which 0 can be analysed in public."


def test_a_table_of_nobody_is_not_analysed(released):
    cells = [line.rpartition(",")[0] for line in SHOWN[-4:]]
    pairs, tables = released(**{cell: f"{cell},0" for cell in cells}).pairs()
    assert not pairs["whole"].any() and not np.size(tables)


def test_scores_and_themes_are_shown_by_label(released):
    assert released().others().to_numpy().tolist() == [
        ["rating", "End", "4", "30"],
        ["helped", "Free time", "named", "25"],
    ]


def test_the_answers_on_a_scale_are_told_as_the_file_shows_them(released, monkeypatch):
    """A row for each wave of each scale; what is hidden is told as such, and no number is told that is not there."""
    lines = [f"scores,rating,end,5,,,{HIDDEN}", "scores,rating,end,none,,,0"]
    monkeypatch.setattr(sys.modules[__name__], "SHOWN", [*SHOWN, *lines])
    assert released().answers().to_dict("records") == [
        {"question": "rating", "wave": "end", "words": f"4: about 30; 5: {HIDDEN}; no answer: 0"}
    ]
    exact = a_study()
    exact.release = SimpleNamespace(rounding=1, threshold=10)
    assert released(exact).answers()["words"].tolist() == [f"4: 30; 5: {HIDDEN}; no answer: 0"]


def test_a_release_without_scales_tells_of_none(released):
    """There is a table of no rows, of which no claim is made."""
    assert released(**{"scores,rating,end,4,,": "handed in,,end,yes,,,30"}).answers().empty


@pytest.mark.parametrize(
    ("participants", "shown", "claim"),
    [
        (None, "200", {"value": 200, "unit": "people", "rounding": 5, "method": "from released counts"}),
        (None, HIDDEN, {"value": HIDDEN, "unit": "withheld"}),
    ],
)
def test_everybody_is_told_rounded_or_not_at_all(released, participants, shown, claim):
    study = a_study(participants)
    assert released(study, **{"people,,,,,": f"people,,,,,,{shown}"}).everybody() == claim


def test_a_number_of_people_that_the_study_states_is_exact(released):
    """Where ``study.yaml`` says how many there are, the file holds no count of them."""
    study = a_study(203)
    told = released(study, **{"people,,,,,": "scores,rating,end,5,,,40"})
    assert told.everybody() == {"value": 203, "unit": "people"}


def test_the_primary_comparison_is_withheld_by_name_where_its_table_is(released):
    pairs, _ = released().pairs()
    assert released().withheld(pairs) == {}
    assert released().withheld(pairs[:0]) == dict.fromkeys(PRIMARY, HIDDEN)
    assert released(a_study(primary=False)).withheld(pairs[:0]) == {}


def test_what_is_shown_and_hidden_is_counted(released):
    assert str(released()) == f"Of {len(SHOWN)} counts {len(SHOWN) - 1} are shown and 1 is not."


def test_thousands_of_counts_have_commas(released):
    """As every other number that a reader sees."""
    many = released()
    many.rows = pd.DataFrame({"people": ["20"] * 1200 + [HIDDEN] * 1300})
    assert str(many) == "Of 2,500 counts 1,200 are shown and 1,300 are not."
    assert analysable(pd.DataFrame({"whole": [True] * 1100})).count("1,100") == 2


def test_tables_and_drawings_of_a_release_carry_its_mark_and_rule(released, tmp_path):
    from matplotlib.figure import Figure

    from firststeps.report.figures import drawing

    told = released()
    _, claims, show, draw = begin_public("09-public-release", told.study, tmp_path)
    page = show(told.by_wave(), "Answers")
    assert page.mark == "Synthetic data. Rounded counts" and "rounded to 5" in page.note
    assert set(claims.inputs) == {"counts.csv"}
    draw("proportions", drawing(Figure(), "A drawing.", ("wave", "yes"), [("Start", 5)]))
    about = json.loads((tmp_path / "figures" / "proportions.json").read_text(encoding="utf-8"))
    assert about["alt"].endswith("A drawing.") and "Counts are rounded to 5." in about["note"]
