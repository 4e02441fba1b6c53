"""LimeSurvey: with codes or texts of questions as names, boxes as ``[SQ001]``, and a date only once submitted."""

import re

from firststeps.responses.platforms.export import NUMBERS_RESPONSES, OF_THE_PROGRAM, PERSONAL, Doubt, Export, has

NOTES = ("lastpage", "startlanguage", "seed", "startdate", "datestamp", "submitdate", "refurl", "interviewtime")
NOTES += ("Referrer URL", "Total time")
# The names in full that it gives in several languages: number, submitted, last page, language, seed, begun, last done.
IN_FULL = (
    ("Response ID", "Date submitted", "Last page", "Start language", "Seed", "Date started", "Date last action"),
    ("Antwort ID", "Datum Abgeschickt", "Letzte Seite", "Start-Sprache", "Zufallsstartwert", "Datum gestartet",
     "Datum letzte Aktivität"),
    ("ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ", "Tête de série",
     "Date de lancement", "Date de la dernière action"),
    ("ID de respuesta", "Fecha de envío", "Última página", "Lenguaje inicial", "Semilla", "Fecha de inicio",
     "Fecha de la última acción"),
    ("ID risposta", "Data invio", "Ultima pagina", "Lingua iniziale", "Seme", "Data di inizio",
     "Data dell'ultima azione"),
    ("Antwoord ID", "Datum verzonden", "Laatste pagina", "Starttaal", "Seed", "Startdatum", "Datum laatste actie"),
    ("ID da resposta", "Data de envio", "Última página", "Idioma inicial", "Semente", "Data de início",
     "Data da última ação"),
)  # fmt: skip
PEOPLE = ("ipaddr", "IP address", "firstname", "lastname", "First name", "Last name", "Email address")


def recognise(rows):
    """The :class:`Export` of a file of LimeSurvey, or None; ``rows`` are the first rows of the file."""
    names = [name.strip().removeprefix("\ufeff") for name in rows[0]]
    codes = {code: name for name in names if (code := _code_of(name))}
    if has(names, "submitdate", "startlanguage"):
        number, submitted, notes = "id", "submitdate", NOTES
    elif has(codes, "submitdate", "startlanguage"):
        number, submitted, notes = codes.get("id", ""), codes["submitdate"], [codes.get(note, note) for note in NOTES]
    elif full := next((full for full in IN_FULL if has(names, full[1], full[2])), ()):
        number = next((name for name in names if re.fullmatch(r"(\w+ )?ID( \w+){0,3}", name)), full[0])
        submitted, notes = full[1], (*NOTES, *full[1:])
    else:
        return None
    people = [codes.get(name, name) for name in PEOPLE]
    program = dict.fromkeys(notes, OF_THE_PROGRAM) | {number: NUMBERS_RESPONSES} | dict.fromkeys(people, PERSONAL)
    doubts = (Doubt(submitted, ("",), "unfinished"),)
    return Export("LimeSurvey", program=program, personal=tuple(people), date=submitted, doubts=doubts).among(names)


def _code_of(name):
    """The code in a name that tells the code and the text of a question, as ``id. Response ID`` does, or an empty text.

    >>> _code_of("submitdate. Date submitted"), _code_of("lastpage"), _code_of("Heard. Often?")
    ('submitdate', '', 'Heard')
    """
    code = re.match(r"(\w+)(?:\. | - |: )", name)
    return code[1] if code else ""
