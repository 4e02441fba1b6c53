"""Published statements: what is read, what is refused, and the denominators left open."""

from types import SimpleNamespace

import pytest

from firststeps.responses.given.published import (
    COLUMNS,
    PublishedError,
    people_spoken_of,
    read_published,
    stated_limits,
    statements_at_waves,
)

ROWS = (
    'all,"26, with data",26,people,those with data,,,A (2010)\n'
    "similar,Similar.,,,those with data,,both proportions,A (2010)\n"
    "took-part.end.people,Fifteen took part.,15,people,those with data,end,the denominator,A (2010)\n"
    "invited,Thirty were invited.,30,people,everyone,start,,A (2010)\n"
)


@pytest.fixture
def write(tmp_path):
    def to_file(rows=ROWS, columns=COLUMNS):
        path = tmp_path / "published.csv"
        path.write_text(f"{','.join(columns)}\n{rows}", encoding="utf-8")
        return path

    return to_file


def test_numbers_are_numbers_and_what_is_not_stated_stays_open(write):
    published = read_published(write())
    assert published["number"].dropna().tolist() == [26, 15, 30]
    assert published["number"].isna()["similar"]
    assert published.loc["all", "statement"] == "26, with data"


def test_a_count_at_a_wave_is_of_at_least_itself_and_at_most_its_population(write):
    counts = statements_at_waves(read_published(write()))
    assert counts[["number", "smallest", "largest"]].to_dict("index") == {
        "took-part.end.people": {"number": 15, "smallest": 15, "largest": 26}
    }


def test_where_the_paper_says_how_many_answered_nothing_is_open(write):
    published = read_published(write(ROWS + "took-part.end.answered,20 answered.,20,people,those with data,end,,A\n"))
    assert statements_at_waves(published).loc["took-part.end.people", ["smallest", "largest"]].tolist() == [20, 20]
    assert stated_limits(published, "took-part", "start", "end") == {
        "people": 26,
        "second_yes": (15, 15),
        "second_answered": (20, 20),
    }


def test_percentages_keep_their_decimals(write):
    published = read_published(write(ROWS + "took-part.end.percent,57.0 %.,57.0,percent,those with data,end,,A\n"))
    assert statements_at_waves(published, "percent")["printed"].tolist() == ["57.0"]
    assert stated_limits(published, "took-part", "start", "end")["second_percent"] == "57.0"


@pytest.mark.parametrize("primary", [None, SimpleNamespace(outcome="took-part")])
def test_the_people_of_the_findings_are_those_of_the_outcome(write, primary):
    """Compared or not, and whatever outcome stands first in study.yaml: 26, not the 30 who were invited."""
    study = SimpleNamespace(outcomes=["led", "took-part"], primary=primary)
    assert people_spoken_of(read_published(write()), study) == 26


def test_an_outcome_that_no_row_speaks_of_is_refused(write):
    with pytest.raises(PublishedError, match="No row counts the people whom the statements about 'other'"):
        stated_limits(read_published(write()), "other", "start", "end")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("a,Claim,twelve,people,x,,,A\n", "row 2, column number: found 'twelve'"),
        ("a,Claim,1.5,people,x,,,A\n", "expected a whole number of people"),
        ("a,Claim,1,people,x,,,A\na,Claim,2,people,x,,,A\n", "row 3, column id: the id 'a' is given twice"),
        ("a,Claim,1,people,x,,,\n", "row 2, column source"),
    ],
)
def test_refuses_a_row_by_its_place(write, rows, message):
    with pytest.raises(PublishedError, match=message):
        read_published(write(rows))


def test_refuses_a_character_that_no_document_holds(write):
    with pytest.raises(PublishedError, match=r"row 2: it holds a character that is no part of a text \(U\+0007\)"):
        read_published(write(ROWS.replace("with data", "with\x07 data", 1)))


def test_refuses_a_file_without_the_agreed_columns(write, tmp_path):
    with pytest.raises(PublishedError, match="has no column source"):
        read_published(write("", columns=COLUMNS[:-1]))
    with pytest.raises(PublishedError, match=r"There is no nothing\.csv"):
        read_published(tmp_path / "nothing.csv")


def test_a_count_and_a_percentage_of_one_wave_leave_the_numbers_of_people_that_print_both(write):
    """15 that are printed as 58 % are 15 of 26 of at most 26: 15/25 is 60 %, and no other denominator is left open."""
    percent = "took-part.end.percent,58 %.,{},percent,those with data,end,,A\n"
    both = read_published(write(ROWS + percent.format("58")))
    for word in ("people", "percent"):
        assert statements_at_waves(both, word).iloc[0][["smallest", "largest"]].tolist() == [26, 26]
    wide = statements_at_waves(read_published(write(ROWS + percent.format("60"))))
    assert wide.iloc[0][["smallest", "largest"]].tolist() == [25, 25]
    other = statements_at_waves(read_published(write(ROWS + percent.format("12"))))
    assert other.iloc[0][["smallest", "largest"]].tolist() == [15, 26], "no denominator prints both: none is taken out"


def test_at_least_as_many_answered_at_a_wave_as_both_times(write):
    """Twenty who answered both times answered at each."""
    rows = ROWS + "took-part.pairs,20 twice.,20,people,those with data,,,A\n"
    assert statements_at_waves(read_published(write(rows))).iloc[0][["smallest", "largest"]].tolist() == [20, 26]


@pytest.mark.parametrize(("printed", "population", "limits"), [("30", "both", [15, 26]), ("24 to 30", "", [24, 30])])
def test_no_more_people_are_the_fewest_than_are_the_most(printed, population, limits, write):
    """Thirty of others, or up to thirty, answered both times, where 26 is the largest count: it gave 30 to 26."""
    rows = f"took-part.pairs,Both times.,{printed},people,{population or 'those with data'},,,A\n"
    at_end = statements_at_waves(read_published(write(ROWS + rows))).iloc[0]
    assert at_end[["smallest", "largest"]].tolist() == limits


def test_a_column_by_its_former_name_is_read(write):
    """The column statement was called claim once; such a file is read as it is."""
    former = read_published(write(columns=["claim" if name == "statement" else name for name in COLUMNS]))
    assert former.equals(read_published(write()))
