"""Themes in free-text answers: from what coders saw to people counted, changes paired, and disagreements listed.

``coding`` is the tidy table of ``data/clean/coding.csv``: a row for each theme that a coder saw in the answer of a
participant to a question at a wave.  An answer may carry several themes.  The coder called `AGREED` is no third reader:
these rows are what the coders agreed on after they met.
"""

from dataclasses import fields
from itertools import product

import numpy as np
import pandas as pd

from firststeps.digits import plural
from firststeps.responses.counting.patterns import pattern_table
from firststeps.responses.themes.agreement import Agreement, agreement_on

AGREED = "agreed"
ANSWER = ["participant", "wave"]


def coders(coding):
    """The coders, without what they agreed on, in the order of their names.

    >>> coders(pd.DataFrame({"coder": ["B", "agreed", "A"]}))
    ['A', 'B']
    """
    return sorted(set(coding["coder"]) - {AGREED})


def final_coding(coding, question):
    """The coding of ``question`` to count from, without its coder, and in words how it was reached.

    Answer by answer: what the coders agreed on where they met; else the themes that all who coded this answer saw.

    >>> seen = [("P01", "start", "helped", "A", "time"), ("P01", "start", "helped", "B", "time")]
    >>> coding = pd.DataFrame(seen, columns=["participant", "wave", "question", "coder", "theme"])
    >>> final_coding(coding, "helped")[1]
    'themes that both coders saw'
    """
    rows = coding[coding["question"] == question].drop_duplicates()
    met = rows["coder"] == AGREED
    answer = [rows["participant"], rows["wave"]]
    settled = met.groupby(answer).transform("any")
    readers = rows["coder"].where(~met).groupby(answer).transform("nunique")
    saw = rows.groupby([*ANSWER, "theme"])["coder"].transform("nunique")
    final = rows[met | (~settled & (saw == readers))].drop(columns="coder").drop_duplicates()
    groups = rows.assign(readers=readers.where(~settled, 0)).drop_duplicates(ANSWER)["readers"].value_counts()
    return final, _how_reached(groups, len(coders(rows)))


def _how_reached(groups, people):
    """Say whose themes are counted; ``groups``: answers by the number of coders, 0 where they met."""
    several = int(groups[groups.index > 1].sum())
    every = "both coders" if people == 2 else "every coder of an answer"
    parts = {
        "themes that the coders agreed on": int(groups.get(0, 0)),
        f"themes that {every} saw": several,
        f"themes that the one coder {'of an answer ' if people > 1 else ''}saw": int(groups.get(1, 0)),
    }
    there = {words: answers for words, answers in parts.items() if answers}
    if len(there) < 2:
        return next(iter(there), "no themes, as no answer was coded")
    return " and ".join(f"{words} ({plural(answers, 'answer')})" for words, answers in there.items())


def verdicts(coding, question, theme):
    """Whether each coder saw ``theme`` in each answer: a row an answer, a column a coder, 1, 0, or NaN (not coded).

    A coder has coded an answer if at least one theme of it stands in the table.

    >>> seen = [("P01", "end", "helped", "A", "time"), ("P01", "end", "helped", "B", "health")]
    >>> coding = pd.DataFrame(seen, columns=["participant", "wave", "question", "coder", "theme"])
    >>> verdicts(coding, "helped", "time").to_numpy().tolist()
    [[1.0, 0.0]]
    """
    rows = coding[(coding["question"] == question) & (coding["coder"] != AGREED)]
    verdict = (rows["theme"] == theme).astype(float)
    by_coder = verdict.groupby([rows[column] for column in (*ANSWER, "coder")]).max()
    return by_coder.unstack()  # noqa: PD010  a pivot table takes twice the time, for each theme


def agreement_by_theme(coding, themes, level=0.95):
    """`Agreement` on every theme: a DataFrame with question, theme, the fields of `Agreement` and its ``raw``.

    ``themes`` maps each question to its themes, as ``Study.themes`` does.
    """
    rows = []
    for question, of_question in themes.items():
        for theme in of_question:
            agreement = agreement_on(verdicts(coding, question, theme), level)
            rows.append({"question": question, "theme": theme, **vars(agreement), "raw": agreement.raw})
    names = [field.name for field in fields(Agreement)]
    table = pd.DataFrame(rows, columns=["question", "theme", *names, "raw"])
    table.attrs["level"] = level
    return table.astype({"kappa": float, "raw": float})


def disagreements(coding, responses):
    """What there is to talk over, and what talking changed: a row for each answer and theme not seen by all alike.

    ``saw`` and ``did_not_see`` name the coders.  Where the table holds what they agreed on for that answer, ``agreed``
    says whether the theme stands in it (yes, no) and ``changed`` names the coders whose verdict that is not; answers
    on which it differs from all coders are listed too.  Else both are empty.  ``words`` is the answer itself, from the
    tidy table ``responses``.
    """
    answers, themes = {}, sorted(set(coding[["question", "theme"]].itertuples(index=False, name=None)))
    for *answer, question, coder, theme in coding[[*ANSWER, "question", "coder", "theme"]].itertuples(index=False):
        answers.setdefault(question, {}).setdefault((*answer,), {}).setdefault(coder, set()).add(theme)
    rows = [
        (*answer, question, theme, *split)
        for question, theme in themes
        for answer, by_coder in sorted(answers[question].items())
        if (split := _split(by_coder, theme))
    ]
    columns = [*ANSWER, "question", "theme", "saw", "did_not_see", "agreed", "changed"]
    answers = responses.rename(columns={"item": "question", "answer": "words"})[[*ANSWER, "question", "words"]]
    answers = answers.assign(wave=answers["wave"].astype("str"))
    return pd.DataFrame(rows, columns=columns).merge(answers, how="left", on=[*ANSWER, "question"])


def disagreements_to_show(study, split):
    """The rows of ``disagreements.csv``, ``split``, for readers: without code and words where data may be released.

    >>> from firststeps.study import Study
    >>> row = {"origin": "synthetic", "participant": "P01", "theme": "time", "saw": "A", "did_not_see": "B"}
    >>> disagreements_to_show(Study.load("."), pd.DataFrame([row])).columns.tolist()
    ['participant', 'theme', 'saw', 'did not see']
    """
    private = ["participant", "words"] if study.release.mode != "internal" else []
    return split.drop(columns=["origin", *private]).rename(columns={"did_not_see": "did not see"})


def _split(by_coder, theme):
    """Who saw ``theme`` in an answer, who did not, what they agreed on and who changed for it; None if all are alike.

    ``by_coder`` are the themes that each coder of the answer saw, `AGREED` among them where they met.

    >>> _split({"A": {"time"}, "B": {"health"}, "agreed": {"time"}}, "time"), _split({"A": {"time"}}, "time")
    (('A', 'B', 'yes', 'B'), None)
    """
    readers = sorted({*by_coder} - {AGREED})
    saw = ", ".join(reader for reader in readers if theme in by_coder[reader])
    did_not = ", ".join(reader for reader in readers if theme not in by_coder[reader])
    verdict = theme in by_coder[AGREED] if AGREED in by_coder else None
    if not readers or not ((saw and did_not) or (verdict is not None and verdict != bool(saw))):
        return None
    return saw, did_not, *{None: ("", ""), True: ("yes", did_not), False: ("no", saw)}[verdict]


def unused_and_unknown(coding, themes):
    """Themes of the codebook that no coder saw, and themes seen that are not in it, each as (question, theme)."""
    known = {(question, theme) for question, of_question in themes.items() for theme in of_question}
    coded_pairs = set(coding[["question", "theme"]].itertuples(index=False, name=None))
    return sorted(known - coded_pairs), sorted(coded_pairs - known)


def answered(responses, question, waves):
    """Who answered a free-text question at any of ``waves``: (participant, wave) of every answer.

    ``responses`` is the tidy table of ``data/clean/responses.csv``.
    """
    rows = responses[(responses["item"] == question) & (responses["status"] == "answered")]
    return rows.loc[rows["wave"].isin(waves), ANSWER]


def coded(answers, coding, question):
    """Those of ``answers`` (`answered`) that a coder has read: at least one theme of theirs stands in ``coding``.

    An answer that nobody has read says nothing about any theme, so it must not count as one without them.

    >>> seen = pd.DataFrame([("P01", "end", "helped", "A", "time")], columns=[*ANSWER, "question", "coder", "theme"])
    >>> coded(pd.DataFrame([("P01", "end"), ("P02", "end")], columns=ANSWER), seen, "helped")["participant"].tolist()
    ['P01']
    """
    read = coding.loc[coding["question"] == question, ANSWER].drop_duplicates()
    return answers.merge(read, on=ANSWER)


def naming(final, answers, themes):
    """Who named what: a row a person who answered, a column a theme, True where the person named it at least once.

    ``final`` is the coding of one question (`final_coding`), ``answers`` the answers to it that were coded (`coded`).
    """
    people = pd.Index(sorted(answers["participant"].unique()), name="participant")
    columns = pd.Index(list(themes), dtype="str", name="theme")
    rows = final.merge(answers, on=ANSWER)
    rows = rows[rows["theme"].isin(columns)]
    mentions = np.zeros((len(people), len(columns)), dtype=bool)
    mentions[people.get_indexer(rows["participant"]), columns.get_indexer(rows["theme"])] = True
    return pd.DataFrame(mentions, people, columns)


def count_people(mentions, residual=()):
    """How many people named each theme, of those who answered: columns theme, people, answered; most named first.

    Themes in ``residual`` come last whatever their number, as they hold what no theme holds.

    >>> count_people(pd.DataFrame({"time": [1, 0], "other": [1, 1]}, dtype=bool), ["other"])["theme"].tolist()
    ['time', 'other']
    """
    people = mentions.sum().to_numpy(dtype=int)
    counts = pd.DataFrame({"theme": mentions.columns, "people": people, "answered": len(mentions)})
    last = counts["theme"].isin(list(residual))
    order = np.lexsort((-counts["people"], last))
    return counts.iloc[order].reset_index(drop=True)


def residual(themes):
    """The residual themes of a question's codebook (`firststeps.study.parts.own_words.Theme`), by id."""
    return [theme for theme, about in themes.items() if about.residual]


def count_by_wave(final, answers, themes, waves):
    """People who named each theme at each of ``waves``: columns wave, theme, people, answered (at that wave)."""
    counted = [
        count_people(naming(final, answers[answers["wave"] == wave], themes), residual(themes)).assign(wave=wave)
        for wave in waves
    ]
    return pd.concat(counted, ignore_index=True)[["wave", "theme", "people", "answered"]]


def theme_patterns(final, answers, theme, waves):
    """The response-pattern table of naming ``theme`` at each of ``waves``: yes, no, or missing where nobody answered.

    Gives an array of shape ``(3,) * len(waves)``, as every function of ``firststeps.paired`` takes it.
    """
    people = sorted(answers["participant"].unique())
    answering = {wave: set(answers.loc[answers["wave"] == wave, "participant"]) for wave in waves}
    with_theme = final[final["theme"] == theme]
    saw = {wave: set(with_theme.loc[with_theme["wave"] == wave, "participant"]) for wave in waves}
    answer = [
        2 if person not in answering[wave] else int(person not in saw[wave]) for person, wave in product(people, waves)
    ]
    return pattern_table(np.array(answer, dtype=int).reshape(len(people), len(waves)))
