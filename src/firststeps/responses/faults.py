"""Answers that nobody may guess, as questions with the very lines of ``study.yaml`` that would settle them."""

from firststeps.responses.answers import ANSWERED, tidy
from firststeps.responses.personal import personal_detail
from firststeps.responses.words import meaning_of, quoted
from firststeps.study_parts import nearest

MEANINGS = ("yes", "no", "blank", "not applicable")
EXPECTED = {
    "not a number": "a number",
    "not a date": "a date",
    "impossible date": "a date that exists",
    "ambiguous date": "a date that can be read in one way",
    "two-digit year": "a year of four digits",
}


def ask_about(study, file, column, text, row, times, fault, item, found):
    """Put the fault of one different text of a column into ``found``: its first row, how often, and the remedy."""
    described = study.items[item]
    where = {"row": int(row), "column": column, "times": times}
    said = tidy(text)
    if fault == "impossible date":
        found.refuse(file, repr(said), EXPECTED[fault], "Correct the date in the file that you were given.", **where)
    elif fault == "outside the range":
        low, high = described.range
        remedy = "Correct it if it is a slip; or s" + _lines(item, "outside: set missing")[1:]
        found.ask(file, repr(said), f"{low:g} to {high:g}", remedy, **where)
    elif fault in ("ambiguous date", "two-digit year"):
        line = "dates: day-first   # or month-first" if fault == "ambiguous date" else "two_digit_years: 2000s"
        found.ask(file, repr(said), EXPECTED[fault], f"Say in study.yaml:\n  cleaning:\n    {line}", **where)
    else:
        found.unknown.setdefault(item, []).append((file, said, _expected(study, item, fault), where))


def ask_about_unknown(study, found):
    """Ask about the texts that no code explains, each with the one line that would settle all those of its item."""
    for item, several in found.unknown.items():
        described = study.items[item]
        hints = {said: _hint(described, said) for _, said, _, _ in several}
        added = {}
        for said, (_, meanings) in hints.items():
            added.setdefault(meanings[0], []).append(said)
        if "2" in hints and described.kind == "yes-no":
            added = {"yes": ["1", *added.get("yes", [])]} | {
                kind: texts for kind, texts in added.items() if kind != "yes"
            }
        for file, said, expected, where in several:
            remedy, meanings = hints[said]
            found.ask(file, repr(said), expected, remedy + _code_lines(item, described, added, meanings[1:]), **where)


def ask_about_one_sided(study, responses, found):
    """Ask about each yes-no question that was answered by yes alone or by no alone: are the codes right?

    The other answer may have been written in another way, left blank, or be among the codes of this one.
    """
    asked = [item for item, about in study.items.items() if about.kind == "yes-no" and about.one_sided == "ask"]
    rows = responses[responses["item"].isin(asked) & (responses["status"] == ANSWERED)]
    counts = rows.groupby(["item", "answer"], observed=True).size()
    for item in asked:
        said = {answer: int(counts.get((item, answer), 0)) for answer in ("yes", "no")}
        if sorted(map(bool, said.values())) == [False, True]:
            answer, other = sorted(said, key=said.get, reverse=True)
            codes = ", ".join(getattr(study.codes_of(item), answer))
            remedy = f"Which cells mean {other}? Say so in study.yaml (codes; now {answer}: {codes}). If it is right "
            remedy += f"that nobody said {other}, s{_lines(item, 'one_sided: checked')[1:]}"
            what = f"{answer} in every answer to {item} ({said[answer]:,})"
            found.ask("all files", what, "some answers of each kind", remedy)


def _expected(study, item, fault):
    described, codes = study.items[item], study.codes_of(item)
    if fault != "unknown":
        return f"{EXPECTED[fault]}, or a code for blank or not applicable"
    if described.kind == "yes-no":
        return f"yes ({', '.join(codes.yes)}) or no ({', '.join(codes.no)})"
    return f"one of {', '.join(described.choices)}"


def _hint(described, said):
    """What to do about an unknown text, and what it may mean, the likeliest first."""
    meaning = meaning_of(said)
    if described.kind == "yes-no" and said == "2":
        remedy, kinds = "Codes 1 and 2 are in use as well as 1 and 0. Say what they mean in study.yaml", MEANINGS[:2]
    elif meaning == "blank":
        remedy, kinds = "It looks like a missing code. Say what it means in study.yaml", MEANINGS[2:]
    elif described.kind == "yes-no":
        remedy, kinds = "Say what it means in study.yaml", MEANINGS
    elif described.choices:
        near = nearest(said, described.choices)
        remedy, kinds = f"Correct the choices ({near}), or say what it is in study.yaml", MEANINGS[2:]
    else:
        remedy, kinds = "If it stands for no answer, say so in study.yaml", MEANINGS[2:]
    return remedy, sorted(kinds, key=lambda kind: kind != meaning)


def _code_lines(item, described, added, others):
    """The line of an item's codes: those that it has already, with ``added`` to them."""
    own = described.codes.model_dump(by_alias=True, include=described.codes.model_fields_set) if described.codes else {}
    codes = {kind: dict.fromkeys([*own.get(kind, []), *added.get(kind, [])]) for kind in MEANINGS}
    said = ", ".join(f"{kind}: [{', '.join(map(quoted, texts))}]" for kind, texts in codes.items() if texts)
    instead = "; in place of its codes line" if own else ""
    return f":\n  items:\n    {item}:\n      codes: {{{said}}}   # or {', '.join(others)}{instead}"


def _lines(item, line):
    return f"Say in study.yaml:\n  items:\n    {item}:\n      {line}"


def ask_about_personal_details(file, raw, item, found):
    """Ask about words that seem to hold a name, an address or a number of a person; the text is not repeated."""
    for row, text in raw.items():
        detail = personal_detail(text)
        if detail:
            remedy = "Take it out of the file; or, once a person has read all answers to this question, s"
            remedy += _lines(item, "personal: checked")[1:]
            found.ask(file, f"what may be {detail}", "text that names nobody", remedy, row=int(row), column=raw.name)
