"""How much of the verdict hangs on the margin and on the test; and the deciding one by the second path as well."""

from firststeps.paired.families import DECIDES, FAMILIES
from firststeps.paired.published.consequences import VERDICTS, verdicts
from firststeps.verification.checks.second_path import exact_pvalue, paired_counts, primary_of, similarity_pvalue

FACTORS = (0.5, 1, 1.5, 2)  # of the margin that was fixed beforehand


def check_sensitivity(study, level):
    """Give verdicts by margin and family, the deciding ones compared with the second path.

    ``(compared, failures, notes)``; each note is a line of the table, which readers judge for themselves.  None where
    the study fixes no primary comparison or nobody answered twice.
    """
    counts = paired_counts(study)
    if not counts or not sum(counts) or not primary_of(study).get("margin"):
        return None
    margin, failures, notes, kinds = primary_of(study)["margin"], [], [], set()
    margins = [round(factor * margin, 6) for factor in FACTORS if factor * margin < 1]
    for tried in margins:
        by_family = {name: verdict_of(counts, tried, level, name) for name in FAMILIES}
        again = verdict_again(counts, tried, level)
        kinds |= {*by_family.values()}
        if by_family[DECIDES] != again:
            failures.append(
                f"Margin {100 * tried:g} points: {by_family[DECIDES]} by the package, {again} by a second path."
            )
        stated = " (fixed beforehand)" if tried == margin else ""
        shown = ", ".join(f"{name} {verdict}" for name, verdict in by_family.items())
        notes.append(f"margin {100 * tried:g} points{stated}: {shown}")
    notes.append(
        "The verdict does not hang on margin or test." if len(kinds) == 1 else "The verdict hangs on margin or test."
    )
    return len(margins), failures, notes


def verdict_of(counts, margin, level, family):
    """The verdict of a family of methods of the package.

    >>> verdict_of((13, 0, 0, 13), 0.1, 0.95, "exact"), verdict_again((13, 0, 0, 13), 0.1, 0.95)
    ('inconclusive', 'inconclusive')
    """
    a, b, c, d = counts
    return tuple(VERDICTS)[int(verdicts([[[a, b], [c, d]]], margin, level, family)[0])]


def verdict_again(counts, margin, level):
    """The verdict of the deciding family by the second path: exact p-value, two one-sided tests."""
    _, b, c, _ = counts
    alpha = 1 - level
    differs = exact_pvalue(b, c) <= alpha
    similar = similarity_pvalue(b, c, sum(counts), margin) <= alpha
    return tuple(VERDICTS)[2 * differs + similar]
