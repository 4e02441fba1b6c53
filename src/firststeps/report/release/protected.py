"""The public release of a study: which counts it shows, how they hang together, and the one file that holds them.

Whatever else a public release shows (percentages, intervals, tests, figures, text) is computed from that file alone, so
it cannot give away more than the file does.
"""

import math
import shutil
from itertools import combinations, permutations, product

import numpy as np
import pandas as pd

from firststeps.files import write_text
from firststeps.paired.patterns import ANSWERS, MISSING
from firststeps.report.release.disclosure import nearest
from firststeps.report.release.linked import LinkedTables
from firststeps.study import SYNTHETIC

NEAREST = 5  # hidden counts that are told, those of which most is known
COLUMNS = ["origin", "about", "question", "first wave", "first answer", "second wave", "second answer", "people"]


def link_tables(study, patterns, handed_in, scores=(), themes=()):
    """Give the :class:`LinkedTables` of all counts that a public release of ``study`` shows.

    ``patterns`` maps each outcome to its response-pattern table; ``handed_in`` maps each wave to the questionnaires
    that came back; ``scores`` are tuples of a rated item, its wave, its scores and their people; ``themes`` are
    triples of a question, the people who answered it, and a dict from theme to the people who named it.

    Shown are, for each outcome, the counts at each wave, and the four counts of those who answered at its baseline (see
    :func:`baseline`) and at another wave.  People of whom no questionnaire exists count as missing.  Rules of
    consistency that cleaning enforces are taken as known to everybody, and so is what an outcome is made of.
    """
    totals = [int(np.asarray(table).sum()) for table in patterns.values()]
    most = max([*totals, *(int(sheets) for _, sheets in handed_in.items())], default=0)
    people = study.participants if study.participants and study.participants >= most else None
    tables, everyone = LinkedTables(people), people or most
    sheets = {
        wave: tables.add("handed in", "", [n, everyone - n], [(wave, ("yes", "no"))], [(0,)])[:1]
        for wave, n in handed_in.items()
    }
    places = {item: _add_outcome(tables, study, item, table, everyone) for item, table in patterns.items()}
    for at in places.values():
        for wave, (yes, no, _) in at.items():
            tables.at_most(np.concatenate([yes.ravel(), no.ravel()]), sheets[wave])
    _add_consistency(tables, study, places)
    for one, other in _of_one_source(study, places):
        for wave in [wave for wave in places[one] if wave in places[other]]:
            _no_more(tables, places[one][wave][MISSING], places[other][wave][MISSING])
    for one, other in combinations(places, 2):
        _add_both_waves(tables, study, one, other)
    for item, wave, values, people_at in scores:
        counts = [*people_at, everyone - sum(people_at)]
        facts = tables.add("scores", item, counts, [(wave, (*map(str, values), "none"))], [(0,)])
        tables.at_most(facts[:-1], sheets[wave])
        for outcome, at in _made_of(study, item, places):
            _add_cut(tables, outcome, values, facts, at.get(wave))
    for question, answered, people_of in themes:
        facts = _add_themes(tables, question, answered, people_of, everyone)
        asked = study.items[question].waves
        if len(asked) == 1 and facts:
            _no_more(tables, next(iter(facts.values()))[:-1], sheets.get(asked[0], []))
            for outcome, at in _made_of(study, question, places):
                _add_named(tables, outcome, facts, at.get(asked[0]))
    return tables


def baseline(study, item):
    """Give the wave that the others are compared with: that of the primary comparison, else the first one asked."""
    waves = study.items[item].waves
    first = study.primary and study.primary.outcome == item and study.primary.first
    return first if first in waves else waves[0]


def pairs_shown(study, item):
    """Give the pairs of waves of an outcome whose counts are in the release: its baseline and each other, in order."""
    waves = study.items[item].waves
    base = waves.index(baseline(study, item))
    return [tuple(waves[i] for i in sorted((base, other))) for other in range(len(waves)) if other != base]


def rule(study):
    """Give the rule of the release in a sentence.

    >>> from types import SimpleNamespace as Some
    >>> rule(Some(release=Some(threshold=10, rounding=5)))
    'Counts are rounded to 5. A count below 10 is not shown, nor one from which such a count could be worked out.'
    """
    release = study.release
    rounded = f"Counts are rounded to {release.rounding}. " if release.rounding > 1 else ""
    return (
        f"{rounded}A count below {release.threshold} is not shown, nor one from which such a count could be worked out."
    )


def mark(study):
    """Say what every table and figure of a public release carries."""
    rounded = "Rounded counts" if study.release.rounding > 1 else "Small counts not shown"
    return f"{SYNTHETIC}. {rounded}" if study.synthetic else rounded


def what_becomes_of_it(study):
    """Say whether what notebook 09 makes is released, in a sentence."""
    sentences = {
        "internal": "Nothing is released: below stands what a public release would show.",
        "public": "What stands below is what the folder release/ shows.",
        "published": "These numbers are public already: below stands what a public release would show.",
    }
    return f"study.yaml says release > mode: {study.release.mode}. {sentences[study.release.mode]}"


def new_draft(study):
    """Give the folder in which a release of ``study`` is drafted, emptied of all but its counts.

    These are written over, whole: so a second make that runs at once finds the counts that it has just written.
    """
    draft = study.build / "release"
    draft.mkdir(parents=True, exist_ok=True)
    for path in draft.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != "counts.csv":
            path.unlink(missing_ok=True)
    return draft


def write_counts(study, release, tables, path):
    """Write the protected counts of ``tables`` to the CSV file ``path``; what is withheld is no row of it."""
    rows = [_row(study.origin, fact, release.print(fact)) for fact in tables.facts if fact not in tables.withheld]
    write_text(path, pd.DataFrame(rows, columns=COLUMNS).to_csv(index=False, lineterminator="\n"))


def nearest_to_known(tables, release):
    """Give the hidden counts of which somebody with the release alone knows most: a row each, with the counts possible.

    ``lowest`` and ``highest`` are worked out from the release and from what everybody knows, and from nothing else.
    """
    hidden = [fact for fact, value in release.shown.items() if value is None and fact not in tables.withheld]
    ends = nearest(release, tables.facts, hidden, tables.known, NEAREST)
    rows = [[*_row("", fact, "")[1:-1], low, "no limit" if math.isinf(high) else high] for fact, low, high in ends]
    return pd.DataFrame(rows, columns=[*COLUMNS[1:-1], "lowest", "highest"])


def _add_outcome(tables, study, item, table, everyone):
    """Add the counts of an outcome; the places of yes, no and missing at each of its waves."""
    table = np.array(table, dtype=int)
    table[(-1,) * table.ndim] += everyone - table.sum()
    waves, base = study.items[item].waves, baseline(study, item)
    if len(waves) == 1:
        return {base: list(tables.add("answers", item, table, [(base, ANSWERS)], [(0,)])[:, None])}
    sides_at = {}
    for pair in pairs_shown(study, item):
        others = tuple(axis for axis, wave in enumerate(waves) if wave not in pair)
        margins = [(axis,) for axis, wave in enumerate(pair) if wave not in sides_at] + [(0, 1)]
        axes = [(wave, ANSWERS) for wave in pair]
        places = tables.add("answers", item, table.sum(axis=others), axes, margins)
        for axis, wave in enumerate(pair):
            sides = list(np.moveaxis(places, axis, 0))
            for side, other in zip(sides, sides_at.setdefault(wave, sides), strict=True):
                if side is not other:
                    tables.equal(side, other)
    return sides_at


def implications(study):
    """Give the rules that hold in the clean data: whoever gave one answer to an item gave another to another.

    They are the rules of consistency, of which cleaning lets the second answer be blank, and what follows for two
    outcomes that are made of one item.  Gives tuples of item, answer, other item, its answer.  Everybody can read them
    in ``study.yaml``.
    """
    for condition in study.consistency:
        if condition.broken == "keep" or len(condition.given) > 1:
            continue
        (item, answer), *_ = condition.given.items()
        for other, implied in condition.then.items():
            if {answer, implied} <= {"yes", "no"}:
                yield item, answer, other, implied
    for one, other in _of_one_source(study, study.items):
        first, second = (_counting(study, item) for item in (one, other))
        if first <= second:
            yield from ((one, "yes", other, "yes"), (other, "no", one, "no"))
        if not first & second and study.items[study.items[one].source].kind not in ("ticks", "text"):
            yield one, "yes", other, "no"


def _of_one_source(study, items):
    """Give each two of the ``items``, in both orders, that are outcomes made of the same item."""
    for one, other in permutations(items, 2):
        if study.items[one].source and study.items[one].source == study.items[other].source:
            yield one, other


def _counting(study, outcome):
    """Give the answers of its source that make an outcome a yes, as a set of texts or of numbers.

    Above a cut point stand those that any outcome of this source names, and infinity.
    """
    item = study.items[outcome]
    is_number = study.items[item.source].kind in ("scale", "score")
    if item.at_least is None:
        return {float(answer) if is_number else answer.casefold() for answer in item.yes}
    siblings = [other for other in study.items.values() if other.source == item.source]
    cuts = {float(other.at_least) for other in siblings if other.at_least is not None}
    listed = {float(answer) for other in siblings for answer in other.yes}
    return {number for number in (*cuts, *listed, np.inf) if number >= item.at_least}


def _add_consistency(tables, study, places):
    """Note the rules of :func:`implications` between two outcomes, which hold in the clean data and are public.

    Cleaning lets the second answer of a rule be blank.  Where more people gave the first than the second, everybody
    knows no more than that they did not give another.
    """
    for item, answer, other, implied in implications(study):
        for wave in places.get(item, {}).keys() & places.get(other, {}).keys():
            ours, theirs = (places[i][wave][ANSWERS.index(a)] for i, a in ((item, answer), (other, implied)))
            if tables.counts[ours].sum() > tables.counts[theirs].sum():
                theirs = np.concatenate([theirs.ravel(), places[other][wave][MISSING].ravel()])
            tables.at_most(ours, theirs)


def _add_both_waves(tables, study, one, other):
    """Note what the counts of two waves tell of two outcomes whose answers go together wave by wave.

    Each person has a place in the table of either outcome.  Such people there can be if and only if no set of places in
    the one counts more of them than the places that can stand beside it in the other (Hall 1935; Strassen 1965).  Where
    that is not so without blanks, as cleaning lets the second answer of a rule be blank, it is so with them.
    """
    certain, blank = (_beside(study, one, other, may_be_blank) for may_be_blank in (False, True))
    both_waves = [np.kron(beside, beside) for beside in (certain, blank)]
    sets, there = [*_sets_that_tell(both_waves[0])], pairs_shown(study, other)
    for pair in [pair for pair in pairs_shown(study, one) if pair in there]:
        ours, theirs = (_places_at_both(tables, item, pair) for item in (one, other))
        for some in sets:
            for beside in both_waves:
                here, there_with = ours[some], theirs[beside[some].any(axis=0)]
                if tables.counts[here].sum() <= tables.counts[there_with].sum():
                    tables.at_most(here, there_with)
                    break


def _beside(study, one, other, may_be_blank):
    """Say which answers to ``other`` can stand beside each answer to ``one`` at a wave, as an array of shape (3, 3)."""
    can = np.ones((len(ANSWERS), len(ANSWERS)), dtype=bool)
    for item, answer, then, implied in implications(study):
        is_so = [other_answer == implied or (may_be_blank and other_answer == "missing") for other_answer in ANSWERS]
        if (item, then) == (one, other):
            can[ANSWERS.index(answer)] &= is_so
        elif (item, then) == (other, one):
            can[:, ANSWERS.index(answer)] &= is_so
    if (one, other) in _of_one_source(study, [one, other]):
        can[MISSING, :MISSING] = can[:MISSING, MISSING] = False
    return can


def _sets_that_tell(beside):
    """Give the sets of places of which Hall's condition is to be noted; that of every other set follows from theirs.

    ``beside[i, j]`` says whether the place j of the other table can stand beside the place i.  They are the sets that
    no place can join without more beside them, and that are no two sets with nothing beside both.

    >>> only_yes = np.array([[True, False, False], [True, True, True], [True, True, True]])
    >>> [some.tolist() for some in _sets_that_tell(only_yes)]
    [[True, False, False]]
    """
    from scipy.sparse.csgraph import connected_components

    for some in map(np.array, product((False, True), repeat=len(beside))):
        along = beside[some].any(axis=0)
        if some.any() and not along.all() and (some == (beside <= along).all(axis=1)).all():
            near = beside[some].astype(int)
            if connected_components(near @ near.T)[0] == 1:
                yield some


def _places_at_both(tables, item, pair):
    """Give the places of the nine pairs of answers at two waves, in the order of `ANSWERS`."""
    cells = [tuple(zip(pair, answers, strict=True)) for answers in product(ANSWERS, repeat=2)]
    return np.concatenate([tables.places("answers", item, cell) for cell in cells])


def _no_more(tables, ours, theirs):
    """Note that the people in the places ``ours`` are no more than those in ``theirs``, where that is so."""
    if tables.counts[np.ravel(ours).astype(int)].sum() <= tables.counts[np.ravel(theirs).astype(int)].sum():
        tables.at_most(ours, theirs)


def _made_of(study, source, places):
    """Give the outcomes of ``places`` that are made of an item, each with its places."""
    return [(study.items[outcome], at) for outcome, at in places.items() if study.items[outcome].source == source]


def _add_cut(tables, outcome, values, facts, sides):
    """Note that whoever gave one of the scores that make an outcome a yes is a yes of it, and the others a no."""
    if sides is None:
        return
    yes = [float(answer) for answer in outcome.yes]
    counts = np.array([value in yes if outcome.at_least is None else value >= outcome.at_least for value in values])
    for scores, side in ((facts[:-1][counts], sides[0]), (facts[:-1][~counts], sides[1]), (facts[-1:], sides[MISSING])):
        _no_more(tables, scores, side)
        _no_more(tables, side, scores)


def _add_named(tables, outcome, facts, sides):
    """Note that whoever named one of the themes that make an outcome a yes is a yes of it, and nobody else is."""
    if sides is None:
        return
    namings = [facts[theme][:1] for theme in outcome.yes if theme in facts]
    for people in namings:
        _no_more(tables, people, sides[0])
    if len(namings) == len(outcome.yes) == 1:
        _no_more(tables, sides[0], namings[0])
    silent = next(iter(facts.values()))[-1:]
    _no_more(tables, silent, sides[MISSING])
    _no_more(tables, sides[MISSING], silent)


def _add_themes(tables, question, answered, people_of, everyone):
    """Add, for each theme of a question, who named it, who answered without naming it, and who did not answer.

    Gives the places of these three by theme.
    """
    places = {}
    for theme, n in people_of.items():
        counts = [n, answered - n, everyone - answered]
        axes = [(theme, ("named", "not named", "no answer"))]
        facts = tables.add("themes", question, counts, axes, [(0,)])
        if places:
            tables.equal(facts[2:], next(iter(places.values()))[2:])
        places[theme] = facts
    return places


def _row(origin, fact, people):
    """Give a row of the file of counts."""
    about, item, where = fact
    return [origin, about, item, *(text for pair in where for text in pair), *[""] * (4 - 2 * len(where)), people]
