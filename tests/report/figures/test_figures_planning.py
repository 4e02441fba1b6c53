"""Planning figures: what is drawn, and what the alt text says of it."""

import numpy as np

from firststeps.report.figures.planning import interval_coverage, power_by_people, type_one_error


def test_power_is_said_to_hold_from_the_last_dip_on():
    powers = [0.5, 0.9, 0.7, 0.85, 0.9]
    figure, alt = power_by_people([10, 20, 30, 40, 50], {"up": powers, "flat": [0.1] * 5}, 0.8, people=20)
    assert alt.endswith(
        "up, 90% with 20 people, 80% or more from 40 people on; flat, 10% with 20 people, never 80% or more here."
    )
    lines = figure.axes[0].get_lines()
    np.testing.assert_allclose(lines[0].get_ydata(), 100 * np.array(powers))


def test_only_what_exceeds_the_level_is_strong():
    rates = np.array([[0.0, 0.04, 0.06], [0.01, 0.05, 0.02]])
    figure, alt = type_one_error([0, 0.4, 1], {"a": rates, "b": rates / 2}, edge=0.5)
    strong = [line.get_ydata() for line in figure.axes[0].get_lines()[2:4]]
    np.testing.assert_array_equal(np.isfinite(strong), [[False, False, True], [False, False, False]])
    assert alt.endswith(
        "a at most 5.0% in the shaded part and 6.0% in all; b at most 2.5% in the shaded part and 3.0% in all."
    )


def test_every_test_has_a_panel_of_its_own():
    figure, _ = type_one_error([0, 1], {name: [[0.01, 0.02]] for name in "abcde"})
    assert [axes.get_title(loc="left") for axes in figure.axes if axes.axison] == list("abcde")


def test_every_interval_has_a_panel_of_its_own():
    figure, alt = interval_coverage([0.1, 0.2], {"wald": [0.9, 0.94], "tango": [0.95, 0.96]}, 0.9)
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["Wald", "Tango"]
    assert alt.startswith("Coverage of 90% intervals")
