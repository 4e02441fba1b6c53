"""The page that explains every key of ``study.yaml``, made from the models that check the file."""

import inspect
import types
from typing import Literal, Union, get_args, get_origin

from firststeps.files import write_text
from firststeps.study import Study, compendium_root
from firststeps.study.parts.base import Strict

PAGE = "docs/study-yaml.md"
FORMS = {bool: "`true` or `false`", int: "a whole number, 1 or more", float: "a number", tuple: "two numbers"}
SMALLEST = """\
title: Peer support in two towns
synthetic: false
waves:
  - {id: before, label: Before the course, short: Before, file: before.csv}
  - {id: after, label: After the course, short: After, file: after.csv}
items:
  involved: {label: Involved in peer support, kind: yes-no}
outcomes: [involved]
primary: {outcome: involved, first: before, second: after, margin: 0.10}
"""
HEAD = """\
# study.yaml: what a study is

Made by `python -m firststeps reference` from the models that check the file; to change a line, change
its model in `src/firststeps/study/parts/` or in `src/firststeps/study/__init__.py`.

A study is a folder with this file and `data/raw/` in it. `make new STUDY=folder FROM=file` proposes one for given
files; what it cannot know it marks with `# ?`. The smallest one:

```yaml
{smallest}```

Every value is read as text first, so that a code `01` stays `01` and `no` stays `no`. A key that is not listed here is
refused, with the nearest ones that are. Where `ask` stands, the run stops and asks, with the very lines that would
settle it. The file holds at most a million characters; each key and each anchor stands once. A sheet of a workbook
holds at most two million cells; larger tables are given as CSV.

A study reads nothing outside its folder: files are named as they lie in `data/raw/` (the codebook: beside
`study.yaml`), without `..` or `/` at the head, and a symbolic link that leads out is refused unless `data: links:`
names it.
"""


def write_reference():
    """Write the page into the compendium, and give its path."""
    path = compendium_root() / PAGE
    path.parent.mkdir(exist_ok=True)
    write_text(path, reference())
    return path


def reference():
    """The page as Markdown: the keys of the file, then those of each part, with their examples.

    >>> print(reference().splitlines()[0])
    # study.yaml: what a study is
    """
    sections = [HEAD.format(smallest=SMALLEST), "## The keys of the file\n\n" + _table(Study)]
    for place, model in parts():
        about = inspect.getdoc(model).replace("``", "`")
        sections.append(f"## {place}\n\n{about}\n\n{_table(model)}")
    return "\n".join(sections)


def parts():
    """The parts of the file, each as its place and its model, in the order of the keys; a model has one place."""
    places = {}
    for name, field in Study.model_fields.items():
        if model := _model(field.annotation):
            places.setdefault(model, name)
            for inner, below in model.model_fields.items():
                if part := _model(below.annotation):
                    places.setdefault(part, f"{name}: {inner}")
    ahead = {_model(field.annotation): name for name, field in Study.model_fields.items()}
    yield from ((ahead.get(model, place), model) for model, place in places.items())


def _table(model):
    """A row for each key of a model."""
    rows = ["| key | what it means | what stands there | unless given | for example |", "|---|---|---|---|---|"]
    for name, field in model.model_fields.items():
        name, default = field.alias or name, _default(field)
        example = f"`{name}: {field.examples[0]}`"
        cells = [f"`{name}`", field.description, _form(field.annotation, field.metadata), default, example]
        rows.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(rows) + "\n"


def _default(field):
    """What stands where a key is not given, in words."""
    if field.is_required():
        return "*must be given*"
    if isinstance(field.default, Strict):
        return "as below"
    if isinstance(field.default, list) and field.default:
        return f"`[{', '.join(map(str, field.default))}]`"
    if field.default in ("", None, [], {}, False):
        return "`false`" if field.default is False else "none"
    return f"`{field.default}`"


def _form(kind, rules=()):
    """What may stand at a key, in words; ``rules`` are those of its annotation."""
    if hasattr(kind, "__metadata__"):
        return _form(kind.__origin__, kind.__metadata__)
    inner = [part for part in get_args(kind) if part is not types.NoneType]
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _form(inner[0], rules)
    if origin is Literal:
        return "one of " + ", ".join(f"`{word}`" for word in inner if word)
    if origin is list:
        plain = {str: "texts", int: "whole numbers"}.get(getattr(inner[0], "__origin__", inner[0]))
        return f"a list of {plain}" if plain else "a list; each has the keys below"
    if origin is dict:
        below = _form(inner[1])
        each = {"text": "a text for each", FORMS[float]: f"{FORMS[float]} for each"}
        return (each | {"keys as below": "by id; each has the keys below"}).get(below, below)
    if kind is str:
        return "an id: small letters, digits, hyphens" if rules else "text"
    if kind is float and rules:
        return "a number between 0 and 1"
    return FORMS.get(origin or kind, "keys as below")


def _model(kind):
    """The model of a part within the annotation of a key; None for plain values."""
    if isinstance(kind, type) and issubclass(kind, Strict):
        return kind
    return next(filter(None, map(_model, get_args(kind))), None)
