"""The same evaluations written in another way: other orders, names, separators and languages change no table."""

import csv
import io
from dataclasses import replace

# rows that hold no answers; one in the other files
HEADS = {"A01-qualtrics": 3, "B01-qualtrics-numeric": 3, "B28-qualtrics-numbers-moved": 3, "B64-qualtrics-reworded": 3}
HEADS |= {
    "B02-surveymonkey-condensed": 2,
    "B12-sosci": 2,
    "B52-second-row-explains": 2,
    "C19-questions-below-numbers": 2,
    "C29-headings-say-when": 3,
    "F18-qualtrics-boxes-seen": 3,
}
NOT_RENAMED = (
    "A29-wide-background",
    "B57-arm-called-group",
    "C07-arabic",
    "C14-questions-numbered-in-waves",
    "C18-cyrillic",
)  # the word of the question is in other names, or the wave; or it is stored in other letters
ONE_ORDER = ("B38-sep-line", "B43-csv-totals", "C23-codes-once", "F09-month-of-each-row")  # rows stay where they are
NEW_NAME = "Groupwork"
WORDS = {"Yes": "Ja", "No": "Nein", "yes": "ja", "no": "nein"}
PREVIEWED = ("A01-qualtrics", "A27-qualtrics-labels-deleted")


def columns_turned(head, rows, case):
    """The columns in the opposite order."""
    return [row[::-1] for row in head], [row[::-1] for row in rows]


def rows_turned(head, rows, case):
    """The rows in the opposite order."""
    return head, rows[::-1]


def question_renamed(head, rows, case):
    """The question of the first table called otherwise."""
    word = case.right["question"][-1]
    return [[cell.replace(word, NEW_NAME) for cell in row] for row in head], rows


def translated(head, rows, case):
    """Yes and no in German."""
    return head, [[WORDS.get(cell, cell) for cell in row] for row in rows]


def previewed(head, rows, case):
    """One more preview, by whoever made the survey, with another code than anybody's."""
    status, code = head[0].index("Status"), head[0].index("Q2")
    preview = list(rows[1])
    preview[status], preview[code] = "Survey Preview", "TEST77"
    return head, [*rows, preview]


def as_it_is(head, rows, case):
    """The same rows; what changes is the separator."""
    return head, rows


CHANGES = {
    "columns turned": columns_turned,
    "rows turned": rows_turned,
    "question renamed": question_renamed,
    "semicolons": as_it_is,
    "tabs": as_it_is,
    "translated": translated,
    "one more preview": previewed,
}
SEPARATORS = {"semicolons": ";", "tabs": "\t"}


def can(case, change):
    """Whether a change leaves what is right as it is."""
    if any(path.suffix != ".csv" for path in case.files) or case.right.get("no study") or case.name in ONE_ORDER:
        return False
    first_counts = case.knows.get("conflicts") == "first"
    return {
        "rows turned": not first_counts,
        "one more preview": case.name in PREVIEWED,
        "question renamed": bool(case.right.get("question")) and case.name not in NOT_RENAMED,
    }.get(change, True)


def transformed(case, change, folder):
    """The case with each of its files changed, in ``folder``."""
    files = tuple(_written(path, case, change, folder / path.name) for path in case.files)
    renamed = {"question": [NEW_NAME]} if change == "question renamed" else {}
    return replace(case, files=files, right=case.right | renamed)


def _written(path, case, change, target):
    content = path.read_bytes()
    try:
        encoding, text = "utf-8", content.decode("utf-8-sig")
    except UnicodeDecodeError:
        encoding, text = "cp1252", content.decode("cp1252")
    first = text.split("\n", 1)[0]
    separator = max(",;", key=first.count)
    records = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    start = HEADS.get(case.name, 1)
    head, rows = CHANGES[change](records[:start], records[start:], case)
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=SEPARATORS.get(change, separator)).writerows([*head, *rows])
    target.write_bytes(written.getvalue().encode(encoding))
    return target
