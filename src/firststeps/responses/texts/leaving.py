"""What notes say of people who left, or of rows that are not to be counted: hints, never rules."""

import re
from functools import lru_cache

from firststeps.responses.texts.lexicon import MISSING, NO, folded
from firststeps.responses.texts.wordings import words
from firststeps.study.parts.texts import tidy

# In any text: nobody writes this of anything but a study.
AGAINST = r"""
    with(?:drew|drawn?|drawing|drawal\ of)\ (?:my\ |his\ |her\ |their\ |the\ )?consent
    |consent\ (?:was\ |has\ been\ |is\ )?withdrawn
    |(?:remove|delete|erase|destroy)\ (?:my|his|her|their|all)\ (?:data|answers?|responses?|records?|forms?)
    |(?:data|answers|responses?|records?)\ (?:to|should|must)\ be\ (?:removed|deleted|erased|destroyed|excluded)
    |(?:do\ not|don['’]?t|not\ to\ be)\ (?:use|used|count|counted|include|included|analysed?)\b
    |no\ longer\ (?:wants?|wish(?:es)?|willing)\ to\ (?:take\ part|participate|be\ included)
    |einwilligung\ (?:widerrufen|zurück\w*)|(?:daten|antworten)\ (?:bitte\ )?löschen|bitte\ löschen
    |nicht\ (?:ver|aus)?wert(?:en|et)\b|nicht\ verwenden
    |retir\w+\ (?:son|mon)\ consentement|(?:supprimer|effacer)\ (?:mes|ses|les)\ (?:données|réponses)
    |ne\ pas\ (?:utiliser|inclure)
    |retir\w+\ (?:el|su|mi)\ consentimiento|(?:eliminar|borrar)\ (?:mis|sus|los)\ datos|no\ (?:usar|incluir)\b
    |toestemming\ ingetrokken|(?:gegevens|antwoorden)\ (?:verwijderen|wissen)|niet\ gebruiken
    |tynnu(?:['’]n|\ yn)\ ôl|dileu\ (?:fy\ )?data
"""
# In a note alone: in an answer it may tell of anything.
LEFT = r"""
    with(?:drew|drawn?|drawal)\b|(?:left|quit|leaving|stopped)\ (?:the\ )?(?:study|course|program(?:me)?|trial|project)
    |drop(?:ped)?[ -]?out|opt(?:ed|s)?[ -]out|lost\ to\ follow[ -]?up|deceased|died|passed\ away|(?:not\ |in)eligible
    |test(?:ing)?\ (?:entry|row|response|record|run|only)|(?<!.)test\W*(?!.)|(?:please\ )?ignore\b
    |duplicate|same\ (?:person|participant)|entered\ twice|invalid|void\b
    |screen(?:ing)?\ fail\w*|exclud(?:e|ed)\b|remove\ (?:from|this)
    |zurückgezogen|widerrufen|ausgestiegen|ausgeschieden|abgebrochen|ausgeschlossen|verstorben
    |(?:s['’]est\ )?retirée?\b|abandonn\w+|exclue?\b|décédée?\b
    |se\ retiró|abandonó|excluid[oa]|falleci\w+
    |teruggetrokken|gestopt\ met|uitgesloten|overleden|tynnodd
"""
ANYWHERE, IN_NOTES = (re.compile(rf"\b(?:{pattern})", re.IGNORECASE | re.VERBOSE) for pattern in (AGAINST, LEFT))
TWO_WORDS = re.compile(r"[^\W\d_]\s+[^\W\d_]")  # fewer say nothing of the kind, as codes and dates
NOTES = """note notes comment comments remark remarks memo log admin reason status state outcome observations
    bemerkung bemerkungen notiz notizen anmerkung anmerkungen kommentar hinweis grund remarque remarques commentaire
    commentaires observación observaciones nota notas comentario comentarios opmerking opmerkingen nodiadau nodyn
    sylwadau"""
NOTES = {*NOTES.split()}
MARKS = {"withdrawn", "withdrew", "withdrawal", "withdraw", "dropout", "dropped", "leaver", "opted"}
NOT_MARKED = {*NO, *MISSING, ""} - {"x"}
FEW_WORDS = 4  # in the name of a column of marks


def leaving_words(text, column=""):
    """The words by which a text in ``column`` says that somebody left, or is not to be counted; else an empty text.

    Of the text no other word is given: it may name somebody.

    >>> leaving_words("Ann asked us to delete her data"), leaving_words("left the study in May", "Notes")
    ('delete her data', 'left the study')
    >>> leaving_words("I left the course early", "What was hard?"), leaving_words("x", "Withdrawn?")
    ('', 'x')
    """
    its_words = _words(column)
    match = TWO_WORDS.search(text) and ANYWHERE.search(text)
    match = match or (IN_NOTES.search(text) if its_words & NOTES else None)
    if match:
        return tidy(match[0])
    marked = its_words & MARKS and len(its_words) < FEW_WORDS and folded(tidy(text)) not in NOT_MARKED
    return tidy(text)[:20] if marked and len(tidy(text).split()) == 1 else "something" if marked else ""


@lru_cache(maxsize=256)
def _words(column):
    """The words of a column's name, split once for all of its texts."""
    return frozenset(words(column))
