"""From the manuscript as written to Markdown: each reference to a claim becomes a marked span.

The spans are empty but for a number; their texts stand beside, in the list of mentions.  So nothing in a claim can be
mistaken for Markdown, and the writer of each format escapes it in its own way.
"""

import re
import sys
import unicodedata
from dataclasses import replace

import jinja2
from markupsafe import Markup

from firststeps import __version__
from firststeps.report.claims.in_text import ManuscriptError, Mention, mention
from firststeps.report.claims.record import UnknownClaim, find
from firststeps.report.paper.declarations import archived, declarations
from firststeps.report.paper.numerals import hidden_numerals, typed_numerals, unmarked
from firststeps.report.paper.template import Language, Plain, plain_study

LEFT_TO_RIGHT = "\u200e"  # the mark, which is not seen
_SPECIAL = {character: f"\\{character}" for character in r"\`*_{}[]()<>#+-.!|~^$@'\"&%=:"}


def render(text, claims, study, name="manuscript.md"):
    """Fill the template ``text`` with claims; give the Markdown and the list of `Mention` that its spans number.

    ``claims`` is a dictionary from id to `Claim`; of ``study`` the template sees what `plain_study` tells.  It may also
    ask whether an id is ``known``, to leave out what a study does not have, and print the ``version`` of this package,
    the ``declarations`` of the study and where it is ``archived``; for what else it may say see ``template``.

    Raises ManuscriptError naming every typed numeral with its line, UnknownClaim naming every unknown id with its line
    and the nearest known ids, and ManuscriptError for any other fault of the template.

    >>> from firststeps.report.claims.claim import Claim
    >>> claims = {"course.people": Claim("course.people", 30, "people")}
    >>> markdown, mentions = render('The course had {{ claim("course.people") }} people.', claims, study=None)
    >>> markdown, mentions[0].text
    ('The course had []{.claim n="1"} people.', '30')
    """
    mentions, unknown = [], {}
    plain = plain_study(study)

    def claim(*ids):
        """Give the claim of that id as it prints; an unknown one is noted with its line, to be reported with all
        others.
        """
        id = _only_id("claim", ids)
        try:
            return mention(find(claims, id))
        except UnknownClaim as error:
            unknown.setdefault(str(error), []).append(str(_line_of_call()))
            return jinja2.ChainableUndefined(name=id)

    def known(*ids):
        """Say whether a claim of that id was recorded."""
        return _only_id("known", ids) in claims

    language = Language([claim, known, getattr(plain, "wave", None)], _printing(mentions))
    _refuse_typed(text, language.parsed(text, name), name)
    template = language.template(unmarked(text), name)
    try:
        declared = {
            "declarations": _declarations(study),
            "archived": _archive_text(study),
            "version": __version__,
        }
        markdown = language.render(template, claim=claim, known=known, study=plain, **declared)
    except Exception as error:  # whatever the template did wrong, its author is told the line
        if not unknown:
            raise ManuscriptError(f"{name} line {_line_of_error(error, name)}: {_error_sentence(error)}") from error
    if unknown:
        raise UnknownClaim("\n".join(f"{name} line {', '.join(lines)}: {what}" for what, lines in unknown.items()))
    return markdown, mentions


def _only_id(function, ids):
    """Give the one id that a function of the template was asked for."""
    if len(ids) == 1 and isinstance(ids[0], str | jinja2.Undefined):
        return str(ids[0])  # says what is not defined
    raise ManuscriptError(f'{function} takes one id in quotes, as in {{{{ {function}("primary.exact-p") }}}}')


def _error_sentence(error):
    """Say what a template did wrong in a sentence for its author, who need not know what language runs it."""
    if isinstance(error, jinja2.UndefinedError):
        name = re.fullmatch(r"'(.*)' is undefined", str(error))
        there = "a template knows claim, known, study, declarations, archived, version and what it sets itself"
        return f"nothing is called {name[1]} here; {there}" if name else str(error)
    if isinstance(error, ZeroDivisionError):
        return "it divides by 0; leave the division out where the number may be 0, with if"
    if isinstance(error, RecursionError):
        return "a macro calls itself without an end"
    ours = type(error).__module__.startswith("firststeps")
    if isinstance(error, TypeError | ValueError | AttributeError | OverflowError) and not ours:
        return (
            "a filter, test or macro is used on what it is not for; a claim's number is asked for by .number, as in "
            '{% if claim("id").number > 0 %}'
        )
    return str(error)


def escape(text):
    """Escape a text so that it stands in Markdown as it is.

    One with letters that are written from right to left ends with the mark that turns back, or else a number that
    follows it would be set before it.

    >>> escape("5 * 3 < [x](y)"), escape("بعد")
    ('5 \\\\* 3 \\\\< \\\\[x\\\\]\\\\(y\\\\)', 'بعد\\u200e')
    """
    leftwards = any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in str(text))
    return str(text).translate(str.maketrans(_SPECIAL)) + LEFT_TO_RIGHT * leftwards


def _declarations(study):
    """Give what a template may ask of each declaration: ``key``, ``title``, ``text``, and whether it is ``stated``."""
    every = declarations(study) if study else []
    return [Plain({name: lambda value=value: value for name, value in one._asdict().items()}) for one in every]


def _archive_text(study):
    """Give the sentence that says where the compendium is archived, its addresses as links."""
    parts = archived(study) if study else []
    return Markup("".join(f"[{escape(text)}](<{address}>)" if address else escape(text) for text, address in parts))


def _refuse_typed(text, tree, name):
    """Raise ManuscriptError that names every typed numeral of a template with its line."""
    numerals = typed_numerals(text) + hidden_numerals(tree)
    if numerals:
        places = "\n".join(f'{name} line {line}: "{numeral}" is typed' for line, numeral in numerals)
        raise ManuscriptError(
            f'{places}\nA number in the text is a reference to a claim, as in {{{{ claim("id") }}}}; one that is no '
            "result is marked, as in [five-day]{.fixed}."
        )


def _printing(mentions):
    """Give the function that turns what an expression gives into what is printed."""

    def finalize(value):
        """Say what an expression prints: a claim as a span, a text escaped, and nothing else."""
        if isinstance(value, Markup | jinja2.Undefined):
            return value
        if isinstance(value, Mention):
            mentions.append(replace(value, line=_line_of_call()))
            return Markup(f'[]{{.claim n="{len(mentions)}"}}')
        if isinstance(value, str):
            return Markup(escape(value))
        printed = "a function" if callable(value) else repr(value)
        raise ManuscriptError(f"{printed} is printed but is no claim; print the claim itself or one of its parts.")

    return finalize


def _line_of_call():
    """Give the line of the template that is being rendered."""
    frame = sys._getframe()
    while frame is not None:
        template = frame.f_globals.get("__jinja_template__")
        if template is not None:
            return template.get_corresponding_lineno(frame.f_lineno)
        frame = frame.f_back
    return None


def _line_of_error(error, name):
    """Give the line of the template at which an error was raised."""
    line, trace = "?", error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == name:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
