"""A made-up long file with many waves and heavy attrition, for any long ``study.yaml`` that says it is synthetic.

Each person stays from wave to wave with probability ``STAY``, and a person once gone comes back with probability
``RETURN``.  Each yes/no item is a Markov chain; who says no is a little likelier to drop out, so that leaving out the
absent is not harmless in these data.  A few answers are blank.
"""

import random

STAY, RETURN, BLANK = 0.84, 0.12, 0.03
KEEP, TAKE_UP = 0.85, 0.2


def long_rows(study, seed):
    """The rows of the long file of ``study``, header first: as many people as ``study.participants``, text cells.

    The identifiers are numbers with leading noughts.  Items other than yes/no are asked at one wave and get a number
    of their range or one of their choices.
    """
    chance = random.Random(seed)
    columns = [study.identifier.column, study.data.wave_column, *(study.column(i, "") for i in study.asked)]
    rows = [columns]
    for number in range(1, study.participants + 1):
        rows += _person(study, f"{number:04d}", chance)
    return rows


def _person(study, code, chance):
    """The rows of a person, who may stay away from a wave and come back."""
    rows, there, states = [], True, {}
    for wave in study.waves:
        states = {i: _next(states.get(i), chance) for i, item in study.asked.items() if item.kind == "yes-no"}
        if there:
            cells = [_cell(study, i, wave.id, states, chance) for i in study.asked]
            rows.append([code, wave.codes[0] if wave.codes else wave.label, *cells])
        stay = STAY if any(states.values()) else STAY - 0.08
        there = chance.random() < (stay if there else RETURN)
    return rows


def _next(state, chance):
    """Whether a person says yes at the next wave, given what they said before."""
    if state is None:
        return chance.random() < 0.45
    return chance.random() < (KEEP if state else TAKE_UP)


def _cell(study, item, wave, states, chance):
    """The cell of an item at a wave, as it was typed."""
    described = study.items[item]
    if wave not in described.waves or chance.random() < BLANK:
        return ""
    if described.kind == "yes-no":
        codes = study.codes_of(item)
        return (codes.yes if states[item] else codes.no)[0]
    if described.range:
        return str(chance.randint(*map(int, described.range)))
    return chance.choice(described.choices)
