"""Stand for a kernel: have the server fork one, pass its exit status on, and let it die with this process."""

import json
import os
import signal
import socket
import sys


def main(address, connection_file):
    """Ask the server at ``address`` for a kernel on ``connection_file`` and wait until it ends."""
    request = {"connection_file": connection_file, "folder": os.getcwd(), "environment": dict(os.environ)}
    parent = os.getppid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(address)
        server.sendall(json.dumps(request).encode() + b"\n")
        server.settimeout(1.0)
        while os.getppid() == parent:
            try:
                status = server.recv(1)
                return status[0] if status else 1
            except TimeoutError:
                continue
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
