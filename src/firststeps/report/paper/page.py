"""A page that carries all it shows within itself: one file can be sent and kept without the folder it came from.

pandoc can do so too, and takes as long for it as for the page.
"""

import base64
import mimetypes
import re

from firststeps.files import write_text

_STYLESHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)" ?/?>')
_SOURCE = re.compile(
    r'(<(?:img|script|source|video|audio)\b[^>]*? src=)"([^":]+)"'
)  # a colon leads elsewhere, or holds it already
_ADDRESS = re.compile(r"""url\(["']?([^"'):]+)["']?\)""")


def carry(path):
    """Put the style sheets, pictures and all else that the page ``path`` shows, of its folder, into the page itself.

    What does not lie there, as a page of the web, stays an address.
    """
    folder = path.parent.resolve()

    def held(name):
        """Give the file of that name, where it lies in the folder."""
        file = (folder / name).resolve()
        return file if file.is_relative_to(folder) and file.is_file() else None

    def data(name):
        """Give a file of the folder as an address that holds it; one that leads elsewhere as it is."""
        if not (file := held(name)):
            return name
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return f"data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()}"

    def sheet(link):
        """Give a style sheet of the folder as a part of the page."""
        if not (file := held(link[1])):
            return link[0]
        rules = _ADDRESS.sub(lambda match: f"url({data(match[1])})", file.read_text(encoding="utf-8"))
        return f'<style type="text/css">\n{rules}</style>'

    text = _STYLESHEET.sub(sheet, path.read_text(encoding="utf-8"))
    write_text(path, _SOURCE.sub(lambda match: f'{match[1]}"{data(match[2])}"', text))
