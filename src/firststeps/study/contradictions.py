"""What contradicts itself in a ``study.yaml``: rules that nobody can keep, and two items that are one column."""

from itertools import combinations

from firststeps.study.derived import waves_of


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
        for name in asked:
            if (column := study.column(name, wave)) in taken:
                yield f"items > {name}: its column {column!r} holds {taken[column]}"
        for one, other in combinations(asked, 2):
            column = study.column(one, wave)
            if column == study.column(other, wave) and study.items[one].kind == study.items[other].kind:
                kind = study.items[one].kind
                yield (
                    f"items > {other}: it reads the column {column!r} at {wave!r}, as {one} does, and both are {kind}; "
                    "one column is one question, or two of different kinds"
                )


def _answer_faults(study):
    """Answers in rules of consistency that nobody can give."""
    for rule in study.consistency:
        for item, answer in (*rule.given.items(), *rule.then.items()):
            about = study.items.get(item)
            possible = (
                {"yes-no": ["yes", "no"], "choice": about.choices, "ordered": about.choices}.get(about.kind)
                if about
                else None
            )
            if possible is not None and answer not in possible:
                yield f"consistency: {answer!r} is no answer to {item}; allowed: {', '.join(possible)}"


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
        for rule in ready:
            for item, answer in rule.then.items():
                before = follows.setdefault(item, answer)
                if before != answer:
                    conditions = _words(start.given)
                    yield f"consistency: if {conditions}, the rules want {item} to be both {before!r} and {answer!r}"
                    return


def _words(answers):
    """Answers in words: each question with its answer."""
    return " and ".join(f"{item} is {answer!r}" for item, answer in answers.items())
