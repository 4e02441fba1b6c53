"""Tables for reading in a notebook: a title, a mark where the data are synthetic, no index, a note below."""

import numbers
import re
from dataclasses import dataclass
from html import escape

import pandas as pd

from firststeps.report.printing.wording import MINUS

NOTHING = "There is nothing to show here."


@dataclass(frozen=True)
class Table:
    """A data frame that shows itself with its title above and its note below, in HTML and in plain text.

    ``mark`` (say "Synthetic data") stands before the title, ``nothing`` in the place of a table without rows.  Cells
    are shown as they are, whole numbers with the commas of ``wording``: give them as text where
    their form matters.  An empty cell is shown empty, never as NaN.

    >>> frame = pd.DataFrame({"wave": ["Start", "End"], "yes": [16, 17]})
    >>> Table(frame, "Involvement", note="yes: people who said yes", mark="Synthetic data")
    Synthetic data. Involvement
     wave yes
    Start  16
      End  17
    yes: people who said yes
    """

    frame: pd.DataFrame
    title: str
    note: str = ""
    mark: str = ""
    nothing: str = NOTHING

    @property
    def caption(self):
        """The mark and the title in one line."""
        return f"{self.mark}. {self.title}" if self.mark else self.title

    @property
    def cells(self):
        """The frame with every cell as text and empty cells empty."""
        return self.frame.astype(object).where(self.frame.notna(), "").map(_cell)

    def __repr__(self):
        """The table in plain text."""
        table = self.nothing if self.frame.empty else self.cells.to_string(index=False)
        lines = [self.caption, table, "" if self.frame.empty else self.note]
        return "\n".join(line for line in lines if line)

    def _repr_html_(self):
        """The table in HTML, every text escaped."""
        table = (
            f"<p>{escape(self.nothing)}</p>"
            if self.frame.empty
            else self.cells.to_html(index=False, border=0, justify="left")
        )
        note = f"<p>{escape(self.note)}</p>" if self.note and not self.frame.empty else ""
        return _no_formula(f"<p><strong>{escape(self.caption)}</strong></p>\n{table}\n{note}")


def _cell(value):
    """One cell as text."""
    whole = isinstance(value, numbers.Integral) and not isinstance(value, bool)
    return f"{value:,}".replace("-", MINUS) if whole else str(value)


def _no_formula(html):
    """``html`` in which no notebook takes what stands between dollar signs for a formula (MathJax heeds the class)."""
    return re.sub(r"[$\\]", r'<span class="tex2jax_ignore mathjax_ignore">\g<0></span>', html)
