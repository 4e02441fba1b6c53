"""A million people and four waves: read, clean, log and count; streams; a clean file against a bare DuckDB query."""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PEOPLE = 1_000_000
WAVES = ["start", "end", "two-months", "five-months"]
STUDY = """
title: A million people
synthetic: true
waves:
{waves}
data: {{layout: long, file: synthetic-answers.csv}}
identifier: {{pattern: "P[0-9]{{7}}"}}
items:
  involved: {{label: Involved, kind: yes-no}}
outcomes: [involved]
"""


def measure():
    """Rows of what was measured, each a ratio, seconds or GiB of this one run."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        _write_study(folder)
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        started = time.perf_counter()
        subprocess.run([sys.executable, __file__, str(folder)], check=True)
        seconds = time.perf_counter() - started
        memory = max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 2**20
        streaming, needed = _streaming(folder)
        ratio = _count_against_bare(folder / "responses.parquet")
        later = _after_counting(folder / "responses.parquet")
    return [
        {"what": "a million people: read, clean, log and count, seconds", "value": seconds, "at most": 60},
        {"what": "the same, GiB at most", "value": memory, "at most": 4},
        {"what": "the same file counted as a stream, seconds", "value": streaming, "at most": 30},
        {"what": "the same, GiB at most, DuckDB held to 0.3", "value": needed, "at most": 0.6},
        {"what": "counting clean Parquet / a bare DuckDB group-by", "value": ratio, "at most": 1.5},
        {"what": "tests after counting: a million people / thirty", "value": later, "at most": 1.5},
    ]


def _write_study(folder):
    """A long file of four million rows with a few answers typed otherwise."""
    import numpy as np
    import pandas as pd

    chance = np.random.default_rng(1)
    said = chance.choice(["Yes", "No", "Y", "no", ""], PEOPLE * len(WAVES), p=[0.45, 0.4, 0.001, 0.001, 0.148])
    codes = np.repeat([f"P{i:07d}" for i in range(PEOPLE)], len(WAVES))
    rows = pd.DataFrame({"participant": codes, "wave": np.tile(WAVES, PEOPLE), "involved": said})
    (folder / "data" / "raw").mkdir(parents=True)
    rows.to_csv(folder / "data" / "raw" / "synthetic-answers.csv", index=False)
    waves = "\n".join(f"  - {{id: {w}, label: {w}, short: {w}}}" for w in WAVES)
    (folder / "study.yaml").write_text(STUDY.format(waves=waves), encoding="utf-8")


def clean_and_count(folder):
    """Clean the study in ``folder``, with its log and its patterns, and keep the responses as Parquet."""
    from firststeps.responses.cleaning import clean
    from firststeps.study import Study

    cleaned = clean(Study.load(folder))
    assert cleaned.patterns["people"].sum() == PEOPLE
    cleaned.responses.to_parquet(Path(folder) / "responses.parquet")


def _streaming(folder):
    """Seconds and GiB that counting straight from the given file takes in a process of its own."""
    code = (
        "import re, sys; from firststeps.study import Study;"
        "from firststeps.responses.streaming import count_given;"
        f"table = count_given(Study.load(sys.argv[1]), '300MB')['involved']; assert table.sum() == {PEOPLE};"
        "print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])"
    )
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code, str(folder)], check=True, capture_output=True, text=True)
    return time.perf_counter() - started, float(done.stdout) / 2**20


def _count_against_bare(path):
    """Seconds of our counting by those of a bare group-by that gives the same counts, each the median of five."""
    import duckdb

    from firststeps.responses.scaling import count_file

    answers = ", ".join(f"max(answer) FILTER (wave = '{wave}') AS w{i}" for i, wave in enumerate(WAVES))
    people = f"SELECT participant, {answers} FROM read_parquet('{path}') WHERE item = 'involved' GROUP BY participant"
    bare = f"SELECT w0, w1, w2, w3, count(*) FROM ({people}) GROUP BY ALL"
    ours, theirs = [], []
    for _ in range(5):
        ours.append(_seconds(lambda: count_file(path, WAVES, "involved")))
        theirs.append(_seconds(lambda: duckdb.connect().execute(bare).fetchall()))
    return statistics.median(ours) / statistics.median(theirs)


def _after_counting(path):
    """Seconds of a paired table and a test from the patterns of a million people by those from thirty."""
    import numpy as np

    from firststeps.paired.mcnemar import mcnemar
    from firststeps.paired.patterns import paired_table
    from firststeps.responses.scaling import count_file

    many = count_file(path, WAVES, "involved")
    few = np.random.default_rng(2).multinomial(30, many.ravel() / many.sum()).reshape(many.shape)
    seconds = {
        size: min(_seconds(lambda p=p: mcnemar(paired_table(p, 0, 3), method="asymptotic")) for _ in range(50))
        for size, p in (("many", many), ("few", few))
    }
    return seconds["many"] / seconds["few"]


def _seconds(run):
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


if __name__ == "__main__":
    clean_and_count(sys.argv[1])
