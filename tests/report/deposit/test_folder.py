"""A deposit holds what may leave the house and no more, is made whole or not at all, and says what receivers ask."""

import csv
import fcntl
import json
import os
import re

import pytest
import yaml

from firststeps.report.deposit.folder import DepositError, make_deposit
from firststeps.report.paper.declarations import UndeclaredError
from firststeps.study import NOT_FOR_RELEASE, SYNTHETIC
from tests.report.invented import store
from tests.small_study import DECLARED, LONG

MADE = {"README.md", "exhibits.csv", "software.csv", "codecheck.yml", "repro.yaml", "ro-crate-metadata.json"}
PUBLIC = "---\ntitle: Ours\ndate: 2026-11-22\n---\n\n# Results\n\nOf the people {{ claim('public.people') }} came.\n"


def tree(folder):
    """Every file below a folder, by its path, with its bytes."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def edited(study, old, new):
    """The study with a change in its study.yaml."""
    text = (study / "study.yaml").read_text(encoding="utf-8")
    assert old in text
    (study / "study.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return study


@pytest.fixture
def public(tmp_path):
    """A public study of observed answers with a release, and with things beside it that may not go out."""
    study = tmp_path / "public"
    (study / "release" / "figures").mkdir(parents=True)
    (study / "paper").mkdir()
    (study / "data" / "raw").mkdir(parents=True)
    (study / "data" / "raw" / "answers.csv").write_text("P99SECRET,yes\n")
    (study / "build").mkdir()
    (study / "build" / "02-participants.ipynb").write_text("P99SECRET")
    yaml = LONG.replace("synthetic: true", "synthetic: false").replace("P[0-9]{2}", "P99SECRET")
    (study / "study.yaml").write_text(f"{yaml}release: {{mode: public}}\n{DECLARED}")
    (study / "paper" / "public.md").write_text(PUBLIC)
    (study / "paper" / "manuscript.md").write_text("P99SECRET")
    (study / "release" / "counts.csv").write_text("about,people\n")
    (study / "release" / "public.pdf").write_text("paper")
    store([], study / "release" / "claims.json")
    claim = {"id": "public.people", "value": 30, "unit": "people", "rounding": 5, "notebook": "09-public-release"}
    (study / "release" / "claims.json").write_text(json.dumps({"public.people": claim}))
    return study


def test_a_synthetic_study_can_be_made_again_from_its_deposit(place):
    """Code, data, figures and paper are there to the byte, the study in studies/, and what is told of them."""
    target, _ = make_deposit(place)
    files = tree(target)
    assert set(files) > MADE | {"LICENSE", "COMPENDIUM.md", "study.yaml", "notebooks/00-published-claims.ipynb"}
    for path in ("data/raw/answers.csv", "study.yaml", "paper/claims.json", "paper/manuscript.md"):
        assert files[f"studies/mine/{path}"] == (place / path).read_bytes()
    assert SYNTHETIC in files["README.md"].decode()


def test_no_link_of_the_compendiums_page_is_dead(target):
    """It leads to the paper, the figures and the studies of the compendium, which do not go along with another."""
    text = (target / "COMPENDIUM.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text)
    assert "LICENSE" in links and [link for link in links if not (target / link).exists()] == []
    assert "[PDF](" not in text and "PDF (not in this deposit)" in text


def test_what_the_notebooks_showed_of_the_root_study_stays_there(target):
    """Of another study, notebooks/ holds what is done; the outputs stored in it are the root's, whatever that is."""
    paths = sorted((target / "notebooks").glob("*.ipynb"))
    cells = [cell for path in paths for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    assert not any(cell.get("outputs") for cell in cells) and sum(cell["cell_type"] == "code" for cell in cells) > 50


def test_two_deposits_of_one_run_are_the_same(place):
    """To the byte; and nothing half-made is left in build/."""
    first = tree(make_deposit(place)[0])
    assert tree(make_deposit(place)[0]) == first
    assert [path.name for path in (place / "build").iterdir()] == ["deposit"]


def test_a_deposit_that_is_made_at_the_same_time_is_left_alone(place):
    """What another process writes in build/ stands when this deposit is whole."""
    other = place / "build" / f".deposit-{os.getppid()}"
    other.mkdir(parents=True)
    (other / "README.md").write_text("half")
    lock = os.open(other, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)  # as who writes it does
    make_deposit(place)
    assert tree(other) == {"README.md": b"half"}
    os.close(lock)


def test_of_people_who_answered_no_row_goes_along(place):
    """An internal study of observed answers keeps data/ and its executed notebooks; the rest carries the mark."""
    study = edited(place, "synthetic: true", "synthetic: false")
    (study / "build").mkdir(exist_ok=True)
    (study / "build" / "02-participants.ipynb").write_text("{}")
    files = tree(make_deposit(study)[0])
    assert not [path for path in files if path.startswith(("studies/mine/data/", "studies/mine/build/"))]
    assert NOT_FOR_RELEASE in files["README.md"].decode()
    assert not any(b"P99SECRET" in content for content in files.values())


def test_a_public_deposit_holds_the_release_and_nothing_else(public):
    """Beside what is told of it, each file is one of release/, to the byte; no word of the house's own is in any."""
    files = tree(make_deposit(public)[0])
    release = {path: content for path, content in files.items() if path.startswith("release/")}
    assert release == {f"release/{path}": content for path, content in tree(public / "release").items()}
    assert set(files) - set(release) == MADE | {"printed.json"}
    assert not any(b"P99SECRET" in content for content in files.values())
    assert (
        b"about 30" in files["printed.json"]
        and b"about 30" in files["exhibits.csv"]
        and NOT_FOR_RELEASE.encode() not in files["README.md"]
    )


def test_a_public_study_that_declares_nothing_has_no_deposit(public):
    with pytest.raises(UndeclaredError, match="does not say ethics, consent, "):
        make_deposit(edited(public, DECLARED, ""))
    assert not (public / "build" / "deposit").exists()


@pytest.mark.parametrize("name", ["public", "place"])
def test_before_anything_was_made_one_sentence_says_what_to_do(name, request):
    study = request.getfixturevalue(name)
    for claims in study.glob("*/claims.json"):
        claims.unlink()
    with pytest.raises(DepositError, match="run make all first"):
        make_deposit(study)


def test_without_a_day_the_old_deposit_stays(place):
    """Nobody but its author knows the day of the paper: it is asked for, and nothing is half-written."""
    (place / "build" / "deposit").mkdir(parents=True)
    (place / "build" / "deposit" / "README.md").write_text("the old one")
    before = tree(place / "build")
    paper = place / "paper" / "manuscript.md"
    paper.write_text(paper.read_text(encoding="utf-8").replace("\ndate: 2026-11-22", "", 1), encoding="utf-8")
    with pytest.raises(UndeclaredError, match="has no day at its head"):
        make_deposit(place)
    assert tree(place / "build") == before


def test_all_that_a_public_study_lacks_is_said_at_once(public):
    """What it does not declare and the day of its paper stand in one message, each with its file."""
    (public / "paper" / "public.md").write_text(PUBLIC.replace("date: 2026-11-22\n", "author: Ann\n"))
    with pytest.raises(UndeclaredError) as refusal:
        make_deposit(edited(public, DECLARED, ""))
    said = str(refusal.value)
    assert "public/study.yaml: governance does not say ethics" in said
    assert "public/paper/public.md has no day" in said


def test_without_an_author_it_is_asked_for(place):
    text = (place / "study.yaml").read_text(encoding="utf-8")
    (place / "study.yaml").write_text(text.partition("\ngovernance:")[0] + "\n", encoding="utf-8")
    paper = place / "paper" / "manuscript.md"
    head = "author:\n  - The First Steps developers\n"
    assert head in paper.read_text(encoding="utf-8")
    paper.write_text(paper.read_text(encoding="utf-8").replace(head, ""), encoding="utf-8")
    with pytest.raises(UndeclaredError, match="says who wrote the paper"):
        make_deposit(place)


def test_hostile_texts_stay_texts(place):
    """A title that is Markdown, HTML, YAML and a formula at once is printed as it is, in each format."""
    title = "=1+1 | <img src=x onerror=y> [a](javascript:b) {{ 1 }} : - #"
    edited(place, "title: First steps in peer support", f"title: {json.dumps(title)}")
    edited(place, "name: The First Steps developers", "name: '@Ann | <b>'")
    paper = place / "paper" / "manuscript.md"
    text = paper.read_text(encoding="utf-8")
    kept = "title: What a small before-and-after evaluation can and cannot show"
    paper.write_text(text.replace(kept, "title: >-\n  {{ study.title }}"), encoding="utf-8")
    target, _ = make_deposit(place)
    readme = (target / "README.md").read_text(encoding="utf-8")
    assert r"=1+1 \| \<img src=x onerror=y\> \[a\](javascript:b)" in readme and "<img" not in readme.replace(r"\<", "")
    told = yaml.safe_load((target / "codecheck.yml").read_text(encoding="utf-8"))
    assert told["paper"] == {"title": title, "authors": [{"name": "@Ann | <b>"}]}
    assert yaml.safe_load((target / "repro.yaml").read_text(encoding="utf-8"))["project"] == title
    with (target / "exhibits.csv").open(encoding="utf-8", newline="") as file:
        assert not [cell for row in csv.reader(file) for cell in row if cell[:1] in "=@" and cell]


def test_a_link_is_not_followed(place, tmp_path):
    """What lies behind a link in the study's folder does not get into what is sent."""
    (tmp_path / "secret.txt").write_text("P98SECRET")
    (place / "data" / "more.txt").symlink_to(tmp_path / "secret.txt")
    edited(place, "layout: per-wave ", "links: [data/more.txt]\n  layout: per-wave ")
    files = tree(make_deposit(place)[0])
    assert not any(b"P98SECRET" in content for content in files.values())


def test_what_excel_keeps_beside_an_open_workbook_does_not_go_along(place):
    """It holds the name of whoever has opened it."""
    (place / "data" / "raw" / "~$answers.xlsx").write_text("P98SECRET")
    files = tree(make_deposit(place)[0])
    assert "studies/mine/data/raw/answers.csv" in files
    assert not any(b"P98SECRET" in content for content in files.values())
