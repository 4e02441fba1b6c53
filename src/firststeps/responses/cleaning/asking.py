"""Answers that nobody may guess, as questions with the very lines of ``study.yaml`` that would settle them."""

import math
from collections import Counter

from firststeps.responses.given.problems import IN_PLACE, TIMES, choice
from firststeps.responses.texts.answers import ANSWERED, BLANK, ticked
from firststeps.responses.texts.dates import read_date
from firststeps.responses.texts.lexicon import meaning_of, quoted
from firststeps.responses.texts.personal import personal_detail
from firststeps.study.parts.texts import nearest, tidy

CENTURIES = ("two_digit_years", ("2000s", "1900s"))
MEANINGS = ("yes", "no", "blank", "not applicable")
UNTICKED = {
    "unticked: none": f"{TIMES} chose none of these: an answer",
    "unticked: blank": f"{TIMES} left the question out",
}
EXPECTED = {
    "not a number": "a number",
    "not a date": "a date",
    "impossible date": "a date that exists",
    "ambiguous date": "a date that can be read in one way",
    "two-digit year": "a year of four digits",
}


def ask_about(study, file, item, text, fault, where, findings):
    """Put the fault of one different text of a column into ``findings``, with the remedy.

    ``where`` tells its first ``row``, the ``column``, and how many ``times`` it stands there.
    """
    described, answer = study.items[item], tidy(text)
    if fault == "impossible date":
        remedy = "Correct the date in the file that you were given."
        findings.refuse(file, repr(answer), EXPECTED[fault], remedy, **where)
    elif fault == "outside the range":
        low, high = described.range
        remedy = f"Correct it if it is a slip; or say in study.yaml {IN_PLACE}:\n  items:\n    {item}:"
        remedy += choice("outside: ask", _ways_outside(described, answer), 6)
        findings.ask(file, repr(answer), f"{low:g} to {high:g}", remedy, **where)
    elif fault == "nothing ticked":
        remedy = f"Say in study.yaml what it means {IN_PLACE}:\n  items:\n    {item}:"
        remedy += choice("unticked: ask", UNTICKED, 6)
        findings.ask(file, "no box ticked, by people who answered other questions", "a tick", remedy, **where)
    elif fault in ("ambiguous date", "two-digit year"):
        remedy = f"Say in study.yaml {IN_PLACE}:\n  cleaning:"
        remedy += choice(*_dates(study, answer, fault), 4)
        findings.ask(file, repr(answer), EXPECTED[fault], remedy, one_line=True, **where)
    else:
        parts = ticked(text, described.choices)[1] if described.kind == "ticks" else [answer]
        expected = _expectation(study, item, fault)
        findings.unknown.setdefault(item, []).extend(
            (file, part, expected, where, findings.step) for part in parts or [answer]
        )


def _ways_outside(described, answer):
    """The lines that settle an ``answer`` outside the range of a scale, each with what it does."""
    low, high = described.range
    lines = {
        "outside: set missing": "each answer outside the range becomes blank",
        _own_codes(described, "blank", answer): f"{TIMES} more blank",
    }
    if math.isfinite(number := float(answer)):
        lines[f"range: [{min(low, number):g}, {max(high, number):g}]"] = f"{TIMES} more answered"
    return lines


def _own_codes(described, kind, text):
    """The codes line of an item with ``text`` among those of a kind."""
    own = _item_codes(described)
    return f"codes: {_codes_in_braces({name: [*own.get(name, []), *[text] * (name == kind)] for name in MEANINGS})}"


def _item_codes(described):
    """The codes that an item has of its own in ``study.yaml``, by what they mean, as they stand there."""
    own = described.codes
    return own.model_dump(by_alias=True, include=own.model_fields_set) if own else {}


def _dates(study, answer, fault):
    """The line that asks how dates are read, and each way with the day that ``answer`` then is."""
    key, ways = ("dates", ("day-first", "month-first")) if fault == "ambiguous date" else CENTURIES
    lines = {}
    for way in ways:
        order = way if key == "dates" else study.cleaning.dates
        day = read_date(answer, order, way if key != "dates" else study.cleaning.two_digit_years)[0]
        lines[f"{key}: {way}"] = f"{answer} is {day}" if day else f"{answer} is then asked about once more"
    return f"{key}: ask", lines


def ask_about_unknown(study, findings):
    """Ask about the texts that no code explains, with one line for all those of an item.

    What a well-known word means stands in the line already; where any other text belongs, a person writes into it.
    """
    for item, several in findings.unknown.items():
        described = study.items[item]
        times = Counter()
        for _, text, _, where, _ in several:
            times[text] += where["times"]
        lines = _code_lines(item, described, times)
        for file, text, expected, where, _ in several:
            findings.ask(file, repr(text), expected, _hint(described, text) + lines, **where)


def yes_no_counts(study, responses):
    """How often each yes-no question was answered by yes, by no and not at all: a Series by item and answer."""
    asked = [item for item, about in study.asked.items() if about.kind == "yes-no"]
    rows = responses[responses["item"].isin(asked)]
    answers = rows["answer"].astype("object").where(rows["status"] == ANSWERED, rows["status"])
    return rows.assign(answer=answers).groupby(["item", "answer"], observed=True).size()


def ask_about_one_sided(study, counts, findings):
    """Ask about each yes-no question that was answered by yes alone or by no alone: are the codes right?

    The other answer may have been written in another way, left blank, or be among the codes of this one.  ``counts``
    are those of `yes_no_counts`.
    """
    asked = [item for item, about in study.asked.items() if about.kind == "yes-no" and about.one_sided == "ask"]
    for item in asked:
        times = {answer: int(counts.get((item, answer), 0)) for answer in ("yes", "no")}
        if sorted(map(bool, times.values())) == [False, True]:
            answer, other = sorted(times, key=times.get, reverse=True)
            codes = ", ".join(getattr(study.codes_of(item), answer))
            remedy = f"Which cells mean {other}? Say so in study.yaml (codes; now {answer}: {codes}). If it is right "
            remedy += f"that nobody said {other}, s{_lines(item, 'one_sided: checked')[1:]}"
            if blank := int(counts.get((item, BLANK), 0)):
                remedy += (
                    f"\n      # {_own_codes(study.items[item], other, '')}   # or an empty cell means {other}, where "
                )
                remedy += f"somebody answered another question: {blank:,} more {other}"
            what = f"{answer} in every answer to {item} ({times[answer]:,})"
            findings.ask("all files", what, "some answers of each kind", remedy)


def _expectation(study, item, fault):
    """What an answer to an item may be, for the message about one that is none."""
    described, codes = study.items[item], study.codes_of(item)
    if fault != "unknown":
        return f"{EXPECTED[fault]}, or a code for blank or not applicable"
    if described.kind == "yes-no":
        return f"yes ({', '.join(codes.yes)}) or no ({', '.join(codes.no)})"
    return f"one of {', '.join(described.choices)}"


def _hint(described, text):
    """What to do about an unknown text."""
    own = [*described.codes.yes, *described.codes.no] if described.codes else []
    if described.kind == "yes-no" and (text == "2" or (text == "0" and "2" in own)):
        at_waves = "where each wave has numbers of its own, for each by codes_at"
        return f"Codes 1 and 2 are in use as well as 1 and 0. Say what they mean in study.yaml ({at_waves})"
    if meaning_of(text) == "blank":
        return "It looks like a missing code. Say what it means in study.yaml"
    if described.kind == "yes-no":
        return "Say what it means in study.yaml"
    if described.choices:
        return f"Correct the choices ({nearest(text, described.choices)}), or say what it is in study.yaml"
    return "If it stands for no answer, say so in study.yaml"


def _code_lines(item, described, texts):
    """The line of an item's codes: those that it has already, well-known words, and room for all other ``texts``.

    ``texts`` tells how often each was given.  Below it stand the ways to place what is unclear, each in a line that
    counts once its # is away, with what it would do to the counts.
    """
    own = _item_codes(described)
    possible = MEANINGS if described.kind == "yes-no" else MEANINGS[2:]
    open_ones = ["0"] * ("1" in own.get("no", [])) + ["1"] * ("2" in texts)  # which may be anything beside these
    known = {text: meaning for text in texts if text not in open_ones and (meaning := _well_known(text)) in possible}
    unclear = [text for text in dict.fromkeys([*["1"] * ("2" in texts), *texts]) if text not in known]
    others = {kind: [text for text in own.get(kind, []) if text not in known] for kind in MEANINGS}
    codes = {kind: [*others[kind], *(text for text in known if known[text] == kind)] for kind in MEANINGS}
    shown = possible[:2] if unclear else ()
    comment = _what_to_do(unclear, known, possible, described.choices) + "; in place of its codes line" * bool(own)
    indent = "      "
    lines = [f":\n  items:\n    {item}:", f"{indent}codes: {_codes_in_braces(codes, shown)}   # {comment}"]
    for placed in _placings(unclear, possible):
        moved = {text for listed in placed.values() for text in listed}
        added = {kind: [*(t for t in codes[kind] if t not in moved), *placed.get(kind, [])] for kind in MEANINGS}
        if not any({"0", "1"} <= {*listed} for listed in added.values()):
            lines.append(f"{indent}# codes: {_codes_in_braces(added)}   # {_effect(placed, texts)}")
    if described.choices:
        lines += [f"{indent}{line}" for line in _choice_lines(described, unclear, texts)]
    return "\n".join(lines)


def _choice_lines(described, unclear, texts):
    """The ways to read unclear texts of a list: as choices of it, or as answers in people's own words.

    What was given once only may be own words; it is offered as a choice where several may be ticked and it is short.
    """
    several = described.kind == "ticks" and len(unclear) < 4
    likely = [text for text in unclear if texts[text] > 1 or (several and len(text) < 40)]
    if likely:
        choices = ", ".join(map(quoted, [*described.choices, *likely]))
        each = " and ".join(str(texts[text]) for text in likely)
        yield f"# choices: [{choices}]   # {each} more of these choices"
    if unclear:
        yield f"# other: Other   # {sum(texts[text] for text in unclear)} more Other, as answers in own words"


def _codes_in_braces(codes, shown=()):
    """Codes as they stand in a line of ``study.yaml``: the kinds that have any, and those to be ``shown`` without."""
    kinds = [f"{kind}: [{', '.join(map(quoted, codes[kind]))}]" for kind in MEANINGS if codes[kind] or kind in shown]
    return f"{{{', '.join(kinds)}}}"


def _placings(unclear, possible):
    """The ways to place one unclear text, or two that may be yes and no; more are for a person to write."""
    if len(unclear) == 1:
        return [{kind: unclear} for kind in possible]
    if len(unclear) == 2 and "yes" in possible:
        one, other = unclear
        return [{"yes": [one], "no": [other]}, {"yes": [other], "no": [one]}]
    return []


def _effect(placed, texts):
    """What a placing of ``texts`` does to the counts, in words; a text that is read already is not counted again."""
    numbers = {kind: sum(texts[text] for text in listed) for kind, listed in placed.items()}
    meanings = [f"{text} is {kind}" for kind, listed in placed.items() for text in listed if not texts[text]]
    return ", ".join([*meanings, *(f"{number:,} more {kind}" for kind, number in numbers.items() if number)])


def _what_to_do(unclear, known, possible, choices):
    """What a person does with a proposed line of codes: write the unclear texts into it, or change what is known."""
    if unclear:
        places = [*possible, *["the list of choices"] * bool(choices)]
        return f"write {', '.join(map(quoted, unclear))} where it belongs: {', '.join(places)}"
    others = MEANINGS[2:] if {*known.values()} == {"blank"} else possible
    return f"or {', '.join(kind for kind in others if kind not in known.values())}"


def _well_known(text):
    """What a text means that is a word for yes, for no or for no answer; a number that may mean either is none."""
    return "" if text == "2" else meaning_of(text)


def _lines(item, line):
    """The line of an item to add to ``study.yaml``."""
    return f"Say in study.yaml:\n  items:\n    {item}:\n      {line}"


def ask_about_personal_details(file, raw, item, findings):
    """Ask about words that seem to hold a name, an address or a number of a person; the text is not repeated."""
    for row, text in raw.items():
        detail = personal_detail(text)
        if detail:
            remedy = "Take it out of the file; or, once a person has read all answers to this question, s"
            remedy += _lines(item, "personal: checked")[1:]
            findings.ask(file, f"what may be {detail}", "text that names nobody", remedy, row=int(row), column=raw.name)
