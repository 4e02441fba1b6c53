"""A paper as one object: whom it counts, and what it says of numbers that follow from it."""

import pandas as pd
import pytest

from firststeps.responses.given.published import read_published
from firststeps.responses.published import left_open
from firststeps.responses.published.paper import Paper, read_paper
from firststeps.study import Study

HEADER = "id,statement,number,unit,population,wave,not_stated,source"


@pytest.fixture
def paper(tmp_path):
    """The paper of rows ``id,number,unit,population,wave``, of the outcomes of the root study."""

    def read(*rows):
        cells = [row.split(",") for row in rows]
        lines = [f"{id},Said.,{number},{unit},{whom},{wave},,A {{x}}" for id, number, unit, whom, wave in cells]
        path = tmp_path / "published.csv"
        path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
        return Paper(read_published(path), Study.load())

    return read


def test_who_came_are_those_of_the_largest_count(paper):
    """The findings are about those of the outcome compared, and at most about all who came."""
    rows = ["all.people,40,people,came,", "some.people,30,people,twice,", "general-peer-support.similar,,,twice,"]
    assert (paper(*rows).course, paper(*rows).attended, paper(*rows).people) == (40, "came", 30)
    assert paper(*rows).outside == {"n": 10, "denominator": "people not in the findings"}
    assert paper(rows[0]).people == 40


@pytest.mark.parametrize("rows", [["all.words,,,,"], ["ips.end.people,5,,them,end"]])
def test_nobody_counted_leaves_no_share(paper, rows):
    """Where no statement counts people there is no whole to take a share of, and no error."""
    nobody = paper(*rows)
    assert (nobody.course, nobody.attended, nobody.people) == (0, "people", 0)
    assert nobody.counts["share"].isna().all()


def test_the_first_and_the_last_proportion_are_the_largest_and_the_smallest():
    """Of each count, over all numbers of people who may have answered."""
    rows = left_open.proportions(read_paper(Study.load()).counts)
    ends = left_open.ends(rows).pivot_table("proportions", "id", "end")
    by_count = rows.groupby("id")["proportions"]
    pd.testing.assert_series_equal(ends["largest"], by_count.max(), check_names=False)
    pd.testing.assert_series_equal(ends["smallest"], by_count.min(), check_names=False)


def test_what_is_told_in_addition_only_takes_tables_away(paper):
    """Each further number leaves fewer tables than the paper alone, and everybody twice leaves no pair out."""
    rows = ["all.people,9,people,twice,", "general-peer-support.similar,,,twice,"]
    further = left_open.if_more_were_told(paper(*rows))
    printed, *others = further.values()
    assert len(others) == 5 and all(tables.total < printed.total for tables in others)
    assert set(further[left_open.EVERYONE_TWICE].tables.sum(axis=(1, 2)).tolist()) == {9}


def test_every_place_of_a_statement_is_named_as_the_source():
    """What is worked out from an abstract and a table is not said to follow from the abstract alone."""
    read = read_paper(Study.load("studies/mental-health-first-aid"), "data/published.csv")
    assert read.source == "Kitchener & Jorm (2002), BMC Psychiatry 2:10, abstract; table 5"
    assert read.derived["source"].endswith("abstract; table 5")


def test_the_counts_behind_a_percentage_are_those_of_the_count_beside_it(paper):
    """What is printed of one wave in people and in percent is one fraction; a contradiction is said."""
    rows = ["all.people,210,people,x,", "ips.five-months.people,110,people,x,five-months"]
    of = "ips.five-months.percent,{},percent,x,five-months".format
    assert left_open.percentages(paper(*rows, of("54.5")).statements).iloc[0, 3] == "110/202"
    assert left_open.counts(paper(*rows, of("54.5")))[["smallest", "largest"]].to_numpy().tolist() == [[202, 202]]
    against = left_open.percentages(paper(*rows, of("10.0")).statements).iloc[0, 3]
    assert against == "none: the percentage and the count of 110 people do not go together"
