"""The receipt of a verification: its steps, one line of them all, a page for people and a file for programs."""

import hashlib
import json
from dataclasses import dataclass, field
from html import escape

from firststeps.files import write_text

TITLES = {
    1: "Versions of packages against the lock",
    2: "Raw files against their sums",
    3: "Notebooks and figures against a fresh run",
    4: "Stored claims against fresh ones",
    5: "Numbers as printed, and pictures, in PDF, DOCX, HTML and XML",
    6: "Headline tests and intervals by a second path",
    7: "How the verdict hangs on margin and test",
    8: "Planted faults",
    9: "What was not checked",
    10: "Who checked",
}
PASS, FAIL, NOT_RUN = "pass", "fail", "not run"
NOTHING = "Nothing was compared, so nothing is shown to be right."
STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:46em;margin:2em auto;padding:0 1em;color:#111;background:#fff}"
    "h1{font-size:1.4em}h2{font-size:1.1em;margin-top:1.6em}.line{padding:.6em 1em;border:2px solid}"
    ".pass{color:#0b5d1e}.fail{color:#9b1c1c}.not{color:#555}li{overflow-wrap:anywhere}"
    ".blank{border-bottom:1px solid;display:inline-block;min-width:18em}"
    "@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark}body{color:#e6e6e6;background:#17191c}"
    ".pass{color:#8fd3a0}.fail{color:#ff9c9c}.not{color:#b0b4b8}}"
)


@dataclass(frozen=True)
class Step:
    """A step with its ``status``, how many things it compared, and a sentence for each that fell.

    >>> Step(2, "Raw files", PASS, 5).line
    '2. Raw files: pass, 5 of 5'
    """

    number: int
    title: str
    status: str
    compared: int = 0
    failures: tuple = ()
    notes: tuple = ()
    counts: dict = field(default_factory=dict)  # what the line at the top tells: of how many things how many are equal

    @property
    def equal(self):
        """How many of those compared are as they should be; several faults may lie in one of them."""
        return max(self.compared - len(self.failures), 0)

    @property
    def line(self):
        """The step in one line."""
        counts = f", {self.equal} of {self.compared}" if self.status != NOT_RUN else ""
        return f"{self.number}. {self.title}: {self.status}{counts}"

    def as_dict(self):
        """Give the step as plain JSON values."""
        counts = {"compared": self.compared, "equal": self.equal}
        texts = {"failures": list(self.failures), "notes": list(self.notes)}
        return {"step": self.number, "title": self.title, "status": self.status, **counts, **texts}


def checked(number, compared, failures=(), notes=(), counts=()):
    """Give the step that compared so many things: it fails for any failure, and where it compared nothing.

    >>> checked(4, 0).status, checked(4, 3).status, checked(4, 3, ["One fell."]).status
    ('fail', 'pass', 'fail')
    """
    failures = tuple(failures) if failures or compared else (NOTHING,)
    return Step(number, TITLES[number], FAIL if failures else PASS, compared, failures, tuple(notes), dict(counts))


def not_run(number, why):
    """Give the step that did not run, with the reason."""
    return Step(number, TITLES[number], NOT_RUN, notes=(why,))


def is_green(steps):
    """Whether no step failed and at least one compared something.

    >>> is_green([]), is_green([not_run(7, "No margin was fixed.")])
    (False, False)
    """
    return all(step.status != FAIL for step in steps) and any(step.status == PASS for step in steps)


def first_line(steps, seconds, quick=False):
    """Give the one line at the top: what was reproduced, which steps fell, and in what time.

    >>> first_line([checked(4, 3, counts={"claims": (3, 3)})], 200)
    'Green: 3 of 3 claims reproduced, in 3 min 20 s, nothing fetched'
    >>> first_line([checked(4, 3, ["a.b: fell."], counts={"claims": (2, 3)})], 7, quick=True)
    'Red (step 4): 2 of 3 claims reproduced, in 7 s, nothing fetched; quick form: notebooks were not run afresh'
    >>> first_line([checked(number, 1, ["a.b: fell."]) for number in (2, 4)], 7)
    'Red (steps 2, 4): nothing reproduced, in 7 s, nothing fetched'
    """
    fallen = [str(step.number) for step in steps if step.status == FAIL]
    red = f"step{'s' if len(fallen) > 1 else ''} {', '.join(fallen) or 'none compared anything'}"
    counts = {name: pair for step in steps for name, pair in step.counts.items()}
    totals = ", ".join(f"{equal} of {compared} {name}" for name, (equal, compared) in counts.items())
    minutes, rest = divmod(round(seconds), 60)
    time = f"{minutes} min {rest} s" if minutes else f"{rest} s"
    note = "; quick form: notebooks were not run afresh" if quick else ""
    colour = "Green" if is_green(steps) else f"Red ({red})"
    return f"{colour}: {totals or 'nothing'} reproduced, in {time}, nothing fetched{note}"


def write_receipt(folder, line, steps, about):
    """Write ``receipt.html`` and ``receipt.json`` to ``folder``; give their paths.

    ``about`` is what else programs are told: title, machine, versions. The file for programs holds the SHA-256 of the
    page and of its own other lines, so that a receipt that was edited afterwards can be told (`is_whole`).
    """
    page = receipt_page(line, steps, about)
    entries = {"line": line, "green": is_green(steps), **about, "steps": [step.as_dict() for step in steps]}
    entries["page"] = _sha256(page)
    entries["digest"] = _sha256(_plain(entries))
    write_text(folder / "receipt.html", page)
    write_text(folder / "receipt.json", json.dumps(entries, indent=1, ensure_ascii=False) + "\n")
    return folder / "receipt.html", folder / "receipt.json"


def is_whole(folder):
    """Whether the receipt in ``folder`` is as it was written: page and file still fit their SHA-256."""
    try:
        entries = json.loads((folder / "receipt.json").read_text(encoding="utf-8"))
        digest, page = entries.pop("digest"), (folder / "receipt.html").read_text(encoding="utf-8")
    except (OSError, ValueError, KeyError, AttributeError):
        return False
    return digest == _sha256(_plain(entries)) and entries.get("page") == _sha256(page)


def receipt_page(line, steps, about):
    """The receipt as a page that needs no script and fetches nothing."""
    colour = "pass" if is_green(steps) else "fail"
    body = [
        f"<h1>Receipt: {escape(about['title'])}</h1>",
        f'<p class="line {colour}"><strong>{escape(line)}</strong></p>',
    ]
    for step in steps:
        status = "not" if step.status == NOT_RUN else step.status
        body.append(f'<h2 class="{status}">{escape(step.line)}</h2>')
        body += _list(step.failures, "What fell") + _list(step.notes, "")
    body += [f"<h2>9. {TITLES[9]}</h2>", *_list(about["not checked"], ""), f"<h2>10. {TITLES[10]}</h2>"]
    body += [f'<p>{name}: <span class="blank">&nbsp;</span></p>' for name in ("Name", "Date", "Remarks")]
    body.append(f"<p>{escape(about['machine'])}</p>")
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Receipt</title><style>{STYLE}'
    )
    return f'<!DOCTYPE html>\n<html lang="en-GB"><head>{head}</style></head>\n<body><main>\n' + "\n".join(
        [*body, "</main></body></html>", ""]
    )


def _list(sentences, heading):
    """A list of sentences under its heading; nothing where there is none."""
    if not sentences:
        return []
    head = [f"<p>{heading}:</p>"] if heading else []
    return [*head, "<ul>", *(f"<li>{escape(sentence)}</li>" for sentence in sentences), "</ul>"]


def _plain(entries):
    """Entries as a text that can be compared."""
    return json.dumps(entries, sort_keys=True, ensure_ascii=False)


def _sha256(text):
    """The SHA-256 of a text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
