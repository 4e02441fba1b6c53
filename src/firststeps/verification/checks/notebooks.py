"""Notebooks and figures as they are stored, against those that were made afresh."""

import nbformat

from firststeps.pipeline.acceptance import differences, says


def check_notebooks(ground):
    """Compare what each stored notebook shows with its fresh run, cell by cell: ``(compared, failures)``."""
    failures, compared = [], 0
    for fresh in sorted((ground.fresh / "build").glob("[0-9]*.ipynb")):
        stored = ground.stored_notebooks / fresh.name
        if fresh.name.endswith(".failed.ipynb"):
            continue
        compared += 1
        if not stored.is_file():
            failures.append(f"{stored.parent.name}/{stored.name} is missing.")
        elif fault := _fault(nbformat.read(stored, as_version=4), nbformat.read(fresh, as_version=4)):
            failures.append(f"{stored.parent.name}/{stored.name}: {fault}")
    return compared, failures


def _fault(stored, fresh):
    """What a stored notebook shows otherwise than the fresh one, in a sentence; "" where nothing is."""
    if len(says(stored)) != len(says(fresh)):
        return "it has another number of cells than the notebook that was run."
    lines = [line.strip() for line in differences(stored, fresh)]
    return "; ".join(lines[:6]) + ("; ..." if len(lines) > 6 else "")


def check_figures(ground):
    """Compare each stored figure, in each format and width, with a fresh one, to the byte: ``(compared, failures)``."""
    failures, compared = [], 0
    folders = [place / "figures" for place in (ground.fresh, ground.study)]
    files = {path.relative_to(folder) for folder in folders for path in folder.rglob("*.*")}
    for name in sorted({path.stem for path in files}):
        compared += 1
        kinds = sorted(path.as_posix() for path in files if path.stem == name)
        others = [kind for kind in kinds if _bytes(ground.study, kind) != _bytes(ground.fresh, kind)]
        if others:
            failures.append(f"figures/{name} is not as it was drawn afresh: {', '.join(others)}.")
    return compared, failures


def _bytes(place, name):
    """The bytes of a figure; none where it is missing."""
    path = place / "figures" / name
    return path.read_bytes() if path.is_file() else b""
