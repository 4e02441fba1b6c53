"""What make runs again after a change: what depends on it, and nothing else."""

import json
import os
import time

import pytest

FIRST_RAW = "data/raw/synthetic-1-start.csv"
ALL = {
    *("00-published-claims", "01-cleaning", "02-participants", "03-paired-comparisons", "04-ordered-answers", "first"),
    *("05-missing-responses", "06-helps-and-hindrances", "07-planning", "08-figures", "09-public-release"),
    *("claims", "manuscript", "checklists", "release"),
}


def touch(copy, path):
    """Give a file a later time, as every change does."""
    assert (copy.folder / path).exists(), path
    os.utime(copy.folder / path, (time.time() + 1,) * 2)


def change_cells(copy, name, change):
    """Have ``change`` alter the JSON of a notebook, and write it."""
    path = copy.folder / "notebooks" / f"{name}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    change(notebook["cells"])
    path.write_text(json.dumps(notebook), encoding="utf-8")


def test_nothing_changed_nothing_runs(copy):
    """A second make has nothing to do."""
    before = copy.outputs()
    assert copy.would_run() == []
    assert "Nothing to do" in copy.make("all").stdout
    assert copy.outputs() == before


@pytest.mark.parametrize("kind", ["code", "markdown"])
def test_a_changed_notebook_runs_alone(copy, kind):
    """A change to its code or to its text runs a notebook, and what gathers its claims."""

    def change(cells):
        last = next(cell for cell in reversed(cells) if cell["cell_type"] == kind)
        last["source"] = [*last["source"], "\n\n"]

    change_cells(copy, "03-paired-comparisons", change)
    assert copy.would_run() == ["03-paired-comparisons", "claims", "manuscript"]


def test_a_notebook_saved_with_other_outputs_runs_nothing(copy):
    """Outputs are no input: whoever presses Run All in JupyterLab and saves has changed no analysis."""
    change_cells(copy, "03-paired-comparisons", lambda cells: [cell.pop("outputs", None) for cell in cells])
    assert copy.would_run() == []


def test_a_raw_file_runs_all_but_the_published_numbers(copy):
    """Whatever rests on answers runs again; what rests on print does not."""
    touch(copy, FIRST_RAW)
    ran = copy.would_run()
    assert ran[0] == "01-cleaning"
    assert {"02-participants", "03-paired-comparisons", "08-figures", "manuscript"} <= set(ran)
    assert "00-published-claims" not in ran


def test_an_edit_behind_links_is_noticed(copy, tmp_path):
    """A raw folder that is a link, and a raw file that is one, are followed to what they hold."""
    copy.edit("study.yaml", "\ndata:\n", "\ndata:\n  links: [data/raw]\n")
    copy.make("build/01-cleaning.ipynb")
    (copy.folder / "data" / "raw").rename(tmp_path / "elsewhere")
    (copy.folder / "data" / "raw").symlink_to(tmp_path / "elsewhere")
    linked = tmp_path / "elsewhere" / "synthetic-2-end.csv"
    linked.rename(tmp_path / "further.csv")
    linked.symlink_to(tmp_path / "further.csv")
    assert "01-cleaning" not in copy.would_run()
    touch(copy, FIRST_RAW)
    assert "01-cleaning" in copy.would_run()


def test_an_edit_behind_a_linked_file_is_noticed(copy, tmp_path):
    """The time that counts is that of the file that a link leads to."""
    copy.edit("study.yaml", "\ndata:\n", f"\ndata:\n  links: [{FIRST_RAW}]\n")
    copy.make("build/01-cleaning.ipynb")
    linked = copy.folder / FIRST_RAW
    linked.rename(tmp_path / "further.csv")
    linked.symlink_to(tmp_path / "further.csv")
    assert "01-cleaning" not in copy.would_run()
    os.utime(tmp_path / "further.csv", (time.time() + 1,) * 2)
    assert "01-cleaning" in copy.would_run()


def test_a_file_more_or_less_among_the_raw_ones_is_noticed(copy):
    """A raw file that comes or goes is a change of the raw data."""
    (copy.folder / "data" / "raw" / "more.csv").write_text("a\n")
    assert "01-cleaning" in copy.would_run()
    (copy.folder / "data" / "raw" / "more.csv").unlink()
    assert "01-cleaning" not in copy.would_run()
    (copy.folder / FIRST_RAW).unlink()
    assert "01-cleaning" in copy.would_run()


def test_a_module_runs_just_the_notebooks_that_import_it(copy):
    """Code that only cleaning uses does not run the published numbers again."""
    copy.edit("src/firststeps/responses/cleaning/clean.py", "\nfrom ", "\nCHANGED = True\nfrom ")
    ran = copy.would_run()
    assert ran[0] == "01-cleaning"
    assert "00-published-claims" not in ran


def test_a_comment_in_a_module_runs_nothing(copy):
    """A comment, an empty line and a docstring are no code."""
    module = copy.folder / "src/firststeps/responses/cleaning/clean.py"
    module.write_text(module.read_text(encoding="utf-8").replace('"""', '"""Really. ', 1) + "\n\n# The end.\n")
    assert copy.would_run() == []


def test_the_manuscript_runs_alone(copy):
    """What only the paper says is in no notebook; the checklists point to its headings."""
    touch(copy, "paper/manuscript.md")
    assert copy.would_run() == ["manuscript", "checklists"]


def test_the_answers_of_checklists_run_these_alone(copy):
    """They are a supplement, which the paper does not read."""
    touch(copy, "paper/checklists.yaml")
    assert copy.would_run() == ["checklists"]


def test_the_lock_runs_everything(copy):
    """Other versions of the packages can change every number."""
    lock = copy.folder / "environment" / "requirements.txt"
    lock.write_text(lock.read_text() + "# another\n")
    assert set(copy.would_run()) == ALL


def test_the_style_is_part_of_the_paper(copy):
    """What the papers look like is in no notebook."""
    style = copy.folder / "paper" / "style" / "article.css"
    style.write_text(style.read_text() + "/* wider */\n")
    assert set(copy.would_run()) == {"first", "manuscript", "checklists", "release"}


# --- study.yaml -------------------------------------------------------------------------------------------------

KEYS = [
    ("a comment", "synthetic: true  ", "synthetic: true  # indeed", set()),
    ("another way to write the same", "participants: 30 ", 'participants: "30" ', set()),
    (
        "the margin",
        "margin: 0.10 ",
        "margin: 0.12 ",
        {*ALL}
        - {"01-cleaning", "02-participants", "06-helps-and-hindrances", "09-public-release", "checklists", "release"},
    ),
    (
        "a label of ticks",
        "label: What hindered you? (ticked)",
        "label: What stood in your way? (ticked)",
        {"first", "06-helps-and-hindrances", "claims", "manuscript"},
    ),
    ("a threshold", "outcomes: [", "release: {threshold: 12}\noutcomes: [", {"first", "09-public-release", "release"}),
    (
        "an example in the codebook",
        "example: my boss put it on the rota",
        "example: it is on the rota",
        {"06-helps-and-hindrances", "claims", "manuscript"},
    ),
]


@pytest.mark.parametrize(("old", "new", "runs"), [case[1:] for case in KEYS], ids=[case[0] for case in KEYS])
def test_a_key_runs_what_reads_it(copy, old, new, runs):
    """Of study.yaml each notebook depends on the values that it read."""
    copy.edit("study.yaml", old, new)
    assert set(copy.would_run()) == runs


def test_a_label_that_cleaning_only_prints_runs_no_more_than_what_prints_it(copy):
    """Notebook 01 prints the labels of waves; its clean files come out the same, and what reads these rests."""
    copy.edit("study.yaml", "label: Two months", "label: After two months")
    said = copy.make("all").stdout
    assert "01-cleaning: done" in said and "08-figures: done" in said and "manuscript: done" in said
    assert "07-planning" not in said
    assert "Nothing to do" in copy.make("all").stdout
    # What was not drawn or typeset again, as nothing in it has changed, is what it would have become.
    kinds = ("figures/**/*.*", "paper/*.*", "build/*.ipynb")
    places = [path for kind in kinds for path in copy.folder.glob(kind) if path.is_file()]
    made = {path: path.read_bytes() for path in places}
    copy.make("clean")
    copy.make("all")
    assert [path.name for path in places if path.read_bytes() != made[path]] == []


def test_a_value_that_is_no_longer_there_is_a_change(copy):
    """A theme taken out of the codebook runs what counted it."""
    copy.edit("study.yaml", "      example: scared of making it worse\n", "")
    assert "06-helps-and-hindrances" in copy.would_run()


def test_a_deleted_figure_is_made_again(copy):
    """What is missing is made, though nothing has changed."""
    (copy.folder / "figures" / "who-changed.pdf").unlink()
    assert "08-figures" in copy.would_run()


@pytest.mark.parametrize("name", ["03-paired-comparisons", "manuscript"])
def test_a_record_that_cannot_be_read_is_none(copy, name):
    """Where nobody knows what a step was made from, it is made again."""
    (copy.folder / "build" / "inputs" / f"{name}.json").write_text("{")
    assert name in copy.would_run()


@pytest.mark.parametrize("flags", ["-n", "-q", "-nj2"])
def test_a_dry_run_writes_nothing(copy, flags):
    """Make that is asked what it would do says so and leaves every file as it was, with its time."""
    touch(copy, "paper/manuscript.md")
    before = {path: (content, path.stat().st_mtime_ns) for path, content in copy.everything().items()}
    done = copy.make(flags, "all", check=False)
    assert {path: (content, path.stat().st_mtime_ns) for path, content in copy.everything().items()} == before
    assert ("client.py manuscript" in done.stdout and "client.py execute" not in done.stdout) or flags == "-q"


def test_a_dry_run_in_a_fresh_clone_writes_nothing(fresh):
    """Not even the choice of the environment is noted."""
    before = fresh.everything()
    said = fresh.make("-n", "all").stdout
    assert "execute 00-published-claims" in said and "client.py manuscript" in said
    assert fresh.everything() == before
