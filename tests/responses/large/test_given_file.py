"""A long file counted as a stream: the same patterns as cleaning gives, or a refusal with the first row."""

import contextlib
import random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firststeps.errors import Stopped
from firststeps.responses.cleaning.clean import clean
from firststeps.responses.counting.patterns import count_patterns
from firststeps.responses.given.problems import Refusal
from firststeps.responses.large.given_file import count_given
from firststeps.study import Study
from tests.responses.cleaning.test_corruption import HARMFUL, HARMLESS, PEOPLE, SLOWLY, rows_of, text_of
from tests.small_study import LONG, PATTERNS, ROWS, Small


def streamed(small):
    return count_given(Study.load(small.folder))


def cleaned(small):
    study = Study.load(small.folder)
    responses = clean(study).responses
    return {item: count_patterns(responses, study.items[item].waves, item) for item in study.outcomes}


def assert_same(small):
    for item, table in cleaned(small).items():
        np.testing.assert_array_equal(streamed(small)[item], table)


WRITTEN = {
    "plain": ROWS,
    "codes, case and white space": ROWS.replace("P01,after,No", "P01, AFTER ,0").replace(
        "P02,after,Yes", "P02,T2, yes"
    ),
    "a byte-order mark": "\ufeff" + ROWS,
    "line ends of Windows": ROWS.replace("\n", "\r\n"),
    "semicolons": ROWS.replace(",", ";"),
    "other columns and quotes": "\n".join(f'"a, b",{row}' for row in ROWS.splitlines()),
    "blanks": ROWS + "P04,before,\nP04,after,\n",
}


@pytest.mark.parametrize("how", WRITTEN)
def test_a_stream_gives_the_patterns_of_cleaning(small, how):
    assert_same(small.write(WRITTEN[how]))
    assert streamed(small)["ips"].sum() == sum(PATTERNS.values())


def test_an_empty_cell_that_means_no_is_counted_alike(small):
    """Where somebody answered another question then; a row without any answer is nobody's questionnaire."""
    yaml = LONG.replace("kind: yes-no}", 'kind: yes-no, codes: {yes: ["x"], no: [""]}}\n  b: {label: B, kind: yes-no}')
    rows = "id,wave,ips,b\nP01,before,x,No\nP01,after,,Yes\nP02,before,,No\nP02,after,x,No\nP03,before,x,Yes\n"
    assert_same(small.write(f"{rows}P03,after,,\n", yaml))
    assert_array_is(streamed(small)["ips"], PATTERNS)


def assert_array_is(table, patterns):
    """The table counts each of ``patterns`` so often, and nothing else."""
    at = {tuple(["yes", "no", "missing"].index(answer) for answer in answers): n for answers, n in patterns.items()}
    assert {place: n for place, n in np.ndenumerate(table) if n} == at


def test_parquet_and_an_outcome_of_some_waves(small):
    """Who was not there when it was asked counts as missing, as in cleaning."""
    yaml = LONG.replace("outcomes: [ips]", "  b: {label: B, kind: yes-no, waves: [after]}\noutcomes: [ips, b]")
    small.write("", yaml.replace("answers.csv", "answers.parquet"), "answers.parquet")
    frame = pd.DataFrame([row.split(",") for row in ROWS.split()[1:]], columns=["id", "wave", "ips"])
    frame.assign(b=["", "Yes", "", "No", ""]).to_parquet(small.folder / "data" / "raw" / "answers.parquet")
    assert_same(small)
    assert streamed(small)["b"].tolist() == [1, 1, 1]


UNREAD = "a row that cannot be read as cells"
REFUSED = {
    "an unknown code": (ROWS.replace("after,No", "after,maybe"), "'maybe'", 3),
    "an unknown wave": (ROWS.replace("P02,after", "P02,later"), "'later'", 5),
    "a code that does not fit": (ROWS.replace("P02,after", "p2,after"), "'p2'", 5),
    "no code": (ROWS.replace("P02,after", ",after"), "''", 5),
    "two rows at a wave": (ROWS + "P01,T1,Yes\n", "two rows of 'P01'", 0),
    "a ragged row": (ROWS.replace("P02,before,No", "P02,before"), UNREAD, 4),
    "an open quotation mark": (ROWS.replace("P02,before,No", 'P02,before,"No'), UNREAD, 4),
    "another encoding": (ROWS.replace("P02,before,No", "P02,before,Né").encode("cp1252"), UNREAD, 4),
    "a missing column": (ROWS.replace("ips", "isp"), "no column 'ips'", 1),
    "an empty file": ("", "an empty file", 0),
}


@pytest.mark.parametrize("how", REFUSED)
def test_what_is_not_plain_is_refused(small, how):
    content, what, row = REFUSED[how]
    small.write(content)
    with pytest.raises(Refusal) as refused:
        streamed(small)
    (problem,) = refused.value.problems
    assert what in problem.found
    assert problem.row == row


@pytest.mark.parametrize(
    "change", [('pattern: "P[0-9]{2}"', ""), ("layout: long", "layout: wide"), ("file: answers", "file: a")]
)
def test_what_cannot_be_streamed_is_said(small, change):
    yaml = LONG.replace(*change).replace("kind: yes-no", "kind: yes-no, columns: {before: ips, after: ips_2}")
    small.write(ROWS, yaml)
    with pytest.raises(Refusal):
        streamed(small)


def test_a_question_in_another_column_at_another_wave_is_not_counted_from_one_of_them(small):
    """Answers of the second section were counted as missing."""
    yaml = LONG.replace("kind: yes-no", "kind: yes-no, columns: {before: ips, after: ips_2}")
    small.write(
        "id,wave,ips,ips_2\nP01,before,Yes,\nP01,after,,No\nP02,before,No,\nP02,after,,Yes\nP03,before,Yes,\n", yaml
    )
    assert cleaned(small)["ips"].sum() == 3
    with pytest.raises(Refusal, match="another column at another wave"):
        streamed(small)


@SLOWLY
@given(people=PEOPLE, seed=st.integers(0, 2**32), how=st.sampled_from([*HARMLESS, *HARMFUL]))
def test_corrupted_files_give_the_same_patterns_or_a_refusal(people, seed, how, tmp_path_factory):
    """Whatever a stream does count, cleaning counts alike."""
    corrupted = how(random.Random(seed), rows_of(people))
    small = Small(tmp_path_factory.mktemp("stream") / "study").write(corrupted, LONG)
    with contextlib.suppress(Refusal):
        streamed(small)
        assert_same(small)


def test_a_plain_file_is_counted(tmp_path):
    """Who answered nothing is nobody whom the file tells of."""
    small = Small(tmp_path / "study").write(text_of(rows_of([("Yes", "No"), ("", "")])))
    assert streamed(small)["ips"].tolist() == [[0, 1, 0], [0, 0, 0], [0, 0, 0]]


MANY = 100_000


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A file of people who are more than a few megabytes of memory hold; each is written in one of ten ways."""
    spelt = ["Yes,No", "yes,no", "YES,NO", "Y,N", "y,n"] * 2
    rows = [
        f"P{i:06d},{wave},{answer}"
        for i in range(MANY)
        for wave, answer in zip(["before", "after"], spelt[i % 10].split(",")[:: 1 if i % 10 < 5 else -1], strict=True)
    ]
    small = Small(tmp_path_factory.mktemp("many") / "study")
    return small.write("\n".join(["id,wave,ips", *rows, ""]), LONG.replace("{2}", "{6}"))


def test_people_whom_memory_does_not_hold_are_counted_part_by_part(many):
    """No more is held at once than was asked for; the counts are those of all people at once."""
    table = count_given(Study.load(many.folder), "15MB")["ips"]
    assert table.tolist() == [[0, MANY // 2, 0], [MANY // 2, 0, 0], [0, 0, 0]]


def test_two_rows_at_a_wave_are_found_in_every_part(many, tmp_path):
    """The first code of all people is named, whichever part it is in, and how often they came makes no difference."""
    text = (many.folder / "data" / "raw" / "answers.csv").read_text()
    odd = "".join(f"P{i:06d},before,Yes\n" * 3 for i in range(7, MANY, 10_000))
    small = Small(tmp_path / "study").write(text + odd, LONG.replace("{2}", "{6}"))
    refused = []
    for memory in ("15MB", "500MB"):
        with pytest.raises(Refusal) as refusal:
            count_given(Study.load(small.folder), memory)
        refused.append(str(refusal.value))
    assert refused[0] == refused[1] and "two rows of 'P000007'" in refused[0]


@pytest.mark.parametrize(
    ("memory", "words"),
    [
        ("5MB", "Counting answers.csv as a stream needs more memory than the 5MB that DuckDB may take. Give it more"),
        ("lots", "'lots' is no amount of memory; expected a number and a unit, as in 500MB or 2GB."),
    ],
)
def test_too_little_memory_is_said_in_words(many, memory, words):
    """It is no fault of the file, which nobody is asked to export again."""
    with pytest.raises(Stopped, match=words) as stopped:
        count_given(Study.load(many.folder), memory)
    assert not isinstance(stopped.value, Refusal)
