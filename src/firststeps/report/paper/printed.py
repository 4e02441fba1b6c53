"""Where the manuscript prints each claim, and in which words: the way back from a recorded number to the sentences."""

import json

from firststeps.files import write_text
from firststeps.report.paper.checklists import headings


def printed(text, claims, mentions, origin="observed"):
    """For each claim its printed value and its places in the manuscript ``text``: what stands there, line and section.

    ``mentions`` are those that rendering ``text`` gave, for a study whose data are of that ``origin``.  A claim that is
    printed nowhere has no places.

    >>> from firststeps.report.claims.claim import Claim
    >>> from firststeps.report.claims.in_text import Mention
    >>> claims = {"course.people": Claim("course.people", 30, "people")}
    >>> told = printed("# Results\\n\\nThe {{ ... }}", claims, [Mention(claims["course.people"], "Thirty", line=3)])
    >>> told["course.people"]
    {'printed': '30', 'places': [{'text': 'Thirty', 'line': 3, 'section': 'Results'}]}
    """
    by_id = {id: {"printed": claim.printed, "places": []} for id, claim in claims.items()}
    section = sections(text, origin)
    for mention in mentions:
        place = {"text": mention.text, "line": mention.line, "section": section[mention.line]}
        if place not in by_id[mention.claim.id]["places"]:
            by_id[mention.claim.id]["places"].append(place)
    return by_id


def write_printed(path, by_id):
    """Write what `printed` gave to the JSON file ``path``."""
    write_text(path, json.dumps(by_id, indent=1, ensure_ascii=False) + "\n")


def sections(text, origin):
    """The headings of the manuscript ``text`` that its lines stand under, by line, counted from 1.

    Above the first one, and so at line 0, stands the abstract.

    >>> sections("To begin with.\\n# Results\\n## Who came\\nThirty.", "observed")
    ['Abstract', 'Abstract', 'Results', 'Who came', 'Who came']
    """
    under = ["Abstract"]
    for line in text.splitlines():
        under.append((headings(line, origin) or under)[-1])
    return under
