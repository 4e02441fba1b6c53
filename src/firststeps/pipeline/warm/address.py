"""Where the server of warm processes listens: one for each state of the code, interpreter and environment.

The client, which has to be light, reads this file: it needs little, and that of the standard library.
"""

import contextlib
import fcntl
import hashlib
import os
import resource
import socket
import stat
import sys

PACKAGE = os.path.realpath(f"{__file__}/../../..")
LONGEST = 104  # bytes of a socket's address that every Unix takes
AT_START = ("PYTHON", "LC_", "LANG", "MPL", "MATPLOTLIBRC", "HOME", "XDG_", "LD_")  # read when modules are imported
LIMITS = (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE)
WORLDS = ("mnt", "net", "pid", "user")  # namespaces: what is within one of them must not be answered from outside


def address():
    """Give the path of the socket of the server that this code, interpreter and environment have, running or not.

    OSError where there can be none: in a temporary folder with a long path, or where another user has taken its place.
    """
    folder = os.path.join(os.environ.get("TMPDIR") or "/tmp", f"firststeps-{os.getuid()}")
    with contextlib.suppress(FileExistsError):
        os.mkdir(folder, mode=0o700)
    status = os.lstat(folder)
    if status.st_uid != os.getuid() or status.st_mode != stat.S_IFDIR | 0o700:
        raise PermissionError(f"{folder} is not a folder of this user alone.")
    path = os.path.join(folder, state())
    if len(os.fsencode(path)) >= LONGEST:
        raise OSError(f"{path} is too long for a socket.")
    return path


def state():
    """Give the hash of what a server has taken in when it started: code as it lies on the disk, and surroundings.

    >>> before = state()
    >>> os.environ["LC_TEST"] = "xx"
    >>> before == state(), os.environ.pop("LC_TEST")
    (False, 'xx')
    """
    settings = {name: value for name, value in os.environ.items() if name.startswith(AT_START)}
    settings.pop("PYTHONWARNINGS", None)
    worlds = [os.readlink(f"/proc/self/ns/{name}") for name in WORLDS]
    limits = [os.nice(0), *(resource.getrlimit(limit) for limit in LIMITS)]
    known = [sys.executable, sys.version, sorted(settings.items()), worlds, limits, sorted(_files(PACKAGE))]
    return hashlib.sha256(repr(known).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def connect(path):
    """Give a connection to the server at ``path``, or None where none of this user's answers."""
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(path)
    except OSError:
        connection.close()
        return None
    return connection


def start(path):
    """Start the server at ``path`` unless one listens there already; it listens when this ends.

    Clients that want the same one at once wait for each other. OSError where it does not start.
    """
    if _listens(path):
        return
    with open(f"{path}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _listens(path):
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)
            _launch(path)
        with contextlib.suppress(FileNotFoundError):  # else each state of the code would leave one
            os.unlink(lock.name)


def _listens(path):
    """Whether a server of this user answers at ``path``."""
    connection = connect(path)
    if connection:
        connection.close()
    return connection is not None


def _launch(path):
    """Start a server in a session of its own, and wait until it listens."""
    import subprocess

    silent = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    environment.pop("PYTHONWARNINGS", None)
    command = [sys.executable, f"{PACKAGE}/pipeline/warm/server.py", path]
    server = subprocess.Popen(command, cwd="/", env=environment, start_new_session=True, **silent)
    while not os.path.exists(path):
        try:
            server.wait(timeout=0.005)
            raise OSError("The server of warm processes did not start.")
        except subprocess.TimeoutExpired:
            continue


def _files(folder):
    """Each source file below ``folder``: its path and what tells that it was changed or replaced."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _files(entry.path)
            elif entry.name.endswith((".py", ".pyi")):
                status = entry.stat()
                yield entry.path, status.st_size, status.st_mtime_ns, status.st_ino
