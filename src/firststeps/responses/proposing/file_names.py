"""Files that are named in one line of text, as ``make new FROM="..."`` has them: a name may hold spaces."""

import glob
import itertools
import re
from pathlib import Path


def files_named(text):
    """The paths that ``text`` names, in order; as many words as make the name of a file are taken together.

    Wildcards and ``~`` are understood as in a shell.  A name of which there is no file is given back as it is, for
    whoever reads it to say so.

    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> for name in ("first wave.csv", "second wave.csv"):
    ...     (folder / name).touch()
    >>> [Path(file).name for file in files_named(f"{folder}/first wave.csv {folder}/second wave.csv")]
    ['first wave.csv', 'second wave.csv']
    >>> files_named("third wave.csv")
    ['third wave.csv']
    """
    if whole := _files(text):
        return whole
    words, paths = text.split(), []
    while words:
        several = range(len(words), 0, -1)
        many = next((n for n in several if _files(" ".join(words[:n]))), 0)
        if not many:
            return [*paths, " ".join(words)]
        paths += _files(" ".join(words[:many]))
        words = words[many:]
    return paths


def title_of_files(stems, folder=""):
    """A title for a study of files: what their names begin with alike, else the name of its folder.

    >>> title_of_files(["Erhebung Frühjahr", "Erhebung Herbst"]), title_of_files(["baseline", "3 months"], "falls")
    ('Erhebung', 'Falls')
    >>> title_of_files(["answers"], "mine"), title_of_files(["pre", "post"])
    ('answers', 'pre')
    """
    words = [re.findall(r"[^\s_-]+[\s_-]*", stem) for stem in stems]
    shared = "".join(same[0] for same in itertools.takewhile(_alike, zip(*words, strict=False))).strip(" _-")
    if re.search(r"[^\W\d_]{3}", shared):
        return shared
    title = " ".join(re.split(r"[\s_-]+", folder)).strip()
    return title[:1].upper() + title[1:] or stems[0]


def _alike(words):
    """Whether all of these words are the same, whatever stands behind them."""
    return len({word.strip(" _-") for word in words}) == 1


def _files(name):
    """The files of that name or pattern, sorted."""
    path = Path(name.strip(" '\"")).expanduser()
    if path.is_file():
        return [str(path)]
    return sorted(file for file in glob.glob(str(path)) if Path(file).is_file())
