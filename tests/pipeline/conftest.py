"""A copy of the compendium in a folder of its own, and make run in it with the environment that runs the tests."""

import fcntl
import functools
import hashlib
import os
import py_compile
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests import ROOT

LEFT_OUT = {".git", ".venv", ".venv-lab", "build", ".pytest_cache", ".ruff_cache", ".hypothesis", "__pycache__"}


STAND_IN = """
import sys
from pathlib import Path

command, *arguments = sys.argv[1:]
made = [name for option, name in zip(arguments, arguments[1:]) if option == "--makes"]
if command == "execute":
    made.append(f"build/{arguments[0]}.ipynb")
elif command == "claims":
    made += ["paper/claims.json", "paper/inputs.json"]
elif command == "manuscript":
    made += [f"paper/{name}" for name in ("manuscript.pdf", "manuscript.docx", "manuscript.html", "manuscript.xml")]
    made += ["paper/printed.json", "paper/manuscript-jats.zip"]
elif command == "checklists":
    made += [f"paper/checklists.{kind}" for kind in ("pdf", "docx", "html")]
for name in made:
    Path(name).touch()
if command != "summary":
    print("ran", arguments[0] if command == "execute" else command)
"""


@functools.cache
def bytecode():
    """A folder with the compiled package, for as long as the tests run: every copy would compile it anew, and again.

    Each file holds the hash of its source: what a test changes in its copy is compiled from there.
    """
    place = tempfile.TemporaryDirectory()
    for path in (ROOT / "src").rglob("*.py"):
        folder = Path(place.name) / path.parent.relative_to(ROOT / "src") / "__pycache__"
        target = folder / f"{path.stem}.{sys.implementation.cache_tag}.pyc"
        py_compile.compile(path, target, invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH)
    return place


class Compendium:
    """A copy of this compendium, to be built, changed and broken."""

    def __init__(self, folder):
        shutil.copytree(ROOT, folder, ignore=lambda _, names: LEFT_OUT.intersection(names))
        shutil.copytree(bytecode().name, Path(folder) / "src", dirs_exist_ok=True)
        self.folder = Path(folder)

    def twin(self, folder):
        """Another copy, with what this one has made and the times of its files: make believes that it is up to date."""
        shutil.copytree(self.folder, folder)
        return self.at(folder)

    @classmethod
    def at(cls, folder):
        """The copy that a folder holds already."""
        there = object.__new__(cls)
        there.folder = Path(folder)
        return there

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
        """What `make all` runs now, in order (a stand-in touches the files): notebooks by name, claims, manuscript.

        No server of warm processes is started, which imports for two seconds what no stand-in needs.
        """
        (self.folder / "stand-in").write_text(STAND_IN)
        said = self.make("all", f"RUN={sys.executable} stand-in", FIRSTSTEPS_KERNELS="plain").stdout.splitlines()
        return [line.removeprefix("ran ") for line in said if line.startswith("ran ")]

    def outputs(self):
        """The SHA-256 of every file that make makes, by its path within the compendium."""
        papers = [f"paper/{name}.json" for name in ("claims", "inputs", "printed")]
        kinds = ("build/*.ipynb", "data/clean/*", "figures/**/*", *papers, "paper/manuscript.[!m]*")
        paths = sorted(path for kind in kinds for path in self.folder.glob(kind) if path.is_file())
        return {str(path.relative_to(self.folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}

    def everything(self):
        """The bytes of every file there is, by path; a folder has none."""
        return {path: path.read_bytes() if path.is_file() else None for path in sorted(self.folder.rglob("*"))}

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


@pytest.fixture(scope="module")
def fresh_once(tmp_path_factory):
    """The same for all tests of a module."""
    return Compendium(tmp_path_factory.mktemp("fresh") / "compendium")


@pytest.fixture
def copy(built, tmp_path):
    """A copy of the built compendium, to be changed."""
    return built.twin(tmp_path / "compendium")


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """A copy that is built, once for all workers of pytest-xdist; tests leave it as they found it."""
    place = tmp_path_factory.getbasetemp()
    place = (place.parent if "PYTEST_XDIST_WORKER" in os.environ else place) / "built"
    place.mkdir(exist_ok=True)
    with open(place / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another worker builds it meanwhile, or has failed to
        whole = place / "whole"
        if whole.exists():
            return Compendium.at(place / "compendium")
        shutil.rmtree(place / "compendium", ignore_errors=True)
        copy = Compendium(place / "compendium")
        copy.make("-j2", "all")
        whole.touch()
        return copy
