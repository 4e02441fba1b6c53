"""Warm processes: the steps of a build and the kernels of its notebooks share one import of pandas and the rest.

To start Python and import what a step and its kernel need takes two seconds, time and again.  Here one process, the
*server*, imports it all once and forks whenever a step or a kernel is asked for.  A fork of a step runs the command
line as any other process would; that of a kernel is ipykernel's own, but talks by one socket to the step alone.  What
they write is byte for byte what plain processes write, which a test checks.

``address``  where the server of this code listens; starts it where there is none
``client``   a small process that stands for a step: passes on its files, signals and exit status
``server``   imports, forks, watches; ends by itself when nothing has been asked for a while
``engine``   the engine that has papermill run a notebook by a kernel of the server
``kernel``   runs the cells that the engine sends

Linux only (a fork after imports is unsafe on macOS and does not exist on Windows); elsewhere, where
``FIRSTSTEPS_KERNELS=plain`` is set, and wherever a server cannot be had, plain processes do the same.
"""

import os
import sys


def available():
    """Whether processes can be forked here and plain ones are not asked for."""
    return sys.platform == "linux" and os.environ.get("FIRSTSTEPS_KERNELS", "warm") != "plain"
