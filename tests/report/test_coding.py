import pandas as pd
import pytest

from firststeps.report.coding import agreement_table, explain_kappa, first_place, who_coded

ROW = {"question": "helped", "theme": "time", "answers": 20, "agreed": 20, "prevalence": 0.0, "problem": "alike"}


def test_chance_agreement_in_the_explanation_is_that_of_kappa():
    """Each coder sees it in 1 of 50: agreement by chance is 0.02^2 + 0.98^2, kappa (0.96 - that) / (1 - that)."""
    chance = 0.02**2 + 0.98**2
    assert "guessed at that rate would agree on 96%" in explain_kappa(50, 48, 0.02, (0.96 - chance) / (1 - chance))


def test_a_coefficient_that_does_not_exist_is_said_in_words():
    row = ROW | dict.fromkeys(["kappa", "kappa_interval", "alpha", "alpha_interval"])
    shown = agreement_table(pd.DataFrame([row])).iloc[0]
    assert shown["kappa"] == shown["alpha"] == "does not exist" and shown["alike"] == "20/20"


def test_nearly_perfect_is_not_printed_as_perfect():
    row = ROW | {"kappa": 0.9999, "kappa_interval": (0.97, 1.0), "alpha": 1.0, "alpha_interval": None}
    shown = agreement_table(pd.DataFrame([row])).iloc[0]
    assert shown["kappa"] == ">0.99 (0.97 to 1.00)" and shown["alpha"] == "1.00"


@pytest.mark.parametrize(("share", "said"), [(0.96, "hardly change that"), (0.94, "not certain")])
def test_an_order_is_certain_from_95_percent_on(share, said):
    assert said in first_place(["a", "b"], [share, 1 - share], 23)


@pytest.mark.parametrize(
    ("coders", "said"),
    [([], "left out"), (["A"], "alone"), (["A", "B"], "have not agreed"), (["A", "B", "C"], "A, B and C")],
)
def test_who_coded_is_said_for_any_number_of_coders(coders, said):
    assert said in who_coded(coders, agreed=False)
