"""A million people and four waves: read, clean, log and count; streams; a clean file against a bare DuckDB query.

Then every notebook after the counting, of a thousand people and of a million: it reads counts, so neither should take
longer than the other.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PEOPLE, FEW = 1_000_000, 1_000
ROOT = Path(__file__).resolve().parents[2]
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
primary: {{outcome: involved, first: start, second: five-months, margin: 0.10}}
"""


def measure():
    """Rows of what was measured, each a ratio, seconds or GiB of this one run."""
    with tempfile.TemporaryDirectory() as scratch:
        many, few = Path(scratch, "many"), Path(scratch, "few")
        write_study(many, PEOPLE)
        write_study(few, FEW)
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        seconds = _seconds(lambda: subprocess.run([sys.executable, __file__, str(many)], check=True))
        memory = max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 2**20
        streaming, needed = _streaming(many)
        ratio = _count_against_bare(many / "responses.parquet")
        notebook = _execute("01-cleaning", many)
        _execute("01-cleaning", few)
        later = [row for name in after_counting(few) for row in _compare(name, few, many)]
    return [
        {"what": "a million people: read, clean, log, count, write, seconds", "value": seconds, "at most": 60},
        {"what": "the same, GiB at most", "value": memory, "at most": 4},
        {"what": "the same file counted as a stream, seconds", "value": streaming, "at most": 30},
        {"what": "the same, GiB at most, DuckDB held to 0.3", "value": needed, "at most": 0.6},
        {"what": "counting clean Parquet / a bare DuckDB group-by", "value": ratio, "at most": 1.5},
        {"what": "01-cleaning, a million people, seconds", "value": notebook},
        *later,
    ]


def write_study(folder, people):
    """A long file of up to four rows a person: answers that change, people who leave, and a few other spellings."""
    (folder / "data" / "raw").mkdir(parents=True)
    path = folder / "data" / "raw" / "synthetic-answers.csv"
    for first in range(0, people, PEOPLE):
        rows = _rows(range(first, min(first + PEOPLE, people)))
        rows.to_csv(path, index=False, mode="a" if first else "w", header=not first)
    waves = "\n".join(f"  - {{id: {w}, label: {w}, short: {w}}}" for w in WAVES)
    (folder / "study.yaml").write_text(STUDY.format(waves=waves), encoding="utf-8")


def _rows(people):
    """The rows of some people by their numbers."""
    import numpy as np
    import pandas as pd

    chance = np.random.default_rng(1 + people.start)
    codes, people = np.array([f"P{i:07d}" for i in people]), len(people)
    yes, there, parts = chance.random(people) < 0.45, np.ones(people, dtype=bool), []
    for wave in WAVES:
        said = np.where(yes, "Yes", "No")
        odd = chance.choice(["", "Y", "no"] if parts else ["Y", "no"], people)  # who never answers is nobody
        other = (chance.random(people) < 0.03) & ((odd == "") | (yes == (odd == "Y")))
        said = np.where(other, odd, said)
        parts.append(pd.DataFrame({"participant": codes, "wave": wave, "involved": said})[there])
        yes = chance.random(people) < np.where(yes, 0.85, 0.2)
        there = chance.random(people) < np.where(there, 0.96, 0.3)
    return pd.concat(parts).sort_index(kind="stable")


def clean_and_count(folder):
    """Clean the study in ``folder``, write its clean files, and keep the responses as Parquet too."""
    from firststeps.responses.cleaning.clean import clean
    from firststeps.responses.counting.clean_files import write_clean
    from firststeps.study import Study

    study = Study.load(folder)
    cleaned = clean(study)
    write_clean(study, cleaned)
    assert cleaned.patterns["people"].sum() == PEOPLE
    cleaned.responses.to_parquet(Path(folder) / "responses.parquet")


def _streaming(folder):
    """Seconds and GiB that counting straight from the given file takes in a process of its own."""
    code = (
        "import re, sys; from firststeps.study import Study;"
        "from firststeps.responses.large.given_file import count_given;"
        f"table = count_given(Study.load(sys.argv[1]), '300MB')['involved']; assert table.sum() == {PEOPLE};"
        "print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])"
    )
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code, str(folder)], check=True, capture_output=True, text=True)
    return time.perf_counter() - started, float(done.stdout) / 2**20


def _count_against_bare(path):
    """Seconds of our counting by those of a bare group-by that gives the same counts, each the median of five."""
    import duckdb

    from firststeps.responses.large.clean_file import count_file

    answers = ", ".join(f"max(answer) FILTER (wave = '{wave}') AS w{i}" for i, wave in enumerate(WAVES))
    people = f"SELECT participant, {answers} FROM read_parquet('{path}') WHERE item = 'involved' GROUP BY participant"
    bare = f"SELECT w0, w1, w2, w3, count(*) FROM ({people}) GROUP BY ALL"
    ours, theirs = [], []
    for _ in range(5):
        ours.append(_seconds(lambda: count_file(path, WAVES, "involved")))
        theirs.append(_seconds(lambda: duckdb.connect().execute(bare).fetchall()))
    return statistics.median(ours) / statistics.median(theirs)


def after_counting(folder):
    """The notebooks that come after the counting and have a use for the study in ``folder``."""
    from firststeps.pipeline.plan import analyses, left_out
    from firststeps.study import Study

    unused = left_out(Study.load(folder))
    return [name for name in analyses(ROOT / "notebooks") if name > "02" and name not in unused]


def _execute(name, folder):
    """Seconds that a notebook takes on the study in ``folder``, the kernel's start included."""
    command = [sys.executable, "-m", "firststeps", "execute", name, "--study", str(folder)]
    return _seconds(lambda: subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL))


def _compare(name, few, many):
    """Rows of one notebook: seconds of a thousand people, of a million (the faster of two runs each), and the ratio."""
    times = [(_execute(name, few), _execute(name, many)) for _ in range(2)]
    short, long = map(min, zip(*times, strict=True))
    return [
        {"what": f"{name}, a thousand people, seconds", "value": short},
        {"what": f"{name}, a million people, seconds", "value": long},
        {"what": f"{name}, a million / a thousand", "value": long / short, "at most": 2},
    ]


def _seconds(run):
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


if __name__ == "__main__":
    clean_and_count(sys.argv[1])
