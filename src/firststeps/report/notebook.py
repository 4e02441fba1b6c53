"""How a notebook begins: one line gives it the study, its claims, tables for readers and drawings that are kept."""

from functools import partial
from typing import NamedTuple

from firststeps.report.claims.record import Claims
from firststeps.report.printing.display import Table
from firststeps.study import Study


class Begun(NamedTuple):
    """What a notebook works with.

    Attributes
    ----------
    study : Study
    claims : Claims
        Records the numbers that the paper uses.
    show : function
        ``show(frame, title, note)`` is a ``Table`` that carries the study's mark.
    draw : function
        ``draw(name, drawing)`` keeps what a drawing function gave, figure, alt text and numbers, and shows it.
    """

    study: Study
    claims: Claims
    show: partial
    draw: partial


def begin(notebook, study, *inputs, origin=None, mark=None):
    """Load the ``study`` for a notebook that computes from the files ``inputs``, paths within the study's folder.

    ``origin`` is given where the notebook's numbers are not those of the study's answers but "published" or "assumed";
    what it shows then carries no mark, or the ``mark`` that is given.  What it draws of published numbers is "derived":
    it shows what follows from them.

    Raises StudyError for a faulty ``study.yaml`` and ClaimError for an input that is not there.

    >>> study, claims, show, draw = begin("02-participants", ".", "data/clean/attendance.csv")
    >>> claims.record("flow.start.people", 30, "people")._repr_mimebundle_()["text/plain"]
    'flow.start.people: 30 [synthetic]'
    """
    study = Study.load(study)
    if mark is None:
        mark = "" if origin else study.mark
    claims = Claims(study.folder, notebook, origin or study.origin, inputs, study.alpha)
    of_drawings = "derived" if origin == "published" else claims.origin
    draw = partial(save_drawing, study.figures, mark=mark, origin=of_drawings)
    return Begun(study, claims, partial(Table, mark=mark, alpha=study.alpha), draw)


def save_drawing(folder, name, drawing, rule="", mark="", origin="observed"):
    """Save a ``drawing`` under ``name``, and give it as a notebook shows it; ``rule`` stands below its numbers."""
    from firststeps.report.figures import saving  # a third of a second to import, and not every notebook draws

    return saving.save(drawing, folder, name, mark, rule, origin)
