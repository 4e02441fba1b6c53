"""Find or make the Python environment that the Makefile runs in.

This file needs nothing but the standard library, since it runs before anything is installed:

    python3 src/firststeps/pipeline/environment.py choose build/environment.mk   use the active environment or .venv
    python3 src/firststeps/pipeline/environment.py install .venv LOCK            make or renew .venv from the lock

    python  src/firststeps/pipeline/environment.py lock                          pin the newest versions allowed

The first two write a fragment of Makefile that sets ``PYTHON``.
"""

import contextlib
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")
LOCK = "environment/requirements.txt"
LAB_LOCK = "environment/requirements-lab.txt"
LITE_LOCK = "environment/requirements-lite.txt"
METADATA = r"([^-]+)-([^-]+)(?:-py[\d.]+)?\.(?:dist|egg)-info"  # the folder of a package that is installed
CONDA = ("environment.yml", ".binder/environment.yml")  # where conda and its users look, and where Binder does
CONDA_PYTHON = "3.12"
CONDA_HEAD = """\
# For conda (conda env create -f environment.yml) and, in .binder/, for Binder; made by make lock.  The versions are
# those of environment/requirements-lab.txt.  Nothing here refers to a file of this repository: so Binder makes the
# environment before it copies the repository, and keeps it until this file changes.
name: firststeps
channels:
  - conda-forge
dependencies:
  - python={python}
  - pip
  - make
  - pip:
"""
# what pip and uv say where there is no network
UNREACHED = r"a new connection|name resolution|dns error|client error \(Connect\)|Network is unreachable"


class SetupError(Exception):
    """What is missing on this machine, and the remedy, in one sentence."""


def main(arguments):
    """Run one of the commands above; a missing prerequisite is one sentence and exit status 1."""
    try:
        require_python()
        if arguments[0] == "choose":
            choose(arguments[1])
        elif arguments[0] == "install":
            install(arguments[1], arguments[2])
        elif arguments[0] == "lock":
            lock_versions()
        elif arguments[0] == "check":
            return int(bool(unsatisfied(arguments[1])))
    except SetupError as problem:
        print("Set-up stopped: {}".format(problem), file=sys.stderr)  # noqa: UP032 - old Pythons must read this
        return 1
    except OSError as problem:
        from firststeps.errors import in_words

        print(f"Set-up stopped: {in_words(problem)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def require_python():
    """Start again under a newer Python where this one is too old and a newer one is on the path."""
    if sys.version_info >= OLDEST:
        return
    for name in NEWER:
        if shutil.which(name):
            os.execvp(name, [name, *sys.argv])
    raise SetupError(
        "Python {}.{} or newer is needed and this is {}.{}; install one and run: make all PYTHON3=python3.12".format(
            *OLDEST, *sys.version_info[:2]
        )
    )


def choose(fragment):
    """Write ``fragment``: PYTHON is the active environment's where it satisfies the lock, else that of .venv."""
    active = os.environ.get("VIRTUAL_ENV") or os.environ.get("CONDA_PREFIX")
    python = os.path.join(active, "bin", "python") if active else ""
    own = active and os.path.realpath(active) == os.path.realpath(".venv")
    text = "include .venv/environment.mk\n"
    if active and not own and os.access(python, os.X_OK):
        check = subprocess.run([python, os.path.abspath(__file__), "check", LOCK], capture_output=True)
        if check.returncode == 0:
            print(f"Using the active environment {active}: it satisfies {LOCK}.", flush=True)
            text = f"PYTHON := {python}\n"
    write(fragment, text)


def unsatisfied(lock):
    """The pinned packages of ``lock`` that this interpreter lacks or has in another version, as ``name==version``."""
    try:
        from packaging.markers import Marker
    except ImportError:
        return ["packaging"]
    there = installed()
    needs = [(name, pin) for name, pin, marker in pins(lock) if not marker or Marker(marker).evaluate()]
    return [f"{name}=={pin}" for name, pin in needs if there.get(plain_name(name)) != pin]


def installed():
    """The versions of the packages that this interpreter finds, by name: the folders of their metadata say both.

    ``importlib.metadata`` reads a file of each package, which takes as long as all else that is done here.
    """
    there = {}
    for place in reversed(sys.path):  # what is found first counts
        with contextlib.suppress(OSError):
            packages = (re.fullmatch(METADATA, folder) for folder in os.listdir(place or "."))
            there.update({plain_name(package[1]): package[2] for package in packages if package})
    return there


def plain_name(name):
    """The name of a package in the one form that all its spellings have.

    >>> plain_name("Ruamel.yaml_clib")
    'ruamel-yaml-clib'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock):
    """Name, version and marker (or "") of every package pinned in the file ``lock``."""
    with open(lock, encoding="utf-8") as file:
        rows = re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)(?:\s*;\s*([^\\\n]*))?", file.read(), re.MULTILINE)
    return [(name, version, marker.strip()) for name, version, marker in rows]


def install(folder, lock):
    """Make or renew the virtual environment ``folder`` so that it holds what ``lock`` pins, hashes checked."""
    started = time.monotonic()
    fragment = os.path.join(folder, "environment.mk")
    with one_at_a_time(folder):
        if up_to_date(fragment, lock, "pyproject.toml"):
            return
        print(f"Setting up {folder}: {len(pins(lock))} packages pinned in {lock}, once, about a minute.", flush=True)
        make_venv(folder)
        install_uv(folder, lock)
        python = os.path.join(folder, "bin", "python")
        uv = [os.path.join(folder, "bin", "uv"), "pip", "install", "--quiet", "--python", python]
        run([*uv, "--require-hashes", "--compile-bytecode", "-r", lock], "the packages could not be installed")
        if lock != LITE_LOCK:
            run([*uv, "--no-deps", "--no-build-isolation", "-e", "."], "the package could not be installed")
            lead_by_ascii(folder)
        write(fragment, f"PYTHON := {folder}/bin/python\n")
    print(f"{folder} is ready after {time.monotonic() - started:.0f} s.", flush=True)


def make_venv(folder):
    """Make an empty virtual environment with pip in ``folder`` unless it is there."""
    if os.path.exists(os.path.join(folder, "bin", "pip")):
        return
    completed = subprocess.run([sys.executable, "-m", "venv", "--clear", folder], capture_output=True, text=True)
    if completed.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        if "ensurepip" in completed.stdout + completed.stderr or "No module named venv" in completed.stderr:
            raise SetupError("this Python has no venv module; on Debian or Ubuntu: sudo apt install python3-venv")
        raise SetupError(
            f"no virtual environment could be made in {folder}: {last_line(completed.stderr or completed.stdout)}"
        )


def install_uv(folder, lock):
    """Install the uv that ``lock`` pins, checked against its hashes, by pip."""
    with open(lock, encoding="utf-8") as file:
        block = re.search(r"^uv==.*?(?=^\S|\Z)", file.read(), re.MULTILINE | re.DOTALL)
    if not block:
        raise SetupError(f"{lock} does not pin uv; run `git checkout {lock}` or `make lock`")
    with tempfile.TemporaryDirectory() as scratch:
        only = os.path.join(scratch, "uv.txt")
        write(only, block.group())
        pip = [os.path.join(folder, "bin", "python"), "-m", "pip", "install", "--quiet"]
        run([*pip, "--disable-pip-version-check", "--require-hashes", "-r", only], "uv could not be installed")


def lead_by_ascii(folder):
    """Lead from the environment ``folder`` to our package by a path that begins there, if its own holds other letters.

    Python reads the files ``.pth`` in the encoding of the locale: with ``LC_ALL=C`` it would not start.
    """
    ours = os.path.abspath("src")
    for path in [] if ours.isascii() else glob.glob(os.path.join(glob.escape(folder), "lib", "*", "*", "*.pth")):
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            text = file.read()
        if text.strip() == ours:
            write(path, os.path.relpath("src", os.path.dirname(path)) + "\n")


def lock_versions():
    """Pin what pyproject.toml allows: locks of the build, with JupyterLab, and of JupyterLite; and Binder's file.

    The last holds the same versions as the second, without hashes, which conda's pip does not read.
    """
    uv = [os.path.join(os.path.dirname(sys.executable), "uv"), "pip", "compile", "--quiet", "--upgrade"]
    uv += ["--universal", "--python-version", f"{OLDEST[0]}.{OLDEST[1]}", "--no-header", "--no-annotate"]
    uv += ["--generate-hashes"]
    build = [*uv, "pyproject.toml", "--extra", "build", "--extra", "test"]
    run([*build, "-o", LOCK], "the versions could not be resolved")
    constrained = [*build, "--extra", "lab", "--constraint", LOCK]
    run([*constrained, "-o", LAB_LOCK], "the versions of JupyterLab could not be resolved")
    run([*uv, "--group", "lite", "-o", LITE_LOCK], "the versions of JupyterLite could not be resolved")
    for path in CONDA:
        write(path, conda_file(LAB_LOCK))


def conda_file(lock):
    """The text of the environment for Binder and conda: Python, pip and make by conda, every pin of ``lock`` by pip."""
    every = [f"{name}=={version}" + (f" ; {marker}" if marker else "") for name, version, marker in pins(lock)]
    return CONDA_HEAD.format(python=CONDA_PYTHON) + "".join(f'      - "{pin}"\n' for pin in every)


@contextlib.contextmanager
def one_at_a_time(folder):
    """Hold a lock file beside ``folder``, so that a second make waits instead of installing over the first."""
    import fcntl

    with open(folder.rstrip("/") + ".lock", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def up_to_date(path, *inputs):
    """Whether the file ``path`` is there and no older than any of ``inputs``."""
    return os.path.exists(path) and all(os.path.getmtime(path) >= os.path.getmtime(before) for before in inputs)


def run(command, fault):
    """Run ``command``; where it fails, say so in one sentence, below its own words unless it just found no network.

    Compiling a module may take as long as it takes: uv would give the whole set-up up after a minute on a busy machine.
    """
    environment = {**os.environ, "UV_COMPILE_BYTECODE_TIMEOUT": "0"}
    completed = subprocess.run(command, env=environment, stderr=subprocess.PIPE, text=True, errors="replace")
    if completed.returncode and re.search(UNREACHED, completed.stderr):
        raise SetupError(f"{fault}: the package index cannot be reached. Go online, then type the same command again")
    sys.stderr.write(completed.stderr)
    if completed.returncode:
        raise SetupError(f"{fault} (see above). Once that is put right, type the same command again")


def write(path, text):
    """Write ``text`` to ``path`` whole or not at all, as ``files.write_text`` does once the package is installed."""
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    scratch = f"{path}.{os.getpid()}"
    try:
        with open(scratch, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(scratch, path)
    finally:
        with contextlib.suppress(OSError):
            os.unlink(scratch)


def last_line(text):
    """The last line of ``text`` that says something."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "no reason was given")


if __name__ == "__main__":
    sys.path.insert(0, os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..")))  # for the words of faults
    sys.exit(main(sys.argv[1:]))
