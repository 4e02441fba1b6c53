"""What a run of make has made, what it left out and why, and what is still open in ``study.yaml``."""

import time

from firststeps.places import PAPERS
from firststeps.plan import left_out
from firststeps.questions import questions_sentence
from firststeps.report.wording import listing

KINDS = {
    "executed notebooks": "build",
    "clean data files": "clean",
    "figure files": "figures",
    "documents": "paper",
}


def summary_lines(study, place):
    """The last lines of a run of make on a :class:`~firststeps.study.Study`, whose folder is named ``place`` there."""
    since = (place / "build" / "started").stat().st_mtime
    made = [path for path in _outputs(place) if path.stat().st_mtime > since]
    yield from _made(place, made, since)
    yield from _not_run(study)
    if study.open_questions:
        yield questions_sentence(study.open_questions)


def _outputs(place):
    """The files that the pipeline makes."""
    kinds = ("build/*.ipynb", "data/clean/*", "figures/*", *(f"paper/{name}" for name in PAPERS))
    return [path for kind in kinds for path in place.glob(kind)]


def _made(place, made, since):
    if not made:
        yield f"Nothing to do: {place / 'paper' / 'manuscript.pdf'} is up to date."
        return
    counts = [(sum(path.parent.name == folder for path in made), kind) for kind, folder in KINDS.items()]
    yield f"Made {', '.join(f'{count} {kind}' for count, kind in counts if count)} in {time.time() - since:.0f} s."
    paper = place / "paper"
    yield f"Read {paper}/manuscript.pdf, .docx or .html; every number's source: {paper}/claims.json."
    yield f"Executed notebooks: {place / 'build'}/; figures: {place / 'figures'}/."


def _not_run(study):
    """Which notebooks this study has no use for, each reason once."""
    reasons = left_out(study)
    for reason in dict.fromkeys(reasons.values()):
        yield f"Not run: {listing(sorted(name for name in reasons if reasons[name] == reason))}. {reason}"
