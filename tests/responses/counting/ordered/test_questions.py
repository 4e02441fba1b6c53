"""Ordered questions, scores and cut points from raw files to comparisons: a form as people have it, and small ones."""

import csv
import re

import numpy as np
import pandas as pd
import pytest

from firststeps import paired
from firststeps.paired.many_waves.pairwise import holm
from firststeps.responses.counting.clean_files import write_clean
from firststeps.responses.counting.ordered import groups, questions
from firststeps.study import Study, StudyError
from tests.responses.counting.ordered.wellbeing import CONFIDENT, HERE, ITEMS, OFTEN, YAML, write
from tests.small_study import Small


def cleaned(small, yaml=YAML, writer=write):
    """The study with its clean files written."""
    done = writer(small, yaml).clean()
    study = Study.load(small.folder)
    write_clean(study, done)
    return study, done


def wide(rows, values="answer"):
    """A row a person, a column a wave."""
    return rows.pivot_table(index="participant", columns="wave", values=values, aggfunc="first", observed=True)


def totals(wave):
    """The totals of the seven items as a reader of the file would add them up, by code."""
    places = {word: place for place, word in enumerate(OFTEN.strip("[]").split(", "), start=1)}
    with (HERE / f"wellbeing-{wave}.csv").open(encoding="utf-8") as file:
        rows = [list(row.values()) for row in csv.DictReader(file)]
    return {row[1]: sum(places[word] for word in row[2:9]) for row in rows}


def test_the_seven_items_of_the_form(small):
    """16 people improved on the total, 1 stayed, 2 got worse, 5 were not heard from: sign test p = 0.001."""
    study, _ = cleaned(small)
    question = questions.ordered_question(study, "wellbeing")
    assert question.kinds == {"improved": 16, "same": 1, "worse": 2, "not-heard": 5}
    assert round(question.compared.test.pvalue, 3) == 0.001
    before, after = totals("before"), totals("after")
    moved = [after[code] - before[code] for code in after]
    assert np.repeat(*question.counts.changes).tolist() == sorted(moved)
    assert question.compared.median.estimate == paired.median_change(paired.count_ordered([0] * 19, moved)).estimate


def test_every_question_asked_twice_is_compared(small):
    """The seven items, confidence and their score; nothing is left out in silence."""
    study, done = cleaned(small)
    assert study.ordered_twice == [*ITEMS, "confidence", "wellbeing"]
    assert {question.item for question in questions.ordered_questions(study)} == {*ITEMS, "confidence", "wellbeing"}
    assert done.ordered.groupby("item")["people"].sum().eq(24).all()
    confidence = questions.ordered_question(study, "confidence")
    assert confidence.counts.answers == tuple(CONFIDENT.strip("[]").split(", "))
    assert confidence.frame["all"].iloc[-1] == 24


def test_a_cut_point_is_an_outcome_like_any(small):
    """Quite or extremely confident: 3 of 24 before, counted by hand in the file, and the paired table by patterns."""
    _, done = cleaned(small)
    rows = done.responses[done.responses["item"] == "confident"]
    said = rows[rows["answer"] == "yes"].groupby("wave", observed=True).size()
    raw = {
        wave: (HERE / f"wellbeing-{wave}.csv").read_text().count("Quite confident")
        + (HERE / f"wellbeing-{wave}.csv").read_text().count("Extremely confident")
        for wave in ("before", "after")
    }
    assert said.to_dict() == raw
    assert done.patterns[done.patterns["item"] == "confident"]["people"].sum() == 24


def test_scores_come_first_and_the_items_of_which_they_are_made_last(small):
    """What stands for all seven items is read before them."""
    study, _ = cleaned(small)
    assert [question.item for question in questions.ordered_questions(study)] == ["wellbeing", "confidence", *ITEMS]


def test_where_less_is_better_who_went_down_improved(small):
    """A question, and a scale, of which the lower answer is the better one."""
    yaml = LONG.replace("label: Sad, kind: scale", "label: Sad, kind: scale, better: lower")
    yaml = yaml.replace("safe: {label: Safe, kind: scale, range: [1, 5]}", "safe: {label: Safe, kind: scale}")
    yaml = yaml.replace("items: [calm, sad, safe]", "items: [calm, sad]").replace("at_least: 10", "at_least: 7")
    words = (
        "  low: {label: Low, kind: ordered, choices: ['1', '2', '3', '4', '5'], column: sad, better: lower}\n  course:"
    )
    study, done = cleaned(small, yaml.replace("  course:", words), small_scores)
    groups_of = done.groups.set_index(["item", "group"])[["improved", "worse"]]
    for id in ("sad", "low"):  # P1 went from 5 to 2, P4 from 2 to 4
        kinds = questions.ordered_question(study, id).kinds
        assert (kinds["improved"], kinds["worse"]) == (1, 1)
        assert groups_of.loc[id].to_numpy().tolist() == [[1, 0], [0, 1]]  # of Ash and of Elm
        assert questions.ordered_question(study, id).counts.better == "lower"
    assert questions.ordered_question(study, "calm").counts.better == "higher"
    ends = {id: questions.ordered_question(study, id).counts.closed for id in ("low", "calm", "safe", "mood")}
    assert ends == {"low": True, "calm": True, "safe": False, "mood": True}  # of one nobody says where it ends


def test_an_exploration_says_of_each_row_what_its_counts_say(small):
    """The difference is that of who went up and who went down, within its own interval at the level of the study."""
    study, _ = cleaned(small, YAML.replace("margin: 0.10", "margin: 0.10, level: 0.8"))
    table = questions.exploration(study)
    difference = (table["up"] - table["down"]) / table["heard"]
    assert table["difference"].to_numpy() == pytest.approx(difference.to_numpy())
    assert (table["heard"] == table[["up", "same", "down"]].sum(axis=1)).all()
    for row in table.itertuples():
        cells = [[0, row.down], [row.up, row.same]]
        limits = paired.difference(cells).confidence_interval(0.8)
        assert (row.low, row.high) == pytest.approx((float(limits.low), float(limits.high)))
    assert table.attrs["level"] == 0.8


def test_a_question_that_nobody_answered_twice_has_its_counts_alone(small):
    """It comes last, and those that were tested are adjusted for one another only."""
    rows = re.sub(r"(?m)^(P\d,end,\d,\d),\d,", r"\1,,", ROWS)
    study, _ = cleaned(small, LONG, lambda place, yaml: place.write(rows, yaml))
    assert questions.ordered_questions(study)[-1].item == "safe"
    table = questions.exploration(study).set_index("outcome")
    numbers = ["difference", "low", "high", "pvalue", "adjusted"]
    assert table.loc["Safe", "heard"] == 0 and table.loc["Safe", numbers].isna().all()
    tested = table.drop("Safe")
    assert (tested["heard"] > 0).all() and tested[numbers].notna().all(axis=None)
    assert tested["adjusted"].astype(float).to_numpy() == pytest.approx(holm(tested["pvalue"].astype(float)))


def test_exploration_is_adjusted_across_all_outcomes_but_the_primary(small):
    """Holm's method over eleven less one; the primary comparison is not among them."""
    study, _ = cleaned(small)
    table = questions.exploration(study)
    assert len(table) == 10 and "Quite or extremely confident" not in set(table["outcome"])
    ordered = table.sort_values("pvalue")
    by_hand = np.minimum(1, np.maximum.accumulate(ordered["pvalue"] * np.arange(10, 0, -1)))
    assert ordered["adjusted"].to_numpy() == pytest.approx(by_hand.to_numpy())
    assert "Exploration" in table.attrs["note"]


def test_reversing_every_item_swaps_improved_and_worse(small):
    """A score of items that are all worded the other way; and the same by better: lower."""
    turned = YAML.replace("kind: score,", f"kind: score, reversed: [{', '.join(ITEMS)}],")
    lower = YAML.replace("kind: score,", "kind: score, better: lower,")
    for yaml in (turned, lower):
        place = Small(small.folder.parent / f"study-{len(yaml)}")
        study, _ = cleaned(place, yaml)
        kinds = questions.ordered_question(study, "wellbeing").kinds
        assert (kinds["improved"], kinds["same"], kinds["worse"]) == (2, 1, 16)


def test_items_of_a_score_are_consistent_or_not(small):
    """Cronbach's alpha of the seven items of those who were there before, as by its definition."""
    study, _ = cleaned(small)
    items = questions.read_items(study, "wellbeing", "before")
    assert items.shape == (24, 7)
    alpha = 7 / 6 * (1 - items.var(axis=0, ddof=1).sum() / items.sum(axis=1).var(ddof=1))
    assert paired.cronbach_alpha(items).alpha == pytest.approx(alpha)


LONG = """
title: Three items
synthetic: true
waves:
  - {id: start, label: Start, short: Start}
  - {id: end, label: End, short: End}
data: {layout: long, file: answers.csv}
identifier: {column: id, pattern: 'P[0-9]'}
items:
  calm: {label: Calm, kind: scale, range: [1, 5]}
  sad: {label: Sad, kind: scale, range: [1, 5]}
  safe: {label: Safe, kind: scale, range: [1, 5]}
  course: {label: Course, kind: choice, choices: [Ash, Elm], background: true}
  helps: {label: Helps, kind: ticks, choices: [time, tea]}
  mood: {label: Mood, kind: score, items: [calm, sad, safe], reversed: [sad], may_miss: 1}
  well: {label: Well, kind: yes-no, from: mood, at_least: 10}
  tea: {label: Tea, kind: yes-no, from: helps, yes: [tea]}
group: course
compare: {item: course, group: Ash}
outcomes: [well, tea]
"""
ROWS = """id,wave,calm,sad,safe,course,helps
P1,start,1,5,2,Ash,time
P1,end,4,2,4,Ash,time; tea
P2,start,3,,2,Ash,tea
P2,end,3,3,3,Ash,time
P3,start,2,,,Elm,tea
P3,end,5,1,5,Elm,tea
P4,start,3,2,3,Elm,time
P4,end,2,4,2,Elm,
P5,start,3,3,3,Elm,time
"""


def small_scores(small, yaml=LONG):
    """The three items, written."""
    return small.write(ROWS, yaml)


def test_a_score_follows_its_written_rule(small):
    """Sum with one item turned round; one may be missing, the mean of the others stands for it; two may not."""
    _, done = cleaned(small, LONG, small_scores)
    rows = done.responses[done.responses["item"] == "mood"]
    scores = wide(rows)
    assert scores.loc["P1"].tolist() == ["4", "12"]  # 1 + (6 - 5) + 2; 4 + (6 - 2) + 4
    assert scores.loc["P2"].tolist() == ["7.5", "9"]  # (3 + 2) / 2 * 3
    assert scores.loc["P3"].tolist() == ["", "15"]  # one item of three is too few
    assert scores.loc["P5"].tolist() == ["9", ""]
    statuses = wide(rows, "status")
    assert statuses.loc["P3", "start"] == "blank" and statuses.loc["P5", "end"] == "absent"
    log = done.log[done.log["rule"].str.startswith("score")]
    assert log[["before", "after"]].to_numpy().tolist() == [["2 of 3 items", "7.5"], ["1 of 3 items", ""]]


def test_the_mean_is_the_sum_by_the_number_of_items(small):
    """Improvements are the same people."""
    study, done = cleaned(
        small, LONG.replace("may_miss: 1", "may_miss: 1, combine: mean").replace("10", "3.3"), small_scores
    )
    rows = done.responses[(done.responses["item"] == "mood") & (done.responses["answer"] != "")]
    assert rows[rows["participant"] == "P1"]["answer"].astype(float).tolist() == pytest.approx([4 / 3, 4])
    assert questions.ordered_question(study, "mood").kinds["improved"] == 2


def test_cuts_of_a_score_and_of_ticks(small):
    """At least 10; tea ticked. Who has no score, or ticked nothing, has no outcome."""
    _, done = cleaned(small, LONG, small_scores)
    said = {item: wide(done.responses[done.responses["item"] == item]) for item in ("well", "tea")}
    assert said["well"]["start"].tolist() == ["no", "no", "", "yes", "no"]  # P4: 3 + (6 - 2) + 3
    assert said["well"]["end"].tolist() == ["yes", "no", "yes", "no", ""]
    assert said["tea"]["start"].tolist() == ["no", "yes", "yes", "no", "no"]
    assert said["tea"]["end"].tolist() == ["yes", "no", "yes", "", ""]


WORDS = """
title: Words
synthetic: true
waves:
  - {id: start, label: Start, short: Start}
  - {id: end, label: End, short: End}
data: {layout: long, file: answers.csv}
identifier: {column: id, pattern: 'P[0-9]'}
items:
  helped: {label: What helped, kind: text, personal: checked}
  rating: {label: Rating, kind: scale, range: [1, 5]}
  time: {label: Named time, kind: yes-no, from: helped, yes: [time, rest]}
  high: {label: Rated high, kind: yes-no, from: rating, yes: [4, 5]}
outcomes: [time, high]
coding: {file: coding.csv}
themes: {helped: {time: Time, rest: Rest, other: {label: None of these, residual: true}}}
"""
SAID = """id,wave,helped,rating
P1,start,nothing much,3
P1,end,having time,4
P2,start,a rest,5
P2,end,,5
P3,start,never read,2
P3,end,the group,4.0
"""
CODED = """participant,wave,question,coder,theme
P1,start,helped,agreed,other
P1,end,helped,A,time
P1,end,helped,B,time
P2,start,helped,agreed,rest
P2,start,helped,A,other
P3,end,helped,A,time
P3,end,helped,B,other
"""


def test_cuts_of_coded_themes_and_of_numbers(small):
    """Yes where the coders agreed on one of the themes; an answer that nobody coded is blank; 4 is 4.0."""
    small.write(SAID, WORDS).write(CODED, WORDS, "coding.csv")
    done = small.clean()
    said = {item: wide(done.responses[done.responses["item"] == item]) for item in ("time", "high")}
    assert said["time"]["start"].tolist() == ["no", "yes", ""]
    assert said["time"]["end"].tolist() == ["yes", "", "no"]
    assert said["high"].to_numpy().tolist() == [["no", "yes"], ["yes", "yes"], ["no", "yes"]]
    statuses = wide(done.responses[done.responses["item"] == "time"], "status")
    assert statuses.loc["P3", "start"] == statuses.loc["P2", "end"] == "blank"


def test_groups_are_counted_and_compared(small):
    """Mood by hand: P1 and P2 of Ash improved, P4 of Elm got worse, P3 and P5 missed a score."""
    study, done = cleaned(small, LONG, small_scores)
    rows = done.groups[done.groups["item"] == "mood"]
    assert rows[["group", "interest", "improved", "same", "worse", "not heard from"]].to_numpy().tolist() == [
        ["Ash", "yes", 2, 0, 0, 0],
        ["Elm", "no", 0, 0, 1, 2],
    ]
    tables = groups.read_groups(study, "mood")
    assert {name: table.tolist() for name, table in tables.items()} == {
        "Ash": [[0, 0], [2, 0]],
        "Elm": [[0, 1], [0, 0]],
    }
    assert paired.clustered_mcnemar(tables).n == 3
    assert paired.compare_groups(*groups.read_interest(study, "mood")).changes == (1.0, -1.0)


def test_a_person_whose_group_nobody_knows_is_counted_apart_and_one_who_told_it_later_with_their_group(small):
    """P6 never told their course, and is neither of the group of interest nor of the others; P7 told it at the end.

    P8 told another one then: what counts is the first.
    """
    more = "P6,start,1,5,1,,time\nP6,end,5,1,5,,time\nP7,start,1,5,1,,time\nP7,end,5,1,5,Elm,time\n"
    more += "P8,start,1,5,1,Ash,time\nP8,end,5,1,5,Elm,time\n"
    small.write(ROWS + more, LONG)
    study, done = Study.load(small.folder), small.clean()
    write_clean(study, done)
    rows = done.groups[done.groups["item"] == "mood"]
    assert rows[["group", "interest", "improved", "same", "worse", "not heard from"]].to_numpy().tolist() == [
        ["Ash", "yes", 3, 0, 0, 0],
        ["Elm", "no", 1, 0, 1, 2],
        ["not known", "not known", 1, 0, 0, 0],
    ]
    assert sorted(groups.read_groups(study, "mood")) == ["Ash", "Elm"]
    assert [table.tolist() for table in groups.read_interest(study, "mood")] == [[[0, 0], [3, 0]], [[0, 1], [1, 0]]]


def test_what_goes_by_degrees_is_compared_at_the_waves_of_the_primary_comparison(small):
    """Where it was asked at both; another outcome, and what was not asked then, at its first and last wave."""
    yaml = LONG.replace("data:", "  - {id: late, label: Late, short: Late}\ndata:")
    yaml = yaml.replace(
        "  course:", "  glad: {label: Glad, kind: scale, range: [1, 5], waves: [start, late]}\n  course:"
    )
    yaml += "primary: {outcome: well, first: start, second: end, margin: 0.1}\n"
    study = Study.load(small_scores(small, yaml).folder)
    ends = {id: groups.ends(study, id) for id in ("well", "mood", "calm", "tea", "glad")}
    assert ends == dict.fromkeys(("well", "mood", "calm"), ("start", "end")) | dict.fromkeys(
        ("tea", "glad"), ("start", "late")
    )


def test_a_group_that_nobody_of_answered_twice_is_no_group_that_changed(small):
    """P5 alone, of whom one mood is known: a third course, and as a group of interest nothing to compare."""
    yaml = LONG.replace("choices: [Ash, Elm]", "choices: [Ash, Elm, Oak]").replace("group: Ash}", "group: Oak}")
    small.write(ROWS.replace("P5,start,3,3,3,Elm", "P5,start,3,3,3,Oak"), yaml)
    study = Study.load(small.folder)
    write_clean(study, small.clean())
    assert sorted(groups.read_groups(study, "mood")) == ["Ash", "Elm"]
    assert groups.two_groups(study, "mood") is groups.read_interest(study, "mood") is None


def test_numbers_that_are_not_whole_have_names_that_readers_can_read():
    """A mean of three items is no 1.3333333333; names stay apart, and whole numbers stay numbers."""
    assert questions.named((1, 4 / 3, 1.5, 3.5, 5)) == ("1", "1.33", "1.5", "3.5", "5")
    assert questions.named((1 / 3, 0.333, 0.334)) == ("0.3333", "0.333", "0.334")
    assert questions.named((0, 1.0, 2)) == (0, 1.0, 2)


def test_without_ordered_questions_nothing_is_counted(small):
    """A study of yes and no has empty files, and an exploration without rows."""
    study, done = cleaned(small, None, lambda place, _: place.write())
    assert done.ordered.empty and done.groups.empty
    assert questions.ordered_questions(study) == [] and len(questions.exploration(study)) == 1


@pytest.mark.parametrize(
    "old, new, fault",
    [
        ("items: [calm, sad, safe]", "items: [calm]", "a score needs its items, two or more"),
        ("items: [calm, sad, safe]", "items: [calm, sad, saffe]", r"'saffe' is no question .*nearest: safe"),
        ("items: [calm, sad, safe]", "items: [calm, sad, well]", "'well' is no question of kind ordered"),
        ("reversed: [sad]", "reversed: [course]", "'course' is none of its items"),
        ("may_miss: 1", "may_miss: 3", "3 of 3 items is all of them"),
        ("sad: {label: Sad, kind: scale, range: [1, 5]}", "sad: {label: Sad, kind: scale}", "it needs its range"),
        ("from: mood, at_least: 10", "from: moods, at_least: 10", "'moods' is no item with answers to cut"),
        ("from: mood, at_least: 10", "from: mood", "say which answers of mood mean yes"),
        ("from: mood, at_least: 10", "from: mood, yes: [many]", "'many' is no number"),
        ("from: helps, yes: [tea]", "from: helps, yes: [coffee]", "'coffee' is no answer to helps"),
        ("from: helps, yes: [tea]", "from: helps, at_least: 2", "name its answers in yes"),
        ("from: helps, yes: [tea]", "yes: [tea]", "go with from"),
        ("label: Mood,", "label: Mood, column: m,", "no column holds it"),
        ("label: Tea,", "label: Tea, better: lower,", "better: belongs to kinds"),
        ("group: course", "group: sad", "'sad' is no item of kind choice"),
        ("group: Ash}", "group: Oak}", "'Oak' is no answer to course"),
        ("kind: choice, choices: [Ash, Elm]", "kind: ordered", "an ordered question needs its choices"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_place(small, old, new, fault):
    """One sentence: where, what was found, what is allowed."""
    assert LONG.count(old) == 1
    small.write(ROWS, LONG.replace(old, new))
    with pytest.raises(StudyError, match=fault):
        Study.load(small.folder)


def test_a_circle_of_items_is_refused(small):
    """Two outcomes cut from one another, and a score of a score."""
    yaml = LONG.replace("from: mood, at_least: 10", "from: tea, yes: ['yes']").replace("from: helps", "from: well")
    small.write(ROWS, yaml)
    with pytest.raises(StudyError, match="no item with answers to cut"):
        Study.load(small.folder)


def test_reading_numbers_and_words_gives_the_same_people(small):
    """Positions of ordered answers are the numbers of a scale: the same patterns."""
    study, done = cleaned(small)
    rows = done.ordered[done.ordered["item"] == "confidence"]
    counts = questions.read_moves(study, "confidence")
    assert counts.people == pd.to_numeric(rows["people"]).sum()
    assert counts.patterns.sum() == 24 and counts.not_heard == 5
