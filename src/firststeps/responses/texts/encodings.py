"""How the letters of a text file are stored that is not UTF-8: by which words for yes, no and waves come out of it."""

import re

from firststeps.responses.texts.lexicon import NO, YES
from firststeps.responses.texts.wave_names import PLAIN

USUAL = "cp1252"  # of Western Europe
OTHERS = ("cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "gb18030", "cp932", "big5", "euc_kr", "mac_roman")
LOOKED_AT = 200_000  # bytes
KNOWN = {word for word in (*YES, *NO, *PLAIN) if not word.isascii()}


def likely_encoding(data):
    """The encoding by which most cells of some bytes are known words with letters of their own; else :data:`USUAL`.

    >>> files = ("Да,Нет", "cp1251"), ("是,否", "gb18030"), ("Käse", "cp1252"), ("képzés előtt", "cp1250")
    >>> [likely_encoding(text.encode(encoding)) for text, encoding in files]
    ['cp1251', 'gb18030', 'cp1252', 'cp1250']
    """
    words = {encoding: _known_words(data[:LOOKED_AT], encoding) for encoding in (USUAL, *OTHERS)}
    best = max(words, key=words.get)
    return best if words[best] > 0 else USUAL


def _known_words(data, encoding):
    """How many cells are known words, or hold some; none where hardly all bytes are text."""
    text = data.decode(encoding, "replace")
    if text.count("\ufffd") > 1:  # one, where the last letter is cut
        return -1
    cells = [cell.strip().casefold() for cell in re.split(r'[,;\t\r\n"]+', text)]
    within = (word for cell in cells if " " in cell for word in re.findall(r"[^\W\d_]{4,}", cell))
    return sum(cell in KNOWN for cell in cells) + sum(word in KNOWN for word in within)
