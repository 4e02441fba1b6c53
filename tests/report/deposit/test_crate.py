"""The crate keeps each MUST of RO-Crate 1.1 (https://w3id.org/ro/crate/1.1), as its text states them."""

import json
from urllib.parse import unquote

import pytest

from firststeps.report.deposit.about import About
from firststeps.report.deposit.crate import crate
from firststeps.study.parts.governance import Contribution


def by_id(text):
    """The entities of a crate by their ids, each of which stands for one."""
    graph = json.loads(text)["@graph"]
    entities = {entity["@id"]: entity for entity in graph}
    assert len(entities) == len(graph)
    return entities


@pytest.fixture(scope="module")
def entities(target):
    """Those of the deposit."""
    return by_id((target / "ro-crate-metadata.json").read_text(encoding="utf-8"))


def listed(value):
    """The ids that a property refers to."""
    return [one["@id"] for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def reached(entities, id="./"):
    """All that is part of an entity, directly or through folders."""
    parts = listed(entities[id].get("hasPart", []))
    return {*parts, *(below for part in parts for below in reached(entities, part))}


def test_the_descriptor_is_about_the_root_which_says_what_must_be_said(entities):
    descriptor, root = entities["ro-crate-metadata.json"], entities["./"]
    assert descriptor["@type"] == "CreativeWork" and descriptor["about"] == {"@id": "./"}
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert root["@type"] == "Dataset" and root["datePublished"] == "2026-11-22"
    assert root["name"] and root["description"] and root["license"] == {"@id": "https://spdx.org/licenses/CC-BY-4.0"}


def test_every_file_is_listed_is_there_and_is_part_of_the_root(target, entities):
    """No file of the deposit is left out, and none is named that is not there; a space in a name is escaped."""
    kinds = {
        id: {*([entity["@type"]] if isinstance(entity["@type"], str) else entity["@type"])}
        for id, entity in entities.items()
    }
    files = {unquote(id) for id, kind in kinds.items() if "File" in kind}
    there = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    assert files == there - {"ro-crate-metadata.json"}
    data = {id for id, kind in kinds.items() if {"File", "Dataset"} & kind} - {"./"}
    assert reached(entities) == data and "studies/mine/data/raw/my%20answers.csv" in data
    assert all((target / unquote(id)).is_dir() for id, kind in kinds.items() if kind == {"Dataset"})


def test_whatever_is_referred_to_within_the_crate_is_described(entities):
    references = {id for entity in entities.values() for value in entity.values() for id in listed(value)}
    assert {id for id in references if not id.startswith("https://w3id.org/")} <= set(entities)
    runs = [entity for entity in entities.values() if entity["@type"] == "CreateAction"]
    assert runs and all(entities[run["instrument"]["@id"]] for run in runs)


def test_people_groups_and_licences_are_what_they_are_said_to_be():
    """A licence in words stays words; an ORCID is the id of its person; two packages of one house are two entities."""
    people = (Contribution(name="Ann", orcid="0000-0002-1825-0097"), Contribution(name="Us", group=True))
    about = About("T", "D", people, "2026-11-22", "", licence="Ask us", addresses=("https://doi.org/10.5281/zenodo.1",))
    house = "https://example.org"
    entities = by_id(crate(about, [("a.csv", 1)], [], [("one", "1", house), ("two", "2", house)]))
    assert entities["https://orcid.org/0000-0002-1825-0097"]["@type"] == "Person"
    assert entities["#contributor-2"] == {"@id": "#contributor-2", "@type": "Organization", "name": "Us"}
    assert entities["./"]["license"] == "Ask us" and entities["./"]["identifier"] == "https://doi.org/10.5281/zenodo.1"
