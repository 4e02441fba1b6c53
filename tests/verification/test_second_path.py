"""The second path and the package agree on every small table, and each agrees with printed values."""

import itertools
import re

import numpy as np
import pytest

from firststeps import paired
from firststeps.report.claims.claim import Claim
from firststeps.verification.checks import second_path, sensitivity

TABLES = [(7, 5, 6, 1), (0, 0, 9, 0), (13, 0, 0, 13), (2, 0, 5, 3), (10, 6, 1, 4), (0, 4, 0, 0), (794, 150, 86, 570)]


def small_study(folder, people, margin=0.1):
    """A folder with the clean answers of ``(first, second)`` of each person, and the lines that name the comparison."""
    (folder / "data" / "clean").mkdir(parents=True)
    primary = f"{{outcome: ips, first: before, second: after, margin: {margin}, level: 0.95}}"
    (folder / "study.yaml").write_text(f"title: Small\nprimary: {primary}\n", encoding="utf-8")
    rows = [
        f"P{n:02},{wave},ips,{answer},"
        for n, answers in enumerate(people)
        for wave, answer in zip(("before", "after"), answers, strict=True)
    ]
    text = "\n".join(["participant,wave,item,answer,status", *rows, ""])
    (folder / "data" / "clean" / "responses.csv").write_text(text, encoding="utf-8")
    return folder


def people_of(a, b, c, d):
    """The answers of so many people of each kind, and one who came once."""
    return [("yes", "yes")] * a + [("yes", "no")] * b + [("no", "yes")] * c + [("no", "no")] * d + [("yes", "")]


@pytest.mark.parametrize("table", TABLES)
def test_pvalues_and_limits_agree_with_the_package(table):
    """Enumeration and numerical integration give what the package works out otherwise."""
    a, b, c, d = table
    cells, n = [[a, b], [c, d]], sum(table)
    assert float(second_path.exact_pvalue(b, c)) == pytest.approx(paired.mcnemar(cells).pvalue, abs=1e-9)
    assert float(second_path.mid_pvalue(b, c)) == pytest.approx(paired.mcnemar(cells, "mid-p").pvalue, abs=1e-9)
    limits = second_path.difference_limits(b, c, n, 0.95)
    interval = paired.difference(cells).interval
    assert limits == pytest.approx((float(interval[0]), float(interval[1])), abs=1e-6)
    again = second_path.similarity_pvalue(b, c, n, 0.1)
    assert again == pytest.approx(float(paired.equivalence(cells, 0.1).pvalue), abs=1e-6)


@pytest.mark.parametrize(("b", "c"), [(0, 0), (1, 1), (5, 5), (12, 12)])
def test_mid_p_where_as_many_went_either_way(b, c):
    """Then it is 1 less half the chance of that split (Fagerland et al. 2013); so verification says, too."""
    stored = float(paired.mcnemar([[5, b], [c, 7]], "mid-p").pvalue)
    assert float(second_path.mid_pvalue(b, c)) == pytest.approx(stored, abs=1e-9)


def test_mid_p_by_hand():
    """One each way: every split but the even one is further apart, which has half of all chances."""
    assert second_path.mid_pvalue(1, 1) * 4 == 2 + 2 / 2


def test_exact_p_of_agresti():
    """Seven of eight changers one way: 2 (1 + 8) / 2^8, by hand."""
    assert second_path.exact_pvalue(1, 7) * 2**8 == 18


def test_cochran_is_the_share_of_all_shuffles():
    """Counted out over every shuffle of three people's answers, one by one."""
    rows = [(1, 0, 0), (1, 1, 0), (1, 0, 0)]
    every = itertools.product(*(sorted(set(itertools.permutations(row))) for row in rows))
    sizes = [int((np.array(shuffled).sum(axis=0) ** 2).sum()) for shuffled in every]
    seen = int((np.array(rows).sum(axis=0) ** 2).sum())
    assert second_path.cochran_pvalue(rows) == pytest.approx(np.mean([size >= seen for size in sizes]))


def test_cochran_knows_nothing_of_a_wave_at_which_nobody_was_asked(tmp_path):
    """Of two waves it is McNemar's test, whatever other waves the study has."""
    study = small_study(tmp_path, people_of(7, 5, 0, 1))
    patterns = ["yes,not asked,yes,7", "yes,not asked,no,5", "no,not asked,no,1"]
    lines = ["origin,item,before,between,after,people", *(f"observed,ips,{line}" for line in patterns)]
    (study / "data" / "clean" / "patterns.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    claim = Claim("ips.cochran-p", 2 * 0.5**5, "p-value", method="Cochran's Q, exact")
    compared, failures, _ = second_path.check_second_path(study, {claim.id: claim})
    assert compared > 1 and not [sentence for sentence in failures if "cochran" in sentence]


def test_counts_come_from_the_answers(tmp_path):
    """Whoever came once is in no cell."""
    assert second_path.paired_counts(small_study(tmp_path, people_of(3, 1, 2, 4))) == (3, 1, 2, 4)


@pytest.mark.parametrize(("outcome", "wave"), [("on", "before"), ("ips", "no"), ("yes", "off")])
def test_a_word_that_yaml_takes_for_true_or_false_is_a_name(tmp_path, outcome, wave):
    """A question called *on* was found nowhere, and all its counts were said to be wrong."""
    folder = small_study(tmp_path, people_of(2, 1, 3, 1), margin="1e-1")
    for path in (folder / "study.yaml", folder / "data" / "clean" / "responses.csv"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"\bbefore\b", wave, re.sub(r"\bips\b", outcome, text)), encoding="utf-8")
    assert second_path.paired_counts(folder) == (2, 1, 3, 1)
    assert second_path.primary_of(folder)["margin"] == 0.1


def test_a_wrong_claim_is_named_with_both_numbers(tmp_path):
    """A stored p-value that is not so falls on every way to it, and a wrong limit by statsmodels."""
    study = small_study(tmp_path, people_of(7, 5, 6, 1))
    stored = {
        "primary.exact-p": Claim("primary.exact-p", 0.04, "p-value"),
        "a.b": Claim("a.b", 0.5, "proportion", n=20, interval=(0.4, 0.7007), level=0.95, method="Wilson"),
    }
    _, failures, _ = second_path.check_second_path(study, stored)
    assert any("primary.exact-p: p 0.04 as stored, 1 by enumeration" in sentence for sentence in failures)
    assert any(sentence.startswith("a.b: lower limit 0.4 as stored, 0.299") for sentence in failures)


def test_verdicts_agree_at_each_margin_and_hang_on_it(tmp_path):
    """A thousand and six hundred voters: a difference whatever the margin, within it once it is wide."""
    study = small_study(tmp_path, people_of(794, 150, 86, 570))
    compared, failures, notes = sensitivity.check_sensitivity(study, 0.95)
    assert compared == 4 and not failures
    assert "exact difference within the margin" in notes[1] and "exact difference," in notes[0] + ","


def test_a_study_without_primary_comparison_has_no_table(tmp_path):
    """What was not fixed beforehand is not tried afterwards."""
    (tmp_path / "study.yaml").write_text("title: Small\n", encoding="utf-8")
    assert sensitivity.check_sensitivity(tmp_path, 0.95) is None


@pytest.mark.parametrize(("better", "changes"), [("", (1, 2, 4)), (", better: lower", (4, 2, 1))])
def test_who_improved_is_counted_again_from_the_clean_file(tmp_path, better, changes):
    """From the first wave asked to the last, by the order of the choices; who missed one of them is left out."""
    (tmp_path / "data" / "clean").mkdir(parents=True)
    item = f"sure: {{kind: ordered, choices: [no, a bit, very]{better}}}"
    (tmp_path / "study.yaml").write_text(f"items: {{{item}}}\n", encoding="utf-8")
    header = "origin,item,before,between,after,people\n"
    rows = "o,sure,no,missing,very,3\no,sure,a bit,no,very,1\no,sure,very,no,a bit,1\n"
    rows += "o,sure,no,no,no,2\no,sure,no,no,missing,9\n"
    (tmp_path / "data" / "clean" / "ordered.csv").write_text(header + rows, encoding="utf-8")
    assert second_path.people_by_change(tmp_path, "sure") == changes
    claims = {"sure.sign-p": Claim(id="sure.sign-p", value=0.5, unit="p-value")}
    compared, failures, _ = second_path.check_second_path(tmp_path, claims)
    assert compared == 4 and any("0.375 by enumeration" in failure for failure in failures)


def test_what_went_by_degrees_is_compared_at_the_waves_of_the_primary_comparison(tmp_path):
    """Where the question was asked at both of them."""
    (tmp_path / "data" / "clean").mkdir(parents=True)
    yaml = "items: {score: {kind: scale}}\nprimary: {outcome: x, first: a, second: b}\n"
    (tmp_path / "study.yaml").write_text(yaml, encoding="utf-8")
    rows = "origin,item,a,b,c,people\no,score,1,2,1,5\no,score,10,9,10,2\n"
    (tmp_path / "data" / "clean" / "ordered.csv").write_text(rows, encoding="utf-8")
    assert second_path.people_by_change(tmp_path, "score") == (2, 0, 5)
