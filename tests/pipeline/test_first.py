"""The first answer from clean files to page and documents: its numbers are those of the statistics, in honest words."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest
from click.testing import CliRunner

from firststeps import paired
from firststeps.commands.answers import first, first_answer
from firststeps.files import RECORDS
from firststeps.pipeline.inputs import inputs_of, read_record, write_record
from firststeps.report.figures.saving import SavedFigure
from firststeps.report.first_answer import documents
from firststeps.report.first_answer.documents import write_first_answer
from firststeps.report.first_answer.page import in_short, page, page_for_participants
from firststeps.report.paper import manuscript
from firststeps.responses import counting
from firststeps.responses.cleaning.clean import clean
from firststeps.responses.counting.clean_files import write_clean
from firststeps.responses.given.problems import Refusal
from firststeps.study import Study
from firststeps.study.reads import digests
from tests.responses.counting.ordered.test_questions import LONG, ROWS
from tests.responses.counting.ordered.wellbeing import YAML, write
from tests.small_study import Small


@pytest.fixture
def wellbeing(tmp_path):
    """The form of seven items."""
    return Study.load(write(Small(tmp_path / "study")).folder)


@pytest.fixture(scope="module")
def answer(tmp_path_factory):
    """The first answer of that form, worked out once; tests leave it as it is."""
    return first_answer(Study.load(write(Small(tmp_path_factory.mktemp("answer") / "study")).folder))


def test_its_numbers_are_those_of_the_statistics(wellbeing, answer):
    """The primary comparison first; each question's test, interval and bounds as the functions give them."""
    assert [question.id for question in answer.questions] == ["confident", "supported", "wellbeing", "confidence"]
    assert answer.main.primary and answer.main.adjusted is None and len(answer.parts) == 7
    assert (answer.everyone, answer.waves) == (24, (("Before the course", 24), ("After the course", 19)))
    write_clean(wellbeing, clean(wellbeing))
    primary = counting.primary_comparison(wellbeing)
    assert answer.main.pvalue == paired.mcnemar(primary.table).pvalue
    assert answer.main.interval == paired.difference(primary.table).confidence_interval()[:2]
    assert sum(answer.main.people.values()) == 24
    score = answer.questions[2]
    assert score.people == {"improved": 16, "same": 1, "worse": 2, "not heard from": 5}
    assert round(score.pvalue, 3) == 0.001 and score.adjusted == pytest.approx(10 * score.pvalue)


def test_it_leaves_no_trace_but_its_pages(wellbeing):
    """No clean file is written: those are notebook 01's; and it is of the raw files as they are now."""
    first_answer(wellbeing)
    assert not wellbeing.clean.exists()
    path = wellbeing.raw / "wellbeing-after.csv"
    path.write_text("".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")
    assert first_answer(wellbeing).main.not_heard == 6


def test_what_is_said_follows_from_the_test(answer):
    """A finding only where the adjusted p is small; elsewhere neither a change nor its absence is claimed."""
    text = "\n".join(in_short(answer))
    assert "Synthetic data" in text.splitlines()[0]
    assert "Wellbeing: of 19 people 16 improved, 1 stayed the same and 2 got worse: more improved" in text
    assert "chance alone could do that, which does not show that nothing changed (exact McNemar test p = 0.11)" in text
    assert "these numbers cannot say" in text and "nan" not in text.lower()
    main = answer.main
    others = f"{main.not_heard} others missed one or both times"  # others miss others
    assert f"On “{main.title}” {others}" in text


def test_documents_are_made_with_their_claims(wellbeing, answer):
    """HTML, DOCX and PDF of both pages, the same bytes twice; each number in the page is a claim with its method."""
    made = write_first_answer(wellbeing, answer, "2026-11-22")
    assert sorted(path.name for path in made) == sorted(
        f"{name}.{kind}" for name in ("first-answer", "for-participants") for kind in ("html", "docx", "pdf")
    )
    bytes_before = [path.read_bytes() for path in made]
    page = (wellbeing.paper / "first-answer.html").read_text(encoding="utf-8")
    claims = {claim["id"]: claim for claim in json.loads((wellbeing.paper / "first-answer.json").read_text())}
    assert claims["first.wellbeing.improved"]["value"] == 16 and claims["first.wellbeing.improved"]["n"] == 19
    assert claims["first.confident.difference"]["level"] == 0.95
    assert page.count('class="claim synthetic"') > 20 and "Synthetic data" in page
    write_first_answer(wellbeing, first_answer(wellbeing), "2026-11-22")
    assert [path.read_bytes() for path in made] == bytes_before


def test_a_document_that_would_be_the_same_stays(wellbeing, answer, monkeypatch, tmp_path):
    """Where the build keeps records, what is made of the very same is not made again, and is as it would be."""
    made, publish = [], manuscript.publish

    def published(folder, *words, **options):
        made.append((folder / "article.md").read_text(encoding="utf-8"))
        return publish(folder, *words, **options)

    monkeypatch.setattr(manuscript, "publish", published)
    plain = [path.read_bytes() for path in write_first_answer(wellbeing, answer, "2026-11-22")]
    monkeypatch.setenv(RECORDS, str(tmp_path / "records"))
    for _ in range(2):
        assert [path.read_bytes() for path in write_first_answer(wellbeing, answer, "2026-11-22")] == plain
    assert len(made) == 4  # two without records, two with them
    for change in ("a text", "a date", "a file"):
        said = replace(answer, title="Another") if change == "a text" else answer
        if change == "a file":
            (wellbeing.paper / "for-participants.docx").write_bytes(b"another")
        write_first_answer(wellbeing, said, "2026-11-23" if change != "a text" else "2026-11-22")
    assert len(made) == 4 + 2 + 2 + 1
    style = tmp_path / "style"
    shutil.copytree(manuscript.STYLE, style)
    (style / "article.css").write_text("p { color: black }", encoding="utf-8")
    monkeypatch.setattr(manuscript, "STYLE", style)
    write_first_answer(wellbeing, answer, "2026-11-23")
    assert len(made) == 11


def test_a_picture_that_has_changed_is_another_document(wellbeing, answer, monkeypatch, tmp_path):
    """What documents show is read, not only what they say."""
    monkeypatch.setenv(RECORDS, str(tmp_path / "records"))
    write_first_answer(wellbeing, answer, "2026-11-22")
    before = (wellbeing.paper / "first-answer.html").read_bytes()
    (wellbeing.build / "first-answer" / "first-answer.svg").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    monkeypatch.setattr(documents, "save", lambda *words: SavedFigure("<svg/>", "A figure."))
    write_first_answer(wellbeing, answer, "2026-11-22")
    assert (wellbeing.paper / "first-answer.html").read_bytes() != before


def test_the_page_for_participants_holds_no_number(wellbeing, answer):
    """Nothing that could point at anybody, and the mark of what is made up."""
    body = page_for_participants(answer).split("---", 2)[2]
    assert not re.search(r"\d", body)
    write_first_answer(wellbeing, answer, "2026-11-22")
    assert "Synthetic data" in (wellbeing.paper / "for-participants.html").read_text(encoding="utf-8")


def test_groups_and_a_comparison_group_are_told(tmp_path):
    """One test of the difference of changes; and what comes of people who change together."""
    small = Small(tmp_path / "study")
    rows = ROWS + "".join(f"P{n},{wave},{x},2,{x},{course},time\n" for n, course in ((6, "Ash"), (7, "Elm"))
                          for wave, x in (("start", 1), ("end", 5)))  # fmt: skip
    small.write(rows, LONG)
    study = Study.load(small.folder)
    answer = first_answer(study)
    told = "\n".join(in_short(answer))
    assert "the comparison group: a difference of" in told and ", score; exact permutation of people" in told
    assert "People came in 2 groups (Course)" in told and "may have differed from the start" in told
    assert len(write_first_answer(study, answer, "2026-11-22")) == 6


def test_labels_are_text_on_the_page(tmp_path):
    """Stars, brackets, backticks and tags in a title stand as they were typed."""
    small = Small(tmp_path / "study")
    yaml = LONG.replace("label: Well,", "label: '*Well* [x](y) `z` <b>$1$',")
    small.write(ROWS, yaml)
    study = Study.load(small.folder)
    write_first_answer(study, first_answer(study), "2026-11-22")
    page = (study.paper / "first-answer.html").read_text(encoding="utf-8")
    assert "*Well* [x](y) `z` &lt;b&gt;$1$" in page


def test_nothing_asked_twice_is_said(tmp_path):
    """One wave: who answered, that nobody can be compared, and no picture."""
    small = Small(tmp_path / "study")
    yaml = LONG.replace("  - {id: end, label: End, short: End}\n", "").replace(" group: Ash}", " group: Ash}")
    small.write("\n".join(row for row in ROWS.splitlines() if ",end," not in row) + "\n", yaml)
    study = Study.load(small.folder)
    answer = first_answer(study)
    assert answer.questions == () and "nobody can be compared with themselves" in "\n".join(in_short(answer))
    assert len(write_first_answer(study, answer, "2026-11-22")) == 6


def test_surveys_that_nobody_links_are_told_as_such(tmp_path):
    """The question was asked twice and is an outcome: nobody is found again, and no change is spoken of."""
    small = Small(tmp_path / "study")
    yaml = "\n".join(
        [
            "title: Two surveys\nsynthetic: false\nlinked: no\nwaves:",
            "  - {id: before, label: Before, short: Before, file: before.csv}",
            "  - {id: after, label: After, short: After, file: after.csv}",
            "data: {layout: per-wave}",
            "items: {sings: {label: Sings, kind: yes-no, column: sings}}\noutcomes: [sings]\n",
        ]
    )
    small.write("sings\nyes\nno\nno\n", yaml, "before.csv").write("sings\nyes\nno\n", yaml, "after.csv")
    text = "\n".join(in_short(first_answer(Study.load(small.folder))))
    assert "5 questionnaires were handed in: 3 at “Before” and 2 at “After”. Nobody is found again" in text
    assert "“Sings” (nobody is found again at another wave" in text and "asked twice" not in text
    assert "not among the outcomes" not in text and "Whether anybody changed, these numbers cannot say." in text


def test_a_study_of_ordered_questions_alone_has_its_answer(tmp_path):
    """No outcome of yes and no, no primary comparison: all of it exploration, and said so."""
    small = Small(tmp_path / "study")
    yaml = YAML.split("  confident:")[0].replace("  supported:", "  # supported:") + "outcomes: []\n"
    study = Study.load(write(small, yaml).folder)
    answer = first_answer(study)
    assert answer.main.id == "wellbeing" and not answer.main.primary
    assert answer.main.adjusted == pytest.approx(9 * answer.main.pvalue)
    assert len(write_first_answer(study, answer, "2026-11-22")) == 6
    page = (study.paper / "first-answer.html").read_text(encoding="utf-8")
    assert "No comparison was fixed beforehand, so all are exploration" in page and "adjusted for all questions" in page


def test_p_values_are_adjusted_for_the_questions_that_the_page_says(wellbeing, answer):
    """Three questions of the page and seven items of the score; the comparison fixed beforehand is not among them."""
    assert sum(question.adjusted is not None for question in answer.questions) + len(answer.parts) == 10
    write_first_answer(wellbeing, answer, "2026-11-22")
    page = (wellbeing.paper / "first-answer.html").read_text(encoding="utf-8")
    assert "adjusted for all other questions asked twice" in " ".join(page.split())


def test_a_comparison_that_is_only_proposed_is_not_called_fixed(tmp_path):
    """The paper says that nobody has fixed it; the page of the first answer said that it was."""
    for folder, mark, how in (
        ("open", "   # ? or another", "proposed, not yet settled"),
        ("fixed", "", "fixed beforehand"),
    ):
        small = Small(tmp_path / folder)
        study = Study.load(write(small, YAML.replace("margin: 0.10}", f"margin: 0.10}}{mark}")).folder)
        text = page(first_answer(study), lambda *_, **__: "", drawn=False)
        assert f"({how})" in text and text.count(how) == 2
        assert ("fixed beforehand" in text) is (folder == "fixed")


def test_what_must_be_settled_stops_it(tmp_path):
    """The refusal of cleaning, and no page."""
    small = write(Small(tmp_path / "study"))
    path = small.folder / "data" / "raw" / "wellbeing-after.csv"
    path.write_text(path.read_text().replace("Extremely confident", "Extremly confident", 1))
    with pytest.raises(Refusal):
        first_answer(Study.load(small.folder))


def test_the_command_answers(tmp_path):
    """In the terminal in short; the page is there; how soon, `make bench` says."""
    small = write(Small(tmp_path / "study"))
    done = subprocess.run(
        [sys.executable, "-m", "firststeps", "first", "--study", str(small.folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "16 improved" in done.stdout and (small.folder / "paper" / "first-answer.pdf").is_file()


@pytest.fixture
def answered(wellbeing, monkeypatch):
    """What cleaned the files of a first answer, whenever it is asked for: "01", or "first" where that did so itself."""
    path, by = wellbeing.folder, []
    paths = digests(wellbeing, {"waves", "outcomes"})
    write_clean(wellbeing, clean(wellbeing))
    write_record("01-cleaning", wellbeing, inputs_of("01-cleaning", wellbeing, paths))
    monkeypatch.setattr("firststeps.responses.cleaning.clean.clean", lambda study: by.append("first") or clean(study))

    def ask():
        """Ask for it."""
        before = len(by)
        done = CliRunner().invoke(first, ["--study", str(path)], catch_exceptions=False)
        assert done.exit_code == 0 and len(list(wellbeing.paper.glob("first-answer.*"))) == 4
        by.extend([] if len(by) > before else ["01"])
        return by[-1]

    return ask


def test_what_notebook_01_has_cleaned_is_not_cleaned_again(wellbeing, answered):
    """But where a raw file, a rule or a clean file is another one by now, it is; and the answer is of what there is."""
    assert answered() == "01"
    record = read_record("first", wellbeing)
    assert {"waves", "outcomes"} <= record["study.yaml"].keys(), "what cleaning reads is read here too"
    pages = {path.name: path.read_bytes() for path in wellbeing.paper.glob("f*.*")}
    (wellbeing.clean / "patterns.csv").touch()
    assert answered() == "first" and pages == {path.name: path.read_bytes() for path in wellbeing.paper.glob("f*.*")}
    os.utime(wellbeing.clean / "patterns.csv", (0, 0))
    assert answered() == "01"
    raw = wellbeing.raw / "wellbeing-after.csv"
    raw.write_text("".join(raw.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")
    assert answered() == "first"
