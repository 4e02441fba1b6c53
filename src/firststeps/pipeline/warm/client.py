"""Stand for a step of the build or for a kernel: have the server fork it, pass on signals and its exit status.

    python -S src/firststeps/pipeline/warm/client.py step execute 01-cleaning --study .
    python -S src/firststeps/pipeline/warm/client.py kernel CONNECTION-FILE

Where no server can be had, this process becomes the plain one.  It imports little, and so starts at once.
"""

import signal

if __name__ == "__main__" and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until the server is told of it: nothing has run that could say so

import contextlib
import json
import os
import socket
import sys

PASSED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STARTING = ("execute", "first")  # the steps that are worth a server's start; others take one that runs
PLAIN = {"step": ["-m", "firststeps"], "kernel": ["-m", "ipykernel_launcher", "-f"]}


def main(kind, *words):
    """Run the step or kernel (``kind``) of these ``words`` in a fork of the server, or here; give its exit status."""
    if connection := _connection(kind, words):
        with connection:
            if _begins(connection, kind, words):
                return _wait(connection, _parent() if kind == "kernel" else None)
    os.execv(sys.executable, [sys.executable, *PLAIN[kind], *words])


def _parent():
    """The number of the process that started this kernel, as it said itself: it may have died since."""
    return int(os.environ.get("JPY_PARENT_PID") or os.getppid())


def _connection(kind, words):
    """A connection to the server, started where that is worth it; None where there is none."""
    from firststeps.pipeline.warm import available

    if not available():
        return None
    from firststeps.pipeline.warm.address import address, connect, start

    try:
        path = address()
        if kind == "kernel" or words[0] in STARTING:
            start(path)
    except OSError:
        return None
    return connect(path)


def _begins(connection, kind, words):
    """Send what is to be run, where and with which open files; whether it runs: the server may go meanwhile."""
    umask = os.umask(0o077)
    os.umask(umask)
    request = {"kind": kind, "words": words, "folder": os.getcwd(), "umask": umask, "environment": dict(os.environ)}
    text = json.dumps(request).encode()
    files = [0, 1, 2] if kind == "step" else [os.open(os.devnull, os.O_RDWR)] * 3  # a kernel talks to its client alone
    try:
        socket.send_fds(connection, [len(text).to_bytes(8)], files)
        connection.sendall(text)
        return bool(connection.recv(1))
    except OSError:
        return False


def _wait(connection, parent):
    """The exit status of the fork, signals passed on meanwhile; 1 where the server dies, or ``parent`` before it."""

    def pass_on(number, _):
        """Tell the server of a signal, unless it has gone, as where the fork has ended by itself."""
        with contextlib.suppress(OSError):
            connection.send(bytes([number]))

    for number in PASSED_ON:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, pass_on)
    connection.settimeout(1.0)
    while parent in (None, os.getppid()):
        try:
            status = connection.recv(1)
            return status[0] if status else 1
        except TimeoutError:
            continue
        except OSError:  # the server has died with a signal unread
            return 1
    return 1


if __name__ == "__main__":
    sys.path[0] = os.path.abspath(f"{__file__}/../../../..")
    sys.exit(main(*sys.argv[1:]))
