"""The environment: how much room it takes, and which ten packages take most of it.

How long it takes to set it up from an empty cache depends on the network, and is measured by hand:
``time UV_NO_CACHE=1 make .venv/environment.mk`` in a fresh clone.
"""

import os
import sys
from importlib import metadata

LARGEST = 10


def measure(small=False):
    """Rows of what was measured, each megabytes on disk."""
    sizes = {package.metadata["Name"]: _megabytes(package) for package in metadata.distributions()}
    largest = sorted(sizes, key=sizes.get, reverse=True)[: 3 if small else LARGEST]
    rows = [{"what": "the environment of the build, megabytes", "value": _all_megabytes(sys.prefix), "at most": 1460}]
    return rows + [{"what": f"of it {name}", "value": sizes[name]} for name in largest]


def _megabytes(package):
    """The size of the files that a package has installed."""
    paths = [package.locate_file(file) for file in package.files or ()]
    return sum(os.path.getsize(path) for path in paths if os.path.isfile(path)) / 1e6


def _all_megabytes(folder):
    """The size of all files of a folder, links not followed."""
    paths = (os.path.join(place, name) for place, _, names in os.walk(folder) for name in names)
    return sum(os.lstat(path).st_size for path in paths) / 1e6
