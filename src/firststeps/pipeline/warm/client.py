"""Stand for a step of the build: have the server fork it, pass on signals and its exit status.

    python -S src/firststeps/pipeline/warm/client.py execute 01-cleaning --study .

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
AT_ONCE = ("plan",)  # steps that leave nothing to be put back: a signal kills the fork, and nobody waits for it
server = ""  # the address of the one that has forked this process, whose kernels have its code, whatever lies there now


def open_closed_streams():
    """Open on nothing what of standard input, output and error this process was given closed, for its children too.

    Else the next file or socket that is opened becomes one of them.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)  # the lowest number that is free


def main(*words):
    """Run the step of these ``words`` in a fork of the server, or here; give its exit status."""
    try:
        status = run(words)
    except KeyboardInterrupt:
        return 130
    if status is None:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # until it can take it: a starting Python cannot
        os.execv(sys.executable, [sys.executable, "-m", "firststeps", *words])
    return status


def run(words):
    """Run the step of these ``words`` in a fork of the server; its exit status, or None where no server is there.

    A signal is passed on, or raises KeyboardInterrupt where the step is one of those that end ``AT_ONCE``.
    """
    if connection := ask("step", words, [0, 1, 2]):
        with connection:
            return _wait(connection, words[0] in AT_ONCE)
    return None


def ask(kind, words, files):
    """Have the server fork a step or a kernel (``kind``) with these open files, for as long as this connection lasts.

    None where no server can be had, or it goes before it has forked.
    """
    connection = _connection(kind, words)
    if connection and not _begins(connection, kind, words, files):
        connection.close()
        return None
    return connection


def _connection(kind, words):
    """A connection to the server, started where that is worth it; None where there is none."""
    from firststeps.pipeline.warm import available

    if not available():
        return None
    from firststeps.pipeline.warm.address import address, connect, start

    try:
        path = server or address()
        if kind == "kernel" or words[0] in STARTING:
            start(path)
    except OSError:
        return None
    return connect(path)


def _begins(connection, kind, words, files):
    """Send what is to be run, where and with which open files; whether it runs: the server may go meanwhile."""
    umask = os.umask(0o077)
    os.umask(umask)
    request = {"kind": kind, "words": words, "folder": os.getcwd(), "umask": umask, "environment": dict(os.environ)}
    text = json.dumps(request).encode()
    try:
        socket.send_fds(connection, [len(text).to_bytes(8)], files)
        connection.sendall(text)
        return bool(connection.recv(1))
    except OSError:
        return False


def _wait(connection, at_once=False):
    """The exit status of the fork, signals passed on meanwhile; 1 where the server dies before it.

    Where it may end ``at_once``, the server, which may be importing for seconds, is not waited for.
    """

    def pass_on(number, _):
        """Tell the server of a signal, unless it has gone, as where the fork has ended by itself."""
        with contextlib.suppress(OSError):
            connection.send(bytes([signal.SIGKILL if at_once else number]))
        if at_once:
            for each in PASSED_ON:
                signal.signal(each, signal.SIG_IGN)
            raise KeyboardInterrupt

    for number in PASSED_ON:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, pass_on)
    try:
        status = connection.recv(1)
    except OSError:  # the server has died with a signal unread
        return 1
    return status[0] if status else 1


if __name__ == "__main__":
    open_closed_streams()
    sys.path[0] = os.path.abspath(f"{__file__}/../../../..")
    sys.exit(main(*sys.argv[1:]))
