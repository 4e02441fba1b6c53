"""Codes and their pattern: what is plain is matched by Python as RE2 would, and RE2 is not loaded for it."""

import re
import subprocess
import sys

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from firststeps.study import code_pattern
from firststeps.study.code_pattern import PLAIN, fitting

PIECES = st.tuples(st.sampled_from(["P", "a", "-", "_", "0", "[0-9]", "[A-Z]", "[a-f]"]), st.sampled_from(["", "{2}"]))


@given(
    pieces=st.lists(PIECES, min_size=1, max_size=5),
    codes=st.lists(st.text("Pa0-_9Fb\n\u0660", max_size=7) | st.from_regex(r"P[0-9]{2}", fullmatch=True), max_size=5),
)
def test_a_plain_pattern_fits_what_re2_says(pieces, codes):
    """Against RE2 itself, on codes that fit and that do not, line ends and digits of another script included."""
    pattern = "".join(map("".join, pieces))
    assume(PLAIN.fullmatch(pattern))
    from pyarrow import array, compute, string

    expected = compute.match_substring_regex(array(codes, string()), f"^(?:{pattern})$").to_pylist()
    assert fitting(pattern, codes) == expected


@given(pieces=st.lists(PIECES, min_size=1, max_size=5))
def test_what_is_made_to_fit_a_plain_pattern_fits_it(pieces):
    """The pattern's own examples: each set gives its first character."""
    code = "".join((piece[1] if len(piece) > 1 else piece) * (2 if often else 1) for piece, often in pieces)
    assert fitting("".join(map("".join, pieces)), [code]) == [True]


@pytest.mark.parametrize(
    "pattern", ["(a+)+b", "a*", "P[0-9]{2,4}", r"\w+", "a|b", "P.", "[^a]", "[a-z0-9]", "a{999}", ""]
)
def test_a_pattern_that_is_not_plain_is_left_to_re2(pattern, monkeypatch):
    """Whatever could match in more than one way, or means another thing to Python."""
    assert not PLAIN.fullmatch(pattern)
    monkeypatch.setattr(code_pattern.re, "compile", lambda *_: pytest.fail("Python was asked to match."))
    assert fitting(pattern, ["x"]) in ([True], [False])


def test_a_plain_pattern_takes_a_time_in_proportion_to_the_code():
    """It cannot go back: a long code that nearly fits is refused at once."""
    assert fitting("a{99}" * 60 + "b", ["a" * 100_000]) == [False]
    assert re.fullmatch(PLAIN, "a{99}" * 60 + "b")


def test_reading_a_study_loads_neither_arrow_nor_pandas():
    """They take longer to load than all else that is done."""
    code = "import sys; from firststeps.study import Study; Study.load();"
    code += "print(*{'pyarrow', 'pandas', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
