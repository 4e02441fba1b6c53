"""``study.yaml``: what a study is, as data, checked when it is read; and the paths of a study.

Every value of the file is read as text first, so that a code ``01`` stays ``01`` and ``no`` stays ``no``; pydantic then
turns numbers into numbers.  A mistake is a :class:`StudyError` whose message names the place and what is allowed there.
"""

import os
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field, PrivateAttr, ValidationError, field_validator, model_validator

from firststeps.digits import alpha_at
from firststeps.errors import Stopped
from firststeps.files import OutsideError, leads_out, links_below, within
from firststeps.study.checks import faults
from firststeps.study.codebook import CodebookError, read_codebook
from firststeps.study.contradictions import contradictions, in_one_form
from firststeps.study.derived import derived_faults, is_ordered, waves_of
from firststeps.study.labels import Labels
from firststeps.study.messages import messages
from firststeps.study.parts.base import Id, Strict, key, seen_by_readers
from firststeps.study.parts.cleaning import Cleaning, Consistency
from firststeps.study.parts.comparison import Compare, Primary
from firststeps.study.parts.files import Data, Identifier, Wave
from firststeps.study.parts.governance import Governance, Release
from firststeps.study.parts.items import Codes, Item
from firststeps.study.parts.own_words import Coding, Quotation, Theme
from firststeps.study.questions import open_questions
from firststeps.study.reads import copied, watch
from firststeps.study.yaml_text import LARGEST, YamlError, load_text

PLACES = ("data", "figures", "paper", "build", "release")  # what a study's folder holds, beside study.yaml
SYNTHETIC = "Synthetic data"  # the mark of made-up data
NOT_FOR_RELEASE = "Observed data, not for release"  # the mark of what people answered, unless it is published


class StudyError(Stopped):
    """What is wrong in a ``study.yaml``: every fault with its place, and what is allowed there."""


class Study(Strict):
    """A study: its ``study.yaml``, validated, and its folders."""

    title: str = key("Name of the study.", "Peer support in two towns")
    synthetic: bool = key("`true` for made-up data, else `false`.", "false")
    participants: Annotated[int, Field(ge=1)] | None = key(
        "How many people there were to hear from, whether or not they answered.", "30", None
    )
    waves: list[Wave] = key(
        "The waves at which people were asked, in order.",
        "[{id: before, label: Before the course, short: Before, file: before.csv}]",
        min_length=1,
    )
    data: Data = key("The given files and their layout.", "{layout: long, file: answers.csv}", Data())
    linked: bool = key(
        "`no` where nobody can be found again at another wave, as in anonymous surveys: each wave is then described by "
        "itself, and nobody is compared with themselves.",
        "no",
        True,
    )
    identifier: Identifier = key("The participants' codes.", "{column: code, pattern: 'P[0-9]{2}'}", Identifier())
    codes: Codes = key("How yes, no and no answer are written.", '{yes: ["1"], no: ["2"], blank: ["99"]}', Codes())
    items: dict[Id, Item] = key(
        "The questions, each under an id.",
        "{involved: {label: Involved in peer support, kind: yes-no, column: q4}}",
        min_length=1,
    )
    cleaning: Cleaning = key("What cleaning may not decide by itself.", "{dates: day-first}", Cleaning())
    consistency: list[Consistency] = key(
        "Answers that go together. Rules that contradict each other are refused.",
        '[{if: {group: "yes"}, then: {involved: "yes"}}]',
        [],
    )
    outcomes: list[str] = key(
        "The yes-no items that are analysed, those made of other items (`from`) too. No line says whether yes is good: "
        "sentences speak of a rise or a fall of those who say yes, and the author of the paper says what that means. "
        "`[]` where no question is of that kind: then what compares yes and no is left out, and named.",
        "[involved, group]",
    )
    group: str = key(
        "The item that tells which course or site people belong to, of kind `choice`: people of one group may change "
        "together, and beside the other tests stand some that allow for it.",
        "course",
        "",
    )
    compare: Compare | None = key(
        "A comparison group: change in one group is tested against change in the other.",
        "{item: arm, group: trained}",
        None,
    )
    primary: Primary | None = key(
        "The comparison and its margin, fixed before anybody looks at the answers.",
        "{outcome: involved, first: before, second: after, margin: 0.10}",
        None,
    )
    coding: Coding | None = key("The coders' file.", "{file: coding.csv, coder: rater}", None)
    themes: dict[str, dict[Id, Theme]] = key(
        "The codebook: for each question its themes; or the name of a CSV file beside `study.yaml`, as in `themes: "
        "codebook.csv`, with the columns `question`, `theme` and those below.",
        "{helped: {time: Free time, other: {label: None of these, residual: true}}}",
        {},
    )
    quotations: list[Quotation] = key(
        "Answers to quote. None is shown without `approved: yes`, nor where a word looks like a name or a place, "
        "unless somebody has looked.",
        "[{participant: P26, wave: after, question: helped, approved: yes}]",
        [],
    )
    release: Release = key("What may leave the house.", "{mode: public, threshold: 10, rounding: 5}", Release())
    governance: Governance = key(
        "What journals, trusts and boards ask: ethics, consent, funding, interests, access, contributions, archive.",
        "{ethics: Registered as a service evaluation, funding: None.}",
        Governance(),
    )
    _seen = field_validator("title")(seen_by_readers)
    noted: ClassVar = ("open_questions",)  # what else a computation may depend on (see `reads`)
    _folder: Path = PrivateAttr()
    _questions: tuple = PrivateAttr(())
    _codebook: str = PrivateAttr("")
    _clean: Path | None = PrivateAttr(None)

    @classmethod
    def load(cls, folder="."):
        """Read and check ``<folder>/study.yaml``; StudyError says every fault in it.

        A relative ``folder`` is seen from the root of the compendium (:func:`compendium_root`).  A study that is loaded
        already is given back, so that a notebook's cell can be run again.

        >>> Study.load(".").primary.margin
        0.1
        """
        if isinstance(folder, cls):
            return folder
        place = compendium_root() / folder
        text = _read_file(place)
        study = parse(text, cls, place)
        study._questions = open_questions(text)
        study._folder = place.resolve()
        _check_places(study)
        watch(study)
        return study

    @model_validator(mode="after")
    def _fits_together(self):
        """Refuse parts that do not fit together, and put answers, choices and waves in one form."""
        for rule, (answers, then) in zip(self.consistency, in_one_form(self), strict=True):
            rule.given, rule.then = answers, then
        problems = [*faults(self), *contradictions(self), *derived_faults(self)]
        if problems:
            raise ValueError("\n".join(problems))
        for item in self.items.values():
            item.choices = item.listed
            item.waves = [w for w in self.wave_ids if w in waves_of(self, item)]
            themes = {theme.casefold(): theme for theme in self.themes.get(item.source, {})}
            item.yes = [themes.get(answer.casefold(), answer) for answer in item.yes]
        return self

    @property
    def folder(self):
        """The folder of the study, absolute."""
        return self._folder

    @property
    def option(self):
        """What a command of make has to say of this study, seen from where this runs; nothing of the one there."""
        return "" if self.folder == Path.cwd() else f" STUDY={Path(os.path.relpath(self.folder)).as_posix()}"

    @property
    def files(self):
        """What this study was read from: ``study.yaml``, and the codebook where that has a file of its own."""
        return [self.folder / name for name in ("study.yaml", self._codebook) if name]

    @property
    def level(self):
        """The level of every interval: that of the primary comparison, 95% where there is none."""
        return self.primary.level if self.primary else 0.95

    @property
    def alpha(self):
        """The significance level of every test of this study: 1 - level, so that tests and intervals agree."""
        return alpha_at(self.level)

    @property
    def asked_twice(self):
        """The outcomes that are asked at two waves or more: those of which people can be compared with themselves."""
        return [outcome for outcome in self.outcomes if self.linked and len(self.items[outcome].waves) > 1]

    @property
    def coded(self):
        """Whether a column of codes tells who answered; else each row is a person, found at no other row."""
        return self.linked and not self.identifier.rows

    @property
    def asked(self):
        """The items that stand in the given files: all but those that are made of other items."""
        return {id: item for id, item in self.items.items() if not item.derived}

    @property
    def ordered_twice(self):
        """The ordered questions, scales and scores at two waves or more: of these people improve or get worse."""
        return [id for id, item in self.items.items() if self.linked and is_ordered(item) and len(item.waves) > 1]

    @property
    def open_questions(self):
        """The lines of ``study.yaml`` that still carry the mark ``# ?`` of a proposal."""
        return self._questions

    @property
    def raw(self):
        """The given files: never written to."""
        return self.folder / "data" / "raw"

    def given(self, name):
        """The path of a given file, by its name in ``data/raw``; OutsideError where it leads out of the study."""
        return within(self.folder, Path("data", "raw", name), self.data.links)

    @property
    def clean(self):
        """The files that notebook 01 makes."""
        return self._clean or self.folder / "data" / "clean"

    def with_clean_files_in(self, folder):
        """Give the same study with its clean files in another ``folder``: for a quick answer that leaves no trace."""
        other = copied(self)
        other._clean = Path(folder)
        return other

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
        """What all that is made must carry, unless the numbers are real and published already."""
        if self.synthetic:
            return SYNTHETIC
        return "" if self.release.mode == "published" else NOT_FOR_RELEASE

    @property
    def wave_ids(self):
        """The ids of the waves, in order."""
        return [wave.id for wave in self.waves]

    def wave(self, wave_id):
        """The wave of that id."""
        return self.waves[self.wave_ids.index(wave_id)]

    @property
    def labels(self):
        """What readers see in place of ids."""
        return Labels(self)

    def codes_of(self, item_id, wave_id=""):
        """The codes of an item, at a wave: its own added to those of the study (see ``Codes.added_to``)."""
        item = self.items[item_id]
        codes = item.codes.added_to(self.codes) if item.codes else self.codes
        return item.codes_at[wave_id].added_to(codes) if wave_id in item.codes_at else codes

    def column(self, item_id, wave_id):
        """The name of the column that holds an item at a wave; boxes are gathered in one that is called as the item."""
        item = self.items[item_id]
        return item_id if item.boxes else item.columns.get(wave_id) or item.column or item_id

    def date_column_at(self, wave_id):
        """The column that says at a wave when a questionnaire was filled in; empty where none is declared.

        Where the file of a wave calls it differently, the question of kind date that reads it there says how.
        """
        declared = self.data.date_column
        if not declared or self.data.layout != "per-wave":
            return declared
        asked = [item for item, about in self.items.items() if about.kind == "date" and wave_id in about.waves]
        same = [item for item in asked if declared in {self.column(item, wave) for wave in self.items[item].waves}]
        return self.column(same[0], wave_id) if same else declared

    def answer_columns(self):
        """The names of the columns that hold answers at any wave."""
        return {self.column(item, wave) for item, about in self.asked.items() for wave in about.waves}

    def head_of(self, name, sheet=""):
        """The rows at the head of a given file: those of its wave where it has its own, else those of all files."""
        own = [wave.head for wave in self.waves if wave.head and (wave.file, wave.sheet) == (name, sheet)]
        return own[0] if own else self.data.head

    def encoding_of(self, name, sheet=""):
        """How the letters of a given file are stored: as its wave says where it does, else as all files."""
        own = [wave.encoding for wave in self.waves if wave.encoding and (wave.file, wave.sheet) == (name, sheet)]
        return own[0] if own else self.data.encoding


def compendium_root():
    """The nearest folder upwards that holds ``notebooks/`` and ``study.yaml``, else the one this package stands in."""
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "notebooks").is_dir() and (folder / "study.yaml").is_file():
            return folder
    return Path(__file__).resolve().parents[3]


def parse(text, model=Study, folder=None):
    """Give the text of a ``study.yaml`` as a checked ``model``; StudyError lists every fault, one a line.

    Where ``themes`` is the name of a file, the codebook is read from that file of ``folder``.

    >>> parse("file: coding.csv", Coding).theme
    'theme'
    >>> parse("file: coding.csv\\ncodr: A", Coding)
    Traceback (most recent call last):
    firststeps.study.StudyError: study.yaml: key 'codr' is not known (nearest: coder).
    """
    try:
        content = load_text(text)
    except YamlError as fault:
        raise StudyError(f"study.yaml is not YAML: {fault}.") from None
    if not isinstance(content, dict):
        raise StudyError("study.yaml: expected keys and values such as 'title: ...'; found none.")
    themes_file = content.get("themes", "") if folder and model is Study else ""
    codebook = themes_file if isinstance(themes_file, str) else ""
    try:
        themes = {"themes": read_codebook(within(folder, codebook, _links(content)))} if codebook else {}
        study = model.model_validate(content | themes)
    except OutsideError as fault:
        raise StudyError(f"study.yaml: themes: {fault}.") from None
    except ValidationError as fault:
        raise StudyError("\n".join(messages(fault))) from None
    except CodebookError as fault:
        raise StudyError(str(fault)) from None
    if codebook:
        study._codebook = codebook
    return study


def _links(value):
    """The links that a ``study.yaml`` names, before it is checked."""
    data = value.get("data")
    links = data.get("links", []) if isinstance(data, dict) else []
    return [link for link in links if isinstance(link, str)]


def _read_file(folder):
    """The text of a folder's ``study.yaml``."""
    path = folder / "study.yaml"
    if not path.is_file():
        raise StudyError(f"{folder.name or folder}: there is no study.yaml in this folder.")
    try:
        within(folder, path.name)
        if path.stat().st_size > 4 * LARGEST:
            raise StudyError(
                f"study.yaml holds {path.stat().st_size:,} bytes; expected at most {LARGEST:,} characters."
            )
        return path.read_text(encoding="utf-8-sig")
    except OutsideError as fault:
        raise StudyError(f"{folder.name}: {fault}.") from None
    except UnicodeDecodeError as fault:
        raise StudyError(f"study.yaml is not UTF-8 text (byte {fault.start + 1}); save it as UTF-8.") from None


def _check_places(study):
    """Refuse links that lead out of the study's folder, and names of files in ``study.yaml`` that do."""
    files = [("data > file", study.data.file), ("coding > file", study.coding.file if study.coding else "")]
    files += [(f"waves > {wave.id} > file", wave.file) for wave in study.waves]
    files += [("data > links", link) for link in study.data.links]
    places = [(place, f"data/raw/{name}" if place != "data > links" else name, name) for place, name in files if name]
    out = [(place, name) for place, _, name in places if leads_out(name)]
    problems = [f"study.yaml: {place}: {name!r} leads out of the study's folder." for place, name in out]
    for link in links_below(study.folder, PLACES):
        try:
            within(study.folder, link, study.data.links)
        except OutsideError as fault:
            problems.append(f"{study.folder.name}: {fault}.")
    if problems:
        raise StudyError("\n".join(problems))
