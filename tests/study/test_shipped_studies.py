"""The other studies that are shipped: a published table and a long follow-up, cleaned without a line of code."""

import shutil

import numpy as np
import pytest

from firststeps.paired.patterns import answered, paired_table
from firststeps.responses.cleaning.clean import clean
from firststeps.responses.counting.clean_files import write_clean
from firststeps.responses.counting.patterns import count_patterns, read_patterns
from firststeps.responses.given.checksums import changed_files
from firststeps.responses.synthetic.course import write_synthetic
from firststeps.study import Study, compendium_root

STUDIES = compendium_root() / "studies"


@pytest.fixture(scope="module")
def follow_up():
    return Study.load(STUDIES / "long-follow-up")


def copy_of(study, folder):
    """The same study in a folder that tests may write to."""

    shutil.copytree(study.folder, folder, ignore=shutil.ignore_patterns("build", "clean"))
    return Study.load(folder)


def test_the_published_table_comes_back(tmp_path):
    """Agresti's 1,600 voters: 794, 150, 86, 570."""
    study = copy_of(Study.load(STUDIES / "approval-ratings"), tmp_path / "study")
    cleaned = clean(study)
    write_clean(study, cleaned)
    assert paired_table(read_patterns(study, "approval"), 0, 1).tolist() == [[794, 150], [86, 570]]
    assert cleaned.responses["participant"].nunique() == study.participants == 1600
    assert not study.synthetic


def test_numbers_that_were_published_name_their_source():
    """In what the paper prints of a study without ``published.csv``, whose rows would each name theirs."""
    study = Study.load(STUDIES / "approval-ratings")
    assert study.release.mode == "published" and "Agresti, Categorical Data Analysis" in study.governance.access


def test_the_follow_up_has_heavy_attrition(follow_up):
    """A third or more of the people are gone by the last wave, and everyone was there at the first."""
    responses = clean(follow_up).responses
    there = answered(count_patterns(responses, follow_up.wave_ids, "attends"))
    assert responses["participant"].nunique() == follow_up.participants
    assert there[-1] < there[0] / 1.5


def test_counted_patterns_are_written_and_read_again(follow_up, tmp_path):
    study = copy_of(follow_up, tmp_path / "study")
    cleaned = clean(study)
    write_clean(study, cleaned)
    for item in study.outcomes:
        counted = count_patterns(cleaned.responses, study.items[item].waves, item)
        np.testing.assert_array_equal(read_patterns(study, item), counted)


def test_the_follow_up_is_made_again_to_the_byte(follow_up, tmp_path):
    study = copy_of(follow_up, tmp_path / "study")
    (path,) = write_synthetic(study.folder)
    assert path.read_bytes() == (follow_up.raw / path.name).read_bytes()


@pytest.mark.parametrize("name", ["approval-ratings", "long-follow-up"])
def test_the_raw_files_are_as_given(name):
    assert changed_files(STUDIES / name / "data" / "raw") == []


def test_observed_data_are_never_overwritten(tmp_path):
    study = copy_of(Study.load(STUDIES / "approval-ratings"), tmp_path / "study")
    with pytest.raises(ValueError, match="nothing was written"):
        write_synthetic(study.folder)
    assert changed_files(study.raw) == []
