"""What cleaning found on its way: rows of the cleaning log, and problems that somebody must settle."""

from dataclasses import replace

import numpy as np
import pandas as pd

from firststeps.responses.given.problems import Problem, Refusal

LOG_COLUMNS = ["file", "row", "column", "before", "after", "rule"]
ROW_COLUMNS = ["file", "read", "left out", "kept"]


class Findings:
    """The log and the problems of one cleaning.

    ``odd_codes`` holds the participant codes that fit no pattern, ``totals`` those that are the name of a totals row;
    ``unknown`` the texts of each item that no code explains; ``spellings`` the codes that are another's, written
    otherwise; ``made_codes`` the codes that were made of what names somebody; ``read`` and ``left_out`` count the
    rows of each file.
    ``used_rules`` are the columns of rules that leave rows out, ``unused_rules`` those that a file has not.
    """

    def __init__(self):
        """Begin with nothing found."""
        self.problems = []
        self.odd_codes = {}
        self.totals = set()
        self.unknown = {}
        self.spellings = {}
        self.made_codes = {}
        self.read = {}
        self.left_out = {}
        self.used_rules, self.unused_rules = set(), {}
        self._log = []

    def log(self, file, rows, column, before, after, rule):
        """Add changes to the log: ``rows``, ``before``, ``after`` and ``rule`` each one value or one a change."""
        rows = np.atleast_1d(rows)
        given = {"file": file, "row": rows, "column": column, "before": before, "after": after, "rule": rule}
        if len(rows):
            self._log.append(pd.DataFrame(given, columns=LOG_COLUMNS))

    def leave_out(self, file, rows, rule, before=""):
        """Log that whole ``rows`` of ``file`` are left out."""
        self.log(file, rows, "", before, "", rule)
        self.left_out[file] = self.left_out.get(file, 0) + len(np.atleast_1d(rows))

    def ask(self, file, found, expected, remedy, **place):
        """Note that a decision is missing in ``study.yaml``."""
        self.problems.append(Problem("ask", file, found, expected, remedy, **place))

    def refuse(self, file, found, expected, remedy, **place):
        """Note that a file is broken."""
        self.problems.append(Problem("refuse", file, found, expected, remedy, **place))

    def warn(self, file, found, expected, remedy, **place):
        """Note what somebody should look at; it stops nothing."""
        self.problems.append(Problem("warn", file, found, expected, remedy, **place))

    def stop_if_any(self):
        """Raise :class:`Refusal` with every problem if one of them is more than a warning."""
        if self.stops():
            raise Refusal(self.merged())

    def stops(self):
        """Whether any problem is more than a warning."""
        return any(problem.verdict != "warn" for problem in self.problems)

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
        return list(merged.values())

    def log_frame(self):
        """The cleaning log in the order of the files, their rows and the changes to each row."""
        if not self._log:
            return pd.DataFrame(columns=LOG_COLUMNS)
        log = pd.concat(self._log, ignore_index=True)
        files = {file: place for place, file in enumerate(self.read)}
        order = np.lexsort((log["row"].to_numpy(), log["file"].map(files).to_numpy()))
        return log.iloc[order].reset_index(drop=True)

    def row_frame(self):
        """Rows in and rows out of each file: read = left out + kept."""
        left = [self.left_out.get(file, 0) for file in self.read]
        kept = [read - out for read, out in zip(self.read.values(), left, strict=True)]
        counts = zip(self.read, self.read.values(), left, kept, strict=True)
        return pd.DataFrame(counts, columns=ROW_COLUMNS)
