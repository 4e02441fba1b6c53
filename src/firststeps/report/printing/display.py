"""Tables for reading in a notebook: a title, a mark where the data are synthetic, no index, a note below."""

import math
import numbers
import re
from dataclasses import dataclass, field
from html import escape

import pandas as pd

from firststeps.report.printing import wording
from firststeps.report.printing.names import method_name
from firststeps.report.printing.wording import MINUS

NOTHING = "There is nothing to show here."
TABLE = "table-layout: auto; overflow-wrap: normal; word-break: normal"  # JupyterLab breaks words in narrow columns
WORDS, NUMBERS = "text-align: left", "text-align: right; white-space: nowrap"  # and sets all cells to the right


@dataclass(frozen=True)
class Table:
    """A data frame that shows itself with its title above and its note below, in HTML and in plain text.

    ``mark`` (say "Synthetic data") stands before the title, ``nothing`` in the place of a table without rows.

    Cells of a column with a unit are printed in it: ``units`` names them by column, as ``frame.attrs["units"]`` do in
    the frames that ``firststeps.paired`` makes. Units are those of ``wording.in_cell``, and "method" for the name by
    which readers know a method; a list of units has one a row. Columns ``low`` and ``high`` with a unit become one
    column ``interval``. Other cells are shown as they are, whole numbers with the commas of ``wording``. An empty cell
    is shown empty, never as NaN. ``columns`` chooses columns of the frame and gives each its heading. A p-value is
    printed on its side of the significance level ``alpha``.

    >>> frame = pd.DataFrame({"wave": ["Start", "End"], "yes": [16, 17], "low": [0.3, 0.35], "high": [0.7, 0.75]})
    >>> Table(frame, "Involvement", "yes: people", "Synthetic data", units={"low": "proportion", "high": "proportion"})
    Synthetic data. Involvement
     wave yes   interval
    Start  16 30% to 70%
      End  17 35% to 75%
    yes: people
    """

    frame: pd.DataFrame
    title: str
    note: str = ""
    mark: str = ""
    nothing: str = ""
    units: dict = field(default_factory=dict)
    columns: dict | None = None
    alpha: float = wording.ALPHA

    @property
    def without_rows(self):
        """What stands in the place of a table without rows."""
        return self.nothing or self.frame.attrs.get("nothing") or NOTHING

    @property
    def remark(self):
        """The note: its own, or that of the frame, or the level of the frame's intervals."""
        level = self.frame.attrs.get("level")
        of_frame = self.frame.attrs.get("note") or (f"Level {wording.confidence(level)}." if level else "")
        return self.note or of_frame

    @property
    def caption(self):
        """The mark and the title in one line."""
        return f"{self.mark}. {self.title}" if self.mark else self.title

    @property
    def cells(self):
        """The frame with every cell as text and empty cells empty."""
        units = {**self.frame.attrs.get("units", {}), **self.units}
        headings = self.columns or {}
        frame = self.frame[list(headings)] if headings else self.frame
        columns = {}
        for place, name in enumerate(frame.columns):
            values = frame.iloc[:, place].tolist()
            unit_of = _by_row(units.get(name), values)
            if name == "low" and "low" in units:
                limits = zip(values, self.frame["high"].tolist(), unit_of, strict=True)
                columns[place] = (
                    headings.get("low", "interval"),
                    [_interval(*ends, self.frame.attrs.get("level")) for ends in limits],
                )
            elif not (name == "high" and "low" in units):
                texts = [_cell(*of, self.alpha) for of in zip(values, unit_of, strict=True)]
                columns[place] = (headings.get(name, name), texts)
        texts = pd.DataFrame({place: texts for place, (_, texts) in columns.items()}, dtype=object)
        return texts.set_axis([name for name, _ in columns.values()], axis=1)

    def __repr__(self):
        """The table in plain text."""
        table = self.without_rows if self.frame.empty else self.cells.to_string(index=False)
        lines = [self.caption, table, "" if self.frame.empty else self.remark]
        return "\n".join(line for line in lines if line)

    def _repr_html_(self):
        """The table in HTML, every text escaped; words to the left, numbers to the right."""
        table = f"<p>{escape(self.without_rows)}</p>" if self.frame.empty else _html(self.cells)
        note = f"<p>{escape(self.remark)}</p>" if self.remark and not self.frame.empty else ""
        return _no_formula(f"<p><strong>{escape(self.caption)}</strong></p>\n{table}\n{note}")


def _by_row(unit, values):
    """The unit of each row."""
    return unit if isinstance(unit, list) else [unit] * len(values)


def _cell(value, unit=None, alpha=wording.ALPHA):
    """One cell as text; empty where nothing is known."""
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return ""
    if unit == "method":
        return method_name(value)
    if unit:
        return wording.in_cell(float(value), unit, alpha)
    whole = isinstance(value, numbers.Integral) and not isinstance(value, bool)
    if isinstance(value, float):
        value += 0.0  # nought has no sign
    return f"{value:,}".replace("-", MINUS) if whole else str(value)


def _interval(low, high, unit, level):
    """The two limits of an interval as text, or the ends of a range, which has no ``level``; empty if not known."""
    if pd.isna(low) or pd.isna(high):
        return ""
    return (wording.interval if level else wording.span)(float(low), float(high), unit)


def _html(cells):
    """Text cells as an HTML table: a column of numbers to the right, its heading too, all others to the left."""
    styles = [NUMBERS if _all_numbers(cells.iloc[:, place]) else WORDS for place in range(cells.shape[1])]

    def row(texts, tag):
        """One row of cells."""
        inside = "".join(
            f'<{tag} style="{style}">{escape(str(text))}</{tag}>' for text, style in zip(texts, styles, strict=True)
        )
        return f"<tr>{inside}</tr>"

    body = "\n".join(row(texts, "td") for texts in cells.itertuples(index=False, name=None))
    head = row(cells.columns, "th")
    return f'<table style="{TABLE}">\n<thead>{head}</thead>\n<tbody>\n{body}\n</tbody>\n</table>'


def _all_numbers(texts):
    """Whether a column holds numbers only, with their signs and units, or nothing."""
    return all(re.fullmatch(r"|[<>]?[+−]?[\d,]+(\.\d+)?%?|infinite", text) for text in texts) and any(texts)


def _no_formula(html):
    """``html`` in which no notebook takes what stands between dollar signs for a formula (MathJax heeds the class)."""
    return re.sub(r"[$\\]", r'<span class="tex2jax_ignore mathjax_ignore">\g<0></span>', html)
