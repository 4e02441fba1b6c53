"""The language of the manuscript: as much of Jinja as a paper needs, and nothing that runs or reads anything else.

A study's folder may come from a stranger.  So a template sees plain values only (`plain_study`), asks for the parts
that are listed here, calls the functions that it was given and its own macros, and is stopped when it goes on for too
long or grows too large.  Bounds are counted in steps and characters, not in seconds: they are the same everywhere.
"""

import contextlib
import re
from functools import cached_property
from itertools import chain

import jinja2
from jinja2 import nodes
from jinja2.runtime import LoopContext, Macro, markup_join
from jinja2.sandbox import SandboxedEnvironment
from pydantic import BaseModel

from firststeps.report.claims.in_text import ManuscriptError, Mention, Withheld
from firststeps.study.parts.texts import control_in

LONGEST_SOURCE = 1_000_000  # characters of a source
LONGEST_LINE = 20_000  # characters of one of its lines
MOST = 5_000_000  # steps and characters of one rendering
WRITTEN = 'A number is written {{ claim("id") }}, a condition {% if ... %} to {% endif %}, a remark <!-- ... -->.'
CALL = 20  # steps that a call takes

# What a template may ask of the study: these, and every field of the parts of study.yaml below them.
STUDY = ("title", "synthetic", "origin", "mark", "participants", "linked", "waves", "wave_ids", "items", "outcomes")
STUDY += ("asked_twice", "group", "compare", "primary", "level", "alpha", "themes", "release", "governance")
_LOOP = ("index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem", "depth")
_MENTION = sorted(
    {name for kind in (Mention, Withheld) for name, part in vars(kind).items() if isinstance(part, property)}
    | {"shown"}
)
_FILTERS = (
    *("abs", "capitalize", "count", "d", "default", "first", "int", "last", "length", "list", "lower", "max", "min"),
    *("reverse", "round", "title", "trim", "upper", "join", "items"),
)
_TESTS = ("defined", "undefined", "none", "number", "string", "even", "odd", "in", "eq", "ne", "lt", "le", "gt", "ge")
_NODES = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Assign, nodes.Macro),
    *(nodes.Name, nodes.Const, nodes.Tuple, nodes.List, nodes.CondExpr, nodes.Compare, nodes.Operand),
    *(nodes.And, nodes.Or, nodes.Not, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod),
    *(nodes.Neg, nodes.Pos, nodes.Concat, nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Call, nodes.Keyword),
    *(nodes.Filter, nodes.Test),
)
_ARITHMETIC = frozenset(("+", "-", "*", "/", "//", "%", "**"))
_LARGEST = 10**30  # of a whole number in a template


def checked_source(text, name):
    """Give a source that is short enough to be read; ManuscriptError says where it is not."""
    if len(text) > LONGEST_SOURCE:
        raise ManuscriptError(f"{name} holds {len(text):,} characters; expected at most {LONGEST_SOURCE:,}.")
    refuse_controls(text, name)
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            raise ManuscriptError(
                f"{name} line {number}: {len(line):,} characters; expected at most {LONGEST_LINE:,} a line. Break it."
            )
    return text


def refuse_controls(text, name):
    """Refuse a source with a control character, which no document can hold, by the line that holds it."""
    if control_in(text):
        number, control = next(
            (n, sign) for n, line in enumerate(text.split("\n"), start=1) if (sign := control_in(line))
        )
        what = f"a character that is no part of a text ({control}); take it out"
        raise ManuscriptError(f"{name} line {number} holds {what}.")


class Plain:
    """Names with plain values, each read when it is asked for; ``parts`` are the functions that read them, by name."""

    def __init__(self, parts):
        """Make the names; nothing is read yet."""
        self._parts = parts

    def __dir__(self):
        """The names."""
        return list(self._parts)

    def __getattr__(self, name):
        """The value of a name."""
        if name == "_parts" or name not in self._parts:
            raise AttributeError(name)
        return self._parts[name]()

    def __repr__(self):
        """What a message calls it."""
        return "a part of study.yaml"


def plain_study(study):
    """Give what a template may know of a study: plain values under the names in ``STUDY``, and ``wave(id)``.

    >>> from firststeps.study import Study
    >>> told = plain_study(Study.load("."))
    >>> told.wave("end").label, hasattr(told, "folder")
    ('End of the residential', False)
    """
    if study is None:
        return None

    def wave(id):
        """Give the wave of that id."""
        if id not in study.wave_ids:
            raise ManuscriptError(f"the study has no wave {id!r}; it has {', '.join(study.wave_ids)}")
        return _plain(study.wave(id))

    own = {"open_questions": lambda: [str(question) for question in study.open_questions], "wave": lambda: wave}
    return Plain(_readers(study, STUDY) | own)


def _readers(part, names):
    """Give for each name of a part of a study the function that reads it."""
    return {name: lambda name=name: _plain(getattr(part, name)) for name in names}


def _plain(value):
    """Give a value of ``study.yaml`` as text, numbers, lists, dictionaries and names with values; nothing else."""
    if isinstance(value, BaseModel):
        return Plain(_readers(value, type(value).model_fields))
    if isinstance(value, dict):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value if value is None or isinstance(value, bool | int | float) else str(value)


class _Template(jinja2.Template):
    """A template that works out once which of its lines is which of its code's, not whenever a line is asked for."""

    debug_info = cached_property(jinja2.Template.debug_info.fget)


class Language(SandboxedEnvironment):
    """Jinja's sandbox, with attributes, functions, filters and statements by a list, and a count of what it does.

    ``functions`` are those that a template may call beside its own macros; ``finalize`` turns what an expression gives
    into what is printed.
    """

    intercepted_binops = _ARITHMETIC
    template_class = _Template

    def __init__(self, functions, finalize):
        """Make the language for one rendering."""
        super().__init__(
            autoescape=True,
            optimized=False,  # what is counted must not be worked out before
            finalize=jinja2.pass_context(lambda context, value: self._counted_text(finalize(value))),
            undefined=jinja2.StrictUndefined,
            comment_start_string="<!--",
            comment_end_string="-->",
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.left, self.functions = MOST, functions
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS} | {
            "join": self._join,
            "items": lambda pairs: [list(pair) for pair in pairs.items()],
            "count a round": self._spend,
            "counted items": self._counted_items,
            "joined texts": self._joined_texts,
            "flat list": _flat,
        }
        self.tests = {name: self.tests[name] for name in _TESTS}

    def parsed(self, text, name):
        """Give the tree of a template; ManuscriptError says in which line what is not allowed.

        ``name`` is how messages call it.
        """
        with _told_to_author(name):
            tree = self.parse(checked_source(text, name))
            for node in chain([tree], tree.find_all(nodes.Node)):
                _check(node, name)
        return tree

    def template(self, text, name):
        """Give a template of ``text``, in which all that repeats or grows is counted; see `parsed`."""
        tree = self.parsed(text, name)
        with _told_to_author(name):
            code = self.compile(_Bounds().visit(tree), name, name)
        return self.template_class.from_code(self, code, self.make_globals(None))

    def render(self, template, **values):
        """Give what a template prints; ManuscriptError where it goes on for too long or grows too large."""
        return "".join(self._counted_text(piece) for piece in template.generate(**values))

    def is_safe_attribute(self, obj, attr, value):
        """Say whether a template may ask for this attribute."""
        return attr in _attributes(obj)

    def is_safe_callable(self, obj):
        """Say whether a template may call this: a function that was handed in, or a macro of its own."""
        return isinstance(obj, Macro) or any(obj is function for function in self.functions)

    def call(self, context, function, /, *arguments, **keywords):
        """Call what may be called, and count it as a step."""
        if isinstance(function, jinja2.Undefined):
            return function()
        if not self.is_safe_callable(function):
            raise ManuscriptError("this cannot be called; a template calls claim, known, study.wave and its own macros")
        self._spend(CALL)
        return context.call(function, *arguments, **keywords)

    def getattr(self, obj, attribute):
        """Give an attribute that is listed, or the value of a dictionary; for anything else say what there is."""
        attributes = _attributes(obj)
        if attribute in attributes:
            return getattr(obj, attribute)
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        if isinstance(obj, jinja2.Undefined) and not attribute.startswith("_"):
            return getattr(obj, attribute)
        there = f"; there are: {', '.join(attributes)}" if attributes else ""
        return self.undefined(f"no .{attribute} may be asked for here{there}")

    def getitem(self, obj, argument):
        """Give an item of a list, a text or a dictionary; for a name see `getattr`."""
        if isinstance(obj, list | tuple | str) and isinstance(argument, int | slice):
            if isinstance(argument, slice) or -len(obj) <= argument < len(obj):
                return obj[argument]
            return self.undefined(f"there is no item {argument} here: there are {len(obj)}, counted from 0")
        if isinstance(obj, dict):
            there = argument in obj if isinstance(argument, str) else False
            return obj[argument] if there else self.undefined(f"there is no {argument!r}; there are: {', '.join(obj)}")
        return self.getattr(obj, str(argument))

    def call_binop(self, context, operator, left, right):
        """Reckon with numbers, or put two texts together; nothing else."""
        for value in (left, right):
            if isinstance(value, jinja2.Undefined):
                str(value)  # says what is not defined
        numbers = all(isinstance(value, int | float) and abs(value) <= _LARGEST for value in (left, right))
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            self._spend(len(left) + len(right))
        elif not numbers or operator == "**":
            raise ManuscriptError(f"{operator} is for numbers here, up to {_LARGEST:.0e}")
        return super().call_binop(context, operator, left, right)

    def _spend(self, cost):
        """Count a step of so many characters; ManuscriptError where they are too many together."""
        self.left -= cost
        if self.left < 0:
            raise ManuscriptError(f"it takes more than {MOST:,} steps and characters; look for loops within loops")

    def _counted_text(self, value):
        """Give what is printed, its characters counted, also where it is printed within a macro."""
        if isinstance(value, str):
            self._spend(len(value))
        return value

    def _counted_items(self, items, cost):
        """Give the items of a loop, each counted with what the body of the loop says by itself."""
        if isinstance(items, jinja2.Undefined):
            str(items)  # says what is not defined
        if not isinstance(items, list | tuple | dict | str):
            raise ManuscriptError("a loop goes over a list")
        for item in items:
            self._spend(cost)
            yield item

    def _joined_texts(self, parts):
        """Put texts and numbers together."""
        for part in parts:
            if isinstance(part, jinja2.Undefined):
                str(part)  # says what is not defined
            if not isinstance(part, str | int | float):
                raise ManuscriptError("only texts and numbers are put together")
            self._spend(len(part) if isinstance(part, str) else 1)
        return markup_join(parts)

    def _join(self, parts, between=""):
        """Give the items of a list with a text between them."""
        parts = [part for number, item in enumerate(parts) for part in ((between, item) if number else (item,))]
        return self._joined_texts(parts)


@contextlib.contextmanager
def _told_to_author(name):
    """Turn what is wrong with a template's source into a ManuscriptError."""
    try:
        yield
    except jinja2.TemplateSyntaxError as error:
        sentence = error.message.replace("Jinja was looking for the following tags:", "It should go on with")
        sentence = re.sub(r" at \d+$", "", sentence).removesuffix(".")
        raise ManuscriptError(f"{name} line {error.lineno}: {sentence}. {WRITTEN}") from None
    except ManuscriptError:
        raise
    except (RecursionError, MemoryError):
        raise ManuscriptError(f"{name} cannot be read as a template: it is nested too deeply.") from None
    except (SyntaxError, ValueError) as error:
        raise ManuscriptError(f"{name} cannot be read as a template: {error}.") from None


class _Bounds(jinja2.visitor.NodeTransformer):
    """Puts the counting where a template repeats something or makes something larger."""

    def visit_For(self, node):
        """Count each round of a loop, with the text that stands in its body."""
        size = 1 + sum(len(data.data) for data in node.find_all(nodes.TemplateData))
        node = self.generic_visit(node)
        node.iter = _through_filter(node.iter, "counted items", size)
        return node

    def visit_Macro(self, node):
        """Count each call of a macro: its text counts as if it stood in a loop of one round."""
        node = self.generic_visit(node)
        size = 1 + sum(len(data.data) for data in node.find_all(nodes.TemplateData))
        round_counter = _through_filter(nodes.Const(size, lineno=node.lineno), "count a round")
        node.body = [nodes.If(round_counter, [], [], [], lineno=node.lineno), *node.body]
        return node

    def visit_Concat(self, node):
        """Count the length of texts that ``~`` puts together."""
        node = self.generic_visit(node)
        return _through_filter(nodes.List(node.nodes, lineno=node.lineno), "joined texts")

    def visit_List(self, node):
        """Let a list hold no list."""
        return _through_filter(self.generic_visit(node), "flat list")

    def visit_Tuple(self, node):
        """Let a list hold no list."""
        node = self.generic_visit(node)
        return _through_filter(node, "flat list") if node.ctx == "load" else node


def _through_filter(node, name, *arguments):
    """Give ``node`` sent through one of the language's own filters, whose names no template can write."""
    line = node.lineno
    return nodes.Filter(node, name, [nodes.Const(one, lineno=line) for one in arguments], [], None, None, lineno=line)


def _flat(parts):
    """Give a list, or refuse one that holds lists: such lists can grow without end."""
    if any(isinstance(part, list | tuple | dict) for part in parts):
        raise ManuscriptError("a list holds no lists here")
    return parts


def _attributes(obj):
    """Give the names that a template may ask of a value."""
    if isinstance(obj, Plain):
        return tuple(dir(obj))
    if isinstance(obj, Mention):
        return _MENTION
    return _LOOP if isinstance(obj, LoopContext) else ()


def _check(node, name):
    """Raise ManuscriptError, with its line, for a part of a template that is not in the language."""
    construct, allowed = "", ()
    if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
        construct, allowed = f"filter {node.name!r}", _FILTERS
    elif isinstance(node, nodes.Test) and node.name not in _TESTS:
        construct, allowed = f"test {node.name!r}", _TESTS
    elif isinstance(node, nodes.Call) and (node.dyn_args or node.dyn_kwargs):
        construct, allowed = "call with * or **", ("each argument by itself",)
    elif not isinstance(node, _NODES) or getattr(node, "recursive", False):
        construct, allowed = type(node).__name__.lower(), ("if, for, set and macro; comparing, reckoning and ~",)
    if construct:
        raise ManuscriptError(
            f"{name} line {node.lineno}: a template has no {construct} here; it has {', '.join(allowed)}."
        )
