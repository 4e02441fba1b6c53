"""governance of study.yaml: what is no ORCID, DOI, address or role is refused; what says nothing is missing."""

import pytest

from firststeps.study import StudyError, parse
from firststeps.study.parts.governance import ROLES, Governance
from tests.small_study import DECLARED, LONG

FAULTS = {
    "an ORCID with a digit mistyped": ("contributions: [{name: A, orcid: 0000-0002-1825-0098}]", "is no ORCID"),
    "an ORCID of three groups": ("contributions: [{name: A, orcid: 0000-0002-1825}]", "four groups of four digits"),
    "a role of nobody": ("contributions: [{name: A, roles: [softwear]}]", "no role of CRediT (nearest: software)"),
    "a contributor without a name": ("contributions: [{name: ...}]", "expected the name of a person or a group"),
    "an address that is a script": ("archive: {address: 'javascript:alert(1)'}", "expected an address such as"),
    "an address with a tag in it": ("archive: {address: 'https://a.org/<b>'}", "expected an address such as"),
    "an address on two lines": ('archive: {address: "https://a.org/\\nb"}', "expected an address such as"),
    "a DOI without a prefix": ("archive: {doi: zenodo.1234567}", "expected a DOI such as"),
    "an unknown key": ("etics: None.", "governance: key 'etics' is not known (nearest: ethics)"),
}


@pytest.mark.parametrize(("line", "told"), FAULTS.values(), ids=FAULTS)
def test_each_fault_is_named_with_what_is_expected(line, told):
    with pytest.raises(StudyError) as refusal:
        parse(f"{LONG}governance: {{{line}}}\n")
    assert told in str(refusal.value)


def test_a_study_without_the_block_is_read_and_misses_everything():
    """Nobody has to declare anything before they may look at their own answers."""
    assert parse(LONG).governance.missing == list(Governance.model_fields)


def test_what_is_declared_is_not_missing():
    assert parse(LONG + DECLARED).governance.missing == []


@pytest.mark.parametrize("empty", ["''", "...", "'?'", "' - '"])
def test_what_holds_no_word_says_nothing(empty):
    """The dots that a message prints in place of an answer are no answer."""
    assert "funding" in parse(LONG + DECLARED.replace("funding: None.", f"funding: {empty}")).governance.missing


@pytest.mark.parametrize(
    "orcid", ["0000-0002-1825-0097", "https://orcid.org/0000-0001-5109-3700", "0000-0002-1694-233x"]
)
def test_orcids_are_checked_and_written_as_orcid_org_writes_them(orcid):
    """The three are examples of ORCID's own page on the structure of the identifier."""
    (person,) = parse(
        f"{LONG}governance: {{contributions: [{{name: A, orcid: '{orcid}'}}]}}\n"
    ).governance.contributions
    assert person.orcid == orcid[-19:].upper()


@pytest.mark.parametrize("doi", ["10.5281/zenodo.1", "doi:10.5281/zenodo.1", "https://doi.org/10.5281/zenodo.1"])
def test_a_doi_may_be_given_as_an_address(doi):
    assert parse(f"{LONG}governance: {{archive: {{doi: '{doi}'}}}}\n").governance.archive.doi == "10.5281/zenodo.1"


def test_the_roles_are_those_of_the_standard():
    """ANSI/NISO Z39.104-2022 has fourteen; an en dash and capital letters are those of its own pages."""
    roles = "['Writing – review & editing', Software]"
    (person,) = parse(f"{LONG}governance: {{contributions: [{{name: A, roles: {roles}}}]}}\n").governance.contributions
    assert person.roles == ["writing - review & editing", "software"] and len({*ROLES}) == 14
