"""What a Word file needs beside what pandoc writes: whole rows of tables, room below them, numbered lines, a stamp."""

import re
import zipfile

from firststeps.files import writing

STAMP = "made-from"  # the property that says from which state of its paper a file was made
BELOW = 120  # twentieths of a point between a table and a text whose style leaves no room above itself
_NUMBERED = '<w:lnNumType w:countBy="1" w:restart="continuous"/>'
_MARGINS = re.compile(r"<w:pgMar\b[^>]*/>")  # behind which the schema wants it, and before nothing that we write
_ROW = re.compile(r"<w:tr>(<w:trPr>)?")  # as pandoc writes each
_AFTER_TABLE = re.compile(  # as far as the schema wants it before the room
    r"</w:tbl>\s*(?:<w:bookmark(?:Start|End)\b[^>]*/>\s*)*<w:p>\s*<w:pPr>\s*"
    r'<w:pStyle w:val="(?:BodyText|Compact|Synthetic)" ?/>(?:<w:numPr>.*?</w:numPr>)?'
)


def finishing(numbered=False):
    """Give the change that keeps each row of a table on one page and the text below a table off its rule.

    ``numbered`` counts the lines, too: Word counts those of the text; those of tables have no numbers.  A row that is
    longer than a page is parted none the less.
    """

    def change(name, content):
        """Give a part of the document, changed where it is the text."""
        if name != "word/document.xml":
            return content
        text = _ROW.sub(_whole, content.decode("utf-8"))
        text = _AFTER_TABLE.sub(lambda begin: f'{begin[0]}<w:spacing w:before="{BELOW}"/>', text)
        return (_MARGINS.sub(lambda margins: margins[0] + _NUMBERED, text) if numbered else text).encode()

    return change


def _whole(row):
    """Give the begin of a row that is not parted; what else is said of it stands behind.

    >>> _whole(_ROW.match("<w:tr><w:tc>")), _whole(_ROW.match("<w:tr><w:trPr><w:tblHeader"))
    ('<w:tr><w:trPr><w:cantSplit/></w:trPr>', '<w:tr><w:trPr><w:cantSplit/>')
    """
    return f"<w:tr><w:trPr><w:cantSplit/>{'' if row[1] else '</w:trPr>'}"


def rewrite(path, changes, added=()):
    """Write the Word document ``path`` anew, the same bytes for the same document.

    Each part goes through all ``changes``, functions of its name and content.  ``added`` are names and contents of
    parts that it did not have; they go through them, too.  A picture is not compressed again, which would take half the
    time of the rest and save nothing.
    """
    with zipfile.ZipFile(path) as package:
        parts = [(part, package.read(part)) for part in package.infolist()]
    parts += [(zipfile.ZipInfo(name, parts[0][0].date_time), content) for name, content in added]
    with writing(path) as scratch, zipfile.ZipFile(scratch, "w") as package:
        for part, content in parts:
            part.compress_type = zipfile.ZIP_STORED if part.filename.endswith(".png") else zipfile.ZIP_DEFLATED
            for change in changes:
                content = change(part.filename, content)
            package.writestr(part, content)
