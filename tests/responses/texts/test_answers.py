"""What one cell says: own words in lists, words on a scale, codes that differ by wave, blanks that speak."""

import pytest

from firststeps.responses.given.formats import text_of
from firststeps.responses.given.problems import Refusal
from firststeps.responses.texts.answers import reader
from firststeps.study.parts.cleaning import Cleaning
from firststeps.study.parts.items import Codes, Item
from tests.small_study import LONG, PATTERNS, ROWS, Small, patterns


def read(text, codes=None, **about):
    """The answer, the status and the fault of a text, for an item that is described in a line."""
    reading = reader(Item(label="An item", **about), codes or Codes(), Cleaning())(text)
    return reading.answer, reading.status, reading.fault


def test_own_words_count_under_the_choice_that_stands_for_them():
    """Beside other ticks, and alone; without such a choice somebody is asked."""
    about = {"kind": "ticks", "choices": ["Tea", "Other"], "other": "Other"}
    assert read("Tea, a long walk", **about)[0] == "Tea; Other"
    assert read("a long walk", kind="choice", choices=["Tea", "Other"], other="Other")[0] == "Other"
    assert read("Tea, a long walk", kind="ticks", choices=["Tea", "Other"])[2] == "unknown"


@pytest.mark.parametrize("kind", ["choice", "ordered", "ticks"])
@pytest.mark.parametrize(
    ("choice", "text"),
    [
        ("Spa\u00df", "Spa\u00df"),  # whose capitals are SPASS
        ("Spa\u00df", "SPASS"),
        ("\u0130stanbul", "\u0130stanbul"),
        ("Cafe\u0301", "Caf\u00e9"),  # an accent behind its letter, as some programs write it
        ("Caf\u00e9", "Cafe\u0301"),
        ("under  35", "under 35"),
        (" Tea", "tea"),
    ],
)
def test_a_choice_is_found_however_its_letters_are_written(kind, choice, text):
    """In study.yaml and in the file: what looks alike is never asked about, nor is what a file has just as it is."""
    about = {"kind": kind, "choices": [choice, "Another"]}
    assert read(text, **about) == (choice, "answered", "")
    assert read(choice, **about) == (choice, "answered", "")
    assert reader(Item(label="An item", **about), Codes(), Cleaning())(choice).rule == ""


def test_letters_whose_small_form_is_another_in_some_language_stop_nothing():
    """In Turkish i and I belong to two letters: a tick is read, or asked about."""
    for choice, text in (("Istanbul", "\u0130stanbul"), ("Is\u0131rgan", "\u0131s\u0131rgan")):
        assert read(text, kind="ticks", choices=[choice]) in ((choice, "answered", ""), ("", "", "unknown"))


def test_an_empty_list_of_ticks_is_blank_unless_it_means_none():
    assert read("", kind="ticks", choices=["Tea"])[:2] == ("", "blank")
    assert read("", kind="ticks", choices=["Tea"], unticked="none")[:2] == ("none ticked", "answered")


def test_words_for_points_of_a_scale_are_numbers():
    points = {"Poor": 1, "Excellent": 5}
    answers = [read(text, kind="scale", range=(1, 5), points=points)[0] for text in ("poor", "3", "Excellent")]
    assert answers == ["1", "3", "5"]
    assert read("Fair", kind="scale", range=(1, 5), points=points)[2] == "not a number"


@pytest.mark.parametrize("text", ["1_2", "12_", "1 2", "1-2", "0x10", "nan", "inf", "1,2,3"])
@pytest.mark.parametrize("scale", [{"range": (0, 100)}, {}])
def test_what_is_not_one_number_is_none(text, scale):
    """Somebody between one and two is not at twelve: Python reads 1_2 so."""
    assert read(text, kind="scale", **scale)[2] in ("not a number", "outside the range")
    assert read(text, kind="scale", **scale)[:2] == ("", "")


@pytest.mark.parametrize("text", ["0", "-0", "-0.0", "0,0"])
def test_nought_is_one_answer_however_it_is_written(text):
    """On a scale, in a cell of a spreadsheet, and where it is a declared code."""
    assert read(text, kind="scale", range=(-2, 2))[0] == "0" == text_of(float(text.replace(",", ".")))
    assert read(text, Codes(no=["no"], blank=["0"]), kind="scale", range=(-2, 2))[1] == "blank"


def test_codes_may_differ_from_wave_to_wave(tmp_path):
    """1 was yes before, and 2 after."""
    rows = ROWS.replace("before,Yes", "before,1").replace("before,No", "before,2")
    rows = rows.replace("after,Yes", "after,2").replace("after,No", "after,1")
    codes = 'kind: yes-no, codes: {yes: ["1"], no: ["2"]}, codes_at: {after: {yes: ["2"], no: ["1"]}}'
    assert patterns(Small(tmp_path).write(rows, LONG.replace("kind: yes-no", codes)).clean()) == PATTERNS


@pytest.mark.parametrize("code, status", [("blank", "absent"), ("not answered", "blank")])
def test_a_blank_that_somebody_gave_shows_that_they_were_there(tmp_path, code, status):
    """*Refused* is no answer, and still somebody refused; a code for nothing at all shows nobody."""
    yaml = LONG.replace("kind: yes-no", f"kind: yes-no, codes: {{{code}: [Refused]}}")
    cleaned = Small(tmp_path).write(ROWS + "P03,after,Refused\n", yaml).clean()
    told = cleaned.responses.set_index(["participant", "wave"])["status"]
    assert told["P03", "after"] == status
    assert patterns(cleaned) == PATTERNS


@pytest.mark.parametrize(("code", "typed"), [("99", "99.0"), ("99.0", "99"), ("99", "99,0"), ("-9", "-9.00")])
def test_a_code_on_a_scale_is_a_number_however_it_is_written(tmp_path, code, typed):
    """Programs write 99 as 99.0 where a column has numbers: it was counted as an answer, and as somebody there."""
    scale = f"  mood: {{label: Mood, kind: scale, codes: {{blank: ['{code}']}}}}\noutcomes:"
    rows = ROWS.replace("ips\n", "ips,mood\n").replace("Yes\n", "Yes,5\n").replace("No\n", "No,4\n")
    cleaned = Small(tmp_path).write(rows + f'P03,after,,"{typed}"\n', LONG.replace("outcomes:", scale)).clean()
    told = cleaned.responses.set_index(["participant", "wave", "item"])["status"]
    assert told["P03", "after", "mood"] == told["P03", "after", "ips"] == "absent"


def test_control_characters_are_taken_out_and_told(tmp_path):
    """A program left them in answers, codes and the names of columns: no document can hold them, and Typst stopped."""
    said = "  said: {label: Said, kind: text, personal: checked}\noutcomes:"
    words = "One\x0btwo\x08" + " and more" * 50
    rows = ROWS.replace("ips\n", "ips,sa\x07id\n").replace("Yes\n", f"Yes,{words}\n").replace("No\n", "No,\n")
    rows = rows.replace("Yes", "Y\x01es", 1).replace("P01", "P\x0201", 1)
    cleaned = Small(tmp_path).write(rows, LONG.replace("outcomes:", said)).clean()
    assert patterns(cleaned) == PATTERNS
    answers = {*cleaned.responses.loc[cleaned.responses["item"] == "said", "answer"]} - {""}
    assert answers == {"One\ntwo" + " and more" * 50}
    told = cleaned.log[cleaned.log["rule"].str.startswith("control characters")]
    assert {*told["column"]} == {"id", "ips", "said"}


def test_each_part_of_a_list_is_asked_about_by_itself(tmp_path):
    """The line that is printed takes it for a choice of the list, or for own words."""
    yaml = LONG.replace("outcomes:", "  helps: {label: Helps, kind: ticks, choices: [Tea, Time]}\noutcomes:")
    rows = ROWS.replace("ips\n", "ips,helps\n").replace("Yes\n", "Yes,Tea; Walks\n").replace("No\n", "No,Time\n")
    with pytest.raises(Refusal) as refused:
        Small(tmp_path).write(rows, yaml).clean()
    said = str(refused.value)
    assert "found 'Walks'" in said and "Tea; Walks" not in said
    assert '# choices: ["Tea", "Time", "Walks"]' in said
    assert "# other: Other" in said
