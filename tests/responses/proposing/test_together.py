"""Tables of several places are one where somebody says so: each answer stays its person's, and its place is told."""

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

from firststeps.__main__ import main
from firststeps.errors import Stopped
from firststeps.responses.cleaning.clean import clean
from firststeps.responses.given.checksums import changed_files, given_names
from firststeps.responses.given.problems import Refusal
from firststeps.responses.given.read import read_table
from firststeps.responses.platforms.opening import opened
from firststeps.responses.proposing.first_look import guessed
from firststeps.responses.proposing.layouts.together import write_together
from firststeps.responses.proposing.propose import inspect_files, new_study
from firststeps.study import Study, parse
from tests.responses.platforms.people import write_csv, write_workbook

PLACES = {"Leeds": ["MA12LE", "JO03BR", "AN27SH"], "York": ["LI09YO", "PE30DE"], "Hull": ["CA08NO", "DA14HU"]}
HEAD = ["Code", "Time", "Ran a group"]
BEFORE = dict(
    zip(
        [code for codes in PLACES.values() for code in codes],
        ["Yes", "No", "No", "Yes", "No", "No", "Yes"],
        strict=True,
    )
)
AFTER = dict(zip(BEFORE, ["Yes", "Yes", "No", "No", "Yes", "No", "Yes"], strict=True))


def tables_of(paths):
    """The tables of some files."""
    return [one for path in paths for one in opened(path)]


def rows(place, time=""):
    """The rows of a place, at one time or at both."""
    there = [("pre", BEFORE), ("post", AFTER)]
    return [[code, name, said[code]] for name, said in there if time in ("", name) for code in PLACES[place]]


def all_times(folder):
    """A workbook with a sheet for each place, each with both times."""
    return write_workbook(folder / "sites.xlsx", {place: [HEAD, *rows(place)] for place in PLACES})


def answers(folder):
    """The answers of a study whose every guess is taken, by wave and person."""
    settings = folder / "study.yaml"
    settings.write_text(guessed(settings.read_text(encoding="utf-8")), encoding="utf-8")
    said = clean(Study.load(folder)).responses
    said = said[said["item"] == "ran-a-group"]
    return {wave: some.set_index("participant")["answer"].to_dict() for wave, some in said.groupby("wave")}


EXPECTED = {
    "pre": {code: answer.lower() for code, answer in BEFORE.items()},
    "post": {code: answer.lower() for code, answer in AFTER.items()},
}


def test_a_sheet_for_each_place_is_refused_with_the_word_that_joins_them(tmp_path):
    """Whether they are places nobody but a person knows: two typists' sheets look the same."""
    with pytest.raises(Refusal, match="several tables with all times in each") as refused:
        inspect_files([all_times(tmp_path)])
    assert "adding TOGETHER=1 to `make new`" in str(refused.value)


def test_sheets_written_together_are_the_same_people(tmp_path):
    """The workbook stays beside what was written of it, and a column tells each row's place."""
    new_study(tmp_path / "study", [all_times(tmp_path)], joined=True)
    raw = tmp_path / "study" / "data" / "raw"
    assert given_names(raw) == ["sites-together.csv", "sites.xlsx"] and changed_files(raw) == []
    assert answers(tmp_path / "study") == EXPECTED
    assert Study.load(tmp_path / "study").title == "sites"
    places = read_table(raw / "sites-together.csv").cells.groupby("Sheet")["Code"].unique()
    assert {place: list(codes) for place, codes in places.items()} == PLACES


@pytest.mark.parametrize("by", ["sheets of two files", "four files", "sheets of one file"])
def test_several_tables_of_each_wave_are_one_for_each(by, tmp_path):
    """The wave is told by the name of the sheet, or else by that of the file; the place by the rest of it."""
    several = {(place, time): [HEAD, *rows(place, time)] for time in ("pre", "post") for place in PLACES}
    if by == "sheets of two files":
        paths = [
            write_workbook(tmp_path / f"{time}.xlsx", {place: several[place, time] for place in PLACES})
            for time in ("pre", "post")
        ]
    elif by == "four files":
        paths = [write_csv(tmp_path / f"{place}-{time}.csv", table) for (place, time), table in several.items()]
    else:
        paths = [write_workbook(tmp_path / "a.xlsx", {f"{p} {time}": table for (p, time), table in several.items()})]
    new_study(tmp_path / "study", paths, joined=True)
    assert answers(tmp_path / "study") == EXPECTED
    raw = tmp_path / "study" / "data" / "raw"
    for path in raw.glob("*together.csv"):
        assert {*read_table(path).cells.iloc[:, 0]} == {*PLACES}


def test_each_wave_has_a_file_of_its_own_though_two_are_sheets_of_one_workbook(tmp_path):
    """The second was written over the first, as both were called for the workbook."""
    times = {f"{place} {time}": [HEAD, *rows(place, time)] for time in ("pre", "post") for place in PLACES}
    later = {f"{place} follow-up": [HEAD, *([c, "later", "No"] for c in codes)] for place, codes in PLACES.items()}
    paths = [write_workbook(tmp_path / "a.xlsx", times), write_workbook(tmp_path / "b.xlsx", later)]
    written = write_together(tables_of(paths), tmp_path)
    assert [path.name for path in written] == ["a-pre-together.csv", "a-post-together.csv", "b-together.csv"]
    assert [{*read_table(path).cells["Time"]} for path in written] == [{"pre"}, {"post"}, {"later"}]


def test_a_file_that_is_called_as_one_to_be_written_is_refused(tmp_path):
    """It would have been written over in the study's folder."""
    there = write_csv(tmp_path / "answers-together.csv", [HEAD, *rows("Leeds")])
    with pytest.raises(ValueError, match=r"answers-together.csv is the name of two files"):
        new_study(tmp_path / "study", [there, write_csv(tmp_path / "york.csv", [HEAD, *rows("York")])], joined=True)
    assert not (tmp_path / "study").exists()


def test_columns_in_another_order_or_of_one_place_alone_move_no_answer(tmp_path):
    """Letter case makes no other column, and what only one place asked is empty in the others."""
    turned = [["Notes", "ran a Group", "Time", "Code"], *(["late", *row[::-1]] for row in rows("York"))]
    tables = {"Leeds": [HEAD, *rows("Leeds")], "York": turned, "Hull": [HEAD, *rows("Hull")]}
    (path,) = write_together(opened(write_workbook(tmp_path / "sites.xlsx", tables)), tmp_path)
    cells = read_table(path).cells
    assert list(cells) == ["Sheet", *HEAD, "Notes"]
    joined = {(code, time): said for code, time, said in cells[HEAD].itertuples(index=False)}
    assert joined == {(code, time): said for place in PLACES for code, time, said in rows(place)}
    assert {*cells.loc[cells["Notes"] != "", "Sheet"]} == {"York"}


def test_tables_of_other_questions_are_not_joined(tmp_path):
    """Nor is one table for each wave: nothing stands below it."""
    paths = [write_csv(tmp_path / "leeds.csv", [HEAD, *rows("Leeds")])]
    with pytest.raises(Stopped, match="found one table for each wave"):
        write_together(tables_of(paths), tmp_path)
    paths += [write_csv(tmp_path / "york.csv", [["Code", "Age", "Job", "Town"], ["PE30DE", "40", "cook", "York"]])]
    with pytest.raises(Stopped, match=r"the table of york.csv has other columns than the table of leeds.csv \(Age"):
        write_together(tables_of(paths), tmp_path)
    with pytest.raises(Stopped):
        new_study(tmp_path / "study", paths, joined=True)
    assert not (tmp_path / "study").exists()


def test_codes_that_each_place_counts_from_one_are_asked_about(tmp_path):
    """Number 1 of Leeds is not number 1 of York."""
    tables = {}
    for place, codes in PLACES.items():
        numbers = {code: str(number) for number, code in enumerate(codes, start=1)}
        tables[place] = [HEAD, *([numbers[code], time, said] for code, time, said in rows(place))]
    text = new_study(tmp_path / "study", [write_workbook(tmp_path / "a.xlsx", tables)], joined=True).read_text()
    assert "never within one `Sheet`: if each counts its own people, make one column of both" in text


def test_what_a_workbook_says_beside_its_cells_is_told_to_be_left_behind(tmp_path):
    path = all_times(tmp_path)
    book = openpyxl.load_workbook(path)
    book["York"].row_dimensions[3].hidden = True
    book.create_sheet("Notes").append(["Typed by", "JH"])
    book.save(path)
    text = new_study(tmp_path / "study", [path], joined=True).read_text()
    assert "# look: not among them: Notes of sites.xlsx" in text
    assert "# look: sheet York of sites.xlsx has hidden rows (3): they tell nothing here" in text
    parse(text)


def test_the_command_tells_people_and_table_of_what_was_joined(tmp_path):
    done = CliRunner().invoke(main, ["new", str(tmp_path / "study"), str(all_times(tmp_path)), "--together"])
    assert done.exit_code == 0, done.output
    assert "7 people: 7 at pre, 7 at post; 7 found at both by `Code`" in done.output
    pairs = pd.crosstab(pd.Series(BEFORE), pd.Series(AFTER))
    told = f"{pairs.loc['Yes', 'Yes']} said yes both times, {pairs.loc['Yes', 'No']} yes then no"
    assert told in done.output
