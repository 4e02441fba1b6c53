"""What cleaning may not settle by itself: problems with their place, and the refusal that carries them."""

from dataclasses import dataclass

from firststeps.digits import plural
from firststeps.errors import Stopped

ORDER = ("refuse", "ask", "warn")
IN_PLACE = "by one of these lines in place of the first (a line counts once its # is away)"
TIMES = "\0times\0"  # in a remedy: how often the same was found, which is known once all rows were seen
SHOWN = 20  # problems of one kind that a message spells out


@dataclass(frozen=True)
class Problem:
    """One problem of a given file.

    ``verdict`` is ``refuse`` (the file is broken), ``ask`` (a decision is missing in ``study.yaml``) or ``warn``.
    ``found`` is the fault, in the place of what was ``expected``: both are columns of ``warnings.csv``.
    ``row`` is the row as a spreadsheet shows it (the header is row 1), 0 where no single row is meant; ``times`` is how
    often the same was found; ``remedy`` says what to do, with the very lines for ``study.yaml`` where that settles it.
    ``one_line`` is whether the same line settles all of its kind, so that a message spells out the first alone.
    """

    verdict: str
    file: str
    found: str
    expected: str
    remedy: str
    row: int = 0
    column: str = ""
    times: int = 1
    one_line: bool = False

    @property
    def headline(self):
        """The problem in one line: where, what was found, what was expected; a sentence on the file says all that.

        >>> Problem("warn", "a.csv", "a.csv is not the file that it was", "the file as it was given", "").headline
        'a.csv is not the file that it was.'
        """
        if self.found.startswith(f"{self.file} "):
            return f"{self.found}."
        place = self.file + (f", row {self.row}" if self.row else "")
        place += f", column {self.column!r}" if self.column else ""
        often = f" ({self.times} times, this the first)" if self.times > 1 else ""
        return f"{place}: found {self.found}{often}; expected {self.expected}."

    def __str__(self):
        """The problem as a reader of the command line sees it."""
        return f"{self.headline}\n  {self.remedy}"


class Refusal(Stopped):
    """Nothing was made: the files hold problems that cleaning may not settle; ``problems`` lists all of them.

    >>> print(Refusal([Problem("ask", "a.csv", "'maybe'", "yes or no", "Say what it means.", row=3, column="ips")]))
    1 thing to settle before anything is made:
    a.csv, row 3, column 'ips': found 'maybe'; expected yes or no.
      Say what it means.
    """

    def __init__(self, problems):
        """``problems`` in any order; they are put with the most important first."""
        self.problems = tuple(sorted(problems, key=lambda p: ORDER.index(p.verdict)))
        head = f"{plural(len(self.problems), 'thing')} to settle before anything is made:"
        super().__init__("\n".join([head, *_spelt_out(self.problems)]))


def _spelt_out(problems):
    """Each problem in words; of one kind the first twenty and how many more, or the first if one line settles all.

    Kinds that the same lines of ``study.yaml`` settle, as those of all texts of a question are, stand together.
    """
    kinds, together = {}, {}
    for problem in problems:
        kinds.setdefault((problem.verdict, problem.file, problem.column, problem.expected), []).append(problem)
    for kind, alike in kinds.items():
        shown = alike[: 1 if alike[0].one_line else SHOWN]
        lines = {problem.remedy.partition("\n")[2] for problem in shown}
        alone = len(lines) > 1 or "" in lines
        if not alone:  # one piece of advice after the other
            advice = [problem.remedy for problem in shown]
            shown.sort(key=lambda problem, advice=advice: advice.index(problem.remedy))
        together.setdefault(kind if alone else (kind[0], *lines), []).append((shown, len(alike) - len(shown)))
    for several in together.values():
        yield from _with_lines_once(several)


def _with_lines_once(kinds):
    """The problems of ``kinds`` (those shown, and how many more) in words, lines for ``study.yaml`` below the last."""
    following = iter([*[problem for shown, _ in kinds for problem in shown][1:], None])
    for shown, more in kinds:
        for problem, after in zip(shown, following, strict=False):
            advice, _, lines = problem.remedy.partition("\n")
            next_advice, _, next_lines = after.remedy.partition("\n") if after else ("", "", "")
            if not lines or lines != next_lines:
                yield str(problem)
            else:
                yield problem.headline
                yield from [] if advice == next_advice else [f"  {advice.removesuffix(':')}, by the lines below."]
        if more:
            settled = ", settled by the same line" * shown[0].one_line
            yield f"... and {more:,} more like it in {shown[0].file}{settled}."


def refusal(file, fault, expected, remedy, **place):
    """A :class:`Refusal` with one problem of verdict ``refuse``."""
    return Refusal([Problem("refuse", file, fault, expected, remedy, **place)])


def choice(asking, lines, indent):
    """Lines of ``study.yaml`` one of which is to be chosen: first the one that asks, then each with what it does.

    >>> print(choice("dates: ask", {"dates: day-first": "4 March"}, 2))
    <BLANKLINE>
      dates: ask
      # dates: day-first   # 4 March
    """
    written = [asking, *(f"# {line}   # {does}" for line, does in lines.items())]
    return "".join(f"\n{' ' * indent}{line}" for line in written)
