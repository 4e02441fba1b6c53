"""Counts of studies drawn at random: two to four waves, few or many people, with and without all else."""

import random

import numpy as np

from firststeps.learning.counted import Coders, Counted, Scores, Ticks


def random_study(seed):
    """One study; the same seed gives the same."""
    chance = random.Random(seed)
    waves = chance.choice([2, 2, 3, 4])
    patterns = np.zeros((3,) * waves, dtype=int)
    kinds = (0, 1, 2) if chance.random() < 0.8 else (0, 1)
    for _ in range(chance.choice([0, 1, 3, 8, 20, 40, 80])):
        patterns[tuple(chance.choice(kinds) for _ in range(waves))] += 1
    first, second = sorted(chance.sample(range(waves), 2))
    scores = tuple(chance.choice([0, 1, 2, 5]) for _ in range(5))
    return Counted(
        question=chance.choice(["Involved", "Is it {so}? <b>*_|"]),
        patterns=patterns if chance.random() < 0.95 else None,
        ends=(first, second),
        level=chance.choice([0.95, 0.90, 0.99]),
        margin=chance.choice([None, 0.05, 0.1, 0.3]),
        ticks=chance.choice([None, Ticks("Helps", {"tea": chance.randint(0, 5), "time": chance.randint(0, 9)}, 9)]),
        scores=Scores("Rating", (1, 2, 3, 4, 5), scores) if sum(scores) else None,
        coders=chance.choice([None, Coders("Time", *(chance.randint(0, 9) for _ in range(4)))]),
    )


STUDIES = [random_study(seed) for seed in range(200)]
