"""What a proposed ``study.yaml`` says of who answered: by which column, by which rows, or that nobody can be linked."""

from dataclasses import dataclass, replace

import pandas as pd

from firststeps.responses.proposing.people.candidates import Candidate, evidence, same_code, short


@dataclass(frozen=True)
class Who:
    """How people are told: by a ``column`` of codes, by ``rows``, or (neither) not at all.

    ``doubt`` is what a person must decide, ``evidence`` what was measured; ``personal`` what names somebody and codes
    are made of, if anything; ``columns`` the column at each wave (pairs) where it is called differently, ``spare`` the
    other columns that looked like codes, each with why it is none.  ``within`` is the column of which each value has
    a code once: of places that count their own people, or of who filled the questionnaire in.
    """

    column: str = ""
    rows: bool = False
    doubt: str = ""
    evidence: str = ""
    personal: str = ""
    spare: tuple = ()
    columns: tuple = ()
    within: str = ""

    @property
    def linked(self):
        """Whether anybody can be found again."""
        return bool(self.column) or self.rows

    def with_doubt(self, doubt):
        """The same with one more doubt, behind those there are."""
        return replace(self, doubt="; ".join(filter(None, [self.doubt, doubt])))

    def number(self, tables):
        """How many different people the ``tables`` of cells show, 0 where nobody is told."""
        if not self.column:
            return sum(map(len, tables)) if self.rows else 0
        codes = pd.concat([same_code(cells[self.column]) for cells in tables])
        return int((codes.unique() != "").sum())


def of_waves(candidates, waves):
    """:class:`Who` where each wave has rows of its own: whoever is found again earns it; ``candidates`` are ranked."""
    measured = evidence(candidates, waves)
    best = candidates[0] if candidates and candidates[0].earned else None
    if best is None:
        spare = tuple((c.column, c.doubt) for c in candidates if c.doubt)
        doubt = f"nobody can be found again by any column{f' ({measured})' if measured else ''}"
        return Who(evidence=measured, doubt=doubt, spare=spare)
    rivals = [c for c in candidates[1:] if c.earned and not c.personal and not c.rises and c.again >= best.again * 0.9]
    doubt = ""
    if best.rises:
        doubt = f"it may number the rows: is it the same person's number each time? {measured}"
    elif best.bare:
        doubt = f"nothing calls it a code, and ages are such numbers: has each person one of their own? {measured}"
    elif best.personal:
        shared = f"; {best.twice} rows share one with another of their wave: is each of them one person?"
        one = shared if best.twice else ""
        doubt = f"it holds {best.personal}, and no column of codes finds people: {measured}{one}"
    elif rivals or best.again < best.people / 4:
        doubt = measured
    elif more := [c for c in candidates if c.earned and c.personal and c.again > best.again + 1]:
        most = max(more, key=lambda c: c.again)
        doubt = f"`{short(most.column)}` finds {most.again} people again, `{short(best.column)}` {best.again}: "
        doubt += "are some codes mistyped? if so, correct them in a copy, or say so in identifier: aliases"
    numbers = tuple(
        (c.column, "differs in every row") for c in candidates if c.token and not c.again and not c.likeness
    )
    spare = _spare(best, candidates) + tuple(entry for entry in numbers if entry[0] != best.column)
    return Who(
        best.column, doubt=doubt, evidence=measured, personal=best.personal, spare=tuple(dict(spare[::-1]).items())
    )


def of_rows(candidates, comparable):
    """:class:`Who` where a row is a person; ``comparable`` is whether such a row holds answers of several waves."""
    best = candidates[0] if candidates else None
    measured = evidence(candidates[:1], 1)
    if best is None or (best.personal and not comparable):
        return Who(rows=True, doubt="no column holds codes: is each row one person?")
    rivals = [
        c for c in candidates[1:] if not c.doubt and c.likeness >= best.likeness and not c.personal and not c.rises
    ]
    others = f"or {', '.join(c.column for c in rivals)}" if rivals else ""
    doubt = others or ("" if best.likeness > 0 or best.personal else "which column tells who answered?")
    personal = f"it holds {best.personal}: {measured}" if best.personal else ""
    return Who(
        best.column, doubt=personal or doubt, evidence=measured, personal=best.personal, spare=_spare(best, candidates)
    )


def _spare(best: Candidate, candidates):
    """The other columns that no question needs, each with why."""
    others = [c for c in candidates if c.column != best.column]
    return tuple((c.column, c.doubt or "another code") for c in others if c.doubt or c.likeness > 0)
