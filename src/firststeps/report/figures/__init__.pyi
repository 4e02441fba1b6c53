"""The face of the drawings: each name that ``from firststeps.report import figures`` offers, and its module."""

from firststeps.report.figures.changes import Change as Change
from firststeps.report.figures.changes import who_changed as who_changed
from firststeps.report.figures.dots import Dots as Dots
from firststeps.report.figures.dots import people_as_dots as people_as_dots
from firststeps.report.figures.flow import participant_flow as participant_flow
from firststeps.report.figures.forest import missing_scenarios as missing_scenarios
from firststeps.report.figures.forest import paired_differences as paired_differences
from firststeps.report.figures.involvement import involvement_by_wave as involvement_by_wave
from firststeps.report.figures.involvement import missing_bounds as missing_bounds
from firststeps.report.figures.look import DOUBLE as DOUBLE
from firststeps.report.figures.look import SINGLE as SINGLE
from firststeps.report.figures.look import page as page
from firststeps.report.figures.look import stamp as stamp
from firststeps.report.figures.look import style as style
from firststeps.report.figures.planning import interval_coverage as interval_coverage
from firststeps.report.figures.planning import power_by_people as power_by_people
from firststeps.report.figures.planning import type_one_error as type_one_error
from firststeps.report.figures.published import possible_p_values as possible_p_values
from firststeps.report.figures.published import possible_proportions as possible_proportions
from firststeps.report.figures.ratings import people_by_score as people_by_score
from firststeps.report.figures.saving import SavedFigure as SavedFigure
from firststeps.report.figures.saving import save as save
from firststeps.report.figures.themes import people_by_theme as people_by_theme
from firststeps.report.figures.verdicts import tipping_grid as tipping_grid
from firststeps.report.figures.verdicts import verdict_map as verdict_map
