"""The clean files: the same bytes each time, and nothing in them that a spreadsheet would run."""

import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firststeps.responses.cleaning.clean import clean
from firststeps.responses.counting.choices import read_choices
from firststeps.responses.counting.clean_files import FILES, neutral, write_clean, write_csv
from firststeps.responses.counting.ordered.questions import ordered_question
from firststeps.responses.counting.patterns import read_clean
from firststeps.study import Study
from tests import ROOT
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


def test_choices_that_begin_as_a_formula_are_counted_and_compared(small):
    """What is written into the clean files for the sake of spreadsheets is no other answer where it is read."""
    choices = ["- worse", "= same", "+ better", "'+ best"]
    item = f"  calm: {{label: Calm, kind: ordered, choices: {choices}}}\noutcomes:"
    rows = "id,wave,ips,calm\nP01,before,Yes,- worse\nP01,after,No,+ better\nP02,before,No,= same\n"
    rows += "P02,after,Yes,= same\nP03,before,Yes,'+ best\nP03,after,No,+ better\n"
    study = Study.load(small.write(rows, LONG.replace("outcomes:", item)).folder)
    write_clean(study, clean(study))
    assert read_choices(study, "ordered")["choice"].tolist() == 2 * choices
    assert ordered_question(study, "calm").kinds == {"improved": 1, "same": 1, "worse": 1, "not-heard": 0}


@given(st.lists(st.text("=+-@\t'a1 .\n", min_size=1), min_size=1))
def test_every_text_is_read_as_it_was_given(texts):
    """The apostrophe that keeps spreadsheets from running a text is no part of it, and no other is lost."""
    with TemporaryDirectory() as folder:
        study = SimpleNamespace(clean=Path(folder))
        write_csv(study.clean / "a.csv", pd.DataFrame({"said": texts, "people": 1}))
        assert read_clean(study, "a.csv")["said"].tolist() == texts


LABEL = re.compile(r"\b(label|short): (\"[^\"]*|[^\s\"'{\[#][^,}\n#]*?)(?=\"|\s*[,}\n]|\s+#)")


@pytest.mark.parametrize("place", [".", "studies/long-follow-up", "small"])
def test_nothing_in_them_has_its_name_for_readers(place, small, tmp_path):
    """What waves and questions are called is no matter of cleaning: with other names they are the same, to the byte.

    So the first answer may count them where names alone have changed since they were made.
    """
    folder = small.write().folder if place == "small" else ROOT / place
    other = tmp_path / "other"
    shutil.copytree(folder / "data" / "raw", other / "data" / "raw")
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    named = LABEL.sub(r"\1: \2 anew", text)
    (other / "study.yaml").write_text(re.sub("^title: .*$", "title: Another", named, flags=re.M), encoding="utf-8")
    study, another = Study.load(folder).with_clean_files_in(tmp_path / "clean"), Study.load(other)
    assert [wave.label for wave in another.waves] == [f"{wave.label} anew" for wave in study.waves]
    assert not [name for name, item in study.items.items() if another.items[name].label == item.label]
    before, after = ([path.read_bytes() for path in write_clean(one, clean(one))] for one in (study, another))
    assert before == after
