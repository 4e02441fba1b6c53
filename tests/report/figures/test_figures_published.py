"""Figures of what published numbers and missing answers allow: what is drawn, and what the alt text says of it."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from firststeps.report.figures.involvement import BAR, missing_bounds
from firststeps.report.figures.published import possible_p_values, possible_proportions
from firststeps.report.figures.verdicts import tipping_grid, verdict_map


def test_one_panel_for_each_count_with_what_was_printed():
    """The title is the count; the statement stands below it, unquoted: its words are not the paper's."""
    rows = pd.DataFrame(
        {"statement": ["One came.", "Two led."], "count": [1, 2], "denominators": 4, "proportions": [0.25, 0.5]}
    )
    figure, _, numbers, *_ = possible_proportions(rows.assign(low=0.1, high=0.9))
    base, *panels = figure.axes
    written = {text.get_text(): text for text in base.texts}
    for axes, title, statement in zip(panels, ["1 person", "2 people"], ["One came.", "Two led."], strict=True):
        left = axes.get_position().x0 * base.get_xlim()[1]
        assert [written[text].get_position()[0] for text in (title, statement)] == pytest.approx([left, left])
        assert written[title].get_position()[1] < written[statement].get_position()[1]  # down from the top
        assert written[title].get_weight() == "bold"
    assert numbers.iloc[0].tolist() == ["1/4: One came.", "4", "25%", "10% to 90%"]


def extents(path):
    """The left, lower, right and upper end of a path."""
    return path.get_extents().extents.tolist()


def mapped(*verdict):
    return SimpleNamespace(b=np.array([0, 0, 0]), c=np.array([0, 4, 9]), verdict=np.array(verdict))


def test_every_square_is_drawn_once_with_the_letter_of_its_verdict():
    """In the panel of the test, at its place; what the program has no letter for has one all the same."""
    maps = {"exact": mapped("inconclusive", "difference", "never seen")}
    figure, alt, *_ = verdict_map(maps, {"exact": "exact test"}, 26)
    (squares,) = figure.axes[1].collections
    assert [extents(path) for path in squares.get_paths()] == [[-0.5, y - 0.5, 0.5, y + 0.5] for y in (0, 4, 9)]
    assert len({*map(tuple, squares.get_facecolors())}) == 3
    assert {text.get_text(): text.get_position() for text in figure.axes[1].texts} == {"D": (0, 4), "1": (0, 9)}
    assert alt.endswith("find 1 inconclusive, 1 a difference and 1 never seen.")


def test_the_map_has_a_panel_for_each_test_and_says_by_which_rule():
    """One square of three: the exact test finds nothing, the score test a difference."""
    maps = {
        "exact": mapped("inconclusive", "inconclusive", "difference"),
        "score": mapped("inconclusive", "difference", "difference"),
    }
    figure, _, numbers, *_ = verdict_map(maps, {"exact": "exact rule", "score": "score rule"}, 26, 0.1)
    panels = {axes.get_title(loc="left"): [text.get_position() for text in axes.texts] for axes in figure.axes[1:]}
    assert panels == {"Exact tests": [(0, 9)], "Score tests": [(0, 4), (0, 9)]}
    note = "\n".join(text.get_text() for text in figure.axes[0].texts)
    assert all(words in note for words in ("A square:", "26 people", "Exact: exact rule.", "Score: score rule."))
    assert ["inconclusive", "difference", "1", "0, 4"] in numbers.to_numpy().tolist()


def test_the_margin_is_drawn_where_it_lies():
    """Of 26 people ten points are 2.6: the lines pass 2.6 to either side of nobody's change, if all answered twice."""
    figure, *_, note = verdict_map({"exact": mapped(*["inconclusive"] * 3)}, {"exact": "exact"}, 26, 0.1)
    assert note.endswith("Between the dashed lines the change is at most 10 points, if all 26 answered twice.")
    ends = np.array([line.get_xydata() for line in figure.axes[1].lines])  # line, end, (who stopped, who began)
    assert np.allclose(ends[:, :, 1] - ends[:, :, 0], [[-2.6] * 2, [2.6] * 2])
    low, high = figure.axes[1].get_xlim()
    assert np.allclose(ends.min(axis=1).min(axis=1), low) and np.allclose(ends.max(axis=1).max(axis=1), high)


def test_p_values_are_drawn_from_the_smallest_to_the_largest():
    figure, alt, numbers, *_ = possible_p_values([5, 6], [0.0625, 0.03125], [0.42, 0.33])
    bars = [bar for bar in figure.axes[0].collections if hasattr(bar, "get_segments")]
    segments = np.concatenate([bar.get_segments() for bar in bars])
    assert np.allclose(segments[:, :, 1], [[0.0625, 0.42], [0.03125, 0.33]])
    assert [bar.get_label() for bar in bars] == ["every p above 0.05", "p on either side of 0.05"]
    assert numbers.to_numpy().tolist() == [["5", "0.063", "0.42"], ["6", "0.031", "0.33"]]
    assert alt == "If two counts differ by 5 people or fewer p cannot be 0.05 or less."


@pytest.mark.parametrize(("change", "told"), [([[0, -0.1]], True), ([[0.1, 0.2]], False), ([[-0.1, -0.2]], False)])
def test_the_key_of_a_tipping_grid_says_what_the_thick_line_parts(change, told):
    """Where there is one: between falls and all other changes."""
    figure, *_ = tipping_grid([["a", "a"]], change, "Start", "End", "a")
    key = [text.get_text() for text in figure.legends[0].get_texts()]
    drawn = [line for line in figure.axes[1].lines if line.get_linewidth() > 1.5]
    assert ("between falls and all others" in key) == told == bool(drawn)


def test_tipping_grid_has_a_square_for_every_pair_of_numbers():
    words = [["not significant"] * 3, ["not significant or significant", "significant", "significant"]]
    figure, alt, numbers, *_ = tipping_grid(words, [[0, -0.1, -0.2], [0.1, 0, -0.1]], "Start", "End", "not significant")
    tiles, *frames = figure.axes[1].collections
    corners = [[i - 0.5, j - 0.5, i + 0.5, j + 0.5] for i in range(2) for j in range(3)]
    assert [extents(tile) for tile in tiles.get_paths()] == corners
    assert len({*map(tuple, tiles.get_facecolors())}) == 4
    framed = [[tuple(path.vertices[:4].mean(axis=0).round(6)) for path in frame.get_paths()] for frame in frames]
    assert framed == [[(1, 0)], [(1, 1), (1, 2)]]
    assert len({str(frame.get_linestyle()) for frame in frames}) == 2
    assert [text.get_text() for text in figure.axes[1].texts] == ["0", "−10", "−20", "+10", "0", "−10"]
    assert "Yes at End, of the 1 missing then" in [text.get_text() for text in figure.axes[0].texts]
    assert alt.endswith("the change is −20 to +10 points; not significant in 3 of 6 cases.")
    assert numbers.iloc[0].tolist() == ["0", "0, not significant", "+10, not significant or significant"]


def test_falls_and_rises_of_a_grid_are_told_apart_in_grey():
    """A thick line runs between them: here, of four tiles in a row, before the one that is no fall."""
    figure, *_ = tipping_grid([["a"]] * 4, [[-0.3], [-0.1], [-0.05], [0.2]], "Start", "End", "a")
    (line,) = [line for line in figure.axes[1].lines if line.get_linewidth() > 1.5]
    assert line.get_xdata().tolist() == [2.5, 2.5]


def test_bounds_reach_from_all_no_to_all_yes():
    rows = pd.DataFrame({"wave": ["Start", "End"], "yes": [6, 5], "answered": [8, 10]})
    figure, *_ = missing_bounds(rows.assign(low=[0.6, 0.5], high=[0.8, 0.5]))
    start, end = BAR
    bars = [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in figure.axes[0].patches[:2]]
    shares = (np.array(bars) - start) / (end - start)
    assert np.allclose(shares, [(0.6, 0.8), (0.5, 0.5)])
    shown = [text.get_text() for text in figure.axes[0].texts]
    assert {"60", "80", "6/8 = 75%", "5/10 = 50%", "those who answered"} <= {*shown}


def test_a_large_grid_has_no_numbers_in_its_tiles():
    figure, *_ = tipping_grid(np.full((40, 3), "significant"), np.zeros((40, 3)), "Start", "End", "significant")
    assert not figure.axes[1].texts and len(figure.axes[1].get_xticks()) == 10


def test_possible_p_values_stand_on_their_side_of_the_level():
    """The line of the figure is drawn at it; 0.1004 lies above 0.1."""
    numbers = possible_p_values([5], [0.1004], [0.38], 0.1).numbers
    assert numbers.iloc[0].tolist() == ["5", "0.1004", "0.38"]
