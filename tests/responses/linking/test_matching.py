"""Who was matched, by what, and who was not; codes that differ by letter case alone are one, and none is two."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from firststeps.responses.linking.matching import matching_frame, matching_sentence
from firststeps.study import Study
from tests.sentence_rules import broken
from tests.small_study import LONG, PATTERNS, ROWS, patterns

FREE = LONG.replace(', pattern: "P[0-9]{2}"', "")


@pytest.mark.parametrize("written", ["p02", "P 02", " P02 ", "p 02"])
def test_letter_case_and_blanks_are_certain_and_logged(written, small):
    """The way that most rows have is taken, of two alike the one in capitals."""
    cleaned = small.write(ROWS.replace("P02,after", f"{written},after"), FREE).clean()
    assert patterns(cleaned) == PATTERNS
    assert {*cleaned.responses["participant"]} == {"P01", "P02", "P03"}
    assert cleaned.log["rule"].str.contains("letter case|white space").any()


def test_two_ways_at_one_wave_are_asked_about(small):
    """Then they may be two people."""
    (problem, *_) = small.write(ROWS + "p02,after,No\n", FREE).problems()
    assert "'p02'" in problem.found and "aliases" in problem.remedy


def test_the_table_says_who_was_found_again_and_by_what(small):
    rows = ROWS.replace("P02,after", "p02,after").replace("P01,after", "P1O,after")
    cleaned = small.write(rows, FREE.replace("column: id", "column: id, aliases: {P1O: P01}")).clean()
    table = cleaned.matching.set_index("participant")
    assert table["matched"].to_dict() == {"P01": "yes", "P02": "yes", "P03": "no"}
    assert table["by"].to_dict() == {"P01": "alias", "P02": "letter case or blanks", "P03": ""}
    said = matching_sentence(Study.load(small.folder), cleaned.matching)
    assert said.startswith("2 of 3 people were found at both waves by `id`")
    assert said.endswith("1 was seen at Before only: P03.")


def test_everybody_seen_stands_in_the_table_once(small):
    cleaned = small.write().clean()
    assert sorted(cleaned.matching["participant"]) == sorted(cleaned.responses["participant"].unique())
    assert np.array_equal(cleaned.matching["matched"] == "yes", (cleaned.matching == "handed in").sum(axis=1) > 1)


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("waves", [2, 3])
@pytest.mark.parametrize(("total", "matched"), [(0, 0), (1, 0), (1, 1), (2, 1), (5, 2), (2400, 2400), (2400, 1)])
def test_people_who_were_matched_are_told_in_the_number_they_are(total, matched, waves, linked):
    """Nobody, one and many; each way of matching with as many as it matched, each wave with whom it alone saw."""
    ids = ["w1", "w2", "w3"][:waves]
    seen = [["handed in"] * waves + ["yes", "alias" if n % 2 else "code"] for n in range(matched)]
    seen += [["handed in", *["absent"] * (waves - 1), "no", ""] for _ in range(total - matched)]
    frame = pd.DataFrame(seen, columns=[*ids, "matched", "by"]).assign(participant=[f"P-{n}" for n in range(total)])
    study = SimpleNamespace(
        linked=linked,
        coded=True,
        waves=[SimpleNamespace(id=id, label=f"Wave {letter}") for id, letter in zip(ids, "ABC", strict=False)],
        data=SimpleNamespace(layout="long"),
        identifier=SimpleNamespace(column="code"),
    )
    said = matching_sentence(study, frame)
    assert not broken(said)
    if linked:
        assert said.startswith(f"{matched:,} of" if matched else "Nobody of")
        assert (f", {matched // 2:,} after an alias" in said) == (matched > 1)
        assert (f"{total - matched:,} w" in said) == (total > matched)


def aliases(problems):
    return [line.strip() for problem in problems for line in problem.remedy.splitlines() if "aliases:" in line]


def test_no_two_aliases_contradict_each_other(small):
    """Neither the same pair turned round, nor one code that is to become two."""
    rows = "id,wave,ips\nRO15HU,before,Yes\nRO15UH,after,No\nMA12LE,before,Yes\nMA12EL,after,No\nMA21LE,after,Yes\n"
    rows += "XX01YY,before,No\nXX01YY,after,Yes\n"
    told = aliases(small.write(rows, FREE).clean().warnings)
    assert 'aliases: {"RO15UH": "RO15HU"}' in told
    assert len(told) == 2


LONELY = LONG.replace("identifier: {column", "linked: no\nidentifier: {column")
NUMBERED = "number,wave,ips\n1,before,Yes\n2,before,No\n3,before,Yes\n1,after,No\n2,after,Yes\n"


def test_what_cannot_be_linked_gives_each_survey_by_itself(small):
    """The response number pairs nobody; each questionnaire counts once, at its wave."""
    cleaned = small.write(NUMBERED, LONELY).clean()
    study = Study.load(small.folder)
    expected = {("yes", "missing"): 2, ("no", "missing"): 1, ("missing", "no"): 1, ("missing", "yes"): 1}
    assert patterns(cleaned) == expected
    assert study.asked_twice == []
    assert matching_sentence(study, cleaned.matching).startswith("Nobody is followed from wave to wave")


def test_two_answers_alike_are_two_people_where_nobody_is_linked(small):
    """No code tells that they are one."""
    cleaned = small.write(NUMBERED.replace("1,", ",").replace("3,", ","), LONELY).clean()
    assert cleaned.attendance["people"].sum() == 5


def test_a_row_is_a_person_where_study_yaml_says_so(small):
    wide = LONG.replace("layout: long, file: answers.csv, wave_column: wave", "layout: wide, file: answers.csv")
    wide = wide.replace('{column: id, pattern: "P[0-9]{2}"}', "{rows: true}")
    wide = wide.replace("kind: yes-no}", "kind: yes-no, columns: {before: q1, after: q2}}")
    assert patterns(small.write("q1,q2\nYes,No\nNo,Yes\nYes,\n", wide).clean()) == PATTERNS


@pytest.mark.parametrize(
    ("yaml", "fault"),
    [
        (LONELY + "primary: {outcome: ips, first: before, second: after, margin: 0.1}\n", "take primary out"),
        (LONG.replace("{column: id,", "{rows: true,"), "a row is a person only where"),
    ],
)
def test_what_cannot_be_is_refused(yaml, fault, small):
    with pytest.raises(ValueError, match=fault):
        Study.load(small.write(ROWS, yaml).folder)


def told(layout, *waves):
    """The table and the sentence of P01, who answered at every wave, and P02, who did at the first."""
    named = [SimpleNamespace(id=id, label=id.title()) for id in waves]
    data, identifier = SimpleNamespace(layout=layout), SimpleNamespace(column="code")
    about = {"wave_ids": list(waves), "waves": named, "data": data, "identifier": identifier}
    study = SimpleNamespace(linked=True, coded=True, origin="observed", items={}, **about)
    rows = [("P01", wave, "answered") for wave in waves] + [("P02", waves[0], "blank")]
    responses = pd.DataFrame(rows, columns=["participant", "wave", "status"]).assign(item="ips")
    frame = matching_frame(study, responses, pd.DataFrame(columns=["column", "after", "rule"]))
    return frame, matching_sentence(study, frame)


def test_in_a_file_of_counts_a_row_is_a_person_and_there_is_no_code():
    """The numbers that people get there are our own, so nobody was found by them."""
    frame, sentence = told("counts", "before", "after")
    assert frame["by"].tolist() == ["row", ""] and "each row being a person" in sentence and "`code`" not in sentence


def test_with_one_wave_nobody_had_to_be_found_again():
    assert told("files", "only")[1] == "There is one wave, so nobody had to be found again."


PER_WAVE = """
title: Two files
synthetic: true
waves:
  - {id: before, label: Before, short: Before, file: before.csv}
  - {id: after, label: After, short: After, file: after.csv}
identifier: {column: id}
items:
  ips: {label: Involved, kind: yes-no}
outcomes: [ips]
"""


@pytest.mark.parametrize(("second", "told"), [("1,No\n2,Yes\n", True), ("1,No\n3,Yes\n", False)])
def test_codes_that_count_the_rows_of_each_file_are_told(second, told, small):
    """Whoever took the numbers of responses for people sees it; numbers with a gap are somebody's."""
    small.write("id,ips\n1,Yes\n2,No\n3,Yes\n", PER_WAVE, "before.csv")
    warnings = small.write("id,ips\n" + second, PER_WAVE, "after.csv").clean().warnings
    assert any("count the rows" in problem.found for problem in warnings) == told
