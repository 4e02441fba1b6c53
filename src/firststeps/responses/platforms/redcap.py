"""REDCap: a row for each record and event, boxes in columns of their own, forms that say whether they are complete."""

import re

from firststeps.responses.platforms.export import OF_THE_PROGRAM, PERSONAL, Doubt, Export, has

NOTES = ("redcap_survey_identifier", "redcap_data_access_group", "redcap_repeat_instrument", "redcap_repeat_instance")
NOTES += ("Survey Identifier", "Data Access Group", "Repeat Instrument", "Repeat Instance", "Survey Timestamp")
PEOPLE = r"(e-?mail|phone|first_?name|last_?name)(_.*)?"  # with labels they are told as in any other file
MOST_WAVES = 12
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
    people = tuple(name for name in names if re.fullmatch(PEOPLE, name.lower()))
    doubts = tuple(Doubt(form, INCOMPLETE, "form not complete") for form in forms)
    repeated = "redcap_repeat_instrument" if raw else "Repeat Instrument"
    instance = "redcap_repeat_instance" if raw else "Repeat Instance"
    if has(names, repeated, instance) and _instances_are_waves(names, rows[1:], repeated, instance):
        doubts = (Doubt(repeated, ("",), "not of the repeated form"),)
        program.pop(instance)
    elif has(names, repeated):
        again = {row[names.index(repeated)].strip() for row in rows[1:] if len(row) == len(names)} - {""}
        doubts = (Doubt(repeated, tuple(sorted(again)), "repeating form"), *doubts)
    wave = "redcap_event_name" if raw else "Event Name"
    export = Export("REDCap", program=program | dict.fromkeys(people, PERSONAL), personal=people, doubts=doubts)
    return Export(**{**vars(export), "wave": wave, "person": names[_record(names)]}).among(names)


def _record(names):
    """The place of the column of records: that of its usual name, else the first, as REDCap writes it."""
    return next((place for place, name in enumerate(names) if name in ("record_id", "Record ID")), 0)


def _instances_are_waves(names, rows, repeated, instance):
    """Whether one form was filled in several times, in which case its instances are waves, and nothing else says when.

    All rows of other forms leave its questions empty; nobody has two rows of one instance.
    """
    events = [names.index(name) for name in ("redcap_event_name", "Event Name") if name in names]
    rows = [[cell.strip() for cell in row] for row in rows if len(row) == len(names)]
    record, form, number = _record(names), names.index(repeated), names.index(instance)
    again, others = [row for row in rows if row[form]], [row for row in rows if not row[form]]
    keys = [(row[record], row[number]) for row in again]
    if len({row[form] for row in again}) != 1 or any(len({row[event] for row in rows}) > 1 for event in events):
        return False
    if not 1 < len({row[number] for row in again}) <= MOST_WAVES or len({*keys}) < len(keys):
        return False
    asked = [
        place for place in range(len(names)) if place not in (record, form, number) and any(row[place] for row in again)
    ]
    return bool(asked) and not any(row[place] for row in others for place in asked if not _is_note(names[place]))


def _is_note(name):
    """Whether REDCap itself fills a column."""
    return name.endswith(("_complete", "_timestamp")) or name.startswith("Complete?")
