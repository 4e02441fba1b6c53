"""A question with a column a box is one question of ticks; what nobody can know of it is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firststeps.responses.given.problems import Refusal
from firststeps.responses.texts.answers import ticked
from tests.small_study import LONG, Small

BOXES = "  helps: {label: Helps, kind: ticks, boxes: {Tea: h1, Time: h2}}\n"
YAML = LONG.replace("outcomes:", f"{BOXES}outcomes:")
ROWS = "id,wave,ips,h1,h2\nP01,before,Yes,1,0\nP01,after,No,Tea,Time\nP02,before,No,,x\nP02,after,Yes,0,Checked\n"
LETTERS = st.text("abcdeöü", min_size=1, max_size=8)


def ticks(cleaned):
    """The ticks of each person and wave."""
    told = cleaned.responses[cleaned.responses["item"] == "helps"]
    return {(row.participant, row.wave): row.answer for row in told.itertuples()}


def test_boxes_are_ticked_by_their_choice_or_by_a_word_for_it(tmp_path):
    expected = {("P01", "before"): "Tea", ("P01", "after"): "Tea; Time"}
    expected |= {("P02", "before"): "Time", ("P02", "after"): "Time"}
    assert ticks(Small(tmp_path).write(ROWS, YAML).clean()) == expected


@pytest.mark.parametrize("answer, status", [("none", ("none ticked", "answered")), ("blank", ("", "blank"))])
def test_no_box_at_all_is_asked_about_until_somebody_says_what_it_means(tmp_path, answer, status):
    rows = ROWS.replace("P02,after,Yes,0,Checked", "P02,after,Yes,0,0")
    with pytest.raises(Refusal) as refused:
        Small(tmp_path / "ask").write(rows, YAML).clean()
    assert f"# unticked: {answer}" in str(refused.value)
    yaml = YAML.replace("kind: ticks", f"kind: ticks, unticked: {answer}")
    responses = Small(tmp_path / "told").write(rows, yaml).clean().responses
    told = responses[(responses["item"] == "helps") & (responses["wave"] == "after")]
    assert (
        dict(zip(told["participant"], zip(told["answer"], told["status"], strict=True), strict=True))["P02"] == status
    )


@pytest.mark.parametrize("unticked", ["none", "blank"])
def test_noughts_alone_show_nobody_to_have_been_there(tmp_path, unticked):
    """Programs write them into boxes that were never shown."""
    yaml = YAML.replace("kind: ticks", f"kind: ticks, unticked: {unticked}")
    cleaned = Small(tmp_path).write(ROWS + "P03,before,Yes,1,0\nP03,after,,0,0\n", yaml).clean()
    told = cleaned.responses[(cleaned.responses["participant"] == "P03") & (cleaned.responses["wave"] == "after")]
    assert {*told["status"]} == {"absent"}


def test_what_is_neither_is_asked_about_and_own_words_are_not_repeated(tmp_path):
    rows = ROWS.replace("P02,before,No,,x", "P02,before,No,,a long walk with my cat")
    with pytest.raises(Refusal) as refused:
        Small(tmp_path / "ask").write(rows, YAML).clean()
    assert "cat" not in str(refused.value)
    assert '# other: "Time"' in str(refused.value)
    yaml = YAML.replace("kind: ticks", "kind: ticks, other: Time")
    assert ticks(Small(tmp_path / "told").write(rows, yaml).clean())["P02", "before"] == "Time"


@pytest.mark.parametrize("head", ["h1: {", "tea: {column: h1, ", "tea: {columns: {before: h1, after: h1}, "])
def test_a_box_may_be_a_question_of_its_own_as_well(head, tmp_path):
    """Its column is read twice, however the question names it."""
    item = f'  {head}label: Tea, kind: yes-no, codes: {{yes: ["1"], no: ["0"]}}}}\n'
    rows = "id,wave,ips,h1,h2\nP01,before,Yes,1,0\nP01,after,No,0,1\nP02,before,No,1,1\nP02,after,Yes,1,0\n"
    cleaned = Small(tmp_path).write(rows, YAML.replace("outcomes:", f"{item}outcomes:")).clean()
    assert ticks(cleaned)["P02", "before"] == "Tea; Time"
    told = cleaned.responses[cleaned.responses["item"] == head.partition(":")[0]]
    answers = zip(told["participant"], told["wave"], strict=True)
    assert dict(zip(answers, told["answer"], strict=True)) == {
        key: "yes" if "Tea" in chosen else "no" for key, chosen in ticks(cleaned).items()
    }


def test_a_box_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refusal, match="no column 'h2'"):
        Small(tmp_path).write(ROWS.replace("h2", "h3"), YAML).clean()


@given(
    st.lists(LETTERS, min_size=1, max_size=6, unique_by=str.casefold),
    st.sampled_from([";", "; ", ", ", ",", "\n", " | ", " "]),
    st.booleans(),
    st.randoms(use_true_random=False),
)
def test_ticks_are_read_back_whatever_separates_them(choices, separator, ended, random):
    """All choices of one word; behind the last one a separator may stand."""
    chosen = random.sample(choices, random.randint(1, len(choices)))
    parts, others = ticked(separator.join(chosen) + separator * ended, choices)
    assert (sorted(parts), others) == (sorted(chosen), [])


@given(st.lists(LETTERS, min_size=2, max_size=5, unique_by=str.casefold), st.sampled_from([";", ", ", "\n"]))
def test_a_choice_that_holds_others_and_a_comma_is_taken_first(words, separator):
    """The longest choice that fits wins."""
    long = ", ".join(words)
    assert ticked(f"{words[0]}{separator}{long}", [*words, long]) == ([words[0], long], [])
