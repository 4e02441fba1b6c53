"""Which columns of several tables are one, though they are called or numbered differently."""

from dataclasses import dataclass, replace

from firststeps.responses.given.tables import Table
from firststeps.responses.proposing import column_profiles
from firststeps.responses.proposing.people import candidates
from firststeps.responses.texts.wordings import but_for_waves, other_words, same_question, same_words, without_wave


@dataclass(frozen=True)
class Renamed:
    """A ``table`` whose columns are called as those of the others; ``own`` is what its file calls the renamed ones."""

    table: Table
    own: dict

    def question(self, name):
        """The question of a column, as it stands in this table's file."""
        own = self.own.get(name, name)
        return self.table.labels.get(name, own if " " in own else name)


def called_alike(tables):
    """The tables with one name for each column: a :class:`Renamed` for each.

    Columns that ask the same question are one, whatever their numbers, and so are names that differ by letter case,
    signs, numbers in front, groups or the name of a wave alone, and two columns of codes in which the same people are
    found; all get the name that they have in the first table, without the name of its wave where that alone differs.
    """
    first, *others = tables
    new_names, bare = [{}], {}
    for table in others:
        names, at_waves = _names_in(first, table)
        bare |= {name: without_wave(name) for name in at_waves.values()}
        new_names.append({name: first_name for name, first_name in names.items() if name in table.cells})
    bare = {name: stem for name, stem in bare.items() if not any(stem in table.cells for table in tables)}
    for table, names in zip(tables, new_names, strict=True):
        names |= {name: name for name in bare if name in table.cells and name not in names}
        names.update({name: bare.get(called, called) for name, called in names.items()})
    return [_renamed(table, names) for table, names in zip(tables, new_names, strict=True)]


def _names_in(first, table):
    """The names in the ``first`` table of the columns that ``table`` calls otherwise: all, and those but for a wave."""
    names = same_question(first.labels, table.labels)
    new = [c for c in table.cells if c not in first.cells and c not in names]
    free = [c for c in first.cells if c not in table.cells and c not in names.values()]
    names |= same_words(free, new)
    rest = [c for c in free if c not in names.values()]
    shared = [c for c in first.cells if c in table.cells]
    cells = [t.cells.reset_index(drop=True) for t in (first, table)]
    ranked = candidates.by_waves([t[shared] for t in cells], shared)
    if not (ranked and ranked[0].earned):
        pair = candidates.across(*cells, rest, [c for c in new if c not in names])
        names |= {pair[1]: pair[0]} if pair else {}
    at_waves = but_for_waves(*([c for c in few if c not in {*names, *names.values()}] for few in (rest, new)))
    names |= at_waves
    names |= other_words(*(_questions(t, [*names, *names.values(), *shared]) for t in (first, table)))
    return names, at_waves


def _questions(table, left_out):
    """The columns of a table that hold yes and no and are called as whole questions are."""
    long_names = [name for name in table.cells if name.count(" ") > 1 and name not in left_out]
    return [name for name in long_names if column_profiles.profile(name, table.cells[name]).kind == "yes-no"]


def _renamed(table, names):
    """The table with other names for some columns: ``names`` are the new by the old."""
    labels = {names.get(name, name): label for name, label in table.labels.items()}
    table = replace(table, cells=table.cells.rename(columns=names), labels=labels)
    return Renamed(table, {new: old for old, new in names.items()})
