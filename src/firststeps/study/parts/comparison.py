"""What is compared: the primary comparison of two waves, and a group of people with another."""

from firststeps.study.parts.base import Share, Strict, key


class Primary(Strict):
    """The comparison fixed beforehand: an outcome and two waves."""

    outcome: str = key("The item, one of the outcomes.", "involved")
    first: str = key("The earlier wave.", "before")
    second: str = key("The later wave.", "after")
    margin: Share = key(
        "Two proportions are similar where they certainly differ by less than this; 0.10 is 10 percentage points.",
        "0.10",
    )
    level: Share = key("The level of every interval; tests are at 1 − level.", "0.90", 0.95)


class Compare(Strict):
    """A group of people with whom change is compared, one test for both: who was in which is an item."""

    item: str = key("The item that tells, of kind `choice` or `yes-no`.", "arm")
    group: str = key(
        "Its answer that means the group of interest; all other answers are the comparison group.", "trained"
    )
