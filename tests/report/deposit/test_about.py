"""Who deposits what is read off the head of the paper, and what cannot be read is refused in a sentence."""

import pytest

from firststeps.report.claims.in_text import ManuscriptError
from firststeps.report.deposit.about import read_head

NOTHING = {"title": "", "authors": [], "date": "", "description": ""}


@pytest.mark.parametrize(
    "markdown", ["", "No head.", "---\n- a list\n---\n", "---\ntitle: [a, b]\nauthor: {x: y}\n---\n"]
)
def test_a_head_that_says_nothing_gives_nothing(markdown):
    assert read_head(markdown) == NOTHING


def test_one_author_may_stand_without_a_list():
    assert read_head("---\nauthor: Ann\n---\n")["authors"] == ["Ann"]


def test_a_title_over_several_lines_is_one_line():
    assert read_head("---\ntitle: >-\n  A long\n  title\\.\n---\n")["title"] == "A long title."


DOUBLING = "\n".join(["a0: &a0 [1]", *(f"a{n + 1}: &a{n + 1} [*a{n}, *a{n}]" for n in range(20)), "title: *a20"])


@pytest.mark.parametrize("head", ["title: [", DOUBLING, "title: a\ntitle: b"])
def test_what_is_broken_or_grows_is_refused(head):
    """Aliases that double a text again and again, and a key that stands twice, are refused as in study.yaml."""
    with pytest.raises(ManuscriptError, match="The head of the paper is not YAML"):
        read_head(f"---\n{head}\n---\n")
