"""What a notebook of exercises begins with: the study's counts, and three calls, check, hint and solution."""

import tempfile
from pathlib import Path

from firststeps.errors import Stopped
from firststeps.learning import checking
from firststeps.learning.counted import Counted, counted
from firststeps.responses.cleaning.clean import clean
from firststeps.responses.counting.clean_files import write_clean
from firststeps.study import Study


class Desk:
    """A study's counts to work with, and the exercises on them.

    It has the attributes of ``Counted``: ``table``, ``patterns``, ``ends``, ``margin``, ``level``, ``ticks``,
    ``scores``, ``coders``; and ``everybody``, the nine kinds of people as a frame.

    >>> desk = Desk(Counted(patterns=[[7, 5, 1], [12, 2, 0], [0, 1, 0]]))
    >>> desk.check("stayed-yes", "7/12").right, desk.table.tolist()
    (True, [[7, 5], [12, 2]])
    """

    def __init__(self, counts: Counted):
        """Work with these counts."""
        self._counts = counts

    def __getattr__(self, name):
        """The counts, by their names."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._counts, name)

    @property
    def everybody(self):
        """Everybody who was seen: rows first wave, columns second, each yes, no or missing."""
        return self._counts.frame

    def check(self, id, answer=None):
        """Say whether a value is the answer to an exercise; keeps no score and sends nothing."""
        return checking.check(id, answer, self._counts)

    def hint(self, id, number=1):
        """Print hint 1, 2 or 3 of an exercise."""
        print(checking.in_lines(checking.hint(id, self._counts, number)))

    def solution(self, id):
        """Print the exercise worked out on another data set."""
        print(checking.in_lines(checking.solution(id, self._counts)))

    def __repr__(self):
        """The mark, the question and the two waves."""
        counts = self._counts
        if counts.patterns is None:
            return counts.nothing
        return (
            f"{counts.mark or 'Observed data'}: {counts.question}, from {counts.first_label} to {counts.second_label}"
        )


def begin(folder: str | Path = "..") -> Desk:
    """The desk of the study in ``folder``: by default the one that the notebook's folder, ``learn``, lies in.

    The raw answers are cleaned as they are now, in a temporary folder: nothing in the study is touched.  Stopped
    where there is no study, and where cleaning has to ask.
    """
    folder = Path(folder)
    if not (folder / "study.yaml").is_file():
        raise Stopped(
            f"There is no study.yaml in {folder.resolve()}. Open this notebook where `make learn` wrote it, in the "
            'folder learn of a study, or name the study, as in begin("/home/me/studies/mine").'
        )
    study = Study.load(folder.resolve())
    if study.data.layout == "none":
        return Desk(counted(study))
    with tempfile.TemporaryDirectory(prefix="learning-") as scratch:
        place = study.with_clean_files_in(scratch)
        write_clean(place, clean(study))
        return Desk(counted(place))
