"""Which column of a file that nobody described yet probably holds the participants' codes, the wave, the counts."""

import re
from itertools import pairwise

import pandas as pd

from firststeps.responses.texts.each import by_text
from firststeps.responses.texts.lexicon import NO, YES, meaning_of
from firststeps.responses.texts.wordings import words
from firststeps.study.parts.texts import caseless, tidy

WHO = {"participant", "person", "personal", "respondent", "subject", "patient", "pid", "subjid", "teilnehmer"}
CODE = {"id", "code", "nr", "no", "number", "identifier", "pseudonym", "key", "kennung", "uid"}
CODE |= {"kode", "codigo", "código", "codice", "cod", "kod", "koodi", "kód", "код", "κωδικός", "kürzel", "رمز", "الرمز"}
WHO |= {"participante", "partecipante", "deltagare", "deltager", "deltaker", "deelnemer", "uczestnik"}
WHO |= {"uczestnika", "účastník", "účastníka", "osallistuja", "cyfranogwr", "proband", "probandin", "vp", "vpn"}
WHO |= {"patiënt", "versuchsperson", "répondant", "encuestado", "rispondente", "respondente", "paciente"}
WHO |= {"paziente", "pacjent"}
# number and code of a person in one word
CODE |= {"teilnehmercode", "teilnehmernummer", "teilnehmernr", "teilnehmerid", "probandennummer", "probandencode"}
CODE |= {"versuchspersonennummer", "vpnr", "vpcode", "patientennummer", "persnr", "deelnemernummer", "deelnemerscode"}
CODE |= {"deltagarnummer", "deltagarkod", "deltagernummer", "deltagerkode", "deltakernummer", "deltakerkode"}
CODE |= {"respondentnummer", "löpnummer", "løpenummer", "lp", "nummer", "number", "numéro", "numero", "número", "numer"}
CODE |= {"identifiant", "identificador", "identificativo", "identyfikator", "identifikátor", "tunniste", "nº", "º"}
CODE |= {"šifra", "шифр", "کد", "번호", "mã", "kodi"}
# of a record in a hospital or a service
CODE |= {"respnr", "respondentnr", "patnr", "patientnr", "patiëntnummer", "fallnummer", "fallnr", "klientnummer"}
CODE |= {"klientnr", "cliëntnummer", "cliëntnr", "journalnummer", "journalnr", "dossiernummer", "nhc", "mrn"}
CODE |= {"cartella"}
# what calls a number a person's where nothing else stands in the name: a question may speak of a student, too
A_PERSON = {"student", "pupil", "learner", "trainee", "client", "case", "member", "child", "employee", "volunteer"}
A_PERSON |= {"schüler", "schülerin", "klient", "klientin", "kind", "élève", "étudiant", "stagiaire", "alumno", "alumna"}
A_PERSON |= {"estudiante", "alunno", "studente", "aluno", "aluna", "leerling", "cliënt", "elev", "uczeń"}
NUMBER = {"n", "no", "nr", "nº", "number", "nummer", "numéro", "numero", "número", "numer"}
OF = {"of", "de", "di", "von", "van", "av", "af"}  # behind a number: how many
CODE |= {"编号", "編號", "代码", "编码", "コード", "番号"}
OF_THE_SHEET = {"response", "submission", "record", "row", "collector", "session", "question"}
WAVE = {"wave", "time", "timepoint", "occasion", "visit", "phase", "session", "round", "stage", "zeitpunkt", "welle"}
WAVE |= {"समय", "زمان", "الوقت", "시점", "mikor", "quando", "cuándo", "quand", "wann", "kiedy", "když", "коли"}
WAVE |= {"messung", "erhebung", "erhebungszeitpunkt", "meting", "meetmoment", "tijdstip", "tidpunkt", "tillfälle"}
WAVE |= {"mätning", "måling", "pomiar", "ajankohta", "mittaus", "medición", "rilevazione", "avaliação", "redcap"}
WAVE |= {"fase", "visita", "visite", "séance", "sitzung", "sessione", "sesión", "sessão", "etapa", "étape", "ronda"}
WAVE |= {"когда", "zaman", "vrijeme", "aika", "tid", "tijd", "momento", "moment"}
WAVE |= {"阶段", "階段", "时间", "時期", "messzeitpunkt", "tidspunkt", "vague", "onda"}
DAY = {"date", "datum", "fecha", "data", "dato", "päivämäärä", "timestamp", "zeitstempel", "horodateur", "tidspunkt"}
QUESTION = {"question", "item", "variable", "field", "indicator", "frage", "pregunta", "vraag"}
SAME = "the same in every row"
COUNT = re.compile(r"people|count|freq(uency)?|n|number|persons", re.I)
NAMES_SOMEBODY = {"name", "surname", "firstname", "lastname", "email", "mail", "phone", "telephone", "address", "ip"}
OF_THE_PROGRAM = {"last page", "start language", "seed", "user agent", "progress", "finished", "duration"}
OF_THE_PROGRAM |= {"referrer url"}
CASTOR = {"castor participant id", "castor record id", "survey instance id"}  # names that nobody else writes
OF_CASTOR = {"survey progress", "survey creation date", "survey sent date", "survey completed on", "survey archived"}
OF_CASTOR |= {"survey instance id", "participant status"}  # what it notes of each survey that was sent


def is_plain_identifier(name):
    """Whether a column's name says nothing but that it identifies people.

    >>> is_plain_identifier("participant_id"), is_plain_identifier("Response ID")
    (True, False)
    """
    return set(words(name)) <= WHO | CODE | {"study", "unique", "the"}


def like_identifier(name):
    """How much a column's name says that it identifies people: below 1, nothing.

    >>> [like_identifier(name) for name in ("Participant ID", "Code", "Response number", "Rating")]
    [4, 2, 1, 0]
    >>> like_identifier("Number of children"), like_identifier("Número de participante")
    (0, 4)
    """
    several = words(name.replace("°", "º"))
    amounts = {word for word, of in pairwise(several) if word in NUMBER and of in OF}
    parts = {*several} if {*several} & (WHO | A_PERSON) else {*several} - amounts
    return 2 * bool(parts & WHO) + 2 * bool(parts & CODE) - bool(parts & OF_THE_SHEET) - (len(parts) > 3)


def serial_days(name, cells):
    """Whether a column that is called a date holds days as a spreadsheet counts them, in numbers such as 45355.

    >>> serial_days("Datum", pd.Series(["45355", "45361.38", ""])), serial_days("Score", pd.Series(["45355"]))
    (True, False)
    """
    texts = by_text(cells, tidy)
    texts = texts[texts != ""]
    called = {*words(name)} & (DAY if len(words(name)) == 1 else DAY - {"data"}) and "to date" not in name.casefold()
    days = texts.str.fullmatch(r"(3[6-9]|4\d)\d{3}([.,]\d+)?")  # from 1998 on
    return len(texts) > 0 and bool(called) and bool(days.all())


def find_counts(cells):
    """The name of the column that seems to hold numbers of people, or an empty text."""
    by_name = [c for c in cells if COUNT.fullmatch(c.strip())]
    whole = [c for c in by_name if by_text(cells[c], tidy).str.fullmatch(r"\d+").all()]
    return whole[0] if whole and len(cells.columns) > 1 else ""


def stays(who, answers, signs=()):
    """Whether nobody's answers differ, of those who gave two or more; ``who`` and ``answers`` are Series of one index.

    So it is with what people are, such as the arm of a trial; in a small study it may be so with an answer as well.
    ``signs`` are answers here, though elsewhere they mean that there is none.

    >>> who = pd.Series(["A", "A", "B", "B"])
    >>> stays(who, pd.Series(["yes", "Yes", "no", ""])), stays(who, pd.Series(["yes", "no", "no", "no"]))
    (True, False)
    >>> stays(who, pd.Series(["yes", "", "no", "99"]))
    False
    """
    alike = by_text(answers, caseless)
    pairs = pd.DataFrame({"who": who.to_numpy(), "said": alike.to_numpy()})
    signs = {text.casefold() for text in signs}
    answered = by_text(pairs["said"], lambda text: text in signs or (bool(text) and meaning_of(text) != "blank"))
    pairs = pairs[answered.to_numpy(dtype=bool)]
    several = pairs[pairs["who"].duplicated(keep=False)]
    return len(several) > 0 and not several.drop_duplicates()["who"].duplicated().any()


def constant(cells):
    """Columns that say one and the same in every row and no yes or no."""
    alike = [name for name in cells if len(cells) > 1 and (cells[name] == cells[name].iloc[0]).all()]
    return [name for name in alike if caseless(cells[name].iloc[0]) not in YES | NO]


def beside_the_point(cells, people, others=()):
    """Columns that are no answers, each with why: empty of news, other codes, names of people, notes of the program.

    ``people`` is a :class:`who.Who`; ``others`` are columns that are in use already.
    """
    used = {people.column, *others}
    why = {name: reason for name, reason in people.spare if name in cells and name not in used}
    why |= {name: SAME for name in constant(cells) if name not in used}
    of_castor = any(" ".join(words(name)) in CASTOR for name in cells)
    program = OF_THE_PROGRAM | OF_CASTOR if of_castor else OF_THE_PROGRAM
    for name in (name for name in cells if name not in why and name not in used):
        parts = words(name)
        if NAMES_SOMEBODY & {*parts} and len(parts) < 4:
            why[name] = "it may name somebody"
        elif " ".join(parts) in program:
            why[name] = "of the survey program"
        elif serial_days(name, cells[name]):
            why[name] = "days, as a spreadsheet counts them: show them as dates there to have them read"
    return why
