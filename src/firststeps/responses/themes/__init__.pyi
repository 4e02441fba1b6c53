"""The face of the themes: each name that ``from firststeps.responses import themes`` offers, and its module."""

from firststeps.responses.themes.agreement import agreement_on as agreement_on
from firststeps.responses.themes.open_ended import CodedQuestion as CodedQuestion
from firststeps.responses.themes.open_ended import check_codebook as check_codebook
from firststeps.responses.themes.open_ended import codebook as codebook
from firststeps.responses.themes.open_ended import coded_questions as coded_questions
from firststeps.responses.themes.open_ended import counted_from as counted_from
from firststeps.responses.themes.open_ended import non_response as non_response
from firststeps.responses.themes.open_ended import people_naming as people_naming
from firststeps.responses.themes.open_ended import theme_changes as theme_changes
from firststeps.responses.themes.open_ended import theme_counts as theme_counts
from firststeps.responses.themes.open_ended import theme_counts_by_wave as theme_counts_by_wave
from firststeps.responses.themes.open_ended import theme_leads as theme_leads
from firststeps.responses.themes.open_ended import theme_ranks as theme_ranks
from firststeps.responses.themes.quotations import quotable as quotable
from firststeps.responses.themes.tables import AGREED as AGREED
from firststeps.responses.themes.tables import agreement_by_theme as agreement_by_theme
from firststeps.responses.themes.tables import coders as coders
from firststeps.responses.themes.tables import disagreements_to_show as disagreements_to_show
