"""A case made whole, and everything readable in what was made."""

import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pypdf

from firststeps.pipeline.plan import left_out
from firststeps.report.claims.record import write_claims
from firststeps.report.paper.manuscript import build_manuscript
from firststeps.study import Study
from tests import ROOT
from tests.exports.robot import go
from tests.pipeline.extreme_studies import run

OURS = ROOT / "paper" / "references.bib"
KEPT_APART = ("data/raw/", "data/private/")  # what was given, and the list of whose each made code is
SLOW = ("07-planning",)  # plans read no answer of anybody


def build(case, folder):
    """The way to the first table of ``case``, then the notebooks that apply, the claims and every document."""
    way = go(case, folder)
    reasons = left_out(Study.load(folder))
    sources = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
    applying = [source for source in sources if source.stem not in (*reasons, *SLOW)]
    for source in applying:
        run(source, folder / "build" / source.name, study=str(folder))
    made = [folder / "build" / source.name for source in applying if not source.stem.startswith("08")]
    write_claims(made, folder / "paper" / "claims.json")
    for given, target in (("starter.md", "manuscript.md"), ("references.bib", "references.bib")):
        shutil.copy(ROOT / "paper" / given, folder / "paper" / target)
    build_manuscript(folder)
    return way


def make_all(case, folder):
    """The same by ``make all``, as a person does; gives what it printed beside the way."""
    way = go(case, folder)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", "all", f"STUDY={folder}"]
    done = subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, check=False)
    way.shown += [done.stdout, done.stderr]
    if done.returncode:
        way.stuck = way.stuck or done.stderr
    return way


def texts(folder):
    """Everything readable that was made in a study, {file: text}: documents unpacked, pictures of points left out."""
    for path in sorted(path for path in Path(folder).rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if not name.startswith(KEPT_APART):
            yield name, _readable(path)


def _readable(path):
    if path.suffix == ".pdf":
        pages = pypdf.PdfReader(path)
        return "\n".join([*(page.extract_text() for page in pages.pages), str(pages.metadata)])
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as package:
            parts = [package.read(part) for part in package.namelist() if part.endswith((".xml", ".rels"))]
        return re.sub(r"<[^>]*>", "", "\n".join(part.decode("utf-8") for part in parts))
    if path.suffix == ".ipynb":
        return _without_points(json.loads(path.read_text(encoding="utf-8")))
    if path.suffix == ".png":
        return _said_in_png(path.read_bytes())
    if path.name == OURS.name and path.read_bytes() == OURS.read_bytes():
        return ""  # the authors of what we cite are called as other people are
    return path.read_bytes().decode("utf-8", "replace")


def _said_in_png(content):
    """What stands in a picture of points beside its points, whose packed bytes are letters by chance."""
    place, said = 8, []
    while place < len(content):
        length, kind = int.from_bytes(content[place : place + 4]), content[place + 4 : place + 8]
        said += [content[place + 8 : place + 8 + length]] * (kind != b"IDAT")
        place += length + 12
    return b"\n".join(said).decode("utf-8", "replace")


def _without_points(notebook):
    """The text of a notebook without its pictures of points, whose letters mean nothing."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop("image/png", None)
    return json.dumps(notebook, ensure_ascii=False)


def leaks(folder, cells):
    """Which of the personal ``cells`` stand in which file, as whole words."""
    patterns = {cell: re.compile(rf"(?<![\w.]){re.escape(cell)}(?![\w.]\w|\w)") for cell in cells}
    return sorted({(name, cell) for name, text in texts(folder) for cell in cells if patterns[cell].search(text)})
