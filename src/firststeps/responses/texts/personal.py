"""Free text that seems to name or locate somebody; a person decides, this only points."""

import re

PATTERNS = {
    "an e-mail address": r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+",
    "a telephone number": r"(?<!\d)(?:\+44\s?|0)(?:\d[\s-]?){9,10}(?!\d)",
    "a postcode": r"\b[A-Z]{1,2}\d[A-Z\d]?\s+\d[A-Z]{2}\b",
    "a National Insurance number": r"\b[A-CEGHJ-PR-TW-Z]{2}\s?(?:\d{2}\s?){3}[A-D]\b",
    "a name": r"\b(?:Dr|Mr|Mrs|Ms|Miss|Prof)\.?\s+[A-Z][a-z]+|\b[Mm]y name is\s+[A-Z][a-z]+|\b[Cc]alled\s+[A-Z][a-z]+",
}
COMPILED = {what: re.compile(pattern) for what, pattern in PATTERNS.items()}
TEN_DIGITS = re.compile(r"(?<!\d)\d{3}[\s-]?\d{3}[\s-]?\d{4}(?!\d)")


def personal_detail(text):
    """What of a person ``text`` seems to hold, or an empty text.

    >>> personal_detail("ring me on 01632 960 001"), personal_detail("the OT, Mrs Example, was kind")
    ('a telephone number', 'a name')
    >>> personal_detail("We meet at 10 on 12 May")
    ''
    """
    if any(is_nhs_number(digits) for digits in TEN_DIGITS.findall(text)):
        return "an NHS number"
    return next((what for what, pattern in COMPILED.items() if pattern.search(text)), "")


def is_nhs_number(written):
    """True if the ten digits have the check digit of an NHS number (modulus 11).

    >>> is_nhs_number("943 476 5919"), is_nhs_number("943 476 5918")
    (True, False)
    """
    digits = [int(d) for d in re.sub(r"\D", "", written)]
    check = (11 - sum(d * weight for d, weight in zip(digits, range(10, 1, -1), strict=False)) % 11) % 11
    return len(digits) == 10 and check == digits[9]
