"""What must fit together in a ``study.yaml``: names that are used must be declared, and the layout must be complete."""

import json
from itertools import combinations

from firststeps.study.derived import waves_of
from firststeps.study.parts.texts import caseless, nearest

NO_OUTCOME = (
    "study.yaml names no outcome (outcomes: []), so nobody's yes and no can be compared. A question of how much makes "
    "one by a cut point, as in: items: {high: {label: High, kind: yes-no, from: confidence, at_least: 4}}."
)
UNLINKED = (
    "study.yaml says linked: no, so nobody is found again at another wave, and nobody can be compared with themselves; "
    "each survey is described by itself."
)
# Columns of tables in which each wave has one of its own, or whose headings are labels of waves.
COLUMNS = {"origin", "participant", "item", "question", "outcome", "theme", "wave", "people", "matched", "by"}
COLUMNS |= {"yes", "no", "answered", "choice", "change"}
NO_ANSWER = ("missing", "not asked")  # in the patterns of answers over the waves
MOST_WAVES = 12  # of an outcome: its response patterns are 3 to the power of these


def faults(study):
    """Every fault between the parts of ``study``, one sentence each."""
    checks = (_wave_faults, _item_faults, _consistency_faults, _outcome_faults, _layout_faults, _word_faults)
    for check in (*checks, _people_faults, _release_faults):
        yield from check(study)


def _wave_faults(study):
    """Ids of waves that stand twice or for a column, labels of two, and waves at which nothing is asked."""
    ids = study.wave_ids
    yield from (f"waves: {w!r} is given more than once" for w in sorted({w for w in ids if ids.count(w) > 1}))
    for wave in (wave for wave in ids if wave in COLUMNS):
        yield f"waves > {wave}: {wave!r} names a column of what is made; give the wave another id, as {wave + '-1'!r}"
    if study.data.layout != "long":  # there the column of waves holds each of their names once
        yield from _alike("waves", {wave.id: wave for wave in study.waves})
    asked = {wave for item in study.asked.values() if not item.background for wave in waves_of(study, item)}
    for wave in (wave for wave in ids if wave not in asked):
        yield f"waves > {wave}: no question is asked at it; take the wave out, or say under items what was asked"


def _alike(part, labelled):
    """What of a part of ``study.yaml`` has the label of another: in what is made, readers could not tell them apart."""
    for id, label, other in _of_another((id, one.label) for id, one in labelled.items()):
        yield f"{part} > {id} > label: {label!r} is the label of {other!r} as well; each has its own"


def _of_another(names):
    """Of pairs of an id and one of its ``names``, those that name another before it: the id, the name, the other's id.

    >>> [*_of_another([("before", "T1"), ("before", "t1"), ("after", "T 2"), ("later", "t1")])]
    [('later', 't1', 'before')]
    """
    owner = {}
    for id, name in names:
        other = owner.setdefault(caseless(name), id)
        if other != id:
            yield id, name, other


def _item_faults(study):
    """Labels of two items, waves that are not there, choices that are missing, and ranges the wrong way round."""
    yield from _alike("items", study.items)
    for name, item in study.items.items():
        for wave in [*item.waves, *item.columns]:
            if wave not in study.wave_ids:
                yield f"items > {name}: wave {wave!r} is not known ({nearest(wave, study.wave_ids)})"
        if item.kind == "choice" and not item.choices:
            yield f"items > {name}: a choice needs its choices, as in 'choices: [under 35, 35 or over]'"
        if item.kind == "ordered" and len(item.choices) < 2:
            yield (
                f"items > {name}: an ordered question needs its choices from the lowest to the highest, as in "
                "'choices: [not at all, slightly, quite, very]'"
            )
        for choice in (choice for choice in item.choices if item.kind == "ordered" and choice in NO_ANSWER):
            yield (
                f"items > {name} > choices: {choice!r} stands for no answer in what is made; call the choice otherwise "
                f"or, where it is no answer, say 'codes: {{blank: [{choice}]}}'"
            )
        for wave in (wave for wave in item.codes_at if wave not in study.wave_ids):
            yield f"items > {name} > codes_at: wave {wave!r} is not known ({nearest(wave, study.wave_ids)})"
        yield from _tick_faults(name, item)
        if item.range and item.range[0] > item.range[1]:
            yield f"items > {name} > range: the lower limit comes first, as in 'range: [1, 5]'"


def _tick_faults(name, item):
    """What belongs to other kinds of questions, and choices beside boxes that are not the same."""
    for key, kinds in (("boxes", ("ticks",)), ("other", ("choice", "ticks")), ("points", ("scale",))):
        if getattr(item, key) and item.kind not in kinds:
            yield f"items > {name} > {key}: belongs to a question of kind {' or '.join(kinds)}, not {item.kind}"
    if item.boxes and item.choices and [*item.choices] != [*item.boxes]:
        yield f"items > {name} > choices: the choices are those of boxes; take this line away"
    if item.other and item.boxes and item.other not in item.boxes:
        yield f"items > {name} > other: {item.other!r} is no choice of boxes ({nearest(item.other, item.boxes)})"
    columns = [*item.boxes.values()]
    for column in sorted({column for column in columns if columns.count(column) > 1}):
        yield f"items > {name} > boxes: {column!r} is the column of two choices"


def _consistency_faults(study):
    """Rules of consistency about items that are not there."""
    for rule in study.consistency:
        for item in (*rule.given, *rule.then):
            if item not in study.items:
                yield f"consistency: item {item!r} is not known ({nearest(item, study.items)})"


def _outcome_faults(study):
    """Outcomes that are no yes-no items or are asked at too many waves, and the comparison fixed beforehand."""
    outcomes = [i for i, item in study.items.items() if item.kind == "yes-no"]
    for outcome in study.outcomes:
        if outcome not in outcomes:
            yield f"outcomes: {outcome!r} is not a yes-no item ({nearest(outcome, outcomes)}){_hint(study, outcome)}"
        elif (many := len(waves_of(study, study.items[outcome]))) > MOST_WAVES:
            yield (
                f"outcomes: {outcome} is asked at {many} waves; at most {MOST_WAVES} can be analysed, since its "
                f"response patterns are 3 to the power of that; name those of interest under items > {outcome} > waves"
            )
    if study.primary:
        yield from _primary_faults(study, study.primary, outcomes)


def _hint(study, name):
    """How an outcome is made of an item that goes by degrees; empty where it does not.

    >>> from types import SimpleNamespace
    >>> felt = SimpleNamespace(kind="ordered", choices=["no", "very"], range=None)
    >>> print(_hint(SimpleNamespace(items={"felt": felt}), "felt"))
    ; an outcome can be made of it with a cut point, as in 'high: {label: ..., kind: yes-no, from: felt, yes: ["very"]}'
    """
    item = study.items.get(name)
    if item is None or item.kind not in ("ordered", "scale", "score"):
        return ""
    most = f"at_least: {item.range[1] if item.range else 4:g}"
    if item.choices:
        most = f"yes: [{json.dumps(item.choices[-1], ensure_ascii=False)}]"
    example = f"{{label: ..., kind: yes-no, from: {name}, {most}}}"
    return f"; an outcome can be made of it with a cut point, as in 'high: {example}'"


def _primary_faults(study, primary, outcomes):
    """The comparison fixed beforehand: of an outcome, from an earlier wave at which it is asked to a later one."""
    if primary.outcome not in outcomes:
        allowed = nearest(primary.outcome, outcomes)
        yield f"primary > outcome: {primary.outcome!r} is not a yes-no item ({allowed}){_hint(study, primary.outcome)}"
        return
    if primary.outcome not in study.outcomes and {*study.outcomes} <= {*outcomes}:  # else a slip there is told
        there = ", ".join(study.outcomes) or "none"
        added = f"'outcomes: [{', '.join([*study.outcomes, primary.outcome])}]'"
        yield f"primary > outcome: {primary.outcome!r} is not among the outcomes ({there}); add it there, as in {added}"
    asked = waves_of(study, study.items[primary.outcome])
    strangers = [end for end in ("first", "second") if getattr(primary, end) not in asked]
    for end in strangers:
        wave = getattr(primary, end)
        yield f"primary > {end}: {primary.outcome} is not asked at {wave!r} ({nearest(wave, asked)})"
    if primary.first == primary.second:
        yield "primary: first and second must be two different waves"
    elif not strangers and study.wave_ids.index(primary.first) > study.wave_ids.index(primary.second):
        yield (
            f"primary: first is {primary.first!r} and second {primary.second!r}, but {primary.second!r} comes first in "
            "waves; put the earlier one first"
        )


def _layout_faults(study):
    """Files and columns that the layout of the data needs."""
    layout = study.data.layout
    if layout == "per-wave":
        yield from _file_faults(study)
    if layout == "long":
        yield from _label_faults(study)
    if layout not in ("none", "per-wave") and not study.data.file:
        yield f"data > file: is missing (layout {layout})"
    if layout in ("wide", "counts"):
        yield from _column_faults(study)


def _file_faults(study):
    """Each wave has a file or a sheet of its own, and rows that are left out stand in one of them."""
    for rule in (rule for rule in study.data.leave_out if rule.rows and not rule.file):
        yield f"data > leave_out > rows {rule.rows}: say whose rows they are, as in 'file: {study.waves[0].file}'"
    yield from (f"waves > {w.id}: file is missing (layout per-wave)" for w in study.waves if not w.file)
    for earlier, wave in combinations(study.waves, 2):
        if wave.file and (wave.file, wave.sheet) == (earlier.file, earlier.sheet):
            yield f"waves > {wave.id}: {wave.file!r} is the file of {earlier.id!r} as well; each wave has its own"


def _column_faults(study):
    """Where a row holds all answers of a person, an item has a column for each wave at which it was asked."""
    for name, item in study.asked.items():
        if not item.columns and not ((item.column or item.boxes) and len(item.waves or study.wave_ids) == 1):
            yield f"items > {name} > columns: is missing; layout {study.data.layout} needs one column a wave"
        for one, other in combinations(item.columns, 2):
            if item.columns[one] == item.columns[other]:
                yield f"items > {name} > columns: {item.columns[one]!r} is the column of {one!r} and of {other!r}"


def _people_faults(study):
    """What cannot be where nobody is found again at another wave, and rows that cannot be people."""
    for wave in (wave for wave in study.identifier.columns if wave not in study.wave_ids):
        yield f"identifier > columns: wave {wave!r} is not known ({nearest(wave, study.wave_ids)})"
    if study.cleaning.prefer and (not study.coded or study.data.layout in ("counts", "none")):
        yield "cleaning > prefer: nobody can have two questionnaires where no column tells who answered; take it out"
    if not study.linked and study.primary:
        yield "primary: with 'linked: no' nobody can be compared with themselves; take primary out, or say who is who"
    if not study.linked and study.data.layout in ("wide", "counts") and len(study.waves) > 1:
        yield (
            f"linked: in layout {study.data.layout} a row holds all answers of a person, who is found again by that; "
            "take 'linked: no' away, and where no column holds codes say 'identifier: {rows: true}'"
        )
    if study.linked and study.identifier.rows and study.data.layout in ("per-wave", "long") and len(study.waves) > 1:
        yield (
            "identifier > rows: a row is a person only where one row holds all answers of a person (layout wide); if "
            "nobody can be found again, say 'linked: no'"
        )


def _release_faults(study):
    """A count that is large enough to be shown is not rounded to nought."""
    threshold, rounding = study.release.threshold, study.release.rounding
    if rounding > 2 * threshold:
        yield (
            f"release > rounding: {rounding} would show a count of {threshold} people, which release > threshold lets "
            f"be shown, as 0; write rounding: {2 * threshold} or less"
        )


def _label_faults(study):
    """What stands in the wave column of a long file belongs to one wave."""
    names = ((wave.id, name) for wave in study.waves for name in (wave.id, wave.label, wave.short, *wave.codes))
    for id, label, other in _of_another(dict.fromkeys(names)):
        yield f"waves > {id}: {label!r} stands for {other!r} as well; each label belongs to one wave"
    dated = [wave for wave in study.waves if wave.days]
    for wave, other in combinations(dated, 2):
        if wave.days[0] <= other.days[1] and other.days[0] <= wave.days[1]:
            yield f"waves > {other.id}: its days meet those of {wave.id!r}; each day belongs to one wave"


def _word_faults(study):
    """Questions of the codebook and quotations must be items asked at that wave."""
    for question in study.themes:
        if question not in study.items:
            yield f"themes: question {question!r} is not an item ({nearest(question, study.items)})"
    for number, quotation in enumerate(study.quotations, start=1):
        place, item = f"quotations > {number}", study.items.get(quotation.question)
        if item is None or item.kind != "text":
            texts = [name for name, about in study.items.items() if about.kind == "text"]
            yield f"{place}: {quotation.question!r} is no question in own words ({nearest(quotation.question, texts)})"
        elif quotation.wave not in (asked := waves_of(study, item)):
            yield f"{place}: {quotation.question} is not asked at {quotation.wave!r} ({nearest(quotation.wave, asked)})"


def no_comparison(study):
    """Why the notebooks have nothing to compare, with the lines of ``study.yaml`` to add; empty if they have.

    >>> from types import SimpleNamespace as Some
    >>> items = {"ips": Some(waves=["start", "end"])}
    >>> no_comparison(Some(primary=None, outcomes=["ips"], asked_twice=[], items={}, linked=True))
    'study.yaml: no outcome is asked at two waves, so nobody can be compared with themselves.'
    >>> print(no_comparison(Some(primary=None, outcomes=["ips"], asked_twice=["ips"], items=items, linked=True)))
    study.yaml: no comparison is fixed beforehand. Add which, before anybody looks at the answers, as in:
    primary:
      outcome: ips
      first: start
      second: end
      margin: 0.10   # changes smaller than this do not matter
    """
    if study.primary is not None:
        return ""
    if not study.outcomes:
        return NO_OUTCOME
    if not study.linked:
        return UNLINKED
    if not study.asked_twice:
        return "study.yaml: no outcome is asked at two waves, so nobody can be compared with themselves."
    twice = study.asked_twice[0]
    waves = study.items[twice].waves
    return (
        "study.yaml: no comparison is fixed beforehand. Add which, before anybody looks at the answers, as in:\n"
        f"primary:\n  outcome: {twice}\n  first: {waves[0]}\n  second: {waves[-1]}\n"
        "  margin: 0.10   # changes smaller than this do not matter"
    )
