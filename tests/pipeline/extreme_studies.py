"""Fourteen studies at the edges of what may come: each a ``study.yaml`` and one long file of answers, all invented."""

import contextlib
import csv
import io
import random
import shutil

import nbformat
import yaml
from IPython.core.interactiveshell import InteractiveShell
from nbformat.v4 import new_output

from firststeps.pipeline.plan import left_out
from firststeps.report.claims.record import write_claims
from firststeps.report.paper.manuscript import build_manuscript
from firststeps.study import Study
from tests import ROOT

PLANNED = ("one-person", "thousands", "yes-is-bad")  # the others have the planning of one of these, and it takes long


def build_study(folder, name):
    """Write a study to ``folder`` and make all of it: the notebooks that apply, the claims and the starter's paper."""
    write_study(folder, name)
    made = []
    reasons = left_out(Study.load(folder))
    for source in sorted((ROOT / "notebooks").glob("0[1-9]*.ipynb")):
        if source.stem not in reasons and (source.stem != "07-planning" or name in PLANNED):
            made.append(folder / "build" / source.name)
            run(source, made[-1], study=str(folder))
    write_claims([path for path in made if path.stem != "09-public-release"], folder / "paper" / "claims.json")
    for given, target in (("starter.md", "manuscript.md"), ("references.bib", "references.bib")):
        shutil.copy(ROOT / "paper" / given, folder / "paper" / target)
    build_manuscript(folder, ["html"])


def run(source, target, **parameters):
    """Run a notebook cell by cell in this process, which takes less time than a kernel, and keep what it shows."""
    notebook, shown = nbformat.read(source, as_version=4), []
    shell = InteractiveShell(user_ns={})
    hook = shell.displayhook
    hook.write_output_prompt = hook.finish_displayhook = lambda: None
    hook.write_format_data = lambda data, metadata=None: shown.append(new_output("display_data", data=data))
    given = "".join(f"\n{name} = {value!r}" for name, value in parameters.items())
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code":
            continue
        shown.clear()
        with contextlib.redirect_stdout(io.StringIO()) as said:
            ran = shell.run_cell(cell.source + (given if "parameters" in cell.metadata.get("tags", []) else ""))
        if not ran.success:
            raise RuntimeError(f"{source.stem}, cell {number}: {ran.error_in_exec or ran.error_before_exec!r}")
        text = [new_output("stream", name="stdout", text=said.getvalue())] if said.getvalue() else []
        cell.outputs = [*text, *shown]
    target.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, target)


def write_study(folder, name):
    """Write the study of that name of `STUDIES` to ``folder``, with its coding if it has any."""
    study, answers, coded = STUDIES[name]()
    raw = folder / "data" / "raw"
    raw.mkdir(parents=True)
    text = yaml.safe_dump(study, allow_unicode=True, sort_keys=False)
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    _write_rows(raw / "answers.csv", ["person", "wave", *study["items"]], answers)
    if coded:
        _write_rows(raw / "coding.csv", ["participant", "wave", "question", "coder", "theme"], coded)


def _write_rows(path, header, rows):
    """Write rows as CSV."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def _study(title, waves, items, primary=("member", 0, -1), **more):
    """What every ``study.yaml`` here holds; ``waves`` are labels, ``primary`` outcome and places of two waves."""
    known = [{"id": f"w{number}", "label": label, "short": str(number)} for number, label in enumerate(waves, 1)]
    outcomes = [item for item, about in items.items() if about["kind"] == "yes-no"]
    outcome, first, second = primary
    compared = {"outcome": outcome, "first": known[first]["id"], "second": known[second]["id"], "margin": 0.1}
    data = {"layout": "long", "file": "answers.csv", "wave_column": "wave", "delimiter": ","}
    study = {"title": title, "synthetic": True, "waves": known, "data": data, "identifier": {"column": "person"}}
    return study | {"items": items, "outcomes": outcomes, "primary": compared} | more


def _yes_no(label="Member of a group", **more):
    """A yes/no item."""
    return {"label": label, "kind": "yes-no"} | more


def _rows(people):
    """Rows of a long file from each person's answers wave by wave; None for a wave that the person missed."""
    return [
        [f"P{number:04}", f"w{wave}", *given]
        for number, waves in enumerate(people, 1)
        for wave, given in enumerate(waves, 1)
        if given is not None
    ]


def one_person():
    """A single person who changed."""
    return _study("One person", ["Before", "After"], {"member": _yes_no()}), _rows([[["yes"], ["no"]]]), []


def nobody_changed():
    """All who answered twice gave the same answer twice."""
    people = 7 * [[["yes"], ["yes"]]] + 5 * [[["no"], ["no"]]] + 2 * [[["no"], None]]
    return _study("Nobody changed", ["Before", "After"], {"member": _yes_no()}), _rows(people), []


def everybody_changed():
    """All went from no to yes."""
    study = _study("Everybody changed", ["Before", "After"], {"member": _yes_no()})
    return study, _rows(9 * [[["no"], ["yes"]]]), []


def nothing_missing():
    """Everybody answered everything at each of three waves."""
    people = [
        *4 * [["yes", "no", "yes"]],
        *3 * [["no", "yes", "yes"]],
        *5 * [["yes", "yes", "yes"]],
        ["no", "no", "no"],
    ]
    study = _study("Nothing missing", ["Start", "Middle", "End"], {"member": _yes_no()})
    return study, _rows([[[answer] for answer in person] for person in people]), []


def nearly_all_missing():
    """Of thirty people at the start one answered again, and one came at the end only."""
    people = [[[random.Random(number).choice(["yes", "no"])], None] for number in range(29)]
    people += [[["no"], ["yes"]], [None, ["no"]]]
    return _study("Nearly all missing", ["Before", "After"], {"member": _yes_no()}, participants=40), _rows(people), []


def thousands():
    """Some four thousand people, a quarter of whom missed the second wave."""
    chance = random.Random(1)
    people = [
        [[chance.choice(["yes", "no", "no"])], [chance.choice(["yes", "no"])] if chance.random() < 0.75 else None]
        for _ in range(4200)
    ]
    return _study("Thousands", ["Before", "After"], {"member": _yes_no()}), _rows(people), []


def two_waves():
    """Two waves with everything a questionnaire can hold, coded by two people."""
    items = {
        "member": _yes_no(),
        "leader": _yes_no("Led a group"),
        "age": {"label": "Age group", "kind": "choice", "waves": ["w1"], "choices": ["under 40", "40 or over"]},
        "helps": {"label": "What helped? (ticked)", "kind": "ticks", "waves": ["w2"], "choices": ["time", "tea"]},
        "rating": {"label": "Rating of the course", "kind": "scale", "waves": ["w2"], "range": [1, 5]},
        "helped": {"label": "What helped?", "kind": "text", "waves": ["w2"], "personal": "checked"},
        "meaning": {"label": "What is support?", "kind": "text", "personal": "checked"},
    }
    chance, people, coded = random.Random(2), [], []
    for number in range(1, 15):
        waves = []
        for wave in (1, 2):
            given = [chance.choice(["yes", "no"]), chance.choice(["yes", "no", "no", ""])]
            given += [chance.choice(["under 40", "40 or over"]), "", "", ""] if wave == 1 else [""]
            if wave == 2:
                given += [chance.choice(["time", "tea", "time; tea"]), chance.choice("12345"), "time for it"]
            waves.append([*given, "being heard"])
            for question in ("meaning", *(["helped"] if wave == 2 else [])):
                for coder in ("A", "B"):
                    theme = chance.choice(["hope", "listening"] if question == "meaning" else ["time", "tea"])
                    coded.append([f"P{number:04}", f"w{wave}", question, coder, theme])
        people.append(waves if number % 5 else [waves[0], None])
    there = {tuple(row[:2]) for row in _rows(people)}
    themes = {"meaning": {"hope": "Hope", "listening": "Listening"}, "helped": {"time": "Time", "tea": "Tea"}}
    study = _study("Two waves", ["Before", "After"], items, coding={"file": "coding.csv"}, themes=themes)
    return study, _rows(people), [row for row in coded if tuple(row[:2]) in there]


def ten_waves():
    """Ten waves, the primary comparison from the second to the ninth."""
    chance = random.Random(3)
    people = [[[chance.choice(["yes", "no"])] if chance.random() < 0.8 else None for _ in range(10)] for _ in range(25)]
    labels = [f"Month {number}" for number in range(10)]
    study = _study("Ten waves", labels, {"member": _yes_no(), "leader": _yes_no("Led a group", waves=["w9"])})
    study["primary"] |= {"first": "w2", "second": "w9"}
    rows = [[*row, chance.choice(["yes", "no"]) if row[1] == "w9" else ""] for row in _rows(people)]
    return study, rows, []


def yes_is_bad():
    """An outcome of which one hopes for a no, and a comparison group."""
    items = {"smokes": _yes_no("Smokes"), "arm": {"label": "Group", "kind": "choice", "choices": ["course", "none"]}}
    ways = 8 * [("yes", "no")] + 2 * [("no", "yes")] + 9 * [("yes", "yes")] + 6 * [("no", "no")]
    people = [[[answer, ["course", "none"][number % 2]] for answer in way] for number, way in enumerate(ways)]
    return _study("Yes is bad", ["Before", "After"], items, ("smokes", 0, -1)), _rows(people), []


def one_choice():
    """Everybody chose the same and ticked the same; nobody ever said yes."""
    items = {
        "member": _yes_no(one_sided="checked"),  # the question that nobody answered with yes is settled
        "housing": {"label": "Housing", "kind": "choice", "waves": ["w1"], "choices": ["rented"]},
        "helps": {"label": "What helped? (ticked)", "kind": "ticks", "waves": ["w2"], "choices": ["time"]},
    }
    people = 6 * [[["no", "rented", ""], ["no", "", "time"]]]
    return _study("One choice only", ["Before", "After"], items), _rows(people), []


def no_free_text():
    """Scales and choices, no answer in own words; three people who answered each nothing or everything."""
    items = {
        "member": _yes_no(),
        "rating": {"label": "Rating", "kind": "scale", "waves": ["w2"], "range": [1, 5]},
        "sex": {"label": "Sex", "kind": "choice", "waves": ["w1"], "choices": ["woman", "man", "other"]},
    }
    people = [[["yes", "", "woman"], ["no", "5", ""]], [["no", "", "man"], None], [["no", "", "man"], ["no", "", ""]]]
    return _study("No free text", ["Before", "After"], items), _rows(people), []


def three_languages():
    """Labels, codes, choices and identifiers in German, French and Greek."""
    items = {
        "member": _yes_no("Gehören Sie einer Selbsthilfegruppe an?"),
        "aide": _yes_no("Avez-vous reçu de l’aide ?"),
        "lieu": {"label": "Ηλικία", "kind": "choice", "waves": ["w1"], "choices": ["κάτω από 40", "40 και άνω"]},
    }
    codes = {"yes": ["Ja", "oui", "ναι"], "no": ["Nein", "non", "όχι"]}
    chance, people = random.Random(4), []
    for _ in range(16):
        first = [
            chance.choice(["Ja", "Nein"]),
            chance.choice(["oui", "non"]),
            chance.choice(["κάτω από 40", "40 και άνω"]),
        ]
        people.append([first, [chance.choice(["ναι", "όχι"]), chance.choice(["Ja", "non"]), ""]])
    waves = ["Vorher – zu Hause", "Après l’été"]
    return _study("Drei Sprachen, trois langues, τρεις γλώσσες", waves, items, codes=codes), _rows(people), []


def nobody_twice():
    """Of three questions two that nobody answered both times, a margin of one point, and most at neither wave of it."""
    mood = {"label": "Mood", "kind": "ordered", "choices": ["low", "fair", "high"]}
    items = {"member": _yes_no(), "leader": _yes_no("Led a group"), "mood": mood}
    people = 3 * [[["yes", "yes", "low"], ["no", "", ""]]] + 2 * [[["no", "no", ""], ["no", "", "fair"]]]
    people += 7 * [[None, ["", "yes", "high"]]] + 4 * [[["", "no", "low"], None]]
    study = _study("Nobody twice", ["Before", "After"], items)
    study["primary"]["margin"] = 0.01
    return study, _rows(people), []


def one_wave():
    """A single survey: nothing to compare, and nobody who missed a wave."""
    study = _study("One wave", ["Spring"], {"member": _yes_no()})
    return {key: value for key, value in study.items() if key != "primary"}, _rows(5 * [[["yes"]]] + [[["no"]]]), []


def by_degrees():
    """Questions of how much alone, asked twice: no outcome of yes and no, and so no primary comparison."""
    items = {
        "sure": {"label": "How sure are you?", "kind": "ordered", "choices": ["not", "a little", "very"]},
        "rating": {"label": "Rating", "kind": "scale", "range": [1, 5]},
    }
    people = [[["not", "1"], ["very", "4"]], [["a little", "3"], ["a little", "2"]], [["very", "5"], None]]
    study = _study("How much, and no yes or no", ["Before", "After"], items)
    return {key: value for key, value in study.items() if key != "primary"}, _rows(3 * people), []


STUDIES = {
    "one-person": one_person,
    "nobody-changed": nobody_changed,
    "everybody-changed": everybody_changed,
    "nothing-missing": nothing_missing,
    "nearly-all-missing": nearly_all_missing,
    "thousands": thousands,
    "two-waves": two_waves,
    "ten-waves": ten_waves,
    "yes-is-bad": yes_is_bad,
    "one-choice": one_choice,
    "no-free-text": no_free_text,
    "three-languages": three_languages,
    "nobody-twice": nobody_twice,
    "one-wave": one_wave,
    "by-degrees": by_degrees,
}
