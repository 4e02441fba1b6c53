"""The face of the wing: each name that ``from firststeps import paired`` offers, and the module it lives in.

Read at import (see ``__init__.py``), by type checkers, and by the rule that finds what a notebook depends on.
"""

from firststeps.paired.counting import count as count
from firststeps.paired.families import family as family
from firststeps.paired.limits.binomial import blaker as blaker
from firststeps.paired.limits.binomial import clopper_pearson as clopper_pearson
from firststeps.paired.limits.binomial import wilson as wilson
from firststeps.paired.limits.binomial import wilson_cc as wilson_cc
from firststeps.paired.many_waves.categories import bhapkar_categories as bhapkar_categories
from firststeps.paired.many_waves.categories import bowker as bowker
from firststeps.paired.many_waves.categories import stuart_maxwell as stuart_maxwell
from firststeps.paired.many_waves.cochran import bhapkar as bhapkar
from firststeps.paired.many_waves.cochran import cochran_q as cochran_q
from firststeps.paired.many_waves.models import conditional_logit as conditional_logit
from firststeps.paired.many_waves.models import gee_logit as gee_logit
from firststeps.paired.many_waves.pairwise import pairwise as pairwise
from firststeps.paired.missing.assumptions import change_bounds as bounds
from firststeps.paired.missing.assumptions import proportion_bounds as proportion_bounds
from firststeps.paired.missing.assumptions import scenarios as scenarios
from firststeps.paired.missing.completions import completions as completions
from firststeps.paired.missing.likelihood import likelihood_ratio as likelihood_ratio
from firststeps.paired.missing.likelihood import maximum_likelihood as maximum_likelihood
from firststeps.paired.missing.likelihood import profile_interval as profile_interval
from firststeps.paired.missing.partial import partially_paired as partially_paired
from firststeps.paired.missing.tipping import significance as significance
from firststeps.paired.missing.tipping import tipping_point as tipping_point
from firststeps.paired.missing.tipping import verdict as verdict
from firststeps.paired.patterns import Counts as Counts
from firststeps.paired.patterns import paired_table as paired_table
from firststeps.paired.planning.coverage import coverage as coverage
from firststeps.paired.planning.coverage import odds_ratio_coverage as odds_ratio_coverage
from firststeps.paired.planning.coverage import ratio_coverage as ratio_coverage
from firststeps.paired.planning.formulas import connor as connor
from firststeps.paired.planning.formulas import lachenbruch as lachenbruch
from firststeps.paired.planning.formulas import miettinen as miettinen
from firststeps.paired.planning.operating import largest_size as largest_size
from firststeps.paired.planning.operating import size as size
from firststeps.paired.planning.power import power as power
from firststeps.paired.planning.power import power_curve as power_curve
from firststeps.paired.planning.samplesize import detectable_difference as detectable_difference
from firststeps.paired.planning.samplesize import sample_size as sample_size
from firststeps.paired.planning.similarity import similarity_power as similarity_power
from firststeps.paired.planning.similarity import similarity_sample_size as similarity_sample_size
from firststeps.paired.published.consequences import change_range as change_range
from firststeps.paired.published.consequences import consequences as consequences
from firststeps.paired.published.consequences import interval_range as interval_range
from firststeps.paired.published.consequences import p_value_range as p_value_range
from firststeps.paired.published.from_print import from_print as from_print
from firststeps.paired.published.margins import hidden_changers as hidden_changers
from firststeps.paired.published.margins import tables_with_margins as tables_with_margins
from firststeps.paired.published.possible import Summary as Summary
from firststeps.paired.published.possible import possible_proportions as possible_proportions
from firststeps.paired.published.possible import possible_tables as possible_tables
from firststeps.paired.published.reverse import explain_p as explain_p
from firststeps.paired.published.reverse import readings_of_chi_squared as readings_of_chi_squared
from firststeps.paired.published.reverse import readings_of_p as readings_of_p
from firststeps.paired.published.reverse import versions_behind as versions_behind
from firststeps.paired.published.rounding import common_denominators as common_denominators
from firststeps.paired.published.rounding import possible_counts as possible_counts
from firststeps.paired.published.rounding import possible_fractions as possible_fractions
from firststeps.paired.two_waves.compare import PairedComparison as PairedComparison
from firststeps.paired.two_waves.compare import compare as compare
from firststeps.paired.two_waves.difference import difference as difference
from firststeps.paired.two_waves.equivalence import equivalence as equivalence
from firststeps.paired.two_waves.equivalence import noninferiority as noninferiority
from firststeps.paired.two_waves.equivalence import smallest_margin as smallest_margin
from firststeps.paired.two_waves.mcnemar import mcnemar as mcnemar
from firststeps.paired.two_waves.odds_ratio import cohens_g as cohens_g
from firststeps.paired.two_waves.odds_ratio import odds_ratio as odds_ratio
from firststeps.paired.two_waves.odds_ratio_test import odds_ratio_test as odds_ratio_test
from firststeps.paired.two_waves.posterior import posterior as posterior
from firststeps.paired.two_waves.ratio import ratio as ratio

__all__ = ["bhapkar_categories", "bounds"]  # type checkers take a new name for private unless it stands here
