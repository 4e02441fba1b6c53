"""The colours of pages: each has a name, by day and by night, and can be read on every ground that it stands on."""

import re

import pytest

from firststeps.report.paper.manuscript import STYLE
from firststeps.report.site import pages
from firststeps.verification import receipt

GROUNDS, TEXTS = ("paper", "shade", "lit"), ("ink", "soft", "link", "mark", "word", "text")
ARTICLE = (STYLE / "article.css").read_text(encoding="utf-8")
DAY, NIGHT = (dict(re.findall(r"--([\w-]+): (#\w+)", block)) for block in re.findall(r":root \{(.*?)\}", ARTICLE, re.S))


def luminance(colour):
    """The relative luminance of a colour such as #fff, by WCAG 2.2."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    """The contrast ratio of two colours, by WCAG 2.2."""
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def test_the_contrast_of_black_on_white_is_21():
    assert contrast("#000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("colours", [DAY, NIGHT], ids=["day", "night"])
def test_every_text_can_be_read_on_every_ground(colours):
    """WCAG's level AA asks for 4.5."""
    for text in TEXTS:
        for ground in GROUNDS:
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)


def test_night_has_each_colour_of_the_day_and_is_dark():
    assert DAY.keys() == NIGHT.keys() == {*GROUNDS, *TEXTS, "rule", "faint"}
    assert luminance(DAY["paper"]) == 1 and luminance(NIGHT["paper"]) < 0.02


def test_no_colour_stands_without_its_name():
    """One that did would stay as it is by night."""
    rules = re.sub(r":root \{.*?\}", "", ARTICLE, flags=re.S).replace("img { background: #fff; }", "")
    for text in (rules, pages.STYLE.read_text(encoding="utf-8")):
        assert not re.findall(r"#(?:[0-9a-fA-F]{3}){1,2}\b(?=[ ;])", text)


def test_night_is_no_matter_of_paper():
    """What is printed from a dark screen is dark ink on white."""
    assert set(re.findall(r"@media ([^{]*dark[^{]*)\{", ARTICLE + receipt.STYLE)) == {
        "screen and (prefers-color-scheme: dark) ",
        "screen and (prefers-color-scheme:dark)",
    }


def test_a_receipt_can_be_read_by_day_and_by_night():
    """Green, red and grey on its ground."""
    day, night = receipt.STYLE.split("@media")
    for style in (day, night):
        ground = re.search(r"background:(#\w+)", style)[1]
        texts = re.findall(r"[{;]color:(#\w+)", style)
        assert len(texts) == 4 and min(contrast(text, ground) for text in texts) >= 4.5
