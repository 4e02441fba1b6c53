"""Reporting checklists: which section of the manuscript answers each item, checked and printed as its supplement.

``paper/checklists.yaml`` lists the checklists; an item has a ``topic`` in few words and either ``where`` (headings
of the manuscript), or ``not applicable`` (the reason), or ``not stated`` (what the source lacks that would answer it).
"""

import json
import math
import re

from firststeps.report.claims.in_text import ManuscriptError
from firststeps.report.paper.numerals import unmarked
from firststeps.report.paper.rendering import escape
from firststeps.study.parts.texts import nearest
from firststeps.study.yaml_text import YamlError, load_text

_HEADING = re.compile(r"^#+ (?P<title>.+?)(?: *\{[^{}%]*\})?$", re.MULTILINE)
_EITHER = re.compile(r"{% if study.synthetic %}(?P<synthetic>.*?){% else %}(?P<observed>.*?){% endif %}")
REASONS = ("not applicable", "not stated")
LINES, PAGE = (38, 57), 44  # characters that a line of topic and answer holds, and lines that a page holds, about
RULE = f"|:-------|:{36 * '-'}|:{54 * '-'}|"


def headings(manuscript, origin="observed"):
    """Give the headings of a manuscript's source, as they read where the data are of that origin.

    >>> source = "# Methods\\n\\n## {% if study.synthetic %}Synthetic data: who{% else %}Who{% endif %} came\\n"
    >>> headings(source), headings(source, "synthetic")[1]
    (['Methods', 'Who came'], 'Synthetic data: who came')
    """
    source = unmarked(_EITHER.sub(lambda either: either[origin], manuscript))
    return [match["title"].strip() for match in _HEADING.finditer(source)]


def read_checklists(text, known):
    """Give the checklists of a ``checklists.yaml``: a list of dictionaries with name, about, source and items.

    ``known`` are the headings that an item may point to, besides "Title" and "Abstract".  ManuscriptError names every
    item that has neither a section nor a reason, and every section that is not there.

    >>> one = "- {name: STROBE, about: '', source: x, items: [{item: 13c, topic: Flow diagram, where: [Who came]}]}"
    >>> read_checklists(one, ["Who came"])[0]["items"][0]["where"]
    ['Who came']
    >>> read_checklists(one.replace("where: [Who came]", "where: []"), ["Who came"])
    Traceback (most recent call last):
    firststeps.report.claims.in_text.ManuscriptError: checklists.yaml, STROBE 13c (Flow diagram): name the section ...
    """
    try:
        checklists = load_text(text, typed=True) or []
    except YamlError as fault:
        raise ManuscriptError(f"checklists.yaml is not YAML: {fault}.") from None
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


def checklist_markdown(checklists, title, printed=None):
    """Give the supplement as Markdown: a table for each checklist, with the answer of each item.

    ``printed`` gives for each heading how the manuscript prints it, where that differs.

    >>> items = [{"item": "14c", "topic": "Time followed", "not applicable": "waves are fixed"}]
    >>> one = [{"name": "STROBE", "about": "items 14", "source": "@elm2007", "items": items}]
    >>> print(checklist_markdown(one, "A study").split("\\n\\n")[2])
    | Item | Topic | Where |
    |:-------|:------------------------------------|:------------------------------------------------------|
    | 14c | Time followed | Not applicable: waves are fixed |
    """
    tall, parts = False, []
    for checklist in checklists:
        answers = [_answer(item, printed or {}) for item in checklist["items"]]
        cells = [
            (item["item"], item["topic"], answer) for item, answer in zip(checklist["items"], answers, strict=True)
        ]
        tall |= sum(map(_lines, cells)) > PAGE
        table = "\n".join(["| Item | Topic | Where |", RULE, *(f"| {' | '.join(row)} |" for row in cells)])
        parts += [f"# {checklist['name']}", table, f": {checklist['about']} {checklist['source']}."]
    setting = f"in-place: true\ntall-tables: {str(tall).lower()}"  # a table stays on one page unless it is longer
    subtitle = json.dumps(escape(title), ensure_ascii=False)
    front = f"---\ntitle: Reporting checklists\nsubtitle: {subtitle}\nlang: en-GB\n{setting}\n---"
    return "\n\n".join([front, *parts, "# References", "::: {#refs}\n:::"])


def _lines(row):
    """The lines that a row takes in print, about."""
    return max(math.ceil(len(text) / line) for text, line in zip(row[1:], LINES, strict=True))


def _faults(item, places):
    """Say what is wrong with the answer of one item."""
    where, reasons = item.get("where"), [reason for reason in REASONS if item.get(reason)]
    if not where and not reasons:
        yield "name the section that answers it under where, or the reason under not applicable or not stated."
    if bool(where) + len(reasons) > 1:
        yield "give one answer: where, not applicable or not stated."
    for place in where or []:
        if place not in places:
            yield f"the manuscript has no section {place!r} ({nearest(place, places)})."


def _answer(item, printed):
    """Give the last cell of an item's row; semicolons part sections: a heading may hold commas or an "and"."""
    if item.get("where"):
        return "; ".join(printed.get(place, place) for place in item["where"])
    return next(f"{reason.capitalize()}: {item[reason]}" for reason in REASONS if item.get(reason))
