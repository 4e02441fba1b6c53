"""Evaluations drawn at random lead to the right table of every person, whatever met in them."""

from collections import Counter

import pytest

from tests.exports.drawn import drawn
from tests.exports.robot import ROUNDS, go, item_of

SEEDS = range(1, 25)


def table(way, questions):
    """How many people gave each set of answers, as :class:`tests.exports.drawn.Drawn` has it."""
    items = {name: about.model_dump() for name, about in way.study.items.items()}
    asked = {item_of(items, [question]): question for question in questions}
    said = way.cleaned.responses
    said = said[(said["status"] == "answered") & said["item"].isin(asked)]
    place = {wave.id: n for n, wave in enumerate(way.study.waves)}
    given = {}
    for person, wave, item, answer in said[["participant", "wave", "item", "answer"]].itertuples(index=False):
        given.setdefault(person, {})[place[wave], asked[item]] = answer
    order = [(n, question) for n in place.values() for question in questions]
    return Counter(tuple((*key, answers[key]) for key in order if key in answers) for answers in given.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_meets_in_a_file_leads_to_the_right_table(seed, tmp_path):
    """Language, layout, codes, blanks and what stands beside the answers are drawn each by itself."""
    one = drawn(seed, tmp_path)
    way = go(one.case, tmp_path / "study")
    assert way.stuck == "" and way.rounds <= ROUNDS
    assert len(way.study.waves) == 2
    assert table(way, one.questions) == one.right
    said = [sum(number for answers, number in one.right.items() if any(w == n for w, *_ in answers)) for n in (0, 1)]
    at = way.cleaned.attendance
    there = [int(at.loc[at[wave.id] == "handed in", "people"].sum()) for wave in way.study.waves]
    assert all(least <= number <= most for least, number, most in zip(said, there, one.there, strict=True))
