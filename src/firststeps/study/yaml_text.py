"""YAML with each key once and nothing that grows without end, its scalars as they are written or as YAML reads them."""

import contextlib
import re

import yaml

try:
    from yaml.cyaml import CParser
except ImportError:  # where PyYAML was built without libyaml
    CParser = None

from firststeps.errors import Stopped
from firststeps.files import UNFINISHED, line_of_merge
from firststeps.study.parts.texts import control_in

LARGEST = 1_000_000  # characters
# What the parser in C reads otherwise than that in Python, or may.
_READ_OTHERWISE = re.compile(
    rf"[\t!\x85\u2028\u2029\ufeff]|[>|]#|^[^\[{{\n]*[\[{{].*\?|{yaml.reader.Reader.NON_PRINTABLE.pattern}", re.MULTILINE
)
MOST_PARTS = 100_000  # keys, values and lists, each counted as often as it is meant


class YamlError(Stopped):
    """What is wrong in a YAML text, with its line."""


def load_text(text, typed=False):
    """Give what a YAML text says: dictionaries, lists and texts.  YamlError says what is wrong, and in which line.

    With ``typed`` scalars are numbers, dates, true, false and null where YAML takes them for these.  Keys and anchors
    given twice, aliases within what they stand for, and texts that are too large are refused.

    >>> load_text("a: [1, no]")
    {'a': ['1', 'no']}
    >>> load_text("a: &x {b: *x}")
    Traceback (most recent call last):
    firststeps.study.yaml_text.YamlError: an anchor stands for something that holds itself (line 1)
    """
    if len(text) > LARGEST:
        raise YamlError(f"it holds {len(text):,} characters; expected at most {LARGEST:,}")
    slow, quick = (_TypedLoader, _QuickTypedLoader) if typed else (_TextLoader, _QuickTextLoader)
    if CParser and not _READ_OTHERWISE.search(text):
        with contextlib.suppress(yaml.YAMLError, YamlError, RecursionError):  # of which the other says more
            return _construct(quick(text))
    try:
        return _construct(slow(text))
    except yaml.reader.ReaderError as fault:
        line = text.count("\n", 0, fault.position) + 1
        what = f"a character that is no part of a text (U+{fault.character:04X}); take it out"
        raise YamlError(f"line {line} holds {what}") from None
    except yaml.YAMLError as fault:
        raise YamlError(_words(fault, text)) from None
    except RecursionError:
        raise YamlError("it is nested too deeply") from None


def _construct(loader):
    """Give what a loader reads."""
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        _count(node)
        return loader.construct_document(node)
    finally:
        loader.dispose()


class _Once:
    """Refuses a key or an anchor given twice; for loaders of PyYAML."""

    def __init__(self, stream):
        """Begin before the first anchor."""
        super().__init__(stream)
        self.lines = {}

    def compose_node(self, parent, index):
        """Give a node; an anchor given twice is a fault, told with both lines."""
        event = self.peek_event()
        if not self.check_event(yaml.AliasEvent) and event.anchor is not None:
            line = event.start_mark.line + 1
            first = self.lines.setdefault(event.anchor, line)
            if event.anchor in self.anchors:
                twice = f"anchor '&{event.anchor}' is given twice (lines {first} and {line})"
                raise yaml.composer.ComposerError(problem=f"{twice}; give each a name of its own")
        return super().compose_node(parent, index)

    def construct_mapping(self, node, deep=False):
        """Give the keys and values of a mapping; a key given twice is a fault, told with both lines."""
        lines = {}
        for name, _ in node.value:
            key, line = self.construct_object(name, deep=True), name.start_mark.line + 1
            if isinstance(key, list | dict):
                raise yaml.constructor.ConstructorError(problem=f"a key is a text (line {line})")
            if key in lines:
                twice = f"key {key!r} is given twice (lines {lines[key]} and {line})"
                raise yaml.constructor.ConstructorError(problem=f"{twice}; put the second's lines under the first")
            lines[key] = line
        return super().construct_mapping(node, deep)


class _TextLoader(_Once, yaml.BaseLoader):
    """Reads every scalar as text."""


class _TypedLoader(_Once, yaml.SafeLoader):
    """Reads scalars as YAML does."""


class _Quick(yaml.composer.Composer, CParser or object):
    """Parses in C, which takes a fifth of the time; composes in Python, which knows how deep it may go."""

    def __init__(self, stream):
        """Begin as each of the classes does."""
        CParser.__init__(self, stream)
        yaml.composer.Composer.__init__(self)
        yaml.constructor.BaseConstructor.__init__(self)
        yaml.resolver.BaseResolver.__init__(self)


class _QuickTextLoader(_Once, _Quick, yaml.constructor.BaseConstructor, yaml.resolver.BaseResolver):
    """Reads every scalar as text."""


class _QuickTypedLoader(_Once, _Quick, yaml.constructor.SafeConstructor, yaml.resolver.Resolver):
    """Reads scalars as YAML does."""


def _count(node):
    """Refuse a node that holds itself, a control character, or too much when every alias is written out."""
    sizes, within = {}, set()

    def size(node):
        """How many nodes there are in a node when every alias is written out."""
        if id(node) in within:
            raise YamlError(f"an anchor stands for something that holds itself (line {node.start_mark.line + 1})")
        if isinstance(node, yaml.ScalarNode) and (control := control_in(node.value)):  # written as an escape
            place = f"line {node.start_mark.line + 1} holds a character that is no part of a text"
            raise YamlError(f"{place} ({control}); take it out")
        if id(node) not in sizes:
            within.add(id(node))
            children = node.value if isinstance(node, yaml.CollectionNode) else []
            parts = [part for child in children for part in (child if isinstance(child, tuple) else (child,))]
            sizes[id(node)] = 1 + sum(map(size, parts))
            within.remove(id(node))
        return sizes[id(node)]

    if (parts := size(node)) > MOST_PARTS:
        raise YamlError(f"it holds {parts:,} keys and values when its aliases are written out; expected {MOST_PARTS:,}")


def _open_quotation(text):
    """The line of the last quotation mark before a fault whose text does not end in that line; 0 where all do."""
    opened = 0
    try:
        for token in yaml.scan(text, yaml.BaseLoader):
            if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"'):
                ends = token.end_mark.line > token.start_mark.line
                opened = token.start_mark.line + 1 if ends else opened
    except yaml.YAMLError as fault:
        if "quoted scalar" in (getattr(fault, "context", None) or ""):
            opened = fault.context_mark.line + 1
    return opened


def _words(fault, text):
    """What is wrong in ``text``, and where: in the words of this module, or in plain ones in place of PyYAML's."""
    mark = getattr(fault, "problem_mark", None)
    if line := line_of_merge(text):
        return f"line {line}: {UNFINISHED}"
    if mark:
        lines = text.split("\n")
        if mark.line < len(lines) and re.match(r" *\t", lines[mark.line]):
            return f"line {mark.line + 1} begins with a tab; put blanks in its place"
        if opened := _open_quotation(text):
            before = f" before line {mark.line + 1}" if mark.line + 1 < len(lines) else ""
            return f"a quotation mark in line {opened} has no second one{before}; put it where the text ends"
        place = f"line {mark.line + 1}, column {mark.column + 1}, cannot be read"
        alias = re.match(r"found undefined alias '(.*)'", str(fault.problem))
        if alias:
            return f"{place}: *{alias[1]} stands for nothing, as no &{alias[1]} comes before it"
        return f"{place}: look there and a line above for quotation marks, brackets, colons and indentation"
    return getattr(fault, "problem", None) or "it cannot be read"
