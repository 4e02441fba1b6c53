"""A paper's statements about the outcomes of a study, as one object: whom they count, and what they allow."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from firststeps.paired.published.consequences import Consequences
from firststeps.paired.published.possible import PossibleTables, Summary, possible_tables
from firststeps.responses.given.published import (
    PublishedError,
    people_spoken_of,
    read_published,
    set_aside,
    statements_at_waves,
    summary_of,
)
from firststeps.study import Study


@dataclass(frozen=True)
class Paper:
    """What a paper states of the outcomes of ``study``, statement by statement, as `read_published` reads it."""

    statements: pd.DataFrame
    study: Study

    @property
    def source(self) -> str:
        """Where the statements stand: each work once, after it its places, as "..., abstract; table 5"."""
        places = {}
        for source in dict.fromkeys(self.statements["source"]):
            work, comma, place = source.rpartition(", ")
            places.setdefault(work + comma, []).append(place)
        return "; ".join(work + "; ".join(of_it) for work, of_it in places.items())

    @property
    def derived(self) -> dict:
        """What is said of a number that follows from the paper's statements and stands in none of them."""
        return {"origin": "derived", "source": f"worked out from: {self.source}"}

    @property
    def counted(self) -> pd.DataFrame:
        """The statements with a number of people, ``id`` among their columns."""
        people = (self.statements["unit"] == "people") & self.statements["number"].notna()
        return self.statements[people].reset_index()

    @cached_property
    def _most(self):
        """The statement that counts most people; None where none counts any."""
        counted = self.counted
        return None if counted.empty else counted.loc[counted["number"].astype(float).idxmax()]

    @property
    def course(self) -> int:
        """The most people that a statement counts: everyone who came; 0 where none counts any."""
        return 0 if self._most is None else int(self._most["number"])

    @property
    def attended(self) -> str:
        """Who they are, in words."""
        return "people" if self._most is None else self._most["population"] or "people"

    @cached_property
    def people(self) -> int:
        """How many people the findings are about; where these are not counted, at most everyone who came."""
        if not self.course:
            return 0
        try:
            return people_spoken_of(self.statements, self.study)
        except PublishedError:
            return self.course

    @property
    def whole(self) -> dict:
        """What is said of a number worked out for everyone who came."""
        return {"n": self.course, "denominator": self.attended, **self.derived}

    @property
    def outside(self) -> dict:
        """Those of them who are not in the findings, as ``n`` and ``denominator``."""
        return {"n": self.course - self.people, "denominator": "people not in the findings"}

    @cached_property
    def counts(self) -> pd.DataFrame:
        """The counts of people at waves, as `statements_at_waves` gives them.

        Beside their columns stand ``id``, ``of`` (its outcome and wave) and ``share``, the least share of everyone who
        came: as if all who were not heard from had said no.
        """
        counts = statements_at_waves(self.statements)
        of = [id.removesuffix(".people") for id in counts.index]
        shares = counts["number"] / self.course if self.course else pd.Series(dtype=float)
        return counts.assign(id=counts.index, of=of, share=shares)

    @property
    def margin(self) -> float:
        """The margin of similarity of the primary comparison."""
        return self.study.primary.margin

    @property
    def called_similar(self) -> str:
        """The id under which the paper may call the proportions of the primary outcome similar."""
        return f"{self.study.primary.outcome}.similar"

    def summary(self, outcome=None, **changed) -> Summary:
        """What is stated of an outcome, the primary one by default; see `summary_of`."""
        return summary_of(self.statements, self.study, outcome, **changed)

    @property
    def set_aside(self) -> str:
        """Which numbers of the primary comparison no table prints as well, in a sentence; "" where there are none."""
        return set_aside(self.statements, self.study.primary.outcome, self.summary())

    def tables(self, outcome=None, **changed) -> PossibleTables:
        """Every table that the paper allows for an outcome, the primary one by default; see `summary_of`."""
        return possible_tables(self.summary(outcome, **changed))

    def follow(self, tables: PossibleTables) -> Consequences:
        """What follows from ``tables``, by the margin and the level of ``study.yaml``."""
        return tables.follow(self.margin, self.study.level)


def read_paper(study, published="data/published.csv") -> Paper:
    """Read what a paper states of the outcomes of ``study``, from the file ``published`` in its folder.

    Raises PublishedError for what is wrong in it.

    >>> paper = read_paper(Study.load("."))
    >>> paper.course, paper.attended, paper.people
    (30, 'people who attended the residential', 26)
    """
    return Paper(read_published(study.folder / published), study)
