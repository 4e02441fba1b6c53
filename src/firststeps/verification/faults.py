"""Plants faults in a copy, one at a time, and sees that each turns the receipt red and is named there."""

import contextlib
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

from firststeps.errors import Stopped
from firststeps.files import writing_new_folder, writing_together
from firststeps.pipeline import inputs
from firststeps.report.claims.record import read_claims
from firststeps.responses.given import checksums
from firststeps.verification.checks import claims, documents, given, notebooks
from firststeps.verification.checks.second_path import check_second_path
from firststeps.verification.copies import Ground, copy_compendium, make_afresh, notebooks_of
from firststeps.verification.planted import (
    FORMULAS,
    changed_code,
    changed_formula,
    edited_receipts,
    five_faults,
    flipped_answer,
)
from firststeps.verification.receipt import checked, is_whole, write_receipt


def _check_second_path(ground):
    """Step 6 of what is checked: the clean files made afresh against the stored claims."""
    return check_second_path(ground.fresh, stored_claims(ground.study))


CHECKS = {  # by the number of their step
    1: (given.check_versions,),
    2: (given.check_raw,),
    3: (notebooks.check_notebooks, notebooks.check_figures),
    4: (claims.check_claims,),
    5: (documents.check_documents, documents.check_pictures),
    6: (_check_second_path,),
}


UNPLANTED = ".no-errors-yet"  # a file of a copy that is begun


def begin_faulty(study):
    """Begin a copy of a study in its folder ``learn/faulty``, to be made by make and then planted with faults.

    What was given is copied.  A copy that an earlier run began, and in which it planted nothing yet, is taken as it is.
    Stopped for a study without answers, and where a copy with errors is there already: a student may have worked in it.
    """
    study = Path(study)
    target = study / "learn" / "faulty"
    if (target / UNPLANTED).is_file():
        return target
    if target.exists():
        raise Stopped(f"{target} is there already, and nothing is written over: remove it, or work on with it.")
    if not (study / "data" / "raw").is_dir():
        raise Stopped(
            f"{study} has no folder data/raw, so there are no answers to plant errors in: make faulty on a study with "
            "answers."
        )
    with writing_new_folder(target) as fresh:
        shutil.copytree(study / "data" / "raw", fresh / "data" / "raw")
        for name in ("study.yaml", "data/published.csv"):
            if (study / name).is_file():
                shutil.copyfile(study / name, fresh / name)
        (fresh / UNPLANTED).write_text("make faulty has planted no errors here yet: run it again, and it goes on.\n")
    return target


def plant_five(folder):
    """Plant five faults, all or none, in the study made in ``folder``; give how many there are, and not which.

    Stopped where another run has planted its own meanwhile.
    """
    root, folder = Path.cwd(), Path.cwd() / folder
    if not (folder / UNPLANTED).is_file():
        raise Stopped(f"{folder} holds its errors already: another run has planted them.")
    faults = five_faults(Ground(root, folder, root, folder))
    with writing_together([fault.path for fault in faults]) as places:
        for fault, place in zip(faults, places, strict=True):
            place.write_bytes(fault.content)
    (folder / UNPLANTED).unlink()
    return len(faults)


def stored_copy(ground, folder):
    """Give ``ground`` with a copy in ``folder`` in the place of what is checked: faults are planted there."""
    study = copy_compendium(ground.root, ground.study, folder)
    return replace(ground, root=folder, study=study)


def try_faults(ground, faults):
    """Plant each of ``faults`` in the copy that ``ground`` checks: ``(planted, those not caught, notes)``.

    A fault is caught where its step says something that it did not say before, and names what fell.
    """
    before, failures, notes = {}, [], []
    for fault in faults:
        if fault.step not in before:
            before[fault.step] = {*faults_of(fault.step, ground)}
        with planted(fault):
            missed, caught = _judge(fault, faults_of(fault.step, ground), before[fault.step])
        failures, notes = [*failures, *missed], [*notes, *caught]
    return len(faults), failures, notes


def faults_of(number, ground):
    """The sentences for all that falls in one of the steps 1 to 6."""
    return [sentence for check in CHECKS[number] for sentence in check(ground)[1]]


@contextlib.contextmanager
def planted(fault):
    """Have a fault in its file while the block lasts."""
    content = fault.path.read_bytes() if fault.path.is_file() else None
    _write(fault.path, fault.content)
    try:
        yield
    finally:
        _write(fault.path, content)


def flipped_and_run(ground, folder):
    """Flip an answer, promise the raw files anew, and run all: whether claims differ from the stored ones.

    It is the fault of somebody who covers the traces. Gives ``(planted, failures, notes)``; nothing is planted where
    no answer can be flipped in the raw files.  The copy forgets what the study has released: a release that is compared
    with those before it refuses the answer, and no claim would be looked at.
    """
    study = copy_compendium(ground.root, ground.study, folder)
    (study / inputs.LEDGER).unlink(missing_ok=True)
    fault = flipped_answer(study)
    if fault is None:
        return 0, [], ["No answer was flipped: no raw file of text holds one that can be told."]
    _write(fault.path, fault.content)
    raw = study / "data" / "raw"
    checksums.write_checksums(raw, checksums.given_names(raw))
    return _run_with(ground, folder, study, replace(fault, step=4, name="", what=f"{fault.what}, and its sum anew"))


def rewritten_and_run(ground, folder):
    """Change a notebook's code, and in other copies formulas of the package, and run all: ``(planted, ...)``.

    The notebook has to fall by what it shows; a formula by the notebook that compares it with another program, or by
    the second path, which shares no code with it.
    """
    name, stored = notebooks_of(ground.root, ground.study)[0], stored_claims(ground.study)
    changes = [partial(changed_code, name=name), *(partial(changed_formula, id=id) for id in FORMULAS if id in stored)]
    failures, notes = [], []
    for number, change in enumerate(changes):
        root = folder / str(number)
        study = copy_compendium(ground.root, ground.study, root)
        fault = change(root)
        _write(fault.path, fault.content)
        _, missed, caught = _run_with(ground, root, study, fault)
        failures, notes = [*failures, *missed], [*notes, *caught]
    return len(changes), failures, notes


def edited_receipts_told(folder):
    """Whether a receipt is told that was edited by hand: ``(planted, failures, notes)``; ``folder`` is empty."""
    about = {"title": "A study", "machine": "any", "lock": "any", "not checked": []}
    write_receipt(folder, "Red (step 2)", [checked(2, 1, ["a.csv changed."])], about)
    faults, failures, notes = [*edited_receipts(folder)], [], []
    for fault in faults:
        with planted(fault):
            if is_whole(folder):
                failures.append(f"{fault.what}: it still counts as it was written.")
            else:
                notes.append(f"{fault.what}: caught by the SHA-256 that the receipt holds.")
    return len(faults), failures, notes


def stored_claims(study):
    """The claims in ``paper/claims.json`` of the folder ``study``; none where it cannot be read."""
    try:
        return read_claims(study / "paper" / "claims.json")
    except (OSError, ValueError):
        return {}


def _run_with(ground, root, study, fault):
    """Run all in a copy that holds a fault, and see by what it is caught: ``(1, failures, notes)``.

    A run that is refused counts where it is refused for this fault.  For step 6 the copy is taken for what is checked:
    whoever changed a formula stored what it gave.
    """
    refusals = make_afresh(root, study)
    if refusals:
        naming = next((refusal for refusal in refusals if fault.is_refused_by(refusal)), None)
        if naming is None:
            return 1, [f"{fault.what}: the run is refused, and not for that: {refusals[0][:200]}"], []
        return 1, [], [f"{fault.what}: caught as the run is refused: {naming[:200]}"]
    copied = replace(ground, fresh_root=root, fresh=study)
    copied = replace(copied, root=root, study=study) if fault.step == 6 else copied
    return 1, *_judge(fault, faults_of(fault.step, copied), faults_of(fault.step, ground))


def _judge(fault, sentences, before):
    """``(failures, notes)`` on a fault: caught where its step says what it did not say before, and names what fell."""
    new = [sentence for sentence in sentences if sentence not in before]
    naming = next((sentence for sentence in new if fault.name in sentence), None)
    if naming is None:
        return [f"{fault.what}: step {fault.step} {'does not name it' if new else 'stays as it was'}."], []
    return [], [f"{fault.what}: caught by step {fault.step}: {naming[:200]}"]


def _write(path, content):
    """Write a file, or remove it where ``content`` is None."""
    if content is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(content)
