"""What make has to do in a study: which notebooks have a use for it, and which steps are to run again.

The Makefile asks once, before anything runs, and is answered in words of this package alone: no name of a file of the
study ever becomes text of make.
"""

from pathlib import Path

from firststeps.study import compendium_root
from firststeps.study.checks import no_comparison

ANSWERS = (  # what reads answers that people gave
    "01-cleaning",
    "02-participants",
    "03-paired-comparisons",
    "04-ordered-answers",
    "05-missing-responses",
    "06-helps-and-hindrances",
    "07-planning",
    "08-figures",
    "09-public-release",
)
COMPARING = ("03-paired-comparisons", "05-missing-responses", "07-planning")
PUBLISHED, ORDERED = "00-published-claims", "04-ordered-answers"


def analyses(folder):
    """The names of the notebooks of analysis in a folder, in their order: those that begin with a number.

    The one that opens first, `index`, only shows the ways in.

    >>> analyses(compendium_root() / "notebooks")[:2]
    ['00-published-claims', '01-cleaning']
    """
    return sorted(path.stem for path in Path(folder).glob("[0-9]*.ipynb"))


def every_step():
    """The names of all notebooks of analysis of the compendium, and of the steps that follow them."""
    from firststeps.pipeline.inputs import MAKERS

    return [*analyses(compendium_root() / "notebooks"), *MAKERS]


def left_out(study):
    """Why a notebook is not run for ``study``, by the notebook's name; those that run are not in it.

    >>> from firststeps.study import Study
    >>> left_out(Study.load())
    {}
    """
    lacking = no_comparison(study)
    reasons = dict.fromkeys(COMPARING, lacking) if lacking else {}
    if study.data.layout == "none":
        without = "study.yaml says that there are no answers (data > layout: none), only a paper's printed numbers."
        reasons = dict.fromkeys(ANSWERS, without)
    elif not study.ordered_twice:
        reasons[ORDERED] = "No question of how much (ordered answers, a scale or a score) was asked at two waves."
    if not (study.folder / "data" / "published.csv").is_file():
        reasons[PUBLISHED] = "It reads data/published.csv; this study has none."
    return reasons


def plan(study, keep=False):
    """What make has to know of ``study``, as words: ``run/<notebook>`` for each that runs, ``run/first`` where a
    first answer is made, ``stale/<step>``, and ``at-once/first`` where that need not wait for notebook 01 to say if the
    raw files can be read: they could be, and only names have changed since.

    Where ``keep``, what was read of the package's modules is kept, and what was executed and drawn of notebooks that do
    not run, or are no more, is removed from the study, as is the copy of a run that failed, once what it failed on has
    been taken back.
    """
    from firststeps.pipeline.dependencies import keep_readings
    from firststeps.pipeline.inputs import CHECKLISTS, FIRST, MAKERS, has_only_names_new, is_stale

    every = analyses(compendium_root() / "notebooks")
    reasons = left_out(study)
    runs = [name for name in every if name not in reasons]
    has = {FIRST: "01-cleaning" in runs, CHECKLISTS: (study.paper / "checklists.yaml").is_file()}
    steps = [step for step in MAKERS if has.get(step, True)]
    words = [f"run/{name}" for name in [*runs, *(step for step in steps if step == FIRST)]]
    stale = [step for step in [*runs, *steps] if is_stale(step, study) or _has_lost(step, study)]
    words += [f"stale/{step}" for step in stale]
    words += [f"at-once/{FIRST}"] if FIRST in stale and has_only_names_new(FIRST, study) else []
    if keep:
        keep_readings()
        _remove_left(study.build, runs, stale)
        if reasons:
            _remove_figures(study, lambda notebook, drawn: notebook not in runs)
    return words


def _has_lost(step, study):
    """Whether a figure of a step was deleted that make does not miss: only the compendium's own are its targets."""
    from firststeps.pipeline.inputs import records_of_lost_figures

    return study.folder != compendium_root() and any(records_of_lost_figures(step, study))


def _remove_left(build, runs, stale):
    """Remove executed notebooks that are not among ``runs``, so that nobody takes them for a part of the study.

    Failed copies stay of those alone that are ``stale``: they run again.
    """
    for path in build.glob("[0-9][0-9]-*.ipynb"):
        name, failed, _ = path.stem.partition(".failed")
        if name not in (stale if failed else runs):
            path.unlink(missing_ok=True)


def remove_undrawn(study, notebook, since):
    """Remove the figures, and their records, of a notebook that its run did not draw, which began at ``since``."""
    from firststeps.pipeline.inputs import records_of_lost_figures

    _remove_figures(study, lambda name, drawn: name == notebook and drawn < since)
    for record in records_of_lost_figures(notebook, study):
        record.unlink(missing_ok=True)


def _remove_figures(study, are_left):
    """Remove each figure of a notebook of which ``are_left(notebook, time of the file)``; a person's own stay."""
    from firststeps.report.claims.drawn import drawn_by

    for path in [*study.figures.glob("*.*"), *study.figures.glob("narrow/*.*")]:
        place = drawn_by(path.stem)
        if place and path.is_file() and are_left(place.notebook, path.stat().st_mtime):
            path.unlink()
