import itertools
from types import SimpleNamespace

import pandas as pd
import pytest

from firststeps.report.sentences.coders import (
    RESAMPLES,
    adjudication,
    agreement_table,
    codebook_use,
    explain_kappa,
    explain_lowest,
    first_place,
    held_back,
    lead_words,
    order,
    share_cell,
    shares_by_wave,
    who_coded,
)
from firststeps.responses.themes import ranking
from firststeps.responses.themes.agreement import Agreement, agreement_on
from tests.sentence_rules import broken

ROW = {"question": "helped", "theme": "time", "answers": 20, "agreed": 20, "prevalence": 0.0, "problem": "alike"}


def test_chance_agreement_in_the_explanation_is_that_of_kappa():
    """Each coder sees it in 1 of 50: agreement by chance is 0.02^2 + 0.98^2, kappa (0.96 - that) / (1 - that)."""
    chance = 0.02**2 + 0.98**2
    rare = Agreement(50, 48, 0.02, (0.96 - chance) / (1 - chance))
    assert "guessed, each as often as that coder saw it, would agree on 96%" in explain_kappa(rare)


def test_agreement_by_chance_is_said_of_what_each_coder_saw_and_not_of_both_together():
    """A saw it in 30 of 40, B in 10 of these: by chance 3/4 1/4 + 1/4 3/4 = 37.5% (Cohen 1960), not the 50% of halves.

    Two who both guessed at the rate of 50% that stands beside it would agree on 50%.
    """
    told = agreement_on([[1, 1]] * 10 + [[1, 0]] * 20 + [[0, 0]] * 10)
    row = {"question": "helped", "theme": "time", "answers": 40, "agreed": 20, "prevalence": told.prevalence}
    each = "guessed, as often as that coder saw it (together in 50% of the verdicts), they would have done so on 38%"
    assert (told.prevalence, told.kappa) == (0.5, pytest.approx((0.5 - 0.375) / (1 - 0.375)))
    assert each in explain_lowest(pd.DataFrame([row | {"kappa": told.kappa}]))
    assert "guessed, each as often as that coder saw it, would agree on 38%" in explain_kappa(told)


def test_a_coefficient_that_does_not_exist_is_said_in_words():
    row = ROW | dict.fromkeys(["kappa", "kappa_interval", "alpha", "alpha_interval"])
    shown = agreement_table(pd.DataFrame([row])).iloc[0]
    assert shown["kappa"] == shown["alpha"] == "does not exist" and shown["alike"] == "20 (100%)"


def test_nearly_perfect_is_not_printed_as_perfect():
    row = ROW | {"kappa": 0.9999, "kappa_interval": (0.97, 1.0), "alpha": 1.0, "alpha_interval": None}
    shown = agreement_table(pd.DataFrame([row])).iloc[0]
    assert shown["kappa"] == ">0.99 (0.97 to 1.00)" and shown["alpha"] == "1.00"


@pytest.mark.parametrize(("share", "said"), [(0.96, '"a" is first in 96%'), (0.94, "not certain")])
def test_an_order_is_certain_from_95_percent_on(share, said):
    assert said in first_place(["a", "b"], [share, 1 - share], 23)


@pytest.mark.parametrize(
    ("coders", "said"),
    [([], "left out"), (["A"], "alone"), (["A", "B"], "have not agreed"), (["A", "B", "C"], "A, B and C")],
)
def test_who_coded_is_said_for_any_number_of_coders(coders, said):
    assert said in who_coded(coders, agreed=False)


def test_a_theme_that_nobody_coded_twice_is_shown_as_such_and_without_any_the_table_is_empty():
    alone = ROW | {"answers": 0, "agreed": 0, "prevalence": None, "kappa": None, "alpha": None}
    both = ROW | {"kappa": None, "kappa_interval": None, "alpha": None, "alpha_interval": None}
    assert agreement_table(pd.DataFrame([alone, both])).iloc[0].tolist()[2:] == ["0", *4 * ["not coded twice"]]
    assert agreement_table(pd.DataFrame([alone])).empty


@pytest.mark.parametrize(
    ("kappas", "said"), [([], "No theme has a kappa"), ([1.0], "same verdict on every answer"), ([1.0, 0.5], "0.50")]
)
def test_the_lowest_kappa_is_explained_or_its_absence(kappas, said):
    rows = [{"question": "q", "theme": "t", "answers": 9, "agreed": 7, "prevalence": 0.4, "kappa": k} for k in kappas]
    assert said in explain_lowest(pd.DataFrame(rows, columns=[*ROW, "kappa"]))


def test_a_coder_whose_name_is_part_of_anothers_is_not_counted_for_both():
    split = pd.DataFrame([("Ann", "Anna", "no", "Ann")], columns=["saw", "did_not_see", "agreed", "changed"])
    assert "changed: 1 of Ann and 0 of Anna" in adjudication(split, ["Ann", "Anna"])
    assert "No meeting" in adjudication(split.assign(agreed="", changed=""), ["Ann", "Anna"])
    assert "no two coders" in adjudication(split[:0], ["Ann"])


@pytest.mark.parametrize("cells", [cells for cells in itertools.product(range(3), repeat=4) if sum(cells)])
def test_the_coders_are_told_of_every_small_table(cells):
    """Whatever two coders saw in up to eight answers, what lies behind their kappa can be said."""
    verdicts = [pair for pair, times in zip([[1, 1], [1, 0], [0, 1], [0, 0]], cells, strict=True) for _ in range(times)]
    seen = agreement_on(verdicts)
    row = {"question": "q", "theme": "t", "answers": seen.answers, "agreed": seen.agreed, "prevalence": seen.prevalence}
    frame = pd.DataFrame([row | {"kappa": seen.kappa}]).astype({"kappa": float})
    said = [explain_lowest(frame)]
    if seen.kappa is not None and not pd.isna(seen.kappa) and seen.kappa < 1:
        said.append(explain_kappa(seen))
    assert not any(map(broken, said))


def test_as_many_resamples_are_told_as_are_drawn():
    """The number stands in two rooms of which neither knows the other."""
    assert RESAMPLES == ranking.RESAMPLES


@pytest.mark.parametrize("people", [1, 2, 4200])
@pytest.mark.parametrize("shares", [[1, 0], [0.5, 0.5], [0.34, 0.33, 0.33], [0.96, 0.04], [0.02] * 50])
def test_the_first_place_is_told_for_any_shares(people, shares):
    """Themes that share the lead are all named, and few people are few."""
    themes = [f"theme {letter}" for letter in map(str, range(len(shares)))]
    said = first_place(themes, shares, people)
    assert not broken(said)
    assert ("not certain" in said) == (max(shares) < 0.95)
    assert not broken(lead_words("a", "b", people, 0, 0)) and not broken(lead_words("a", "b", 0, people, 1))
    assert share_cell(people, people).endswith("100%")


@pytest.mark.parametrize("rows", [[], [("A", "B", "", "")], [("A", "B", "yes", "B")], [("A, B", "", "no", "A, B")]])
def test_a_meeting_is_told_of_few_verdicts_and_of_none(rows):
    """No verdict that differed, one that nobody settled, and one against both are each told in order."""
    split = pd.DataFrame(rows, columns=["saw", "did_not_see", "agreed", "changed"], dtype=object)
    assert not broken(adjudication(split, ["A", "B"]))


def test_a_table_of_shares_keeps_the_order_of_its_rows_and_of_the_waves():
    """The later wave may come first in the rows, and a question need not be asked at each wave."""
    rows = [("helped", "tea", "late", 1, 4), ("helped", "time", "late", 3, 4), ("hindered", "age", "end", 2, 5)]
    rows += [("helped", "tea", "end", 2, 5), ("helped", "time", "end", 0, 5)]
    counts = pd.DataFrame(rows, columns=["question", "theme", "wave", "people", "answered"]).assign(low=None, high=None)
    wide = shares_by_wave(["start", "end", "late"], counts)
    assert wide.columns.tolist() == ["question", "theme", "end", "late"]
    assert wide.to_numpy().tolist() == [
        ["helped", "tea", "2/5, 40%", "1/4, 25%"],
        ["helped", "time", "0/5, 0%", "3/4, 75%"],
        ["hindered", "age", "2/5, 40%", "not asked"],
    ]


def test_shares_at_any_wave_stand_first():
    any_wave = pd.DataFrame({"item": ["ticks"], "choice": "tea", "wave": "", "people": 3, "answered": 4, "low": 0.3})
    each = any_wave.assign(wave="end", people=1)
    wide = shares_by_wave(["end"], any_wave.assign(high=0.95), each.assign(high=0.95))
    assert wide.columns.tolist() == ["item", "choice", "at any wave", "end"]
    assert wide["at any wave"].tolist() == ["3/4, 75% (30% to 95%)"]


def test_a_table_without_shares_is_empty_and_keeps_why():
    none = pd.DataFrame(columns=["item", "choice", "wave", "people", "answered", "low", "high"])
    none.attrs["nothing"] = "No question had a list to tick."
    wide = shares_by_wave(["end"], none, none)
    assert wide.empty and wide.attrs["nothing"] == "No question had a list to tick."


def test_the_order_is_told_question_by_question_and_its_absence_too():
    columns = ["question", "answered", "only_first", "only_second", "pvalue"]
    none = pd.DataFrame(columns=columns)
    assert order(none, pd.DataFrame()) == "There is no question whose themes could be ranked."
    ranks = pd.DataFrame({"question": "Helps", "theme": ["Time", "Tea"], "share": [0.5, 0.5]})
    leads = pd.DataFrame([("Helps", 9, 4, 4, 1.0)], columns=columns)
    said = order(leads, ranks)
    assert not broken(said.replace("\n", " ")) and "is not certain" in said and "p = 1.00" in said
    leads["pvalue"] = 0.1004
    assert "p = 0.1004)" in order(leads, ranks, alpha=0.1) and "p = 0.10)" in order(leads, ranks)


def test_the_use_of_a_codebook_without_faults_says_none_four_times():
    lines = codebook_use(SimpleNamespace(unseen=[], unlisted=[], uncoded=[], borrowed=[])).splitlines()
    assert len(lines) == 4 and all(line.endswith(": none.") for line in lines)


def test_reasons_for_which_quotations_are_held_back_are_listed():
    assert held_back(pd.DataFrame({"why": []})) == "Thought of and not shown: 0 (none)."
    assert held_back(pd.DataFrame({"why": ["not approved", "no answer"]})).endswith("2 (not approved and no answer).")
