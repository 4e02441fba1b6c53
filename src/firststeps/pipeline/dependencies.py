"""Which modules of this package a notebook needs, and what of a module counts: its code, not its comments."""

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
    ['__init__.py', '__init__.py', 'labels.py', 'patterns.py', 'tables.py']
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
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {path for name in names if name.split(".")[0] == PACKAGE.name for path in _files(name)}


def _files(name):
    """The files run by importing the dotted ``name``: each package's ``__init__`` and the module, where they exist."""
    parts = name.split(".")[1:]
    packages = [PACKAGE.joinpath(*parts[:depth], "__init__.py") for depth in range(len(parts) + 1)]
    module = PACKAGE.joinpath(*parts).with_suffix(".py") if parts else PACKAGE / "__init__.py"
    return [path for path in [*packages, module] if path.is_file()]
