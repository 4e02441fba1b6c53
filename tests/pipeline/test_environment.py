"""The environment: locked with hashes and no addresses, found or made, and one clear sentence where it cannot be."""

import os
import shutil
import socket
import subprocess
import sys
from importlib.metadata import distributions

import pytest
import yaml
from packaging.requirements import Requirement

from firststeps.pipeline import environment
from tests import ROOT

LOCK = """\
click==8.1.0 \\
    --hash=sha256:aa
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:bb
dask[dataframe]==2026.1.0 \\
    --hash=sha256:cc
"""


def test_pins_are_read_with_their_markers(tmp_path):
    lock = tmp_path / "lock.txt"
    lock.write_text(LOCK)
    assert environment.pins(lock) == [
        ("click", "8.1.0", ""),
        ("colorama", "0.4.6", "sys_platform == 'win32'"),
        ("dask", "2026.1.0", ""),
    ]


def test_only_what_this_machine_needs_can_be_unsatisfied(tmp_path):
    lock = tmp_path / "lock.txt"
    lock.write_text(LOCK)
    missing = environment.unsatisfied(lock)
    assert "click==8.1.0" in missing
    assert not any(name.startswith("colorama") for name in missing)


@pytest.mark.parametrize("lock", [environment.LOCK, environment.LAB_LOCK, environment.LITE_LOCK])
def test_every_pin_has_a_hash_and_no_lock_names_an_address(lock):
    text = (ROOT / lock).read_text()
    packages = [block for block in text.replace("\\\n", " ").splitlines() if block.strip()]
    assert len(packages) > (100 if lock != environment.LITE_LOCK else 10)
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in text
    assert "find-links" not in text


def test_the_lab_has_the_versions_of_the_build():
    """What is pinned for the build is pinned for JupyterLab and Binder, in the same versions."""
    locks = (environment.LOCK, environment.LAB_LOCK)
    core, lab = ({(name, version) for name, version, _ in environment.pins(ROOT / lock)} for lock in locks)
    assert core <= lab


def test_jupyterlab_and_notebook_agree():
    """A notebook is pinned beside the lab, and takes it: an image that has another one of its own is put right."""
    pinned = {name: version for name, version, _ in environment.pins(ROOT / environment.LAB_LOCK)}
    lab, notebook = (tuple(map(int, pinned[name].split(".")[:2])) for name in ("jupyterlab", "notebook"))
    # notebook 7.n needs JupyterLab 4.n (Requires-Dist of notebook 7.3 to 7.6 on PyPI)
    assert (lab[0], notebook[0]) == (4, 7) and lab[1] == notebook[1]


def test_this_environment_satisfies_the_lock():
    assert environment.unsatisfied(ROOT / environment.LOCK) == []


def test_what_is_installed_is_what_the_metadata_say():
    """Every package that importlib.metadata finds, in the same version, though its files are not read."""
    there = environment.installed()
    for package in distributions():
        assert there[environment.plain_name(package.name)] == package.version


def test_an_old_python_is_told_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr(environment, "OLDEST", (99, 0))
    monkeypatch.setattr(environment, "NEWER", ())
    assert environment.main(["choose", "nowhere.mk"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("Set-up stopped: Python 99.0 or newer is needed")
    assert said.count("\n") == 1


def test_a_python_without_venv_gets_the_remedy(tmp_path, monkeypatch, capsys):
    python = tmp_path / "python3"
    python.write_text("#!/bin/sh\necho 'ensurepip is not available' >&2\nexit 1\n")
    python.chmod(0o755)
    (tmp_path / "requirements.txt").write_text(LOCK)
    (tmp_path / "pyproject.toml").write_text("")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "executable", str(python))
    assert environment.main(["install", ".venv", "requirements.txt"]) == 1
    assert "sudo apt install python3-venv" in capsys.readouterr().err
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize("goal", ["all", "learn", "clean"])
def test_where_the_set_up_cannot_write_it_says_so(fresh, goal):
    """A file stands where the folder of what is made would be, which stops an administrator too; it is kept."""
    (fresh.folder / "build").write_text("mine")
    before = fresh.everything()
    done = fresh.make(goal, check=False)
    assert done.returncode
    first, *more = done.stderr.splitlines()
    assert "topped: build is a file where a folder is expected. Move it away" in first
    assert "Traceback" not in done.stderr and "Removed" not in done.stdout
    assert all(line.startswith(("make", "Makefile:")) for line in more)
    assert fresh.everything() == before


def test_uv_gives_no_set_up_up_on_a_busy_machine(monkeypatch):
    """uv, told of a time-out of nought, does without one; by itself it gives up where a module takes a minute."""
    monkeypatch.setenv("UV_COMPILE_BYTECODE_TIMEOUT", "60")
    asked = "import os, sys; sys.exit(os.environ['UV_COMPILE_BYTECODE_TIMEOUT'] != '0')"
    environment.run([sys.executable, "-c", asked], "uv was given a time-out")


@pytest.mark.parametrize("tool", ["pip", "uv"])
def test_a_set_up_without_a_network_is_one_sentence(tmp_path, monkeypatch, capfd, tool):
    """Both tools, sent to a port of this machine at which nobody listens: pip warned six times before it gave up."""
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        index = f"http://127.0.0.1:{nobody.getsockname()[1]}/simple"
        monkeypatch.setenv("UV_HTTP_RETRIES", "0")
        uv = [os.path.join(sys.prefix, "bin", "uv"), "pip", "install", "--cache-dir", str(tmp_path / "cache")]
        pip = [sys.executable, "-m", "pip", "install", "--retries", "1", "--no-cache-dir"]
        words = [
            *(uv if tool == "uv" else pip),
            "--index-url",
            index,
            "--target",
            str(tmp_path / "there"),
            "six==1.16.0",
        ]
        with pytest.raises(environment.SetupError, match=r"^nothing came: the package index cannot be reached\. Go"):
            environment.run(words, "nothing came")
    assert capfd.readouterr().err == ""


def test_what_else_stops_a_set_up_is_shown_above_its_sentence(capfd):
    with pytest.raises(environment.SetupError, match="see above"):
        environment.run([sys.executable, "-c", "import sys; sys.exit('a hash is wrong')"], "nothing came")
    assert capfd.readouterr().err == "a hash is wrong\n"


def test_a_set_up_that_is_broken_off_leaves_nothing_beside_its_file(tmp_path):
    """The text cannot be put in the place of a folder."""
    (tmp_path / "environment.mk").mkdir()
    with pytest.raises(IsADirectoryError):
        environment.write(str(tmp_path / "environment.mk"), "PYTHON := python\n")
    assert [path.name for path in tmp_path.iterdir()] == ["environment.mk"]


def test_an_environment_below_an_accent_starts_in_every_locale(tmp_path, monkeypatch):
    """With LC_ALL=C Python reads ASCII alone in the file that leads to our package; other such files stay."""
    top = tmp_path / "Ordnér mit Leer"
    (top / "src").mkdir(parents=True)
    (top / "src" / "ours.py").write_text("print('here')")
    monkeypatch.chdir(top)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", ".venv"], check=True)
    (packages,) = top.glob(".venv/lib/*/site-packages")
    (packages / "ours.pth").write_text(f"{top / 'src'}\n", encoding="utf-8")
    (packages / "other.pth").write_text("import sys\n")
    environment.lead_by_ascii(".venv")
    assert (packages / "ours.pth").read_text(encoding="utf-8") == "../../../../src\n"
    assert (packages / "other.pth").read_text() == "import sys\n"
    clean = {name: text for name, text in os.environ.items() if not name.startswith(("PYTHON", "LC_", "LANG"))}
    command = [".venv/bin/python", "-c", "import ours"]
    there = subprocess.run(command, env={**clean, "LC_ALL": "C"}, capture_output=True, text=True)
    assert (there.returncode, there.stdout) == (0, "here\n"), there.stderr


def test_an_active_environment_that_satisfies_the_lock_is_used(fresh):
    fresh.run(sys.executable, "src/firststeps/pipeline/environment.py", "choose", "build/environment.mk")
    assert (fresh.folder / "build" / "environment.mk").read_text() == f"PYTHON := {sys.prefix}/bin/python\n"


def test_an_active_environment_that_does_not_is_left_alone(fresh):
    with open(fresh.folder / environment.LOCK, "a") as lock:
        lock.write("nobody-has-this==1.0 \\\n    --hash=sha256:aa\n")
    fresh.run(sys.executable, "src/firststeps/pipeline/environment.py", "choose", "build/environment.mk")
    assert (fresh.folder / "build" / "environment.mk").read_text() == "include .venv/environment.mk\n"


def test_conda_and_binder_install_what_is_locked():
    """Both files are what make lock writes, whole, and each of their lines can be read by pip."""
    text = environment.conda_file(ROOT / environment.LAB_LOCK)
    assert [(ROOT / path).read_text() for path in environment.CONDA] == [text, text]
    pip = next(part["pip"] for part in yaml.safe_load(text)["dependencies"] if isinstance(part, dict))
    assert len({Requirement(line).name for line in pip}) > 100


@pytest.mark.skipif(not shutil.which("jupyter-repo2docker", path=f"{sys.prefix}/bin"), reason="no repo2docker")
def test_binder_makes_the_environment_before_it_copies_the_repository(fresh):
    """So a commit that leaves the versions alone does not install them again; then come package, exercises, start."""
    steps = fresh.run(f"{sys.prefix}/bin/jupyter-repo2docker", *("--no-build", "--debug", "--user-id", "1000", "."))
    said = steps.stdout + steps.stderr
    assert "Building conda environment for python=3.12" in said
    places = [
        '--file ".binder/environment.yml"',
        "COPY --chown=1000:1000 src/ ${REPO_DIR}",
        ".binder/postBuild",
        "R2D_ENTRYPOINT",
    ]
    assert sorted(places, key=said.index) == places


@pytest.mark.skipif(not shutil.which("sh"), reason="no shell")
def test_binder_starts_on_the_doors():
    """The start script runs what it is given, with the address of the doors and the settings of this repository."""
    shown = "import os, sys; print(sys.argv[1:], os.environ['JUPYTER_CONFIG_PATH'], os.environ['TZ'])"
    started = [str(ROOT / ".binder" / "start"), sys.executable, "-c", shown]
    said = subprocess.run(started, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "--LabApp.default_url=/lab/tree/notebooks/index.ipynb" in said
    assert f"{ROOT}/environment" in said and (ROOT / "notebooks" / "index.ipynb").is_file()


def test_the_makefile_refuses_a_study_that_is_not_there():
    done = subprocess.run(["make", "all", "STUDY=nowhere"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "There is no nowhere/study.yaml" in done.stderr
