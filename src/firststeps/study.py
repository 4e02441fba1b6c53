"""``study.yaml``: what a study is, as data, checked when it is read; and the paths of a study.

Every value of the file is read as text first, so that a code ``01`` stays ``01`` and ``no`` stays ``no``; pydantic then
turns numbers into numbers.  A mistake is a :class:`StudyError` whose message names the place and what is allowed there.
"""

import difflib
import re
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError, model_validator

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Kind = Literal["yes-no", "choice", "ticks", "text", "scale", "date"]
Share = Annotated[float, Field(gt=0, lt=1)]


class StudyError(ValueError):
    """What is wrong in a ``study.yaml``: every fault with its place, and what is allowed there."""


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


class Strict(BaseModel):
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

    @model_validator(mode="after")
    def _one_meaning_each(self):
        meaning = {}
        for answer in ("yes", "no", "blank", "not_applicable"):
            for code in getattr(self, answer):
                other = meaning.setdefault(code.strip().casefold(), answer)
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
    """One question; ``column`` is its column, ``columns`` its column at each wave in a wide file."""

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


class Identifier(Strict):
    """The column of participant codes, the pattern of a right one, and typing slips with what they stand for."""

    column: str = "participant"
    pattern: str = r"\S.*"
    aliases: dict[str, str] = {}

    @model_validator(mode="after")
    def _pattern_and_aliases(self):
        try:
            right = re.compile(self.pattern)
        except re.error as fault:
            raise ValueError(f"pattern {self.pattern!r} is not a regular expression: {fault}") from None
        wrong = [code for code in self.aliases.values() if not right.fullmatch(code)]
        if wrong:
            raise ValueError(f"alias target {wrong[0]!r} does not match the pattern {self.pattern!r}")
        return self


class Data(Strict):
    """Where the raw files are and how they are laid out."""

    layout: Literal["per-wave", "long", "wide", "counts"] = "per-wave"
    file: str = ""
    sheet: str = ""
    wave_column: str = "wave"
    count_column: str = "people"
    date_column: str = ""
    encoding: str = "utf-8"
    delimiter: Literal["", ",", ";", "tab"] = ""
    ignore: list[str] = []


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
    """A theme of the codebook; where only its label is known, that may stand alone."""

    label: str
    definition: str = ""
    use: str = ""
    avoid: str = ""
    example: str = ""

    @model_validator(mode="before")
    @classmethod
    def _label_alone(cls, given):
        return {"label": given} if isinstance(given, str) else given


class Quotation(Strict):
    """An answer in own words that somebody thought of quoting, and whether its giver's consent was checked."""

    participant: str
    wave: str
    question: str
    approved: Literal["yes", "no"]


class Primary(Strict):
    """The comparison fixed beforehand: outcome, two waves, and the margin within which a change is no change."""

    outcome: str
    first: str
    second: str
    margin: Share
    level: Share = 0.95


class Release(Strict):
    """Whether small numbers may be seen: ``public`` hides counts below ``threshold`` and rounds to ``rounding``."""

    mode: Literal["internal", "public"] = "internal"
    threshold: Annotated[int, Field(ge=1)] = 10
    rounding: Annotated[int, Field(ge=1)] = 5


class Study(Strict):
    """A study: its ``study.yaml``, validated, and its folders."""

    title: str
    synthetic: bool
    participants: Annotated[int, Field(ge=1)] | None = None
    waves: Annotated[list[Wave], Field(min_length=1)]
    data: Data = Data()
    identifier: Identifier = Identifier()
    codes: Codes = Codes()
    items: Annotated[dict[Id, Item], Field(min_length=1)]
    cleaning: Cleaning = Cleaning()
    consistency: list[Consistency] = []
    outcomes: Annotated[list[str], Field(min_length=1)]
    primary: Primary | None = None
    coding: Coding | None = None
    themes: dict[str, dict[Id, Theme]] = {}
    quotations: list[Quotation] = []
    release: Release = Release()
    _folder: Path = PrivateAttr()

    @classmethod
    def load(cls, folder="."):
        """Read and check ``<folder>/study.yaml``; StudyError says every fault in it.

        A relative ``folder`` is seen from the root of the compendium (:func:`compendium_root`).

        >>> Study.load(".").primary.margin
        0.1
        """
        place = compendium_root() / folder
        study = parse(_read(place / "study.yaml"), cls)
        study._folder = place.resolve()
        return study

    @model_validator(mode="after")
    def _fits_together(self):
        checks = (_wave_faults, _item_faults, _consistency_faults, _outcome_faults, _layout_faults)
        faults = [fault for check in checks for fault in check(self)]
        if faults:
            raise ValueError("\n".join(faults))
        for item in self.items.values():
            item.waves = [w for w in self.wave_ids if w in (item.waves or item.columns or self.wave_ids)]
        return self

    @property
    def folder(self):
        """The folder of the study, absolute."""
        return self._folder

    @property
    def raw(self):
        """The given files: never written to."""
        return self.folder / "data" / "raw"

    @property
    def clean(self):
        """The files that notebook 01 makes."""
        return self.folder / "data" / "clean"

    @property
    def figures(self):
        """The finished figures."""
        return self.folder / "figures"

    @property
    def paper(self):
        """The manuscript and the claims."""
        return self.folder / "paper"

    @property
    def build(self):
        """Executed copies of the notebooks; not kept."""
        return self.folder / "build"

    @property
    def origin(self):
        """The first column of every clean file: ``synthetic`` for made-up data, else ``observed``."""
        return "synthetic" if self.synthetic else "observed"

    @property
    def mark(self):
        """What every table and figure of made-up data must carry; empty for observed data."""
        return "Synthetic data" if self.synthetic else ""

    @property
    def wave_ids(self):
        """The ids of the waves, in order."""
        return [wave.id for wave in self.waves]

    def wave(self, wave_id):
        """The wave of that id."""
        return self.waves[self.wave_ids.index(wave_id)]

    def codes_of(self, item_id):
        """The codes of an item: those of the study, except the lists that the item has of its own."""
        own = self.items[item_id].codes
        return (
            self.codes.model_copy(update={name: getattr(own, name) for name in own.model_fields_set})
            if own
            else self.codes
        )

    def column(self, item_id, wave_id):
        """The name of the column that holds an item at a wave."""
        item = self.items[item_id]
        return item.columns.get(wave_id) or item.column or item_id


def compendium_root():
    """The nearest folder upwards that holds ``notebooks/`` and ``study.yaml``, else the one this package stands in."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "notebooks").is_dir() and (folder / "study.yaml").is_file():
            return folder
    return Path(__file__).resolve().parents[2]


def parse(text, model=Study):
    """Give the text of a ``study.yaml`` as a checked ``model``; StudyError lists every fault, one a line.

    >>> parse("file: coding.csv", Coding).theme
    'theme'
    >>> parse("file: coding.csv\\ncodr: A", Coding)
    Traceback (most recent call last):
    firststeps.study.StudyError: study.yaml: key 'codr' is not known (nearest: coder).
    """
    try:
        given = yaml.load(text, _TextLoader)
    except yaml.YAMLError as fault:
        raise StudyError(f"study.yaml is not YAML: {_yaml_fault(fault)}") from None
    if not isinstance(given, dict):
        raise StudyError("study.yaml: expected keys and values such as 'title: ...'; found none.")
    try:
        return model.model_validate(given)
    except ValidationError as fault:
        raise StudyError("\n".join(_messages(fault))) from None


class _TextLoader(yaml.BaseLoader):
    """Reads every scalar as text and refuses a key given twice."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for i, key in enumerate(keys):
            if key in keys[:i]:
                line = node.value[i][0].start_mark.line + 1
                raise yaml.constructor.ConstructorError(problem=f"key {key!r} is given twice (line {line})")
        return super().construct_mapping(node, deep)


def _read(path):
    if not path.is_file():
        raise StudyError(f"{path.parent.name or path.parent}: there is no study.yaml in this folder.")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise StudyError(f"study.yaml is not UTF-8 text (byte {fault.start + 1}); save it as UTF-8.") from None


def _yaml_fault(fault):
    mark = getattr(fault, "problem_mark", None)
    where = f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""
    return f"{getattr(fault, 'problem', None) or fault}{where}."


def _messages(fault):
    """One line for each fault that pydantic found: place, what was found, what is allowed."""
    for error in fault.errors():
        place = " > ".join(str(step) for step in error["loc"] if step != "[key]")
        for said in _said(error).split("\n"):
            yield f"study.yaml: {place}: {said}." if place else f"study.yaml: {said}."


def _said(error):
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    if error["type"] == "missing":
        return "is missing and must be given"
    if error["type"] == "literal_error":
        return f"found {error['input']!r}; allowed: {error['ctx']['expected']}"
    if error["type"] == "string_pattern_mismatch":
        return f"found {error['input']!r}; allowed: small letters, digits and hyphens, beginning with a letter"
    found = "" if isinstance(error["input"], (dict, list)) else f"found {error['input']!r}; "
    return found + error["msg"][0].lower() + error["msg"][1:]


def _wave_faults(study):
    ids = study.wave_ids
    yield from (f"waves: {w!r} is given more than once" for w in sorted({w for w in ids if ids.count(w) > 1}))


def _item_faults(study):
    for name, item in study.items.items():
        for wave in [*item.waves, *item.columns]:
            if wave not in study.wave_ids:
                yield f"items > {name}: wave {wave!r} is not known ({nearest(wave, study.wave_ids)})"
        if item.kind == "choice" and not item.choices:
            yield f"items > {name}: a choice needs its choices, as in 'choices: [under 35, 35 or over]'"
        if item.range and item.range[0] > item.range[1]:
            yield f"items > {name} > range: the lower limit comes first, as in 'range: [1, 5]'"


def _consistency_faults(study):
    for rule in study.consistency:
        for item in (*rule.given, *rule.then):
            if item not in study.items:
                yield f"consistency: item {item!r} is not known ({nearest(item, study.items)})"


def _outcome_faults(study):
    outcomes = [i for i, item in study.items.items() if item.kind == "yes-no"]
    for outcome in study.outcomes:
        if outcome not in outcomes:
            yield f"outcomes: {outcome!r} is not a yes-no item ({nearest(outcome, outcomes)})"
    if study.primary is None or study.primary.outcome not in outcomes:
        if study.primary is not None:
            yield f"primary > outcome: {study.primary.outcome!r} is not a yes-no item"
        return
    asked = study.items[study.primary.outcome].waves or study.wave_ids
    for end in ("first", "second"):
        wave = getattr(study.primary, end)
        if wave not in asked:
            yield f"primary > {end}: {study.primary.outcome} is not asked at {wave!r} ({nearest(wave, asked)})"
    if study.primary.first == study.primary.second:
        yield "primary: first and second must be two different waves"


def _layout_faults(study):
    layout = study.data.layout
    if layout == "per-wave":
        yield from (f"waves > {w.id}: file is missing (layout per-wave)" for w in study.waves if not w.file)
        return
    if not study.data.file:
        yield f"data > file: is missing (layout {layout})"
    if layout in ("wide", "counts"):
        for name, item in study.items.items():
            if not item.columns and not (item.column and len(item.waves or study.wave_ids) == 1):
                yield f"items > {name} > columns: is missing; layout {layout} needs one column a wave"
