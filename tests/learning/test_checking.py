"""Every solution passes and every named mistake is caught, over the shipped studies and 200 random ones."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from IPython.lib.pretty import pretty
from scipy.stats import binomtest

from firststeps import paired
from firststeps.errors import Stopped
from firststeps.learning.checking import check, hint, solution
from firststeps.learning.counted import Coders, Counted, Ticks, Unasked, counted
from firststeps.learning.exercises import examples, exercise, exercises, texts
from firststeps.responses.cleaning.clean import clean
from firststeps.responses.counting import write_clean
from firststeps.study import Study
from tests import ROOT
from tests.learning.random_studies import STUDIES

SHIPPED = [".", "studies/approval-ratings", "studies/long-follow-up", "studies/mental-health-first-aid"]
SMALL = Counted(patterns=np.array([[7, 5, 1], [12, 2, 0], [0, 1, 0]]), margin=0.1)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """The counts of the shipped studies, cleaned in a folder beside them."""
    every = []
    for folder in SHIPPED:
        study = Study.load(ROOT / folder)
        if study.data.layout != "none":
            cleaned = clean(study)
            copy = tmp_path_factory.mktemp("study")
            study = study.with_clean_files_in(copy)
            write_clean(study, cleaned)
        every.append(counted(study))
    return every


def asked(given):
    """The exercises that these counts can ask, each with its answers."""
    for id in exercises():
        try:
            yield id, exercise(id).answers(given)
        except Unasked as why:
            reply = check(id, 1, given)
            assert reply.right is None and str(reply) == str(why) and str(why).startswith("This study cannot ask it")
            assert "cannot ask it" in hint(id, given)


def grade(given):
    """Check each right and each wrong answer on these counts; the names of the mistakes there are."""
    names = set()
    for id, key in asked(given):
        assert check(id, key.right, given).right, (id, key.right)
        for name, value in key.wrong.items():
            reply = check(id, value, given)
            assert name in reply.mistakes, (id, name, value, reply)
            assert reply.right is False or "mind your way" in str(reply)
            assert reply.right or "Not yet" in str(reply)
        names |= {*key.wrong}
    return names


def test_the_shipped_studies(shipped):
    """Each solution passes, and each mistake is caught, on each shipped study; the first asks everything."""
    assert [len(list(asked(given))) for given in shipped] == [19, 15, 16, 1]
    for given in shipped:
        grade(given)


def test_two_hundred_random_studies():
    """The same on counts drawn at random; together with the examples they can make every mistake that has a text."""
    names = set().union(*map(grade, STUDIES + [other for _, other in examples()]))
    assert names == {*texts()["mistakes"]}


def test_a_wrong_way_to_the_right_number_passes_with_a_warning():
    """Where nobody is missing, missing counted as no gives the right number: right, and a word about the way."""
    whole = Counted(patterns=np.array([[7, 5, 0], [12, 2, 0], [0, 0, 0]]))
    reply = check("who-changed", 17, whole)
    assert reply.right and "missing as no" in reply.mistakes and "You counted missing answers as no" in str(reply)


def people_of(given):
    """The two answers of each person who is no mere count."""
    for place in np.ndindex(given.patterns.shape):
        yield from [tuple("yn-"[place[end]] for end in given.ends)] * int(given.patterns[place])


@pytest.mark.parametrize("seed", range(0, 200, 4))
def test_answers_are_those_of_counting_people_one_by_one(seed):
    """The right answers agree with a list of people, gone through person by person."""
    given = STUDIES[seed]
    every = list(people_of(given)) if given.patterns is not None else []
    pairs = [pair for pair in every if "-" not in pair]
    if not pairs:
        return
    keys = {id: key.right for id, key in asked(given)}
    changes = [(second == "y") - (first == "y") for first, second in pairs]
    assert keys["how-many-pairs"] == len(pairs) and keys["who-changed"] == sum(map(abs, changes))
    assert keys["change"] == pytest.approx(sum(changes) / len(pairs))
    later = [second for _, second in every if second != "-"]
    assert keys["said-yes-later"] == pytest.approx(later.count("y") / len(later))
    if "smallest-of-many" in keys:
        pvalues = [pair.adjusted for pair in paired.pairwise(given.patterns) if not pair.problem]
        assert keys["smallest-of-many"] == pytest.approx(min(pvalues))
    if any(changes):
        assert keys["test-of-change"] == pytest.approx(binomtest(changes.count(1), sum(map(abs, changes))).pvalue)
    if len(every) <= 8:
        filled = [product(*["yn" if one == "-" else one for one in pair]) for pair in every]
        ends = [[(b == "y") - (a == "y") for a, b in ways] for ways in filled]
        low, high = (sum(map(end, ends)) / len(every) for end in (min, max))
        assert keys["bounds"] == pytest.approx((low, high))


def test_values_of_books():
    """Agresti's table (944 approve first, 880 later), and Kitchener and Jorm's printed numbers."""
    _, ratings = examples()[0]
    assert check("stayed-yes", "794/944", ratings).right and check("change", "-4%", ratings).right
    assert check("ratio", 880 / 944, ratings).right
    assert check("abstract", [[95, 15], [30, 62]], ratings).right


@pytest.mark.parametrize(
    ("id", "answer", "mistake"),
    [
        ("change", (12 - 5) / 12, "percent for points"),
        ("change", "58%", "percent for points"),
        ("stayed-yes", "7/19", "swapped denominators"),
        ("ratio", 12 / 5, "discordant ratio"),
        ("verdict", "No change", "p above 0.05 as no change"),
        ("verdict", "no difference", "p above 0.05 as no change"),
        ("paired-table", [[7, 12], [5, 2]], "turned table"),
        ("most", "most", "most for more"),
        ("bounds", 7 / 26, "pairs for everybody"),
    ],
)
def test_mistakes_by_hand(id, answer, mistake):
    """Mistakes worked out by hand on one table, in forms that people write."""
    reply = check(id, answer, SMALL)
    assert reply.right is False and mistake in reply.mistakes


def test_kappa_alone_and_ticks():
    """Kappa worked out by hand: raw 0.8, chance 0.5, kappa 0.6; and ticks divided by ticks."""
    given = Counted(coders=Coders("Time", 4, 1, 1, 4), ticks=Ticks("Helps", {"tea": 6, "time": 4}, 8))
    assert check("agreement", {"raw": 0.8, "prevalence": 0.5, "kappa": 0.6}, given).right
    assert check("agreement", 0.6, given).mistakes == ("kappa alone",)
    assert check("mentions", 0.6, given).mistakes == ("mentions for people",)
    assert check("mentions", "6/8", given).right


@pytest.mark.parametrize("answer", [None, ..., "", "..."])
def test_nothing_answered_is_no_mistake(answer):
    """An empty cell gets neither right nor wrong."""
    assert check("who-changed", answer, SMALL).right is None


@pytest.mark.parametrize("answer", [object(), {"a": 1}, float("nan"), True, [], "many", print])
def test_what_cannot_be_read_is_said_to_be_so(answer):
    """No answer makes an error: the reply says what was expected."""
    for id in exercises():
        reply = check(id, answer, SMALL)
        assert not reply.right and str(reply)


def test_a_number_gets_one_reply_where_a_word_is_expected():
    """Whether it is whole, and whether it is text; a table of counts is no number of sentences either."""
    for id in ("verdict", "most", "new-level"):
        for answer in (3, 0.77, "0.77", "3"):
            assert str(check(id, answer, SMALL)).startswith("This cannot be read. A word or a list of words"), id
    assert not check("find-the-faults", 10**400, SMALL).right


def test_some_of_the_planted_errors():
    """Who finds some hears how many are left; who names a right sentence hears which; each error makes its sentence."""
    key = dict(asked(SMALL))["find-the-faults"]
    errors, report = key.words["errors"], key.words["report"]
    assert len(errors) == 5 and len(report) == 8 and {*map(str, errors)} == key.right
    four = sorted(key.right)[:4]
    assert "Still to find: 1." in str(check("find-the-faults", four, SMALL))
    fine = min({*map(str, range(1, 9))} - key.right)
    assert f"Right as they stand, or no sentence of the report: {fine}." in str(check("find-the-faults", [fine], SMALL))
    assert check("find-the-faults", {int(n) for n in key.right}, SMALL).right


def test_an_unknown_exercise_is_named():
    """A mistyped id says which there are."""
    with pytest.raises(Stopped, match="who-changed"):
        check("who", 1, SMALL)


def test_a_check_is_the_same_each_time_and_changes_nothing():
    """The same value gets the same reply, whatever was checked before."""
    before = SMALL.patterns.copy()
    assert [str(check("who-changed", n, SMALL)) for n in (7, 17, 7)][::2] == [str(check("who-changed", 7, SMALL))] * 2
    assert np.array_equal(before, SMALL.patterns)


def test_hints_grow_and_solutions_are_on_other_data():
    """Three hints that differ; the solution never shows the study's own counts."""
    for given in [SMALL, *(other for _, other in examples()[:2]), *STUDIES[:8]]:
        able = dict(asked(given))
        own = str(given.frame.to_numpy().tolist()) if "who-changed" in able else "no counts"
        for id in able:
            assert len({hint(id, given, number) for number in (1, 2, 3)}) == 3
            shown = solution(id, given)
            assert "Answer:" in shown or id == "abstract"
            assert own not in shown


def test_a_long_reply_is_broken_between_words():
    """In a notebook no line is so long that it would be broken within a word, and no word is lost."""
    for answer in (7, 17, "1/0", 3, None):
        reply = check("who-changed", answer, SMALL)
        shown = pretty(reply)
        assert shown.split() == str(reply).split() and max(map(len, shown.splitlines())) <= 90


def test_the_right_bounds_in_the_wrong_order_are_told_so():
    """Two right numbers, the larger first, are no unknown mistake: the reply says which comes first."""
    low, high = exercise("bounds").answers(SMALL).right
    assert check("bounds", (low, high), SMALL).right
    reply = check("bounds", (high, low), SMALL)
    assert reply.right is False and "smaller one first" in reply.text


@pytest.mark.parametrize("answer", ["63%-75%", "0.63 to 0.75", "63 – 75 %"])
def test_a_range_is_no_number(answer):
    """Where one number is asked for, two are not read as the first of them."""
    reply = check("said-yes-later", answer, SMALL)
    assert reply.right is False and "One number is expected here" in reply.text and answer in reply.text
    assert check("test-of-change", "p = 1e-05", SMALL).text.startswith("Not yet")


def test_sentences_may_be_named_with_blanks_between_them():
    """The numbers of sentences in one text are read with commas, with blanks and with a word."""
    right = sorted(exercise("find-the-faults").answers(SMALL).right)
    for text in (" ".join(right), ", ".join(right), ", ".join(right[:-1]) + f" and {right[-1]}"):
        assert check("find-the-faults", text, SMALL).right, text


@pytest.mark.parametrize(
    ("id", "answer", "other"),
    [("verdict", "significant", "similar"), ("new-level", ["intervals"], "p-value"), ("most", "all of them", "most")],
)
def test_a_word_that_the_question_does_not_offer_is_told_so(id, answer, other):
    """Such a word is not called a mistake that nobody knows: the words that the question offers are named."""
    reply = check(id, answer, SMALL)
    assert reply.right is False and "the question offers" in reply.text and f'"{other}"' in reply.text
    assert "no mistake that we know" not in reply.text


def test_the_level_is_looked_for_where_it_stands():
    """A proposed study.yaml has no line for the level: the exercise says below which key it goes."""
    text = exercise("new-level").predict
    assert "`primary`" in text and "no line" in text


@pytest.mark.parametrize(("level", "alpha"), [(0.95, "0.05"), (0.9, "0.1"), (0.99, "0.01")])
def test_what_is_to_be_guessed_of_the_smallest_p_is_asked_at_the_level_of_the_study(level, alpha):
    """A study at another level does not ask how often a p-value is below 0.05."""
    given = replace(next(one for one in STUDIES if one.patterns is not None and one.patterns.ndim == 4), level=level)
    one = exercise("smallest-of-many")
    assert f"be below {alpha}?" in one.told(one.predict, given)
