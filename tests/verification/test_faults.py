"""What stands is told from what fell: each planted fault turns its step red, and is named there."""

import json
import os
import re
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import typst

from firststeps.errors import Stopped
from firststeps.report.claims.record import write_claims
from firststeps.responses.given.checksums import write_checksums
from firststeps.verification import faults as planting
from firststeps.verification.checks.given import check_raw
from firststeps.verification.checks.texts import across_pages, bare, linked, text_of
from firststeps.verification.copies import Ground, copy_compendium, execute_notebook
from firststeps.verification.faults import (
    begin_faulty,
    edited_receipts_told,
    faults_of,
    flipped_and_run,
    planted,
    rewritten_and_run,
    try_faults,
)
from firststeps.verification.planted import (
    Fault,
    changed_formula,
    five_faults,
    flipped_answer,
    long_faults,
    short_faults,
)
from firststeps.verification.verify import plant_all, verify
from tests import ROOT
from tests.small_study import LONG

COMPARED = "execute 03-paired-comparisons: ...ipynb, cell 23 (exact): exact = paired.mcnemar(primary) AssertionError: "


@pytest.mark.parametrize("step", [1, 2, 3, 4, 5, 6])
def test_what_was_made_together_agrees(ground, step):
    """A compendium that is the same as its fresh copy has no fault."""
    assert not faults_of(step, ground)


def test_every_verification_catches_its_four_faults(ground):
    """An answer, a number of the paper, a figure and an output: each is caught, and named."""
    count, missed, notes = try_faults(ground, short_faults(ground))
    assert (count, missed) == (4, []) and len(notes) == 4


def test_the_five_faults_for_students_are_of_five_kinds_and_caught(ground):
    """Raw file, output, figure, claim and paper, the same each time; a verification names each."""
    five = five_faults(ground)
    assert [fault.what for fault in five] == [fault.what for fault in five_faults(ground)]
    assert sorted(fault.step for fault in five) == [2, 3, 3, 4, 5]
    assert try_faults(ground, five)[1] == []


def test_a_study_without_answers_has_no_faulty_copy(tmp_path):
    """One sentence, and no folder begun."""
    (tmp_path / "study.yaml").write_text("title: x", encoding="utf-8")
    with pytest.raises(Stopped, match="no answers to plant errors in"):
        begin_faulty(tmp_path)
    assert not (tmp_path / "learn").exists()


def test_a_faulty_copy_is_begun_once(small):
    """What was given is copied into learn/faulty; where it stands with its errors, nothing is written over."""
    small.write()
    copy = begin_faulty(small.folder)
    assert (copy / "study.yaml").read_bytes() == (small.folder / "study.yaml").read_bytes()
    assert [path.name for path in (copy / "data" / "raw").iterdir()] == ["answers.csv"]
    (copy / planting.UNPLANTED).unlink()
    with pytest.raises(Stopped, match="nothing is written over"):
        begin_faulty(small.folder)


def two_faults(ground):
    """A fault in each of two files that every copy has."""
    return [Fault("", 2, ground.study / name, b"planted", name) for name in ("study.yaml", "data/raw/answers.csv")]


def test_a_faulty_copy_without_errors_is_gone_on_with(small, monkeypatch):
    """Where a run was stopped before it planted any: what is there stays as it is, until all errors are planted."""
    small.write()
    copy = begin_faulty(small.folder)
    (copy / "notes.md").write_text("mine")
    before = {path: path.is_file() and path.read_bytes() for path in copy.rglob("*")}
    assert begin_faulty(small.folder) == copy
    assert {path: path.is_file() and path.read_bytes() for path in copy.rglob("*")} == before
    monkeypatch.setattr(planting, "five_faults", two_faults)
    assert planting.plant_five(copy) == 2
    assert (copy / "data" / "raw" / "answers.csv").read_bytes() == b"planted"
    with pytest.raises(Stopped, match="nothing is written over"):
        begin_faulty(small.folder)
    with pytest.raises(Stopped, match="another run has planted"):
        planting.plant_five(copy)


def test_errors_whose_planting_is_broken_off_are_none(small, monkeypatch):
    """None is planted where one cannot be, and the copy is gone on with."""
    small.write()
    copy = begin_faulty(small.folder)
    monkeypatch.setattr(
        planting, "five_faults", lambda ground: [*two_faults(ground)[:1], Fault("", 2, copy / "data", b"", "data")]
    )
    before = (copy / "study.yaml").read_bytes()
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("pathlib.Path.write_bytes", broken_at_data())
        planting.plant_five(copy)
    assert (copy / "study.yaml").read_bytes() == before
    assert begin_faulty(small.folder) == copy


def broken_at_data():
    """`Path.write_bytes`, which Ctrl-C ends at the folder data."""
    write = Path.write_bytes

    def broken(path, content):
        if path.name.startswith(".data"):
            raise KeyboardInterrupt
        return write(path, content)

    return broken


def test_the_copy_of_a_failed_run_is_not_what_is_checked(small, tmp_path):
    """It tells of a run that is no part of the results, so no fault is planted in it."""
    small.write()
    (small.folder / "build").mkdir()
    for name in ("01-cleaning.ipynb", "01-cleaning.failed.ipynb"):
        (small.folder / "build" / name).write_text("{}", encoding="utf-8")
    copy = copy_compendium(ROOT, small.folder, tmp_path / "copy")
    assert [path.name for path in (copy / "build").iterdir()] == ["01-cleaning.ipynb"]


def test_a_faulty_copy_that_is_broken_off_is_none(small, monkeypatch):
    """By Ctrl-C in the middle of it: the next run begins it whole."""
    small.write()

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("shutil.copyfile", interrupted)
        begin_faulty(small.folder)
    assert not [*(small.folder / "learn").iterdir()]
    assert (begin_faulty(small.folder) / "study.yaml").exists()


def test_all_faults_but_those_of_the_paper_are_caught(ground):
    """The long list, as far as it takes no second: data, lock, notebooks, figures, claims."""
    faults = [fault for fault in long_faults(ground) if fault.step != 5]
    count, missed, _ = try_faults(ground, faults)
    assert count > 30 and not missed


def test_make_says_how_many_faults_are_planted(ground):
    """In tens; the few that need a run of their own are not counted here."""
    tens = ("thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
    said = re.search(r"^faults: .*## plant some (\w+) faults", (ROOT / "Makefile").read_text("utf-8"), re.M)[1]
    assert 0 <= 10 * (3 + tens.index(said)) - len(long_faults(ground)) < 10


def test_a_fault_is_taken_back(ground):
    """After a fault the copy is as it was, also where a file was put there that had not been."""
    before = {path: path.read_bytes() for path in ground.study.rglob("*") if path.is_file()}
    for fault in long_faults(ground):
        with planted(fault):
            assert (fault.path.read_bytes() if fault.path.is_file() else None) == fault.content
    assert {path: path.read_bytes() for path in ground.study.rglob("*") if path.is_file()} == before


def test_what_no_step_sees_is_said(ground):
    """A fault that nobody catches is a failure of the verification, not a success."""
    path = ground.study / "README.md"
    _, missed, _ = try_faults(ground, [Fault("a word of the README", 4, path, b"other", "README")])
    assert missed == ["a word of the README: step 4 stays as it was."]


def test_notes_say_by_which_step_a_fault_was_caught(ground):
    """And what that step says, with the name of what fell."""
    _, _, notes = try_faults(ground, [fault for fault in long_faults(ground) if fault.step in (1, 2)][:2])
    assert notes and all(": caught by step 2: " in note and ".csv" in note for note in notes)


def compared(ground, folder, id):
    """A copy in which the formula of a claim was changed and notebook 03 was run: the fault, the copy, the refusal."""
    study = copy_compendium(ground.root, ground.study, folder)
    fault = changed_formula(study, id)
    fault.path.write_bytes(fault.content)
    return fault, study, execute_notebook(study, study, "03-paired-comparisons")


def test_the_notebook_refuses_another_exact_pvalue(ground, tmp_path):
    """Its own comparison with another program stops it, in the words by which the fault is known."""
    fault, _, refusal = compared(ground, tmp_path / "copy", "primary.exact-p")
    assert fault.is_refused_by(refusal)


def test_the_second_path_alone_names_another_mid_pvalue(ground, tmp_path):
    """The notebook runs to its end; of all that it records, step 6 finds nine tenths of 793/1024 wrong."""
    _, study, refusal = compared(ground, tmp_path / "copy", "primary.mid-p")
    assert refusal is None
    write_claims([study / "build" / "03-paired-comparisons.ipynb"], study / "paper" / "claims.json")
    (sentence,) = faults_of(6, Ground(study, study, study, study))
    assert sentence == "primary.mid-p: p 0.6969726563 as stored, 0.77441406 by enumeration in rational numbers."


@pytest.mark.parametrize(
    ("refusals", "caught"),
    [
        ([COMPARED], 1),
        (["execute 04-ordered-answers: no kernel", COMPARED], 1),
        (["execute 03-paired-comparisons: no kernel"], 0),
        (["execute 05-missing-responses: ... AssertionError: "], 0),
    ],
    ids=["by the comparison", "among others", "by no comparison", "by another notebook"],
)
def test_a_refused_run_counts_where_it_is_refused_for_the_fault(ground, tmp_path, monkeypatch, refusals, caught):
    """Of three faults one may be refused, by its own words; the others are to run to the end."""
    monkeypatch.setattr(planting, "make_afresh", lambda root, study: refusals)
    count, missed, notes = rewritten_and_run(ground, tmp_path)
    assert (count, len(missed), len(notes)) == (3, 3 - caught, caught)
    assert all("the run is refused, and not for that: execute 0" in fault for fault in missed)
    assert all(note.endswith(f"caught as the run is refused: {COMPARED}") for note in notes)


def test_a_changed_formula_is_caught_by_the_second_path_itself(ground, tmp_path, monkeypatch):
    """Where the run comes to its end, the copy's own claims are what is checked, and the sentence is in the notes."""

    def run(root, study):
        """Stands for a run: what the changed formula gives is stored."""
        path = study / "paper" / "claims.json"
        claims = json.loads(path.read_text(encoding="utf-8"))
        claims["primary.mid-p"]["value"] *= 0.9
        path.write_text(json.dumps(claims), encoding="utf-8")
        return []

    monkeypatch.setattr(planting, "make_afresh", run)
    _, missed, notes = rewritten_and_run(ground, tmp_path)
    (note,) = [note for note in notes if "caught by step 6" in note]
    assert note.startswith(
        "the formula of primary.mid-p changed in the package: caught by step 6: primary.mid-p: p 0.69"
    )
    assert any("primary.exact-p" in fault and "step 6 does not name it" in fault for fault in missed)


@pytest.mark.parametrize(
    ("study", "refusal"),
    [
        (".", "execute 01-cleaning: data/raw/synthetic-1-start.csv, row 3: no answer to this question."),
        ("studies/approval-ratings", "execute 01-cleaning: study.yaml, participants: found 1,601 people in the files."),
    ],
    ids=["an answer", "a number of people"],
)
def test_a_flipped_answer_may_be_refused_by_whoever_reads_it(ground, tmp_path, monkeypatch, study, refusal):
    """By the cleaning, with the name of the file or one person too many; no other refusal counts."""
    place = replace(ground, root=ROOT, study=ROOT / study)
    monkeypatch.setattr(planting, "make_afresh", lambda root, study: [refusal])
    _, missed, notes = flipped_and_run(place, tmp_path / "refused")
    assert not missed and notes[0].endswith(f"and its sum anew: caught as the run is refused: {refusal}")
    monkeypatch.setattr(planting, "make_afresh", lambda root, study: ["execute 02-participants: no kernel"])
    _, missed, notes = flipped_and_run(place, tmp_path / "no-kernel")
    assert not notes and missed[0].endswith("refused, and not for that: execute 02-participants: no kernel")


def test_what_was_released_refuses_no_flipped_answer(ground, tmp_path, monkeypatch):
    """A public study that has made a release: its copy knows of none, and the study itself keeps what it released."""
    study = copy_compendium(ground.root, ground.study, tmp_path / "public")
    ledger = Path("data", "released.json")
    (study / ledger).write_text("[]", encoding="utf-8")
    runs = []

    def run(root, study):
        """Stands for a run, in which a release would be compared with those before."""
        runs.append((study / ledger).exists())
        return []

    monkeypatch.setattr(planting, "make_afresh", run)
    flipped_and_run(replace(ground, root=study, study=study), tmp_path / "copy")
    assert runs == [False] and (study / ledger).read_text(encoding="utf-8") == "[]"


def test_what_a_step_said_before_catches_no_flipped_answer(ground, tmp_path, monkeypatch):
    """The stored claims differ from the fresh ones already: a run that changes nothing does not count as a catch."""
    stale = json.loads((ground.study / "paper" / "claims.json").read_text(encoding="utf-8"))
    stale["primary.mid-p"]["value"] = 0.5
    content = json.dumps(stale).encode("utf-8")
    monkeypatch.setattr(planting, "make_afresh", lambda root, study: [])
    with planted(Fault("stale", 4, ground.study / "paper" / "claims.json", content, "")):
        afresh = partial(copy_compendium, ground.fresh_root, ground.fresh)
        monkeypatch.setattr(planting, "copy_compendium", lambda root, study, into: afresh(into))
        count, missed, notes = flipped_and_run(ground, tmp_path / "copy")
    assert count == 1 and not notes and missed[0].endswith("and its sum anew: step 4 stays as it was.")


def test_an_edited_receipt_is_told_by_its_own_sums(tmp_path):
    """Page and file for programs, each with a note that says so."""
    count, missed, notes = edited_receipts_told(tmp_path)
    assert (count, missed) == (2, [])
    assert [note.partition(" of a receipt")[0] for note in notes] == ["receipt.html", "receipt.json"]


def test_raw_files_without_sums_or_beside_them(small):
    """No sums: nothing is promised, which is a failure; a file beside the promised ones is named."""
    small.write()
    ground = Ground(small.folder, small.folder, small.folder, small.folder)
    raw = small.folder / "data" / "raw"
    assert check_raw(ground)[0] == 0
    write_checksums(raw, ["answers.csv"])
    assert check_raw(ground) == (1, [])
    (raw / "more.csv").write_text("id\n", encoding="utf-8")
    assert check_raw(ground)[1] == ["data/raw/more.csv is not listed in SHA256SUMS."]


def test_no_answer_is_flipped_where_no_question_is_answered_by_yes_or_no(small):
    """A study of questions by degrees alone, whose verification stopped here."""
    degrees = LONG.replace("kind: yes-no}", 'kind: ordered, choices: ["No", "Yes"]}').replace("[ips]", "[]")
    assert flipped_answer(small.write(yaml=degrees).folder) is None


def test_the_flipped_answer_is_one_answer(small):
    """One yes of the outcome has become a no, and nothing else."""
    small.write()
    old, new = (
        (small.folder / "data" / "raw" / "answers.csv").read_text(),
        flipped_answer(small.folder).content.decode(),
    )
    assert [(one, two) for one, two in zip(old.split(), new.split(), strict=True) if one != two] == [
        ("P01,before,Yes", "P01,before,No")
    ]


def test_a_page_is_read_as_people_read_it(tmp_path):
    """Claims in neighbouring cells stay apart, linked or not; styles are nothing to read; spaces are none."""
    page = tmp_path / "a.html"
    claim = '<a href="#claim-a.b" class="claim observed" title="a.b; counted">'
    own = '<span class="claim observed" title="a.c; counted"><span>7</span> of 9</span>'
    page.write_text(f"<style>p{{}}</style><p>There were {claim}3\u20602</a> {claim}58%</a> {own}.</p>", "utf-8")
    text, links = linked(page)
    assert text == text_of(page) == "Therewere3258%7of9."
    assert [(id, text[begin:end]) for id, begin, end in links] == [("a.b", "32"), ("a.b", "58%"), ("a.c", "7of9")]
    assert bare("−5") == "−5"


def test_a_number_is_read_on_over_the_end_of_a_page(tmp_path):
    """Where a page ends within a number, the foot of the page and the figures of the next one come between."""
    source = """#set page(footer: context counter(page).display("1 of 1", both: true))
    Of those asked 19 of 21 (90%, 95%
    #pagebreak()
    A caption: 7 of 9.

    CI 71% to 97%) said so."""
    (tmp_path / "a.typ").write_text(source, encoding="utf-8")
    (tmp_path / "a.pdf").write_bytes(typst.compile(tmp_path / "a.typ", format="pdf"))
    number = bare("19 of 21 (90%, 95% CI 71% to 97%) said so")
    assert number not in text_of(tmp_path / "a.pdf")
    assert number in across_pages(tmp_path / "a.pdf")
    assert bare("19 of 21 (90%, 95% CI 71% to 98%)") not in across_pages(tmp_path / "a.pdf")


def test_a_receipt_that_cannot_be_written_is_one_sentence(tmp_path):
    """Nothing is run where the receipt has no place."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(Stopped, match="name another folder"):
        verify(".", tmp_path / "file" / "receipt")


full = pytest.mark.skipif(
    os.environ.get("VERIFY") != "full", reason="minutes: VERIFY=full runs it; so does make faults"
)


@full
def test_a_built_compendium_is_green_and_untouched(built, tmp_path, monkeypatch):
    """All again in a copy: green, and no byte of the compendium has changed."""
    monkeypatch.chdir(built.folder)
    before = built.everything()
    assert verify(".", tmp_path / "receipt")
    assert built.everything() == before


@full
def test_all_planted_faults_are_caught(built, monkeypatch):
    """The long list, with an answer flipped and run through all notebooks."""
    monkeypatch.chdir(built.folder)
    assert plant_all(".")
