"""What only some studies need may be absent: the root study is cleaned without it, and what needs it says so."""

import os
import subprocess
import sys
import textwrap

import pytest

from tests import ROOT

ABSENT = ("pyarrow", "duckdb", "pyreadstat")


def run(code, folder, *words):
    """What a program prints where no extra is installed: modules that cannot be loaded stand in their place."""
    shadows = folder / "shadows"
    shadows.mkdir()
    for name in ABSENT:
        (shadows / f"{name}.py").write_text(f"raise ModuleNotFoundError(name={name!r})")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(shadows), str(ROOT / "src")])}
    command = [sys.executable, "-c", textwrap.dedent(code), *words]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    assert not done.returncode, done.stderr
    return done.stdout


CLEAN = """
    import sys
    from pathlib import Path
    from firststeps.responses.cleaning.clean import clean
    from firststeps.responses.counting.clean_files import write_clean
    from firststeps.study import Study
    study = Study.load(".")
    cleaned = clean(study)
    for name in ("responses", "log", "patterns", "matching"):
        getattr(cleaned, name).astype(str).to_csv(Path(sys.argv[1], name), index=False)
"""


def test_the_study_is_cleaned_alike_without_them(tmp_path):
    """The same responses, log and patterns, to the letter."""
    from firststeps.responses.cleaning.clean import clean
    from firststeps.study import Study

    run(CLEAN, tmp_path, str(tmp_path))
    cleaned = clean(Study.load(ROOT))
    for name in ("responses", "log", "patterns", "matching"):
        assert (tmp_path / name).read_text() == getattr(cleaned, name).astype(str).to_csv(index=False)


NEEDED = {
    "parquet": "from firststeps.responses.given.read import read_table\nread_table('{folder}/answers.parquet')",
    "spss": "from firststeps.responses.given.read import read_table\nread_table('{folder}/answers.sav')",
    "large": "from firststeps.responses.large.clean_file import count_file\ncount_file('a.csv', ['a'], 'b')",
}


@pytest.mark.parametrize("extra", NEEDED)
def test_what_needs_one_says_which_and_how_it_is_installed(extra, tmp_path):
    """One sentence, with the name to ask for."""
    for name in ("answers.parquet", "answers.sav"):
        (tmp_path / name).write_bytes(b"")
    call = textwrap.indent(NEEDED[extra].format(folder=tmp_path), "    ")
    said = run(
        f"from firststeps.errors import Stopped\ntry:\n{call}\nexcept Stopped as fault:\n    print(fault)", tmp_path
    )
    assert said.strip().endswith(f"which is not installed here. To install it: pip install 'firststeps[{extra}]'")
