"""Stored claims against fresh ones, each by the class of its number."""

from collections import Counter

from firststeps.report.claims.claim import TEXTS, ClaimError
from firststeps.report.claims.record import read_claims


def check_claims(ground):
    """Compare the stored ``paper/claims.json`` with the fresh one: ``(compared, failures, counts by class)``."""
    try:
        stored, fresh = (_read(place / "paper" / "claims.json") for place in (ground.study, ground.fresh))
    except (ClaimError, ValueError) as error:
        return 0, [f"paper/claims.json cannot be read: {error}"], {}
    failures = [fault for id in sorted({*stored, *fresh}) if (fault := fault_of(id, stored.get(id), fresh.get(id)))]
    classes = Counter(class_of(stored[id]) for id in stored if id in fresh)
    return len({*stored, *fresh}), failures, dict(classes)


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
