"""Figures for readers: drawn from plain data, saved with alt text, the same bytes every time."""

from firststeps.report.figures.look import DOUBLE, SINGLE, page, stamp, style
from firststeps.report.figures.saving import SavedFigure, save, show

__all__ = ["DOUBLE", "SINGLE", "SavedFigure", "page", "save", "show", "stamp", "style"]
