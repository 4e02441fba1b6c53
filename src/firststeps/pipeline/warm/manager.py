"""A kernel manager that launches the client, which has the server fork a kernel, in the place of a plain kernel.

What jupyter_client waits for beyond that is meant for kernels that others use too, and takes longer than many a
notebook: a fifth of a second for what earlier clients have asked, and up to a tenth to see that the kernel has ended.
"""

import sys
from pathlib import Path

import zmq
import zmq.asyncio
from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from jupyter_client.manager import AsyncKernelManager
from traitlets import Type, default

CLIENT = Path(__file__).resolve().with_name("client.py")
SOON = 0.01  # seconds after which is looked again


class _News(AsyncZMQSocketChannel):
    """What the kernel tells: nobody else has asked it anything, so whoever would wait for silence has it at once."""

    async def get_msg(self, timeout=None):
        """The next message, waited for not at all long where there is a ``timeout``: then Empty is raised."""
        return await super().get_msg(timeout=timeout and min(timeout, SOON))


class _Client(AsyncKernelClient):
    """Who talks to a kernel that is its own."""

    iopub_channel_class = Type(_News)


class WarmKernelManager(AsyncKernelManager):
    """Kernels of the server, where there is one; else the client becomes a plain one."""

    client_factory = Type(_Client)

    @default("context")
    def _fast_context(self):
        """A context whose sockets try again at once where the kernel does not listen yet."""
        self._created_context = True
        context = zmq.asyncio.Context()
        context.setsockopt(zmq.RECONNECT_IVL, int(SOON * 1000))
        return context

    def format_kernel_cmd(self, extra_arguments=None):
        """The command that stands for the kernel."""
        return [sys.executable, "-S", str(CLIENT), "kernel", self.connection_file]

    async def _async_wait(self, pollinterval=SOON):
        """Wait until the kernel has ended."""
        await super()._async_wait(min(pollinterval, SOON))
