"""How a notebook begins: what its tables carry, by where its numbers come from."""

import pandas as pd
import pytest

from firststeps.report.notebook import begin
from firststeps.study import Study
from tests import ROOT

ONE = pd.DataFrame({"people": [26]})


@pytest.mark.parametrize(
    "given, mark",
    [({}, Study.load(ROOT).mark), ({"origin": "assumed"}, ""), ({"origin": "assumed", "mark": "Made up"}, "Made up")],
)
def test_tables_carry_the_mark_of_what_they_are_made_of(given, mark):
    """The study's own; none where the numbers are published or assumed, unless one is given."""
    begun = begin("07-planning", ROOT, **given)
    assert begun.show(ONE, "A table").mark == begun.draw.keywords["mark"] == mark
    assert begun.claims.origin == given.get("origin", "synthetic")
    assert begun.show(ONE, "Arithmetic", mark="").caption == "Arithmetic"
