"""A comparison that has nobody to compare is refused, with those that have somebody."""

from tests.responses.conftest import LONG

PRIMARY = (
    LONG.replace("outcomes: [ips]", "outcomes: [ips, other]").replace(
        "kind: yes-no}", "kind: yes-no}\n  other: {label: Other, kind: yes-no}"
    )
    + "primary: {outcome: ips, first: before, second: after, margin: 0.1}\n"
)
ROWS = "id,wave,ips,other\nP01,before,Yes,{0}\nP01,after,,{0}\nP02,before,,No\nP02,after,No,{0}\n"


def test_who_answered_twice_about_something_else_is_told(small):
    (problem,) = small.write(ROWS.format("Yes"), PRIMARY).problems()
    assert "nobody who answered ips both at 'before' and at 'after'" in problem.found
    assert "other from before to after (2)" in problem.remedy


def test_where_nobody_answered_anything_twice_that_is_told(small):
    (problem,) = small.write(ROWS.format(""), PRIMARY).problems()
    assert "nobody can be compared with themselves" in problem.remedy
