"""Counting patterns from clean files larger than memory: DuckDB on one machine, Dask on a cluster.

Both read tidy responses (``responses.csv``, or Parquet with the same columns) and give the table that
``patterns.count_patterns`` gives.  A pattern is coded as one number: it starts at "missing at
every wave" and each answered wave takes its share away, so that a sum over a person's rows gives the person's pattern.
"""

from pathlib import Path

import numpy as np

from firststeps.errors import needing
from firststeps.responses.large.database import opened

COLUMNS = ["participant", "wave", "item", "answer"]


def count_file(path, waves, item, scheduler=None, memory=""):
    """The response-pattern table of ``item`` over ``waves`` from the file ``path``, shape ``(3,) * len(waves)``.

    ``path`` is a ``.parquet`` or ``.csv`` file of tidy responses.  DuckDB streams it, on disk beyond ``memory``, as in
    "2GB", by default four fifths of the machine's; with ``scheduler``, the address of a Dask scheduler whose workers
    see the same path, the cluster counts.
    """
    if scheduler:
        counts = _count_with_dask(path, list(waves), item, scheduler)
    else:
        counts = _count_with_duckdb(path, waves, item, memory)
    table = np.zeros(3 ** len(waves), dtype=np.int64)
    for code, people in counts:
        table[int(code)] = int(people)
    return table.reshape((3,) * len(waves))


def steps(waves):
    """What a yes and a no at each wave take from the code of "missing at every wave".

    >>> steps(["start", "end"])
    {('start', 'yes'): -6, ('start', 'no'): -3, ('end', 'yes'): -2, ('end', 'no'): -1}
    """
    weights = [3 ** (len(waves) - 1 - i) for i in range(len(waves))]
    return {
        (w, answer): -by * weight
        for w, weight in zip(waves, weights, strict=True)
        for answer, by in (("yes", 2), ("no", 1))
    }


def _count_with_duckdb(path, waves, item, memory):
    """The patterns and how many people have each, counted on this machine: pairs of numbers."""
    cases = " ".join("WHEN wave = ? AND answer = ? THEN ?" for _ in steps(waves))
    values = [value for (wave, answer), step in steps(waves).items() for value in (wave, answer, step)]
    people = f"""
        SELECT participant, {3 ** len(waves) - 1} + sum(CASE {cases} ELSE 0 END) AS pattern
        FROM {_source(path)} WHERE item = ? AND wave IN ({", ".join("?" for _ in waves)}) GROUP BY participant"""
    with opened(f"Counting {Path(path).name} as a stream", memory) as connection:
        query = f"SELECT pattern, count(*) FROM ({people}) GROUP BY pattern"
        return connection.execute(query, [*values, str(path), item, *waves]).fetchall()


def _source(path):
    """How DuckDB reads the file."""
    return "read_parquet(?)" if Path(path).suffix == ".parquet" else "read_csv(?, all_varchar = true, header = true)"


def _count_with_dask(path, waves, item, scheduler):
    """The same, counted by a cluster."""
    with needing("cluster", "Counting on a cluster"):
        from dask import dataframe
        from distributed import Client
    parquet = Path(path).suffix == ".parquet"
    with Client(scheduler, set_as_default=True):
        if parquet:
            rows = dataframe.read_parquet(path, columns=COLUMNS)
        else:
            rows = dataframe.read_csv(path, dtype="str", keep_default_na=False)[COLUMNS]
        rows = rows[(rows["item"] == item) & rows["wave"].isin(waves)]
        meta = {"participant": "str", "step": "int64"}
        taken = rows.map_partitions(_take, steps(waves), meta=meta)
        patterns = taken.groupby("participant")["step"].sum(split_out=8) + 3 ** len(waves) - 1
        return patterns.value_counts().compute().items()


def _take(rows, taken):
    """The participant of each row and what the row takes from the code of the pattern."""
    pairs = zip(rows["wave"].astype("object"), rows["answer"].astype("object"), strict=True)
    step = np.fromiter((taken.get(pair, 0) for pair in pairs), dtype="int64", count=len(rows))
    return rows[["participant"]].astype("str").assign(step=step)
