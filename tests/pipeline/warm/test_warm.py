"""A step in a fork of the server is the step of a plain process: words, streams, exit status, signals, environment."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from firststeps.pipeline.warm import address as where
from firststeps.pipeline.warm import client
from firststeps.pipeline.warm.server import IDLE, Server
from tests import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Forks are safe on Linux only.")
CLIENT = [sys.executable, "-S", "src/firststeps/pipeline/warm/client.py"]
PLAIN = [sys.executable, "-m", "firststeps"]


@pytest.fixture(scope="module")
def surroundings():
    """The environment of steps whose server listens in a temporary folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        changes = {"TMPDIR": folder, "PYTHONPATH": str(ROOT / "src"), "COLUMNS": "60", "PYTHONHASHSEED": "0"}
        yield {**os.environ, **changes}


@pytest.fixture(scope="module")
def server(surroundings):
    """That server, which stays while somebody is connected to it."""
    code = "from firststeps.pipeline.warm.address import *; path = address(); start(path); print(path)"
    path = subprocess.run([sys.executable, "-c", code], env=surroundings, check=True, capture_output=True, text=True)
    return path.stdout.strip()


def ran(command, environment, *words):
    """What a step says, by both streams, and its exit status."""
    done = subprocess.run([*command, *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("words", [["--help"], ["execute", "nothing"], ["read", "n=1", "first=2"], ["read", "n=nine"]])
def test_a_step_says_the_same_and_ends_the_same(surroundings, server, words):
    """Help, a word that the command refuses, an answer and an error for people, each at the client's own width."""
    said = ran(CLIENT, surroundings, *words)
    assert said == ran(PLAIN, surroundings, *words)
    assert "".join(said[1:])


def hears_ctrl_c():
    """Have a process that is started hear Ctrl-C, also where the tests run in the background, which do not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_a_step_that_ends_by_ctrl_c_says_so(surroundings, server):
    """SIGINT is passed on: the fork ends as the plain process does, and leaves nothing of itself."""
    with subprocess.Popen(
        [*CLIENT, "first", "--study", "nowhere"], cwd=ROOT, env=surroundings, stderr=subprocess.PIPE, text=True
    ) as failing:
        failing.wait()
        assert failing.returncode == 1 and "Stopped: " in failing.stderr.read()
    slow = subprocess.Popen(
        [*CLIENT, "faults"],
        cwd=ROOT,
        env=surroundings,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=hears_ctrl_c,
    )
    assert children_of(server_of(server), above=0)
    time.sleep(0.3)
    slow.send_signal(signal.SIGINT)
    assert slow.wait(timeout=60) == 130
    assert slow.stderr.read() == "Stopped before the end; no file is half-written.\n"
    slow.stderr.close()


@pytest.mark.parametrize("command, module", [(PLAIN, "click"), (CLIENT, "socket")])
def test_ctrl_c_while_python_imports_shows_no_traceback(tmp_path, surroundings, command, module):
    """Within the first tenth of a second nothing has run: a module that is imported stands for the moment."""
    (tmp_path / f"{module}.py").write_text("import os, signal; os.kill(os.getpid(), signal.SIGINT)\n")
    path = os.pathsep.join([str(tmp_path), surroundings["PYTHONPATH"]])
    environment = {**surroundings, "PYTHONPATH": path}
    done = subprocess.run(
        [*command, "--help"], cwd=ROOT, env=environment, capture_output=True, text=True, preexec_fn=hears_ctrl_c
    )
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


def test_ctrl_c_while_the_plain_process_starts_shows_no_traceback(tmp_path, surroundings):
    """Python raises it in its own first imports, where nobody can take it; so it is held until somebody can."""
    (tmp_path / "sitecustomize.py").write_text("import os, signal; os.kill(os.getpid(), signal.SIGINT)\n")
    path = os.pathsep.join([str(tmp_path), surroundings["PYTHONPATH"]])
    environment = {**surroundings, "PYTHONPATH": path, "FIRSTSTEPS_KERNELS": "plain"}
    done = subprocess.run(
        [*CLIENT, "--help"], cwd=ROOT, env=environment, capture_output=True, text=True, preexec_fn=hears_ctrl_c
    )
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


@pytest.mark.parametrize(("words", "sent"), [(("plan",), signal.SIGKILL), (("execute", "01-cleaning"), signal.SIGINT)])
def test_the_plan_does_not_wait_for_a_server_that_imports(handlers, monkeypatch, words, sent):
    """Whoever stops it waits for nothing, as it leaves nothing behind; a step is waited for, as it puts things back."""
    ours, theirs = socket.socketpair()
    monkeypatch.setattr(client, "ask", lambda *_: ours)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    me, heard = threading.get_ident(), []

    def server():
        """Be a server that hears of the signal, and has imported until then."""
        while signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            time.sleep(0.01)
        signal.pthread_kill(me, signal.SIGINT)
        heard.extend(theirs.recv(1))
        theirs.settimeout(0.5)
        try:
            heard.append(theirs.recv(1))  # nothing, where the client has gone
        except TimeoutError:
            theirs.sendall(bytes([130]))

    thread = threading.Thread(target=server)
    thread.start()
    if sent == signal.SIGKILL:
        with pytest.raises(KeyboardInterrupt):
            client.run(words)
    else:
        assert client.run(words) == 130
    thread.join()
    assert heard == [sent, *[b""] * (sent == signal.SIGKILL)]
    theirs.close()


def test_a_step_ends_when_its_client_is_killed(surroundings, server):
    """Nobody waits for it any more."""
    slow = subprocess.Popen([*CLIENT, "faults"], cwd=ROOT, env=surroundings)
    assert children_of(server_of(server), above=0)
    slow.kill()
    slow.wait()
    assert not children_of(server_of(server), below=1)


@pytest.fixture
def handlers():
    """What this process does on signals, put back after the test."""
    before = {number: signal.getsignal(number) for number in client.PASSED_ON}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_a_signal_to_a_fork_that_has_just_ended_does_not_end_the_server(tmp_path):
    """As where a kernel ends and is interrupted at once: the server hears of both in one turn, of the end first."""
    listening, (ours, theirs) = Server(str(tmp_path / "socket")), socket.socketpair()
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as fork:
        listening.watch(theirs, fork.pid, signal.SIGINT)
        fork.stdin.close()
        os.waitid(os.P_PID, fork.pid, os.WEXITED | os.WNOWAIT)
        ours.sendall(bytes([signal.SIGTERM]))
        assert listening.turn()
        fork.returncode = 0  # the server has reaped it
    assert ours.recv(2) == b"\1\0" and listening.running == 0
    listening.listener.close()
    ours.close()


def test_a_client_whose_server_dies_ends_by_status_1(handlers):
    """With a signal that nobody has read: the system then says that the connection was reset."""
    ours, theirs = socket.socketpair()
    ours.sendall(bytes([signal.SIGINT]))
    theirs.close()
    assert client._wait(ours) == 1
    ours.close()


def test_a_signal_after_the_server_has_gone_is_no_fault(handlers):
    """The client has the status already, though it has not read it."""
    ours, theirs = socket.socketpair()
    theirs.sendall(b"\0")
    theirs.close()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    signal.pthread_kill(threading.get_ident(), signal.SIGTERM)  # held until the client reads, whatever other threads do

    class Connection:
        """The connection; the signal comes as soon as the client waits."""

        send = ours.send

        def recv(self, size):
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
            return ours.recv(size)

    assert client._wait(Connection()) == 0
    ours.close()


def test_where_the_server_goes_before_it_has_begun_the_step_is_a_plain_one(surroundings, tmp_path):
    """One that closes the connection, as at its end, costs nobody an answer."""
    environment = {**surroundings, "TMPDIR": str(tmp_path)}
    code = "from firststeps.pipeline.warm.address import address; print(address())"
    path = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path.stdout.strip())
        listener.listen()
        going = threading.Thread(target=lambda: listener.accept()[0].close())
        going.start()
        assert ran(CLIENT, environment, "--help") == ran(PLAIN, environment, "--help")
        going.join()


def test_another_code_has_another_server(monkeypatch, tmp_path):
    """A file that is changed, replaced or new; a comment too, as nobody reads what it is."""
    monkeypatch.setattr(where, "PACKAGE", str(tmp_path))
    (tmp_path / "module.py").write_text("x = 1\n")
    states = [where.state()]
    (tmp_path / "module.py").write_text("x = 2 \n")
    states.append(where.state())
    (tmp_path / "more.py").write_text("")
    states.append(where.state())
    assert len(set(states)) == 3 and where.state() == states[-1]


def test_a_server_stays_for_whoever_sits_at_a_terminal(surroundings, tmp_path):
    """Longer than it stays for a script: its process is there after a time in which others have ended."""
    environment = {**surroundings, "TMPDIR": str(tmp_path)}
    code = "from firststeps.pipeline.warm.address import *; path = address(); start(path); print(path)"
    path = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True)
    screen, terminal = os.openpty()
    subprocess.run([*CLIENT, "--help"], cwd=ROOT, env=environment, stdout=terminal, check=True)
    os.close(terminal)
    os.close(screen)
    time.sleep(IDLE + 1)
    os.kill(server_of(path.stdout.strip()), signal.SIGTERM)  # whom nobody can ask where it has ended


def test_clients_that_want_a_server_at_once_get_one_and_leave_no_lock(surroundings, tmp_path):
    """Each state of the code has a server of its own, and would leave a lock of its own."""
    environment = {**surroundings, "TMPDIR": str(tmp_path)}
    code = (
        "from firststeps.pipeline.warm.address import *; import sys; path = address(); start(path)\n"
        "with connect(path) as held: print(path, flush=True); sys.stdin.read()"
    )
    streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    clients = [subprocess.Popen([sys.executable, "-c", code], env=environment, **streams) for _ in range(3)]
    paths = {client.stdout.readline().strip() for client in clients}
    assert len(paths) == 1
    path = Path(paths.pop())
    serving = server_of(path)
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    for each in clients:
        each.communicate()
    os.kill(serving, signal.SIGTERM)


def test_a_server_does_not_wait_for_a_code_that_has_changed(monkeypatch, tmp_path):
    """Nor where the code is there no more: nobody can ask for it."""
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "module.py").write_text("x = 1\n")
    monkeypatch.setattr(where, "PACKAGE", str(tmp_path / "code"))
    server = Server(str(tmp_path / "socket"))
    assert not server.is_awaiting()
    server.awaiting = float("inf")
    assert server.is_awaiting()
    (tmp_path / "code" / "module.py").write_text("x = 12\n")
    assert not server.is_awaiting()
    shutil.rmtree(tmp_path / "code")
    assert not server.is_awaiting()
    server.listener.close()


ASKED = """
import os, signal, socket, sys, threading
from firststeps.pipeline.warm import client, server
listening = server.Server(sys.argv[1])
told = []
client._connection = lambda *_: client_end()


def client_end():
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(sys.argv[1])
    connection.settimeout(5)
    return connection


def ask(*words):
    asking = threading.Thread(target=lambda: told.append((words, client.ask("step", words, [0, 1, 2]))))
    asking.start()
    return asking


def looked(able=server.FIRST):
    if listening.look([able]):
        signal.pause()  # a fork, as a step at work


def end():
    for _, connection in told:
        connection.send(bytes([signal.SIGKILL]))
    while listening.running:
        listening.turn()
"""


def asked(code, path, surroundings):
    """What a process says that runs a server and its clients, whose forks do nothing."""
    command = [sys.executable, "-c", ASKED + code, str(path)]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\n")[:-1]


def test_the_first_step_is_forked_while_the_imports_go_on(surroundings, tmp_path):
    """The others wait until all is imported, in the order in which they came."""
    code = """
asking = [ask("summary"), ask("execute", "02-participants")]
while len(listening.waiting) < 2:
    looked()
asking.append(ask("execute", "01-cleaning"))
while not listening.running:
    looked()
asking[2].join()
print([words for words, connection in told if connection])
listening.begin()
if listening.request:
    signal.pause()
[each.join() for each in asking]
print(len([words for words, connection in told if connection]))
end()
"""
    first, later = asked(code, tmp_path / "socket", surroundings)
    assert first == "[('execute', '01-cleaning')]" and later == "3"


def test_the_plan_is_forked_before_what_the_first_step_needs_is_imported(surroundings, tmp_path):
    """The first step, asked for too early, is forked as soon as it can be, not when all is imported."""
    code = """
asking = [ask("execute", "01-cleaning"), ask("plan")]
while not (listening.waiting and listening.running):
    looked(server.PLAN)
asking[1].join()
print([words for words, connection in told if connection])
while listening.running < 2:
    looked(server.FIRST)
[each.join() for each in asking]
print(listening.waiting, sorted(words[0] for words, connection in told if connection))
end()
"""
    early, later = asked(code, tmp_path / "socket", surroundings)
    assert early == "[('plan',)]" and later == "[] ['execute', 'plan']"


def test_who_waits_for_a_code_that_has_changed_becomes_a_plain_process(surroundings, tmp_path):
    """And what was forked before goes on to its end."""
    code = """
asking = [ask("summary"), ask("execute", "01-cleaning")]
while not (listening.waiting and listening.running):
    looked()
ending = threading.Thread(target=listening.give_up)
ending.start()
[each.join() for each in asking]
print(sorted((words[0], connection is not None) for words, connection in told))
print(os.path.exists(sys.argv[1]), listening.running)
[connection.send(bytes([signal.SIGKILL])) for _, connection in told if connection]
ending.join()
print(listening.running)
"""
    assert asked(code, tmp_path / "socket", surroundings) == [
        "[('execute', True), ('summary', False)]",
        "False 1",
        "0",
    ]


def test_a_folder_that_others_may_enter_is_not_used(monkeypatch, tmp_path):
    """Nor a link, wherever it leads: whoever made it may make another."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    folder = Path(where.address()).parent
    folder.chmod(0o755)
    with pytest.raises(PermissionError):
        where.address()
    folder.rmdir()
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    folder.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PermissionError):
        where.address()


def server_of(path):
    """The process that listens at a path."""
    with socket.socket(socket.AF_UNIX) as probe:
        probe.connect(str(path))
        peer = probe.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    return int.from_bytes(peer[:4], sys.byteorder)


def children_of(process, above=None, below=None):
    """The forks of a server, once there are as many as is waited for, or after a minute."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        if (above is not None and len(children) > above) or (below is not None and len(children) < below):
            break
        time.sleep(0.02)
    return children


@pytest.mark.parametrize("closed", ["<&-", ">&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("kernels", ["", "plain"])
def test_a_notebook_is_made_where_streams_are_closed(server, surroundings, tmp_path, closed, kernels):
    """As services start their programs: no socket takes the place of a stream, and no kernel misses one."""
    study = tmp_path / "study"
    shutil.copytree(ROOT / "data" / "raw", study / "data" / "raw")
    shutil.copy(ROOT / "study.yaml", study)
    step = " ".join(["exec", *CLIENT, "execute", "01-cleaning", "--study", str(study), closed])
    environment = {**surroundings, "FIRSTSTEPS_KERNELS": kernels}
    done = subprocess.run(step, shell=True, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    assert (done.returncode, (study / "build" / "01-cleaning.ipynb").is_file()) == (0, True), done.stderr
