"""What a person decides for cleaning, which asks where nothing is said."""

from typing import Literal

from firststeps.study.parts.base import Strict, key


class Prefer(Strict):
    """Which of several questionnaires of one person at one wave counts, where a column tells them apart.

    As where the person and a carer, or two observers, filled one in. The others are set aside, each with a line in the
    log; of those that are left `conflicts` decides. Where none of these texts stands beside a person, their
    questionnaire counts, and a warning says so.
    """

    column: str = key("The column that tells them apart.", "Filled in by")
    texts: list[str] = key(
        "What stands there in the one that counts; of several texts the first that a person has. Letter case does not "
        "matter.",
        "[self]",
        alias="is",
        min_length=1,
    )


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
    prefer: Prefer | None = key(
        "A column that tells which of several questionnaires of one person at one wave counts, before `conflicts` is "
        "asked.",
        "{column: Filled in by, is: [self]}",
        None,
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
