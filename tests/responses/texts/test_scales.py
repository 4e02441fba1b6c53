"""Usual scales are recognised in either direction, in any writing, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firststeps.responses.proposing.propose import inspect_files
from firststeps.responses.texts.scales import SCALES, usual_scale
from firststeps.study import Study
from tests.responses.counting.ordered.wellbeing import CONFIDENT, HERE, OFTEN

EVERY = [(name, scale) for name, scales in SCALES.items() for scale in scales]


@given(st.sampled_from(EVERY), st.randoms(), st.sampled_from([str.title, str.upper, str.capitalize, str]))
def test_every_usual_scale_is_put_in_its_order(named, random, write):
    """Whatever the order in which its answers stand, and their letters."""
    _, scale = named
    answers = [write(answer) for answer in random.sample(scale, len(scale))]
    name, found = usual_scale(answers)
    assert name in SCALES and sorted(found) == sorted(answers)
    assert [answer.casefold() for answer in found] == [*scale]


@given(st.sampled_from(EVERY), st.randoms(), st.data())
def test_some_answers_of_a_scale_keep_their_order(named, random, data):
    """Those that nobody gave are named at their place, or stand beyond on a longer scale."""
    _, scale = named
    some = data.draw(st.lists(st.sampled_from(scale), min_size=3, unique=True))
    found = usual_scale(some)[1]
    assert [answer for answer in found if answer in some] == sorted(some, key=scale.index)


@pytest.mark.parametrize(
    "answers, name",
    [
        (["Not at all confident", "Extremely confident", "Moderately confident"], "confidence"),
        (["Very satisfied", "Satisfied", "Dissatisfied"], "satisfaction"),
        (["Very unlikely", "Likely", "Unlikely"], "likelihood"),
        (["Very useful", "Not at all useful", "Slightly useful"], "degree"),
        (["1 = Never", "2 = Rarely", "3 = Sometimes"], "frequency"),
        (["Strongly agree (5)", "Agree (4)", "Strongly disagree (1)"], "agreement"),
        (["Very confident", "A little confident", "Fairly confident", "Not at all confident"], "degree"),
        (["Fairly sure", "Quite sure", "Not sure"], ""),
        (["mittelmäßig", "gar nicht", "ziemlich"], "degree"),
        (["Stimme eher zu", "Teils/teils", "Stimme zu"], "agreement"),
        (["Tout à fait d\u2019accord", "Plutôt pas d\u2019accord", "Plutôt d\u2019accord"], "agreement"),
        (["under 35", "35 to 54"], ""),
        (["Yes", "No"], ""),
        (["Often"], ""),
        (["Agree", "agree"], ""),
        (["Good", "Never"], ""),
        ([], ""),
    ],
)
def test_names_of_scales(answers, name):
    """What they ask for, and nothing for what is none."""
    assert usual_scale(answers)[0] == name


def test_words_of_level_are_put_in_order_where_no_usual_list_has_them():
    """As in *a little*, *fairly* and *very confident*, which stand together in no list."""
    answers = ["A little confident", "Fairly confident", "Not at all confident", "Very confident"]
    assert usual_scale(answers)[1] == [answers[2], answers[0], answers[1], answers[3]]


def test_numbers_that_run_the_other_way_do_not_decide():
    """The words do: 1 for strongly agree is the highest."""
    answers = ["1 - Strongly agree", "2 - Agree", "3 - Neutral", "4 - Disagree", "5 - Strongly disagree"]
    assert usual_scale(answers)[1] == answers[::-1]


def test_the_form_is_proposed_as_ordered(tmp_path):
    """Seven items of how often and one of confidence, each with its whole scale, marked; the file can be loaded."""
    text = inspect_files([HERE / "wellbeing-before.csv", HERE / "wellbeing-after.csv"])
    assert text.count("kind: ordered") == 8 and "kind: choice" not in text
    often = ", ".join(f'"{word}"' for word in OFTEN.strip("[]").split(", "))
    confident = ", ".join(f'"{word}"' for word in CONFIDENT.strip("[]").split(", "))
    assert text.count(f"choices: [{often}]") == 7 and text.count(f"choices: [{confident}]") == 1
    assert "# ? answers of frequency, lowest first; or choice" in text
    (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
    assert len(Study.load(tmp_path).ordered_twice) == 8


def test_a_grid_is_proposed_as_a_score_to_be_taken_or_left(tmp_path):
    """Commented: nothing is decided; with its marks taken away the score is that of the seven items."""
    text = inspect_files([HERE / "wellbeing-before.csv", HERE / "wellbeing-after.csv"])
    head = text.index("  # total:")
    lines = text[head:].splitlines()[:4]
    (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
    assert all(item.kind != "score" for item in Study.load(tmp_path).items.values())
    taken = text.replace("\n".join(lines), "\n".join(line.replace("# ", "", 1) for line in lines))
    (tmp_path / "study.yaml").write_text(taken, encoding="utf-8")
    study = Study.load(tmp_path)
    assert study.items["total"].kind == "score" and len(study.items["total"].items) == 7
    assert study.ordered_twice[-1] == "total"
