"""The drawings: nothing clipped, nothing over another, numbers in figure and table, the same bytes twice."""

import functools
import itertools
import re
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from firststeps.report import figures
from firststeps.report.figures import changes, planning, ratings, verdicts
from firststeps.report.figures.base.drawing import brief, drawing, say
from firststeps.report.figures.changes import Change, who_changed
from firststeps.report.figures.dots import KINDS, AnswerTable, Dots, people_as_dots, people_in_table
from firststeps.report.figures.flow import participant_flow
from firststeps.report.figures.forest import paired_differences
from firststeps.report.figures.involvement import involvement_by_wave, missing_bounds
from firststeps.report.figures.ratings import people_by_score
from firststeps.report.figures.themes import people_by_theme
from firststeps.report.figures.verdicts import tipping_grid

MARK = "Observed data, not for release"
LONG = "A label so long that it has to be broken into several lines to be read at all"


def presence(waves, people=30, label="Wave"):
    """People who each miss a third of the waves, at random."""
    labels = [f"{label} {number}" for number in range(waves)]
    answered = np.random.default_rng(2010).random((people, waves)) > 1 / 3
    return pd.DataFrame(answered, columns=labels).assign(people=1)


def involvement(waves, outcomes=3, answered=26, label="Outcome"):
    rows = [
        (f"Wave {w}", f"{label} {o}", min(5 * o + w, answered), answered) for o in range(outcomes) for w in range(waves)
    ]
    rows = pd.DataFrame(rows, columns=["wave", "outcome", "yes", "answered"])
    return rows.assign(low=0.2, high=0.7) if answered else rows.assign(low=np.nan, high=np.nan)


def change(table, title="Involved"):
    return Change(title, "Start", "Five months", np.array(table))


def differences(rows, pairs=26, label="Wave"):
    names = [f"{label} {number} → Wave 9" for number in range(rows)]
    rows = pd.DataFrame({"outcome": "Involved", "comparison": names, "pairs": pairs, "lost": 2, "gained": 5})
    return rows.assign(difference=3 / 26, low=-0.08, high=0.3, pvalue=0.0004, primary=rows.index == 0)


def named(questions=2, answered=23, label="Theme"):
    rows = [(f"Question {q}", f"{label} {t}", 4 * t, answered) for q in range(questions) for t in (5, 3, 0)]
    return pd.DataFrame(rows, columns=["question", "theme", "people", "answered"]).assign(low=0.1, high=0.6)


def rated(counts, missing=0, question="The course"):
    scores = list(range(1, len(counts) + 1))
    return pd.DataFrame([{"question": question, "counts": counts, "scores": scores, "missing": missing}])


def dots(improved=16, same=1, worse=2, missing=5, title="Confidence", label="Before"):
    people = {"improved": improved, "same": same, "worse": worse, "not heard from": missing}
    return Dots(title, label, "After", people)


def answer_table(answers, most=5, label="Answer"):
    moves = np.random.default_rng(answers).integers(0, most + 1, (answers + 1, answers + 1))
    return AnswerTable("Confidence", "Before", "After", tuple(f"{label} {n}" for n in range(answers)), moves)


TABLE = [[9, 3, 4], [4, 5, 1], [1, 0, 3]]
EMPTY = np.zeros((3, 3), dtype=int)


def planned(plans=4, people=26):
    sizes = np.arange(5, 301)
    curves = {f"no difference; {10 * plan}% change": np.minimum(1, sizes / (60 * (plan + 1))) for plan in range(plans)}
    return figures.power_by_people(sizes, curves, people=people, test="exact equivalence test at 0.05")


def tipping(columns, rows):
    change = np.subtract.outer(np.arange(columns), np.arange(rows)) / max(columns, rows)
    words = np.where(change > 0.5, "significant", "not significant")
    return figures.tipping_grid(words, change, "Start", "End", "not significant")


def verdict_maps():
    b, c = (side.ravel() for side in np.indices((9, 9)))
    verdict = np.where(np.abs(b - c) > 5, "difference", np.where(b + c < 2, "equivalence", "inconclusive"))
    maps = {family: SimpleNamespace(b=b, c=c, verdict=verdict) for family in ("exact", "score")}
    rules = dict.fromkeys(maps, "McNemar test at 0.05; similar where the 90% interval lies within 10 percentage points")
    return figures.verdict_map(maps, rules, 26, 0.1)


def left_open(panels=2):
    rows = [
        (f"At five months {n} people were involved in it.", n, most) for n in range(1, panels + 1) for most in (9, 19)
    ]
    rows = pd.DataFrame(rows, columns=["statement", "count", "denominators"])
    return figures.possible_proportions(rows.assign(proportions=0.4, low=0.2, high=0.6))


def bounds(label="Five months"):
    rows = pd.DataFrame({"wave": [label, "End", "Never"], "yes": [6, 10, 0], "answered": [8, 10, 0]})
    return missing_bounds(rows.assign(low=[0.6, 1, 0], high=[0.8, 1, 1]))


def coverage():
    along = np.linspace(0, 1, 50)
    return figures.interval_coverage(along, {f"method {n}": 0.9 + 0.1 * along**n for n in range(1, 9)})


def sizes_of_tests():
    along = np.linspace(0, 1, 50)
    lines = np.outer(np.linspace(0.5, 1, 9), 0.06 * along)
    return figures.type_one_error(
        along, dict.fromkeys(("mid-p", "exact", "continuity", "n-1", "unconditional"), lines), 0.05, 0.5
    )


DRAWINGS = {
    "power of four plans": planned,
    "power of seven plans": lambda: planned(7, None),
    "tipping grid": lambda: tipping(9, 2),
    "tipping grid, wide": lambda: tipping(20, 6),
    "tipping grid, large": lambda: tipping(30, 26),
    "verdicts": verdict_maps,
    "what is left open": left_open,
    "p-values": lambda: figures.possible_p_values([5, 6, 11], [0.0625, 0.03125, 0.001], [0.38, 0.33, 0.04]),
    "bounds": bounds,
    "bounds, long label": lambda: bounds(LONG),
    "coverage": coverage,
    "type one error": sizes_of_tests,
    "flow of two waves": lambda: participant_flow(presence(2), 33),
    "flow of ten waves": lambda: participant_flow(presence(10), 30),
    "flow, long labels": lambda: participant_flow(presence(4, label=LONG), 30),
    "flow of many people": lambda: participant_flow(presence(2).assign(people=54), 1620),
    "flow, nobody answered": lambda: participant_flow(presence(3, people=0), 5),
    "involvement at two waves": lambda: involvement_by_wave(involvement(2)),
    "involvement at ten waves": lambda: involvement_by_wave(involvement(10, outcomes=1)),
    "involvement, long labels": lambda: involvement_by_wave(involvement(4, label=LONG)),
    "involvement, nobody answered": lambda: involvement_by_wave(involvement(2, answered=0)),
    "fourteen outcomes": lambda: involvement_by_wave(involvement(4, outcomes=14)),
    "twelve outcomes": lambda: involvement_by_wave(involvement(2, outcomes=12)),
    "one change": lambda: who_changed([change(TABLE)]),
    "three changes": lambda: who_changed([change(TABLE), change(EMPTY, LONG), change(np.ones((3, 3), int))]),
    "ten differences": lambda: paired_differences(differences(10), margin=0.1),
    "differences, long labels": lambda: paired_differences(differences(3, label=LONG).assign(outcome=LONG + LONG)),
    "themes": lambda: people_by_theme(named(), basis="Counted from themes that both coders saw."),
    "themes, long labels": lambda: people_by_theme(named(label=LONG).assign(question=LONG + LONG)),
    "no themes": lambda: people_by_theme(named(answered=0)),
    "people as dots": lambda: people_as_dots([dots(), dots(0, 0, 0, 1), dots(80, 60, 20, 40), dots(900)]),
    "dots of yes and no": lambda: people_as_dots(
        [Dots("Involved", "Start", "End", dict.fromkeys(("yes twice", "began", "stopped", "no twice"), 4))]
    ),
    "dots, long labels": lambda: people_as_dots([dots(99, 50, 30, 20, LONG + LONG, LONG)]),
    "dots of many questions": lambda: people_as_dots([dots(title=f"Question {n}") for n in range(25)]),
    "no dots": lambda: people_as_dots([]),
    "table of people": lambda: people_in_table(answer_table(5)),
    "table of many people": lambda: people_in_table(answer_table(4, 99)),
    "table, long labels": lambda: people_in_table(answer_table(3, label=LONG)),
    "table of too many answers": lambda: people_in_table(answer_table(12)),
    "ratings": lambda: people_by_score(pd.concat([rated([1, 0, 2, 9, 14], 3), rated([3, 4, 0, 1])])),
    "ratings, long label": lambda: people_by_score(rated([0] * 9 + [25], 1, LONG)),
    "nobody rated": lambda: people_by_score(rated([0, 0, 0], 0)),
    "no changes": lambda: who_changed([]),
    "no differences": lambda: paired_differences(differences(0)),
    "differences without pairs": lambda: paired_differences(differences(1, pairs=0)),
}


def unseen(axis):
    """The labels of ticks beyond the ends of an axis, which are not drawn."""
    low, high = sorted(axis.get_view_interval())
    return [tick.label1 for tick in axis.get_major_ticks() if not low <= tick.get_loc() <= high]


def boxes(figure):
    """The extents on the page of all texts drawn, by text."""
    figure.draw_without_rendering()
    beyond = {id(label) for axes in figure.axes for axis in (axes.xaxis, axes.yaxis) for label in unseen(axis)}
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text() and id(text) not in beyond]
    return [(text.get_text(), text.get_window_extent()) for text in texts]


@functools.cache
def forms(name):
    """A drawing, and its figure as it is printed and, if it has one, its narrow form, both with the longest mark."""
    drawing = DRAWINGS[name]()
    with figures.style():
        return drawing, [figures.stamp(form, MARK) for form in (drawing.figure, drawing.narrow) if form]


@pytest.mark.parametrize("name", DRAWINGS)
def test_no_text_is_clipped_or_covers_another(name):
    """Wide and narrow, below the mark."""
    for figure in forms(name)[1]:
        with figures.style():
            extents = boxes(figure)
        width, height = figure.get_size_inches() * figure.dpi
        for text, box in extents:
            assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height, text
        for (one, a), (other, b) in itertools.combinations(extents, 2):
            across, up = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.y1, b.y1) - max(a.y0, b.y0)
            assert across < 2 or up < 4, (one, other)


@pytest.mark.parametrize("name", DRAWINGS)
def test_type_is_readable_at_print_size_and_nothing_is_nan(name):
    drawing, drawn = forms(name)
    for figure in drawn:
        assert min(text.get_fontsize() for text in figure.findobj(Text) if text.get_text()) >= 8
    shown = " ".join(text.get_text() for figure in drawn for text in figure.findobj(Text))
    assert "nan" not in (drawing.alt + shown + table(drawing)).lower()


def table(drawing):
    """The numbers of a drawing as text, a row a line."""
    return "\n".join(" | ".join(row) for row in drawing.numbers.itertuples(index=False, name=None))


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_alt_text_is_one_short_sentence(name):
    """With the longest mark it has 150 letters at most; the numbers are in the table, whose rows have names."""
    drawing, _ = forms(name)
    assert len(drawing.alt) <= (150 if drawing.is_sentence else 118) and "\n" not in drawing.alt
    assert drawing.alt.endswith((".", "\u2026")) and not re.search(r"[.!] [A-Z]", drawing.alt)
    assert drawing.is_sentence or (len(drawing.numbers) and drawing.numbers.iloc[:, 0].ne("").all())
    assert all(drawing.numbers.columns)


QUESTION = "How confident are you in giving and receiving help?"
OUTCOME, COMPARISON = "Involved in general peer support", "Start to 5 months"


@pytest.mark.parametrize("drawing", [
    people_as_dots([dots(title=QUESTION)]),
    people_in_table(answer_table(4)._replace(title=QUESTION)),
    people_by_score(rated([0, 1, 2, 10, 9], 9, "Rating of the course, from 1 (poor) to 5 (excellent)")),
    people_by_theme(named().assign(question="What helped you to take part? (own words)", theme="Contact with a group")),
    who_changed([change(TABLE, OUTCOME)]),
    paired_differences(differences(1).assign(outcome=OUTCOME, comparison=COMPARISON)),
    involvement_by_wave(involvement(2).assign(outcome=OUTCOME).replace("Wave 0", "Start of the residential")),
])  # fmt: skip
def test_the_alt_text_of_usual_labels_is_whole(drawing):
    assert "\u2026" not in drawing.alt


@pytest.mark.parametrize("labels", [(LONG,), (LONG, "End"), ("Start", LONG), (LONG, LONG)])
def test_a_label_in_the_alt_text_ends_with_a_word(labels):
    """It is cut so far as it must be; a short label beside it stays whole, and so do the words of the sentence."""
    words = "{}: 67% of those who answered." if len(labels) == 1 else "{}: 67% of those who answered at {}, 70% later."
    sentence = say(words, *labels)
    places = re.fullmatch(re.escape(words).replace(r"\{\}", "(.+)"), sentence).groups()
    for label, place in zip(labels, places, strict=True):
        kept = place.removesuffix("\u2026")
        assert label == place or label.startswith(kept + " ")
    assert len(sentence) <= 118 and (labels[0] != LONG or len(sentence) > 100)


LABELS = [
    "Wellbeing",
    "Psychological wellbeing",
    "Self-management-and-peer-support groups",
    "Gruppenleiterinnen und Gruppenleiter",
    "A really-very-long-word-in-its-own-right that goes on and on",
    "How confident are you in giving and receiving help (0 to 10)?",
]


def whole_words(text, *sources):
    """Whether every word of a text is one of its sources, but for what stands beside words."""
    known, shown = ({word.strip("\u2026:;,.?!()") for word in " ".join(texts).split()} for texts in (sources, [text]))
    return shown - {""} <= known


@pytest.mark.parametrize("size", [0, 1, 26, 4_200, 98_765, 1_234_567])
@pytest.mark.parametrize("label", LABELS)
def test_no_word_of_an_alt_text_is_cut_whatever_the_counts(label, size):
    """With larger counts less room is left for labels, and then for the end of the sentence."""
    counts = f"{size:,} improved, {size:,} stayed the same, {size:,} got worse and {size:,} were not heard from"
    for words, labels in (
        (f"{{}}: of {4 * size:,} people {counts}.", [label]),
        (f"{{}}: yes from {size:,} of those who answered at {{}}, {size:,} at {{}}.", [label, "Start", label]),
    ):
        sentence = say(words, *labels)
        cut = drawing(None, sentence, ("who",), ()).alt
        assert whole_words(sentence, words.replace("{}", " "), *labels), sentence
        assert whole_words(cut, sentence) and len(cut) <= 118, cut
        assert sentence.startswith(label.split()[0].rstrip(":")), sentence


@pytest.mark.parametrize("letters", range(1, 40))
def test_a_text_is_cut_after_as_many_whole_words_as_fit(letters):
    """Also where a hyphen or a stroke stands within a word."""
    text = "Involved in face-to-face support/help"
    words, cut = text.split(), brief(text, letters)
    kept = cut.removesuffix("\u2026").split()
    assert len(cut) <= letters and kept == words[: len(kept)]
    longer = " ".join(words[: len(kept) + 1])
    assert kept == words or len(longer) + (longer != text) > letters


@pytest.mark.parametrize("name", DRAWINGS)
def test_titles_are_names_and_not_sentences(name):
    """No text in bold ends in a full stop or has a verb of ours in it; labels of studies are their own."""
    for figure in forms(name)[1]:
        bold = [text.get_text() for text in figure.findobj(Text) if text.get_weight() in ("bold", 700)]
        assert not [text for text in bold if text.endswith(".") or re.search(r"\b(was|were|said|is|are)\b", text)]


@pytest.mark.parametrize("name", DRAWINGS)
def test_no_line_of_a_key_has_one_part_where_another_has_three(name):
    """The lines of a key are as long as one another, or one part shorter."""
    for figure in forms(name)[1]:
        figure.draw_without_rendering()
        for legend in figure.legends:
            heights = [round(text.get_window_extent().y0 / 4) for text in legend.get_texts()]
            parts = [heights.count(height) for height in set(heights)]
            assert max(parts) - min(parts) <= 1, parts


def test_a_note_begins_where_a_line_is_not_indented():
    """The four of a map of verdicts: what a square is, a rule for each test, the dashed lines."""
    for figure in forms("verdicts")[1]:
        texts = [text for text in figure.axes[0].texts if text.get_position()[0] == verdicts.BESIDE]
        lines = [text.get_text() for text in sorted(texts, key=lambda text: text.get_position()[1])]
        starts = [line.split()[0] for line in lines if not line.startswith(" ")]
        assert starts == ["A", "Exact:", "Score:", "Between"]
    assert len(lines) > 4  # the narrow form has notes of two lines


def test_every_panel_that_stands_below_another_names_its_scale():
    """Upwards and across, beside and below each of its two panels."""
    names = ("verdicts", "People who began", "People who stopped"), ("what is left open", "Possible", "People who may")
    for name, up, across in names:
        base, *panels = forms(name)[1][1].axes
        words = [text.get_text() for text in base.texts]
        assert len(panels) == 2 and [sum(scale in text for text in words) for scale in (up, across)] == [2, 2]


def test_a_word_that_fits_its_column_is_not_broken():
    """Answers and waves of a table one journal column wide; no other text is there than its labels have."""
    answers = "not at all", "a little", "fairly", "very"
    waves = "Start of the residential", "End of the residential"
    table = people_in_table(AnswerTable("Calm?", *waves, answers, np.ones((5, 5), int)))
    labels = {word for label in [*answers, *waves, "Calm? to missing"] for word in label.split()}
    shown = {word for text in table.narrow.findobj(Text) for word in text.get_text().split()}
    assert labels - {"to"} <= shown and not {word for word in shown - labels if word.isalpha()}


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_mark_stands_at_the_left(name):
    """Whatever the width of a screen, what it shows of a figure has the mark."""
    for figure in forms(name)[1]:
        (mark,) = [text for text in figure.texts if text.get_gid() == "mark"]
        figure.draw_without_rendering()
        assert mark.get_window_extent().x1 / figure.dpi * 25.4 < 60


@pytest.mark.parametrize("name", DRAWINGS)
def test_what_is_wide_has_a_narrow_form(name):
    """One column wide, so that on a telephone its letters are as large as in print; all but what does not fit one."""
    drawing, _ = forms(name)
    across = drawing.figure.get_size_inches()[0] * 25.4
    too_wide = {"tipping grid, wide", "tipping grid, large", "involvement at ten waves"}
    if drawing.is_sentence or across <= 90 or name in too_wide:
        return
    assert drawing.narrow.get_size_inches()[0] * 25.4 <= 90


def lightness(colour):
    """How light a colour is in grey, from 0 to 1."""
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


@pytest.mark.parametrize("fills", [
    [verdicts.LOOK[word][0] for word in ("inconclusive", "equivalence", "difference")],
    [face for face, _, _ in changes.KINDS.values()],
    [ratings.LOW, ratings.MIDDLE, ratings.HIGH],
    [planning.PLAN["color"], planning.OTHERS["color"]],
    [planning.EXCEEDED["color"], planning.KEPT["color"], planning.SHADE],
])  # fmt: skip
def test_neighbours_differ_in_grey(fills):
    """Fills and lines that stand side by side are told apart without their colour."""
    shades = sorted(map(lightness, fills))
    assert min(b - a for a, b in itertools.pairwise(shades)) > 0.1


def test_letters_on_tiles_stand_out():
    """The number on the darkest fall and rise, by the contrast that WCAG asks of small text."""

    def luminance(colour):
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for fill in (verdicts.FALL, verdicts.RISE):
        assert (luminance(fill) + 0.05) / (luminance("#1a1a1a") + 0.05) > 4.5


@pytest.mark.parametrize(
    "name", ["flow of ten waves", "involvement at two waves", "three changes", "ten differences", "themes", "ratings"]
)
def test_drawn_twice_the_bytes_are_the_same(name, tmp_path):
    """In every format, the narrow form too."""
    for folder in "ab":
        figures.save(DRAWINGS[name](), tmp_path / folder, "f", "Synthetic data")
    for kind in ("f.svg", "f.pdf", "f.png", "f.json", "narrow/f.svg"):
        assert (tmp_path / "a" / kind).read_bytes() == (tmp_path / "b" / kind).read_bytes()


def test_flow_counts_everybody_at_every_wave():
    """Answered and missed add up to the course at each wave, and the patterns add up to it too."""
    data = presence(4)
    drawing = participant_flow(data, 33)
    figure, rows = drawing.figure, table(drawing)
    texts = " ".join(text.get_text() for text in figure.findobj(Text))
    came = data.drop(columns="people").sum()
    for wave, number in enumerate(came, start=1):
        assert f"answered: {number} of 33" in texts
        assert f"Missed wave {wave} | {33 - number}" in rows
    patterns = re.findall(r"^answered at (?:every|no|waves?) .*\| (\d+)$", rows, flags=re.M)
    assert sum(map(int, patterns)) == 33


def test_flow_tells_those_who_came_back_from_those_who_did_not():
    rows = pd.DataFrame({"A": [True, True, True], "B": [True, False, False], "C": [True, True, False]})
    told = table(participant_flow(rows.assign(people=[4, 2, 1]), 7))
    assert "Missed wave 2 | 3\nback later | 2\nnot back | 1" in told
    assert "answered at two or more waves | 6\nat one wave or none | 1" in told


def test_flow_refuses_more_people_than_were_in_the_study():
    with pytest.raises(ValueError, match="30 people answered, but only 29"):
        participant_flow(presence(2), 29)


def test_involvement_prints_each_denominator():
    drawing = involvement_by_wave(involvement(3, outcomes=2))
    shown = [text.get_text() for text in drawing.figure.findobj(Text)]
    for fraction in ("0/26", "1/26", "2/26", "5/26", "6/26", "7/26"):
        assert fraction in shown and fraction in table(drawing)
    assert "Yes, % of those who answered\n(95% Wilson interval)" in shown


def test_who_changed_prints_the_four_cells_and_those_not_compared():
    drawing = who_changed([change(TABLE)])
    shown = [text.get_text() for text in drawing.figure.findobj(Text)]
    assert {"9", "3", "4", "5"} <= set(shown)
    assert "Answered at both: 21. Not compared: 9, of whom" in shown
    assert table(drawing) == "Involved, Start to Five months | 21 | 9 | 3 | 4 | 5 | 5 | 1 | 3"
    assert "of 21 people 3 went from yes to no and 4 from no to yes" in drawing.alt


def test_height_of_a_band_is_its_number_of_people():
    """Measured on the drawn paths, at the left bar."""
    figure, *_ = who_changed([change([[10, 0, 0], [0, 5, 0], [0, 0, 0]])])
    bands = [patch for patch in figure.axes[0].patches if patch.get_path().vertices.shape == (9, 2)]
    heights = [np.ptp(band.get_path().vertices[[0, 7], 1]) for band in bands]
    assert heights[0] == pytest.approx(2 * heights[1])


def test_differences_print_what_the_paper_says():
    """The numbers, the test and the interval; the shade is the margin, since a point within it is not yet similar."""
    drawing = paired_differences(differences(2), margin=0.1, method="Newcombe", test="exact McNemar")
    shown = [text.get_text() for text in drawing.figure.findobj(Text)]
    assert shown.count("+11.5 (−8.0 to +30.0)") == 2 and shown.count("<0.001") == 2
    assert "Interval: Newcombe. p: exact McNemar." in shown and "p < 0.001" in drawing.alt
    assert table(drawing).count("26 | 2 | 5 | +11.5 | −8.0 to +30.0 | <0.001") == 2
    assert any("within the margin of similarity, 10 points" in text for text in shown)


def test_numbers_of_dots_are_empty_where_no_answer_can_be_of_the_kind():
    """A question of yes and no has nobody who improved: not none of its people, but nothing that could be."""
    yes_no = Dots("Helped", "Before", "After", {"yes twice": 3, "began": 0, "stopped": 2, "no twice": 4})
    numbers = people_as_dots([dots(), yes_no]).numbers
    assert numbers["improved"].tolist() == ["16", ""] and numbers["began"].tolist() == ["", "0"]


@pytest.mark.parametrize("place", [0, 53, 199])
def test_of_too_many_differences_a_page_holds_what_can_be_read(place):
    """Made as small as the page asks for, letters of 8 points stay above 6; the primary one is drawn wherever it is."""
    rows = differences(200)
    drawing = paired_differences(rows.assign(primary=rows.index == place))
    across, tall = (25.4 * inches for inches in drawing.figure.get_size_inches())
    assert 8 * min(166 / across, 222 / tall) > 6
    shown = [text.get_text() for text in drawing.figure.findobj(Text)]
    drawn = [name for name in shown if name.startswith("Wave ")]
    left_out = next(text for text in shown if "Not drawn" in text)
    assert f"Not drawn: {200 - len(drawn)} more comparisons." in left_out and 30 < len(drawn) < 60
    assert any(name.startswith(f"Wave {place} ") for name in drawn) and len(drawing.numbers) == 200
    assert "Not drawn" not in "".join(t.get_text() for t in paired_differences(differences(25)).figure.findobj(Text))


def test_a_flow_says_whom_it_counts():
    """Those in the study only where it is known how many they are; nobody of whom it is not known who came again."""
    seen = participant_flow(presence(2))
    shown = [text.get_text() for text in seen.figure.findobj(Text)]
    assert any("Seen at any wave" in text for text in shown) and "in the study" not in seen.alt
    assert "in the study" in participant_flow(presence(2), 33).alt
    unlinked = participant_flow(presence(2), linked=False)
    assert unlinked.is_sentence and "Nobody is found again" in unlinked.alt


def test_changes_that_are_all_the_same_do_not_go_from_one_to_another():
    """Nobody changed in any row: one change, not a span from it to itself."""
    rows = differences(3).drop(columns="primary").assign(lost=0, gained=0, difference=0.0, pvalue=1.0)
    assert paired_differences(rows).alt.startswith("Changes in 3 comparisons are each 0.0 percentage points")
    rows["pairs"] = [9, 8, 9]
    alt = figures.missing_scenarios(rows, 0.95, 0.1).alt
    assert alt == "Under each of 3 assumptions about the missing the change is 0.0 percentage points."


def test_a_name_over_the_plot_is_not_crossed_by_its_line():
    """A name that reaches the line of zero stands on a ground of its own; a short one needs none."""
    for name, grounded in {"Involved": False, "Took part in a group of neighbours " * 3: True}.items():
        drawn = paired_differences(differences(2).assign(outcome=name))
        lines = [text for text in drawn.figure.findobj(Text) if len(text.get_text()) > 5 and text.get_text() in name]
        assert {line.get_bbox_patch() is not None for line in lines} == {grounded}


@pytest.mark.parametrize(
    ("expected", "alt"),
    [(8, "Of 8 people in the study 6 answered."), (None, "Of 6 people seen at any wave 6 answered.")],
)
def test_a_flow_of_one_wave_has_no_box_of_two(expected, alt):
    """Where there is one wave nobody can have answered at two, and nobody is said not to have."""
    drawn = participant_flow(pd.DataFrame({"Spring": [True], "people": [6]}), expected=expected)
    assert drawn.alt == alt
    texts = [*drawn.numbers.to_numpy().ravel(), *(text.get_text() for text in drawn.figure.findobj(Text))]
    assert not [text for text in texts if re.search("two or more|one wave or none", " ".join(text.split()))]


@pytest.mark.parametrize(("number", "told"), [(1, "1 person is 40%"), (12, "12 people are 40%")])
def test_a_count_of_one_known_denominator_is_one_proportion(number, told):
    """Not a span from it to itself."""
    rows = {"statement": ["All."], "count": [number], "denominators": [2 * number], "proportions": [0.4]}
    drawn = figures.possible_proportions(pd.DataFrame(rows).assign(low=0.2, high=0.6))
    assert drawn.alt == f"{told} of those who answered."


@pytest.mark.parametrize("unseen", [0, 3])
def test_bounds_are_of_everyone_only_where_everybody_was_heard_from(unseen):
    """Whoever was never heard from is not in the bounds, so that they are of the others, and said to be."""
    rows = pd.DataFrame({"wave": ["Start"], "yes": [6], "answered": [8], "low": [0.6], "high": [0.8]})
    drawn = missing_bounds(rows, unseen)
    texts = [drawn.alt, *drawn.numbers.columns, *(text.get_text() for text in drawn.figure.findobj(Text))]
    assert any("everyone" in text for text in texts) == (not unseen)
    assert any("those heard from" in text for text in texts) == bool(unseen)
    assert missing_bounds(rows.assign(high=0.6), unseen).alt.startswith(
        "Everybody who was" if unseen else "Everybody a"
    )


def test_of_nobody_who_answered_twice_no_numbers_are_given():
    """An answer table of people heard from once says that nobody answered twice."""
    moves = np.zeros((3, 3), int)
    moves[0, 2], moves[2, 1] = 4, 5
    assert people_in_table(AnswerTable("Calm?", "Before", "After", ("no", "yes"), moves)).alt == (
        "Calm: nobody answered twice."
    )


def test_without_pairs_a_row_says_so():
    drawing = paired_differences(differences(1, pairs=0))
    assert "no pairs" in [text.get_text() for text in drawing.figure.findobj(Text)]
    assert "| 0 | 2 | 5 | no pairs" in table(drawing) and drawing.alt.startswith("Nobody answered")


def test_themes_print_people_and_denominator():
    drawing = people_by_theme(named())
    shown = [text.get_text() for text in drawing.figure.findobj(Text)]
    assert shown.count("20/23") == 2 and shown.count("0/23") == 2
    assert "Question 0: Theme 5 | 20/23 | 87% | 10% to 60%" in table(drawing)
    assert "Question 0: 23 people answered" in shown
    assert drawing.alt == "Question 0: most often Theme 5, by 20 of 23 people."


def test_themes_that_are_level_are_all_named_as_the_most():
    """None of them is first."""
    drawing = people_by_theme(named(1).assign(people=[8, 8, 3]))
    assert drawing.alt == "Question 0: most often Theme 5 and Theme 3, each by 8 of 23 people."


def test_ratings_show_those_without_a_score_and_widths_are_people():
    drawing = people_by_score(rated([0, 0, 2, 10, 9], 3))
    figure = drawing.figure
    bars = [patch for patch in figure.axes[0].patches if patch.get_height() > 5]
    widths = [bar.get_width() / bars[0].get_width() * 2 for bar in bars]
    assert widths == pytest.approx([2, 10, 9, 3])
    assert "no score: 3" in [text.get_text() for text in figure.findobj(Text)]
    assert table(drawing).splitlines()[-2:] == ["The course: 5 | 9", "The course: no score | 3"]


def test_where_nobody_is_missing_a_sentence_says_so():
    """Neither a grid of one tile, nor bounds without width, nor rows of noughts."""
    rows = pd.DataFrame({"wave": ["Start"], "yes": [6], "answered": [8], "low": [0.75], "high": [0.75]})
    assert missing_bounds(rows)[1].startswith("Everybody answered")
    assert tipping_grid([["significant"]], [[0.1]], "Start", "End", "significant")[1].startswith("Nobody is missing")
    figure, *_ = who_changed([Change("Involved", "Start", "End", [[5, 1, 0], [3, 4, 0], [0, 0, 0]])])
    assert "Answered at both: 13. Nobody is left out." in [text.get_text() for text in figure.axes[0].texts]


def test_the_table_of_changes_has_long_labels_unbroken():
    label = "a-very-long-name-of-one-of-the-waves-without-any-blank"
    assert label in table(who_changed([Change("Involved", label, "End", [[5, 1, 0], [3, 4, 0], [0, 0, 0]])]))


def test_who_changed_draws_what_fits_a_page_and_tells_the_rest():
    drawing = who_changed(
        [Change(f"Question {n}", "Start", "End", [[5, 1, 0], [3, 4, 0], [0, 0, 0]]) for n in range(20)]
    )
    assert "Not drawn: 14 more questions." in [text.get_text() for text in drawing.figure.axes[0].texts]
    assert drawing.figure.get_size_inches()[1] * 25.4 < 260
    assert "Question 19" in table(drawing)


@pytest.mark.parametrize("question", [dots(), dots(80, 60, 20, 40), dots(0, 0, 3, 0), dots(200, 0, 0, 0)])
def test_each_person_is_one_dot(question):
    """Markers counted on the drawing, kind by kind, within the page."""
    figure, *_ = people_as_dots([question])
    drawn = {line.get_marker(): len(line.get_xdata()) for line in figure.axes[0].lines}
    assert drawn == {KINDS[kind][0]: people for kind, people in question.people.items() if people}
    for line in figure.axes[0].lines:
        assert (
            max(line.get_xdata()) < figure.axes[0].get_xlim()[1]
            and max(line.get_ydata()) < figure.axes[0].get_ylim()[0]
        )


def test_kinds_are_told_apart_without_colour():
    """Of the kinds of one question no two have the same shape and the same grey."""
    for kinds in (("improved", "same", "worse", "not heard from"), ("yes twice", "began", "stopped", "no twice")):
        shades = {(KINDS[kind][0], grey(KINDS[kind][1])) for kind in kinds}
        assert len(shades) == len(kinds)


def grey(colour):
    """The lightness of a colour in ten steps."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return round((0.299 * red + 0.587 * green + 0.114 * blue) / 25.5)


def test_more_people_than_dots_are_told_in_numbers():
    """Above 200 people nothing is drawn of the question, and its numbers stand there."""
    figure, alt, *_ = people_as_dots([dots(900)])
    assert not figure.axes[0].lines and "900 improved" in alt
    assert any("too many people for a dot each" in text.get_text() for text in figure.findobj(Text))


@pytest.mark.parametrize("better", ["higher", "lower"])
def test_the_table_has_each_person_in_their_cell(better):
    """As many marks of each kind as people who improved, stayed, got worse and were not heard from."""
    question = answer_table(4)._replace(better=better)
    drawing = people_in_table(question)
    figure = drawing.figure
    drawn = dict.fromkeys(KINDS, 0)
    marker_of = {KINDS[kind][0]: kind for kind in ("improved", "same", "worse", "not heard from")}
    for line in figure.axes[0].lines:
        drawn[marker_of[line.get_marker()]] += len(line.get_xdata())
    square = question.moves[:-1, :-1]
    up, down = int(np.triu(square, 1).sum()), int(np.tril(square, -1).sum())
    assert (drawn["improved"], drawn["worse"]) == ((up, down) if better == "higher" else (down, up))
    assert drawn["same"] == np.trace(square) and drawn["not heard from"] == question.moves.sum() - square.sum()
    assert drawing.numbers.iloc[:, 1:].astype(int).to_numpy().tolist() == question.moves.tolist()


@pytest.mark.parametrize("pairs", [1, 2])
def test_p_values_of_differences_stand_on_their_side_of_the_level_of_the_intervals(pairs):
    """As the interval beside them does: 0.1004 is no 0.10 where intervals are of 90%, in both forms and in words."""
    rows = differences(pairs).assign(pvalue=0.1004)
    drawing, plain = paired_differences(rows, 0.9), paired_differences(rows)
    for figure in (drawing.figure, drawing.narrow):
        assert sum(text.get_text() == "0.1004" for text in figure.findobj(Text)) == pairs
    assert drawing.numbers["p"].tolist() == ["0.1004"] * pairs and plain.numbers["p"].tolist() == ["0.10"] * pairs
    assert "p = 0.1004" in drawing.alt and "p = 0.10." in plain.alt
