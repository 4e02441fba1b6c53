"""repro.yaml holds of each printed number where it stands; codecheck.yml is the author's part of the specification."""

import hashlib
import json
import re
from decimal import Decimal

import pytest
import yaml

from firststeps.report.claims.claim import Claim
from firststeps.report.claims.record import read_claims
from firststeps.report.deposit.checkers import codecheck_yml, evidence, repro_yaml
from tests import ROOT


def agrees(stored, part):
    """Whether a stored value prints as it is reported, by the rules of claims-cli 0.6, written down anew."""
    reported, value = Decimal(part["reported"]), Decimal(str(stored))
    if part.get("mode") == "absolute":
        return abs(value - reported) <= Decimal(part["tolerance"])
    value *= 100 if part.get("conversion") == "percent" else 1
    return abs(value - reported) * 2 <= Decimal(1).scaleb(reported.as_tuple().exponent)


def stored(claims, pointer):
    """What stands at a JSON pointer (RFC 6901)."""
    for step in pointer.split("/")[1:]:
        claims = claims[int(step)] if isinstance(claims, list) else claims[step.replace("~1", "/").replace("~0", "~")]
    return claims


def test_every_recorded_number_of_the_root_is_found_as_it_is_printed():
    """All pointers lead to a value that prints so, and no number is left out but for those without one."""
    path = ROOT / "paper" / "claims.json"
    claims, content = read_claims(path), path.read_bytes()
    told = yaml.safe_load(repro_yaml("Root", list(claims.values()), "paper/claims.json", content))
    assert told["artifacts"][0]["digest"]["value"] == hashlib.sha256(content).hexdigest()
    plain = json.loads(content)
    parts = [part for one in told["claims"] for part in one["evidence"]]
    assert len(parts) > 300 and all(agrees(stored(plain, part["pointer"]), part) for part in parts)
    left = set(claims) - {one["id"] for one in told["claims"]}
    assert all(isinstance(claims[id].value, str) for id in left)


@pytest.mark.parametrize("change", [0.01, -0.01, 0.2])
def test_a_value_that_is_another_does_not_agree(change):
    claim = Claim("a.b", 0.42, "proportion", n=50, interval=(0.3, 0.55), level=0.95)
    for part in evidence(claim):
        assert agrees({"value": 0.42, "interval/0": 0.3, "interval/1": 0.55, "n": 50}[part["pointer"][5:]], part)
    assert not agrees(0.42 + change, evidence(claim)[0])


@pytest.mark.parametrize(
    ("claim", "reported"),
    [
        (Claim("a.b", 1600, "people"), "1600"),
        (Claim("a.b", -0.125, "points"), "-12.5"),
        (Claim("a.b", 0.00002, "p-value"), "0"),
        (Claim("a.b", 12.3456, "ratio"), "12"),
    ],
)
def test_numbers_are_reported_without_signs_that_are_no_digits(claim, reported):
    """No thousands comma, no minus of typography, no word; a bound is a distance from zero."""
    part = evidence(claim)[0]
    assert re.fullmatch(r"-?\d+(\.\d+)?", part["reported"]) and agrees(claim.value, part)
    assert part["reported"].startswith(reported)


def test_texts_have_nothing_to_check():
    assert evidence(Claim("a.b", "inconclusive", "text")) == []


def test_codecheck_has_what_version_1_asks_of_authors(target):
    """The MUSTs of https://codecheck.org.uk/spec/config/1.0/ that are the author's: start, manifest, relative files."""
    text = (target / "codecheck.yml").read_text(encoding="utf-8")
    assert text.startswith("%YAML 1.1\n---\n")
    told = yaml.safe_load(text)
    assert told["version"] == "https://codecheck.org.uk/spec/config/1.0/"
    assert told["paper"]["authors"][0]["name"] and told["paper"]["title"]
    files = [item["file"] for item in told["manifest"]]
    assert len(files) > 3 and all((target / file).is_file() and not file.startswith("/") for file in files)
    assert not re.search("FIXME|TODO|XXXX", text) and not {"codechecker", "report", "certificate"} & set(told)


def test_an_orcid_stands_plain_and_the_archive_as_an_address():
    told = yaml.safe_load(
        codecheck_yml("T", [("Ann", "0000-0002-1825-0097"), ("B", "")], [], ["https://doi.org/10.1/a"])
    )
    assert told["paper"]["authors"] == [{"name": "Ann", "ORCID": "0000-0002-1825-0097"}, {"name": "B"}]
    assert told["repository"] == ["https://doi.org/10.1/a"]
