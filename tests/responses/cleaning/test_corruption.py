"""Clean data, corrupted at random: either the same patterns come out or a refusal, and no other error ever escapes."""

import contextlib
import io
import random
import shutil
import sys
import zipfile

import pandas as pd
import pyreadstat
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from firststeps.responses.given.problems import Refusal
from firststeps.responses.given.read import read_table
from firststeps.responses.proposing.propose import inspect_files
from firststeps.study import StudyError, parse
from tests.small_study import LONG, ONE_SIDED, Small, patterns

SLOWLY = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
ANSWERS = st.sampled_from(["Yes", "No", ""])
PEOPLE = st.lists(st.tuples(ANSWERS, ANSWERS), min_size=3, max_size=8).filter(lambda people: any(map(any, people)))


def rows_of(people):
    """The rows of a long file, header first."""
    rows = [["id", "wave", "ips"]]
    for i, answers in enumerate(people):
        rows += [[f"P{i:02d}", wave, said] for wave, said in zip(("before", "after"), answers, strict=True)]
    return rows


def text_of(rows, delimiter=","):
    return "".join(delimiter.join(row) + "\n" for row in rows)


def any_row(chance, rows):
    return chance.randrange(1, len(rows))


def spaces(chance, rows):
    row = rows[any_row(chance, rows)]
    column = chance.randrange(3)
    row[column] = chance.choice([" ", "\u00a0", "\u2003", "\t"]) + row[column] + " "
    return text_of(rows)


def case(chance, rows):
    row = rows[any_row(chance, rows)]
    row[2] = chance.choice([str.upper, str.lower])(row[2])
    return text_of(rows)


def again(chance, rows):
    return text_of([*rows, rows[any_row(chance, rows)]])


def shuffled(chance, rows):
    head, *rest = rows
    chance.shuffle(rest)
    return text_of([head, *rest])


def columns(chance, rows):
    order = chance.sample(range(3), 3)
    return text_of([[row[i] for i in order] for row in rows])


def another_delimiter(chance, rows):
    return text_of(rows, chance.choice(";\t"))


def marked(chance, rows):
    return text_of(rows).encode(chance.choice(["utf-8-sig", "utf-16"]))


def empty_lines(chance, rows):
    rows.insert(any_row(chance, rows), ["", "", ""])
    return text_of(rows) + "\n" * chance.randrange(3)


def ragged(chance, rows):
    row = rows[any_row(chance, rows)]
    row.pop() if chance.random() < 0.5 else row.append("x")
    return text_of(rows)


def unknown(chance, rows):
    rows[any_row(chance, rows)][2] = chance.choice(["maybe", "99", "n/a", "?", "2", "ja"])
    return text_of(rows)


def contradicted(chance, rows):
    """A second, different questionnaire; a row without an answer is none, so it contradicts nothing."""
    row = chance.choice([row for row in rows[1:] if row[2]])
    return text_of([*rows, [*row[:2], {"Yes": "No", "No": "Yes"}[row[2]]]])


def mistyped(chance, rows):
    row = rows[any_row(chance, rows)]
    row[0] = chance.choice([row[0].lower() + ".0", row[0].replace("P0", "P"), "", "Total", row[0].replace("0", "O")])
    return text_of(rows)


def quoted(chance, rows):
    rows[any_row(chance, rows)][2] = '"'
    return text_of(rows)


def damaged(chance, rows):
    content = bytearray(text_of(rows).encode("utf-8"))
    content[chance.randrange(len(content))] = chance.choice([0, 0xFF, 0x80])
    return bytes(content)


HARMLESS = [spaces, case, again, shuffled, columns, another_delimiter, marked, empty_lines]
HARMFUL = [ragged, unknown, contradicted, mistyped, quoted, damaged]


def cleaned_patterns(folder, content):
    return patterns(Small(folder / "study").write(content, LONG.replace(*ONE_SIDED)).clean())


@SLOWLY
@given(people=PEOPLE, seed=st.integers(0, 2**32), how=st.sampled_from(HARMLESS))
def test_harmless_corruption_changes_nothing(people, seed, how, tmp_path_factory):
    expected = cleaned_patterns(tmp_path_factory.mktemp("clean"), text_of(rows_of(people)))
    corrupted = how(random.Random(seed), rows_of(people))
    assert cleaned_patterns(tmp_path_factory.mktemp("corrupted"), corrupted) == expected


@SLOWLY
@given(people=PEOPLE, seed=st.integers(0, 2**32), how=st.sampled_from(HARMFUL))
def test_harmful_corruption_is_refused(people, seed, how, tmp_path_factory):
    """Never a guess: what could mean another thing is not read at all."""
    corrupted = how(random.Random(seed), rows_of(people))
    with contextlib.suppress(Refusal):
        counted = cleaned_patterns(tmp_path_factory.mktemp("corrupted"), corrupted)
        raise AssertionError(f"{how.__name__} was not refused: {corrupted!r} gave {counted}")


PIECES = st.sampled_from(
    [
        ",",
        ";",
        "\t",
        "\n",
        "\r",
        '"',
        "\0",
        "é",
        "\ufeff",
        "\ufffd",
        "=1",
        "Yes",
        "No",
        "P01",
        "before",
        "after",
        "id",
        "wave",
        "ips",
        " ",
    ]
)


@settings(SLOWLY, max_examples=150)
@given(content=st.one_of(st.binary(max_size=80), st.lists(PIECES, max_size=30).map("".join).map(str.encode)))
def test_readers_give_a_table_or_a_refusal(content, tmp_path_factory):
    path = tmp_path_factory.mktemp("fuzz") / "answers.csv"
    path.write_bytes(content)
    with contextlib.suppress(Refusal):
        cells = read_table(path).cells
        assert len(cells) and cells.notna().all(axis=None)
    with contextlib.suppress(Refusal, StudyError):
        parse(inspect_files([path]))


@settings(SLOWLY, max_examples=60)
@given(noise=st.lists(PIECES, max_size=12).map("".join), place=st.integers(0, 40))
def test_cleaning_gives_patterns_or_a_refusal(noise, place, tmp_path_factory):
    text = text_of(rows_of([("Yes", "No"), ("No", "Yes"), ("Yes", "Yes")]))
    with contextlib.suppress(Refusal):
        cleaned_patterns(tmp_path_factory.mktemp("fuzz"), text[:place] + noise + text[place:])


WORKBOOK = io.BytesIO()
pd.DataFrame(rows_of([("Yes", "No")])).to_excel(WORKBOOK, header=False, index=False)
COMPRESSED = io.BytesIO()
pd.DataFrame(rows_of([("Yes", "No")])[1:], columns=["id", "wave", "ips"]).to_parquet(COMPRESSED)


DAMAGE = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=6)


@settings(SLOWLY, max_examples=60)
@given(
    file=st.sampled_from([(".xlsx", WORKBOOK.getvalue()), (".parquet", COMPRESSED.getvalue())]),
    damage=DAMAGE,
)
@example(file=(".parquet", COMPRESSED.getvalue()), damage=[(91, 128)])  # text that is not UTF-8
def test_damaged_workbooks_and_parquet_give_a_table_or_a_refusal(file, damage, tmp_path_factory):
    read_damaged(*file, damage, tmp_path_factory.mktemp("fuzz"))


def read_damaged(ending, content, damage, folder):
    """Read a file some bytes of which were changed: a table, or a refusal."""
    content = bytearray(content)
    for place, byte in damage:
        content[place % len(content)] = byte
    path = folder / f"answers{ending}"
    path.write_bytes(content)
    with contextlib.suppress(Refusal):
        read_table(path)


def packed(workbook, damaged):
    """A workbook one part of which is damaged, packed anew, so that the reader gets as far as that part."""
    new = io.BytesIO()
    with zipfile.ZipFile(workbook) as old, zipfile.ZipFile(new, "w") as zipped:
        for name in old.namelist():
            content = bytearray(old.read(name))
            for place, byte in damaged if name.endswith(("sheet1.xml", "styles.xml", "workbook.xml")) else []:
                content[place % len(content)] = byte
            zipped.writestr(name, bytes(content))
    return new.getvalue()


@settings(SLOWLY, max_examples=60)
@given(damage=DAMAGE)
@example(damage=[(600, 0)])  # what stands within a sheet is read late, and no XML
def test_damaged_parts_of_a_workbook_give_a_table_or_a_refusal(damage, tmp_path_factory):
    read_damaged(".xlsx", packed(WORKBOOK, damage), [], tmp_path_factory.mktemp("fuzz"))


@settings(SLOWLY, max_examples=8)
@given(write=st.sampled_from([(".sav", pyreadstat.write_sav), (".dta", pyreadstat.write_dta)]), damage=DAMAGE)
def test_damaged_files_of_statistics_programs_give_a_table_or_a_refusal(write, damage, tmp_path_factory):
    ending, written = write
    whole = tmp_path_factory.mktemp("whole") / f"answers{ending}"
    written(pd.DataFrame({"id": [1.0, 2.0], "ips": [1.0, None]}), whole)
    read_damaged(ending, whole.read_bytes(), damage, tmp_path_factory.mktemp("fuzz"))


def test_a_file_that_ends_the_reading_program_is_refused(tmp_path, monkeypatch):
    """Some damaged .sav files do that to the library; here a program stands in that says nothing and fails."""
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    (tmp_path / "answers.sav").write_bytes(b"")
    with pytest.raises(Refusal, match="it ends the program that reads it"):
        read_table(tmp_path / "answers.sav")
