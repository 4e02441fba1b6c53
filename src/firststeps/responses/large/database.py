"""Opens DuckDB with as much memory as it may take, beyond which it goes on on disk; says in words what it lacks."""

import re
import tempfile
from contextlib import contextmanager

from firststeps.errors import Stopped, needing

AS_WRITTEN = "join_order,build_side_probe_side"  # else it guesses which side of a join is small, and may hold the file


@contextmanager
def opened(what, memory="", folder=None):
    """A connection to DuckDB for ``what`` is done, as in "Counting a.csv".

    ``memory`` is how much it may take, as in "500MB"; by default four fifths of the machine's.  ``folder`` is where it
    goes on on disk, by default where the machine keeps what passes.  Stopped where memory or disk do not suffice.  The
    right side of a join is held in memory, as it stands in the query: it has to be the small one.
    """
    with needing("large", what):
        import duckdb

    with tempfile.TemporaryDirectory(dir=folder) as spill, _connect(memory, spill) as connection:
        try:
            yield connection
        except duckdb.OutOfMemoryException as fault:
            raise Stopped(_lacking(what, memory, str(fault))) from None


def _connect(memory, spill):
    """A connection that takes no more than ``memory`` and goes on in the folder ``spill``."""
    import duckdb

    config = {"temp_directory": spill, "disabled_optimizers": AS_WRITTEN} | ({"memory_limit": memory} if memory else {})
    try:
        connection = duckdb.connect(config=config)
    except duckdb.ParserException:
        raise Stopped(f"{memory!r} is no amount of memory; expected a number and a unit, as in 500MB or 2GB.") from None
    connection.execute("SET enable_progress_bar = false")
    return connection


def _lacking(what, memory, fault):
    """What DuckDB lacks, by the text of its error: memory, or room on the disk on which it goes on.

    >>> _lacking("Counting a.csv", "20MB", "could not allocate block of size 30.5 MiB (0 bytes/19.0 MiB used)")
    'Counting a.csv needs more memory than the 20MB that DuckDB may take. Give it more, as in 500MB.'
    >>> _lacking("Counting a.csv", "20MB", "... was set by the 'max_temp_directory_size' setting.")
    'Counting a.csv needs more room on the disk than is free where it goes on beyond its memory, which TMPDIR names. \
Make room there, or give it more memory.'
    """
    if "max_temp_directory_size" in fault:
        place = "on the disk than is free where it goes on beyond its memory, which TMPDIR names"
        return f"{what} needs more room {place}. Make room there, or give it more memory."
    machine = re.search(r"/([0-9.]+ \w+) used", fault)
    limit = memory or (machine[1] if machine else "memory")
    return f"{what} needs more memory than the {limit} that DuckDB may take. Give it more, as in 500MB."
