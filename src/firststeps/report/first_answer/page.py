"""The page of the first answer as Markdown, and in short for a terminal; the page for those who took part."""

import json
import re
from dataclasses import replace

from firststeps.report.claims.in_text import Mention
from firststeps.report.claims.record import Claims
from firststeps.report.figures.dots import MOST_PEOPLE
from firststeps.report.first_answer import sentences
from firststeps.report.first_answer.sentences import as_claimed
from firststeps.report.paper import rendering
from firststeps.report.printing import wording
from firststeps.report.printing.wording import plural

PICTURE = "first-answer"
MOST = 6  # questions told on one page


def in_short(answer):
    """The first answer in a few lines of text.

    Gives the lines: the mark, who answered, each question, what the missing could change, what nobody can say.
    """
    lines = [f"{answer.mark}. {answer.title}" if answer.mark else answer.title, sentences.who(answer, as_claimed)]
    for question in answer.questions:
        star = "* " if question.primary else "- "
        lines.append(f"{star}{headed(question.title, sentences.finding(question, as_claimed))}")
    rest = (sentences.contrast(answer, as_claimed), sentences.groups(answer, as_claimed), sentences.cause(answer))
    lines += [f"Not compared: “{title}” ({reason})." for title, reason in answer.left_out]
    lines += [text for text in (sentences.missing(answer.main, as_claimed, answer.unseen), *rest) if text]
    return lines


class Numbers:
    """Prints numbers as references to claims, and keeps the claims.

    Each becomes ``[]{.claim n="1"}``, which a filter of the documents fills with the number and where it comes from.
    """

    def __init__(self, folder, origin, inputs):
        """Begin without any; ``inputs`` are the files that the numbers are computed from."""
        self.claims = Claims(folder, "first-answer", origin, inputs)
        self.mentions = []

    def __call__(self, id, value, unit, bare=False, **about):
        """Record the claim and give the reference to it; with ``bare`` it prints the number without its unit."""
        claim = self.claims.record(id, value, unit, **about)
        self.mentions.append(Mention(claim, wording.in_cell(claim.value, unit) if bare else None))
        return f'[]{{.claim n="{len(self.mentions)}"}}'


def page(answer, say, drawn):
    """The page as Markdown, its numbers printed by ``say``; ``drawn`` is whether there is a picture to show."""
    safe = _with_escaped_labels(answer)
    parts = [_head(f"First answer: {in_one_line(answer.title)}"), sentences.who(safe, say)]
    parts += ["# What became of the answers"] if safe.questions else []
    parts += [f"![{_caption(safe)}]({PICTURE}){{#fig-{PICTURE}}}"] if drawn else []
    for question in safe.questions[:MOST]:
        sentence = sentences.finding(question, say)
        fixed = f"**{question.title}** ({_how_chosen(safe)}): {sentence}"
        parts.append(f"- {fixed if question.primary else headed(question.title, sentence, '**')}")
    parts += _exploration_note(safe)
    if safe.left_out:
        reasons = {reason: [title for title, why in safe.left_out if why == reason] for _, reason in safe.left_out}
        listed = "; ".join(f"“{'”, “'.join(titles)}” ({reason})" for reason, titles in reasons.items())
        parts.append(f"**Not compared:** {listed}.")
    cannot = " ".join(text for text in (sentences.missing(safe.main, say, safe.unseen), sentences.cause(safe)) if text)
    parts += [sentences.contrast(safe, say), sentences.groups(safe, say), f"**What this cannot say:** {cannot}"]
    if safe.main is not None and safe.main.heard:
        funder, journal = (tell(safe.main, say, safe.unseen) for tell in (sentences.for_funder, sentences.for_journal))
        for reader, sentence in {"a funder or commissioner": funder, "a journal": journal}.items():
            whom = f"{sentences.in_groups(safe, say)}{sentences.together(safe)}"
            parts.append(f"**To paste, for {reader}:** {sentence}{whom}")
    return _document([part for part in parts if part], answer)


def _caption(answer):
    """Say who is a mark in the picture of a page."""
    who = "Each person who was seen is" if answer.unseen else "Each person is"
    many = [question.everyone > MOST_PEOPLE for question in answer.questions[:MOST]]
    if all(many):
        return "People by what became of their answers."
    return f"{who} one mark{', but where they are too many' if any(many) else ''}."


def page_for_participants(answer):
    """The page for those who took part as Markdown: no number that could point at anybody."""
    safe = _with_escaped_labels(answer)
    parts = [
        _head(f"What we learned: {in_one_line(answer.title)}"),
        "Thank you for answering. This page is for you; it names nobody, and no number on it could point at somebody.",
    ]
    parts += ["# What you told us, and what we learned"] if safe.questions else []
    for question in safe.questions[:MOST]:
        sentence = sentences.for_participants(question, answer.threshold)
        parts.append(f"- {headed(question.title, sentence, '**')}")
    lost = "Not everybody answered both times, and those who did not may have fared otherwise."
    missed = safe.main is not None and (safe.main.not_heard or safe.unseen)
    parts += ["# What we do not know", lost if missed else "", sentences.cause(safe)]
    parts += ["What matters to you and was not asked, these questions cannot tell us."]
    return _document([part for part in parts if part], answer)


def headed(title, sentence, strong=""):
    """What is said of a question after its title, with a colon between where the title has no mark of its own.

    >>> headed("Led a group", "of 19 people 7 did."), headed("How much?", "of 19 people 7 did.", "**")
    ('Led a group: of 19 people 7 did.', '**How much?** Of 19 people 7 did.')
    >>> headed("كم؟", "of 19 people 7 did."), headed(in_one_line("كم؟"), "of 19 people 7 did.")
    ('كم؟ Of 19 people 7 did.', 'كم؟\u200e Of 19 people 7 did.')
    """
    if title.rstrip(rendering.LEFT_TO_RIGHT)[-1:] in ("?", "!", "؟", "？", "！"):
        return f"{strong}{title}{strong} {sentence[:1].upper()}{sentence[1:]}"
    return f"{strong}{title}{strong}: {sentence}"


def _with_escaped_labels(answer):
    """The same with every label as Markdown prints it."""
    questions = tuple(
        replace(q, title=in_one_line(q.title), first=in_one_line(q.first), second=in_one_line(q.second))
        for q in answer.questions
    )
    return replace(
        answer,
        waves=tuple((in_one_line(label), people) for label, people in answer.waves),
        questions=questions,
        left_out=tuple((in_one_line(title), reason) for title, reason in answer.left_out),
        groups=answer.groups and answer.groups._replace(label=in_one_line(answer.groups.label)),
        lost=in_one_line(answer.lost),
        contrast=answer.contrast and answer.contrast._replace(group=in_one_line(answer.contrast.group)),
    )


def _head(title):
    """The head of a document."""
    return f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\nlang: en-GB\n---"


def _how_chosen(answer):
    """How the primary comparison came about, in words: nobody has fixed what a proposal still asks about."""
    return "proposed, not yet settled" if answer.proposed else "fixed beforehand"


def _exploration_note(answer):
    """What is to be known where several questions were looked at."""
    more = len(answer.questions[MOST:]) + len(answer.parts)
    parts = []
    if any(question.adjusted is not None for question in answer.questions):
        parts.append(
            f"All but the comparison {_how_chosen(answer)} are exploration: their p-values, of exact tests, are "
            "adjusted for all other questions asked twice (Holm's method)."
            if any(question.primary for question in answer.questions)
            else "No comparison was fixed beforehand, so all are exploration: their p-values, of exact tests, are "
            "adjusted for all questions asked twice (Holm's method)."
        )
    if more:
        parts.append(f"Compared as well, and told in the notebooks: {plural(more, 'more question', 'more questions')}.")
    return [" ".join(parts)] if parts else []


def in_one_line(text):
    """``text`` in one line, so that Markdown prints it as it is.

    >>> print(in_one_line("a *b* <c>"))
    a \\*b\\* \\<c\\>
    """
    return rendering.escape(" ".join(text.split()))


def _document(parts, answer):
    """The document; what is made up stands within passages marked as such."""
    head, body = parts[0], "\n\n".join(parts[1:])
    body = re.sub(r"(?m)^(- .*)\n\n(?=- )", r"\1\n", body)
    return f"{head}\n\n::: {{.synthetic}}\n{body}\n:::\n" if answer.origin == "synthetic" else f"{head}\n\n{body}\n"
