"""What the command line says where the system stops it, or a person: a sentence without words of the machine's own."""

import errno
import importlib
import os
import pkgutil
import re
import shutil
import signal
import subprocess
import sys
import warnings

import click
import pytest
from click.testing import CliRunner

from firststeps import commands
from firststeps.__main__ import COMMANDS, main
from firststeps.errors import in_words
from firststeps.verification.checks.given import check_raw
from firststeps.verification.copies import Ground
from tests import ROOT
from tests.sentence_rules import broken
from tests.small_study import LONG


def test_every_command_stands_in_the_table_with_the_module_that_has_it():
    """What is not there could not be typed."""
    homes = {}
    for home in (found.name for found in pkgutil.iter_modules(commands.__path__)):
        there = vars(importlib.import_module(f"firststeps.commands.{home}")).values()
        homes[home] = {one.name for one in there if isinstance(one, click.Command)}
    assert homes == {"shared": set()} | {home: {*names} for home, names in COMMANDS.items()}


def test_what_make_asks_each_time_loads_no_other_command():
    """The modules of other commands stay where they are."""
    code = "import sys; from firststeps.__main__ import main; main(['plan', '--help'], standalone_mode=False);"
    code += "print(*(name for name in sys.modules if name.startswith('firststeps.commands.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {*done.stdout.splitlines()[-1].split()} == {"firststeps.commands.notebooks", "firststeps.commands.shared"}


def stopped_by(error, monkeypatch):
    """What a command ends with whose work raises ``error``."""

    def broken(url):
        raise error

    monkeypatch.setattr("firststeps.report.address.set_address", broken)
    return CliRunner().invoke(main, ["address", "https://example.org/a/b"])


@pytest.mark.parametrize("number", sorted(errno.errorcode))
def test_a_fault_of_the_system_is_told_in_words(monkeypatch, tmp_path, number):
    """It names the file and what to do, by no number and in no form of Python's."""
    file = tmp_path / "a.csv"
    file.touch()
    ended = stopped_by(OSError(number, os.strerror(number), str(file)), monkeypatch)
    if number == errno.EPIPE:  # nobody reads on
        assert (ended.exit_code, ended.output) == (1, "")
        return
    assert ended.exit_code == 1
    assert ended.stderr.startswith(f"Stopped: {file} ") and ended.stderr.count("\n") == 1
    assert "Errno" not in ended.stderr and ended.stderr.count(". ") == 1 and ended.stderr.endswith(".\n")


@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOTDIR, errno.EROFS])
def test_a_file_that_cannot_be_made_is_told_by_what_stands_above_it(tmp_path, number):
    """Temporary files have names that nobody knows."""
    path = tmp_path / "figures" / ".flow-123.svg"
    assert in_words(OSError(number, os.strerror(number), str(path))).startswith(f"{tmp_path} ")


def test_what_stands_above_a_bare_name_is_the_folder_at_work(monkeypatch, tmp_path):
    """A temporary file beside CITATION.cff has no folder in its name."""
    monkeypatch.chdir(tmp_path)
    fault = OSError(errno.EACCES, "Permission denied", ".CITATION-123.cff")
    assert in_words(fault).startswith(f"{tmp_path} may not be")


def test_of_two_names_the_place_is_told_and_not_the_scratch(tmp_path):
    """As where one file is put in the place of another."""
    scratch, place = tmp_path / ".flow-123.svg", tmp_path / "flow.svg"
    scratch.touch()
    place.touch()
    fault = OSError(errno.EACCES, "Permission denied", str(scratch), None, str(place))
    assert in_words(fault).startswith(f"{place} may not be")


def test_a_fault_of_no_file_is_told_too():
    """A disk that is full, a connection that nobody takes."""
    assert in_words(OSError(errno.ENOSPC, "No space left on device")).startswith("A file does not fit on the disk")
    assert in_words(OSError(errno.EFBIG, "File too large")).startswith("A file is larger than files may be here")
    assert in_words(ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")) == "Connection refused."
    nowhere = "No usable temporary directory found in ['/tmp']"  # as tempfile says it, for one where all disks are full
    assert in_words(FileNotFoundError(errno.ENOENT, nowhere)) == f"{nowhere}."


def test_of_a_folder_that_could_not_be_copied_one_file_is_told(tmp_path):
    """A real fault of `shutil`, which gathers one for each file: two are links to nothing."""
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).symlink_to("nothing")
    with pytest.raises(shutil.Error) as caught:
        shutil.copytree(tmp_path, tmp_path / "copy")
    assert re.fullmatch(rf"{tmp_path}/[ab]\.csv is not there\. Look [^.]*\.", in_words(caught.value))


def test_a_file_in_the_place_of_a_folder_is_named(monkeypatch, tmp_path):
    """A real one, as the system raises it: the beginning of a paper has no folder to go to."""
    monkeypatch.chdir(ROOT)
    paper = tmp_path / "paper"
    paper.touch()
    ended = CliRunner().invoke(main, ["begin", "manuscript.md", "--study", str(tmp_path)])
    expected = f"Stopped: {paper} is a file where a folder is expected. Move it away, or give it another name.\n"
    assert (ended.exit_code, ended.stderr) == (1, expected)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), click.Abort()], ids=["at work", "at a question"])
def test_ctrl_c_is_one_sentence_and_status_130(monkeypatch, error):
    """As shells have it: 128 and the number of the signal."""
    ended = stopped_by(error, monkeypatch)
    assert (ended.exit_code, ended.stderr) == (130, "Stopped before the end; no file is half-written.\n")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_what_asks_to_end_is_met_once_and_what_is_put_back_is_not_disturbed(number):
    """As make does it, which ends its children where the whole group has been asked already."""
    code = (
        "import os, sys\nfrom firststeps.__main__ import _stop_as_by_ctrl_c as heed\nheed()\n"
        "try:\n    os.kill(os.getpid(), int(sys.argv[1]))\n"
        "except KeyboardInterrupt:\n    os.kill(os.getpid(), int(sys.argv[1]))\n    print('put back')"
    )
    done = subprocess.run([sys.executable, "-c", code, str(int(number))], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "put back\n", "")


@pytest.mark.parametrize(("study", "published"), [(".", True), ("studies/long-follow-up", False)])
def test_only_a_study_with_published_numbers_is_said_to_agree_with_them(monkeypatch, study, published):
    """The invented follow-up has none that its answers could agree with."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("firststeps.responses.synthetic.course.another", lambda folder, seed: "studies/seed-7")
    told = CliRunner().invoke(main, ["synthetic", "--study", study, "--seed", "7"]).output
    assert "New: studies/seed-7, with " in told and ("published" in told) == published


def test_a_workbook_that_is_open_in_excel_is_promised_and_its_lock_is_not(tmp_path):
    """The lock goes when Excel is closed; a sum of it would then be one of a file that is missing."""
    shutil.copy(ROOT / "study.yaml", tmp_path)
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    for name in ("answers.xlsx", "~$answers.xlsx", ".~lock.answers.xlsx#"):
        (raw / name).write_text(name)
    told = CliRunner().invoke(main, ["checksums", "--study", str(tmp_path)]).output
    assert "promises 1 file as it is now." in told
    assert (raw / "SHA256SUMS").read_text().split()[1:] == ["answers.xlsx"]
    ground = Ground(ROOT, tmp_path, ROOT, tmp_path)
    assert check_raw(ground) == (1, [])


def test_synthetic_data_written_anew_are_told(monkeypatch, tmp_path):
    """A command that ends well and says nothing leaves one asking whether it has done anything."""
    shutil.copy(ROOT / "study.yaml", tmp_path)
    told = CliRunner().invoke(main, ["synthetic", "--study", str(tmp_path)]).output
    assert told == f"Wrote 5 synthetic files, with their sums, in {tmp_path / 'data' / 'raw'}.\n"


def test_a_warning_is_told_without_the_line_of_the_program(monkeypatch):
    """As of a sign that no font holds: what it says, once, and nothing of where in the code it was said."""

    def doubtful(url):
        warnings.warn("no font of this machine holds it", stacklevel=2)
        return []

    monkeypatch.setattr("firststeps.report.address.set_address", doubtful)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        ended = CliRunner().invoke(main, ["address", "https://example.org/a/b"])
    assert ended.stderr == "Note: no font of this machine holds it\n" and ended.exit_code == 0


@pytest.mark.parametrize("command", ["plan", "first"])
def test_a_file_in_the_place_of_the_folder_of_what_is_built_is_named(small, command):
    """It is no matter of rights, so nobody is sent for any."""
    small.write("id,wave,ips\nP01,before,Yes\nP01,after,No\n", LONG)
    (small.folder / "build").write_text("mine")
    start = ["--start"] if command == "plan" else []
    ended = CliRunner().invoke(main, [command, *start, "--study", str(small.folder)])
    assert ended.exit_code == 1 and "is a file where a folder is expected. Move it away" in ended.stderr
    assert (small.folder / "build").read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["checksums"], "/data/raw/SHA256SUMS promises 1 file as it is now."),
        (["count"], "Counted 1 person;"),
        (["new", "{}/mine", "{}/ragged.csv", "--no-input"], "found 1 cell; expected 3 cells, as in the header"),
        (["new", "{}/mine", "{}/one-column.csv", "--no-input"], "found 2 cells; expected 1 cell, as in the header"),
    ],
)
def test_one_of_a_kind_is_told_in_the_singular(small, words, said):
    """Files, people and cells, in what commands print."""
    small.write("id,wave,ips\nP01,before,Yes\nP01,after,No\n", LONG)
    for name, content in (("ragged", "id,wave,ips\nP01,before,Yes\nP02\n"), ("one-column", "ips\nYes\nNo,No\n")):
        (small.folder / f"{name}.csv").write_text(content)
    study = [] if words[0] == "new" else ["--study", str(small.folder)]
    ended = CliRunner().invoke(main, [*(word.format(small.folder) for word in words), *study])
    assert said in ended.output
    assert not [rule for rule in broken(ended.output) if "of one" in rule]
