"""Which modules of this package a notebook needs, for the Makefile: a changed module makes just those stale."""

import ast
import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def notebook_source(notebook):
    """The Python of a notebook's code cells, lines of magics left out.

    >>> import nbformat
    >>> cell = nbformat.v4.new_code_cell("%matplotlib inline\\nimport numpy")
    >>> notebook_source(nbformat.v4.new_notebook(cells=[cell]))
    'import numpy'
    """
    lines = [line for cell in notebook.cells if cell.cell_type == "code" for line in cell.source.splitlines()]
    return "\n".join(line for line in lines if not line.lstrip().startswith(("%", "!", "?")))


def modules(source):
    """The files of this package that the Python text ``source`` imports, directly or through one another, sorted.

    >>> [path.name for path in modules("from firststeps.paired import patterns")]
    ['__init__.py', '__init__.py', 'patterns.py', 'tables.py']
    """
    found, waiting = set(), _imported(source)
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting |= _imported(path.read_text(encoding="utf-8")) - found
    return sorted(found)


def rule(targets, files):
    """A rule of make that has ``targets`` depend on ``files``, and lets a file that has gone be gone."""
    names = [os.path.relpath(path) for path in files]
    return "".join([f"{' '.join(map(str, targets))}: {' '.join(names)}\n", *(f"{name}:\n" for name in names)])


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
