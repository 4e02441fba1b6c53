"""Reporting checklists: which section of the manuscript answers each item, checked and printed as its supplement.

``paper/checklists.yaml`` lists the checklists; an item has a ``topic`` in few words and either ``where`` (headings
of the manuscript) or ``not applicable`` (the reason).
"""

import re

import yaml

from firststeps.report.mention import ManuscriptError
from firststeps.report.wording import listing
from firststeps.study_parts import nearest

_HEADING = re.compile(r"^#+ (?P<title>.+?)(?: *\{[^{}%]*\})?$", re.MULTILINE)
_EITHER = re.compile(r"{% if [^%]*%}.*?{% else %}(?P<plain>.*?){% endif %}")


def headings(manuscript):
    """The headings of a manuscript's source, as they read where the data are observed.

    >>> headings("# Methods\\n\\n## {% if study.synthetic %}Synthetic data: who{% else %}Who{% endif %} came\\n")
    ['Methods', 'Who came']
    """
    return [
        match["title"].strip() for match in _HEADING.finditer(_EITHER.sub(lambda found: found["plain"], manuscript))
    ]


def read_checklists(text, known):
    """The checklists of a ``checklists.yaml``: a list of dictionaries with name, about, source and items.

    ``known`` are the headings that an item may point to, besides "Title" and "Abstract".  ManuscriptError names every
    item that has neither a section nor a reason, and every section that is not there.

    >>> one = "- {name: STROBE, about: '', source: x, items: [{item: 13c, topic: Flow diagram, where: [Who came]}]}"
    >>> read_checklists(one, ["Who came"])[0]["items"][0]["where"]
    ['Who came']
    >>> read_checklists(one.replace("where: [Who came]", "where: []"), ["Who came"])
    Traceback (most recent call last):
    firststeps.report.mention.ManuscriptError: checklists.yaml, STROBE 13c (Flow diagram): name the section ...
    """
    checklists = yaml.safe_load(text) or []
    places = ["Title", "Abstract", *known]
    faults = [
        f"checklists.yaml, {checklist['name']} {item['item']} ({item['topic']}): {fault}"
        for checklist in checklists
        for item in checklist["items"]
        for fault in _faults(item, places)
    ]
    if faults:
        raise ManuscriptError("\n".join(faults))
    return checklists


def checklist_markdown(checklists, title):
    """The supplement as Markdown: a table for each checklist, with the answer of each item.

    >>> items = [{"item": "14c", "topic": "Time followed", "not applicable": "waves are fixed"}]
    >>> one = [{"name": "STROBE", "about": "items 14", "source": "@elm2007", "items": items}]
    >>> print(checklist_markdown(one, "A study").split("\\n\\n")[3])
    | Item | Topic | Where |
    |:-----|:----------------------------------------|:----------------------------------------|
    | 14c | Time followed | Not applicable: waves are fixed |
    """
    front = f'---\ntitle: Reporting checklists\nsubtitle: "{title}"\nlang: en-GB\nin-place: true\n---'
    parts = [front]
    for checklist in checklists:
        rule = f"|:-----|:{40 * '-'}|:{40 * '-'}|"
        rows = [f"| {item['item']} | {item['topic']} | {_answer(item)} |" for item in checklist["items"]]
        table = "\n".join(["| Item | Topic | Where |", rule, *rows])
        parts += [f"# {checklist['name']}", f"{checklist['about']} {checklist['source']}.", table]
    return "\n\n".join([*parts, "# References", "::: {#refs}\n:::"])


def _faults(item, places):
    """What is wrong with the answer of one item."""
    where, reason = item.get("where"), item.get("not applicable")
    if not where and not reason:
        yield "name the section that answers it under where, or the reason under not applicable."
    for place in where or []:
        if place not in places:
            yield f"the manuscript has no section {place!r} ({nearest(place, places)})."


def _answer(item):
    """The last cell of an item's row."""
    if item.get("where"):
        return listing(item["where"])
    return f"Not applicable: {item['not applicable']}"
