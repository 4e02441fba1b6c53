"""Verifies a study from its raw files to its printed numbers in a temporary copy; only the receipt is written."""

import contextlib
import os
import platform
import tempfile
import time
from pathlib import Path

from firststeps.errors import Stopped
from firststeps.study import Study
from firststeps.verification.checks import claims, documents, given, notebooks
from firststeps.verification.checks.second_path import check_second_path
from firststeps.verification.checks.sensitivity import check_sensitivity
from firststeps.verification.copies import Ground, copy_compendium, make_afresh, take_executed
from firststeps.verification.faults import (
    edited_receipts_told,
    flipped_and_run,
    rewritten_and_run,
    stored_claims,
    stored_copy,
    try_faults,
)
from firststeps.verification.planted import long_faults, short_faults
from firststeps.verification.receipt import FAIL, checked, first_line, is_green, not_run, write_receipt

NOT_CHECKED = (
    "Whether the raw files are what people answered: only that they are those that SHA256SUMS promises.",
    "Whether the questions, the margin and the primary comparison were fixed before the answers were seen.",
    "The rules of cleaning beyond that they give the same clean files again.",
    "Words of the paper that hold no number: that they follow from the numbers is for a reader to judge.",
    "Numbers beyond the headline tests, intervals and counts have no second path.",
    "The looks of pages and pictures in the PDF and the HTML.",
)
NO_HEADLINE = "No test and no interval was recorded that could be worked out again."
QUICK = "Quick form: the notebooks were not run afresh; claims were gathered from the executed copies in build/."


def verify(study, receipt, quick=False, say=print):
    """Verify the study in the folder ``study`` of the compendium in the working folder; give whether all is green.

    Writes ``receipt.html`` and ``receipt.json`` to the folder ``receipt`` and nothing else; ``say`` is told each step.
    """
    receipt = _writable(receipt)
    started = time.monotonic()
    with fresh_ground(study, quick) as (ground, failures):
        steps = []
        for step in _steps(ground, failures):
            steps.append(step)
            say(step.line)
            for sentence in step.failures[:5]:
                say(f"   {sentence}")
        line = first_line(steps, time.monotonic() - started, quick)
        about = _about(ground)
    page, _ = write_receipt(receipt, line, steps, about)
    say(line)
    say(f"Read {page}.")
    return is_green(steps)


def plant_all(study, say=print):
    """Plant the long list of faults in copies; give whether all were caught."""
    with fresh_ground(study, quick=False) as (ground, failures), _scratch() as folder:
        if failures:
            raise Stopped(f"Nothing was planted, since the fresh run failed: {failures[0]}")
        stored = stored_copy(ground, folder / "stored")
        some = try_faults(stored, long_faults(stored))
        more = [flipped_and_run(ground, folder / "flipped"), rewritten_and_run(ground, folder / "rewritten")]
        (folder / "receipt").mkdir()
        more.append(edited_receipts_told(folder / "receipt"))
    planted = some[0] + sum(count for count, _, _ in more)
    missed, notes = ([*some[k], *(sentence for result in more for sentence in result[k])] for k in (1, 2))
    for sentence in (*notes, *(f"NOT CAUGHT: {fault}" for fault in missed)):
        say(sentence)
    say(f"{planted - len(missed)} of {planted} planted faults caught")
    return planted > 0 and not missed


@contextlib.contextmanager
def fresh_ground(study, quick):
    """Give the `Ground` of a study with a copy in which all was made anew, and what failed while it was made."""
    root, study = Path.cwd(), Path.cwd() / study
    with _scratch() as folder:
        fresh = copy_compendium(root, study, folder / "fresh")
        failures = take_executed(folder / "fresh", fresh) if quick else make_afresh(folder / "fresh", fresh)
        yield Ground(root, study, folder / "fresh", fresh, quick), failures


def _steps(ground, failures):
    """The steps 1 to 8, one after the other; where one of 2 to 6 fell, nothing is planted."""
    red = []
    for step in _checks(ground, failures):
        yield step
        red += [step.number] if step.status == FAIL and 2 <= step.number <= 6 else []
    yield _plant(ground, failures, red)


def _checks(ground, failures):
    """The steps 1 to 7, one after the other."""
    yield checked(1, *given.check_versions(ground))
    no_answers = Study.load(ground.study).data.layout == "none"
    without = "The study has no answers of people (data > layout: none), only printed numbers in data/published.csv."
    yield not_run(2, without) if no_answers else checked(2, *given.check_raw(ground))
    yield _notebooks(ground, failures)
    yield _claims(ground)
    yield _documents(ground)
    stored = stored_claims(ground.study)
    again = check_second_path(ground.fresh, stored)
    yield checked(6, *again) if again[0] else not_run(6, without if no_answers else NO_HEADLINE)
    sensitivity = check_sensitivity(ground.fresh, Study.load(ground.study).level)
    yield checked(7, *sensitivity) if sensitivity else not_run(7, "No margin was fixed, or nobody answered twice.")


def _notebooks(ground, failures):
    """Step 3: notebooks and figures."""
    compared, others = notebooks.check_notebooks(ground)
    counts = {"notebooks": _equal(compared, others)}
    if not ground.quick:
        figures, changed = notebooks.check_figures(ground)
        counts = {"figures": _equal(figures, changed), **counts}
        return checked(3, compared + figures, [*failures, *others, *changed], counts=counts)
    note = f"{QUICK} Figures were compared with those in the Word file only (step 5)."
    if ground.is_root or failures:
        return checked(3, compared if ground.is_root else 0, [*failures, *others], [note])
    return not_run(3, note)


def _claims(ground):
    """Step 4: claims, by class, with the seeds that they name."""
    compared, failures, classes = claims.check_claims(ground)
    notes = [", ".join(f"{name}: {count}" for name, count in sorted(classes.items()))] if classes else []
    methods = {claim.id: claim.method or "" for claim in stored_claims(ground.study).values()}
    seeded = [f"{id}: {method}" for id, method in methods.items() if "seed" in method]
    notes += seeded or ["No claim names a seed of its own."]
    return checked(4, compared, failures, notes, {"claims": _equal(compared, failures)})


def _documents(ground):
    """Step 5: printed numbers and pictures."""
    try:
        compared, failures, numbers = documents.check_documents(ground)
    except OSError as error:
        return checked(5, 0, [f"{Path(error.filename).name} is missing: run make all first."])
    pictures, changed = documents.check_pictures(ground)
    notes = [f"numbers in {kind}: {count}" for kind, count in numbers.items()] + [f"pictures in DOCX: {pictures}"]
    counts = {"printed numbers": _equal(sum(numbers.values()), failures)}
    return checked(5, compared + pictures, [*failures, *changed], notes, counts)


def _equal(compared, failures):
    """Of so many things compared, how many are as they should be, and how many there are."""
    return max(compared - len(failures), 0), compared


def _plant(ground, failures, red):
    """Step 8: the planted faults; in what is wrong already, in the steps ``red``, no fault can be told from those."""
    if red and not failures:
        steps = f"step {red[0]} has" if len(red) == 1 else f"steps {', '.join(map(str, red))} have"
        why = f"{steps} found faults already, and one more beside them cannot be told from these."
        return not_run(8, f"Nothing was planted, since {why}")
    if failures or not (ground.study / "paper" / "manuscript.html").is_file():
        return not_run(8, "Nothing was planted, since there is nothing whole to plant it in.")
    with _scratch() as folder:
        stored = stored_copy(ground, folder / "stored")
        some = try_faults(stored, short_faults(stored))
        again = (0, [], ["Quick form: no flipped answer was run through the notebooks."])
        if not ground.quick:
            again = flipped_and_run(ground, folder / "flipped")
    return checked(8, *(one + two for one, two in zip(some, again, strict=True)))


def _about(ground):
    """What the receipt tells beside its steps."""
    lock = given.environment.LOCK
    machine = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    quick = [QUICK] if ground.quick else []
    title = Study.load(ground.study).title
    return {"title": title, "machine": machine, "lock": lock, "not checked": [*quick, *NOT_CHECKED]}


def _writable(receipt):
    """The folder of the receipt, made where it is not there yet; a sentence where nothing can be written."""
    try:
        Path(receipt).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=receipt):
            return Path(receipt)
    except OSError:
        raise Stopped(
            f"Nothing can be written in {receipt}: name another folder, as in make verify RECEIPT=/tmp/receipt."
        ) from None


@contextlib.contextmanager
def _scratch():
    """A temporary folder that nobody else can read, since it holds what people answered."""
    with tempfile.TemporaryDirectory(prefix="verify-") as folder:
        yield Path(folder)
