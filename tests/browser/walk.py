"""Walks through a built site in Chromium: ``python tests/browser/walk.py build/site``.

Links, keyboard, a screen of 390 pixels, no script, print, a dark screen.  It needs playwright and a Chromium; where
they are not there one sentence says so, and nothing fails.  CHROMIUM names a browser that is not where playwright or
the system has it.
"""

import importlib.util
import os
import random
import shutil
import sys
import time
from pathlib import Path

SEED, NUMBERS = 15, 10
NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def links(page, top, drawn):
    """Ten numbers lead by one click to their code, by two to the notebook's cell, by three to rows; and back by one.

    One that rests on assumptions alone says so in the place of rows.
    """
    for id in drawn:
        page.goto(f"{top}/paper.html")
        number = page.locator(f'a.claim[href="claims/{id}.html"]').first
        anchor = number.get_attribute("id")
        number.click()
        assert page.locator(".cell pre.sourceCode").count() == 1, f"{id}: its page shows no code"
        here = page.url
        page.locator(f'a[href="../paper.html#{anchor}"]').first.click()
        assert page.url.endswith(f"paper.html#{anchor}"), f"{id}: no way back to the paper"
        page.goto(here)
        page.locator('a[href*="#cell-"]').first.click()
        assert page.locator(":target pre.sourceCode").count() == 1, f"{id}: its cell is not in the notebook"
        page.go_back()
        rows = page.locator('#rows ~ p a[href*="/data/"], #rows ~ ul a[href*="/data/"]')
        if not rows.count():
            assert "It reads no data file" in page.locator("#rows + p").inner_text(), f"{id}: no way to its rows"
            continue
        rows.first.click()
        assert page.locator('tr[id^="row-"]').count() > 0, f"{id}: no rows"
        page.go_back()
        assert page.url == here, f"{id}: back leads to {page.url}"


def keyboard(page, top, id):
    """The first key leads past the navigation, and the following ones to every link of the page."""
    page.goto(f"{top}/claims/{id}.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip", "Tab does not reach the way past the navigation"
    assert page.locator(".skip").bounding_box()["x"] >= 0, "the way past the navigation is not seen when it is reached"
    page.keyboard.press("Enter")
    assert page.url.endswith("#content")
    page.goto(f"{top}/claims/{id}.html")
    stops = page.evaluate("document.querySelectorAll('a[href], summary, [tabindex=\"0\"]').length")
    reached = set()
    for _ in range(stops):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", "what has the focus does not show it"
    assert len(reached) == stops, f"Tab reaches {len(reached)} of {stops}"


def narrow(page, top, pages):
    """No page moves sideways on a telephone."""
    page.set_viewport_size(NARROW)
    for name in pages:
        page.goto(f"{top}/{name}")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= NARROW["width"], f"{name} is {width} pixels wide"
    page.set_viewport_size(WIDE)


def no_script(browser, top, id):
    """With scripts turned off all is there."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{top}/claims/{id}.html")
    assert page.locator("h1").inner_text() and page.locator(".cell pre.sourceCode").is_visible()
    assert page.locator("script").count() == 0
    context.close()


def printing(page, top, id):
    """On paper there is the text and no navigation; what all must carry stands above the text, and not upon it."""
    page.emulate_media(media="print")
    page.goto(f"{top}/paper.html")
    for mark in page.locator(".notice, header.site .mark").all():
        head = mark.evaluate("e => getComputedStyle(e.closest('header') || e).display")
        assert mark.is_visible() and head == "table-header-group", f"paper.html: {mark.inner_text()}"
    page.goto(f"{top}/claims/{id}.html")
    assert not page.locator("header.site nav").is_visible() and page.locator("h1").is_visible()
    assert len(page.pdf()) > 10_000
    page.emulate_media(media="screen")


def accessible(page, top, pages, drawn):
    """No rule of axe-core is broken, best practices included, where a package brings it."""
    place = importlib.util.find_spec("axe_playwright_python")
    if place is None:
        return "axe: not run, since axe-playwright-python is not here"
    program = next(Path(place.origin).parent.rglob("axe.min.js")).read_text(encoding="utf-8")
    kinds = {name.rpartition("/")[0]: name for name in reversed(pages) if "/" in name}  # the first of each folder
    some = [name for name in pages if "/" not in name or name in kinds.values() or Path(name).stem in drawn[:3]]
    for width, scheme in ((WIDE, "light"), (WIDE, "dark"), (NARROW, "light")):
        page.set_viewport_size(width)
        page.emulate_media(color_scheme=scheme)
        for name in some:
            page.goto(f"{top}/{name}")
            page.evaluate(program)
            violations = page.evaluate("axe.run()")["violations"]
            assert not violations, f"{name}: {violations[0]['id']}: {violations[0]['nodes'][0]['html'][:80]}"
    return f"axe: {len(some)} pages at both widths, and on a dark screen, nothing broken"


def dark(page, top, pages):
    """On a dark screen no page stays light, and no figure lies upon the dark; on paper all is light."""
    lightness = "c => c.match(/\\d+/g).slice(0, 3).reduce((a, b) => a + +b, 0) / 765"
    ground = f"({lightness})(getComputedStyle(document.documentElement).backgroundColor)"
    for name in pages:
        page.emulate_media(media="screen", color_scheme="dark")
        page.goto(f"{top}/{name}")
        assert page.evaluate(ground) < 0.2, f"{name} stays light on a dark screen"
        assert page.evaluate(
            "[...document.images].every(i => getComputedStyle(i).backgroundColor === 'rgb(255, 255, 255)')"
        ), f"{name}: a figure lies upon the dark"
        page.emulate_media(media="print", color_scheme="dark")
        assert page.evaluate(ground) == 1, f"{name} is printed dark"
    page.emulate_media(media="screen", color_scheme="light")


def walk(browser, site):
    """All of it; gives what was looked at, a line each."""
    top = f"file://{site}"
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html") if path.parent.name != "paper")
    context = browser.new_context(viewport=WIDE)
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{top}/paper.html")
    printed = sorted({link.get_attribute("href") for link in page.locator("a.claim").all()})
    drawn = random.Random(SEED).sample([Path(one).stem for one in printed], min(NUMBERS, len(printed)))
    started = time.monotonic()
    links(page, top, drawn)
    yield f"links: {len(drawn)} numbers to code and rows, and back, in {time.monotonic() - started:.0f} s"
    keyboard(page, top, drawn[0])
    yield "keyboard: every link of a number's page is reached, and shows it"
    narrow(page, top, pages)
    yield f"{NARROW['width']} pixels: {len(pages)} pages, none moves sideways"
    no_script(browser, top, drawn[0])
    yield "no script: all is there"
    printing(page, top, drawn[0])
    yield "print: the text below what it must carry, no navigation"
    some = [name for name in pages if "/" not in name]
    dark(page, top, some)
    yield f"dark: {len(some)} pages, each with its figures on white; light on paper"
    yield accessible(page, top, pages, drawn)
    elsewhere = [url for url in asked if not url.startswith(("file:", "data:"))]
    assert not elsewhere, f"fetched: {elsewhere[:3]}"
    yield f"addresses: {len(asked)} files were asked for, none from elsewhere"


def main(folder):
    """Walk through the site in ``folder``; 0 where all is well or no browser is there, else 1."""
    site = Path(folder).resolve()
    if not (site / "index.html").is_file():
        print(f"There is no site in {folder}: run make site first.")
        return 1
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        print("Not run: this Python has no playwright. BROWSER=path/to/python names one that has.")
        return 0
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        except Error as error:
            print(f"Not run: no Chromium could be started ({str(error).splitlines()[0]}). CHROMIUM names one.")
            return 0
        try:
            for line in walk(browser, site):
                print(line)
        except AssertionError as error:
            print(f"Failed: {error}")
            return 1
        finally:
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:] or ["build/site"]))
