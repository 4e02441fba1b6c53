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
    with zipfile.ZipFile(path) as package:
        parts = [(part, package.read(part)) for part in package.infolist()]
    with writing(path) as scratch, zipfile.ZipFile(scratch, "w") as package:
        for part, content in parts:
            if part.filename == "word/document.xml":
                content = _MARGINS.sub(lambda margins: margins[0] + _NUMBERED, content.decode("utf-8")).encode()
            package.writestr(part, content)
