"""Cells as text, and Parquet files, through the library that knows them."""

import datetime

import pandas as pd

from firststeps.errors import needing
from firststeps.responses.given.problems import refusal

MOST_VALUES = 200_000_000  # of a Parquet file that is read whole
ENDINGS = (".xlsx", ".ods", ".zip", ".parquet", ".sav", ".zsav", ".dta")


def text_of(value):
    """A cell as text: whole numbers without a point, dates as year-month-day, nothing as an empty text.

    >>> [text_of(value) for value in (7.0, 0.1, None, float("nan"), True, datetime.datetime(2024, 5, 13), "07")]
    ['7', '0.1', '', '', 'yes', '2024-05-13', '07']
    """
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value + 0.0:.15g}"  # nought has no sign
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    return str(value)


def read_parquet(path):
    """A Parquet file as a frame of text."""
    with needing("parquet", f"{path.name}, a Parquet file,"):
        import pyarrow.parquet

    about = pyarrow.parquet.read_metadata(path)
    if about.num_rows * about.num_columns > MOST_VALUES:
        fault = f"{about.num_rows:,} rows of {about.num_columns:,} columns"
        remedy = "Count it as a stream: python -m firststeps count --study FOLDER."
        raise refusal(path.name, fault, f"at most {MOST_VALUES:,} values", remedy)
    table = pyarrow.parquet.read_table(path)
    table.validate(full=True)
    frame = table.to_pandas(timestamp_as_object=True, integer_object_nulls=True)
    columns = {str(name): texts(column) for name, column in frame.items()}
    return pd.DataFrame(columns, index=range(len(frame)))


def texts(column):
    """The cells of a column as text (:func:`text_of`), each different value turned once."""
    if column.dtype == "str":
        return column.fillna("").array
    place, values = pd.factorize(column, use_na_sentinel=False)
    return pd.array([text_of(value) for value in values], dtype="str").take(place)
