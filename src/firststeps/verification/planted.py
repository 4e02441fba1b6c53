"""Faults to plant in a copy, each a changed file with the step that must catch it and the word that must name it."""

import io
import json
import random
import re
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

from firststeps.pipeline.environment import LOCK
from firststeps.responses.given.checksums import NAME, given_names
from firststeps.study import Study
from firststeps.verification.checks.claims import CLEANING

TYPED = "7777"  # no count, percentage or year of a small study
FORMULAS = {  # by claim: the function in `paired.two_waves.mcnemar`, and how a run is refused that compares it
    "primary.exact-p": ("_exact_pvalue", ("03-paired-comparisons", "AssertionError")),
    "primary.mid-p": ("_mid_pvalue", ()),  # no notebook compares it with another program
}


@dataclass(frozen=True)
class Fault:
    """A fault: what was done, to which file (``content`` None: it is removed), and who must catch and name it.

    ``refusal`` are the words of a refusal by which a run that stops for this fault is told from one that stops for
    something else; without them a run that holds the fault is to come to its end.
    """

    what: str
    step: int
    path: Path
    content: bytes | None
    name: str
    refusal: tuple[str, ...] = ()

    def is_refused_by(self, sentence):
        """Whether a run that was refused with this sentence was refused for the fault.

        >>> fault = Fault("a formula changed", 6, Path("a.py"), b"", "p", ("03-paired", "AssertionError"))
        >>> fault.is_refused_by("03-paired.ipynb, cell 9: AssertionError"), fault.is_refused_by("03-paired: no kernel")
        (True, False)
        """
        return bool(self.refusal) and all(word in sentence for word in self.refusal)


def short_faults(ground):
    """The four faults of every verification, as far as the study has what they need.

    One answer flipped, one number typed into the paper, one figure swapped, the output of one cell edited.
    """
    answers = [fault for fault in (flipped_answer(ground.study),) if fault]
    figures = _swapped_figures(ground)
    if ground.quick:  # no figure was drawn afresh: the Word file's pictures alone can tell
        figures = [replace(fault, step=5) for fault in figures if fault.path.read_bytes() in _pictures(ground.study)]
    return [*answers, *_typed_numbers(ground)[:1], *figures[:1], *_edited_outputs(ground)[:1]]


def long_faults(ground):
    """Some eighty faults in data, lock, notebooks, figures, claims and paper."""
    every = [*short_faults(ground)[:1], *_raw(ground), *_lock(ground), *_edited_outputs(ground)]
    every += [*_swapped_figures(ground), *_drawn_figures(ground), *_claims(ground), *_typed_numbers(ground)]
    return [*every, *_documents(ground)]


def five_faults(ground):
    """Five faults of five kinds to be found by somebody who learns: the same study gets the same.

    A raw file changed, a printed output edited, a figure swapped, a claim edited, a number typed into the paper.
    """
    chance = random.Random(_text(ground.study / "paper" / "claims.json"))
    raw, outputs, claims = list(_raw(ground)), _edited_outputs(ground), list(_claims(ground))
    kinds = [
        [fault for fault in raw if fault.what.startswith("a byte added")],
        [fault for fault in outputs if fault.content is not None],
        _swapped_figures(ground),
        [fault for fault in claims if fault.what.startswith("value of")],
        _typed_numbers(ground)[:1],
    ]
    return [chance.choice(kind) for kind in kinds if kind]


def flipped_answer(study):
    """A raw file with one answer, yes, made a no; None where no raw file of text holds one that can be told.

    In a file of counts the number of people of one row grows by one instead.  A run may be refused for the answer by
    the cleaning, which names the file, and for the number as well, where more people answered than were in the study.
    """
    about = Study.load(study)
    word = "people in the files" if about.data.layout == "counts" else None
    for path in sorted((study / "data" / "raw").glob("*")):
        lines = _text(path).splitlines(keepends=True)
        mark = max(",;\t", key=lines[0].count) if lines else ","
        head = [name.strip('"\r\n ') for name in lines[0].split(mark)] if lines else []
        for number, line in enumerate(lines[1:], start=1):
            if changed := _flip(about, head, line, mark):
                content = "".join([*lines[:number], changed, *lines[number + 1 :]]).encode("utf-8")
                what = f"one answer flipped in data/raw/{path.name}, line {number + 1}"
                return Fault(what, 2, path, content, path.name, (CLEANING, word or path.name))
    return None


def _flip(about, head, line, mark):
    """A line of a raw file with its first yes to the first outcome made a no; empty where it holds none.

    Its cells stand between each ``mark``, below those of ``head``.  Of counts the people of the line become one more.
    """
    outcome = next(iter(about.outcomes), "")
    if not outcome or not about.codes_of(outcome).no:
        return ""
    item, codes, text = about.items[outcome], about.codes_of(outcome), line.rstrip("\r\n")
    yes, columns = {code.casefold() for code in codes.yes}, {outcome, item.column, *item.columns.values()}
    cells = text.split(mark)
    places = [k for k, name in enumerate(head) if name in columns] if len(cells) == len(head) else []
    place = next((k for k in places if cells[k].strip('" ').casefold() in yes), None)
    if place is None:
        return ""
    if about.data.layout == "counts":
        place = head.index(about.data.count_column)
        cells[place] = str(int(cells[place]) + 1)
    else:
        cells[place] = codes.no[0]
    return mark.join(cells) + line[len(text) :]


def changed_formula(root, id):
    """The formula of a claim of `FORMULAS` changed in the code of the package in ``root``: p a tenth too small."""
    path = root / "src" / "firststeps" / "paired" / "two_waves" / "mcnemar.py"
    formula, refusal = FORMULAS[id]
    smaller = f"_right = {formula}\n\n\ndef {formula}(*asked):\n    return 0.9 * _right(*asked)\n"
    changed = f"{_text(path)}\n\n{smaller}"
    return Fault(f"the formula of {id} changed in the package", 6, path, changed.encode("utf-8"), id, refusal)


def changed_code(root, name):
    """A line of code added to the last cell that holds some of the notebook ``name`` in ``root``."""
    path = root / "notebooks" / f"{name}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"][-1]
    cell["source"] = ["print('all agreed')\n", *"".join(cell["source"]).splitlines(keepends=True)]
    return Fault(f"a line of code added to notebook {name}", 3, path, _json(notebook), path.name)


def edited_receipts(folder):
    """The receipt in ``folder`` with its page, and with its file for programs, turned green by hand."""
    for path in (folder / "receipt.html", folder / "receipt.json"):
        changed = _text(path).replace("Red", "Green").replace('"green": false', '"green": true')
        yield Fault(f"{path.name} of a receipt turned green", 0, path, changed.encode("utf-8"), path.name)


def _raw(ground):
    """Faults in the given files and in their checksums."""
    raw = ground.study / "data" / "raw"
    for path in (raw / name for name in given_names(raw)):
        yield Fault(f"a byte added to data/raw/{path.name}", 2, path, path.read_bytes() + b"\n", path.name)
        yield Fault(f"data/raw/{path.name} removed", 2, path, None, path.name)
    yield Fault("a raw file that nobody promised", 2, raw / "another.csv", b"participant,ips\n", "another.csv")
    yield Fault("the sums removed", 2, raw / NAME, None, NAME)


def _lock(ground):
    """Faults in the lock of the packages."""
    path = ground.root / LOCK
    text = path.read_text(encoding="utf-8")
    for package in ("numpy", "scipy", "pandas"):
        changed = re.sub(rf"^{package}==\S+", f"{package}==0.0.1", text, flags=re.M)
        yield Fault(f"another version of {package} in the lock", 1, path, changed.encode("utf-8"), package)
    yield Fault("a line added to the lock", 1, path, f"{text}\n# edited\n".encode(), LOCK)
    yield Fault("the lock removed", 1, path, None, LOCK)


def _edited_outputs(ground):
    """In each stored notebook a digit of one output changed; the last one removed as well."""
    faults = []
    for path in sorted(ground.stored_notebooks.glob("[0-9]*.ipynb")):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        texts = [
            output
            for cell in notebook["cells"]
            for output in cell.get("outputs", [])
            if output.get("name") == "stdout" and re.search(r"\d", "".join(output["text"]))
        ]
        if texts and (ground.fresh / "build" / path.name).is_file():
            texts[0]["text"] = re.sub(r"\d", lambda digit: str(9 - int(digit[0])), "".join(texts[0]["text"]), count=1)
            faults.append(Fault(f"an output edited in {path.name}", 3, path, _json(notebook), path.name))
    return [*faults, *(Fault(f"{fault.path.name} removed", 3, fault.path, None, fault.name) for fault in faults[-1:])]


def _swapped_figures(ground):
    """Each figure in the place of the next one, as a picture."""
    pictures = sorted((ground.study / "figures").glob("*.png"))
    return [
        Fault(f"figure {path.stem} swapped for {other.stem}", 3, path, other.read_bytes(), path.stem)
        for path, other in zip(pictures, [*pictures[1:], *pictures[:1]], strict=True)
        if path.read_bytes() != other.read_bytes()
    ]


def _pictures(study):
    """The bytes of each picture in the Word file."""
    with zipfile.ZipFile(study / "paper" / "manuscript.docx") as package:
        return {package.read(name) for name in package.namelist() if name.startswith("word/media/")}


def _drawn_figures(ground):
    """Drawings edited and removed."""
    drawings = sorted((ground.study / "figures").glob("*.svg"))[:3]
    for path in drawings:
        yield Fault(f"a drawing of {path.stem} edited", 3, path, path.read_bytes() + b"<!-- -->", path.stem)
        yield Fault(f"a drawing of {path.stem} removed", 3, path, None, path.stem)


def _claims(ground):
    """The stored claims with one edited: its value, interval, people, method or origin, or left out, or made up."""
    path = ground.study / "paper" / "claims.json"
    claims = json.loads(path.read_text(encoding="utf-8"))
    edits = {
        "value of a count": ("people", lambda claim: claim | {"value": claim["value"] + (-1 if claim["value"] else 1)}),
        "value of a p-value": ("p-value", lambda claim: claim | {"value": 0.0123}),
        "value of a difference": ("points", lambda claim: claim | {"value": 0.4321}),
        "value of a proportion": ("proportion", lambda claim: claim | {"value": 0.4321}),
        "text": ("text", lambda claim: claim | {"value": "no change"}),
        "method": ("p-value", lambda claim: claim | {"method": "another test"}),
        "origin": ("people", lambda claim: claim | {"origin": "assumed"}),
    }
    for what, (unit, edit) in edits.items():
        id = next((id for id, claim in claims.items() if claim["unit"] == unit), None)
        if id:
            yield Fault(f"{what} edited in the claim {id}", 4, path, _json(claims | {id: edit(claims[id])}), id)
    for id in [id for id, claim in claims.items() if None not in claim.get("interval", [None])][:1]:
        low, high = claims[id]["interval"]
        narrower = claims[id] | {"interval": [low + (high - low) / 3, high]}
        yield Fault(f"interval edited in the claim {id}", 4, path, _json(claims | {id: narrower}), id)
    id = next(iter(claims))
    yield Fault(f"claim {id} left out", 4, path, _json({k: claim for k, claim in claims.items() if k != id}), id)
    made_up = claims[id] | {"id": "made.up"}
    yield Fault("a claim made up", 4, path, _json(claims | {"made.up": made_up}), "made.up")


def _typed_numbers(ground):
    """A number typed in the place of a claim: in the HTML, the manuscript, the Word file and the XML."""
    paper, faults = ground.study / "paper", []
    html, word = paper / "manuscript.html", paper / "manuscript.docx"
    shown = re.search(r'class="claim [^>]*>([^<]*\d[^<]*)<', _text(html))
    if shown:
        changed = _text(html)[: shown.start(1)] + TYPED + _text(html)[shown.end(1) :]
        faults.append(Fault("a number typed in the place of one in the HTML", 5, html, changed.encode(), html.name))
    added = _text(html).replace("</p>", f" All {TYPED} agreed.</p>", 1)
    faults.append(Fault("a sentence with a number added to the HTML", 5, html, added.encode(), html.name))
    faults += [
        Fault(f"a number typed into {path.name}", 5, path, changed, path.name)
        for path, changed in ((paper / "manuscript.xml", _in_xml(paper)), (word, _in_word(word)))
        if changed
    ]
    return faults


def _documents(ground):
    """Faults in the documents, in what is printed where, and in the manuscript."""
    paper = ground.study / "paper"
    for kind in ("pdf", "docx", "html", "xml"):
        path = paper / f"manuscript.{kind}"
        yield Fault(f"{path.name} removed", 5, path, None, path.name)
    pdf, printed, written = (paper / name for name in ("manuscript.pdf", "printed.json", "manuscript.md"))
    yield Fault("a page taken out of the PDF", 5, pdf, _without_a_page(pdf), pdf.name)
    yield Fault("half of the PDF lost", 5, pdf, pdf.read_bytes()[: pdf.stat().st_size // 2], pdf.name)
    claims = json.loads(printed.read_text(encoding="utf-8"))
    id = next(id for id, known in claims.items() if known["places"])
    claims[id]["places"][0]["text"] = TYPED
    yield Fault(f"what is printed of {id} edited", 5, printed, _json(claims), printed.name)
    unknown = _text(written) + '\n\n{{ claim("made.up") }}\n'
    yield Fault("a claim in the manuscript that nobody recorded", 5, written, unknown.encode("utf-8"), "made.up")
    typed = _text(written) + f"\n\nAll {TYPED} agreed.\n"
    yield Fault("a number typed into the manuscript's text", 5, written, typed.encode("utf-8"), written.name)


def _in_xml(paper):
    """The XML with a number put into its first paragraph; None where it has none."""
    text = _text(paper / "manuscript.xml")
    return text.replace("</p>", f" All {TYPED} agreed.</p>", 1).encode("utf-8") if "</p>" in text else None


def _in_word(path):
    """The Word file with a number put into its first text; None where it has none."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    text = parts["word/document.xml"].decode("utf-8")
    changed = text.replace("</w:t>", f" {TYPED}</w:t>", 1)
    docx = io.BytesIO()
    with zipfile.ZipFile(docx, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in (parts | {"word/document.xml": changed.encode("utf-8")}).items():
            package.writestr(name, content)
    return docx.getvalue() if changed != text else None


def _without_a_page(path):
    """The PDF without its first page."""
    from pypdf import PdfReader, PdfWriter

    writer, pdf = PdfWriter(), io.BytesIO()
    for page in PdfReader(path).pages[1:]:
        writer.add_page(page)
    writer.write(pdf)
    return pdf.getvalue()


def _json(value):
    """A value as the bytes of a JSON file."""
    return json.dumps(value, indent=1, ensure_ascii=False).encode("utf-8")


def _text(path):
    """The text of a file; "" for one that is not there or holds none."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
