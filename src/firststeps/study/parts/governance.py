"""What may leave the house, and what journals, trusts and boards ask of a study."""

import re
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from firststeps.study.parts.base import Strict, key
from firststeps.study.parts.texts import nearest, tidy, worded

DOI = "https://doi.org/"
# The roles of contributors: CRediT, ANSI/NISO Z39.104-2022.
ROLES = (
    *("conceptualization", "data curation", "formal analysis", "funding acquisition", "investigation", "methodology"),
    *("project administration", "resources", "software", "supervision", "validation", "visualization"),
    *("writing - original draft", "writing - review & editing"),
)


class Release(Strict):
    """What may leave the house."""

    mode: Literal["internal", "public", "published"] = key(
        "`internal`: everything is marked as not for release; `public`: `make all` also makes the folder `release/`, "
        "and nothing else is for release; `published`: the numbers are public already.",
        "public",
        "internal",
    )
    threshold: Annotated[int, Field(ge=1)] = key(
        "In `release/`, counts below this are hidden, and those that would give them away.", "10", 10
    )
    rounding: Annotated[int, Field(ge=1)] = key(
        "The other counts are rounded to multiples of this, at most twice the threshold.", "5", 5
    )
    data_set: str = key(
        "A name for the people, where they are not those of the earlier releases in `data/released.json`.",
        "second course",
        "",
    )


class Contribution(Strict):
    """Somebody who contributed to the study or its paper, and how."""

    name: str = key("Their name; the first in the list is the corresponding author.", "Ann Example")
    orcid: str = key("Their ORCID, of sixteen digits.", "0000-0002-1825-0097", "")
    affiliation: str = key("Where they work, or the group that they belong to.", "Example Trust", "")
    group: bool = key("`true` for a group, such as the developers of a program.", "true", False)
    roles: list[str] = key(
        f"What they did, in the words of CRediT: {', '.join(ROLES)}.", "[methodology, software, validation]", []
    )

    _one_line = field_validator("name", "affiliation")(worded)

    @model_validator(mode="after")
    def _has_a_name(self):
        """Refuse a contribution of nobody."""
        if not self.name:
            raise ValueError("name: expected the name of a person or a group")
        return self

    @field_validator("orcid")
    @classmethod
    def _known_orcid(cls, orcid):
        """An ORCID as it is printed; its last sign is a check on the others (ISO 7064, mod 11-2)."""
        plain = orcid.strip().removeprefix("https://orcid.org/").upper()
        if not plain:
            return ""
        if not re.fullmatch(r"(\d{4}-){3}\d{3}[\dX]", plain, re.ASCII):
            raise ValueError(f"found {orcid!r}; expected four groups of four digits, as in '0000-0002-1825-0097'")
        total = 0
        for digit in plain.replace("-", "")[:-1]:
            total = (total + int(digit)) * 2
        if plain[-1] != "0123456789X"[(12 - total % 11) % 11]:
            raise ValueError(f"{orcid!r} is no ORCID: its last sign does not fit the others, so one is mistyped")
        return plain

    @field_validator("roles")
    @classmethod
    def _known_roles(cls, roles):
        """The roles as CRediT writes them, whatever the letter case and the dash."""
        plain = [re.sub(r"\s*[\u2013\u2014-]\s*", " - ", tidy(role)).casefold() for role in roles]
        for role, written in zip(plain, roles, strict=True):
            if role not in ROLES:
                raise ValueError(f"{written!r} is no role of CRediT ({nearest(role, ROLES)})")
        return plain


class Archive(Strict):
    """Where the compendium is kept for good, so that others can find and cite it."""

    address: str = key("The address of the repository.", "https://osf.io/abcde", "")
    doi: str = key("Its DOI; archives reserve one before anything is uploaded.", "10.5281/zenodo.1234567", "")
    note: str = key("What else there is to say; or why it is not archived.", "It will be at Zenodo on acceptance.", "")

    @field_validator("address")
    @classmethod
    def _known_address(cls, address):
        """Refuse what is no address of the web."""
        plain = address.strip()
        if plain and not re.fullmatch(r"https?://[\w.-]+(:\d+)?(/[-\w.~%/?#@!$&+,;=:]*)?", plain, re.ASCII):
            raise ValueError(f"found {address!r}; expected an address such as 'https://osf.io/abcde'")
        return plain

    @field_validator("doi")
    @classmethod
    def _known_doi(cls, doi):
        """Take the DOI out of its address, and refuse what is none."""
        plain = re.sub(r"^(https?://(dx\.)?doi\.org/|doi:)\s*", "", doi.strip(), flags=re.IGNORECASE)
        if plain and not re.fullmatch(r"10\.\d{4,9}/[-.;()/:\w]+", plain, re.ASCII):
            raise ValueError(f"found {doi!r}; expected a DOI such as '10.5281/zenodo.1234567'")
        return plain

    _one_line = field_validator("note")(worded)

    @property
    def addresses(self):
        """The addresses that are stated: that of the repository, then that of the DOI."""
        return [*filter(None, [self.address, f"{DOI}{self.doi}" if self.doi else ""])]


class Governance(Strict):
    """What journals, trusts and boards ask of a study: said once here, and printed wherever one of them asks.

    The paper, a deposit and the folder `release/` print it. What is not known is said to be so, as in *not stated in
    the paper*; nothing may be left out before `release: {mode: public}` lets anything go out.
    """

    ethics: str = key(
        "Who approved the study and under which reference, or where it is registered as a service evaluation, or why "
        "neither was needed.",
        "Registered as a service evaluation, Example Trust, SE-12",
        "",
    )
    consent: str = key("What people were told and agreed to.", "All gave written consent.", "")
    funding: str = key("Who paid for it, with the numbers of grants; or that nobody did.", "None.", "")
    interests: str = key("What those who did it might gain or lose by its result.", "A. E. ran the course.", "")
    access: str = key("Who may see what, and whom to ask.", "Counts are for everybody", "")
    licence: str = key("How data, figures and texts may be used: a name of SPDX, or words.", "CC-BY-4.0", "")
    contributions: list[Contribution] = key(
        "Those who contributed.", "[{name: Ann Example, roles: [methodology, software]}]", []
    )
    archive: Archive = key("Where the compendium is archived.", "{doi: 10.5281/zenodo.1234567}", Archive())

    _one_line = field_validator("ethics", "consent", "funding", "interests", "access", "licence")(worded)

    @property
    def missing(self):
        """The keys that say nothing yet, in order.

        >>> Governance(ethics="Not stated.", archive=Archive(note="none yet")).missing
        ['consent', 'funding', 'interests', 'access', 'licence', 'contributions']
        """
        archive = self.archive.address or self.archive.doi or self.archive.note
        stated = {name: archive if name == "archive" else getattr(self, name) for name in type(self).model_fields}
        return [name for name, number in stated.items() if not number]
