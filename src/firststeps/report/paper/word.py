"""What a Word file needs beside what pandoc writes: lines that are numbered through, for reviewers; its stamp."""

import re
import zipfile

from firststeps.files import writing

STAMP = "made-from"  # the property that says from which state of its paper a file was made
_NUMBERED = '<w:lnNumType w:countBy="1" w:restart="continuous"/>'
_MARGINS = re.compile(r"<w:pgMar\b[^>]*/>")  # behind which the schema wants it, and before nothing that we write


def number_lines(path):
    """Number the lines of the Word document ``path`` from its first to its last; the same bytes for the same document.

    Word counts the lines of the text; those of tables have no numbers.
    """
    change_parts(path, _numbered)


def change_parts(path, change, added=()):
    """Let ``change``, which takes name and bytes of a part of the Word document ``path``, give the bytes of each part.

    ``added`` are names and bytes of new parts, which are changed as well.  The same document has the same bytes.
    """
    with zipfile.ZipFile(path) as package:
        parts = [(part, package.read(part)) for part in package.infolist()]
    for name, content in added:
        part = zipfile.ZipInfo(name, parts[0][0].date_time)
        part.compress_type = zipfile.ZIP_DEFLATED
        parts.append((part, content))
    with writing(path) as scratch, zipfile.ZipFile(scratch, "w") as package:
        for part, content in parts:
            package.writestr(part, change(part.filename, content))


def _numbered(name, content):
    """Give the content of a part of a Word document, of its text with line numbers."""
    if name != "word/document.xml":
        return content
    return _MARGINS.sub(lambda margins: margins[0] + _NUMBERED, content.decode("utf-8")).encode()
