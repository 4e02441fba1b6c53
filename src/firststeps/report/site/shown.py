"""Which figures print the number of a claim: with its interval, and of the same question, waves and theme."""

from firststeps.report.printing import wording


def figures_with(claim, figures, study):
    """The names of the ``figures``, `FigurePage` by name, of which a row prints a ``claim`` with its interval.

    Two questions may have the same number: so the row names each question, wave and theme of ``study`` that the id of
    the claim does; an id that names none is looked for in the figures of its own notebook alone. A claim without an
    interval is in no figure for certain.
    """
    if claim.interval is None:
        return []
    limits = wording.interval(*claim.interval, claim.unit).removesuffix(" points")
    numbers, names = {wording.in_cell(claim.value, claim.unit), limits}, _names(claim, study)
    return [
        name
        for name, figure in figures.items()
        if (names or (figure.drawn and figure.drawn.notebook == claim.notebook))
        and any(numbers <= {*row} and _tells(row[0], names) for row in figure.rows)
    ]


def _tells(text, names):
    """Whether a text holds one of the words of each name."""
    line = " ".join(text.split())
    return all(any(" ".join(word.split()) in line for word in words) for words in names)


def _names(claim, study):
    """What the id of a claim names: for each question, wave and theme the words in which a figure may print it."""
    parts, labels, primary = claim.id.split("."), study.labels, study.primary
    if parts[0] == "primary" and primary:
        parts = [primary.outcome, primary.first, primary.second]
    names = [(labels.item(part),) for part in parts if part in study.items]
    names += [(labels.wave(part), labels.short(part)) for part in parts if part in study.wave_ids]
    themes = study.themes.get(parts[0], {})
    return names + [(themes[part].label,) for part in parts if part in themes]
