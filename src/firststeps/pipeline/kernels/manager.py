"""A kernel manager whose kernels are forked from a server that has imported the scientific stack."""

import fcntl
import hashlib
import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from jupyter_client.manager import AsyncKernelManager

LONGEST = 104  # bytes of a socket's address that every Unix takes
INLINE = "module://matplotlib_inline.backend_inline"  # what a plain kernel sets
HERE = Path(__file__).resolve().parent


class WarmKernelManager(AsyncKernelManager):
    """Launches the client, which has the server fork a kernel, in the place of ``python -m ipykernel_launcher``."""

    def format_kernel_cmd(self, extra_arguments=None):
        """The command that stands for the kernel."""
        return [sys.executable, "-S", str(HERE / "client.py"), start_server(), self.connection_file]


def start_server():
    """The address of the running server of this package and interpreter, started where there is none.

    Raises OSError where there can be none, as in a temporary folder with a long path or of another user.
    """
    key = hashlib.sha256(f"{sys.executable}\0{HERE}".encode()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir(), f"firststeps-{os.getuid()}")
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to another user; remove it or set FIRSTSTEPS_KERNELS=plain.")
    address = folder / key
    if len(os.fsencode(address)) >= LONGEST:
        raise OSError(f"{address} is too long for a socket.")
    with open(folder / f"{key}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _answers(address):
            address.unlink(missing_ok=True)
            _launch(address)
    return str(address)


def _launch(address):
    """Start the server and wait until it listens."""
    silent = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MPLBACKEND": INLINE}
    server = subprocess.Popen(
        [sys.executable, str(HERE / "server.py"), str(address)], env=environment, start_new_session=True, **silent
    )
    while not address.exists():
        try:
            server.wait(timeout=0.005)
            raise OSError("The server of warm kernels did not start; set FIRSTSTEPS_KERNELS=plain to do without it.")
        except subprocess.TimeoutExpired:
            continue


def _answers(address):
    """Whether a server listens at ``address``."""
    try:
        with socket.socket(socket.AF_UNIX) as probe:
            probe.connect(str(address))
        return True
    except OSError:
        return False
