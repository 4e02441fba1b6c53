"""What is wrong in a study.yaml is said in plain words: no phrase of a library reaches a person."""

import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from firststeps.study import StudyError, parse
from tests.small_study import LONG

OF_LIBRARIES = re.compile(
    r"input should|should be|instance of|valid (dictionary|list|string|number|integer|boolean)|unable to parse|pydantic"
    r"|mapping values|expected <|block (end|mapping)|could not (find|determine)|while (scanning|parsing)|\btoken\b"
)
WRONG = ["", "x", "-1", "[]", "[x]", "{}", "{x: y}", "[[x]]", "{x: {y: z}}", "null", "1e999", "[{x: y}]"]


def message(text):
    """What is said of a study.yaml; an empty text where nothing is wrong."""
    try:
        parse(text)
    except StudyError as error:
        return str(error)
    return ""


def paths(given, place=()):
    """Every place of a study.yaml at which a value stands."""
    yield place
    if isinstance(given, dict | list):
        for key in given if isinstance(given, dict) else range(len(given)):
            yield from paths(given[key], (*place, key))


WHOLE = yaml.load(LONG, yaml.BaseLoader) | {
    "participants": "30",
    "primary": {"outcome": "ips", "first": "before", "second": "after", "margin": "0.1", "level": "0.9"},
    "release": {"threshold": "10"},
    "consistency": [{"if": {"ips": "yes"}, "then": {"ips": "yes"}}],
    "codes": {"yes": ["Yes"]},
}
WHOLE["items"]["age"] = {"label": "Age", "kind": "scale", "range": ["1", "5"], "background": "true"}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_value_anywhere_is_told_in_plain_words(wrong):
    """A value of another kind in the place of each key, of each list and of each text."""
    value = yaml.load(wrong, yaml.BaseLoader)
    for path in [path for path in paths(WHOLE) if path]:
        changed = yaml.load(yaml.safe_dump(WHOLE), yaml.BaseLoader)
        parent = changed
        for step in path[:-1]:
            parent = parent[step]
        parent[path[-1]] = value
        told = message(yaml.safe_dump(changed))
        assert not OF_LIBRARIES.search(told.casefold()), told


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab:-[]{}\"'#&*!|>%@`, \n\t", max_size=40))
def test_what_is_no_yaml_is_told_in_plain_words(text):
    """Where, and what to look for."""
    told = message("title: a\n" + text)
    assert not OF_LIBRARIES.search(told.casefold()), told


def test_an_empty_key_is_said_to_hold_nothing():
    """As where only remarks stand below it."""
    told = message(LONG + "cleaning:\n  # conflicts: first\n")
    assert told == "study.yaml: cleaning: found nothing; expected keys and values below it, as in 'key: value'."


def test_a_key_that_is_missing_is_said_to_be_explained():
    """Who has not given it may not know what it is for."""
    told = message(LONG.replace("synthetic: true", ""))
    assert told == "study.yaml: synthetic: is missing and must be given: docs/study-yaml.md explains each key."


def test_true_and_false_are_asked_for():
    """Another word in their place is shown."""
    told = message(LONG.replace("synthetic: true", "synthetic: perhaps"))
    assert told == "study.yaml: synthetic: found 'perhaps'; expected true or false."


def test_a_rounding_that_would_show_people_as_nought_is_refused():
    """Four people, who may be shown, would be 0 to a multiple of nine; to one of eight they are 8, as five are."""
    told = message(LONG + "\nrelease: {threshold: 4, rounding: 9}\n")
    assert "release > rounding: 9 would show a count of 4 people" in told
    assert "write rounding: 8 or less" in told
    assert "release" not in message(LONG + "\nrelease: {threshold: 4, rounding: 8}\n")
