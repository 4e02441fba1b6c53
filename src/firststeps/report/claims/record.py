"""Claims: every number the paper uses, recorded once by the notebook that computed it.

A notebook records a claim with `Claims.record`; the claim shows itself there as a sentence and, beside it, as data of
the type ``application/vnd.firststeps.claim+json``.  So the executed notebook carries its claims, `write_claims` gathers
them into one file, and the manuscript refers to them by id.
"""

import json
import re
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from firststeps.errors import Stopped
from firststeps.files import read_json, sha256, write_text
from firststeps.report.claims.claim import MIME, Claim, ClaimError
from firststeps.report.claims.drawn import written_cells
from firststeps.report.claims.results import of_result
from firststeps.report.printing import wording

LONGEST = 60  # letters of an id that is not known, as it is shown


class UnknownClaim(Stopped, LookupError):
    """An id that no notebook recorded: the message gives the nearest known ids."""


class Claims:
    """The claims of one notebook, each recorded once.

    ``folder`` is the study; ``inputs`` are the files (paths within it) that the numbers are computed from, whose
    SHA-256 every claim carries; ``origin`` is that of the data, ``alpha`` the significance level of its tests.  A cell
    that records several claims ends with the name of this object, which shows those not yet shown.

    >>> claims = Claims(".", notebook="02-participants", origin="synthetic")
    >>> claim = claims.record("flow.start.people", 30, "people", n=30, denominator="people on the course")
    >>> claim = claims.record("flow.end.people", 28, "people", n=30, denominator="people on the course")
    >>> print(claims)
    flow.start.people: 30 of 30 people on the course [synthetic]
    flow.end.people: 28 of 30 people on the course [synthetic]
    """

    def __init__(self, folder, notebook, origin, inputs=(), alpha=wording.ALPHA):
        """Hash the inputs; raises ClaimError if one is missing or outside ``folder``."""
        self.folder = Path(folder)
        self.notebook = notebook
        self.origin = origin
        self.alpha = alpha
        self.inputs = hash_inputs(self.folder, inputs)
        self._recorded = {}
        self._shown = set()

    def record(
        self,
        id,
        value,
        unit=None,
        *,
        n=None,
        denominator=None,
        interval=None,
        level=None,
        alpha=None,
        method=None,
        source=None,
        origin=None,
        rounding=None,
    ):
        """Record one number and give its `Claim`, which shows itself at the end of a cell.

        ``value`` is a number with its ``unit``, or a result of ``firststeps.paired``, which brings unit, interval,
        method and the people it speaks of; what is given beside it takes the place of its own.

        ``origin`` is only given where it differs from that of the notebook's data ("published" for what was read in
        print, "derived" for what is worked out from that), ``rounding`` where counts were rounded.  ``interval`` is
        (low, high), or has these two and ``level`` as attributes. Recording the same again (a cell run twice) is no
        fault.  Raises ClaimError for what `Claim` refuses and for an id recorded before with another number.
        """
        known = {} if unit else of_result(value)
        alpha = (alpha or self.alpha) if (unit or known["unit"]) == "p-value" else wording.ALPHA
        limits, level = _limits_and_level(interval, level)
        claim = Claim(
            id,
            known.get("value", value),
            unit or known["unit"],
            n=known.get("n") if n is None else n,
            denominator=denominator or known.get("denominator"),
            interval=limits or known.get("interval"),
            level=level if limits else known.get("level"),
            alpha=None if alpha == wording.ALPHA else alpha,
            method=method or known.get("method"),
            source=source,
            origin=origin or self.origin,
            rounding=rounding,
            notebook=self.notebook,
            inputs=self.inputs,
        )
        if self._recorded.setdefault(id, claim) != claim:
            raise ClaimError(
                f'Claim "{id}" was recorded before in this notebook, as {self._recorded[id].printed}; an id names one '
                "number. Where you changed the analysis, restart the kernel and run the notebook from its start."
            )
        return claim

    def record_each(self, prefix, values, unit=None, **about):
        """Record a number, or a result, for each name of ``values``, as ``<prefix>.<name>``; give this object.

        A name of several words becomes one with hyphens.

        >>> claims = Claims(".", notebook="02-participants", origin="synthetic")
        >>> print(claims.record_each("flow", {"start": 28, "end": 26}, "people", n=30))
        flow.start: 28 of 30 people [synthetic]
        flow.end: 26 of 30 people [synthetic]
        """
        for name, value in values.items():
            self.record(f"{prefix}.{name.replace(' ', '-')}", value, unit, **about)
        return self

    def record_rows(self, id, frame, value, unit, n=None, level=None, **about):
        """Record a number of each row of ``frame``; give this object.

        ``id`` is a text with names of columns in braces, ``value`` and ``n`` are names of columns; ``n`` may be
        one number for all rows. With a ``level`` the columns ``low`` and ``high`` are its interval. Texts among
        ``about`` may have names of columns in braces as well; other braces stay as they are. A row without a value has
        no claim.

        >>> import pandas as pd
        >>> claims = Claims(".", notebook="02-participants", origin="synthetic")
        >>> rows = [{"wave": "start", "share": 0.5, "answered": 28}]
        >>> print(claims.record_rows("{wave}.proportion", pd.DataFrame(rows), "share", "proportion", n="answered"))
        start.proportion: 50% of 28 people (14/28) [synthetic]
        """
        for row in frame.dropna(subset=[value]).to_dict("records"):
            limits = {"interval": (row["low"], row["high"]), "level": level} if level else {}
            people = {"n": row[n] if isinstance(n, str) else n}
            texts = {key: _fill_in(text, row) if isinstance(text, str) else text for key, text in about.items()}
            self.record(_fill_in(id, row), row[value], unit, **people, **limits, **texts)
        return self

    def __str__(self):
        """Give every claim recorded so far, one a line."""
        return "\n".join(map(str, self._recorded.values()))

    def __getitem__(self, id):
        """Give the claim recorded under ``id``."""
        return find(self._recorded, id)

    def _repr_mimebundle_(self, include=None, exclude=None):
        """Show the claims that this object has not shown yet."""
        fresh = [claim for id, claim in self._recorded.items() if id not in self._shown]
        self._shown.update(claim.id for claim in fresh)
        return {
            "text/plain": "\n".join(map(str, fresh)) or "No claim since the last shown.",
            MIME: [claim.as_dict() for claim in fresh],
        }


def collect(notebooks):
    """Gather the claims of executed notebooks: a dictionary from id to `Claim`, sorted by id.

    Each claim gets the number of its code cell (counted from 1, papermill's injected parameters left out) and its
    cell's id.  Raises ClaimError if two notebooks, or two cells with different values, use one id.
    """
    gathered = {}
    for path in notebooks:
        for claim in _claims_of(Path(path)):
            before = gathered.setdefault(claim.id, claim)
            if _content(before) != _content(claim):
                raise ClaimError(
                    f'Claim "{claim.id}" is recorded twice: in {before.notebook} cell {before.cell} and in '
                    f"{claim.notebook} cell {claim.cell}; an id names one number."
                )
    return dict(sorted(gathered.items()))


def write_claims(notebooks, out, inputs=lambda notebook: {}):
    """Write the claims of executed notebooks to the JSON file ``out``, sorted by id, all or nothing; give them.

    ``inputs`` gives, for a notebook, hashes by name of what can change its claims beside their data; each of them
    carries these as well.
    """
    beside = {notebook: inputs(notebook) for notebook in (Path(path).stem for path in notebooks)}
    claims = {
        id: replace(claim, inputs=dict(sorted((claim.inputs | beside.get(claim.notebook, {})).items())))
        for id, claim in collect(notebooks).items()
    }
    text = json.dumps({id: claim.as_dict() for id, claim in claims.items()}, indent=1, ensure_ascii=False)
    write_text(out, text + "\n")
    return claims


def read_claims(path):
    """Read the claims that `write_claims` wrote: a dictionary from id to `Claim`."""
    return {id: _from_dict(known) for id, known in read_json(path).items()}


def find(claims, id):
    """Give the claim of that id, or raise UnknownClaim with the nearest known ids.

    >>> find({"flow.end": 1, "primary.mid-p": 2}, "primary.mid-q")
    Traceback (most recent call last):
    ...
    firststeps.report.claims.record.UnknownClaim: No claim "primary.mid-q" was recorded. Nearest known: primary.mid-p.
    """
    if id in claims:
        return claims[id]
    shown = " ".join(id.split())
    near = get_close_matches(shown.casefold(), claims, n=3, cutoff=0.5)
    shown = shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}..."
    hint = f"Nearest known: {wording.listing(near, 'or')}." if near else f"{len(claims)} are known, none is like it."
    raise UnknownClaim(f'No claim "{shown}" was recorded. {hint}')


def hash_inputs(folder, paths):
    """Give the SHA-256 of each file, by its path within ``folder`` with forward slashes.

    Raises ClaimError for a file that is missing or lies outside the study's folder.
    """
    root = Path(folder).resolve()
    hashes = {}
    for path in sorted(map(Path, paths)):
        file = (root / path).resolve()
        if not file.is_relative_to(root):
            raise ClaimError(f"The input {file.name} lies outside the study's folder; a claim names files within it.")
        name = file.relative_to(root).as_posix()
        if not file.is_file():
            raise ClaimError(f"The input {name} is not there; make it before recording claims from it.")
        hashes[name] = sha256(file)
    return hashes


def _claims_of(path):
    """Give the claims in the outputs of one executed notebook, with their cells."""
    for number, cell in enumerate(written_cells(path.read_text(encoding="utf-8")), start=1):
        for output in cell["outputs"]:
            data = output.get("data", {}).get(MIME, [])
            for known in data if isinstance(data, list) else [data]:
                yield _from_dict({**known, "cell": number, "cell_id": cell.get("id")})


def _fill_in(text, row):
    """Give ``text`` with the cells of a row in place of the names of its columns that stand in braces."""
    return re.sub(r"\{(\w+)(?::([^{}]*))?\}", lambda m: format(row[m[1]], m[2] or "") if m[1] in row else m[0], text)


def _from_dict(known):
    """Give the claim of a dictionary that `Claim.as_dict` made."""
    limits = known.get("interval")
    return Claim(**{**known, "interval": None if limits is None else tuple(limits)})


def _content(claim):
    """Give what a claim says, without where it was said."""
    return {key: value for key, value in claim.as_dict().items() if key not in ("cell", "cell_id")}


def _limits_and_level(interval, level):
    """Give an interval as a pair, and its level where the interval brings one and none is given."""
    if hasattr(interval, "low"):
        return (interval.low, interval.high), level if level is not None else getattr(interval, "level", None)
    return None if interval is None else tuple(interval), level
