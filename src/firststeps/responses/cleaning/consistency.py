"""Answers that cannot both be right, by the rules of ``study.yaml``."""

import numpy as np

from firststeps.responses.texts.answers import ANSWERED, BLANK

RULE_LINES = "Say in study.yaml, in this rule of consistency:\n  broken: ask   # keep or set missing"


def check_consistency(study, part, sheet, found):
    """Find the rows of ``sheet`` that break a rule of consistency; set answers missing where the rule says so."""
    there = set(sheet.columns.unique("item"))
    for rule in study.consistency:
        if there >= {*rule.given, *rule.then}:
            holds = np.logical_and.reduce([(sheet[item, "answer"] == said) for item, said in rule.given.items()])
            for item, said in rule.then.items():
                broken = sheet.index[holds & (sheet[item, "status"] == ANSWERED) & (sheet[item, "answer"] != said)]
                if len(broken):
                    _broken(study, part, sheet, rule, item, broken, found)


def _broken(study, part, sheet, rule, item, rows, found):
    column = study.column(item, part.wave)
    given = ", ".join(f"{name} is {said}" for name, said in rule.given.items())
    if rule.broken == "set missing":
        before = sheet.loc[rows, (item, "answer")].to_numpy()
        found.log(part.file, rows, column, before, BLANK, f"{given}: set missing")
        sheet.loc[rows, (item, "answer")], sheet.loc[rows, (item, "status")] = "", BLANK
        return
    tell = found.warn if rule.broken == "keep" else found.ask
    answer = sheet.loc[rows[0], (item, "answer")]
    place = {"row": int(rows[0]), "column": column, "times": len(rows)}
    tell(part.file, f"{answer!r} where {given}", repr(rule.then[item]), RULE_LINES, **place)
