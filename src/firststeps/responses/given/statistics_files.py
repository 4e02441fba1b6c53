"""SPSS and Stata files, read in a process of its own: on a damaged file the library can end the process it runs in."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd

SOURCES = Path(__file__).resolve().parents[3]


def read_labelled(path):
    """A ``.sav`` or ``.dta`` file as a frame of text, and its labels of columns; OSError says why it cannot be read."""
    command = [sys.executable, "-m", __name__, str(Path(path).resolve())]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(SOURCES), *filter(None, [os.getenv("PYTHONPATH")])]),
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", errors="replace")
    if done.returncode or not done.stdout:
        raise OSError((done.stderr.strip().splitlines() or ["it ends the program that reads it"])[-1])
    told = json.loads(done.stdout)
    return pd.DataFrame(told["columns"], index=range(told["rows"]), dtype="str"), told["labels"]


def _tell(path):
    """Print what the file holds as JSON, every cell as text; a value with a label in the file is its label."""
    import pyreadstat

    from firststeps.responses.given.formats import texts

    read = pyreadstat.read_sav if path.lower().endswith(".sav") else pyreadstat.read_dta
    try:
        frame, about = read(path, apply_value_formats=True, formats_as_category=False, user_missing=True)
    except Exception as fault:
        sys.exit(f"{type(fault).__name__}: {fault}")
    columns = {str(name): list(texts(column)) for name, column in frame.items()}
    labels = {name: label for name, label in about.column_names_to_labels.items() if label}
    json.dump({"columns": columns, "rows": len(frame), "labels": labels}, sys.stdout, ensure_ascii=True)


if __name__ == "__main__":
    _tell(sys.argv[1])
