"""Words that people and survey programs use for yes, no and no answer: hints, never rules.

A hint shapes a question or a proposal; what a code means is decided in ``study.yaml`` alone.
"""

import json
import re
import unicodedata
from itertools import pairwise

YES = {"yes", "y", "true", "1", "1.0", "1,0", "1.00", "1,00", "ja", "oui", "sí", "sì", "si", "sim", "tak", "ie"}
NO = {"no", "n", "false", "0", "0.0", "0,0", "2", "2.0", "2,0", "nein", "nee", "nej", "nei", "non", "não", "nie", "na"}
NO |= {"0.00", "0,00", "2.00", "2,00"}
# The same in more languages, and what spreadsheets write there for true and false: yes and no of each.
ELSEWHERE = """ydw / nac ydw, ydy / nac ydy, oes / nac oes, do / naddo, bydda / na fydda, ie / nage, да / нет, так
    / ні, da / ne, ano / ne, áno / nie, evet / hayır, evet / hayir, kyllä / ei, jah / ei, jā / nē, taip / ne, igen /
    nem, da / nu, já / nei, bai / ez, ναι / όχι, نعم / لا, بله / خیر, بلی / نه, ہاں / نہیں, כן / לא, हाँ
    / नहीं, हां / नहीं, হ্যাঁ / না, ਹਾਂ / ਨਹੀਂ, ஆம் / இல்லை, 是 / 否, 有 / 没有, はい / いいえ, 예 / 아니요, 네 / 아니오,
    có / không, ya / tidak, haa / maya, ndiyo / hapana, wahr / falsch, vrai / faux, verdadero / falso,
    vero / falso, verdadeiro / falso, waar / onwaar, sant / falskt, sand / falsk, prawda / fałsz, истина
    / ложь, doğru / yanlış, igaz / hamis, tosi / epätosi, pravda / nepravda, gwir /
    gau, sann / usann"""
ELSEWHERE = [pair.split(" / ") for pair in " ".join(ELSEWHERE.split()).split(", ")]
YES |= {yes for yes, _ in ELSEWHERE}
NO |= {no for _, no in ELSEWHERE}
MISSING = {"99", "999", "9999", "-9", "-99", "-999", "9", "88", "888", "77", "98", "97", "-1", "-8", "-7"}
MISSING |= {"-66", "-77", "-88", "-97", "-98", "-777", "-888"}
MISSING |= {
    "n/a",
    "na",
    "n.a.",
    "#n/a",
    "nil",
    "null",
    "nan",
    "none",
    "dk",
    "nk",
    "nr",
    "k.a.",
    "-",
    "--",
    ".",
    "?",
    "x",
}
MISSING |= {"don't know", "do not know", "not known", "unknown", "missing", "no answer", "no response", "not answered"}
MISSING |= {"refused", "prefer not to say", "prefer not to answer", "not applicable", "does not apply", "not asked"}
MISSING |= {"skipped", "unsure", "not sure", "keine angabe", "weiß nicht", "weiss nicht"}
MISSING |= {"sans réponse", "sin respuesta"}
NO_CODE = {"n/a", "n.a.", "#n/a", "none", "nil", "null", "nan", "-", "--", ".", "?", "unknown", "not known", "no code"}
NO_CODE |= {"don't know", "do not know", "don't remember", "forgot", "forgotten", "anonymous", "anonym", "keine angabe"}
NO_CODE |= {"k.a.", "kein code", "weiß nicht", "inconnu", "ninguno", "no id", "no answer", "prefer not to say"}
UNSURE_ELSEWHERE = """don’t know, can't say, cannot say, can't remember, don't remember, kann ich nicht sagen, vet ej,
    vet inte, ved ikke, vet ikke, weet niet, weet ik niet, ne sais pas, je ne sais pas, no sé, no sabe, não sei, non so,
    nie wiem, nevím, en osaa sanoa, ddim yn gwybod, не знаю"""
UNSURE_ELSEWHERE = {*" ".join(UNSURE_ELSEWHERE.split()).split(", ")}
ERRORS = "#n/a #nv #ref! #bezug! #value! #wert! #name? #div/0! #null! #num! #zahl! #spill!"  # of spreadsheets
ERRORS = {*ERRORS.split()}
# how people say so in the first person or in a hurry, and what readers of scanned paper write
IN_PERSON = """dont know, i don't know, i don’t know, i dont know, idk, i'm not sure, i’m not sure, im not sure,
    i am not sure, i can't remember, i don't remember, don’t remember, can’t remember"""
IN_PERSON = {*" ".join(IN_PERSON.split()).split(", ")}
MISSING |= UNSURE_ELSEWHERE | ERRORS | IN_PERSON | {"blank", "(blank)", "mult", "---"}
MISSING |= {"rather not say", "i'd rather not say", "i’d rather not say", "i would rather not say", "no reply"}
MISSING |= {"i prefer not to say", "i'd prefer not to say", "i’d prefer not to say", "left blank"}
# no answer, and none wanted, in more languages
NO_ANSWER = """weiss ich nicht, möchte ich nicht sagen, keine antwort, ne se prononce pas, pas de réponse, non réponse,
    ne souhaite pas répondre, prefiero no decirlo, prefiero no contestar, prefiero no responder, no contesta,
    no responde, preferisco non rispondere, nessuna risposta, geen antwoord, wil ik niet zeggen, zeg ik liever niet,
    n.v.t., prefiro não dizer, prefiro não responder, sem resposta, não responde, vill inte svara, vill ej svara,
    inget svar, ønsker ikke at svare, intet svar, ønsker ikke å svare, ikke svart, brak odpowiedzi, odmowa,
    odmowa odpowiedzi, nie dotyczy, brak danych, en halua vastata, ei vastausta, bez odpovědi, neuvedeno, dim ateb"""
MISSING |= {*" ".join(NO_ANSWER.split()).split(", ")}
MISSING |= {"nsp", "ns/nc", "ns/nr", "nsp/nr", "pnts", "dk/na", "na/dk"}  # as questionnaires abbreviate it
NO_CODE |= ERRORS
UNSURE = {"unsure", "not sure", "don't know", "do not know", "dk", "nk", "?", "weiß nicht", "weiss nicht", "unknown"}
UNSURE |= UNSURE_ELSEWHERE | IN_PERSON | {"maybe"}


def folded(text):
    """An answer as it is looked up among these words: small letters, and digits, signs and letters in their plain form.

    >>> folded("Yes"), folded("\uff11"), folded("\uff39\uff25\uff33"), folded("\u0662"), folded("\u22129")
    ('yes', '1', 'yes', '2', '-9')
    """
    if not text.isascii():
        text = re.sub(r"^[\u2012\u2013\u2212](?=\d)", "-", unicodedata.normalize("NFKC", text))
        text = "".join(str(unicodedata.decimal(sign, sign)) for sign in text)
    return text.casefold()


def meaning_of(text):
    """What a text probably means as an answer: ``yes``, ``no``, ``blank``, or an empty text for no idea.

    >>> meaning_of("Ja"), meaning_of("No answer"), meaning_of("maybe")
    ('yes', 'blank', '')
    """
    label = folded(text)
    return next((meaning for meaning, words in (("blank", MISSING), ("yes", YES), ("no", NO)) if label in words), "")


NUMBER_FIRST = r"(?<![\w.,])(\d)\s{0,3}(?:[=:(–→⇒-]>?|\.\s|\))\s{0,3}([^\W\d_]{1,20})"  # bounded, for texts without end
WORD_FIRST = r"(?<![^\W\d_])([^\W\d_]{1,20})\s{0,3}(?:[=:(–→⇒-]>?)\s{0,3}(\d)(?![\w.])"
FEW_IN_LEGEND = 8  # cells of a column that holds a legend
# the same with a word between them, or nothing
STANDS_FOR = r"\s{1,3}(?:(?:means?|is|stands\sfor|for|bedeutet|heißt|signifie|significa|betekent|betyder)\s{1,3})?"
NUMBER_BEFORE = rf"(?<![\w.,])(\d){STANDS_FOR}([^\W\d_]{{2,20}})"
WORD_BEFORE = rf"(?<![^\W\d_])([^\W\d_]{{2,20}}){STANDS_FOR}(\d)(?![\w.])"


def key_in(text):
    """What numbers mean as answers by a key that stands in a text: ``yes`` and ``no`` by number.

    >>> key_in("Ran a group (0 = yes, 1 = no)"), key_in("[Yes=0 No=1]"), key_in("Aged 3-5, 2 sessions")
    ({0: 'yes', 1: 'no'}, {0: 'yes', 1: 'no'}, {})
    >>> key_in("0 → Yes; 1 → No"), key_in("0 means yes, 1 means no"), key_in("yes 1, no 2")
    ({0: 'yes', 1: 'no'}, {0: 'yes', 1: 'no'}, {1: 'yes', 2: 'no'})
    """
    for pattern, turned in ((NUMBER_FIRST, 1), (WORD_FIRST, -1), (WORD_BEFORE, -1), (NUMBER_BEFORE, 1)):
        pairs = [pair[::turned] for pair in re.findall(pattern, text)]
        key = {int(number): meaning for number, word in pairs if (meaning := meaning_of(word)) in ("yes", "no")}
        if {*key.values()} == {"yes", "no"}:
            return key
    return {}


def named_in(text, codes):
    """Whether a text gives each of some numbers a word, and none of these is yes or no, as *1 = male, 2 = female*.

    >>> named_in("Sex (1=male, 2=female)", ["1", "2"]), named_in("Sex (1=male)", ["1", "2"])
    (True, False)
    >>> named_in("Heard (1=yes, 2=no)", ["1", "2"])
    False
    """
    for pattern, turned in ((NUMBER_FIRST, 1), (WORD_FIRST, -1)):
        key = dict(pair[::turned] for pair in re.findall(pattern, text))
        if codes and {*codes} <= {*key} and not any(meaning_of(key[code]) for code in codes):
            return True
    return False


def key_in_cells(rows):
    """What numbers mean by a legend in cells: a number beside a word for yes or no, and nothing else near them.

    Such pairs stand alone in the last rows, or in two columns that are empty but for a few; a number has one meaning.

    >>> people = [["A1", "1", "", "1", "No"], ["B2", "2", "", "2", "Yes"], ["C3", "1"], ["D4", "1"]]
    >>> key_in_cells([*people, ["E5", "2"]])
    {1: 'no', 2: 'yes'}
    >>> key_in_cells([["Number", "q"], ["1", "No"], ["2", "Yes"], ["3", "Yes"]])
    {}
    """
    width = max(map(len, rows), default=0)
    filled = [sum(bool(row[place].strip()) for row in rows if place < len(row)) for place in range(width)]
    few = [cells <= FEW_IN_LEGEND and 2 * cells < len(rows) for cells in filled]
    full = [sum(bool(cell.strip()) for cell in row) for row in rows]
    last = max((number for number, cells in enumerate(full) if cells > 2), default=len(rows))
    pairs = set()
    for number_of_row, row in enumerate(rows):
        cells = [cell.strip() for cell in row]
        alone = number_of_row > last and full[number_of_row] == 2
        for place, (one, other) in enumerate(pairwise(cells)):
            number, word = (one, other) if one.isdigit() else (other, one)
            beside = alone or (few[place] and few[place + 1])
            if beside and number.isdigit() and len(number) < 3 and meaning_of(word) in ("yes", "no"):
                pairs.add((int(number), meaning_of(word)))
    key = dict(sorted(pairs))
    return key if {*key.values()} == {"yes", "no"} and len(key) == len(pairs) else {}


def quoted(text):
    """``text`` as a YAML string in double quotes, whatever is in it.

    >>> print(quoted('say "yes"'), quoted("a\\x7fb"))
    "say \\"yes\\"" "a\\x7fb"
    """
    written = json.dumps(text, ensure_ascii=False)
    return re.sub(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]", _escape, written)


def _escape(match):
    """A character as an escape of YAML."""
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
