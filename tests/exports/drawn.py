"""Evaluations drawn at random and written as people write them, with the right table of each.

What is drawn: who came when, what they answered, how people are known, in which language and layout it stands, how
answers, waves and blanks are written, and what stands beside it all.  Each is drawn by itself, so that it meets others
that nobody who writes an example by hand thinks of.
"""

import csv
import random
from collections import Counter
from dataclasses import dataclass

from tests.exports.cases import Case

# of each language yes and no, pairs of waves, what codes are called, the column of the wave, no answer, two questions
LANGUAGES = {
    "en": ("Yes No", "Before/After Baseline/Follow-up pre/post", "Participant", "Time", "No answer", "Heard? In work?"),
    "de": (
        "Ja Nein",
        "vorher/nachher Vorbefragung/Nachbefragung",
        "Teilnehmercode",
        "Welle",
        "k.A.",
        "Gehört? Arbeit?",
    ),
    "fr": ("Oui Non", "avant/après T0/T1 inclusion/suivi", "N°", "Moment", "Sans réponse", "Écouté? Travail?"),
    "es": ("Sí No", "antes/después pretest/postest basal/seguimiento", "Código", "Momento", "NS/NC", "Oído? Empleo?"),
    "it": (
        "Sì No",
        "prima/dopo ingresso/uscita",
        "Partecipante",
        "Rilevazione",
        "Nessuna risposta",
        "Ascolto? Lavoro?",
    ),
    "nl": ("Ja Nee", "voormeting/nameting meting_1/meting_2", "Deelnemer", "Meting", "Geen antwoord", "Gehoord? Werk?"),
    "sv": ("Ja Nej", "före/efter baslinje/uppföljning", "Deltagare", "Tillfälle", "Vill inte svara", "Hörd? Arbete?"),
    "pl": ("Tak Nie", "początek/koniec pomiar_1/pomiar_2", "Uczestnik", "Pomiar", "Odmowa", "Słuchany? Praca?"),
    "cy": ("Ydw Nac_ydw", "cyn/wedyn cyn/wedi", "Cyfranogwr", "Amser", "Dim ateb", "Hyder? Gwaith?"),
}
FIRST, LAST = ["Mara", "Jon", "Eve", "Kim", "Zoë", "Tess", "Ann", "Max"], ["Lee", "Ash", "Fox", "Hill"]
NAMES = [f"{first} {last}" for first in FIRST for last in LAST]
NUMBERS = (("1", "0"), ("1", "2"))


@dataclass(frozen=True)
class Drawn:
    """A case, and how many people gave each set of answers: {((wave, question, answer), ...): people}.

    ``there`` is how many people came to each wave.
    """

    case: Case
    right: Counter
    questions: tuple
    there: tuple


def drawn(seed, folder):
    """The :class:`Drawn` of a seed, its files in ``folder``."""
    draw = random.Random(seed)
    words, waves, code, wave_column, blank, questions = LANGUAGES[draw.choice([*LANGUAGES])]
    waves, questions = draw.choice(waves.split()).split("/"), questions.split()
    written = draw.choice([words.replace("_", "\xa0").split(), *NUMBERS])
    written = [text.replace("\xa0", " ") for text in written]
    more = random.Random(f"more of {seed}")  # what is drawn beside: the seeds that were tried before draw the same
    if more.random() < 0.25 and written[0].isalpha() and written[0][0] in "JOST" and written[1][0] == "N":
        written = [text[0] for text in written]  # J and N
    blank = draw.choice(["", blank])
    people = _codes(draw, draw.randint(12, 30))
    away = draw.choice([0, 0.2])
    there = {(p, w) for p in people for w in waves if w == waves[0] or draw.random() >= away}
    said = {key: [draw.choice(["yes", "yes", "no", "no", ""]) for _ in questions] for key in sorted(there)}
    texts = {"yes": written[0], "no": written[1], "": blank}
    ages, names = ({p: draw.choice(of) for p in people} for of in (range(18, 80), NAMES))
    beside = draw.sample(["Age", "Name", "Comment"], draw.randint(0, 3))
    notes = {
        "Age": lambda p: str(ages[p]),
        "Name": lambda p: names[p],
        "Comment": lambda _: draw.choice(["", "thanks"]),
    }
    layout = draw.choice(["long", "wide", "files"])
    rows = {
        w: [
            {code: p, wave_column: w} | {k: notes[k](p) for k in beside}
            | {q: texts[a] for q, a in zip(questions, said[p, w], strict=True)}
            for p in draw.sample(people, len(people))
            if (p, w) in there
        ]
        for w in waves
    }  # fmt: skip
    layout = "sections" if layout == "long" and more.random() < 0.4 else layout
    away_as = random.Random(-seed).choice(["", "", "99", blank])
    files = _write(draw, rows, layout, (code, wave_column, questions), folder, away_as)
    right = Counter(
        answers
        for p in people
        if (answers := tuple((n, q, a) for n, w in enumerate(waves) if (p, w) in there
                             for q, a in zip(questions, said[p, w], strict=True) if a))
    )  # fmt: skip
    means = {written[0]: "yes", written[1]: "no", "99": "blank"} | ({blank: "blank"} if blank else {})
    known = {"# background: true": "yes"}  # what people answered who answered nothing else, as their age
    knows = {"code": [code], "means": means, "one-sided": True, "can change": True, "answers": known}
    came = tuple(sum((p, w) in there for p in people) for w in waves)
    return Drawn(Case(str(seed), files, {"knows": knows, "question": questions}), right, tuple(questions), came)


def _codes(draw, number):
    """The codes of so many people, as one course gives them or people make them."""
    letters = "ABCDEFGHJKLMNPRSTUW"
    ways = {
        "P01": lambda n: f"P{n:02d}",
        "1042": lambda n: str(1000 + 37 * n),
        "MA12LE": lambda n: f"{letters[n % 19]}{letters[n % 7]}{n:02d}{letters[n % 11]}{letters[n % 13]}",
        "AB1987": lambda n: f"{letters[n % 17]}{letters[n % 5]}{1950 + n}",
    }
    return [ways[way](n) for way in [draw.choice([*ways])] for n in draw.sample(range(1, number + 1), number)]


def _in_sections(rows, once, questions):
    """The rows of a form that asks the questions in a section for each wave, below the same names."""
    for place, several in enumerate(rows.values()):
        before, after = [""] * place * len(questions), [""] * (len(rows) - place - 1) * len(questions)
        for row in several:
            yield [*(row[name] for name in once), *before, *(row[name] for name in questions), *after]


def _write(draw, rows, layout, names, folder, away_as):
    """The files of an evaluation in a layout: one with a row for each questionnaire or person, or one for each wave.

    A file of sections has a row for each questionnaire, and the names of the questions for each wave.

    Where a person has a row, ``away_as`` stands for each answer of a wave to which the person did not come.
    """
    code, wave_column, questions = names
    separator, way = draw.choice([",", ";", "\t"]), draw.choice(["{q} {w}", "{w}_{q}", "{q} ({w})"])
    first = next(iter(rows.values()))
    columns = [name for name in first[0] if name != wave_column]
    if layout == "files":
        tables = {f"answers {w}": [columns, *([row[c] for c in columns] for row in rows[w])] for w in rows}
    elif layout == "long":
        every = [row for several in rows.values() for row in several]
        tables = {"answers": [[*first[0]], *([*row.values()] for row in every)]}
    elif layout == "sections":
        once = [name for name in first[0] if name not in questions]
        tables = {"answers": [[*once, *questions * len(rows)], *_in_sections(rows, once, questions)]}
    else:
        apart = {w: {row[code]: row for row in several} for w, several in rows.items()}
        once = [name for name in columns if name not in questions]
        asked = [(q, w) for q in questions for w in rows]
        head = [*once, *(way.format(q=q, w=w) for q, w in asked)]
        cells = [
            [*(row[c] for c in once), *(apart[w].get(row[code], {}).get(q, away_as) for q, w in asked)] for row in first
        ]
        tables = {"answers": [head, *cells]}
    for name, table in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=separator).writerows(table)
    return tuple(folder / f"{name}.csv" for name in tables)
