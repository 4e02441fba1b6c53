"""A user who does only what is printed: makes a study, answers its questions, pastes what refusals print.

The robot knows what a person knows about the study (``knows`` in ``right.yaml``: which column holds the codes, what an
answer means, which of two questionnaires counts), and nothing about the program.  It never touches a raw file, and it
writes nothing into ``study.yaml`` that was not printed, but for a column or a code that it is asked to fill in.
"""

import re
import time
from dataclasses import dataclass, field

import yaml

from firststeps.responses.cleaning.clean import clean
from firststeps.responses.given.problems import Refusal
from firststeps.responses.proposing.propose import new_study
from firststeps.study import Study, StudyError

ROUNDS = 3
MARK = "# ?"
YES = {"yes", "y", "1", "true", "ja", "oui", "correct", "agree"}
NO = {"no", "n", "0", "false", "nein", "non", "incorrect", "disagree"}
PLACES = ("yes", "no", "blank", "not applicable")


def read_yaml(text):
    """A YAML text as data, each value as it was written: ``01`` stays ``01``, and ``no`` stays ``no``."""
    return yaml.load(text, yaml.BaseLoader)


@dataclass
class Way:
    """The way from the files to the first table: what it took, everything that was shown, and where it ended."""

    marks: int = 0
    rounds: int = 0
    seconds: float = 0.0
    shown: list = field(default_factory=list)
    study: Study | None = None
    cleaned: object = None
    stuck: str = ""


def go(case, folder):
    """The :class:`Way` of the robot with the files of ``case``, in the new study ``folder``."""
    way, started = Way(), time.perf_counter()
    try:
        _go(case, folder, way)
    except (ValueError, OSError) as fault:  # what `python -m firststeps` prints in one message
        way.shown.append(str(fault))
        way.stuck = str(fault)
    way.seconds = time.perf_counter() - started
    return way


def _go(case, folder, way):
    settings = new_study(folder, case.files, joined=case.right.get("together", False))
    text = settings.read_text(encoding="utf-8")
    way.shown.append(text)
    way.marks = sum(MARK in line for line in text.splitlines())
    settings.write_text(settle(text, case), encoding="utf-8")
    while True:
        way.rounds += 1
        study = Study.load(folder)
        try:
            cleaned = clean(study)
        except Refusal as refusal:
            way.shown.append(str(refusal))
            problems, ended = [problem for problem in refusal.problems if problem.verdict != "warn"], False
        else:
            way.study, way.cleaned, problems, ended = study, cleaned, cleaned.warnings, True
            way.shown += map(str, problems)
        pasted = [lines for problem in problems if (lines := to_paste(problem.remedy, case))]
        if not pasted and ended:
            return
        if not pasted:
            raise StudyError(f"nothing to paste: {problems[0]}")
        if way.rounds == ROUNDS:
            way.stuck = "" if ended else f"still refused after {ROUNDS} rounds: {problems[0].headline}"
            return
        way.study = way.cleaned = None
        _write(settings, pasted)


# --- the questions of a proposal ----------------------------------------------------------------------------------


def settle(text, case):
    """The text of a proposed ``study.yaml`` with every question answered as the person of ``case`` would."""
    lines, section, changes = [], "", False
    for line in text.splitlines():
        section = line if re.match(r"\w", line) else section
        if "can they change? if so, take the # away" in line:
            changes = case.knows.get("can change", False)
            continue
        changes = changes and line.startswith("# ")
        line = line[2:] if changes else line
        lines += [_answer(line, section, text, case)] if MARK in line else [line]
    return "\n".join(line for line in lines if line is not None) + "\n"


def _answer(line, section, text, case):
    """The line as the person leaves it, or None where it goes."""
    body, _, question = line.partition(MARK)
    body, rule = body.rstrip(), _rule(line, case)
    if rule == "no":
        return None
    if rule and rule != "yes":
        return rule
    commented = re.match(r"(\s*)# ?(.*)", body)
    if commented and (rule == "yes" or "personal: checked" in body):
        return commented[1] + commented[2]
    if "codes: {" in body:
        return _codes(body.replace("# codes", "codes"), question, case)
    if commented:
        return body
    key = re.match(r"\s*([\w-]+): ask$", body)
    if key and str(case.knows.get(key[1], "")) in question and key[1] in case.knows:
        return body.replace("ask", case.knows[key[1]])
    if section.startswith("identifier") and body.strip().startswith("column:"):
        return _identifier(body, question, case)
    if section.startswith("primary") and body.strip().startswith("outcome:"):
        return f"  outcome: {_outcome(text, case) or body.partition(': ')[2]}"
    return body


def _rule(line, case):
    """What ``knows`` says of lines of this kind: yes, no, or what to write in their place."""
    rules = case.knows.get("answers", {})
    return next((answer for pattern, answer in rules.items() if re.search(pattern, line, re.I)), "")


def _identifier(body, question, case):
    """The column of codes: the one proposed where it is right, else one of those that the question names."""
    column = read_yaml(body.strip())["column"]
    right = case.knows.get("code", [])
    others = [name for name in right if name in question]
    return body if column in right or not others else f"  column: {_text(others[0])}"


def _outcome(text, case):
    """The item of the question, of those proposed."""
    return item_of(read_yaml(text).get("items") or {}, case.right.get("question", []))


def item_of(items, question):
    """The id of the item among ``items`` (as they stand in a study.yaml) that has one of the words of ``question``."""
    for words in question:
        for exact in (True, False):
            for name, item in items.items():
                told = [name, item.get("label"), item.get("column"), *(item.get("columns") or {}).values()]
                told = [str(text).casefold() for text in told if text]
                word = words.casefold()
                if (word in told) if exact else any(word in text for text in told):
                    return name
    return ""


def meaning(text, case):
    """What an answer means, as the person knows it; an empty text where nobody could."""
    own = {str(code).casefold(): answer for code, answer in case.knows.get("means", {}).items()}
    said = text.casefold()
    return own.get(said) or ("yes" if said in YES else "no" if said in NO else "")


def _codes(body, question, case):
    """A line of codes with each text where it belongs; what the person cannot place stays where it was printed."""
    start, _, codes = body.partition("codes: ")
    codes = read_yaml(re.sub(r"\s+#.*", "", codes))
    told = {str(text): place for place, texts in codes.items() for text in texts}
    told |= dict.fromkeys(re.findall(r'"((?:[^"\\]|\\.)*)"', question if "write" in question else ""), "")
    placed = {place: [] for place in PLACES}
    for text, proposed in told.items():
        placed.setdefault(meaning(text, case) or proposed, []).append(text)
    lists = [f"{place}: [{', '.join(map(_text, texts))}]" for place, texts in placed.items() if texts and place]
    return f"{start}codes: {{{', '.join(lists)}}}"


def _text(text):
    return yaml.safe_dump(str(text), default_style='"', width=10_000, allow_unicode=True).strip()


# --- what refusals print --------------------------------------------------------------------------------------------


def to_paste(remedy, case):
    """What the person pastes of a remedy into ``study.yaml``, as data; None where nothing of it is right."""
    block = [line for line in remedy.splitlines()[1:] if re.match(r"\s+\S", line)]
    chosen = [line for line in (_pasted(line, block, case) for line in block) if line is not None]
    try:
        return _without_empty(read_yaml("\n".join(chosen)))
    except yaml.YAMLError:
        return None


def _pasted(line, block, case):
    """One printed line as it is pasted, or None where it is not: the choice of another, or no line of a file."""
    body, comment = _parted(line)
    alternative = re.match(r"(\s+)# (.*)", body)
    if alternative:
        return alternative[1] + alternative[2] if _chosen(alternative[2], comment, case) else None
    key = body.strip().partition(":")[0]
    rivals = [other for other in block if re.match(rf"\s+# {re.escape(key)}:", other)]
    if any(_chosen(re.sub(r"\s+# ", "", _parted(other)[0], count=1), "", case) for other in rivals):
        return None
    if "aliases: {" in body:
        return _aliases(body, case)
    if "codes: {" in body:
        return _codes(body, comment, case)
    if "one_sided: checked" in body and not case.knows.get("one-sided"):
        return None
    if "background: true" in body and not case.knows.get("background"):
        return None
    return body


def _parted(line):
    """A printed line without the remark behind it, and the remark."""
    body, _, remark = line.strip().partition("   # ")
    return line[: len(line) - len(line.lstrip())] + body.rstrip(), remark


def _chosen(line, comment, case):
    """Whether the person takes this one of several lines that are printed for choice."""
    key, _, value = line.strip().partition(": ")
    if key == "codes":
        return all(meaning(str(text), case) == place for place, texts in read_yaml(value).items() for text in texts)
    return str(case.knows.get(key, "")) == value.strip() or _rule(f"{line} {comment}", case) == "yes"


def _aliases(body, case):
    """The printed aliases that are right: of two codes that the person knows to be one."""
    printed = read_yaml(body.strip())["aliases"]
    same = {frozenset(pair) for pair in case.knows.get("same", {}).items()}
    right = {slip: code for slip, code in printed.items() if frozenset((slip, code)) in same}
    return re.match(r"\s*", body)[0] + f"aliases: {right}" if right else None


def _without_empty(printed):
    """Data without keys that hold nothing: what is left where no line below a key was chosen."""
    if not isinstance(printed, dict):
        return printed
    filled = {key: _without_empty(value) for key, value in printed.items()}
    return {key: value for key, value in filled.items() if value not in (None, "")} or None


def _write(settings, pasted):
    """The study.yaml with the pasted lines in it."""
    said = read_yaml(settings.read_text(encoding="utf-8"))
    for lines in pasted:
        said = merged(said, _as_text(lines))
    settings.write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=10_000), encoding="utf-8")


def _as_text(lines):
    return read_yaml(yaml.safe_dump(lines, allow_unicode=True))


def merged(one, other):
    """Two parts of a study.yaml as one: ``other`` is added to ``one``; of lists, entries of one id are one."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one | {key: merged(one[key], value) if key in one else value for key, value in other.items()}
    if isinstance(one, list) and isinstance(other, list) and all(isinstance(entry, dict) for entry in other):
        new = {entry.get("id"): entry for entry in other if "id" in entry}
        kept = [merged(entry, new.pop(entry.get("id"), {})) if isinstance(entry, dict) else entry for entry in one]
        return [*kept, *new.values(), *(entry for entry in other if "id" not in entry and entry not in kept)]
    return other
