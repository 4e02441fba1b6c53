"""Figures of what published numbers and missing answers allow: what is drawn, and what the alt text says of it."""

import numpy as np
import pandas as pd

from firststeps.report.figures.involvement import missing_bounds
from firststeps.report.figures.published import possible_p_values, possible_proportions
from firststeps.report.figures.verdicts import tipping_grid, verdict_map


def test_one_panel_for_each_count_with_its_claim_as_title():
    rows = pd.DataFrame(
        {"statement": ["A.", "B."], "count": 1, "denominators": 2, "proportions": 0.5, "low": 0.1, "high": 0.9}
    )
    figure, alt = possible_proportions(rows)
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["A.", "B."]
    assert "A. 1/2, 50% (10% to 90%)" in alt


def test_every_square_is_drawn_once_under_its_verdict():
    verdict = ["inconclusive", "difference", "inconclusive", "never seen before"]
    figure, alt = verdict_map([0, 0, 1, 2], [0, 9, 1, 2], verdict, "exact test within ten points")
    drawn = {line.get_label(): len(line.get_xdata()) for line in figure.axes[0].get_lines()}
    assert drawn == {"inconclusive": 2, "difference": 1, "never seen before": 1}
    assert "inconclusive 2, difference 1, never seen before 1" in alt


def test_the_map_names_its_rule_and_marks_where_the_score_test_says_something_else():
    """One square of three: the rule finds nothing, the score test a difference."""
    verdict, by_score = ["inconclusive"] * 2 + ["difference"], ["inconclusive"] + ["difference"] * 2
    figure, alt = verdict_map([0, 0, 0], [0, 4, 9], verdict, "exact test within ten points", by_score)
    drawn = {line.get_label(): line.get_ydata().tolist() for line in figure.axes[0].get_lines()}
    assert drawn == {"inconclusive": [0], "difference": [9], "inconclusive (score test: difference)": [4]}
    assert figure.legends[0].get_title().get_text() == "By the exact test within ten points"
    assert alt.endswith("Verdicts by the exact test within ten points.")


def test_p_values_are_drawn_from_the_smallest_to_the_largest():
    figure, alt = possible_p_values([5, 6], [0.0625, 0.03125], [0.42, 0.33])
    bars = [bar for bar in figure.axes[0].collections if hasattr(bar, "get_segments")]
    segments = np.concatenate([bar.get_segments() for bar in bars])
    assert np.allclose(segments[:, :, 1], [[0.0625, 0.42], [0.03125, 0.33]])
    assert [bar.get_label() for bar in bars] == ["every p above 0.05", "p on either side of 0.05"]
    assert alt.endswith("5 people, 0.063 to 0.42; 6 people, 0.031 to 0.33.")


def test_tipping_grid_has_a_square_for_every_pair_of_numbers():
    words = [["not significant"] * 3, ["not significant or significant", "significant", "significant"]]
    figure, alt = tipping_grid(words, [[0, -0.1, -0.2], [0.1, 0, -0.1]], "Start", "End", "not significant")
    tiles = figure.axes[0].patches
    assert len(tiles) == 6 and len({tile.get_facecolor() for tile in tiles}) == 3
    assert [text.get_text() for text in figure.axes[0].texts] == ["0", "−10", "−20", "+10", "0", "−10"]
    assert figure.axes[0].get_xlabel() == "Yes at End, of the 1 missing then"
    assert "not significant 3, significant 2, not significant or significant 1" in alt


def test_bounds_reach_from_all_no_to_all_yes():
    rows = pd.DataFrame({"wave": ["Start", "End"], "yes": [6, 5], "answered": [8, 10]})
    figure, _ = missing_bounds(rows.assign(low=[0.6, 0.5], high=[0.8, 0.5]))
    bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in figure.axes[0].patches]
    assert np.allclose(bars, [(60, 80), (50, 50)])


def test_a_large_grid_has_no_numbers_in_its_tiles():
    figure, _ = tipping_grid(np.full((40, 3), "significant"), np.zeros((40, 3)), "Start", "End", "significant")
    assert not figure.axes[0].texts and len(figure.axes[0].get_xticks()) == 10
