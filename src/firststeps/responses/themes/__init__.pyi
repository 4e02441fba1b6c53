"""The face of the themes: each name that ``from firststeps.responses import themes`` offers, and its module."""

from firststeps.responses.themes.agreement import agreement as agreement_of
from firststeps.responses.themes.quotations import borrowed_examples as borrowed_examples
from firststeps.responses.themes.quotations import quotable as quotable
from firststeps.responses.themes.ranking import RESAMPLES as RESAMPLES
from firststeps.responses.themes.ranking import lead as lead
from firststeps.responses.themes.ranking import rank_themes as rank_themes
from firststeps.responses.themes.tables import AGREED as AGREED
from firststeps.responses.themes.tables import agreement_by_theme as agreement_by_theme
from firststeps.responses.themes.tables import answered as answered
from firststeps.responses.themes.tables import coded as coded
from firststeps.responses.themes.tables import coders as coders
from firststeps.responses.themes.tables import count_by_wave as count_by_wave
from firststeps.responses.themes.tables import count_people as count_people
from firststeps.responses.themes.tables import final_coding as final_coding
from firststeps.responses.themes.tables import naming as naming
from firststeps.responses.themes.tables import people_naming as people_naming
from firststeps.responses.themes.tables import residual as residual
from firststeps.responses.themes.tables import theme_patterns as theme_patterns
from firststeps.responses.themes.tables import unused_and_unknown as unused_and_unknown

__all__ = ["agreement_of"]  # type checkers take a new name for private unless it stands here
