"""The clean files: the same bytes each time, and nothing in them that a spreadsheet would run."""

import pandas as pd
import pytest

from firststeps.responses.cleaning.clean import clean
from firststeps.responses.counting.clean_files import FILES, neutral, write_clean, write_csv
from firststeps.study import Study
from tests.small_study import LONG, ROWS

TEXT = LONG.replace("outcomes:", "  said: {label: Said, kind: text, personal: checked}\noutcomes:")


def test_the_same_bytes_twice(small):
    study = Study.load(small.write(ROWS).folder)
    first = [path.read_bytes() for path in write_clean(study, clean(study))]
    assert [path.read_bytes() for path in write_clean(study, clean(study))] == first
    assert sorted(path.name for path in study.clean.iterdir()) == sorted(FILES)


@pytest.mark.parametrize("text", ["=1+1", "+1 for this", "-no", "@you", "\tx", "\rx", '=HYPERLINK("x")'])
def test_a_text_that_a_spreadsheet_would_run_is_neutralised(text, tmp_path):
    write_csv(tmp_path / "a.csv", pd.DataFrame({"said": [text, "plain"]}))
    written = pd.read_csv(tmp_path / "a.csv", lineterminator="\n")["said"].tolist()
    assert written == [f"'{text}", "plain"]


@pytest.mark.parametrize("text", ["-3", "+2.5", "plain", "a=b", "<script>", "{{ }}", "", "N/A", "0012"])
def test_other_text_is_written_as_it_is(text):
    assert neutral(text) == text


def test_formulas_in_answers_reach_no_clean_file(small):
    content = ROWS.replace("ips\n", "ips,said\n", 1).replace("P01,before,Yes", 'P01,before,Yes,"=cmd|x"')
    content = "\n".join(line if line.count(",") == 3 else f"{line}," for line in content.splitlines())
    study = Study.load(small.write(content, TEXT).folder)
    for path in write_clean(study, clean(study)):
        assert ",=cmd" not in path.read_text(encoding="utf-8")


def test_nothing_is_written_when_cleaning_stops(small):
    """`clean` reads everything before anything can be written."""
    assert small.write(ROWS.replace("No", "maybe")).problems()
    assert not (small.folder / "data" / "clean").exists()
