"""Where in the template a paragraph of the document comes from, and how a change of its words is written there."""

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import NamedTuple

from firststeps.errors import Stopped
from firststeps.report.returned.words import as_markdown, document_words, template_tokens

NEAR = 0.5  # share of words that a paragraph and its source have in common at least
_HEAD = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_FENCE = re.compile(r"^:::.*$", re.MULTILINE)


class Unplaced(Stopped):
    """A change that cannot be written into the template; the text says why."""


class Replacement(NamedTuple):
    """What is to stand in the template from ``start`` up to ``end``."""

    start: int
    end: int
    text: str


class Block(NamedTuple):
    """A passage of the template between empty lines: its place, and its tokens."""

    start: int
    end: int
    tokens: list


def blocks(template):
    """Give the blocks of a template, its head aside."""
    head = _HEAD.match(template)
    at = head.end() if head else 0
    passages = [match for match in re.finditer(r"(?:[^\n]+(?:\n|\Z))+", template) if match.start() >= at]
    return [Block(one.start(), one.end(), template_tokens(one[0], one.start())) for one in passages]


def block_of(paragraph, known):
    """Give the block that a paragraph comes from: the one that has most words in common; None where none has enough."""
    words = Counter(word.text for word in document_words(paragraph.text) if not word.part)
    best, share = None, 0
    for block in known:
        texts = [token.text for token in block.tokens if token.kind == "word"]
        row = any(token.text == "|" for token in block.tokens[:1])
        if not texts or row != paragraph.in_table:
            continue
        common = sum((words & Counter(texts)).values())
        near = common / max(sum(words.values()), 1) if row else 2 * common / (sum(words.values()) + len(texts))
        if near > share:
            best, share = block, near
    return best if share >= NEAR else None


def line_of(template, block):
    """Give the line of the template, from 1, in which a block begins."""
    return template.count("\n", 0, block.start) + 1


def replacements_of(words, edits, block, template):
    """Give the `Replacement` of each edit of a paragraph; Unplaced where one cannot be made.

    ``words`` are those of the paragraph, ``block`` is where it comes from.
    """
    places = _places(words, block.tokens)
    return [_replacement(edit, places, block.tokens, template) for edit in edits]


def _places(words, tokens):
    """For each word of a paragraph the number of its token in the block, None where it has none."""
    firsts = [n for n, word in enumerate(words) if not word.part or n == 0 or words[n - 1].part != word.part]
    ours = [f"\0{words[n].part[0]}" if words[n].part else words[n].text for n in firsts]
    known = [n for n, token in enumerate(tokens) if token.kind in ("word", "claim", "made")]
    theirs = [tokens[n].text if tokens[n].kind == "word" else f"\0{tokens[n].kind}" for n in known]
    places = [None] * len(words)
    for at, there, size in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        for step in range(size):
            start = firsts[at + step]
            stop = firsts[at + step + 1] if at + step + 1 < len(firsts) else len(words)
            places[start:stop] = [known[there + step]] * (stop - start)
    return places


def _replacement(edit, places, tokens, template):
    """Where an edit stands in the template, and what it writes there."""
    text = as_markdown(edit.text)
    if edit.start == edit.end:
        return _insertion(edit, text, places, tokens)
    there = places[edit.start : edit.end]
    if None in there:
        raise Unplaced("its words are made, or stand in a condition")
    first, last = min(there), max(there)
    passage = tokens[first : last + 1]
    others = [token for n, token in enumerate(passage, first) if n not in there and token.kind != "markup"]
    if others:
        raise Unplaced("a condition or a number stands between its words")
    signs = "".join(token.text for token in passage if token.kind == "markup")
    if signs.count("*") % 2 or signs.count("`") % 2 or signs.count("[") != signs.count("]"):
        raise Unplaced("it begins or ends within italics, bold or a mark")
    start, end = passage[0].start, passage[-1].end
    if not text and template[start - 1 : start] in (" ", "\n") and template[end : end + 1] in (" ", "", *".,;:!?)\n"):
        start -= template[start - 1] == " " or template[end : end + 1] == "\n"
    return Replacement(start, end, text)


def _insertion(edit, text, places, tokens):
    """Where words that are new stand: behind the word before them, or before the one behind them."""
    if edit.start > 0 and places[edit.start - 1] is not None:
        last = places[edit.start - 1]
        for token in tokens[last + 1 :]:
            if token.kind != "markup" or token.start != tokens[last].end:
                break
            last += 1
        return Replacement(tokens[last].end, tokens[last].end, f" {text}" if edit.spaced else text)
    if edit.start < len(places) and places[edit.start] is not None:
        at = tokens[places[edit.start]].start
        return Replacement(at, at, f"{text} ")
    raise Unplaced("the words around it are made, or stand in a condition")


def without(template, block):
    """Give the replacement that takes a block away; Unplaced where it is more than one paragraph."""
    _alone(template, block)
    end = block.end + (template[block.end : block.end + 1] == "\n")
    return Replacement(block.start, end, "")


def behind(block, text):
    """Give the replacement that puts a paragraph behind a block."""
    return Replacement(block.end, block.end, f"\n{text}\n")


def passage_of(template, block):
    """Give the text of a block that is one paragraph; Unplaced where it is more."""
    _alone(template, block)
    return template[block.start : block.end].rstrip("\n")


def _alone(template, block):
    """Refuse a block that holds a condition, the fence of a part, or rows of a table."""
    text = template[block.start : block.end]
    if any(token.kind == "control" for token in block.tokens) or _FENCE.search(text) or text.startswith("|"):
        raise Unplaced("its paragraph holds a condition, or begins a part")


def applied(template, replacements):
    """Give the template with replacements made; those that overlap an earlier one are left out.

    >>> applied("one two three", [Replacement(4, 7, "2"), Replacement(0, 3, "1")])
    '1 2 three'
    """
    floor = len(template) + 1
    for one in sorted(replacements, key=lambda one: (one.start, one.end), reverse=True):
        if one.end <= floor:
            template, floor = template[: one.start] + one.text + template[one.end :], one.start
    return template
