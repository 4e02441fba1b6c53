"""Inputs that never end, or say two things at once, are refused in a sentence, or do what they say and say so."""

import io
import zipfile

import openpyxl
import pandas as pd
import pyarrow
import pyarrow.parquet
import pytest

from firststeps.report.claims.in_text import ManuscriptError
from firststeps.report.paper.checklists import read_checklists
from firststeps.responses.cleaning.log import Findings
from firststeps.responses.cleaning.people import clean_identifiers
from firststeps.responses.given.problems import Refusal
from firststeps.responses.given.read import read_table
from firststeps.study import Study, StudyError, parse
from firststeps.study.code_pattern import fitting, pattern_fault
from firststeps.study.parts.files import Identifier
from firststeps.study.yaml_text import YamlError, load_text
from tests.small_study import LONG, ROWS, patterns

TWO = LONG.replace("outcomes:", "  group: {label: Set up a group, kind: yes-no}\noutcomes:")
CHOICE = LONG.replace("outcomes:", "  age: {label: Age, kind: choice, choices: [young, old]}\noutcomes:")


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:B2"/><sheetData>'
)


def workbook(path, cells=(), **parts):
    """Write a workbook with the given cells, and with parts of its package exchanged."""
    book = openpyxl.Workbook()
    for place, value in {"A1": "id", "B1": "ips", "A2": "P01", "B2": "Yes", **dict(cells)}.items():
        book.active[place] = value
    kept = io.BytesIO()
    book.save(kept)
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name.rpartition("/")[2].partition(".")[0], old.read(name)))
    return path


def refused(path, message):
    """Reading the file stops with the message."""
    with pytest.raises(Refusal, match=message):
        read_table(path)


def test_a_cell_at_the_far_corner_is_refused(tmp_path):
    """One cell far away makes a sheet of a million rows; it is not filled up, but refused with where it lies."""
    path = workbook(tmp_path / "a.xlsx", {"XFD1048576": "x"})
    refused(path, r"a\.xlsx.*: found a sheet of .* rows.*columns wide.*\n.*Delete what stands far away")


def test_rows_that_are_empty_are_no_bomb(tmp_path):
    """Empty rows between are rows left out; empty ones at the end, which formatting makes, are none."""
    rows = '<row r="1"><c r="A1"><v>7</v></c></row><row r="2"><c r="A2"><v>8</v></c></row><row r="1048576"/>'
    path = workbook(tmp_path / "a.xlsx", sheet1=f"{SHEET}{rows}</sheetData></worksheet>")
    assert len(read_table(path).cells) == 1
    path = workbook(tmp_path / "b.xlsx", {"A900": "P02", "B900": "No"})
    assert len(read_table(path).empty_rows) == 897


def test_a_small_zip_of_many_rows_is_bounded(tmp_path, monkeypatch):
    """A sheet with more cells than are held in memory is refused while it is read, whatever it says of its size."""
    monkeypatch.setattr("firststeps.responses.given.workbooks.MOST_CELLS", 20_000)
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="B{n}"><v>1</v></c></row>' for n in range(1, 30_000))
    path = workbook(tmp_path / "a.xlsx", sheet1=f"{SHEET}{rows}</sheetData></worksheet>")
    assert path.stat().st_size < 300_000
    refused(path, r"a\.xlsx: found a sheet of .* rows and more.*; expected a sheet of at most 20,000 cells")


def test_no_row_is_lost_where_a_sheet_says_that_it_is_smaller(tmp_path):
    """A sheet whose stated size is wrong is read to its end."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 8))
    path = workbook(tmp_path / "a.xlsx", sheet1=f"{SHEET}{rows}</sheetData></worksheet>")
    assert list(read_table(path).cells["1"]) == ["2", "3", "4", "5", "6", "7"]


def test_a_package_that_is_huge_unpacked_is_refused_before_it_is_opened(tmp_path):
    """Half a gigabyte of blanks takes half a megabyte on disk."""
    path = workbook(tmp_path / "a.xlsx", styles=b" " * 310_000_000)
    refused(path, r"found 310,[0-9,]+ bytes unpacked; expected at most 300,000,000")


@pytest.mark.parametrize("part", ["sheet1", "styles", "workbook"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_workbook_declares_no_entities(tmp_path, part, encoding):
    """A document type in any part and encoding is refused, so no entity grows or reads a file."""
    laughs = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    head = f'<?xml version="1.0" encoding="{encoding}"?><!--{"x" * 9000}-->'
    text = f'{head}<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]><x>&a9;</x>'
    refused(workbook(tmp_path / "a.xlsx", **{part: text.encode(encoding)}), "found a document type in xl/")


def test_a_parquet_file_of_endless_rows_is_refused(tmp_path):
    """A dictionary makes many rows small on disk; how many there are is asked before they are read."""
    path = tmp_path / "a.parquet"
    column = pyarrow.DictionaryArray.from_arrays(pyarrow.array([0] * 3_000_000, pyarrow.int8()), ["x" * 100])
    table = pyarrow.table({f"c{n}": column for n in range(70)})
    pyarrow.parquet.write_table(table, path)
    assert path.stat().st_size < 3_000_000
    refused(path, r"found 3,000,000 rows of 70 columns; expected at most 200,000,000 values")


def test_a_file_of_endless_columns_is_refused(tmp_path):
    """A header with a hundred thousand names is refused by its number."""
    (tmp_path / "a.csv").write_text(",".join(f"c{n}" for n in range(100_000)) + "\n" + "," * 99_999 + "1\n")
    refused(tmp_path / "a.csv", r"found 100,000 columns; expected at most 16,384")


ENDLESS = ["(a+)+b", "(a|a)*b", "(a|aa)+$", "(.*a){20}", r"(\w+\s?)+-", "(a*)*(a*)*(a*)*b", "((a{1,20}){1,20})b"]


@pytest.mark.parametrize("pattern", ENDLESS)
def test_a_pattern_that_backtracks_for_ever_is_matched_at_once(pattern):
    """Patterns on which Python's own matching takes exponential time are answered, or refused when they are read."""
    if not pattern_fault(pattern):
        assert fitting(pattern, ["a" * 5000 + "!", "aab"])[0] is False


def test_cleaning_with_such_a_pattern_ends(small):
    """The codes of a file are read with it, tidied in both letter cases, and asked about."""
    yaml = LONG.replace("P[0-9]{2}", "(P+)+[0-9]{2}")
    problems = small.write(ROWS + "P" * 5000 + "!,before,Yes\n", yaml).problems()
    assert "expected a participant code of the pattern (P+)+[0-9]{2}" in str(problems[0])


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        (r"(?!P00)P[0-9]{2}", "cannot be matched in bounded time"),
        (r"(P)\1", "cannot be matched in bounded time"),
        ("((a{900}){900}){900}", "cannot be matched in bounded time"),
        ("P[", "is not a regular expression"),
        ("a" * 600, "pattern holds 600 characters; expected at most 500"),
    ],
)
def test_a_pattern_without_a_bound_is_refused(pattern, message):
    """What RE2 does not know is refused when study.yaml is read, with what to write instead."""
    with pytest.raises(StudyError, match=f"identifier: .*{message}|identifier: {message}"):
        parse(LONG.replace("P[0-9]{2}", pattern.replace("\\", "\\\\")))


def test_codes_of_every_script_fit_as_before():
    """Letters and digits are those of every script, as they were with Python's own matching."""
    found = Findings()
    codes = pd.Series(["Zo\u00eb1", "\u0416\u0417\u0662"], index=[2, 3])
    assert list(clean_identifiers("a.csv", codes, Identifier(pattern=r"\w+\d"), found)) == list(codes)
    assert not found.odd_codes and not found.problems


LAUGHS = "a0: &a0 [x, x]\n" + "".join(f"a{n + 1}: &a{n + 1} [{', '.join([f'*a{n}'] * 9)}]\n" for n in range(9))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: x\n" + "# " * 600_000, r"it holds 1,200,009 characters; expected at most 1,000,000"),
        ("a: &x [*x]", r"an anchor stands for something that holds itself \(line 1\)"),
        ("a: &x {b: {c: *x}}", r"an anchor stands for something that holds itself"),
        (LAUGHS, r"it holds [0-9,]+ keys and values when its aliases are written out"),
        ("[" * 20_000, "it is nested too deeply"),
        ("title: a\nwaves: \0\n", r"line 2 holds a character that is no part of a text \(U\+0000\)"),
        ('title: a\nlabel: "b\\x07"\n', r"line 2 holds a character that is no part of a text \(U\+0007\); take it out"),
        ('title: "\\0"\n', r"line 1 holds a character that is no part of a text \(U\+0000\); take it out"),
        ("title: \uffff\n", r"line 1 holds a character that is no part of a text \(U\+FFFF\)"),
        ("a: 1\nb: 2\na: 3", r"key 'a' is given twice \(lines 1 and 3\)"),
        ("a:\n  b: {c: 1, c: 2}", r"key 'c' is given twice \(lines 2 and 2\)"),
        ("a: &x 1\nb: &x 2", r"anchor '&x' is given twice \(lines 1 and 2\)"),
        ("a: *x", "no &x comes before it"),
        ("[a, b]: 1", "a key is a text"),
    ],
)
@pytest.mark.parametrize("typed", [False, True])
def test_yaml_that_never_ends_or_says_two_things_is_refused(text, message, typed):
    """Size, cycles, laughs, depth, and keys or anchors given twice are told with what and where."""
    with pytest.raises(YamlError, match=message):
        load_text(text, typed)


def test_an_alias_that_ends_is_read():
    """An anchor used twice is no fault."""
    assert load_text("a: &x [1]\nb: *x\nc: *x") == {"a": ["1"], "b": ["1"], "c": ["1"]}


def test_ten_megabytes_of_study_yaml_are_refused_unread(small):
    """The size of the file is looked at first."""
    small.write(yaml=LONG + "# padding\n" * 1_000_000)
    with pytest.raises(
        StudyError, match=r"study.yaml holds 10,000,[0-9]+ bytes; expected at most 1,000,000 characters"
    ):
        Study.load(small.folder)


def test_the_checklists_are_read_as_carefully():
    """Laughs in checklists.yaml are refused by the name of the file."""
    with pytest.raises(ManuscriptError, match=r"checklists\.yaml is not YAML: it holds"):
        read_checklists(LAUGHS, [])


def consistent(*rules):
    """A study with these rules of consistency."""
    return TWO + "consistency:\n" + "".join(f"  - {rule}\n" for rule in rules)


@pytest.mark.parametrize(
    ("yaml", "message"),
    [
        (LONG + 'codes: {yes: ["a b"], no: ["A  b"]}\n', "code 'A  b' stands for both 'yes' and 'no'"),
        (LONG + 'codes: {yes: ["ja"], no: ["ja\\u00a0"]}\n', "stands for both 'yes' and 'no'"),
        (LONG.replace("yes-no", 'yes-no, codes: {yes: ["7"], blank: ["7"]}'), "code '7' stands for both"),
        (CHOICE.replace("[young, old]", "[young, Young]"), "items > age > choices: 'Young' is read as 'young'"),
        (
            consistent('{if: {ips: "yes"}, then: {ips: "no"}}'),
            "if ips is 'yes', the rules want ips to be both 'yes' and 'no'",
        ),
        (consistent('{if: {ips: "yes"}, then: {ips: "yes"}}'), "the rule if ips is 'yes' says nothing"),
        (
            consistent('{if: {ips: "yes"}, then: {group: "yes"}}', '{if: {ips: "yes"}, then: {group: "no"}}'),
            "if ips is 'yes', the rules want group to be both 'yes' and 'no'",
        ),
        (
            consistent('{if: {ips: "yes"}, then: {group: "yes"}}', '{if: {group: "yes"}, then: {ips: "no"}}'),
            "if ips is 'yes', the rules want ips to be both 'yes' and 'no'",
        ),
        (
            consistent('{if: {ips: "Yes"}, then: {group: "yes"}}'),
            "consistency: 'Yes' is no answer to ips; allowed: yes, no",
        ),
        (
            CHOICE + 'consistency: [{if: {age: middle}, then: {ips: "no"}}]\n',
            "consistency: 'middle' is no answer to age; allowed: young, old",
        ),
        (
            TWO.replace("kind: yes-no}\noutcomes", "kind: yes-no, column: ips}\noutcomes"),
            "items > group: it reads the column 'ips' at 'before', as ips does, and both are yes-no",
        ),
        (
            LONG.replace("kind: yes-no", "kind: yes-no, column: id"),
            "items > ips: its column 'id' holds the codes of people",
        ),
        (LONG.replace("kind: yes-no", "kind: yes-no, column: wave"), "items > ips: its column 'wave' holds the waves"),
    ],
)
def test_what_contradicts_itself_is_refused(yaml, message):
    """Codes, choices, rules and columns that say two things at once are named with both."""
    with pytest.raises(StudyError) as error:
        parse(yaml)
    assert message in str(error.value)


def test_rules_that_can_all_be_kept_are_kept():
    """Rules with different conditions, or at different waves, contradict nothing."""
    parse(consistent('{if: {ips: "yes"}, then: {group: "yes"}}', '{if: {ips: "no"}, then: {group: "no"}}'))


def test_a_column_may_be_read_in_two_ways(small):
    """A rating may be read as a number and, with codes, as yes or no; both come from the same cells."""
    yaml = TWO.replace("label: Set up a group, kind: yes-no", "label: Rating, kind: scale, column: ips").replace(
        "kind: yes-no}", 'kind: yes-no, codes: {yes: ["4", "5"], no: ["1", "2", "3"]}}'
    )
    rows = ROWS.replace("Yes", "4").replace("No", "2")
    cleaned = small.write(rows, yaml).clean()
    assert sum(patterns(cleaned).values()) == 3
    assert set(cleaned.responses.loc[cleaned.responses["item"] == "group", "answer"]) >= {"4", "2"}
