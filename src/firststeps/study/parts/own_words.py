"""Answers in own words: their coders, the themes, and what may be quoted."""

from typing import Literal

from pydantic import field_validator, model_validator

from firststeps.study.parts.base import Strict, key, seen_by_readers


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
        """Take a text for the label of a theme."""
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
