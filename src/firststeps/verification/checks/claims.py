"""Stored claims against fresh ones, each by the class of its number; all of them, or one alone."""

import contextlib
import tempfile
from collections import Counter
from pathlib import Path

from firststeps.errors import Stopped
from firststeps.files import sha256
from firststeps.pipeline import places
from firststeps.report.claims.claim import TEXTS, ClaimError
from firststeps.report.claims.drawn import drawn_by
from firststeps.report.claims.record import collect, find, read_claims
from firststeps.verification.copies import copy_compendium, execute_notebook, notebooks_of

CLEANING = "01-cleaning"


def check_claims(ground):
    """Compare the stored ``paper/claims.json`` with the fresh one: ``(compared, failures, counts by class)``."""
    try:
        stored, fresh = (_claims_in(place / "paper" / "claims.json") for place in (ground.study, ground.fresh))
    except (ClaimError, ValueError) as error:
        return 0, [f"paper/claims.json cannot be read: {error}"], {}
    failures = [fault for id in sorted({*stored, *fresh}) if (fault := fault_of(id, stored.get(id), fresh.get(id)))]
    classes = Counter(class_of(stored[id]) for id in stored if id in fresh)
    return len({*stored, *fresh}), failures, dict(classes)


def run_again(study, id, say=print):
    """Run the notebook of one claim, or of one figure by its name, in a temporary copy; give whether it is equal.

    Where the notebook reads clean files these are made anew as well, from the raw ones.  ``say`` is told old, new and
    whether they are equal; figures are compared to the byte.  Raises UnknownClaim, with the nearest ids, for what is
    not stored, and Stopped where a notebook fails.
    """
    place = Path.cwd() / study
    stored = _claims_in(place / "paper" / "claims.json")
    if not stored:
        raise Stopped(f"{Path(study, 'paper', 'claims.json')} is missing or empty: run make all first.")
    figures = {path.stem: drawn_by(path.stem) for path in (place / "figures").glob("*.json")}
    before = find(stored | figures, id)
    if before is None or not before.notebook:
        raise Stopped(f'"{id}" names no notebook, so there is nothing to run.')
    with _run_in_a_copy(place, before.notebook, _reads_clean_files(before.notebook, stored), say) as copy:
        if id in figures:
            files = [path.relative_to(place) for path in place.glob(f"figures/**/{id}.*")]
            lines = [_drawn_again(place, copy, file) for file in files]
            fault = "" if all(same for same, _ in lines) else "The files differ."
            say("\n".join(line for _, line in sorted(lines)))
        else:
            after = collect([copy / "build" / f"{before.notebook}.ipynb"]).get(id)
            say(f"stored: {before}\nafresh: {after or 'not recorded'}")
            fault = fault_of(id, before, after)
    say(f"Not equal. {fault}" if fault else "Equal.")
    return not fault


@contextlib.contextmanager
def _run_in_a_copy(place, notebook, clean, say):
    """Give a copy of the study in ``place`` in which this notebook was run, after the cleaning where that is needed."""
    with tempfile.TemporaryDirectory(prefix="claim-") as folder:  # which nobody else can read
        root = Path(folder, "copy")
        copy = copy_compendium(Path.cwd(), place, root)
        places.clean(copy)
        before = [name for name in notebooks_of(root, copy) if clean and name == CLEANING]
        for name in dict.fromkeys([*before, notebook]):
            say(f"Running {name} in a copy ...")
            if fault := execute_notebook(root, copy, name):
                raise Stopped(f"{name} failed in the copy, so nothing was compared: {fault}")
        yield copy


def _reads_clean_files(notebook, claims):
    """Whether a notebook reads clean files, as its claims say; taken for granted where it has none."""
    names = [name for claim in claims.values() if claim.notebook == notebook for name in claim.inputs]
    return not names or any(name.startswith("data/clean/") for name in names)


def _drawn_again(place, copy, file):
    """Whether a file of a figure is the same to the byte, and a line that says so by hash."""
    paths = place / file, copy / file
    old, new = (sha256(path) if path.is_file() else "none" for path in paths)
    return old == new, f"{file.as_posix()}: stored {old[:16]}, afresh {new[:16]}"


def class_of(claim):
    """The class by which a claim is compared: count, text, p-value or estimate.

    >>> from firststeps.report.claims.claim import Claim
    >>> [class_of(Claim("a.b", 1, unit)) for unit in ("people", "p-value", "points")]
    ['count', 'p-value', 'estimate']
    """
    if claim.unit == "people" or (claim.unit == "number" and isinstance(claim.value, int)):
        return "count"
    return "text" if claim.unit in TEXTS else "p-value" if claim.unit == "p-value" else "estimate"


def fault_of(id, stored, fresh):
    """Say how a stored claim differs from the fresh one, or "" where it does not.

    >>> from firststeps.report.claims.claim import Claim
    >>> fault_of("a.b", Claim("a.b", 14, "people"), Claim("a.b", 15, "people"))
    'a.b: stored value 14, afresh 15.'
    >>> fault_of("a.b", Claim("a.b", 0.50461, "p-value"), Claim("a.b", 0.50462, "p-value"))
    ''
    """
    if stored is None or fresh is None:
        return f"{id}: {'not stored, made afresh' if stored is None else 'stored, not made afresh'}."
    before, after = _comparable(stored), _comparable(fresh)
    others = [f"stored {name} {before[name]}, afresh {after[name]}" for name in before if before[name] != after[name]]
    return f"{id}: {'; '.join(others)}." if others else ""


def _comparable(claim):
    """What of a claim has to agree, by name."""
    value = claim.value if class_of(claim) in ("count", "text") else claim.printed
    names = ("unit", "n", "denominator", "method", "origin", "source", "rounding", "level", "notebook")
    about = {name: getattr(claim, name) for name in names}
    return {"value": value, "interval": claim.printed_interval, **about}


def _claims_in(path):
    """The claims of a file; none where there is no file."""
    return read_claims(path) if path.is_file() else {}
