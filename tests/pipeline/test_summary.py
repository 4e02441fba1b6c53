"""`make all` ends with what somebody should look at, also where notebook 01 did not run again."""

import os

import pytest

from firststeps.pipeline.summary import made_lines, open_lines, without_a_row
from firststeps.pipeline.unused import unused_lines
from firststeps.responses.cleaning.clean import clean
from firststeps.responses.counting.clean_files import write_clean
from firststeps.responses.given.checksums import write_checksums
from firststeps.study import Study
from tests.small_study import LONG, ROWS

SLIP = ROWS + "P21,before,Yes\nP12,after,No\n"


@pytest.fixture
def end(small):
    """The last lines of a run of make on a small study whose clean files are there."""

    def end(content):
        small.write(content, LONG)
        study = Study.load(small.folder)
        write_clean(study, clean(study))
        (small.folder / "build").mkdir(exist_ok=True)
        (small.folder / "build" / "started").touch()
        return [*made_lines(small.folder), *open_lines(study)]

    return end


def test_warnings_of_cleaning_are_told_again_in_a_line_each(end):
    """Where, what was found and what was expected; what to do stands in the notebook."""
    lines = end(SLIP)
    start = lines.index("Cleaning gave a warning; 01-cleaning says what to do:")
    assert lines[start + 1] == (
        "  all files: found 'P12' seen only at 'after', where 'P21' is not seen; "
        "expected two different people, or one typing slip."
    )
    assert not any("identifier" in line for line in lines)


def test_a_notebook_that_make_does_not_run_is_told(tmp_path):
    """Whoever puts one into the folder waits for it to run; the one with the ways in is none of them."""
    (tmp_path / "notebooks").mkdir()
    for name in ("01-cleaning", "10-mine", "11-more", "index"):
        (tmp_path / "notebooks" / f"{name}.ipynb").touch()
    (tmp_path / "Makefile").write_text("$(call notebook, 01-cleaning, , )\n# 10-mine\n")
    (said,) = without_a_row(tmp_path)
    assert said.startswith("Not run: 10-mine and 11-more. The Makefile has no rows for them")
    (tmp_path / "notebooks" / "11-more.ipynb").unlink()
    assert next(without_a_row(tmp_path)).startswith("Not run: 10-mine. The Makefile has no row for it")


def test_where_nothing_is_odd_nothing_is_told(end):
    """No heading without a warning."""
    assert not any("warning" in line for line in end(ROWS))


def test_a_raw_file_that_has_changed_is_told_once(end, small):
    """Before cleaning and after it."""
    small.write(ROWS, LONG)
    write_checksums(small.folder / "data" / "raw", ["answers.csv"])
    said = "  answers.csv is not the file that SHA256SUMS promises: its bytes were changed."
    lines = end(ROWS.replace("P03,before,Yes", "P03,before,No"))
    assert lines.count(said) == 1
    assert lines[lines.index(said) - 1] == "Cleaning gave a warning; 01-cleaning says what to do:"
    (small.folder / "data" / "clean" / "warnings.csv").unlink()
    assert list(open_lines(Study.load(small.folder))).count(said) == 1


@pytest.mark.parametrize("name", ["g.xlsx", "this is old.csv", "../../study.yaml"])
def test_cleaning_tells_of_a_raw_file_in_the_sentence_of_the_end(end, small, name):
    """It names the file once; so the two are told as one, whatever the file is called."""
    small.write(ROWS, LONG)
    raw = small.folder / "data" / "raw"
    (raw / "SHA256SUMS").write_text(f"{'0' * 64}  {name}\n")
    if not name.startswith(".."):
        (raw / name).write_bytes(b"other")
    lines = end(ROWS)
    about = "is not the file that SHA256SUMS promises: its bytes were changed."
    said = (
        "SHA256SUMS lists '../../study.yaml', which is no file of this folder." if ".." in name else f"{name} {about}"
    )
    (warning,) = clean(Study.load(small.folder)).warnings
    assert warning.headline == said and str(warning).count(name) == 1
    assert warning.file == ("SHA256SUMS" if ".." in name else name)
    assert [line for line in lines if "SHA256SUMS" in line] == [f"  {said}"]


def test_many_warnings_are_told_in_twelve_and_a_number(end):
    """A screen is not filled."""
    slips = [(f"{a}{b}", f"{b}{a}") for a in range(1, 9) for b in range(a + 1, 10)]
    rows = "".join(f"P{one},before,Yes\nP{other},after,No\n" for one, other in slips if one[0] not in "03")
    lines = end(ROWS + rows)
    start = next(i for i, line in enumerate(lines) if line.startswith("Cleaning gave"))
    assert len(lines[start + 1 :]) == 13
    assert lines[-1].startswith("  ... and ") and lines[-1].endswith(" more.")


MORE = LONG.replace(
    "outcomes:",
    "  agreed: {label: Agreed, kind: yes-no, one_sided: checked}\n  said: {label: Said, kind: text}\n"
    "  day: {label: Day, kind: date}\n  age: {label: Age, kind: scale}\n"
    "  rate: {label: Rating, kind: scale, range: [1, 5]}\noutcomes:",
).replace("wave_column: wave", "wave_column: wave, ignore: [seed]")


def test_each_question_that_no_notebook_used_is_named_with_the_reason(small):
    """Of the items, and of the columns that are not read; what is used is not named."""
    header, *rows = ROWS.splitlines()
    more = "agreed,said,day,age,rate,seed,remark,E-mail"
    cells = 'Yes,well,2024-05-13,40,3,7,none,"a@example.org"'
    small.write("\n".join([f"{header},{more}", *(f"{row},{cells}" for row in rows)]) + "\n", MORE)
    study = Study.load(small.folder)
    write_clean(study, clean(study))
    lines = list(unused_lines(study))
    assert lines == [
        "No notebook used these questions or columns of the files:",
        "  seed: not read, as study.yaml says (data > ignore).",
        "  E-mail: personal details, never read.",
        "  remark: not described in study.yaml.",
        "  Agreed: a yes-no question that is not among the outcomes of study.yaml.",
        "  Said: answers in own words that nobody coded.",
        "  Day: a date, which is checked and not counted.",
        "  Age: a number without a short range in study.yaml.",
    ]


def test_a_column_of_a_wave_at_which_it_is_not_asked_is_named_as_such(small):
    """It stands in study.yaml, so nobody is told that it does not."""
    yaml = LONG.replace("layout: long, file: answers.csv, wave_column: wave", "layout: per-wave")
    yaml = yaml.replace("codes: [T1]", "file: one.csv").replace("codes: [T2]", "file: two.csv")
    yaml = yaml.replace("outcomes:", "  said: {label: Said, kind: choice, waves: [after], choices: [well]}\noutcomes:")
    small.write("id,ips,said\nP01,Yes,\nP02,No,\n", yaml, "one.csv")
    study = Study.load(small.write("id,ips,said\nP01,No,well\nP02,Yes,well\n", yaml, "two.csv").folder)
    write_clean(study, clean(study))
    assert "  said: in the file of a wave at which study.yaml does not ask it." in unused_lines(study)


def test_where_every_question_is_used_nothing_is_told_of_them(small):
    """No heading without a question."""
    study = Study.load(small.write(ROWS, LONG).folder)
    assert list(unused_lines(study)) == []


def test_surveys_that_cannot_be_linked_end_with_their_counts(small):
    """Each with its counts, what nobody may say of them, and no p-value."""
    small.write(ROWS, LONG.replace("identifier: {column", "linked: no\nidentifier: {column"))
    study = Study.load(small.folder)
    write_clean(study, clean(study))
    said = "\n".join(open_lines(study))
    assert "Involved: 2 of 3 (67%) said yes at Before, 1 of 2 (50%) at After." in said
    assert "no p-value stands here" in said and "linked: no" in said


def test_every_figure_that_was_made_is_counted(tmp_path):
    """Those for narrow screens too, which lie in a folder of their own; the folder is no figure."""
    for name in ("build/started", "figures/flow.svg", "figures/narrow/flow.svg"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    os.utime(tmp_path / "build" / "started", (0, 0))
    assert next(made_lines(tmp_path)).startswith("Made 2 figure files in ")
