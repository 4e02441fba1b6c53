"""What a public release shows, read from its file of counts and from nothing else: tables, proportions, pairs.

Where a count is not shown there is none here, and what would need it says so.
"""

import re
from functools import partial

import numpy as np
import pandas as pd

from firststeps.paired.patterns import ANSWERS
from firststeps.report.claims.record import Claims
from firststeps.report.notebook import Begun, save_drawing
from firststeps.report.printing.display import Table
from firststeps.report.release.disclosure import HIDDEN
from firststeps.report.release.protected import COLUMNS, mark, pairs_shown, rule

PRIMARY = ("pairs", "yes-to-no", "no-to-yes", "difference", "exact-p")  # what is told of the primary comparison
CELLS = [(x, y) for x in ANSWERS[:2] for y in ANSWERS[:2]]  # the four cells of a paired table, rows first


class Released:
    """The counts of a public release of ``study``, read from its file and from nothing else.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from firststeps.study import Study
    >>> path = Path(tempfile.mkdtemp(), "counts.csv")
    >>> rows = ["observed,answers,ips,start,yes,,,25", "observed,answers,ips,start,no,,,not shown"]
    >>> _ = path.write_text("\\n".join([",".join(COLUMNS), *rows]))
    >>> released = Released(Study.load("."), path)
    >>> released.count("answers", "ips", ("start", "yes")), released.count("answers", "ips", ("start", "no"))
    (25, None)
    """

    def __init__(self, study, path):
        """Read ``path``, every cell as text."""
        self.study = study
        self.rows = pd.read_csv(path, dtype=str, keep_default_na=False)
        keys = self.rows[COLUMNS[1:-1]].itertuples(index=False, name=None)
        self._people = dict(zip(keys, self.rows["people"], strict=True))

    def __str__(self):
        """Say how many of the counts are shown, in a sentence."""
        hidden = int((self.rows["people"] == HIDDEN).sum())
        shown, not_shown = (
            f"{number:,} {'is' if number == 1 else 'are'}" for number in (len(self.rows) - hidden, hidden)
        )
        return f"Of {len(self.rows):,} counts {shown} shown and {not_shown} not."

    def count(self, about, item, *where):
        """Give the people of a fact, ``where`` naming one or two pairs of wave and answer; None where not shown."""
        cell = self._people[about, item, *_flat(where)]
        return int(cell) if re.fullmatch(r"\d+", cell) else None

    @property
    def rounding(self):
        """How claims of these counts were made: rounding and method, as ``Claim`` takes them."""
        return {"rounding": self.study.release.rounding, "method": "from released counts"}

    def people(self):
        """Everybody: the number that ``study.yaml`` states or, rounded, those who were seen; None where not shown."""
        return self.study.participants if ("people", *[""] * 5) not in self._people else self.count("people", "")

    def everybody(self):
        """Say how many people there were, as a claim takes it: value and unit, and how it was rounded."""
        people = self.people()
        exact = {} if people == self.study.participants else self.rounding
        return {"value": people or HIDDEN, "unit": "people" if people else "withheld", **exact}

    def withheld(self, primary):
        """Give the numbers of the primary comparison that cannot be told, by name; ``primary`` are its other rows."""
        return dict.fromkeys(PRIMARY if self.study.primary and primary.empty else (), HIDDEN)

    def by_wave(self):
        """Say what became of each outcome at each wave, as text: outcome, wave, yes, no, missing."""
        rows = [
            [item, wave, *(self._people["answers", item, *_flat([(wave, answer)])] for answer in ANSWERS)]
            for item, wave in self._waves_of_outcomes()
        ]
        return pd.DataFrame(rows, columns=["outcome", "wave", *ANSWERS])

    def others(self):
        """Give the counts of scores and themes, as text: question (id), wave or theme (label), answer, people."""
        labels, rows = self.study.labels, self.rows[self.rows["about"].isin(["scores", "themes"])]
        places = rows[["about", "question", "first wave"]].itertuples(index=False, name=None)
        names = [labels.theme(item, id) if about == "themes" else labels.wave(id) for about, item, id in places]
        rows = rows.assign(**{"wave or theme": names}).rename(columns={"first answer": "answer"})
        return rows[["question", "wave or theme", "answer", "people"]]

    def answers(self):
        """Give how many people gave each answer on a scale, in words: question (id), wave (id), words."""
        about = "about " if self.study.release.rounding > 1 else ""
        rows = self.rows[self.rows["about"] == "scores"]
        numbers = [f"{about}{people}" if people.strip("0").isdigit() else people for people in rows["people"]]
        answers = rows["first answer"].replace("none", "no answer")
        parts = rows.assign(words=[f"{answer}: {number}" for answer, number in zip(answers, numbers, strict=True)])
        listed = parts.groupby(["question", "first wave"], sort=False)["words"].agg("; ".join).reset_index()
        return listed.rename(columns={"first wave": "wave"})

    def proportions(self):
        """Give the outcomes and waves at which both answers are shown: outcome, wave, yes, answered, proportion."""
        rows = []
        for item, wave in self._waves_of_outcomes():
            yes, no = (self.count("answers", item, (wave, answer)) for answer in ANSWERS[:2])
            if yes is not None and no is not None:
                rows.append((item, wave, yes, yes + no))
        counts = pd.DataFrame(rows, columns=["outcome", "wave", "yes", "answered"]).astype(
            {"yes": int, "answered": int}
        )
        return counts.assign(proportion=counts["yes"] / counts["answered"])

    def pairs(self):
        """Give each pair of waves of each outcome: a row each, and the paired tables of those that can be analysed.

        Columns are outcome, first and second (ids), comparison (as readers know it), fixed (whether it is the
        comparison fixed beforehand) and whole (whether all four cells of its table are shown, and not all are nought).
        The tables, of shape (K, 2, 2), are those of the K rows that are whole, in their order.
        """
        primary, short = self.study.primary, self.study.labels.short
        fixed = primary and (primary.outcome, primary.first, primary.second)
        rows, tables = [], []
        for item in self.study.outcomes:
            for first, second in pairs_shown(self.study, item):
                cells = [self.count("answers", item, (first, x), (second, y)) for x, y in CELLS]
                whole = None not in cells and sum(cells) > 0
                comparison = f"{short(first)} to {short(second)}"
                rows.append((item, first, second, comparison, (item, first, second) == fixed, whole))
                tables += [cells] * whole
        columns = ["outcome", "first", "second", "comparison", "fixed", "whole"]
        frame = pd.DataFrame(rows, columns=columns).astype({"fixed": bool, "whole": bool})
        return frame, np.array(tables, dtype=int).reshape(-1, 2, 2)

    def _waves_of_outcomes(self):
        """Give every outcome with each wave at which it was asked."""
        return [(item, wave) for item in self.study.outcomes for wave in self.study.items[item].waves]


def begin_public(notebook, study, draft):
    """Give what a notebook works with (``Begun``) once the counts of a release stand in the folder ``draft``.

    Its claims rest on that file alone; its tables and drawings carry the mark of the release and its rule.
    """
    claims = Claims(draft, notebook, study.origin, ["counts.csv"], study.alpha)
    show = partial(Table, mark=mark(study), note=rule(study), alpha=study.alpha)
    return Begun(study, claims, show, partial(save_drawing, draft / "figures", rule=rule(study), mark=mark(study)))


def analysable(pairs):
    """Say how many pairs of waves there are and how many of them can be analysed in public.

    >>> analysable(pd.DataFrame({"whole": [True, False]}))
    'Pairs of waves: 2, of which 1 can be analysed in public.'
    """
    return f"Pairs of waves: {len(pairs):,}, of which {int(pairs['whole'].sum()):,} can be analysed in public."


def _flat(where):
    """Give the cells of a row of the file that say where its people are: wave, answer, wave, answer."""
    flat = [text for pair in where for text in pair]
    return [*flat, *[""] * (4 - len(flat))]
