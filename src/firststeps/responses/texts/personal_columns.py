"""Which columns of a given file hold personal details, by their names and by what stands in them.

Such a column is dropped when the file is read, so that no cell of it can travel.  A name alone decides nothing: a
column called *Nom* that holds codes, or *phone* that holds yes and no, is no personal detail.
"""

import re

from firststeps.responses.texts.lexicon import MISSING, NO, YES
from firststeps.responses.texts.personal import is_nhs_number

NAMES, MAIL, PHONE = "names of people", "e-mail addresses", "telephone numbers"
ADDRESS, NETWORK, PLACE = "addresses", "IP addresses", "places"
BIRTH = "dates of birth"
NATIONAL = "national numbers"
# The words that a column's name is made of, and what of people it then holds.
WORDS = {
    NAMES: "name names surname firstname lastname fullname forename nickname vorname nachname familienname zuname nom "
    "prénom prenom nombre apellido apellidos apelido apelidos nome cognome sobrenome imię imie nazwisko naam "
    "voornaam achternaam namn förnamn efternamn navn fornavn efternavn etternavn nimi etunimi sukunimi név "
    "jméno příjmení priezvisko enw cyfenw ainm isim soyad имя фамилия фио όνομα επώνυμο ονοματεπώνυμο الاسم שם "
    "姓名 名前",
    MAIL: "email emails mail courriel correo epost sähköposti ebost почта",
    PHONE: "phone telephone mobile cellphone tel telefon telefonnummer telefoonnummer handynummer mobilnummer "
    "téléphone móvil telefono teléfono telefone telemóvel celular cellulare puhelin telefonu tlf",
    ADDRESS: "address street postcode zip zipcode plz adresse straße strasse dirección indirizzo morada endereço adres "
    "adress",
    NATIONAL: "nhs cpr personnummer pesel bsn dni nie nif curp cpf svnr ahv ssn chi fødselsnummer henkilötunnus "
    "codicefiscale rijksregisternummer sozialversicherungsnummer",
    NETWORK: "ip ipaddress ipaddr",
    PLACE: "latitude longitude lat lon lng gps geolocation geopoint location city town village hometown place ville "
    "ort wohnort ciudad città birthplace",
}
WORDS = {what: frozenset(words.split()) for what, words in WORDS.items()}
# Names and addresses of these are nobody's.
THINGS = (
    "event course group file survey team project item form instrument site variable field program programme module "
    "class workshop training session page question label wave status type"
)
THINGS = frozenset(THINGS.split())
PHRASES = {
    NAMES: r"\byour (?:full |first |last |own )?name\b|\bfull name\b|\bwie heißen sie\b|\bvotre nom\b",
    MAIL: r"\be-?mail(?: address)?\b",
    PHONE: r"\b(?:tele)?phone number\b|\bmobile number\b|\bcontact (?:number|details)\b",
    ADDRESS: r"\b(?:your|home|postal) address\b|\bpost ?code\b|\bzip code\b",
    NATIONAL: r"\b(?:n\.?h\.?s\.?|national insurance|social security) (?:number|no)\b|\bcodice fiscale\b",
    BIRTH: r"\b(?:date of birth|birth ?date|d\.?o\.?b\b|geburtsdatum|date de naissance|fecha de nacimiento"
    r"|födelsedatum|fødselsdato|geboortedatum|data di nascita|data de nascimento|data urodzenia|dyddiad geni)",
    PLACE: r"\bwhere (?:do|did) you live\b|\b(?:which|what) (?:town|city|village)\b",
}
CONTENTS = {
    MAIL: re.compile(r"[^\s@]+@[\w-]+(?:\.[\w-]+)+"),
    NETWORK: re.compile(r"(?:\d{1,3}\.){3}\d{1,3}|(?:[0-9a-f]{0,4}:){4,7}[0-9a-f]{0,4}", re.I),
    PHONE: re.compile(r"\+\d[\d ()/-]{7,16}\d|\(?0\d{1,4}\)?[ /-](?:\d[ -]?){5,9}\d|0\d{9,10}"),
    ADDRESS: re.compile(
        r"[A-Z]{1,2}\d[A-Z\d]? +\d[A-Z]{2}|\d+\w? [\w ]*\b(?:street|st|road|rd|avenue|lane|close)\b.*", re.I
    ),
    PLACE: re.compile(r"-?\d{1,2}\.\d{3,} *[, ;] *-?\d{1,3}\.\d{3,}(?: .*)?"),
}
FULL_DATE = r"\d{1,4}\D{1,2}\d{1,2}\D{1,2}\d{2,4}(?: 00:00.*)?"
DAY = r"(?:\d{1,2}|\d{4})\D\d{1,2}\D(?:\d{4}|\d{1,2})"  # a day alone; no number of nine digits
PARTICLES = frozenset(["von", "van", "der", "den", "de", "da", "di", "la", "le", "du", "dos", "bin", "al"])
NATIONAL_NUMBER = r"(?=(?:\D*\d){7})[\w .+/-]{8,20}"  # as 943 476 5919, 010190-1234 and RSSMRA80A01H501U
LONGEST_NAME = 4  # words of the name of a column that says what it holds; a longer one is a question
SEVERAL = 6  # different cells from which two capitalised words in each are names
EXAMINED = 2_000  # different cells of a column


def personal_columns(cells, labels=None):
    """The columns of ``cells`` that hold personal details, each with what: ``{"IPAddress": "IP addresses"}``.

    ``cells`` is a frame of text, ``labels`` the questions in full where a file has them beside the columns' names.

    >>> import pandas as pd
    >>> cells = {"Nom": ["MA12LE", "JO03BR"], "Vorname": ["Mara", "Jon"], "phone": ["yes", "no"], "Q9": ["a@b.org", ""]}
    >>> personal_columns(pd.DataFrame(cells))
    {'Vorname': 'names of people', 'Q9': 'e-mail addresses'}
    >>> numbers = {"NHS no": ["943 476 5919", "450 557 7104"], "CPR": ["010190-1234", "020285-4321"], "DNI": ["1", "2"]}
    >>> personal_columns(pd.DataFrame(numbers))
    {'NHS no': 'national numbers', 'CPR': 'national numbers'}
    """
    labels = labels or {}
    kinds = {name: _holds(name, labels.get(name, ""), cells[name]) for name in cells}
    return {name: kind for name, kind in kinds.items() if kind}


def _holds(name, label, cells):
    """What personal details a column holds, or an empty text."""
    texts = [text.strip() for text in cells.unique()[:EXAMINED] if text.strip()]
    for kind, pattern in CONTENTS.items():
        if texts and 2 * sum(bool(pattern.fullmatch(text)) for text in texts) >= len(texts):
            return kind
    if _are_names(texts, cells):
        return NAMES
    if len(texts) > 1 and 2 * sum(map(is_nhs_number, texts)) > len(texts):  # one alone may stand in a remark
        return NATIONAL
    kind = _by_name(name) or _by_question(label) or _by_question(name)
    return kind if kind and _may_hold(kind, texts) else ""


def are_names(cells):
    """Whether the cells of a column that differ from row to row look like names of people, whatever it is called.

    >>> import pandas as pd
    >>> people = pd.Series(["Mara Lee", "Zoë von Hahn", "Jon Ash", "Eve Cole", "Kim North", "Tess Fox"])
    >>> are_names(people), are_names(people.str.upper())
    (True, False)
    """
    return _are_names([text.strip() for text in cells.unique()[:EXAMINED] if text.strip()], cells)


def _are_names(texts, cells):
    """Whether nearly every cell holds two to four words of its own, capitalised as in *Mara Lee* or *Zoë von Hahn*."""
    if len(texts) < SEVERAL or len(texts) < 0.9 * (cells.str.strip() != "").sum():
        return False
    return sum(map(_is_name, texts)) >= 0.9 * len(texts)


def _is_name(text):
    """Whether a text looks like the name of a person: two to four words with capitals, or particles."""
    words = [word.strip("'’.") for word in text.replace("-", " ").split()]
    capital = [word for word in words if word[:1].isupper() and word[1:].islower()]
    others = {word for word in words if word not in capital and len(word) > 1}
    return 2 <= len(capital) <= len(words) <= 4 and others <= PARTICLES


def _by_name(name):
    """What a short name of a column says that it holds."""
    tokens = re.findall(r"[^\W\d_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).casefold())
    if len(tokens) > LONGEST_NAME or THINGS & {*tokens}:
        return ""
    return next((kind for kind, words in WORDS.items() if words & {*tokens}), "")


def _by_question(question):
    """What a question asks for; one that asks people to make a code of such things asks for a code."""
    if re.search(r"(?<!post )(?<!zip )\bcode\b", question, re.IGNORECASE):
        return ""
    return next((kind for kind, phrase in PHRASES.items() if re.search(phrase, question, re.IGNORECASE)), "")


def _may_hold(kind, texts):
    """Whether what stands in a column may be what its name says; an empty column may."""
    if all(text.casefold() in YES | NO | MISSING for text in texts):
        return not texts
    if kind == PHONE:  # its last digits are a code that people make for themselves
        return not texts or 2 * sum(len(re.findall(r"\d", text)) > 5 for text in texts) >= len(texts)
    if kind == NATIONAL:
        numbers = [re.fullmatch(NATIONAL_NUMBER, text) and not re.fullmatch(DAY, text) for text in texts]
        return not texts or 2 * sum(map(bool, numbers)) >= len(texts)
    if kind == MAIL:
        return len(texts) < 2 or any("@" in text for text in texts)
    if kind in (PHONE, NETWORK):
        return sum(any(letter.isdigit() for letter in text) for text in texts) >= len(texts) / 2
    if kind == BIRTH:  # a day and a month alone are part of a code, a year alone is an age
        return not texts or 2 * sum(bool(re.fullmatch(FULL_DATE, text)) for text in texts) >= len(texts)
    if kind == NAMES:  # a code holds a digit, a rating is one
        return sum(any(letter.isdigit() for letter in text) for text in texts) < len(texts) / 2
    return not all(re.fullmatch(r"\d{1,2}", text) for text in texts)


def dropped_sentence(dropped):
    """One sentence on the columns that were not read; ``dropped`` is what :func:`personal_columns` gives.

    >>> dropped_sentence({"IPAddress": "IP addresses", "Q9": "e-mail addresses"})
    'Not read, as they hold personal details: IPAddress (IP addresses), Q9 (e-mail addresses).'
    >>> dropped_sentence({})
    'No column was left out for personal details.'
    """
    if not dropped:
        return "No column was left out for personal details."
    they = "it holds" if len(dropped) == 1 else "they hold"
    return f"Not read, as {they} personal details: {', '.join(f'{name} ({what})' for name, what in dropped.items())}."
