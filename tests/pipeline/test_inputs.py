"""A step is stale when something that it was computed from has changed, and only then."""

import copy
import json
import os
import shutil
import subprocess
import sys
import time

import pytest

from firststeps.files import RECORDS
from firststeps.files import keep as keep_files
from firststeps.pipeline.dependencies import code, modules
from firststeps.pipeline.inputs import (
    LOCK,
    MAKERS,
    has_only_names_new,
    inputs_of,
    is_stale,
    note_released,
    read_record,
    records_kept,
    write_record,
)
from firststeps.pipeline.plan import left_out, plan, remove_undrawn
from firststeps.study import Study
from tests.study.test_reads import TEXT


@pytest.fixture
def study(tmp_path):
    """A study of one's own with a raw file."""
    (tmp_path / "data" / "raw").mkdir(parents=True)
    (tmp_path / "paper").mkdir()
    (tmp_path / "data" / "raw" / "answers.csv").write_text("person\n")
    (tmp_path / "study.yaml").write_text(TEXT)
    return Study.load(tmp_path)


def keep(step, study, paths=()):
    """Keep the inputs of a step as they are now."""
    write_record(step, study, inputs_of(step, study, paths))
    assert not is_stale(step, study)


@pytest.mark.parametrize("step", ["manuscript", "released"])
def test_a_style_of_ones_own_is_an_input_of_the_paper(study, step):
    """The style beside a manuscript comes, changes and goes: each time the paper is another."""
    own = study.folder / "paper" / "style"
    keep(step, study)
    own.mkdir()
    (own / "article.css").write_text("p { color: black }")
    assert is_stale(step, study)
    keep(step, study)
    (own / "article.css").write_text("p { color: grey }")
    assert is_stale(step, study)
    keep(step, study)
    shutil.rmtree(own)
    assert is_stale(step, study)


@pytest.mark.parametrize(
    ("step", "trusting"), [("manuscript", True), ("first", True), ("03-paired-comparisons", False)]
)
def test_whether_a_style_is_trusted_is_an_input_of_documents_alone(study, monkeypatch, step, trusting):
    """With TRUST=1 a paper looks otherwise, and no number does."""
    monkeypatch.delenv("TRUST", raising=False)
    keep(step, study)
    monkeypatch.setenv("TRUST", "1")
    assert is_stale(step, study) == trusting


def test_a_raw_file_that_was_written_again_is_another_and_a_folder_without_files_is_nothing(study):
    """As many bytes at another time; what came and went beside it, as an editor's own file, leaves no trace."""
    keep("01-cleaning", study)
    (study.raw / "older").mkdir()
    (study.raw / "older" / "lock").touch()
    (study.raw / "older" / "lock").unlink()
    assert not is_stale("01-cleaning", study)
    (study.raw / "answers.csv").write_text("people\n")
    os.utime(study.raw / "answers.csv", (2000, 2000))
    assert is_stale("01-cleaning", study)


CELLS = [
    {"cell_type": "markdown", "id": "a", "source": ["Who changed?"], "metadata": {}},
    {"cell_type": "code", "id": "b", "source": ["from firststeps import errors\n", "1"], "metadata": {}, "outputs": []},
]
WRITTEN = {
    "nothing": (lambda cells: None, set()),
    "what it printed": (lambda cells: cells[1].update(outputs=[1], execution_count=1, metadata={"a": 1}), set()),
    "its text": (lambda cells: cells[0].update(source=["Who did not?"]), {"text"}),
    "the name of a cell": (lambda cells: cells[1].update(id="c"), {"text"}),
    "its code": (lambda cells: cells[1]["source"].append("+ 1"), {"code", "text"}),
    "a module that it imports": (
        lambda cells: cells[1]["source"].insert(1, "import firststeps.digits\n"),
        {"code", "text"},
    ),
}


@pytest.mark.parametrize(("change", "others"), WRITTEN.values(), ids=WRITTEN)
def test_of_a_notebook_its_text_and_its_code_are_inputs_and_what_it_printed_is_not(study, monkeypatch, change, others):
    """Claims depend on the code alone, and which cell they are of is told by its name."""
    place, cells = study.folder / "notebooks" / "03-mine.ipynb", copy.deepcopy(CELLS)
    for path, text in ((place, json.dumps({"cells": cells})), (study.folder / LOCK, "numpy==1")):
        path.parent.mkdir()
        path.write_text(text)
    monkeypatch.setattr("firststeps.pipeline.inputs.compendium_root", lambda: study.folder)
    before = inputs_of("03-mine", study)
    change(cells)
    place.write_text(json.dumps({"cells": cells}))
    now = inputs_of("03-mine", study)
    assert {kind for kind in now if now[kind] != before[kind]} - {"modules"} == others
    assert {*now["modules"]} - {*before["modules"]} <= {"digits.py"}


def test_other_versions_of_packages_are_an_input_of_every_step(study, monkeypatch):
    """What they compute may be another number."""
    (study.folder / LOCK).parent.mkdir()
    (study.folder / LOCK).write_text("numpy==1")
    monkeypatch.setattr("firststeps.pipeline.inputs.compendium_root", lambda: study.folder)
    for step in MAKERS:
        keep(step, study)
    (study.folder / LOCK).write_text("numpy==2")
    assert all(is_stale(step, study) for step in MAKERS)


def test_names_of_raw_files_are_any(study):
    """Whatever a raw file is called, it is listed; what cannot be a name of make or of a shell as well."""
    for number, name in enumerate(
        ["a$b", "a#b", "a:b", "a;b", "a\tb", "a b", "a'b", 'a"b', "$(shell id)z.csv", "é", "-x"]
    ):
        before = inputs_of("01-cleaning", study)
        (study.raw / name).write_text(str(number))
        assert inputs_of("01-cleaning", study) != before, name
    keep("01-cleaning", study)


def test_a_folder_that_leads_back_into_itself_ends(study):
    """A link to a folder above is not followed for ever, and one to nowhere is no fault."""
    (study.raw / "again").symlink_to(study.folder)
    (study.raw / "nowhere").symlink_to(study.folder / "not there")
    keep("01-cleaning", study)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"study.yaml": 3}', "\x00"])
def test_a_record_that_is_none_makes_a_step_stale(study, text):
    """Whatever stands where the record should be, the step runs again."""
    keep("claims", study)
    (study.build / "inputs" / "claims.json").write_text(text)
    assert read_record("claims", study) is None and is_stale("claims", study)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("x = 1", "x = 1  # one", True),
        ("x = 1", '"""About x."""\n\n\nx = 1', True),
        ("def f():\n    return 1", 'def f():\n    """One."""\n    # really\n    return 1', True),
        ("x = 1", "x = 2", False),
        ("x = '# a'", "x = '# b'", False),
        ("x = '''a\n\nb'''", "x = '''a\nb'''", False),
        ("x = '''a '''", "x = '''a'''", False),
        ("def f(): 'a'", "def f(): 'b'", False),
    ],
)
def test_code_is_what_does_something(one, other, same):
    """Comments, docstrings and empty lines are no code; what stands in a text is."""
    assert (code(one) == code(other)) == same


def test_what_runs_is_read_from_the_study_however_it_is_written(study):
    """A study in braces has the primary comparison that it has."""
    assert set(left_out(study)) == {"00-published-claims"}
    braces = "{" + TEXT.strip().replace("\n  ", " ").replace("\n", ", ").replace("items:,", "items:") + "}"
    braces = (
        braces.replace("items: ips:", "items: {ips:")
        .replace("age: {", ", age: {")
        .replace("}, outcomes", "}}, outcomes")
    )
    (study.folder / "study.yaml").write_text(braces)
    assert left_out(Study.load(study.folder)) == left_out(study)
    assert "run/03-paired-comparisons" in plan(study)


def test_a_study_without_a_comparison_leaves_out_what_compares(study):
    """Without a comparison the reason names the lines to add; printed numbers are read all the same."""
    (study.folder / "data" / "published.csv").write_text("id,statement\n")
    assert left_out(study) == {}
    (study.folder / "study.yaml").write_text(TEXT.replace("primary:", "# primary:"))
    reasons = left_out(Study.load(study.folder))
    assert set(reasons) == {"03-paired-comparisons", "05-missing-responses", "07-planning"}
    assert "primary:\n  outcome: ips" in reasons["03-paired-comparisons"]


def test_what_a_study_has_no_use_for_is_in_no_plan(study):
    """Notebook 04 without a question of how much, and a checklist that nobody has answered."""
    assert "run/04-ordered-answers" in plan(study) and "stale/checklists" not in plan(study)
    (study.paper / "checklists.yaml").write_text("{}")
    assert "stale/checklists" in plan(study)
    (study.folder / "study.yaml").write_text(TEXT.replace("  age: {label: Age, kind: scale, range: [1, 5]}\n", ""))
    plain = Study.load(study.folder)
    assert "04-ordered-answers" in left_out(plain) and "run/04-ordered-answers" not in plan(plain)


def test_the_plan_holds_words_of_this_package_only(study):
    """Whatever the files of a study are called, make is told names of notebooks and steps."""
    (study.raw / "$(shell touch pwned)z.csv").touch()
    assert all(set(word) <= set("abcdefghijklmnopqrstuvwxyz0123456789-/") for word in plan(study))


def test_another_ledger_runs_the_notebook_on_the_release_again_and_its_own_entry_does_not(study):
    """What was released before is an input of that notebook; what it let out itself is noted beside its record."""
    (study.folder / "data").mkdir(exist_ok=True)
    write_record("09-public-release", study, inputs_of("09-public-release", study))
    assert not is_stale("09-public-release", study)
    (study.folder / "data" / "released.json").write_text("{}")
    assert is_stale("09-public-release", study)
    note_released(study)
    assert not is_stale("09-public-release", study)


READ = ["title", "waves.0.label", "waves.0.short", "items.ips.label", "items.ips.codes.yes"]
NAMES = [
    ("title: A survey", "title: Another"),
    ("label: Before", "label: At first"),
    ("short: B,", "short: F,"),
    ("label: Involved", "label: Part"),
]
A_FILE_A_WAVE = (
    TEXT.replace("layout: long, file: answers.csv", "layout: per-wave")
    .replace("short: B}", "short: B, file: answers.csv}")
    .replace("short: A}", "short: A, file: later.csv}")
)


@pytest.mark.parametrize(("old", "new"), NAMES)
def test_a_name_for_readers_is_told_from_what_changes_the_answers(study, old, new):
    """With another name the raw files are read as they were, and the first answer need not wait for notebook 01."""
    (study.folder / "study.yaml").write_text(A_FILE_A_WAVE)
    study = Study.load(study.folder)
    write_record("first", study, inputs_of("first", study, READ))
    assert has_only_names_new("first", study)
    (study.folder / "study.yaml").write_text(A_FILE_A_WAVE.replace(old, new))
    renamed = Study.load(study.folder)
    assert is_stale("first", renamed) and has_only_names_new("first", renamed)
    assert {"stale/first", "at-once/first"} <= set(plan(renamed))


@pytest.mark.parametrize(("old", "new"), [("label: Before", "label: At first"), ("short: B}", "short: F}")])
def test_what_rows_may_call_their_wave_is_no_name(study, old, new):
    """A row of a long file says *Before*: with another label nobody knows its wave, and no clean file is right."""
    write_record("first", study, inputs_of("first", study, [*READ, "waves.0.short"]))
    (study.folder / "study.yaml").write_text(TEXT.replace(old, new))
    renamed = Study.load(study.folder)
    assert is_stale("first", renamed) and not has_only_names_new("first", renamed)
    assert "at-once/first" not in plan(renamed)


def test_whatever_else_has_changed_is_no_name(study):
    """A code, a raw file, a record that is none: the first answer waits for notebook 01."""
    write_record("first", study, inputs_of("first", study, READ))
    (study.folder / "study.yaml").write_text(TEXT.replace('yes: ["2"]', 'yes: ["3"]').replace("Before", "At first"))
    other = Study.load(study.folder)
    assert not has_only_names_new("first", other) and "at-once/first" not in plan(other)
    (study.folder / "study.yaml").write_text(TEXT)
    (study.raw / "answers.csv").write_text("person,wave\n")
    assert not has_only_names_new("first", study) and "at-once/first" not in plan(study)
    assert not has_only_names_new("01-cleaning", study)


def test_what_was_made_of_other_code_is_not_known_any_more(study, monkeypatch):
    """Records of what figures were made of belong to one state of the code; a step keeps those of another step."""
    monkeypatch.delenv(RECORDS, raising=False)
    record = inputs_of("08-figures", study)
    for known in (record, record | {"modules": {**record["modules"], "files.py": "another"}}):
        with records_kept("08-figures", study, known):
            keep_files("figure-a", "source", study.figures, {"a.svg": b"<svg/>"})
            with records_kept("first", study, known):
                keep_files("figure-b", "source", study.figures, {"b.svg": b"<svg/>"})
            places = sorted(path.name for path in study.build.glob("records/*/*"))
            assert places == ["figure-a.json", "figure-b.json"]
        assert RECORDS not in os.environ
    with records_kept("08-figures", study, record | {"modules": {**record["modules"], "files.py": "another"}}):
        assert [path.name for path in study.build.glob("records/08-figures-*/*")] == ["figure-a.json"]
    with pytest.raises(KeyError), records_kept("08-figures", study, record):
        raise KeyError("a")
    assert RECORDS not in os.environ


POWER = {"power.py", "rejection.py"}
WAYS = {
    "an attribute": ("from firststeps import paired\npaired.power(26, 0.1, 0.2)", True, False),
    "another name": ("import firststeps.paired as p\nif True:\n    p.power(26, 0.1, 0.2)", True, False),
    "the whole path": (
        "import firststeps.paired\nimport firststeps.study\nfirststeps.paired.power(26, 0.1, 0.2)",
        True,
        False,
    ),
    "the name itself": ("from firststeps.paired import power", True, False),
    "a new name": ("from firststeps.paired import power as chance", True, False),
    "a name that has another at home": ("from firststeps import paired\npaired.bounds([4, 1, 1])", False, False),
    "nothing of it": ("from firststeps import paired", False, False),
    "everything": ("from firststeps.paired import *", True, True),
    "handed on": ("from firststeps import paired\nask = paired", True, True),
    "by a text": ("from firststeps import paired\ngetattr(paired, 'power')(26, 0.1, 0.2)", True, True),
}


@pytest.mark.parametrize("source, power, models", WAYS.values(), ids=WAYS)
def test_a_notebook_needs_the_modules_behind_the_face_that_it_calls(source, power, models):
    """Whichever way a name of the face is reached, its module is an input; where that cannot be seen all are."""
    names = {path.name for path in modules(source)}
    assert (names >= POWER) == power
    assert ("models.py" in names) == models


def test_a_name_of_the_face_leads_to_what_runs():
    """What Python loads for a call of the face is what the rule says, and no module beside the package's own."""
    source = "from firststeps import paired\npaired.cochran_q(paired.count([1, 0], [1, 1]))"
    loaded = "import sys; print(*sorted(m for m in sys.modules if m.split('.')[0] == 'firststeps'), sep='\\n')"
    done = subprocess.run([sys.executable, "-c", f"{source}\n{loaded}"], capture_output=True, text=True, check=True)
    files = {"/".join(path.with_suffix("").parts).removesuffix("/__init__") for path in modules(source)}
    for name in done.stdout.split():
        assert any(file.endswith(name.replace(".", "/")) for file in files), name


def test_what_was_executed_of_a_notebook_that_is_no_more_goes(study):
    """An old name's executed copy is removed when a build begins; one that runs, and other files, stay."""
    study.build.mkdir(exist_ok=True)
    names = ("04-missing-responses.ipynb", "04-old.failed.ipynb", "03-paired-comparisons.ipynb", "mine.ipynb")
    for name in names:
        (study.build / name).write_text("{}")
    plan(study)
    assert {path.name for path in study.build.glob("*.ipynb")} == {*names}
    plan(study, keep=True)
    assert {path.name for path in study.build.glob("*.ipynb")} == {*names[2:]}


def test_the_figures_of_a_notebook_that_does_not_run_go(study):
    """Else a paper that names one would print what the study no longer shows; a person's own pictures stay."""
    left, stay = ("verdict-map.svg", "narrow/possible-proportions.svg"), ("who-changed.png", "mine.svg")
    assert "00-published-claims" in left_out(study) and "08-figures" not in left_out(study)
    (study.figures / "narrow").mkdir(parents=True)
    for name in (*left, *stay):
        (study.figures / name).write_text("<svg/>", encoding="utf-8")
    plan(study)
    assert all((study.figures / name).exists() for name in (*left, *stay))
    plan(study, keep=True)
    assert [(study.figures / name).exists() for name in (*left, *stay)] == [False, False, True, True]


def test_the_figures_that_a_run_did_not_draw_go(study):
    """As where nothing is left to draw: those that it drew, those of other notebooks and a person's own stay."""
    began = time.time()
    names = ("participant-flow.svg", "who-changed.svg", "people-as-dots.svg", "mine.svg")
    study.figures.mkdir(parents=True)
    for name in names:
        (study.figures / name).write_text("<svg/>", encoding="utf-8")
        os.utime(study.figures / name, (began - 60, began - 60))
    (study.figures / "who-changed.svg").write_text("<svg><g/></svg>", encoding="utf-8")
    remove_undrawn(study, "08-figures", began - 1)
    assert sorted(path.name for path in study.figures.iterdir()) == sorted(names[1:])


def test_a_notebook_whose_figure_was_deleted_runs_again_and_one_that_drew_less_does_not(study, monkeypatch):
    """In a study whose figures are no targets of make; a record of what is no longer drawn is no reason to run."""
    monkeypatch.setattr("firststeps.pipeline.inputs.is_stale", lambda step, study: False)
    records = study.build / "records" / "08-figures-0123"
    records.mkdir(parents=True)
    study.figures.mkdir(parents=True)
    for name in ("who-changed", "participant-flow"):
        record = {"source": "", "folder": "../../../figures", "files": {f"{name}.svg": "", f"{name}.pdf": ""}}
        (records / f"figure-{name}.json").write_text(json.dumps(record), encoding="utf-8")
        for ending in ("svg", "pdf"):
            (study.figures / f"{name}.{ending}").write_text("<svg/>", encoding="utf-8")
    assert "stale/08-figures" not in plan(study)
    (study.figures / "who-changed.pdf").unlink()
    assert [word for word in plan(study) if word.startswith("stale/")] == ["stale/08-figures"]
    remove_undrawn(study, "08-figures", 0)
    assert "stale/08-figures" not in plan(study)
    assert [path.name for path in records.iterdir()] == ["figure-participant-flow.json"]


def test_the_copy_of_a_failed_run_goes_with_what_it_failed_on(study, monkeypatch):
    """It stays while the notebook is to run again; once its source is as it was, it is no part of the study."""
    study.build.mkdir(exist_ok=True)
    failed = study.build / "03-paired-comparisons.failed.ipynb"
    failed.write_text("{}")
    for stale in (True, False):
        monkeypatch.setattr("firststeps.pipeline.inputs.is_stale", lambda step, study, stale=stale: stale)
        plan(study, keep=True)
        assert failed.exists() == stale
