"""What a proposal makes of the files, in the words of the first thing a person would check: a wrong guess is seen."""

import re
import shutil
import tempfile
from pathlib import Path

import pandas as pd

from firststeps.digits import plural
from firststeps.paired.patterns import paired_table
from firststeps.responses.cleaning.asking import ask_about_unknown
from firststeps.responses.cleaning.clean import answered_sheets, counted_sheets, tidy_responses
from firststeps.responses.cleaning.layouts import read_parts
from firststeps.responses.cleaning.log import Findings
from firststeps.responses.counting.ordered.groups import KINDS, changes_of, ends
from firststeps.responses.counting.patterns import count_patterns
from firststeps.responses.given.problems import Refusal
from firststeps.responses.proposing.lines.items import NO_QUESTION
from firststeps.responses.proposing.people.candidates import short
from firststeps.responses.texts.answers import ANSWERED, shows_presence
from firststeps.study import Study, StudyError
from firststeps.study.parts.texts import tidy

LARGEST = 20_000_000  # bytes of files that are looked at
HEAD = "What the files say if every guess is right (look whether it can be):"


def first_look(text, paths):
    """Who answered, who was found again, the flow by wave and the first 2x2 table: a list of lines, empty for no table.

    ``text`` is a proposed ``study.yaml`` of which each guess is taken as right, ``paths`` are its files.  Nothing is
    written but in a folder that is gone at the end.
    """
    paths = [Path(path) for path in paths]
    if sum(path.stat().st_size for path in paths) > LARGEST:
        return [f"The files are larger than {LARGEST // 1_000_000} MB: `make all` says what is in them."]
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder, "data", "raw")
        raw.mkdir(parents=True)
        for path in paths:
            shutil.copyfile(path, raw / path.name)
        Path(folder, "study.yaml").write_text(guessed(text), encoding="utf-8")
        try:
            return [HEAD, *(f"  {line}" for line in _lines(Study.load(folder)))]
        except Refusal as fault:
            return [f"No table can be made yet: {fault.problems[0].headline}"]
        except StudyError as fault:
            if NO_QUESTION in text:
                return [f"No table can be made yet: {NO_QUESTION}, as no column holds answers that differ."]
            return [f"No table can be made yet: {str(fault).splitlines()[-1].strip()}"]


def guessed(text):
    """A proposal in which the codes that are asked about count, and those that nobody has placed are no answer.

    >>> guessed("    # codes: {yes: [Y]}   # ? is this what they mean?")
    '    codes: {yes: [Y]}   # ? is this what they mean?'
    >>> guessed('# codes: {yes: [], no: []}   # ? write "1", "0" where each belongs')
    'codes: {yes: [], no: [], not answered: ["1", "0"]}   # ? write "1", "0" where each belongs'
    """
    return re.sub(
        r'^(\s*)# (codes(?:_at)?: \{.*)(?=# \? )(# \? (?:write ("[^#]*") where)?.*)$', _guess, text, flags=re.MULTILINE
    )


def _guess(line):
    """A line of codes that counts, with those to be written as no answer."""
    indent, codes, question, texts = line.groups()
    return indent + codes.replace("yes: [], no: []", f"yes: [], no: [], not answered: [{texts}]") + question


def _lines(study):
    """What the files hold by a proposed study: people, tables, what is still to settle, what to look at."""
    findings = Findings()
    sheets = (counted_sheets if study.data.layout == "counts" else answered_sheets)(study, findings)
    ask_about_unknown(study, findings)
    if not sheets:
        raise Refusal(findings.merged())
    responses = tidy_responses(study, sheets)
    yield from _people(study, responses)
    yield from _tables(study, responses)
    open_ones = [problem for problem in findings.merged() if problem.verdict != "warn"]
    if open_ones:
        things = "1 thing is" if len(open_ones) == 1 else f"{len(open_ones):,} things are"
        yield f"{things} still to settle, which `make all` asks about: {open_ones[0].headline}"
    warnings = [problem for problem in findings.merged() if problem.verdict == "warn"]
    if warnings:
        things = plural(len(warnings), "thing")
        yield f"{things} to look at, as `make all` tells: {warnings[0].headline}"


def _people(study, responses):
    """How many people there were, at which wave, and how many of them came again."""
    there = responses[shows_presence(study, responses)].drop_duplicates(["participant", "wave"])
    flow = ", ".join(f"{(there['wave'] == wave.id).sum():,} at {wave.label}" for wave in study.waves)
    if not study.linked:
        yield f"{plural(len(there), 'questionnaire')}: {flow}. Nobody is linked (linked: no)."
        return
    times = there.groupby("participant").size()
    by = f" by `{short(study.identifier.column)}`" if study.coded and study.data.layout != "counts" else ""
    again = f"; {(times > 1).sum():,} found at {'both' if len(study.waves) == 2 else 'two waves or more'}{by}"
    yield f"{plural(len(times), 'person', 'people')}: {flow}{again * (len(study.waves) > 1)}."


def _tables(study, responses):
    """The 2x2 table of the primary comparison, or of the first question asked twice; else the counts by wave."""
    if not study.outcomes:
        yield from _by_degrees(study, responses)
        return
    outcome = study.primary.outcome if study.primary else next(iter(study.asked_twice or study.outcomes))
    item = study.items[outcome]
    if outcome not in study.asked_twice:
        rows = responses[(responses["item"] == outcome) & (responses["status"] == ANSWERED)]
        for wave in item.waves:
            answers = rows.loc[rows["wave"] == wave, "answer"]
            yes, label = (answers == "yes").sum(), study.wave(wave).label
            yield f"{short(item.label)}: {yes:,} of {len(answers):,} say yes at {label}."
        return
    compared = ends(study, outcome)
    table = paired_table(count_patterns(responses, item.waves, outcome), *map(item.waves.index, compared))
    (a, b), (c, d) = table.tolist()
    first, second = (study.wave(wave).label for wave in compared)
    if not a + b + c + d:
        typed = _typed(study, outcome, compared)
        yield f"{short(item.label)}: no answers of anybody at {first} and at {second} are understood yet{typed}."
        return
    people = plural(a + b + c + d, "person", "people")
    yield (
        f"{short(item.label)}: of {people} who answered at {first} and at {second}, "
        f"{a:,} said yes both times, {b:,} yes then no, {c:,} no then yes, {d:,} no both times."
    )


def _by_degrees(study, responses):
    """Where no question is answered by yes or no: who improved on the first one of how much that was asked twice."""
    if not study.ordered_twice:
        yield "No question is answered by yes or no, and none of how much was asked twice: nothing can be compared."
        return
    first_one, *others = study.ordered_twice
    also = f" Asked twice as well: {plural(len(others), 'more question')}." if others else ""
    two, people = ends(study, first_one), pd.Index(responses["participant"].unique())
    counts = changes_of(study, responses, first_one, *two, people).value_counts().reindex(KINDS, fill_value=0)
    improved, same, worse, _ = counts
    heard = plural(improved + same + worse, "person", "people")
    first, second = (study.wave(wave).label for wave in two)
    yield "No question is answered by yes or no; questions of how much are compared as they stand."
    yield (
        f"{short(study.items[first_one].label)}: of {heard} who answered at {first} and at {second}, "
        f"{improved:,} improved, {same:,} stayed the same and {worse:,} got worse.{also}"
    )


def _typed(study, outcome, compared):
    """What stands in the two columns of people who filled in both, most frequent first: for codes not yet settled."""
    by_wave = [
        pd.concat(
            [
                pd.Series(part.cells[study.column(outcome, wave)].map(tidy).to_numpy(), index=part.people)
                for part in read_parts(study, Findings())
                if part.wave == wave
            ]
        )
        for wave in compared
    ]
    pairs = pd.concat([answers[~answers.index.duplicated() & (answers != "")] for answers in by_wave], axis=1).dropna()
    several = pairs.value_counts().head(4)
    counts = ", ".join(f"{people:,} {one!r} then {other!r}" for (one, other), people in several.items())
    return f"; as typed: {counts}" if counts else ""
