"""KoboToolbox and ODK: groups in the names of columns, and notes of the server behind the answers."""

from firststeps.responses.platforms.export import NUMBERS_RESPONSES, OF_THE_PROGRAM, PERSONAL, Doubt, Export, has

NOTES = (
    "start",
    "end",
    "today",
    "deviceid",
    "_submission_time",
    "_validation_status",
    "_notes",
    "_status",
    "__version__",
)
NOTES += ("_tags", "_xform_id_string", "_attachments", "_bamboo_dataset_id", "SubmissionDate", "AttachmentsPresent")
NOTES += ("AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion", "formhub/uuid")
NUMBERS = ("_id", "_uuid", "_index", "_parent_index", "KEY", "instanceID", "meta/instanceID", "meta-instanceID")
NUMBERS += ("meta/rootUuid", "meta/instanceName")
PEOPLE = ("_submitted_by", "username", "phonenumber", "subscriberid", "simserial", "SubmitterID", "SubmitterName")
PEOPLE += ("_geolocation", "_geolocation/0", "_geolocation/1", "email")


def recognise(rows):
    """The :class:`Export` of a file of KoboToolbox or ODK, or None; ``rows`` are the first rows of the file."""
    names = rows[0]
    kobo = has(names, "_uuid", "_submission_time")
    if not kobo and not has(names, "SubmissionDate", "KEY"):
        return None
    program = dict.fromkeys(NOTES, OF_THE_PROGRAM) | dict.fromkeys(NUMBERS, NUMBERS_RESPONSES)
    date = "_submission_time" if kobo else "SubmissionDate"
    doubts = (Doubt("_validation_status", ("Not approved", "validation_status_not_approved"), "not approved"),)
    doubts += (Doubt("ReviewState", ("rejected",), "rejected"),)
    platform = "KoboToolbox" if kobo else "ODK"
    export = Export(platform, program=program | dict.fromkeys(PEOPLE, PERSONAL), personal=PEOPLE, date=date)
    return Export(**{**vars(export), "doubts": doubts}).among(names)
