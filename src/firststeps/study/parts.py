"""The parts of a ``study.yaml``, each checked by itself: waves, items, codes, comparison, release, governance."""

import difflib
import re
import unicodedata
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from firststeps.study.code_pattern import ANYTHING, fitting, pattern_fault
from firststeps.study.reads import Watched

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Kind = Literal["yes-no", "choice", "ordered", "ticks", "text", "scale", "score", "date"]
RowNumber = Annotated[int, Field(ge=1)]
Share = Annotated[float, Field(gt=0, lt=1)]
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))  # also marks of direction
INVISIBLE |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
CONTROLS = dict.fromkeys([*range(0x09), *range(0x0E, 0x1C), 0x7F])  # no text holds them, and no document can
INVISIBLE |= CONTROLS
# The roles of contributors: CRediT, ANSI/NISO Z39.104-2022.
ROLES = (
    *("conceptualization", "data curation", "formal analysis", "funding acquisition", "investigation", "methodology"),
    *("project administration", "resources", "software", "supervision", "validation", "visualization"),
    *("writing - original draft", "writing - review & editing"),
)


def tidy(raw):
    """The text without white space around it, runs of white space as one blank, invisible characters gone.

    A letter and the accent that some programs write behind it are the one letter that others write.

    >>> tidy("\\u00a0 not   applicable "), tidy("Si\\u0301") == "S\\u00ed"
    ('not applicable', True)
    """
    plain = raw if raw.isascii() and raw.isprintable() else composed(raw).translate(INVISIBLE)
    return " ".join(plain.split())


def way_of_tidying(raw):
    """What `tidy` changes in a text: white space, or also letters that were written as two characters, or controls.

    >>> way_of_tidying(" a"), way_of_tidying("a\\x07")
    ('white space', 'control characters')
    """
    if raw.translate(CONTROLS) != raw:
        return "control characters"
    return "white space" if composed(raw) == raw else "letters in one form"


def control_in(text):
    """The first control character of a text as people name it; empty where there is none but tabs and line breaks.

    >>> control_in("a\\tb\\n"), control_in("a\\x07b"), control_in("a\\x0bb")
    ('', 'U+0007', 'U+000B')
    """
    control = re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
    return f"U+{ord(control[0]):04X}" if control else ""


def composed(text):
    """A text in which a letter and its accent are one character, as most programs write them.

    >>> len("e\\u0301"), len(composed("e\\u0301"))
    (2, 1)
    """
    return unicodedata.normalize("NFC", text)


def worded(raw):
    """The text tidied, or "" where it has no word, as the dots that stand for what is to be filled in.

    >>> worded("None  needed."), worded("...")
    ('None needed.', '')
    """
    text = tidy(raw)
    return text if any(sign.isalnum() for sign in text) else ""


def nearest(name, known):
    """The names of ``known`` most like ``name``, as a phrase for a message.

    >>> nearest("colunm", ["column", "columns", "kind"])
    'nearest: column, columns'
    >>> nearest("zzz", ["column", "kind"])
    'allowed: column, kind'
    """
    known = [str(k) for k in known]
    close = difflib.get_close_matches(str(name), known, n=3, cutoff=0.6)
    return f"nearest: {', '.join(close)}" if close else f"allowed: {', '.join(known) or 'none'}"


def key(means, example, default=..., **rules):
    """A key of ``study.yaml``: what it means, an example of it as it is written, and what stands where it is not given.

    ``rules`` are those of pydantic's ``Field``.  Meaning and example make ``docs/study-yaml.md`` (``study.reference``).

    >>> key("Name of the study.", "First steps").is_required()
    True
    """
    return Field(default, description=means, examples=[example], **rules)


def seen_by_readers(text):
    """The text of a label as it is; ValueError where it holds nothing that readers see."""
    if not tidy(text):
        raise ValueError("found nothing; expected the words that readers see")
    return text


class Strict(Watched, BaseModel):
    """A part of ``study.yaml``: keys that nobody declared are refused, with the nearest declared ones."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, content):
        if isinstance(content, dict):
            known = [field.alias or name for name, field in cls.model_fields.items()]
            unknown = [key for key in content if key not in known and key not in cls.model_fields]
            if unknown:
                raise ValueError("; ".join(f"key {key!r} is not known ({nearest(key, known)})" for key in unknown))
        return content


class Codes(Strict):
    """How answers are written in the raw files; case and surrounding white space never matter."""

    yes: list[str] = key("What stands for yes.", '["Yes", "Y", "1"]', ["Yes", "Y", "1"])
    no: list[str] = key(
        'What stands for no. `""` is an empty cell of somebody who answered another question then.',
        '["No", "N", "2"]',
        ["No", "N", "0"],
    )
    blank: list[str] = key("What stands for a question left blank, beside an empty cell.", '["99"]', [])
    not_applicable: list[str] = key(
        "What stands for a question that does not apply to the person.", "[n/a]", [], alias="not applicable"
    )
    not_answered: list[str] = key(
        "What stands for a question that somebody saw and did not answer, as *refused* or *don't know*: it is blank, "
        "but shows that they were there.",
        '["Don\'t know"]',
        [],
        alias="not answered",
    )

    def added_to(self, others):
        """These codes and those of ``others``, which give way: a code means what it means here.

        Where numbers are declared here for yes or no, those of ``others`` no longer count: 1 and 2 are not 1 and 0.  So
        it is where room is left for both, ``yes: [], no: []``, and nobody has written yet which is which.

        >>> Codes(yes=["1"], no=["2"]).added_to(Codes()).no
        ['2', 'No', 'N']
        >>> Codes(yes=[], no=[]).added_to(Codes()).yes
        ['Yes', 'Y']
        """
        own = {name: list(getattr(self, name)) for name in self.model_fields_set}
        taken = {tidy(code).casefold() for codes in own.values() for code in codes}
        room = own.get("yes") == own.get("no") == []
        if room or any(code.isdigit() for name in ("yes", "no") for code in own.get(name, [])):
            taken |= {code for code in [*others.yes, *others.no] if code.isdigit()}
        lists = {
            name: own.get(name, []) + [code for code in getattr(others, name) if tidy(code).casefold() not in taken]
            for name in type(self).model_fields
        }
        return Codes(**lists)

    @model_validator(mode="after")
    def _one_meaning_each(self):
        meaning = {}
        for answer in type(self).model_fields:
            for code in getattr(self, answer):
                other = meaning.setdefault(tidy(code).casefold(), answer)
                if other != answer:
                    raise ValueError(f"code {code!r} stands for both {other!r} and {answer!r}")
        return self


class Head(Strict):
    """The rows at the head of a table: which name its columns, which holds the questions, which are nobody's.

    Rows above the names are a title and are not read.
    """

    names: list[RowNumber] = key(
        "The rows that name the columns, as a spreadsheet numbers them. Of two, a name of the upper one holds for the "
        "empty cells to its right as well, and both are joined by a colon, as in `After the course: Run a group`.",
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

    _seen = field_validator("label", "short")(seen_by_readers)


class Item(Strict):
    """One question."""

    label: str = key("The question as readers know it.", "Involved in peer support")
    kind: Kind = key(
        "`yes-no`; `choice` of a list; `ordered`: one of a list that goes from least to most; `ticks`: several of a "
        "list, in one cell or in one column a box; `text` in own words; `scale`: a number; `score`: made of other "
        "items; `date`. What is `ordered`, a `scale` or a `score` and asked at two waves is compared: who improved, "
        "stayed the same, got worse.",
        "yes-no",
    )
    column: str = key("Its column in the given files; by default its id.", "q4_involved", "")
    columns: dict[str, str] = key(
        "Its column at each wave, in a wide file or one of counts. Two items read one column only if they are of "
        "different kinds, as a rating and as yes or no.",
        "{before: q4_t1, after: q4_t2}",
        {},
    )
    waves: list[str] = key("The waves at which it was asked; by default all.", "[before, after]", [])
    codes: Codes | None = key("How its answers are written, where that differs.", '{yes: ["1"], no: ["2"]}', None)
    choices: list[str] = key(
        "The list of a `choice` or of `ticks`; of an `ordered` question from the lowest to the highest.",
        "[not at all, slightly, quite, very]",
        [],
    )
    better: Literal["higher", "lower"] = key(
        "Which way people improve on an `ordered` question, a `scale` or a `score`.", "lower", "higher"
    )
    codes_at: dict[str, Codes] = key(
        "How its answers are written at a wave, where that is another way than at the others.",
        '{after: {yes: ["2"], no: ["1"]}}',
        {},
    )
    boxes: dict[str, str] = key(
        "For `ticks` with a column a box: each choice with its column. A box is ticked where the choice, `1`, `Yes` or "
        "`Checked` stands, or a code for yes.",
        "{Time to practise: Q6_1, Meeting others: Q6_3}",
        {},
    )
    unticked: Literal["ask", "none", "blank"] = key(
        "What it means that somebody who was there ticked nothing: that they chose `none`, an answer, or left the "
        "question `blank`. Of ticks in one cell an empty one is blank unless `none` stands here.",
        "none",
        "ask",
    )
    other: str = key(
        "The choice under which answers in own words are counted, where a list lets people write their own.",
        "Other (please specify)",
        "",
    )
    points: dict[str, float] = key(
        "Words that stand for a number of a `scale`, such as the labels of its ends.", "{Poor: 1, Excellent: 5}", {}
    )
    range: tuple[float, float] | None = key("The lowest and the highest answer on a `scale`.", "[1, 5]", None)
    outside: Literal["ask", "set missing"] = key("What becomes of an answer outside the range.", "set missing", "ask")
    personal: Literal["ask", "checked"] = key(
        "`checked` once a person has read the answers for names and addresses.", "checked", "ask"
    )
    background: bool = key(
        "`true` for what is known of people without asking, such as the arm of a trial: it shows nobody to have been "
        "there.",
        "true",
        False,
    )
    one_sided: Literal["ask", "checked"] = key(
        "`checked` where it is right that nobody says no, or nobody says yes.", "checked", "ask"
    )
    items: list[str] = key("The items that a `score` is made of.", "[useful, relaxed, close]", [])
    combine: Literal["sum", "mean"] = key("Whether a `score` is the sum of its items or their mean.", "mean", "sum")
    reversed: list[str] = key(
        "Those of a score's items that are worded the other way: the lowest answer counts as the highest.",
        "[lonely]",
        [],
    )
    may_miss: Annotated[int, Field(ge=0)] = key(
        "How many of its items a person may leave out and still have a `score`: the mean of the others stands for "
        "them. Each score so made is a line of the log.",
        "1",
        0,
    )
    source: str = key(
        "For a `yes-no` outcome that is no question of its own: the item that it is made of, an `ordered` one, a "
        "`scale`, a `score`, a `choice`, `ticks`, or a `text` with themes.",
        "confidence",
        "",
        alias="from",
    )
    yes: list[str] = key(
        "The answers, choices or themes of that item that count as yes; all others are no.", "[4, 5]", []
    )
    at_least: float | None = key(
        "For a `scale` or a `score`, in place of `yes`: the lowest number that counts.", "20", None
    )

    _seen = field_validator("label")(seen_by_readers)

    @property
    def derived(self):
        """Whether it is made of other items, so that it stands in no given file."""
        return self.kind == "score" or bool(self.source)


class Compare(Strict):
    """A group of people with whom change is compared, one test for both: who was in which is an item."""

    item: str = key("The item that tells, of kind `choice` or `yes-no`.", "arm")
    group: str = key(
        "Its answer that means the group of interest; all other answers are the comparison group.", "trained"
    )


class Identifier(Strict):
    """Who answered: the column of participant codes, the pattern of a right one, and typing slips.

    Codes that differ by letter case or blanks alone are one person's; that is done, and logged.
    """

    column: str = key("The column that tells who answered.", "code", "participant")
    columns: dict[str, str] = key(
        "Its column at each wave, where the files of waves call it differently.",
        "{before: Code, after: Your code}",
        {},
    )
    made_codes: bool = key(
        "`true` where that column holds e-mail addresses or names: codes take their place before anything is shown, "
        "and the list that says whose each is stands in `data/private/` alone.",
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
    date_column: str = key("The column of the day on which a questionnaire was filled in.", "date", "")
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


class Cleaning(Strict):
    """The decisions that cleaning may not take by itself; ``ask`` stops and asks for one."""

    conflicts: Literal[
        "ask", "first", "last by date", "last by date and time", "most complete", "fill", "set missing", "drop"
    ] = key(
        "Which of two different questionnaires of one person at one wave counts: the `first` row; the `last by date`, "
        "or also by time of day; the one with most answers (`most complete`); the first with its blanks filled in from "
        "the others (`fill`); the first without the answers in which they differ (`set missing`); none (`drop`).",
        "last by date",
        "ask",
    )
    dates: Literal["ask", "day-first", "month-first", "year-first"] = key(
        "How dates are written that can be read in two ways.", "day-first", "ask"
    )
    two_digit_years: Literal["ask", "2000s", "1900s"] = key("The century of a year such as 24.", "2000s", "ask")
    odd_dates: Literal["ask", "keep", "set missing"] = key(
        "What becomes of a date that has not come yet, or of a follow-up that is dated before the first questionnaire.",
        "keep",
        "ask",
    )
    one_wave_codes: Literal["warn", "ask"] = key(
        "Whether to warn or to stop where a code seen at one wave only is a typing slip away from another.",
        "ask",
        "warn",
    )


class Consistency(Strict):
    """Answers that go together at one wave: where all of ``if`` hold, all of ``then`` must; else see ``broken``."""

    given: dict[str, str] = key("Answers by item.", '{group: "yes"}', alias="if", min_length=1)
    then: dict[str, str] = key("The answers that must stand beside them.", '{involved: "yes"}', min_length=1)
    broken: Literal["ask", "keep", "set missing"] = key(
        "What becomes of answers that break the rule; `keep` warns, `set missing` takes those of `then` out.",
        "set missing",
        "ask",
    )


class Coding(Strict):
    """The file in which coders gave themes to the free-text answers, one row a theme, and its columns."""

    file: str = key("The file in `data/raw/`.", "coding.csv")
    sheet: str = key("The sheet of that file, where a workbook has several.", "Coding", "")
    participant: str = key("The column that tells whose answer it is.", "person", "participant")
    wave: str = key("The column that tells at which wave.", "time", "wave")
    question: str = key("The column that tells which question.", "item", "question")
    coder: str = key(
        "The column that tells who coded; the coder `agreed` is what the coders agreed on.", "rater", "coder"
    )
    theme: str = key("The column of the themes.", "code", "theme")


class Theme(Strict):
    """A theme of the codebook; where only its label is known, that may stand alone."""

    label: str = key("The theme as readers know it.", "Listening and being heard")
    definition: str = key("What it means.", "Attention to what another says.", "")
    use: str = key("When a coder sees it.", "Listening, being heard, believed.", "")
    avoid: str = key("When not.", "Talking or advice alone.", "")
    example: str = key("An answer with it: made up, or approved as a quotation.", "someone let me finish", "")
    residual: bool = key(
        "`true` for none of these: an answer that was read and holds no other theme; counted, not ranked or compared.",
        "true",
        False,
    )

    _seen = field_validator("label")(seen_by_readers)

    @model_validator(mode="before")
    @classmethod
    def _label_alone(cls, content):
        return {"label": content} if isinstance(content, str) else content


class Quotation(Strict):
    """An answer in own words that somebody thought of quoting, and whether its giver's consent was checked."""

    participant: str = key("Whose answer.", "P26")
    wave: str = key("At which wave.", "after")
    question: str = key("The item, one in own words.", "helped")
    approved: Literal["yes", "no"] = key("Whether it may be quoted; without `yes` it is not shown.", "yes")
    names: Literal["ask", "checked"] = key(
        "`checked` once somebody has seen that a word which looks like a name or a place is none.", "checked", "ask"
    )


class Primary(Strict):
    """The comparison fixed beforehand: an outcome and two waves."""

    outcome: str = key("The item, one of the outcomes.", "involved")
    first: str = key("The earlier wave.", "before")
    second: str = key("The later wave.", "after")
    margin: Share = key(
        "Two proportions are similar where they certainly differ by less than this; 0.10 is 10 percentage points.",
        "0.10",
    )
    level: Share = key("The level of every interval; tests are at 1 − level.", "0.90", 0.95)


class Release(Strict):
    """What may leave the house."""

    mode: Literal["internal", "public", "published"] = key(
        "`internal`: everything is marked as not for release; `public`: `make all` also makes the folder `release/`, "
        "and nothing else is for release; `published`: the numbers are public already.",
        "public",
        "internal",
    )
    threshold: Annotated[int, Field(ge=1)] = key(
        "In `release/`, counts below this are hidden, and those that would give them away.", "10", 10
    )
    rounding: Annotated[int, Field(ge=1)] = key(
        "The other counts are rounded to multiples of this, at most twice the threshold.", "5", 5
    )
    data_set: str = key(
        "A name for the people, where they are not those of the earlier releases in `data/released.json`.",
        "second course",
        "",
    )


class Contribution(Strict):
    """Somebody who contributed to the study or its paper, and how."""

    name: str = key("Their name; the first in the list is the corresponding author.", "Ann Example")
    orcid: str = key("Their ORCID, of sixteen digits.", "0000-0002-1825-0097", "")
    affiliation: str = key("Where they work, or the group that they belong to.", "Example Trust", "")
    group: bool = key("`true` for a group, such as the developers of a program.", "true", False)
    roles: list[str] = key(
        f"What they did, in the words of CRediT: {', '.join(ROLES)}.", "[methodology, software, validation]", []
    )

    @field_validator("name", "affiliation")
    @classmethod
    def _one_line(cls, text):
        return worded(text)

    @model_validator(mode="after")
    def _has_a_name(self):
        if not self.name:
            raise ValueError("name: expected the name of a person or a group")
        return self

    @field_validator("orcid")
    @classmethod
    def _known_orcid(cls, orcid):
        """An ORCID as it is printed; its last sign is a check on the others (ISO 7064, mod 11-2)."""
        plain = orcid.strip().removeprefix("https://orcid.org/").upper()
        if not plain:
            return ""
        if not re.fullmatch(r"(\d{4}-){3}\d{3}[\dX]", plain, re.ASCII):
            raise ValueError(f"found {orcid!r}; expected four groups of four digits, as in '0000-0002-1825-0097'")
        total = 0
        for digit in plain.replace("-", "")[:-1]:
            total = (total + int(digit)) * 2
        if plain[-1] != "0123456789X"[(12 - total % 11) % 11]:
            raise ValueError(f"{orcid!r} is no ORCID: its last sign does not fit the others, so one is mistyped")
        return plain

    @field_validator("roles")
    @classmethod
    def _known_roles(cls, roles):
        """The roles as CRediT writes them, whatever the letter case and the dash."""
        plain = [re.sub(r"\s*[\u2013\u2014-]\s*", " - ", tidy(role)).casefold() for role in roles]
        for role, written in zip(plain, roles, strict=True):
            if role not in ROLES:
                raise ValueError(f"{written!r} is no role of CRediT ({nearest(role, ROLES)})")
        return plain


class Archive(Strict):
    """Where the compendium is kept for good, so that others can find and cite it."""

    address: str = key("The address of the repository.", "https://osf.io/abcde", "")
    doi: str = key("Its DOI; archives reserve one before anything is uploaded.", "10.5281/zenodo.1234567", "")
    note: str = key("What else there is to say; or why it is not archived.", "It will be at Zenodo on acceptance.", "")

    @field_validator("address")
    @classmethod
    def _known_address(cls, address):
        plain = address.strip()
        if plain and not re.fullmatch(r"https?://[\w.-]+(:\d+)?(/[-\w.~%/?#@!$&+,;=:]*)?", plain, re.ASCII):
            raise ValueError(f"found {address!r}; expected an address such as 'https://osf.io/abcde'")
        return plain

    @field_validator("doi")
    @classmethod
    def _known_doi(cls, doi):
        plain = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:)\s*", "", doi.strip(), flags=re.IGNORECASE)
        if plain and not re.fullmatch(r"10\.\d{4,9}/[-.;()/:\w]+", plain, re.ASCII):
            raise ValueError(f"found {doi!r}; expected a DOI such as '10.5281/zenodo.1234567'")
        return plain

    @field_validator("note")
    @classmethod
    def _one_line(cls, text):
        return worded(text)


class Governance(Strict):
    """What journals, trusts and boards ask of a study: said once here, and printed wherever one of them asks.

    The paper, a deposit and the folder `release/` print it. What is not known is said to be so, as in *not stated in
    the paper*; nothing may be left out before `release: {mode: public}` lets anything go out.
    """

    ethics: str = key(
        "Who approved the study and under which reference, or where it is registered as a service evaluation, or why "
        "neither was needed.",
        "Registered as a service evaluation, Example Trust, SE-12",
        "",
    )
    consent: str = key("What people were told and agreed to.", "All gave written consent.", "")
    funding: str = key("Who paid for it, with the numbers of grants; or that nobody did.", "None.", "")
    interests: str = key("What those who did it might gain or lose by its result.", "A. E. ran the course.", "")
    access: str = key("Who may see what, and whom to ask.", "Counts are for everybody", "")
    licence: str = key("How data, figures and texts may be used: a name of SPDX, or words.", "CC-BY-4.0", "")
    contributions: list[Contribution] = key(
        "Those who contributed.", "[{name: Ann Example, roles: [methodology, software]}]", []
    )
    archive: Archive = key("Where the compendium is archived.", "{doi: 10.5281/zenodo.1234567}", Archive())

    @field_validator("ethics", "consent", "funding", "interests", "access", "licence")
    @classmethod
    def _one_line(cls, text):
        return worded(text)

    @property
    def missing(self):
        """The keys that say nothing yet, in order.

        >>> Governance(ethics="Not stated.", archive=Archive(note="none yet")).missing
        ['consent', 'funding', 'interests', 'access', 'licence', 'contributions']
        """
        archive = self.archive.address or self.archive.doi or self.archive.note
        stated = {name: archive if name == "archive" else getattr(self, name) for name in type(self).model_fields}
        return [name for name, number in stated.items() if not number]
