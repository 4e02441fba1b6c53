"""Figures for readers: drawn from plain data, each with its alt text, saved as the same bytes every time."""

from firststeps.report.figures.changes import Change, who_changed
from firststeps.report.figures.flow import participant_flow
from firststeps.report.figures.forest import paired_differences
from firststeps.report.figures.involvement import involvement_by_wave
from firststeps.report.figures.look import DOUBLE, SINGLE, page, stamp, style
from firststeps.report.figures.ratings import ratings
from firststeps.report.figures.saving import SavedFigure, save, show
from firststeps.report.figures.themes import people_by_theme

__all__ = [
    "DOUBLE",
    "SINGLE",
    "Change",
    "SavedFigure",
    "involvement_by_wave",
    "page",
    "paired_differences",
    "participant_flow",
    "people_by_theme",
    "ratings",
    "save",
    "show",
    "stamp",
    "style",
    "who_changed",
]
