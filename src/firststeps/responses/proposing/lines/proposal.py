"""A proposed ``study.yaml``: what was found in the files, and its text, what would do most harm first."""

from dataclasses import dataclass, field

from firststeps.responses.proposing.lines.items import item_ids, item_lines, outcome_lines
from firststeps.responses.proposing.lines.waves import wave_lines
from firststeps.responses.proposing.lines.writing import ASK, BETTER, MARK, yaml_text
from firststeps.responses.proposing.people.who import Who

MOST_MARKS = 8  # questions of a proposal
HEAD = """# Proposed by `python -m firststeps inspect`. What `# ?` marks is a question: settle it, then take the mark
# away; a line that begins with # counts once you take that away too. docs/study-yaml.md explains each key.
title: {title}
synthetic: false           # true only if the answers are made up
# participants: {people}         # how many people there were to hear from, whether or not they answered
"""
GOVERNANCE = """
# governance:              # what journals, trusts and boards ask; `release: {mode: public}` waits until it is said
#   ethics: ""             # who approved it, or where it is registered as service evaluation, or why neither was needed
#   consent: ""            # what people were told and agreed to
#   funding: ""            # who paid for it
#   interests: ""          # what those who did it might gain or lose by its result
#   access: ""             # who may see what, and whom to ask
#   licence: ""            # how data, figures and texts may be used
#   contributions: []      # as in [{name: Ann Example, roles: [methodology]}]
#   archive: {address: "", doi: ""}"""


@dataclass
class Proposal:
    """What was found in the files: who answered, the lines of the waves and of the data, the items.

    ``items`` is a list of (profile, waves asked, columns), ``labels`` what a statistics program calls the columns;
    ``participants`` is how many people the files show; ``dates`` are the profiles of columns that tell when somebody
    answered, ``asked`` what else there is to ask about the waves.
    """

    people: Who
    waves: list
    data: list
    items: list
    labels: dict
    counts: bool = False
    participants: int = 0
    dates: list = field(default_factory=list)
    asked: str = ""

    @property
    def wave_ids(self):
        """The ids of the waves, in order."""
        return [wave for wave, _ in self.waves]


def proposal_text(title, proposal):
    """The text of a ``study.yaml``: what would do most harm if it were wrong comes first."""
    ids = item_ids(proposal.items)
    parts = [
        [HEAD.format(title=yaml_text(title), people=proposal.participants or "...")],
        [] if proposal.counts else who_lines(proposal.people),
        ["waves:", *wave_lines(proposal.waves, proposal.asked), ""],
        ["data:", *proposal.data, ""],
        outcome_lines(proposal, ids),
        item_lines(proposal, ids),
        GOVERNANCE.splitlines(),
    ]
    return "\n".join(few_marks([line for part in parts for line in part])) + "\n"


def who_lines(who):
    """The lines of ``study.yaml`` on who answered, the most harmful guess of all first."""
    if not who.linked:
        return [
            f"linked: no{ASK} {who.doubt}",
            "# If one column does hold each person's own code, put in place of that line:",
            "# identifier:",
            "#   column: ...",
            "",
        ]
    if who.rows:
        return ["identifier:", f"  rows: true{ASK} {who.doubt}", ""]
    note = f"{ASK} {who.doubt}" if who.doubt else f"   # {who.evidence}" * bool(who.evidence)
    codes = [f"  made_codes: true           # codes take the place of {who.personal} before anything is shown"]
    columns = [f"  columns: {{{', '.join(f'{wave}: {yaml_text(column)}' for wave, column in who.columns)}}}"]
    more = [*(columns if who.columns else []), *(codes if who.personal else [])]
    return ["identifier:", f"  column: {yaml_text(who.column)}{note}", *more, ""]


def few_marks(lines):
    """The lines with at most :data:`MOST_MARKS` questions: those that come after are told, and no longer asked.

    Which way people improve is asked where the others leave room: it loses nobody, and puts nobody elsewhere.

    >>> few_marks(["a   # ? one"] * 9)[7:]
    ['a   # ? one', 'a   # look: one']
    >>> few_marks([f"a   # ? {BETTER}", *["b   # ? one"] * 8])[0].startswith("a   # look: do people improve")
    True
    """
    others = sum(MARK in line and not line.endswith(BETTER) for line in lines)
    left = {True: max(0, MOST_MARKS - others), False: MOST_MARKS}
    for place, line in enumerate(lines):
        if MARK not in line:
            continue
        left[line.endswith(BETTER)] -= 1
        if left[line.endswith(BETTER)] < 0:
            lines[place] = line.replace(MARK, "# look:" if line.partition(MARK)[2].strip() else "# look")
    return lines


def ignore_lines(why):
    """The columns that are left unread, each with the reason."""
    if not why:
        return []
    lines = (f"    - {yaml_text(name)}   # {reason}" for name, reason in why.items())
    return ["  ignore:                  # columns that are not read, each with the reason", *lines]
