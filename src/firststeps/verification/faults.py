"""Plants faults in a copy, one at a time, and sees that each turns the receipt red and is named there."""

import contextlib
from dataclasses import replace

from firststeps.responses.given import checksums
from firststeps.verification import claims, documents, given, notebooks
from firststeps.verification.copies import copy_compendium, make_afresh
from firststeps.verification.planted import flipped_answer

CHECKS = {  # by the number of their step
    1: (given.check_versions,),
    2: (given.check_raw,),
    3: (notebooks.check_notebooks, notebooks.check_figures),
    4: (claims.check_claims,),
    5: (documents.check_documents, documents.check_pictures),
}


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
            said = [sentence for sentence in faults_of(fault.step, ground) if sentence not in before[fault.step]]
        named = [sentence for sentence in said if fault.name in sentence]
        if named:
            notes.append(f"{fault.what}: step {fault.step} says: {named[0][:200]}")
        else:
            failures.append(f"{fault.what}: step {fault.step} {'does not name it' if said else 'stays as it was'}.")
    return len(faults), failures, notes


def faults_of(number, ground):
    """The sentences for all that falls in one of the steps 1 to 5."""
    return [sentence for check in CHECKS[number] for sentence in check(ground)[1]]


@contextlib.contextmanager
def planted(fault):
    """Have a fault in its file while the block lasts."""
    content = fault.path.read_bytes() if fault.path.is_file() else None
    _put(fault.path, fault.content)
    try:
        yield
    finally:
        _put(fault.path, content)


def flipped_and_run(ground, folder):
    """Flip an answer, promise the raw files anew, and run all: whether claims differ from the stored ones.

    It is the fault of somebody who covers the traces. Gives ``(planted, failures, notes)``; nothing is planted where
    no answer can be flipped in the raw files.
    """
    study = copy_compendium(ground.root, ground.study, folder)
    fault = flipped_answer(study)
    if fault is None:
        return 0, [], ["No answer was flipped: no raw file of text holds one that can be told."]
    _put(fault.path, fault.content)
    raw = study / "data" / "raw"
    names = [path.name for path in raw.iterdir() if path.name != checksums.NAME and path.name[0] != "."]
    checksums.write_checksums(raw, names)
    what = f"{fault.what}, and its sum written anew"
    refused = make_afresh(folder, study)
    if refused:
        return 1, [], [f"{what}: the run is refused: {refused[0][:200]}"]
    said = claims.check_claims(replace(ground, fresh_root=folder, fresh=study))[1]
    if not said:
        return 1, [f"{what}: every claim is the same afterwards."], []
    return 1, [], [f"{what}: {len(said)} claims fall, as {said[0]}"]


def _put(path, content):
    """Write a file, or remove it where ``content`` is None."""
    if content is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(content)
