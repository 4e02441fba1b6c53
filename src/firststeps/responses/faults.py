"""Answers that nobody may guess, as questions with the very lines of ``study.yaml`` that would settle them."""

from firststeps.responses.answers import tidy
from firststeps.responses.personal import personal_detail
from firststeps.study_parts import nearest

MISSING_LIKE = {
    "99",
    "999",
    "-9",
    "9",
    "88",
    "-99",
    "n/a",
    "na",
    "nil",
    "none",
    "-",
    ".",
    "?",
    "dk",
    "don't know",
    "nk",
    "missing",
}
SAY = len("Say in study.yaml")
EXPECTED = {
    "not a number": "a number",
    "not a date": "a date",
    "impossible date": "a date that exists",
    "ambiguous date": "a date that can be read in one way",
    "two-digit year": "a year of four digits",
}


def ask_about(study, file, raw, text, rows, fault, item, found):
    """Put the fault of one different text of a column into ``found``: its first row, how often, and the remedy."""
    described = study.items[item]
    where = {"row": int(rows[0]), "column": raw.name, "times": len(rows)}
    said = tidy(text)
    if fault == "impossible date":
        found.refuse(file, repr(said), EXPECTED[fault], "Correct the date in the file that you were given.", **where)
    elif fault == "outside the range":
        low, high = described.range
        found.ask(file, repr(said), f"{low:g} to {high:g}", _lines(item, "outside: set missing"), **where)
    elif fault in ("ambiguous date", "two-digit year"):
        line = "dates: day-first   # or month-first" if fault == "ambiguous date" else "two_digit_years: 2000s"
        found.ask(file, repr(said), EXPECTED[fault], f"Say in study.yaml:\n  cleaning:\n    {line}", **where)
    else:
        found.ask(file, repr(said), _expected(study, item, fault), _remedy(described, item, said), **where)


def _expected(study, item, fault):
    described, codes = study.items[item], study.codes_of(item)
    if fault != "unknown":
        return f"{EXPECTED[fault]}, or a code for blank or not applicable"
    if described.kind == "yes-no":
        return f"yes ({', '.join(codes.yes)}) or no ({', '.join(codes.no)})"
    return f"one of {', '.join(described.choices)}"


def _remedy(described, item, said):
    if said.casefold() in MISSING_LIKE:
        return "It looks like a missing code. " + _code_lines(item, said, "blank", "not applicable")
    if described.kind == "yes-no":
        if said == "2":
            remedy = "Codes 1 and 2 are in use as well as 1 and 0. Say what they mean in study.yaml"
            return remedy + _lines(item, 'codes: {yes: ["1"], no: ["2"]}   # or the other way round')[SAY:]
        return _code_lines(item, said, "yes", "no, blank, not applicable")
    if not described.choices:
        return "If it stands for no answer: s" + _code_lines(item, said, "blank", "not applicable")[1:]
    near = nearest(said, described.choices)
    return f"Correct the choices ({near}), or say what it is. " + _code_lines(item, said, "blank", "not applicable")


def _code_lines(item, said, meaning, others):
    lines = _lines(item, f'codes: {{{meaning}: ["{said}"]}}   # or {others}')
    return "Say what it means in study.yaml" + lines[SAY:]


def _lines(item, line):
    return f"Say in study.yaml:\n  items:\n    {item}:\n      {line}"


def ask_about_personal_details(file, raw, item, found):
    """Ask about free text that seems to hold a name, an address or a number of a person; the text is not repeated."""
    for row, text in raw.items():
        detail = personal_detail(text)
        if detail:
            remedy = "Take it out of a copy of the file; or, once all answers were read, " + _lines(
                item, "personal: checked"
            )
            found.ask(file, f"what may be {detail}", "text that names nobody", remedy, row=int(row), column=raw.name)
