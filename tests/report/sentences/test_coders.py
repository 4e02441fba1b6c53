import itertools

import pandas as pd
import pytest

from firststeps.report.sentences.coders import (
    adjudication,
    agreement_table,
    explain_kappa,
    explain_lowest,
    first_place,
    lead_words,
    share_cell,
    who_coded,
)
from firststeps.responses.themes.agreement import Agreement, agreement_on
from tests.sentence_rules import broken

ROW = {"question": "helped", "theme": "time", "answers": 20, "agreed": 20, "prevalence": 0.0, "problem": "alike"}


def test_chance_agreement_in_the_explanation_is_that_of_kappa():
    """Each coder sees it in 1 of 50: agreement by chance is 0.02^2 + 0.98^2, kappa (0.96 - that) / (1 - that)."""
    chance = 0.02**2 + 0.98**2
    rare = Agreement(50, 48, 0.02, (0.96 - chance) / (1 - chance))
    assert "guessed at that rate would agree on 96%" in explain_kappa(rare)


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
