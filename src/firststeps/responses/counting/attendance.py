"""Describe the counted responses: who handed in a questionnaire when, and what became of each question at each wave."""

from firststeps.responses.counting.patterns import read_clean

HANDED_IN = "handed in"
IN_STUDY = "people in the study"


def read_attendance(study):
    """The patterns of attendance of ``data/clean/attendance.csv``: a boolean column a wave and ``people``."""
    rows = read_clean(study, "attendance.csv").drop(columns="origin")
    return (rows[study.wave_ids] == HANDED_IN).assign(people=rows["people"].astype(int))


def read_statuses(study):
    """``data/clean/statuses.csv``: for each outcome and wave the people of each status, among those seen."""
    rows = read_clean(study, "statuses.csv").drop(columns="origin").rename(columns={"item": "outcome"})
    counts = rows.columns.drop(["outcome", "wave"])
    return rows.astype(dict.fromkeys(counts, int))


def everyone(attendance, study):
    """How many people there are to hear from, and who they are in words, for a denominator.

    All in the study where ``study.yaml`` says how many they were; otherwise those who were seen at any wave.  Where
    nobody is found again at another wave (``linked: no``), nobody knows how many people gave the questionnaires.

    >>> import pandas as pd
    >>> from types import SimpleNamespace as Some
    >>> seen = pd.DataFrame({"start": [True, False], "end": [True, True], "people": [1, 1]})
    >>> everyone(seen, Some(participants=30, linked=True)), everyone(seen, Some(participants=None, linked=True))
    ((30, 'people in the study'), (2, 'people who were seen'))
    >>> everyone(seen, Some(participants=30, linked=False))
    (2, 'questionnaires')
    """
    if not study.linked:
        return int(attendance["people"].sum()), "questionnaires"
    if study.participants:
        return study.participants, IN_STUDY
    return int(attendance["people"].sum()), "people who were seen"


def handed_in(attendance):
    """How many people handed in a questionnaire at each wave, from patterns of attendance (`read_attendance`).

    >>> import pandas as pd
    >>> seen = pd.DataFrame({"start": [True, False], "end": [True, True], "people": [7, 2]})
    >>> handed_in(seen).to_dict()
    {'start': 7, 'end': 9}
    """
    return attendance.drop(columns="people").mul(attendance["people"], axis=0).sum()


def by_waves(attendance):
    """How many people were heard from at 0, 1, ... all waves: a list, from patterns of attendance.

    >>> import pandas as pd
    >>> by_waves(pd.DataFrame({"start": [True, False], "end": [True, True], "people": [7, 2]}))
    [0, 2, 7]
    """
    waves = attendance.drop(columns="people").sum(axis=1)
    people = attendance["people"].groupby(waves).sum()
    return [int(people.get(times, 0)) for times in range(attendance.shape[1])]


def presence(study):
    """Who was there when, for readers: `read_attendance` with the waves' short labels, yes or - at each."""
    return study.labels.of(read_attendance(study).replace({True: "yes", False: "-"}), "short")


def answers_by_wave(statuses, attendance, study):
    """What became of each yes/no question at each wave: `read_statuses`, with everybody in it.

    People in the study of whom no questionnaire exists at all count as absent, so that each row adds up to
    ``everyone``.
    """
    unseen = everyone(attendance, study)[0] - int(attendance["people"].sum())
    return statuses.assign(absent=statuses["absent"] + max(0, unseen))
