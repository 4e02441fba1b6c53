"""The raw files: how they are laid out, at which wave each was answered, who answered, and which rows do not count."""

import datetime
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from firststeps.study.code_pattern import ANYTHING, fitting, pattern_fault
from firststeps.study.parts.base import Id, Strict, key, seen_by_readers
from firststeps.study.parts.texts import worded

RowNumber = Annotated[int, Field(ge=1)]


class Head(Strict):
    """The rows at the head of a table: which name its columns, which holds the questions, which are nobody's.

    Rows above the names are a title and are not read.
    """

    names: list[RowNumber] = key(
        "The rows that name the columns, as a spreadsheet numbers them. Of several, a name of an upper one holds for "
        "the empty cells to its right as well, and all are joined by colons, as in `After the course: Run a group`.",
        "[1, 2]",
        [1],
        min_length=1,
    )
    labels: RowNumber | None = key(
        "The row that holds the questions in full, where a survey platform writes one below the names.", "2", None
    )
    skip: list[RowNumber] = key("Other rows that are nobody's answers.", "[3]", [])
    unclear: Literal["refuse", "letters"] = key(
        "What becomes of a column without a name, or with one that stands twice: it is refused, or gets its `letters` "
        "of the spreadsheet, as in `column F` or `Comments (F)`.",
        "letters",
        "refuse",
    )


class LeaveOut(Strict):
    """Rows of the given files that are not counted, by what stands in a column or by their numbers.

    Each goes to the log with the reason. A row that no rule names counts, whatever a survey platform thinks of it.
    """

    column: str = key("The column that tells; the rule holds for the files that have it.", "Status", "")
    values: list[str] = key(
        "What stands there in the rows that are left out; `''` is an empty cell. Letter case does not matter.",
        "[Survey Preview]",
        [],
        alias="is",
    )
    rows: list[RowNumber] = key(
        "Numbers of rows, as a spreadsheet shows them, of which none is a person's.", "[21, 22]", []
    )
    file: str = key("The file whose rows these are, where there are several.", "after.xlsx", "")
    reason: str = key("Why, in a word or two.", "preview")

    @model_validator(mode="after")
    def _one_way_to_tell(self):
        """Refuse a rule that tells its rows in no way or in two."""
        if bool(self.column) == bool(self.rows) or bool(self.column) != bool(self.values):
            raise ValueError("a rule names a column and what stands there (is: [...]), or rows (rows: [...])")
        return self


class Wave(Strict):
    """One wave of data collection."""

    id: Id = key("Its name in all files that are made.", "two-months")
    label: str = key("Its name in tables and sentences.", "Two months")
    short: str = key("Its name in figures, where there is little room.", "2 months")
    file: str = key("Its file in `data/raw/`, where each wave has its own.", "two-months.csv", "")
    sheet: str = key("The sheet of that file, where a workbook has several; the file within a `.zip`.", "Follow-up", "")
    head: Head | None = key("The head of that file, where it is another than `data: head`.", "{names: [4]}", None)
    encoding: str = key("How its letters are stored, where that is another way than `data: encoding`.", "cp1252", "")
    codes: list[str] = key("What else stands for it in the wave column of a long file.", '["2", T2]', [])
    days: list[Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]] = key(
        "Its first and its last day, where the wave column of a long file holds days.", "[2024-03-01, 2024-03-19]", []
    )

    @field_validator("days")
    @classmethod
    def _first_and_last(cls, days):
        """Refuse anything but two days in order."""
        if days and (len(days) != 2 or days != sorted(days)):
            raise ValueError("expected its first and its last day, as in [2024-03-01, 2024-03-19]")
        for day in days:
            try:
                datetime.date.fromisoformat(day)
            except ValueError:
                raise ValueError(f"{day} is no day of the calendar") from None
        return days

    _seen = field_validator("label", "short")(seen_by_readers)


class Identifier(Strict):
    """Who answered: the column of participant codes, the pattern of a right one, and typing slips.

    Codes that differ by letter case or blanks alone are one person's; that is done, and logged.
    """

    column: str = key("The column that tells who answered.", "code", "participant")
    columns: dict[str, str] = key(
        "Its column at each wave, where the files of waves call it differently.", "{before: Code, after: Your code}", {}
    )
    made_codes: bool = key(
        "`true` where that column holds e-mail addresses, names or national numbers: codes take their place before "
        "anything is shown, and the list that says whose each is stands in `data/private/` alone.",
        "true",
        False,
    )
    rows: bool = key(
        "`true` where no column holds codes and each row is one person, in a file with all answers of a person in one "
        "row.",
        "true",
        False,
    )
    pattern: str = key(
        "A regular expression of a right code, without looking ahead or back and without references to a group, so "
        "that matching always ends.",
        "P[0-9]{2}",
        ANYTHING,
    )
    aliases: dict[str, str] = key("A code as typed, and the code that it stands for.", "{P1O: P10}", {})

    @model_validator(mode="after")
    def _pattern_and_aliases(self):
        """Refuse a pattern that cannot be tried, and aliases that lead to no code of it."""
        if fault := pattern_fault(self.pattern) if self.pattern != ANYTHING else "":
            raise ValueError(fault)
        targets = [*self.aliases.values()]
        if unsaid := [code for code, target in self.aliases.items() if not worded(target)]:
            raise ValueError(f"the alias {unsaid[0]!r} leads to nobody: write the code that it stands for")
        fits = fitting(self.pattern, targets) if targets else []
        if wrong := [code for code, right in zip(targets, fits, strict=True) if not right]:
            raise ValueError(f"alias target {wrong[0]!r} does not match the pattern {self.pattern!r}")
        return self


class Data(Strict):
    """Where the raw files are and how they are laid out."""

    layout: Literal["per-wave", "long", "wide", "counts", "none"] = key(
        "`per-wave`: a file for each wave; `long`: a row for each person and wave; `wide`: a row for each person; "
        "`counts`: a row for each pattern of answers, with the number of people; `none`: no answers, only the numbers "
        "that a paper prints, in `data/published.csv`.",
        "long",
        "per-wave",
    )
    file: str = key("The file in `data/raw/`, unless each wave has its own.", "answers.csv", "")
    sheet: str = key("The sheet of that file, where a workbook has several; the file within a `.zip`.", "Answers", "")
    head: Head = key("The rows at the head of each file.", "{names: [1], labels: 2, skip: [3]}", Head())
    leave_out: list[LeaveOut] = key(
        "Rows that are not counted: previews, unfinished questionnaires, totals, rows without a code.",
        '[{column: Finished, is: ["False"], reason: unfinished}]',
        [],
    )
    merged: Literal["ask", "first", "every"] = key(
        "What merged cells of a workbook say: the answer of the `first` row that they cover, or of `every` one.",
        "first",
        "ask",
    )
    filled_down: list[str] = key(
        "Columns in which an empty cell stands for the one above it, as where a code is written once for all rows of a "
        "person.",
        "[Code]",
        [],
    )
    wave_column: str = key("The column of a long file that tells the wave.", "time", "wave")
    count_column: str = key("The column of a file of counts that tells how many people.", "n", "people")
    date_column: str = key(
        "The column of the day on which a questionnaire was filled in. Where the files of waves call it differently, "
        "name it as one of them does, and the `columns` of its question of kind `date` name the others.",
        "date",
        "",
    )
    encoding: str = key("How the letters of a text file are stored.", "cp1252", "utf-8")
    delimiter: Literal["", ",", ";", "tab"] = key(
        "What separates the cells of a text file; by default whichever of these the header has most of.", "tab", ""
    )
    ignore: list[str] = key("Columns that are not read, on purpose.", "[origin, remarks]", [])
    not_personal: list[str] = key(
        "Columns that look like names, dates of birth, addresses, telephone numbers or places and hold none: they are "
        "read.",
        "[Location]",
        [],
    )
    links: list[str] = key("Symbolic links that lead out of the study's folder on purpose.", "[data/raw]", [])
