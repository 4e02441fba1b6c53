"""Platforms told by the names of their columns: Google, Microsoft, Jotform, Typeform, Jisc, SoSci, OpenClinica ..."""

import re
from dataclasses import replace

from firststeps.responses.given.heads import Head
from firststeps.responses.platforms.export import NUMBERS_RESPONSES, OF_THE_PROGRAM, PERSONAL, Doubt, Export, has

STAMPS = {"timestamp", "zeitstempel", "horodateur", "marca temporal", "carimbo de data/hora", "tijdstempel"}
STAMPS |= {"informazioni cronologiche", "sygnatura czasowa", "tidsstempel", "tidsst\u00e4mpel"}
ADDRESSES = ("Email address", "Email Address", "Username", "E-Mail-Adresse", "Adresse e-mail", "Email", "E-mail")
# The names that Microsoft Forms gives in several languages: begun, completed, last changed; address and name.
MICROSOFT = (
    ("Start time", "Completion time", "Last modified time", "Email", "Name"),
    ("Startzeit", "Fertigstellungszeit", "Uhrzeit der letzten Änderung", "E-Mail", "Name"),
    ("Heure de début", "Heure de fin", "Heure de la dernière modification", "Adresse de messagerie", "Nom"),
    ("Hora de inicio", "Hora de finalización", "Hora de la última modificación", "Correo electrónico", "Nombre"),
    ("Begintijd", "Tijd van voltooien", "Tijdstip van laatste wijziging", "E-mail", "Naam"),
    ("Hora de início", "Hora de conclusão", "Hora da última modificação", "Email", "Nome"),
    ("Godzina rozpoczęcia", "Godzina ukończenia", "Godzina ostatniej modyfikacji", "Adres e-mail", "Nazwa"),
    ("Ora di inizio", "Ora di completamento", "Ora dell'ultima modifica", "Posta elettronica", "Nome"),
)
MICROSOFT_NOTES = ("Total points", "Quiz feedback", "Language", "Zeitpunkt der letzten Änderung")
JOTFORM = ("Submission Date", "Last Update Date", "Flow Status", "Form Version")
JOTFORM_PEOPLE = (
    "IP",
    "Submission IP",
    "First Name",
    "Last Name",
    "E-mail",
    "Email",
    "Phone Number",
    "Address",
    "Name",
)
TYPEFORM = ("Start Date (UTC)", "Stage Date (UTC)", "Submit Date (UTC)", "Network ID", "Tags", "Ending")
JISC = ("Completion date", "Date submitted", "Completion time", "Started", "Finished")
SOSCI = ("REF", "MODE", "STARTED", "LASTDATA", "FINISHED", "Q_VIEWER", "LASTPAGE", "MAXPAGE", "MAILSENT", "TIME_SUM")
SOSCI += ("TIME_RSI", "MISSING", "MISSREL", "DEG_TIME", "LANGUAGE")
UNIPARK = ("external_lfdn", "tester", "dispcode", "lastpage", "quality", "duration", "browser", "referer")
UNIPARK += ("device_type", "ats")
UNIPARK += ("participant_browser", "participant_browser_version", "participant_os", "quota", "quota_assignment")
UNIPARK += ("page_history", "hflip", "vflip", "output_mode", "javascript", "flash", "session_id", "language", "cleaned")
UNIPARK += ("date_of_last_access", "date_of_first_mail")
EPI_INFO = ("RECSTATUS", "FKEY", "FirstSaveTime", "LastSaveTime", "FirstSaveLogonName", "LastSaveLogonName")
# what OpenClinica notes of each visit, as in StartDate_E1, and of each form of it, as in VersionName_E1_C1
OPENCLINICA = r"((Location|StartDate|EndDate|SubjectEventStatus|AgeAtEvent)_E\d+"
OPENCLINICA += r"|(InterviewerName|InterviewDate|CRFVersionStatus|VersionName)_E\d+(_\d+)?_C\d+)(_\d+)*"
UNFINISHED = ("11", "12", "20", "21", "22", "23")  # not begun, under way, broken off, taken up again

DELETED = Doubt("RECSTATUS", ("0",), "rejected")
REMOVED = Doubt("Subject Status", ("removed", "auto-removed"), "rejected")


def recognise(rows):
    """The :class:`Export` of a file of one of these platforms, or None; ``rows`` are the first rows of the file."""
    names = [name.strip() for name in rows[0]]
    for begun, completed, changed, address, name in MICROSOFT:
        if has(names, begun, completed) and re.fullmatch(r"id\.?|identyfikator", names[0], re.IGNORECASE):
            program = dict.fromkeys((begun, completed, changed, *MICROSOFT_NOTES), OF_THE_PROGRAM)
            program |= {names[0]: NUMBERS_RESPONSES}
            return _export("Microsoft Forms", names, program, (address, name), completed)
    if has(names, "Submission Date") and (has(names, "Submission ID") or has(names, "IP")):
        program = dict.fromkeys(JOTFORM, OF_THE_PROGRAM) | {"Submission ID": NUMBERS_RESPONSES}
        return _export("Jotform", names, program, JOTFORM_PEOPLE, "Submission Date")
    if has(names, "Submit Date (UTC)", "Network ID"):
        program = dict.fromkeys(TYPEFORM, OF_THE_PROGRAM) | {"#": NUMBERS_RESPONSES}
        return _export("Typeform", names, program, (), "Submit Date (UTC)")
    if has(names, "Unique Response Number"):
        program = dict.fromkeys(JISC, OF_THE_PROGRAM) | {"Unique Response Number": NUMBERS_RESPONSES}
        return _export("Jisc Online Surveys", names, program, ("Email", "IP address"), "Completion date")
    if has(names, "lfdn", "dispcode"):
        program = dict.fromkeys(UNIPARK, OF_THE_PROGRAM) | {"lfdn": NUMBERS_RESPONSES}
        export = _export("Unipark", names, program, (), "datetime")
        return replace(export, doubts=(Doubt("dispcode", UNFINISHED, "unfinished"),)).among(names)
    if has(names, "CASE", "QUESTNNR", "STARTED"):
        return _sosci(names, rows)
    if has(names, "GlobalRecordId", "RECSTATUS"):
        program = dict.fromkeys(EPI_INFO, OF_THE_PROGRAM)
        program |= dict.fromkeys(("GlobalRecordId", "UniqueKey"), NUMBERS_RESPONSES)
        return replace(_export("Epi Info", names, program, (), ""), doubts=(DELETED,)).among(names)
    if has(names, "Study Subject ID") and any(notes := [re.fullmatch(OPENCLINICA, name, re.I) for name in names]):
        program = {name: OF_THE_PROGRAM for name, note in zip(names, notes, strict=True) if note}
        program |= dict.fromkeys(("Protocol ID", "Subject Status"), OF_THE_PROGRAM)
        export = _export("OpenClinica", names, program, ("Date of Birth", "Person ID", "Secondary ID"), "")
        return replace(export, person="Study Subject ID", doubts=(REMOVED,)).among(names)
    if stamp := next((name for name in names if name.casefold() in STAMPS), ""):
        return _export("Google Forms", names, {stamp: OF_THE_PROGRAM}, ADDRESSES, stamp)
    return None


def _sosci(names, rows):
    """SoSci Survey: short names, the questions below them in most files, and what was only tried out."""
    place = names.index("CASE")
    labelled = len(rows) > 1 and not rows[1][place].strip().isdigit()
    pages = [name for name in names if re.fullmatch(r"TIME\d{3}", name)]
    program = dict.fromkeys((*SOSCI, *pages), OF_THE_PROGRAM) | {"CASE": NUMBERS_RESPONSES}
    doubts = (
        Doubt("MODE", ("pretest", "debug", "admin", "test", "preview"), "tried out"),
        Doubt("FINISHED", ("0", "FALSE"), "unfinished"),
        Doubt("Q_VIEWER", ("1", "TRUE"), "only looked at"),
    )
    export = _export("SoSci Survey", names, program, (), "STARTED")
    return replace(export, head=Head((1,), 2) if labelled else Head((1,)), doubts=doubts).among(names)


def _export(platform, names, program, people, date):
    """The export of a platform, with its columns about people."""
    return Export(platform, program=program | dict.fromkeys(people, PERSONAL), personal=people, date=date).among(names)
