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
from firststeps.report.release.protected import implications, link_tables, new_draft, what_becomes_of_it, write_counts
from firststeps.responses.cleaning.clean import clean
from firststeps.responses.counting.patterns import count_patterns
from firststeps.study import Study

ANSWERS = ["yes", "no", "missing"]


def a_study(waves, primary=None, people=None, threshold=5, rounding=1, consistency=()):
    items = {item: SimpleNamespace(waves=list(waves), source="") for item in ("ips", "group", "rating", "helped")}
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


def attacked(rows, cells, rounding, threshold, known):
    """The lowest and highest count of each hidden row: ``cells`` gives what people can have answered, as rows of them.

    ``cells`` is a list of dicts from (about, question) to a tuple of waves and answers as in the file.
    """
    masks = np.array([[row_of(row) <= cell for cell in cells] for row in rows.to_dict("records")], dtype=float)
    limits = [
        (0, np.inf) if n == HIDDEN else (max(int(n) - rounding // 2, threshold), int(n) + (rounding - 1) // 2)
        for n in rows["people"]
    ]
    rules = [
        LinearConstraint(masks, *zip(*limits, strict=True)),
        LinearConstraint(np.ones((1, len(cells))), known, known),
    ]
    for mask, row in zip(masks, rows.to_dict("records"), strict=True):
        if row["people"] == HIDDEN:
            whole = np.ones(len(cells))
            ends = [milp(sign * mask, integrality=whole, constraints=rules).fun for sign in (1, -1)]
            yield row, round(ends[0]), round(-ends[1])


def row_of(row):
    """What a row of the file says of each of its people: a set of question, wave and answer."""
    said = [(row["first wave"], row["first answer"]), (row["second wave"], row["second answer"])]
    return {(row["about"], row["question"], *one) for one in said if one[0]}


def test_an_outcome_is_not_played_against_the_scores_that_it_is_made_of(tmp_path):
    """Whoever gave 1 is a no, and nine gave 3: where the 20 of score 1 are hidden for them, the noes tell them."""
    study = a_study(["end"], people=100, threshold=10)
    study.items["rating"] = SimpleNamespace(waves=["end"], source="", kind="scale", range=(1, 3), yes=[], at_least=None)
    study.items["ips"] = SimpleNamespace(waves=["end"], source="rating", kind="yes-no", yes=[], at_least=2)
    scores = [("rating", "end", [1, 2, 3], [20, 40, 9])]
    tables = link_tables(study, {"ips": np.array([49, 20, 31])}, {"end": 69}, scores)
    assert all(low <= row @ tables.counts <= high for row, low, high in tables.known)
    write_counts(study, tables.protect(10, 1), tables, tmp_path / "counts.csv")
    rows = pd.read_csv(tmp_path / "counts.csv", dtype=str, keep_default_na=False)
    cells = []
    for score, handed_in in (("1", "yes"), ("2", "yes"), ("3", "yes"), ("none", "yes"), ("none", "no")):
        answer = {"1": "no", "none": "missing"}.get(score, "yes")
        cells.append({("scores", "rating", "end", score), ("answers", "ips", "end", answer)})
        cells[-1].add(("handed in", "", "end", handed_in))
    small = {row["first answer"]: (low, high) for row, low, high in attacked(rows, cells, 1, 10, 100)}
    assert small["3"][0] <= 9 <= small["3"][1]
    assert small["3"][1] - small["3"][0] >= 2


def test_two_outcomes_with_one_source_miss_the_same_people(tmp_path):
    """Two cut points of one scale: the missing of the one would tell how many noes the other has."""
    study = a_study(["end"], people=107, threshold=10)
    study.items["rating"] = SimpleNamespace(waves=["end"], source="", kind="score", range=None, yes=[], at_least=None)
    for outcome, cut in (("ips", 3), ("group", 8)):
        study.items[outcome] = SimpleNamespace(waves=["end"], source="rating", kind="yes-no", yes=[], at_least=cut)
    patterns = {"ips": np.array([90, 5, 12]), "group": np.array([40, 55, 12])}
    rows = released_rows(study, patterns, tmp_path, {"end": 95})
    kinds = [("yes", "yes"), ("yes", "no"), ("no", "no"), ("missing", "missing")]
    cells = [{("answers", "ips", "end", one), ("answers", "group", "end", two)} for one, two in kinds]
    answers = rows[rows["about"] == "answers"]
    ends = {(row["question"], row["first answer"]): (a, b) for row, a, b in attacked(answers, cells, 1, 10, 107)}
    assert ends["ips", "no"][1] - ends["ips", "no"][0] >= 2


def test_an_outcome_is_not_played_against_the_themes_that_it_is_made_of(tmp_path):
    """Three named neither time nor hope: 57 did, and that the other 40 of 100 did not answer the themes say, too."""
    study = a_study(["end"], people=100, threshold=10)
    study.items["helped"] = SimpleNamespace(waves=["end"], source="", kind="text", yes=[], at_least=None)
    study.items["ips"] = SimpleNamespace(
        waves=["end"], source="helped", kind="yes-no", yes=["time", "hope"], at_least=None
    )
    named = [("helped", 60, {"time": 45, "hope": 50})]
    tables = link_tables(study, {"ips": np.array([57, 3, 40])}, {"end": 60}, (), named)
    assert all(low <= row @ tables.counts <= high for row, low, high in tables.known)
    write_counts(study, tables.protect(10, 1), tables, tmp_path / "counts.csv")
    rows = pd.read_csv(tmp_path / "counts.csv", dtype=str, keep_default_na=False)
    cells = []
    for time, hope in [*product(("named", "not named"), repeat=2), ("no answer", "no answer")]:
        outcome = "missing" if time == "no answer" else "yes" if "named" in (time, hope) else "no"
        cells.append({("themes", "helped", "time", time), ("themes", "helped", "hope", hope)})
        cells[-1].add(("answers", "ips", "end", outcome))
    rows = rows[rows["about"] != "handed in"]
    ends = {(row["about"], row["first answer"]): (low, high) for row, low, high in attacked(rows, cells, 1, 10, 100)}
    assert ends["answers", "no"][0] <= 3 <= ends["answers", "no"][1]
    assert ends["answers", "no"][1] - ends["answers", "no"][0] >= 2


def test_whoever_named_a_theme_has_handed_in_a_questionnaire(tmp_path):
    """Of 100 people 93 to 97 handed one in, and 96 to 104 would have answered: three or four did not."""
    study = a_study(["end"], people=100, threshold=10, rounding=5)
    study.items["helped"] = SimpleNamespace(waves=["end"], source="", kind="text", yes=[], at_least=None)
    tables = link_tables(study, {}, {"end": 97}, (), [("helped", 97, {"time": 84})])
    write_counts(study, tables.protect(10, 5), tables, tmp_path / "counts.csv")
    rows = pd.read_csv(tmp_path / "counts.csv", dtype=str, keep_default_na=False)
    kinds = [("named", "yes"), ("not named", "yes"), ("no answer", "yes"), ("no answer", "no")]
    cells = [{("themes", "helped", "time", one), ("handed in", "", "end", two)} for one, two in kinds]
    for row, low, high in attacked(rows, cells, 5, 10, 100):
        assert high - low >= 2, row


def test_what_two_outcomes_of_one_source_tell_of_each_other():
    """Who reaches eight reaches three; two choices exclude each other, two boxes ticked do not."""
    items = {"rating": SimpleNamespace(source="", kind="score", range=None)}
    for name, cut in (("low", 3.0), ("high", 8.0)):
        items[name] = SimpleNamespace(source="rating", kind="yes-no", yes=[], at_least=cut)
    told = list(implications(SimpleNamespace(consistency=[], items=items)))
    assert sorted(told) == [("high", "yes", "low", "yes"), ("low", "no", "high", "no")]
    for kind, excluded in (("choice", 2), ("ticks", 0), ("text", 0)):
        items = {"way": SimpleNamespace(source="", kind=kind, range=None)}
        for name in ("Bus", "Train"):
            items[name] = SimpleNamespace(source="way", kind="yes-no", yes=[name], at_least=None)
        told = list(implications(SimpleNamespace(consistency=[], items=items)))
        assert told == [("Bus", "yes", "Train", "no"), ("Train", "yes", "Bus", "no")][:excluded]


@pytest.mark.parametrize(("broken", "holds"), [("ask", True), ("set missing", True), ("keep", False)])
def test_a_rule_that_people_may_break_tells_an_attacker_nothing(broken, holds):
    """Where cleaning keeps answers that break a rule it is no knowledge; nor is one of two conditions at once."""
    rule = SimpleNamespace(given={"ips": "yes"}, then={"group": "yes"}, broken=broken)
    both = SimpleNamespace(given={"ips": "yes", "leads": "yes"}, then={"group": "yes"}, broken=broken)
    told = list(implications(SimpleNamespace(consistency=[rule, both], items={})))
    assert told == [("ips", "yes", "group", "yes")] * holds


def kinds_of_people(waves, at_a_wave):
    """What people can have answered to two outcomes at all waves, for ``attacked``: at each wave a pair of answers."""
    for answers in product(at_a_wave, repeat=len(waves)):
        ips = {("answers", "ips", wave, one) for wave, (one, _) in zip(waves, answers, strict=True)}
        yield ips | {("answers", "group", wave, two) for wave, (_, two) in zip(waves, answers, strict=True)}


@pytest.mark.parametrize(
    ("ips", "group", "rule"),
    [
        ([[3, 50, 0], [2, 0, 0], [62, 19, 0]], [[0, 14, 0], [5, 36, 0], [18, 63, 0]], (5, 1)),
        ([[50, 73, 16], [1, 0, 0], [59, 1, 0]], [[47, 15, 16], [4, 58, 0], [59, 1, 0]], (10, 2)),
        ([[1, 102, 40], [3, 0, 0], [80, 2, 0]], [[0, 58, 0], [4, 44, 40], [59, 23, 0]], (10, 2)),
    ],
)
def test_two_outcomes_of_one_source_are_not_played_against_each_other_at_two_waves(tmp_path, ips, group, rule):
    """Who reaches eight reaches three, both times: of each person both outcomes are known to go together."""
    waves = ["start", "end"]
    study = a_study(waves, people=int(np.sum(ips)), threshold=rule[0], rounding=rule[1])
    study.items["rating"] = SimpleNamespace(waves=waves, source="", kind="score", range=None, yes=[], at_least=None)
    for outcome, cut in (("ips", 3), ("group", 8)):
        study.items[outcome] = SimpleNamespace(waves=waves, source="rating", kind="yes-no", yes=[], at_least=cut)
    patterns = {"ips": np.array(ips), "group": np.array(group)}
    tables = link_tables(study, patterns, dict.fromkeys(waves, int(np.sum(ips))))
    assert all(low <= row @ tables.counts <= high for row, low, high in tables.known)
    rows = released_rows(study, patterns, tmp_path)
    kinds = kinds_of_people(waves, [("yes", "yes"), ("yes", "no"), ("no", "no"), ("missing", "missing")])
    rows = rows[rows["about"] == "answers"]
    for row, low, high in attacked(rows, list(kinds), rule[1], rule[0], int(np.sum(ips))):
        assert high - low >= 2, row


def test_a_rule_of_consistency_is_known_to_hold_at_two_waves_at_once(tmp_path):
    """The 23 who set up a group both times were involved both times: no more were, and no fewer."""
    ips, group = [[23, 0, 58], [39, 3, 0], [0, 0, 0]], [[23, 0, 0], [0, 0, 3], [0, 0, 97]]
    rule = SimpleNamespace(given={"group": "yes"}, then={"ips": "yes"}, broken="ask")
    study = a_study(["start", "end"], people=123, threshold=10, consistency=[rule])
    rows = released_rows(study, {"ips": np.array(ips), "group": np.array(group)}, tmp_path)
    can = [(one, two) for one, two in product(ANSWERS, repeat=2) if two != "yes" or one == "yes"]
    rows = rows[rows["about"] == "answers"]
    for row, low, high in attacked(rows, list(kinds_of_people(["start", "end"], can)), 1, 10, 123):
        assert high - low >= 2, row


def test_a_draft_that_is_begun_anew_keeps_the_counts_until_others_take_their_place(tmp_path):
    """A make that runs at the same time has just written them, and is about to look whether they are there."""
    draft = tmp_path / "release"
    (draft / "figures").mkdir(parents=True)
    for name in ("counts.csv", "old.svg", "figures/older.svg"):
        (draft / name).write_text("as it was")
    assert new_draft(SimpleNamespace(build=tmp_path)) == draft
    assert [path.name for path in draft.iterdir()] == ["counts.csv"]
