"""Every layout and every kind of file gives the same response patterns."""

from collections import Counter

import pandas as pd
import pyreadstat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.small_study import LONG, ONE_SIDED, Small, patterns

ANSWERS = st.sampled_from(["yes", "no", "missing"])
PEOPLE = st.lists(st.tuples(ANSWERS, ANSWERS), min_size=2, max_size=12)
TYPED = {"yes": "Yes", "no": "No", "missing": ""}
HEAD = LONG[: LONG.index("data:")]
WIDE_ITEM = "items:\n  ips: {label: Involved, kind: yes-no, columns: {before: ips_1, after: ips_2}}\noutcomes: [ips]\n"
IDENTIFIER = 'identifier: {column: id, pattern: "P[0-9]{2}"}\n'


def frame(people):
    """The people as a wide frame with text cells."""
    rows = [(f"P{i:02d}", *(TYPED[answer] for answer in said)) for i, said in enumerate(people)]
    return pd.DataFrame(rows, columns=["id", "ips_1", "ips_2"])


def long(people):
    parts = [
        frame(people)[["id", column]].set_axis(["id", "ips"], axis=1).assign(wave=wave)
        for wave, column in (("before", "ips_1"), ("after", "ips_2"))
    ]
    return {"answers.csv": pd.concat(parts)}, LONG


def wide(people):
    return {"answers.csv": frame(people)}, HEAD + "data: {layout: wide, file: answers.csv}\n" + IDENTIFIER + WIDE_ITEM


def per_wave(people):
    parts = {
        f"{wave}.csv": part[part["wave"] == wave].drop(columns="wave")
        for part in long(people)[0].values()
        for wave in ("before", "after")
    }
    yaml = LONG.replace("layout: long, file: answers.csv, wave_column: wave", "layout: per-wave")
    return parts, yaml.replace("codes: [T1]", "file: before.csv").replace("codes: [T2]", "file: after.csv")


def counts(people):
    rows = [(*(TYPED[answer] for answer in said), str(n)) for said, n in Counter(people).items()]
    yaml = HEAD + "data: {layout: counts, file: answers.csv}\n" + WIDE_ITEM
    return {"answers.csv": pd.DataFrame(rows, columns=["ips_1", "ips_2", "people"])}, yaml


@pytest.mark.parametrize("layout", [long, wide, per_wave, counts])
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=PEOPLE)
def test_each_layout_gives_the_patterns_that_were_written(layout, people, tmp_path_factory):
    """Who answered nothing is a person only in a file of counts, which says so with a number."""
    if layout is not counts:
        people = [("yes", "no"), *(said for said in people if set(said) != {"missing"})]
    files, yaml = layout(people)
    small = Small(tmp_path_factory.mktemp("study") / "s")
    for name, content in files.items():
        small.write(content.to_csv(index=False), yaml.replace(*ONE_SIDED), name)
    assert patterns(small.clean()) == dict(Counter(people))


MANY = [("yes", "no"), ("no", "yes"), ("yes", "missing"), ("yes", "yes"), ("missing", "no")]
YES_NO = {1.0: "Yes", 0.0: "No"}


def numbers(people):
    """The wide frame as a statistics program holds it: 1, 0 and nothing."""
    return frame(people).replace({"Yes": 1.0, "No": 0.0, "": None}).astype({"ips_1": float, "ips_2": float})


def labels():
    return {"variable_value_labels": {"ips_1": YES_NO, "ips_2": YES_NO}}


WRITE = {
    "answers.parquet": lambda path: frame(MANY).to_parquet(path),
    "numbers.parquet": lambda path: numbers(MANY).to_parquet(path),
    "answers.xlsx": lambda path: frame(MANY).to_excel(path, index=False),
    "numbers.xlsx": lambda path: numbers(MANY).to_excel(path, index=False),
    "answers.sav": lambda path: pyreadstat.write_sav(numbers(MANY), path, **labels()),
    "answers.zsav": lambda path: pyreadstat.write_sav(numbers(MANY), path, **labels(), compress=True),
    "answers.dta": lambda path: pyreadstat.write_dta(numbers(MANY), path, **labels()),
    "unlabelled.sav": lambda path: pyreadstat.write_sav(numbers(MANY), path),
    "answers.tsv": lambda path: frame(MANY).to_csv(path, sep="\t", index=False),
}


@pytest.mark.parametrize("name", WRITE)
def test_each_kind_of_file_gives_the_same_patterns(small, name):
    small.write("", wide(MANY)[1].replace("answers.csv", name), name)
    WRITE[name](str(small.folder / "data" / "raw" / name))
    assert patterns(small.clean()) == dict(Counter(MANY))


def test_declared_cp1252(small):
    content = "id,wave,ips\nP01,before,Sí\nP01,after,No\n".encode("cp1252")
    yaml = (
        LONG.replace("wave_column: wave", "wave_column: wave, encoding: cp1252") + 'codes: {yes: ["Sí"], no: ["No"]}\n'
    )
    assert patterns(small.write(content, yaml).clean()) == {("yes", "no"): 1}


def test_a_sheet_must_be_named_where_there_are_several(small):
    yaml = wide(MANY)[1].replace("answers.csv", "answers.xlsx")
    small.write("", yaml, "answers.xlsx")
    with pd.ExcelWriter(small.folder / "data" / "raw" / "answers.xlsx") as book:
        frame(MANY).to_excel(book, sheet_name="answers", index=False)
        frame(MANY[:1]).to_excel(book, sheet_name="codes", index=False)
    (problem,) = small.problems()
    assert "answers, codes" in problem.remedy
    named = yaml.replace("file: answers.xlsx", "file: answers.xlsx, sheet: answers")
    (small.folder / "study.yaml").write_text(named, encoding="utf-8")
    assert patterns(small.clean()) == dict(Counter(MANY))


@pytest.mark.parametrize("books", [["a.xlsx", "b.xlsx"], ["a.xlsx", "a.xlsx"]])
def test_a_sheet_is_part_of_a_name_where_two_waves_share_a_workbook(small, books):
    """A row of the log has to say where it stands, and no more than that."""
    sheets = {("before", books[0]): MANY[:3], ("after", books[1]): MANY[:3]}
    yaml = LONG.replace("{layout: long, file: answers.csv, wave_column: wave}", "{layout: per-wave}")
    for code, (wave, book) in zip(("[T1]", "[T2]"), sheets, strict=True):
        yaml = yaml.replace(f"codes: {code}", f"file: {book}, sheet: {wave}")
    raw = small.write("", yaml).folder / "data" / "raw"
    (raw / "answers.csv").unlink()
    for (wave, book), people in sheets.items():
        path, columns = raw / book, {"ips_1" if wave == "before" else "ips_2": "ips"}
        with pd.ExcelWriter(path, mode="a" if path.exists() else "w", engine="openpyxl") as workbook:
            part = frame(people).rename(columns=columns)[["id", "ips"]].assign(spare="x")
            part.to_excel(workbook, sheet_name=wave, index=False)
    cleaned = small.clean()
    assert patterns(cleaned) == dict(Counter(MANY[:3]))
    names = [f"{book}, sheet {wave}" if books[0] == books[1] else book for wave, book in sheets]
    assert cleaned.log.loc[cleaned.log["column"] == "spare", "file"].tolist() == names


def test_leading_noughts_live(small):
    """Identifiers are text, in CSV and in a workbook that shows numbers with noughts."""
    from openpyxl import Workbook

    book = Workbook()
    rows = [["id", "ips_1", "ips_2"], [7, "Yes", "No"], ["008", "No", "Yes"]]
    for row in rows:
        book.active.append(row)
    book.active["A2"].number_format = "000"
    yaml = wide(MANY)[1].replace("answers.csv", "answers.xlsx").replace("P[0-9]{2}", "[0-9]{3}")
    small.write("", yaml, "answers.xlsx")
    book.save(small.folder / "data" / "raw" / "answers.xlsx")
    assert set(small.clean().responses["participant"]) == {"007", "008"}


def test_a_formula_whose_value_was_never_stored_is_refused(small):
    from openpyxl import Workbook

    book = Workbook()
    for row in [["id", "ips_1", "ips_2"], ["P01", "=1", "No"]]:
        book.active.append(row)
    small.write("", wide(MANY)[1].replace("answers.csv", "answers.xlsx"), "answers.xlsx")
    book.save(small.folder / "data" / "raw" / "answers.xlsx")
    (problem,) = small.problems()
    assert (problem.found, problem.row, problem.column) == ("a formula without its value", 2, "B")


@pytest.mark.parametrize("name", ["answers.xlsx", "answers.parquet", "answers.sav", "answers.zsav", "answers.dta"])
def test_a_damaged_file_is_refused(small, name):
    (problem,) = small.write(b"PK\x03\x04 nothing", wide(MANY)[1].replace("answers.csv", name), name).problems()
    assert problem.verdict == "refuse"


COUNTS_YAML = counts(MANY)[1]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("yes,no,1.5", "'1.5'"),
        ("yes,no,-1", "'-1'"),
        ("yes,no,", "''"),
        ("yes,yes,2", "the pattern of row 2 again"),
        ("yes,maybe,1", "'maybe'"),
    ],
)
def test_counts_that_are_no_counts(small, row, found):
    (problem,) = small.write(f"ips_1,ips_2,people\nyes,yes,3\n{row}\n", COUNTS_YAML).problems()
    assert (problem.found, problem.row) == (found, 3)


def test_ten_waves_and_two_outcomes(small):
    waves = "".join(f"  - {{id: w{i}, label: W{i}, short: W{i}}}\n" for i in range(10))
    yaml = f"""
title: Ten waves
synthetic: true
waves:
{waves}
data: {{layout: long, file: answers.csv}}
identifier: {{column: id}}
items:
  a: {{label: A, kind: yes-no}}
  b: {{label: B, kind: yes-no, waves: [w0, w9]}}
outcomes: [a, b]
"""
    rows = "id,wave,a,b\n" + "".join(
        f"{p},w{i},{'Yes' if i % p else 'No'},{'No' if i else 'Yes'}\n" for p in (1, 2) for i in range(10)
    )
    cleaned = small.write(rows, yaml).clean()
    assert patterns(cleaned, "b")[("yes", *["not asked"] * 8, "no")] == 2
    assert patterns(cleaned, "a")[("no",) * 10] == 1


def test_counts_of_nobody(small):
    (problem,) = small.write("ips_1,ips_2,people\nyes,yes,0\n", COUNTS_YAML).problems()
    assert problem.found == "nobody"


@pytest.mark.parametrize(
    "waves, told",
    [
        ("waves: [after], ", "column not described for this wave in study.yaml: not read"),
        (None, "column not described in study.yaml: not read"),
    ],
)
def test_a_column_of_another_wave_is_told_apart_from_one_that_nobody_described(waves, told, tmp_path):
    """Where study.yaml asks the question at the other wave, nobody is told that it does not know the column."""
    files, yaml = per_wave([("yes", "no"), ("no", "yes")])
    felt = f"  felt: {{label: Felt, kind: yes-no, {waves}column: said}}\n" if waves else ""
    small = Small(tmp_path / "s")
    for name, table in files.items():
        content = table.assign(said=["Yes", "No"]).to_csv(index=False)
        small.write(content, yaml.replace("outcomes:", f"{felt}outcomes:"), name)
    log = small.clean().log
    rows = log[log["column"] == "said"][["file", "rule"]].to_numpy().tolist()
    assert rows == [["before.csv", told], *([] if waves else [["after.csv", told]])]
