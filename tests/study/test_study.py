"""study.yaml: every fault is named with its place and what is allowed; a right one gives paths and items."""

import pytest

from firststeps.study import Study, StudyError, compendium_root, parse
from tests.small_study import LONG

RATED = """  rating: {label: Rating, kind: scale, range: [1, 5], waves: [after]}
  high: {label: High, kind: yes-no, from: rating, at_least: 4}
"""
SCALED = LONG.replace("outcomes:", "  rating: {label: Rating, kind: scale, range: [1, 5]}\noutcomes:")
TICKED = LONG.replace("outcomes:", "  helps: {label: Helps, kind: ticks, choices: [tea, time]}\noutcomes:")
FAULTS = {
    "no YAML": ("title: [", "study.yaml is not YAML"),
    "nothing": ("", "expected keys and values"),
    "a key twice": (LONG + "title: again\n", "key 'title' is given twice"),
    "an unknown key": (LONG.replace("title:", "titel:"), "key 'titel' is not known (nearest: title"),
    "an unknown key inside": (LONG.replace("kind:", "knid:"), "items > ips: key 'knid' is not known (nearest: kind)"),
    "an unknown kind": (
        LONG.replace("yes-no", "yesno"),
        "items > ips > kind: found 'yesno'; allowed: 'yes-no', 'choice'",
    ),
    "a missing key": (LONG.replace("synthetic: true", ""), "synthetic: is missing"),
    "neither true nor false": (LONG.replace("synthetic: true", "synthetic: perhaps"), "synthetic: found 'perhaps'"),
    "a wave id with a blank": (LONG.replace("id: before", "id: be fore"), "waves > 0 > id: found 'be fore'"),
    "a wave twice": (LONG.replace("id: after", "id: before"), "waves: 'before' is given more than once"),
    "a day that is none": (
        LONG.replace("codes: [T1]", "days: [2024-02-29, 2024-02-31]"),
        "waves > 0 > days: 2024-02-31 is no day of the calendar",
    ),
    "two waves whose days meet": (
        LONG.replace("codes: [T1]", "days: [2024-02-01, 2024-02-29]").replace(
            "codes: [T2]", "days: [2024-02-29, 2024-03-09]"
        ),
        "waves > after: its days meet those of 'before'; each day belongs to one wave",
    ),
    "two questions of one kind in one column": (
        LONG.replace("outcomes:", "  led: {label: Led, kind: yes-no, column: ips}\noutcomes:"),
        "items > led: it reads the column 'ips' at 'before', as ips does, and both are yes-no; one column",
    ),
    "a question in the column of codes": (
        LONG.replace("outcomes:", "  name: {label: Name, kind: text, column: id}\noutcomes:"),
        "items > name: its column 'id' holds the codes of people",
    ),
    "a second questionnaire of nobody": (
        LONG + "linked: no\ncleaning: {prefer: {column: rater, is: [Self]}}\n",
        "cleaning > prefer: nobody can have two questionnaires where no column tells who answered; take it out",
    ),
    "two waves called alike": (
        LONG.replace("label: After, short: After, codes: [T2]", "label: BEFORE, short: After, file: b.csv")
        .replace("codes: [T1]", "file: a.csv")
        .replace("layout: long, file: answers.csv, wave_column: wave", "layout: per-wave"),
        "waves > after > label: 'BEFORE' is the label of 'before' as well; each has its own",
    ),
    "two questions called alike": (
        LONG.replace("outcomes:", "  led: {label: INVOLVED, kind: text}\noutcomes:"),
        "items > led > label: 'INVOLVED' is the label of 'ips' as well; each has its own",
    ),
    "an unknown wave": (LONG.replace("kind: yes-no", "kind: yes-no, waves: [befor]"), "nearest: before"),
    "a question without words": (LONG.replace("label: Involved", "label: ''"), "items > ips > label: found nothing"),
    "a wave of blanks": (LONG.replace("label: Before", "label: '  '"), "waves > 0 > label: found nothing; expected"),
    "a wave without a short name": (LONG.replace("short: After", "short: "), "waves > 1 > short: found nothing"),
    "a study without a name": (LONG.replace("A small study", ""), "title: found nothing; expected"),
    "a label that nobody sees": (
        LONG.replace("label: Involved", 'label: "\\u200b"'),
        "items > ips > label: found noth",
    ),
    "a theme without words": (
        LONG + "coding: {file: c.csv}\nthemes: {said: {tea: {label: ''}}}\n",
        "themes > said > tea > label: found nothing",
    ),
    "a tab": (LONG.replace("  ips", "\tips"), "line 10 begins with a tab; put blanks in its place"),
    "a tab behind blanks": (
        LONG.replace("  - {id: a", "  \t- {id: a"),
        "line 6 begins with a tab; put blanks in its place",
    ),
    "a quotation mark left open": (
        LONG.replace("title: A small study", 'title: "A small study'),
        "a quotation mark in line 2 has no second one before line 8",
    ),
    "a quotation mark never closed": (LONG + "group: 'ips\n", "a quotation mark in line 12 has no second one"),
    "no outcome": (
        LONG.replace("outcomes: [ips]", "outcomes: [isp]"),
        "outcomes: 'isp' is not a yes-no item (nearest: ips)",
    ),
    "a margin of ten": (
        LONG + "primary: {outcome: ips, first: before, second: after, margin: 10}\n",
        "primary > margin: found '10'; expected a number below 1",
    ),
    "a comparison backwards": (
        LONG + "primary: {outcome: ips, first: after, second: before, margin: 0.1}\n",
        "primary: first is 'after' and second 'before', but 'before' comes first in waves; put the earlier one first",
    ),
    "a comparison of what is no outcome": (
        LONG.replace("outcomes:", "  group: {label: Group, kind: yes-no}\noutcomes:")
        + "primary: {outcome: group, first: before, second: after, margin: 0.1}\n",
        "primary > outcome: 'group' is not among the outcomes (ips); add it there, as in 'outcomes: [ips, group]'",
    ),
    "a comparison where no outcome is named": (
        LONG.replace("outcomes: [ips]", "outcomes: []")
        + "primary: {outcome: ips, first: before, second: after, margin: 0.1}\n",
        "primary > outcome: 'ips' is not among the outcomes (none); add it there, as in 'outcomes: [ips]'",
    ),
    "a comparison of what is no yes-no item": (
        LONG + "primary: {outcome: isp, first: before, second: after, margin: 0.1}\n",
        "primary > outcome: 'isp' is not a yes-no item (nearest: ips)",
    ),
    "a comparison of what goes by degrees": (
        LONG.replace("outcomes:", "  felt: {label: Felt, kind: scale, range: [1, 5]}\noutcomes:")
        + "primary: {outcome: felt, first: before, second: after, margin: 0.1}\n",
        "primary > outcome: 'felt' is not a yes-no item (allowed: ips); an outcome can be made of it with a cut point, "
        "as in 'high: {label: ..., kind: yes-no, from: felt, at_least: 5}'",
    ),
    "an ordered question among the outcomes": (
        LONG.replace(
            "outcomes: [ips]", "  felt: {label: Felt, kind: ordered, choices: [no, yes]}\noutcomes: [ips, felt]"
        ),
        "as in 'high: {label: ..., kind: yes-no, from: felt, yes: [\"yes\"]}'",
    ),
    "a margin in percent": (
        LONG + "primary: {outcome: ips, first: before, second: after, margin: 7.5}\n",
        "expected a number below 1, as 0.075 is for 7.5 in a hundred",
    ),
    "a comparison with itself": (
        LONG + "primary: {outcome: ips, first: after, second: after, margin: 0.1}\n",
        "two different waves",
    ),
    "an unknown wave of the comparison": (
        LONG + "primary: {outcome: ips, first: befor, second: after, margin: 0.1}\n",
        "ips is not asked at 'befor' (nearest: before)",
    ),
    "a code with two meanings": (LONG + 'codes: {yes: ["1"], no: ["1"]}\n', "code '1' stands for both"),
    "a bad pattern": (LONG.replace("P[0-9]{2}", "P["), "is not a regular expression"),
    "a wave called as a column is": (
        LONG.replace("id: before", "id: people"),
        "waves > people: 'people' names a column of what is made",
    ),
    "an alias to be filled in": (LONG.replace('{2}"', '{2}", aliases: {x: "?"}'), "the alias 'x' leads to nobody"),
    "an alias to nobody": (LONG.replace('{2}"', '{2}", aliases: {x: Q1}'), "alias target 'Q1' does not match"),
    "a choice without choices": (LONG.replace("yes-no", "choice"), "a choice needs its choices"),
    "a wide layout without columns": (
        LONG.replace("layout: long", "layout: wide"),
        "items > ips > columns: is missing",
    ),
    "a column for two waves": (
        LONG.replace("layout: long", "layout: wide").replace("yes-no", "yes-no, columns: {before: a, after: a}"),
        "items > ips > columns: 'a' is the column of 'before' and of 'after'",
    ),
    "a file for two waves": (
        LONG.replace("layout: long", "layout: per-wave")
        .replace("codes: [T1]", "file: a.csv")
        .replace("codes: [T2]", "file: a.csv"),
        "waves > after: 'a.csv' is the file of 'before' as well",
    ),
    "a label of two waves": (
        LONG.replace("codes: [T2]", "codes: [' t1 ']"),
        "waves > after: ' t1 ' stands for 'before' as well",
    ),
    "too many waves": (
        LONG.replace(
            "  - {id: before",
            "".join(f"  - {{id: w{w}, label: L{w}, short: S{w}}}\n" for w in range(18)) + "  - {id: before",
        ),
        "outcomes: ips is asked at 20 waves; at most 12 can be analysed, since its response patterns are",
    ),
    "a name in the place of keys": (
        LONG.replace("data: {layout: long, file: answers.csv, wave_column: wave}", "data: answers.csv"),
        "data: found 'answers.csv'",
    ),
    "no file": (LONG.replace("file: answers.csv, ", ""), "data > file: is missing"),
    "an unknown item in a rule": (
        LONG + "consistency: [{if: {isp: 'yes'}, then: {ips: 'yes'}}]\n",
        "consistency: item 'isp' is not known (nearest: ips)",
    ),
    "a rule about an item made of others": (
        LONG.replace("outcomes:", f"{RATED}outcomes:") + "consistency: [{if: {high: 'yes'}, then: {ips: 'yes'}}]\n",
        "consistency: high is made of other items; a rule is about answers in the files, as those to rating",
    ),
    "a rule about questions that are never asked together": (
        LONG.replace("kind: yes-no", "kind: yes-no, waves: [before]").replace("outcomes:", f"{RATED}outcomes:")
        + "consistency: [{if: {rating: '5'}, then: {ips: 'yes'}}]\n",
        "consistency: there is no wave at which rating and ips are asked together",
    ),
    "a rule about a number that is beyond the scale": (
        SCALED + "consistency: [{if: {rating: '7'}, then: {ips: 'yes'}}]\n",
        "consistency: '7' is no answer to rating; its numbers go from 1 to 5",
    ),
    "a rule about a number with a comma": (
        SCALED + "consistency: [{if: {rating: '4,5'}, then: {ips: 'yes'}}]\n",
        "consistency: '4,5' is no answer to rating; a scale has numbers, as '5' or '2.5'",
    ),
    "a rule about a date as nobody keeps it": (
        LONG.replace("outcomes:", "  day: {label: Day, kind: date}\noutcomes:")
        + "consistency: [{if: {day: 5/1/2024}, then: {ips: 'yes'}}]\n",
        "consistency: '5/1/2024' is no answer to day; a date is written as year-month-day",
    ),
    "a rule about a tick that is none": (
        TICKED + "consistency: [{if: {helps: tee}, then: {ips: 'yes'}}]\n",
        "consistency: 'tee' is no answer to helps; 'tee' is none of its choices: tea, time",
    ),
    "two rules of one number": (
        SCALED + "consistency: [{if: {rating: '5.0'}, then: {ips: 'yes'}}, {if: {rating: 5}, then: {ips: 'no'}}]\n",
        "consistency: if rating is '5', the rules want ips to be both 'yes' and 'no'",
    ),
    "a truth of YAML": (
        LONG.replace("outcomes:", "  group: {label: Group, kind: yes-no}\noutcomes:")
        + "consistency: [{if: {group: true}, then: {ips: 'yes'}}]\n",
        "consistency: 'true' is no answer to group; allowed: yes, no",
    ),
    "a cut that no scale reaches": (
        LONG.replace("outcomes:", f"{RATED}outcomes:").replace("at_least: 4", "at_least: 40"),
        "items > high > at_least: 40 is beyond the range of rating, 1 to 5",
    ),
    "a cut at no number": (
        LONG.replace("outcomes:", f"{RATED}outcomes:").replace("at_least: 4", "yes: [nan]"),
        "items > high > yes: 'nan' is no number",
    ),
    "rows to leave out of nobody knows which file": (
        LONG.replace("layout: long", "layout: per-wave, leave_out: [{rows: [7], reason: sum}]")
        .replace("codes: [T1]", "file: a.csv")
        .replace("codes: [T2]", "file: b.csv"),
        "data > leave_out > rows [7]: say whose rows they are, as in 'file: a.csv'",
    ),
    "a number of items that is no score": (
        SCALED.replace("[1, 5]", "[1, 5], may_miss: 1"),
        "items > rating: items, reversed and may_miss belong to a score, not to kind scale",
    ),
    "a cut at a box that is none": (
        LONG.replace(
            "outcomes:",
            "  helps: {label: Helps, kind: ticks, boxes: {Tea: h1, Time: h2}}\n"
            "  tea: {label: T, kind: yes-no, from: helps, yes: [Tee]}\noutcomes:",
        ),
        "items > tea > yes: 'Tee' is no answer to helps (nearest: Tea)",
    ),
    "answers that mean yes of nothing": (
        LONG.replace("kind: yes-no", "kind: yes-no, yes: [often]"),
        "items > ips: yes and at_least go with from, the item that they are answers of",
    ),
    "a cut of nothing": (LONG.replace("kind: yes-no", "kind: yes-no, at_least: 3"), "items > ips: yes and at_least go"),
    "an outcome made of texts that nobody coded": (
        LONG.replace(
            "outcomes:",
            "  said: {label: Said, kind: text}\n  time: {label: T, kind: yes-no, from: said, yes: [time]}\noutcomes:",
        ),
        "items > time > from: said has no themes; add its codebook under themes",
    ),
    "a choice twice": (
        TICKED.replace("[tea, time]", "[Free  time, tea, free time]"),
        "items > helps > choices: 'free time' is read as 'Free  time'; each choice stands once",
    ),
    "a choice twice, once with its accent as a character of its own": (
        TICKED.replace("[tea, time]", "[Caf\u00e9, tea, Cafe\u0301]"),
        "items > helps > choices: 'Cafe\u0301' is read as 'Caf\u00e9'; each choice stands once",
    ),
    "a choice that is no answer in what is made": (
        LONG.replace("outcomes:", "  calm: {label: Calm, kind: ordered, choices: [missing, low, high]}\noutcomes:"),
        "items > calm > choices: 'missing' stands for no answer in what is made; call the choice otherwise or, where",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_its_place(fault):
    text, message = FAULTS[fault]
    with pytest.raises(StudyError) as error:
        parse(text)
    assert message in str(error.value)
    assert "Traceback" not in str(error.value) and ": :" not in str(error.value)


def test_a_slip_among_the_outcomes_is_told_once():
    """The advice to add the primary outcome to a list that holds it, misspelt, would have kept the slip."""
    with pytest.raises(StudyError) as error:
        parse(LONG.replace("[ips]", "[isp]") + "primary: {outcome: ips, first: before, second: after, margin: 0.1}\n")
    assert str(error.value).splitlines() == ["study.yaml: outcomes: 'isp' is not a yes-no item (nearest: ips)."]


@pytest.mark.parametrize(
    ("yaml", "item", "written", "answer"),
    [
        (SCALED, "rating", "'5.0'", "5"),
        (SCALED, "rating", "2.50", "2.5"),
        (SCALED.replace("5]", "5000]"), "rating", "1e3", "1000"),
        (SCALED.replace("[1, 5]", "[1, 5], points: {Excellent: 5}"), "rating", "excellent", "5"),
        (SCALED, "rating", "''", ""),
        (TICKED, "helps", "time;tea", "tea; time"),
        (TICKED.replace("time]", "time], unticked: none"), "helps", "none ticked", "none ticked"),
        (LONG.replace("outcomes:", "  said: {label: Said, kind: text}\noutcomes:"), "said", "'Si\u0301 '", "S\u00ed"),
        (LONG.replace("outcomes:", "  day: {label: Day, kind: date}\noutcomes:"), "day", "2024-01-31", "2024-01-31"),
    ],
)
def test_a_rule_means_the_answer_however_it_is_written(yaml, item, written, answer):
    """It is compared with answers in the one form in which cleaning writes them; an empty one is none."""
    study = parse(yaml + f"consistency: [{{if: {{{item}: {written}}}, then: {{ips: 'yes'}}}}]\n")
    assert study.consistency[0].given == {item: answer}


def test_a_theme_is_meant_whatever_the_case_of_its_letters():
    """A cut point takes it as the codebook writes it; it was compared letter by letter, and nobody said yes."""
    said = "  said: {label: Said, kind: text}\n  calm: {label: Calm, kind: yes-no, from: said, yes: [Time]}\noutcomes:"
    assert parse(LONG.replace("outcomes:", said) + "themes: {said: {time: Free time}}\n").items["calm"].yes == ["time"]


def test_two_sheets_of_one_workbook_are_two_waves():
    """The same file, but not the same answers."""
    yaml = LONG.replace("layout: long", "layout: per-wave").replace("codes: [T1]", "file: a.xlsx, sheet: one")
    assert parse(yaml.replace("codes: [T2]", "file: a.xlsx, sheet: two")).waves[1].sheet == "two"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("codes: [T1]", "days: [2024-02-01, 2024-02-28]"),
        ("outcomes:", "  led: {label: Led, kind: text, column: ips}\noutcomes:"),
        ("outcomes:", "  name: {label: Name, kind: text, column: id}\nlinked: no\noutcomes:"),
        ("outcomes:", "cleaning: {prefer: {column: rater, is: [Self]}}\noutcomes:"),
    ],
    ids=["days apart", "one column read in two ways", "codes of nobody", "a preference"],
)
def test_what_is_like_a_fault_and_is_none_is_taken(old, new):
    """One day more, the same kind of question, codes that count: then it would be refused."""
    assert parse(LONG.replace("codes: [T2]", "days: [2024-02-29, 2024-03-09]").replace(old, new)).title


def test_twelve_waves_can_be_analysed():
    """A question asked at more of them can be limited to those of interest."""
    waves = "".join(f"  - {{id: w{w}, label: L{w}, short: S{w}}}\n" for w in range(18)) + "  - {id: before"
    few = f"kind: yes-no, waves: [{', '.join(f'w{w}' for w in range(12))}]"
    other = "  said: {label: Said, kind: text}\noutcomes:"
    yaml = LONG.replace("  - {id: before", waves).replace("kind: yes-no", few).replace("outcomes:", other)
    assert len(parse(yaml).items["ips"].waves) == 12


def test_all_faults_are_named_at_once():
    with pytest.raises(StudyError) as error:
        parse("title: x\nsynthetic: perhaps\nwaves: []\nitems: {}\n")
    assert len(str(error.value).splitlines()) == 4


def test_no_folder_of_a_study(tmp_path):
    with pytest.raises(StudyError, match=r"there is no study\.yaml"):
        Study.load(tmp_path)


def test_a_sign_alone_is_a_label():
    """Words in any alphabet, and a picture, are something that readers see."""
    assert parse(LONG.replace("label: Involved", "label: \U0001f44d")).items["ips"].label == "\U0001f44d"


def test_codes_and_identifiers_stay_text():
    study = parse(LONG.replace("kind: yes-no", "kind: yes-no, codes: {yes: [01], no: [no]}"))
    assert (study.codes_of("ips").yes[0], study.codes_of("ips").no[0]) == ("01", "no")


def test_codes_of_an_item_add_to_those_of_the_study():
    study = parse(LONG.replace("kind: yes-no", "kind: yes-no, codes: {blank: ['99']}"))
    assert study.codes_of("ips").blank == ["99"]
    assert study.codes_of("ips").yes == study.codes.yes


def test_numbers_of_an_item_replace_those_of_the_study():
    """Where 1 and 2 are declared, 0 is no longer certain."""
    study = parse(LONG.replace("kind: yes-no", "kind: yes-no, codes: {yes: ['1'], no: ['2']}"))
    assert "0" not in study.codes_of("ips").no
    assert "N" in study.codes_of("ips").no


@pytest.mark.parametrize("start", ["notebooks", "data/raw", "."])
def test_the_same_study_from_any_working_directory(start, monkeypatch):
    root = compendium_root()
    monkeypatch.chdir(root / start)
    assert Study.load(".").folder == root


def test_the_study_outside_any_compendium(tmp_path, monkeypatch):
    """Away from a compendium the package's own is the root."""
    root = compendium_root()
    monkeypatch.chdir(tmp_path)
    assert compendium_root() == root


def test_the_study_of_the_root():
    study = Study.load(compendium_root())
    assert study.wave_ids == ["start", "end", "two-months", "five-months"]
    assert study.items["ips"].waves == ["two-months", "five-months"]
    assert (study.primary.first, study.primary.second, study.primary.margin) == ("start", "five-months", 0.10)
    assert (study.synthetic, study.mark) == (True, "Synthetic data")


def test_a_file_is_read_as_its_own_wave_says_and_else_as_all_files():
    """Of two sheets of one workbook each has its head; of two files each has its letters."""
    own = "file: a.xlsx, sheet: one, head: {names: [3]}", "file: a.xlsx, sheet: two", "file: b.csv, encoding: cp1252"
    waves = "".join(f"  - {{id: w{n}, label: W{n}, short: W{n}, {keys}}}\n" for n, keys in enumerate(own))
    items = "items:\n  q: {label: Q, kind: yes-no}\noutcomes: [q]\nidentifier: {column: id}\n"
    data = "data: {layout: per-wave, head: {names: [2]}, encoding: utf-16}\n"
    study = parse(f"title: T\nsynthetic: true\nwaves:\n{waves}{data}{items}")
    places = [("a.xlsx", "one"), ("a.xlsx", "two"), ("b.csv", "")]
    assert [study.head_of(*place).names for place in places] == [[3], [2], [2]]
    assert [study.encoding_of(*place) for place in places] == ["utf-16", "utf-16", "cp1252"]
