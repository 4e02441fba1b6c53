"""What a run of make has made, what it left out and why, and what is still open in ``study.yaml``."""

import csv
import json
import re
import time

from firststeps.files import write_text
from firststeps.pipeline.places import PAPERS

TIMES = "times"  # in build/: a file for each step
KINDS = {
    "executed notebooks": "build",
    "clean data files": "clean",
    "figure files": "figures",
    "documents": "paper",
}


def made_lines(place):
    """What this run of make has made in the study's folder ``place``, how long it took, and where to look."""
    since = (place / "build" / "started").stat().st_mtime
    paths = [path for path in _outputs(place) if path.stat().st_mtime > since]
    yield from _made(place, paths, since)


def without_a_row(compendium):
    """The notebooks in the folder ``compendium`` that make does not run, as its ``Makefile`` has no row for them.

    >>> from firststeps.study import compendium_root
    >>> list(without_a_row(compendium_root()))
    []
    """
    from firststeps.pipeline.plan import analyses
    from firststeps.report.printing.wording import listing

    rows = re.findall(r"(?m)^\$\(call notebook, *([\w-]+)", (compendium / "Makefile").read_text(encoding="utf-8"))
    if names := [name for name in analyses(compendium / "notebooks") if name not in rows]:
        its = "The Makefile has no row for it" if len(names) == 1 else "The Makefile has no rows for them"
        yield f"Not run: {listing(names)}. {its}: docs/ARCHITECTURE.md says what a new notebook takes."


def open_lines(study):
    """What was not run of a study and why, what cleaning warned of, and what is to be settled."""
    from firststeps.pipeline.unused import unused_lines
    from firststeps.study.questions import questions_sentence

    yield from _not_run(study)
    yield from _separate(study)
    yield from unused_lines(study)
    yield from _warned(study)
    if study.open_questions:
        yield questions_sentence(study.open_questions)


def note_time(place, step, seconds):
    """Keep how long the last run of a step took in the study's folder ``place``."""
    write_text(place / "build" / TIMES / f"{step}.json", json.dumps({"seconds": round(seconds, 1)}) + "\n")


def times(place):
    """How long the last run of each step took that was measured: (step, seconds), in order.

    >>> import tempfile
    >>> from pathlib import Path
    >>> place = Path(tempfile.mkdtemp())
    >>> note_time(place, "02-participants", 1.23)
    >>> note_time(place, "01-cleaning", 4)
    >>> times(place)
    [('01-cleaning', 4), ('02-participants', 1.2)]
    """
    paths = sorted((place / "build" / TIMES).glob("*.json"))
    return [(path.stem, json.loads(path.read_text(encoding="utf-8"))["seconds"]) for path in paths]


def _outputs(place):
    """The files that the pipeline makes."""
    kinds = ("build/*.ipynb", "data/clean/*", "figures/**/*", *(f"paper/{name}" for name in PAPERS))
    return [path for kind in kinds for path in place.glob(kind) if path.is_file()]


def _made(place, paths, since):
    """What a run has made in the folder ``place``: how many files of each kind, in which time, and what to read."""
    if not paths:
        yield f"Nothing to do: {place / 'paper' / 'manuscript.pdf'} is up to date."
        return
    folders = [path.relative_to(place).parent.parts for path in paths]
    counts = [(sum(folder in above for above in folders), kind) for kind, folder in KINDS.items()]
    sorts = ", ".join(f"{count} {kind if count > 1 else kind.removesuffix('s')}" for count, kind in counts if count)
    yield f"Made {sorts} in {time.time() - since:.0f} s."
    paper = place / "paper"
    yield f"Read {paper}/manuscript.pdf, .docx or .html; every number's source: {paper}/claims.json."
    yield f"Executed notebooks: {place / 'build'}/; figures: {place / 'figures'}/."


def _separate(study):
    """What surveys found that cannot be linked, and what may be said of them; nothing of a study whose people are."""
    if study.linked or not (study.clean / "statuses.csv").is_file():
        return
    from firststeps.report import sentences
    from firststeps.responses.linking.separate import separate_surveys

    yield sentences.side_by_side(separate_surveys(study), study.linked)


def _warned(study):
    """The warnings of cleaning in a line each, and the raw files that have changed since."""
    from firststeps.responses.given.checksums import changed_files
    from firststeps.study.questions import SHOWN

    warnings = (warning.headline for warning in _read_warnings(study.clean / "warnings.csv"))
    sentences = list(dict.fromkeys([*changed_files(study.raw), *warnings]))  # cleaning may have told of the files, too
    if sentences:
        number = "a warning" if len(sentences) == 1 else f"{len(sentences)} warnings"
        yield f"Cleaning gave {number}; 01-cleaning says what to do:"
        yield from (f"  {line}" for line in sentences[:SHOWN])
    if len(sentences) > SHOWN:
        yield f"  ... and {len(sentences) - SHOWN:,} more."


def _read_warnings(path):
    """The problems in a ``warnings.csv``; none where there is no such file."""
    from firststeps.responses.given.problems import Problem

    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            numbers = {name: int(row[name]) for name in ("row", "times")}
            yield Problem(
                "warn", **{name: row[name] for name in ("file", "found", "expected", "remedy", "column")} | numbers
            )


def _not_run(study):
    """Which notebooks this study has no use for, each reason once."""
    from firststeps.pipeline.plan import left_out
    from firststeps.report.printing.wording import listing

    reasons = left_out(study)
    for reason in dict.fromkeys(reasons.values()):
        yield f"Not run: {listing(sorted(name for name in reasons if reasons[name] == reason))}. {reason}"
