"""How certain the order of themes is: would another sample of as many people put the same theme first?"""

from dataclasses import dataclass

import numpy as np

RESAMPLES, SEED = 10_000, 2010


@dataclass(frozen=True)
class Ranks:
    """The order of themes under resampling of people.

    ``first``: for each theme the share of resamples in which more people name it than any other (a tie is shared);
    ``best`` and ``worst``: the ranks (1 is most named) between which it lies in 95 of 100 resamples.
    """

    themes: tuple
    first: np.ndarray
    best: np.ndarray
    worst: np.ndarray


def rank_themes(mentions, level=0.95):
    """Resample people (with all that each named) 10,000 times with a fixed seed, and rank the themes each time.

    ``mentions`` is a DataFrame, a row a person, a column a theme, True where the person named it
    (``tables.naming``).  Gives `Ranks`; None with fewer than two themes or where nobody named any.

    >>> import pandas as pd
    >>> named = pd.DataFrame({"connection": [True] * 9 + [False], "time": [False] * 8 + [True] * 2})
    >>> ranks = rank_themes(named)
    >>> float(ranks.first[0].round(2)), ranks.best.tolist(), ranks.worst.tolist()
    (1.0, [1, 2], [1, 2])
    """
    people, themes = mentions.shape
    if themes < 2 or not mentions.to_numpy(dtype=bool).any():
        return None
    drawn = np.random.default_rng(SEED).multinomial(people, np.full(people, 1 / people), RESAMPLES)
    counts = drawn @ mentions.to_numpy(dtype=int)
    most = counts == counts.max(axis=1, keepdims=True)
    above = (counts[:, None, :] > counts[:, :, None]).sum(axis=2)
    level_with = (counts[:, None, :] == counts[:, :, None]).sum(axis=2)
    tail = (1 - level) / 2
    best = np.quantile(above + 1, tail, axis=0, method="inverted_cdf")
    worst = np.quantile(above + level_with, 1 - tail, axis=0, method="inverted_cdf")
    first = (most / most.sum(axis=1, keepdims=True)).mean(axis=0)
    return Ranks(tuple(mentions.columns), first, best.astype(int), worst.astype(int))


def lead(mentions):
    """The theme that most people named, the next, and how many people named only the one and only the other.

    ``mentions`` is as for `rank_themes`; of themes that are level the first in it comes first.  Raises ValueError with
    fewer than two themes.

    >>> import pandas as pd
    >>> lead(pd.DataFrame({"time": [True, False, False], "connection": [True, True, True]}))
    ('connection', 'time', 2, 0)
    """
    if mentions.shape[1] < 2:
        raise ValueError(
            f"The first of the themes leads the next, so there are two at least; found {len(mentions.columns)}."
        )
    first, second = mentions.sum().sort_values(ascending=False, kind="stable").index[:2]
    only = mentions[first] & ~mentions[second], mentions[second] & ~mentions[first]
    return first, second, *(int(people.sum()) for people in only)
