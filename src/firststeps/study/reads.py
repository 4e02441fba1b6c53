"""Which values of a ``study.yaml`` a computation has read, so that it runs again when one of them changes.

While somebody records (:func:`recording`), here or in a kernel that was started meanwhile, every part of a study that
is loaded notes each value that it is asked for by its path, as in ``primary.margin`` or ``items.ips.label``.  A comment
has no path, a value that nobody asked for is not noted, and whoever asks for a whole part has read all of it.
"""

import contextlib
import os
import tempfile
from pathlib import Path

from pydantic import BaseModel

from firststeps.files import known_as, sha256_of_json

VARIABLE = "FIRSTSTEPS_READS"  # the file to note paths in, for the kernels as well
MISSING = "is not there"
_WHOLE = {"__dict__", "__pydantic_fields_set__", "dict", "json", "copy"}  # beside all that begins with model_
_places, _noted = {}, set()


class Watched(BaseModel):
    """A part of a study that notes what it is asked for while somebody records; else a plain model."""

    def __getattribute__(self, name):
        """Give the attribute ``name``, noted first where it is a value of ``study.yaml``."""
        if _places and id(self) in _places:
            _note(_places[id(self)][0], type(self), name)
        return super().__getattribute__(name)


@contextlib.contextmanager
def recording():
    """Give a set that holds, when the block has ended, the path of every value that was read of the studies loaded."""
    paths = set()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "reads")
        try:
            with known_as(VARIABLE, log):
                yield paths
        finally:
            _places.clear()
            _noted.clear()
        paths.update(log.read_text(encoding="utf-8").splitlines() if log.exists() else ())


def watch(study):
    """Have a loaded ``study`` note what is read of it, where somebody records."""
    if os.environ.get(VARIABLE):
        _watch(study, "")


def copied(part):
    """Give a copy of ``part`` that notes what it is asked for as ``part`` does; to copy is to read nothing."""
    place = _places.pop(id(part), None)
    other = part.model_copy()
    if place:
        _places[id(part)], _places[id(other)] = place, (place[0], other)
    return other


def digests(study, paths):
    """The hash of the value at each of ``paths`` of ``study``, by path, sorted.

    The value of a part is that it is there, of a mapping or list of parts their names or number: what stands in them
    has paths of its own.

    >>> from firststeps.study import Study
    >>> sorted(digests(Study.load(), {"primary.margin", "waves"}))
    ['primary.margin', 'waves']
    """
    return {path: sha256_of_json(_value(study, path)) for path in sorted(paths)}


def _watch(value, path):
    """Give ``value``, where it is a part or holds parts, and all below it the paths by which they are noted."""
    content = value.__dict__ if isinstance(value, Watched) else value
    content = dict(enumerate(content)) if isinstance(content, list) else content
    if isinstance(value, Watched):
        _places[id(value)] = (f"{path}.".lstrip("."), value)
    for name, below in content.items():
        if isinstance(below, Watched | dict | list):
            _watch(below, f"{path}.{name}".lstrip("."))


def _note(place, kind, name):
    """Note that the attribute ``name`` of a part of that ``kind`` at ``place`` was asked for."""
    if name in kind.model_fields or name in getattr(kind, "noted", ()):
        path = f"{place}{name}"
    elif name in _WHOLE or name.startswith("model_"):
        path = f"{place}*"
    else:
        return
    if path not in _noted and (log := os.environ.get(VARIABLE)):
        _noted.add(path)
        with open(log, "a", encoding="utf-8") as file:
            file.write(f"{path}\n")


def _value(study, path):
    """What stands at ``path``, without what stands in the parts below; for a path that ends in ``*`` all of it."""
    value = study
    for step in path.split("."):
        try:
            if step == "*":
                return value.model_dump(mode="json")
            if isinstance(value, list | dict):
                value = value[int(step) if isinstance(value, list) else step]
            else:
                value = getattr(value, step)
        except (LookupError, ValueError, AttributeError):
            return MISSING
    return _without_parts(value)


def _without_parts(value):
    """A value in which each part only says that it is there."""
    if isinstance(value, BaseModel):
        return True
    if isinstance(value, dict):
        return {str(name): _without_parts(below) for name, below in value.items()}
    return [_without_parts(below) for below in value] if isinstance(value, list | tuple) else value
