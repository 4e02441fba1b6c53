"""Brings the changes of a Word file that came back into the template of its paper, and says of each what became of it.

What is written is tried beforehand: the paper is made of the changed template, and has to read as the file that came
back.  What does not, and each number that was changed, is told and left alone.
"""

import re
import tempfile
from pathlib import Path
from typing import NamedTuple

from firststeps.errors import Stopped
from firststeps.files import read_text, write_text
from firststeps.report.paper.manuscript import marked_word_file, stamp
from firststeps.report.paper.numerals import typed_numerals
from firststeps.report.printing.wording import plural
from firststeps.report.returned.changes import changes, edits, sentences
from firststeps.report.returned.template_edits import (
    Unplaced,
    applied,
    behind,
    block_of,
    blocks,
    line_of,
    passage_of,
    replacements_of,
    without,
)
from firststeps.report.returned.word_file import Paragraph, read_word
from firststeps.report.returned.words import as_markdown, bare, is_made, same
from firststeps.study import Study

BY_HAND = "Change it in paper/manuscript.md by hand."


class Fate(NamedTuple):
    """What becomes of one change: its lines for the author, what it writes into the template, whether some is refused.

    ``key`` tells the change from the others: its number in the file that came back, or the words that are gone.
    """

    key: object
    lines: list
    replacements: list
    refused: bool = False


def bring_back(study_folder, path, anyway=False):
    """Bring the Word file ``path`` into ``paper/manuscript.md`` of a study; give what to tell, and how much is refused.

    The template is written only where something of it changes.  Raises Stopped for a file that cannot be read, for a
    study whose paper cannot be made, and, but ``anyway``, for another paper's file, and where the paper has changed
    since the file was made: what changed here would be taken for a change of theirs.
    """
    study, path = Study.load(study_folder), Path(path)
    source = study.paper / "manuscript.md"
    if not path.is_file():
        missing = (
            "No Word file is named" if path == Path() else f"{path} is {'a folder' if path.is_dir() else 'missing'}"
        )
        raise Stopped(f"{missing}: name the Word file that came back, as in make import DOCX=returned.docx")
    if not source.is_file():
        raise Stopped(f"{source} is missing: there is no template to bring the Word file into.")
    template = read_text(source)
    returned = read_word(path)
    paper = _Paper(study, template)
    if returned.stamp and returned.stamp != stamp(template, paper.mentions) and not anyway:
        raise Stopped(
            f"{path.name} was made from another state of the paper: paper/manuscript.md, or a number in it, has "
            "changed since. Bring it into the state that the file was made from; or, if what changed here since then "
            "may be undone where the file says otherwise, run this again with ANYWAY=1."
        )
    changed = changes(paper.paragraphs, returned.paragraphs)
    if not anyway:
        _check_same_paper(path, paper.paragraphs, changed)
    fates = [paper.fate(change, returned.paragraphs) for change in changed]
    result, fates = _changes_that_hold(paper, fates, returned.paragraphs)
    if result != template:
        write_text(source, result)
    lines = [line for one in fates for line in one.lines]
    lines += [f'Comment by {one.author} on "{one.about}": {one.text}' for one in returned.comments]
    return [_summary(path, fates, returned, result != template), *lines], sum(one.refused for one in fates)


def _check_same_paper(path, paragraphs, changed):
    """Refuse a file in which most paragraphs of the paper are not, those in tables left aside: it is another's."""
    text = {number for number, one in enumerate(paragraphs) if not one.in_table}
    deletions = text & {change.before for change in changed if change.kind == "deleted"}
    if 2 * len(deletions) > len(text):
        raise Stopped(
            f"{path.name} lacks {len(deletions)} of the {plural(len(text), 'paragraph')} of this paper. Expected the "
            "Word file of this paper as it came back: look whether it is another's. If most of the paper was meant to "
            "go, run this again with ANYWAY=1."
        )


def _summary(path, fates, returned, written):
    """The first line: how many paragraphs changed, what became of them, how many comments, and what to do."""
    refused, comments = sum(one.refused for one in fates), len(returned.comments)
    if not fates:
        return f"{path.name} says what the paper says; nothing is written. Comments: {comments}."
    are = "is" if len(fates) == 1 or len(fates) - refused == 1 else "are"
    whole = f"{len(fates) - refused} of {plural(len(fates), 'change')} {are} in paper/manuscript.md now"
    some = f", {refused} {'is' if refused == 1 else 'are'} not, or not whole" if refused else ""
    return f"{path.name}: {whole}{some}. Comments: {comments}.{' Run make all.' if written else ''}"


class _Paper:
    """A template with the paragraphs that it prints, and where these come from."""

    def __init__(self, study, template):
        """Print the template once more, with marks at its claims, and read what it prints."""
        self.study, self.template = study, template
        with tempfile.TemporaryDirectory(prefix="returned-") as folder:
            self.mentions = marked_word_file(study, template, Path(folder, "paper"))
            printed = read_word(Path(folder, "paper.docx")).paragraphs
        self.paragraphs = [one for one in printed if bare(one.text)]
        self.blocks = blocks(template)

    def fate(self, change, returned):
        """What becomes of a change."""
        old = self.paragraphs[change.before] if change.before is not None else None
        new = returned[change.after] if change.after is not None else None
        try:
            lines, replacements, refused = getattr(self, f"_{change.kind}")(change, old, new, returned)
        except Unplaced as why:
            line = f"Not taken over ({change.kind}): {_old_and_new(old, new)} Why: {why}. {BY_HAND}"
            lines, replacements, refused = [line], [], True
        return Fate(_key(change, self.paragraphs), lines, replacements, refused)

    def _block(self, paragraph):
        """The block of the template that prints a paragraph; Unplaced where there is none."""
        block = block_of(paragraph, self.blocks)
        if block is None:
            raise Unplaced("it is made from claims, study.yaml or references.bib, or stands at the head")
        return block

    def _changed(self, change, old, new, returned):
        """What becomes of a paragraph in which words were changed."""
        words, passages = edits(old.text, new.text)
        pairs = sentences(bare(old.text), new.text)
        block = block_of(old, self.blocks)
        line = f"line {line_of(self.template, block)}" if block else "a part that is made"
        shown = [_pair(line, was, now) for was, now in pairs]
        refused = [edit for edit in passages if edit.refusal]
        numbers = _sentence_numbers(words)
        staying = {number for edit in refused for number in numbers[edit.start : max(edit.end, edit.start + 1)]}
        taken = [edit for edit in passages if not staying & {*numbers[edit.start : max(edit.end, edit.start + 1)]}]
        lines = [*shown, *(self._refusal(edit, words, old, line) for edit in refused), *self._no_longer(words, taken)]
        replacements = replacements_of(words, taken, self._block(old), self.template) if taken else []
        return lines, replacements, bool(refused)

    def _refusal(self, edit, words, old, line):
        """Why an edit is not taken over: where, what stood there, what stands there now, what to do."""
        text = bare(old.text)
        was = text[words[edit.start].start : words[edit.end - 1].end] if edit.end > edit.start else ""
        if edit.refusal == "number":
            mention = self.mentions[edit.n - 1]
            was, id, notebook = was or mention.text, mention.claim.id, mention.claim.notebook or "its notebook"
            now = f'"{edit.text}"' if edit.end > edit.start else f'"{was}" with "{edit.text}" beside it'
            return (
                f'Refused, line {mention.line}: the number of the claim {id} was "{was}" and is now {now}. Numbers are '
                f"computed: change what this one is computed from ({notebook}), or refer to another claim. The "
                "sentence stays as it was."
            )
        if edit.refusal == "typed":
            return (
                f"Refused, {line}: {_number_of(edit.text)} is a typed number. Record a claim and refer to it, or mark "
                "it as no result, as in [five-day]{.fixed}. The sentence stays as it was."
            )
        if old.in_table and is_made(old.text):
            return (
                f'Refused, {line}: "{was}" is now "{edit.text}". The list of sources is made from the claims: change '
                "what a number is computed from, in the notebook that is named beside it."
            )
        return (
            f'Refused, {line}: "{was}" is now "{edit.text}". Citations and references are made from @keys: change the '
            "key in paper/manuscript.md, or the entry of references.bib. The sentence stays as it was."
        )

    def _no_longer(self, words, passages):
        """A line for each claim that is no longer printed where it was."""
        parts = [word.part for edit in passages for word in words[edit.start : edit.end] if word.part]
        numbers = {number for kind, number in parts if kind == "claim"}
        return [f"  no longer printed here: {self.mentions[n - 1].claim.id}" for n in sorted(numbers)]

    def _deleted(self, change, old, new, returned):
        """What becomes of a paragraph that was deleted."""
        block = self._block(old)
        line = line_of(self.template, block)
        return [f'Deleted, line {line}: "{bare(old.text)}"'], [without(self.template, block)], False

    def _added(self, change, old, new, returned):
        """What becomes of a new paragraph."""
        _, passages = edits("", new.text)
        if any(edit.refusal for edit in passages):
            return [self._refusal(passages[0], [], Paragraph(""), "a new paragraph")], [], True
        if new.in_table:
            raise Unplaced("rows and cells of tables are not added here")
        text = "#" * new.level + " " * (new.level > 0) + as_markdown(new.text)
        before = self._before(change.after, returned)
        return [f'Added behind line {line_of(self.template, before)}: "{new.text}"'], [behind(before, text)], False

    def _moved(self, change, old, new, returned):
        """What becomes of a paragraph that stands elsewhere."""
        block = self._block(old)
        before = self._before(change.after, returned)
        if before == block:
            raise Unplaced("the paragraph before it cannot be told")
        lines = f"Moved, from line {line_of(self.template, block)} behind line {line_of(self.template, before)}"
        replacements = [without(self.template, block), behind(before, passage_of(self.template, block))]
        return [f'{lines}: "{bare(old.text)}"'], replacements, False

    def _before(self, number, returned):
        """The block of the nearest paragraph before one of the file that came back, of those that the paper has too."""
        known = {same(bare(one.text)): one for one in self.paragraphs}
        for one in reversed(returned[:number]):
            paragraph = known.get(same(one.text)) or one
            block = None if one.in_table else block_of(paragraph, self.blocks)
            if block is not None:
                return block
        raise Unplaced("no paragraph of the template stands before it")


def _number_of(text):
    """The number that somebody typed, with the words around it where they are many.

    >>> _number_of("15 times"), _number_of("many came in May, and six of them left")
    ('"15 times"', '"six" of "many came in May, and six of them left"')
    """
    numerals = [one.numeral for one in typed_numerals(text)] or re.findall(r"\S*\d\S*", text)
    return f'"{numerals[0]}" of "{text}"' if numerals and len(text.split()) > 3 else f'"{text}"'


def _pair(line, was, now):
    """A sentence that changed, in lines: what it was, and what it is."""
    lines = [f'{name}: "{text}"' for name, text in (("was", was), ("now", now)) if text]
    return "\n  ".join([f"Changed, {line}:", *lines])


def _key(change, paragraphs):
    """What tells a change from others of the same file."""
    return change.after if change.after is not None else same(bare(paragraphs[change.before].text))


def _sentence_numbers(words):
    """For each word the number of its sentence; a last one for what is put behind them."""
    numbers, number = [], 0
    for word in words:
        numbers.append(number)
        number += word.text in (".", "!", "?")
    return [*numbers, number]


def _old_and_new(old, new):
    """Old and new words of a paragraph in one line, once where they are the same."""
    if old and new and same(bare(old.text)) == same(new.text):
        return f'"{new.text}".'
    return "; ".join(f'{name} "{bare(one.text)}"' for name, one in (("was", old), ("is", new)) if one) + "."


def _changes_that_hold(paper, fates, returned):
    """Give the template with all changes that hold, and what to tell: what does not read as it came back is not kept.

    All are tried together and, where the paper then reads otherwise, one by one.
    """
    every = [one for fate in fates for one in fate.replacements]
    whole = applied(paper.template, every)
    if not every or _remaining_changes(paper, whole, returned) <= {fate.key for fate in fates if fate.refused}:
        return whole, fates
    replacements, checked, left = [], [], {fate.key for fate in fates}
    for fate in fates:
        more = [*replacements, *fate.replacements]
        trial = _remaining_changes(paper, applied(paper.template, more), returned) if fate.replacements else left
        if fate.replacements and trial <= left and (fate.refused or fate.key not in trial):
            replacements, left = more, trial
        elif fate.replacements:
            lines = [*fate.lines, f"  not taken over: the paper would not read so. {BY_HAND}"]
            fate = Fate(fate.key, lines, [], True)
        checked.append(fate)
    return applied(paper.template, replacements), checked


def _remaining_changes(paper, template, returned):
    """Give the keys of the changes that are left when the paper is made of ``template``; {None} where it cannot be.

    What is made from other files, as references and the list of sources, follows the text and does not count.
    """
    try:
        trial = _Paper(paper.study, template)
    except Stopped:
        return {None}
    follows = {same(bare(one.text)) for one in (*paper.paragraphs, *trial.paragraphs) if is_made(one.text)}
    left = {
        _key(change, trial.paragraphs): trial.paragraphs[change.before]
        if change.after is None
        else returned[change.after]
        for change in changes(trial.paragraphs, returned)
    }
    return {key for key, paragraph in left.items() if same(bare(paragraph.text)) not in follows}
