"""Links of the compendium's pages in a deposit, which holds not all that they lead to."""

import re
from pathlib import Path

from firststeps.files import write_text

MISSING = " (not in this deposit)"
_CODE = r"(?P<code>```.*?```|`[^`\n]*`)"
_LINK = r"!?\[(?P<text>(?:`[^`\n]*`|[^\]\[`])*)\]\((?P<to>[^()\s]+)\)"
_CODE_OR_LINK = re.compile(f"{_CODE}|{_LINK}", re.DOTALL)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|#")


def without_dead_links(page, there):
    """Give a Markdown ``page`` in which a link to what is not there has become its words, with a note.

    ``there`` says of a path, as the page writes it, whether the deposit holds it. Links into the page itself, links
    that begin with ``https:`` or the like, and whatever stands between backticks are left as they are.

    >>> page = "See [the paper](paper/a.pdf), [how](docs/doors.md#sizes) and `[x](y)`."
    >>> without_dead_links(page, {"docs/doors.md"}.__contains__)
    'See the paper (not in this deposit), [how](docs/doors.md#sizes) and `[x](y)`.'
    """

    def kept_or_told(link):
        """The link where it leads somewhere, else its words."""
        to = link["to"]
        if link["code"] or _ELSEWHERE.match(to) or there(to.partition("#")[0]):
            return link[0]
        return f"{link['text']}{MISSING}"

    return _CODE_OR_LINK.sub(kept_or_told, page)


def mend_pages(folder, names, later=()):
    """Take dead links out of the Markdown pages ``names``, files or folders of a deposit in ``folder``.

    The files ``later`` will be there.
    """
    folder = Path(folder).resolve()
    coming = {folder / name for name in later}
    for place in (folder / name for name in names):
        for path in sorted(place.rglob("*.md")) if place.is_dir() else [place] * place.is_file():
            text = path.read_text(encoding="utf-8")
            at = path.parent
            mended = without_dead_links(text, lambda to, at=at: (at / to).exists() or (at / to).resolve() in coming)
            if mended != text:
                write_text(path, mended)
