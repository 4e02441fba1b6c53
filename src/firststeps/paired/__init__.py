"""Statistics of paired yes/no and ordered outcomes: counts in, results out; knows no file, no study, no paper.

Tables are ``[[a, b], [c, d]]``: rows first wave, columns second, yes before no; b = yes to no, c = no to yes. A
change is second minus first, so a gain is positive. Functions take one table or an array of tables of shape
``(..., 2, 2)``, and give small results with ``statistic``, ``pvalue``, ``estimate`` or ``confidence_interval(level)``.
More than two waves go in as a response-pattern table of shape ``(3,) * W`` (yes, no, missing). A DataFrame, such as
``pd.crosstab(before, after)``, is read by its labels, or refused (``answers.labels``).

>>> from firststeps import paired
>>> paired.mcnemar([[7, 5], [12, 2]])
exact McNemar test, two-sided: statistic 5, p = 0.143
agrees with: fay-lumbard interval of the difference
table [[a, b], [c, d]]: rows first, columns second wave, yes before no; b = yes to no, c = no to yes
>>> paired.difference(paired.count([True, True, False], [True, False, True])).estimate
np.float64(0.0)

From answers
    ``count``               counts two columns of answers, or a DataFrame with one column a wave: ``Counts``
    ``compare``             the whole answer: counts, who is missing, test and interval that agree: ``PairedComparison``
    ``family``              which test and interval agree, and which decide
    ``paired_table``        two waves of a response-pattern table

Two waves
    ``mcnemar``             tests of equal proportions, seven versions, one- and two-sided
    ``difference``          the difference, with its intervals (Fay and Lumbard's by default)
    ``ratio``               the ratio of the proportions, five intervals
    ``odds_ratio``          the conditional odds ratio, six intervals
    ``cohens_g``            Cohen's g, with five
    ``odds_ratio_test``     p-value of any odds ratio, exact and mid-p; ``difference_test``, ``ratio_test``
    ``confidence_curve``    p-value of every difference, as a frame
    ``equivalence``         "remained similar"
    ``noninferiority``      "not worse by more than"
    ``smallest_margin``     the smallest margin at which the data would support equivalence
    ``posterior``           the Dirichlet posterior of the difference, P(gain)
    ``tests``               McNemar's test, version by version, as a frame; ``intervals`` of the difference, ``effects``
    ``splits``              how the changers could have split; ``alarms`` how often the tests then err
    ``wilson``              limits of one proportion; ``wilson_cc``, ``clopper_pearson``, ``blaker``

More waves, more categories
    ``cochran_q``           Cochran's Q, exact, mid-p, asymptotic
    ``bhapkar``             Bhapkar's Wald test over waves
    ``comparisons``         many paired tables, each compared, as a frame
    ``pairwise``            every pair of waves, with Holm's adjustment
    ``gee_logit``           odds ratios of the waves, averaged over people
    ``conditional_logit``   odds ratios of the waves, within people
    ``stuart_maxwell``      more than two answers; ``bhapkar_categories``, ``bowker``

Ordered answers and scores
    ``compare_ordered``     the whole answer: who improved, stayed the same, got worse: ``OrderedComparison``
    ``count_ordered``       counts two columns of ordered answers, or a square table: ``OrderedCounts``
    ``sign_test``           as many improved as got worse; exact, mid-p
    ``signed_rank``         Wilcoxon's test, exact with ties and noughts
    ``median_change``       Hodges and Lehmann's, or the plain median, with exact intervals
    ``symmetry``            Bowker's test, exact; ``marginal_homogeneity`` Stuart and Maxwell's, and of scores
    ``ordered_tests``       the tests side by side, as a frame; ``ordered_margins`` the answers at both waves
    ``cronbach_alpha``      internal consistency of the items of a score, with Feldt's interval

Groups of people
    ``clustered_mcnemar``   where people of one group change together: exact, Durkalski's, Obuchowski's
    ``clustered_difference`` the difference with the interval that goes with them
    ``count_groups``        counts the answers of each group
    ``false_alarms_in_groups`` how often plain tests reject there
    ``compare_groups``      change in one group against change in another, one test
    ``groups_alike``        whether those who changed split alike in all groups, so that these may be added up

Missing answers
    ``scenarios``           the comparison under each assumption; ``scenario_table`` as a frame
    ``by_wave``             who answered at each wave, and the bounds; ``came_back`` who answered again
    ``bounds``              the change that all of them allow; ``proportion_bounds`` of one wave
    ``left_open``           what each kind of missed wave leaves open
    ``completions``         every way to fill in the missing answers
    ``completed_tests``     the range of each test over them; ``completed_intervals`` of intervals
    ``tipping_point``       how many of the missing would overturn a conclusion: ``significance`` or a ``verdict``
    ``prospects``           how likely those who are still to answer, or more people, are to change it
    ``tipping_grid``        a conclusion for every number of yes among those who answered once
    ``partially_paired``    tests that use who answered once; ``partially_paired_tests`` as a frame
    ``maximum_likelihood``  the model that holds if answers are missing at random
    ``modelled_change``     its change, interval and test together
    ``likelihood_ratio``    its test of a change; ``profile_interval`` its interval

What published numbers allow
    ``from_print``          every table that agrees with printed numbers: percentages, p-values, intervals
    ``possible_tables``     every table behind a ``Summary``; ``consequences`` what they allow to conclude
    ``what_follows``        consequences side by side, as a frame; ``map_verdicts`` the verdict of each (b, c)
    ``others_heard``        what follows if people who are in no table had answered as well
    ``change_range``        the range of the change over tables; ``p_value_range``, ``interval_range``
    ``tables_with_margins`` every table behind two margins; ``hidden_changers`` how many changed behind them
    ``same_margins``        the same tables with their p-values, as a frame; ``hidden_by_prior`` for several priors
    ``p_values_by_gap``     the range of p-values behind two margins, gap by gap; ``smallest_exact_p`` behind one gap
    ``smallest_significant_gap`` the gap from which on two margins can be significant
    ``explain_p``           which test gives a printed p-value for a table; ``versions_behind`` for many tables
    ``readings_of_p``       the counts that give a printed p-value; ``readings_of_chi_squared``
    ``possible_counts``     the counts behind a printed percentage
    ``possible_fractions``  the counts and denominators behind one; ``common_denominators`` behind several
    ``possible_proportions`` a count over every denominator it may have

Planning
    ``power``               exact power; ``power_curve`` over many numbers of people
    ``power_by_change``     power by difference and by how many change, as a frame; ``power_curves`` for drawing
    ``sample_size``         people needed; ``detectable_difference`` the other way round
    ``sample_size_by_change`` people needed, as a frame; ``sample_size_by_method`` beside formulas;
    ``detectable_by_change`` the smallest differences
    ``similarity_power``    chance of supporting similarity; ``similarity_sample_size``
    ``noninferiority_power`` of supporting "not lower"; ``noninferiority_sample_size``
    ``similarity_by_change`` both by how many change, as a frame; ``similarity_curves`` for drawing
    ``similarity_by_margin`` the equivalence tests of one table, margin by margin, as a frame; ``margins_supported`` and
    ``tables_supporting``   what so many pairs can support; ``even_change`` how many may change within a margin
    ``support_by_margin``   how many possible tables support similarity, margin by margin; ``support_table`` for readers
    ``size``                what a test's level really is; ``largest_size`` at worst
    ``size_curves``         the level along how many change; ``worst_sizes`` of several tests, as a frame
    ``fagerland_level``     how tests keep their level in the 9,595 scenarios of a published study, as a frame;
    ``fagerland_exceeded``  where they do not; ``fagerland_discordances`` where the scenarios lie
    ``coverage``            how often an interval holds the truth; ``ratio_coverage``, ``odds_ratio_coverage``
    ``coverage_curves``     of several intervals along how many change; ``coverage_by_interval`` in four numbers
    ``connor``              a formula for people needed; ``miettinen``, ``lachenbruch``, for comparison

Each name stands in ``__init__.pyi`` with the module that defines it, and is loaded when it is first used: importing the
face is cheap. It imports NumPy, SciPy, statsmodels (only the models of many waves) and ``firststeps.digits`` (how
numbers are rounded in print), and nothing else.
"""

from firststeps import face

__getattr__, __dir__, __all__ = face(__name__)
