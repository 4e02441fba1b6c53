"""The lines of the waves: an id for each, and where its answers are found."""

import re

from firststeps.responses.proposing.lines.writing import ASK, slug, yaml_text
from firststeps.responses.texts.lexicon import quoted
from firststeps.responses.texts.wave_names import NAME
from firststeps.study.checks import COLUMNS
from firststeps.study.parts.texts import caseless


def wave_entries(labels, places=(), ways=None):
    """For each wave its id and its line, with the keys of its ``places`` or the ``ways`` in which its label is written.

    What all labels share, as in ``pre_arm_1``, is left out of the names.
    """
    names = _short_labels(labels)
    places = places or [""] * len(names)
    entries = []
    for i, name, label, place in zip(wave_ids(labels), names, labels, places, strict=True):
        written = [way for way in (ways or {}).get(label, [label]) if way != name]
        codes = f", codes: [{', '.join(map(quoted, written))}]" if written else ""
        line = f"  - {{id: {i}, label: {yaml_text(name)}, short: {yaml_text(name)}{f', {place}' if place else codes}}}"
        entries.append((i, line))
    return entries


def wave_ids(labels):
    """An id for each wave, all different, of what its label does not share with all others."""
    ids = []
    short = _short_labels(labels)
    for number, label in enumerate(short, start=1):
        name = slug(label, ids, "wave")
        another = any(
            name in map(caseless, (other, whole)) for other, whole in zip(short, labels, strict=True) if other != label
        )
        nameless = another or name in COLUMNS or (re.fullmatch(r"wave-\d+", name) and not label.isascii())
        ids.append(slug(f"wave {number}", ids) if nameless else name)
    return ids


def _short_labels(labels):
    """The labels without what follows the wave in all of them."""
    parted = [NAME.match(label) for label in labels]
    rest = {label[word.end() :] if word else None for label, word in zip(labels, parted, strict=True)}
    if len(labels) > 1 and len(rest) == 1 and None not in rest and re.match(r"[\s_\-]|$", rest.copy().pop()):
        return [word[0] for word in parted]
    return [*labels]


def wave_lines(entries, more=""):
    """The lines of the waves; the first asks whether the order is right, and what ``more`` there is to ask."""
    (_, first), *others = entries
    only = "only one wave was found: which columns belong to which?"
    asked = "is this the order in time?" if others else only
    asked += f" {more}" * bool(more)
    return [f"{first}{ASK} {asked}", *(line for _, line in others)]
