"""Print what comes of each case: ``python -m tests.exports [NAME ...]``.

A line a case: the rounds (how often the robot ran the cleaning), the marks of the proposal, the seconds of the way from
the files to the first table, and what is not right.
"""

import sys
import tempfile
from pathlib import Path

from tests.exports.cases import cases
from tests.exports.robot import go
from tests.exports.verdicts import faults


def report(names=()):
    """The lines of the report, for all cases or for those whose names begin as ``names`` do."""
    right = 0
    chosen = [case for name, case in cases().items() if not names or name.startswith(tuple(names))]
    yield f"{'case':32} {'rounds':>6} {'marks':>6} {'seconds':>8}  what is not right"
    for case in chosen:
        with tempfile.TemporaryDirectory() as folder:
            way = go(case, Path(folder, "study"))
        told = faults(case, way)
        right += not told
        first = (told or ["right"])[0].replace("\n", " | ")
        more = f" (and {len(told) - 1} more)" if len(told) > 1 else ""
        yield f"{case.name:32} {way.rounds:6} {way.marks:6} {way.seconds:8.2f}  {first[:300]}{more}"
    yield f"{right} of {len(chosen)} are right."


if __name__ == "__main__":
    for line in report(sys.argv[1:]):
        print(line, flush=True)
