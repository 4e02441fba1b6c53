"""Text files as programs write them: what is not clear is said, and nothing is lost."""

import os

import pytest

from firststeps.responses.cleaning.clean import clean
from firststeps.responses.given.heads import Head
from firststeps.responses.given.problems import Refusal
from firststeps.responses.given.read import delimiter_of, read_table
from firststeps.responses.proposing.propose import inspect_files, new_study
from firststeps.study import Study, parse

TABLE = "Code,Wave,Group\nA1,pre,Yes\nB2,pre,No\nA1,post,Yes\nB2,post,Yes\n"


def written(folder, content, name="answers.csv"):
    """A file with some bytes or text in it."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_two_bytes_a_letter_without_a_mark_are_told_and_proposed(encoding, tmp_path):
    """Some programs leave the mark out; the file is not damaged."""
    path = written(tmp_path, TABLE.encode(encoding))
    with pytest.raises(Refusal, match=f"encoding: {encoding}"):
        read_table(path)
    assert read_table(path, encoding).cells.equals(read_table(written(tmp_path, TABLE, "plain.csv")).cells)
    assert parse(inspect_files([path])).data.encoding == encoding


@pytest.mark.parametrize("start", ["<!DOCTYPE html>\n", "\ufeff<HTML>", "  <table>"])
def test_a_web_page_is_called_one(start, tmp_path):
    """Programs that write .xls by hand write a page."""
    with pytest.raises(Refusal, match="a web page"):
        read_table(written(tmp_path, f"{start}<tr><td>Code</td></tr></table>", "answers.xls"))


def test_notes_below_an_empty_row_need_not_be_as_wide_as_the_table(tmp_path):
    """No delimiter is missing there; above it one may be."""
    cells = read_table(written(tmp_path, TABLE + "\nEnd of report\nRecords:,4\n")).cells
    assert cells.loc[[7, 8], "Code"].tolist() == ["End of report", "Records:"]
    for broken in (TABLE + "C3,pre\n", TABLE + "\nEnd\nC3,pre,Yes\n"):
        with pytest.raises(Refusal, match="as in the header"):
            read_table(written(tmp_path, broken))


@pytest.mark.parametrize(
    ("yes", "no"), [("Ydw", "Nac ydw"), ("Да", "Нет"), ("Ναι", "Όχι"), ("نعم", "لا"), ("WAHR", "FALSCH")]
)
def test_yes_and_no_are_known_in_many_languages(yes, no, tmp_path):
    """They are hints; which is which stands in the proposal."""
    text = TABLE.replace("Yes", yes).replace("No", no)
    codes = parse(inspect_files([written(tmp_path, text)])).items["group"].codes
    assert (codes.yes, codes.no) == ([yes], [no])


@pytest.mark.parametrize(
    ("before", "after"), [("Cyn y cwrs", "Ar ôl y cwrs"), ("до курса", "после курса"), ("πριν", "μετά"), ("قبل", "بعد")]
)
def test_before_and_after_are_known_in_many_languages(before, after, tmp_path):
    """In whatever order the rows stand."""
    head, *rows = TABLE.replace("pre", before).replace("post", after).splitlines()
    path = written(tmp_path, "\n".join([head, *rows[::-1]]))
    waves = parse(inspect_files([path])).waves
    assert [(wave.codes or [wave.label])[0] for wave in waves] == [before, after]


def test_files_of_waves_may_store_their_letters_differently(tmp_path):
    """One was saved from a spreadsheet, the other as the survey program wrote it: each is read as it is."""
    text = "Código,Grupo\nAÑ1,Sí\nBÑ2,No\nCÑ3,No\n"
    files = {"before.csv": text.encode("cp1252"), "after.csv": text.replace("Sí", "No").encode("utf-8")}
    paths = [written(tmp_path, content, name) for name, content in files.items()]
    study = Study.load(new_study(tmp_path / "study", paths).parent)
    assert [wave.encoding for wave in study.waves] == ["cp1252", ""] and study.data.encoding == "utf-8"
    assert {*clean(study).responses["participant"]} == {"AÑ1", "BÑ2", "CÑ3"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("name", ["Ran a group (1=yes, 2=no)", "Ran a group, ever; or not", '"Ran, or led"'])
def test_a_separator_within_a_heading_separates_nothing(delimiter, name):
    """Of two columns one had a comma in its name: as many commas as tabs, and every row was one cell."""
    name = name if delimiter != "," or name.startswith('"') else f'"{name}"'
    assert delimiter_of(f"Code{delimiter}{name}\nMA12{delimiter}1\n") == delimiter


@pytest.mark.parametrize("end", ["", ","])
def test_people_who_are_numbered_keep_their_numbers_where_rows_end_with_a_delimiter(end, tmp_path):
    """Excel ends rows so where a cell of the next column was once filled; the numbers were taken for those of R."""
    content = "Code,Group\n" + "".join(f"{n},{'Yes' if n % 2 else 'No'}{end}\n" for n in range(1, 5))
    cells = read_table(written(tmp_path, content)).cells
    assert cells[["Code", "Group"]].to_numpy().tolist() == [["1", "Yes"], ["2", "No"], ["3", "Yes"], ["4", "No"]]


def numbered(numbers):
    """A table as R writes it: a number at the head of each row, and no name above these."""
    header, *rows = TABLE.splitlines()
    return "\n".join([header, *(f"{number},{row}" for number, row in zip(numbers, rows, strict=True))])


@pytest.mark.parametrize("numbers", [(1, 2, 3, 4), (3, 7, 8, 20)])
def test_numbers_of_rows_that_r_writes_without_a_name_move_no_answer(numbers, tmp_path):
    """Each answer stands under its own name, whichever rows were kept; that no other name is missing is asked."""
    path = written(tmp_path, numbered(numbers))
    text = inspect_files([path])
    assert "head: {names: [1], unclear: letters}   # ? row 1 has a name less than rows have cells" in text
    with pytest.raises(Refusal, match="answers under no name in column 1"):
        read_table(path)
    cells = read_table(path, head=Head(unclear="letters")).cells
    assert cells[["Code", "Wave", "Group"]].equals(read_table(written(tmp_path, TABLE, "plain.csv")).cells)


def test_a_table_whose_rows_all_have_a_cell_more_is_one_refusal(tmp_path):
    """What stands first need be no number: a code under no name would be an answer."""
    with pytest.raises(Refusal, match="row 2: found 4 cells in every row; expected 3 cells") as refused:
        read_table(written(tmp_path, numbered(["P1", "P2", "P3", "P4"])))
    assert len(refused.value.problems) == 1


@pytest.mark.parametrize(("name", "ending"), [("a.csv", ".csv"), ("a.xlsm", ".xlsm"), ("a", "none")])
def test_a_workbook_of_another_name_is_told_by_the_ending_of_its_name(name, ending, tmp_path):
    """No name is said to be that of a CSV file that is not."""
    with pytest.raises(Refusal, match=rf"expected a text file, as CSV, by the ending of its name \({ending}\)"):
        read_table(written(tmp_path, b"PK\x03\x04more", name))


def test_what_stands_in_place_of_a_file_is_told(tmp_path):
    """A folder, a pipe that nobody writes to, and a link to a file that has gone."""
    (tmp_path / "a.csv").mkdir()
    os.mkfifo(tmp_path / "b.csv")
    (tmp_path / "c.csv").symlink_to("gone.csv")
    kinds = {"a": "a folder", "b": "a pipe or a device", "c": "a link that leads to no file", "d": "no such file"}
    for name, what in kinds.items():
        with pytest.raises(Refusal, match=f"found {what}"):
            read_table(tmp_path / f"{name}.csv")
