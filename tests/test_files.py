"""Files are written whole or not at all, and several together or none."""

import pytest

from firststeps.files import writing, writing_together


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
