"""Fills the templates of the site; every text that stands in them is escaped."""

import functools
from pathlib import Path
from urllib.parse import quote

import jinja2
from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"
STYLE = TEMPLATES.parent / "site.css"


def page(template, title, depth=0, **values):
    """One page from a ``template`` of ``templates/``; ``depth`` is how many folders below the top it stands.

    >>> site = {"title": "S", "mark": "", "checklists": False}
    >>> '<h1>A &lt;b&gt;</h1>' in page("text.html", "A <b>", site=site, body="", paper=False)
    True
    """
    return _environment().get_template(template).render(title=title, root="../" * depth, **values)


@functools.cache
def _environment():
    """What reads the templates, and escapes all that is put into them."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"html": Markup, "address": _address}
    return environment


def _address(name):
    """The address of a page, its name quoted and its anchor kept."""
    name, sign, anchor = name.rpartition(".html#row-")
    return f"{quote(name)}{sign}{anchor}" if sign else quote(anchor)
