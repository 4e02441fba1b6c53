"""Qualtrics: three rows of names, questions and ImportIds, or what people leave of them."""

import re

from firststeps.responses.given.heads import Head
from firststeps.responses.platforms.export import NUMBERS_RESPONSES, OF_THE_PROGRAM, PERSONAL, Doubt, Export, has

NOTES = ("StartDate", "EndDate", "Status", "Progress", "Duration (in seconds)", "Finished", "RecordedDate")
NOTES += ("DistributionChannel", "UserLanguage", "Q_RecaptchaScore", "Q_RelevantIDDuplicate", "Q_BallotBoxStuffing")
NOTES += ("Start Date", "End Date", "Response Type", "Recorded Date", "Distribution Channel", "User Language")
PEOPLE = ("IPAddress", "RecipientLastName", "RecipientFirstName", "RecipientEmail")
PEOPLE += ("LocationLatitude", "LocationLongitude", "IP Address", "Recipient Last Name", "Recipient First Name")
PEOPLE += ("Recipient Email", "Location Latitude", "Location Longitude")
PREVIEWS = ("Survey Preview", "Survey Test", "Preview", "1", "2")
SPAM = ("Spam", "Possible Spam", "Survey Preview Spam", "Preview Spam", "8", "9")


def recognise(rows):
    """The :class:`Export` of a file of Qualtrics, or None; ``rows`` are the first rows of the file."""
    names = rows[0]
    if has(names, "StartDate", "EndDate", "ResponseId"):
        code, status = "ResponseId", "Status"
    elif has(names, "Start Date", "End Date", "Response Type", "Response ID"):
        code, status = "Response ID", "Response Type"
    else:
        return None
    program = dict.fromkeys(NOTES, OF_THE_PROGRAM) | {code: NUMBERS_RESPONSES} | dict.fromkeys(PEOPLE, PERSONAL)
    date = "RecordedDate" if code == "ResponseId" else "Recorded Date"
    doubts = (
        Doubt(status, PREVIEWS, "preview"),
        Doubt(status, SPAM, "spam"),
        Doubt("Finished", ("False", "0", "No"), "unfinished"),
    )
    begun = "StartDate" if code == "ResponseId" else "Start Date"
    head = _head(rows, [name.strip() for name in names].index(begun))
    return Export("Qualtrics", head, program, PEOPLE, date=date, doubts=doubts).among(names)


def _head(rows, dated):
    """The rows below the names that are nobody's: the questions, and the ImportIds that Qualtrics keeps of them."""
    labels, skip = 0, []
    for number, row in enumerate(rows[1:3], start=2):
        if any('"ImportId"' in cell or "'ImportId'" in cell for cell in row):
            skip.append(number)
        elif dated < len(row) and re.fullmatch(r"[A-Za-z ]+", row[dated].strip()):
            labels = number
    return Head((1,), labels, tuple(skip))
