"""From executed notebooks to ``paper/claims.json`` and back: every claim with the notebook and cell it comes from."""

import json
import os
from pathlib import Path

from firststeps.report.claims import MIME, Claim, ClaimError


def collect(notebooks):
    """Gather the claims of executed notebooks: a dictionary from id to `Claim`, sorted by id.

    Each claim gets the number of its code cell (counted from 1, papermill's injected parameters left out) and its
    cell's id.  Raises ClaimError if two notebooks, or two cells with different values, use one id.
    """
    gathered = {}
    for path in notebooks:
        for claim in _claims_of(Path(path)):
            before = gathered.setdefault(claim.id, claim)
            if before.notebook != claim.notebook or _told(before) != _told(claim):
                raise ClaimError(
                    f'Claim "{claim.id}" is recorded twice: in {before.notebook} cell {before.cell} and in '
                    f"{claim.notebook} cell {claim.cell}; an id names one number."
                )
    return dict(sorted(gathered.items()))


def write_claims(notebooks, out):
    """Write the claims of executed notebooks to the JSON file ``out``, sorted by id, all or nothing; give them."""
    claims = collect(notebooks)
    text = json.dumps({id: claim.as_dict() for id, claim in claims.items()}, indent=1, ensure_ascii=False)
    out = Path(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f".{out.name}.part")
    part.write_text(text + "\n", encoding="utf-8", newline="\n")
    os.replace(part, out)
    return claims


def read_claims(path):
    """Read the claims that `write_claims` wrote: a dictionary from id to `Claim`."""
    return {id: _from_dict(known) for id, known in json.loads(Path(path).read_text(encoding="utf-8")).items()}


def _claims_of(path):
    """Give the claims in the outputs of one executed notebook, with their cells."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    written = [cell for cell in code if "injected-parameters" not in cell.get("metadata", {}).get("tags", [])]
    for number, cell in enumerate(written, start=1):
        for output in cell["outputs"]:
            data = output.get("data", {}).get(MIME, [])
            for known in data if isinstance(data, list) else [data]:
                yield _from_dict({**known, "cell": number, "cell_id": cell.get("id")})


def _from_dict(known):
    """Give the claim of a dictionary that `Claim.as_dict` made."""
    limits = known.get("interval")
    return Claim(**{**known, "interval": None if limits is None else tuple(limits)})


def _told(claim):
    """Give what a claim says, without where it was said."""
    return {key: value for key, value in claim.as_dict().items() if key not in ("cell", "cell_id")}
