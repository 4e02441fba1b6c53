"""The lines of a proposed ``study.yaml``; what is not certain is marked as a question."""

import re
from pathlib import Path

from firststeps.responses.texts.lexicon import in_time, quoted

ASK = "   # ?"
LONGEST = 40  # letters of an id
HEAD = """# Proposed by `python -m firststeps inspect`. What `# ?` marks is a question: settle it, then take the mark
# away; a line that begins with # counts once you take that away too. docs/study-yaml.md explains each key.
title: {title}{ask}
synthetic: false           # true only if the answers are made up
# participants: {people}{ask} how many people there were to hear from, whether or not they answered
"""


def head_lines(title, people):
    """The beginning of the file."""
    return HEAD.format(title=yaml_text(title), people=people, ask=ASK)


def wave_lines(labels, files=None):
    """A line for each wave; the first asks whether the order is right."""
    files = files or [""] * len(labels)
    ids = wave_ids(labels)
    lines = [
        f"  - {{id: {i}, label: {yaml_text(w)}, short: {yaml_text(w)}{f', file: {yaml_text(f)}' * bool(f)}}}{ASK}"
        for i, w, f in zip(ids, labels, files, strict=True)
    ]
    only = " only one occasion was found: which columns belong to which?"
    lines[0] += " is this the order in time?" if len(lines) > 1 else only
    return lines


def wave_ids(labels):
    """An id for each wave, all different."""
    ids = []
    for label in labels:
        ids.append(slug(label, ids, "wave"))
    return ids


def by_time(labels):
    """Names of occasions in the order that they tell of; those that tell nothing stay in the order given."""
    return sorted(labels, key=lambda label: in_time(label)[:2])


def identifier_lines(candidates, sure):
    """The column of participant codes, with the other columns that might be meant."""
    others = f" or {', '.join(candidates[1:])}" if candidates[1:] else ""
    doubt = "" if sure and not others else ASK + (others or ("" if candidates else " which column tells who answered?"))
    return ["identifier:", f"  column: {yaml_text(candidates[0] if candidates else '')}{doubt}", ""]


def ignore_lines(why):
    """The columns that are left unread, each with the reason."""
    if not why:
        return []
    return ["  ignore:", *(f"    - {yaml_text(name)}{ASK} {reason}" for name, reason in why.items())]


def item_lines(items, waves, labels):
    """The items, the outcomes and the primary comparison; ``items`` is a list of (profile, waves asked, columns)."""
    lines, ids, outcomes, beside, dates = ["items:"], [], [], [], []
    vary = any(column.kind == "yes-no" and not column.stays for column, *_ in items)
    for column, asked, columns in items:
        name = slug(column.name, ids)
        ids.append(name)
        known = column.stays and column.full and (vary or column.kind != "yes-no")
        lines += _item(name, column, asked, columns, labels)
        lines += [f"    background: true{ASK} known without asking, such as the arm of a trial"] * known
        if column.kind == "yes-no" and known:
            beside.append(name)
        elif column.kind == "yes-no":
            outcomes.append((name, asked or list(columns) or waves, column.stays))
        if column.kind == "date" and not column.sure:
            dates = ["", "cleaning:", f"  dates: ask{ASK} day-first or month-first: some can be read both ways"]
    return [*lines, *dates, "", _outcome_line([name for name, *_ in outcomes], beside), *_primary(outcomes)]


def _outcome_line(names, beside):
    """The outcomes; those ``beside`` them never change within anybody."""
    doubt = f"{ASK} without {', '.join(beside)}, which never changes within anybody" if beside else ""
    return f"outcomes: [{', '.join(names)}]{doubt if names else ASK + ' no yes/no question was found'}"


def _item(name, column, asked, columns, labels):
    label = labels.get(next(iter(columns.values()), column.name), column.name)
    doubt = {"choice": f"{ASK} or text", "text": ""}.get(column.kind, "")
    lines = [f"  {name}:", f"    label: {yaml_text(label)}{ASK}", f"    kind: {column.kind}{doubt}"]
    if columns:
        lines.append(f"    columns: {{{', '.join(f'{wave}: {yaml_text(c)}' for wave, c in columns.items())}}}")
    else:
        lines.append(f"    column: {yaml_text(column.name)}")
    if asked:
        lines.append(f"    waves: [{', '.join(asked)}]")
    if column.kind in ("choice", "ticks"):
        lines.append(f"    choices: {_list(column.said)}{ASK}")
    if column.kind == "text":
        lines.append(f"    # personal: checked{ASK} once a person has read all answers for names and addresses")
    return lines + _codes(column)


def _codes(column):
    lists = [("yes", column.yes), ("no", column.no)] if column.kind == "yes-no" else []
    missing = f"blank: {_list(column.missing)}" if column.missing else ""
    said = ", ".join(
        [*(f"{meaning}: {_list(codes)}" for meaning, codes in lists if codes), *([missing] * bool(missing))]
    )
    if column.unclear:
        places = f"yes: [], no: []{f', {missing}' * bool(missing)}"
        return [f"    # codes: {{{places}}}{ASK} write {', '.join(map(quoted, column.unclear))} where each belongs"]
    if not said:
        return []
    if column.sure and not missing:
        return [f"    codes: {{{said}}}"]
    doubt = " are the last blank, not applicable, or answers?" if missing else " is this what they mean?"
    return [f"    # codes: {{{said}}}{ASK}{doubt}"]


def _list(texts):
    return f"[{', '.join(map(quoted, texts))}]"


def _primary(outcomes):
    several = [(name, waves) for name, waves, stays in outcomes if len(waves) > 1 and not stays]
    still = [name for name, waves, stays in outcomes if len(waves) > 1 and stays]
    name, waves = several[0] if several else ("?", ["?"])
    lines = [
        "primary:                   # fix these before you look at the results",
        f"  outcome: {name}{ASK}",
        f"  first: {waves[0]}{ASK}",
        f"  second: {waves[-1]}{ASK}",
        f"  margin: 0.10{ASK} changes smaller than this do not matter",
    ]
    why = [f"# {', '.join(still)}: nobody's answers differ from wave to wave{ASK} can they change?"] * bool(still)
    return ["", *why, *lines] if several else ["", *why, *(f"# {line}" for line in lines)]


def slug(text, taken, prefix="item"):
    """``text`` as an id: small letters, digits and hyphens, beginning with a letter, not long, not yet ``taken``.

    >>> slug("Before: have you ever helped anybody in a group?", []), slug("3 months", [], "wave"), slug("IPS", ["ips"])
    ('before-have-you-ever-helped-anybody-in-a', 'wave-3-months', 'ips-2')
    """
    name = re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")
    name = name if name[:1].isalpha() else f"{prefix}-{name}".strip("-")
    if len(name) > LONGEST:
        name = name[: LONGEST + 1].rpartition("-")[0] or name[:LONGEST]
    several = [f"{name}-{n}" for n in range(2, len(taken) + 2)]
    return next(candidate for candidate in (name, *several) if candidate not in taken)


def yaml_text(text):
    """``text`` as a YAML string, bare where that is safe."""
    return text if re.fullmatch(r"[A-Za-z][\w \-.]*\w", text, re.ASCII) else quoted(text)


def stem(name):
    """A file's name without its ending."""
    return Path(name).stem
