"""The prospects of a conclusion: against an urn drawn from one person at a time, in fractions, and printed examples."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firststeps import paired
from firststeps.paired.missing.completions import completions
from firststeps.paired.missing.prospects import prospects
from firststeps.paired.missing.tipping import Conclusion, significance, verdict
from firststeps.paired.planning.cost import TooLongError
from firststeps.paired.planning.power import power
from firststeps.paired.tables import cells

CONCLUSIONS = (significance(0.2), significance(0.3, "mid-p"), verdict(0.3, 0.8))
small = st.integers(0, 4)
people = st.tuples(small, small, small, small, st.integers(0, 3), st.integers(0, 3)).filter(lambda x: any(x[:4]))


def with_missing(a, b, c, d, e, f):
    """Counts of people as a response-pattern table: e and f answered yes and no first, and nothing yet."""
    return [[a, b, e], [c, d, f], [0, 0, 0]]


def by_urn(counts, more, prior, conclusion):
    """The probability of each conclusion, one person after the other put into the urn of all before, in fractions.

    More people come first, so that whom an urn of unfinished answers holds plays no part in who comes.
    """
    a, b, c, d, e, f = counts
    states = {(a, b, c, d, e, f): Fraction(1)}
    for _ in range(more):  # first answers: of everyone so far, those still to answer the second included
        following = Counter()
        for (a, b, c, d, e, f), p in states.items():
            yes, no = a + b + e + 2 * prior, c + d + f + 2 * prior
            following[a, b, c, d, e + 1, f] += p * Fraction(yes, yes + no)
            following[a, b, c, d, e, f + 1] += p * Fraction(no, yes + no)
        states = following
    totals = Counter()
    while states:
        following = Counter()
        for (a, b, c, d, e, f), p in states.items():
            if e:
                following[a + 1, b, c, d, e - 1, f] += p * Fraction(a + prior, a + b + 2 * prior)
                following[a, b + 1, c, d, e - 1, f] += p * Fraction(b + prior, a + b + 2 * prior)
            elif f:
                following[a, b, c + 1, d, e, f - 1] += p * Fraction(c + prior, c + d + 2 * prior)
                following[a, b, c, d + 1, e, f - 1] += p * Fraction(d + prior, c + d + 2 * prior)
            else:
                totals[int(conclusion.of([[a, b], [c, d]]))] += p
        states = following
    return [float(totals[k]) for k in range(len(conclusion.labels))]


@settings(max_examples=40, deadline=None)
@given(people, st.integers(0, 4), st.sampled_from([1, 2]), st.sampled_from(CONCLUSIONS))
def test_it_is_an_urn_drawn_from_one_by_one(counts, more, prior, conclusion):
    """Polya's urn for each first answer, which is the Dirichlet distribution's prediction."""
    ahead = prospects(with_missing(*counts), conclusion, more=more, prior=prior)
    assert ahead.probabilities == pytest.approx(by_urn(counts, more, prior, conclusion), abs=1e-12)
    assert (ahead.pairs, ahead.to_come) == (sum(counts[:4]), sum(counts[4:]) + more)


def test_lee_and_lius_printed_example():
    """16 of 23 answered well, 17 are to come, beta(0.6, 0.4): 28 of 40 with probability 0.5656, 23 at most with 0.05.

    Lee & Liu (2008), table 1: 12 or more of the 17 are needed; in the R package phase1b, 7 or fewer are a failure.
    """
    outcome = Conclusion(
        ("open", "good", "bad"), lambda tables: 2 * (cells(tables).c <= 23) + (cells(tables).c >= 28), needs_n=True
    )
    patterns = [[0, 0, 0], [16, 7, 17], [0, 0, 0]]
    ahead = prospects(patterns, outcome, prior=[1, 1, 0.6, 0.4])
    assert round(ahead.probability("good"), 4) == 0.5656 and round(ahead.probability("bad"), 2) == 0.05


@pytest.mark.parametrize("conclusion", [significance(0.1), significance(0.1, "n-1")])
def test_with_a_truth_and_one_person_it_is_power(conclusion):
    """The power of nine people is the mean, over what the first one answers, of the conditional power of eight more."""
    truth = np.array([[0.3, 0.1], [0.4, 0.2]])
    mean = 0.0
    for i, j in np.ndindex(2, 2):
        table = np.zeros((3, 3), dtype=int)
        table[i, j] = 1
        ahead = prospects(table, conclusion, more=8, truth=truth)
        mean += truth[i, j] * ahead.probability("significant")
    method = "exact" if not conclusion.needs_n else "n-1"
    assert mean == pytest.approx(float(power(9, 0.3, 0.5, method, alpha=0.1)), rel=1e-12)


@settings(max_examples=30, deadline=None)
@given(people, st.sampled_from(CONCLUSIONS))
def test_what_is_possible_is_what_some_completion_leads_to(counts, conclusion):
    """A label has a probability above 0 just where some answers of those still to come lead to it."""
    patterns = with_missing(*counts)
    ahead = prospects(patterns, conclusion)
    numbers = {int(number) for number in conclusion.of(completions(patterns).tables())}
    assert {k for k, p in enumerate(ahead.probabilities) if p > 0} == numbers
    assert ahead.probabilities.sum() == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("pairs, waiting, more", [(900, 900, 0), (900, 0, 900), (2000, 300, 300)])
def test_what_is_very_unlikely_is_not_impossible(pairs, waiting, more):
    """As many as come may all go the other way, though no number of a computer is as small as how likely that is."""
    ahead = prospects([[0, 0, waiting], [pairs, 0, waiting], [0, 0, 0]], significance(), more=more)
    possible = waiting + more > pairs - 70  # sum of the losses that there may be, against all gains so far
    assert (0 < ahead.probability("not significant") < 1e-90) == possible
    assert ("for certain" in ahead.sentence()) == (not possible) and ahead.probabilities.sum() == pytest.approx(1)


@given(people, st.integers(0, 3))
def test_exchanging_yes_and_no_changes_nothing(counts, more):
    """Gains are losses then, and a test has two sides."""
    a, b, c, d, e, f = counts
    ways = [prospects(with_missing(*x), significance(0.2), more=more) for x in (counts, (d, c, b, a, f, e))]
    assert ways[0].probabilities == pytest.approx(ways[1].probabilities, abs=1e-12)


def test_who_missed_the_first_wave_is_left_out():
    """They can be no pair any more, whatever comes."""
    conclusion, left_out = significance(0.2), [[5, 1, 2], [5, 3, 4], [6, 7, 8]]
    wanted = prospects([[5, 1, 2], [5, 3, 4], [0, 0, 0]], conclusion)
    assert repr(prospects(left_out, conclusion)) == repr(wanted)
    three = np.zeros((3, 3, 3), dtype=int)
    three[:, :, 2] = left_out
    assert repr(prospects(three, conclusion)) == repr(wanted)
    assert repr(prospects(np.moveaxis(three, 1, 2), conclusion, 0, 2)) == repr(wanted)


def test_its_sentences():
    """Of several, of one for certain, of nobody, and of a truth."""
    conclusion = significance()
    assert prospects([[9, 0, 1], [0, 9, 0], [0, 0, 0]], conclusion).sentence() == (
        'From the 18 people who answered twice the conclusion is "not significant"; 1 person is still to answer. If '
        'they answer like those who gave the same first answer, it will be "not significant" for certain.'
    )
    assert prospects([[9, 0, 0], [0, 9, 0], [0, 0, 7]], conclusion).sentence().endswith("; nobody is still to answer.")
    told = prospects([[0, 0, 0], [5, 0, 0], [0, 0, 0]], conclusion, more=300, truth=[[0, 0], [1, 0]]).sentence()
    assert told.endswith(
        "If they answer with the probabilities 0, 0, 1, 0 (yes twice, yes to no, no to yes, no twice), it will be "
        '"significant" for certain.'
    )
    assert (
        '"not significant" with probability below 0.001'
        in prospects([[9, 0, 0], [20, 9, 0], [0, 0, 0]], conclusion, more=9).sentence()
    )


@pytest.mark.parametrize(
    "options, fault",
    [
        ({"more": -1}, "The number of more people is a whole number, 0 or more; found -1"),
        ({"more": 1.5}, "whole number"),
        ({"prior": 0}, "A prior is a positive number, or four of them"),
        ({"truth": [[0.5, 0.5], [0.5, 0]]}, "four probabilities .* that add up to 1"),
        ({"truth": [0.25] * 4}, "four probabilities"),
        ({"truth": [[1.5, -0.5], [0, 0]]}, "four probabilities"),
        ({"truth": [[0, 0], [0.5, 0.5]]}, "nobody says yes first, but 2 people still to answer did"),
        ({"truth": [[0.5, 0.5], [0, 0]], "more": 3}, "nobody says no first, but 4 people still to answer did"),
        ({"truth": "even"}, "A truth is a number, or an array of numbers"),
    ],
)
def test_what_cannot_come_is_refused(options, fault):
    """In one sentence."""
    with pytest.raises(ValueError, match=fault):
        prospects([[5, 1, 2], [5, 3, 4], [0, 0, 0]], significance(), **options)


def test_what_takes_too_long_is_refused():
    """Very many more people, or a slow test of many tables."""
    patterns = [[5, 1, 2], [5, 3, 4], [0, 0, 0]]
    with pytest.raises(TooLongError, match="100,006 people still to answer takes about"):
        prospects(patterns, significance(), more=10**5)
    with pytest.raises(TooLongError, match="take significance"):
        prospects(patterns, significance(method="boschloo"), more=400)
    with pytest.raises(ValueError, match="no pairs"):
        prospects([[0, 0, 3], [0, 0, 1], [2, 1, 0]], significance())


def test_a_word_that_is_no_conclusion_is_refused():
    """With the words that are."""
    with pytest.raises(ValueError, match="one of not significant, significant; found 'yes'"):
        paired.prospects([[5, 1, 2], [5, 3, 4], [0, 0, 0]], significance()).probability("yes")
