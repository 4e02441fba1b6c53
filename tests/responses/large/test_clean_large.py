"""A file cleaned share by share gives, to the byte, what it gives whole: the same files, or the same refusal."""

import random
from functools import partial

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import example, given, settings
from hypothesis import strategies as st

from firststeps.__main__ import main
from firststeps.responses.cleaning.clean import clean
from firststeps.responses.cleaning.people import plain, spelling
from firststeps.responses.counting.clean_files import write_clean
from firststeps.responses.given.problems import Refusal
from firststeps.responses.large import chunks, shares
from firststeps.responses.large.clean_large import clean_large
from firststeps.study import Study, compendium_root
from tests.responses.cleaning.test_corruption import HARMFUL, HARMLESS, PEOPLE, SLOWLY, rows_of
from tests.responses.cleaning.test_mess import ASK, CLEAN, CLEAN_UNLOGGED, REFUSE, SETTLED
from tests.small_study import LONG, ROWS, Small

MISSPELT = ROWS.replace("P02,after", "p02 ,AFTER").replace("P01,after,No", "P01,after,0") + "P01,before,yes\n,,\n"


@pytest.fixture(autouse=True, scope="module")
def _small_shares():
    """A few rows a share, and a few rows of a text file at a time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shares, "SHARE", 3)
        patch.setattr(chunks, "BLOCK", 100)
        yield


def outcome(small, way):
    """What a way of cleaning gives: the bytes of its files, or the text of its refusal."""
    study = Study.load(small.folder)
    try:
        paths = way(study)
    except Refusal as refused:
        return str(refused), refused.problems
    return {path.name: path.read_bytes() for path in paths}


def assert_same(small):
    whole = outcome(small, lambda study: write_clean(study, clean(study)))
    assert outcome(small, clean_large) == whole
    return whole


@pytest.mark.parametrize("content", [*(text for text, _ in CLEAN.values()), *CLEAN_UNLOGGED.values()])
def test_what_is_cleaned_is_cleaned_alike(small, content):
    """With every kind of mess that is certain."""
    assert isinstance(assert_same(small.write(content)), dict)


def test_a_question_in_another_column_at_another_wave_is_cleaned_alike(small):
    """As a form with a section for each wave writes it."""
    yaml = LONG.replace("kind: yes-no", "kind: yes-no, columns: {before: ips, after: ips_2}")
    rows = "P01,before,Yes,\nP01,after,,No\nP02,before,No,\nP02,after,,Yes\nP03,before,Yes,\n"
    assert isinstance(assert_same(small.write(f"id,wave,ips,ips_2\n{rows}", yaml)), dict)


@pytest.mark.parametrize("mess", ASK)
def test_what_is_asked_is_asked_alike(small, mess):
    """In the same words, with the same first row and the same number of rows."""
    assert isinstance(assert_same(small.write(*ASK[mess][:2])), tuple)


@pytest.mark.parametrize(("participants", "refused"), [(2, True), (3, False)])
def test_more_people_than_the_study_has_are_refused_alike(small, participants, refused):
    """Of those who gave an answer: whoever left all blank is not counted, here nor there."""
    content = ROWS.replace("P03,before,Yes", "P03,before,Yes\nP03,after,Yes\nP04,before,\nP05,after,\nP06,before,")
    whole = assert_same(small.write(content, LONG + f"participants: {participants}\n"))
    assert ("3 people in the files" in whole[0]) if refused else isinstance(whole, dict)


@pytest.mark.parametrize("mess", REFUSE)
def test_what_is_refused_is_refused_alike(small, mess):
    assert isinstance(assert_same(small.write(REFUSE[mess][0])), tuple)


@pytest.mark.parametrize("rule", SETTLED)
def test_what_study_yaml_settles_is_settled_alike(small, rule):
    assert isinstance(assert_same(small.write(*SETTLED[rule][:2])), dict)


FEW = settings(SLOWLY, max_examples=8)


@FEW
@given(people=PEOPLE, seed=st.integers(0, 2**32), how=st.sampled_from([*HARMLESS, *HARMFUL]))
def test_corrupted_files_give_the_same_whole_and_in_shares(people, seed, how, tmp_path_factory):
    small = Small(tmp_path_factory.mktemp("large") / "study").write(how(random.Random(seed), rows_of(people)), LONG)
    assert_same(small)


MANY = """
title: Several questions
synthetic: true
waves:
  - {id: before, label: Before, short: Before, codes: [T1]}
  - {id: after, label: After, short: After}
  - {id: later, label: Later, short: Later}
data:
  layout: long
  file: answers.csv
  wave_column: wave
  leave_out:
    - {column: id, is: [test], reason: a trial}
identifier: {column: id, pattern: "[A-Z][0-9]{2}", aliases: {Z99: A01}}
items:
  ips: {label: Involved, kind: yes-no, one_sided: checked}
  b: {label: Beside, kind: yes-no, waves: [before, later], one_sided: checked}
  helps: {label: Helps, kind: ticks, choices: [time, tea], other: Other}
  arm: {label: Arm, kind: choice, choices: [one, two], background: true}
  mood: {label: Mood, kind: ordered, choices: [low, fair, high]}
  age: {label: Age, kind: scale, range: [10, 90], outside: set missing}
  good: {label: Good, kind: yes-no, source: mood, yes: [high], one_sided: checked}
  said: {label: Said, kind: text}
outcomes: [ips, b, good]
group: arm
cleaning: {conflicts: CONFLICTS}
consistency:
  - {given: {ips: "no"}, then: {b: "no"}, broken: BROKEN}
"""
CELLS = {
    "id": ["A01", "a01", "A02 ", "B03", "B04", "C05", "C06", "D07", "D70", "Z99", "test", "E11", "F12", "G13"],
    "wave": ["before", "after", "later", "T1", " After"],
    "ips": ["Yes", "No", "no ", "", "Y"],
    "b": ["Yes", "No", ""],
    "helps": ["time;tea", "tea", "", "tea, a walk", "time"],
    "arm": ["one", "two", "One"],
    "mood": ["low", "fair", "high", "High", ""],
    "age": ["34", "34.0", "120", "", "50"],
    "said": ["good", "=1+1", "two\nlines", "", "with, a comma"],
}
ODD = {
    "id": ["Total", "", "A01X", "7.0"],
    "wave": ["never"],
    "ips": ["maybe", "99"],
    "age": ["forty"],
    "mood": ["so so"],
}


def rows_at_random(chance, size, odd, cells=CELLS):
    """A file of ``size`` rows; with ``odd``, here and there a cell that nobody may guess."""
    lines = [",".join(cells)]
    for _ in range(size):
        row = {name: chance.choice(texts) for name, texts in cells.items()}
        if odd and chance.random() < 0.15:
            name = chance.choice([*ODD])
            row[name] = chance.choice(ODD[name])
        quoted = (f'"{cell}"' if set(cell) & {",", "\n"} else cell for cell in row.values())
        lines.append(",".join(quoted))
        lines += lines[-1:] * (chance.random() < 0.1)
    return "\n".join(lines) + "\n"


@FEW
@example(seed=42, size=12, odd=False, conflicts="drop", broken="ask")  # a share in which nobody was asked how much
@given(
    seed=st.integers(0, 2**32),
    size=st.sampled_from([3, 6, 12]),
    odd=st.booleans(),
    conflicts=st.sampled_from(["ask", "first", "most complete", "fill", "set missing", "drop"]),
    broken=st.sampled_from(["ask", "keep", "set missing"]),
)
def test_any_file_gives_the_same_whole_and_in_shares(seed, size, odd, conflicts, broken, tmp_path_factory):
    """Several kinds of question, people who are written in several ways, who come twice, who contradict themselves."""
    yaml = MANY.replace("CONFLICTS", conflicts).replace("BROKEN", broken)
    content = rows_at_random(random.Random(seed), size, odd)
    assert_same(Small(tmp_path_factory.mktemp("large") / "study").write(content, yaml))


@pytest.mark.parametrize("kind", ["choice", "ordered", "ticks"])
def test_counts_of_every_kind_of_question_are_added_up_where_there_is_no_other(small, kind):
    """A table without a row of the other kinds holds counts all the same."""
    yaml = LONG.replace("outcomes:", f"  more: {{label: More, kind: {kind}, choices: [low, high]}}\noutcomes:")
    rows = [f"{row},{['low', 'high'][i % 2]}" for i, row in enumerate(ROWS.split()[1:])]
    assert isinstance(assert_same(small.write("\n".join(["id,wave,ips,more", *rows, ""]), yaml)), dict)


DATES = """
title: Dates
synthetic: true
waves:
  - {id: before, label: Before, short: Before}
  - {id: after, label: After, short: After}
data: {layout: long, file: answers.csv, wave_column: wave, leave_out: []}
identifier: {column: id, pattern: "[A-Z][0-9]{2}"}
items:
  ips: {label: Involved, kind: yes-no, one_sided: checked}
  day: {label: Day, kind: date}
  seen: {label: Seen, kind: date}
  born: {label: Born, kind: date, background: true}
outcomes: [ips]
cleaning: {RULES}
"""
CERTAIN = {
    "before": ["2024-03-04", "2024-03-05", "13/02/2024", "2024-03-05 10:30", "2024-03-05 9:15 PM", ""],
    "after": ["2024-05-13", "14 May 2024", "2024-05-13 10:30", "2024-05-13 9:15 PM", "", "2024-03-05"],
}
DOUBTFUL = ["2090-01-01", "05/03/2024", "1/4/24", "31/02/2024", "spring", "n/a", "2023-12-31"]


def dated_rows(chance, size, doubtful):
    """A file of few people who come again and again, with dates in three columns, a share of them ``doubtful``."""
    lines = ["id,wave,ips,day,seen,born"]
    few = {wave: chance.sample(days, 3) for wave, days in CERTAIN.items()}
    for _ in range(size):
        code, wave = chance.choice(["A01", "A02", "B03", "B04", "C05"]), chance.choice(["before", "after"])
        days = [chance.choice(DOUBTFUL if chance.random() < doubtful else few[wave]) for _ in range(3)]
        lines.append(",".join([code, wave, chance.choice(["Yes", "No", ""]), *days]))
    return "\n".join(lines) + "\n"


@settings(FEW, max_examples=40)
@given(
    seed=st.integers(0, 2**32),
    size=st.sampled_from([4, 8, 16]),
    doubtful=st.sampled_from([0, 0.1, 0.3]),
    declared=st.booleans(),
    conflicts=st.sampled_from(["ask", "first", "last by date", "last by date and time", "most complete", "fill"]),
    odd=st.sampled_from(["ask", "keep", "set missing"]),
    order=st.sampled_from(["", ", dates: day-first", ", dates: month-first, two_digit_years: 2000s"]),
)
def test_dates_are_read_compared_and_asked_about_alike(
    seed, size, doubtful, declared, conflicts, odd, order, tmp_path_factory
):
    """Days that have not come, that follow each other the wrong way round, that tell which row is the last."""
    yaml = DATES.replace("RULES", f"conflicts: {conflicts}, odd_dates: {odd}{order}")
    yaml = yaml.replace("leave_out: []", "date_column: day") if declared else yaml
    content = dated_rows(random.Random(seed), size, doubtful)
    assert_same(Small(tmp_path_factory.mktemp("large") / "study").write(content, yaml))


@pytest.mark.parametrize("odd", ["spring", ""])
def test_what_is_known_of_absent_people_is_looked_at_when_all_else_is_settled(small, odd):
    """In whatever share the rest is open: of somebody who was absent, 1/4/24 is asked about only where nothing is."""
    rows = [f"A{i:02d},{wave},Yes,,," for i in range(6) for wave in ("before", "after")]
    rows += ["C05,before,,,,1/4/24", "C05,after,Yes,,,", f"D06,after,No,,{odd},"]
    yaml = DATES.replace("RULES", "conflicts: ask")
    told = assert_same(small.write("\n".join(["id,wave,ips,day,seen,born", *rows, ""]), yaml))
    assert ("1/4/24" in told[0], "spring" in told[0]) == (not odd, bool(odd))


@pytest.mark.parametrize("odd", ["ask", "keep", "set missing"])
@pytest.mark.parametrize("turned", [0, 1, 5])
def test_waves_in_the_wrong_order_are_asked_about_once_alike(small, turned, odd):
    """Whether most people of a wave came the wrong way round is known when all shares have been seen."""
    days = ["2024-03-04", "2024-05-13"]
    rows = [
        f"P{i:02d},{wave},Yes,{day}"
        for i in range(6)
        for wave, day in zip(["before", "after"], days[:: -1 if i < turned else 1], strict=True)
    ]
    yaml = (
        LONG.replace("wave_column: wave", "wave_column: wave, date_column: day") + f"cleaning: {{odd_dates: {odd}}}\n"
    )
    yaml = yaml.replace("kind: yes-no", "kind: yes-no, one_sided: checked")
    told = assert_same(small.write("\n".join(["id,wave,ips,day", *rows, ""]), yaml))
    assert isinstance(told, tuple) == (bool(turned) and odd == "ask")
    assert not isinstance(told, tuple) or [problem.times for problem in told[1]] == [turned]


SCORES = MANY.replace(
    "outcomes:",
    """  calm: {label: Calm, kind: ordered, choices: [low, fair, high]}
  sum: {label: Sum, kind: score, items: [mood, calm, ips], may_miss: 1, combine: sum, reversed: [calm]}
  mean: {label: Mean, kind: score, items: [mood, calm], waves: [before, later]}
  well: {label: Well, kind: yes-no, source: sum, at_least: 4, one_sided: checked}
outcomes:""",
).replace("outcomes: [ips", "outcomes: [well, ips")


@FEW
@given(
    seed=st.integers(0, 2**32),
    size=st.sampled_from([12, 24]),
    conflicts=st.sampled_from(["first", "most complete", "fill", "set missing", "drop"]),
)
def test_scores_are_made_and_logged_alike(seed, size, conflicts, tmp_path_factory):
    """Lines of the log that have no row stand in the order of the rows that they are about."""
    yaml = SCORES.replace("CONFLICTS", conflicts).replace("BROKEN", "set missing")
    content = rows_at_random(
        random.Random(seed), size, odd=False, cells=CELLS | {"calm": ["low", "high", "fair", "", ""]}
    )
    assert_same(Small(tmp_path_factory.mktemp("large") / "study").write(content, yaml))


CODED = """
title: Coded
synthetic: true
waves:
  - {id: before, label: Before, short: Before}
  - {id: after, label: After, short: After}
data: {layout: long, file: answers.csv, wave_column: wave}
identifier: {column: id, pattern: "[A-Z] ?[0-9]{2}", aliases: {Z99: A01}}
items:
  ips: {label: Involved, kind: yes-no, one_sided: checked}
  said: {label: Said, kind: text}
  time: {label: Named time, kind: yes-no, from: said, yes: [time], one_sided: checked}
outcomes: [ips, time]
themes: {said: {time: Free time, tea: A cup of tea}}
coding: {file: coding.csv, participant: id}
cleaning: {conflicts: first}
"""
WAYS = {  # to write a code: in the answers before and after, and by the coders
    "A01": (["A01"], ["A01", "Z99"], ["A01", "a01"]),
    "A02": (["A02", "a02"], ["A02"], ["A02", "a02 "]),
    "B03": (["B03"], ["B03"], ["b03"]),
    "C04": (["C04 "], ["C04"], ["C04"]),
    "D05": (["D 05"], ["D05"], ["D05", "D 05"]),
}


def coded_files(chance, size, slips):
    """Answers in own words, and what two coders saw in them; of the coders' rows about ``slips`` are wrong."""
    answers, coding = ["id,wave,ips,said"], ["id,wave,question,coder,theme"]
    for _ in range(size):
        code, wave = chance.choice([*WAYS]), chance.choice(["before", "after"])
        answer, said = chance.choice(WAYS[code][wave == "after"]), chance.choice(["fine", "fine", "so so", ""])
        answers.append(f"{answer},{wave},{chance.choice(['Yes', 'No', ''])},{said}")
        code = chance.choice([*WAYS]) if chance.random() < slips else code
        question, theme = ("sais", "milk") if chance.random() < slips / 2 else ("said", chance.choice(["time", "tea"]))
        for coder in chance.sample(["A", "B", "agreed"], 2 * bool(said)):
            coding.append(f"{chance.choice(WAYS[code][2])},{wave},{question},{coder},{theme}")
    return "\n".join([*answers, ""]), "\n".join([*coding, ""])


@settings(FEW, max_examples=12)
@given(seed=st.integers(0, 2**32), size=st.sampled_from([4, 8, 16]), slips=st.sampled_from([0, 0, 0.1]))
def test_what_coders_saw_is_joined_and_asked_about_alike(seed, size, slips, tmp_path_factory):
    """Their codes are written in several ways too; each share is told the coding of its people."""
    answers, coding = coded_files(random.Random(seed), size, slips)
    small = Small(tmp_path_factory.mktemp("large") / "study").write(coding, CODED, "coding.csv")
    assert_same(small.write(answers, CODED))


CODERS = "id,wave,question,coder,theme\n"


@pytest.mark.parametrize("coding", [None, "", CODERS.replace(",theme", ""), f"{CODERS},after,said,A,tea\n"])
def test_a_broken_file_of_coders_is_refused_alike(small, coding):
    """One that is not there, that is empty, that lacks a column, or a code."""
    small = small.write(coding, CODED, "coding.csv") if coding is not None else small
    content = "id,wave,ips,said\nA01,before,Yes,fine\nA01,after,No,so so\nA02,before,No,fine\n"
    assert isinstance(assert_same(small.write(content, CODED)), tuple)


def test_a_cluster_cleans_the_shares_alike(tmp_path):
    """Its workers are told the study, the file of a share and what is known of the whole one, no more."""
    pytest.importorskip("distributed", reason="Dask is not installed: pip install 'firststeps[cluster]'")
    from distributed import LocalCluster

    answers, coding = coded_files(random.Random(3), 16, slips=0)
    coded = Small(tmp_path / "coded").write(coding, CODED, "coding.csv").write(answers, CODED)
    dated = Small(tmp_path / "dated").write(*ASK["an ambiguous date"][:2])
    plainly = Small(tmp_path / "plainly").write(MISSPELT)
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        for small in (plainly, dated, coded):
            whole = outcome(small, lambda study: write_clean(study, clean(study)))
            here = partial(clean_large, folder=small.folder, scheduler=cluster.scheduler_address)
            assert outcome(small, here) == whole


def test_the_command_writes_the_files_of_cleaning(small):
    small.write(MISSPELT)
    done = CliRunner().invoke(main, ["large", "--study", str(small.folder)])
    assert (done.exit_code, done.output.split(";")[0]) == (0, "Cleaned"), done.output
    study = Study.load(small.folder)
    written = {path.name: path.read_bytes() for path in study.clean.iterdir()}
    assert written == outcome(small, lambda study: write_clean(study, clean(study)))


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (("wave_column: wave", "head: {names: [2]}, wave_column: wave"), "a head"),
        (("layout: long", "layout: wide"), "layout wide"),
    ],
)
def test_what_looks_at_several_people_at_once_is_refused_in_words(small, change, what):
    """Before anything is read, with what to do."""
    yaml = LONG.replace(*change)
    yaml = yaml.replace("no}", "no, columns: {before: ips, after: ips_2}}") if "wide" in yaml else yaml
    with pytest.raises(Refusal) as refused:
        clean_large(Study.load(small.write(ROWS, yaml).folder))
    assert what in refused.value.problems[0].found and "make all" in refused.value.problems[0].remedy


@pytest.mark.parametrize("command", ["large", "count"])
def test_files_of_each_wave_are_refused_with_their_place(command):
    """Where no one file is named, the part of study.yaml that says so stands in its place."""
    told = CliRunner().invoke(main, [command, "--study", str(compendium_root())])
    assert told.exit_code == 1 and "\nstudy.yaml, data: found layout per-wave" in told.output


def test_nothing_is_written_where_something_is_to_be_settled(small):
    small.write(ROWS.replace("after,No", "after,maybe"))
    with pytest.raises(Refusal):
        clean_large(Study.load(small.folder))
    assert not (small.folder / "data" / "clean").exists()


@pytest.mark.parametrize(
    ("memory", "words"),
    [
        ("10KB", "Cleaning answers.csv in shares needs more memory than the 10KB that DuckDB may take."),
        ("lots", "'lots' is no amount of memory"),
    ],
)
def test_too_little_memory_is_said_in_words_and_nothing_is_written(small, memory, words):
    """How much the command may take, so that it can be given more."""
    small.write(MISSPELT)
    done = CliRunner().invoke(main, ["large", "--study", str(small.folder), "--memory", memory])
    assert (done.exit_code, type(done.exception)) == (1, SystemExit), done.output
    assert words in done.output
    assert not [*small.folder.glob("data/clean/*")]


@settings(deadline=None)
@given(text=st.text("Pp7 0-_.a", min_size=1, max_size=6), seed=st.integers(0, 2**32))
def test_ways_to_write_one_code_have_one_share(text, seed):
    """Codes that cleaning may join or ask about together are looked at together."""
    chance = random.Random(seed)
    other = "".join(chance.choice([letter, letter.swapcase()]) + chance.choice(["", "", " "]) for letter in text)
    codes = pd.Series([text, other], dtype="str")
    if spelling(text) == spelling(other) or len({*plain(codes)}) == 1:
        assert len({*shares.share_of(codes, 10_007, {}).tolist()}) == 1
