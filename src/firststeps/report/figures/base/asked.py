"""Drawings that are only asked for, and drawn when somebody looks: what was drawn before need not be drawn again."""

import functools
import pickle

import matplotlib

from firststeps.files import digest, keeping


class Asked:
    """A drawing that was asked for: it has what a `Drawing` has, and is drawn when somebody looks at it.

    Attributes
    ----------
    source : str
        The hash of what it was asked for: the function, what it was given, and the settings of matplotlib.
    """

    def __init__(self, draw, question):
        """Ask ``draw`` for its drawing; the ``question`` are its arguments and options, as pickle writes them."""
        settings = repr(sorted(matplotlib.rcParams.items()))
        self.source = digest(f"{draw.__module__}.{draw.__qualname__}", question, settings)
        self._draw, self._question, self._drawing = draw, question, None

    def look(self):
        """Give the `Drawing` of what the function was given then, whatever has become of that since."""
        if self._drawing is None:
            arguments, options = pickle.loads(self._question)
            self._drawing = self._draw(*arguments, **options)
        return self._drawing

    def __getattr__(self, name):
        """Give what the drawing has of that name."""
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.look(), name)


def only_asked(draw):
    """Let a function that gives a `Drawing` only note what it is asked for, where the build keeps records.

    What pickle cannot write is drawn at once.
    """

    @functools.wraps(draw)
    def ask(*arguments, **options):
        """Give the drawing, or what it was asked for."""
        if not keeping():
            return draw(*arguments, **options)
        try:
            return Asked(draw, pickle.dumps((arguments, options)))
        except (pickle.PicklingError, TypeError, AttributeError):
            return draw(*arguments, **options)

    return ask
