"""Numbers reach the text through claims only, and whatever stands in the way is told with its line."""

import pytest

from firststeps.report.claims.claim import Claim
from firststeps.report.claims.in_text import ManuscriptError
from firststeps.report.claims.record import UnknownClaim
from firststeps.report.paper.numerals import typed_numerals
from firststeps.report.paper.rendering import escape, render
from firststeps.study import Study, compendium_root
from firststeps.study.parts.governance import Archive, Governance

CLAIMS = {
    "a.people": Claim("a.people", 15, "people", n=26),
    "a.change": Claim("a.change", 0.05, "points", interval=(-0.1, 0.2), level=0.95),
    "a.p": Claim("a.p", 0.03, "p-value"),
}


@pytest.mark.parametrize(
    "text",
    [
        "---\ndate: 2026-11-22\n---\nText.",
        '{{ claim("a.b2") }} and {% if 3 > 2 %}this{% endif %}',
        "as @ley2010 and [@tango1998; @wilson1927] show, see @fig-wave2",
        "[text](https://example.org/2010) in `data/01.csv` {#fig-2} {width=50%}",
        "```\n15 of 26\n```",
        "<!-- 15 people -->",
        "<!-- fixed: two occasions; five months -->\ntwo\noccasions, Five months, [one person]{.fixed}",
        "the one that came first, one another, no one, the second of both forms, a two-sided test, zero on the scale",
        "a [five-day]{.fixed} course, read by [2]{.fixed} coders",
    ],
)
def test_what_states_no_number_is_let_pass(text):
    assert typed_numerals(text) == []


@pytest.mark.parametrize(
    ("text", "numeral"),
    [
        ("Of 26 people", "26"),
        ("some (57.7%) of", "57.7%"),
        ("p<0.05", "0.05"),
        ("Twenty-six people", "Twenty-six"),
        ("by ten percentage points", "ten"),
        ("1,600 voters", "1,600"),
        ("**15** of them", "15"),
        ("| yes | 3 |", "3"),
        ("{15 people}", "15"),
        ("half of them", "half"),
        ("a third went on", "third"),
        ("two thirds of them", "two thirds"),
        ("twice as many", "twice"),
        ("a quarter said so", "quarter"),
        ("a dozen came", "dozen"),
        ("named third", "third"),
        ("one person changed", "one"),
        ("only one changed", "only one"),
        ("one in so many changed", "one"),
        ("both people changed", "both"),
        ("a threefold rise", "threefold"),
        ("two occasions", "two"),
        ("a five-day course", "five-day"),
        ("a hundred and one answers", "hundred and one"),
        ("<!-- fixed: two waves --> two answers", "two"),
    ],
)
def test_a_typed_numeral_is_found(text, numeral):
    assert typed_numerals("First line.\n\n" + text) == [(3, numeral)]
    assert typed_numerals("\n" + text) == [(2, numeral)]


def test_every_typed_numeral_is_named_with_its_line():
    with pytest.raises(ManuscriptError, match=r'(?s)line 1: "15" is typed.*line 3: "58%" is typed'):
        render("Of 15 people\n\nmany (58%).", CLAIMS, study=None)


def test_the_mark_of_a_number_that_is_no_result_is_told_and_leaves_no_trace():
    """Who typed a number in words reads how to mark it, and no reader of the paper sees that it was marked."""
    with pytest.raises(ManuscriptError, match=r'"five-day" is typed\n.*as in \[five-day\]\{\.fixed\}'):
        render("A five-day course.", CLAIMS, study=None)
    assert render("A [five-day]{.fixed} course.", CLAIMS, study=None)[0] == "A five-day course."


def test_every_unknown_id_is_named_with_its_line_and_the_nearest_known():
    text = 'A {{ claim("a.peopl") }}\n\n{% if claim("a.q").low > 0 %}b{% endif %}'
    with pytest.raises(UnknownClaim) as error:
        render(text, CLAIMS, study=None)
    first, second = str(error.value).splitlines()
    assert first.startswith('manuscript.md line 1: No claim "a.peopl" was recorded. Nearest known: a.people')
    assert second.startswith('manuscript.md line 3: No claim "a.q" was recorded.')


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{{ claim("a.people").number }}', "line 1: 15 is printed but is no claim"),
        ('\n{{ claim("a.p").interval }}', 'line 2: Claim "a.p" has no interval'),
        ("\n\n{{ unknown }}", "line 3: nothing is called unknown here"),
        ("\n{% if %}", "line 2"),
        ("{{ claim() }}", "line 1: claim takes one id in quotes"),
        ("{{ 1 / 0 if known('a.people') else 'b' }}", "line 1: it divides by 0"),
        ("{{ claim('a.people') | round }}", "line 1: a filter, test or macro is used on what it is not for"),
        ("{% set f = claim %}{{ f }}", "line 1: a function is printed"),
        ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "line 1: a macro calls itself without an end"),
        ("{% if [known][4] %}a{% endif %}", "line 1: there is no item 4 here"),
        ('\n{% set who = "15 people" %}{{ who }}', 'line 2: "15" is typed'),
        ('\n{{ "two people" if known("a.people") }}', 'line 2: "two" is typed'),
    ],
)
def test_a_fault_of_the_template_is_told_with_its_line(text, message):
    with pytest.raises(ManuscriptError, match=f"^manuscript.md {message}"):
        render(text, CLAIMS, study=None)


def test_spans_number_the_mentions_in_order_through_macros():
    text = (
        '{% macro row(id) %}{{ claim(id) }}, {{ claim(id).of }}{% endmacro %}{{ row("a.people") }}; {{ claim("a.p") }}'
    )
    markdown, mentions = render(text, CLAIMS, study=None)
    assert markdown == '[]{.claim n="1"}, []{.claim n="2"}; []{.claim n="3"}'
    assert [m.text for m in mentions] == ["15", "15 of 26", "p = 0.030"]


def test_a_condition_follows_the_limits_of_an_interval():
    text = '{% set d = claim("a.change") %}{% if d.low < 0 < d.high %}undecided{% endif %}'
    assert render(text, CLAIMS, study=None)[0] == "undecided"


def test_what_the_study_says_stands_in_the_text_as_it_is(pandoc_plain):
    label = "<script> {{ x }} $5 a_b* [c](d) `e` # @f ^g^ ~h~ \\i & | -- \"j\" 1. ... 'k'"
    assert pandoc_plain("A " + escape(label)) == "A " + label


HOSTILE = "# Head | <b>x</b> [a](javascript:b) {{ 1 }} `c` 15 people"


def test_declarations_are_printed_as_texts_and_the_archive_as_a_link():
    """What a study declares is text, numbers of grants included; only a checked address is a link."""
    governance = Governance(funding=HOSTILE, archive=Archive(doi="10.5281/zenodo.1", note=HOSTILE))
    template = (
        "{% for part in declarations if part.stated %}{{ part.title }}: {{ part.text }}{% endfor %} {{ archived }}"
    )
    study = Study.load(".").model_copy(update={"governance": governance})
    markdown, _ = render(template, {}, study)
    assert f"Funding: {escape(HOSTILE)}\\." in markdown
    assert "(<https://doi.org/10.5281/zenodo.1>)" in markdown
    assert markdown.count("<") - markdown.count("\\<") == 1 and "javascript:b)" not in markdown


def test_without_a_study_nothing_is_declared():
    assert render("{% for part in declarations %}x{% endfor %}{{ archived }}", {}, None)[0] == ""


def test_the_starters_ask_who_wrote_them_and_when():
    """No name and no day of ours stands at the head of somebody else's paper."""
    root = compendium_root() / "paper"
    for name in ("starter.md", "starter-public.md"):
        text = (root / name).read_text(encoding="utf-8")
        head = text.partition("\n---\n")[0]
        assert "# author:" in head and "# date:" in head and "\ndate:" not in head and "Your name" not in head


def test_a_public_paper_tells_what_was_answered_on_scales():
    """As far as the release does: the questions and waves of which its notebook has a claim, and no others."""
    text = (compendium_root() / "paper" / "starter-public.md").read_text(encoding="utf-8")
    study = Study.load(".").model_copy(update={"outcomes": [], "primary": None})
    words = "1: not shown; 2: about 10; no answer: not shown"
    claims = {"public.people": Claim("public.people", "not shown", "withheld", origin="synthetic")}
    without, _ = render(text, claims, study)
    assert "answer to" not in without
    claims["public.rating.end.answers"] = Claim("public.rating.end.answers", words, "text", origin="synthetic")
    markdown, mentions = render(text, claims, study)
    assert markdown.count("People by their answer to") == 1 and mentions[-1].text == words
    assert f'"{escape(study.items["rating"].label)}" at "{escape(study.wave("end").label)}"' in markdown


def test_the_starter_asks_for_what_a_study_without_governance_does_not_say():
    """A study that declares nothing has its paper all the same; each gap is a line in italics, its author as well."""
    head, _, rest = (compendium_root() / "paper" / "starter.md").read_text(encoding="utf-8").partition("\n---\n")
    text = f"{head}\n---\n# Declarations{rest.partition('# Declarations')[2]}"
    study = Study.load(".").model_copy(update={"governance": Governance()})
    markdown, _ = render(text, {}, study)
    assert markdown.count("*Not stated yet: study.yaml asks for it, under governance.*") == 7
    assert "\nauthor:" not in markdown and "its author and its date are to be given" in markdown


def test_a_number_after_a_label_from_right_to_left_stays_after_it():
    """A label in Arabic or Hebrew ends with the mark that turns back; others are as they were."""
    for label, turned in {"بعد الدورة": True, "מחקר": True, "Nach dem Kurs": False, "课程": False}.items():
        assert escape(label).endswith("\u200e") == turned
        assert escape(label).rstrip("\u200e").replace("\\", "") == label


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ((0.1, 0.2), "whole interval lies above zero"),
        ((-0.2, -0.1), "whole interval lies below zero"),
        ((-0.1, 0.2), "interval holds zero"),
        ((0, 0.2), "interval begins at zero"),
        ((-0.2, 0), "interval ends at zero"),
    ],
)
@pytest.mark.parametrize(
    ("name", "id"),
    [("manuscript", "primary"), ("starter", "primary"), ("starter-public", "public.primary")],
)
def test_a_paper_says_on_which_side_of_zero_the_interval_lies(name, id, limits, said):
    """At an end of it, where p is just the level, its test rejects: "holds zero" would contradict that."""
    text = (compendium_root() / "paper" / f"{name}.md").read_text(encoding="utf-8")
    line = f'{{% set change = claim("{id}.difference") %}}'
    branches = text.partition(line)[2].partition("{% if change.low")[2].partition("{% endif %}")[0]
    claims = {f"{id}.difference": Claim(f"{id}.difference", sum(limits) / 2, "points", interval=limits, level=0.96875)}
    markdown, _ = render(f"{line}{{% if change.low{branches}{{% endif %}}", claims, None)
    ways = ("above zero", "below zero", "holds zero", "begins at zero", "ends at zero")
    assert said in markdown and sum(way in markdown for way in ways) == 1
