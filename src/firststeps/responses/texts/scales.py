"""The usual scales of questionnaires, from the lowest answer to the highest: hints for a proposal, never rules.

A list of answers is recognised where each of them stands on one of these scales; it is then put in their order, and
levels that nobody chose are named too.  Which way is better no scale says.
"""

import re

QUALITIES = (
    "confident",
    "satisfied",
    "likely",
    "important",
    "useful",
    "helpful",
    "well",
    "easy",
    "good",
    "true",
    "sure",
)


def _scales_of(text):
    """The scales of a text, one a line, their answers between commas."""
    return tuple(tuple(line.split(", ")) for line in text.strip().splitlines())


# Each scale in a line, from the lowest answer to the highest; the shortest that holds all answers is taken.
_BY_NAME = {
    "agreement": """
disagree, neutral, agree
disagree, neither agree nor disagree, agree
strongly disagree, disagree, agree, strongly agree
strongly disagree, disagree, neutral, agree, strongly agree
strongly disagree, disagree, undecided, agree, strongly agree
strongly disagree, disagree, unsure, agree, strongly agree
strongly disagree, disagree, neither agree nor disagree, agree, strongly agree
strongly disagree, disagree, neither, agree, strongly agree
completely disagree, disagree, neutral, agree, completely agree
strongly disagree, disagree, slightly disagree, slightly agree, agree, strongly agree
strongly disagree, disagree, somewhat disagree, somewhat agree, agree, strongly agree
strongly disagree, somewhat disagree, neutral, somewhat agree, strongly agree
strongly disagree, somewhat disagree, neither agree nor disagree, somewhat agree, strongly agree
strongly disagree, tend to disagree, neither agree nor disagree, tend to agree, strongly agree
strongly disagree, disagree, somewhat disagree, neither agree nor disagree, somewhat agree, agree, strongly agree
strongly disagree, disagree, slightly disagree, neither agree nor disagree, slightly agree, agree, strongly agree
trifft nicht zu, trifft eher nicht zu, trifft eher zu, trifft zu
trifft nicht zu, trifft eher nicht zu, teils/teils, trifft eher zu, trifft zu
trifft gar nicht zu, trifft eher nicht zu, trifft eher zu, trifft voll zu
trifft überhaupt nicht zu, trifft eher nicht zu, trifft eher zu, trifft voll und ganz zu
stimme nicht zu, stimme eher nicht zu, stimme eher zu, stimme zu
stimme nicht zu, stimme eher nicht zu, teils/teils, stimme eher zu, stimme zu
stimme gar nicht zu, stimme eher nicht zu, teils/teils, stimme eher zu, stimme voll zu
stimme überhaupt nicht zu, stimme eher nicht zu, teils/teils, stimme eher zu, stimme voll und ganz zu
pas du tout, plutôt non, plutôt oui, tout à fait
pas d'accord, plutôt pas d'accord, plutôt d'accord, d'accord
pas du tout d'accord, plutôt pas d'accord, plutôt d'accord, tout à fait d'accord
pas du tout d'accord, plutôt pas d'accord, ni d'accord ni pas d'accord, plutôt d'accord, tout à fait d'accord
""",
    "frequency": """
never, sometimes, always
never, rarely, sometimes, often
never, sometimes, often, always
never, rarely, sometimes, often, always
never, seldom, sometimes, often, always
never, rarely, sometimes, usually, always
never, rarely, sometimes, often, very often
never, almost never, sometimes, fairly often, very often
never, hardly ever, sometimes, often, always
never, occasionally, sometimes, often, always
never, rarely, sometimes, most of the time, always
none of the time, rarely, some of the time, often, all of the time
none of the time, a little of the time, some of the time, most of the time, all of the time
not at all, several days, more than half the days, nearly every day
never, less than once a month, monthly, weekly, daily
never, yearly, monthly, weekly, daily
at no time, some of the time, less than half of the time, more than half of the time, most of the time, all of the time
nie, manchmal, immer
nie, selten, manchmal, oft
nie, selten, manchmal, oft, immer
nie, selten, manchmal, häufig, immer
nie, selten, gelegentlich, oft, immer
nie, selten, manchmal, oft, sehr oft
jamais, parfois, toujours
jamais, parfois, souvent, toujours
jamais, rarement, parfois, souvent
jamais, rarement, parfois, souvent, toujours
jamais, rarement, quelquefois, souvent, toujours
jamais, rarement, de temps en temps, souvent, toujours
jamais, rarement, parfois, souvent, très souvent
""",
    "quality": """
poor, fair, good
poor, fair, good, excellent
poor, fair, good, very good
poor, fair, good, very good, excellent
poor, average, good, excellent
poor, below average, average, above average, excellent
very poor, poor, fair, good, very good
very poor, poor, average, good, very good
very poor, poor, acceptable, good, very good
very bad, bad, fair, good, very good
very bad, bad, neither good nor bad, good, very good
much worse, worse, about the same, better, much better
much worse, somewhat worse, about the same, somewhat better, much better
sehr schlecht, schlecht, mittelmässig, gut, sehr gut
schlecht, mittelmässig, gut, sehr gut
très mauvais, mauvais, moyen, bon, très bon
très mauvaise, mauvaise, moyenne, bonne, très bonne
""",
    "satisfaction": """
dissatisfied, neutral, satisfied
very dissatisfied, dissatisfied, satisfied, very satisfied
very dissatisfied, dissatisfied, neutral, satisfied, very satisfied
very dissatisfied, dissatisfied, neither satisfied nor dissatisfied, satisfied, very satisfied
very dissatisfied, somewhat dissatisfied, neutral, somewhat satisfied, very satisfied
very dissatisfied, somewhat dissatisfied, neither satisfied nor dissatisfied, somewhat satisfied, very satisfied
sehr unzufrieden, eher unzufrieden, teils/teils, eher zufrieden, sehr zufrieden
sehr unzufrieden, unzufrieden, zufrieden, sehr zufrieden
très insatisfait, insatisfait, neutre, satisfait, très satisfait
pas du tout satisfait, peu satisfait, satisfait, très satisfait
""",
    "likelihood": """
unlikely, neutral, likely
very unlikely, unlikely, likely, very likely
very unlikely, unlikely, neutral, likely, very likely
very unlikely, unlikely, neither likely nor unlikely, likely, very likely
extremely unlikely, unlikely, neutral, likely, extremely likely
extremely unlikely, unlikely, neither likely nor unlikely, likely, extremely likely
definitely not, probably not, possibly, probably, definitely
definitely not, probably not, probably, definitely
""",
    "degree": """
not at all, a little, a lot
not at all, a little, quite a bit, extremely
not at all, a little, somewhat, a lot
not at all, a little bit, somewhat, quite a bit, very much
not at all, a little, moderately, quite a bit, extremely
not at all, slightly, moderately, very, extremely
not at all, slightly, moderately, very much, extremely
none, mild, moderate, severe
very low, low, medium, high, very high
low, medium, high
gar nicht, wenig, mittel, sehr
gar nicht, ein wenig, ziemlich, sehr
gar nicht, etwas, ziemlich, sehr
überhaupt nicht, etwas, ziemlich, sehr
gar nicht, kaum, mittelmässig, ziemlich, sehr
gar nicht, wenig, mittelmässig, ziemlich, sehr
pas du tout, un peu, beaucoup
pas du tout, un peu, assez, beaucoup
pas du tout, un peu, moyennement, beaucoup
pas du tout, un peu, moyennement, beaucoup, énormément
pas du tout, un peu, assez, tout à fait
""",
}
SCALES = {name: _scales_of(text) for name, text in _BY_NAME.items()}
# Words before a quality, from the lowest level to the highest.
LEVELS = _scales_of("""
not at all, quite, very
not at all, a little, very
not, somewhat, very
not at all, slightly, quite, very
not at all, not very, fairly, very
not at all, not very, quite, very
not at all, somewhat, quite, very
not at all, slightly, somewhat, very
not at all, slightly, moderately, very
not at all, slightly, moderately, very, extremely
not at all, slightly, somewhat, very, extremely
not at all, slightly, somewhat, quite, extremely
not at all, slightly, moderately, quite, extremely
not at all, slightly, moderately, quite, very
not at all, a little, moderately, quite, very
not at all, not very, somewhat, very, extremely
very un, un, , very
""")
# The same by how much they say, for a list that is none of these.
LEVEL_WORDS = _scales_of("""
not at all, not
not very, hardly
a little, a bit, a little bit, slightly, only slightly
somewhat, moderately, fairly, quite, reasonably, mostly
very
extremely, completely, totally
""")
FEWEST = 2  # different answers on a scale that make it probable


def usual_scale(answers):
    """The name of the usual scale on which all ``answers`` stand and its answers, the lowest first; "" and [] if none.

    Answers keep the way they are written; levels that nobody chose are written like the others.  Numbers before words,
    as in ``1 = Never``, are heeded: they stay, and the words decide the order.

    >>> usual_scale(["Often", "Rarely", "All of the time"])
    ('frequency', ['None of the time', 'Rarely', 'Some of the time', 'Often', 'All of the time'])
    >>> usual_scale(["Quite confident", "Not at all confident", "Slightly confident"])
    ('confidence', ['Not at all confident', 'Slightly confident', 'Quite confident', 'Very confident'])
    >>> usual_scale(["town", "hills"])
    ('', [])
    >>> usual_scale(["5 - Strongly disagree", "1 - Strongly agree", "2 - Agree"])
    ('agreement', ['5 - Strongly disagree', '2 - Agree', '1 - Strongly agree'])
    """
    written = {_plain(answer): answer for answer in answers}
    if len(written) < max(FEWEST, len(answers)):
        return "", []
    fitting = [(name, scale) for name, scale in _scales(written) if {*written} <= {*scale}]
    fitting = fitting or [("degree", scale) for quality in QUALITIES for scale in _by_level_words(written, quality)]
    if not fitting:
        return "", []
    name, scale = min(fitting, key=lambda pair: (len(pair[1]), -_spread(written, pair[1])))
    numbered = any(_plain(answer) != _bare(answer) for answer in answers)
    missing = [] if numbered else [level for level in scale if level not in written]
    titled = all(answer[:1].isupper() for answer in answers)
    written |= {level: level[:1].upper() + level[1:] if titled else level for level in missing}
    return name, [written[level] for level in scale if level in written]


def grids(questions):
    """Groups of three questions or more that share the words before a bracket and a usual scale: items of one score?

    ``questions`` maps an id to the question as it was asked and its answers; each group is a list of ids.

    >>> often = ["Never", "Often", "Always"]
    >>> grids({"a": ("How often? [calm]", often), "b": ("How often? [sad]", often), "c": ("How often? [safe]", often)})
    [['a', 'b', 'c']]
    """
    groups = {}
    for id, (question, answers) in questions.items():
        stem, bracket, _ = question.partition("[")
        name, levels = usual_scale(answers)
        if bracket and name:
            groups.setdefault((" ".join(stem.split()).casefold(), name, levels[0], levels[-1]), []).append(id)
    return [ids for ids in groups.values() if len(ids) > 2]


def _scales(answers):
    """Every scale with its name: the usual ones, and those of a quality that the answers name."""
    for name, scales in SCALES.items():
        yield from ((name, scale) for scale in scales)
    for quality in QUALITIES:
        if all(answer.endswith(quality) for answer in answers):
            name = {"confident": "confidence", "satisfied": "satisfaction", "likely": "likelihood"}.get(
                quality, "degree"
            )
            for levels in LEVELS:
                joined = (f"{level} {quality}" if not level.endswith("un") else f"{level}{quality}" for level in levels)
                yield name, tuple(level.strip() for level in joined)


def _by_level_words(answers, quality):
    """The answers on a quality in the order of the words before it, where each says more than another, three or more.

    >>> [*_by_level_words(["fairly sure", "very sure", "not at all sure", "a bit sure"], "sure")]
    [('not at all sure', 'a bit sure', 'fairly sure', 'very sure')]
    >>> [*_by_level_words(["fairly sure", "quite sure", "not sure"], "sure")]
    []
    """
    levels = {}
    for answer in answers:
        before = answer.removesuffix(quality).strip()
        levels.setdefault(next((n for n, words in enumerate(LEVEL_WORDS) if before in words), None), answer)
    if len(levels) == len(answers) > FEWEST and None not in levels:
        yield tuple(levels[n] for n in sorted(levels))


def _spread(answers, scale):
    """How far apart the answers stand on a scale, a tie-breaker."""
    places = [scale.index(answer) for answer in answers]
    return max(places) - min(places)


def _bare(answer):
    """The answer in small letters, with single blanks and plain apostrophes."""
    return " ".join(answer.casefold().replace("\u2019", "'").split()).rstrip(".")


def _plain(answer):
    """The same without a number before or behind its words."""
    bare = _bare(answer)
    words = re.sub(r"^\(?\d+\)?\s*[-=:.)–]?\s*|\s*[(\[=-]\s*\d+\s*[)\]]?$", "", bare)
    return words or bare
