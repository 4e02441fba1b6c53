"""Releases of growing data are attacked together, from their files alone: no hidden count and no newcomer is told.

The attacks are written anew here: one lists every pair of tables that agrees with two files, the other lets every
person move from no answer to an answer between the joint tables of two waves.  Neither shares code with
`firststeps.report`.
"""

import json
from itertools import product
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from firststeps.report.release import ledger
from firststeps.report.release.disclosure import HIDDEN
from firststeps.report.release.protected import link_tables, write_counts

ANSWERS = ["yes", "no", "missing"]


def a_study(folder, waves=("end",), people=None, threshold=5, rounding=1, items=("ips",), consistency=(), data_set=""):
    """A public study in a folder, as the release sees it."""
    (folder / "data").mkdir(exist_ok=True)
    rule = SimpleNamespace(threshold=threshold, rounding=rounding, mode="public", data_set=data_set)
    asked = {item: SimpleNamespace(waves=list(waves), source="") for item in ("ips", "group", "rating")}
    return SimpleNamespace(
        **{"folder": folder, "build": folder / "build", "items": asked, "outcomes": list(items), "primary": None},
        **{"participants": people, "release": rule, "origin": "synthetic", "consistency": consistency},
    )


def put_out(study, patterns, handed_in=None):
    """Release the pattern tables of a study, as notebook 09 and `make all` do; the rows of counts.csv about answers."""
    waves = study.items["ips"].waves
    handed_in = handed_in or dict.fromkeys(waves, max(int(np.sum(table)) for table in patterns.values()))
    tables = link_tables(study, patterns, handed_in)
    protected, earlier = ledger.protect(study, tables)
    counts = study.build / "counts.csv"
    write_counts(study, protected, tables, counts)
    ledger.write_draft(study, tables, protected, earlier, counts)
    ledger.append(study, counts)
    rows = pd.read_csv(counts, dtype=str, keep_default_na=False)
    return rows[rows["about"].isin(["answers", "people"])]


def shown(rows, answer, question="ips"):
    """What a row of one wave prints."""
    found = rows[(rows["question"] == question) & (rows["first answer"] == answer) & (rows["second wave"] == "")]
    return found["people"].item()


def entries(study):
    """What stands in the ledger."""
    return json.loads((study.folder / "data" / "released.json").read_text(encoding="utf-8"))["releases"]


# --- two releases, every pair of tables listed ---


def agree(rows, tables, threshold, rounding):
    """Which of the ``tables`` (rows of yes, no, missing) agree with every shown count of a file."""
    keep = np.full(len(tables), True)
    for _, row in rows[rows["people"] != HIDDEN].iterrows():
        sums = tables[:, ANSWERS.index(row["first answer"])] if row["first answer"] else tables.sum(axis=1)
        keep &= (sums >= threshold) & ((sums + rounding // 2) // rounding * rounding == int(row["people"]))
    return keep


@settings(max_examples=15, deadline=None)
@given(
    st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(0, 5)).filter(lambda counts: sum(counts) > 4),
    st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2), st.integers(0, 2)),
    st.sampled_from([(3, 1), (5, 1), (4, 2), (5, 3)]),
)
@example((0, 2, 3), (0, 0, 0, 1), (3, 1))  # refused
@example((3, 3, 3), (0, 1, 2, 0), (3, 1))  # three or four noes, of whom one came
def test_two_releases_tell_no_more_than_one(tmp_path_factory, counts, came, rule):
    """People come, and people answer late; each small count and each answer of those who came stays open.

    A count that is hidden though it is large, since one more answer would show in it, need not stay as open as these.
    """
    study = a_study(tmp_path_factory.mktemp("study"), threshold=rule[0], rounding=rule[1])
    late = min(came[3], counts[2])
    later = np.array(counts) + came[:3] + np.array([late, 0, -late])
    first = put_out(study, {"ips": np.array(counts)})
    try:
        second = put_out(study, {"ips": later})
    except ValueError as error:
        assert "Whatever this release hides" in str(error)
        assert not could_be_hidden(study, (counts, later), rule)
        return
    if first.equals(second):
        return  # the very same file again is no news
    listed = np.array(list(product(range(15), repeat=3)))
    old, new = (listed[agree(rows, listed, *rule)] for rows in (first, second))
    grown = (new[None, :, :2] >= old[:, None, :2]).all(axis=2) & (new.sum(axis=1)[None] >= old.sum(axis=1)[:, None])
    first_of, second_of = np.nonzero(grown)
    for place, answer in enumerate(ANSWERS):
        for rows, true, tables in ((first, counts, old[first_of]), (second, later, new[second_of])):
            if shown(rows, answer) == HIDDEN and true[place] < rule[0]:
                assert np.ptp(tables[:, place]) >= 2
    gained = (new[second_of] - old[first_of])[:, :2]
    for place in (0, 1):
        lowest, highest = gained[:, place].min(), gained[:, place].max()
        assert lowest >= rule[0] or highest - lowest >= min(2, gained.sum(axis=1).max())


# --- when a second release is refused, every choice of hidden counts tried on every pair of tables ---

SHEETS, UNUSED, PEOPLE, YES, NO, MISSING = range(6)  # the counts of a file of one wave, all in one row


def six_counts(yes, no, missing, sheets=None):
    """The six counts of a file: where no number is given everybody has handed in a questionnaire."""
    people = yes + no + missing
    sheets = people if sheets is None else sheets
    return sheets, people - sheets, people, yes, no, missing


def every_row(most):
    """The six counts of every file in which no answer has more than ``most`` people, a row each."""
    answers = product(range(most + 1), repeat=3)
    return np.array([six_counts(*c, sheets) for c in answers for sheets in range(c[0] + c[1], sum(c) + 1)])


def shown_in_file(study):
    """Which of the six counts the newest file shows."""
    rows = pd.read_csv(study.build / "counts.csv", dtype=str, keep_default_na=False)
    place = {(row["about"], row["first answer"]): row["people"] != HIDDEN for _, row in rows.iterrows()}
    return [
        place[key]
        for key in [("handed in", "yes"), ("handed in", "no"), ("people", ""), *(("answers", a) for a in ANSWERS)]
    ]


def agreeing(listed, true, shown, threshold, rounding):
    """The rows of ``listed`` that agree with a file of which the attacker knows what is shown and what is small."""
    keep = np.full(len(listed), True)
    for count, is_shown, column in zip(true, shown, listed.T, strict=True):
        if is_shown:
            near, nearest = ((n + rounding // 2) // rounding for n in (column, count))
            keep &= (column >= threshold) & (near == nearest)
        elif count < threshold:
            keep &= column < threshold
    return listed[keep]


def pinned(true, shown, rule, listed):
    """Whether some small count of two files, or an answer of those who came, has fewer values than it should have.

    In every pair of tables in which people and answers were only added, and in every pair in which nothing was.
    """
    enough = min(2, rule[0] - 1)
    old, new = (agreeing(listed, *one, *rule) for one in zip(true, shown, strict=True))
    grown = np.logical_and.reduce([new[None, :, i] >= old[:, None, i] for i in (SHEETS, PEOPLE, YES, NO)])
    both = [side[at] for side, at in zip((old, new), np.nonzero(grown), strict=True)]
    same = (both[0] == both[1]).all(axis=1)
    for pairs in (both, [side[same] for side in both] if same.any() else both):
        small = [side[:, i] for side, counts in zip(pairs, true, strict=True) for i in range(6) if counts[i] < rule[0]]
        if any(np.ptp(values) < enough for values in small):
            return True
    came = both[1] - both[0]
    for i, among in ((SHEETS, [SHEETS]), (PEOPLE, [PEOPLE]), (YES, [YES, NO]), (NO, [YES, NO])):
        values, people = came[:, i], came[:, among].sum(axis=1).max()
        if values.min() < rule[0] and np.ptp(values) < min(enough, people):
            return True
    return False


def could_be_hidden(study, tables, rule):
    """Whether some choice of shown counts in a second file would pin nothing; the first file is the study's."""
    listed = every_row(np.max(tables) + 2)  # room for the three values that have to stay possible
    true = [six_counts(*table) for table in tables]
    choices = product(*((False, True) if count >= rule[0] else (False,) for count in true[1]))
    return any(not pinned(true, (shown_in_file(study), shown), rule, listed) for shown in choices)


def every_second_release_of_four_people():
    """Each table of four people, and each way in which one may answer late and others come."""
    for counts in (c for c in product(range(5), repeat=3) if sum(c) == 4):
        for yes, no, late in product((0, 1), (0, 1), (0, 1) if counts[2] else (0,)):
            yield counts, (counts[0] + yes + late, counts[1] + no, counts[2] - late)


def test_a_second_release_is_refused_where_no_choice_of_hidden_counts_helps_and_nowhere_else(tmp_path):
    """Of four people, exhaustively: whatever goes out pins nothing, and what is refused cannot be mended by hiding."""
    refused, out, listed = [], 0, every_row(7)
    for number, (counts, later) in enumerate(every_second_release_of_four_people()):
        (tmp_path / str(number)).mkdir()
        study = a_study(tmp_path / str(number), threshold=2)
        put_out(study, {"ips": np.array(counts)})
        before = shown_in_file(study)
        try:
            put_out(study, {"ips": np.array(later)})
        except ValueError:
            refused.append((counts, later))
            assert not could_be_hidden(study, (counts, later), (2, 1)), (counts, later)
            continue
        if len(entries(study)) == 2:
            out += 1
            true = [six_counts(*counts), six_counts(*later)]
            assert not pinned(true, (before, shown_in_file(study)), (2, 1), listed), (counts, later)
    assert ((0, 2, 2), (1, 2, 1)) in refused
    assert out > 70


@pytest.mark.parametrize(
    ("counts", "later", "rule"),
    [((5, 0, 3), (7, 0, 2), (3, 1)), ((4, 1, 3), (6, 2, 2), (3, 1)), ((0, 4, 2), (2, 4, 1), (2, 1))],
)
def test_a_count_that_refutes_that_nothing_came_is_left_shown_where_hiding_all_would_help_nobody(
    tmp_path, counts, later, rule
):
    """Who guesses that nothing came would find a small count; one more questionnaire says that it is not so."""
    study = a_study(tmp_path, threshold=rule[0], rounding=rule[1])
    put_out(study, {"ips": np.array(counts)})
    put_out(study, {"ips": np.array(later)})
    assert len(entries(study)) == 2
    assert shown_in_file(study)[SHEETS]


def test_a_release_in_which_three_small_counts_make_five_people_is_refused(tmp_path):
    """Of 5 people none may be 3, so each answer has 1 or 2; that is known even where nothing at all is shown."""
    study = a_study(tmp_path, threshold=3)
    put_out(study, {"ips": np.array([0, 2, 3])})
    with pytest.raises(ValueError, match="Whatever this release hides"):
        put_out(study, {"ips": np.array([1, 2, 2])})
    assert not could_be_hidden(study, ((0, 2, 3), (1, 2, 2)), (3, 1))


def test_one_more_answer_is_not_the_difference_of_two_releases(tmp_path):
    """Unrounded 30 and 31 would say what the one who answered late has said."""
    study = a_study(tmp_path, people=70)
    first = put_out(study, {"ips": np.array([30, 20, 20])}, {"end": 50})
    second = put_out(study, {"ips": np.array([31, 20, 19])}, {"end": 51})
    assert [shown(first, answer) for answer in ANSWERS] == ["30", "20", "20"]
    assert shown(second, "yes") == shown(second, "no") == HIDDEN


def test_many_more_answers_are_shown(tmp_path):
    """Those who came are no small group, so nothing of theirs has to be hidden."""
    study = a_study(tmp_path, people=120)
    put_out(study, {"ips": np.array([30, 20, 70])}, {"end": 50})
    second = put_out(study, {"ips": np.array([46, 38, 36])}, {"end": 84})
    assert [shown(second, answer) for answer in ANSWERS] == ["46", "38", "36"]


def test_twelve_newcomers_who_all_said_no_are_not_told(tmp_path):
    """Twelve more noes and not one more yes would be the answer of each of them."""
    study = a_study(tmp_path)
    put_out(study, {"ips": np.array([30, 20, 20])})
    second = put_out(study, {"ips": np.array([30, 32, 20])})
    assert HIDDEN in (shown(second, "yes"), shown(second, "no"))


# --- three releases of two waves, every person moved ---


PATTERNS = list(product(range(3), range(3)))
MOVES = [
    (a, b)
    for a, b in product(range(9), range(9))
    if all(x in (y, 2) for x, y in zip(*(PATTERNS[i] for i in (a, b)), strict=True))
]


def histories(files, people, threshold, rounding):
    """The rules that joint tables of each release obey, and who moved between them: one row of coefficients each.

    Unknown are the nine cells of each release and, between two of them, the people of each move and the newcomers.
    """
    size, step = 9 * len(files), len(MOVES) + 9
    width = size + step * (len(files) - 1)
    rules = []
    for number, rows in enumerate(files):
        for _, row in rows.iterrows():
            line = np.zeros(width)
            line[9 * number : 9 * number + 9] = counted(row)
            low, high = (0, np.inf)
            if row["people"] != HIDDEN:
                low, high = max(int(row["people"]) - rounding // 2, threshold), int(row["people"]) + (rounding - 1) // 2
            rules.append((line, low, high))
        everyone = np.zeros(width)
        everyone[9 * number : 9 * number + 9] = 1
        rules.append((everyone, people[number], people[number]))
    for number in range(len(files) - 1):
        moves = size + step * number
        for cell in range(9):
            leave, arrive = np.zeros(width), np.zeros(width)
            leave[9 * number + cell] = arrive[9 * (number + 1) + cell] = -1
            for move, (a, b) in enumerate(MOVES):
                leave[moves + move] += a == cell
                arrive[moves + move] += b == cell
            arrive[moves + len(MOVES) + cell] = 1
            rules += [(leave, 0, 0), (arrive, 0, 0)]
    return rules


def counted(row):
    """The nine cells that a row of counts.csv counts."""
    at = {"start": 0, "end": 1}
    asked = [
        (at[row[f"{which} wave"]], ANSWERS.index(row[f"{which} answer"]))
        for which in ("first", "second")
        if row[f"{which} wave"]
    ]
    return np.array([all(pattern[wave] == answer for wave, answer in asked) for pattern in PATTERNS], dtype=float)


def ends(goal, rules):
    """The smallest and largest value of a sum over all histories."""
    limits = LinearConstraint(*(np.array(part, dtype=float) for part in zip(*rules, strict=True)))
    whole = np.ones(goal.size)
    found = [milp(s * goal, integrality=whole, bounds=Bounds(0, 500), constraints=limits).fun for s in (1, -1)]
    return round(found[0]), round(-found[1])


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([(5, 1), (5, 3), (10, 5)]))
def test_three_releases_of_two_waves_hold_together(tmp_path_factory, seed, rule):
    """Of 60 people some answer late and some come late, twice; the attacker knows how many people there are."""
    rng, folder = np.random.default_rng(seed), tmp_path_factory.mktemp("study")
    joint = [rng.multinomial(60, rng.dirichlet(np.full(9, 0.7)))]
    for _ in range(2):
        table = joint[-1].copy()
        for cell in rng.choice(9, size=rng.integers(1, 4)):
            if table[cell]:
                move = rng.choice([b for a, b in MOVES if a == cell])
                table[[cell, move]] += [-1, 1]
        joint.append(table + rng.multinomial(rng.integers(0, 3), np.full(9, 1 / 9)))
    people, files = [int(table.sum()) for table in joint], []
    for table, n in zip(joint, people, strict=True):
        study = a_study(folder, ("start", "end"), n, *rule)
        try:
            files.append(put_out(study, {"ips": table.reshape(3, 3)}))
        except ValueError as error:
            assert "Whatever this release hides" in str(error)  # refused, with the reason
            break
    rules = histories(files, people[: len(files)], *rule)
    for number, rows in enumerate(files):
        for _, row in rows[rows["people"] == HIDDEN].iterrows():
            goal = np.zeros(rules[0][0].size)
            goal[9 * number : 9 * number + 9] = counted(row)
            lowest, highest = ends(goal, rules)
            assert lowest <= counted(row) @ joint[number] <= highest
            if counted(row) @ joint[number] < rule[0]:
                assert highest - lowest >= 2
    for one, two in [(0, 1), (1, 2), (0, 2)][: 3 if len(files) == 3 else len(files) - 1]:
        for wave, answer in product(range(2), range(2)):
            cells = np.array([pattern[wave] == answer for pattern in PATTERNS], dtype=float)
            answered = np.array([pattern[wave] != 2 for pattern in PATTERNS], dtype=float)
            goal, among = np.zeros(rules[0][0].size), np.zeros(rules[0][0].size)
            goal[9 * two : 9 * two + 9], goal[9 * one : 9 * one + 9] = cells, -cells
            among[9 * two : 9 * two + 9], among[9 * one : 9 * one + 9] = answered, -answered
            lowest, highest = ends(goal, rules)
            assert lowest >= rule[0] or highest - lowest >= min(2, ends(among, rules)[1])


def test_a_scale_that_got_another_range_is_still_compared(tmp_path):
    """One more rating of 2, unrounded, on a scale that now begins at 0: of no score both counts tell who came."""
    found = []
    for scores, people in ((["1", "2"], [20, 30]), (["0", "1", "2"], [9, 20, 31])):
        study = a_study(tmp_path, people=90)
        scored = [("rating", "end", scores, people)]
        tables = link_tables(study, {"ips": np.array([30, 20, 40])}, {"end": 60}, scored)
        protected, earlier = ledger.protect(study, tables)
        write_counts(study, protected, tables, study.build / "counts.csv")
        ledger.write_draft(study, tables, protected, earlier, study.build / "counts.csv")
        ledger.append(study, study.build / "counts.csv")
        found.append(protected.shown)
    assert found[0]["scores", "rating", (("end", "2"),)] == 30
    assert found[1]["scores", "rating", (("end", "2"),)] is None


# --- outcomes that imply each other, and other thresholds ---


def test_an_outcome_hidden_at_first_is_not_told_by_one_that_means_the_same(tmp_path):
    """Whoever leads is in a group and whoever is in a group leads; four led, and nobody may read it off the groups."""
    both = [
        SimpleNamespace(given={one: "yes"}, then={other: "yes"}, broken="ask")
        for one, other in (("ips", "group"), ("group", "ips"))
    ]
    study = a_study(tmp_path, people=60, threshold=5, consistency=both)
    first = put_out(study, {"ips": np.array([4, 46, 10])}, {"end": 50})
    assert shown(first, "yes") == HIDDEN
    second = put_out(study, {"group": np.array([4, 45, 11])}, {"end": 50})
    assert shown(second, "yes", "group") == HIDDEN
    assert HIDDEN in (shown(second, "no", "group"), shown(second, "missing", "group"))


def test_a_blank_in_the_second_answer_of_a_rule_is_no_contradiction_in_later_releases(tmp_path):
    """Five who lead said nothing of their group, before and since: each of three growing releases goes out."""
    rule = [SimpleNamespace(given={"ips": "yes"}, then={"group": "yes"}, broken="ask")]
    study = a_study(tmp_path, people=120, items=("ips", "group"), consistency=rule)
    for came in (0, 10, 20):
        ips, group = np.array([20, 30 + came, 10]), np.array([15, 35 + came, 10])
        put_out(study, {"ips": ips, "group": group}, {"end": 50 + came})
    assert len(entries(study)) == 3


def test_a_lower_threshold_does_not_undo_an_earlier_promise(tmp_path):
    """Seven people were hidden as fewer than ten; they are not shown because five is enough today."""
    table = {"ips": np.array([7, 33, 20])}
    put_out(a_study(tmp_path, threshold=10), table)
    with pytest.raises(ledger.LedgerError, match="Write threshold: 10 or more"):
        put_out(a_study(tmp_path, threshold=5), table)
    assert len(entries(a_study(tmp_path))) == 1


def test_a_higher_threshold_cannot_hide_what_is_out(tmp_path):
    """The seven stand in the first release; a second one that calls them hidden is refused, and says why."""
    table = {"ips": np.array([7, 33, 20])}
    put_out(a_study(tmp_path, threshold=5), table)
    with pytest.raises(ValueError, match="Whatever this release hides"):
        put_out(a_study(tmp_path, threshold=10), table)


@pytest.mark.parametrize("roundings", [(5, 3), (5, 4, 3), (3, 7, 4)])
def test_other_roundings_of_the_same_answers_do_not_close_in_on_a_hidden_count(tmp_path, roundings):
    """Each rounding is an interval, and several of one count may leave one number only."""
    table, files = np.array([4, 36, 20]), []
    for rounding in roundings:
        files.append(put_out(a_study(tmp_path, people=60, rounding=rounding), {"ips": table}))
    possible = [c for c in product(range(61), range(61), range(61)) if sum(c) == 60]
    possible = np.array(possible)
    for rows, rounding in zip(files, roundings, strict=True):
        possible = possible[agree(rows, possible, 5, rounding)]
    assert [4, 36, 20] in possible.tolist()
    assert np.ptp(possible[:, 0]) >= 2


# --- the ledger itself ---


def test_the_same_release_twice_is_one_entry_and_the_same_bytes(tmp_path):
    """`make all` a second time adds nothing, and gives what it gave."""
    study = a_study(tmp_path)
    first = put_out(study, {"ips": np.array([30, 20, 3])})
    before = (tmp_path / "data" / "released.json").read_bytes()
    second = put_out(study, {"ips": np.array([30, 20, 3])})
    assert first.equals(second)
    assert (tmp_path / "data" / "released.json").read_bytes() == before


def test_a_rule_that_is_noted_later_makes_no_second_release_of_the_same_counts(tmp_path):
    """The file is out, and the same file again tells nothing that it has not told."""
    patterns = {"ips": np.array([20, 30, 3]), "group": np.array([21, 29, 3])}
    first = put_out(a_study(tmp_path, people=53, items=("ips", "group")), patterns)
    rule = SimpleNamespace(given={"ips": "yes"}, then={"group": "yes"}, broken="ask")
    study = a_study(tmp_path, people=53, items=("ips", "group"), consistency=[rule])
    assert first.equals(put_out(study, patterns))
    assert len(entries(study)) == 1


def test_the_ledger_holds_no_hidden_count(tmp_path):
    """It tells which counts were small and none of them."""
    study = a_study(tmp_path, people=None, threshold=10)
    put_out(study, {"ips": np.array([30, 20, 7])})
    (entry,) = entries(study)
    assert 7 not in entry["shown"] and None in entry["shown"]
    assert set(entry) == {
        *("data set", "threshold", "rounding", "counts.csv", "shown", "small", "people", "tables", "known", "sum")
    }


def test_fewer_people_than_were_told_of_are_refused(tmp_path):
    """An answer that was taken out: what the two releases tell together cannot be known."""
    study = a_study(tmp_path)
    put_out(study, {"ips": np.array([30, 20, 20])})
    with pytest.raises(ledger.LedgerError, match=r"30 people or more \(answers ips end yes\); now there are 29"):
        put_out(study, {"ips": np.array([29, 21, 20])})


def test_other_people_are_another_data_set(tmp_path):
    """A second course has nothing to do with the first, once study.yaml says so; going back to the first is no news."""
    first = put_out(a_study(tmp_path), {"ips": np.array([30, 20, 20])})
    put_out(a_study(tmp_path, data_set="second course"), {"ips": np.array([8, 9, 10])})
    again = put_out(a_study(tmp_path), {"ips": np.array([30, 20, 20])})
    assert first.equals(again)
    assert [entry["data set"] for entry in entries(a_study(tmp_path))] == ["", "second course"]


@pytest.mark.parametrize("old, new", [('"rounding": 1', '"rounding": 2'), ("]}", ""), ('"sum"', '"some"')])
def test_a_ledger_that_somebody_changed_is_not_believed(tmp_path, old, new):
    """A line changed by hand, a file cut short, a key that is not there: each is refused and left as it is."""
    study, path = a_study(tmp_path), tmp_path / "data" / "released.json"
    put_out(study, {"ips": np.array([30, 20, 20])})
    changed = path.read_text(encoding="utf-8").replace(old, new)
    assert changed != path.read_text(encoding="utf-8")
    path.write_text(changed, encoding="utf-8")
    with pytest.raises(ledger.LedgerError, match="is not as it was written"):
        put_out(study, {"ips": np.array([45, 40, 20])})
    assert path.read_text(encoding="utf-8") == changed


def test_a_release_of_which_the_ledger_does_not_know_is_not_replaced(tmp_path):
    """The ledger was lost, release/ is still there: the two cannot be compared, so nothing new goes out."""
    study = a_study(tmp_path)
    (tmp_path / "release").mkdir()
    (tmp_path / "release" / "counts.csv").write_text("of before\n")
    with pytest.raises(ledger.LedgerError, match="does not know"):
        put_out(study, {"ips": np.array([30, 20, 20])})
    assert not (tmp_path / "data" / "released.json").exists()


def test_a_draft_made_beside_another_release_is_not_put_out(tmp_path):
    """Something else went out between notebook 09 and the release: the draft was not protected against it."""
    study = a_study(tmp_path)
    tables = link_tables(study, {"ips": np.array([30, 20, 20])}, {"end": 70})
    protected, earlier = ledger.protect(study, tables)
    put_out(study, {"ips": np.array([29, 19, 19])})
    counts = study.build / "counts.csv"
    write_counts(study, protected, tables, counts)
    ledger.write_draft(study, tables, protected, earlier, counts)
    with pytest.raises(ledger.LedgerError, match="has changed since notebook 09"):
        ledger.append(study, counts)


def test_a_draft_of_before_the_ledger_is_not_put_out(tmp_path):
    """counts.csv was drafted by an older version, which noted nothing for the ledger."""
    with pytest.raises(ledger.LedgerError, match=r"Remove .*/build/09-public-release.ipynb and run make all again"):
        ledger.append(a_study(tmp_path), tmp_path / "build" / "counts.csv")
