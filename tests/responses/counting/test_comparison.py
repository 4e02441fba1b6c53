"""The comparison of two waves as one object, and the notebooks that read it: one position, one table, one label."""

import random
import re
import shutil
from collections import Counter
from itertools import combinations

import numpy as np
import pytest

from firststeps import paired
from firststeps.responses import counting
from firststeps.responses.cleaning.clean import clean
from firststeps.responses.counting.clean_files import write_clean
from firststeps.responses.counting.comparison import compare, every_pair, main_comparisons, primary_comparison
from firststeps.study import Study
from tests import notebooks
from tests.small_study import LONG

STUDY = """
title: Five waves, twenty people
synthetic: false
participants: 20
waves: [{waves}]
data: {{layout: long, file: answers.csv, wave_column: wave}}
identifier: {{column: person, pattern: "A[0-9]{{2}}"}}
items:
  involved: {{label: Involved, kind: yes-no, column: involved}}
outcomes: [involved]
primary: {{outcome: involved, first: {first}, second: {second}, margin: 0.1, level: {level}}}
"""


def study_of(folder, waves=5, people=20, first="w3", second="w4", level=0.95):
    """A study folder: yes grows from wave 4 to wave 5 and not before, and about one answer in seven is missing."""
    raw = folder / "data" / "raw"
    raw.mkdir(parents=True)
    labels = ", ".join(f"{{id: w{i}, label: Wave {i}, short: W{i}}}" for i in range(1, waves + 1))
    (folder / "study.yaml").write_text(STUDY.format(waves=labels, first=first, second=second, level=level))
    draw, lines = random.Random(4), ["person,wave,involved"]
    for person in range(1, people + 1):
        for wave in range(1, waves + 1):
            share = 0.95 if wave == 5 else 0.5
            if draw.random() < 0.85 or wave == 1:
                lines.append(f"A{person:02d},w{wave},{'yes' if draw.random() < share else 'no'}")
    (raw / "answers.csv").write_text("\n".join(lines) + "\n")
    return folder


def run(folder, *names):
    """What the code cells of the notebooks print, and the claims of the last one by id."""
    runs = [notebooks.run(name, study=str(folder)) for name in names]
    return "".join(printed for _, printed in runs), runs[-1][0]["claims"]


@pytest.fixture(scope="module")
def five(tmp_path_factory):
    """The five-wave study, cleaned and taken through notebook 05."""
    folder = study_of(tmp_path_factory.mktemp("five"))
    return folder, *run(folder, "01-cleaning", "05-missing-responses")


def test_the_sentence_on_the_model_says_the_number_of_its_claim(five):
    """Of five waves four are kept, so that positions among all waves are not positions in the fit."""
    _, printed, claims = five
    claimed = claims["missing.likelihood.difference"].printed.removesuffix(" percentage points")
    said = re.search(r"With every known answer the change is (\S+) points", printed)[1]
    assert "Of 5 waves 4 are used" in printed
    assert said == claimed


@pytest.mark.parametrize("people", [3, 9, 15])
def test_few_people_at_the_first_and_last_of_four_waves_do_not_stop_the_model(tmp_path, people):
    """The second position among four waves does not exist among the kept ones."""
    folder = study_of(tmp_path / "four", waves=4, people=people, first="w1", second="w4")
    printed, _ = run(folder, "01-cleaning", "05-missing-responses")
    assert "With every known answer the change " in printed
    assert ("the change may be" in printed) == ("Every change from" in printed)  # where several fit equally well


def test_a_comparison_carries_all_that_is_derived_from_it(five):
    """Positions among the waves at which it was asked, table, pairs, proportions, labels, level and margin."""
    folder, _, _ = five
    primary = primary_comparison(Study.load(folder))
    (a, b), (c, d) = primary.table.tolist()
    assert primary.ends == (2, 3) and primary.patterns.shape == (3,) * 5
    assert primary.cells == (a, b, c, d) and primary.pairs == a + b + c + d and primary.changers == b + c
    assert primary.yes == (a + b, a + c)
    assert primary.heading == "Involved, from Wave 3 to Wave 4"
    assert (primary.level, primary.alpha, primary.margin) == (0.95, 0.05, 0.1)


def test_its_counts_have_the_names_of_the_people_they_count(five):
    """Each person of the raw file is looked up at both waves, and falls into one of nine kinds."""
    rows = [row.split(",") for row in (five[0] / "data" / "raw" / "answers.csv").read_text().splitlines()[1:]]
    answers = {(person, wave): answer for person, wave, answer in rows}
    people = {person for person, *_ in rows}
    kinds = Counter(tuple(answers.get((person, wave), "missing") for wave in ("w3", "w4")) for person in people)
    primary = primary_comparison(Study.load(five[0]))
    named = {
        "both-yes": ("yes", "yes"),
        "yes-to-no": ("yes", "no"),
        "no-to-yes": ("no", "yes"),
        "both-no": ("no", "no"),
    }
    assert {name: primary.counts[name] for name in named} == {name: kinds[kind] for name, kind in named.items()}

    def of(first, second):
        """How many people gave one of these answers at either wave."""
        return sum(number for kind, number in kinds.items() if kind[0] in first and kind[1] in second)

    told, missing = ("yes", "no"), ("missing",)
    for end, yes in {"first": of(("yes",), told), "second": of(told, ("yes",))}.items():
        assert primary.counts[f"{end}-yes"] == yes and primary.counts[f"{end}-no"] == primary.pairs - yes
        assert primary.proportions[f"{end}.proportion"] == yes / of(told, told)
    seen = {"both": of(told, told), "first-only": of(told, missing), "second-only": of(missing, told)}
    seen |= {"neither": of(missing, missing), "incomplete": len(people) - of(told, told)}
    assert primary.seen == {f"{name}.people": number for name, number in seen.items()}
    table = primary.everybody.set_index("first")
    for first, second in kinds:
        assert table.loc[first, f"then {second}"] == kinds[first, second]
    assert table.loc["all", "all"] == 20 and table.loc["missing", "all"] == of(missing, (*told, *missing))
    assert primary.frame.set_index("first").loc["yes", "all"] == primary.counts["first-yes"]


def test_the_comparison_that_was_fixed_comes_first_whatever_the_order_of_outcomes(small):
    """Others are compared from their first to their last wave; of all pairs one is the primary one."""
    waves = LONG.replace("data:", "  - {id: later, label: Later, short: Late, codes: [T3]}\ndata:")
    yaml = waves.replace("outcomes: [ips]", "  led: {label: Led, kind: yes-no}\noutcomes: [ips, led]")
    yaml += "primary: {outcome: led, first: after, second: later, margin: 0.1}\n"
    said = {"before": ("Yes", "No"), "after": ("No", "Yes"), "later": ("No", "No")}
    rows = [f"P0{n},{wave},{said[wave][n % 2]},{said[wave][n > 1]}" for wave in said for n in range(4)]
    study = Study.load(small.write("\n".join(["id,wave,ips,led", *rows, ""]), yaml).folder)
    write_clean(study, clean(study))
    compared = [(one.outcome, one.first_wave.id, one.second_wave.id) for one in main_comparisons(study)]
    assert compared == [("led", "after", "later"), ("ips", "before", "later")]
    pairs = every_pair(study)
    assert pairs["outcome"].tolist() == ["Led"] * 3 + ["Involved"] * 3
    assert pairs["comparison"].tolist() == ["Before to After", "Before to Late", "After to Late"] * 2
    assert pairs["primary"].tolist() == [False, False, True, False, False, False]
    later = pairs[pairs["comparison"] == "After to Late"].set_index("outcome")
    assert (
        later.loc["Led", "difference"] == compare(study, "led", "after", "later").proportions["second.proportion"] - 0.5
    )


def test_turned_round_the_table_is_transposed(five):
    """Comparing the later with the earlier wave exchanges gains and losses, and nothing else."""
    study = Study.load(five[0])
    one, other = compare(study, "involved", "w1", "w5"), compare(study, "involved", "w5", "w1")
    assert np.array_equal(one.table, other.table.T)
    assert [c.outcome for c in main_comparisons(study)] == ["involved"]


def test_one_level_stands_in_every_verdict(tmp_path):
    """With level 0.90 tests, equivalence and the smallest margin are at 0.1, and no sentence speaks of 0.05."""
    folder = study_of(tmp_path / "ninety", level=0.9)
    printed, claims = run(folder, "01-cleaning", "03-paired-comparisons")
    assert "exact McNemar test at 0.1; similar where the 80% Fay–Lumbard interval lies within" in printed
    assert "0.1:" in printed or "0.1, " in printed
    method = claims["primary.smallest-margin"].method
    assert "at 0.1" in method and claims["primary.difference"].level == 0.9
    assert "0.05" not in re.sub(r"(?s)Of .*?support ten points.*?\n", "", printed).replace("p = 0.05", "")


@pytest.mark.parametrize("participants", [20, 23])
def test_a_drawing_of_who_changed_holds_all_people_of_the_study(five, tmp_path, participants):
    """Who was never heard from answered at neither wave; patterns, tables and bounds are of those who were seen."""
    folder = shutil.copytree(five[0], tmp_path / "study")
    described = folder / "study.yaml"
    described.write_text(described.read_text().replace("participants: 20", f"participants: {participants}"))
    comparison = primary_comparison(Study.load(folder))
    *_, people = comparison.panel
    assert people.sum() == participants and comparison.people == 20
    assert people[2, 2] - comparison.seen["neither.people"] == participants - 20


def in_arms(folder):
    """Put people with odd numbers into the arm "course", the others into "leaflet"; give what study.yaml had said."""
    yaml, answers = folder / "study.yaml", folder / "data" / "raw" / "answers.csv"
    plain = yaml.read_text()
    header, *rows = answers.read_text().splitlines()
    arms = [f"{row},{('leaflet', 'course')[int(row[1:3]) % 2]}" for row in rows]
    answers.write_text("\n".join([f"{header},arm", *arms]) + "\n")
    arm = '  arm: {label: "Which arm?", kind: choice, choices: [course, leaflet]}\noutcomes:'
    yaml.write_text(plain.replace("outcomes:", arm) + "compare: {item: arm, group: course}\n")
    return plain


def test_change_in_one_group_is_set_against_change_in_the_other(tmp_path):
    """Counted from the raw file by hand, tested by going through all ways to deal the changes to two groups."""
    folder = study_of(tmp_path / "two", people=14, first="w4", second="w5")
    in_arms(folder)
    printed, claims = run(folder, "01-cleaning", "03-paired-comparisons")
    given = {}
    for row in (folder / "data" / "raw" / "answers.csv").read_text().splitlines()[1:]:
        person, wave, answer, _ = row.split(",")
        given[person, wave] = answer == "yes"
    people = [f"A{number:02d}" for number in range(1, 15)]
    twice = [person for person in people if {(person, "w4"), (person, "w5")} <= given.keys()]
    change = {person: given[person, "w5"] - given[person, "w4"] for person in twice}
    course = [person for person in twice if int(person[1:]) % 2]
    others = [person for person in twice if person not in course]
    two = counting.two_groups(Study.load(folder), "involved")
    assert two.people == (len(course), len(others)) and two.group == "course" and two.question == "Which arm?"
    assert two.unheard == (7 - len(course), 7 - len(others))
    kinds = [[sum(change[person] == step for person in arm) for step in (1, 0, -1)] for arm in (course, others)]
    assert two.table[["improved", "same", "worse"]].to_numpy().tolist() == kinds

    def apart(arm):
        """How far the mean change of an arm is from that of the others, as a whole number."""
        inside = sum(change[person] for person in arm)
        return abs(inside * len(others) - (sum(change.values()) - inside) * len(course))

    deals = [apart(arm) for arm in combinations(twice, len(course))]
    p = sum(deal >= apart(course) for deal in deals) / len(deals)
    assert claims["groups.p"].value == pytest.approx(p)
    means = [sum(change[person] for person in arm) / len(arm) for arm in (course, others)]
    assert [claims[f"groups.{name}-change"].value for name in ("interest", "others")] == pytest.approx(means)
    assert claims["groups.difference-points"].value == pytest.approx(100 * (means[0] - means[1]), abs=0.05)
    of = {
        "interest-change": len(course),
        "others-change": len(others),
        "difference-points": len(twice),
        "p": len(twice),
    }
    for name, n in of.items():
        claim = claims[f"groups.{name}"]
        assert (claim.n, claim.denominator) == (n, "people who answered twice"), name
    assert "in the group “course”" in printed


def test_without_a_comparison_group_none_is_set_against_another(five):
    """The notebook says so in a sentence, and records nothing."""
    printed, claims = run(five[0], "03-paired-comparisons")
    assert "No two groups are compared: study.yaml names none" in printed
    assert not [id for id in claims._recorded if id.startswith("groups.")]


def test_where_groups_are_compared_it_says_that_both_are_counted_together(tmp_path):
    """A reader of notebooks 03 and 05 would else take the pairs for people of the group of interest."""
    folder = study_of(tmp_path / "two")
    plain, yaml = in_arms(folder), folder / "study.yaml"
    study = Study.load(folder)
    write_clean(study, clean(study))
    told = str(primary_comparison(study)).splitlines()
    assert told == [
        "Observed data, not for release: Involved, from Wave 3 to Wave 4",
        "Both groups of “Which arm?” are counted together here.",
    ]
    assert len(str(compare(Study.load(study_without_groups(yaml, plain)), "involved", "w3", "w4")).splitlines()) == 1


def study_without_groups(yaml, text):
    """The folder of the study once its file says again what it said before."""
    yaml.write_text(text.replace("wave_column: wave", "wave_column: wave, ignore: [arm]"))
    return yaml.parent


def test_if_nobody_had_changed_it_is_the_same_comparison_at_its_own_level(tmp_path):
    """Notebook 03 shows its intervals beside those of the answers; they stood at 95% beside others at 90%."""
    folder = study_of(tmp_path / "study", level=0.9)
    write_clean(Study.load(folder), clean(Study.load(folder)))
    comparison = primary_comparison(Study.load(folder))
    same = comparison.unchanged
    assert same.table.tolist() == [[comparison.pairs, 0], [0, 0]] and same.pairs == comparison.pairs
    assert (same.level, same.first_wave, same.second_wave) == (0.9, comparison.first_wave, comparison.second_wave)
    assert paired.intervals(same).attrs["level"] == 0.9
