"""Files within files: ``.zip``, ``.ods``, merged and hidden cells of workbooks."""

import zipfile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from firststeps.responses.given.problems import Refusal
from firststeps.responses.given.read import read_grid, read_table
from tests.responses.platforms.people import write_csv, write_open_document, write_workbook, write_zip

ROWS = [["Code", "n", "said"], ["A1", 1, "yes"], ["B2", 2.5, "a & b"], ["C3", "", "two  blanks"]]
TEXTS = [["Code", "n", "said"], ["A1", "1", "yes"], ["B2", "2.5", "a & b"], ["C3", "", "two  blanks"]]


def test_both_kinds_of_workbooks_hold_the_same(tmp_path):
    """What one program writes as .xlsx and as .ods is the same text, and the endless empty rows of .ods are none."""
    workbook = read_grid(write_workbook(tmp_path / "a.xlsx", {"S": ROWS}))
    document = read_grid(write_open_document(tmp_path / "a.ods", {"S": ROWS}))
    assert workbook.rows == document.rows == TEXTS


@pytest.mark.parametrize("write, ending", [(write_workbook, "xlsx"), (write_open_document, "ods")])
def test_a_sheet_is_named_where_there_are_several(tmp_path, write, ending):
    path = write(tmp_path / f"a.{ending}", {"One": ROWS, "Two": ROWS[:2]})
    assert len(read_table(path, sheet="Two").cells) == 1
    for sheet, found in (("", "several sheets"), ("Three", "no sheet 'Three'")):
        with pytest.raises(Refusal, match=found):
            read_table(path, sheet=sheet)


def test_a_repeated_row_of_an_open_document_stands_as_often(tmp_path):
    path = write_open_document(tmp_path / "a.ods", {"S": ROWS[:2]})
    with zipfile.ZipFile(path) as package:
        content = package.read("content.xml").decode()
    row = content.index("<table:table-row>", content.index("<table:table-row>") + 1)
    content = f"{content[:row]}<table:table-row table:number-rows-repeated='3'>{content[row + 17 :]}"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("content.xml", content)
    assert list(read_table(path).cells["Code"]) == ["A1"] * 3


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(0, 55, b"", "zip")  # Python 3.12 seeks before the beginning of the file
@given(st.integers(0, 400), st.integers(1, 60), st.binary(max_size=6), st.sampled_from(["ods", "zip"]))
def test_a_damaged_package_is_read_whole_or_refused(tmp_path_factory, start, length, instead, ending):
    """Bytes are lost or changed on the way: a table comes out, or one clear message."""
    folder = tmp_path_factory.mktemp("damaged")
    path = folder / f"a.{ending}"
    if ending == "ods":
        write_open_document(path, {"S": ROWS})
    else:
        write_zip(path, write_csv(folder / "a.csv", ROWS))
    content = path.read_bytes()
    path.write_bytes(content[:start] + instead + content[start + length :])
    try:
        read_table(path)
    except Refusal as refused:
        assert "Traceback" not in str(refused)


def test_a_zip_with_several_tables_asks_which(tmp_path):
    files = [write_csv(tmp_path / f"{name}.csv", ROWS) for name in ("pre", "post")]
    path = write_zip(tmp_path / "all.zip", *files)
    with pytest.raises(Refusal, match=r"pre\.csv, post\.csv"):
        read_table(path)
    assert len(read_table(path, sheet="post.csv").cells) == 3


def test_a_zip_without_a_table_is_refused(tmp_path):
    (tmp_path / "readme.md").write_text("nothing", encoding="utf-8")
    with pytest.raises(Refusal, match="holds none that can be read"):
        read_table(write_zip(tmp_path / "a.zip", tmp_path / "readme.md"))


def test_a_fault_within_a_zip_names_the_zip(tmp_path):
    path = write_zip(tmp_path / "all.zip", write_csv(tmp_path / "pre.csv", [["a", "b"], ["1"]]))
    with pytest.raises(Refusal) as refused:
        read_table(path)
    assert str(refused.value.problems[0]).startswith("all.zip, row 2: found 1 cell;")


def test_merged_and_hidden_cells_are_told(tmp_path):
    """The library that reads large sheets tells neither."""

    def change(book):
        sheet = book.active
        sheet.merge_cells("C2:C3")
        sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["B"].hidden = True

    table = read_table(write_workbook(tmp_path / "a.xlsx", {"S": ROWS}, change))
    assert table.merged == [(2, 3, ["said"])]
    assert (table.hidden_rows, table.hidden_columns) == ([4], ["B"])


def test_utf_8_declared_as_something_else_is_refused(tmp_path):
    """Its telltale letters are known; what is cp1252 indeed is read."""
    path = tmp_path / "a.csv"
    path.write_bytes("code,said\nA1,l’été\n".encode())
    with pytest.raises(Refusal) as refused:
        read_table(path, "cp1252")
    assert "encoding: utf-8" in str(refused.value)
    assert "row 2" in str(refused.value)
    path.write_bytes("code,said\nA1,l’été\n".encode("cp1252"))
    assert read_table(path, "cp1252").cells["said"].tolist() == ["l’été"]
