"""The sentences of the first answer hold for nobody, one person and many, and tell labels from their own words."""

import itertools
import re
from dataclasses import replace

import pytest

from firststeps.report.first_answer import sentences
from firststeps.report.first_answer.page import Numbers, page
from firststeps.report.first_answer.sentences import as_claimed
from firststeps.responses.counting.ordered.first_answer import Contrast, FirstAnswer, Groups, Moved
from tests.sentence_rules import broken

FIRST, SECOND = "Start of the residential", "End of the residential"
ORDERED = ("improved", "same", "worse")
YES_NO = ("yes twice", "began", "stopped", "no twice")


def moved(kinds, number, not_heard):
    """A question in which so many people are of each kind."""
    people = dict.fromkeys(kinds, number) | {"not heard from": not_heard}
    return Moved("ips", "Helped", FIRST, SECOND, people, 1.0, (-0.2, 0.3), 0.95, (-0.233, 0.2), not_heard or None, True)


def answer(question, everyone, whom="people in the study"):
    """The answer of a study with one question."""
    waves = ((FIRST, everyone), (SECOND, question.heard))
    return FirstAnswer("A study", "", "observed", waves, everyone, whom, (question,), ())


def every(question, everyone, whom="people in the study"):
    """All sentences of an answer."""
    whole = answer(question, everyone, whom)
    parts = [sentences.who(whole, as_claimed), sentences.finding(question, as_claimed)]
    of_missing = sentences.missing, sentences.for_funder, sentences.for_journal
    parts += [say(question, as_claimed, whole.unseen) for say in of_missing]
    return "\n".join([*parts, sentences.for_participants(question, 1)])


@pytest.mark.parametrize("whom", ["people in the study", "people who were seen"])
@pytest.mark.parametrize("not_heard", [0, 1, 7])
@pytest.mark.parametrize("number", [0, 1, 12])
@pytest.mark.parametrize("kinds", [ORDERED, YES_NO, ORDERED[:1], YES_NO[1:2]])
def test_nobody_one_and_many_are_told_in_good_english(kinds, number, not_heard, whom):
    """Singular and plural, no unit twice, no numbers compared where nobody can be."""
    question = moved((*ORDERED, *YES_NO)[:3] if kinds[0] in ORDERED else YES_NO, 0, not_heard)
    question = replace(question, people=question.people | dict.fromkeys(kinds, number))
    text = every(question, question.heard + not_heard, whom)
    assert not broken(text)
    assert not re.search(r"\b1 others\b|\b1 other (?!was|who was|missed)|[^1]\b1 participants", text)
    assert not any(sentence.count("percentage points") > 1 for sentence in re.split(r"(?<=\.) |\n", text))
    assert ("they can be compared" in text) == bool(question.heard)
    finding = sentences.finding(question, as_claimed)
    assert (finding == "Nobody answered both times, so nobody can be compared.") == (not question.heard)


@pytest.mark.parametrize("not_heard", [0, 1, 7])
@pytest.mark.parametrize("people", [{"yes twice": 18}, {"no twice": 1}, {"yes twice": 4, "no twice": 5}, {"same": 12}])
def test_where_nobody_changed_chance_explains_nothing(people, not_heard):
    """No split is tested, and no sentence says that chance could do what did not happen, or doubts that it did not."""
    kinds = ORDERED if "same" in people else YES_NO
    question = moved(kinds, 0, not_heard)
    question = replace(question, people=question.people | people)
    heard = sum(people.values())
    assert sentences.finding(question, as_claimed).endswith("nobody changed, so there is no split to test.")
    funder = sentences.for_funder(question, as_claimed)
    assert f"{heard} of {heard} {'person' if heard == 1 else 'people'} gave the same answer" in funder
    assert (f"{not_heard} other" in funder) == bool(not_heard)
    text = every(question, question.everyone)
    assert "chance" not in text and "that nothing changed" not in text and not broken(text)


def test_a_group_that_is_lost_and_groups_that_change_together_are_told():
    """No comparison group is passed over in silence; a sentence that stands alone says what groups make of its p."""
    question = moved(YES_NO, 3, 0)
    plain = answer(question, 12)
    assert sentences.contrast(plain, as_claimed) == sentences.in_groups(plain, as_claimed) == ""
    lost = sentences.contrast(replace(plain, lost="course"), as_claimed)
    assert "“course” cannot be set against its comparison group" in lost
    grouped = replace(plain, groups=Groups("Site", 4, 0.125, 0.09, 0.17))
    assert sentences.in_groups(grouped, as_claimed).endswith("gives p = 0.13.")
    assert f"gives p = 0.13 on “{question.title}”" in sentences.groups(grouped, as_claimed)
    text = page(grouped, Numbers(".", "observed", ()), drawn=False)
    assert text.count("a test that takes groups for independent") == 3


@pytest.mark.parametrize(("level", "p", "at"), [(0.95, "p = 0.10", "5%"), (0.9, "p = 0.1004", "10%")])
def test_p_values_and_false_alarms_are_those_of_the_level_of_the_study(level, p, at):
    """No test at 5% is told of where tests are at another level, and each p lies on its side of it."""
    question = replace(moved(YES_NO, 3, 0), level=level, pvalue=0.1004)
    grouped = replace(answer(question, 12), groups=Groups("Site", 4, 0.1004, 0.09, 0.17, level))
    grouped = replace(grouped, contrast=Contrast("course", (0.2, 0.1), (6, 6), 0.1, (-0.2, 0.4), level, 0.1004))
    told = sentences.groups(grouped, as_claimed)
    assert f"a plain test at {at} would reject" in told
    for text in (told, sentences.in_groups(grouped, as_claimed), sentences.contrast(grouped, as_claimed)):
        assert re.search(rf"{p}\b", text)
    for say in (sentences.finding, sentences.for_journal):
        assert re.search(rf"{p}\b", say(question, as_claimed))
    number = Numbers(".", "observed", ())
    page(grouped, number, drawn=False)
    claimed = {mention.claim.id: mention for mention in number.mentions}
    assert claimed["first.groups.p"].text == claimed["first.contrast.p"].text == p
    assert claimed["first.groups.false-alarms"].claim.method == f"plain mid-p test at {at}"


@pytest.mark.parametrize("kinds", [ORDERED, YES_NO])
@pytest.mark.parametrize("parts", [parts for parts in itertools.product(range(4), repeat=3) if sum(parts)])
def test_participants_are_told_what_is_known_and_of_whom(kinds, parts, monkeypatch):
    """Most are more than half, the largest group is larger than each other one, and a way that is shown is told."""
    up, _, down = parts
    people = dict(
        zip(("improved", "same", "worse") if kinds is ORDERED else ("began", "no twice", "stopped"), parts, strict=True)
    )
    question = replace(moved(kinds, 0, 0), people=dict.fromkeys(kinds, 0) | people | {"not heard from": 0})
    ways = {
        up: ("gave a better answer", f"said no at “{FIRST}” and yes"),
        down: ("gave a less good answer", f"said yes at “{FIRST}” and no"),
    }
    for shown in (False, True) if up != down else (False,):
        monkeypatch.setattr(Moved, "shown", shown)
        said = sentences.for_participants(question, 1)
        assert not broken(said) and not re.search(r"\d", said)
        assert ("we do not know" in said, "chance alone" in said) == (not shown, shown)
        led = max(parts) in (up, down) and parts.count(max(parts)) == 1
        assert ("moved more one way than the other, we do not know" in said) == (not shown and not led)
        half, strictly = 2 * max(parts) > sum(parts), parts.count(max(parts)) == 1
        assert bool(re.match("Most|Nearly all", said)) == half
        assert said.startswith("The largest group") == (strictly and not half)
        if shown:
            assert ways[max(up, down)][kinds is YES_NO] in said and ways[min(up, down)][kinds is YES_NO] not in said


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (ORDERED, "of 15 people 4 improved, 5 stayed the same and 6 got worse"),
        (YES_NO, "of 22 people 4 said yes twice, 5 went from no to yes, 6 went from yes to no and 7 said no twice"),
    ],
)
@pytest.mark.parametrize("adjusted", [None, 0.3])
def test_each_kind_is_told_by_its_own_words_and_number(kinds, words, adjusted):
    """And the test by its name, or by the p-value that allows for all that is explored."""
    people = {kind: number for number, kind in enumerate(kinds, start=4)} | {"not heard from": 9}
    finding = sentences.finding(replace(moved(kinds, 0, 0), people=people, pvalue=0.2, adjusted=adjusted), as_claimed)
    assert finding.startswith(f"{words}: chance alone could do that")
    test = "exact sign test p = 0.20" if kinds is ORDERED else "exact McNemar test p = 0.20"
    assert f"({test if adjusted is None else 'adjusted p = 0.30'})" in finding


@pytest.mark.parametrize("unseen", [1, 9])
@pytest.mark.parametrize("not_heard", [0, 1, 7])
@pytest.mark.parametrize("kinds", [ORDERED, YES_NO])
def test_people_who_were_never_heard_from_are_missing_too(kinds, not_heard, unseen):
    """The study says how many people there are; who is in no file is in no bounds, and is missing."""
    question = moved(kinds, 5, not_heard)
    text = every(question, question.everyone + unseen)
    more = "1 more person in the study was" if unseen == 1 else "9 more people in the study were"
    assert f"{more} never heard from" in text and "Nobody is missing" not in text
    lost = not_heard + unseen
    assert f"; {lost} missing, of whom {unseen} {'was' if unseen == 1 else 'were'} never heard from)." in text
    assert f"; {lost} other{'' if lost == 1 else 's'} missed one or both times." in text
    assert ("seen missed" in text) == bool(not_heard)
    assert not broken(text)


@pytest.mark.parametrize(("adjusted", "told"), [(None, False), (0.03, False), (0.06, True)])
def test_a_journal_is_told_the_adjusted_p_by_which_the_finding_is_judged(adjusted, told):
    """p = 0.03 of one of several explored stood alone, where the finding says that chance could do it (p = 0.06)."""
    question = replace(moved(YES_NO, 5, 0), pvalue=0.03, adjusted=adjusted, primary=adjusted is None)
    journal = sentences.for_journal(question, as_claimed)
    assert "two-sided, p = 0.030" in journal and not broken(journal)
    assert ("adjusted for all questions that are explored p = 0.060;" in journal) == told


@pytest.mark.parametrize("adjusted", [None, 0.3])
@pytest.mark.parametrize(
    ("not_heard", "tipping", "ending"),
    [
        (5_000, 3, "The answers of 3 of them could"),
        (5_000, None, "No answers of theirs could"),
        (5_001, None, "How few"),
    ],
)
def test_answers_that_were_not_looked_for_are_not_said_to_be_none(not_heard, tipping, ending, adjusted):
    """Among very many nobody looked for the fewest; and a test by itself is not what was said where it is adjusted."""
    question = replace(moved(YES_NO, 5, not_heard), tipping=tipping, adjusted=adjusted)
    last = sentences.missing(question, as_claimed).split(". ")[-1]
    assert last.startswith(ending) and not broken(last)
    assert ("what is said of it above" in last) == (adjusted is None) != ("not adjusted" in last)
    assert question.searched == ("not looked for" not in last)


@pytest.mark.parametrize("kinds", [ORDERED, YES_NO])
def test_labels_stand_within_quotation_marks(kinds):
    """Elsewhere “24 at End of the residential” would be read as one sentence with it."""
    text = every(moved(kinds, 5, 3), 30)
    assert text.count(FIRST) == text.count(f"“{FIRST}”") > 3
    assert text.count(SECOND) == text.count(f"“{SECOND}”") > 3


def test_the_unit_of_two_numbers_is_said_once(tmp_path):
    """In a terminal as on the page, where each number still leads to its claim in points."""
    question = moved(ORDERED, 5, 3)
    assert "would lie between −23.3 and +20.0 percentage points." in sentences.missing(question, as_claimed)
    say = Numbers(tmp_path, "observed", ())
    sentences.missing(question, say)
    assert [(m.text, m.claim.unit, m.claim.value) for m in say.mentions[1:3]] == [
        ("−23.3", "points", -0.233),
        ("+20.0", "points", 0.2),
    ]


def test_two_groups_of_one_person_are_told_in_the_singular():
    """The unit stands once, before the numbers."""
    two = Contrast("face to face", (1.0, -1.0), (1, 1), 2.0, (0.5, 2.0), 0.95, 1.0)
    text = sentences.contrast(replace(answer(moved(ORDERED, 5, 3), 30), contrast=two), as_claimed)
    assert "in percentage points, was +100.0 (of 1 person) in the group “face to face” and −100.0 (of 1 person)" in text
    assert "a difference of +200.0 (95% CI +50.0 to +200.0, score; exact" in text  # whole, but measured to a decimal
    assert text.count("points") == 1 and not broken(text)


@pytest.mark.parametrize("kinds", [ORDERED, YES_NO])
def test_what_two_groups_are_compared_by_is_told_whichever_answer_is_wished(kinds, tmp_path):
    """To say yes to smoking is no gain; the supplement says of how many people each number is."""
    two = Contrast("trained", (0.1, 0.3), (18, 9), -0.2, (-0.7, 0.3), 0.95, 0.4)
    say = Numbers(tmp_path, "observed", ())
    text = sentences.contrast(replace(answer(moved(kinds, 5, 3), 30), contrast=two), say)
    up, down = ("improved", "got worse") if kinds is ORDERED else ("went from no to yes", "went from yes to no")
    assert f"the share of those who {up} less the share of those who {down}, in percentage points, was " in text
    assert not re.search(r"gain|loss", text)
    of = {m.claim.id.removeprefix("first.contrast."): (m.claim.n, m.claim.denominator) for m in say.mentions}
    numbers = {"interest": 18, "comparison": 9, "difference-points": 27, "p": 27}
    assert {name: of[name] for name in numbers} == {
        n: (k, "people who answered both times") for n, k in numbers.items()
    }


def test_where_two_groups_are_compared_it_is_said_that_all_else_counts_both(tmp_path):
    """Also in the sentences to paste, which are read without the page; of one group nothing of the kind is said."""
    two = Contrast("trained", (0.1, 0.3), (18, 9), -0.2, (-0.7, 0.3), 0.95, 0.4)
    one = answer(moved(YES_NO, 5, 3), 30)
    told, plain = (
        page(told, Numbers(tmp_path, "observed", ()), drawn=False) for told in (replace(one, contrast=two), one)
    )
    assert "All else that is said here counts both groups together." in told
    pasted = [line for line in told.splitlines() if line.startswith("**To paste")]
    assert len(pasted) == 2 and all(
        line.endswith("People of the group “trained” and of its comparison group are counted together.")
        for line in pasted
    )
    assert "together" not in plain


@pytest.mark.parametrize(
    ("people", "unseen", "caption"),
    [
        ([5, 5], 0, "Each person is one mark."),
        ([5, 5], 9, "Each person who was seen is one mark."),
        ([5, 300], 0, "Each person is one mark, but where they are too many."),
        ([300, 300], 0, "People by what became of their answers."),
    ],
)
def test_the_caption_says_who_is_drawn(people, unseen, caption, tmp_path):
    """Of more people than are drawn one by one, and of those who are in no file, nobody is a mark."""
    questions = tuple(replace(moved(YES_NO, number, 0), id=f"q{number}") for number in set(people))
    whole = replace(answer(questions[0], questions[0].everyone + unseen), questions=questions)
    assert f"![{caption}](" in page(whole, Numbers(tmp_path, "observed", ()), drawn=True)
