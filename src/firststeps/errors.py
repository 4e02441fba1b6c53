"""The one kind of error that is meant for people: the command line prints its text and no traceback."""

from contextlib import contextmanager


class Stopped(ValueError):
    """Work has stopped, and the text says it all: where, what was found, what was expected, what to do.

    Every error of this package's own is one. The statistics, which can be lifted out, raise plain ValueErrors; setting
    up an environment and removing what was made have errors of their own, as they run before anything is installed.
    """


@contextmanager
def needing(extra, what):
    """A context for the import of a package that only some studies need, which an installation may go without.

    Stopped says what needs it, and how it is installed: by the name of an ``extra`` of ``pyproject.toml``.

    >>> with needing("spss", "An SPSS file"):
    ...     raise ModuleNotFoundError("No module", name="pyreadstat")
    Traceback (most recent call last):
    firststeps.errors.Stopped: An SPSS file needs the package pyreadstat, which is not installed here. To install it: \
pip install 'firststeps[spss]'
    """
    try:
        yield
    except ImportError as fault:
        name = (fault.name or extra).partition(".")[0]
        remedy = f"To install it: pip install 'firststeps[{extra}]'"
        raise Stopped(f"{what} needs the package {name}, which is not installed here. {remedy}") from None
