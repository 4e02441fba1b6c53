"""What a function gives for each cell of a column, asked once for each *different* text: most texts come again."""

import numpy as np
import pandas as pd


def by_text(cells, function):
    """What ``function`` gives for each cell of ``cells``, a Series of text: a Series of objects with its index.

    >>> by_text(pd.Series(["Pre ", "post", "Pre "], index=[2, 3, 4]), lambda text: text.strip().casefold()).to_dict()
    {2: 'pre', 3: 'post', 4: 'pre'}
    """
    place, texts = pd.factorize(cells)
    values = np.empty(len(texts), dtype=object)
    values[:] = [function(text) for text in texts]
    return pd.Series(values[place], index=cells.index, name=cells.name)


def times_of(cells, function=None):
    """How often each text stands in ``cells``, in the order in which they come first: ``{text: times}``.

    With a ``function``, how often each of its values does.

    >>> times_of(pd.Series(["Pre ", "post", "Pre"])), times_of(pd.Series(["Pre ", "post", "Pre"]), str.strip)
    ({'Pre ': 1, 'post': 1, 'Pre': 1}, {'Pre': 2, 'post': 1})
    """
    place, texts = pd.factorize(cells)
    times = {}
    for text, often in zip(texts, np.bincount(place, minlength=len(texts)).tolist(), strict=True):
        value = function(text) if function else text
        times[value] = times.get(value, 0) + often
    return times
