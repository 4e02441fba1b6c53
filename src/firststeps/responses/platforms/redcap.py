"""REDCap: a row for each record and event, boxes in columns of their own, forms that say whether they are complete."""

import re

from firststeps.responses.platforms.export import OF_THE_PROGRAM, PERSONAL, Doubt, Export, has

NOTES = ("redcap_survey_identifier", "redcap_data_access_group", "redcap_repeat_instrument", "redcap_repeat_instance")
NOTES += ("Survey Identifier", "Data Access Group", "Repeat Instrument", "Repeat Instance", "Survey Timestamp")
PEOPLE = r"(e-?mail|phone|telephone|first[ _]?name|last[ _]?name)([_ ].*)?"
INCOMPLETE = ("0", "Incomplete")


def recognise(rows):
    """The :class:`Export` of a file of REDCap, raw or with labels, or None; ``rows`` are the first rows of the file."""
    names = [name.strip() for name in rows[0]]
    forms = [name for name in names if name.endswith("_complete") or re.fullmatch(r"Complete\?(\.\d+)?", name)]
    raw = has(names, "redcap_event_name") or (bool(forms) and has(names, "record_id"))
    if not raw and not (bool(forms) and (has(names, "Record ID") or has(names, "Event Name"))):
        return None
    stamps = [name for name in names if name.endswith("_timestamp")]
    program = dict.fromkeys([*NOTES, *forms, *stamps], OF_THE_PROGRAM)
    people = tuple(
        name for name in names if re.fullmatch(r"(e-?mail|phone|first_?name|last_?name)(_.*)?", name.lower())
    )
    doubts = tuple(Doubt(form, INCOMPLETE, "form not complete") for form in forms)
    repeated = "redcap_repeat_instrument" if raw else "Repeat Instrument"
    if has(names, repeated):
        again = {row[names.index(repeated)].strip() for row in rows[1:] if len(row) == len(names)} - {""}
        doubts = (Doubt(repeated, tuple(sorted(again)), "repeating form"), *doubts)
    wave = "redcap_event_name" if raw else "Event Name"
    export = Export("REDCap", program=program | dict.fromkeys(people, PERSONAL), personal=people, doubts=doubts)
    return Export(**{**vars(export), "wave": wave, "person": names[0]}).among(names)
