"""Answers of one questionnaire that break a rule of consistency of ``study.yaml``: they cannot both be right."""

import numpy as np

from firststeps.responses.given.problems import IN_PLACE, TIMES, choice
from firststeps.responses.texts.answers import ANSWERED, BLANK
from firststeps.responses.texts.each import times_of


def check_consistency(study, part, sheet, findings):
    """Find the rows of ``sheet`` that break a rule of consistency; set answers missing where the rule says so."""
    check_rules(study, part, sheet, study.consistency, findings)


def check_rules(study, part, sheet, rules, findings):
    """Do what `check_consistency` does, for some of its rules."""
    for rule in rules:
        for item, broken in broken_by(rule, sheet):
            if len(broken):
                _settle_broken(study, part, sheet, rule, item, broken, findings)


def broken_by(rule, sheet):
    """Each item that a rule of consistency is about, with the rows of ``sheet`` in which its answer breaks the rule."""
    if not {*sheet.columns.unique("item")} >= {*rule.given, *rule.then}:
        return
    holds = np.logical_and.reduce([(sheet[item, "answer"] == answer) for item, answer in rule.given.items()])
    for item, answer in rule.then.items():
        yield item, sheet.index[holds & (sheet[item, "status"] == ANSWERED) & (sheet[item, "answer"] != answer)]


def _settle_broken(study, part, sheet, rule, item, rows, findings):
    """Set the answers that break a rule of consistency missing, ask about them or warn of them, as the rule says."""
    column = study.column(item, part.wave)
    condition = ", ".join(f"{name} is {answer}" for name, answer in rule.given.items())
    if rule.broken == "set missing":
        before = sheet.loc[rows, (item, "answer")].to_numpy()
        findings.log(part.file, rows, column, before, BLANK, f"{condition}: set missing")
        sheet.loc[rows, (item, "answer")], sheet.loc[rows, (item, "status")] = "", BLANK
        return
    tell = findings.warn if rule.broken == "keep" else findings.ask
    lines = {
        "broken: keep": "both answers count; a warning stays",
        "broken: set missing": f"{TIMES} answers to {item} become blank",
    }
    remedy = f"Say in study.yaml, in this rule of consistency, {IN_PLACE}:{choice('broken: ask', lines, 2)}"
    answers = sheet.loc[rows, (item, "answer")]
    for answer, times in times_of(answers).items():
        place = {"row": int(answers.index[answers == answer][0]), "column": column, "times": times}
        tell(part.file, f"{answer!r} where {condition}", repr(rule.then[item]), remedy, **place)
