"""Of a study that was loaded while somebody records it is known which values were read."""

import copy
import subprocess
import sys

import pytest

from firststeps.study import parse
from firststeps.study.reads import digests, recording, watch

TEXT = """
title: A survey
synthetic: true
waves: [{id: before, label: Before, short: B}, {id: after, label: After, short: A}]
data: {layout: long, file: answers.csv}
items:
  ips: {label: Involved, kind: yes-no, codes: {yes: ["2"]}}
  age: {label: Age, kind: scale, range: [1, 5]}
outcomes: [ips]
primary: {outcome: ips, first: before, second: after, margin: 0.1}
"""


def read(ask):
    """The paths that ``ask`` reads of the study."""
    study = parse(TEXT)
    with recording() as paths:
        watch(study)
        ask(study)
    return paths


@pytest.mark.parametrize(
    ("ask", "paths"),
    [
        (lambda study: None, set()),
        (lambda study: study.primary.margin, {"primary", "primary.margin"}),
        (lambda study: study.level, {"primary", "primary.level"}),
        (lambda study: study.items["ips"].label, {"items", "items.ips.label"}),
        (lambda study: study.wave_ids, {"waves", "waves.0.id", "waves.1.id"}),
        (lambda study: study.open_questions, {"open_questions"}),
        (lambda study: study.with_clean_files_in("."), set()),
        (lambda study: study.with_clean_files_in(".").primary.margin, {"primary", "primary.margin"}),
        (lambda study: getattr(study.items["age"], "range"), {"items", "items.age.range"}),  # noqa: B009
    ],
)
def test_what_is_asked_for_is_noted_and_no_more(ask, paths):
    """A value is noted with the parts that lead to it; a property notes what it reads itself."""
    assert read(ask) == paths


@pytest.mark.parametrize(
    "ask",
    [
        lambda part: part.model_dump(),
        lambda part: part.model_dump_json(),
        lambda part: part.model_copy(),
        lambda part: part.model_fields_set,
        lambda part: dict(part),
        lambda part: vars(part),
        lambda part: repr(part),
        lambda part: str(part),
        lambda part: part == copy.copy(part),
        lambda part: copy.deepcopy(part),
    ],
)
def test_whoever_takes_a_part_whole_has_read_all_of_it(ask):
    """No way to look into a part goes unnoticed."""
    assert "primary.*" in read(lambda study: ask(study.primary))


def test_nothing_is_noted_while_nobody_records():
    """A study that is loaded in an ordinary program keeps no record, and a recording ends with its block."""
    study = parse(TEXT)
    watch(study)
    with recording() as paths:
        assert study.title == "A survey"
    assert paths == set()


def test_another_process_notes_in_the_same_record(tmp_path):
    """What a kernel reads that was started meanwhile is in the record."""
    (tmp_path / "study.yaml").write_text(TEXT)
    with recording() as paths:
        code = f"from firststeps.study import Study; Study.load({str(tmp_path)!r}).primary.margin"
        subprocess.run([sys.executable, "-c", code], check=True)
    assert paths == {"primary", "primary.margin"}


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("margin: 0.1", "margin: 0.2", {"primary.margin", "primary.*"}),
        ("margin: 0.1", 'margin: "0.10"', set()),
        ("label: Age", "label: Years", set()),
        ("\n  age: {label: Age", "\n  old: {label: Age", {"items", "items.age.kind"}),
        ("short: B", "short: b", {"waves.0.short"}),
        ("primary: {", "# primary: {", {"primary", "primary.margin", "primary.*"}),
    ],
)
def test_a_value_is_another_where_its_hash_is(old, new, changed):
    """Hashes tell another value, not another way to write it; what is gone has a hash of its own."""
    paths = {"primary", "primary.margin", "primary.*", "items", "items.age.kind", "waves", "waves.0.short"}
    assert old in TEXT
    before, after = (digests(parse(text), paths) for text in (TEXT, TEXT.replace(old, new)))
    assert {path for path in paths if before[path] != after[path]} == changed
