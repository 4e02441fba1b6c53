"""Claims are checked when recorded, travel through a notebook unchanged, and are found by id only."""

import json
import math

import nbformat
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firststeps import paired
from firststeps.report.claims.claim import CHOSEN, MIME, Claim, ClaimError
from firststeps.report.claims.in_text import mention
from firststeps.report.claims.record import Claims, UnknownClaim, collect, find, read_claims, write_claims
from firststeps.responses.counting.planning import Plan
from tests import ROOT


@pytest.fixture
def claims(tmp_path):
    (tmp_path / "responses.csv").write_text("origin\nsynthetic\n")
    return Claims(tmp_path, notebook="02-participants", origin="synthetic", inputs=["responses.csv"])


def notebook(path, *shown, injected=False):
    """Write a notebook whose code cells show the given objects, as a kernel would."""
    book = nbformat.v4.new_notebook()
    if injected:
        book.cells.append(nbformat.v4.new_code_cell(metadata={"tags": ["injected-parameters"]}))
    for number, one in enumerate(shown):
        data = json.loads(json.dumps(one._repr_mimebundle_()))
        output = nbformat.v4.new_output("execute_result", data, execution_count=1)
        book.cells += [
            nbformat.v4.new_markdown_cell("text"),
            nbformat.v4.new_code_cell(outputs=[output], id=f"c{number}"),
        ]
    nbformat.write(book, path)
    return path


@pytest.mark.parametrize(("value", "low"), [(15, 10), (0, 0)])
def test_a_claim_comes_back_from_the_file_as_it_was_recorded(claims, tmp_path, value, low):
    """None is a number as any: what is left out of the file is what is not known."""
    claim = claims.record("ips.people", value, "people", n=26, interval=(low, 19), level=0.95, method="Wilson")
    write_claims([notebook(tmp_path / "02.ipynb", claim)], tmp_path / "claims.json")
    back = read_claims(tmp_path / "claims.json")["ips.people"]
    assert {**back.as_dict(), "cell": None, "cell_id": None} == {**claim.as_dict(), "cell": None, "cell_id": None}
    assert back.inputs.keys() == {"responses.csv"}


def test_a_p_value_is_printed_on_its_side_of_the_level_of_its_study(tmp_path):
    """Not beside 5% where tests are at another level; the file keeps the level of p-values where it is another."""
    claims = Claims(tmp_path, notebook="02", origin="synthetic", alpha=0.1)
    claim = claims.record("primary.exact-p", 0.1004, "p-value")
    assert claim.printed == "p = 0.1004" and Claim("a.b", 0.1004, "p-value").printed == "p = 0.10"
    write_claims([notebook(tmp_path / "02.ipynb", claim)], tmp_path / "claims.json")
    assert read_claims(tmp_path / "claims.json")["primary.exact-p"].printed == "p = 0.1004"
    assert "alpha" not in claims.record("primary.pairs", 19, "people").as_dict()
    assert "alpha" not in Claims(tmp_path, "02", "synthetic").record("primary.exact-p", 0.1, "p-value").as_dict()


@pytest.mark.parametrize("injected", [False, True])
def test_the_cell_is_counted_as_in_the_written_notebook(claims, tmp_path, injected):
    first, second = (claims.record(f"a.{x}", 1, "people") for x in "bc")
    found = collect([notebook(tmp_path / "02.ipynb", first, second, injected=injected)])
    assert [(c.cell, c.cell_id) for c in found.values()] == [(1, "c0"), (2, "c1")]


def test_all_claims_of_a_cell_travel_when_the_cell_ends_with_claims(claims, tmp_path):
    for name in "cab":
        claims.record(f"flow.{name}", 1, "people")
    found = collect([notebook(tmp_path / "02.ipynb", claims)])
    assert list(found) == ["flow.a", "flow.b", "flow.c"]
    assert claims._repr_mimebundle_()[MIME] == []


def test_one_id_in_two_notebooks_is_refused(claims, tmp_path):
    other = Claims(tmp_path, notebook="03-paired", origin="synthetic").record("a.b", 1, "people")
    books = [notebook(tmp_path / "2.ipynb", claims.record("a.b", 1, "people")), notebook(tmp_path / "3.ipynb", other)]
    with pytest.raises(ClaimError, match=r'"a.b" is recorded twice: in 02-participants cell 1 and in 03-paired cell 1'):
        collect(books)


def test_one_id_with_two_numbers_in_a_notebook_is_refused(claims):
    assert claims.record("a.b", 1, "people") == claims.record("a.b", 1, "people")
    with pytest.raises(ClaimError, match="recorded before"):
        claims.record("a.b", 2, "people")


def test_one_id_with_two_numbers_in_two_cells_is_refused_and_with_one_number_it_is_not(claims, tmp_path):
    """As where somebody has run one cell again after a change, and not the other."""
    one, other = claims.record("a.b", 1, "people"), Claims(tmp_path, "02-participants", "synthetic")
    same = notebook(tmp_path / "same.ipynb", one, one)
    assert [(claim.value, claim.cell) for claim in collect([same]).values()] == [(1, 1)]
    book = notebook(tmp_path / "two.ipynb", one, other.record("a.b", 2, "people"))
    with pytest.raises(
        ClaimError, match=r'"a.b" is recorded twice: in 02-participants cell 1 and in 02-participants cell 2'
    ):
        collect([book])


def test_what_is_given_beside_a_result_takes_the_place_of_its_own(claims):
    """Whom it is of, by what method, and its interval; a level that is given goes before that of an interval."""
    result = paired.difference([[1, 1], [7, 12]])
    own = claims.record("a.own", result)
    said = {"n": 7, "denominator": "people who stayed", "method": "ours"}
    claim = claims.record("a.b", result, **said, interval=result.confidence_interval(0.9), level=0.8)
    assert (claim.n, claim.denominator, claim.method, claim.level) == (*said.values(), 0.8)
    assert claim.value == own.value and own.interval[0] < claim.interval[0] < claim.interval[1] < own.interval[1]
    assert (own.n, own.level) == (21, 0.95)


def test_a_level_of_its_own_is_that_of_the_p_value(claims):
    """As where one comparison of a study is tested at another level than the others."""
    assert claims.record("a.b", 0.2004, "p-value", alpha=0.2).printed == "p = 0.2004"
    assert claims.record("a.c", 0.2004, "p-value").printed == "p = 0.20"


def test_a_result_without_a_value_is_recorded_as_the_sentence_that_says_why(claims):
    """Four people show no difference, whichever way all of them go."""
    result = paired.detectable_difference(4, 0.3, 0.8)
    claim = claims.record("a.b", result)
    assert result.problem and (claim.unit, claim.printed) == ("text", result.problem)


def test_an_input_that_is_not_there_is_named(tmp_path):
    """Before a number is recorded that nothing leads back to."""
    with pytest.raises(ClaimError, match=r"data/clean/gone\.csv is not there"):
        Claims(tmp_path, notebook="n", origin="synthetic", inputs=["data/clean/gone.csv"])


def test_a_failed_collection_leaves_the_old_file(claims, tmp_path):
    out = tmp_path / "claims.json"
    write_claims([notebook(tmp_path / "2.ipynb", claims.record("a.b", 1, "people"))], out)
    before = out.read_bytes()
    (tmp_path / "3.ipynb").write_text("{")
    with pytest.raises(ValueError):
        write_claims([tmp_path / "3.ipynb"], out)
    assert out.read_bytes() == before


@pytest.mark.parametrize("unit", ["people", "proportion", "points", "p-value", "ratio", "number"])
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_no_value_that_cannot_be_printed(unit, value):
    with pytest.raises(ClaimError, match=r"cannot be printed"):
        Claim("a.b", value, unit)


@pytest.mark.parametrize(
    ("id", "value", "unit", "more"),
    [
        ("Ips.people", 1, "people", {}),
        ("ips", 1, "people", {}),
        ("a..b", 1, "people", {}),
        ("a.b\n", 1, "people", {}),
        ("a.b", 1.5, "people", {}),
        ("a.b", 27, "people", {"n": 26}),
        ("a.b", 1.1, "proportion", {}),
        ("a.b", -1.1, "points", {}),
        ("a.b", "", "text", {}),
        ("a.b", None, "text", {}),
        ("a.b", None, "number", {}),
        ("a.b", "many", "number", {}),
        ("a.b", 1, "kilograms", {}),
        ("a.b", 1, "people", {"origin": "guessed"}),
        ("a.b", 1, "people", {"origin": "published"}),
        ("a.b", 1, "people", {"origin": "derived"}),
        ("a.b", 1.01, "coefficient", {}),
        ("a.b", 1.01, "margin", {}),
        ("a.b", 1.01, "p-value", {}),
        ("a.b", -0.01, "ratio", {}),
        ("a.b", -1, "people", {}),
        ("a.b", 200.1, "number of points", {}),
        ("a.b", 0.5, "proportion", {"interval": (0.2, 0.8)}),
        ("a.b", 0.5, "proportion", {"interval": (0.8, 0.2), "level": 0.95}),
        ("a.b", 0.5, "proportion", {"interval": (0.2, math.inf), "level": 0.95}),
        ("a.b", 0.5, "proportion", {"interval": (0.2, 0.8), "level": 95}),
    ],
)
def test_what_cannot_stand_is_refused_by_name(id, value, unit, more):
    with pytest.raises(ClaimError, match=r"a\.b|claim id"):
        Claim(id, value, unit, **more)


def test_a_whole_number_of_points_keeps_its_decimal():
    """Two changes can be two hundred points apart; 13.0 is measured as 12.9 is, and has its sign."""
    claim = Claim("groups.points", 13.0, "number of points", interval=(-0.001, 127.0), level=0.95)
    assert (claim.printed, claim.printed_interval) == ("+13.0", "95% CI −0.0 to +127.0")


@given(st.floats(0, 1))
def test_every_p_value_has_a_printed_form_that_is_not_zero(p):
    shown = Claim("a.p", p, "p-value").printed
    assert shown.startswith(("p = ", "p < 0.001", "p > 0.99"))
    assert "0.000" not in shown


@given(st.integers(1, 10**7).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_proportion_keeps_its_fraction(pair):
    x, n = pair
    assert Claim("a.b", x / n, "proportion", n=n).fraction == f"{x:,}/{n:,}"


def test_an_unknown_id_in_capitals_or_without_end_is_one_short_line():
    """What was pasted may be a whole page, and a sentence begins with a capital."""
    with pytest.raises(UnknownClaim, match=r"Nearest known: primary\.mid-p"):
        find({"primary.mid-p": None}, "PRIMARY.MID-P")
    with pytest.raises(UnknownClaim) as caught:
        find({"primary.mid-p": None}, "9\n \n" * 500)
    assert len(str(caught.value)) < 140 and "\n" not in str(caught.value) and "  " not in str(caught.value)


def test_an_unknown_id_names_the_nearest():
    with pytest.raises(UnknownClaim, match=r'"primary.midp".*primary.mid-p'):
        find({"primary.mid-p": None, "flow.start": None}, "primary.midp")


def test_an_input_outside_the_study_is_refused(tmp_path):
    (tmp_path / "study").mkdir()
    (tmp_path / "other.csv").write_text("x")
    with pytest.raises(ClaimError, match=r"other.csv lies outside"):
        Claims(tmp_path / "study", notebook="n", origin="synthetic", inputs=["../other.csv"])


@pytest.mark.parametrize(
    ("interval", "printed"),
    [
        ((0.5, 0.5), "95% CI 0.50 to 0.50"),
        ((None, 0.5), "95% CI 0.50 and below, with no lower limit"),
        ((0.5, None), "95% CI 0.50 and above, with no upper limit"),
        ((None, None), "95% CI without limits"),
    ],
)
def test_an_interval_may_be_one_number_or_have_no_limit_at_an_end(interval, printed):
    """Neither is an interval whose limits are the wrong way."""
    assert Claim("a.b", 0.5, "ratio", interval=interval, level=0.95).printed_interval == printed


def test_an_interval_object_brings_its_level(claims):
    class Interval:
        low, high, level = 0.2, 0.8, 0.9

    assert claims.record("a.b", 0.5, "proportion", interval=Interval).printed_interval == "90% CI 20% to 80%"


def test_claims_are_listed_once_and_then_it_is_said_that_there_is_none(claims):
    """A reader of the plain text of a notebook sees each claim under the cell that showed it, once."""
    one, two = claims.record("a.b", 15, "people"), claims.record("a.c", 0.5, "points")
    assert claims._repr_mimebundle_()["text/plain"] == f"{one}\n{two}"
    assert claims._repr_mimebundle_()["text/plain"] == "No claim since the last shown."


def test_a_claim_without_a_denominator_has_no_fraction():
    """A number of people, and a proportion, of nobody knows how many is printed without a stroke."""
    assert Claim("a.b", 15, "people").fraction == ""
    assert Claim("a.c", 0.5, "proportion").fraction == ""


def test_a_whole_number_stays_one_and_a_rounded_count_says_so():
    """3 for 3.0 in the file; about so many, wherever counts are rounded to more than one person."""
    assert json.dumps(Claim("a.b", 3.0, "number").as_dict()["value"]) == "3"
    printed = [Claim("a.b", 4, "people", rounding=rounding).printed for rounding in (None, 1, 2, 5)]
    assert printed == ["4", "4", "about 4", "about 4"]


def test_only_a_withheld_number_is_not_shown():
    """The manuscript asks `.shown` before it asks for a number."""
    assert mention(Claim("a.b", 15, "people")).shown is True
    assert mention(Claim("a.b", "not shown", "withheld")).shown is False


def test_braces_in_what_somebody_typed_stay_as_they_are():
    """A source that no column is named by is no place for one, and a lone brace stops nothing."""
    claims = Claims(".", notebook="02-participants", origin="observed")
    rows = pd.DataFrame({"wave": ["end"], "people": [3], "share": [0.5]})
    told = {"source": "A {0} {b} {share:.0%} {", "method": "{wave}"}
    claim = claims.record_rows("{wave}.people", rows, "people", "people", n=7, **told)["end.people"]
    assert (claim.source, claim.method, claim.n) == ("A {0} {b} 50% {", "end", 7)


def test_a_name_of_several_words_becomes_one():
    """So that verdicts and the like can be recorded by their own names."""
    claims = Claims(".", notebook="02-participants", origin="observed")
    claims.record_each("left", {"difference within the margin": 3}, "number")
    assert claims["left.difference-within-the-margin"].value == 3


@pytest.mark.parametrize("source", CHOSEN)
def test_what_is_chosen_follows_from_no_file_of_data(source):
    """A power of 80% leads no reader to what a paper printed; what is worked out from both does."""
    known = {"id": "planning.power", "value": 0.8, "unit": "proportion", "inputs": {"data/published.csv": "ab"}}
    assert Claim(**known, origin="assumed", source=source).data == []
    for more in (
        {"origin": "assumed", "source": f"{source}; people from a paper"},
        {"origin": "derived", "source": source},
    ):
        assert Claim(**known | more).data == ["data/published.csv"]


def test_the_notebooks_use_the_words_for_what_is_chosen():
    """Were they changed in one place alone, the numbers would lead to a file again."""
    books = {number: next((ROOT / "notebooks").glob(f"{number}-*.ipynb")).read_text() for number in ("00", "03", "07")}
    assert Plan.assumed in CHOSEN and "source=plan.assumed" in books["07"]
    assert 'source=\\"margins tried\\"' in books["00"] and '\\"source\\": \\"study.yaml\\"' in books["03"]


@pytest.mark.parametrize(("other", "printed"), [([[0, 20], [0, 0]], "+200.0"), ([[4, 1], [12, 8]], "+56.0")])
def test_a_difference_between_two_changes_is_recorded_in_points(claims, other, printed):
    """Where all of one group gain and all of the other lose it is 200 points: no difference of proportions."""
    two = paired.compare_groups([[0, 0], [20, 0]], other)
    claim = claims.record("groups.difference", two)
    assert (claim.unit, claim.printed) == ("number of points", printed)
    assert (claim.value, *claim.interval) == pytest.approx([100 * x for x in (two.estimate, *two.interval[:2])])


@pytest.mark.parametrize("alpha", ["five per cent", 0, 1, 5, float("nan")])
def test_a_significance_level_that_is_none_is_refused(alpha):
    """A file of claims may come from elsewhere: what cannot be printed is told by the id of its claim."""
    with pytest.raises(ClaimError, match=r'Claim "a\.b" has .*alpha'):
        Claim("a.b", 0.03, "p-value", alpha=alpha)
