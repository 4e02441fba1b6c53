"""What those who check claims read: ``repro.yaml`` for ``claims verify``, ``codecheck.yml`` for CODECHECK.

``repro.yaml`` pins the recorded claims by their SHA-256 and says of each number that the paper prints where it stands
in them, in the words of claims-cli 0.6; ``codecheck.yml`` is the author's part of CODECHECK's configuration file,
version 1.0.
"""

import hashlib
import re

import yaml

VERSION = "https://codecheck.org.uk/spec/config/1.0/"
CHECKERS_PART = """\
# The codechecker adds what only they know: codechecker (name, ORCID), report, and, if they like, summary, repository,
# check_time and certificate. Version 2.0 of the specification asks the authors for an ORCID each and for a reference.
"""
PERCENT = ("proportion", "points", "margin")  # units of fractions that are printed as percentages
_NUMBER = re.compile(r"[+\u2212-]?\d[\d,]*(?:\.\d+)?")
_RANGE = re.compile(r"% (?:CI|interval)\W* (?P<low>.+?) to (?P<high>.+)$")


def repro_yaml(project, claims, path, content):
    """Give the text of ``repro.yaml``: what the paper prints of ``claims``, a list of :class:`Claim`.

    ``path`` is where, below the folder of ``repro.yaml``, the claims' file with the bytes ``content`` lies.

    >>> from firststeps.report.claims.claim import Claim
    >>> claim = Claim("ips.proportion", 15 / 26, "proportion", n=26, interval=(0.389, 0.745), level=0.95)
    >>> manifest = yaml.safe_load(repro_yaml("A study", [claim], "paper/claims.json", b"{}"))
    >>> [(part["pointer"], part["reported"], part["conversion"]) for part in manifest["claims"][0]["evidence"][:2]]
    [('/ips.proportion/value', '58', 'percent'), ('/ips.proportion/interval/0', '39', 'percent')]
    """
    pin = {"algorithm": "sha256", "value": hashlib.sha256(content).hexdigest()}
    artifact = {"id": "claims", "path": path, "digest": pin, "media_type": "application/json"}
    entries = [{"id": claim.id, "text": str(claim), "evidence": evidence(claim)} for claim in claims]
    manifest = {"schema_version": "repro/1", "project": project, "artifacts": [artifact]}
    return _dump(manifest | {"claims": [one for one in entries if one["evidence"]]})


def evidence(claim):
    """Give, for each number that a claim prints, where it stands in the file of claims and how it is reported.

    A number that is printed as a bound ("p < 0.001") is held to lie between zero and it.  Texts have no evidence.
    """
    parts = [(claim.printed, "value", "value")] if not isinstance(claim.value, str) else []
    if claim.interval and (limits := _RANGE.search(claim.printed_interval)):
        parts += [(limits[end], end, f"interval/{place}") for place, end in enumerate(("low", "high"))]
    if claim.n is not None:
        parts.append((f"{claim.n:,}", "n", "n"))
    return [_metric(claim, *part) for part in parts if len(_NUMBER.findall(part[0])) == 1]


def _metric(claim, printed, name, place):
    """One number as it is printed, and its place."""
    reported = _NUMBER.search(printed)[0].replace(",", "").replace("\u2212", "-").lstrip("+")
    metric = {
        "kind": "metric",
        "artifact": "claims",
        "name": name,
        "pointer": f"/{claim.id}/{place}",
        "reported": reported,
    }
    if "<" in printed:
        return metric | {"reported": "0", "mode": "absolute", "tolerance": reported}
    if ">" in printed:
        return metric | {"reported": "1", "mode": "absolute", "tolerance": str(round(1 - float(reported), 10))}
    return metric | ({"conversion": "percent"} if name != "n" and claim.unit in PERCENT else {})


def codecheck_yml(title, authors, manifest, archive):
    """Give the author's part of ``codecheck.yml``.

    ``authors`` are (name, ORCID), ``manifest`` (file, comment) in order, ``archive`` the addresses at which the
    compendium is archived.

    >>> text = codecheck_yml("A study", [("Ann", "")], [("figures/a.svg", "Figure 1: Who came")], [])
    >>> text.splitlines()[:2], yaml.safe_load(text)["manifest"]
    (['%YAML 1.1', '---'], [{'file': 'figures/a.svg', 'comment': 'Figure 1: Who came'}])
    """
    people = [{"name": name} | ({"ORCID": orcid} if orcid else {}) for name, orcid in authors]
    configuration = {
        "version": VERSION,
        "manifest": [{"file": file, "comment": comment} for file, comment in manifest],
        "paper": {"title": title, "authors": people},
    }
    configuration |= {"repository": archive} if archive else {}
    return _dump(configuration, version=(1, 1), explicit_start=True) + CHECKERS_PART


def _dump(value, **options):
    """YAML text of plain values, which quotes whatever would be read as something else."""
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=120, **options)
