"""The pages, asked by axe-core in a browser at the width of a desk and of a phone; left out where there is none."""

import importlib.util
import shutil
from pathlib import Path

import pytest

from tests import ROOT

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PAGES = ("manuscript", "checklists", "first-answer", "for-participants")


@pytest.fixture(scope="module")
def browser():
    """Debian's Chromium, driven by playwright."""
    if CHROMIUM is None or not importlib.util.find_spec("playwright"):
        pytest.skip("Neither a browser nor playwright is here: pip install playwright axe-playwright-python")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def axe():
    """The program of axe-core, as a package brings it."""
    place = importlib.util.find_spec("axe_playwright_python")
    if place is None:
        pytest.skip("axe-core is not here: pip install axe-playwright-python")
    return next(Path(place.origin).parent.rglob("axe.min.js")).read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(browser, axe, name, width):
    """No violation of any of its rules, best practices included; the page itself is never wider than the screen."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((ROOT / "paper" / f"{name}.html").as_uri())
    page.evaluate(axe)
    violations = page.evaluate("axe.run()")["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:80]) for one in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_figure_is_read_without_moving_it(browser, width):
    """Each has one drawing that is shown, none wider than the screen, with letters of 8 points or little less."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto((ROOT / "paper" / "manuscript.html").as_uri())
    shown = page.evaluate("""[...document.querySelectorAll("figure")].map(figure => [...figure.querySelectorAll("img")]
        .filter(image => image.offsetParent).map(image => [image.clientWidth, image.naturalWidth]))""")
    assert shown and all(len(images) == 1 for images in shown)
    for ((across, natural),) in shown:
        assert across <= width and 8 * across / natural > (7.5 if width == 390 else 7)
    page.close()


def test_the_keyboard_skips_to_the_text_and_moves_what_is_wide(browser):
    """The first stop is the way to the text; what is wider than a phone moves by the arrow keys."""
    page = browser.new_page(viewport={"width": 390, "height": 900})
    page.goto((ROOT / "paper" / "manuscript.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#text"
    moved = page.evaluate_handle("[...document.querySelectorAll('.wide')].find(e => e.scrollWidth > e.clientWidth)")
    moved.evaluate("element => element.focus()")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert moved.evaluate("element => element.scrollLeft") > 0
    page.close()
