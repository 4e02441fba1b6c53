"""Import the scientific stack once and fork a kernel from it for every client that asks."""

import contextlib
import importlib
import json
import os
import selectors
import signal
import socket
import sys

IDLE = 4.0
STACK = (
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "IPython.core.completer",
    "pandas",
    "pydantic",
    "yaml",
    "scipy.special",
    "scipy.optimize",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_svg",
    "scipy.stats",
    "seaborn",
    "statsmodels.stats.proportion",
    "statsmodels.stats.contingency_tables",
)


class Server:
    """Listens on a socket; for each request, a forked kernel, which lives as long as the connection."""

    def __init__(self, address):
        """Listen at once, so that clients can queue while the imports go on."""
        self.address = address
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(address)
        self.listener.listen(16)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.listener, selectors.EVENT_READ, self.accept)
        self.running = 0

    def serve(self):
        """Import the stack, forking on demand between two imports, then fork until idle."""
        for module in STACK:
            self.turn(timeout=0)
            importlib.import_module(module)
        while self.turn(timeout=IDLE) or self.running:
            pass
        os.unlink(self.address)

    def turn(self, timeout):
        """Handle what has happened, or wait ``timeout`` seconds for it; whether anything happened."""
        events = self.selector.select(timeout)
        for key, _ in events:
            if key.fileobj in self.selector.get_map():
                key.data()
        return bool(events)

    def accept(self):
        """Take one request and fork the kernel it asks for."""
        connection, _ = self.listener.accept()
        line = connection.makefile("rb").readline()
        if not line:
            connection.close()
            return
        request = json.loads(line)
        child = os.fork()
        if child == 0:
            self.selector.close()
            self.listener.close()
            connection.close()
            become_kernel(**request)
        self.watch(connection, child)

    def watch(self, connection, child):
        """Kill the kernel when its client goes; tell the client when the kernel ends."""
        ended = os.pidfd_open(child)
        self.running += 1

        def finish(kill):
            """Reap the kernel, killed first where its client has gone."""
            if kill:
                os.kill(child, signal.SIGKILL)
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            with contextlib.suppress(OSError):  # the client may go while the kernel ends; other kernels live on
                connection.sendall(bytes([status % 256]))
            for end in (connection, ended):
                self.selector.unregister(end)
            connection.close()
            os.close(ended)
            self.running -= 1

        self.selector.register(connection, selectors.EVENT_READ, lambda: finish(kill=True))
        self.selector.register(ended, selectors.EVENT_READ, lambda: finish(kill=False))


def become_kernel(connection_file, folder, environment):
    """Turn this forked process into the kernel of ``connection_file``; never returns."""
    from ipykernel.kernelapp import IPKernelApp

    signal.signal(signal.SIGINT, signal.default_int_handler)
    environment.pop("JPY_PARENT_PID", None)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["ipykernel_launcher.py", "-f", connection_file]
    del sys.path[0]
    as_if_imported_in_a_kernel()
    status = 1
    try:
        app = IPKernelApp.instance()
        app.initialize(sys.argv[1:])
        app.start()
        status = 0
    finally:
        os._exit(status)


def as_if_imported_in_a_kernel():
    """Set what pandas would have set, had it been imported by a kernel and not by the server."""
    import pandas

    pandas.set_option("display.max_columns", 20)


if __name__ == "__main__":
    Server(sys.argv[1]).serve()
