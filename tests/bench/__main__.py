"""Run the benches and print what they measure: `make bench`, or `python -m tests.bench build` for one of them.

Each module of this folder has `measure()`, which gives rows: `what` was measured, its `value` (a ratio or seconds of
this one run), and the bound `at most` or `at least` where one was set.
"""

import importlib
import sys
from pathlib import Path

from tests.bench import SMALL

HERE = Path(__file__).resolve().parent


def main(names):
    """Run the benches `names`, all of them where none is given; exit status 1 if a bound does not hold."""
    failed = 0
    for name in names or sorted(path.stem for path in HERE.glob("[a-z]*.py")):
        print(f"{name}", flush=True)
        for row in importlib.import_module(f"tests.bench.{name}").measure():
            verdict = judge(row)
            failed += verdict == "MISSED"
            print(f"  {row['what']:<64} {row['value']:>12.4g}  {bound(row):<18} {verdict}", flush=True)
    return int(failed > 0)


def bound(row):
    """The bound of a row in words."""
    return next((f"{word} {row[word]:g}" for word in ("at most", "at least") if word in row), "")


def judge(row):
    """Whether a row keeps its bound: "holds" or "MISSED"; nothing where it has none, or in small."""
    if SMALL or not bound(row):
        return ""
    held = row["value"] <= row.get("at most", float("inf")) and row["value"] >= row.get("at least", float("-inf"))
    return "holds" if held else "MISSED"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
