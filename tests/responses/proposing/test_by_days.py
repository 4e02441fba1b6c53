"""What days tell of waves is proposed, to be confirmed; where they contradict a name, that is asked."""

import pandas as pd
import pytest
import yaml

from firststeps.responses.cleaning.clean import clean
from firststeps.responses.given.problems import Refusal
from firststeps.responses.proposing.first_look import guessed
from firststeps.responses.proposing.propose import inspect_files, new_study
from firststeps.responses.proposing.waves.by_days import days_of, find_times
from firststeps.study import Study, StudyError, parse

CODES = [f"MA{number}LE" for number in range(11, 21)]
FIRST = [f"2024-03-{day:02d}" for day in range(4, 14)]
SECOND = [f"2024-06-{day:02d}" for day in range(10, 20)]


def answers(first, second, codes=CODES):
    """The rows of a file in which each person answers on a day of ``first`` and on one of ``second``."""
    days = [*zip(codes, first, strict=True), *zip(codes[::-1], second, strict=True)]
    return pd.DataFrame([(day, code, "Yes" if place % 3 else "No") for place, (code, day) in enumerate(days)]).set_axis(
        ["Sent", "Code", "Ran a group"], axis=1
    )


def proposed(tmp_path, **files):
    """The text that is proposed for some files, each of a frame."""
    paths = [tmp_path / f"{name.replace('_', '-')}.csv" for name in files]
    for path, frame in zip(paths, files.values(), strict=True):
        frame.to_csv(path, index=False)
    return inspect_files(paths)


@pytest.mark.parametrize("seed", [0, 1])
def test_days_that_part_people_are_proposed_as_waves(tmp_path, seed):
    """In any order of rows; that each time holds one wave is a question."""
    frame = answers(FIRST, SECOND).sample(frac=1, random_state=seed)
    text = proposed(tmp_path, answers=frame)
    said = yaml.safe_load(text)
    spans = [[str(day) for day in wave["days"]] for wave in said["waves"]]
    assert spans == [[FIRST[0], FIRST[-1]], [SECOND[0], SECOND[-1]]]
    assert [wave["label"] for wave in said["waves"]] == ["March 2024", "June 2024"]
    line = next(line for line in text.splitlines() if "wave_column:" in line)
    assert "Sent" in line and "# ? only its days tell the waves" in line


def test_what_is_proposed_by_days_is_cleaned_into_the_same_pairs(tmp_path):
    frame = answers(FIRST, SECOND)
    frame.to_csv(tmp_path / "answers.csv", index=False)
    settings = new_study(tmp_path / "study", [tmp_path / "answers.csv"])
    settings.write_text(guessed(settings.read_text()), encoding="utf-8")
    responses = clean(Study.load(tmp_path / "study")).responses
    for wave, rows in (("march-2024", frame[:10]), ("june-2024", frame[10:])):
        there = responses[responses["wave"] == wave].set_index("participant")["answer"].to_dict()
        assert there == dict(zip(rows["Code"], rows["Ran a group"].str.lower(), strict=True))


def test_a_day_outside_all_waves_is_asked_about(tmp_path):
    """No wave is stretched to hold it."""
    answers(FIRST, SECOND).to_csv(tmp_path / "answers.csv", index=False)
    settings = new_study(tmp_path / "study", [tmp_path / "answers.csv"])
    settings.write_text(guessed(settings.read_text()).replace(SECOND[-1], SECOND[-2]), encoding="utf-8")
    with pytest.raises(Refusal, match=rf"row 21, column 'Sent': found '{SECOND[-1]}'; expected one of the waves"):
        clean(Study.load(tmp_path / "study"))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (FIRST, [f"2024-03-{day:02d}" for day in range(14, 24)]),  # no pause between them
        (FIRST, [*FIRST[:5], *SECOND[5:]]),  # half of the people twice at the first time
    ],
)
def test_days_that_part_nobody_for_certain_tell_no_waves(tmp_path, first, second):
    """What is asked then is which column says when."""
    text = proposed(tmp_path, answers=answers(first, second))
    assert "days:" not in text
    assert "stand in several rows: if it tells who answered, a column must say when" in text


def test_two_cohorts_are_no_four_waves():
    """Each of them came twice, and nobody of one when the other did."""
    one, other = answers(FIRST[:5], SECOND[:5], CODES[:5]), answers(FIRST[:5], SECOND[:5], CODES[5:])
    later = other.assign(Sent=other["Sent"].str.replace("2024", "2025"))
    assert find_times(pd.concat([one, later], ignore_index=True).astype("str"), ["Sent"]) is None


def test_people_who_never_come_again_have_no_times():
    frame = answers(FIRST, SECOND).assign(Code=[f"P{number}" for number in range(20)])
    assert find_times(frame.astype("str"), ["Sent"]) is None


def test_days_that_can_be_read_in_two_ways_are_no_days():
    """The fourth of March may be the third of April."""
    assert days_of(pd.DataFrame({"on": ["04/03/2024", "05/03/2024"]}, dtype="str")) is None


def by_file(days):
    return answers(days, days)[:10]


def test_a_name_that_all_days_contradict_is_asked_about(tmp_path):
    """The file of the later wave was answered first; a name that says no more than an order is enough."""
    text = proposed(tmp_path, pre=by_file(SECOND), post=by_file(FIRST))
    assert f"And by `Sent` pre ({SECOND[0]} to {SECOND[-1]}) comes after post ({FIRST[0]} to {FIRST[-1]})" in text
    assert "comes after" not in proposed(tmp_path, pre=by_file(FIRST), post=by_file(SECOND))


def test_days_of_two_waves_that_meet_contradict_no_name(tmp_path):
    """People begin at different times: somebody ends before others begin."""
    late = [*FIRST[:9], SECOND[-1]]
    assert "comes after" not in proposed(tmp_path, pre=by_file(late), post=by_file(SECOND))


@pytest.mark.parametrize(("strays", "told"), [(0, ""), (1, "1 row of 1 lies"), (2, "2 rows of 1 lie")])
def test_a_few_rows_that_lie_in_the_time_of_another_wave_are_asked_about(tmp_path, strays, told):
    """As where each person's first questionnaire is number 1, and some came late."""
    frame = answers(FIRST, SECOND).assign(Wave=["1"] * 10 + ["2"] * 10)
    frame = frame.drop(index=range(strays)).reset_index(drop=True)
    frame.loc[len(frame) - strays :, "Wave"] = "1"
    text = proposed(tmp_path, answers=frame)
    assert (
        f"And by `Sent` {told} in the time of 2 ({SECOND[0]} to {SECOND[-1]})" in text if told else "And by" not in text
    )


def test_a_month_in_a_name_in_which_no_day_lies_is_asked_about(tmp_path):
    text = proposed(tmp_path, **{"2024-03": by_file(FIRST), "2024-09": by_file(SECOND)})
    assert (
        f"And no day in `Sent` of 2024-09 ({SECOND[0]} to {SECOND[-1]}) lies in the month that its name tells" in text
    )
    assert "lies in the month" not in proposed(tmp_path, **{"2024-03": by_file(FIRST), "2024-06": by_file(SECOND)})


def test_rows_of_a_wave_that_all_days_contradict_are_asked_about(tmp_path):
    frame = answers(SECOND, FIRST).assign(Wave=["pre"] * 10 + ["post"] * 10)
    assert "And by `Sent` pre" in proposed(tmp_path, answers=frame)


@pytest.mark.parametrize(
    ("days", "fault"),
    [
        (("[2024-03-19, 2024-03-01]", "[2024-06-01, 2024-06-19]"), "its first and its last day"),
        (("[2024-03-01, 2024-06-01]", "[2024-06-01, 2024-06-19]"), "its days meet those of 'a'"),
        (("[2024-03-01]", "[2024-06-01, 2024-06-19]"), "its first and its last day"),
    ],
)
def test_days_of_waves_are_in_order_and_apart(days, fault):
    waves = "".join(
        f"\n  - {{id: {i}, label: {i}, short: {i}, days: {span}}}" for i, span in zip("ab", days, strict=True)
    )
    data = "data: {layout: long, file: a.csv, wave_column: day}\nidentifier: {column: code}"
    items = "outcomes: [q]\nitems:\n  q: {label: Q, kind: yes-no}"
    with pytest.raises(StudyError, match=fault):
        parse(f"title: t\nsynthetic: false\nwaves:{waves}\n{data}\n{items}\n")
