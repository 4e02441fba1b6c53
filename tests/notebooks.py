"""A notebook's code run in this process on any study, for tests that look at what it computes and prints."""

import contextlib
import io
import json

import matplotlib

from tests import ROOT


def run(notebook, **parameters):
    """Run the code cells one after the other; give all names they leave behind and what they print.

    The parameters take the places of those in the cell tagged ``parameters``, as papermill's do.
    """
    names, printed = {}, io.StringIO()
    cells = json.loads((ROOT / "notebooks" / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    with matplotlib.rc_context(), contextlib.redirect_stdout(printed):
        for cell in cells:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), names)
                names |= parameters if "parameters" in cell["metadata"].get("tags", []) else {}
    return names, printed.getvalue()
