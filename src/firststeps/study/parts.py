"""The parts of a ``study.yaml``, each checked by itself: waves, items, codes, rules, comparison, release."""

import difflib
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from firststeps.study.code_pattern import fitting, pattern_fault
from firststeps.study.reads import Watched

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Kind = Literal["yes-no", "choice", "ticks", "text", "scale", "date"]
Share = Annotated[float, Field(gt=0, lt=1)]
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))


def tidy(raw):
    """The text without white space around it, runs of white space as one blank, invisible characters gone.

    >>> tidy("\\u00a0 not   applicable ")
    'not applicable'
    """
    return " ".join(raw.translate(INVISIBLE).split())


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


class Strict(Watched, BaseModel):
    """A part of ``study.yaml``: keys that nobody declared are refused, with the nearest declared ones."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, given):
        if isinstance(given, dict):
            known = [field.alias or name for name, field in cls.model_fields.items()]
            unknown = [key for key in given if key not in known and key not in cls.model_fields]
            if unknown:
                raise ValueError("; ".join(f"key {key!r} is not known ({nearest(key, known)})" for key in unknown))
        return given


class Codes(Strict):
    """How answers are written in the raw files; case and surrounding white space never matter."""

    yes: list[str] = ["Yes", "Y", "1"]
    no: list[str] = ["No", "N", "0"]
    blank: list[str] = []
    not_applicable: list[str] = Field([], alias="not applicable")

    def added_to(self, others):
        """These codes and those of ``others``, which give way: a code means what it means here.

        Where numbers are declared here for yes or no, those of ``others`` no longer count: 1 and 2 are not 1 and 0.

        >>> Codes(yes=["1"], no=["2"]).added_to(Codes()).no
        ['2', 'No', 'N']
        """
        own = {name: list(getattr(self, name)) for name in self.model_fields_set}
        taken = {tidy(code).casefold() for codes in own.values() for code in codes}
        if any(code.isdigit() for name in ("yes", "no") for code in own.get(name, [])):
            taken |= {code for code in [*others.yes, *others.no] if code.isdigit()}
        lists = {
            name: own.get(name, []) + [code for code in getattr(others, name) if tidy(code).casefold() not in taken]
            for name in type(self).model_fields
        }
        return Codes(**lists)

    @model_validator(mode="after")
    def _one_meaning_each(self):
        meaning = {}
        for answer in ("yes", "no", "blank", "not_applicable"):
            for code in getattr(self, answer):
                other = meaning.setdefault(tidy(code).casefold(), answer)
                if other != answer:
                    raise ValueError(f"code {code!r} stands for both {other!r} and {answer!r}")
        return self


class Wave(Strict):
    """One occasion of data collection; ``codes`` are its labels in the wave column of a long file."""

    id: Id
    label: str
    short: str
    file: str = ""
    sheet: str = ""
    codes: list[str] = []


class Item(Strict):
    """One question; ``column`` is its column, ``columns`` its column at each wave in a wide file.

    What is known of a person without asking at the wave (``background``), such as the arm of a trial, does not show
    that the person was there.  ``one_sided`` is ``checked`` where it is right that nobody says no, or nobody says yes.
    """

    label: str
    kind: Kind
    column: str = ""
    columns: dict[str, str] = {}
    waves: list[str] = []
    codes: Codes | None = None
    choices: list[str] = []
    range: tuple[float, float] | None = None
    outside: Literal["ask", "set missing"] = "ask"
    personal: Literal["ask", "checked"] = "ask"
    background: bool = False
    one_sided: Literal["ask", "checked"] = "ask"


class Identifier(Strict):
    """The column of participant codes, the pattern of a right one, and typing slips with what they stand for."""

    column: str = "participant"
    pattern: str = r"\S.*"
    aliases: dict[str, str] = {}

    @model_validator(mode="after")
    def _pattern_and_aliases(self):
        if fault := pattern_fault(self.pattern) if self.pattern != r"\S.*" else "":
            raise ValueError(fault)
        targets = [*self.aliases.values()]
        fits = fitting(self.pattern, targets) if targets else []
        if wrong := [code for code, right in zip(targets, fits, strict=True) if not right]:
            raise ValueError(f"alias target {wrong[0]!r} does not match the pattern {self.pattern!r}")
        return self


class Data(Strict):
    """Where the raw files are and how they are laid out.

    ``links`` are symbolic links that lead out of the study's folder on purpose, as in ``data/raw``.
    """

    layout: Literal["per-wave", "long", "wide", "counts"] = "per-wave"
    file: str = ""
    sheet: str = ""
    wave_column: str = "wave"
    count_column: str = "people"
    date_column: str = ""
    encoding: str = "utf-8"
    delimiter: Literal["", ",", ";", "tab"] = ""
    ignore: list[str] = []
    links: list[str] = []


class Cleaning(Strict):
    """The decisions that cleaning may not take by itself; ``ask`` stops and asks for one."""

    conflicts: Literal["ask", "first", "last by date", "set missing", "drop"] = "ask"
    dates: Literal["ask", "day-first", "month-first", "year-first"] = "ask"
    two_digit_years: Literal["ask", "2000s", "1900s"] = "ask"
    one_wave_codes: Literal["warn", "ask"] = "warn"


class Consistency(Strict):
    """Answers that go together at one wave: where all of ``if`` hold, all of ``then`` must; else see ``broken``."""

    given: Annotated[dict[str, str], Field(alias="if", min_length=1)]
    then: Annotated[dict[str, str], Field(min_length=1)]
    broken: Literal["ask", "keep", "set missing"] = "ask"


class Coding(Strict):
    """The file in which coders gave themes to the free-text answers, one row a theme, and its columns."""

    file: str
    sheet: str = ""
    participant: str = "participant"
    wave: str = "wave"
    question: str = "question"
    coder: str = "coder"
    theme: str = "theme"


class Theme(Strict):
    """A theme of the codebook; where only its label is known, that may stand alone.

    A ``residual`` theme is given to an answer that was read and holds none of the others: it is counted, but neither
    ranked nor compared.
    """

    label: str
    definition: str = ""
    use: str = ""
    avoid: str = ""
    example: str = ""
    residual: bool = False

    @model_validator(mode="before")
    @classmethod
    def _label_alone(cls, given):
        return {"label": given} if isinstance(given, str) else given


class Quotation(Strict):
    """An answer in own words that somebody thought of quoting, and whether its giver's consent was checked.

    ``names`` is ``checked`` once somebody has seen that a word which looks like a name or a place is none.
    """

    participant: str
    wave: str
    question: str
    approved: Literal["yes", "no"]
    names: Literal["ask", "checked"] = "ask"


class Primary(Strict):
    """The comparison fixed beforehand: outcome, two waves, and the margin within which a change is no change."""

    outcome: str
    first: str
    second: str
    margin: Share
    level: Share = 0.95


class Release(Strict):
    """What may leave the house.

    ``internal``: nothing; ``public``: the protected counts of ``python -m firststeps release``, with counts below
    ``threshold`` hidden and the others rounded to ``rounding``; ``published``: all, as it was published before.
    Releases of one ``data_set`` are protected against being compared (``release.ledger``); other people
    are another data set.
    """

    mode: Literal["internal", "public", "published"] = "internal"
    threshold: Annotated[int, Field(ge=1)] = 10
    rounding: Annotated[int, Field(ge=1)] = 5
    data_set: str = ""
