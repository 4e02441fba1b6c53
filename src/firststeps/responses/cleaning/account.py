"""What cleaning did, in sentences and small tables for a reader of notebook 01."""

import pandas as pd

from firststeps.digits import plural
from firststeps.responses.cleaning.layouts import PERSONAL, raw_files, read_raw
from firststeps.responses.given.checksums import NAME, changed_files
from firststeps.responses.linking.made_codes import private_sentence
from firststeps.responses.texts.personal_columns import dropped_sentence

FIRST = 8  # rows that are shown of a long table


def origin_sentence(study):
    """Say whether the data are made up or were given by participants."""
    if study.synthetic:
        return "Synthetic data: nobody gave these answers; a seeded program made them up."
    return "Observed data: people gave these answers."


def files_sentence(study):
    """Say how many raw files there are, and whether they are as they were given."""
    names = raw_files(study)
    if not (study.raw / NAME).is_file():
        state = f"There is no {NAME}, so nobody can see whether a byte was changed."
    else:
        state = " ".join(changed_files(study.raw)) or "No byte differs from what was given."
    are = "is" if len(names) == 1 else "are"
    return f"There {are} {plural(len(names), 'raw file')}: {', '.join(names)}. {state}"


def rows_sentence(rows):
    """Say how many rows were read, left out and kept; ``rows`` is ``Cleaned.rows``.

    >>> import pandas as pd
    >>> print(rows_sentence(pd.DataFrame({"read": [29, 24], "left out": [1, 0], "kept": [28, 24]})))
    53 rows were read, 1 was left out and 52 were kept.
    """
    sums = {column: int(rows[column].sum()) for column in ("read", "left out", "kept")}
    return f"{_were(sums['read'], 'row')} read, {_were(sums['left out'])} left out and {_were(sums['kept'])} kept."


def personal_sentence(log):
    """Say which columns were not read because they hold personal details; ``log`` is ``Cleaned.log``.

    >>> rules = ["personal details, not read: IP addresses", "white space"]
    >>> print(personal_sentence(pd.DataFrame({"column": ["IPAddress", "Q3"], "rule": rules})))
    Not read, as it holds personal details: IPAddress (IP addresses).
    """
    rows = log[log["rule"].str.startswith(PERSONAL)]
    return dropped_sentence(dict(zip(rows["column"], rows["rule"].str.removeprefix(PERSONAL), strict=True)))


def as_typed(study):
    """The name of the first raw file, and the beginning of it: a frame with its cells as they were typed."""
    name = raw_files(study)[0]
    return name, read_raw(study, name).cells.head(FIRST).reset_index().astype(str)


def first_rows(table):
    """The beginning of a long table as text, without its column of origin.

    >>> first_rows(pd.DataFrame({"origin": "observed", "row": range(2, 12)}))["row"].tolist()
    ['2', '3', '4', '5', '6', '7', '8', '9']
    """
    return table.drop(columns="origin", errors="ignore").head(FIRST).astype(str)


def first_patterns(study, patterns):
    """The response patterns of the first outcome with their people, and a title; ``patterns`` is ``Cleaned.patterns``.

    A study without a yes-no question has none, which the title says.

    >>> from types import SimpleNamespace as Some
    >>> rows = pd.DataFrame({"origin": "observed", "item": ["ips", "group"], "start": ["yes", "no"], "people": [7, 9]})
    >>> shown, title = first_patterns(Some(outcomes=["ips"], items={"ips": Some(label="Involved")}), rows)
    >>> title, shown.to_numpy().tolist()
    ('Response patterns: Involved', [['yes', 7]])
    """
    outcome = next(iter(study.outcomes), "")
    title = f"Response patterns: {study.items[outcome].label if outcome else 'no question is answered by yes or no'}"
    return patterns[patterns["item"] == outcome].drop(columns=["origin", "item"]), title


def changes(log):
    """How often each rule was used: a frame with rule, changes and an example, most frequent first."""
    rows = log[log["rule"] != ""]
    table = rows.groupby("rule", sort=True).size().rename("changes").reset_index()
    examples = {row.rule: _example(row) for row in rows.drop_duplicates("rule").itertuples()}
    table["example"] = [examples[rule] for rule in table["rule"]]
    return table.sort_values(["changes", "rule"], ascending=[False, True], ignore_index=True)


def _example(row):
    """One change of the log in words."""
    return f"{row.before!r} became {row.after!r}" if row.before or row.after else f"{row.file}, row {row.row}"


def changes_sentence(log):
    """Say how many changes there are, and under how many rules."""
    if log.empty:
        return "The log is empty."
    return f"The log holds {plural(len(log), 'change')} under {plural(log['rule'].nunique(), 'rule')}."


def statuses(study, counted):
    """How many people answered each outcome, left it blank or had no chance to, at each wave.

    ``counted`` is ``Cleaned.statuses``; each row of the frame adds up to the people seen.
    """
    return pd.DataFrame(
        {
            "outcome": [study.items[item].label for item in counted["item"]],
            "wave": [study.wave(wave).label for wave in counted["wave"]],
            "answered": counted["yes"] + counted["no"],
        }
    ).join(counted[["blank", "not applicable", "absent"]])


def warnings_sentence(warnings):
    """Say what somebody should look at, or that there is nothing."""
    if not warnings:
        return "Nothing else looks odd."
    return "Look at this; nothing was changed for it:\n" + "\n".join(map(str, warnings))


def people_sentence(study, responses):
    """Say how many people were seen, of how many expected, and how a file of counts was read.

    >>> import pandas as pd
    >>> from types import SimpleNamespace
    >>> data, identifier = SimpleNamespace(layout="long"), SimpleNamespace(made_codes=False)
    >>> study = SimpleNamespace(participants=30, data=data, identifier=identifier, linked=True)
    >>> rows = [("P01", "answered"), ("P01", "blank"), ("P02", "answered"), ("P03", "absent")]
    >>> print(people_sentence(study, pd.DataFrame(rows, columns=["participant", "status"])))
    2 people were seen at one wave or more; 30 were expected.
    """
    if not study.linked:
        sheets = responses.loc[responses["status"] != "absent", "participant"].nunique()
        return f"{_were(sheets, 'questionnaire')} handed in; how many people gave them, nobody knows (linked: no)."
    of = f"; {study.participants:,} were expected" if study.participants else ""
    there = responses.loc[responses["status"] != "absent", "participant"].nunique()
    sentence = f"{_were(there, 'person', 'people')} seen at one wave or more{of}."
    counts = " The raw file holds counts: each person counted has a number here, in the order of the file."
    private = f" {private}" if (private := private_sentence(study)) else ""
    return sentence + (counts if study.data.layout == "counts" else "") + private


def _were(number, one="", many=""):
    """A number of things, or the number alone, with the verb that goes with it."""
    return f"{plural(number, one, many) if one else f'{number:,}'} {'was' if number == 1 else 'were'}"
