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

    def change(name, content):
        """Give a part of the document, its margins followed by the numbers where it is the text."""
        if name != "word/document.xml":
            return content
        return _MARGINS.sub(lambda margins: margins[0] + _NUMBERED, content.decode("utf-8")).encode()

    rewrite(path, change)


def rewrite(path, change, added=()):
    """Write the Word document ``path`` anew: each part is what ``change(name, content)`` gives of it.

    ``added`` are names and contents of parts that it did not have; they go through ``change`` too.  A picture is not
    compressed again, which would take half the time of the rest and save nothing.
    """
    with zipfile.ZipFile(path) as package:
        parts = [(part, package.read(part)) for part in package.infolist()]
    parts += [(zipfile.ZipInfo(name, parts[0][0].date_time), content) for name, content in added]
    with writing(path) as scratch, zipfile.ZipFile(scratch, "w") as package:
        for part, content in parts:
            part.compress_type = zipfile.ZIP_STORED if part.filename.endswith(".png") else zipfile.ZIP_DEFLATED
            package.writestr(part, change(part.filename, content))
