"""What cleaning did, in sentences and small tables for a reader of notebook 01."""

import pandas as pd

from firststeps.responses.checksums import changed_files
from firststeps.responses.layouts import raw_files


def origin_sentence(study):
    """Say whether the data are made up or were given by participants."""
    if study.synthetic:
        return "Synthetic data: nobody gave these answers; a seeded program made them up."
    return "Observed data: participants gave these answers."


def files_sentence(study):
    """Say how many raw files there are, and whether they are as they were given."""
    names = raw_files(study)
    changed = changed_files(study.raw)
    state = " ".join(changed) if changed else "Their bytes are as they were given."
    return f"There {_are(len(names), 'raw file')}: {', '.join(names)}. {state}"


def rows_sentence(rows):
    """Say how many rows were read, left out and kept; ``rows`` is ``Cleaned.rows``.

    >>> print(rows_sentence(pd.DataFrame({"read": [29, 24], "left out": [1, 0], "kept": [28, 24]})))
    53 rows were read, 1 was left out and 52 were kept.
    """
    read, left_out, kept = (int(rows[column].sum()) for column in ("read", "left out", "kept"))
    return f"{_were(read, 'row')} read, {_were(left_out)} left out and {_were(kept)} kept."


def changes(log):
    """How often each rule was used: a frame with rule, changes and an example, most frequent first."""
    rows = log[log["rule"] != ""].assign(example=[_example(row) for row in log.itertuples()])
    table = rows.groupby("rule", sort=True).agg(changes=("rule", "size"), example=("example", "first")).reset_index()
    return table.sort_values(["changes", "rule"], ascending=[False, True], ignore_index=True)


def _example(row):
    return f"{row.before!r} became {row.after!r}" if row.before or row.after else f"{row.file}, row {row.row}"


def changes_sentence(log):
    """Say how many changes there are, and how many of them are in answers to questions."""
    return f"The log holds {_count(len(log), 'change')} under {_count(log['rule'].nunique(), 'rule')}."


def statuses(responses, item):
    """How many participants answered ``item``, left it blank, or were not asked so, at each wave: a frame of counts."""
    rows = responses[responses["item"] == item]
    table = pd.crosstab(rows["wave"], rows["status"]).rename_axis(index="wave", columns=None)
    wanted = ["answered", "blank", "not applicable", "absent"]
    return table.reindex(columns=wanted, fill_value=0).loc[lambda t: t.sum(axis=1) > 0]


def warnings_sentence(warnings):
    """Say what somebody should look at, or that there is nothing."""
    if not warnings:
        return "Nothing else looks odd."
    return "Look at this; nothing was changed for it:\n" + "\n".join(map(str, warnings))


def people_sentence(study, responses):
    """Say how many people were seen, of how many on the course.

    >>> from types import SimpleNamespace
    >>> print(people_sentence(SimpleNamespace(participants=30), pd.DataFrame({"participant": ["P01", "P01", "P02"]})))
    2 people were seen at one wave or more; the course had 30.
    """
    of = f"; the course had {study.participants}" if study.participants else ""
    return f"{_were(responses['participant'].nunique(), 'person', 'people')} seen at one wave or more{of}."


def _count(number, one, many=""):
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _were(number, one="", many=""):
    return f"{_count(number, one, many) if one else f'{number:,}'} {'was' if number == 1 else 'were'}"


def _are(number, one):
    return f"{'is' if number == 1 else 'are'} {_count(number, one)}"
