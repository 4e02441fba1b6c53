"""The page on ``study.yaml`` is what its command writes, and each of its examples is one."""

from pathlib import Path
from typing import Annotated

import pytest
from pydantic import TypeAdapter, ValidationError

from firststeps.study import Study, parse
from firststeps.study.reference import PAGE, SMALLEST, parts, reference
from firststeps.study.yaml_text import load_text

ROOT = Path(__file__).resolve().parents[1]
MODELS = {"": Study} | dict(parts())
KEYS = [(model, name) for model in MODELS.values() for name in model.model_fields]


def checker(field):
    """What checks the value of a key, with the rules that stand beside its type."""
    return TypeAdapter(Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation)


def test_the_page_is_what_the_command_writes():
    """Nobody edits the page by hand, and nobody forgets to make it again."""
    assert (ROOT / PAGE).read_text(encoding="utf-8") == reference(), "run: python -m firststeps reference"


@pytest.mark.parametrize("model, name", KEYS, ids=lambda value: getattr(value, "__name__", value))
def test_each_key_is_explained_by_a_valid_example(model, name):
    """Every key says what it means, and its example passes the check that a study's own line has to pass."""
    field = model.model_fields[name]
    key = field.alias or name
    assert field.description.endswith("."), "a sentence, or part of one, with its full stop"
    given = load_text(f"{key}: {field.examples[0]}")
    assert list(given) == [key]
    checker(field).validate_python(given[key])


def test_an_example_can_fail():
    """The check refuses what a study may not say."""
    with pytest.raises(ValidationError):
        checker(Study.model_fields["waves"]).validate_python(load_text("[]"))


def test_the_smallest_study_is_one():
    """The example at the head of the page is a whole study, with a comparison."""
    study = parse(SMALLEST)
    assert study.primary.outcome == "involved" and study.asked_twice == ["involved"]
