"""The face of the counts: each name that ``from firststeps.responses import counting`` offers, and its module."""

from firststeps.responses.counting.attendance import answers_by_wave as answers_by_wave
from firststeps.responses.counting.attendance import by_waves as by_waves
from firststeps.responses.counting.attendance import everyone as everyone
from firststeps.responses.counting.attendance import handed_in as handed_in
from firststeps.responses.counting.attendance import presence as presence
from firststeps.responses.counting.attendance import read_attendance as read_attendance
from firststeps.responses.counting.attendance import read_statuses as read_statuses
from firststeps.responses.counting.choices import read_choices as read_choices
from firststeps.responses.counting.choices import taken as taken
from firststeps.responses.counting.clean_files import write_clean as write_clean
from firststeps.responses.counting.comparison import Comparison as Comparison
from firststeps.responses.counting.comparison import compare as compare
from firststeps.responses.counting.comparison import every_pair as every_pair
from firststeps.responses.counting.comparison import main_comparisons as main_comparisons
from firststeps.responses.counting.comparison import primary_comparison as primary_comparison
from firststeps.responses.counting.imputation import known_answers as known_answers
from firststeps.responses.counting.patterns import every_pattern as every_pattern
from firststeps.responses.counting.patterns import read_clean as read_clean
from firststeps.responses.counting.patterns import read_patterns as read_patterns
from firststeps.responses.counting.patterns import read_words as read_words
from firststeps.responses.counting.proportions import said_yes as said_yes
from firststeps.responses.counting.proportions import with_limits as with_limits
from firststeps.responses.counting.ratings import high_scores as high_scores
from firststeps.responses.counting.ratings import score_counts as score_counts
