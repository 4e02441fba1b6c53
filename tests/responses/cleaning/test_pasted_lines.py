"""Each line that a question prints settles it when it is chosen, and does to the counts what it says."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firststeps.responses.given.problems import Refusal
from tests.responses.cleaning.test_mess import ASK, pasted
from tests.small_study import LONG, ONE_SIDED, PATTERNS, ROWS, Small, patterns

ALTERNATIVE = re.compile(r"^(\s+)# (\S.*?)(?:   # (.*))?$")


def alternatives(remedy):
    """The lines of a remedy that are printed for choice, each with what it is said to do."""
    return [match[2] for match in map(ALTERNATIVE.match, remedy.splitlines()) if match]


def chosen(remedy, line):
    """The remedy with one of its lines for choice in the place of the line that asks."""
    kept = []
    for written in remedy.splitlines():
        match = ALTERNATIVE.match(written)
        if match and match[2] == line:
            kept[-1:] = [match[1] + line]  # the line before it is the one that asks, or a line for choice
        elif not match:
            kept.append(written)
    return "\n".join(kept)


def choices():
    """Every line for choice of every decision that a small file can ask for."""
    for mess, (content, yaml, *_) in ASK.items():
        yield pytest.param(content, yaml, id=mess)


@pytest.mark.parametrize(("content", "yaml"), [*choices()])
def test_each_line_settles_the_question_that_prints_it(small, tmp_path, content, yaml):
    """Whatever is chosen is a study.yaml, and the same question does not come again."""
    (problem,) = small.write(content, yaml).problems()
    for number, line in enumerate(alternatives(problem.remedy)):
        again = Small(tmp_path / f"choice-{number}").write(content, pasted(yaml, chosen(problem.remedy, line)))
        try:
            again.clean()
        except Refusal as refused:
            assert problem.found not in [other.found for other in refused.problems], line


@pytest.mark.parametrize(("texts", "more"), [(["n/a", "n/a"], []), (["n/a", "a lake"], ["1 more Other"])])
def test_a_choice_is_offered_for_texts_that_nobody_knows_and_no_others(small, texts, more):
    """A usual word for no answer is no answer in own words; what a line does to the counts is told by its number."""
    yaml = LONG.replace("outcomes:", "  where: {label: Where, kind: choice, choices: [town, hills]}\noutcomes:")
    rows = [f"P01,before,Yes,{texts[0]}", f"P01,after,No,{texts[1]}", "P02,before,No,town", "P02,after,Yes,hills"]
    remedies = [problem.remedy for problem in small.write("\n".join(["id,wave,ips,where", *rows, ""]), yaml).problems()]
    assert re.findall(r"\d+ more Other", remedies[0]) == more
    assert all("blank: [n/a]" in remedy.replace('"', "") for remedy in remedies)


def counted(study):
    """How many answers of each kind the cleaned responses of a small study hold."""
    responses = study.clean().responses
    asked = responses[responses["status"] != "absent"]
    return Counter(asked["answer"].where(asked["status"] == "answered", asked["status"]))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(["Yes", "No", "maybe"]), min_size=2, max_size=8), st.integers(1, 4))
def test_a_placed_answer_is_counted_as_the_line_says(tmp_path_factory, answers, more):
    """`5 more yes` are five more answers of yes than with that answer left blank."""
    said = ["Yes", "Yes", "No", "No", *answers, *["maybe"] * more]
    rows = [f"P{i:02},{wave},{text}" for i, text in enumerate(said) for wave in ("before", "after")]
    content, yaml = "\n".join(["id,wave,ips", *rows]) + "\n", LONG.replace(*ONE_SIDED)
    folder = tmp_path_factory.mktemp("placed")
    (problem,) = Small(folder / "asked").write(content, yaml).problems()
    without = Counter(Yes=2 * said.count("Yes"), No=2 * said.count("No"))
    lines = alternatives(problem.remedy)
    assert len(lines) == 4
    for number, line in enumerate(lines):
        kind, times = re.match(r"codes: \{(.*?): ", line)[1], 2 * said.count("maybe")
        assert f"# {line}   # {times} more {kind}" in problem.remedy
        if kind in ("yes", "no"):
            study = Small(folder / str(number)).write(content, pasted(yaml, chosen(problem.remedy, line)))
            assert counted(study)[kind] == without[kind.capitalize()] + times


def test_two_answers_are_never_one_in_a_line(small):
    """No printed line calls two unclear answers by one name."""
    content = ROWS.replace("after,No", "after,Correct").replace("after,Yes", "after,Incorrect")
    problems = small.write(content, LONG).problems()
    for line in alternatives(problems[0].remedy):
        assert not re.search(r"\[[^]]*Correct[^]]*Incorrect|\[[^]]*Incorrect[^]]*\"Correct", line)


@pytest.mark.parametrize("row", [",after,Yes\n", "Total,after,2\n"], ids=["no code", "a total"])
def test_a_row_that_is_nobodys_is_left_out_by_the_printed_lines(small, row):
    """Pasted as they are, and logged; the file stays as it was given."""
    (problem, *_) = small.write(ROWS + row, LONG).problems()
    cleaned = small.write(ROWS + row, pasted(LONG, problem.remedy)).clean()
    assert patterns(cleaned) == PATTERNS
    assert cleaned.rows.loc[0, ["read", "left out", "kept"]].tolist() == [6, 1, 5]


def test_waves_that_share_nobody_are_described_apart_by_the_printed_line(small):
    """Without it the question comes again."""
    content = ROWS.replace("P01,after", "P11,after").replace("P02,after", "P12,after")
    alone = LONG.replace(*ONE_SIDED)
    problem, *_ = small.write(content, alone).problems()
    assert alternatives(problem.remedy) == ["linked: no"]
    assert small.write(content, pasted(alone, problem.remedy)).problems()
    cleaned = small.write(content, pasted(alone, chosen(problem.remedy, "linked: no"))).clean()
    assert cleaned.responses["participant"].nunique() == 5
