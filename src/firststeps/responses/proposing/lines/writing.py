"""How a line of a proposed ``study.yaml`` is written: texts, lists, ids, and the mark of what is not certain."""

import re
import unicodedata

from firststeps.responses.texts.lexicon import quoted

MARK = "# ?"
UNLESS = "if not, take the first # away"  # ends a question about rows or people that count unless somebody says no
BETTER = f"do people improve by going up? {UNLESS}"
CHANGE = "can they change?"  # begins one about answers that nobody changed
IF_SO = "if so, take the # away from the lines below"  # ends it, where a comparison stands there as a remark
ASK = f"   {MARK}"
LONGEST = 40  # letters of an id


def yaml_text(text):
    """``text`` as a YAML string, bare where that is safe."""
    return text if re.fullmatch(r"[A-Za-z][\w \-.]*\w", text, re.ASCII) else quoted(text)


def in_list(texts):
    """Texts as a YAML list of strings."""
    return f"[{', '.join(map(quoted, texts))}]"


def slug(text, taken, prefix="item"):
    """``text`` as an id: small letters, digits and hyphens, beginning with a letter, not long, not yet ``taken``.

    >>> slug("Before: have you ever helped anybody in a group?", []), slug("3 months", [], "wave"), slug("IPS", ["ips"])
    ('before-have-you-ever-helped-anybody-in-a', 'wave-3-months', 'ips-2')
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    name = name if name[:1].isalpha() else f"{prefix}-{name}".strip("-")
    if len(name) > LONGEST:
        name = name[: LONGEST + 1].rpartition("-")[0] or name[:LONGEST]
    several = [f"{name}-{n}" for n in range(2, len(taken) + 2)]
    return next(candidate for candidate in (name, *several) if candidate not in taken)
