"""The synthetic questionnaires of the root study: made up, seeded, and in agreement with every published number.

What was published (``data/published.csv``) is held fixed: 30 people on the course, 26 with data on at least two
occasions, 15 involved in IPS at five months, one of them with a group set up, connection named most often among the
helps, isolation and lack of opportunity most often among the hindrances, and similar proportions in general peer
support at the start, the end and five months.  Everything else is drawn at random: who came back when, a Markov chain
of involvement, ratings, dates, answers.  Draws that disagree with a published fact are drawn again, whatever the seed.
Then the slips that real questionnaires have are put in: see :data:`SLIPS` and :func:`_as_typed`.
"""

import csv
import io
import random
from collections import Counter
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path

import yaml

from firststeps.errors import Stopped
from firststeps.files import write_bytes, writing_new_folder
from firststeps.responses.given.checksums import write_checksums
from firststeps.responses.synthetic.follow_up import long_rows
from firststeps.study import Study, compendium_root

SEED = 20100116
PEOPLE, TWICE, IPS, GROUPS = 30, 26, 15, 1
SIMILAR = 0.05
WAVES = ("start", "end", "two-months", "five-months")
RETURNING = (0.97, 0.88, 0.68, 0.72)
HANDED_OUT = (date(2024, 5, 13), date(2024, 5, 17), date(2024, 7, 15), date(2024, 10, 14))
ASKED_AT = {"meaning": WAVES[:2], "helped": WAVES[2:], "hindered": WAVES[2:]}
QUESTIONS = [(question, wave) for question, waves in ASKED_AT.items() for wave in waves]
COLUMNS = {
    "start": ["participant", "date", "age_group", "general_peer_support", "confidence", "what_is_peer_support"],
    "end": ["participant", "general_peer_support", "confidence", "what_is_peer_support", "course_rating", "date"],
    "two-months": ["participant", "date", "general_peer_support", "ips"],
    "five-months": ["participant", "date", "general_peer_support", "ips", "ips_group"],
}
for _wave in ("two-months", "five-months"):
    COLUMNS[_wave] += ["helps_ticked", "helped", "hindrances_ticked", "hindered"]
TICKS = {
    "helps_ticked": {"connection": 0.8, "confidence": 0.4, "training": 0.45, "support at work": 0.3, "time": 0.2},
    "hindrances_ticked": {"isolation": 0.55, "opportunity": 0.5, "confidence": 0.25, "health": 0.2, "time": 0.25},
}
CONFIDENCE = ("not at all", "a little", "fairly", "very")  # in giving and receiving support
FIRST_NAMED = {
    ("helped", "helps_ticked"): {"connection"},
    ("hindered", "hindrances_ticked"): {"isolation", "opportunity"},
}
TEXT_COLUMN = {"meaning": "what_is_peer_support", "helped": "helped", "hindered": "hindered"}
# What was typed in the place of the answer, by wave, participant and column.
SLIPS = {
    ("start", "P04", "participant"): " p04",
    ("start", "P09", "general_peer_support"): "",
    ("end", "P02", "general_peer_support"): " ",
    ("end", "P08", "course_rating"): "7",
    ("end", "P15", "course_rating"): "0",
    ("end", "P18", "course_rating"): "",
    ("two-months", "P10", "participant"): "P1O",
    ("two-months", "P09", "ips"): "n/a",
    ("two-months", "P04", "hindered"): " N/A",
    ("five-months", "P02", "hindered"): "n/a",
    ("five-months", "P18", "helps_ticked"): "Connection ; training",
}
TWICE_TYPED = ("start", "P12")


def another(folder, seed, into=None):
    """Make a new study with other synthetic answers: a folder with the ``study.yaml`` of the study in ``folder``.

    The answers are drawn with ``seed`` and agree with the same published numbers, where it has any.  The new folder
    lies in ``studies/`` and is named for the seed, unless ``into`` names one.  Stopped where it is there already:
    nothing is written over.
    """
    study = Study.load(folder)
    name = f"seed-{seed}" if study.folder == compendium_root() else f"{study.folder.name}-seed-{seed}"
    target = Path(into or Path("studies", name))
    if target.exists():
        raise Stopped(f"{target} is there already, and nothing is written over: remove it, or take another seed.")
    with writing_new_folder(target) as fresh:
        for path in (study.folder / "study.yaml", study.folder / "data" / "published.csv"):
            if path.is_file():
                write_bytes(fresh / path.relative_to(study.folder), path.read_bytes())
        write_synthetic(fresh, seed)
    return target


def write_synthetic(folder=".", seed=SEED):
    """Write the raw files of the study in ``folder`` and their checksums into its ``data/raw``; their paths, in order.

    The same files to the last byte each time for the same ``seed``: the generator reads no clock.
    """
    study = Study.load(folder)
    if not study.synthetic:
        raise ValueError("study.yaml says that these data are observed (synthetic: false): nothing was written.")
    tables = _follow_up(study, seed) if study.data.layout == "long" else _course(study, seed)
    for name, content in tables.items():
        write_bytes(study.raw / name, content)
    write_checksums(study.raw, tables)
    return [study.raw / name for name in tables]


def _follow_up(study, seed):
    """The one file of a long study."""
    rows = long_rows(study, seed)
    rows = [[origin, *row] for origin, row in zip(["origin", *["synthetic"] * (len(rows) - 1)], rows, strict=True)]
    return {study.data.file: _csv(rows, delimiter=study.data.delimiter or ",")}


def _course(study, seed):
    """The files of the root study."""
    chance = random.Random(seed)
    involved = _involvement(chance)
    waves, coding = _until(lambda: _typed_files(involved, chance, seed), lambda drawn: _words_agree(*drawn))
    tables = {
        wave.file: _csv(waves[wave.id], bom=wave.id == "start", crlf=wave.id == "five-months") for wave in study.waves
    }
    return tables | {study.coding.file: _csv(coding)}


def _involvement(chance):
    """Who came to which wave, and who was then involved in peer support of any kind: thirty people of each."""
    attended = _with_slips(_until(lambda: _attendance(chance), _attendance_agrees))
    return attended, _until(lambda: [_chain(chance) for _ in attended], lambda drawn: _similar(drawn, attended))


def _typed_files(involved, chance, seed):
    """The rows of each wave as they were typed, and those of the coders."""
    people = _people(*involved, chance, seed)
    return {wave: _typed_rows(wave, people, chance) for wave in WAVES}, _coding_rows(people, chance, seed)


def _people(attended, support, chance, seed):
    """Thirty people: a list of dicts with ``code`` and, for each wave attended, the answers given there."""
    people = [
        {"code": _code(i), "waves": {w: {"yes": {"general_peer_support": s[w]}} for w in WAVES if came[w]}}
        for i, (came, s) in enumerate(zip(attended, support, strict=True))
    ]
    _give_ips(people, chance)
    _give_ticks(people, chance)
    _give_texts(people, chance)
    _give_the_rest(people, chance)
    _give_confidence(people, random.Random(seed + 2))
    return people


def _until(draw, agrees):
    """Draw again until the draw agrees with what was published."""
    while not agrees(drawn := draw()):
        pass
    return drawn


def _attendance(chance):
    """Who came to which wave, at random."""
    return [{w: chance.random() < p for w, p in zip(WAVES, RETURNING, strict=True)} for _ in range(PEOPLE)]


def _attendance_agrees(attended):
    """All 30 seen, 26 at least twice, more than 15 at five months; the one typing slip needs P10 at two months."""
    times = [sum(came.values()) for came in attended]
    late = sum(came["five-months"] for came in attended)
    return min(times) >= 1 and sum(t >= 2 for t in times) == TWICE and 20 <= late <= 22 and attended[9]["two-months"]


def _with_slips(attended):
    """The same people in such an order that whoever makes a slip is there to make it."""
    needed = {}
    for wave, code in [TWICE_TYPED, *((wave, code) for wave, code, _ in SLIPS)]:
        needed.setdefault(int(code[1:]) - 1, set()).add(wave)
    attended = list(attended)
    for i, waves in needed.items():
        others = (k for k in range(PEOPLE) if k not in needed and all(attended[k][wave] for wave in waves))
        if not all(attended[i][wave] for wave in waves):
            k = next(others)
            attended[i], attended[k] = attended[k], attended[i]
    return attended


def _chain(chance):
    """Involvement at each wave: a Markov chain that keeps near the same share involved throughout."""
    state, chain = chance.random() < 0.6, {}
    for wave in WAVES:
        chain[wave] = state
        state = chance.random() < (0.8 if state else 0.3)
    return chain


def _similar(support, attended):
    """Shares at start, end and five months within ``SIMILAR``, with people changing both ways."""
    triples = [
        _triple(i, s, came) for i, (s, came) in enumerate(zip(support, attended, strict=True)) if sum(came.values()) > 1
    ]
    share = {}
    for wave in WAVES:
        there = [answers[wave] for answers in triples if wave in answers]
        share[wave] = sum(there) / len(there)
    both = [
        (answers["start"], answers["five-months"]) for answers in triples if {"start", "five-months"} <= set(answers)
    ]
    lost, gained = both.count((True, False)), both.count((False, True))
    near = all(abs(share["start"] - share[w]) < SIMILAR for w in ("end", "five-months"))
    return near and lost >= 2 and gained >= 2 and share["start"] > 0.5


def _triple(i, support, came):
    """A person's answers on general peer support at the waves attended, without those that a slip leaves blank."""
    blank = {wave for wave, code, column in SLIPS if code == _code(i) and column == "general_peer_support"}
    return {wave: support[wave] for wave in WAVES if came[wave] and wave not in blank}


def _code(i):
    """The code of the person of that number."""
    return f"P{i + 1:02d}"


def _give_ips(people, chance):
    """Fifteen involved in IPS at five months, one of them with a group; most of them were so at two months."""
    late = [p for p in people if "five-months" in p["waves"]]
    involved = chance.sample([p for p in late if len(p["waves"]) > 1], IPS)
    founder = chance.sample(involved, GROUPS)
    for person in people:
        for wave, answers in _answers(person, ("two-months", "five-months")):
            odds = 0.75 if wave == "two-months" else 1.0
            answers["yes"]["ips"] = chance.random() < (odds if person in involved else 1 - odds)
    for person in late:
        person["waves"]["five-months"]["yes"]["ips_group"] = person in founder


def _answers(person, waves):
    """The answers of a person at those of the ``waves`` at which they were there: pairs of wave and answers."""
    return [(wave, person["waves"][wave]) for wave in waves if wave in person["waves"]]


def _give_ticks(people, chance):
    """What people ticked in each question with boxes, at two months and at five."""
    for person in people:
        for _, answers in _answers(person, ("two-months", "five-months")):
            for column, odds in TICKS.items():
                answers[column] = "; ".join(choice for choice, p in odds.items() if chance.random() < p)


def _give_texts(people, chance):
    """Each made-up answer is given by at most one person; about one in nine leaves the question blank."""
    texts = yaml.safe_load(files(__package__).joinpath("synthetic-answers.yaml").read_text(encoding="utf-8"))
    for answers in texts.values():
        chance.shuffle(answers)
    for question, wave in QUESTIONS:
        for person in people:
            for _, answers in _answers(person, [wave]):
                slip = (wave, person["code"], TEXT_COLUMN[question]) in SLIPS
                blank = chance.random() < 0.11 or slip or not texts[question]
                answer = {"text": "", "themes": []} if blank else texts[question].pop()
                answers[TEXT_COLUMN[question]] = answer["text"]
                answers.setdefault("themes", {})[question] = answer["themes"]


def _give_the_rest(people, chance):
    """The day of each questionnaire, the age group at the start and the rating of the course at its end."""
    handed_out = dict(zip(WAVES, HANDED_OUT, strict=True))
    for person in people:
        for wave, answers in _answers(person, WAVES):
            days = 0 if wave in WAVES[:2] else chance.randrange(9)
            answers["date"] = handed_out[wave] + timedelta(days)
        for _, answers in _answers(person, ["start"]):
            answers["age_group"] = chance.choice(["under 35", "35 to 54", "35 to 54", "55 or over"])
        for _, answers in _answers(person, ["end"]):
            answers["course_rating"] = str(chance.choice([3, 4, 4, 5, 5, 5]))


def _give_confidence(people, chance):
    """An ordered answer before and after the course: most stay or move up by one, a few move down."""
    for person in people:
        before = chance.choices(range(4), (3, 5, 4, 1))[0]
        after = min(3, max(0, before + chance.choices((-1, 0, 1, 2), (2, 5, 6, 2))[0]))
        for wave, answers in _answers(person, WAVES[:2]):
            level = before if wave == WAVES[0] else after
            answers["confidence"] = "" if chance.random() < 0.05 else CONFIDENCE[level]


def _typed_rows(wave, people, chance):
    """The questionnaires of a wave as somebody typed them: header first, one row each, with the slips."""
    rows = [["origin", *COLUMNS[wave]]]
    for person in people:
        if wave in person["waves"]:
            rows.append(["synthetic", *(_as_typed(column, wave, person, chance) for column in COLUMNS[wave])])
    at = {row[1]: row for row in rows}
    for (where, code, column), typed in SLIPS.items():
        if where == wave:
            at[code][rows[0].index(column)] = typed
    if wave == TWICE_TYPED[0]:
        rows.insert(rows.index(at[TWICE_TYPED[1]]), at[TWICE_TYPED[1]])
        rows = [[*row, ""] for row in rows]
    return rows


def _as_typed(column, wave, person, chance):
    """One cell in the manner of the person who typed it: ``Yes``, ``yes``, ``Y``, ``1``; dates as in Britain."""
    answers = person["waves"][wave]
    if column == "participant":
        return person["code"]
    if column in answers["yes"]:
        ways = (
            ("Yes", "Yes", "yes", "Y", "1", "YES ") if answers["yes"][column] else ("No", "No", "no", "N", "0", " no")
        )
        return chance.choice(ways)
    if column == "date":
        day = answers["date"]
        return chance.choice(
            (f"{day:%d/%m/%Y}", f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", f"{day:%d.%m.%Y}")
        )
    return answers[column]


def _coding_rows(people, chance, seed):
    """What two coders made of each answer, one row a theme, and what they agreed on when they met.

    Coder B reads a quarter of the answers otherwise, coder A, with chances of its own, fewer.
    """
    other_chance = random.Random(seed + 1)
    rows = [["origin", "participant", "wave", "question", "coder", "theme"]]
    for question, wave in QUESTIONS:
        for code, themes in _answers_with_themes(people, question, wave):
            for coder, reading in _readings(themes, chance, other_chance):
                rows += [["synthetic", code, wave, question, coder, theme] for theme in reading]
    return rows


def _answers_with_themes(people, question, wave):
    """The answers to a question that have themes: pairs of a person's code and the themes."""
    for person in people:
        for _, answers in _answers(person, [wave]):
            if answers[TEXT_COLUMN[question]] and answers["themes"][question]:
                yield person["code"], answers["themes"][question]


def _words_agree(waves, coding):
    """Whether connection helped most, and isolation and lack of opportunity hindered most: coded, and as ticked."""
    for (question, column), first in FIRST_NAMED.items():
        for coder in ("A", "B", "agreed"):
            if not _most_named([row[5] for row in coding[1:] if row[3:5] == [question, coder]], first):
                return False
        ticked = [row[rows[0].index(column)] for rows in waves.values() if column in rows[0] for row in rows[1:]]
        if not _most_named([tick.strip().lower() for cell in ticked for tick in cell.split(";")], first):
            return False
    return True


def _most_named(words, first):
    """Whether the words ``first`` are named more often than each other one; "other", or no word, is none."""
    counts = Counter(word for word in words if word not in ("", "other"))
    others = [count for word, count in counts.items() if word not in first]
    return min(counts[word] for word in first) > max(others, default=0)


def _readings(themes, chance, other_chance):
    """The themes that each coder gives, and those agreed on."""
    first = themes[-1:] if other_chance.random() < 0.12 else themes
    return ("A", first), ("B", _second_reading(themes, chance)), ("agreed", themes)


def _second_reading(themes, chance):
    """The themes that coder B gives: others in one of ten, fewer in some."""
    draw = chance.random()
    if draw < 0.1:
        return ["other"]
    return themes[:1] if draw < 0.25 else themes


def _csv(rows, bom=False, crlf=False, delimiter=","):
    """Rows as the bytes of a CSV file, UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n" if crlf else "\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig" if bom else "utf-8")
