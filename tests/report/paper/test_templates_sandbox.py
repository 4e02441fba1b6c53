"""A paper that a stranger wrote says what it says and does nothing: its template runs no code and ends."""

import pytest

from firststeps.report.claims.claim import Claim
from firststeps.report.claims.in_text import ManuscriptError
from firststeps.report.paper import template
from firststeps.report.paper.rendering import render
from firststeps.report.paper.template import STUDY, Plain, plain_study
from firststeps.study import Study

CLAIMS = {"a.people": Claim("a.people", 15, "people", n=26)}


@pytest.fixture(scope="module")
def study():
    """This compendium's study."""
    return Study.load(".")


@pytest.mark.parametrize(
    "attack",
    [
        '{{ cycler.__init__.__globals__.os.popen("touch HERE").read() }}',
        '{{ joiner.__init__.__globals__.os.popen("touch HERE").read() }}',
        '{{ claim.__globals__["find"].__globals__.__builtins__.open("HERE", "w") }}',
        '{{ claim("a.people").__class__.__init__.__globals__ }}',
        '{{ claim("a.people")._print("x") }}',
        '{{ study.folder.joinpath("HERE").touch() }}',
        '{{ study.folder.joinpath("HERE").write_text("x") }}',
        '{{ study.paper.parent.joinpath("HERE").touch() }}',
        '{{ study.load("/etc").title }}',
        '{{ study.model_fields }}{{ study.__dict__ }}',
        '{{ ""["__class__"].__mro__[1].__subclasses__() }}',
        '{{ "".format.__self__.__class__ }}',
        '{{ "{0.__class__}".format(study) }}',
        '{{ ("%s" | format(study)) | safe }}',
        '{{ study | attr("folder") | string }}',
        '{{ study | map(attribute="folder") | list }}',
        '{{ known.__self__ }}',
        '{{ study.wave.__globals__ }}',
        '{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}',
        '{% for a in study.waves %}{{ loop.cycle.__func__.__globals__ }}{% endfor %}',
        '{% include "/etc/passwd" %}',
        '{% import "/etc/passwd" as x %}',
        '{% extends "/etc/passwd" %}',
        "{{ self.__init__.__globals__ }}",
        "{{ namespace(a=claim) }}",
    ],
)  # fmt: skip
def test_a_template_reaches_nothing_but_what_it_was_handed(study, tmp_path, monkeypatch, attack):
    """Each way out of a template is refused with its line, and no file appears."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ManuscriptError, match=r"^manuscript\.md line 1: "):
        render(attack, CLAIMS, study)
    assert not list(tmp_path.iterdir())
    assert not (study.folder / "HERE").exists()


LONG = "{% for a in study.items %}" * 12 + "{% endfor %}" * 12
DOUBLED = '{% set a = "aaaaaaaaaa" %}' + "{% set a = a ~ a ~ a ~ a ~ a ~ a ~ a ~ a %}" * 12
ADDED = '{% set a = "aaaaaaaaaa" %}' + "{% set a = a + a %}" * 40
SQUARED = "{% set a = claim('a.people').number %}" + "{% set a = a * a %}" * 40
NESTED = "{% set a = [study.title] %}" + "{% set a = [a, a, a] %}" * 40 + "{{ a == a }}"
CALLING = """{% macro m(n) %}{% if n > 0 %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}
{{ m(claim("a.people").number * 4) }}"""
AGAIN = "{%% macro %s() %%}{%% set t = %s() %%}" + "{{ t }}" * 10 + "{%% endmacro %%}"
PRINTED = "{% macro a() %}" + "long " * 2000 + "{% endmacro %}" + "".join(
    AGAIN % pair for pair in zip("bcdefg", "abcdef", strict=True)
) + "{{ g() }}"  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (DOUBLED, "more than 5,000,000 steps"),
        (ADDED, "more than 5,000,000 steps"),
        (PRINTED, "more than 5,000,000 steps"),
        (CALLING, "more than 5,000,000 steps|recursion"),
        (SQUARED, "is for numbers here"),
        (NESTED, "a list holds no lists"),
        ('{{ "a" * claim("a.people").number }}', "is for numbers here"),
        ("{{ claim('a.people').number ** claim('a.people').number }}", "no pow here"),
        ('{{ "%s" % study.title }}', "is for numbers here"),
        ("{{ study.title | center(study.participants) }}", "no filter 'center'"),
        ("{% for a in range(study.participants) %}{% endfor %}", "nothing is called range here"),
        ("{{ " + "(" * 5000 + "study" + ")" * 5000 + " }}", "nested too deeply"),
        ("{% if study %}\n" * 5000 + "{% endif %}\n" * 5000, "nested too deeply"),
        ("a\nb\x07\n", r"line 2 holds a character that is no part of a text \(U\+0007\); take it out\."),
        ("x" * 30_000, "line 1: 30,000 characters; expected at most 20,000 a line"),
        ("xy z\n" * 300_000, "holds 1,500,000 characters; expected at most 1,000,000"),
    ],
)
def test_a_template_that_never_ends_or_never_stops_growing_is_refused(study, text, message):
    """Loops within loops, texts and numbers that double, lists of lists and deep nesting each end in a sentence."""
    with pytest.raises(ManuscriptError, match=message):
        render(text, CLAIMS, study)


def test_loops_within_loops_are_counted_step_by_step(study, monkeypatch):
    """Turns that print nothing are steps as well: refused at a bound of a tenth, which takes seconds."""
    monkeypatch.setattr(template, "MOST", 500_000)
    with pytest.raises(ManuscriptError, match="more than 500,000 steps"):
        render(LONG, CLAIMS, study)


def test_an_attribute_that_is_not_handed_in_is_answered_with_those_that_are(study):
    """The refusal of `study.folder` names what a template may ask of the study instead."""
    with pytest.raises(
        ManuscriptError,
        match=r"line 2: no \.folder may be asked for here; there are: alpha, asked_twice, compare, governance, group, ",
    ):
        render("\n{{ study.folder }}", CLAIMS, study)


def test_a_template_sees_plain_values_only(study):
    """Nothing below what is handed in is an object of the package, but for the function that finds a wave."""
    told = plain_study(study)
    assert set(dir(told)) == {*STUDY, "open_questions", "wave"}
    kinds = set()

    def look(value):
        kinds.add(type(value).__name__)
        below = [getattr(value, name) for name in dir(value) if name != "wave"] if isinstance(value, Plain) else []
        for part in [
            *below,
            *(value.values() if isinstance(value, dict) else value if isinstance(value, list) else []),
        ]:
            look(part)

    look(told)
    assert kinds == {"Plain", "dict", "list", "str", "int", "float", "bool", "NoneType"}


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{% for w in study.waves %}{{ w.short }}{{ ', ' if not loop.last }}{% endfor %}", "Start, End, 2 months"),
        ("{% for id, item in study.items | items %}{{ id }};{% endfor %}", "age\\-group;general"),
        ('{{ study.wave_ids | join(" and ") }}', "start and end and"),
        ('{{ study.items["ips"].label ~ " (" ~ study.primary.first ~ ")" }}', "Peer Support \\(start\\)"),
        ("{% if study.primary.level >= 1 - study.primary.margin %}high{% endif %}", "high"),
        ("{% set a, b = study.wave('start'), study.wave('end') %}{{ a.label + b.label }}", "residentialEnd of"),
        ("{{ study.title | upper }}{{ study.waves[1:] | length == 3 and 'three' }}", "SUPPORTthree"),
        ("{% if study.coding is defined %}a{% else %}not handed in{% endif %}", "not handed in"),
        ("{% if 'helped' in study.themes %}words{% endif %}", "words"),
    ],
)
def test_what_papers_say_is_in_the_language(study, text, printed):
    """Loops, conditions, reckoning and texts put together go on to work as a paper needs them."""
    assert printed in render(text, CLAIMS, study)[0]
