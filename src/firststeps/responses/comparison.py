"""Whether the primary comparison has anybody to compare; where not, which two waves have."""

from itertools import combinations

from firststeps.paired.patterns import paired_table


def refuse_empty_comparison(study, tables, found):
    """Refuse, to ``found``, a primary comparison of two waves at which nobody answered the outcome twice.

    ``tables`` are the response patterns of each outcome.
    """
    if study.primary is None:
        return
    outcome, waves = study.primary.outcome, study.items[study.primary.outcome].waves
    ends = [waves.index(wave) for wave in (study.primary.first, study.primary.second)]
    if paired_table(tables[outcome], *ends).any():
        return
    what = f"nobody who answered {outcome} both at {study.primary.first!r} and at {study.primary.second!r}"
    found.refuse("study.yaml, primary", what, "at least one person to compare", _remedy(study, tables))


def _remedy(study, tables):
    """The comparisons that have pairs, with how many."""
    pairs = [
        f"{outcome} from {waves[first]} to {waves[second]} ({people})"
        for outcome, table in tables.items()
        for waves in [study.items[outcome].waves]
        for first, second in combinations(range(len(waves)), 2)
        if (people := int(paired_table(table, first, second).sum()))
    ]
    if not pairs:
        return "No yes/no question was answered twice by anybody, so nobody can be compared with themselves."
    return f"Compare two waves at which people answered, with the number of people: {'; '.join(pairs)}."
