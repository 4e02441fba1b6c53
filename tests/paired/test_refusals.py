"""What cannot be meant is refused in a sentence of ours: never answered, never an error of a library."""

import inspect
import linecache
import warnings

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from firststeps import paired
from firststeps.paired.limits.binomial import blaker, clopper_pearson, wilson, wilson_cc
from firststeps.paired.missing.assumptions import proportion_bounds, scenarios
from firststeps.paired.missing.likelihood import likelihood_ratio, maximum_likelihood, nearest_waves, profile_interval
from firststeps.paired.missing.tipping import significance, verdict
from firststeps.paired.planning.formulas import connor
from firststeps.paired.planning.power import power
from firststeps.paired.planning.samplesize import detectable_difference, sample_size
from firststeps.paired.published.consequences import consequences, map_verdicts, p_values_by_gap, verdicts
from firststeps.paired.published.margins import hidden_changers, smallest_significant_gap, tables_with_margins
from firststeps.paired.published.possible import Summary, possible_proportions
from firststeps.paired.published.reverse import readings_of_chi_squared, readings_of_p
from firststeps.paired.two_waves.equivalence import equivalence, even_change, noninferiority, smallest_margin
from firststeps.paired.two_waves.mcnemar import BY_DISCORDANT, METHODS, false_alarms, mcnemar
from firststeps.paired.two_waves.posterior import posterior
from tests.paired.faces import CALLS

TABLE = [[7, 5], [12, 2]]
PATTERNS = np.array([[5, 1, 2], [2, 3, 1], [4, 0, 6]])
NUMBERS = [None, "0.1", float("nan"), [0.1, 0.2]]


@pytest.mark.parametrize("margin", [*NUMBERS, 0, 1, 10])
@pytest.mark.parametrize(
    "function",
    [
        lambda margin: equivalence(TABLE, margin),
        lambda margin: noninferiority(TABLE, margin),
        lambda margin: verdicts(TABLE, margin),
        lambda margin: map_verdicts(TABLE, margin),
        lambda margin: consequences(TABLE, margin),
        verdict,
    ],
    ids=["equivalence", "noninferiority", "verdicts", "map_verdicts", "consequences", "verdict"],
)
def test_a_margin_that_is_none_is_refused(function, margin):
    """A study without a margin gives None; ten points are 0.1 and not 10."""
    with pytest.raises(ValueError, match="between 0 and 1"):
        function(margin)


@pytest.mark.parametrize("alpha", [*NUMBERS, 0, 1, 5])
@pytest.mark.parametrize(
    "function",
    [
        significance,
        smallest_significant_gap,
        lambda alpha: smallest_margin(TABLE, alpha=alpha),
        lambda alpha: false_alarms(8, alpha=alpha),
        lambda alpha: power(26, 0.2, 0.3, alpha=alpha),
        lambda alpha: sample_size(0.2, 0.3, alpha=alpha),
        lambda alpha: connor(0.2, 0.3, alpha=alpha),
    ],
    ids=["significance", "smallest_significant_gap", "smallest_margin", "false_alarms", "power", "size", "connor"],
)
def test_a_level_of_significance_that_is_none_is_refused(function, alpha):
    """Nothing is significant at 5, which is 0.05 in percent."""
    with pytest.raises(ValueError, match=r"lies (between 0 and|above 0)"):
        function(alpha)


@pytest.mark.parametrize("level", [*NUMBERS, 0, 1, 95])
@pytest.mark.parametrize(
    "function",
    [
        lambda level: profile_interval(PATTERNS, level=level),
        lambda level: possible_proportions(15, 15, 26, level),
        lambda level: hidden_changers(26, 15, 17).interval(level),
        lambda level: verdict(0.1, level),
        lambda level: posterior(TABLE).credible_interval(level),
    ],
    ids=["profile_interval", "possible_proportions", "hidden_changers", "verdict", "posterior"],
)
def test_a_level_of_confidence_that_is_none_is_refused(function, level):
    """95 is 0.95 in percent."""
    with pytest.raises(ValueError, match="A confidence level lies between 0 and 1"):
        function(level)


@pytest.mark.parametrize("waves", [(None, 1), ("first", 1), (0, 2), (-3, 1), (0, 0), (1, -1), (0.0, 1), ([0], 1)])
@pytest.mark.parametrize(
    "function",
    [
        lambda waves: scenarios(PATTERNS, *waves),
        lambda waves: nearest_waves(PATTERNS, *waves),
        lambda waves: likelihood_ratio(PATTERNS, *waves),
        lambda waves: profile_interval(PATTERNS, *waves),
        lambda waves: maximum_likelihood(PATTERNS, 0.1, *waves),
    ],
    ids=["scenarios", "nearest_waves", "likelihood_ratio", "profile_interval", "maximum_likelihood"],
)
def test_waves_that_are_not_there_are_refused(function, waves):
    """Of two waves there are 0 and 1 (or -2 and -1), each to be named once."""
    with pytest.raises(ValueError, match=r"Waves .* counted from 0: each must be there, once"):
        function(waves)


def test_one_wave_that_is_not_there_is_refused():
    """A name is no number of a wave."""
    with pytest.raises(ValueError, match="each must be there"):
        proportion_bounds(PATTERNS, "first")


@pytest.mark.parametrize("limit", [15, (15,), (1, 2, 3), "15", (1.5, 2), ("a", "b")])
@pytest.mark.parametrize("name", ["first_answered", "first_yes", "second_answered", "second_yes"])
def test_a_limit_of_a_summary_is_a_pair(name, limit):
    """``first_yes=15`` is the number itself, which is written (15, 15)."""
    with pytest.raises(ValueError, match=rf"{name} is \(smallest, largest\)"):
        Summary(26, **{name: limit})


@pytest.mark.parametrize("people", [None, "26", -1, 2.5])
def test_a_summary_counts_people(people):
    """No fractions of people, and no words."""
    with pytest.raises(ValueError, match="people is a whole number"):
        Summary(people)


def test_a_limit_of_nought_to_nought_is_one():
    """An empty pair, or a list, is not the same as nothing said."""
    assert Summary(5, first_yes=[0, 0]).limits[1] == (0, 0)
    with pytest.raises(ValueError, match="smallest, largest"):
        Summary(5, first_yes=())


@pytest.mark.parametrize("similar", [None, "0.1", float("nan"), -0.1])
def test_similar_is_a_difference(similar):
    """None says nothing; a word or NaN is no difference."""
    if similar is None:
        assert Summary(5, similar=similar).similar is None
        return
    with pytest.raises(ValueError, match="similar is a difference"):
        Summary(5, similar=similar)


@pytest.mark.parametrize("target", [*NUMBERS, 0, 1, 80])
def test_a_power_that_cannot_be_meant_is_refused(target):
    """80 is 0.8 in percent."""
    for plan in (lambda: sample_size(0.2, 0.3, target), lambda: detectable_difference(26, 0.3, target)):
        with pytest.raises(ValueError, match="A target power lies between"):
            plan()


@pytest.mark.parametrize("people", [None, "26", float("nan"), float("inf"), 2.5, -1, [26]])
def test_people_who_cannot_be_counted_are_refused(people):
    """As people planned for, as people behind margins and as people who changed."""
    for function in (lambda n: power(n, 0.2, 0.3), lambda n: tables_with_margins(n, 1, 1), false_alarms):
        with pytest.raises(ValueError, match=r"people"):
            function(people)


@pytest.mark.parametrize("prior", ["x", None, [1, "x", 1, 1], [[1, 2]]])
def test_a_prior_that_is_no_number_is_refused(prior):
    """Not with the words of an array that could not be made."""
    with pytest.raises(ValueError, match="prior is a positive number"):
        posterior(TABLE, prior)


@pytest.mark.parametrize("method", ["n-1", "unconditional", "score", None])
def test_false_alarms_refuses_a_test_in_which_n_counts(method):
    """Its p-value depends on the people who did not change, of whom nothing is said here."""
    with pytest.raises(ValueError, match="asymptotic, continuity, exact, mid-p"):
        false_alarms(8, method)


def test_the_tests_in_which_only_b_and_c_count_are_those_that_say_so():
    """More people who stay the same change nothing; in the others they do."""
    few, many = [[1, 2], [8, 0]], [[100, 2], [8, 0]]
    same = [method for method in METHODS if mcnemar(few, method).pvalue == mcnemar(many, method).pvalue]
    assert sorted(same) == sorted(BY_DISCORDANT)


@pytest.mark.parametrize("method", BY_DISCORDANT)
@pytest.mark.parametrize("alpha", [0.001, 0.02, 0.05, 0.2, 0.5])
def test_false_alarms_are_the_sum_over_every_split(method, alpha):
    """Every number of people up to 24; at 0.5 all splits but the even one may reject, at 0.001 none of few people."""
    for changers in range(25):
        gains = np.arange(changers + 1)
        tables = [[[1, changers - gain], [gain, 0]] for gain in gains]
        rejected = mcnemar(tables, method).pvalue <= alpha
        wanted = binom.pmf(gains, changers, 0.5)[rejected].sum()
        assert false_alarms(changers, method, alpha) == pytest.approx(wanted, abs=1e-12)


@pytest.mark.parametrize("limits", [wilson, wilson_cc, clopper_pearson, blaker])
@pytest.mark.parametrize(
    ("x", "m", "level"),
    [
        *((x, 20, 0.95) for x in (30, -1, float("nan"), None, "a", [1, 21])),
        *((1, m, 0.95) for m in (0, float("inf"))),
        ([1, 2], [20, 20, 20], 0.95),
        *((5, 20, level) for level in (95, "0.95", None)),
    ],
)
def test_limits_of_what_is_no_proportion_are_refused(limits, x, m, level):
    """Thirty of twenty are nobody, and 95 is no level: no limits above 1 and none that are no numbers."""
    with pytest.raises(ValueError, match=r"found x = .* of m = |confidence level lies between"):
        limits(x, m, level)


@pytest.mark.parametrize("limits", [wilson, wilson_cc, clopper_pearson, blaker])
def test_of_nobody_every_proportion_is_possible(limits):
    """A wave that nobody answered has limits, which say nothing."""
    assert [float(end) for end in limits(0, 0, 0.95)] == [0, 1]


@pytest.mark.parametrize("people", [None, "26", 0, -1, 2.5, float("nan"), float("inf"), [26]])
@pytest.mark.parametrize(
    "function",
    [
        lambda n: even_change(n, 0.2),
        p_values_by_gap,
        lambda n: readings_of_p("0.07", n, ("exact",)),
        lambda n: readings_of_chi_squared("3.13", n),
    ],
    ids=["even_change", "p_values_by_gap", "readings_of_p", "readings_of_chi_squared"],
)
def test_what_is_no_number_of_people_is_refused(function, people):
    """Half a person answered nothing, and of -1 there is no gap."""
    with pytest.raises(ValueError, match="number of people is whole and at least 1"):
        function(people)


MADE = {"OrderedComparison", "OrderedCounts", "PairedComparison"}  # what functions give, which nobody makes by hand
NONSENSE = [
    "x",
    {},
    float("nan"),
    np.float64("nan"),
    float("inf"),
    -float("inf"),
    pd.NA,
    object(),
    1j,
    [[1, "x"], [{}]],
]
OTHERS = [None, [], [1, 2], -1, 0, 2.5, True, 10**30, np.int64(3), ["x"], [None]]
MEANT = {  # what of it has a meaning there, beside infinity where seconds are meant
    "Summary": {"pairs": [{}]},
    "count": {"yes": [{}], "no": [{}]},
    "compare_ordered": {"missing": NONSENSE},
    "count_ordered": {"missing": NONSENSE},
    "common_denominators": {"denominators": [{}]},
    "possible_fractions": {"denominators": [{}]},
    "support_by_margin": {"allowing": [{}]},
    "what_follows": {"follows": [{}], "known": ["x"]},
}


def parameters(name):
    """The parameters of a name of the face, but for those it takes by any name."""
    every = inspect.signature(getattr(paired, name)).parameters.values()
    return [one.name for one in every if one.kind is not one.VAR_KEYWORD]


def refusal(name, arguments):
    """None where the call is answered, else what is raised: a sentence of ours, from a line that raises."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            getattr(paired, name)(**arguments)
    except Exception as error:
        last = error.__traceback__
        while last.tb_next:
            last = last.tb_next
        line = linecache.getline(last.tb_frame.f_code.co_filename, last.tb_lineno).strip()
        said = f"{name}({arguments}): {type(error).__name__}: {error}"
        assert isinstance(error, ValueError) and line.startswith("raise "), said
        assert last.tb_frame.f_globals["__name__"].startswith("firststeps."), said
        assert error.__context__ is None or error.__suppress_context__, said
        return error
    return None


def test_every_name_of_the_face_has_a_call():
    """A new function, or a new parameter of an old one, gets its place in ``faces``."""
    assert set(CALLS) == set(paired.__all__) - MADE
    for name, arguments in CALLS.items():
        assert set(parameters(name)) <= set(arguments), name


@pytest.mark.parametrize("name", sorted(CALLS))
def test_what_cannot_be_meant_is_answered_or_refused_in_our_words(name):
    """In the place of each parameter in turn; what is no number, no list and no word is never answered."""
    assert refusal(name, CALLS[name]) is None
    for parameter in parameters(name):
        for value in [*NONSENSE, *OTHERS]:
            refused = refusal(name, {**CALLS[name], parameter: value})
            meant = MEANT.get(name, {}).get(parameter, [np.inf] if parameter == "longest" else [])
            if any(value is one for one in NONSENSE) and repr(value) not in map(repr, meant):
                assert refused is not None, f"{name}({parameter}={value!r}) was answered"


@pytest.mark.parametrize("limits", [wilson, wilson_cc, clopper_pearson, blaker])
@pytest.mark.parametrize(("x", "m"), [(2.5, 8), (1, 8.5), (1, 10**30)])
def test_half_a_person_has_no_proportion(limits, x, m):
    """And of more people than there are the upper limit would lie below the lower one."""
    with pytest.raises(ValueError, match="whole numbers with x from 0 to m"):
        limits(x, m, 0.95)


@pytest.mark.parametrize("function", [paired.tables_supporting, lambda n, _: paired.margins_supported(n)])
@pytest.mark.parametrize("people", [None, "26", 2.5, 0, -1, [26], float("inf")])
def test_only_whole_people_support_a_margin(function, people):
    """Half a person supports nothing."""
    with pytest.raises(ValueError, match="whole and at least 1"):
        function(people, 0.1)


@pytest.mark.filterwarnings("error")
def test_a_level_that_is_1_but_for_rounding_is_refused():
    """One float below 1 has no tail beyond it, so that limits were no numbers; the next one has limits."""
    near = np.nextafter(1.0, 0.0)
    for estimate in (paired.difference, paired.ratio, paired.odds_ratio):
        with pytest.raises(ValueError, match=r"lies between 0 and 1, such as 0.95; .* is 1 but for rounding"):
            estimate(TABLE, "wald").confidence_interval(float(near))
        low, high, _ = estimate(TABLE).confidence_interval(np.nextafter(near, 0.0))
        assert low < estimate(TABLE).estimate < high


def test_four_cells_may_each_hold_as_many_as_one():
    """Where each count is allowed so are their sums: limits of shares of these were refused, for another reason."""
    table = [[10**9, 10**9], [10**9, 10**9]]
    for method in ("newcombe", "newcombe-cc", "mover"):
        low, high, _ = paired.difference(table, method).confidence_interval()
        assert -low == high == pytest.approx(1.959964 * np.sqrt(1 / 8e9), rel=1e-4)
    for method in ("clopper-pearson", "mid-p", "blaker", "wilson", "wilson-cc"):
        low, high, _ = paired.odds_ratio(table, method).confidence_interval()
        assert np.log([low, high]) == pytest.approx([-8.76523e-5, 8.76523e-5], rel=1e-4)
    assert "4,000,000,000 people who answered both times" in repr(paired.compare(table)).replace("\n", " ")
    with pytest.raises(ValueError, match="from 0 to m and m at most 4,000,000,000; found x = 1 of m = 5000000000"):
        paired.wilson(1, 5 * 10**9, 0.95)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: paired.count({"before": 1}), "a column a wave, one answer a person; found a int at 'before'"),
        (lambda: paired.count({"before": "yes", "after": "no"}), "found a str at 'before'"),
        (lambda: paired.count_ordered({"before": [1, 2], "after": 3}), "found a int at 'after'"),
        (lambda: paired.count({"before": [[1, 2], [3, 4]]}), "found a list at 'before'"),
        (lambda: paired.count(["yes"], np.array(5)), "are two columns, one answer a person; found a ndarray"),
        (lambda: paired.count(b"yes", b"non"), "are two columns, one answer a person; found a bytes"),
        (lambda: paired.count_groups([["a"], ["b"]], [1, 2], [2, 1]), "A group is a word, a number"),
        (lambda: paired.margins_supported(10, longest=np.ones((3, 3), int)), "longest"),
    ],
)
def test_columns_and_groups_that_are_none_are_refused(call, sentence):
    """One value in place of a column, a table in place of a group: a sentence of ours, and no error of Python's."""
    with pytest.raises(ValueError, match=sentence):
        call()


def test_a_meaning_may_be_one_value_of_numpy():
    """What NumPy gives for one value means what the value does."""
    assert str(paired.count([5, 1], [1, 5], yes=np.array(5))) == str(paired.count([5, 1], [1, 5], yes=5))
