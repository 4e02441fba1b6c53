"""Figures for readers: drawn from plain data, each with its alt text, saved as the same bytes every time.

Each kind of figure has a room of its own, so that a notebook depends on the drawings that it shows and no others.
"""

from firststeps.report.figures.look import DOUBLE, SINGLE, page, stamp, style
from firststeps.report.figures.saving import SavedFigure, save

__all__ = ["DOUBLE", "SINGLE", "SavedFigure", "page", "save", "stamp", "style"]
