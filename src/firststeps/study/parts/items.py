"""The questions: what kind each is, where its answers stand, and how they are written."""

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from firststeps.study.parts.base import Strict, key, seen_by_readers
from firststeps.study.parts.texts import caseless

Kind = Literal["yes-no", "choice", "ordered", "ticks", "text", "scale", "score", "date"]


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
        taken = {caseless(code) for codes in own.values() for code in codes}
        room = own.get("yes") == own.get("no") == []
        if room or any(code.isdigit() for name in ("yes", "no") for code in own.get(name, [])):
            taken |= {code for code in [*others.yes, *others.no] if code.isdigit()}
        lists = {
            name: own.get(name, []) + [code for code in getattr(others, name) if caseless(code) not in taken]
            for name in type(self).model_fields
        }
        return Codes(**lists)

    @model_validator(mode="after")
    def _one_meaning_each(self):
        """Refuse a code that stands for two answers."""
        meaning = {}
        for answer in type(self).model_fields:
            for code in getattr(self, answer):
                other = meaning.setdefault(caseless(code), answer)
                if other != answer:
                    raise ValueError(f"code {code!r} stands for both {other!r} and {answer!r}")
        return self


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
        "Its column at each wave, in a wide file or one of counts, or in a long one of a form that has a section for "
        "each wave. Two items read one column only if they are of different kinds, as a rating and as yes or no.",
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

    @property
    def listed(self):
        """The answers of its list, which may be that of its boxes, with the one for own words, each once.

        >>> Item(label="What helped?", kind="ticks", boxes={"Time": "Q1", "Others": "Q2"}, other="Else").listed
        ['Time', 'Others', 'Else']
        """
        return list(dict.fromkeys([*(self.choices or self.boxes), *filter(None, [self.other])]))
