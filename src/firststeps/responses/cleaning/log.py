"""What cleaning found on its way: rows of the cleaning log, and problems that somebody must settle."""

from dataclasses import replace

import numpy as np
import pandas as pd

from firststeps.responses.given.problems import TIMES, Problem, Refusal

LOG_COLUMNS = ["file", "row", "column", "before", "after", "rule"]
ORDER_COLUMNS = ["step", "about"]  # what changes of no row are put in order by, where shares are
ROW_COLUMNS = ["file", "read", "left out", "kept"]


class Findings:
    """The log and the problems of one cleaning.

    ``odd_codes`` holds the participant codes that fit no pattern, ``totals`` those that are the name of a totals row;
    ``unknown`` the texts of each item that no code explains; ``spellings`` the codes that are another's, written
    otherwise; ``made_codes`` the codes that were made of what names somebody; ``read`` and ``left_out`` count the
    rows of each file.
    ``used_rules`` are the columns of rules that leave rows out, ``unused_rules`` those that a file has not.
    ``preferred`` are the texts by which each file tells which questionnaire counts, ``unpreferred`` the columns of
    files that do not tell it.

    ``step`` is how far cleaning has come, a tuple that grows: by it what several shares of a file tell is put in the
    order in which the whole file tells it.  ``mixed_codes`` is whether codes elsewhere in a file of which this is a
    share are not all whole numbers.
    """

    def __init__(self):
        """Begin with nothing found."""
        self.problems = []
        self.step, self._steps = (0,), {}
        self.mixed_codes = False
        self.odd_codes = {}
        self.totals = set()
        self.unknown = {}
        self.spellings = {}
        self.made_codes = {}
        self.read = {}
        self.left_out = {}
        self.used_rules, self.unused_rules = set(), {}
        self.preferred, self.unpreferred = {}, {}
        self._log = []

    def log(self, file, rows, column, before, after, rule, about=None):
        """Add changes to the log: ``rows``, ``before``, ``after`` and ``rule`` each one value or one a change.

        Changes of no row have an empty text there; ``about`` are the rows by which those of shares are put in order.
        """
        rows = np.atleast_1d(rows)
        changes = {"file": file, "row": rows, "column": column, "before": before, "after": after, "rule": rule}
        order = {} if about is None else dict(zip(ORDER_COLUMNS, (self.step[-1], about), strict=True))
        if len(rows):
            self._log.append(pd.DataFrame(changes | order, columns=[*LOG_COLUMNS, *order]))

    def leave_out(self, file, rows, rule, before=""):
        """Log that whole ``rows`` of ``file`` are left out."""
        self.log(file, rows, "", before, "", rule)
        self.left_out[file] = self.left_out.get(file, 0) + len(np.atleast_1d(rows))

    def ask(self, file, what, expected, remedy, **place):
        """Note that a decision is missing in ``study.yaml``."""
        self._add(Problem("ask", file, what, expected, remedy, **place))

    def refuse(self, file, what, expected, remedy, **place):
        """Note that a file is broken."""
        self._add(Problem("refuse", file, what, expected, remedy, **place))

    def warn(self, file, what, expected, remedy, **place):
        """Note what somebody should look at; it stops nothing."""
        self._add(Problem("warn", file, what, expected, remedy, **place))

    def _add(self, problem):
        """Keep a problem, with the step at which it came up."""
        self.problems.append(problem)
        self._steps.setdefault(problem, self.step)

    def add(self, shares):
        """Add the problems, counts and unknown texts of ``shares`` of a file, Findings each; their logs are not added.

        What several of them tell alike becomes one; all is in the order in which the whole file would tell it.
        """
        problems = [(share._steps.get(p, (0,)), p.row, p) for share in shares for p in share.problems]
        for step, _, problem in sorted(problems, key=lambda one: one[:2]):
            self.step = step
            self._add(problem)
        odd = [entry for share in shares for entry in share.odd_codes.items()]
        self.odd_codes |= dict(sorted(odd, key=lambda entry: entry[1][2]["row"]))
        unknown = [(item, text) for share in shares for item, texts in share.unknown.items() for text in texts]
        for item, text in _each_once(unknown):
            self.unknown.setdefault(item, []).append(text)
        for share in shares:
            self.totals |= share.totals
            self.spellings |= share.spellings
            self.used_rules |= share.used_rules
            self.unused_rules |= share.unused_rules
            self.unpreferred |= share.unpreferred
            for file, texts in share.preferred.items():
                self.preferred.setdefault(file, {}).update(texts)
            for file, rows in share.left_out.items():
                self.left_out[file] = self.left_out.get(file, 0) + rows

    def stop_if_any(self):
        """Raise :class:`Refusal` with every problem if one of them is more than a warning."""
        if self.stops():
            raise Refusal(self.merged())

    def stops(self):
        """Whether any problem is more than a warning."""
        return any(problem.verdict != "warn" for problem in self.problems)

    @property
    def is_open(self):
        """Whether something is to be settled, a text that no code explains included."""
        return self.stops() or bool(self.unknown)

    def merged(self):
        """The problems, each once: the same found in several rows has the first row and their number."""
        merged = {}
        for problem in self.problems:
            key = replace(problem, row=0, times=1)
            earlier = merged.get(key)
            if earlier:
                row, times = min(earlier.row, problem.row), earlier.times + problem.times
                problem = replace(problem, row=row, times=times)
            merged[key] = problem
        return [replace(p, remedy=p.remedy.replace(TIMES, f"{p.times:,}")) for p in merged.values()]

    def forget_log(self):
        """Forget the log, where it is kept elsewhere."""
        self._log = []

    def add_log(self, other):
        """Take over the log of ``other`` Findings, which have it no more."""
        self._log += other._log
        other.forget_log()

    def log_rows(self):
        """The cleaning log as it was told, step by step; by its last two columns changes of no row are put in order."""
        rows = pd.concat(self._log, ignore_index=True) if self._log else pd.DataFrame(columns=LOG_COLUMNS)
        return rows.reindex(columns=[*LOG_COLUMNS, *ORDER_COLUMNS])

    def log_frame(self):
        """The cleaning log in the order of the files, their rows and the changes to each; then what is of no row."""
        if not self._log:
            return pd.DataFrame(columns=LOG_COLUMNS)
        log = self.log_rows()
        files = {file: place for place, file in enumerate(self.read)}
        rows = pd.to_numeric(log["row"], errors="coerce").fillna(np.inf)
        order = np.lexsort((rows.to_numpy(), log["file"].map(files).to_numpy()))
        return log.iloc[order].reset_index(drop=True)[LOG_COLUMNS]

    def row_frame(self):
        """Rows in and rows out of each file: read = left out + kept."""
        left = [self.left_out.get(file, 0) for file in self.read]
        rest = [read - out for read, out in zip(self.read.values(), left, strict=True)]
        counts = zip(self.read, self.read.values(), left, rest, strict=True)
        return pd.DataFrame(counts, columns=ROW_COLUMNS)


def _each_once(unknown):
    """The unknown texts of several shares, each of a wave once with its first row and how often, in their order.

    They are pairs of an item and (file, text, expected, where, step), as `Findings.unknown` has them.
    """
    merged = {}
    for item, (file, text, expected, where, step) in sorted(unknown, key=lambda one: one[1][3]["row"]):
        key = (step, item, file, text, expected, where["column"])
        earlier = merged.get(key)
        times = where["times"] + (earlier["times"] if earlier else 0)
        merged[key] = (earlier or where) | {"times": times}
    rows = sorted(merged.items(), key=lambda one: (one[0][0], one[1]["row"]))
    return [(item, (file, text, expected, where, step)) for (step, item, file, text, expected, _), where in rows]
