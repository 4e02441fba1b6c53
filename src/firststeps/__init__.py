"""First steps: an executable research compendium for small before-after evaluations with yes/no outcomes."""

__version__ = "0.1.0"


def face(package):
    """Give ``__getattr__``, ``__dir__`` and ``__all__`` of a ``package`` that offers names which live in its modules.

    The names stand in the package's stub, ``__init__.pyi``, as imports; each is loaded when it is first used.  Type
    checkers read the stub, and so does the rule that finds what a notebook depends on (``pipeline/dependencies``).

    >>> get, names, every = face("firststeps.paired")
    >>> "mcnemar" in every, get("mcnemar").__module__
    (True, 'firststeps.paired.two_waves.mcnemar')
    """
    import ast
    import importlib
    import pkgutil
    import sys

    stub = ast.parse(pkgutil.get_data(package, "__init__.pyi"))
    lines = [line for line in stub.body if isinstance(line, ast.ImportFrom)]
    homes = {alias.asname or alias.name: (line.module, alias.name) for line in lines for alias in line.names}

    def get(name):
        """Load a name of the face from the module where it lives."""
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module, there = homes[name]
        value = getattr(importlib.import_module(module), there)
        setattr(sys.modules[package], name, value)
        return value

    def names():
        """The names of the face, and what else there is."""
        return sorted({*vars(sys.modules[package]), *homes})

    return get, names, sorted(homes)
