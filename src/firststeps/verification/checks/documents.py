"""The numbers as they are printed in PDF, DOCX, HTML and XML, against the claims; and the pictures of the Word file."""

import json
import zipfile

from firststeps.report.claims.claim import ClaimError
from firststeps.report.claims.record import UnknownClaim, read_claims
from firststeps.report.paper.publishing import FORMATS
from firststeps.report.paper.rendering import render
from firststeps.study import Study
from firststeps.verification.checks.texts import across_pages, bare, linked, text_of

AROUND = 10  # characters beside a number by which its place is found again in another format


def check_documents(ground):
    """Compare what the stored documents print with the claims: ``(compared, failures, numbers by format)``.

    Each number of ``paper/printed.json`` has to be linked to its claim in the HTML and to stand between the same words
    in the other formats; and each document has to read as the one that was made afresh.
    """
    failures, counts = _unprintable(ground), {}
    paper = ground.study / "paper"
    expected = _printed_claims(ground.fresh / "paper" / "printed.json")
    if not expected:
        return 0, [*failures, "paper/printed.json names no printed number."], {}
    if _printed_claims(paper / "printed.json") != expected:
        failures.append("paper/printed.json is not as it is made afresh.")
    texts = {}
    for kind in FORMATS:
        path = paper / f"manuscript.{kind}"
        try:
            texts[kind] = text_of(path)
        except Exception as error:  # whatever a reader of PDF, ZIP or XML says of a broken or missing file
            failures.append(f"paper/{path.name} cannot be read: {type(error).__name__}.")
    if "html" in texts:
        links, faults = _links_and_faults(paper / "manuscript.html", expected)
        fresh_text, fresh_links = linked(ground.fresh / "paper" / "manuscript.html")
        failures += faults
        counts["html"] = len(links)
        for kind in [kind for kind in texts if kind != "html"]:
            over = "\n" + across_pages(paper / f"manuscript.{kind}") if kind == "pdf" else ""
            failures += _out_of_place(kind, texts[kind] + over, fresh_text, fresh_links)
            counts[kind] = len(fresh_links)
    failures += filter(None, (_first_difference(kind, text, ground) for kind, text in texts.items()))
    return sum(counts.values()) + len(texts), failures, counts


def check_pictures(ground):
    """Compare the pictures of the Word file with the stored figures, to the byte: ``(compared, failures)``."""
    path = ground.study / "paper" / "manuscript.docx"
    try:
        with zipfile.ZipFile(path) as package:
            media = {name: package.read(name) for name in package.namelist() if name.startswith("word/media/")}
    except (OSError, zipfile.BadZipFile):
        return 0, ["paper/manuscript.docx cannot be read: no picture was compared."]
    figures = {file.read_bytes() for file in (ground.study / "figures").glob("*.png")}
    names = {file.read_bytes(): file.stem for file in (ground.fresh / "figures").glob("*.png")}
    others = [name for name, data in sorted(media.items()) if data not in figures]
    known = {name: names.get(media[name], "a picture of unknown origin") for name in others}
    return len(media), [f"paper/manuscript.docx: {name} ({known[name]}) is not so in figures/." for name in others]


def _unprintable(ground):
    """What stands in the way of the stored manuscript: a typed number, an unknown claim."""
    text = (ground.study / "paper" / "manuscript.md").read_text(encoding="utf-8")
    try:
        render(text, read_claims(ground.study / "paper" / "claims.json"), Study.load(ground.study))
    except (ClaimError, UnknownClaim, ValueError, OSError) as error:
        return [f"paper/manuscript.md cannot be printed: {' '.join(str(error).split())}"]
    return []


def _printed_claims(path):
    """What is printed of each claim: pairs of id and bare text."""
    try:
        printed = json.loads(path.read_text(encoding="utf-8"))
        return {(id, bare(place["text"])) for id, known in printed.items() for place in known["places"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _links_and_faults(path, expected):
    """The links of the HTML, and a sentence for each that prints something else, and for each number without one."""
    text, links = linked(path)
    shown = {(id, text[begin:end]) for id, begin, end in links}
    faults = [f"paper/{path.name} prints {number!r} for {id}, which no claim says." for id, number in shown - expected]
    faults += [f"paper/{path.name} does not print {number!r} for {id}." for id, number in expected - shown]
    return links, sorted(faults)


def _out_of_place(kind, text, html, links):
    """A sentence for each number that does not stand between the words that surround it in the fresh HTML."""
    for id, begin, end in links:
        before, after = html[max(begin - AROUND, 0) : end], html[begin : end + AROUND]
        if before not in text and after not in text:
            yield f"paper/manuscript.{kind} does not print {html[begin:end]!r} for {id} after {before[:AROUND]!r}."


def _first_difference(kind, text, ground):
    """A sentence where a document does not read as the fresh one, with the first place; "" where it does."""
    fresh = text_of(ground.fresh / "paper" / f"manuscript.{kind}")
    if text == fresh:
        return ""
    first = next((n for n, (one, two) in enumerate(zip(text, fresh, strict=False)) if one != two), len(fresh))
    place = slice(max(first - 20, 0), first + 30)
    return (
        f"paper/manuscript.{kind}, read without its spaces, has {text[place]!r}; made afresh it has {fresh[place]!r}."
    )
