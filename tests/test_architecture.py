"""The house is as ARCHITECTURE.md says: each module has its line, no folder is crowded, arrows run down only."""

import ast
import importlib
import re
import subprocess
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from firststeps.errors import Stopped
from tests.conftest import SLOWEST

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "firststeps"
MODULES = sorted(PACKAGE.rglob("*.py"))
FOLDERS = sorted({path.parent for path in MODULES})
MOST = 12  # modules and rooms of a folder, and names at the top beside those below
# What other programs look for at the top and nowhere else: GitHub and Zenodo, pip and ruff, agents.
LOOKED_FOR = {"README.md", "LICENSE", "CITATION.cff", "pyproject.toml", "AGENTS.md"}
# What each part of the package may import beside itself, from the ground up.
LAYERS = {
    "digits": set(),
    "errors": set(),
    "files": {"errors"},
    "paired": {"digits"},
    "study": {"errors", "files", "digits"},
    "responses": {"paired", "study", "errors", "files", "digits"},
    "report": {"paired", "study", "errors", "files", "digits"},
    "learning": {"responses", "report", "paired", "study", "errors", "files", "digits"},
    "pipeline": {"responses", "report", "study", "errors", "files"},
    "verification": {"pipeline", "responses", "report", "paired", "study", "errors", "files"},
    "commands": {
        *("verification", "learning", "paired", "pipeline", "report", "responses", "study", "errors", "files", "digits")
    },
    "__main__": {"commands", "pipeline", "errors"},
}


def dotted(path):
    """The name of a module below ``firststeps``: ``paired.limits.score``; of a room, that of its folder."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {dotted(path) for path in MODULES}


def imports(path):
    """The modules of the package that a file imports, wherever in it the statement stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            whole = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides where the arrow goes"
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in whole:
            if name.split(".")[0] == "firststeps":
                steps = name.split(".")[1:]
                yield next(found for n in range(len(steps), -1, -1) if (found := ".".join(steps[:n])) in NAMES)


@pytest.mark.parametrize("path", [path for path in MODULES if dotted(path)], ids=dotted)
def test_arrows_run_down_only(path):
    """A module imports its own part of the package and those that its part stands on."""
    part = dotted(path).split(".")[0]
    others = {name.split(".")[0] for name in imports(path)} - {part, ""}
    assert others <= LAYERS[part]


def test_the_page_for_changes_says_what_may_be_imported():
    """The table of CONTRIBUTING.md is the one that is checked here."""
    text = (ROOT / "docs" / "CONTRIBUTING.md").read_text(encoding="utf-8")
    told = {
        part: {*re.findall(r"`(\w+)`", last)}
        for part, last in re.findall(r"^\| `(\w+)` \|.*\| (.*) \|$", text, flags=re.M)
    }
    parts = ("paired", "study", "responses", "report", "learning", "verification", "pipeline")
    assert told == {part: LAYERS[part] for part in parts}


def test_no_modules_import_each_other_in_a_circle():
    """There is an order in which every module comes after all that it imports, a room after what it gathers."""
    TopologicalSorter({dotted(path): {*imports(path)} - {dotted(path)} for path in MODULES}).prepare()


@pytest.mark.parametrize("folder", [f for f in FOLDERS if f.name != "paired"], ids=lambda f: f.name)
def test_the_rooms_of_a_folder_stand_in_one_order(folder):
    """No room leads to another and back; in ``paired``, tests and plans are made of each other."""
    rooms = {dotted(path): path.parent for path in folder.glob("*/__init__.py")}
    below = {
        room: {
            other
            for path in place.rglob("*.py")
            for name in imports(path)
            for other in rooms
            if f"{name}.".startswith(f"{other}.")
        }
        for room, place in rooms.items()
    }
    TopologicalSorter({room: others - {room} for room, others in below.items()}).prepare()


def held(folder):
    """The modules and rooms that a folder of the package holds."""
    paths = (path for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists())
    return {path.stem for path in paths} - {"__init__"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_no_folder_is_crowded(folder):
    """A folder of the package holds at most a dozen modules and rooms: what `ls` shows is read at a glance."""
    assert len(held(folder)) <= MOST


def test_the_page_marks_the_rooms_that_are_full():
    """Where a new module would be one too many, the heading says so, and nowhere else."""
    page = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    marked = re.findall(r"^### `src/firststeps/(.*)/?` \(full\)$", page, flags=re.M)
    full = [folder for folder in FOLDERS if len(held(folder)) == MOST]
    assert sorted(PACKAGE / room for room in marked) == full


def test_the_top_level_is_not_crowded():
    """A visitor meets at most a dozen names beside those that other programs look for there."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("no git here: which files are ours cannot be told from those beside them")
    top = {path.split("/")[0] for path in listed.stdout.splitlines() if not path.startswith(".")}
    assert top >= LOOKED_FOR
    assert len(top - LOOKED_FOR) <= MOST


def test_the_files_that_are_run_first_are_there():
    """A file of tests that is renamed keeps its place in the order."""
    assert not [name for name in SLOWEST if not (ROOT / "tests" / name).is_file()]


def rooms():
    """The modules that ARCHITECTURE.md describes, by room: a heading names the room, each row of its table a module."""
    text = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for section in re.split(r"^### ", text, flags=re.M)[1:]:
        if room := re.match(r"`src/firststeps/(.*?)`", section):
            yield room[1].strip("/").replace("/", "."), re.findall(r"^\| `(\w+)` \|", section, flags=re.M)


def test_the_page_has_a_row_for_each_module_and_no_other():
    """ARCHITECTURE.md names every module in its room, once, and none that is gone."""
    listed = sorted(".".join(filter(None, (room, module))) for room, modules in rooms() for module in modules)
    assert listed == sorted(dotted(path) for path in MODULES if path.stem != "__init__")


def test_each_thing_is_where_the_page_says():
    """What the page lists under "Where is ...?" can be imported from the place that it names."""
    text = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    places = re.findall(r"`([\w.]+)`", text.split("## Where is ...?")[1].split("\n## ")[0].replace("`study.yaml`", ""))
    assert len(places) > 35
    for place in places:
        steps = place.split(".")
        module = next(".".join(steps[:n]) for n in range(len(steps), 0, -1) if ".".join(steps[:n]) in NAMES)
        found = importlib.import_module(f"firststeps.{module}")
        for name in steps[module.count(".") + 1 :]:
            assert hasattr(found, name), place
            found = getattr(found, name)


def test_each_name_of_a_recipe_is_defined_in_its_file():
    """Where "Where do I put ...?" says `NAME` of (or in) a file of Python, the file defines that name."""
    page = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    recipes = " ".join(page.split("## Where do I put ...?")[1].split("\n## ")[0].split())
    named = re.findall(r"`(\w+)` (?:of|in) `([\w/]+\.py)`", recipes)
    assert len(named) > 20
    for name, file in named:
        path = next(path for path in (PACKAGE / file, ROOT / file) if path.is_file())
        defined = {
            getattr(part, "name", None) or getattr(part, "id", None)
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            for part in (node, *getattr(node, "targets", ()))
        }
        assert name in defined, f"{name} of {file}"


@pytest.mark.parametrize("stub", sorted(PACKAGE.rglob("*.pyi")), ids=lambda stub: dotted(stub))
def test_a_face_offers_what_there_is_and_hides_no_module(stub):
    """Every name of a face loads, and none is that of a module beside it, which an import would put in its place."""
    package = importlib.import_module(f"firststeps.{dotted(stub)}")
    assert package.__all__ and not {path.stem for path in stub.parent.iterdir()} & {*package.__all__}
    for name in package.__all__:
        getattr(package, name)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = package.nothing


def test_every_error_of_our_own_is_meant_for_people():
    """Errors are one kind, but for setting up, before the package is there, and the statistics, which stand alone."""
    kinds = set()
    for name in sorted(name for name in NAMES if name != "__main__" and name.partition(".")[0] != "paired"):
        module = importlib.import_module(f"firststeps.{name}".rstrip("."))
        kinds |= {
            kind
            for kind in vars(module).values()
            if isinstance(kind, type) and issubclass(kind, Exception) and kind.__module__.startswith("firststeps")
        }
    kinds = {kind for kind in kinds if not kind.__module__.startswith("firststeps.paired.")}
    others = {kind.__name__ for kind in kinds if not issubclass(kind, Stopped)}
    assert others == {"SetupError", "PlaceError"} and len(kinds) > 10


def test_every_class_and_function_says_what_it_is():
    """Also one that is private or stands within another; a name between double underscores says it by itself."""
    silent = [
        f"{dotted(path)}:{node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if not ast.get_docstring(node) and not re.fullmatch("__.*__", node.name)
    ]
    assert silent == []


def test_no_name_of_a_module_is_given_to_another_thing():
    """Two people may each add one of the same name: the second takes the place of the first, and nothing says so.

    A constant that is made longer of itself is still the same.
    """
    twice = []
    for path in MODULES:
        earlier = set()
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = {getattr(node, "name", "")} | {getattr(one, "id", "") for one in getattr(node, "targets", ())}
            read = {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load)}
            twice += [f"{dotted(path)}:{name}" for name in (names & earlier) - read - {""}]
            earlier |= names
    assert twice == []
