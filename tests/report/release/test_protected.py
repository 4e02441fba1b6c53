"""A public release is attacked from its file alone, with the whole joint table unknown: no hidden count is pinned.

The attack is written anew here, over all 3 ** W cells of an outcome and from the rows of counts.csv, so that it shares
neither the cells nor the code of `firststeps.report`.
"""

from itertools import product
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from firststeps.report.release.disclosure import HIDDEN
from firststeps.report.release.protected import implications, link_tables, what_becomes_of_it, write_counts
from firststeps.responses.cleaning.clean import clean
from firststeps.responses.counting.patterns import count_patterns
from firststeps.study import Study

ANSWERS = ["yes", "no", "missing"]


def a_study(waves, primary=None, people=None, threshold=5, rounding=1, consistency=()):
    items = {item: SimpleNamespace(waves=list(waves)) for item in ("ips", "group")}
    rule = SimpleNamespace(threshold=threshold, rounding=rounding)
    return SimpleNamespace(
        items=items, primary=primary, participants=people, release=rule, origin="synthetic", consistency=consistency
    )


def released_rows(study, patterns, folder, handed_in=None):
    """The rows of counts.csv for the pattern tables of a study."""
    waves = study.items["ips"].waves
    handed_in = handed_in or dict.fromkeys(waves, max(table.sum() for table in patterns.values()))
    tables = link_tables(study, patterns, handed_in)
    protected = tables.protect(study.release.threshold, study.release.rounding)
    write_counts(study, protected, tables, folder / "counts.csv")
    return pd.read_csv(folder / "counts.csv", dtype=str, keep_default_na=False)


def cells(row, waves):
    """The cells of the joint table of all waves that a row of counts.csv counts."""
    place = np.indices((3,) * len(waves))
    mask = np.full((3,) * len(waves), True)
    for wave, answer in ((row["first wave"], row["first answer"]), (row["second wave"], row["second answer"])):
        if wave:
            mask &= place[waves.index(wave)] == ANSWERS.index(answer)
    return mask.ravel().astype(float)


def without_answer(rows, waves, table, threshold):
    """The small counts of the pairs of the file that are no row of it, since one of the two answers is missing."""
    pairs = rows[rows["second wave"] != ""].drop_duplicates(["first wave", "second wave"])
    for row, said in product(pairs.to_dict("records"), product(ANSWERS, ANSWERS)):
        mask = cells(row | {"first answer": said[0], "second answer": said[1]}, waves)
        if "missing" in said and mask @ table.ravel() < threshold:
            yield mask


def possible(rows, waves, people, rounding, threshold, others=()):
    """The smallest and largest count, in joint tables that agree with what is shown, of each hidden row and mask."""
    limits, masks = [], [cells(row, waves) for _, row in rows.iterrows()]
    for shown in rows["people"]:
        low, high = (0, np.inf) if shown == HIDDEN else (int(shown) - rounding // 2, int(shown) + (rounding - 1) // 2)
        limits.append((low if shown == HIDDEN else max(low, threshold), high))
    rules = [LinearConstraint(np.array(masks), *zip(*limits, strict=True))]
    if people is not None:
        rules.append(LinearConstraint(np.ones((1, 3 ** len(waves))), people, people))
    whole, bounds = np.ones(3 ** len(waves)), Bounds(0, 10_000)
    for mask in [mask for mask, shown in zip(masks, rows["people"], strict=True) if shown == HIDDEN] + list(others):
        ends = [milp(sign * mask, integrality=whole, bounds=bounds, constraints=rules).fun for sign in (1, -1)]
        yield mask, round(ends[0]), round(-ends[1])


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.sampled_from([0, 0, 0, 1, 2, 7, 20]), min_size=27, max_size=27).filter(lambda cells: sum(cells) > 9),
    st.sampled_from([(5, 1), (5, 3), (10, 5)]),
    st.booleans(),
    st.sampled_from(["start", "end"]),
)
def test_no_hidden_count_of_three_waves_is_pinned(tmp_path_factory, counts, rule, stated, first):
    """Whether the number of people is stated or not, and whichever wave is the baseline."""
    waves, table = ["start", "middle", "end"], np.reshape(counts, (3, 3, 3))
    people = int(table.sum()) if stated else None
    primary = SimpleNamespace(outcome="ips", first=first, second="end" if first == "start" else "start")
    study = a_study(waves, primary, people, *rule)
    rows = released_rows(study, {"ips": table}, tmp_path_factory.mktemp("release"))
    rows = rows[rows["about"] == "answers"]
    others = without_answer(rows, waves, table, rule[0])
    for mask, low, high in possible(rows, waves, people, rule[1], rule[0], others):
        assert low <= mask @ table.ravel() <= high
        assert high - low >= 2


def test_the_shipped_public_study_holds_against_the_attack(tmp_path):
    """Six waves of 400 people: 729 cells unknown, every hidden count still open, most counts shown."""
    study = Study.load("studies/long-follow-up")
    cleaned = clean(study)
    statuses = cleaned.responses.drop_duplicates(["participant", "wave"]).query("status != 'absent'")
    handed_in = statuses.groupby("wave", observed=False).size()
    waves = study.items["attends"].waves
    patterns = {item: count_patterns(cleaned.responses, study.items[item].waves, item) for item in study.outcomes}
    tables = link_tables(study, patterns, handed_in)
    protected = tables.protect(study.release.threshold, study.release.rounding)
    write_counts(study, protected, tables, tmp_path / "counts.csv")
    rows = pd.read_csv(tmp_path / "counts.csv", dtype=str, keep_default_na=False)
    assert (rows["people"] != HIDDEN).mean() > 0.9
    rows = rows[(rows["about"] == "answers") & (rows["question"] == "attends")]
    assert (rows["people"] == HIDDEN).any()
    others = list(without_answer(rows, waves, patterns["attends"], 10))
    assert len(others) > 10
    for _, low, high in possible(rows, waves, 400, 5, 10, others):
        assert high - low >= 2


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=9, max_size=9).filter(any), st.sampled_from([(5, 1), (10, 5), (4, 2)]))
def test_no_small_count_is_shown_and_the_others_are_near(tmp_path_factory, counts, rule):
    threshold, rounding = rule
    waves, table = ["start", "end"], np.reshape(counts, (3, 3))
    rows = released_rows(
        a_study(waves, threshold=threshold, rounding=rounding), {"ips": table}, tmp_path_factory.mktemp("r")
    )
    rows = rows[(rows["about"] == "answers") & (rows["people"] != HIDDEN)]
    for _, row in rows.iterrows():
        true = cells(row, waves) @ table.ravel()
        assert true >= threshold
        assert abs(int(row["people"]) - true) <= rounding // 2


def test_a_rule_of_consistency_is_known_to_the_attacker(tmp_path):
    """Whoever set up a group is involved, so those who set one up are no more than those involved."""
    rule = SimpleNamespace(given={"group": "yes"}, then={"ips": "yes"}, broken="ask")
    patterns = {"ips": np.array([12, 60, 28]), "group": np.array([11, 61, 28])}
    study = a_study(["end"], people=100, consistency=[rule])
    tables = link_tables(study, patterns, {"end": 72})
    holds = [(row @ tables.counts, low, high) for row, low, high in tables.known]
    assert all(low <= found <= high for found, low, high in holds)
    assert (-1, -np.inf, 0) in holds  # 11 who set up a group, no more than 12 who are involved


@pytest.mark.parametrize("then", ["yes", "no"])
def test_a_rule_whose_second_answer_is_blank_leaves_counts_that_can_be_released(then, tmp_path):
    """Twenty set up a group; nine of them left the other question blank, which no rule of cleaning forbids."""
    rule = SimpleNamespace(given={"group": "yes"}, then={"ips": then}, broken="ask")
    ips = np.array([11, 60, 29] if then == "yes" else [60, 11, 29])
    patterns = {"ips": ips, "group": np.array([20, 60, 20])}
    study = a_study(["end"], people=100, consistency=[rule])
    tables = link_tables(study, patterns, {"end": 80})
    assert all(low <= row @ tables.counts <= high for row, low, high in tables.known)
    rows = released_rows(study, patterns, tmp_path, {"end": 80})
    assert (rows["people"] != HIDDEN).any()


def test_people_without_a_questionnaire_count_as_missing(tmp_path):
    study = a_study(["end"], people=100, threshold=5)
    rows = released_rows(study, {"ips": np.array([40, 30, 10])}, tmp_path, {"end": 80})
    missing = rows[(rows["about"] == "answers") & (rows["first answer"] == "missing")]
    assert missing["people"].tolist() == ["30"]


def test_scores_and_themes_are_counted_in_the_same_release(tmp_path):
    study = a_study(["end"], people=100, threshold=5)
    scores, named = [("rating", "end", [1, 2], [20, 50])], [("helped", 60, {"time": 40, "hope": 2})]
    tables = link_tables(study, {"ips": np.array([40, 30, 30])}, {"end": 70}, scores, named)
    shown = tables.protect(5, 1).shown
    assert shown["scores", "rating", (("end", "1"),)] == 20
    assert shown["themes", "helped", (("hope", "named"),)] is None
    assert shown["themes", "helped", (("hope", "not named"),)] is None  # 60 - 58 would be the two


@pytest.mark.parametrize(("mode", "said"), [("internal", "Nothing is released"), ("published", "public already")])
def test_what_is_not_public_is_called_so(mode, said):
    assert said in what_becomes_of_it(SimpleNamespace(release=SimpleNamespace(mode=mode)))


@pytest.mark.parametrize(("broken", "holds"), [("ask", True), ("set missing", True), ("keep", False)])
def test_a_rule_that_people_may_break_tells_an_attacker_nothing(broken, holds):
    """Where cleaning keeps answers that break a rule it is no knowledge; nor is one of two conditions at once."""
    rule = SimpleNamespace(given={"ips": "yes"}, then={"group": "yes"}, broken=broken)
    both = SimpleNamespace(given={"ips": "yes", "leads": "yes"}, then={"group": "yes"}, broken=broken)
    told = list(implications(SimpleNamespace(consistency=[rule, both])))
    assert told == [("ips", "yes", "group", "yes")] * holds
