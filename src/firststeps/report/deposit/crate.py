"""``ro-crate-metadata.json``: the deposit as a Research Object Crate, version 1.1.

The specification's MUSTs: a flat list of entities, each with ``@id`` and ``@type``; the metadata descriptor, which is
about the root; the root, a Dataset with name, description, date of publication and licence; every file and folder that
is listed lies in the folder and is part of the root, directly or through a folder.
"""

import json
import re
from pathlib import PurePosixPath
from urllib.parse import quote

from firststeps.report.paper.declarations import ORCID

FILE = "ro-crate-metadata.json"
CONTEXT = "https://w3id.org/ro/crate/1.1/context"
PROFILE = "https://w3id.org/ro/crate/1.1"
SPDX = "https://spdx.org/licenses/"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What files are, by their endings: a table of our own, since that of a machine is not that of another.
TYPES = {
    **{
        ".md": "text/markdown",
        ".csv": "text/csv",
        ".html": "text/html",
        ".css": "text/css",
        ".cff": "application/yaml",
    },
    **{".yaml": "application/yaml", ".yml": "application/yaml", ".toml": "application/toml", ".xml": "application/xml"},
    **{".json": "application/json", ".ipynb": "application/x-ipynb+json", ".py": "text/x-python", ".docx": WORD},
    **{".pyi": "text/x-python", ".lua": "text/x-lua", ".bib": "application/x-bibtex", ".pdf": "application/pdf"},
    **{".svg": "image/svg+xml", ".png": "image/png", ".txt": "text/plain", "": "text/plain"},
}


def crate(about, files, exhibits, programs):
    """Give the text of ``ro-crate-metadata.json``.

    ``about`` is the :class:`~firststeps.report.deposit.about.About` of the deposit, ``files`` its files as (path below
    the deposit, size in bytes), ``exhibits`` the rows of the exhibit table, ``programs`` the packages to cite as (name,
    version, address).
    """
    graph = [
        {"@id": FILE, "@type": "CreativeWork", "conformsTo": {"@id": PROFILE}, "about": {"@id": "./"}},
        _root(about, files),
        *_people(about),
        *_licence(about),
        *(_folder(folder, files) for folder in _folders(files)),
        *(_file(path, size, exhibits) for path, size in files),
        *_actions(exhibits, {path for path, _ in files}),
        *(_package(*package) for package in programs),
    ]
    return json.dumps({"@context": CONTEXT, "@graph": graph}, indent=1, ensure_ascii=False) + "\n"


def _root(about, files):
    """The deposit itself."""
    entity = {
        "@id": "./",
        "@type": "Dataset",
        "name": about.title,
        "description": about.description,
        "datePublished": about.date,
        "license": _licence_of(about) or "Not stated",
        "author": _references(id for id, _ in _contributors(about)),
        "hasPart": _references(_within("", files)),
    }
    addresses = about.addresses or ("",)
    others = {
        "keywords": about.mark,
        "conditionsOfAccess": about.access,
        "funding": about.funding,
        "identifier": addresses[-1],
        "url": addresses[0],
    }
    return entity | {name: value for name, value in others.items() if value}


def _contributors(about):
    """Each contributor with the id of their entity: the ORCID where they have one."""
    return [
        (f"{ORCID}{person.orcid}" if person.orcid else f"#contributor-{number}", person)
        for number, person in enumerate(about.people, start=1)
    ]


def _people(about):
    """The people and groups as entities of the crate."""
    for id, person in _contributors(about):
        entity = {"@id": id, "@type": "Organization" if person.group else "Person", "name": person.name}
        yield entity | ({"affiliation": person.affiliation} if person.affiliation else {})


def _licence(about):
    """The licence as an entity, where SPDX lists it."""
    if isinstance(licence := _licence_of(about), dict):
        name = licence["@id"].removeprefix(SPDX)
        yield licence | {"@type": "CreativeWork", "name": name, "description": f"{name}, a licence that SPDX lists."}


def _licence_of(about):
    """The licence as a reference to its entity where it is a name of SPDX, else its words."""
    name = about.licence.rstrip(".")
    return {"@id": f"{SPDX}{name}"} if re.fullmatch(r"[A-Za-z]+[A-Za-z.-]*-\d[\w.-]*", name) else about.licence


def _folders(files):
    """Every folder that holds a file, the upper ones first."""
    return sorted({str(folder) for path, _ in files for folder in PurePosixPath(path).parents if str(folder) != "."})


def _within(folder, files):
    """The ids of what lies in a ``folder`` itself ("" is the top): files, and folders below it."""
    parents = [*(path for path, _ in files), *(f"{below}/" for below in _folders(files))]
    return [quote(path) for path in parents if str(PurePosixPath(path).parent) == (folder or ".")]


def _folder(folder, files):
    """A folder as an entity, with what lies in it."""
    return {
        "@id": quote(f"{folder}/"),
        "@type": "Dataset",
        "name": f"The folder {folder}",
        "hasPart": _references(_within(folder, files)),
    }


def _file(path, size, exhibits):
    """A file as an entity, described by the first exhibit that it is of."""
    suffix = PurePosixPath(path).suffix
    kind = ["File", "SoftwareSourceCode"] if suffix in (".py", ".ipynb") else "File"
    entity = {"@id": quote(path), "@type": kind, "name": path}
    for row in [row for row in exhibits if _is_of(path, row)][:1]:
        entity |= {"name": row.exhibit, "description": row.what}
    return entity | {"encodingFormat": TYPES.get(suffix, "application/octet-stream"), "contentSize": str(size)}


def _is_of(path, row):
    """Whether a path is a file of the figure of a row."""
    return bool(row.file) and PurePosixPath(path).stem == row.file and PurePosixPath(path).parent.name == "figures"


def _actions(exhibits, paths):
    """Which notebook made which figures: an action each."""
    by_program = {}
    for row in exhibits:
        figures = sorted(path for path in paths if _is_of(path, row))
        if figures and row.program in paths:
            by_program.setdefault(row.program, []).extend(map(quote, figures))
    for program, results in by_program.items():
        yield {
            "@id": f"#run-{PurePosixPath(program).stem}",
            "@type": "CreateAction",
            "name": f"Running {program}",
            "instrument": {"@id": quote(program)},
            "result": _references(results),
        }


def _package(name, version, address):
    """A package that the code needs, as an entity of the crate."""
    own = f"https://pypi.org/project/{quote(name)}/{quote(version)}/"  # which two packages of one house do not share
    return {"@id": own, "@type": "SoftwareApplication", "name": name, "version": version, "url": address or own}


def _references(ids):
    """References to entities; a single one stands for itself."""
    references = [{"@id": id} for id in ids]
    return references[0] if len(references) == 1 else references
