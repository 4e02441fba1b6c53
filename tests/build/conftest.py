"""A copy of the compendium in a folder of its own, and make run in it with the environment that runs the tests."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = {".git", ".venv", ".venv-lab", "build", ".pytest_cache", ".ruff_cache", ".hypothesis", "__pycache__"}


class Compendium:
    """A copy of this compendium, to be built, changed and broken."""

    def __init__(self, folder):
        shutil.copytree(ROOT, folder, ignore=lambda _, names: LEFT_OUT.intersection(names), symlinks=True)
        self.folder = Path(folder)

    def environment(self, **changes):
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "MAKE", "MFLAGS"))}
        return {**kept, "VIRTUAL_ENV": sys.prefix, "PATH": path, **changes}

    def run(self, *command, check=True, **changes):
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment(**changes), capture_output=True, text=True, check=False
        )
        if check and done.returncode:
            raise AssertionError(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
        return done

    def make(self, *arguments, check=True, **changes):
        return self.run("make", *arguments, check=check, **changes)

    def would_run(self):
        """The notebooks, and `manuscript` and `claims`, that make would run now, in order."""
        commands = self.make("--dry-run", "all").stdout.splitlines()
        words = [line.split(" -m firststeps ")[1].split() for line in commands if " -m firststeps " in line]
        return [word[1] if word[0] == "execute" else word[0] for word in words if word[0] != "summary"]

    def outputs(self):
        """The SHA-256 of every file that make makes, by its path within the compendium."""
        kinds = ("build/*.ipynb", "data/clean/*", "figures/*", "paper/claims.json", "paper/manuscript.[!m]*")
        paths = sorted(path for kind in kinds for path in self.folder.glob(kind))
        return {str(path.relative_to(self.folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}

    def leftovers(self):
        """Hidden temporary files anywhere below the folders that are written to."""
        folders = ("build", "data", "figures", "paper", "notebooks")
        return [path for folder in folders for path in (self.folder / folder).rglob(".*") if path.is_file()]

    def edit(self, path, old, new):
        file = self.folder / path
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{path} holds no {old!r}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def fresh(tmp_path):
    """A copy as a fresh clone has it: outputs as committed, nothing run yet."""
    return Compendium(tmp_path / "compendium")


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """A copy that is built; tests leave it as they found it."""
    copy = Compendium(tmp_path_factory.mktemp("built") / "compendium")
    copy.make("-j2", "all")
    return copy
