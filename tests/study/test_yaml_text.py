"""YAML is read alike by the parser in C, where there is one, and by that in Python; nothing makes either fail."""

from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from firststeps.study import yaml_text
from firststeps.study.yaml_text import YamlError, load_text

ROOT = Path(__file__).resolve().parents[2]
STUDIES = (ROOT / "study.yaml", *sorted(ROOT.glob("studies/*/study.yaml")))
TEXTS = [path.read_text(encoding="utf-8") for path in STUDIES]
LINES = [line for text in TEXTS for line in text.splitlines(keepends=True)]
SIGNS = ":-?[]{}#&*!|>'\"%@`,\n \\\t"
PIECES = [*SIGNS, ": ", "\n- ", "&a ", "*a ", "<<: ", "---\n", "|2\n", "? ", "\r\n", "\ufeff", "é"]


def read(loader, text):
    """What a loader reads, or that it reads nothing."""
    try:
        return yaml_text._construct(loader(text))
    except (yaml.YAMLError, YamlError, RecursionError):
        return None


@st.composite
def spoiled(draw):
    """A few lines of a study that somebody has typed in: pieces put in, letters taken out."""
    first = draw(st.integers(0, len(LINES) - 1))
    text = "".join(LINES[first : first + draw(st.integers(1, 5))])
    for piece in draw(st.lists(st.sampled_from(PIECES), max_size=4)):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + piece + text[place + draw(st.integers(0, 1)) :]
    return text


@pytest.mark.skipif(yaml_text.CParser is None, reason="PyYAML was built without libyaml")
@given(spoiled(), st.booleans())
def test_what_the_quick_parser_reads_the_other_reads_alike(text, typed):
    """Of all texts that are left to it; a question mark in brackets over several lines is read by it alone."""
    assume(not yaml_text._READ_OTHERWISE.search(text) and not ("?" in text and {"[", "{"} & {*text}))
    slow, quick = (
        (yaml_text._TypedLoader, yaml_text._QuickTypedLoader)
        if typed
        else (yaml_text._TextLoader, yaml_text._QuickTextLoader)
    )
    if (found := read(quick, text)) is not None:
        assert repr(found) == repr(read(slow, text))


@pytest.mark.skipif(yaml_text.CParser is None, reason="PyYAML was built without libyaml")
@pytest.mark.parametrize("text", TEXTS)
def test_the_shipped_studies_are_read_by_the_quick_parser_alike(text):
    """They are among the texts that are left to it, and it reads them as the other does."""
    assert not yaml_text._READ_OTHERWISE.search(text)
    assert read(yaml_text._QuickTextLoader, text) == read(yaml_text._TextLoader, text) != None  # noqa: E711


@pytest.mark.parametrize("part", ["[", "- ", "{a: ", "? ", "&a "])
def test_a_text_that_is_nested_without_end_is_refused_in_a_sentence(part):
    """The parser in C would go on until the process has no room left, and end it."""
    with pytest.raises(YamlError):
        load_text(part * (yaml_text.LARGEST // len(part)))


def test_without_the_quick_parser_all_is_read_too(monkeypatch):
    """PyYAML may have been built without libyaml."""
    read_by_both = load_text(TEXTS[0])
    monkeypatch.setattr(yaml_text, "CParser", None)
    assert load_text(TEXTS[0]) == read_by_both


def test_an_anchor_given_twice_is_told_with_both_lines():
    """An alias below would stand for one of the two, and nobody sees for which."""
    with pytest.raises(YamlError, match=r"anchor '&x' is given twice \(lines 1 and 3\); give each a name of its own"):
        load_text("a: &x 1\nb: *x\nc: &x 2\nd: *x\n")
    assert load_text("a: &x 1\nb: *x\nc: &y 2\nd: *y\n") == {"a": "1", "b": "1", "c": "2", "d": "2"}


def test_the_marks_of_a_merge_are_called_so():
    """Their line was said to want quotation marks or colons."""
    text = "title: A\nprimary:\n<<<<<<< HEAD\n  margin: 0.1\n=======\n  margin: 0.2\n>>>>>>> theirs\n"
    with pytest.raises(YamlError, match="line 3: a merge is not finished there"):
        load_text(text)
