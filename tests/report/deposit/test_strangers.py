"""A program of others agrees, where it is on PATH: pip install claims-cli, in an environment of its own."""

import shutil
import subprocess

import pytest


def told(program, *arguments, cwd):
    """What a program says, and its exit status; the test is left out where there is no such program."""
    if not shutil.which(program):
        pytest.skip(f"{program} is not on PATH")
    done = subprocess.run([program, *arguments], cwd=cwd, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr, done.returncode


def test_claims_verify_finds_every_number_as_it_is_printed(target):
    words, status = told("claims", "verify", cwd=target)
    assert status == 0 and "passed" in words, words


def test_claims_verify_sees_a_claim_that_was_changed(target, tmp_path):
    """The same deposit with one recorded number edited is refused: the file is not the one that was pinned."""
    copy = shutil.copytree(target, tmp_path / "copy")
    path = copy / "studies" / "mine" / "paper" / "claims.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"value": 3', '"value": 4'), encoding="utf-8")
    assert told("claims", "verify", cwd=copy)[1] != 0
