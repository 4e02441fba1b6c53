"""SurveyMonkey: a row of questions, and below it one of their choices."""

from firststeps.responses.given.heads import SAYS_NOTHING, Head
from firststeps.responses.platforms.export import NUMBERS_RESPONSES, OF_THE_PROGRAM, PERSONAL, Export, has

NOTES = (
    "Collector ID",
    "Start Date",
    "End Date",
    "Date Created",
    "Date Modified",
    "CollectorID",
    "StartDate",
    "EndDate",
)
PEOPLE = (
    "IP Address",
    "Email Address",
    "First Name",
    "Last Name",
    "IPAddress",
    "EmailAddress",
    "FirstName",
    "LastName",
)


def recognise(rows):
    """The :class:`Export` of a file of SurveyMonkey, or None; ``rows`` are the first rows of the file."""
    names = rows[0]
    number = next((name for name in names if name.strip().casefold() in ("respondent id", "respondentid")), "")
    if not number or not (has(names, "Collector ID") or has(names, "CollectorID")):
        return None
    below = [cell.strip().casefold() for cell in rows[1]] if len(rows) > 1 else []
    choices = {*below} & SAYS_NOTHING and not below[names.index(number)]
    head = Head((1, 2)) if choices else Head()
    program = dict.fromkeys(NOTES, OF_THE_PROGRAM) | {number: NUMBERS_RESPONSES} | dict.fromkeys(PEOPLE, PERSONAL)
    return Export("SurveyMonkey", head, program, PEOPLE, date="End Date").among(names)
