"""The front door: each name is there once and typed, loads little, and takes what people have."""

import html
import inspect
import itertools
import re
import subprocess
import sys
import typing
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import firststeps
from firststeps import paired

HEAVY = ("papermill", "typst", "statsmodels", "pandas", "matplotlib", "scipy.stats", "firststeps.report")
FUNCTIONS = {name: getattr(paired, name) for name in paired.__all__ if inspect.isfunction(getattr(paired, name))}


def run(code):
    """What Python prints for the code in a process of its own."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()


def test_the_door_opens_without_loading_what_is_behind_it():
    """Neither the pipeline nor the models are loaded for the name, nor for a test and an interval."""
    told = f"; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    assert run("import sys; from firststeps import paired" + told) == []
    assert run("import sys; from firststeps import paired; paired.compare([[7, 5], [12, 2]], margin=0.1)" + told) == []


def test_a_name_of_the_face_is_no_module_of_the_wing():
    """``paired.mcnemar`` is the function, whatever was imported before; rooms keep their names."""
    modules = {path.stem for path in Path(paired.__file__).parent.iterdir()}
    assert not modules & set(paired.__all__)
    assert run(
        "import firststeps.paired.two_waves.mcnemar, firststeps.paired.missing.assumptions as rooms; "
        "from firststeps import paired; print(callable(paired.mcnemar), rooms.change_bounds is paired.bounds)"
    ) == ["True", "True"]


def test_names_are_the_same_at_the_door_and_at_home():
    """So that the module of a name tells what it does; but for one, which at home needs less to be told apart."""
    renamed = {name: function.__name__ for name, function in FUNCTIONS.items() if function.__name__ != name}
    assert renamed == {"bounds": "change_bounds"}


def test_a_name_that_is_not_there_is_missed_in_the_usual_way():
    """A slip of the pen is an AttributeError, so that ``hasattr`` and completion work."""
    assert not hasattr(paired, "mcnemer")
    assert {"mcnemar", "compare", "Summary"} <= set(dir(paired))
    with pytest.raises(ImportError, match="mcnemer"):
        exec("from firststeps.paired import mcnemer")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_of_the_face_is_typed(name):
    """Each parameter and what comes back has a type that can be looked up."""
    types = typing.get_type_hints(FUNCTIONS[name])
    assert set(types) == {*inspect.signature(FUNCTIONS[name]).parameters, "return"}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_result_of_the_face_is_typed(name):
    """The public methods and properties of what a function gives have types too."""
    result = typing.get_type_hints(FUNCTIONS[name])["return"]
    for kind in (result, *typing.get_args(result)):
        if inspect.isclass(kind) and kind.__module__.startswith("firststeps"):
            for member, value in vars(kind).items():
                function = value.fget if isinstance(value, property) else value
                if inspect.isfunction(function) and not member.startswith("_") and member in function.__qualname__:
                    assert "return" in function.__annotations__, f"{kind.__name__}.{member}"


def test_the_package_says_that_it_is_typed():
    """Type checkers read annotations of an installed package only beside this file (PEP 561)."""
    assert (Path(firststeps.__file__).parent / "py.typed").is_file()


PAGE = Path(__file__).parents[2] / "docs" / "paired.md"


def test_the_page_has_an_example_of_every_name():
    """Each name of the face has a heading of its own, and an example that calls it."""
    parts = re.split(r"^### `(\w+)`$", PAGE.read_text(encoding="utf-8"), flags=re.M)
    examples = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert set(examples) == set(paired.__all__)
    for name, text in examples.items():
        assert re.search(rf">>> .*\bpaired\.{name}\b", text), name


TABLE = [[7, 5], [12, 2]]
BEFORE = ["yes"] * 12 + ["no"] * 14
AFTER = ["yes"] * 7 + ["no"] * 5 + ["yes"] * 12 + ["no"] * 2
WAYS = {
    "words": ({"yes": "Yes", "no": "no "}, {}),
    "booleans": ({"yes": True, "no": False}, {}),
    "numbers": ({"yes": 1, "no": 0}, {}),
    "numpy": ({"yes": np.int8(1), "no": np.int8(0)}, {}),
    "two codes": ({"yes": 1, "no": 2}, {"yes": 1, "no": 2}),
    "one of two codes": ({"yes": 1, "no": 2}, {"yes": 1}),
    "the other": ({"yes": 1, "no": 2}, {"no": 2}),
    "foreign words": ({"yes": "Ja", "no": "Nein"}, {"yes": " ja", "no": "nein"}),
}


@pytest.mark.parametrize("kind", [list, tuple, pd.Series, np.array, pd.array, pd.Categorical])
@pytest.mark.parametrize("words, said", WAYS.values(), ids=WAYS)
def test_two_columns_of_any_kind_give_the_table(kind, words, said):
    """Lists, arrays and Series of words, truth values and codes are counted alike."""
    first, second = (kind([words[answer] for answer in column]) for column in (BEFORE, AFTER))
    assert paired.count(first, second, **said).table.tolist() == TABLE


@pytest.mark.parametrize("blank", [None, np.nan, pd.NA, "", "  ", "missing", np.float32("nan")], ids=repr)
def test_who_did_not_answer_is_counted_apart(blank):
    """However a missing answer is written, its person is no pair, and is not left out of the count of people."""
    counts = paired.count([*BEFORE, blank, "yes", blank], [*AFTER, "no", blank, blank])
    assert counts.table.tolist() == TABLE
    assert counts.patterns[:, 2].tolist() == [1, 0, 1] and counts.patterns[2, 1] == 1
    assert (counts.people, counts.complete, counts.missing) == (29, 26, 3)


def test_counting_is_that_of_pandas():
    """``pd.crosstab`` counts the same answers, at two waves and at three."""
    draw = np.random.default_rng(7)
    frame = pd.DataFrame(draw.choice(["yes", "no", None], (300, 3)), columns=["start", "middle", "end"])
    counts = paired.count(frame)
    for first, second in itertools.permutations(frame.columns, 2):
        crosstab = pd.crosstab(frame[first], frame[second])
        assert (
            counts.pair(first, second).table.tolist() == crosstab.loc[["yes", "no"], ["yes", "no"]].to_numpy().tolist()
        )
    every = frame.fillna("missing").value_counts()
    for pattern in itertools.product(("yes", "no", "missing"), repeat=3):
        place = tuple(("yes", "no", "missing").index(answer) for answer in pattern)
        assert counts.patterns[place] == every.get(pattern, 0)


def test_what_is_counted_stands_for_a_table_and_for_patterns():
    """Every function of the wing takes counts as they are, those of tables and those of patterns."""
    counts = paired.count([*BEFORE, None, "yes"], [*AFTER, "no", None])
    for function in (paired.mcnemar, paired.difference, paired.ratio, paired.odds_ratio, paired.posterior):
        assert repr(function(counts)) == repr(function(TABLE))
    for function in (paired.cochran_q, paired.bhapkar, paired.bounds, paired.gee_logit, paired.partially_paired):
        assert repr(function(counts)) == repr(function(counts.patterns))
    scenario = paired.scenarios(counts)[2]
    assert paired.mcnemar(scenario).pvalue == paired.mcnemar(scenario.table).pvalue


def test_several_counts_are_several_tables():
    """A list of counts, of comparisons or of scenarios is an array of tables wherever one is taken."""
    counts, other = paired.count(BEFORE, AFTER), paired.count(AFTER, BEFORE)
    tables = [TABLE, np.transpose(TABLE).tolist()]
    for several in ([counts, other], (counts, other.table), [paired.compare(counts), other]):
        assert paired.mcnemar(several).table.tolist() == tables
        assert paired.comparisons(several).equals(paired.comparisons(tables))
    assert paired.consequences([counts, other], 0.1).change == paired.consequences(tables, 0.1).change
    with pytest.raises(ValueError, match=r"found a dict.*list\(tables.values\(\)\)"):
        paired.comparisons({"one": counts, "other": other})


def test_what_has_no_missing_answers_is_refused_with_the_way_to_what_has():
    """A paired table, a comparison and the name of a wave, in place of response patterns and a position."""
    counts = paired.count({"start": BEFORE, "middle": AFTER, "end": AFTER})
    with pytest.raises(ValueError, match=r"yes, no and missing at each; found shape \(2, 2\)"):
        paired.bounds(TABLE)
    with pytest.raises(ValueError, match=r"found a PairedComparison: pass its counts"):
        paired.bounds(paired.compare(BEFORE, AFTER))
    for function in (paired.bounds, paired.scenario_table, paired.paired_table):
        with pytest.raises(ValueError, match=r"counted from 0: .* By name .* counts.pair\('start', 'end'\)"):
            function(counts, "start", "end")
    assert repr(paired.bounds(counts.pair("start", "end"))) == repr(paired.bounds(counts, 0, 2))
    with pytest.raises(ValueError, match=r"\.unstack\(fill_value=0\)"):
        paired.mcnemar(pd.DataFrame({"before": BEFORE, "after": AFTER}).value_counts())


@pytest.mark.parametrize("limits", [paired.wilson, paired.wilson_cc, paired.clopper_pearson, paired.blaker])
def test_limits_of_one_proportion_have_the_level_that_all_intervals_have(limits):
    """0.95 where nobody says another; of one count two numbers, not arrays without a dimension."""
    assert limits(8, 21) == limits(8, 21, 0.95)
    assert all(isinstance(limit, float) for limit in (*limits(8, 21), *limits(0, 5), *limits(5, 5)))
    assert [limit.tolist() for limit in limits([8], 21)] == [[limit] for limit in limits(8, 21)]


def test_yes_and_no_among_ordered_answers_are_led_to_the_count_of_them():
    """An answer of yes and no has no order to be said; groups of such answers are counted by count."""
    for answers in (["yes", "no"], [True, False]):
        with pytest.raises(ValueError, match=r"Yes and no are counted by count\(\).*counting=count"):
            paired.count_groups(["a", "b"], answers, answers)


def test_a_result_stays_when_the_array_it_came_from_is_used_again():
    """A simulation that fills one array again and again must not change the results that it has kept."""
    table, patterns = np.array(TABLE), np.pad(TABLE, (0, 1))
    results = [function(table) for function in (paired.mcnemar, paired.difference, paired.ratio, paired.odds_ratio)]
    results += [paired.posterior(table), paired.equivalence(table, 0.1), paired.compare(table)]
    counts = paired.Counts(patterns, ("before", "after"))
    printed = [repr(result) for result in (*results, counts)]
    table[:], patterns[:] = [[1, 20], [3, 4]], 1
    assert [repr(result) for result in (*results, counts)] == printed
    assert all(result.table.tolist() == TABLE for result in (*results, counts) if hasattr(result, "table"))


def test_counts_of_the_same_answers_are_equal():
    """Whether two ways of counting agree is asked by ==, which compared where they stand in memory."""
    counts = paired.count(BEFORE, AFTER)
    assert (
        counts == paired.count(pd.Series(BEFORE), pd.Series(AFTER)) and len({counts, paired.count(BEFORE, AFTER)}) == 1
    )
    assert counts != paired.count(AFTER, BEFORE) and counts != paired.count({"start": BEFORE, "end": AFTER})
    assert counts != TABLE and counts != None  # noqa: E711
    ordered = paired.count_ordered([1, 2], [2, 2])
    assert ordered == paired.count_ordered([1.0, 2.0], [2, 2]) and hash(ordered) == hash(ordered.reversed.reversed)
    assert ordered != ordered.reversed and ordered != paired.count_ordered([1, 2], [2, 2], limits=(1, 3))


def test_of_three_waves_a_pair_is_chosen():
    """A table of three waves is refused with the way to choose two, by name or by position."""
    counts = paired.count({"start": BEFORE, "middle": AFTER, "end": AFTER})
    with pytest.raises(
        ValueError, match=r"found 'start', 'middle', 'end': choose two, as in count\(...\).pair\(0, 1\)"
    ):
        paired.mcnemar(counts)
    assert counts.pair("start", "end").table.tolist() == counts.pair(0, 2).table.tolist() == TABLE
    assert paired.compare(counts.pair()).counts.waves == ("start", "end")
    with pytest.raises(ValueError, match="The waves are 'start', 'middle', 'end'; found 'first' and -1"):
        counts.pair("first")


def test_a_frame_of_people_is_refused_with_the_way_to_count_it():
    """Where counts are asked for, rows of answers are not taken for counts; the remedy in the message works."""
    frame = pd.DataFrame({"start": BEFORE, "middle": BEFORE, "end": AFTER})
    for function in (paired.mcnemar, paired.cochran_q):
        with pytest.raises(ValueError, match=r"If each row is a person, pass count\(table\) instead"):
            function(frame)
    assert paired.cochran_q(paired.count(frame)).n == 26


SAME = pd.Series(BEFORE)
REFUSED = {
    "other words": (
        (["ja", "nein"], ["ja", "egal"]),
        {},
        "found 'ja', 'nein' in 'before' and 'egal' in 'after'. Say what they mean",
    ),
    "some other words": ((["yes", "maybe"], ["no", "yes"]), {}, "found 'maybe' in 'before'"),
    "1 without 0": (([1, 1], [1, None]), {}, "Found the answer 1 and never 0"),
    "codes 1 and 2": (([1, 2], [1, 1]), {}, "found 2 in 'before'"),
    "three codes": (([1, 2], [1, 9]), {"yes": 1}, r"With yes=1 .* found 2, 9. Say so in no=\[...\]"),
    "a slip": (
        (["ja", "nein"], ["ja", "ja"]),
        {"yes": "jo"},
        "Nobody gave the answer 'jo' of yes=; found 'ja', 'nein'",
    ),
    "an answer beside": (
        ([1, 2], [1, 3]),
        {"yes": 1, "no": 2},
        r"one of yes= \(1\), no= \(2\) and missing=; found also 3",
    ),
    "two meanings": (([1, 2], [1, 1]), {"yes": 1, "no": [1, 2]}, "have in common 1"),
    "lengths": (([1, 0], [1]), {}, "found 2 in 'before', 1 in 'after'. Put None"),
    "other rows": ((SAME, SAME.iloc[::-1]), {}, "different row labels"),
    "one column": ((SAME,), {}, "found a Series alone"),
    "a word": (("yes", 3), {}, "found a str"),
    "tables": (([[1], [2]], [[1], [2]]), {}, "two columns, one answer a person; found a list"),
    "too many waves": ((pd.DataFrame(np.ones((2, 13))),), {}, "2 to 12 waves, one column each; found 13"),
    "twice one name": ((pd.DataFrame([[1, 0]], columns=["a", "a"]),), {}, "a name of its own; found 'a', 'a'"),
    "numbers of people": ((pd.DataFrame({"person": [101, 102], "end": [1, 0]}),), {}, "found 101, 102 in 'person'"),
    "a number for a wave": (({"start": [1, 0], "end": 1},), {}, "one answer a person; found a int in 'end'"),
    "a word for a wave": (({"start": "yny", "end": "nyy"},), {}, "one answer a person; found a str in 'start'"),
    "other rows by name": (({"start": SAME, "end": SAME.iloc[::-1]},), {}, "different row labels"),
    "one name as number and word": (({1: [1, 0], "1": [0, 1]},), {}, "a name of its own; found 1, '1'"),
    "a list for an answer": (([{}, 1], [1, 0]), {}, "An answer is a word, a number or True or False; found {}"),
}


@pytest.mark.parametrize("given, said, fault", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_counted_for_certain_is_refused_in_words(given, said, fault):
    """The sentence says what was found and what to do; nothing is guessed."""
    with pytest.raises(ValueError, match=fault):
        paired.count(*given, **said)


def test_people_who_are_the_index_are_matched_as_the_refusal_says():
    """The remedy for other row labels works: pandas matches the people, and who is in one only is missing once."""
    first, second = pd.Series([1, 0], ["ann", "ben"]), pd.Series([1, 1], ["ben", "cem"])
    with pytest.raises(ValueError, match=r"pass pd.concat\(\[before, after\], axis=1\)"):
        paired.count(first, second)
    counts = paired.count(pd.concat([first, second], axis=1, keys=["before", "after"]))
    assert counts.patterns.tolist() == [[0, 0, 1], [1, 0, 0], [1, 0, 0]]


COMPARED = {
    "a table": (TABLE,),
    "an array": (np.array(TABLE),),
    "a crosstab": (pd.crosstab(pd.Series(BEFORE), pd.Series(AFTER)),),
    "two lists": (BEFORE, AFTER),
    "two Series": (pd.Series(BEFORE), pd.Series(AFTER)),
    "a frame": (pd.DataFrame({"before": BEFORE, "after": AFTER}),),
    "a dictionary": ({"before": BEFORE, "after": AFTER},),
    "counts": (paired.count(BEFORE, AFTER),),
    "patterns": (np.pad(TABLE, (0, 1)),),
}


@pytest.mark.parametrize("given", COMPARED.values(), ids=COMPARED)
def test_a_comparison_is_the_same_whatever_it_was_given(given):
    """Its numbers are those of the functions of the exact family."""
    compared = paired.compare(*given, margin=0.3, level=0.9)
    assert compared.table.tolist() == TABLE
    assert compared.test.pvalue == paired.mcnemar(TABLE, "exact").pvalue
    assert compared.interval == paired.difference(TABLE, "fay-lumbard").confidence_interval(0.9)
    assert (
        compared.odds_ratio.confidence_interval() == paired.odds_ratio(TABLE, "clopper-pearson").confidence_interval()
    )
    assert compared.similarity.pvalue == paired.equivalence(TABLE, 0.3, "fay-lumbard").pvalue


def test_who_is_missing_is_said_where_it_is_known():
    """A table of pairs does not tell, so nothing is said; counts and patterns do."""
    assert "missing" not in repr(paired.compare(TABLE))
    assert "missing: nobody" in repr(paired.compare(BEFORE, AFTER))
    told = repr(paired.compare([*BEFORE, None, "no"], [*AFTER, "no", None]))
    assert "missing: 2 of 28 people (1 answered before only, 1 answered after only)" in told
    assert "Of 26 people who answered both times (2 did not), 12 said yes before and 19 after" in told.replace(
        "\n", " "
    )
    crosstab = pd.crosstab(pd.Series([*BEFORE, None]), pd.Series([*AFTER, "no"]), dropna=False)
    assert "missing: 1 of 27 people" in repr(paired.compare(crosstab))


@pytest.mark.parametrize("table", [[[a, b], [c, 30 - a]] for a in (0, 15) for b in (0, 2, 9) for c in (0, 2, 9)])
@pytest.mark.parametrize("margin", [None, 0.1, 0.4])
def test_the_sentence_says_what_test_and_interval_say(table, margin):
    """A rise or fall just where the interval leaves out 0, similar just where the narrower lies within the margin."""
    compared = paired.compare(table, margin=margin)
    low, high, _ = compared.interval
    assert ("shows a rise" in compared.sentence) == (low > 0)
    assert ("shows a fall" in compared.sentence) == (high < 0)
    assert compared.differs == (low > 0 or high < 0)
    if margin is None:
        assert compared.similar is None and "similar" not in compared.sentence
    else:
        low, high, _ = compared.difference.confidence_interval(0.9)
        assert compared.similar == (-margin < low and high < margin)
        assert ("shows that the two are similar" in compared.sentence) == compared.similar
    assert compared.sentence.endswith("(95% interval).") and compared.sentence.count(". ") == 0


def test_a_comparison_is_a_table_in_a_notebook():
    """The page of a notebook gets the same words, and a wave's name is text, not a tag."""
    compared = paired.compare({"<b>": BEFORE, "end": AFTER}, margin=0.1)
    page = compared._repr_html_()
    assert '<td style="text-align:right">12</td>' in page and "&lt;b&gt;: yes" in page and "<b>" not in page
    for line in repr(compared).split("\nOf ")[0].splitlines()[4:]:
        assert line.split(": ", 1)[1] in page
    assert html.escape(compared.sentence) in page


@pytest.mark.parametrize(
    "call, fault",
    [
        (lambda: paired.compare([None, 1, 0], [1, None, None]), "Nobody answered both times"),
        (lambda: paired.compare([TABLE, TABLE]), "One comparison is made of one table; found 2"),
        (lambda: paired.compare(TABLE, yes=1), "found a table of counts, which has none"),
        (lambda: paired.compare(TABLE, level=0.4), "lies between 0.5 and 1"),
        (lambda: paired.compare(TABLE, margin=10), "A margin lies between 0 and 1"),
        (lambda: paired.compare({"a": [1], "b": [0], "c": [1]}), "A paired table has two waves; found 'a', 'b', 'c'"),
        (lambda: paired.compare(None), "A paired table has shape"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(call, fault):
    """One sentence, not an error of a library."""
    with pytest.raises(ValueError, match=fault):
        call()


@pytest.mark.parametrize(("few", "many", "level"), [(125, 159, 0.95), (117, 150, 0.95), (0, 5, 0.9375), (1, 7, 0.9297)])
def test_a_comparison_prints_p_on_its_side_of_the_level(few, many, level):
    """As 125 against 159, of which p is 0.0500163: three digits would print the level itself and "does not show"."""
    scores = paired.count_ordered([2] * few + [1] * many, [1] * few + [2] * many)
    for one in (paired.compare([[10, few], [many, 20]], level=level), paired.compare_ordered(scores, level=level)):
        for text in (one.sentence, repr(one)):
            p, alpha = float(re.search(r"(?:exact McNemar|sign\s+test)\D*(\d\.\d+)", text)[1]), round(1 - level, 12)
            assert np.sign(p - alpha) == np.sign(one.test.pvalue - alpha)
