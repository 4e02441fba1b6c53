"""Names of waves as people write them, in several languages, and their order in time: hints, never rules."""

import re
from itertools import pairwise

FIRST = """baseline before pre pré pretest pretraining start first beginning entry intake admission initial enrolment
    enrollment then bl base vorher vor avant antes prima voor vooraf före fore før innan przed cyn début beginn inicio
    anfang до перед πριν قبل לפני před ennen előtt înainte pirms enne prieš önce öncesi 课前 課前 前测 前測
    培训前 事前 研修前 之前 basal baslinje utgangspunkt început początek začátek alku início preteste pretesten
    ingresso inclusion
    debut elott előtte pred prije fyrir abans aurretik преди sebelum kabla trước 사전 이전
    पहले আগে ਪਹਿਲਾਂ முன் پہلے ก่อน"""
DURING = """mid midline midpoint midterm midway during interim während pendant durante tijdens mitte milieu mitad metà
    midden middle"""
NEXT = """endline end after post pós posttest posttraining exit now today discharge completion nachher nach danach après
    apres después despues depois dopo achteraf efter etter wedi ôl fin ende since после μετά μετα بعد אחרי jälkeen után
    după pēc pärast sonra sonrası po maintenant jetzt heute ahora agora adesso nu nå nawr heddiw teraz сейчас τώρα
    课后 課後 后测 後測 培训后 事後 研修後 之后 之後 után utan utána poslije posle eftir després ondoren след після
    postest pósteste eftertest ettertest wedyn fim koniec konec loppu slut einde uscita
    sesudah setelah baada 사후 이후 बाद পরে ਬਾਅਦ பின் หลัง"""
LATER = """followup fu later last final delayed uppföljning opfølgning oppfølging oppfølgning suivi seguimiento
    seguimento vervolgmeting nachuntersuchung katamnese"""
PLAIN = {word: rank for rank, words in enumerate((FIRST, DURING, NEXT, LATER)) for word in words.split()}
# words that tell a wave only where another such word stands in the same place
WEAK = """bl fu base start first beginning entry initial end last final now then today later exit fin ende beginn
    anfang vor nach prima dopo during mid discharge completion admission delayed interim début inicio fore since po ôl
    basal početak początek začátek alku início fim koniec konec loppu slut einde uscita mitte milieu mitad metà midden
    middle suivi ingresso inclusion до перед enne debut pred kabla maintenant jetzt heute ahora agora adesso nu nå nawr
    heddiw teraz"""
# in one word with what was done then, as *voormeting* and *Nachbefragung*
COMPOUND = r"(?:vor|nach|erst|zweit)(?:befragung|erhebung|test|messung)|(?:voor|na|nul)meting"
COMPOUND += r"|(?:för|efter)mätning|(?:før|efter|etter)måling"
BEFOREHAND = ("vor", "erst", "voor", "nul", "för", "før")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
DATED = rf"(?:{'|'.join(MONTHS)})[a-z]*\.?[ _-]+(?:20)?\d\d|20\d\d[ _-](?:0\d|1[0-2])(?:-\d\d)?"
UNITS = {
    "day": "days tage? tagen jours? dag dagen dagar dage días? dias?",
    "week": "wks? weeks woche wochen semaines? weken uker? vecka veckor uger? semanas? settiman[ae]",
    "month": "mths? mnths? months monate? monaten mois maand maanden måned måneder månad månader mes meses mes[ei]",
    "year": "yrs? years jahre? jahren ans années? jaar jaren år años? anos? ann[oi]",
}
SPELT = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
A_TIME = "time|wave|visit|round|session|phase|stage|messzeitpunkt|mzp|messung|befragung|erhebung|zeitpunkt|welle|meting"
A_TIME += "|visita|visite|fase|ronda|séance|sitzung|sessione|sesión|sessão|etapa|étape"
A_TIME += "|pomiar|mätning|måling|mittaus|medición|rilevazione|temps|tempo|tiempo|vague|mesure|měření|avaliação"
ALL_UNITS = "|".join([*UNITS, *" ".join(UNITS.values()).split()])
IN_FULL = (
    rf"(?:{A_TIME}|{ALL_UNITS})[ _-]?\d{{1,2}}|\d{{1,2}}[ _-]?(?:{ALL_UNITS})"
    rf"|(?:{A_TIME})[ _-](?:{'|'.join(SPELT[1:7])})"
    r"|\d{1,2}\.[ _]?(?:befragung|erhebung|messung|meting|mätning|måling)"
)
NUMBERED = rf"{IN_FULL}|[twvm][ _-]?\d{{1,2}}|\d{{1,2}}[ _-]?[mw]"
UNIT = re.compile(r"\d\s*(day|week|month|year|[dwmy]\b)|\b(day|week|month|year|[wm])s?\s*\d")
MONTHS_OF = {"d": 12 / 365, "w": 7 * 12 / 365, "m": 1, "y": 12}
WORDS = sorted((*PLAIN, "pre test", "post test", "ar ôl"), key=len, reverse=True)
EVERY, SURE = ("|".join((r"follow[ _-]?up[ _-]?\d*", COMPOUND, DATED, some, *WORDS)) for some in (NUMBERED, IN_FULL))
NAME = re.compile(rf"(?<![^\W_])(?:{EVERY})(?![^\W_])", re.IGNORECASE)
# what tells an order where no word above does, and in the names of columns may tell a wave, as below
EARLIER = r"""begin inizio
    not\Wyet beforehand opening prior past zero assessment test ante startmeting nulmeting eingang einschluss
    aufnahme ingreso admissão entrée opname inskrivning indlæggelse innleggelse przyjęcie bsl førmåling pre\W?op
    registration screening last\Wyear"""
AFTER_ALL = r"""fine
    re\W?test re\W?assessment review closing following afterwards? present abschluss ausgang entlassung eot
    dimissione sortie ontslag utskrivning udskrivelse wypis
    eos ettermåling eindmeting finished attended this\Wyear"""
EARLY, LATE = (re.compile(rf"(?<![^\W_])(?:{'|'.join(words.split())})(?![^\W_])") for words in (EARLIER, AFTER_ALL))
SHARE_OF_YEAR = r"\d{1,2}/(?:12|52)|20\d\d/\d\d"  # months or weeks, as clinics write them; a school year
IN_WORDS = rf"(?:{'|'.join(SPELT)})[ _-](?:{'|'.join(UNITS)})s?|(?:round|wave|form|survey|phase)[ _-][a-f]"
# what may tell a wave where another such word stands in the same place: it is always asked about
LONG_MONTHS = "january february march april june july august sept september october november december"
MONTHS_ELSEWHERE = """januar februar märz juni juli oktober dezember janvier février avril juin juillet août septembre
    octobre novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    januari februari maart augustus gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre janeiro
    fevereiro março maio junho julho setembro outubro novembro dezembro
    mai mars mei maj"""
SEASONS = "spring summer autumn winter fall"
ORDINALS = "1st 2nd 3rd 4th first second third"
DATE = r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
DAYS = r"[dj]\d{1,3}"  # day 0, or jour 0
VISIT = r"e\d{1,2}(?=_c\d)"  # as OpenClinica writes it behind each question
MORE_WORDS = f"{LONG_MONTHS} {MONTHS_ELSEWHERE} {SEASONS} {ORDINALS} {AFTER_ALL} {EARLIER}".split()
NUMBER_IN_FRONT = r"^[1-9](?=[ _.\-])"
SOMETIMES = [VISIT, DAYS, *MONTHS, *MORE_WORDS, SHARE_OF_YEAR, IN_WORDS, DATE, "na", NUMBER_IN_FRONT, SURE]
SOMETIMES = "|".join(SOMETIMES)
OCCASION = re.compile(rf"(?<![^\W_])(?:{SOMETIMES})(?![^\W_])", re.IGNORECASE)
DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{2,4})")
# what stands in one word with a question, as pre1, T1Q1, preRanGroup and RanGroupPost
GLUED_WORDS = (
    r"pre post before after baseline endline followup vor nach vorher nachher avant après apres antes despues t\d w\d"
)
GLUED_WORDS = "|".join(f"(?:{word[0].upper()}|{word[0]}){word[1:]}" for word in GLUED_WORDS.split(" "))
GLUED = re.compile(
    rf"^(?:{GLUED_WORDS})(?=[A-Z]|[qQ]?\d+$)|^(?i:{GLUED_WORDS})(?=[qQ]?\d+$)"
    rf"|(?<=[a-z\d])(?:(?=[A-Z])(?:{GLUED_WORDS})|(?<=\d)(?i:pre|post))$"
)
SINCE = "after|later|post|on|nach|danach|après|apres"
AFTER_SO_LONG = re.compile(
    rf"(?<![^\W_])\d{{1,2}}[ _-]?(?:{ALL_UNITS}|an)[ _-](?:{SINCE})(?![^\W_])|{NAME.pattern}", re.IGNORECASE
)
EDGES = " _.-–—:/|,;()[]"
COURSE = r"(?:the|this|our|le|la|les|l'|de|du|del|do|da|der|die|das|dem|den|el|los|o|a|il|y|yr)\s+\w+"
THE_COURSE = re.compile(rf"^{COURSE}\W*$", re.IGNORECASE)
THEN = re.compile(rf"\s*{COURSE}\s*[:–—|-]\s", re.IGNORECASE)  # before what was asked


def tells_wave(label):
    """Whether a text, as a value of a wave column, names a wave.

    >>> [tells_wave(label) for label in ("pre", "post_arm_1", "Time 2", "après", "0", "Yes", "now")]
    [True, True, True, True, False, False, True]
    """
    return NAME.search(label) is not None


def in_time(label):
    """A key that sorts names of waves by what they say of time: a word such as *before*, then numbers.

    >>> sorted(["T12", "12 months", "Baseline", "T3", "follow-up", "3 months", "end", "midline"], key=in_time)
    ['Baseline', 'midline', 'end', '3 months', 'T3', '12 months', 'T12', 'follow-up']
    >>> sorted(["Nachbefragung", "Vorbefragung"], key=in_time), sorted(["May 2024", "Nov 2023"], key=in_time)
    (['Vorbefragung', 'Nachbefragung'], ['Nov 2023', 'May 2024'])
    >>> sorted(["1 year", "6 months", "12 weeks", "Day 3"], key=in_time)
    ['Day 3', '12 weeks', '6 months', '1 year']
    """
    words = label.casefold().replace("-", " ").replace("_", " ").replace("follow up", "followup")
    words = re.sub(r"\blast (?=year|month|week)", "prior ", words)
    ranks = [PLAIN[word] for word in re.findall(r"[^\W\d_]+", words) if word in PLAIN]
    ranks += [0 if word.startswith(BEFOREHAND) else 2 for word in re.findall(COMPOUND, words)]
    ranks = ranks or _of_other_words(words)
    words = _in_figures(words)
    month = re.match(rf"({'|'.join(MONTHS)})[a-z]*\W+(\d+)$", words)
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    if len(numbers) == 1 and (unit := UNIT.search(words)):
        numbers = [numbers[0] * MONTHS_OF[(unit[1] or unit[2])[0]]]
    if date := DAY_FIRST.fullmatch(label.strip()):
        day, month_of_it, year = (int(number) for number in date.groups())
        numbers = [year, *sorted((day, month_of_it))] if month_of_it > 12 else [year, month_of_it, day]
    if month:
        numbers = [int(month[2]) % 2000, MONTHS.index(month[1]) + 1]
    rank = (0, 1, 2, 4)[max(ranks) if 3 in ranks else min(ranks)] if ranks else 3
    return rank, numbers, words


def _of_other_words(words):
    """The rank of a name of a wave by words that tell an order where no other does: a list of one, or of none.

    >>> [_of_other_words(words) for words in ("test", "re test", "not yet attended", "attended", "york")]
    [[0], [2], [0], [2], []]
    """
    if "not yet" not in words and LATE.search(words):
        return [2]
    return [0] if EARLY.search(words) else []


def _in_figures(words):
    """A name of a wave with numbers in figures, its unit in English, and the letter of a round as its number.

    >>> _in_figures("wave two"), _in_figures("six monate"), _in_figures("wk12"), _in_figures("round b")
    ('wave 2', '6 month', 'week12', 'round 2')
    """
    words = re.sub(rf"\b(?:{'|'.join(SPELT)})\b", lambda word: str(SPELT.index(word[0])), words)
    for unit, ways in UNITS.items():
        words = re.sub(rf"(?<![^\W\d_])(?:{'|'.join(ways.split())})(?![^\W\d_])", unit, words)
    return re.sub(r"\b(round|wave|form|survey|phase) ([a-f])\b", lambda part: f"{part[1]} {ord(part[2]) - 96}", words)


def ways_to_part(name, pattern=NAME):
    """Every way to part a column's name into a question and the wave that it names: (stem, wave), surest first.

    The words round a wave go with it: a bracket that holds it, *the course* behind it, what stands before a colon.

    >>> ways_to_part("q1_pre"), ways_to_part("After the course: do you help?")
    ([('q1', 'pre')], [('do you help?', 'After')])
    >>> ways_to_part("Did you run one? [Before the course]"), ways_to_part("Run a group")
    ([('Did you run one?', 'Before')], [])

    >>> ways_to_part("Think back. - Before the course - I help")
    [('Think back I help', 'Before')]

    Other brackets stay whole, and a question keeps its mark:

    >>> ways_to_part("Stress T1 (0-10)"), ways_to_part("Pain (0-10) before"), ways_to_part("How stressed (T1)?")
    ([('Stress (0-10)', 'T1')], [('Pain (0-10)', 'before')], [('How stressed?', 'T1')])

    Beside another wave V1 is the first variable, no visit:

    >>> ways_to_part("v1_t0"), ways_to_part("help_v1")
    ([('v1', 't0')], [('help', 'v1')])
    """
    ways = [(_stem(name, word.start(), word.end()), word[0]) for word in pattern.finditer(name)]
    clause = re.fullmatch(r"([^,:?]+)[,:]\s*(\S+(?:\s+\S+){2,})", name)
    if clause and (word := pattern.search(clause[1])) and (clause[2], word[0]) not in ways:
        ways.append((clause[2], word[0]))
    visits = [split for split in ways if re.fullmatch(r"v\d{1,2}", split[1], re.IGNORECASE)]
    ways = [split for split in ways if split not in visits] or visits
    return sorted(ways, key=lambda split: split[1].casefold() in WEAK.split())


def _stem(name, start, end):
    """A name without the wave that stands in it from ``start`` to ``end``."""
    before, after = name[:start], name[end:]
    for opening, closing in ("[]", "()"):
        inside = before.rfind(opening) > before.rfind(closing)
        if inside and closing in after:
            before, after = before[: before.rfind(opening)], after[after.find(closing) + 1 :]
    if not before.strip(EDGES):
        after = re.sub(r"^[^:–—|]{0,30}?(?:\s*[:–—|]\s*|\s-\s)", "", after, count=1)
    if THE_COURSE.match(after.strip()):
        after = ""
    elif before.strip(EDGES):
        after = THEN.sub("", after, count=1) if THEN.match(after) else after
    gap = "" if after.startswith(("?", "!")) else " "
    return f"{_end_stripped(before)}{gap}{_end_stripped(after[::-1], '([', ')]')[::-1]}".strip()


def _end_stripped(text, closing=")]", opening="(["):
    """A text without the marks and the blanks at its end; a bracket that closes one stays.

    >>> _end_stripped("stress (0-10) - "), _end_stripped("stress ("), _end_stripped("none)")
    ('stress (0-10)', 'stress', 'none')
    """
    partners = dict(zip(closing, opening, strict=True))
    while text and text[-1] in EDGES and not (text[-1] in partners and partners[text[-1]] in text):
        text = text[:-1]
    return text


def names_of_files(stems):
    """What the name of each of several files says of its wave; the names themselves where one does not tell it.

    >>> names_of_files(["A01-survey-1-before", "A01-survey-2-after"]), names_of_files(["spring 23", "spring 24"])
    (['before', 'after'], ['spring 23', 'spring 24'])
    >>> names_of_files(["course_T1_export", "course_T2_export"]), names_of_files(["answers"])
    (['T1', 'T2'], ['answers'])
    """
    words = [words_of_waves(stem) for stem in stems]
    everywhere = set.intersection(*({word.casefold() for word in several} for several in words)) if words else set()
    own = [[word for word in several if word.casefold() not in everywhere] for several in words]
    last = [several[-1] if several else "" for several in own]
    different = len({word.casefold() for word in last}) == len(stems)
    return last if all(last) and different and len(stems) > 1 else [*stems]


def words_of_waves(name):
    """The words of a file's name that name waves, in its order.

    >>> words_of_waves("A01-survey-1-before"), words_of_waves("answers"), words_of_waves("pre-v2")
    (['before'], [], ['pre'])
    >>> words_of_waves("3 months after"), words_of_waves("6_weeks_post"), words_of_waves("Enquête 1 an après")
    (['3 months after'], ['6_weeks_post'], ['1 an après'])
    """
    words = [word[0] for word in AFTER_SO_LONG.finditer(name)]
    return [word for word in words if not re.fullmatch(r"[vV]\d{1,2}", word)] or words  # a version, beside a wave


def by_time(labels):
    """Names of waves in the order that they tell of; those that tell nothing stay in the order given."""
    return sorted(labels, key=lambda label: in_time(label)[:2])


def told_apart(labels):
    """Whether what the labels say of time puts them in one order only."""
    keys = sorted(in_time(label)[:2] for label in labels)
    return all(one != other for one, other in pairwise(keys))
