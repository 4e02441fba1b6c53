"""Invented claims and plain figures, for the tests of the manuscript."""

import json
import re
from dataclasses import replace

from firststeps.report.claims.claim import Claim
from firststeps.report.claims.record import read_claims
from tests import ROOT

WAVES = ("start", "end", "two-months", "five-months")
PUBLISHED = ("possible-proportions", "verdict-map", "people-for-similarity")
FIGURES, STARTING = (
    re.findall(r"\]\(([\w-]+)\)\{#fig-", (ROOT / "paper" / name).read_text(encoding="utf-8"))
    for name in ("manuscript.md", "starter.md")
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="160mm" height="60mm"><rect width="90%" height="90%"/></svg>'
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100c9fe92"
    "ef0000000049454e44ae426082"
)


def published():
    """The claims of the abstract, and what follows from them."""
    known = {"origin": "published", "source": "Ley, Roberts & Willis (2010)", "notebook": "00-published-claims"}
    stated, known = known, known | {"origin": "derived", "source": "worked out from: Ley, Roberts & Willis (2010)"}
    wilson = {"level": 0.95, "method": "Wilson"}
    counts = {"course": 30, "analysed": 26, "ips.five-months": 15, "ips-group.five-months": 1}
    tables = {"tables": 4_596_549, "inconclusive": 4_551_913, "difference": 40_076, "equivalence": 0}
    ips = "published.ips.five-months.people"
    return [
        *(Claim(f"published.{who}.people", value, "people", **stated) for who, value in counts.items()),
        Claim(f"{ips}.smallest-proportion", 15 / 26, "proportion", n=26, interval=(0.389, 0.745), **wilson, **known),
        Claim(f"{ips}.largest-proportion", 1, "proportion", n=15, interval=(0.796, 1), **wilson, **known),
        Claim("published.analysed.proportion", 26 / 30, "proportion", n=30, **known),
        Claim("published.not-analysed.people", 4, "people", n=30, **known),
        Claim("published.ips.five-months.of-course", 0.5, "proportion", n=30, **known),
        Claim("published.similar.margin", 0.1, "margin", **known | {"origin": "assumed", "source": "study.yaml"}),
        Claim("published.similar.changers-allowed", 0, "people", **known),
        Claim("published.gap.needed", 6, "number", **known),
        Claim("published.gap.short-p", 0.0625, "p-value", **known),
        *(Claim(f"published.similar.{id}", n, "number", method="every table", **known) for id, n in tables.items()),
        Claim("published.similar.smallest-p", 0.0039, "p-value", **known),
        Claim("published.similar.largest-p", 1, "p-value", **known),
    ]


def measured(origin):
    """The claims of the study itself, of any origin."""
    known = {"origin": origin, "notebook": "03-paired-comparisons", "cell": 4}
    wilson = {"level": 0.95, "method": "Wilson", "denominator": "people who answered"}
    score = {"interval": (-0.121, 0.2), "level": 0.95, "method": "Fay–Lumbard", "n": 24}
    cells = {"both-yes": 13, "yes-to-no": 2, "no-to-yes": 3, "both-no": 6, "discordant": 5, "pairs": 24}
    cells |= {"first-yes": 15, "first-no": 9, "second-yes": 16, "second-no": 8}
    involved = [(18, 30), (19, 29), (15, 25), (16, 24)]
    return [
        Claim("flow.course.people", 30, "people", **known),
        Claim("flow.two-occasions.people", 26, "people", n=30, **known),
        Claim("flow.all-waves.people", 20, "people", n=30, **known),
        *(
            Claim(
                f"general-peer-support.{wave}.proportion",
                x / n,
                "proportion",
                n=n,
                interval=(0.3, 0.8),
                **wilson,
                **known,
            )
            for wave, (x, n) in zip(WAVES, involved, strict=True)
        ),
        Claim("ips.five-months.proportion", 15 / 24, "proportion", n=24, interval=(0.427, 0.788), **wilson, **known),
        *(Claim(f"primary.{name}", count, "people", n=24, **known) for name, count in cells.items()),
        Claim("primary.difference", 1 / 24, "points", **score, **known),
        Claim("primary.first.proportion", 15 / 24, "proportion", n=24, **known),
        Claim("primary.second.proportion", 16 / 24, "proportion", n=24, **known),
        Claim("primary.mid-p", 0.6875, "p-value", **known),
        Claim("primary.exact-p", 1, "p-value", **known),
        Claim("primary.equivalence-p", 0.27, "p-value", **known),
        Claim("ips-group.five-months.proportion", 1 / 24, "proportion", n=24, interval=(0.007, 0.2), **wilson, **known),
        Claim("general-peer-support.cochran-p", 0.7, "p-value", n=20, **known),
        Claim("primary.margin", 0.1, "points", **known),
        Claim("primary.smallest-margin", 0.173, "points", **known),
    ]


def recorded(origin):
    """The claims that the compendium itself recorded, those of its data with another origin."""
    claims = read_claims(ROOT / "paper" / "claims.json").values()
    kept = ("published", "derived", "assumed")
    return [claim if claim.origin in kept else replace(claim, origin=origin) for claim in claims]


def store(claims, path):
    path.write_text(json.dumps({claim.id: claim.as_dict() for claim in claims}), encoding="utf-8")


def draw(folder, name, origin):
    """Write a plain figure with an alt text that is hard to print."""
    (folder / f"{name}.svg").write_text(SVG)
    (folder / f"{name}.png").write_bytes(PNG)
    note = {"alt": f'The "{name}" of [30] people, <in> $ & #', "origin": origin}
    (folder / f"{name}.json").write_text(json.dumps(note))
