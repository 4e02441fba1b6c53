from itertools import product

import numpy as np
import pandas as pd
import pytest

from firststeps.paired.patterns import paired_table
from firststeps.responses.counting.patterns import read_clean
from firststeps.responses.themes import tables
from firststeps.responses.themes.quotations import borrowed_examples, quotable
from firststeps.responses.themes.ranking import lead, rank_themes
from firststeps.study import Quotation, Study, Theme

CODING = pd.DataFrame(
    [
        ("P01", "end", "helped", "A", "time"),
        ("P01", "end", "helped", "A", "group"),
        ("P01", "end", "helped", "B", "group"),
        ("P02", "end", "helped", "A", "group"),
        ("P02", "end", "helped", "B", "time"),
        ("P02", "late", "helped", "A", "group"),
        ("P02", "late", "helped", "B", "group"),
        ("P03", "late", "helped", "A", "other"),
        ("P03", "late", "helped", "B", "other"),
    ],
    columns=["participant", "wave", "question", "coder", "theme"],
)
AGREED = CODING[CODING["coder"] == "A"].assign(coder="agreed")
RESPONSES = pd.DataFrame(
    [(f"P0{number}", wave, "helped", "words", "answered") for number in (1, 2, 3, 4) for wave in ("end", "late")],
    columns=["participant", "wave", "item", "answer", "status"],
)
RESPONSES.loc[(RESPONSES["participant"] == "P01") & (RESPONSES["wave"] == "late"), "status"] = "absent"
KNOWN = {"helped": {"group": "Group", "time": "Time", "tea": "Tea", "other": "Other"}}


def people(coding):
    final, _ = tables.final_coding(coding, "helped")
    given = tables.answered(RESPONSES, "helped", ["end", "late"])
    counted = tables.count_people(tables.naming(final, given, KNOWN["helped"]))
    return dict(zip(counted["theme"], counted["people"], strict=True)), set(counted["answered"])


def test_people_are_counted_once_however_often_they_name_a_theme():
    """P02 names the group at two waves; P04 answered and was given no theme."""
    assert people(pd.concat([CODING, AGREED])) == ({"group": 2, "time": 1, "other": 1, "tea": 0}, {4})


def test_an_answer_that_nobody_read_is_not_one_without_themes():
    """P04 answered twice; no coder has a row for P04."""
    read = tables.coded(tables.answered(RESPONSES, "helped", ["end", "late"]), CODING, "helped")
    assert set(read["participant"]) == {"P01", "P02", "P03"}
    assert len(tables.naming(AGREED.drop(columns="coder"), read, KNOWN["helped"])) == 3


def test_the_agreed_coding_counts_and_its_coder_is_no_coder():
    both = pd.concat([CODING, AGREED.assign(theme="tea")])
    assert tables.coders(both) == ["A", "B"] and people(both)[0]["tea"] == 3
    assert tables.verdicts(both, "helped", "tea").columns.tolist() == ["A", "B"]


def test_without_an_agreed_coding_only_what_all_saw_counts():
    assert people(CODING)[0] == {"group": 2, "other": 1, "time": 0, "tea": 0}


def test_a_single_coder_counts_and_cannot_be_checked():
    alone = CODING[CODING["coder"] == "A"]
    assert tables.final_coding(alone, "helped")[1] == "themes that the one coder saw"
    assert set(tables.agreement_by_theme(alone, KNOWN)["answers"]) == {0}


def test_without_coding_nothing_is_counted_and_nothing_breaks():
    none = CODING[:0]
    assert people(none) == ({"group": 0, "time": 0, "tea": 0, "other": 0}, {4})
    assert tables.disagreements(none, RESPONSES).empty and tables.agreement_by_theme(none, {}).empty


def test_verdicts_tell_not_seen_from_not_coded():
    seen = tables.verdicts(CODING[~((CODING["coder"] == "B") & (CODING["wave"] == "late"))], "helped", "group")
    assert seen.loc[("P01", "end")].tolist() == [1, 1] and seen.loc[("P02", "end")].tolist() == [1, 0]
    assert np.isnan(seen.loc[("P03", "late"), "B"])


def test_disagreements_name_who_saw_what_and_how_it_was_settled():
    listed = tables.disagreements(pd.concat([CODING, AGREED]), RESPONSES)
    assert listed.drop(columns=["wave", "question"]).to_numpy().tolist() == [
        ["P02", "group", "A", "B", "yes", "B", "words"],
        ["P01", "time", "A", "B", "yes", "B", "words"],
        ["P02", "time", "B", "A", "no", "B", "words"],
    ]


def test_what_the_meeting_changed_against_both_coders_is_listed():
    changed = AGREED.assign(theme=AGREED["theme"].where(AGREED["participant"] != "P03", "tea"))
    listed = tables.disagreements(pd.concat([CODING, changed]), RESPONSES)
    overturned = listed[listed["participant"] == "P03"]
    assert overturned[["theme", "saw", "agreed", "changed"]].to_numpy().tolist() == [
        ["other", "A, B", "no", "A, B"],
        ["tea", "", "yes", "A, B"],
    ]


def test_without_a_meeting_nothing_was_agreed_or_changed():
    listed = tables.disagreements(CODING, RESPONSES)
    assert set(listed["agreed"]) == set(listed["changed"]) == {""}


def test_coders_who_met_over_disputed_answers_only_lose_no_other_answer():
    """P02's first answer alone was settled; P03 and P01 keep what both coders saw."""
    settled = AGREED[(AGREED["participant"] == "P02") & (AGREED["wave"] == "end")]
    final, how = tables.final_coding(pd.concat([CODING, settled]), "helped")
    assert sorted(zip(final["participant"], final["wave"], final["theme"], strict=True)) == [
        ("P01", "end", "group"),
        ("P02", "end", "group"),
        ("P02", "late", "group"),
        ("P03", "late", "other"),
    ]
    assert how == "themes that the coders agreed on (1 answer) and themes that both coders saw (3 answers)"


def test_an_answer_that_one_of_two_coders_read_keeps_its_themes():
    """A second coder often reads a sample only."""
    final, how = tables.final_coding(CODING[(CODING["coder"] == "A") | (CODING["participant"] == "P03")], "helped")
    assert {"time", "group", "other"} == set(final["theme"]) and "the one coder of an answer saw (3 answers)" in how


def test_a_residual_theme_comes_last_however_often_it_is_given():
    named = pd.DataFrame({"other": [True, True], "time": [True, False]})
    assert tables.count_people(named, ["other"])["theme"].tolist() == ["time", "other"]


def test_people_by_wave_are_counted_of_those_who_answered_then():
    final, given = AGREED.drop(columns="coder"), tables.answered(RESPONSES, "helped", ["end", "late"])
    known = {theme: Theme(label=theme, residual=theme == "other") for theme in KNOWN["helped"]}
    counts = tables.count_by_wave(final, given, known, ["end", "late", "never"])
    rows = set(counts.itertuples(index=False, name=None))
    assert {("end", "group", 2, 4), ("late", "group", 1, 3), ("never", "group", 0, 0)} <= rows


def test_themes_that_nobody_saw_and_themes_not_in_the_codebook():
    strange = CODING.assign(theme=CODING["theme"].replace("time", "tyme"))
    assert tables.unused_and_unknown(strange, KNOWN) == ([("helped", "tea"), ("helped", "time")], [("helped", "tyme")])


def test_theme_patterns_keep_those_who_missed_a_wave():
    final = AGREED.drop(columns="coder")
    given = tables.answered(RESPONSES, "helped", ["end", "late"])
    patterns = tables.theme_patterns(final, given, "group", ["end", "late"])
    assert patterns.sum() == 4 and patterns[0, 2] == 1
    assert paired_table(patterns, 0, 1).tolist() == [[1, 0], [0, 2]]


def test_where_nobody_named_a_theme_there_is_no_order():
    assert rank_themes(pd.DataFrame({"a": [False] * 9, "b": [False] * 9})) is None
    assert rank_themes(pd.DataFrame({"a": [True] * 9})) is None and rank_themes(pd.DataFrame()) is None


def test_the_lead_is_counted_in_people_who_named_only_one_of_the_two():
    named = pd.DataFrame({"a": [1, 1, 0, 0], "b": [1, 1, 1, 0], "c": [0, 0, 1, 1]}, dtype=bool)
    assert lead(named) == ("b", "a", 1, 0)


def test_a_clear_order_is_certain_and_a_tie_is_not():
    clear = rank_themes(pd.DataFrame({"a": [True] * 20, "b": [False] * 19 + [True]}))
    tie = rank_themes(pd.DataFrame({"a": [True, False] * 10, "b": [False, True] * 10}))
    assert clear.first.tolist() == [1, 0] and clear.worst.tolist() == [1, 2]
    assert abs(tie.first[0] - 0.5) < 0.02 and tie.best.tolist() == [1, 1] and tie.worst.tolist() == [2, 2]


def test_ranking_is_the_same_each_time_and_its_shares_sum_to_one():
    named = pd.DataFrame(np.random.default_rng(1).random((23, 4)) < 0.4, columns=list("abcd"))
    ranks, again = rank_themes(named), rank_themes(named)
    assert ranks.first.tolist() == again.first.tolist() and ranks.first.sum() == pytest.approx(1)


def test_ranks_are_those_of_every_resample_that_there_is():
    """Three people give 27 resamples: enumerated here, each theme's share of first places (a tie shared)."""
    named = np.array([[1, 1, 0], [1, 0, 1], [0, 1, 0]], dtype=bool)
    counts = np.array([named[list(drawn)].sum(axis=0) for drawn in product(range(3), repeat=3)])
    most = counts == counts.max(axis=1, keepdims=True)
    exact = (most / most.sum(axis=1, keepdims=True)).mean(axis=0)
    assert rank_themes(pd.DataFrame(named, columns=list("abc"))).first == pytest.approx(exact, abs=0.015)


def test_probability_of_being_first_agrees_with_the_binomial():
    """Of 7 people 5 name only a and 2 only b: a leads in a resample with probability P(Bin(7, 5/7) > 3)."""
    from scipy.stats import binom

    ranks = rank_themes(pd.DataFrame({"a": [True] * 5 + [False] * 2, "b": [False] * 5 + [True] * 2}))
    assert ranks.first[0] == pytest.approx(binom.sf(3, 7, 5 / 7), abs=0.015)


@pytest.mark.parametrize(
    ("approved", "words", "why"),
    [
        ("no", "fine", "not approved"),
        ("yes", "write to a@b.org", "seems to hold an e-mail address"),
        ("yes", "my friend Ann from Exampleton", "'Ann' may be a name or a place"),
        ("yes", None, "no such"),
    ],
)
def test_no_quotation_without_approval_or_with_personal_details(approved, words, why):
    told = RESPONSES.assign(answer=words)[: 1 if words else 0]
    asked = Quotation(participant="P01", wave="end", question="helped", approved=approved)
    quotes, held = quotable([asked], told)
    assert quotes.empty and why in held["why"].iloc[0]


def test_a_name_that_somebody_has_looked_at_is_no_hindrance_but_a_number_is():
    asked = Quotation(participant="P01", wave="end", question="helped", approved="yes", names="checked")
    for words, shown in (("the Recovery group", 1), ("the Recovery group, 01632 960 001", 0)):
        assert len(quotable([asked], RESPONSES.assign(answer=words))[0]) == shown


def test_an_example_in_a_participants_words_needs_approval():
    """Spelling of the same words, as in "Words!", does not hide it."""
    known = {"helped": {"time": Theme(label="Time", example="Words!"), "tea": Theme(label="Tea", example="tea")}}
    asked = [
        Quotation(participant=f"P0{n}", wave=wave, question="helped", approved="yes")
        for n in (1, 2, 3, 4)
        for wave in ("end", "late")
    ]
    assert borrowed_examples(known, asked[1:], RESPONSES) == [("helped", "time")]
    assert borrowed_examples(known, asked, RESPONSES) == []


def test_an_approved_quotation_does_not_say_whose_it_is():
    asked = Quotation(participant="P01", wave="end", question="helped", approved="yes")
    quotes, held = quotable([asked], RESPONSES)
    assert quotes.to_numpy().tolist() == [["end", "helped", "words"]] and held.empty


def test_the_codebook_of_the_study_defines_every_theme():
    for named in Study.load(".").themes.values():
        assert all(theme.definition for theme in named.values())
    assert Theme.model_validate("Time").label == "Time"


def test_no_example_of_the_codebook_is_an_answer_of_the_synthetic_participants():
    study = Study.load(".")
    assert borrowed_examples(study.themes, [], read_clean(study, "responses.csv")) == []
