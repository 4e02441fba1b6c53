"""SPSS and Stata files, read in a process of its own: on a damaged file the library can end the process it runs in."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from firststeps.errors import needing
from firststeps.responses.texts.lexicon import NO, YES, meaning_of

SOURCES = Path(__file__).resolve().parents[3]
ABSENT = 3  # exit status where the package that reads the file is not installed


class Labelled(NamedTuple):
    """What a statistics program keeps: cells as text, and by column its label, its values and those declared missing.

    ``value_labels`` are those of each column's values that are answers, in their order: {number: label}.  ``missing``
    lists what stands in the cells where the file itself declares a value missing.
    """

    cells: pd.DataFrame
    labels: dict
    value_labels: dict
    missing: dict


def read_labelled(path):
    """A ``.sav``, ``.zsav`` or ``.dta`` file as :class:`Labelled`; OSError where it cannot be read.

    A value with a label in the file is its label; where only the ends of a scale have labels, numbers stay numbers.
    """
    command = [sys.executable, "-m", __name__, str(Path(path).resolve())]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(SOURCES), *filter(None, [os.getenv("PYTHONPATH")])]),
    }
    reader = subprocess.run(
        command, env=environment, capture_output=True, text=True, encoding="utf-8", errors="replace"
    )
    if reader.returncode == ABSENT:
        with needing("spss", f"{Path(path).name}, a file of a statistics program,"):
            raise ModuleNotFoundError(name="pyreadstat")
    if reader.returncode or not reader.stdout:
        raise OSError("" if reader.stderr.strip() else ": it ends the program that reads it")
    content = json.loads(reader.stdout)
    cells = pd.DataFrame(content["columns"], index=range(content["rows"]), dtype="str")
    return Labelled(cells, content["labels"], content["values"], content["missing"])


def _tell(path):
    """Print what the file holds as JSON, every cell as text."""
    try:
        import pyreadstat
    except ImportError:
        sys.exit(ABSENT)
    read = pyreadstat.read_sav if path.lower().endswith("sav") else pyreadstat.read_dta
    try:
        frame, about = read(path, user_missing=True)
    except Exception as fault:
        sys.exit(f"{type(fault).__name__}: {fault}")
    columns, values, missing = {}, {}, {}
    for name in map(str, frame):
        value_labels = about.variable_value_labels.get(name, {})
        texts, answers, missing_texts = _cells(frame[name], value_labels, _missing_test(about, name))
        columns[name] = texts
        values |= {name: answers} if answers else {}
        missing |= {name: missing_texts} if missing_texts else {}
    labels = {name: label for name, label in about.column_names_to_labels.items() if label}
    content = {"columns": columns, "rows": len(frame), "labels": labels, "values": values, "missing": missing}
    json.dump(content, sys.stdout, ensure_ascii=True)


def _missing_test(about, name):
    """Whether the file declares a value of a column missing, as a function."""
    ranges = about.missing_ranges.get(name, [])
    codes = {*about.missing_user_values.get(name, [])}

    def is_missing(value):
        """Whether a value is one of the codes, or lies within one of the ranges."""
        return value in codes or any(
            isinstance(value, str) == isinstance(span["lo"], str) and span["lo"] <= value <= span["hi"]
            for span in ranges
        )

    return is_missing


def _cells(column, value_labels, is_declared):
    """The cells of a column as text, the labels of its answers, and what stands for declared missing values."""
    from firststeps.responses.given.formats import text_of

    different = [value for value in column.unique() if text_of(value)]
    numeric = any(not isinstance(value, str) for value in (*value_labels, *different))

    def is_missing(value):
        """Whether a value is declared missing, or one of Stata's extended missing values."""
        return is_declared(value) or (numeric and isinstance(value, str))

    answers = {value: value_labels[value] for value in sorted(value_labels, key=_in_order) if not is_missing(value)}
    numbers = numeric and _are_ends(answers, [value for value in different if not is_missing(value)])
    texts = {}
    for value in sorted(different, key=_in_order):
        plain = f".{value}" if numeric and isinstance(value, str) else text_of(value)
        stays = numbers and not is_missing(value) and meaning_of(value_labels.get(value, "")) != "blank"
        texts[value] = plain if stays else value_labels.get(value, plain)
    missing_texts = list(dict.fromkeys(text for value, text in texts.items() if is_missing(value)))
    cells = [texts.get(value, "") for value in column]
    return cells, {text_of(value): answer for value, answer in answers.items()}, missing_texts


def _in_order(value):
    """The key by which values are sorted: numbers before texts."""
    return (isinstance(value, str), value if isinstance(value, (int, float, str)) else str(value))


def _are_ends(answers, different):
    """Whether labels name the ends of a scale only: other numbers stand between them, or may."""
    numbers = [value for value in answers if meaning_of(answers[value]) != "blank"]
    if len(numbers) < 2:
        return True
    between = any(value not in answers and numbers[0] < value < numbers[-1] for value in different)
    words = {answers[value].casefold() for value in numbers}
    return between or (len(numbers) == 2 and numbers[1] - numbers[0] > 1 and not words <= YES | NO)


if __name__ == "__main__":
    _tell(sys.argv[1])
