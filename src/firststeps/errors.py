"""The one kind of error that is meant for people: the command line prints its text and no traceback."""


class Stopped(ValueError):
    """Work has stopped, and the text says it all: where, what was found, what was expected, what to do.

    Every error of this package's own is one. The statistics, which can be lifted out, raise plain ValueErrors; setting
    up an environment and removing what was made have errors of their own, as they run before anything is installed.
    """
