"""Which modules of this package a notebook needs, and what of a module counts: its code, not its comments.

A package with a stub (``__init__.pyi``) is a face: its names live in other modules and are loaded when they are used. A
notebook needs those modules whose names it uses, and all of them where it cannot be seen which these are.

To read all modules takes a second.  So what was read is kept by the hash of the text it was read in, beside the
bytecode of the package, which is kept for the same reason.
"""

import ast
import contextlib
import gzip
import hashlib
import io
import json
import sys
import tokenize
import zlib
from functools import cache, lru_cache
from pathlib import Path

from firststeps.files import sha256_of_json, write_bytes

PACKAGE = Path(__file__).resolve().parents[1]
READINGS = PACKAGE / "__pycache__" / "modules.json.gz"  # which no search through the texts of the package turns up
_readings = {}  # of modules, by the hash of their text
_kept = {}  # the hashes whose readings a file held, by file


def notebook_source(cells):
    """The Python of a notebook's code cells (of its JSON), lines of magics left out.

    >>> notebook_source([{"cell_type": "code", "source": ["%matplotlib inline\\n", "import numpy"]}])
    'import numpy'
    """
    lines = [line for cell in cells if cell["cell_type"] == "code" for line in "".join(cell["source"]).splitlines()]
    return "\n".join(line for line in lines if not line.lstrip().startswith(("%", "!", "?")))


@cache
def modules(source):
    """The files of this package that the Python text ``source`` imports, directly or through one another, sorted.

    >>> [path.name for path in modules("from firststeps.paired.answers import labels")]
    ['__init__.py', '__init__.py', '__init__.py', 'labels.py']
    >>> names = [path.name for path in modules("from firststeps import paired\\npaired.wilson(8, 21, 0.95)")]
    >>> "binomial.py" in names, "mcnemar.py" in names
    (True, False)
    """
    needed, waiting = set(), _imported(_imports(list(ast.walk(ast.parse(source)))))
    while waiting:
        path = waiting.pop()
        if path not in needed:
            needed.add(path)
            waiting |= _imported_by(path) - needed
    return tuple(sorted(needed))


def code_digest(path):
    """The hash of the code (:func:`code`) of the module ``path``."""
    return _reading(path)["code"]


@cache
def use_readings(file):
    """Take from ``file`` what was read in modules before; nothing where this program has not written it.

    A fork of a process that has done it need not read the file again.
    """
    try:
        contents = json.loads(gzip.decompress(file.read_bytes()))
        _kept[file] = contents["modules"].keys() if contents["by"] == _reader() else ()
        _readings.update({name: contents["modules"][name] for name in _kept[file]})
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError):
        return


def take_up_readings(file=READINGS):
    """Have ready, in this process and each fork of it, what ``file`` holds of the modules as they are now.

    Done again only where the file has been written anew.
    """
    with contextlib.suppress(OSError):
        status = file.stat()
        _take_up(file, status.st_mtime_ns, status.st_ino)


@lru_cache(maxsize=1)
def _take_up(file, *_):
    """The same, for a file as its time and number say."""
    use_readings.cache_clear()
    use_readings(file)
    for path in PACKAGE.rglob("*.py"):
        if _hash(path.read_text(encoding="utf-8")) in _readings:
            _imported_by(path)


def keep_readings(file=READINGS):
    """Keep in ``file`` what was read in the modules that there are, unless it held all of it.

    Nothing where nothing can be written.
    """
    if file in _kept and _readings.keys() <= {*_kept[file]}:
        return
    names = {_hash(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")} & _readings.keys()
    with contextlib.suppress(OSError):
        contents = {"by": _reader(), "modules": {name: _readings[name] for name in sorted(names)}}
        write_bytes(file, gzip.compress(json.dumps(contents).encode(), compresslevel=1, mtime=0))


def code(text):
    """The Python ``text`` without what changes nothing that it does: comments, docstrings and empty lines.

    >>> code("'About.'\\n\\nx = 1  # one\\n")
    'x = 1'
    """
    return _code(text, list(ast.walk(ast.parse(text))))


def _code(text, nodes):
    """The same, given the ``nodes`` that the text was parsed into.

    To split a text into tokens takes as long as all else.  So that is only done where a comment or an empty line may
    be part of a string.
    """
    lines, dropped = text.splitlines(), set()
    for node in nodes:
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node, clean=False):
            first = node.body[0]
            if not lines[first.lineno - 1][: first.col_offset].strip():
                dropped.update(range(first.lineno, first.end_lineno + 1))
    texts = [
        node
        for node in nodes
        if isinstance(node, ast.JoinedStr) or isinstance(getattr(node, "value", None), str | bytes)
    ]
    within = {row for node in texts if node.lineno < node.end_lineno for row in range(node.lineno, node.end_lineno + 1)}
    quoted = {}  # where on a line a text stands, in bytes, as Python counts
    for node in texts:
        quoted.setdefault(node.lineno, []).append((node.col_offset, node.end_col_offset))
    for row, line in enumerate(lines, start=1):
        if row not in dropped and (not line.strip() or "#" in line):
            if row in within:
                return _code_by_tokens(text, lines, dropped)
            lines[row - 1] = _uncommented(line, quoted.get(row, ())) if "#" in line else line
            if not lines[row - 1].strip():
                dropped.add(row)
    return _left(lines, dropped)


def _uncommented(line, quoted):
    """A line without its comment, given where in it, in bytes, texts are ``quoted``.

    >>> _uncommented("x = '#'  # one", [(4, 7)])
    "x = '#'"
    """
    content = line.encode()
    start = content.find(b"#")
    while start >= 0 and any(first <= start < end for first, end in quoted):
        start = content.find(b"#", start + 1)
    return content[:start].decode().rstrip() if start >= 0 else line


def _code_by_tokens(text, lines, dropped):
    """The same, given the ``lines`` of the text and the numbers of those that are ``dropped``, those of docstrings."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        row, column = token.start
        if token.type == tokenize.COMMENT:
            lines[row - 1] = lines[row - 1][:column].rstrip()
        elif token.type == tokenize.NL and not lines[row - 1].strip():
            dropped.add(row)
    return _left(lines, dropped)


def _left(lines, dropped):
    """The text of the ``lines`` without those of the rows ``dropped``, counted from 1."""
    return "\n".join(line for row, line in enumerate(lines, start=1) if row not in dropped)


@cache
def _imported_by(path):
    """The package's files that the module ``path`` imports."""
    return _imported(_reading(path)["imports"])


@cache
def _reading(path):
    """What counts of the module ``path``: the hash of its ``code``, and its ``imports``."""
    text = path.read_text(encoding="utf-8")
    name = _hash(text)
    if name not in _readings:
        nodes = list(ast.walk(ast.parse(text)))
        _readings[name] = {"code": sha256_of_json(_code(text, nodes)), "imports": _imports(nodes)}
    return _readings[name]


def _reader():
    """The program that reads modules: this one, in this version of Python."""
    return _hash(Path(__file__).read_text(encoding="utf-8") + sys.version)


def _hash(text):
    """The hash of a text, which may hold bytes that are no letters."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def _imports(nodes):
    """What the import statements among the ``nodes`` of a text name of this package, as plain lists.

    ``names``: dotted names.  ``taken``: pairs of a module and the names that are taken of it, None for all.  ``held``:
    pairs of a module and whether it is used in another way than by its attributes.  ``attributes``: all that the text
    takes of anything.

    >>> read_in = lambda text: _imports(list(ast.walk(ast.parse(text))))
    >>> read = read_in("from firststeps import paired\\npaired.power(26, 0.1, 0.2)")
    >>> read["names"], read["held"], read["attributes"]
    (['firststeps', 'firststeps.paired'], [['firststeps.paired', False]], ['power'])
    >>> read_in("from firststeps import paired\\nprint(paired)")["held"]
    [['firststeps.paired', True]]
    """
    taken, called = [], set()
    for node in nodes:
        if isinstance(node, ast.Import):
            called |= {(alias.asname or alias.name.split(".")[0], alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and _ours(node.module):
            called |= {(alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names}
            names = [alias.name for alias in node.names]
            taken.append([node.module, None if "*" in names else names])
    called = sorted((known, name) for known, name in called if _ours(name))
    attributes = [node for node in nodes if isinstance(node, ast.Attribute)]
    uses = [node.id for node in nodes if isinstance(node, ast.Name)]
    dotted = [node.value.id for node in attributes if isinstance(node.value, ast.Name)]
    return {
        "names": sorted({name for _, name in called} | {module for module, _ in taken}),
        "taken": taken,
        "held": [[name, uses.count(known) > dotted.count(known)] for known, name in called],
        "attributes": sorted({node.attr for node in attributes}),
    }


def _ours(name):
    """Whether a dotted name is one of this package."""
    return name.split(".")[0] == PACKAGE.name


def _imported(imports):
    """The files of this package behind ``imports``, as :func:`_imports` gives them."""
    names = set(imports["names"])
    for module, taken in imports["taken"]:
        names |= _homes(module, taken)
    for name, whole in imports["held"]:
        names |= _homes(name, None if whole else imports["attributes"])
    return set().union(*map(_files, names))


def _homes(name, used):
    """The modules in which the names ``used`` (None: every name) of a face live; none where ``name`` is no face.

    >>> _homes("firststeps.paired", {"power", "wilson"}) == {
    ...     "firststeps.paired.planning.power", "firststeps.paired.limits.binomial"}
    True
    """
    return {home for shown, home in _stub(name) if used is None or shown in used}


@cache
def _stub(name):
    """The names that a face shows, each with the module where it lives; none where ``name`` is no face."""
    stub = PACKAGE.joinpath(*name.split(".")[1:], "__init__.pyi")
    if name.split(".")[0] != PACKAGE.name or not stub.is_file():
        return ()
    lines = [line for line in ast.parse(stub.read_text(encoding="utf-8")).body if isinstance(line, ast.ImportFrom)]
    return tuple((alias.asname or alias.name, line.module) for line in lines for alias in line.names)


@cache
def _files(name):
    """The files run by importing the dotted ``name``: each package's ``__init__`` and the module, where they exist."""
    parts = name.split(".")[1:]
    place = PACKAGE.joinpath(*parts)
    own = [place / "__init__.py", *([place.with_suffix(".py")] if parts else [])]
    return [*(_files(name.rpartition(".")[0]) if parts else []), *(path for path in own if path.is_file())]
