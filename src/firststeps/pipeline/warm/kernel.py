"""Be the kernel of one notebook in a fork of the server: ipykernel's own, its messages on one socket in place of five.

Whoever asks sends the source of a cell and gets all that the kernel has to say of it, in ipykernel's own messages.  A
kernel that talks to one step alone needs no connection file, threads or ZeroMQ sockets, which take longer to set up
than many a notebook takes to run.
"""

import asyncio
import io
import logging
import os
import sys
from multiprocessing.connection import Connection

from ipykernel.ipkernel import IPythonKernel
from jupyter_client.session import Session
from tornado.ioloop import IOLoop
from traitlets import List
from traitlets.config import Config

SETTINGS = {"HistoryManager": {"hist_file": ":memory:"}}  # nobody asks later what was run


class Kept(Session):
    """What a kernel says, kept until it is fetched."""

    messages = List()

    def send(self, stream, msg_or_type, content=None, *_, **__):
        """Keep a message: its type and content, in JSON as of now."""
        message = msg_or_type if isinstance(msg_or_type, dict) else self.msg(msg_or_type, content)
        kind = {"msg_type": message["header"]["msg_type"]}
        self.messages.append(self.pack({"header": kind, "parent_header": {}, "content": message["content"], **kind}))
        return message

    def fetched(self):
        """All that was said since it was last fetched: JSON of a list."""
        messages, self.messages = self.messages, []
        return b"[" + b",".join(messages) + b"]"


class Stream(io.TextIOBase):
    """What cells print: by Python, and by programs and libraries that write to the same open file."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, name, number, session):
        """Take the place of the open file ``number``."""
        self.name, self.number, self.session = name, number, session
        self.parts, self.told = [], 0
        self.file = os.memfd_create(name)
        os.dup2(self.file, number)

    def writable(self):
        """Yes."""
        return True

    def fileno(self):
        """The number of the open file."""
        return self.number

    def write(self, text):
        """Keep a text until something else is to be said."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self.parts.append(text)
        return len(text)

    def flush(self):
        """Say what was printed."""
        text, self.parts = "".join(self.parts), []
        written = os.pread(self.file, os.fstat(self.file).st_size - self.told, self.told)
        self.told += len(written)
        if text := text + written.decode("utf-8", "replace"):
            self.session.send(None, "stream", {"name": self.name, "text": text})


class NoThread:
    """What a kernel is told of the thread that hears Ctrl-C: it has none; its server ends it."""

    parent_thread = None


def serve(socket):
    """Run the cells whose source comes by the open ``socket``, until its other end is closed."""
    os.set_inheritable(socket, False)
    session = Kept(key=b"")
    for name, number in (("stdout", 1), ("stderr", 2)):
        setattr(sys, name, Stream(name, number, session))
    traits = {"session": session, "log": logging.getLogger("ipykernel"), "shell_channel_thread": NoThread}
    kernel = IPythonKernel.instance(config=Config(SETTINGS), **traits)
    asyncio.run(_answer(kernel, Connection(socket)))


async def _answer(kernel, connection):
    """Run one cell after the other; the loop runs as it does in a kernel, so that cells may await."""
    kernel.io_loop = IOLoop.current()
    while not kernel.shell.exit_now:
        try:
            source = connection.recv_bytes().decode()
        except EOFError:
            return
        content = {"code": source, "silent": False, "store_history": True, "allow_stdin": False, "stop_on_error": False}
        request = kernel.session.msg("execute_request", content)
        kernel.set_parent([], request)
        await kernel.execute_request(None, [], request)
        connection.send_bytes(kernel.session.fetched())
