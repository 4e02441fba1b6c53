"""A kernel manager that launches the client, which has the server fork a kernel, in the place of a plain kernel."""

import sys
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager

CLIENT = Path(__file__).resolve().with_name("client.py")


class WarmKernelManager(AsyncKernelManager):
    """Kernels of the server, where there is one; else the client becomes a plain one."""

    def format_kernel_cmd(self, extra_arguments=None):
        """The command that stands for the kernel."""
        return [sys.executable, "-S", str(CLIENT), "kernel", self.connection_file]
