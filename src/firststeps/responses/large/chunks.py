"""The rows of a given long file, some at a time, as the door for every format would give all of them."""

from contextlib import contextmanager

from firststeps.errors import needing
from firststeps.responses.given.formats import texts
from firststeps.responses.given.problems import Refusal
from firststeps.responses.given.read import arrow_options, delimiter_in, read_table
from firststeps.responses.given.tables import frame_table

BLOCK = 16_000_000  # bytes of text read at once
ROWS = 250_000  # rows of a Parquet file read at once


def chunks(study, plain):
    """Tables of the rows of the long file of ``study``, one after the other; their rows have the numbers of the file.

    A file that is not ``plain`` (`is_plain`) is read whole, by the door that says what is wrong and where: Refusal.
    """
    path, data = study.given(study.data.file), study.data
    if not plain:
        yield read_table(path, data.encoding, data.delimiter)
        return
    first = 2
    for frame in _frames(path, data):
        table = frame_table(path.name, frame, first)
        first += len(frame)
        yield table


@contextmanager
def _arrow(path):
    """A context in which what Arrow cannot read is a Refusal without a word."""
    with needing("large", f"Cleaning {path.name} as a large file"):
        from pyarrow import ArrowException
    try:
        yield
    except (ArrowException, KeyError, UnicodeDecodeError):
        raise Refusal([]) from None


def is_plain(study):
    """Whether the long file of ``study`` can be read some rows at a time: all of it is tried, to be sure."""
    path, data = study.given(study.data.file), study.data
    if not path.is_file() or path.suffix.lower() not in (".csv", ".parquet"):
        return False
    try:
        first = 2
        for frame in _frames(path, data):
            frame_table(path.name, frame, first)
            first += len(frame)
    except Refusal:
        return False
    return first > 2


def _frames(path, data):
    """The rows as frames of text; Refusal without a word where that cannot be done."""
    with _arrow(path):
        yield from _of_parquet(path) if path.suffix.lower() == ".parquet" else _of_text(path, data)


def _of_parquet(path):
    """The rows of a Parquet file, some at a time."""
    import pandas as pd
    import pyarrow.parquet

    with pyarrow.parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(ROWS):
            frame = batch.to_pandas(timestamp_as_object=True, integer_object_nulls=True)
            yield pd.DataFrame({str(name): texts(cells) for name, cells in frame.items()}, index=range(len(frame)))


def _of_text(path, data):
    """The rows of a text file, some at a time."""
    from pyarrow import csv

    if _is_odd(path, data):
        raise Refusal([])
    with path.open("rb") as file:
        header = file.readline().decode("utf-8").removeprefix("\ufeff").rstrip("\r\n")
    delimiter = delimiter_in(header, data.delimiter)
    columns = header.split(delimiter)
    if len({*columns}) < len(columns):
        raise Refusal([])
    read = csv.ReadOptions(use_threads=False, block_size=BLOCK)
    with csv.open_csv(path, read, *arrow_options(delimiter, columns)) as reader:
        for batch in reader:
            yield batch.to_pandas()


def _is_odd(path, data):
    """Whether a text file is not UTF-8 as Arrow reads it: marks of other encodings, quotes left open, damage."""
    if data.encoding.lower() not in ("utf-8", "utf8"):
        return True
    with path.open("rb") as file:
        header = file.readline()
        if header.startswith((b"\xff\xfe", b"\xfe\xff")) or b'"' in header or not header.strip():
            return True
        quotes, rest = 0, header
        while rest:
            if b"\0" in rest or b"\xef\xbf\xbd" in rest:
                return True
            quotes += rest.count(b'"')
            rest = file.read(BLOCK)
    return bool(quotes % 2)


def is_marked(path):
    """Whether a byte-order mark stands at the head of a file."""
    with path.open("rb") as file:
        return file.read(3) == b"\xef\xbb\xbf"
