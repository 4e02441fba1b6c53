"""Reading ease is that of published examples, and our own texts are plain."""

import re

import numpy as np
import pytest

from firststeps import paired
from firststeps.learning.reading_age import (
    hard_sentences,
    reading_ease,
    reading_grade,
    report,
    sentences,
    student_texts,
    syllables,
)
from tests import ROOT

# The two sentences with which Wikipedia's "Flesch-Kincaid readability tests" shows the scale: 116 and 37.5, the latter
# with its 24 syllables in 13 words.
CAT = "The cat sat on the mat."
PLATYPUS = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."


def test_published_examples():
    """The score of each as published."""
    assert round(reading_ease(CAT)) == 116
    assert round(reading_ease(PLATYPUS), 1) == 37.5
    assert sum(map(syllables, PLATYPUS.split())) == 24


def test_a_long_sentence_is_harder():
    """Joined by commas, the same words are of a higher grade; and a hard sentence is listed."""
    assert reading_grade(CAT + " " + CAT) < reading_grade("The cat sat on the mat, the cat sat on the mat.")
    assert [text for _, text in hard_sentences(f"{CAT} {PLATYPUS}", 11)] == [PLATYPUS]
    with pytest.raises(ValueError, match="no sentence"):
        reading_grade("")


def test_exercises_are_in_plain_english():
    """All texts together are of grade 6 or below (11 years), and no sentence of eight words is above grade 14."""
    every = student_texts()
    text = every["exercises"] + "\n\n" + every["mistakes"]
    assert len(sentences(text)) > 150
    assert reading_grade(text) < 6.5
    assert hard_sentences(text, 14) == []


def test_the_primer_reads_its_interval_to_both_ends_and_names_no_cause():
    """The interval holds a fall too, and nobody was asked who did not take the course."""
    text = " ".join((ROOT / "docs" / "primer.md").read_text(encoding="utf-8").split())
    low, high, _ = paired.difference([[6, 1], [5, 4]]).confidence_interval()
    said = text.partition(f"{-100 * low:.0f} points down to {100 * high:.0f} points up. ")[2].partition(". ")[0]
    assert {"rise", "none", "fall"} <= {*re.findall(r"\w+", said)} and "course" not in said


def test_the_primer_is_in_plain_english_and_its_numbers_are_right():
    """Grade 6 or below; and what it says of its sixteen people is what the package says."""
    text = (ROOT / "docs" / "primer.md").read_text(encoding="utf-8")
    assert reading_grade(text) < 6.5 and hard_sentences(text, 12) == []
    table = [[6, 1], [5, 4]]
    assert round(float(paired.mcnemar(table).pvalue), 2) == 0.22
    low, high, _ = paired.difference(table).confidence_interval(0.95)
    assert np.allclose([-0.11, 0.56], [low, high], atol=0.005)
    assert paired.equivalence(table, 0.10).pvalue > 0.05
    drawing = (ROOT / "docs" / "primer-dots.svg").read_text(encoding="utf-8")
    groups = re.findall(r'class="cell".*?: (\d+)</text>(.*?)</g>', drawing)
    assert [(int(said), dots.count("<circle")) for said, dots in groups] == [(n, n) for row in table for n in row]


def test_the_teachers_page_is_readable():
    """Grade 9 or below."""
    assert reading_grade((ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")) < 9.5


def test_the_doors_are_in_plain_english():
    """The first page that anybody sees is of grade 6 or below, without a hard sentence."""
    text = student_texts()["notebooks/index.ipynb"]
    assert reading_grade(text) < 6.5 and hard_sentences(text, 12) == []


def test_the_report_lists_hard_sentences_under_their_page():
    """One line a page, with its age; below it what is hard, the hardest first; a page without a sentence has no age."""
    lines = report({"easy": CAT, "hard": f"{CAT} {PLATYPUS}", "none": "# Title"}, most=11)
    assert lines[0].startswith("easy: reading age 5,") and lines[1].endswith("2 sentences, 1 above age 16:")
    assert lines[2].endswith(PLATYPUS) and lines[3] == "none: 0 sentences"
