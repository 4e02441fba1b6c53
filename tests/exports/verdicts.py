"""What came of a case: whether its first table and its flow are right, and what is not."""

import re

from firststeps.paired.patterns import paired_table
from firststeps.responses.counting.patterns import count_patterns
from tests.exports.robot import item_of, read_yaml


def faults(case, way):
    """What is not right about where the robot ended with a case, in words: empty if all is."""
    return [*_result(case, way), *_not_asked(case, way)]


def _result(case, way):
    right = case.right
    if right.get("no study"):
        return [] if right["no study"] in way.stuck else [f"it is not refused for {right['no study']!r}"]
    told = _ticks(right["ticks"], way) if right.get("ticks") else []
    if way.stuck or way.cleaned is None:
        return [way.stuck or "no table was made"]
    for words in filter(None, (right.get("question"), right.get("also"))):
        told += _question(case, way, words)
    people = way.cleaned.responses.loc[way.cleaned.responses["status"] != "absent", "participant"].nunique()
    if right.get("people", people) != people:
        told.append(f"{people} people were seen, not {right['people']}")
    return told


def _question(case, way, words):
    """What is not right about the counts of one question."""
    right, study, cleaned, told = case.right, way.study, way.cleaned, []
    item = item_of({name: about.model_dump() for name, about in study.items.items()}, words)
    if not item or study.items[item].kind != "yes-no":
        return [f"no yes-no item asks {words[0]!r}"]
    waves = study.items[item].waves
    if len(waves) != len(right["answered"]):
        return [f"{item} is asked at {', '.join(waves)}, not at {len(right['answered'])} waves"]
    said = cleaned.responses[cleaned.responses["item"] == item]
    for wave, (answered, yes) in zip(waves, right["answered"], strict=True):
        answers = said.loc[(said["wave"] == wave) & (said["status"] == "answered"), "answer"]
        if (len(answers), int((answers == "yes").sum())) != (answered, yes):
            told.append(f"at {wave} {(answers == 'yes').sum()} of {len(answers)} yes, not {yes} of {answered}")
    present = right.get("handed in", [])
    for wave, people in zip(waves, present, strict=False):
        there = int(cleaned.attendance.loc[cleaned.attendance[wave] == "handed in", "people"].sum())
        if there != people:
            told.append(f"at {wave} {there} handed in, not {people}")
    if right["table"] == "none":
        return told + ["two anonymous surveys were linked"] * linked(study)
    if words == right["question"] and not (study.primary and study.primary.outcome == item):
        told.append(f"{item} is not the primary comparison")
    table = paired_table(count_patterns(cleaned.responses, waves, item), 0, len(waves) - 1).ravel().tolist()
    return told + [f"the first table is {table}, not {right['table']}"] * (table != right["table"])


def linked(study):
    """Whether ``study`` follows people from wave to wave."""
    return str(getattr(study, "linked", "yes")).casefold() not in ("no", "false")


def _ticks(right, way):
    """What is not right about the proposal of a single question of which several answers may be ticked."""
    name, number = right
    proposed = read_yaml(way.shown[0])
    items = [item for item in proposed["items"].values() if item["kind"] == "ticks" and name in item["label"]]
    told = ["one survey was taken for several"] * (len(proposed["waves"]) != 1)
    if len(items) != 1 or len(items[0].get("boxes", items[0].get("choices", []))) != number:
        told.append(f"{name} is no question of {number} boxes")
    return told


def _not_asked(case, way):
    """The words that must stand in a question, and do not."""
    shown = "\n".join(way.shown)
    lines = [line for line in shown.splitlines() if "# ?" in line or "expected" in line or re.match(r"\s{2,}\S", line)]
    asked = "\n".join(lines).casefold()
    return [f"nothing is asked about {word!r}" for word in case.right.get("asked", []) if word.casefold() not in asked]
