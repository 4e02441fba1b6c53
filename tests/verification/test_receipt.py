"""The receipt is green only where something was compared and nothing fell, and says so in its first line."""

import json

from firststeps.verification.receipt import FAIL, checked, first_line, is_green, is_whole, not_run, write_receipt

ABOUT = {"title": "A <small> study", "machine": "Python", "not checked": ["Whether people told the truth."]}


def test_nothing_compared_is_a_failure():
    """An empty step is red, and says why."""
    step = checked(4, 0)
    assert step.status == FAIL and "Nothing was compared" in step.failures[0]


def test_one_red_step_turns_it_red_and_one_not_run_does_not():
    """What did not run is told; what fell decides."""
    assert is_green([checked(1, 3), not_run(7, "No margin was fixed.")])
    assert not is_green([checked(1, 3), checked(2, 5, ["data/raw/a.csv changed."])])


def test_the_line_counts_what_was_reproduced():
    """The first line has the counts of all steps, and names the red ones."""
    steps = [checked(3, 2, counts={"notebooks": (2, 2)}), checked(4, 5, ["a.b fell."], counts={"claims": (4, 5)})]
    assert first_line(steps, 61) == (
        "Red (step 4): 2 of 2 notebooks, 4 of 5 claims reproduced, in 1 min 1 s, nothing fetched"
    )


def test_page_and_file_tell_every_step_and_every_failure(tmp_path):
    """The page has what fell, what was not checked and lines for a checker; text of the study is only text."""
    steps = [checked(2, 5, ["data/raw/a.csv changed."]), not_run(7, "No margin was fixed.")]
    page, file = write_receipt(tmp_path, "Red (step 2)", steps, ABOUT)
    text, told = page.read_text(encoding="utf-8"), json.loads(file.read_text(encoding="utf-8"))
    for sentence in ("Red (step 2)", "data/raw/a.csv changed.", "No margin was fixed.", "Name:", "Date:"):
        assert sentence in text
    assert "A &lt;small&gt; study" in text and "<script" not in text and "http" not in text
    assert not told["green"] and told["steps"][0]["equal"] == 4 and told["steps"][1]["status"] == "not run"


def test_an_edited_receipt_is_told(tmp_path):
    """A receipt of which page or file was changed afterwards is no longer whole."""
    page, file = write_receipt(tmp_path, "Red (step 2)", [checked(2, 5, ["a.csv changed."])], ABOUT)
    assert is_whole(tmp_path)
    for path, old, new in ((page, "Red", "Green"), (file, '"green": false', '"green": true')):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(old, new), encoding="utf-8")
        assert not is_whole(tmp_path)
        path.write_text(text, encoding="utf-8")
    assert is_whole(tmp_path)
