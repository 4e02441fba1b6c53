"""The questions of a proposed ``study.yaml``, asked one by one, and the answers written into its lines."""

import contextlib
import re
from itertools import takewhile

from firststeps.responses.cleaning.asking import MEANINGS
from firststeps.responses.proposing.lines.writing import BETTER, CHANGE, IF_SO, MARK, UNLESS
from firststeps.study import StudyError, parse
from firststeps.study.questions import open_questions

LEAVE = "-"
HOW = f"Enter takes what stands there, {LEAVE} leaves the question open."
STAYS = f"This question stays open in study.yaml, marked `{MARK}`."
HOW_COUNTED = f"Enter or yes: they count; no: they are left out; {LEAVE} leaves the question open."
HOW_THERE = f"Enter or yes: they were there; no: they were not; {LEAVE} leaves the question open."
HOW_BETTER = f"Enter or yes: they do; no: they improve by going down; {LEAVE} leaves the question open."
HOW_CHANGING = f"yes: they can; Enter or no: they cannot; {LEAVE} leaves the question open."
ROOM = "{yes: [], no: []}"


def settle(text, ask, tell=print):
    """The text with the answers to its questions; ``ask`` gives the answer to a question, ``tell`` shows a line.

    An answer that makes the file wrong is told and asked again; after three such the question stays open.

    >>> answers = iter(["", "0.2"])
    >>> text = "title: Help   # ? a good one\\nmargin: 0.10   # ? too wide"
    >>> print(settle(text, lambda question: next(answers), lambda line: None))
    title: Help
    margin: 0.2
    """
    lines = text.splitlines()
    asked = [question.line for question in open_questions(text)]
    for number, place in enumerate(asked, start=1):
        place -= 1 + len(text.splitlines()) - len(lines)
        for _ in range(3):
            try:
                changed = _answered(lines, place, ask, f"[{number}/{len(asked)}] ")
                _check(text, changed)
            except ValueError as fault:
                tell(str(fault).splitlines()[0])
            else:
                lines = changed
                break
        else:
            tell(STAYS)
    return "\n".join(lines) + "\n" * text.endswith("\n")


def _check(before, lines):
    """Raise StudyError where the lines are no right file any more."""
    with contextlib.suppress(StudyError):
        parse(before)
        before = ""
    if not before:
        parse("\n".join(lines))


def _answered(lines, place, ask, number):
    """The lines after the question in line ``place`` was asked."""
    line = lines[place]
    body, _, question = line.partition(MARK)
    body, question = body.rstrip(), question.strip()
    if re.search(r"codes(_at)?: \{", body) and question.startswith("write "):
        return _replaced(lines, place, _with_meanings(body, question, ask, number))
    if question.startswith(CHANGE):
        return _compared(lines, place, ask, number)
    if question.endswith(UNLESS):
        return _replaced(lines, place, _counted(body, question, ask, number))
    below = [*takewhile(lambda row: _indent(row) > _indent(body), lines[place + 1 :])] if body.endswith(":") else []
    here = _waves_shown(lines, place) or _shown(body)
    shown = "\n".join([f"{here}{f' - {question}' if question else ''}", *below])
    reply = ask(f"{number}{shown}\n{HOW}").strip()
    if reply == LEAVE:
        return lines
    if below and reply:
        raise ValueError(f"{reply!r} is none of Enter and {LEAVE}. To change these lines, write into study.yaml later.")
    if body.lstrip().startswith("- {id: "):
        return _waves_in_order(_replaced(lines, place, body), place, reply)
    if body == "linked: no" and reply:
        return _replaced(lines, place, f"identifier:\n  column: {reply}")
    return _to_be_compared(_replaced(lines, place, _with_value(body, reply)), body, place)


def _counted(body, question, ask, number):
    """The line that would take rows or people out, which the guess does not: with its mark where that is left open.

    >>> line, question = "  # leave_out: [{rows: [3]}]", "do these rows count? if not, take the first # away"
    >>> [_counted(line, question, lambda _, said=said: said, "") for said in ("", "no")]
    ['  # leave_out: [{rows: [3]}]', '  leave_out: [{rows: [3]}]']
    """
    how = HOW_BETTER if question == BETTER else HOW_THERE if "background:" in body else HOW_COUNTED
    reply = ask(f"{number}{_shown(body)} - {question.removesuffix(UNLESS).rstrip()}\n{how}").strip().casefold()
    _check_yes_or_no(reply)
    if reply == LEAVE:
        return f"{body}   {MARK} {question}"
    return _uncommented(body) if reply[:1] == "n" else body


def _compared(lines, place, ask, number):
    """The lines after the question whether answers that nobody changed can change: the comparison below counts if so.

    >>> lines = ["# ips: nobody's answers differ   # ? can they change? if so, take the # away from the lines below"]
    >>> lines += ["# primary:", "#   outcome: ips   #", "outcomes: [ips]"]
    >>> _compared(lines, 0, lambda _: "yes", "")
    ["# ips: nobody's answers differ", 'primary:', '  outcome: ips', 'outcomes: [ips]']
    """
    body, _, question = lines[place].partition(MARK)
    shown = f"{number}{_shown(body)} - {question.removesuffix(IF_SO).strip()}\n{HOW_CHANGING}"
    reply = ask(shown).strip().casefold()
    _check_yes_or_no(reply)
    if reply == LEAVE:
        return lines
    end = place + 1
    while reply[:1] == "y" and question.endswith(IF_SO) and lines[end].startswith("# "):
        end += 1
    remarks = (re.sub(r"\s+#$", "", line.removeprefix("# ")) for line in lines[place + 1 : end])
    return [*lines[:place], body.rstrip(), *remarks, *lines[end:]]


def _check_yes_or_no(reply):
    """Raise ValueError where a reply is none of those that a question to be answered by yes or no takes."""
    if reply not in ("", "yes", "y", "no", "n", LEAVE):
        raise ValueError(f"{reply!r} is none of yes, no and {LEAVE}.")


def _indent(line):
    """How many blanks stand before what a line says."""
    return len(line) - len(line.lstrip())


def _shown(body):
    """A line of ``study.yaml`` as it is shown: without the mark of a comment."""
    return body.strip().removeprefix("# ")


def _with_value(body, reply):
    """A line as it counts: without the sign of a comment, and with another value where one was said.

    >>> _with_value("  # codes: {yes: [Y]}", ""), _with_value("  margin: 0.10", "0.2")
    ('  codes: {yes: [Y]}', '  margin: 0.2')
    """
    counts = _uncommented(body)
    key, colon, value = counts.partition(":")
    return f"{key}{colon} {_as_yaml(reply, value.strip())}" if reply and colon else counts


def _as_yaml(reply, value):
    """A reply in the form of the value that it replaces: a list in brackets, a share with a point.

    >>> _as_yaml("talk, sleep", "[talk]"), _as_yaml("7,5 %", "0.10"), _as_yaml("0,05", "0.10"), _as_yaml("5", "0.10")
    ('[talk, sleep]', '0.075', '0.05', '5')
    """
    if value.startswith("["):
        return reply if reply.startswith("[") else f"[{reply}]"
    number = re.fullmatch(r"(\d+)[.,]?(\d*)\s*(%?)", reply)
    if not number or not re.fullmatch(r"0?\.\d+", value):
        return reply
    share = float(f"{number[1]}.{number[2] or 0}") / (100 if number[3] else 1)
    return f"{share:g}"


def _to_be_compared(lines, body, place):
    """The lines without `background` for questions that an answer has put among the outcomes: these can change.

    >>> lines = ["outcomes: [ips, sleep]", "items:", "  sleep:", "    kind: yes-no", "    background: true   # known"]
    >>> _to_be_compared(lines, "outcomes: [ips]", 0)
    ['outcomes: [ips, sleep]', 'items:', '  sleep:', '    kind: yes-no']
    """
    if not body.startswith("outcomes: ["):
        return lines
    before, after = ({*re.findall(r"[\w-]+", line.partition(":")[2])} for line in (body, lines[place]))
    others, item = [], None
    for line in lines:
        item = line.strip().removesuffix(":") if re.fullmatch(r"  [\w-]+:", line) else item
        if item not in after - before or not line.startswith("    background: true"):
            others.append(line)
    return others


def _uncommented(body):
    """A line without the sign of a comment."""
    return re.sub(r"^(\s*)# ", r"\1", body)


def _waves(lines, place):
    """The lines of the waves from ``place`` on, by their ids."""
    waves = takewhile(lambda line: line.lstrip().startswith("- {id: "), lines[place:])
    return {re.search(r"id: ([\w-]+)", line)[1]: line for line in waves}


def _waves_shown(lines, place):
    """Several waves in their order, with what tells each where its id is another; nothing where there are not several.

    >>> _waves_shown(["  - {id: t1, label: T1, file: a.csv}   # ? the order", "  - {id: later, label: 3 months}"], 0)
    't1 (a.csv), then later (3 months)'
    """
    names = []
    for wave, line in _waves(lines, place).items():
        values = re.findall(r"(?:label|file): ((?:\"(?:[^\"\\]|\\.)*\")|[^,}]+)", line)
        more = [value for value in values if value.casefold() != wave]
        names.append(f"{wave} ({', '.join(more)})" if more else wave)
    return ", then ".join(names) if names[1:] else ""


def _waves_in_order(lines, place, reply):
    """The lines with the waves in the order of the ids that were said, and the comparison from earlier to later."""
    ids = _waves(lines, place)
    as_they_are = not reply or (reply.casefold() in ("yes", "y") and reply not in ids)
    order = [*ids] if as_they_are else re.split(r"[\s,]+", reply)
    if sorted(order) != sorted(ids):
        raise ValueError(f"Write all the waves, the earliest first, as in: {', '.join(ids)}.")
    ordered = [*lines[:place], *(ids[wave] for wave in order), *lines[place + len(ids) :]]
    ends = [i for i, line in enumerate(ordered) if re.match(r"  (first|second): ", line)]
    compared = sorted((ordered[i].partition(": ")[2] for i in ends), key=order.index)
    for i, wave in zip(ends, compared, strict=True):
        ordered[i] = f"{ordered[i].partition(': ')[0]}: {wave}"
    return ordered


def _with_meanings(body, question, ask, number):
    """The line of codes with each text that the question names where it was said to belong."""
    texts = re.findall(r'"((?:[^"\\]|\\.)*)"', question)
    counts = _uncommented(body)
    if "codes_at: {" in body:  # the codes of each wave that has room for them
        written = _with_meanings(f"codes: {ROOM}", question, ask, number).removeprefix("codes: ")
        return f"{body}   {MARK} {question}" if MARK in written else counts.replace(ROOM, written)
    for text in texts:
        reply = ask(f'{number}What does "{text}" mean: {", ".join(MEANINGS)}? {LEAVE} leaves it open.').strip()
        if reply == LEAVE:
            return f"{body}   {MARK} {question}"
        if reply not in MEANINGS:
            what = f"{reply!r} is none of" if reply else "Nothing stands there to be taken. Write one of"
            raise ValueError(f"{what} {', '.join(MEANINGS)}.")
        counts = _with_code(counts, reply, text)
    return counts


def _with_code(line, meaning, text):
    """A line of codes with one more.

    >>> _with_code('codes: {yes: [], no: ["n"]}', "yes", "y"), _with_code("codes: {yes: []}", "blank", "?")
    ('codes: {yes: ["y"], no: ["n"]}', 'codes: {yes: [], blank: ["?"]}')
    """
    there = re.search(rf"(?<=[{{ ]){meaning}: \[(.*?)\]", line)
    if there:
        both = ", ".join(filter(None, [there[1], f'"{text}"']))
        return f"{line[: there.start()]}{meaning}: [{both}]{line[there.end() :]}"
    return re.sub(r"\}$", f', {meaning}: ["{text}"]}}', line)


def _replaced(lines, place, line):
    """Lines with that at ``place`` replaced by one or more."""
    return [*lines[:place], *line.split("\n"), *lines[place + 1 :]]
