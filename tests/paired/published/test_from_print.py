"""From printed numbers to tables: every constraint and combination by brute force, and published papers.

Brute force goes through all tables of up to 10 people with the definitions of the papers, not the package's functions.
"""

import itertools
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from firststeps.paired.published import same_people
from firststeps.paired.published.from_print import asked, from_print
from firststeps.paired.published.same_people import SHARES
from firststeps.paired.published.stated import chosen
from firststeps.paired.published.statistics import STATISTICS
from tests.paired.definitions import conditional_p
from tests.paired.published.printed_reference import allowed, every_table, printings, share

MOST = 10


def brute(sizes, stated):
    """Every table of so many people that prints all of it."""
    return sorted(t for n in sizes for t in every_table(n) if allowed(t, stated))


def found(sizes, stated):
    """The same by the package."""
    others = {name: text if name in SHARES else (text, version) for name, text, version in stated}
    result = from_print(n=(min(sizes), max(sizes)), **others)
    assert result.left_out == ()
    return sorted(map(tuple, result.tables.reshape(-1, 4).tolist()))


VERSIONS = {name: tuple(statistic.versions) for name, statistic in STATISTICS.items() if "interval" not in name}
VERSIONS |= {"difference_interval": ("wald", "fleiss", "newcombe"), "odds_ratio_interval": ("test-based", "wald")}
NAMES = (*SHARES, *VERSIONS)
SLOW = "unconditional"  # its definition takes seconds for many people, so it is asked of few


@st.composite
def questions(draw, most=3):
    """One to three numbers that one table prints, perhaps with one changed, and the numbers of people to try."""
    n = draw(st.integers(1, MOST))
    table = draw(st.sampled_from(every_table(n)))
    stated = []
    for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=most, unique=True)):
        if name in SHARES:
            x = share(name, table)
            text = draw(st.sampled_from([str(x), f"{100 * x / n:.1f}%", f"{100 * x / n:.0f}%"]))
            stated.append((name, text, None))
            continue
        version = draw(st.sampled_from([v for v in VERSIONS[name] if SLOW not in v or n <= 5]))
        texts = printings(name, table, version)
        if texts:
            named = version if "interval" in name or draw(st.booleans()) or name == "p" else "any"
            stated.append((name, draw(st.sampled_from(texts)), named))
    low = n if any(version and SLOW in version for _, _, version in stated) else draw(st.integers(1, n))
    return range(low, n + 1), stated


@settings(max_examples=250)
@given(questions())
def test_same_tables_as_brute_force(question):
    """Every constraint, alone and with others, for up to 10 people."""
    sizes, stated = question
    assert found(sizes, stated) == brute(sizes, stated)


@pytest.mark.parametrize("name", NAMES)
def test_each_constraint_alone_leaves_the_tables_of_brute_force(name):
    """Of 6 people and of 5 to 7, with what the table 2, 1, 2, 1 prints."""
    table = (2, 1, 2, 1)
    for version in VERSIONS.get(name, [None]):
        texts = [str(share(name, table)), "33%"] if version is None else printings(name, table, version)
        for text in texts:
            sizes = range(6, 7) if version and SLOW in version else range(5, 8)
            assert found(sizes, [(name, text, version)]) == brute(sizes, [(name, text, version)]), (version, text)


@pytest.mark.parametrize("pair", list(itertools.combinations(NAMES, 2)), ids="-".join)
def test_every_two_constraints_together(pair):
    """Of 8 people, what the table 3, 1, 2, 2 prints of both."""
    table, stated = (3, 1, 2, 2), []
    for name in pair:
        version = VERSIONS.get(name, [None])[0]
        text = "38%" if share_of(name, table) == 3 else None
        stated.append(
            (
                name,
                text or (printings(name, table, version) or [str(share(name, table))])[-1]
                if version
                else str(share(name, table)),
                version,
            )
        )
    assert found(range(8, 9), stated) == brute(range(8, 9), stated)
    assert table in brute(range(8, 9), stated)


def share_of(name, table):
    """The count of a share, None for a statistic."""
    return share(name, table) if name in SHARES else None


@pytest.mark.parametrize("rounding", ["half-up", "even", "down", "up"])
def test_other_roundings_leave_what_prints_so(rounding):
    """2 of 16 are 12.5%: 12% to the even digit or cut off, 13% rounded up, and so on, for every count of 16."""
    for x in range(17):
        exact = Fraction(100 * x, 16)
        whole, rest = divmod(exact, 1)
        up = {"half-up": rest >= Fraction(1, 2), "down": False, "up": rest > 0}.get(
            rounding, rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2)
        )
        found = from_print(n=16, first=f"{whole + bool(up)}%", rounding=rounding).tables
        assert x in set((found[:, 0, 0] + found[:, 0, 1]).tolist())


# Kitchener & Jorm (2002), BMC Psychiatry 2:10, table 5; footnote: McNemar exact test, 2-tailed. Of 210 participants.


exact_p = cache(conditional_p)


def counts_printed(percent, n):
    """The counts of n that round to a percentage, a tie either way, in whole numbers; percent as 545 for 54.5%."""
    return [x for x in range(n + 1) if (2 * percent - 1) * n <= 2000 * x <= (2 * percent + 1) * n]


def by_rational_numbers(first, second, low, high, mid=False):
    """Every (n, a, b, c) of 20 to 210 people with these percentages and an exact p between two fractions."""
    tables = []
    for n in range(20, 211):
        for x1, x2 in itertools.product(counts_printed(first, n), counts_printed(second, n)):
            for a in range(max(0, x1 + x2 - n), min(x1, x2) + 1):
                b, c = x1 - a, x2 - a
                if low <= exact_p(b, c, "two-sided", mid) <= high:
                    tables.append((n, a, b, c))
    return tables


HELPED = (545, 619, Fraction(355, 10000), Fraction(365, 10000))
ADVISED = (146, 90, Fraction(515, 10000), Fraction(525, 10000))
MULTIPLE = (456, 522, Fraction(845, 10000), Fraction(855, 10000))
CONTACT = (885, 890, Fraction(995, 1000), Fraction(1))


def test_provided_help_leaves_exactly_one_table():
    assert by_rational_numbers(*HELPED) == [(202, 95, 15, 30)]
    reading = from_print(n=(20, 210), first="54.5%", second="61.9%", p=".036", test="McNemar exact test, 2-tailed")
    assert reading.tables.tolist() == [[[95, 15], [30, 62]]]
    assert "Exactly one table" in reading.sentence and "if the same people stand behind" in reading.sentence


def test_advised_professional_help_leaves_two():
    assert by_rational_numbers(*ADVISED) == [(178, 10, 16, 6), (199, 10, 19, 8)]
    reading = from_print(n=(20, 210), first="14.6%", second="9.0%", p=".052", test="exact")
    assert reading.tables.tolist() == [[[10, 16], [6, 146]], [[10, 19], [8, 162]]]


def test_multiple_types_of_help_leave_none_by_the_exact_test_and_two_by_mid_p():
    assert by_rational_numbers(*MULTIPLE) == []
    assert by_rational_numbers(*MULTIPLE, mid=True) == [(180, 64, 18, 30), (182, 65, 18, 30)]
    reading = from_print(n=(20, 210), first="45.6%", second="52.2%", p=".085", test="exact")
    assert reading.tables.tolist() == []
    assert "mid-p (2 tables, n = 180 or 182)" in reading.sentence
    assert "That is no proof of an error" in reading.sentence
    by_mid_p = from_print(n=(20, 210), first="45.6%", second="52.2%", p=".085", test="mid-p")
    assert by_mid_p.frame["n"].tolist() == [180, 182]


def test_contact_leaves_four_numbers_of_people():
    expected = by_rational_numbers(*CONTACT)
    assert sorted({n for n, *_ in expected}) == [182, 191, 200, 209]
    reading = from_print(n=(20, 210), first="88.5%", second="89.0%", p="1.00", test="exact")
    columns = (reading.frame[name].tolist() for name in ("n", "yes twice", "stopped", "began"))
    assert sorted(zip(*columns, strict=True)) == sorted(expected)


# J Cancer Educ (2018) 33:954, doi 10.1007/s13187-017-1164-0 (PMC5503812), table 2: 33 people, counts, percentages, p.


@pytest.mark.parametrize(
    ("first", "second", "p", "tables"),
    [("31", "33", "0.500", [[[31, 0], [2, 0]]]), ("24", "33", "0.004", [[[24, 0], [9, 0]]])],
)
def test_knowledge_of_33_people_is_settled_where_everybody_is_right_at_the_end(first, second, p, tables):
    """Everybody was right at the end, so nobody stopped: only the exact test prints this p."""
    reading = from_print(n=33, first=first, second=second, p=p)
    assert reading.tables.tolist() == tables
    assert [version for (name, version), mark in reading.agreeing.items() if mark.any()] == ["exact"]


def test_a_p_value_below_a_limit_leaves_every_table_of_the_margins():
    """6 and 27 of 33, p <0.001: each of the seven tables that Frechet's bounds allow."""
    reading = from_print(n=33, first=6, second=27, p="<0.001")
    assert reading.frame["yes twice"].tolist() == [6, 5, 4, 3, 2, 1, 0]


# PMC6476445 (Curr Oncol 26), table IX: proportions, McNemar p, odds ratio and its interval, 230 people.


@pytest.mark.parametrize(
    ("first", "second", "p", "odds", "interval", "pair"),
    [
        ("39%", "56%", "<0.001", "7.67", "3.73 to 15.75", (6, 46)),
        ("43%", "67%", "<0.001", "11.80", "5.76 to 24.16", (5, 59)),
        ("50%", "66%", "<0.001", "6.14", "3.05 to 12.36", (7, 43)),
    ],
)
def test_an_odds_ratio_and_its_interval_name_the_changers_and_the_method(first, second, p, odds, interval, pair):
    """Only one (b, c) prints them, as the odds ratio of the pairs with a test-based interval."""
    reading = from_print(n=230, first=first, second=second, p=p, odds_ratio=odds, odds_ratio_interval=interval)
    assert reading.discordant.tolist() == [list(pair)]
    agreeing = [version for (name, version), mark in reading.agreeing.items() if "odds" in name and mark.any()]
    assert agreeing == ["pairs", "test-based"]


# Tetra Dewi et al. (2013), BMC Public Health 13:1043, table 3: percentages without decimals, McNemar, women of 144.


def test_whole_percentages_leave_much_open_and_their_tables_print_them():
    """9% and 23%, p = 0.012, of at most 144 people: every table that is left prints all three, by the exact test 10."""
    reading = from_print(n=(1, 144), first="9%", second="23%", p="0.012", test="exact")
    for (a, b), (c, d) in reading.tables.tolist():
        n = a + b + c + d
        assert a + b in counts_printed_whole(9, n) and a + c in counts_printed_whole(23, n)
        assert Fraction(115, 10000) <= exact_p(b, c, "two-sided") <= Fraction(125, 10000)
    assert len(reading.tables) == 10 and "10 tables of those of 1 to 144 people" in reading.sentence


def counts_printed_whole(percent, n):
    """The counts of n that round to a whole percentage."""
    return [x for x in range(n + 1) if (2 * percent - 1) * n <= 200 * x <= (2 * percent + 1) * n]


# What is too much


@pytest.mark.parametrize(
    "question",
    [
        {"p": ".036"},
        {"n": 300, "p": ".036"},
        {"first": "54.5%"},
        {"first": "55%", "second": "62%", "p": "n.s."},
        {"n": 300, "difference": "7.3%", "difference_interval": "0.7% to 14.0%"},
        {"n": 300},
        {},
    ],
    ids=str,
)
def test_there_is_an_answer_or_what_it_would_need(question):
    """A sentence, whatever is asked of up to 300 people; how soon, `make bench` says."""
    reading = from_print(**question)
    assert reading.sentence.endswith(".")


@given(*[st.lists(st.booleans(), min_size=9, max_size=9)] * 2)
@example([False] * 3 + [True] * 6, [True] * 4 + [False] * 5)
def test_the_differences_are_those_of_every_two_counts(first, second):
    """Whichever counts are allowed at the two waves: some between them left out, or none at all."""
    masks = {"first": np.array(first), "second": np.array(second)}
    expected = {y - x for x in range(9) for y in range(9) if first[x] and second[y]}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(same_people, "_mask", lambda n, shares, name: masks[name])
        found = same_people._differences(8, [])
    assert found.tolist() == sorted(expected)


def test_what_is_too_much_is_said_with_what_is_known_all_the_same():
    reading = from_print(n=(1, 300), p=">0.05")
    assert reading.tables is None and len(reading.discordant)
    assert "too many to do so here" in reading.sentence and "pairs of changers are left" in reading.sentence


def test_a_version_that_takes_too_long_is_left_out_and_said():
    reading = from_print(n=(20, 300), first="54.5%", second="61.9%", p=".036", test="unconditional")
    assert "P = .036 is not used: unconditional would take too long" in reading.sentence
    assert len(reading.tables)


def test_one_sided_p_values():
    """The smaller tail of 1 and 7 of 8: 9/256 = 0.035."""
    reading = from_print(n=21, first=2, second=8, p=".035 (one-sided)", test="exact")
    assert reading.tables.tolist() == [[[1, 1], [7, 12]]]
    assert [v for (_, v), mark in reading.agreeing.items() if mark.any()] == ["exact, greater"]


@pytest.mark.parametrize(
    ("question", "fault"),
    [
        ({"first": "54.5"}, 'with its sign, like "54.5%"'),
        ({"first": 54.5}, "or as printed"),
        ({"p": 0.036}, "as printed, with its decimals"),
        ({"n": 0}, "from 1 up"),
        ({"n": "many"}, 'like 202 or "20-210"'),
        ({"n": 10, "first": "3/12"}, "printed of 12 people, but n is 10 people"),
        ({"f": "1.2"}, "no printed number 'f' here"),
        ({"p": ".04", "test": "Wilcoxon"}, "names no version of the P"),
        ({"first": 3, "rounding": "sideways"}, "choose one of nearest"),
        ({"odds_ratio_interval": "1.3"}, "two limits"),
    ],
)
def test_what_is_not_understood_is_refused_in_words(question, fault):
    with pytest.raises(ValueError, match=fault):
        from_print(**question)


def test_a_paper_s_words_name_its_tests():
    assert chosen("p", "McNemar test with continuity correction") == ("continuity",)
    assert chosen("p", "McNemar's chi-squared test, two-sided") == ("asymptotic", "continuity", "n-1")
    assert chosen("p", "mid-p, one-sided") == ("mid-p, greater", "mid-p, less")
    assert chosen("difference_interval", "Newcombe 95%") == ("newcombe",)
    assert chosen("odds_ratio_interval", "exact (95%)") == ("clopper-pearson",)
    assert chosen("odds_ratio_interval", "Miettinen's") == ("test-based",)
    assert chosen("difference_interval", "score interval, 95%") == ("tango",)
    assert chosen("ratio_interval", "score") == ("score",)
    assert chosen("odds_ratio", "matched") == ("pairs",) and chosen("odds_ratio", "unmatched") == ("proportions",)
    assert chosen("difference_interval", "90%") == STATISTICS["difference_interval"].usual


def test_a_question_in_one_line():
    """Names as in `from_print`, hyphens too; a value may hold spaces where it is quoted."""
    line = "n=230 first=43% Second=67% p<.001 odds-ratio=11.80 odds-ratio-interval='5.76 to 24.16' level=95%"
    assert asked(line).discordant.tolist() == [[5, 59]]
    with pytest.raises(ValueError, match="name=value"):
        asked("n=20 54.5%")
