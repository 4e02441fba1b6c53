"""For each kind of mess one of three answers: clean and log, ask, refuse; the raw files stay as they are."""

from dataclasses import replace
from textwrap import dedent

import pytest
from yaml import BaseLoader, load, safe_dump

from firststeps.responses.given.problems import Refusal
from tests.small_study import LONG, ONE_SIDED, PATTERNS, ROWS, patterns

CLEAN = {
    "exact duplicate rows": (ROWS + "P01,before,Yes\n", (7, "", "", "", "exact duplicate of an earlier row left out")),
    "same answers typed twice": (
        ROWS + "P01,before,yes\n",
        (7, "", "P01", "", "same answers as an earlier row left out"),
    ),
    "white space of any kind": (
        ROWS.replace("P01,after,No", "P01,after,\u00a0No "),
        (3, "ips", "\u00a0No ", "no", "white space"),
    ),
    "letter case of codes": (ROWS.replace("P01,after,No", "P01,after,NO"), (3, "ips", "NO", "no", "letter case")),
    "another declared code": (ROWS.replace("P01,after,No", "P01,after,0"), (3, "ips", "0", "no", "declared code")),
    "letter case of a participant": (ROWS.replace("P02,after", "p02,after"), (5, "id", "p02", "P02", "letter case")),
    "an empty column at the end": (ROWS.replace("\n", ",\n"), (1, "", "", "", "empty columns left out")),
    "an empty row": (ROWS.replace("P02,before", ",,\nP02,before"), (4, "", "", "", "empty row left out")),
    "a blank line": (ROWS.replace("P02,before", "\nP02,before"), (4, "", "", "", "empty row left out")),
    "a byte-order mark": ("\ufeff" + ROWS, (1, "", "", "", "byte-order mark left out")),
    "UTF-16": (ROWS.encode("utf-16"), (1, "", "", "", "byte-order mark left out")),
    "columns in another order": (
        "\n".join(",".join(row.split(",")[::-1]) for row in ROWS.splitlines()),
        (1, "", "", "", "columns in another order than in study.yaml"),
    ),
    "a line break within quotes": (
        ROWS.replace("P01,after,No", 'P01,after,"No\r\n"'),
        (3, "ips", "No\r\n", "no", "white space"),
    ),
    "a column that nobody described": (
        ROWS.replace("\n", ",x\n"),
        (1, "x", "", "", "column not described in study.yaml: not read"),
    ),
}
CLEAN_UNLOGGED = {
    "line ends of Windows": ROWS.replace("\n", "\r\n"),
    "semicolons": ROWS.replace(",", ";"),
    "tabs": ROWS.replace(",", "\t"),
    "quoted cells": "\n".join(",".join(f'"{cell}"' for cell in row.split(",")) for row in ROWS.splitlines()),
    "rows in another order": "\n".join([ROWS.splitlines()[0], *ROWS.splitlines()[:0:-1]]),
    "no line end at the end": ROWS.rstrip("\n"),
}


@pytest.mark.parametrize("mess", CLEAN)
def test_what_is_certain_is_cleaned_and_logged(small, mess):
    content, change = CLEAN[mess]
    cleaned = small.write(content).clean()
    assert patterns(cleaned) == PATTERNS
    logged = list(cleaned.log[["row", "column", "before", "after", "rule"]].itertuples(index=False, name=None))
    assert logged == [change]


@pytest.mark.parametrize("mess", CLEAN_UNLOGGED)
def test_another_way_to_write_the_same_file_changes_nothing(small, mess):
    cleaned = small.write(CLEAN_UNLOGGED[mess]).clean()
    assert patterns(cleaned) == PATTERNS
    assert cleaned.log.empty


def test_a_line_break_within_quotes_is_one_row(small):
    """The row after it has the number that a spreadsheet shows."""
    yaml = LONG.replace("outcomes:", "  said: {label: Said, kind: text}\noutcomes:")
    content = 'id,wave,ips,said\nP01,before,Yes,"one\r\ntwo"\nP01,after,NO,\n'
    cleaned = small.write(content, yaml).clean()
    assert "one\ntwo" in set(cleaned.responses["answer"])
    assert (3, "NO") in set(zip(cleaned.log["row"], cleaned.log["before"], strict=True))


def test_rows_in_are_rows_out(small):
    cleaned = small.write(ROWS + "P01,before,Yes\n,,\nP01,after,no\n").clean()
    rows = cleaned.rows.iloc[0]
    assert (rows["read"], rows["left out"], rows["kept"]) == (8, 3, 5)
    left_out = cleaned.log["rule"].str.contains("left out")
    assert left_out.sum() == rows["left out"]


TEXT = LONG.replace("outcomes:", "  said: {label: Said, kind: text}\noutcomes:")
SCALE = LONG.replace("outcomes:", "  age: {label: Age, kind: scale, range: [16, 99]}\noutcomes:")
DATE = LONG.replace("outcomes:", "  day: {label: Day, kind: date}\noutcomes:")
CONFLICT = ROWS + "P01,before,No\n"
RATED = "\n".join(f"{row},{'who' if row[:2] == 'id' else 'self'}" for row in ROWS.splitlines()).replace(
    "P01,after", "P01,before,No,carer\nP01,after"
)  # of P01 a carer too says how it was before


def beside(header, cell):
    """The rows with a further column that holds ``cell`` in row 3."""
    lines = ROWS.splitlines()
    return "\n".join(
        [f"{lines[0]},{header}", f"{lines[1]},", f'{lines[2]},"{cell}"', *(f"{line}," for line in lines[3:])]
    )


ASK = {
    "conflicting answers": (CONFLICT, LONG, 7, "ips", "# conflicts: first   # the first row; "),
    "a person and a carer": (
        RATED,
        LONG,
        3,
        "ips",
        '# prefer: {column: "who", is: ["carer"]}   # the row in which who',
    ),
    "an unknown code": (
        ROWS.replace("after,No", "after,maybe"),
        LONG,
        3,
        "ips",
        'codes: {yes: [], no: []}   # write "maybe"',
    ),
    "a word for yes": (ROWS.replace("after,Yes", "after,ja"), LONG, 5, "ips", 'codes: {yes: ["ja"]}'),
    "codes 1 and 2": (
        ROWS.replace("Yes", "1").replace("No", "2"),
        LONG,
        3,
        "ips",
        '{yes: [], no: []}   # write "1", "2"',
    ),
    "a missing code": (ROWS.replace("after,No", "after,99"), LONG, 3, "ips", 'codes: {blank: ["99"]}'),
    "n/a": (ROWS.replace("after,No", "after,n/a"), LONG, 3, "ips", "not applicable"),
    "an identifier written another way": (
        ROWS.replace("P02,after", "P2,after"),
        LONG,
        5,
        "id",
        'aliases: {"P2": "P02"}',
    ),
    "an unknown wave": (
        ROWS.replace("P02,after", "P02,later"),
        LONG,
        5,
        "wave",
        'codes: ["T2"]}   # write "later" into',
    ),
    "an ambiguous date": (
        beside("day", "03/04/2024"),
        DATE,
        3,
        "day",
        "# dates: day-first   # 03/04/2024 is",
    ),
    "a two-digit year": (
        beside("day", "23/04/24"),
        DATE,
        3,
        "day",
        "# two_digit_years: 1900s   # 23/04/24 is 1924",
    ),
    "not a date": (
        beside("day", "spring"),
        DATE,
        3,
        "day",
        'codes: {blank: [], not applicable: []}   # write "spring"',
    ),
    "an answer out of range": (beside("age", "120"), SCALE, 3, "age", "outside: set missing"),
    "no number": (beside("age", "forty"), SCALE, 3, "age", 'not applicable: []}   # write "forty"'),
    "infinity": (beside("age", "inf"), SCALE, 3, "age", "outside: set missing"),
    "an e-mail address": (beside("said", "write to a.b@example.org"), TEXT, 3, "said", "personal: checked"),
    "a telephone number": (beside("said", "ring 01632 960001"), TEXT, 3, "said", "personal: checked"),
    "a postcode": (beside("said", "I live at EX1 1AA"), TEXT, 3, "said", "personal: checked"),
    "an NHS number": (beside("said", "943 476 5919"), TEXT, 3, "said", "personal: checked"),
    "a National Insurance number": (beside("said", "AB 12 34 56 C"), TEXT, 3, "said", "personal: checked"),
    "a name": (beside("said", "Mrs Example was kind"), TEXT, 3, "said", "personal: checked"),
}


@pytest.mark.parametrize("mess", ASK)
def test_a_decision_is_asked_about_with_the_lines_to_add(small, mess):
    content, yaml, row, column, lines = ASK[mess]
    (problem,) = small.write(content, yaml).problems()
    assert (problem.verdict, problem.file, problem.row, problem.column) == ("ask", "answers.csv", row, column)
    assert lines in problem.remedy


def pasted(yaml, remedy):
    """``study.yaml`` with the lines of a remedy in it, as a person would put them."""
    lines = remedy[remedy.index(":\n") + 1 :]
    return safe_dump(merged(load(yaml, BaseLoader), load(dedent(lines), BaseLoader)), sort_keys=False)


def merged(given, added):
    """Mappings in one; a list of waves gets the line of a wave in place of the one with its id."""
    if isinstance(given, dict):
        return given | {key: merged(given[key], value) if key in given else value for key, value in added.items()}
    if isinstance(given, list) and isinstance(added[0], dict):
        new = {wave["id"]: wave for wave in added}
        return [new.get(wave["id"], wave) for wave in given]
    return added


DECIDED = {
    "conflicting answers": ("conflicts: ask", "conflicts: set missing"),
    "a person and a carer": ("conflicts: ask", "prefer: {column: who, is: [self]}"),
    "an unknown code": ("no: []", 'no: ["maybe"]'),
    "codes 1 and 2": ("yes: [], no: []", 'yes: ["2"], no: ["1"]'),
    "an unknown wave": ('codes: ["T2"]', 'codes: ["T2", "later"]'),
    "an answer out of range": ("outside: ask", "outside: set missing"),
    "infinity": ("outside: ask", "outside: set missing"),
    "an ambiguous date": ("dates: ask", "dates: month-first"),
    "a two-digit year": ("years: ask", "years: 1900s"),
    "not a date": ("not applicable: []", "not applicable: [spring]"),
    "no number": ("blank: []", "blank: [forty]"),
}


@pytest.mark.parametrize("mess", DECIDED)
def test_no_line_decides_when_it_is_pasted_as_it_is(small, mess):
    """The same question comes again until a person has written the answer into the line; 1 beside 2 is asked about."""
    content, yaml, *_ = ASK[mess]
    (problem,) = small.write(content, yaml).problems()
    asked = small.write(content, pasted(yaml, problem.remedy)).problems()
    (again,) = [one for one in asked if one.found == problem.found]
    assert [one.found for one in asked if one is not again] == ["'1'"] * (mess == "codes 1 and 2")
    assert (again.verdict, again.found, again.row, again.column) == ("ask", problem.found, problem.row, problem.column)


TWO_LABELS = "id,wave,ips\nP01,before,fine\nP01,after,not fine\nP02,before,not fine\nP02,after,ja\nP03,before,99\n"


def test_different_answers_are_never_lumped_together_in_a_line(small):
    """Two labels that nobody explained stand in no list; words that are known stand in theirs."""
    problems = small.write(TWO_LABELS).problems()
    (lines,) = {problem.remedy.partition("ips:\n")[2] for problem in problems}
    assert lines.replace("      ", "").split("\n") == [
        'codes: {yes: ["ja"], no: [], blank: ["99"]}   # write "fine", "not fine" where it belongs: '
        "yes, no, blank, not applicable",
        '# codes: {yes: ["ja", "fine"], no: ["not fine"], blank: ["99"]}   # 1 more yes, 2 more no',
        '# codes: {yes: ["ja", "not fine"], no: ["fine"], blank: ["99"]}   # 2 more yes, 1 more no',
    ]
    assert {problem.found for problem in small.write(TWO_LABELS, pasted(LONG, problems[0].remedy)).problems()} == {
        "'fine'",
        "'not fine'",
    }


@pytest.mark.parametrize("mess", ASK)
def test_the_lines_with_the_decision_in_them_settle_the_question(small, mess):
    content, yaml, *_ = ASK[mess]
    (problem,) = small.write(content, yaml).problems()
    problem = replace(problem, remedy=problem.remedy.replace(*DECIDED.get(mess, ("", ""))))
    assert small.write(content, pasted(yaml, problem.remedy)).clean().patterns["people"].sum() == 3


@pytest.mark.parametrize("kind", ["kind: yes-no", "kind: choice, choices: ['Yes', 'No']", "kind: scale, range: [1, 5]"])
@pytest.mark.parametrize(("said", "missing"), [("not answered", True), ("n/a", True), ("perhaps", False)])
def test_what_looks_like_a_missing_code_is_told_from_a_text_that_does_not(small, kind, said, missing):
    """Only what statistics programs and people write for no answer is said to look like it, whatever the question."""
    yaml = LONG.replace("outcomes:", "  more: {label: More, " + kind + "}\noutcomes:")
    content = "".join(f"{line},{'more' if not i else said if i == 1 else ''}\n" for i, line in enumerate(ROWS.split()))
    (problem,) = small.write(content, yaml).problems()
    assert ("It looks like a missing code" in problem.remedy) == missing


def test_one_line_settles_all_unknown_codes_of_a_question(small):
    """Also where the item has codes of its own, which stay."""
    content = ROWS.replace("P01,after,No", "P01,after,nein").replace("P02,after,Yes", 'P02,after,"sagt ""ja"""')
    content = content.replace("P03,before,Yes", "P03,before,keine Angabe")
    yaml = LONG.replace("kind: yes-no", "kind: yes-no, codes: {not applicable: [entf.]}")
    problems = small.write(content, yaml).problems()
    assert len(problems) == 3
    assert len({problem.remedy[problem.remedy.index("codes:") :].split("#")[0] for problem in problems}) == 1
    decided = problems[0].remedy.replace("yes: []", """yes: ['sagt "ja"']""")
    cleaned = small.write(content, pasted(yaml, decided)).clean()
    assert patterns(cleaned) == {("yes", "no"): 1, ("no", "yes"): 1}  # P03 answered nothing


def test_personal_details_are_not_repeated_in_the_question(small):
    (problem,) = small.write(*ASK["a telephone number"][:2]).problems()
    assert "01632" not in str(problem)


SETTLED = {
    "first": (CONFLICT, LONG + "cleaning: {conflicts: first}\n", PATTERNS),
    "set missing": (CONFLICT, LONG + "cleaning: {conflicts: set missing}\n", {**PATTERNS, ("missing", "no"): 1}),
    "self before carer": (RATED, LONG + "cleaning: {prefer: {column: who, is: [Self, carer]}}\n", PATTERNS),
    "carer": (RATED, LONG + "cleaning: {prefer: {column: who, is: [carer]}}\n", {**PATTERNS, ("no", "no"): 1}),
    "drop": (CONFLICT, LONG + "cleaning: {conflicts: drop}\n", {**PATTERNS, ("missing", "no"): 1}),
    "alias": (
        ASK["an identifier written another way"][0],
        LONG.replace('{2}"}', '{2}", aliases: {P2: P02}}'),
        PATTERNS,
    ),
    "missing code": (
        ROWS.replace("after,No", "after,99"),
        LONG.replace("kind: yes-no", 'kind: yes-no, codes: {blank: ["99"]}'),
        {**PATTERNS, ("yes", "missing"): 2},
    ),
    "codes 1 and 2": (
        ROWS.replace("Yes", "1").replace("No", "2"),
        LONG.replace("kind: yes-no", 'kind: yes-no, codes: {yes: ["1"], no: ["2"]}'),
        PATTERNS,
    ),
    "wave code": (ROWS.replace("after", "T2"), LONG, PATTERNS),
}


@pytest.mark.parametrize("rule", SETTLED)
def test_a_rule_in_study_yaml_settles_it(small, rule):
    content, yaml, expected = SETTLED[rule]
    expected = {pattern: people for pattern, people in expected.items() if people and pattern != _gone(rule)}
    assert patterns(small.write(content, yaml).clean()) == expected


def _gone(rule):
    """The pattern of P01, which is another one under these rules."""
    return ("yes", "no") if rule in ("set missing", "drop", "missing code", "carer") else None


def test_the_last_by_date_counts(small):
    yaml = (
        DATE.replace(*ONE_SIDED).replace("wave_column: wave", "wave_column: wave, date_column: day")
        + "cleaning: {conflicts: last by date}\n"
    )
    content = "id,wave,ips,day\nP01,before,Yes,2024-05-02\nP01,before,No,2024-05-09\nP01,after,No,\n"
    assert patterns(small.write(content, yaml).clean()) == {("no", "no"): 1}
    (problem,) = small.write(content.replace("05-09", "05-02"), yaml).problems()
    assert "dates" in problem.found


def test_a_questionnaire_typed_again_counts_by_its_own_date(small):
    """The third says what the first said, and later than the second: it is the last."""
    yaml = (
        LONG.replace("wave_column: wave", "wave_column: wave, date_column: day")
        + "cleaning: {conflicts: last by date}\n"
    )
    rows = [f"P01,before,{said},2024-05-0{day}" for day, said in enumerate(("Yes", "No", "Yes"), start=1)]
    content = "\n".join(["id,wave,ips,day", *rows, "P01,after,No,"])
    cleaned = small.write(content, yaml).clean()
    assert patterns(cleaned) == {("yes", "no"): 1}
    assert cleaned.rows.loc[0, ["read", "left out", "kept"]].tolist() == [4, 2, 2]


def test_identifiers_that_may_be_one_person_are_shown_as_a_pair(small):
    yaml = LONG.replace('pattern: "P[0-9]{2}"', 'pattern: "[Pp]?[0-9.]+"')
    content = ROWS.replace("P02,after", "p2.0,after") + "P3,after,No\n"
    found = {p.found for p in small.write(content, yaml).problems() if p.verdict == "ask"}
    assert found == {"'P02' beside 'p2.0'", "'P3' beside 'P03'"}


REFUSE = {
    "an empty file": (b"", "an empty file", 0),
    "white space only": (b" \n\n", "an empty file", 0),
    "a header only": (b"id,wave,ips\n", "a header only", 0),
    "a ragged row": (ROWS.replace("P02,before,No", "P02,before"), "2 cells", 4),
    "a cell too many": (ROWS.replace("P02,before,No", "P02,before,No,No"), "4 cells", 4),
    "an open quotation mark": (
        ROWS.replace("P02,before,No", 'P02,before,"No'),
        "a quotation mark that is not closed",
        4,
    ),
    "a NUL byte": (ROWS.replace("P02,before,No", "P02,before,N\0o"), "a NUL byte", 4),
    "another encoding": (ROWS.replace("P02,before,No", "P02,before,Né").encode("cp1252"), "byte 0xe9 at byte 53", 4),
    "a damaged text": (ROWS.replace("P02,before,No", "P02,before,\ufffd"), "U+FFFD", 4),
    "a duplicate column": (ROWS.replace("id,wave,ips", "id,ips,ips"), "column 'ips' twice", 1),
    "a missing column": (ROWS.replace("id,wave,ips", "id,wave,isp"), "no column 'ips'", 1),
    "a column without a name": (
        ROWS.replace("\n", ",\n", 1).replace("Yes\n", "Yes,1\n").replace("No\n", "No,\n"),
        "under no name",
        2,
    ),
    "a wave without rows": (ROWS.replace("after", "before"), "no row of the wave 'after'", 0),
    "a row without a participant": (ROWS.replace("P02,after", ",after"), "no participant code", 5),
    "a totals row": (ROWS + "Total,,3\n", "'Total'", 7),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "an old Excel workbook", 0),
    "a workbook as CSV": (b"PK\x03\x04" + b"\0" * 99, "an Excel workbook", 0),
    "strangers at each wave": (
        ROWS.replace("P01,after", "P91,after").replace("P02,after", "P92,after"),
        "nobody of the wave",
        0,
    ),
}


@pytest.mark.parametrize("mess", REFUSE)
def test_what_is_broken_is_refused_with_its_place(small, mess):
    content, found, row = REFUSE[mess]
    first = small.write(content).problems()[0]
    assert first.verdict == "refuse"
    assert found in first.found
    assert first.row == row
    assert first.expected and first.remedy


def test_who_has_a_header_and_no_rows_is_not_told_to_put_a_header(small):
    (problem,) = small.write(REFUSE["a header only"][0]).problems()
    assert "answers below its header" in problem.remedy


def test_nearest_names_of_a_missing_column(small):
    (problem,) = small.write(REFUSE["a missing column"][0]).problems()
    assert "isp" in problem.remedy


def test_a_wave_without_a_file(small):
    yaml = LONG.replace("layout: long, file: answers.csv, wave_column: wave", "layout: per-wave")
    yaml = yaml.replace("codes: [T1]", "file: answers.csv").replace("codes: [T2]", "file: anwsers-2.csv")
    problem = small.write(ROWS, yaml).problems()[0]
    assert (problem.verdict, problem.file, problem.found) == ("refuse", "anwsers-2.csv", "no such file")
    assert "answers.csv" in problem.remedy


def test_an_impossible_date_is_refused(small):
    (problem,) = small.write(beside("day", "31/02/2024"), DATE).problems()
    assert (problem.verdict, problem.row, problem.column) == ("refuse", 3, "day")


def test_all_problems_are_reported_at_once_the_gravest_first(small):
    content = ROWS.replace("P02,after,Yes", "P02,after,maybe") + "Total,before,3\nP1,before,perhaps\n"
    problems = small.write(content).problems()
    assert [p.verdict for p in problems] == ["refuse", *["ask"] * (len(problems) - 1)]
    assert {"'maybe'", "'perhaps'", "'P1' beside 'P01'", "'Total'"} <= {p.found for p in problems}


def test_the_same_problem_is_reported_once_with_its_number(small):
    (problem,) = small.write(ROWS.replace("Yes", "maybe")).problems()
    assert (problem.times, problem.row) == (3, 2)
    assert "3 times" in str(problem)


def test_a_thousand_problems_of_one_kind_are_told_in_twenty_and_a_number(small):
    lines = [
        f"P{i:02d},{wave},{said}"
        for i in range(60)
        for wave, said in (("before", "Yes"), ("before", "No"), ("after", "No"))
    ]
    with pytest.raises(Refusal) as refused:
        small.write("\n".join(["id,wave,ips", *lines])).clean()
    assert len(refused.value.problems) == 60
    assert str(refused.value).count("a second, different questionnaire") == 20
    assert "... and 40 more like it in answers.csv." in str(refused.value)


def test_a_code_one_slip_from_another_is_a_warning(small):
    """P21 only before, P12 only after: the two might be one person; nothing is changed for it."""
    cleaned = small.write(ROWS + "P21,before,Yes\nP12,after,No\n").clean()
    assert {p.verdict for p in cleaned.warnings} == {"warn"}
    assert any("P21" in p.found and "P12" in p.found for p in cleaned.warnings)
    assert patterns(cleaned) == {**PATTERNS, ("yes", "missing"): 2, ("missing", "no"): 1}


CONSISTENT = LONG.replace("outcomes:", "  group: {label: Group, kind: yes-no, one_sided: checked}\noutcomes:") + (
    "consistency:\n  - {if: {group: 'yes'}, then: {ips: 'yes'}}\n"
)


@pytest.mark.parametrize(
    ("broken", "expected"), [("keep", PATTERNS), ("set missing", {**PATTERNS, ("yes", "missing"): 2})]
)
def test_a_rule_of_consistency(small, broken, expected):
    content = beside("group", "Yes")
    (problem,) = small.write(content, CONSISTENT).problems()
    assert (problem.verdict, problem.row, problem.column) == ("ask", 3, "ips")
    cleaned = small.write(content, CONSISTENT.replace("'yes'}}", f"'yes'}}, broken: {broken}}}")).clean()
    assert patterns(cleaned) == {p: n for p, n in expected.items() if broken == "keep" or p != ("yes", "no")}


@pytest.mark.parametrize("written", ["'5.0'", "5", "best"])
def test_a_rule_about_a_number_holds_however_it_is_written(small, written):
    """In study.yaml and in the cells: 5.0 is 5, and a word that stands for it is too."""
    scale = "  group: {label: Group, kind: scale, range: [1, 5], points: {Best: 5}, one_sided: checked}\noutcomes:"
    rule = f"consistency:\n  - {{if: {{group: {written}}}, then: {{ips: 'yes'}}}}\n"
    (problem,) = small.write(beside("group", "5,0"), LONG.replace("outcomes:", scale) + rule).problems()
    assert (problem.verdict, problem.row, problem.column) == ("ask", 3, "ips")


def test_an_answer_set_missing_by_a_rule_of_consistency_stands_in_the_log(small):
    """The log says which answer went, where, and by which rule."""
    rule = CONSISTENT.replace("'yes'}}", "'yes'}, broken: set missing}")
    log = small.write(beside("group", "Yes"), rule).clean().log
    change = [3, "ips", "no", "blank", "group is yes: set missing"]
    assert log[["row", "column", "before", "after", "rule"]].to_numpy().tolist() == [change]


def test_the_line_asked_for_settles_the_question(small):
    """A code added for one item leaves the other codes as they are."""
    content = ROWS.replace("after,No", "after,maybe")
    (problem,) = small.write(content).problems()
    assert "codes: {yes: [], no: []}" in problem.remedy
    settled = LONG.replace("kind: yes-no", 'kind: yes-no, codes: {yes: ["maybe"]}')
    assert patterns(small.write(content, settled).clean()) == {
        ("yes", "yes"): 1,
        ("no", "yes"): 1,
        ("yes", "missing"): 1,
    }


@pytest.mark.parametrize("limits", ["", ", range: [16, 99]", ", range: [16, 99], outside: set missing"])
def test_nan_is_no_number_whatever_the_range(small, limits):
    """Statistics programs write it for a missing answer; the very line settles it."""
    yaml = SCALE.replace(", range: [16, 99]", limits)
    (problem,) = small.write(beside("age", "NaN"), yaml).problems()
    assert (problem.verdict, problem.found, problem.row) == ("ask", "'NaN'", 3)
    assert 'codes: {blank: ["NaN"]}' in problem.remedy
    assert patterns(small.write(beside("age", "NaN"), pasted(yaml, problem.remedy)).clean()) == PATTERNS


@pytest.mark.parametrize("said", ["inf", "-Infinity", "1e999"])
def test_without_a_range_infinity_is_no_number(small, said):
    """It was outside of a range that is not there."""
    (problem,) = small.write(beside("age", said), SCALE.replace(", range: [16, 99]", "")).problems()
    assert (problem.verdict, problem.found, problem.column) == ("ask", repr(said), "age")


def test_codes_of_one_wave_are_asked_about_where_the_study_wants_it(small):
    """What is a warning otherwise; once settled, the warning stays."""
    content = ROWS + "P21,before,Yes\nP12,after,No\n"
    problems = small.write(content, LONG + "cleaning: {one_wave_codes: ask}\n").problems()
    assert "'P12' seen only at 'after', where 'P21' is not seen" in [problem.found for problem in problems]
    assert all(problem.verdict == "ask" and "one_wave_codes: warn" in problem.remedy for problem in problems)
    warnings = small.write(content).clean().warnings
    assert [warning.found for warning in warnings] == [problem.found for problem in problems]
    assert not any("one_wave_codes" in warning.remedy for warning in warnings)


def test_one_file_under_two_names_is_told(small):
    """The same bytes for two waves are probably one file given twice."""
    yaml = LONG.replace("layout: long, file: answers.csv, wave_column: wave", "layout: per-wave")
    yaml = yaml.replace("codes: [T1]", "file: one.csv").replace("codes: [T2]", "file: two.csv")
    content = "id,ips\nP01,Yes\nP02,No\n"
    small.write(content, yaml, "one.csv")
    (warning,) = small.write(content, yaml, "two.csv").clean().warnings
    assert (warning.file, warning.found) == ("two.csv", "the very bytes of one.csv")
    assert small.write(content.replace("No", "Yes"), yaml, "two.csv").clean().warnings == ()


def test_many_dates_that_one_line_settles_are_spelt_out_once(small):
    """The others of the file are counted: the same lines below each of them would hide what else is to be settled."""
    days = ["03/04/2024", "04/05/2024", "05/06/2024", "06/07/2024", "07/08/2024"]
    header, *rows = ROWS.splitlines()
    content = "\n".join([f"{header},day", *(f"{row},{day}" for row, day in zip(rows, days, strict=True))]) + "\n"
    with pytest.raises(Refusal) as refused:
        small.write(content.replace("P03,before,Yes", "P03,before,maybe"), DATE).clean()
    message = str(refused.value)
    assert message.count("dates: day-first") == message.count("dates: ask") == 1
    assert "... and 4 more like it in answers.csv, settled by the same line." in message
    assert "found 'maybe'" in message and len(refused.value.problems) == 6


def test_the_lines_that_settle_all_texts_of_a_question_are_told_once(small):
    """Below the last of them; what to do with each is said, and another question has its own lines."""
    header, *rows = ROWS.splitlines()
    texts = ["maybe", "-99", "perhaps", "Yes", "No"]
    content = "\n".join([f"{header},led", *(f"{row},{text}" for row, text in zip(rows, texts, strict=True))]) + "\n"
    yaml = LONG.replace("outcomes:", "  led: {label: Led, kind: yes-no, one_sided: checked}\noutcomes:")
    with pytest.raises(Refusal) as refused:
        small.write(content.replace("P03,before,Yes", "P03,before,never"), yaml).clean()
    told = str(refused.value).splitlines()
    assert sum(": found " in line for line in told) == len(refused.value.problems) == 4
    assert sum(line.strip() == "led:" for line in told) == sum(line.strip() == "ips:" for line in told) == 1
    assert sum("      codes: " in line for line in told) == 2
    start = next(number for number, line in enumerate(told) if "found 'maybe'" in line)
    assert "found 'perhaps'" in told[start + 1]
    assert told[start + 2] == "  Say what it means in study.yaml, by the lines below."
    assert "found '-99'" in told[start + 3]
    assert told[start + 4] == "  It looks like a missing code. Say what it means in study.yaml:"
    for problem in refused.value.problems:  # whoever reads one alone has all that settles it
        assert "codes: {" in problem.remedy


def test_a_question_in_the_files_of_two_waves_is_settled_by_lines_told_once(small):
    """They stand below what was found in the second file."""
    yaml = LONG.replace("layout: long, file: answers.csv, wave_column: wave", "layout: per-wave")
    yaml = yaml.replace("codes: [T1]", "file: one.csv").replace("codes: [T2]", "file: two.csv")
    small.write("id,ips\nP01,Yes\nP02,maybe\n", yaml, "one.csv")
    with pytest.raises(Refusal) as refused:
        small.write("id,ips\nP01,No\nP02,perhaps\n", yaml, "two.csv").clean()
    told = str(refused.value)
    assert [problem.file for problem in refused.value.problems] == ["one.csv", "two.csv"]
    assert told.count("      codes: {") == 1 and told.index("two.csv") < told.index("      codes: {")
