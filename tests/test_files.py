"""Files are written whole or not at all, and several together or none; so are folders."""

import errno
import fcntl
import os
import signal
import subprocess
import sys

import pytest

from firststeps import files
from firststeps.errors import Stopped, in_words
from firststeps.files import read_json, read_text, writing, writing_folder, writing_new_folder, writing_together


def test_where_one_of_several_fails_all_stay_as_they_were(tmp_path):
    """The first is written in full before the second fails: neither takes its place, and nothing is left over."""
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("before")
    with pytest.raises(OSError, match="full"), writing_together([old, new]) as (first, _):
        first.write_text("after")
        raise OSError("the disk is full")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"old.txt": "before"}


def test_no_place_changes_before_all_are_written(tmp_path):
    """Within the block the old contents stand, and after it all of the new ones."""
    places = [tmp_path / "a.txt", tmp_path / "below" / "b.txt"]
    with writing_together(places) as scratches:
        for scratch in scratches:
            assert not any(place.exists() for place in places)
            scratch.write_text(scratch.parent.name)
    assert [place.read_text() for place in places] == [tmp_path.name, "below"]


def test_a_block_that_is_broken_off_leaves_the_file(tmp_path):
    """Ctrl-C is no exception of the usual kind, and is met too."""
    path = tmp_path / "a.txt"
    path.write_text("before")
    with pytest.raises(KeyboardInterrupt), writing(path) as scratch:
        scratch.write_text("half")
        raise KeyboardInterrupt
    assert [each.read_text() for each in tmp_path.iterdir()] == ["before"]


def tree(folder):
    """Every path below a folder, with the text of those that are files."""
    return {str(path.relative_to(folder)): path.is_file() and path.read_text() for path in folder.rglob("*")}


@pytest.fixture
def site(tmp_path):
    """A folder of one page as an earlier run made it; the new one is made in ``build`` beside it."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "old.html").write_text("before")
    (tmp_path / "build").mkdir()
    return tmp_path / "site"


@pytest.fixture
def dead():
    """The number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def leave(folder, content):
    """What a killed run has left: a folder with one page."""
    folder.mkdir()
    (folder / "page.html").write_text(content)


def test_a_new_folder_takes_the_place_of_the_old_one_whole(site):
    """While it is written the old one stands; then nothing of the old one is in it, and nothing is beside it."""
    with writing_folder(site, site.parent / "build") as scratch:
        (scratch / "new.html").write_text("after")
        assert tree(site) == {"old.html": "before"}
    assert tree(site.parent) == {"site": False, "site/new.html": "after", "build": False}


@pytest.mark.parametrize("fault", [KeyboardInterrupt, OSError("the disk is full")], ids=["Ctrl-C", "a full disk"])
def test_a_folder_that_is_broken_off_leaves_the_old_one(site, fault):
    """By Ctrl-C as by a fault, with half of the new one written."""
    before = tree(site.parent)
    with pytest.raises((KeyboardInterrupt, OSError)), writing_folder(site, site.parent / "build") as scratch:
        (scratch / "new.html").write_text("half")
        raise fault
    assert tree(site.parent) == before


@pytest.mark.parametrize("move", [1, 2])
def test_a_folder_broken_off_at_either_move_leaves_the_old_one(site, monkeypatch, move):
    """Ctrl-C when the old folder is to be set aside, and when it has been and the new one is to take its place."""
    before, moves = tree(site.parent), []

    def interrupted(source, target):
        """Move, but for the one that is interrupted."""
        moves.append(target)
        if len(moves) == move:
            raise KeyboardInterrupt
        source.rename(target)

    monkeypatch.setattr(files.os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt), writing_folder(site, site.parent / "build") as scratch:
        (scratch / "new.html").write_text("whole")
    assert tree(site.parent) == before


def names(folder):
    """The names in a folder."""
    return {path.name for path in folder.iterdir()}


def test_what_a_dead_process_left_goes(site, dead):
    """Also where another process, which holds no lock on it, has its number now; a name without one is of others."""
    place = site.parent / "build"
    for name in (f".site-{dead}", f".site-{dead}-old", f".site-{os.getppid()}", ".site-notes", f".release-{dead}"):
        leave(place / name, "half")
    with writing_folder(site, place):
        pass
    assert names(place) == {".site-notes", f".release-{dead}"}


def test_what_a_living_process_holds_stays_whatever_its_number(site, dead):
    """As in a container, whose numbers of processes are none here."""
    place = site.parent / "build"
    leave(place / f".site-{dead}", "written just now")
    number = os.open(place / f".site-{dead}", os.O_RDONLY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        with writing_folder(site, place):
            pass
        assert tree(place / f".site-{dead}") == {"page.html": "written just now"}
    finally:
        os.close(number)


def test_where_folders_cannot_be_locked_numbers_tell_who_lives(site, dead, monkeypatch):
    """As on some network disks: what carries the number of a living process stays."""

    def refused(*_):
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr("fcntl.flock", refused)
    place = site.parent / "build"
    for number in (dead, os.getppid()):
        leave(place / f".site-{number}", "half")
    with writing_folder(site, place):
        pass
    assert names(place) == {f".site-{os.getppid()}"}


def test_a_folder_that_is_looked_at_before_it_is_locked_is_begun_again(site, monkeypatch):
    """Another run takes it for left over in the moment between: it is removed, and made and locked anew."""
    lock, looks = fcntl.flock, []

    def late(number, how):
        """Lock, but let the other run remove the folder before it is locked for the first time."""
        if not looks and how == fcntl.LOCK_EX:
            looks.append([path.rmdir() for path in site.parent.glob(f".site-{os.getpid()}")])
        lock(number, how)

    monkeypatch.setattr("fcntl.flock", late)
    with writing_folder(site) as scratch:
        (scratch / "new.html").write_text("after")
    assert looks == [[None]] and tree(site) == {"new.html": "after"}


def test_two_runs_that_give_a_folder_its_place_at_once_both_end_well(site, monkeypatch):
    """The second comes between the two moves of the first, which then takes its place again: the last one stands."""
    replace, second = os.replace, []

    def slow(source, target):
        """Move; when the old folder is set aside for the first time, let another process make a whole one."""
        replace(source, target)
        if source == site and not second:
            code = (
                "import sys; from firststeps.files import writing_folder\n"
                "with writing_folder(sys.argv[1]) as scratch:\n"
                "    (scratch / 'other.html').write_text('other')"
            )
            second.append(subprocess.run([sys.executable, "-c", code, str(site)], check=True))
            assert tree(site) == {"other.html": "other"}

    monkeypatch.setattr(files.os, "replace", slow)
    with writing_folder(site) as scratch:
        (scratch / "new.html").write_text("first")
    assert tree(site) == {"new.html": "first"} and names(site.parent) == {"site", "build"}


def test_a_folder_within_one_that_is_being_written_is_written_too(site):
    """One waits for no lock of its own."""
    with writing_folder(site) as outer, writing_folder(outer / "below") as inner:
        (inner / "new.html").write_text("after")
    assert tree(site) == {"below": False, "below/new.html": "after"}


def test_of_a_folder_that_is_written_twice_at_once_the_first_is_whole(site):
    """Within one process: the second is refused, and takes nothing from the first."""
    with writing_folder(site) as first:
        (first / "new.html").write_text("first")
        with pytest.raises(FileExistsError), writing_folder(site):
            pass
    assert tree(site) == {"new.html": "first"}


def test_the_half_of_a_file_that_a_dead_process_left_goes(tmp_path, dead):
    """By the number in its name; what a living process writes, other files and folders stay."""
    stay = {f".a-{os.getppid()}.txt", f".a-{dead}.csv", f".ab-{dead}.txt", ".a-notes.txt", f"a-{dead}.txt"}
    for name in {*stay, f".a-{dead}.txt"}:
        (tmp_path / name).write_text("half")
    with writing(tmp_path / "a.txt") as scratch:
        scratch.write_text("whole")
    assert names(tmp_path) == {*stay, "a.txt"}


def test_what_a_killed_process_of_the_same_number_left_does_not_get_in_the_way(site):
    """In a container numbers come again: the new folder begins empty."""
    leave(site.parent / "build" / f".site-{os.getpid()}", "half")
    with writing_folder(site, site.parent / "build") as scratch:
        assert not [*scratch.iterdir()]


def test_an_old_folder_set_aside_by_a_killed_process_is_put_back(site, dead):
    """A run was killed between its two moves, and the next one fails: the old folder is there again."""
    aside = site.parent / "build" / f".site-{dead}-old"
    site.rename(aside)
    with pytest.raises(OSError, match="full"), writing_folder(site, aside.parent):
        raise OSError("the disk is full")
    assert tree(site.parent) == {"site": False, "site/old.html": "before", "build": False}


def test_a_folder_killed_outright_is_made_by_the_next_run(site):
    """Kill a process while it writes: the old folder stands, and the next run removes the half and writes its own."""
    code = (
        "import sys; from firststeps.files import writing_folder\n"
        "with writing_folder(sys.argv[1]) as scratch:\n"
        "    (scratch / 'half.html').write_text('half'); print('written', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(site)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "written\n"
        half = site.with_name(f".site-{process.pid}")
        with writing_folder(site) as scratch:
            (scratch / "new.html").write_text("one")
        assert tree(half) == {"half.html": "half"}
        process.send_signal(signal.SIGKILL)
    assert tree(site) == {"new.html": "one"} and half.exists()
    with writing_folder(site) as scratch:
        (scratch / "new.html").write_text("two")
    assert tree(site) == {"new.html": "two"} and not half.exists()


def test_a_link_in_the_place_of_the_folder_goes_and_what_it_leads_to_stays(site):
    """The new folder takes the place of the link, not of the folder behind it."""
    link = site.with_name("public")
    link.symlink_to(site, target_is_directory=True)
    with writing_folder(link) as scratch:
        (scratch / "new.html").write_text("after")
    assert not link.is_symlink() and tree(link) == {"new.html": "after"}
    assert tree(site) == {"old.html": "before"}
    assert {path.name for path in site.parent.iterdir()} == {"site", "public", "build"}


@pytest.mark.parametrize("there", [False, True], ids=["not there", "there and empty"])
def test_a_new_folder_that_is_broken_off_leaves_what_was_there(tmp_path, there):
    """Nothing, or an empty folder."""
    mine = tmp_path / "mine"
    if there:
        mine.mkdir()
    before = tree(tmp_path)
    with pytest.raises(KeyboardInterrupt), writing_new_folder(mine) as scratch:
        (scratch / "data").mkdir()
        (scratch / "data" / "a.csv").write_text("half")
        raise KeyboardInterrupt
    assert tree(tmp_path) == before


def test_of_two_runs_that_make_the_same_new_folder_the_later_is_stopped(tmp_path):
    """What the first has made stays as it is."""
    with pytest.raises(Stopped, match="by another run"), writing_new_folder(tmp_path / "mine") as later:
        (later / "a.txt").write_text("later")
        leave(tmp_path / "mine", "first")
    assert tree(tmp_path) == {"mine": False, "mine/page.html": "first"}


def test_a_folder_that_holds_something_is_no_new_one(tmp_path):
    """As where another run has made it just before: what it has made stays."""
    leave(tmp_path / "mine", "first")
    with pytest.raises(Stopped, match="by another run"), writing_new_folder(tmp_path / "mine"):
        pass
    assert tree(tmp_path) == {"mine": False, "mine/page.html": "first"}


def test_of_two_runs_that_fill_the_same_empty_folder_the_later_is_stopped(tmp_path):
    """What the first has put there stays, and nothing of the later is beside it."""
    (tmp_path / "mine").mkdir()
    with pytest.raises(Stopped, match="by another run"), writing_new_folder(tmp_path / "mine") as later:
        leave(later / "data", "later")
        leave(tmp_path / "mine" / "data", "first")
    assert tree(tmp_path) == {"mine": False, "mine/data": False, "mine/data/page.html": "first"}


@pytest.mark.parametrize("there", [False, True], ids=["not there", "there and empty"])
def test_a_new_folder_holds_what_was_written(tmp_path, there):
    """Files and folders, with nothing beside them."""
    if there:
        (tmp_path / "mine").mkdir()
    with writing_new_folder(tmp_path / "mine") as scratch:
        (scratch / "study.yaml").write_text("a")
        leave(scratch / "data", "b")
    whole = {"mine": False, "mine/study.yaml": "a", "mine/data": False, "mine/data/page.html": "b"}
    assert tree(tmp_path) == whole


def test_what_a_killed_run_has_left_of_a_new_folder_goes(tmp_path, dead):
    """The next run of the same name removes it."""
    leave(tmp_path / f".mine-{dead}", "half")
    with writing_new_folder(tmp_path / "mine") as scratch:
        (scratch / "a.txt").write_text("whole")
    assert tree(tmp_path) == {"mine": False, "mine/a.txt": "whole"}


MERGED = "<<<<<<< HEAD\n{\n=======\n[\n>>>>>>> theirs\n"


@pytest.mark.parametrize("reader", [read_text, read_json])
def test_a_file_with_the_marks_of_a_merge_is_not_read(reader, tmp_path):
    """Both sides of a sentence were printed in the paper, and a notebook's fault named no file."""
    path = tmp_path / "manuscript.md"
    path.write_text(f"# Title\n\n{MERGED}", encoding="utf-8")
    with pytest.raises(Stopped, match=r"manuscript.md, line 3: a merge is not finished there; keep one of its sides"):
        reader(path)


def test_a_heading_that_is_underlined_is_no_merge(tmp_path):
    """Markdown may write headings so, and quote with several signs."""
    path = tmp_path / "manuscript.md"
    path.write_text("A heading\n=======\n\n>>>>>>>> quoted\n", encoding="utf-8")
    assert read_text(path).startswith("A heading")


def test_what_is_no_json_says_which_file_and_where(tmp_path):
    """A sentence of Python's named neither."""
    path = tmp_path / "claims.json"
    path.write_text('{\n"a": 1,\n', encoding="utf-8")
    with pytest.raises(Stopped, match=r"claims.json, line 3: it cannot be read"):
        read_json(path)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no such device here")
def test_a_full_disk_is_told_with_the_name_of_what_was_being_written(tmp_path):
    """A real one, of which the system names nothing: of several it is the one last written to, by its own name."""
    with pytest.raises(OSError) as several, writing_together([tmp_path / "a.csv", tmp_path / "b.csv"]) as scratches:
        scratches[0].write_text("whole")
        with open(scratches[1], "w"), open("/dev/full", "wb", buffering=0) as full:
            os.utime(scratches[0], (0, 0))
            full.write(b"half")
    with (
        pytest.raises(OSError) as one,
        writing_folder(tmp_path / "site") as folder,
        writing(folder / "index.html"),
        open("/dev/full", "wb", buffering=0) as full,
    ):
        full.write(b"half")
    for caught, name in ((several, "b.csv"), (one, "site/index.html")):
        assert in_words(caught.value).startswith(f"{tmp_path}/{name} does not fit on the disk, which is full.")
