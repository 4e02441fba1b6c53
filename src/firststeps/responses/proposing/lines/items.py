"""The lines of the questions: items, outcomes, the primary comparison, and the codes that several of them share."""

from dataclasses import replace

from firststeps.digits import plural
from firststeps.responses.proposing.lines.codes import code_line, code_lines, empty_may_be_no
from firststeps.responses.proposing.lines.writing import ASK, CHANGE, IF_SO, MARK, UNLESS, in_list, slug, yaml_text
from firststeps.responses.texts.lexicon import quoted
from firststeps.responses.texts.scales import grids, usual_scale
from firststeps.study.parts.texts import caseless

NO_QUESTION = "no question was found"  # in a proposal without items


def item_ids(items):
    """An id for each item, all different."""
    ids = []
    for column, *_ in items:
        ids.append(slug(column.name, ids))
    return ids


def outcome_lines(proposal, ids):
    """The primary comparison, the outcomes, and the codes that several of them share."""
    outcomes, beside = [], []
    for name, (column, asked, columns) in zip(ids, proposal.items, strict=True):
        if _beside(column, proposal.items):
            beside.append(name)
        elif column.kind == "yes-no":
            outcomes.append((name, asked or list(columns) or proposal.wave_ids, column))
    compared = _primary(outcomes) if proposal.people.linked or proposal.counts else []
    return [*compared, _outcome_line([name for name, *_ in outcomes], beside), *_shared_codes(proposal.items), ""]


def _outcome_line(names, beside):
    """The outcomes; those ``beside`` them never change within anybody."""
    doubt = f"{ASK} without {', '.join(beside)}, which never changes within anybody" if beside else ""
    return f"outcomes: [{', '.join(names)}]{doubt if names else ASK + ' no yes/no question was found'}"


def _primary(outcomes):
    """The lines of the primary comparison, behind a # where nobody may have changed."""
    compared = [(name, waves, column.stays and not empty_may_be_no(column)) for name, waves, column in outcomes]
    several = [(name, waves) for name, waves, stays in compared if len(waves) > 1 and not stays]
    unchanged = [(name, waves) for name, waves, stays in compared if len(waves) > 1 and stays]
    still = [name for name, _ in unchanged]
    name, waves = next(iter([*several, *unchanged]), ("?", ["?"]))
    lines = [
        "primary:                   # fix these before you look at the results",
        f"  outcome: {name}{ASK}" + " or another question" * (len(several) > 1),
        f"  first: {waves[0]}",
        f"  second: {waves[-1]}",
        f"  margin: 0.10{ASK} changes smaller than this do not matter",
    ]
    then = "" if several else f" {IF_SO}"
    why = [f"# {', '.join(still)}: nobody's answers differ from wave to wave{ASK} {CHANGE}{then}"] * bool(still)
    return [*why, *lines] if several else [*why, *(f"# {line.replace(MARK, '#')}" for line in lines)]


def _beside(column, items):
    """Whether a yes-no question is no outcome: it never changes, or has one answer only, and others do and have not."""
    if column.kind != "yes-no":
        return False
    others = [other for other, *_ in items if other.kind == "yes-no"]
    still = column.known and not all(other.stays for other in others)
    return still or (_one_sided(column) and not all(map(_one_sided, others)))


def _one_sided(column):
    """Whether a yes-no question was answered by yes alone or by no alone."""
    return not column.unclear and not (column.yes and column.no)


def _unsure(column):
    """Whether the codes of a yes-no question stand in a line that somebody must settle."""
    unsure = not column.sure or bool(column.missing + column.unsaid)
    return column.kind == "yes-no" and unsure and not (column.unclear or column.unlike)


def _asked_about(column, items):
    """Whether somebody must settle the codes of a question; of one that is no outcome and has one answer, nobody."""
    return _unsure(column) and not (_one_sided(column) and _beside(column, items))


def _shared_codes(items):
    """One line for the codes of all questions whose codes are not certain, where two or more have the same."""
    lines = [code_line(column) for column, *_ in items if _asked_about(column, items)]
    if len(lines) < 2 or len({*lines}) > 1:
        return []
    return [f"# {lines[0]}"]


def item_lines(proposal, ids):
    """The items, each with its label, kind, column and codes."""
    lines = ["items:"]
    shared, labels = bool(_shared_codes(proposal.items)), set()
    for name, (column, asked, columns) in zip(ids, proposal.items, strict=True):
        label = _own_label(column, columns, proposal.labels, labels, name)
        lines += _item(name, label, column, asked, columns)
        if not _asked_about(column, proposal.items):
            lines += code_lines(replace(column, sure=True) if _beside(column, proposal.items) else column)
            lines += ["    one_sided: checked"] * (_beside(column, proposal.items) and _one_sided(column))
        elif not shared:
            lines += code_lines(column)
        if column.known and (column.kind != "yes-no" or _beside(column, proposal.items)):
            lines.append("    background: true       # known without asking, such as the arm of a trial: no attendance")
        lines += _alone_line(column)
    lines += _score_lines(proposal, ids)
    lines += _date_lines([*proposal.dates, *(column for column, *_ in proposal.items)])
    return lines if len(lines) > 1 else [f"items:{ASK} {NO_QUESTION}: no column holds answers that differ"]


def _alone_line(column):
    """The line that asks whether a question shows people to have been there who answered nothing else, if it does."""
    if not column.alone:
        return []
    people = " and ".join(f"{plural(number, 'person', 'people')} at {wave}" for wave, number in column.alone.items())
    return [f"    # background: true{ASK} {people} answered nothing else: were they there? {UNLESS}"]


def _own_label(column, columns, texts, labels, id):
    """The label of a question: as the file has it, and where one of the ``labels`` before reads so, with more.

    ``texts`` has the labels of columns by their names.  What it gives is added to ``labels``.
    """
    name = next(iter(columns.values()), column.name)
    label = column.label or texts.get(name, column.name)
    for own in (label, f"{label} ({name})", f"{label} ({id})"):
        if caseless(own) not in labels:
            break
    labels.add(caseless(own))
    return own


def _item(name, label, column, asked, columns):
    """The lines of one question."""
    scale, levels = usual_scale(column.answers) if column.kind == "choice" and not column.known else ("", [])
    kind = f"ordered{ASK} answers of {scale}, lowest first; or choice" if scale else column.kind
    ends = ", ".join(f"{low:g} to {high:g} at {wave}" for wave, (low, high) in column.ranges.items())
    kind += f"{ASK} {ends}: is it one scale?" if ends else ""
    asks = column.otherwise and column.kind == "yes-no"
    doubt = f"{ASK} elsewhere it is asked as {quoted(column.otherwise)}: is it one question?" if asks else ""
    lines = [f"  {name}:", f"    label: {yaml_text(label)}{doubt}", f"    kind: {kind}"]
    if columns:
        lines.append(f"    columns: {{{', '.join(f'{wave}: {yaml_text(c)}' for wave, c in columns.items())}}}")
    elif not column.boxes:
        lines.append(f"    column: {yaml_text(column.name)}")
    if asked:
        lines.append(f"    waves: [{', '.join(asked)}]")
    if column.boxes:
        doubt = "" if column.sure else f"{ASK} are these the boxes of one question?"
        lines += [f"    boxes:{doubt}", *(f"      {quoted(c)}: {yaml_text(box)}" for c, box in column.boxes.items())]
    if column.other:
        lines.append(f"    other: {quoted(column.other)}")
    if column.range:
        lines.append(f"    range: [{', '.join(f'{end:g}' for end in column.range)}]")
    if column.points:
        doubt = "" if all(word[:1].isdigit() for word in column.points) else f"{ASK} or the other way round?"
        points = ", ".join(f"{quoted(word)}: {number:g}" for word, number in column.points.items())
        lines.append(f"    points: {{{points}}}{doubt}")
    if column.kind in ("choice", "ticks") and not column.boxes:
        lines.append(f"    choices: {in_list(levels or column.answers)}")
    if scale:
        lines.append("    # better: lower          # take the first # away if people improve by going down")
    if column.kind == "text":
        lines.append("    # personal: checked      # take the first # away once a person has read all answers")
    return lines


def _score_lines(proposal, ids):
    """A score for each grid of questions that are answered on one scale, as lines to be taken or left."""
    pairs = zip(ids, proposal.items, strict=True)
    asked = {name: (column.name, column.answers) for name, (column, *_) in pairs if column.kind == "choice"}
    lines = []
    for number, items in enumerate(grids(asked), start=1):
        lines += [
            f"  # total{f'-{number}' * (number > 1)}:                # take the first # away where these are one score",
            "  #   label: Total",
            "  #   kind: score           # add reversed: [...] for items worded the other way",
            f"  #   items: [{', '.join(items)}]",
        ]
    return lines


def _date_lines(columns):
    """The order of days and months: what other dates of the files leave possible, or a question."""
    doubtful = [column for column in columns if column.kind == "date" and not column.sure]
    orders = {column.order for column in doubtful} - {""}
    if not doubtful:
        return []
    if len(orders) == 1:
        return [
            "",
            "cleaning:",
            f"  dates: {orders.pop()}       # some dates of the files can be read in this way only",
        ]
    return ["", "cleaning:", f"  dates: ask{ASK} day-first or month-first: some can be read both ways"]
