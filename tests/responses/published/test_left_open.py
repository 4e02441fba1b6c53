"""Published papers read by ``published.csv`` alone: what they print, and the tables that print it.

The numbers were read in the tables named; open access, paired yes/no answers, percentages printed.
"""

import pandas as pd
import pytest

from firststeps.paired.published.possible import possible_tables
from firststeps.responses.given.published import (
    PublishedError,
    numbers_of_pairs,
    read_back,
    read_published,
    set_aside,
    stated_limits,
    summary_of,
    why_not_every_table,
)
from firststeps.responses.published.left_open import percentages, read_in_full, statement_by_statement
from firststeps.study import Study, compendium_root

HEADER = "id,statement,number,unit,population,wave,not_stated,source,method"


@pytest.fixture
def paper(tmp_path):
    """Write rows without statement, not_stated and source, and read them."""

    def read(*rows):
        lines = []
        for row in rows:
            id, number, unit, wave, *method = (*row.split(";"), "")[:5]
            lines.append(f'{id},Said.,"{number}",{unit},them,{wave},,A,{"".join(method)}')
        path = tmp_path / "published.csv"
        path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
        return read_published(path)

    return read


@pytest.fixture(scope="module")
def first_aid():
    """Kitchener & Jorm (2002), BMC Psychiatry 2:10, table 5, as shipped."""
    return Study.load(compendium_root() / "studies" / "mental-health-first-aid")


@pytest.mark.parametrize(
    ("outcome", "tables", "people"),
    [
        ("helped", 1, {202}),
        ("advised", 2, {178, 199}),
        ("multiple", 0, set()),
        ("contact", 90, {182, 191, 200, 209}),
        ("confident", 99, {90, 156, 180, 209}),
    ],
)
def test_the_shipped_paper_is_read_to_the_end(first_aid, outcome, tables, people):
    """Five outcomes, percentages only, denominators open: the p-value settles one (proof: test_from_print)."""
    reading = read_back(read_published(first_aid.folder / "data" / "published.csv"), outcome, "before", "after")
    assert len(reading.tables) == tables
    assert set(reading.frame["n"].tolist()) == people
    if outcome == "multiple":
        assert "mid-p (2 tables, n = 180 or 182)" in reading.sentence


def test_what_is_too_much_with_missing_answers_is_said_in_a_sentence(first_aid):
    assert "too much open to count for 210 people" in why_not_every_table(first_aid)
    assert why_not_every_table(Study.load()) == ""


@pytest.fixture
def study(tmp_path):
    """A study of one outcome at two waves, of which only what is printed is known."""
    (tmp_path / "data").mkdir()
    (tmp_path / "study.yaml").write_text(
        """
title: Printed
synthetic: false
waves: [{id: before, label: Before, short: Before}, {id: after, label: After, short: After}]
data: {layout: none}
items: {led: {label: Led a group, kind: yes-no}}
outcomes: [led]
primary: {outcome: led, first: before, second: after, margin: 0.1}
"""
    )
    return Study.load(tmp_path)


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (["all.people;20;people;", "led.before.people;5;people;before"], ""),
        (["all.people;20;people;", "led.before.percent;57.7;percent;before"], "no table, missing answers included"),
        (["all.people;900;people;", "led.before.percent;57.7;percent;before"], "too much open to count for 900 people"),
        (["led.before.percent;57.7;percent;before"], "No row counts the people"),
        (["all.people;20;people;"], "No row counts the people whom the statements about 'led'"),
    ],
)
def test_why_not_every_table_is_gone_through(paper, tmp_path, study, rows, why):
    """There are some, none, too many, or nobody is counted: a sentence in each case, and never an error."""
    paper(*rows)
    (tmp_path / "published.csv").rename(tmp_path / "data" / "published.csv")
    sentence = why_not_every_table(study)
    assert why in sentence and bool(why) == bool(sentence)


def test_a_number_that_no_table_prints_is_set_aside_and_said(paper, study):
    """Bentur's table with its printed p-value: the counts allow three tables, the p-value none of them."""
    counts = ["all.people;21;people;", "led.before.answered;21;people;before", "led.after.answered;21;people;after"]
    counts += ["led.before.people;2;people;before", "led.after.people;8;people;after"]
    for p, tables, sentence in ((".043", 3, "No table prints p .043 as well"), (".070", 1, "")):
        rows = paper(*counts, f"led.p;{p};p;")
        summary = summary_of(rows, study)
        assert possible_tables(summary).total == tables
        assert set_aside(rows, "led", summary).startswith(sentence) and bool(sentence) == (not summary.pairs)


def test_percentages_and_p_values_of_at_most_144_people(paper):
    """Tetra Dewi et al. (2013), BMC Public Health 13:1043, table 3, women of the referent communities (144 people)."""
    rows = paper(
        "referent.people;144;people;",
        "knowledge.before.percent;58;percent;before",
        "knowledge.after.percent;76;percent;after",
        "knowledge.p;0.006;p;;McNemar",
        "fruit.before.percent;9;percent;before",
        "fruit.after.percent;23;percent;after",
        "fruit.p;0.012;p;;McNemar",
    )
    fruit = read_back(rows, "fruit", "before", "after")
    by_version = {version: int(mark.sum()) for (_, version), mark in fruit.agreeing.items()}
    assert by_version["exact"] == 10 and len(fruit.tables) < 100
    assert "unconditional" in fruit.left_out[0]
    knowledge = read_back(rows, "knowledge", "before", "after")
    assert set(knowledge.frame["n"]) <= set(range(50, 145))


def test_counts_percentages_and_p_values_of_33_people(paper):
    """J Cancer Educ (2018) 33:954, doi 10.1007/s13187-017-1164-0 (PMC5503812), table 2."""
    rows = paper(
        "all.people;33;people;",
        "mail.pairs;33;people;",
        "mail.before.people;24;people;before",
        "mail.before.percent;73;percent;before",
        "mail.after.people;33;people;after",
        "mail.after.percent;100;percent;after",
        "mail.p;0.004;p;;McNemar's test",
        "recommended.before.people;6;people;before",
        "recommended.before.percent;18;percent;before",
        "recommended.before.answered;33;people;before",
        "recommended.after.people;27;people;after",
        "recommended.after.percent;82;percent;after",
        "recommended.after.answered;33;people;after",
        "recommended.p;<0.001;p;",
    )
    mail = read_back(rows, "mail", "before", "after")
    assert mail.tables.tolist() == [[[24, 0], [9, 0]]]
    assert [version for (_, version), mark in mail.agreeing.items() if mark.any()] == ["exact"]
    assert len(read_back(rows, "recommended", "before", "after").tables) == 7


def test_proportions_odds_ratio_and_interval_of_230_people(paper):
    """PMC6476445 (Curr Oncol 26), table IX, intervention, total: proportions, McNemar p, odds ratio, 95% CI."""
    rows = paper(
        "intervention.people;230;people;",
        "sure.pairs;230;people;",
        "sure.before.percent;39;percent;before",
        "sure.after.percent;56;percent;after",
        "sure.p;<0.001;p;;McNemar",
        "sure.odds-ratio;7.67;odds ratio;",
        "sure.odds-ratio-interval;3.73 to 15.75;odds ratio;;95%",
    )
    sure = read_back(rows, "sure", "before", "after")
    assert sure.discordant.tolist() == [[6, 46]]
    methods = [version for (name, version), mark in sure.agreeing.items() if name.endswith("interval") and mark.any()]
    assert methods == ["test-based"]


def test_every_kind_of_number_is_read(paper):
    """Of the table 20, 1, 3, 2: each number as it prints, alone and all together."""
    kinds = [
        "led.before.percent;80.8;percent;before",
        "led.after.people;23;people;after",
        "led.stopped;1;people;",
        "led.began;11.5;percent;",
        "led.changed;15.4;percent;;cut off? no: to nearest",
        "led.yes-twice;20;people;",
        "led.no-twice;7.7;percent;",
        "led.same;84.6;percent;",
        'led.p;"0,625";p;;exact',
        "led.chi-squared;0.25;chi-squared;;with continuity correction",
        "led.difference;7.7;points;",
        "led.ratio;1.10;ratio;",
        "led.odds-ratio;3.0;odds ratio;;pairs",
        "led.kappa;0.42;kappa;",
        "led.difference-interval;-7.1 to 22.5;points;;wald 95%",
    ]
    kinds = [kind.replace('"', "") for kind in kinds]
    for some in (*([kind] for kind in kinds), kinds):
        reading = read_back(paper("all.people;26;people;", "led.pairs;26;people;", *some), "led", "before", "after")
        assert reading.tables is not None and [[20, 1], [3, 2]] in reading.tables.tolist(), some
    assert reading.tables.tolist() == [[[20, 1], [3, 2]]]


def test_a_difference_is_told_in_the_points_that_it_was_given_in(paper):
    """Also where the paper prints a percent sign: no share of people is meant."""
    rows = paper(
        "led.pairs;26;people;", "led.difference;-14;points;", "led.difference-interval;-27% to -1%;points;;wald 95%"
    )
    (told,) = read_in_full({"led": read_back(rows, "led", "before", "after")})["printed"]
    assert told.endswith("= -14 points, interval of the difference -27 to -1 points") and "%" not in told


def test_denominators_known_bounded_and_open(paper):
    """The n that are tried: those of both times, of each time, at most the population."""
    everyone, count = "all.people;26;people;", "led.after.people;15;people;after"
    assert read_back(paper(everyone, count), "led", "before", "after").people == range(15, 27)
    bounded = paper(everyone, count, "led.after.answered;18 to 22;people;after")
    assert read_back(bounded, "led", "before", "after").people == range(18, 23)
    assert stated_limits(bounded, "led", "before", "after")["second_answered"] == (18, 22)
    known = paper(everyone, count, "led.pairs;20;people;")
    assert read_back(known, "led", "before", "after").people == range(20, 21)


def test_where_different_numbers_answered_only_what_is_said_of_the_pairs_is_used(paper):
    rows = paper(
        "all.people;26;people;",
        "led.before.answered;26;people;before",
        "led.before.people;12;people;before",
        "led.after.answered;20;people;after",
        "led.after.people;15;people;after",
        "led.changed;7;people;",
        "led.p;.125;p;;exact",
    )
    reading = read_back(rows, "led", "before", "after")
    assert reading.people == range(20, 21)
    assert "different people stand behind" in reading.sentence
    assert set(map(tuple, reading.discordant.tolist())) == {(1, 6), (6, 1)}


def test_roundings_are_read_from_the_method(paper):
    """Two of 16 are 12.5%: cut off 12%, rounded half up 13%."""
    for method, percent, agrees in (("cut off", 12, True), ("half up", 12, False), ("half up", 13, True)):
        rows = paper(
            "all.people;16;people;", "led.pairs;16;people;", f"led.before.percent;{percent};percent;before;{method}"
        )
        yes = read_back(rows, "led", "before", "after").tables[:, 0].sum(axis=1)
        assert (2 in yes) == agrees


def test_percentages_list_the_counts_that_print_so(paper):
    rows = paper("all.people;26;people;", "led.end.percent;57.7;percent;end", "led.mid.percent;58.1;percent;mid")
    told = percentages(rows)["counts that print so"].tolist()
    assert told[0] == "15/26" and told[1].startswith("none")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("led.p;small;p;", "column number: A printed number is given as printed"),
        ("led.p;.04;p;;Wilcoxon", "names no version of the P"),
        ("led.odds-ratio-interval;1.3;odds ratio;", "two limits"),
        ("led.after.people;15 to 17;people;after", "expected a whole number of people"),
        ("led.after.percent;<5;percent;after", "expected a number"),
    ],
)
def test_a_number_that_is_not_understood_is_refused_with_its_row(paper, row, fault):
    with pytest.raises(PublishedError, match=f"row 3, .*{fault}"):
        paper("all.people;26;people;", row)


def test_nothing_is_printed_of_pairs_where_nothing_is(paper):
    rows = paper("all.people;26;people;", "led.similar;;;")
    assert numbers_of_pairs(rows, "led") == {}
    study = Study.load()
    published = read_published(study.folder / "data" / "published.csv")
    assert summary_of(published, study).pairs == {} and summary_of(published, study).similar == 0.1


def test_what_no_number_can_settle_is_not_said_to_lack_nothing():
    """A number is named where one is missing; where something else is left open, none would settle it."""
    not_stated = ["", "how it was asked", "how many came"]
    stated = pd.DataFrame({"statement": "Said.", "printed": "", "not_stated": not_stated})
    settles = statement_by_statement(stated, {})["one number would settle"]
    assert settles.tolist() == ["none is missing", "no number would", "how many came"]
