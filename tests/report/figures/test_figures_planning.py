"""Planning figures: what is drawn, and what the alt text says of it."""

import numpy as np

from firststeps.report.figures.planning import PLAN, interval_coverage, power_by_people, type_one_error


def panels(figure):
    """The axes for data, on the bare one that holds the labels."""
    return [axes for axes in figure.axes if axes.axison]


def test_power_is_said_to_hold_from_the_last_dip_on():
    powers = [0.5, 0.9, 0.7, 0.85, 0.9]
    figure, alt, numbers, *_ = power_by_people([10, 20, 30, 40, 50], {"up": powers, "flat": [0.1] * 5}, 0.8, people=20)
    assert alt == "80% power takes 40 people, or more than are drawn; there are 20."
    assert numbers["people for 80%"].tolist() == ["40", "more than 50"] and numbers["with 20"].tolist() == [
        "90%",
        "10%",
    ]
    own = [line for line in panels(figure)[0].get_lines() if line.get_linewidth() == PLAN["linewidth"]]
    np.testing.assert_allclose(own[0].get_ydata(), 100 * np.array(powers))


def test_nothing_is_drawn_over_the_people_there_are():
    """They are a mark below the axis, which no curve reaches."""
    figure, *_ = power_by_people([10, 20, 30], {"none": [0, 1, 1]}, 0.8, people=20)
    (mark,) = [line for line in panels(figure)[0].get_lines() if line.get_marker() == "^"]
    assert mark.get_xdata()[0] == 20 and mark.get_ydata()[0] < 0


def test_each_plan_has_a_panel_named_after_it():
    """So that no key has to be read, and no line be told by its colour."""
    figure, *_ = power_by_people([10, 20, 30], {name: [0, 0.5, 0.9] for name in "abcde"})
    every = panels(figure)
    assert [axes.get_title(loc="left") for axes in every] == list("abcde")
    assert all("80% from\n30 people" in [text.get_text() for text in axes.texts] for axes in every)


def test_only_what_exceeds_the_level_is_strong():
    rates = np.array([[0.0, 0.04, 0.06], [0.01, 0.05, 0.02]])
    figure, alt, numbers, *_ = type_one_error([0, 0.4, 1], {"a": rates, "b": rates / 2}, edge=0.5)
    drawn = [[line for line in axes.get_lines() if line.get_linewidth() == 1.4] for axes in panels(figure)]
    assert [len(strong) for strong in drawn] == [1, 0]  # of the four lines one exceeds the level
    np.testing.assert_array_equal(np.isfinite(drawn[0][0].get_ydata()), [False, False, True])
    assert alt == "Type I error rate above 5%: a, up to 6.0%."
    assert numbers.to_numpy().tolist() == [["a", "5.0%", "6.0%"], ["b", "2.5%", "3.0%"]]


def test_every_test_has_a_panel_of_its_own():
    figure, *_ = type_one_error([0, 1], {name: [[0.01, 0.02]] for name in "abcde"})
    assert [axes.get_title(loc="left") for axes in panels(figure)] == list("abcde")


def test_every_interval_has_a_panel_of_its_own():
    figure, alt, numbers, *_ = interval_coverage([0.1, 0.2], {"wald": [0.9, 0.94], "tango": [0.95, 0.96]}, 0.9)
    assert [axes.get_title(loc="left") for axes in panels(figure)] == ["Wald", "Tango"]
    assert alt == "No interval covers less than 90% anywhere; lowest 90.0%, by Wald."
    assert numbers["lowest coverage"].tolist() == ["90.0%", "95.0%"]
