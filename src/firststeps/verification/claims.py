"""Stored claims against fresh ones, each by the class of its number; all of them, or one alone."""

import tempfile
from collections import Counter
from pathlib import Path

from firststeps.errors import Stopped
from firststeps.pipeline import places
from firststeps.report.claims.claim import TEXTS, ClaimError
from firststeps.report.claims.record import collect, find, read_claims
from firststeps.verification.copies import copy_compendium, execute_notebook


def check_claims(ground):
    """Compare the stored ``paper/claims.json`` with the fresh one: ``(compared, failures, counts by class)``."""
    try:
        stored, fresh = (_read(place / "paper" / "claims.json") for place in (ground.study, ground.fresh))
    except (ClaimError, ValueError) as error:
        return 0, [f"paper/claims.json cannot be read: {error}"], {}
    failures = [fault for id in sorted({*stored, *fresh}) if (fault := fault_of(id, stored.get(id), fresh.get(id)))]
    classes = Counter(class_of(stored[id]) for id in stored if id in fresh)
    return len({*stored, *fresh}), failures, dict(classes)


def run_again(study, id, say=print):
    """Run the notebook of one claim afresh, in a temporary copy; give whether the claim is as it is stored.

    Where the notebook reads clean files these are made anew as well, from the raw ones.  ``say`` is told old, new and
    whether they are equal.  Raises UnknownClaim, with the nearest ids, for a claim that is not stored, and Stopped
    where a notebook fails.
    """
    root, place = Path.cwd(), Path.cwd() / study
    stored = _read(place / "paper" / "claims.json")
    if not stored:
        raise Stopped(f"{Path(study, 'paper', 'claims.json')} is missing or empty: run make all first.")
    before = find(stored, id)
    if not before.notebook:
        raise Stopped(f'Claim "{id}" names no notebook, so there is nothing to run.')
    cleaned = any(name.startswith("data/clean/") for name in before.inputs)
    names = [*(["01-cleaning"] if cleaned else []), before.notebook]
    with tempfile.TemporaryDirectory(prefix="claim-") as folder:  # which nobody else can read
        copy_root = Path(folder, "copy")
        copy = copy_compendium(root, place, copy_root)
        places.clean(copy)
        for name in dict.fromkeys(names):
            say(f"Running {name} in a copy ...")
            if fault := execute_notebook(copy_root, copy, name):
                raise Stopped(f"{name} failed in the copy, so nothing was compared: {fault}")
        after = collect([copy / "build" / f"{before.notebook}.ipynb"]).get(id)
    say(f"stored: {before}")
    say(f"afresh: {after or 'not recorded'}")
    fault = fault_of(id, before, after)
    say(f"Not equal. {fault}" if fault else "Equal.")
    return not fault


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
    before, after = _compared(stored), _compared(fresh)
    others = [f"stored {name} {before[name]}, afresh {after[name]}" for name in before if before[name] != after[name]]
    return f"{id}: {'; '.join(others)}." if others else ""


def _compared(claim):
    """What of a claim has to agree, by name."""
    value = claim.value if class_of(claim) in ("count", "text") else claim.printed
    about = {"unit": claim.unit, "n": claim.n, "denominator": claim.denominator, "method": claim.method}
    return {"value": value, "interval": claim.printed_interval, "level": claim.level, **about, "origin": claim.origin}


def _read(path):
    return read_claims(path) if path.is_file() else {}
