"""What everything rests on: the versions of the packages, and the bytes of the raw files."""

from firststeps.pipeline import environment
from firststeps.responses.given import checksums


def check_versions(ground):
    """Compare the packages of this interpreter with the lock: how many pins there are, and a sentence for each other.

    Gives ``(compared, failures)``, as every check of this room does.
    """
    lock = ground.root / environment.LOCK
    if not lock.is_file():
        return 0, [f"{environment.LOCK} is missing: no version can be compared."]
    others = environment.unsatisfied(str(lock))
    failures = [f"{environment.LOCK} pins {pin}; this environment has another version or none." for pin in others]
    if lock.read_bytes() != (ground.fresh_root / environment.LOCK).read_bytes():
        failures.append(f"{environment.LOCK} is not the one with which everything was made afresh.")
    return len(environment.pins(str(lock))), failures


def check_raw(ground):
    """Compare the raw files of the study with their sums, and see that each file is promised."""
    raw = ground.study / "data" / "raw"
    if not (raw / checksums.NAME).is_file():
        return 0, [f"data/raw/{checksums.NAME} is missing: no raw file is promised. Run make checksums."]
    lines = (raw / checksums.NAME).read_text(encoding="utf-8").splitlines()
    promised = {line.split(maxsplit=1)[1] for line in lines if line.strip()}
    there = [name for name in checksums.given_names(raw) if name not in promised]
    beside = [f"data/raw/{name} is not listed in {checksums.NAME}." for name in there]
    return len(promised), [f"data/raw: {fault}" for fault in checksums.changed_files(raw)] + beside
