"""Makes one column of a question that a form asks in a section for each wave, so that a long file has it several times.

So it is with the copies of a question that Google Forms calls alike and Microsoft Forms numbers, and with a question
that each section asks in other words.
"""

import re

from firststeps.responses.proposing.column_profiles import profile
from firststeps.responses.proposing.roles import like_identifier
from firststeps.responses.texts.wordings import but_for_waves, other_words

# Letters of ours, or a number of pandas or of a form.
COPY = re.compile(r" \([A-Z]{1,3}\)$|(?<!\d)\.\d$|(?<=[^\w\s])[ _]?\d$")


def in_one_column(cells, rows, left_out=()):
    """The cells with one column for each question of several sections, and where its answers stand: ``(cells, own)``.

    ``rows`` are those of each wave, by its id; ``left_out`` are columns that are no answers, as are those
    that are called codes.  A column of a section is
    filled at one wave alone.  ``own`` holds, by the name of the first, the column of each wave.

    >>> import pandas as pd
    >>> said = {"Heard?": ["Yes", "No", "", ""], "Heard?2": ["", "", "No", "Yes"], "Age": ["30", "41", "30", "41"]}
    >>> before = pd.Series([True, True, False, False])
    >>> cells, own = in_one_column(pd.DataFrame(said), {"pre": before, "post": ~before})
    >>> cells["Heard?"].tolist(), own
    (['Yes', 'No', 'No', 'Yes'], {'Heard?': {'pre': 'Heard?', 'post': 'Heard?2'}})
    """
    sections, own = {wave: [] for wave in rows}, {}
    for name in (name for name in cells if name not in left_out and like_identifier(name) <= 0):
        filled = cells[name].str.strip() != ""
        waves = [wave for wave, there in rows.items() if (there & filled).any()]
        if len(waves) == 1:
            sections[waves[0]].append(name)
    for wave, names in sections.items():
        first_of = _one_question(cells, [*own], names)
        for name in names:
            own.setdefault(first_of.get(name, name), {})[wave] = name
    own = {first: columns for first, columns in own.items() if len(columns) > 1}
    for first, columns in own.items():
        for name in [*columns.values()][1:]:
            one = cells[first].where(cells[first].str.strip() != "", cells[name])
            cells = cells.assign(**{first: one}).drop(columns=name)
    return cells, own


def _one_question(cells, columns, others):
    """Which of ``columns`` asks what one of ``others`` asks: {other: column}; by its name, but for a wave, or in words.

    In other words a question is one only where both are answered by yes and no; a person must say so.
    """
    copies = {name: COPY.sub("", name) for name in others}
    names = {name: base for name, base in copies.items() if base != name and base in columns}
    for same in (but_for_waves, other_words):
        free = [[c for c in some if c not in {*names, *names.values()}] for some in (columns, others)]
        if same is other_words:
            free = [[c for c in some if c.count(" ") > 1 and profile(c, cells[c]).kind == "yes-no"] for some in free]
        names |= same(*free)
    return names


def wordings(columns):
    """How the columns of one question are worded, without what makes two of one name differ.

    >>> wordings({"pre": "Heard?", "post": "Heard?2"})
    ['Heard?', 'Heard?']
    """
    first = next(iter(columns.values()), "")
    return [first if COPY.sub("", name) == first else name for name in columns.values()]
