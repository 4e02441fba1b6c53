"""Import what steps and kernels need once, and fork one from it for every client that asks.

Whoever sits at a terminal will most likely change something and ask again; so the server stays longer for them.
"""

import atexit
import contextlib
import ctypes
import gc
import importlib
import json
import os
import pkgutil
import runpy
import selectors
import signal
import socket
import struct
import sys
import time
from pathlib import Path

PLAN = ["plan"]  # what make waits for
NEEDED_TO_PLAN = ("firststeps.commands.notebooks", "firststeps.pipeline.inputs", "firststeps.pipeline.plan")
FIRST = ["execute", "01-cleaning"]  # the step that all others wait for
NEEDED_FIRST = (
    "click",
    "psutil",
    "ipykernel.debugger",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "IPython.core.completer",
    "IPython.core.oinspect",
    "sqlite3",
    "pandas",
    "pyarrow.pandas_compat",
    "firststeps.pipeline.inputs",
    "firststeps.pipeline.summary",
    "firststeps.pipeline.warm.engine",
    "firststeps.pipeline.warm.kernel",
    "firststeps.report.notebook",
    "firststeps.responses.counting",
    "firststeps.responses.cleaning.account",
    "firststeps.responses.cleaning.clean",
)
SOON = 1.0  # seconds in which that step will have asked for its kernel
IDLE = 4.0  # seconds without a request after which a server ends
AWAITING = 600.0  # the same, where the last to ask sat at a terminal
STACK = (
    "IPython.core.completerlib",
    "IPython.core.logger",
    "tornado.platform.asyncio",
    "pandas.io.formats.string",
    "krippendorff",
    "statsmodels.stats.inter_rater",
    "scipy.stats",
    "scipy.optimize.elementwise",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_svg",
    "seaborn.objects",
    "statsmodels.stats.proportion",
    "statsmodels.stats.contingency_tables",
    "statsmodels.stats.multitest",
    "pandas.core.methods.to_dict",
    "pandas.core.reshape.reshape",
    "pandas.io.formats.csvs",
    "pyarrow.vendored.version",
    "typst",
    "pypandoc",
)
NO_STEP = ("report.site", "report.deposit", "report.returned", "responses.proposing", "responses.platforms")
APART = ("__main__", "learning", "verification", "pipeline.warm", "responses.synthetic", *NO_STEP)  # no step of a build
INLINE = "module://matplotlib_inline.backend_inline"  # what a plain kernel sets
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
HELD = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}  # from the fork on, until it knows what to do with them
MMAP_THRESHOLD, TRIM_THRESHOLD = -3, -1  # of mallopt
SELDOM = 100_000, 10, 10  # objects made between two collections of garbage: a fork makes many, and lives two seconds
BLOCK = 4 << 20  # bytes: what is as large goes back as soon as it is let go, and what is free at the end as well
MOST_FILES = 4  # of a request: standard input and outputs, and by what a kernel talks
STOP = {"step": signal.SIGINT, "kernel": signal.SIGKILL}  # a step puts back what it has half done


class Server:
    """Listens on a socket; for each request, a fork, which lives as long as the connection.

    The plan and the first step of a build are forked as soon as what they need is imported; what else is asked for
    meanwhile waits.
    """

    def __init__(self, address):
        """Listen at once, so that clients can queue while the imports go on."""
        self.address = address
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(address)
        self.listener.listen(64)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.listener, selectors.EVENT_READ, self.accept)
        self.running = 0
        self.awaiting = 0.0  # until when, by the clock that only goes on
        self.state = code_and_surroundings()
        self.request = None
        self.ready = False
        self.waiting = []  # connections with requests
        self.first = None  # the first step's process, until it has its kernel

    def look(self, able):
        """Fork what waits for a step that begins with one of the words ``able``, and the first step's kernel.

        Gives whether this is such a fork.
        """
        while not self.request:
            self.fork_able(able)
            if self.request or not self.turn(SOON if self.first else 0):
                break
        self.first = None
        return bool(self.request)

    def fork_able(self, able):
        """Fork what waits for one of the steps ``able``, unless the code has changed meanwhile."""
        for waiting in [one for one in self.waiting if any(one[1]["words"][: len(step)] == step for step in able)]:
            if self.request or code_and_surroundings() != self.state:
                return
            self.waiting.remove(waiting)
            child = self.fork(*waiting)
            if waiting[1]["words"][: len(FIRST)] == FIRST:
                self.first = child

    def begin(self):
        """Fork what has waited until all was imported."""
        self.ready = True
        while self.waiting and not self.request:
            self.fork(*self.waiting.pop(0))

    def give_up(self):
        """End, as the code has changed meanwhile, once what was forked has ended: who waits becomes a plain process."""
        os.unlink(self.address)
        self.selector.unregister(self.listener)
        self.listener.close()
        for connection, request in self.waiting:
            connection.close()
            for file in request["files"]:
                os.close(file)
        while self.running:
            self.turn()

    def serve(self):
        """Fork on demand until idle; in each fork, end with the request that it is to fulfil."""
        while not self.request and (self.turn() or self.running or self.is_awaiting()):
            pass
        if not self.request:
            os.unlink(self.address)

    def turn(self, seconds=IDLE):
        """Handle what has happened, or wait until something does; whether it did within the time."""
        events = self.selector.select(seconds)
        for key, _ in events:
            if not self.request and self.selector.get_map().get(key.fd) is key:  # what went before may have closed it
                key.data()
        return bool(events)

    def is_awaiting(self):
        """Whether somebody at a terminal may ask again, for the code that was taken in."""
        return time.monotonic() < self.awaiting and code_and_surroundings() == self.state

    def accept(self):
        """Take one request and fork what it asks for, or let it wait; a client that goes before that is let go."""
        connection, _ = self.listener.accept()
        try:
            request, client = received(connection)
        except (OSError, ValueError):
            connection.close()
            return
        is_kernel = self.first is not None and client == self.first
        if self.ready or is_kernel:
            self.fork(connection, request)
            self.first = None
        else:
            self.waiting.append((connection, request))

    def fork(self, connection, request):
        """Fork what is asked for; in this process, give the fork's number.

        What steps need is read here before, once: of modules, which the first build of a clone has only just kept, and
        of notebooks.
        """
        with contextlib.suppress(Exception):  # whoever asks for what cannot be read will say so
            every = importlib.import_module("firststeps.pipeline.plan").every_step()
            importlib.import_module("firststeps.pipeline.inputs").take_up(every)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, HELD)
        child = os.fork()
        if child == 0:
            self.selector.close()
            self.listener.close()
            connection.close()
            os.setpgid(0, 0)
            self.request = request
            return None
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if any(map(os.isatty, request["files"])):
            self.awaiting = time.monotonic() + AWAITING
        with contextlib.suppress(OSError):  # whichever of the two comes first
            os.setpgid(child, child)
        for file in request["files"]:
            os.close(file)
        self.watch(connection, child, STOP[request["kind"]])
        return child

    def watch(self, connection, child, stop):
        """Pass signals on to the fork, ``stop`` it when its client goes, and tell the client when it ends."""
        ended = os.pidfd_open(child)
        self.running += 1

        def heard():
            """Pass on the signals that the client has sent."""
            try:
                numbers = connection.recv(64)
            except OSError:
                numbers = b""
            if not numbers:
                self.selector.unregister(connection)
            for number in numbers or [stop]:
                os.killpg(child, number)  # it and what it has started, as a terminal does

        def finish():
            """Reap the fork."""
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            with contextlib.suppress(OSError):  # the client may have gone; others live on
                connection.sendall(bytes([status if status >= 0 else 128 - status]))
            with contextlib.suppress(KeyError):
                self.selector.unregister(connection)
            self.selector.unregister(ended)
            connection.close()
            os.close(ended)
            self.running -= 1

        self.selector.register(connection, selectors.EVENT_READ, heard)
        self.selector.register(ended, selectors.EVENT_READ, finish)
        with contextlib.suppress(OSError):
            connection.sendall(b"\1")


def received(connection):
    """The request of a client of this user, with its open ``files``, and the client's number.

    ValueError or OSError where there is none.
    """
    peer = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    connection.settimeout(10)
    length, files, _, _ = socket.recv_fds(connection, 8, MOST_FILES)
    if peer[1] != os.getuid() or len(length) != 8:
        raise ValueError("It is another user's, or has gone.")
    with connection.makefile("rb") as text:
        request = json.loads(text.read(int.from_bytes(length)))
    connection.settimeout(None)
    return request | {"files": files}, peer[0]


def code_and_surroundings():
    """The hash of what a server takes in, as it is now; empty where the code is there no more."""
    from firststeps.pipeline.warm.address import state

    try:
        return state()
    except OSError:
        return ""


def taking_in():
    """Import what steps and kernels need; yield after each part which steps it is enough for so far."""
    with contextlib.suppress(AttributeError):  # of the GNU library; without it a kernel keeps some 15 MB more
        for threshold in (MMAP_THRESHOLD, TRIM_THRESHOLD):
            ctypes.CDLL(None).mallopt(threshold, BLOCK)
    gc.disable()  # until a fork knows what it will never look through
    for module in NEEDED_TO_PLAN:
        importlib.import_module(module)
    yield [PLAN]
    sys.modules["pyarrow.fs"] = None  # which papermill would load for file systems of others
    importlib.import_module("papermill")
    del sys.modules["pyarrow.fs"]
    for module in NEEDED_FIRST:
        importlib.import_module(module)
        yield [PLAN]
    nbformat = importlib.import_module("nbformat")
    nbformat.validate(nbformat.v4.new_notebook())  # makes the check of notebooks, which takes as long as an import
    yield (able := [PLAN, FIRST])
    for module in STACK:
        with contextlib.suppress(ImportError):  # whoever needs it will say so
            importlib.import_module(module)
        yield able
    package = importlib.import_module("firststeps")
    for module in pkgutil.walk_packages(package.__path__, "firststeps."):
        if not module.name.removeprefix("firststeps.").startswith(APART):
            importlib.import_module(module.name)
            yield able
    # The first drawing of a process reads its fonts and style sheet, which takes as long as the drawing.
    sentence = importlib.import_module("firststeps.report.figures.base.drawing").sentence
    importlib.import_module("firststeps.report.figures.base.vector").drawn(sentence("Ready.").figure, "", "", "")
    fonts = importlib.import_module("firststeps.report.figures.base.fonts")
    fonts.lacking("Ready.")
    fonts.for_typst()
    yield able


def become(server, kind, words, folder, umask, environment, files):
    """Turn this fork of the ``server`` (its address) into the step or the kernel that was asked for; never returns."""
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, STOP[kind])
    gc.freeze()  # what was imported stays, and is shared for as long as nobody looks through it
    gc.enable()
    gc.set_threshold(*SELDOM)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number, file in enumerate(files[:3]):
        os.dup2(file, number)
        os.close(file)
    for name, number, mode in (("stdin", 0, "r"), ("stdout", 1, "w"), ("stderr", 2, "w")):
        was = getattr(sys, name)
        own = open(number, mode, encoding=was.encoding, errors=was.errors, closefd=False)  # noqa: SIM115
        own.reconfigure(line_buffering=name == "stderr" or own.isatty())
        setattr(sys, name, own)
        setattr(sys, f"__{name}__", own)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.umask(umask)
    os.chdir(folder)
    importlib.import_module("firststeps.pipeline.warm.client").server = server
    status = 1
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD)
        status = {"step": step, "kernel": kernel}[kind](*words, *files[3:])
    except KeyboardInterrupt:
        status = 130
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        with contextlib.suppress(BaseException):
            atexit._run_exitfuncs()
            sys.stdout.flush()
        os._exit(status)


def step(*words):
    """Run the command line, as ``python -m firststeps`` does; its exit status."""
    sys.argv = ["", *words]
    sys.path[0] = os.getcwd()
    try:
        runpy.run_module("firststeps", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def kernel(socket):
    """Be the kernel of whoever has the other end of this open ``socket``, until that is closed."""
    import pandas as pd

    from firststeps.pipeline.warm.kernel import serve

    os.environ.setdefault("MPLBACKEND", INLINE)
    if matplotlib := sys.modules.get("matplotlib"):  # else it will read that itself
        matplotlib.rcParams["backend"] = os.environ["MPLBACKEND"]
    pd.set_option("display.max_columns", 20)  # what pandas sets where a kernel imports it
    sys.argv = ["ipykernel_launcher.py"]
    del sys.path[0]
    serve(socket)
    return 0


def main(address):
    """Serve at an ``address`` until nothing is asked for any more; in a fork, be what was asked for."""
    server = Server(address)
    if not any(server.look(able) for able in taking_in()):
        if code_and_surroundings() == server.state:
            server.begin()
            server.serve()
        else:
            server.give_up()
    if server.request:
        become(address, **server.request)


if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[3])
    main(sys.argv[1])
