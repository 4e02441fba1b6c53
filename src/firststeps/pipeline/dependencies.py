"""Which modules of this package a notebook needs, and what of a module counts: its code, not its comments.

A package with a stub (``__init__.pyi``) is a face: its names live in other modules and are loaded when they are used. A
notebook needs those modules whose names it uses, and all of them where it cannot be seen which these are.
"""

import ast
import io
import tokenize
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def notebook_source(cells):
    """The Python of a notebook's code cells (of its JSON), lines of magics left out.

    >>> notebook_source([{"cell_type": "code", "source": ["%matplotlib inline\\n", "import numpy"]}])
    'import numpy'
    """
    lines = [line for cell in cells if cell["cell_type"] == "code" for line in "".join(cell["source"]).splitlines()]
    return "\n".join(line for line in lines if not line.lstrip().startswith(("%", "!", "?")))


def modules(source):
    """The files of this package that the Python text ``source`` imports, directly or through one another, sorted.

    >>> [path.name for path in modules("from firststeps.paired import patterns")]
    ['__init__.py', 'face.py', '__init__.py', 'labels.py', 'patterns.py', 'tables.py']
    >>> names = [path.name for path in modules("from firststeps import paired\\npaired.wilson(8, 21, 0.95)")]
    >>> "binomial.py" in names, "mcnemar.py" in names
    (True, False)
    """
    found, waiting = set(), _imported(source)
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting |= _imported_by(path) - found
    return sorted(found)


def code(text):
    """The Python ``text`` without what changes nothing that it does: comments, docstrings and empty lines.

    >>> code("'About.'\\n\\nx = 1  # one\\n")
    'x = 1'
    """
    lines, gone = text.splitlines(), set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        row, column = token.start
        if token.type == tokenize.COMMENT:
            lines[row - 1] = lines[row - 1][:column].rstrip()
        elif token.type == tokenize.NL and not lines[row - 1].strip():
            gone.add(row)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            first = node.body[0]
            if not lines[first.lineno - 1][: first.col_offset].strip():
                gone.update(range(first.lineno, first.end_lineno + 1))
    return "\n".join(line for row, line in enumerate(lines, start=1) if row not in gone)


@cache
def _imported_by(path):
    """The package's files that the module ``path`` imports."""
    return _imported(path.read_text(encoding="utf-8"))


def _imported(source):
    """The package's files named by the import statements of ``source``, wherever they stand."""
    tree = ast.parse(source)
    names, called = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
            called |= {(alias.asname or alias.name.split(".")[0], alias.name) for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
            called |= {(alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names}
            names |= _homes(node.module, {alias.name for alias in node.names if alias.name != "*"} or None)
    for known, name in called:
        if _stub(name):
            names |= _homes(name, _attributes(tree, known))
    return {path for name in names if name.split(".")[0] == PACKAGE.name for path in _files(name)}


def _attributes(tree, known):
    """The attributes that the code may take of what it calls ``known``; None where it is used in any other way.

    >>> sorted(_attributes(ast.parse("p.power(26, 0.1, 0.2); p.wilson"), "p"))
    ['power', 'wilson']
    >>> _attributes(ast.parse("print(p)"), "p")
    """
    nodes = list(ast.walk(tree))
    uses = sum(isinstance(node, ast.Name) and node.id == known for node in nodes)
    taken = [node for node in nodes if isinstance(node, ast.Attribute)]
    if uses > sum(isinstance(node.value, ast.Name) and node.value.id == known for node in taken):
        return None
    return {node.attr for node in taken}


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


def _files(name):
    """The files run by importing the dotted ``name``: each package's ``__init__`` and the module, where they exist."""
    parts = name.split(".")[1:]
    packages = [PACKAGE.joinpath(*parts[:depth], "__init__.py") for depth in range(len(parts) + 1)]
    module = PACKAGE.joinpath(*parts).with_suffix(".py") if parts else PACKAGE / "__init__.py"
    return [path for path in [*packages, module] if path.is_file()]
