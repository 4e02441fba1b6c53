"""Run the benches and print what they measure: `make bench`, or `python -m tests.bench build` for one of them.

Each module of this folder has `measure()`, which gives rows: `what` was measured, its `value` (a ratio, or seconds or
megabytes of this one run), and the bound `at most` or `at least` where one was set.  Beside each row with a bound
stands which share of its bound it takes, 1 being the bound itself, and which it took when it was last recorded.

`small`   each bench that can, at about a tenth of its size: a report, whose exit status is 0 whatever it measures
`record`  write the shares into history.csv: on an idle machine, for the record
"""

import csv
import datetime
import importlib
import inspect
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
HISTORY = HERE / "history.csv"
COLUMNS = ["date", "commit", "size", "bench", "what", "share"]


def main(words):
    """Run the benches that `words` name, all of them where none is; exit status 1 where a full run misses a bound."""
    size, earlier = "small" if "small" in words else "full", _earlier()
    names = [word for word in words if word not in ("small", "record")]
    shares, missed = {}, 0
    every = sorted(path.stem for path in HERE.glob("[a-z]*.py"))
    if unknown := [name for name in names if name not in every]:
        print(f"There is no bench {', '.join(unknown)}; there are: {', '.join(every)}, small, record.", file=sys.stderr)
        return 2
    for name in names or every:
        measure = importlib.import_module(f"tests.bench.{name}").measure
        if size == "small" and "small" not in inspect.signature(measure).parameters:
            continue
        print(f"{name}", flush=True)
        for row in measure(small=True) if size == "small" else measure():
            if bound(row):
                shares[name, row["what"]] = share(row)
            missed += judge(row) == "MISSED"
            before = earlier.get((size, name, row["what"]), "")
            print(_line(row, before), flush=True)
    if "record" in words:
        _record(size, shares)
    return int(missed > 0 and size == "full")


def bound(row):
    """The bound of a row in words."""
    return next((f"{word} {row[word]:g}" for word in ("at most", "at least") if word in row), "")


def share(row):
    """Which share of its bound a row takes: at most 1 where it holds."""
    if "at most" in row:
        return row["value"] / row["at most"]
    return row["at least"] / max(row["value"], 1e-12)


def judge(row):
    """Whether a row keeps its bound: "holds" or "MISSED"; nothing where it has none."""
    if not bound(row):
        return ""
    return "holds" if share(row) <= 1 else "MISSED"


def _line(row, before):
    """A row as it is printed, with the share of its bound that it took `before`."""
    text = f"  {row['what']:<72} {row['value']:>12.4g}  {bound(row):<16}"
    if not bound(row):
        return text.rstrip()
    return f"{text} {judge(row):<7} {share(row):>7.2f} of it{f', was {before:.2f}' if before else ''}"


def _earlier():
    """The share that was recorded last for each row, by size, bench and what was measured."""
    if not HISTORY.is_file():
        return {}
    with HISTORY.open(encoding="utf-8", newline="") as file:
        return {(row["size"], row["bench"], row["what"]): float(row["share"]) for row in csv.DictReader(file)}


def _record(size, shares):
    """Add the shares of this run to history.csv; no seconds, which are those of one machine."""
    done = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=HERE, capture_output=True, text=True)
    when, new = datetime.datetime.now(datetime.UTC).date().isoformat(), not HISTORY.is_file()
    with HISTORY.open("a", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerows([COLUMNS] if new else [])
        for (name, what), value in shares.items():
            lines.writerow([when, done.stdout.strip(), size, name, what, f"{value:.3g}"])
    print(f"Recorded {len(shares)} shares in {os.path.relpath(HISTORY)}.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
