"""A long file in shares: all rows of a person in one of them, so that each can be cleaned by itself.

What only the whole file tells - which columns hold personal details, which rows are empty, whether its codes are all
whole numbers - is found on a first way through it; on a second its rows are dealt out.
"""

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from firststeps.responses.cleaning.layouts import personal_details, without_cells
from firststeps.responses.cleaning.log import Findings
from firststeps.responses.cleaning.people import plain, spelling, whole_numbers
from firststeps.responses.given.tables import Table
from firststeps.responses.large.chunks import chunks, is_marked, is_plain
from firststeps.responses.tables.left_out import leave_out
from firststeps.responses.texts.personal_columns import EXAMINED
from firststeps.study.parts.texts import tidy

SHARE = 250_000  # rows of a share, about


@dataclass
class Survey:
    """What the whole file tells: its table with a sample of its cells, how many rows, whether codes are mixed.

    ``personal`` are the columns with personal details, as `personal_details` gives them.
    """

    table: Table
    plain: bool
    rows: int = 0
    mixed: bool = False
    personal: dict = field(default_factory=dict)


def survey(study):
    """The `Survey` of the long file of ``study``; Refusal where the file cannot be read."""
    sample, empty, last = {}, [], None
    rows, mixed, codes, plainly = 0, False, False, is_plain(study)
    for table in chunks(study, plainly):
        last, rows = table, rows + len(table.cells)
        empty += table.empty_rows
        for column in table.cells:
            sample.setdefault(column, _Sample()).add(table.cells[column])
        if study.identifier.column in table.cells:
            leave_out(study, table, Findings())
            texts = table.cells[study.identifier.column].unique()
            if any(text.strip() for text in texts):
                codes = True
                mixed = mixed or not whole_numbers(texts, study.identifier)
    longest = max(some.length for some in sample.values())
    cells = pd.DataFrame({name: some.cells(longest) for name, some in sample.items()}, dtype="str")
    marked = last.marked or (last.name.lower().endswith(".csv") and is_marked(study.given(study.data.file)))
    table = Table(last.name, cells, empty, last.empty_columns, marked, last.labels, last.value_labels, last.missing)
    personal = personal_details(study, table)
    return Survey(table, plainly, rows, codes and (mixed or study.identifier.column in personal), personal)


class _Sample:
    """The first different texts of a column, and as many filled cells as tell that there are more than of a name."""

    def __init__(self):
        """Begin before the first row."""
        self.texts, self.filled = {}, 0

    def add(self, cells):
        """Look at some more cells of the column."""
        if len(self.texts) < EXAMINED:
            self.texts |= dict.fromkeys(cells.unique()[:EXAMINED])
        self.filled += int((cells.str.strip() != "").sum())

    @property
    def length(self):
        """How many cells stand for the column."""
        return len(self.texts) + 2 * EXAMINED

    def cells(self, length):
        """So many cells that say what the column says: its first texts, then one of them again, then nothing."""
        texts = [*self.texts][:EXAMINED]
        filled = [text for text in texts if text.strip()]
        again = filled[:1] * min(self.filled - len(filled), 2 * EXAMINED)
        return [*texts, *again, *[""] * (length - len(texts) - len(again))]


def deal(study, whole, folder):
    """Write the rows of the file into Parquet files in ``folder``, a share each; their paths."""
    import pyarrow
    import pyarrow.parquet

    number = max(1, round(whole.rows / SHARE))
    paths = [Path(folder, f"share-{share:05d}.parquet") for share in range(number)]
    roots, writers = _roots(study.identifier.aliases), {}
    with ExitStack() as opened:
        for table in chunks(study, whole.plain):
            cells = without_cells(study, table.cells, whole.personal)
            shares = share_of(cells[study.identifier.column], number, roots)
            for share in np.unique(shares):
                part = pyarrow.Table.from_pandas(cells[shares == share].reset_index(), preserve_index=False)
                if share not in writers:
                    writers[share] = opened.enter_context(pyarrow.parquet.ParquetWriter(paths[share], part.schema))
                writers[share].write_table(part)
    return [path for share, path in enumerate(paths) if share in writers]


def read_share(path):
    """The cells of a share, its index the rows of the file."""
    import pyarrow.parquet

    return pyarrow.parquet.read_table(path).to_pandas().set_index("row").astype("str")


def share_of(codes, number, roots):
    """The share, 0 to ``number`` - 1, of each row by its code: ways to write one code have the same share.

    >>> len({*share_of(pd.Series(["P07", "p 7", "P-07", "P7.0"], dtype="str"), 1000, {}).tolist()})
    1
    """
    place, texts = pd.factorize(codes)
    keys = _keys(texts)
    keys = np.array([roots.get(key, key) for key in keys], dtype=object) if roots else keys
    return (pd.util.hash_array(keys, categorize=False) % np.uint64(number)).astype(int)[place]


def _keys(texts):
    """What ways to write one code have in common: letter case, blanks, leading noughts and signs make no difference."""
    tidied = [text if text.isascii() and text.isalnum() else tidy(text) for text in texts]
    keys = plain(np.array(tidied, dtype=object))
    return plain(np.array([key if key.isascii() else spelling(key) for key in keys], dtype=object))


def _roots(aliases):
    """The key that stands for all codes that aliases join: those of whatever is written like an alias or its code."""
    roots = {}

    def root(key):
        """The key that a key has been joined to."""
        while roots.get(key, key) != key:
            key = roots[key]
        return key

    for one, other in aliases.items():
        first, second = (root(key) for key in _keys([one, other]))
        roots[first] = second
    return {key: root(key) for key in roots}
