"""From Markdown to documents: pandoc for DOCX, HTML and JATS, pandoc and Typst for PDF; the same bytes every time."""

import base64
import functools
import json
import mimetypes
import os
import re
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from firststeps.files import write_text
from firststeps.report.claims.in_text import ManuscriptError
from firststeps.report.paper import jats, marking, word

FORMATS = ("pdf", "docx", "html", "xml")
PDF_STANDARDS = ["ua-1", "a-2a"]  # tagged for readers who listen, and to be kept
SAFE = "safe.lua"  # lets nothing in that runs or reads something: it comes first, and again when citations are set
# Filters before citations are set and after: the table of sources is longer than the article, so that what comes before
# it has less to read.  With each format comes layout.lua.
_BEFORE, _AFTER = (SAFE, "claims.lua", "references.lua"), (SAFE, "sources.lua")
OF_MACHINE = "fonts-of-this-machine"  # lies in the folder where a document took letters from those
SECONDS = 300  # that one run of pandoc may take
# How the run time of Haskell deals out memory: an article fits into it, so that pandoc seldom looks for what it could
# give back, and touches no more than it needs.  That is a sixth of its time.
MEMORY = "-A6m -H1m -O64m"
_AT_ONCE = threading.Semaphore(os.cpu_count() or 1)  # pandoc takes 180 MB: no more of them than are any use
_STYLE = Path("style")  # within the folder: pandoc cannot open a path with an accent where the locale is C
_PAGE = ("--template", "article.html", "--css", "article.css")
_WRITERS = {
    "pdf": ("typst-citations", ["--sandbox", "--template", "article.typ"]),
    "docx": ("docx", ["--reference-doc", "reference.docx"]),
    "html": ("html5", [*_PAGE, "--shift-heading-level-by=1", "--toc"]),
    "xml": ("jats_publishing+element_citations", []),
}

_STYLESHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)" ?/?>')
_SOURCE = re.compile(
    r'(<(?:img|script|source|video|audio)\b[^>]*? src=)"([^":]+)"'
)  # a colon leads elsewhere, or holds it already
_ADDRESS = re.compile(r"""url\(["']?([^"'):]+)["']?\)""")


def publish(folder, epoch, formats=FORMATS, meanwhile=lambda: None):
    """Make ``article.<format>`` in ``folder`` from ``article.md`` there; give the paths.

    ``folder`` also holds ``context.json`` (claims, figures and the ``mark`` that all must carry), ``references.bib``,
    the pictures, and the filters and templates in ``style``; ``epoch`` (seconds since 1970, UTC) is the only time that
    the documents state.  The pictures need only be there when ``meanwhile()`` has ended, which is called while pandoc
    reads the article.
    Where a document took letters from fonts of the machine, the file `OF_MACHINE` lies in the folder.
    Raises ManuscriptError with the message of pandoc, of a filter or of Typst.
    """
    folder = Path(folder)
    before, after = ([f"--lua-filter={_STYLE / name}" for name in names] for names in (_BEFORE, _AFTER))
    citations = ["--citeproc", "--bibliography=references.bib"]
    read = ["article.md", "--sandbox", "--to=json", "--output=article.json", *before, *citations, *after]
    with ThreadPoolExecutor(len(FORMATS)) as pool:
        reading = pool.submit(_pandoc, folder, epoch, read)
        meanwhile()
        reading.result()
        notice = _mark_article(folder)
        return list(pool.map(lambda format: _write(folder, epoch, format, notice), formats))


def _mark_article(folder):
    """Mark the article as its context says, and put its stamp, where it has one, among what the Word file carries.

    Gives the notice that stands on every page, or an empty text.
    """
    context = json.loads((folder / "context.json").read_text(encoding="utf-8"))
    mark, stamp, notice = context.get("mark"), context.get("stamp"), ""
    if mark or stamp:
        article = json.loads((folder / "article.json").read_text(encoding="utf-8"))
        if stamp:
            article["meta"][word.STAMP] = {"t": "MetaString", "c": stamp}
        if mark:
            marking.check_template(folder / _STYLE / "article.typ")
            notice = marking.mark_article(article, mark, context.get("notice", ""))
        (folder / "article.json").write_text(json.dumps(article), encoding="utf-8")
    return notice


def _write(folder, epoch, format, notice):
    """Write one format, with the ``notice`` on the pages of those that have pages."""
    writer, options = _WRITERS[format]
    resources = [str(_STYLE / option) if "." in option else option for option in options]
    output = "article.typ" if format == "pdf" else f"article.{format}"
    layout = f"--lua-filter={_STYLE / 'layout.lua'}"
    _pandoc(
        folder,
        epoch,
        ["article.json", "--standalone", "--wrap=none", f"--to={writer}", f"--output={output}", layout, *resources],
    )
    if format == "pdf":
        _typeset(folder, epoch)
    if format == "html":
        carry(folder / output)
    if format == "docx":
        numbered = _head(folder).get("line-numbers", {}).get("c") is True
        marked = [marking.header_of_word(notice)] if notice else []
        changes = [word.finishing(numbered), *(change for change, _ in marked)]
        word.rewrite(folder / output, changes, [part for _, part in marked])
    if format == "xml":
        context = json.loads((folder / "context.json").read_text(encoding="utf-8"))
        jats.finish(folder / output, jats.plain_head(_head(folder)), context.get("licence", ""))
    return folder / f"article.{format}"


def carry(path):
    """Put the style sheets, pictures and all else that the page ``path`` shows, of its folder, into the page itself.

    So one file can be sent and kept without the folder it came from.  What does not lie there, as a page of the web,
    stays an address.  pandoc can do so too, and takes as long for it as for the page.
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


def _head(folder):
    """What stands at the head of the article, as pandoc has read it."""
    return json.loads((folder / "article.json").read_text(encoding="utf-8"))["meta"]


def _pandoc(folder, epoch, arguments):
    """Run pandoc in ``folder``; a warning is an error."""
    program, settings = _program()
    # The data folder is ours too: nothing that a person has set up for pandoc may change the documents.
    command = [program, "--fail-if-warnings", "--data-dir=.", *arguments]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch), **settings}
    options = {"capture_output": True, "text": True, "encoding": "utf-8", "stdin": subprocess.DEVNULL}
    try:
        with _AT_ONCE:
            answer = subprocess.run(command, cwd=folder, env=environment, timeout=SECONDS, **options)
    except subprocess.TimeoutExpired:
        raise ManuscriptError(f"The manuscript could not be made: pandoc took more than {SECONDS} seconds.") from None
    if answer.returncode:
        article = (folder / "article.md").read_text(encoding="utf-8")
        raise ManuscriptError(f"The manuscript could not be made: {_message(answer.stderr, article)}")


@functools.cache
def _program():
    """Give the path of pandoc, and the settings with which it runs: of its memory, where it was built to be told."""
    import pypandoc

    program, settings = pypandoc.get_pandoc_path(), {"GHCRTS": MEMORY}
    asked = subprocess.run([program, "--version"], env={**os.environ, **settings}, capture_output=True, check=False)
    return program, {} if asked.returncode else settings


def _typeset(folder, epoch):
    """Typeset ``article.typ`` as a tagged PDF, with the fonts that come with Typst.

    Only where these lack a letter are the fonts of the machine asked; what is typeset so may look different elsewhere.
    """
    import typst

    source, options = str(folder / "article.typ"), {"pdf_standards": PDF_STANDARDS, "timestamp": epoch}
    try:
        pdf = typst.compile(source, root=str(folder), ignore_system_fonts=True, **options)
    except typst.TypstError as error:
        if not _lacking(error):
            raise ManuscriptError(_not_typeset(error)) from None
        try:
            pdf = typst.compile(source, root=str(folder), ignore_system_fonts=False, **options)
        except typst.TypstError as still:
            raise ManuscriptError(_no_letter(still)) from None
        (folder / OF_MACHINE).touch()
        print("The PDF takes letters that its own fonts lack from fonts of this machine.", flush=True)
    (folder / "article.pdf").write_bytes(pdf)


def _lacking(error):
    """Give the text for which Typst has no letter in any font, or an empty text.

    >>> _lacking('error: the text `"\u5f00"` could not be displayed with font `"Libertinus Serif"`')
    '\u5f00'
    """
    match = re.search(r'the text `"(.*?)"` could not be displayed', str(error))
    return match[1] if match else ""


def _not_typeset(error):
    """Say what Typst found wrong.

    >>> _not_typeset("label `<nowhere>` does not exist in the document")
    'The PDF could not be typeset: the link to "#nowhere" leads to no heading, figure or table'
    """
    label = re.match(r"label `<(.+)>` does not exist", str(error))
    wrong = f'the link to "#{label[1]}" leads to no heading, figure or table' if label else error
    return f"The PDF could not be typeset: {wrong}"


def _no_letter(error):
    """Say what to do where no font has a letter."""
    letter = _lacking(error)
    if not letter:
        return _not_typeset(error)
    return (
        f'The PDF could not be made: neither its own fonts nor those of this machine hold "{letter}". Install a font '
        "that does (Noto has one for every script), or write the labels of study.yaml and the paper in Latin letters."
    )


def _message(stderr, article=""):
    """Give what pandoc has to say of the ``article``, without the traceback of a filter, and in words of its author.

    >>> _message("Error running filter /a/b.lua:\\nno such figure\\nstack traceback:\\n\\t[C]: in ?\\n")
    'no such figure'
    >>> _message("[WARNING] Citeproc: citation smith2020 not found")
    'references.bib has no work "smith2020"'
    >>> print(_message("[WARNING] Citeproc: citation a not found\\n[WARNING] Citeproc: citation b not found\\n"))
    references.bib has no work "a"
    references.bib has no work "b"
    """
    lines = stderr.partition("stack traceback:")[0].strip().splitlines()
    lines = [line for line in lines if not line.startswith(("Error running filter", "Failing because"))]
    warnings = re.split(r"^\[WARNING\] ", "\n".join(lines), flags=re.MULTILINE)
    return "\n".join(_in_words(warning.strip(), article) for warning in warnings if warning.strip())


def _in_words(sentence, article):
    """Give one warning of pandoc in words of the author of the ``article``.

    >>> _in_words("Div at article.md line 2 column 1 unclosed at\\n article.md line 4", "Words.\\n::: {.note}\\nMore.")
    '"::: {.note}" begins a passage that no ::: ends'
    """
    sentence = re.sub(r"^Citeproc: citation (\S+) not found", r'references.bib has no work "\1"', sentence)
    if unclosed := re.match(r"Div at article\.md line (\d+) .*unclosed", sentence):
        begins = article.splitlines()[int(unclosed[1]) - 1].strip()
        sentence = f'"{begins}" begins a passage that no ::: ends'
    return sentence
