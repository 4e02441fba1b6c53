"""Which column of a file that nobody described yet probably holds the participants' codes, the wave, the counts."""

import re

import pandas as pd

from firststeps.responses.texts.answers import tidy
from firststeps.responses.texts.lexicon import NO, OCCASION, YES, meaning_of

WHO = {"participant", "person", "personal", "respondent", "subject", "patient", "pid", "subjid", "teilnehmer"}
CODE = {"id", "code", "nr", "no", "number", "identifier", "pseudonym", "key", "kennung", "uid"}
OF_THE_SHEET = {"response", "submission", "record", "row", "collector", "session", "question"}
WAVE = {"wave", "time", "timepoint", "occasion", "visit", "phase", "session", "round", "stage", "zeitpunkt", "welle"}
COUNT = re.compile(r"people|count|freq(uency)?|n|number|persons", re.I)
NAMES_SOMEBODY = {"name", "surname", "firstname", "lastname", "email", "mail", "phone", "telephone", "address", "ip"}
OF_THE_PROGRAM = {
    "last page",
    "start language",
    "seed",
    "user agent",
    "progress",
    "finished",
    "duration",
    "referrer url",
}
SUFFIX = re.compile(r"(.+?)[ _.\-]*(\d{1,2})")
NUMBERED = {"q", "question", "item", "frage", "v", "var", "col", "column"}
FEW = 12


def words(name):
    """The words of a column's name, in small letters: ``participant_ID`` and ``participantId`` have two.

    >>> words("participantId"), words("Teilnehmer-Nr.")
    (['participant', 'id'], ['teilnehmer', 'nr'])
    """
    return re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).casefold())


def find_identifiers(cells):
    """The columns that may hold the participants' codes, the likeliest first; none if no column looks like it."""
    filled = [c for c in cells if (cells[c].str.strip() != "").all() and _tells_apart(cells[c])]
    rank = {c: (_like_identifier(c), cells[c].nunique()) for c in filled}
    named = sorted((c for c in filled if rank[c][0] > 0), key=rank.get, reverse=True)
    named = [c for c in named if rank[c][1] > 0.9 * rank[named[0]][1]]
    codes = [c for c in filled if cells[c].is_unique and cells[c].str.fullmatch(r"\S{1,20}").all()]
    return named or codes[:1]


def is_plain_identifier(name):
    """Whether a column's name says nothing but that it identifies people.

    >>> is_plain_identifier("participant_id"), is_plain_identifier("Response ID")
    (True, False)
    """
    return set(words(name)) <= WHO | CODE | {"study", "unique", "the"}


def _like_identifier(name):
    said = set(words(name))
    return 2 * bool(said & WHO) + 2 * bool(said & CODE) - bool(said & OF_THE_SHEET) - (len(said) > 3)


def _tells_apart(cells):
    different = {tidy(text).casefold() for text in cells.unique()}
    return len(different) >= max(2, len(cells) / 20) and not different <= YES | NO


def find_waves(cells, identifier):
    """The name of the column that seems to tell the wave: people come again, but never twice at one of its values."""
    if not identifier or not cells[identifier].duplicated().any():
        return ""
    others = [c for c in cells if c != identifier and 2 <= cells[c].nunique() <= FEW]
    named = [c for c in others if WAVE & {*words(c)}]
    told = [c for c in others if all(OCCASION.search(label) for label in cells[c].unique())]
    apart = [c for c in others if not cells.duplicated([identifier, c]).any()]
    return next(iter([*named, *told, *apart]), "")


def find_counts(cells):
    """The name of the column that seems to hold numbers of people, or an empty text."""
    named = [c for c in cells if COUNT.fullmatch(c.strip())]
    whole = [c for c in named if cells[c].map(tidy).str.fullmatch(r"\d+").all()]
    return whole[0] if whole and len(cells.columns) > 1 else ""


def find_repeated(names):
    """Columns that seem to be one question at several waves: {stem: {wave: column}}, in the order of the file.

    >>> find_repeated(["id", "age", "ips_1", "ips_2", "Q1", "Q2"])
    {'ips': {'1': 'ips_1', '2': 'ips_2'}}
    >>> find_repeated(["Before the course: do you help?", "After the course: do you help?"])
    {'do you help?': {'Before': 'Before the course: do you help?', 'After': 'After the course: do you help?'}}

    Columns that are called as occasions are, and no more, are one question without a name:

    >>> find_repeated(["id", "before", "after"])
    {'': {'before': 'before', 'after': 'after'}}
    """
    found = {}
    for name in names:
        stem, wave = _split(name.strip())
        if wave and not stem:
            found.setdefault("", {}).setdefault(wave, name)
        elif stem and stem.casefold() not in NUMBERED and wave not in found.get(stem, {}):
            found.setdefault(stem, {})[wave] = name
    return {stem: columns for stem, columns in found.items() if len(columns) > 1}


def _split(name):
    """A column's name without the occasion that it names, and that occasion; empty texts where it names none."""
    told = OCCASION.search(name)
    if told and told.start():
        before, after = name[: told.start()].rstrip(" _.-(["), name[told.end() :].lstrip(" _.-)]")
        return f"{before} {after}".strip(), told[0]
    if told:
        return re.sub(r"^[^:]{0,30}:\s*", "", name[told.end() :].lstrip(" _.-)]")), told[0]
    numbered = SUFFIX.fullmatch(name)
    return (numbered[1], numbered[2]) if numbered else ("", "")


def stays(who, said):
    """Whether nobody's answers differ, of those who gave two or more; ``who`` and ``said`` are Series, a row an answer.

    So it is with what people are, such as the arm of a trial; in a small study it may be so with an answer as well.

    >>> who = pd.Series(["A", "A", "B", "B"])
    >>> stays(who, pd.Series(["yes", "Yes", "no", ""])), stays(who, pd.Series(["yes", "no", "no", "no"]))
    (True, False)
    >>> stays(who, pd.Series(["yes", "", "no", "99"]))
    False
    """
    told = pd.DataFrame({"who": who.to_numpy(), "said": [tidy(text).casefold() for text in said]})
    told = told[[bool(text) and meaning_of(text) != "blank" for text in told["said"]]]
    several = told[told["who"].duplicated(keep=False)]
    return len(several) > 0 and not several.drop_duplicates()["who"].duplicated().any()


def constant(cells):
    """Columns that say one and the same in every row and no yes or no."""
    alike = [name for name in cells if len(cells) > 1 and (cells[name] == cells[name].iloc[0]).all()]
    return [name for name in alike if tidy(cells[name].iloc[0]).casefold() not in YES | NO]


def beside_the_point(cells, identifiers):
    """Columns that are no answers, each with why: empty of news, other codes, names of people, notes of the program."""
    why = dict.fromkeys(constant(cells), "the same in every row")
    for name in (name for name in cells if name not in why):
        said = words(name)
        if name in identifiers[1:]:
            why[name] = "another code"
        elif NAMES_SOMEBODY & {*said} and len(said) < 4:
            why[name] = "it may name somebody"
        elif " ".join(said) in OF_THE_PROGRAM:
            why[name] = "of the survey program"
    return why
