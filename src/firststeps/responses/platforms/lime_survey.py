"""LimeSurvey: with codes or texts of questions as names, boxes as ``[SQ001]``, and a date only once submitted."""

from firststeps.responses.platforms.export import NUMBERS_RESPONSES, OF_THE_PROGRAM, PERSONAL, Doubt, Export, has

NOTES = ("lastpage", "startlanguage", "seed", "startdate", "datestamp", "submitdate", "refurl", "interviewtime")
NOTES += ("Last page", "Start language", "Seed", "Date started", "Date last action", "Date submitted", "Referrer URL")
NOTES += ("Total time",)
PEOPLE = ("ipaddr", "IP address", "firstname", "lastname", "First name", "Last name", "Email address")


def recognise(rows):
    """The :class:`Export` of a file of LimeSurvey, or None; ``rows`` are the first rows of the file."""
    names = [name.strip().removeprefix("\ufeff") for name in rows[0]]
    if has(names, "submitdate", "startlanguage"):
        number, submitted = "id", "submitdate"
    elif has(names, "Date submitted", "Start language"):
        number, submitted = "Response ID", "Date submitted"
    else:
        return None
    program = dict.fromkeys(NOTES, OF_THE_PROGRAM) | {number: NUMBERS_RESPONSES} | dict.fromkeys(PEOPLE, PERSONAL)
    doubts = (Doubt(submitted, ("",), "unfinished"),)
    return Export("LimeSurvey", program=program, personal=PEOPLE, date=submitted, doubts=doubts).among(names)
