"""Where this compendium can be had: one line of CITATION.cff, and the pages that repeat it."""

import re
from pathlib import Path
from urllib.parse import quote, urlsplit

from firststeps.errors import Stopped
from firststeps.files import write_text

CITATION = "CITATION.cff"
UNKNOWN = "https://github.com/OWNER/REPOSITORY"  # stands in the pages until somebody says the address
PAGES = ("README.md", "docs/doors.md")
LINE = re.compile(r"^repository-code: (\S+)\n", re.M)


def address(root: str | Path = ".") -> str:
    """The address of the repository as CITATION.cff gives it; a stand-in where it gives none.

    >>> address().startswith("https://")
    True
    """
    line = LINE.search(Path(root, CITATION).read_text(encoding="utf-8"))
    return line[1] if line else UNKNOWN


def binder(url: str) -> str:
    """The address at which mybinder.org opens a repository.

    >>> binder("https://github.com/jane/steps"), binder("https://gitlab.com/a/b/steps")
    ('https://mybinder.org/v2/gh/jane/steps', 'https://mybinder.org/v2/gl/a%2Fb%2Fsteps')
    >>> binder("https://example.org/steps")
    'https://mybinder.org/v2/git/https%3A%2F%2Fexample.org%2Fsteps'
    """
    parts = urlsplit(url)
    path = parts.path.strip("/")
    kinds = {"github.com": f"gh/{path}", "gitlab.com": f"gl/{quote(path, safe='')}"}
    return "https://mybinder.org/v2/" + kinds.get(parts.netloc, f"git/{quote(url, safe='')}")


def set_address(url: str, root: str | Path = ".") -> list[str]:
    """Say where the compendium can be had, in CITATION.cff and in every page that names it; give the files written.

    Stopped for what is no web address of a repository.
    """
    url = url.strip().rstrip("/").removesuffix(".git")
    if not re.fullmatch(r"https://[\w.-]+\.\w+(/[\w.~-]+)+", url, re.ASCII):
        raise Stopped(
            f"{url!r} is no web address of a repository. Expected one such as {UNKNOWN}: make address URL=https://..."
        )
    old = address(root)
    texts = {name: Path(root, name).read_text(encoding="utf-8") for name in (CITATION, *PAGES)}
    for page in PAGES:
        texts[page] = texts[page].replace(binder(old), binder(url)).replace(old, url)
    head = re.compile(r"^(?=date-released:)", re.M)
    texts[CITATION] = head.sub(f"repository-code: {url}\n", LINE.sub("", texts[CITATION]))
    for name, text in texts.items():
        write_text(Path(root, name), text)
    return list(texts)
