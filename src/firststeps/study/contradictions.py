"""What contradicts itself in a ``study.yaml``: rules that nobody can keep, and two items that are one column."""

import datetime
from itertools import combinations

from firststeps.study.derived import is_number, waves_of
from firststeps.study.parts.texts import caseless, composed, tidy

NONE_TICKED = "none ticked"  # the answer of somebody who ticked nothing, where that is one


def contradictions(study):
    """Every contradiction between the parts of ``study``, one sentence each."""
    yield from _choice_faults(study)
    yield from _column_faults(study)
    yield from dict.fromkeys(_answer_faults(study))
    yield from dict.fromkeys(_rule_faults(study))


def _choice_faults(study):
    """Choices that differ in letter case or white space alone: the second would never be read."""
    for name, item in study.items.items():
        alike = {}
        for choice in item.choices:
            other = alike.setdefault(" ".join(choice.split()).casefold(), choice)
            if other is not choice:
                yield f"items > {name} > choices: {choice!r} is read as {other!r}; each choice stands once"


def _column_faults(study):
    """Items that read one column in the same way, and items that read who or when.

    An item of another kind may read a column again, as a rating and as yes or no.
    """
    counts = study.data.layout == "counts"
    taken = {study.data.count_column: "how many people there are"} if counts else {}
    taken |= {} if counts or not study.coded else {study.identifier.column: "the codes of people"}
    taken |= {study.data.wave_column: "the waves"} if study.data.layout == "long" else {}
    for wave in study.wave_ids:
        asked = [name for name, item in study.asked.items() if wave in waves_of(study, item)]
        reading = {}  # the items by the column that they read, and how
        for name in asked:
            if (column := study.column(name, wave)) in taken:
                yield f"items > {name}: its column {column!r} holds {taken[column]}"
            reading.setdefault((column, study.items[name].kind), []).append(name)
        for (column, kind), names in reading.items():
            for one, other in combinations(names, 2):
                yield (
                    f"items > {other}: it reads the column {column!r} at {wave!r}, as {one} does, and both are {kind}; "
                    "one column is one question, or two of different kinds"
                )


def in_one_form(study):
    """Give the rules of consistency with each answer as cleaning writes it, where it can be one: 5 for 5.0.

    >>> from types import SimpleNamespace as Some
    >>> rating = Some(kind="scale", range=(1, 5), points={"Poor": 1})
    >>> rule = Some(given={"rating": "5.0"}, then={"rating": "poor"})
    >>> study = Some(consistency=[rule], items={"rating": rating})
    >>> in_one_form(study)
    [({'rating': '5'}, {'rating': '1'})]
    """

    def read(answers):
        """Answers by item, each in the one form."""
        known = {item: study.items.get(item) for item in answers}
        return {item: _read_answer(known[item], text)[0] if known[item] else text for item, text in answers.items()}

    return [(read(rule.given), read(rule.then)) for rule in study.consistency]


def _answer_faults(study):
    """Answers in rules of consistency that nobody can give."""
    for rule in study.consistency:
        for item, answer in (*rule.given.items(), *rule.then.items()):
            if item in study.items and (expected := _read_answer(study.items[item], answer)[1]):
                yield f"consistency: {answer!r} is no answer to {item}; {expected}"


def _read_answer(item, answer):
    """An answer that a rule names in the form in which cleaning writes it, and what was expected where it is none."""
    listed = item.listed if item.kind in ("choice", "ordered", "ticks") else []
    if item.kind == "yes-no" or (listed and item.kind != "ticks"):
        possible = listed or ["yes", "no"]
        return answer, "" if answer in possible else f"allowed: {', '.join(possible)}"
    if not answer:
        return answer, ""  # nothing was answered
    if item.kind == "scale":
        return _read_number(item, tidy(answer))
    if item.kind == "date":
        return answer, "" if _is_date(answer) else "a date is written as year-month-day, as in '2024-01-31'"
    if listed:
        return _read_ticks(answer, listed, item.unticked)
    return composed(answer.strip()) if item.kind == "text" else answer, ""


def _read_number(item, answer):
    """The same for a scale: a number in one form, whose words are the numbers that they stand for."""
    words = {caseless(word): number for word, number in item.points.items()}
    if answer.casefold() not in words and not is_number(answer):
        return answer, "a scale has numbers, as '5' or '2.5'"
    number = float(words.get(answer.casefold(), answer))
    within = not item.range or item.range[0] <= number <= item.range[1]
    return f"{number:.15g}", "" if within else f"its numbers go from {item.range[0]:g} to {item.range[1]:g}"


def _is_date(answer):
    """Whether a text is a date as cleaning writes it."""
    try:
        return datetime.date.fromisoformat(answer).isoformat() == answer
    except ValueError:
        return False


def _read_ticks(answer, choices, unticked):
    """The same for ticks: choices parted by semicolons, in the order of the list."""
    if answer in choices or (answer == NONE_TICKED and unticked == "none"):
        return answer, ""
    parts = [tidy(part) for part in answer.split(";")]
    if wrong := [part for part in parts if part not in choices]:
        holds = any(";" in choice for choice in choices)  # then semicolons do not tell where a choice ends
        return answer, "" if holds else f"{wrong[0]!r} is none of its choices: {', '.join(choices)}"
    return "; ".join(choice for choice in choices if choice in parts), ""


def _rule_faults(study):
    """Rules of consistency that lead to two answers to one question at a wave, or to what they begin with."""
    known = [rule for rule in study.consistency if {*rule.given, *rule.then} <= {*study.items}]
    for rule in known:
        if all(rule.given.get(item) == answer for item, answer in rule.then.items()):
            yield f"consistency: the rule if {_words(rule.given)} says nothing: its then is its if"
        yield from _never_checked(study, rule)
    for wave in study.wave_ids:
        at_wave = {name for name, item in study.items.items() if wave in waves_of(study, item)}
        rules = [rule for rule in known if {*rule.given, *rule.then} <= at_wave]
        for rule in rules:
            yield from _conflicts(rule, rules)


def _never_checked(study, rule):
    """What a rule of consistency is about that cleaning does not see together: no file, or no wave, holds it."""
    items = dict.fromkeys([*rule.given, *rule.then])
    derived = [name for name in items if study.items[name].derived]
    for name in derived:
        parts = ", ".join([*study.items[name].items, *filter(None, [study.items[name].source])])
        yield f"consistency: {name} is made of other items; a rule is about answers in the files, as those to {parts}"
    if not derived and not any(all(wave in waves_of(study, study.items[i]) for i in items) for wave in study.wave_ids):
        yield f"consistency: there is no wave at which {' and '.join(items)} are asked together, as a rule needs"


def _conflicts(start, rules):
    """What follows from the ``if`` of a rule and contradicts it or something else that follows."""
    follows, waiting = dict(start.given), list(rules)
    while ready := [rule for rule in waiting if rule.given.items() <= follows.items()]:
        waiting = [rule for rule in waiting if rule not in ready]
        for item, answer in (pair for rule in ready for pair in rule.then.items()):
            before = follows.setdefault(item, answer)
            if before != answer:
                conditions = _words(start.given)
                yield f"consistency: if {conditions}, the rules want {item} to be both {before!r} and {answer!r}"
                return


def _words(answers):
    """Answers in words: each question with its answer."""
    return " and ".join(f"{item} is {answer!r}" for item, answer in answers.items())
