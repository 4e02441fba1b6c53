"""A page carries what it shows within itself, byte for byte, and nothing else of it changes."""

import base64
import re

import pytest

from firststeps.report.paper.publishing import carry

PAGE = """<html><head>
  <link rel="stylesheet" href="style/a.css" />
</head><body><p>src="picture.svg" &lt;img src="picture.svg"&gt;</p>
<img src="picture.svg" class="for-wide" alt="A &quot;picture&quot;" /><img src="gone.svg" alt="Gone" />
<a href="picture.svg">The picture</a><img alt="far" src="https://example.org/far.png" />
</body></html>
"""


def carried(folder, text):
    """A page of that text in a folder with a picture and a style sheet, when it carries what it shows."""
    (folder / "style").mkdir()
    (folder / "picture.svg").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'>\xc3\xa9</svg>")
    (folder / "style" / "a.css").write_text('p { color: "\\201C" } b { background: url("picture.svg") }\n', "utf-8")
    (folder / "page.html").write_text(text, encoding="utf-8")
    carry(folder / "page.html")
    return (folder / "page.html").read_text(encoding="utf-8")


def test_pictures_and_style_sheets_are_held_byte_for_byte(tmp_path):
    """Each address that begins with data: gives the bytes of the file back, and the style sheet its rules."""
    page = carried(tmp_path, PAGE)
    held = re.findall(r"data:image/svg\+xml;base64,([\w+/=]+)", page)
    assert [base64.b64decode(text) for text in held] == [(tmp_path / "picture.svg").read_bytes()] * 2
    assert '<style type="text/css">\np { color: "\\201C" } b { background: url(data:image/svg+xml;base64,' in page
    assert "stylesheet" not in page


def test_nothing_else_changes(tmp_path):
    """Words, links, what is not there, and what lies elsewhere stay as they are, and a second time changes nothing."""
    page = carried(tmp_path, PAGE)
    shorter = re.sub(r"data:image/svg\+xml;base64,[\w+/=]+", "picture.svg", page)
    after = PAGE.partition("</head>")[2]
    assert shorter.partition("</head>")[2] == after
    carry(tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == page


def test_what_is_held_already_may_be_long(tmp_path):
    """A picture that a page or a style sheet holds is longer than the name of a file may be."""
    text = f'<img src="data:image/png;base64,{"A" * 9000}" alt="x" />'
    assert carried(tmp_path, text) == text
    (tmp_path / "style" / "a.css").write_text(f"b {{ background: url(data:image/png;base64,{'A' * 9000}) }}\n", "utf-8")
    (tmp_path / "page.html").write_text('<link rel="stylesheet" href="style/a.css" />', encoding="utf-8")
    carry(tmp_path / "page.html")
    assert "A" * 9000 in (tmp_path / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["../outside.svg", "/etc/hostname", "style/../../outside.svg"])
def test_nothing_outside_the_folder_is_carried(tmp_path, name):
    """A page is made of what lies beside it."""
    (tmp_path / "outside.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "in").mkdir()
    page = carried(tmp_path / "in", f'<img src="{name}" alt="x" />')
    assert page == f'<img src="{name}" alt="x" />'
