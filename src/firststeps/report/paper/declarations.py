"""What journals, trusts and boards ask of a study, in words: declarations, and where the compendium is archived.

``governance`` of ``study.yaml`` is asked once; paper, deposit and release print what this module makes of it.
"""

import os
from pathlib import Path
from typing import NamedTuple

from firststeps.errors import Stopped

ORCID = "https://orcid.org/"
TITLES = {
    "ethics": "Ethics",
    "consent": "Consent",
    "funding": "Funding",
    "interests": "Competing interests",
    "contributions": "Contributions",
    "access": "Who may see what",
    "licence": "Licence",
}
_SIGNS = frozenset("\\`*_[]<>#|~$")  # which begin something within a line of Markdown
NOT_STATED = "Not stated."
UNKNOWN_PLACE = "Where the compendium is archived is not stated yet."


class UndeclaredError(Stopped):
    """What must be declared before anything goes out, and is not."""


class Declaration(NamedTuple):
    """One thing that receivers ask, with the answer; ``stated`` is false where ``study.yaml`` has none."""

    key: str
    title: str
    text: str
    stated: bool


def declarations(study):
    """Give what ``study`` declares, in order, each with its title; where archived is said by `archived`.

    >>> from firststeps.study.parts.governance import Contribution, Governance
    >>> from types import SimpleNamespace as Some
    >>> ann = Contribution(name="Ann Example", roles=["Software", "writing – original draft"])
    >>> for one in declarations(Some(governance=Governance(ethics="Not needed.", contributions=[ann])))[:5]:
    ...     print(f"{one.title}: {one.text}")
    Ethics: Not needed.
    Consent: Not stated.
    Funding: Not stated.
    Competing interests: Not stated.
    Contributions: Ann Example (software, writing – original draft).
    """
    governance = study.governance
    answers = {key: getattr(governance, key) for key in TITLES}
    answers |= {"contributions": _contributions(governance), "licence": licence_name(governance.licence)}
    return [
        Declaration(key, title, _sentence(answers[key]) or NOT_STATED, bool(answers[key]))
        for key, title in TITLES.items()
    ]


def archived(study):
    """Give where the compendium of ``study`` is archived as a list of (text, address); without an address it is "".

    >>> from firststeps.study.parts.governance import Archive, Governance
    >>> from types import SimpleNamespace as Some
    >>> archived(Some(governance=Governance(archive=Archive(doi="doi:10.5281/zenodo.1", note="Version 2."))))
    [('The compendium is archived at ', ''), ('https://doi.org/10.5281/zenodo.1', 'https://doi.org/10.5281/zenodo.1'), \
('. Version 2.', '')]
    >>> archived(Some(governance=Governance()))
    [('Where the compendium is archived is not stated yet.', '')]
    """
    place = study.governance.archive
    addresses, note = place.addresses, _sentence(place.note)
    if not addresses:
        return [(note or UNKNOWN_PLACE, "")]
    parts = [("The compendium is archived at ", ""), (addresses[0], addresses[0])]
    for address in addresses[1:]:
        parts += [(", ", ""), (address, address)]
    return [*parts, (f". {note}".rstrip(), "")]


def as_lines(study):
    """Give what ``study`` declares, and where it is archived, as a paragraph each of a README."""
    declared = (f"**{one.title}.** {in_a_line(one.text)}" for one in declarations(study))
    return "\n\n".join([*declared, archived_in_a_line(study)])


def archived_in_a_line(study):
    """Give where the compendium of ``study`` is archived, in a line of Markdown."""
    return "".join(f"<{address}>" if address else in_a_line(text) for text, address in archived(study))


def in_a_line(text):
    """Give a text that may stand in a line of Markdown: nothing in it begins a link, a tag, a picture or a cell.

    >>> in_a_line("A <b>*study*</b> | of [two](x) sites")
    'A \\\\<b\\\\>\\\\*study\\\\*\\\\</b\\\\> \\\\| of \\\\[two\\\\](x) sites'
    """
    return "".join(f"\\{sign}" if sign in _SIGNS else sign for sign in " ".join(str(text).split()))


def refuse_undeclared(study):
    """Refuse to let anything of ``study`` out while ``governance`` leaves a question open: UndeclaredError lists them.

    >>> from firststeps.study import Study
    >>> refuse_undeclared(Study.load("."))
    """
    if problems := undeclared(study):
        raise UndeclaredError("\n".join(problems))


def undeclared(study):
    """Give what ``governance`` of ``study`` leaves open, as no or one sentence with the lines to add.

    >>> from firststeps.study import Study
    >>> undeclared(Study.load("."))
    []
    """
    missing = study.governance.missing
    if not missing:
        return []
    forms = {"contributions": "[{name: ...}]", "archive": "{note: ...}"}
    lines = "\n".join(f"  {key}: {forms.get(key, '...')}" for key in missing)
    return [
        f"{Path(os.path.relpath(study.folder), 'study.yaml').as_posix()}: governance does not say {', '.join(missing)} "
        "yet, and nothing goes out (release > mode: public) before it does. Whoever receives the numbers asks for "
        f"each; what is not known or not needed is said to be so. Add:\ngovernance:\n{lines}"
    ]


def licence_name(licence):
    """Give a licence as its makers print it: SPDX puts hyphens where Creative Commons has none.

    >>> licence_name("CC-BY-4.0"), licence_name("BSD-3-Clause")
    ('CC BY 4.0', 'BSD-3-Clause')
    """
    family, _, rest = licence.partition("-")
    return f"CC {rest.replace('-', ' ')}" if family == "CC" and rest[:2] == "BY" else licence


def _contributions(governance):
    """Who did what, in a sentence."""
    people = [(one.name, ", ".join(one.roles).replace(" - ", " – ")) for one in governance.contributions]
    return "; ".join(f"{name} ({roles})" if roles else name for name, roles in people)


def _sentence(text):
    """A text with a full stop at its end, where it has words and no stop."""
    return f"{text}." if text and text[-1] not in ".!?" else text
