"""Describe tidy responses: who handed in a questionnaire, what became of each question, who said yes at each wave."""

import pandas as pd

from firststeps.responses.counting import read_clean

STATUSES = ("yes", "no", "blank", "not applicable", "absent")


def read_responses(study):
    """The tidy responses of ``data/clean/responses.csv``, every cell as text (see ``counting.read_clean``)."""
    return read_clean(study, "responses.csv")


def counts_by_wave(responses, study, said, columns):
    """How many people said what to each yes/no question at each wave: outcome, wave, a column for each of ``columns``.

    ``said`` is what counts, one value a row of ``responses``; ``columns`` are the values to be counted.
    """
    counts = responses.assign(said=said).groupby(["item", "wave", "said"], observed=True).size()
    rows = [
        {"outcome": outcome, "wave": wave, **{value: int(counts.get((outcome, wave, value), 0)) for value in columns}}
        for outcome in study.outcomes
        for wave in study.items[outcome].waves
    ]
    return pd.DataFrame(rows, columns=["outcome", "wave", *columns])


def everyone(responses, study):
    """How many people there are to hear from, and who they are in words, for a denominator.

    All in the study where ``study.yaml`` says how many they were; otherwise those who were seen at any wave.

    >>> from types import SimpleNamespace
    >>> responses = pd.DataFrame({"participant": ["P01", "P01", "P02"]})
    >>> everyone(responses, SimpleNamespace(participants=30)), everyone(responses, SimpleNamespace(participants=None))
    ((30, 'people in the study'), (2, 'people who were seen'))
    """
    if study.participants:
        return study.participants, "people in the study"
    return responses["participant"].nunique(), "people who were seen"


def attendance(responses, waves):
    """Who handed in a questionnaire: a boolean frame, one row a participant, one column a wave of ``waves``.

    >>> rows = [("P01", "start", "answered"), ("P01", "end", "absent"), ("P02", "start", "blank")]
    >>> attendance(pd.DataFrame(rows, columns=["participant", "wave", "status"]), ["start", "end"]).sum().to_dict()
    {'start': 2, 'end': 0}
    """
    present = responses[responses["status"] != "absent"]
    counted = pd.crosstab(present["participant"], present["wave"])
    people = pd.Index(sorted(responses["participant"].unique()), name="participant")
    frame = counted.reindex(index=people, columns=pd.Index(waves, name="wave"), fill_value=0)
    return frame > 0


def attendance_patterns(responses, waves):
    """How many people have each pattern of attendance: a boolean column a wave and ``people``, most frequent first.

    >>> rows = [("P01", "start", "answered"), ("P02", "start", "blank"), ("P03", "end", "answered")]
    >>> attendance_patterns(pd.DataFrame(rows, columns=["participant", "wave", "status"]), ["start", "end"])
       start    end  people
    0   True  False       2
    1  False   True       1
    """
    frame = attendance(responses, waves).groupby(list(waves)).size().rename("people").reset_index()
    order = ["people", *waves]
    return frame.sort_values(order, ascending=False, kind="stable").reset_index(drop=True).rename_axis(columns=None)


def answers_by_wave(responses, study):
    """What became of each yes/no question at each wave: counts of yes, no, blank, not applicable and absent.

    People in the study of whom no questionnaire exists at all count as absent, so that each row adds up to
    ``everyone``.  Columns: outcome, wave, yes, no, blank, not applicable, absent.
    """
    said = responses["answer"].where(responses["status"] == "answered", responses["status"])
    unseen = everyone(responses, study)[0] - responses["participant"].nunique()
    frame = counts_by_wave(responses, study, said, STATUSES)
    return frame.assign(absent=frame["absent"] + max(0, unseen))
