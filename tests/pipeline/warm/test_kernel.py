"""A kernel of the server says what a plain one says, ends with its step, and leaves nothing half-written."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from firststeps.pipeline.execution import scrub
from tests import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Forks are safe on Linux only.")
CELLS = {
    "prints": "print('one'); print('two', end=''); print(' three', flush=True)",
    "a result": "'é' * 3",
    "nothing": "None;",
    "an empty cell": " \n",
    "a table": "import pandas as pd\npd.DataFrame({'a': [1, 2], 'b': ['x', None]})",
    "a wide table": "pd.DataFrame([range(30)])",
    "between prints": "from IPython.display import *\nprint(1); display(HTML('<b>2</b>')); print(3)",
    "a picture": "Image(data=bytes.fromhex('89504e470d0a1a0a'), format='png')",
    "a display by name": "handle = display('first', display_id='named')",
    "the same anew": "handle.update('second')",
    "cleared": "print('gone'); clear_output(); print('stays')",
    "cleared when more comes": "print('gone'); clear_output(wait=True); print('stays')",
    "overwritten": "print('10 %\\r100 %')",
    "a drawing": "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
    "a program": "!echo from a program",
    "awaits": "import asyncio\nawait asyncio.sleep(0)\nprint('awaited')",
    "a loop of its own": "try:\n    asyncio.run(asyncio.sleep(0))\nexcept RuntimeError as error:\n    print(error)",
    "magic": "%whos int",
    "captured": "%%capture held\nprint('held')",
    "what was captured": "held.stdout, _, In[1], len(Out) > 0",
    "its surroundings": "import os, sys\n__name__, sys.path[0], os.path.basename(os.getcwd()), sys.stdin.read()",
    "of the environment": "[os.environ.get(name) for name in ('MPLBACKEND', 'PAGER', 'TERM')]",
    "a question": "input()",
    "a fault": "def halve(x):\n    return x / 0\nhalve(1)",
    "a fault of spelling": "if True print(1)",
    "leaves": "sys.exit(3)",
    "after it": "print(halve.__module__)",
    "on the other stream": "print('first', file=sys.stderr); print('second')",
}
MAY_FAIL = {"a question", "a fault", "a fault of spelling", "leaves"}


@pytest.fixture(scope="module")
def surroundings():
    """The environment of steps whose server listens in a temporary folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        yield {**os.environ, "TMPDIR": folder, "PYTHONPATH": str(ROOT / "src"), "PYTHONHASHSEED": "0"}


@pytest.fixture
def place(tmp_path):
    """A folder with an empty study of steps: notebooks/ only."""
    (tmp_path / "notebooks").mkdir()
    return tmp_path


def notebook_of(folder, *sources, tags=lambda _: []):
    """Write a notebook with these cells."""
    cells = [new_markdown_cell("# A title", id="title")]
    for number, source in enumerate(sources):
        cells.append(new_code_cell(source, id=f"cell-{number}", metadata={"tags": tags(number)}))
    nbformat.write(new_notebook(cells=cells), folder / "notebooks" / "a.ipynb")


CODE = """
import sys
from firststeps.__main__ import _stop_as_by_ctrl_c
from firststeps.commands.notebooks import _engine
from firststeps.pipeline.execution import execute
_stop_as_by_ctrl_c()
engine = {"warm": _engine, "plain": lambda: None}[sys.argv[1]]()
assert (engine is not None) == (sys.argv[1] == "warm")
execute("notebooks/a.ipynb", f"{sys.argv[1]}.ipynb", {}, ["made.csv"] if "makes" in sys.argv else [], engine=engine)
"""


def started(place, surroundings, *words):
    """A process that runs the notebook by a kernel of the kind that the first word says."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, "-c", CODE, *words], cwd=place, env=surroundings, **streams)


def test_every_kind_of_output_is_that_of_a_plain_kernel(place, surroundings):
    """Cell by cell: what is shown, printed, drawn, raised, captured, awaited, updated and cleared."""
    notebook_of(place, *CELLS.values(), tags=lambda n: ["raises-exception"] * (list(CELLS)[n] in MAY_FAIL))
    outputs = []
    for kind in ("plain", "warm"):
        started(place, surroundings, kind).communicate(timeout=120)
        ran = scrub(nbformat.read(place / f"{kind}.failed.ipynb", as_version=4))  # papermill forgives no error
        outputs.append([cell for cell in ran.cells if cell.cell_type == "code"])
    for name, plain, warm in zip(CELLS, *outputs, strict=True):
        assert (name, warm) == (name, plain)
    shown = dict(zip(CELLS, outputs[1], strict=True))
    assert shown["a fault"].outputs[0].ename == "ZeroDivisionError"
    assert shown["a display by name"].outputs[0].data["text/plain"] == "'second'"
    assert "image/png" in shown["a drawing"].outputs[0].data


def test_a_cell_that_fails_is_named_as_by_a_plain_kernel(place, surroundings):
    """And the cells after it are not run."""
    notebook_of(place, "x = 1", "x / 0", "open('after', 'w')")
    ends = []
    for kind in ("plain", "warm"):
        process = started(place, surroundings, kind)
        ends.append(process.communicate(timeout=120)[1].splitlines()[-2:])
    assert ends[0] == ends[1] and ends[1][1] == "    ZeroDivisionError: division by zero"
    assert ends[1][0].endswith("notebooks/a.ipynb, cell 3 (cell-1): x / 0") and not (place / "after").exists()
    copies = [(place / f"{kind}.failed.ipynb").read_text() for kind in ("plain", "warm")]
    assert copies[0].count("ZeroDivisionError") == copies[1].count("ZeroDivisionError") > 0


def test_what_programs_write_to_the_open_file_is_shown_by_the_cell_that_ran_them(place, surroundings):
    """After what Python printed; by a plain kernel it may come too late and be lost."""
    notebook_of(
        place, "import os\nprint('printed')\n_ = os.write(1, b'written '), os.system('echo echoed')", "print(2)"
    )
    assert started(place, surroundings, "warm").wait(timeout=120) == 0
    first, second = nbformat.read(place / "warm.ipynb", as_version=4).cells[1:]
    assert [output.text for output in first.outputs] == ["printed\nwritten echoed\n"]
    assert [output.text for output in second.outputs] == ["2\n"]


def test_a_cell_that_warns_is_told_of(place, surroundings):
    """By the last that it said on the other stream."""
    notebook_of(place, "import warnings; warnings.warn('Not so.')")
    assert "a, cell 2 warned: Not so." in started(place, surroundings, "warm").communicate(timeout=120)[0]


@pytest.mark.parametrize("death", ["os.kill(os.getpid(), 9)", "os._exit(0)", "exit()"])
def test_a_kernel_that_ends_too_early_is_told_of_and_nothing_is_lost(place, surroundings, death):
    """As where memory runs out: what the notebook had written is put back."""
    notebook_of(place, f"import os; open('../made.csv', 'w').write('new'); {death}", "print(1)")
    (place / "made.csv").write_text("old")
    process = started(place, surroundings, "warm", "makes")
    errors = process.communicate(timeout=120)[1]
    assert process.returncode == 1
    assert "notebooks/a.ipynb: the process that runs its cells ended before the last of them" in errors
    assert (place / "made.csv").read_text() == "old" and not (place / "warm.ipynb").exists()


SLOW = "import time\nfor n in range(6000):\n    _ = open('../made.csv', 'w').write(str(n)); time.sleep(.01)"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_step_that_is_stopped_ends_its_kernel_first(place, surroundings, number):
    """The kernel writes nothing more once the file is put back; nobody can put it back who was killed."""
    notebook_of(place, SLOW)
    (place / "made.csv").write_text("old")
    process = started(place, surroundings, "warm", "makes")
    while (place / "made.csv").read_text() == "old":
        time.sleep(0.01)
    process.send_signal(number)
    process.communicate(timeout=60)
    deadline = time.monotonic() + 60
    while number == signal.SIGKILL and working_in(place) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not working_in(place)
    left = (place / "made.csv").read_text()
    assert (left == "old") == (number != signal.SIGKILL)
    time.sleep(0.1)
    assert (place / "made.csv").read_text() == left


def test_without_a_server_the_kernel_is_a_plain_one(place, surroundings, tmp_path):
    """As where it goes between the step's start and its kernel's."""
    notebook_of(place, "import sys; sys.argv[0].endswith('ipykernel_launcher.py')")
    code = (
        "from firststeps.pipeline.warm import engine\nfrom firststeps.pipeline.execution import execute\n"
        "engine.ask = lambda *_: None\nexecute('notebooks/a.ipynb', 'a.ipynb', {}, engine=engine.NAME)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=place, env=surroundings, check=True)
    assert nbformat.read(place / "a.ipynb", as_version=4).cells[1].outputs[0].data["text/plain"] == "True"


def working_in(folder):
    """The processes that work in a folder or below."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if Path(os.readlink(entry / "cwd")).is_relative_to(folder):
                found.append(entry.name)
        except OSError:
            continue
    return found
