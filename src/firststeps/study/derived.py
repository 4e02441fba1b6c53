"""Items made of others, scores and outcomes with a cut point, and what else goes with change by degrees."""

import math

from firststeps.digits import plural
from firststeps.study.parts.texts import nearest

ORDERED = ("ordered", "scale", "score")
SOURCES = (*ORDERED, "choice", "ticks", "text")


def waves_of(study, item):
    """The waves of an item, before the study fills them in: those of what it is made of, where it is made of others.

    >>> from types import SimpleNamespace as Some
    >>> asked = Some(waves=[], columns={"end": "q1"}, items=[], source="")
    >>> waves_of(Some(wave_ids=["start", "end"], items={}), asked)
    ['end']
    """
    if item.waves or item.columns:
        return [*(item.waves or item.columns)]
    parts = [study.items[name] for name in item.items or [item.source] if name in study.items]
    direct = [part for part in parts if not (part.derived if item.items else part.source)]
    asked = [waves_of(study, part) for part in direct]
    return [wave for wave in study.wave_ids if all(wave in waves for waves in asked)]


def is_ordered(item):
    """Whether people can improve or get worse on the item: it is ordered, a scale or a score, and no background."""
    return item.kind in ORDERED and not item.background


def limits(study, name):
    """The lowest and the highest value that an ordered item, a scale or a score can have; None where that is not known.

    >>> from types import SimpleNamespace as Some
    >>> items = {"a": Some(kind="scale", range=(0, 4)), "b": Some(kind="ordered", choices=["low", "mid", "high"])}
    >>> items["total"] = Some(kind="score", items=["a", "b"], combine="sum")
    >>> limits(Some(items=items), "total")
    (1.0, 7.0)
    """
    item = study.items[name]
    if item.kind == "ordered":
        return 1.0, float(len(item.choices))
    if item.kind == "scale":
        return item.range and (float(item.range[0]), float(item.range[1]))
    if item.kind == "yes-no":
        return 0.0, 1.0
    ends = [limits(study, part) for part in item.items]
    if not all(ends):
        return None
    several = 1 if item.combine == "sum" else len(ends)
    return sum(low for low, _ in ends) / several, sum(high for _, high in ends) / several


def derived_faults(study):
    """Every fault of items made of others, of the group and of the comparison group, one sentence each."""
    for name, item in study.items.items():
        yield from _misplaced_keys(name, item)
        if item.kind == "score":
            yield from _score_faults(study, name, item)
        if item.source:
            yield from _cut_faults(study, name, item)
        if item.derived and (item.column or item.columns):
            yield f"items > {name}: it is made of other items, so no column holds it; take its column away"
    if study.group:
        yield from _group_faults(study, "group", study.group, ("choice",))
    if study.compare:
        yield from _compare_faults(study)


def _misplaced_keys(name, item):
    """What belongs to items of another kind."""
    if item.kind != "score" and (item.items or item.reversed or item.may_miss):
        yield f"items > {name}: items, reversed and may_miss belong to a score, not to kind {item.kind}"
    if item.source and item.kind != "yes-no":
        yield f"items > {name} > from: only a yes-no outcome is made with a cut point; it is of kind {item.kind}"
    if not item.source and (item.yes or item.at_least is not None):
        yield f"items > {name}: yes and at_least go with from, the item that they are answers of"
    if item.better == "lower" and item.kind not in ORDERED:
        yield f"items > {name} > better: belongs to kinds {', '.join(ORDERED)}, not to {item.kind}"


def _score_faults(study, name, item):
    """A score is made of two items or more that are numbers, those turned round with a range."""
    if len(item.items) < 2:
        yield f"items > {name}: a score needs its items, two or more, as in 'items: [useful, relaxed]'"
    usable = [id for id, about in study.asked.items() if about.kind in ("ordered", "scale", "yes-no")]
    for part in item.items:
        if part not in usable:
            near = nearest(part, usable)
            yield f"items > {name} > items: {part!r} is no question of kind ordered, scale or yes-no ({near})"
        elif item.items.count(part) > 1:
            yield f"items > {name} > items: {part!r} stands twice"
        elif (part in item.reversed or item.may_miss) and limits(study, part) is None:
            yield f"items > {part}: it needs its range, as in 'range: [1, 5]', for the score {name}"
    for part in item.reversed:
        if part not in item.items:
            yield f"items > {name} > reversed: {part!r} is none of its items ({nearest(part, item.items)})"
    if item.items and item.may_miss >= len(item.items):
        every = plural(len(item.items), "item")
        yield f"items > {name} > may_miss: {item.may_miss} of {every} is all of them; allow fewer"
    if item.items and not waves_of(study, item):
        yield f"items > {name}: there is no wave at which all of its items are asked"


def _cut_faults(study, name, item):
    """A cut point names answers that its source can have."""
    source = study.items.get(item.source)
    if source is None or source.kind not in SOURCES:
        usable = [id for id, about in study.items.items() if about.kind in SOURCES]
        yield f"items > {name} > from: {item.source!r} is no item with answers to cut ({nearest(item.source, usable)})"
        return
    numbers = source.kind in ("scale", "score")
    if bool(item.yes) == (item.at_least is not None):
        yield f"items > {name}: say which answers of {item.source} mean yes, in yes or, for numbers, in at_least"
    if item.at_least is not None and not numbers:
        yield f"items > {name} > at_least: {item.source} is of kind {source.kind}; name its answers in yes"
    if source.kind == "scale" and source.range:
        low, high = map(float, source.range)
        beyond = [answer for answer in item.yes if is_number(answer) and not low <= float(answer) <= high]
        beyond += [] if item.at_least is None or item.at_least <= high else [f"{item.at_least:.15g}"]
        for answer in beyond:
            key = "yes" if item.yes else "at_least"
            yield f"items > {name} > {key}: {answer} is beyond the range of {item.source}, {low:g} to {high:g}"
    known = [*study.themes.get(item.source, {})] if source.kind == "text" else source.choices or [*source.boxes]
    if source.kind == "text" and not known:
        yield f"items > {name} > from: {item.source} has no themes; add its codebook under themes"
    for answer in item.yes:
        if numbers and not is_number(answer):
            yield f"items > {name} > yes: {answer!r} is no number, and {item.source} is of kind {source.kind}"
        elif not numbers and known and answer.casefold() not in [other.casefold() for other in known]:
            yield f"items > {name} > yes: {answer!r} is no answer to {item.source} ({nearest(answer, known)})"


def _group_faults(study, place, name, kinds):
    """Whose group somebody is in is told by an item of one of ``kinds``."""
    about = study.items.get(name)
    if about is None or about.kind not in kinds:
        usable = [id for id, item in study.items.items() if item.kind in kinds]
        yield f"{place}: {name!r} is no item of kind {' or '.join(kinds)} ({nearest(name, usable)})"


def _compare_faults(study):
    """The group of interest is an answer to the item that tells."""
    name, group = study.compare.item, study.compare.group
    problems = [*_group_faults(study, "compare > item", name, ("choice", "yes-no"))]
    yield from problems
    if not problems:
        about = study.items[name]
        possible = ["yes", "no"] if about.kind == "yes-no" else about.choices
        if group not in possible:
            yield f"compare > group: {group!r} is no answer to {name} ({nearest(group, possible)})"


def is_number(text):
    """Whether a text is a number: neither the word for none, nor endless.

    >>> [is_number(text) for text in ("5.0", "1e3", "0,5", "nan", "five", "1_2")]
    [True, True, False, False, False, False]
    """
    try:
        return "_" not in text and math.isfinite(float(text))
    except ValueError:
        return False
