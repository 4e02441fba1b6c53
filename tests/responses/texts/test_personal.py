"""Free text that may name somebody is pointed at, however long it is."""

import subprocess
import sys

import pytest

from firststeps.responses.texts.personal import personal_detail


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("write to person01@example.org", True),
        ("x.y+z@example.co.uk", True),
        ("twice@person01@example.org", True),
        ("so-called@home", False),
        ("@example.org", False),
        ("at 5 @ the hall. Yes", False),
    ],
)
def test_an_address_is_told_from_a_sign_in_a_text(text, address):
    """Letters, a sign, and a name with a dot behind it."""
    assert (personal_detail(text) == "an e-mail address") == address


def test_a_text_without_a_space_takes_no_longer_than_its_letters():
    """Half a million of them: an address was looked for from each one to the end, which took hours."""
    code = "from firststeps.responses.texts.personal import personal_detail\nassert not personal_detail('x' * 500_000)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
