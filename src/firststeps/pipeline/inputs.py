"""What each step of the pipeline was computed from, by hash: so it runs again for a change of these and of no other.

A *step* is a notebook, by its name, or ``claims``, ``manuscript``, ``checklists`` or ``released``.  Its inputs are the
values of ``study.yaml`` that it read, the cells of the notebook, the code of the modules of this package that it
imports, the versions of all other packages, and where it reads them the raw files and the style of the paper.

They are kept in ``build/inputs/`` of the study when the step has ended well.  What a step reads of another one is a
file, which make compares by its time.
"""

import contextlib
import json
import os
import re
import shutil
from functools import cache
from pathlib import Path
from typing import NamedTuple

from firststeps.files import RECORDS, known_as, read_json, sha256, sha256_of_json, write_text
from firststeps.pipeline.dependencies import (
    PACKAGE,
    READINGS,
    code_digest,
    modules,
    notebook_source,
    take_up_readings,
    use_readings,
)
from firststeps.pipeline.remembered import listed
from firststeps.study import compendium_root
from firststeps.study.reads import digests

FIRST = "first"  # the first answer, from the raw files as they are
CHECKLISTS = "checklists"  # those of reporting, where the study has answered any
MAKERS = {
    FIRST: "firststeps.report.first_answer.documents, firststeps.responses.counting.ordered.first_answer",
    "claims": "firststeps.report.claims.record",
    "manuscript": "firststeps.report.paper.manuscript",
    CHECKLISTS: "firststeps.report.paper.manuscript",
    "released": "firststeps.report.release.public_folder",
}
RAW, STYLED = ("01-cleaning", FIRST), (FIRST, "manuscript", CHECKLISTS, "released")
REMEMBERING, LEDGER = "09-public-release", "data/released.json"  # the notebook that reads what was released before
STYLE = "paper/style"
LOCK = "environment/requirements.txt"  # the versions of all packages of others
_NAMES = re.compile(r"title|items\.[^.]+\.label")  # values that are words for readers alone
_NAMES_OF_WAVES = re.compile(r"waves\.\d+\.(label|short)")  # so are these, but where rows of a file name their wave


def inputs_of(step, study, paths=()):
    """The inputs of a step as they are now, by kind: a hash, or hashes by name.

    ``paths`` are the values of ``study.yaml`` that the step reads, as :func:`firststeps.study.reads.recording` gives
    them.

    >>> from firststeps.study import Study
    >>> list(inputs_of("03-paired-comparisons", Study.load(), ["primary.margin"]))
    ['study.yaml', 'code', 'text', 'environment/requirements.txt', 'modules']
    """
    use_readings(READINGS)
    inputs = {"study.yaml": digests(study, paths)}
    if step not in MAKERS:
        notebook = written(step)
        inputs |= {"code": notebook.code, "text": notebook.text}
    inputs[LOCK] = sha256(compendium_root() / LOCK)
    inputs["modules"] = {_name(path): code_digest(path) for path in modules(_source(step))}
    if step in RAW:
        files = ([name, size, time] for name, size, time, *_ in listed(study.raw) if size != "folder")
        inputs["data/raw"] = sha256_of_json([*files])
    if step == REMEMBERING:
        ledger = study.folder / LEDGER
        inputs[LEDGER] = sha256(ledger) if ledger.is_file() else ""
    if step in STYLED:
        folders = {"compendium": PACKAGE.parents[1] / STYLE, "study": study.folder / STYLE}
        inputs[STYLE] = {name: sha256_of_json(list(_held(folder))) for name, folder in folders.items()}
        inputs["TRUST"] = os.environ.get("TRUST", "")
    return inputs


class Written(NamedTuple):
    """A notebook as it is written: the Python of its cells, and hashes of its code and of all its text."""

    source: str
    code: str
    text: str


def written(step):
    """Give the notebook of a step as it is written now; read again only where its file has changed."""
    path = compendium_root() / "notebooks" / f"{step}.ipynb"
    status = path.stat()
    return _written(path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


@cache
def _written(path, *_):
    """The same, of a file as its size, times and number say."""
    cells = read_json(path)["cells"]
    code = sha256_of_json([_joined(cell) for cell in cells if cell["cell_type"] == "code"])
    text = sha256_of_json([[cell.get("id"), cell["cell_type"], _joined(cell)] for cell in cells])
    return Written(notebook_source(cells), code, text)


def _source(step):
    """Python that imports what a step imports."""
    if step in MAKERS:
        return f"import {MAKERS[step]}"
    return f"{written(step).source}\nimport firststeps.pipeline.execution"


def take_up(steps):
    """Have ready, in this process and each fork of it, which modules each of the ``steps`` needs as it is now."""
    take_up_readings()
    for step in steps:
        modules(_source(step))


def write_record(step, study, inputs):
    """Keep the ``inputs`` from which a step of ``study`` was computed."""
    write_text(_record(step, study), json.dumps(inputs, indent=1) + "\n")


def read_record(step, study):
    """The inputs from which a step of ``study`` was computed; None where nothing that can be read is kept of it."""
    try:
        record = json.loads(_record(step, study).read_text(encoding="utf-8"))
        return record if isinstance(record["study.yaml"], dict) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def note_released(study):
    """Let the record of the notebook that drafts a release stand beside the ledger in which its draft was entered."""
    if record := read_record(REMEMBERING, study):
        write_record(REMEMBERING, study, record | {LEDGER: inputs_of(REMEMBERING, study)[LEDGER]})


def is_stale(step, study):
    """Whether a step must run again: where an input is no longer as it was, or where nobody knows how it was.

    Where nobody knows the inputs are worked out too: so modules are read here, once, and not by each step for itself.
    """
    record = read_record(step, study)
    return inputs_of(step, study, record["study.yaml"] if record else ()) != record


def has_only_names_new(step, study):
    """Whether nothing, or nothing but what waves, questions or the study are called, has changed for a step.

    Where the rows of a file name their wave they may name it as `study.yaml` does: there that is more than a name.
    """
    record = read_record(step, study)
    if record is None:
        return False
    before, now = record["study.yaml"], inputs_of(step, study, record["study.yaml"])
    values = now["study.yaml"]
    names = [_NAMES] if study.data.layout == "long" else [_NAMES, _NAMES_OF_WAVES]
    renamed = all(any(name.fullmatch(path) for name in names) for path in values if values[path] != before[path])
    return renamed and {**now, "study.yaml": before} == record


def has_made(step, study, files):
    """Whether ``files``, in which nothing has its name for readers, are what a step would make of ``study`` now.

    Then nothing but such names has changed since the step ended, and they are as it left them.
    """
    try:
        ended = _record(step, study).stat().st_mtime_ns
        return all(path.stat().st_mtime_ns <= ended for path in files) and has_only_names_new(step, study)
    except OSError:
        return False


def of_claims(step, study):
    """What the claims of a notebook were computed from beside the data: a hash each for what is in its record.

    Empty for a notebook that was not run by this pipeline.
    """
    record = read_record(step, study)
    if record is None:
        return {}
    combined = {"src/firststeps": sha256_of_json(record["modules"]), "study.yaml": sha256_of_json(record["study.yaml"])}
    return {f"notebooks/{step}.ipynb": record["code"], LOCK: record[LOCK], **combined}


@contextlib.contextmanager
def records_kept(step, study, record):
    """Let the block, which does a ``step``, keep records of what its figures and documents are made from.

    What it would make again of the very same then stays as it is: see `firststeps.files.keeping`.  They are of the one
    state of modules and packages that the ``record`` of the step's inputs tells; those of another state go.
    """
    records = study.build / "records"
    folder = records / f"{step}-{sha256_of_json([record['modules'], record[LOCK]])[:16]}"
    for other in records.glob(f"{step}-*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)
    with known_as(RECORDS, folder.resolve()):
        yield


def records_of_lost_figures(step, study):
    """The records of those figures of a ``step`` of which a file is no longer there, as where somebody deleted it."""
    for path in sorted((study.build / "records").glob(f"{step}-*/figure-*.json")):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            record = json.loads(path.read_text(encoding="utf-8"))
            if not all((path.parent / record["folder"] / name).is_file() for name in record["files"]):
                yield path


def write_listing(steps, study):
    """Write ``paper/inputs.json``: what the hashes of :func:`of_claims` hold, by module and by notebook."""
    records = {step: record for step in steps if (record := read_record(step, study))}
    every = {name: known for record in records.values() for name, known in record["modules"].items()}
    used = {
        step: {"study.yaml": [*record["study.yaml"]], "src/firststeps": [*record["modules"]]}
        for step, record in records.items()
    }
    listing = {"src/firststeps": dict(sorted(every.items())), "notebooks": used}
    write_text(study.paper / "inputs.json", json.dumps(listing, indent=1, ensure_ascii=False) + "\n")


@cache
def _name(path):
    """A module's path within the package; most steps have it in common."""
    return path.relative_to(PACKAGE).as_posix()


def _record(step, study):
    """Where it is kept what a step of a study was made from."""
    return study.build / "inputs" / f"{step}.json"


def _joined(cell):
    """The source of a cell as one text."""
    return "".join(cell["source"])


def _held(folder):
    """Each file of a folder: its name and the hash of its bytes, sorted."""
    for path in sorted(Path(folder).glob("*")):
        if path.is_file():
            yield [path.name, sha256(path)]
