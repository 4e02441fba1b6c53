"""Software to cite, and the machine: from the lock, from what is installed, from what the machine says of itself."""

import os
import platform
import re
import tomllib
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

HEADS = ("package", "version", "licence", "authors", "address", "named_in_pyproject", "pinned")
LABELS = ("homepage", "home", "repository", "source", "source code", "documentation")  # of addresses, best first
LONGEST = 120  # characters of what a package says of itself


_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


class Package(NamedTuple):
    """A package that the lock pins, as it is installed here.

    ``direct`` says whether ``pyproject.toml`` names it, or another package does; ``pinned`` whether its version is one
    of the lock.
    """

    name: str
    version: str
    licence: str
    authors: str
    address: str
    direct: str
    pinned: str


def packages(lock, project):
    """Give a :class:`Package` for each package of the text ``lock`` that is installed here, in order.

    ``project`` is the text of ``pyproject.toml``.  Licence, authors and address are what the package says of itself.

    >>> (one,) = packages("numpy==0.1\\nnowhere==1", 'project.dependencies = ["numpy"]')
    >>> one.name, one.direct, one.pinned, bool(one.licence)
    ('numpy', 'yes', 'no', True)
    """
    dependencies = tomllib.loads(project)["project"]["dependencies"]
    direct = {_normal(re.match(r"[\w.-]+", name)[0]) for name in dependencies}
    pins = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", lock, re.M):
        pins.setdefault(name, set()).add(version)
    return [package for name, versions in pins.items() for package in _package_of(name, versions, direct)]


def _package_of(name, versions, direct):
    """What an installed package says of itself; nothing of one that is not installed."""
    try:
        fields = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return
    links = dict(link.partition(",")[::2] for link in fields.get_all("Project-URL") or [])
    links = {label.strip().casefold(): link.strip() for label, link in links.items()}
    places = [fields.get("Home-page") or "", *(links.get(label, "") for label in LABELS), *links.values()]
    address = next((place for place in places if _ADDRESS.fullmatch(place)), "")
    people = fields.get("Author") or fields.get("Author-email") or fields.get("Maintainer") or ""
    people = re.sub(r"\s*<[^>]*>|\S+@\S+", "", people)  # no addresses of persons
    yield Package(
        name, fields["Version"], _short(_licence(fields)), _short(people), address,
        "yes" if _normal(name) in direct else "no", "yes" if fields["Version"] in versions else "no",
    )  # fmt: skip


def _licence(fields):
    """The licence of a package: the expression of its metadata, else its classifiers, else a line of its text."""
    if expression := fields.get("License-Expression"):
        return expression
    classifiers = [
        line.rpartition(" :: ")[2] for line in fields.get_all("Classifier") or [] if line.startswith("License")
    ]
    first = next(iter((fields.get("License") or "").strip().splitlines()), "")
    return "; ".join(classifiers) if classifiers else first


def _short(text):
    """A text in one line, cut where it is too long."""
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1].rstrip()}\u2026"


def _normal(name):
    """The name of a package as indexes of packages compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).casefold()


def machine():
    """Give what the paper was made on, as (what, value): no name of the machine or of a person.

    >>> [what for what, _ in machine()]
    ['processor', 'cores', 'memory', 'system', 'Python']
    """
    return [
        ("processor", _processor()),
        ("cores", str(os.cpu_count() or "not known")),
        ("memory", _memory()),
        ("system", f"{platform.system()} {platform.release()}, {platform.machine()}"),
        ("Python", f"{platform.python_implementation()} {platform.python_version()}"),
    ]


def _processor():
    """The name of the processor, as far as the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
        model = re.search(r"^(?:model name|Model)\s*:\s*(.+)$", lines, re.M)
    except OSError:
        model = None
    return model[1].strip() if model else platform.processor() or platform.machine()


def _memory():
    """How much memory there is."""
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    except (ValueError, OSError, AttributeError):
        return "not known"
