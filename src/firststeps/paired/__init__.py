"""Statistics of paired yes/no outcomes: counts in, results out; knows no file, no study, no paper.

Tables are ``[[a, b], [c, d]]``: rows first measurement, columns second, yes before no; b = yes to no, c = no to yes. A
change is second minus first, so a gain is positive. Functions take one table or an array of tables of shape
``(..., 2, 2)``, and give small results with ``statistic``, ``pvalue``, ``estimate`` or ``confidence_interval(level)``.
More than two waves go in as a response-pattern table of shape ``(3,) * W`` (yes, no, missing). A DataFrame, such as
``pd.crosstab(before, after)``, is read by its labels, or refused (``labels``).

>>> from firststeps.paired.two_waves.difference import difference
>>> from firststeps.paired.two_waves.mcnemar import mcnemar
>>> mcnemar([[7, 5], [12, 2]])
exact McNemar test, two-sided: statistic 5, p = 0.143
agrees with: fay-lumbard interval of the difference
table [[a, b], [c, d]]: rows first, columns second measurement, yes before no; b = yes to no, c = no to yes
>>> difference([[7, 5], [12, 2]])
difference, second minus first: 0.2692, 95 % interval -0.0787 to 0.563 (fay-lumbard)
agrees with: exact McNemar test
table [[a, b], [c, d]]: rows first, columns second measurement, yes before no; b = yes to no, c = no to yes

Two measurements
    ``mcnemar.mcnemar``             tests of equal proportions, seven versions, one- and two-sided
    ``difference.difference``       the difference, twelve intervals (Fay and Lumbard's by default)
    ``families.family``             which test and interval agree, and which decide
    ``ratio.ratio``                 the ratio of the proportions, five intervals
    ``oddsratio.odds_ratio``        the conditional odds ratio, six intervals; ``oddsratio.cohens_g``
    ``oddstest.odds_ratio_test``    p-value of any odds ratio, exact and mid-p
    ``equivalence.equivalence``     "remained similar"; ``noninferiority``, ``smallest_margin``
    ``posterior.posterior``         the Dirichlet posterior of the difference, P(gain)

More waves, more categories
    ``patterns.paired_table``       two waves of a response-pattern table
    ``waves.cochran_q``             Cochran's Q, exact, mid-p, asymptotic; ``waves.bhapkar``
    ``pairwise.pairwise``           every pair of waves, with Holm's adjustment
    ``models.gee_logit``            odds ratios of the waves; ``models.conditional_logit``
    ``categories.stuart_maxwell``   more than two answers; ``categories.bhapkar``, ``categories.bowker``

Planning (``planning``)
    ``power.power``                 exact power; ``power.power_curve`` over many numbers of people
    ``samplesize.sample_size``      people needed; ``samplesize.detectable_difference`` the other way round
    ``similarity.similarity_power`` chance of supporting similarity; ``similarity.similarity_sample_size``
    ``operating.size``              what a test's level really is; ``operating.largest_size``
    ``coverage.coverage``           how often an interval holds the truth; also of ratio and odds ratio
    ``formulas.connor``             Connor's, ``miettinen``'s and ``lachenbruch``'s formulas, for comparison
    ``fagerland.type_one_errors``   the 9,595 scenarios of a published study

Missing answers, and what published numbers allow
    ``missing.scenarios``           the comparison under each assumption; ``missing.change_bounds``
    ``tipping.tipping_point``       how many of the missing would overturn a conclusion
    ``partial.partially_paired``    tests that use who answered once; ``likelihood.maximum_likelihood``
    ``margins.tables_with_margins`` every table behind two margins
    ``published.possible_tables``   every table behind a published summary; ``ranges.consequences``
    ``reverse.explain_p``           which test gives a printed p-value
    ``rounding.possible_counts``    the counts behind a printed percentage

It imports NumPy, SciPy, statsmodels and ``firststeps.digits`` (how numbers are rounded in print), and nothing else.
"""
