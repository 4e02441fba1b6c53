"""The engine by which papermill runs a notebook in a fork of the server: nbclient's own, but for how it is asked."""

import contextlib
import json
import os
import signal
import socket
from multiprocessing.connection import Connection, wait

from nbclient.exceptions import CellExecutionError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NBClientEngine, papermill_engines

from firststeps.pipeline.warm.client import ask

NAME = "warm"  # by which papermill knows it
PATIENCE = 5.0  # seconds for what a notebook does at its end
ALLOWED = "raises-exception"  # the tag of a cell that may fail


class Kernel:
    """A fork of the server that runs one cell after the other; it lives as long as this connection to the server."""

    def __init__(self):
        """Have it forked, at work where this process is; ConnectionError where no server can be had."""
        ours, theirs = socket.socketpair()
        with theirs, open(os.devnull, "r+b") as nowhere:
            self.life = ask("kernel", [], [nowhere.fileno()] * 3 + [theirs.fileno()])
        self.talk = Connection(ours.detach())
        if self.life is None:
            self.talk.close()
            raise ConnectionError("No server is there to fork a kernel.")

    def run(self, source):
        """What the kernel says of a cell, in Jupyter's messages; DeadKernelError where it ends before that."""
        with contextlib.suppress(OSError):
            self.talk.send_bytes(source.encode())
            if self.talk in wait([self.talk, self.life]):
                with contextlib.suppress(EOFError):
                    return json.loads(self.talk.recv_bytes())
        raise DeadKernelError("Kernel died")

    def end(self, at_once):
        """End it, whatever it does if ``at_once``, and wait until it has ended: nothing is written after that."""
        self.talk.close()
        with contextlib.suppress(OSError):
            if at_once or not wait([self.life], PATIENCE):
                self.life.send(bytes([signal.SIGKILL]))
            self.life.recv(1)
        self.life.close()


class _Client(PapermillNotebookClient):
    """Has the cells of a notebook run by a fork of the server."""

    def execute(self, kernel):
        """Run all cells until one fails, and end the kernel."""
        self.kernel = kernel
        self.reset_execution_trackers()
        try:
            self.papermill_execute_cells()
            self.set_widgets_metadata()
        except BaseException:
            kernel.end(at_once=True)
            raise
        kernel.end(at_once=False)

    def execute_cell(self, cell, cell_index):
        """Run a cell that holds code and is not to be skipped; CellExecutionError where it fails and may not."""
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip() or self.skip_cells_with_tag in tags:
            return
        cell.outputs, self.clear_before_next_output = [], False
        *messages, reply = self.kernel.run(cell.source)
        for message in messages:
            self.process_message(message, cell, cell_index)
        if reply["content"]["status"] == "error" and ALLOWED not in tags:
            raise CellExecutionError.from_cell_and_msg(cell, reply["content"])


class WarmEngine(Engine):
    """Papermill's way to that client."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, **options):
        """Run the notebook of ``nb_man``, by a plain kernel where there is no server."""
        try:
            kernel = Kernel()
        except ConnectionError:
            NBClientEngine.execute_managed_notebook(nb_man, kernel_name, **options)
        else:
            _Client(nb_man, record_timing=options.get("record_timing", True)).execute(kernel)


papermill_engines.register(NAME, WarmEngine)
