"""How easy a text is to read: Flesch's reading ease and Flesch and Kincaid's grade, by words, sentences and syllables.

Syllables are counted by rules of English spelling, so a word may be one out; over a page this evens out.
"""

import json
import re

from firststeps.digits import plural
from firststeps.learning.exercises import exercises, texts
from firststeps.study import compendium_root

VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(r"(?<![td])ed$|(?<![sxzcgh])es$|e$")  # an ending that is not spoken
SPOKEN = re.compile(r"[^aeiouy]les?$")  # as in table
PARTED = re.compile(r"ia(?![ln])|(?<![tscgxn])io|[aeou]ing$|iu|ii|sm$")  # vowels side by side that are two syllables


def syllables(word: str) -> int:
    """How many syllables an English word has, by its spelling; at least 1.

    >>> [syllables(word) for word in ("cat", "paper", "table", "people", "answered", "creature", "mammal")]
    [1, 2, 2, 2, 2, 2, 2]
    """
    word = re.sub(r"[^a-z]", "", word.lower())
    if len(word) <= 3:
        return 1
    stem = word if SPOKEN.search(word) else SILENT.sub("", word)
    return max(len(VOWELS.findall(stem)) + len(PARTED.findall(stem)), 1)


def sentences(text: str) -> list[str]:
    """The sentences of a text, also of Markdown: code, tables, links' addresses and headings are no sentences.

    >>> sentences("# Title\\n\\nOne pair. Is `a` two? See [here](x.md).")
    ['One pair.', 'Is two?', 'See here.']
    """
    text = re.sub(r"```.*?```|<!--.*?-->", "", text, flags=re.S)
    lines = [line for line in text.splitlines() if not re.match(r"\s*(#|\||!\[|    )", line)]
    text = re.sub(r"\n\s*(?:[-*]|\d+\.)\s+", "\n\n", "\n".join(lines))
    text = re.sub(r"`[^`]*`", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)).replace("*", "")
    parts = [part for block in re.split(r"\n\s*\n", text) for part in re.split(r"(?<=[.!?:])\s+(?=\S)", block.strip())]
    return [" ".join(part.split()) for part in parts if len(_words(part)) > 1]


def reading_ease(text: str) -> float:
    """Flesch's reading ease: 206.835 - 1.015 words a sentence - 84.6 syllables a word (Flesch 1948); 60 is plain.

    >>> round(reading_ease("The cat sat on the mat."))
    116
    """
    long, heavy = _measures(text)
    return 206.835 - 1.015 * long - 84.6 * heavy


def reading_grade(text: str) -> float:
    """Flesch and Kincaid's grade: 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid et al. 1975).

    A grade is a year at school in the United States; the age is about 5 more.

    >>> round(reading_grade("The cat sat on the mat."), 2)
    -1.45
    """
    long, heavy = _measures(text)
    return 0.39 * long + 11.8 * heavy - 15.59


def hard_sentences(text: str, most: float = 12) -> list[tuple[float, str]]:
    """The sentences of eight words or more whose grade is above ``most``, the hardest first."""
    graded = [(round(reading_grade(part), 1), part) for part in sentences(text) if len(_words(part)) >= 8]
    return sorted((pair for pair in graded if pair[0] > most), reverse=True)


def student_texts() -> dict[str, str]:
    """Every text that is written for students: the exercises, what is said of mistakes, the primer, the doors."""
    tasks = [text for one in exercises().values() for text in (one.predict, one.do, *one.hints)]
    mistakes = [f"{text}." for entry in texts()["mistakes"].values() for text in entry.values()]
    root = compendium_root()
    doors = json.loads((root / "notebooks" / "index.ipynb").read_text(encoding="utf-8"))
    return {
        "exercises": "\n\n".join(tasks),
        "mistakes": "\n\n".join(mistakes),
        "docs/primer.md": (root / "docs" / "primer.md").read_text(encoding="utf-8"),
        "docs/teaching.md": (root / "docs" / "teaching.md").read_text(encoding="utf-8"),
        "notebooks/index.ipynb": "\n\n".join("".join(cell["source"]) for cell in doors["cells"]),
    }


def report(pages: dict[str, str], most: float = 12) -> list[str]:
    """Lines on texts by their names: the reading age of each, then each sentence whose grade is above ``most``.

    >>> report({"a page": "The cat sat on the mat."})
    ['a page: reading age 5, Flesch reading ease 116, 1 sentence']
    """
    lines = []
    for name, text in pages.items():
        count, hard = len(sentences(text)), hard_sentences(text, most)
        summary = plural(count, "sentence")
        if count:
            age, ease = max(round(reading_grade(text)), 0) + 5, round(reading_ease(text))
            summary = f"reading age {age}, Flesch reading ease {ease}, {summary}"
        lines.append(f"{name}: {summary}" + (f", {len(hard)} above age {most + 5:g}:" if hard else ""))
        lines += [f"  age {round(grade) + 5}: {sentence}" for grade, sentence in hard]
    return lines


def _words(text):
    """The words of a text; a number is none."""
    return re.findall(r"[A-Za-z][A-Za-z'’]*", text)


def _measures(text):
    """Words a sentence, and syllables a word; ValueError for a text without a sentence."""
    parts = sentences(text)
    words = [word for part in parts for word in _words(part)]
    if not words:
        raise ValueError("There is no sentence in this text.")
    return len(words) / len(parts), sum(map(syllables, words)) / len(words)
