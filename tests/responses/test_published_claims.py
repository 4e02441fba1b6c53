"""Published claims: what is read, what is refused, and the denominators left open."""

import pytest

from firststeps.responses.published import COLUMNS, PublishedError, open_denominators, read_published

ROWS = (
    'all,"26, with data",26,people,those with data,,,A (2010)\n'
    "similar,Similar.,,,those with data,,both proportions,A (2010)\n"
    "took-part,Fifteen took part.,15,people,those with data,end,the denominator,A (2010)\n"
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
    assert published.loc["all", "claim"] == "26, with data"


def test_only_counts_at_a_wave_without_denominator_are_open(write):
    counts = open_denominators(read_published(write()))
    assert counts[["people", "smallest", "largest"]].to_dict("index") == {
        "took-part": {"people": 15, "smallest": 15, "largest": 26}
    }


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("a,Claim,twelve,people,x,,,A\n", "row 2, column number: found 'twelve'"),
        ("a,Claim,1,people,x,,,A\na,Claim,2,people,x,,,A\n", "row 3, column id: the id 'a' is given twice"),
        ("a,Claim,1,people,x,,,\n", "row 2, column source"),
    ],
)
def test_refuses_a_row_by_its_place(write, rows, message):
    with pytest.raises(PublishedError, match=message):
        read_published(write(rows))


def test_refuses_a_file_without_the_agreed_columns(write, tmp_path):
    with pytest.raises(PublishedError, match="has no column source"):
        read_published(write("", columns=COLUMNS[:-1]))
    with pytest.raises(PublishedError, match=r"There is no nothing\.csv"):
        read_published(tmp_path / "nothing.csv")
