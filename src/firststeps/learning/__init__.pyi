"""The face of the exercises: each name that ``from firststeps.learning import ...`` offers, and its module."""

from firststeps.learning.counted import Counted as Counted
from firststeps.learning.desk import Desk as Desk
from firststeps.learning.desk import begin as begin
from firststeps.learning.reading_age import hard_sentences as hard_sentences
from firststeps.learning.reading_age import reading_grade as reading_grade
