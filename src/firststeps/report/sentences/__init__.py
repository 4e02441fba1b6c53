"""Sentences that read results back in words of the subject, by one flat face: ``sentences.split(...)``.

``comparisons`` holds those on who answered, who changed and by how much, ``missing`` those on missing answers and what
printed numbers leave open, ``separate`` those on surveys that cannot be linked, ``plans`` those on numbers of people,
``coders`` those on themes and agreement.
"""

from firststeps.report.printing.names import rule_in_words as rule
from firststeps.report.printing.wording import listing
from firststeps.report.sentences.coders import (
    adjudication,
    agreement_table,
    codebook_use,
    explain_kappa,
    explain_lowest,
    held_back,
    order,
    resampled,
    shares_by_wave,
    who_coded,
)
from firststeps.report.sentences.comparisons import (
    adds_up,
    attendance,
    belief,
    beside,
    change,
    changers,
    explorations,
    high_scores,
    most_named,
    proportions,
    similarity,
    split,
    together,
)
from firststeps.report.sentences.missing import (
    assumptions,
    bounds,
    comparable,
    completed,
    followed,
    modelled,
    of_whom,
    settled,
)
from firststeps.report.sentences.plans import (
    detectable,
    lowest_coverage,
    name_plans,
    needed,
    proportions_alone,
    reach,
    reached,
    rests_on,
)
from firststeps.report.sentences.separate import side_by_side

__all__ = [
    "adds_up",
    "adjudication",
    "agreement_table",
    "assumptions",
    "attendance",
    "belief",
    "beside",
    "bounds",
    "change",
    "changers",
    "codebook_use",
    "comparable",
    "completed",
    "detectable",
    "explain_kappa",
    "explain_lowest",
    "explorations",
    "followed",
    "held_back",
    "high_scores",
    "listing",
    "lowest_coverage",
    "modelled",
    "most_named",
    "name_plans",
    "needed",
    "of_whom",
    "order",
    "proportions",
    "proportions_alone",
    "reach",
    "reached",
    "resampled",
    "rests_on",
    "rule",
    "settled",
    "share_cell",
    "shares_by_wave",
    "side_by_side",
    "similarity",
    "split",
    "together",
    "who_coded",
]
