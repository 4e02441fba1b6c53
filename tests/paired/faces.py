"""A call of every public function of ``paired`` that is answered at once, each parameter by its name.

``test_refusals`` puts what cannot be meant in the place of one after another.
"""

import numpy as np

from firststeps import paired
from firststeps.paired.missing.completions import completions
from firststeps.paired.ordered.counting import count_ordered
from firststeps.paired.published.possible import PossibleTables

TABLE = [[1, 1], [7, 12]]
PATTERNS = [[5, 1, 2], [2, 3, 1], [4, 0, 2]]
SQUARE = [[20, 10, 5], [3, 30, 15], [0, 5, 40]]
GROUPS = [[[2, 0], [6, 2]], [[3, 1], [5, 1]], [[2, 4], [1, 3]]]
TABLES = [[[1, 2], [0, 1]], [[1, 0], [1, 2]]]
WAVES = np.zeros((3, 3, 3), dtype=int)
WAVES[1, 1, 0], WAVES[0, 2, 1], WAVES[0, 0, 0], WAVES[0, 1, 0] = 3, 2, 1, 2
PLAN = dict(difference=0.4, discordance=0.5, target=0.8, alternative="two-sided", alpha=0.05)
WAITING = dict(longest=10.0)
COMPLETED = completions([[5, 1, 1], [2, 3, 0], [1, 0, 0]])
POSSIBLE = {0.3: PossibleTables(np.array([[[13, 0], [0, 13]]]), np.ones(1, dtype=int), 0)}
MARGINS = dict(n=6, first_yes=2, second_yes=3)
TWO = dict(first=0, second=1)
CONCLUSION = paired.significance()
PROPORTION = dict(x=7, m=8, level=0.95)
COVERED = dict(n=5, difference=0.2, discordance=0.3, level=0.95, **WAITING)
CALLS = dict(
    Summary=dict(
        people=5,
        first_answered=(5, 5),
        first_yes=(2, 2),
        second_answered=(3, 5),
        second_yes=(3, 3),
        similar=0.3,
        first_percent="40",
        second_percent=None,
        pairs={},
        rounding="nearest",
    ),
    Counts=dict(patterns=np.array([[7, 5, 1], [12, 2, 0], [0, 3, 0]]), waves=("a", "b")),
    alarms=dict(table=TABLE, alpha=0.05),
    bhapkar=dict(patterns=PATTERNS),
    bhapkar_categories=dict(table=SQUARE),
    bowker=dict(table=SQUARE),
    stuart_maxwell=dict(table=SQUARE),
    blaker=PROPORTION,
    clopper_pearson=PROPORTION,
    wilson=PROPORTION,
    wilson_cc=PROPORTION,
    bounds=dict(patterns=PATTERNS, **TWO),
    by_wave=dict(patterns=PATTERNS),
    came_back=dict(patterns=PATTERNS, **TWO),
    change_range=dict(tables=TABLES),
    clustered_difference=dict(groups=GROUPS, method="obuchowski"),
    clustered_mcnemar=dict(groups=GROUPS, method="exact", level=0.9, **WAITING),
    cochran_q=dict(patterns=WAVES, method="exact", **WAITING),
    cohens_g=dict(table=TABLE, method="clopper-pearson"),
    common_denominators=dict(percents=["57.7", "3.8"], denominators=[26, 52], rounding="nearest", **WAITING),
    compare=dict(before=TABLE, after=None, margin=0.1, level=0.95, yes=None, no=None, missing=None),
    compare_groups=dict(group=[[4, 1], [2, 8]], other=[[6, 4], [5, 9]], method="exact", level=0.9),
    compare_ordered=dict(
        before=[1, 2, 2, 3, None],
        after=[3, 3, 4, 3, 4],
        order=None,
        better="higher",
        level=0.95,
        limits=(1, 5),
        missing=(),
    ),
    comparisons=dict(tables=TABLES, level=0.95, adjustment="holm", **WAITING),
    completed_intervals=dict(every=COMPLETED, level=0.95),
    completed_tests=dict(every=COMPLETED),
    completions=dict(patterns=PATTERNS, **TWO),
    conditional_logit=dict(patterns=PATTERNS, **WAITING),
    connor=PLAN,
    miettinen=PLAN,
    consequences=dict(tables=TABLES, margin=0.1, level=0.95, family="exact", weights=[1, 2], **WAITING),
    count=dict(before=[1, 2, 2, 9], after=[1, 1, 2, 2], yes=1, no=2, missing=9),
    count_groups=dict(groups=["a", "a", "b"], before=[1, 2, 1], after=[2, 2, 3], counting=count_ordered, **WAITING),
    count_ordered=dict(
        before=[1, 2, 3, 3, None],
        after=[2, 4, 3, 2, 5],
        order=None,
        better="higher",
        limits=(1, 5),
        missing=(),
        people=None,
    ),
    coverage=dict(COVERED, method="tango", yes_twice=0.5),
    ratio_coverage=dict(COVERED, method="score", yes_twice=0.5),
    odds_ratio_coverage=dict(COVERED, method="mid-p"),
    coverage_curves=dict(people=5, discordances=[0.2, 0.4], difference=0.0, level=0.95, methods=["wald"]),
    coverage_by_interval=dict(
        curves=paired.coverage_curves(5, [0.2, 0.4], methods=["wald"]), people=5, difference=0.1, level=0.95
    ),
    cronbach_alpha=dict(items=[[1, 2, 2], [2, 3, 3], [3, 3, 4], [4, 5, 5], [2, np.nan, 1]], level=0.9),
    detectable_by_change=dict(people=26, discordances=[0.3], target=0.8, method="exact", alpha=0.05, **WAITING),
    detectable_difference=dict(
        n=26, discordance=0.3, target=0.8, method="exact", alternative="two-sided", alpha=0.05, **WAITING
    ),
    difference=dict(table=TABLE, method="tango", **WAITING),
    effects=dict(table=TABLE),
    equivalence=dict(table=TABLE, margin=0.1, method="tango", **WAITING),
    noninferiority=dict(table=TABLE, margin=0.1, method="tango", **WAITING),
    even_change=dict(people=10, margin=0.2, alpha=0.05),
    explain_p=dict(table=TABLE, printed="0.043", **WAITING),
    fagerland_discordances={},
    fagerland_exceeded=dict(methods=["mid-p"]),
    fagerland_level=dict(methods=["mid-p"]),
    false_alarms_in_groups=dict(changers=[3] * 3, correlation=0.1, method="mid-p", alpha=0.05, **WAITING),
    family=dict(name="exact"),
    from_print=dict(
        n=22, first="54.5%", second="59.1%", p="1.00", test="exact", rounding="nearest", level=0.95, stopped=None
    ),
    gee_logit=dict(patterns=PATTERNS, structure="exchangeable", errors="mancl-derouen"),
    hidden_by_prior=dict(**MARGINS, priors={"even": (1, 1, 1, 1)}),
    hidden_changers=dict(**MARGINS, prior=(1, 1, 1, 1)),
    interval_range=dict(tables=TABLES, level=0.95, method="tango", **WAITING),
    intervals=dict(table=TABLE),
    lachenbruch=dict(first=0.8, second=0.9, target=0.9, alternative="two-sided", alpha=0.05),
    largest_size=dict(n=8, method="exact", alternative="two-sided", alpha=0.05, most=1.0, **WAITING),
    left_open=dict(patterns=PATTERNS, **TWO),
    likelihood_ratio=dict(patterns=PATTERNS, **TWO, change=0.0),
    map_verdicts=dict(tables=TABLES, margin=0.1, level=0.95, family="exact", **WAITING),
    marginal_homogeneity=dict(counts=SQUARE, **WAITING, scores=[1, 2, 3]),
    margins_supported=dict(pairs=5, changes=[(0, 0), (1, 1)], **WAITING),
    maximum_likelihood=dict(patterns=PATTERNS, change=0.1, **TWO),
    mcnemar=dict(table=TABLE, method="exact", alternative="two-sided", berger_boos=0.0, **WAITING),
    median_change=dict(counts=SQUARE, symmetric=True, level=0.9),
    modelled_change=dict(patterns=PATTERNS, **TWO, level=0.95),
    odds_ratio=dict(table=TABLE, method="mid-p"),
    odds_ratio_test=dict(table=TABLE, null=2, method="exact", alternative="two-sided"),
    groups_alike=dict(groups=GROUPS, method="exact", **WAITING),
    ratio_test=dict(table=TABLE, null=2, alternative="two-sided"),
    difference_test=dict(table=TABLE, null=0.1, method="tango", alternative="two-sided", **WAITING),
    confidence_curve=dict(table=TABLE, method="tango", differences=[0, 0.1], **WAITING),
    ordered_margins=dict(counts=SQUARE),
    ordered_tests=dict(counts=SQUARE),
    others_heard=dict(tables=TABLES, people=1, margin=0.1, level=0.95, most=10, **WAITING),
    p_value_range=dict(tables=TABLES, method="exact", alternative="two-sided"),
    p_values_by_gap=dict(n=6, method="exact", most=None, **WAITING),
    paired_table=dict(patterns=PATTERNS, **TWO),
    pairwise=dict(patterns=WAVES, method="exact", **WAITING),
    partially_paired=dict(patterns=PATTERNS, method="z8", alternative="two-sided", **TWO),
    partially_paired_tests=dict(patterns=PATTERNS, **TWO),
    possible_counts=dict(percent="58", n=25, rounding="nearest", **WAITING),
    possible_fractions=dict(percent="58", denominators=[12, 25], rounding="nearest", **WAITING),
    possible_proportions=dict(count=15, smallest=15, largest=26, level=0.95),
    possible_tables=dict(summary=paired.Summary(2, first_yes=(1, 1))),
    posterior=dict(table=TABLE, prior=1),
    power=dict(n=5, difference=0.2, discordance=0.3, method="exact", alternative="two-sided", alpha=0.05, **WAITING),
    power_by_change=dict(people=5, differences=[0.2], discordances=[0.3], method="exact", alpha=0.05, **WAITING),
    power_curve=dict(
        sizes=[5], difference=0.2, discordance=0.3, method="exact", alternative="two-sided", alpha=0.05, **WAITING
    ),
    power_curves=dict(sizes=[5], plans=[(0.2, 0.3)], method="exact", alpha=0.05),
    profile_interval=dict(patterns=PATTERNS, **TWO, level=0.95),
    prospects=dict(patterns=PATTERNS, conclusion=CONCLUSION, **TWO, more=2, prior=1, truth=None, **WAITING),
    proportion_bounds=dict(patterns=PATTERNS, wave=0),
    ratio=dict(table=TABLE, method="score"),
    readings_of_chi_squared=dict(printed="3.13", n=21, methods=("n-1",), **WAITING),
    readings_of_p=dict(printed="0.070", n=21, methods=("exact",), alternatives=("two-sided",), **WAITING),
    same_margins=dict(pairs=6, first_yes=2, second_yes=3, both_yes=None, few=3),
    sample_size=dict(
        difference=0.4, discordance=0.5, target=0.8, method="exact", alternative="two-sided", alpha=0.05, **WAITING
    ),
    sample_size_by_change=dict(differences=[0.4], discordances=[0.5], target=0.8, method="exact", alpha=0.05),
    sample_size_by_method=dict(differences=[0.4], discordances=[0.5], target=0.8, alpha=0.05),
    scenario_table=dict(patterns=PATTERNS, margin=0.1, level=0.95, **TWO),
    scenarios=dict(patterns=PATTERNS, **TWO),
    sign_test=dict(counts=SQUARE, method="exact", alternative="two-sided"),
    signed_rank=dict(counts=SQUARE, method="exact", alternative="two-sided", noughts="wilcoxon"),
    significance=dict(alpha=0.05, method="exact", **WAITING),
    similarity_by_change=dict(people=5, discordances=[0.0], margin=0.3, target=0.8, alpha=0.05),
    similarity_by_margin=dict(table=TABLE, margin=0.1),
    similarity_curves=dict(sizes=[5], discordances=[0.0], margin=0.3, alpha=0.05, family="exact"),
    similarity_power=dict(n=5, discordance=0.0, margin=0.3, difference=0.0, alpha=0.05, family="exact", **WAITING),
    similarity_sample_size=dict(
        discordance=0.0, margin=0.3, target=0.8, difference=0.0, alpha=0.05, family="exact", **WAITING
    ),
    noninferiority_power=dict(n=5, discordance=0.0, margin=0.3, difference=0.0, alpha=0.05, family="exact", **WAITING),
    noninferiority_sample_size=dict(
        discordance=0.0, margin=0.3, target=0.8, difference=0.0, alpha=0.05, family="exact", **WAITING
    ),
    size=dict(n=8, discordance=0.5, method="exact", alternative="two-sided", alpha=0.05, **WAITING),
    size_curves=dict(sizes=[8], discordance=[0.5], methods=["exact"], **WAITING),
    smallest_exact_p=dict(first_yes=10, second_yes=15),
    smallest_margin=dict(table=TABLE, method="tango", alpha=0.05, **WAITING),
    smallest_significant_gap=dict(alpha=0.05),
    splits=dict(table=TABLE),
    support_by_margin=dict(allowing=POSSIBLE, alpha=0.05),
    support_table=dict(supported=paired.support_by_margin(POSSIBLE)),
    symmetry=dict(counts=SQUARE, **WAITING),
    tables_supporting=dict(pairs=5, margin=0.3, alpha=0.05, **WAITING),
    tables_with_margins=MARGINS,
    tests=dict(table=TABLE),
    tipping_grid=dict(patterns=PATTERNS, conclusion=CONCLUSION, **TWO),
    tipping_point=dict(patterns=PATTERNS, conclusion=CONCLUSION, **TWO),
    verdict=dict(margin=0.1, level=0.95, family="exact"),
    versions_behind=dict(tables=TABLES, printed="0.070", **WAITING),
    what_follows=dict(follows={"a": paired.consequences(TABLES, 0.1)}, known="x"),
    worst_sizes=dict(methods=["exact"], sizes=[5], **WAITING),
)
