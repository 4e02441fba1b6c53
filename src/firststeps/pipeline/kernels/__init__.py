"""Warm kernels: notebooks of one run share the imports of pandas, matplotlib and the rest.

Starting a kernel and importing the scientific stack costs some three seconds a notebook.  Here one process, the
*server*, imports the stack once and forks a kernel whenever one is asked for.  The fork is an ordinary ipykernel on an
ordinary connection file; its outputs are byte for byte those of a plain kernel, which a test checks.

``manager``   a kernel manager for papermill: starts the server where none runs, launches the client as "the kernel"
``client``    a small process that stands for the kernel: asks the server for a fork and ends when the fork ends
``server``    imports, forks, watches; ends by itself when nothing has been asked for a while

Linux only (a fork after imports is unsafe on macOS and does not exist on Windows); elsewhere, and where
``FIRSTSTEPS_KERNELS=plain`` is set, papermill starts plain kernels.
"""

import os
import sys


def available():
    """Whether kernels can be forked here and plain ones are not asked for."""
    return sys.platform == "linux" and os.environ.get("FIRSTSTEPS_KERNELS", "warm") != "plain"
