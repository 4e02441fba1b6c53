"""Counting a given long file that is larger than memory: DuckDB streams it, and only plain rows are counted.

What each *different* text of an answer or a wave means is read exactly as cleaning reads it, so declared codes, white
space and letter case are no obstacle.  What would need a look at single rows (two rows of one person at a wave, a code
that does not fit the declared pattern, rules of consistency) is refused, with the first row of each.
"""

import csv
import re
from contextlib import contextmanager

import numpy as np
import pandas as pd

from firststeps.files import in_place_of_a_file
from firststeps.responses.cleaning.asking import ask_about, ask_about_unknown
from firststeps.responses.cleaning.layouts import refuse_missing, wave_labels
from firststeps.responses.cleaning.log import Findings
from firststeps.responses.cleaning.presence import questions
from firststeps.responses.given.problems import refusal
from firststeps.responses.given.read import delimiter_in
from firststeps.responses.large.clean_file import steps
from firststeps.responses.large.database import opened
from firststeps.responses.texts.answers import is_blank, reader
from firststeps.study.code_pattern import bounded
from firststeps.study.parts.files import Head, Identifier
from firststeps.study.parts.texts import composed

EXPORT_AGAIN = "Correct the row, or export the file again from where it came from."
BUFFER = 4_000_000  # bytes of text read at once
PARTS = 64  # into which people are divided at most, where memory does not hold them all


def count_given(study, memory=""):
    """The pattern table of each outcome, {item: array}, straight from the long file of ``study``, never all in memory.

    The file is CSV in UTF-8, or Parquet.  ``memory`` is how much DuckDB may take before it goes on on disk, as in
    "2GB"; otherwise four fifths of the machine's.  Raises Refusal with everything in the file that is not plain.
    """
    _only_what_streams(study)
    findings = Findings()
    with _open_rows(study, findings, memory) as rows:
        waves = rows.read_waves()
        answers = {item: rows.read_answers(item) for item in study.outcomes}
        ask_about_unknown(study, findings)
        rows.check_codes()
        findings.stop_if_any()
        rows.know_blanks(waves)
        tables = {item: rows.count(item, waves, answers[item]) for item in study.outcomes}
    findings.stop_if_any()
    return tables


def _only_what_streams(study):
    """Refuse what a stream cannot check."""
    name, can = study.data.file or "study.yaml, data", "what can be checked without all rows in memory"
    if study.data.layout != "long" or study.data.encoding.lower() not in ("utf-8", "utf8"):
        layout = f"layout {study.data.layout} in {study.data.encoding}"
        raise refusal(name, layout, "layout long in utf-8, or Parquet", "Convert the file.")
    if not study.coded or study.identifier.made_codes:
        remedy = "Give people codes of their own before they are counted as a stream."
        raise refusal(name, "no codes that tell who is who", can, remedy)
    if study.identifier.pattern == Identifier().pattern:
        remedy = "Say in study.yaml what a right code looks like:\n  identifier:\n    pattern: ..."
        raise refusal(name, "no pattern of participant codes", can, remedy)
    for setting, what in (
        (study.data.leave_out, "rules that leave rows out"),
        (study.data.filled_down, "columns that are filled down"),
        (study.cleaning.prefer, "a column that tells which of two questionnaires counts"),
        (study.data.head != Head(), "a head that is not row 1"),
        (any(item.derived for item in study.items.values()), "scores, or outcomes made of other items"),
        (any(item.boxes or item.codes_at for item in study.items.values()), "boxes, or codes of a wave of their own"),
        (any(len(columns) > 1 for columns in _columns_of(study)), "a question with another column at another wave"),
    ):
        if setting:
            raise refusal(name, what, can, "Prepare the file where the data come from; take them out here.")
    if study.consistency:
        raise refusal(name, "rules of consistency", can, "Check them where the data come from; take them out here.")
    if not study.given(name).is_file():
        what = in_place_of_a_file(study.given(name)) or "no such file"
        raise refusal(name, what, "a file of that name", "Correct data > file in study.yaml.")


def _columns_of(study):
    """The names of the columns of each question, at all its waves."""
    return [{study.column(name, wave) for wave in item.waves} for name, item in study.asked.items()]


@contextmanager
def _open_rows(study, findings, memory):
    """The rows of the given file; what DuckDB cannot read is refused in plain ones."""
    with opened(f"Counting {study.data.file} as a stream", memory) as connection:
        import duckdb

        try:
            yield _Rows(study, connection, findings)
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error as fault:
            line = re.search(r"\bLine: (\d+)", str(fault))
            what = "a row that cannot be read as cells" if line else "a file that cannot be read"
            where = {"row": int(line[1])} if line else {}
            raise refusal(study.data.file, what, "rows that can be read", EXPORT_AGAIN, **where) from None


class _Rows:
    """The rows of the given file, as DuckDB sees them: all text, empty where nothing stands."""

    def __init__(self, study, connection, findings):
        """Find the columns that the study names, and how the file is read."""
        self.study, self.connection, self.findings, self.file = study, connection, findings, study.data.file
        self.path = study.given(self.file)
        self.source, columns = self._parquet() if self.path.suffix.lower() == ".parquet" else self._csv()
        asked = {item: [wave for wave in study.wave_ids if item in questions(study, wave)] for item in study.asked}
        self.questions = {item: waves for item, waves in asked.items() if waves}
        items = dict.fromkeys([*study.outcomes, *self.questions])
        study_columns = [study.identifier.column, study.data.wave_column, *map(self._column, items)]
        refuse_missing(self.file, list(dict.fromkeys(study_columns)), columns, findings)
        findings.stop_if_any()
        self.who, self.when, *_ = map(self._text, study_columns)

    def _parquet(self):
        """How DuckDB reads a Parquet file, and the names of its columns."""
        return "read_parquet(?)", [name for name, *_ in self._run("DESCRIBE SELECT * FROM read_parquet(?)")]

    def _csv(self):
        """How DuckDB reads a text file, and the names of its columns, which must each have one."""
        with open(self.path, encoding="utf-8-sig", errors="replace", newline="") as file:
            header = file.readline()
        delimiter = delimiter_in(header, self.study.data.delimiter)
        columns = [
            composed(name.strip()) for name in next(csv.reader([header.rstrip("\r\n")], delimiter=delimiter), [])
        ]
        if not columns:
            raise refusal(self.file, "an empty file", "a header and rows", EXPORT_AGAIN)
        if not all(columns) or len(set(columns)) < len(columns):
            raise refusal(self.file, "columns of no name or of one name", "a name for each", "Name them.", row=1)
        types = ", ".join(f"{_quote(name, chr(39))}: 'VARCHAR'" for name in columns)
        options = f"columns = {{{types}}}, delim = '{delimiter}', quote = '\"', escape = '\"', header = true"
        options += f", buffer_size = {BUFFER}"
        return f"read_csv(?, auto_detect = false, {options}, strict_mode = true, null_padding = false)", columns

    def _run(self, query, *values):
        """The rows that a query about the file gives."""
        return self.connection.execute(query, [str(self.path), *values]).fetchall()

    def _column(self, item):
        """The column of an item at its first wave."""
        return self.study.column(item, self.study.items[item].waves[0])

    def _text(self, column):
        """A column as text, empty where nothing stands."""
        return f"coalesce(CAST({_quote(column)} AS VARCHAR), '')"

    def _numbered_rows(self, expression):
        """The rows with their numbers as a spreadsheet shows them."""
        return f"SELECT row_number() OVER () + 1 AS row, {expression} AS said FROM {self.source}"

    def _first_rows(self, expression):
        """The different texts: how often each stands there, and in which row first."""
        query = f"SELECT said, count(*), min(row) FROM ({self._numbered_rows(expression)}) GROUP BY said ORDER BY said"
        return self._run(query)

    def read_waves(self):
        """The wave of each different label; labels that no wave has are asked about."""
        first_rows = self._first_rows(self.when)
        labels = pd.Series([label for label, _, _ in first_rows], index=[row for _, _, row in first_rows], dtype="str")
        return dict(zip(labels, wave_labels(self.study, self.file, labels, self.findings), strict=True))

    def read_answers(self, item):
        """What each different text of an outcome means; texts that no code explains are asked about."""
        reading = reader(self.study.items[item], self.study.codes_of(item), self.study.cleaning)
        meanings, column = {}, self._column(item)
        for text, times, row in self._first_rows(self._text(column)):
            answer = reading(text)
            meanings[text] = answer.answer
            if answer.fault:
                where = {"row": int(row), "column": column, "times": times}
                ask_about(self.study, self.file, item, text, answer.fault, where, self.findings)
        return meanings

    def know_blanks(self, waves):
        """Tell DuckDB the texts of each question that are no answer, and the labels of its waves."""
        blanks = [(item, text) for item in self.questions for text in self._blanks(item)]
        labels = [(item, label) for item, asked in self.questions.items() for label in waves if waves[label] in asked]
        self.connection.register("blank", pd.DataFrame(blanks, columns=["item", "said"], dtype="str"))
        self.connection.register("asked", pd.DataFrame(labels, columns=["item", "label"], dtype="str"))

    def _blanks(self, item):
        """The different texts of a question that are no answer; of long texts no code is, so they are not looked at."""
        codes, text = self.study.codes_of(item), self._text(self._column(item))
        longest = max(map(len, ["", *codes.blank]))
        query = f"SELECT DISTINCT {text} AS said FROM {self.source} WHERE length(trim(said)) <= {2 * longest + 8}"
        return [cell for (cell,) in self._run(query) if is_blank(cell, codes)]

    def _answers_anything(self):
        """The condition that a row answers any question of its wave."""
        return " OR ".join(
            f"({self.when} IN (SELECT label FROM asked WHERE item = '{item}')"
            f" AND {self._text(self._column(item))} NOT IN (SELECT said FROM blank WHERE item = '{item}'))"
            for item in self.questions
        )

    def check_codes(self):
        """Refuse codes that do not fit the pattern: the first of them, and how many rows there are."""
        odd = f"({self._numbered_rows(self.who)}) WHERE NOT regexp_full_match(said, ?)"
        pattern, column = self.study.identifier.pattern, self.study.identifier.column
        query = f"SELECT min(row), arg_min(said, row), count(*) FROM {odd}"
        ((row, code, times),) = self._run(query, bounded(pattern))
        if times:
            expected = f"a participant code of the pattern {pattern}"
            remedy = "Correct such codes in the file: a stream cannot look for the person who is meant."
            self.findings.refuse(self.file, repr(code), expected, remedy, row=row, column=column, times=times)

    def count(self, item, waves, meanings):
        """The pattern table of one outcome over its waves; a person with two rows at a wave is refused."""
        asked, shape = self.study.items[item].waves, (3,) * len(self.study.items[item].waves)
        self._set_steps(steps(asked), waves, meanings)
        text = self._text(self._column(item))
        people = f"""
            SELECT who, {np.prod(shape) - 1} + sum(step) AS pattern, count(*) > bit_count(bit_or(place)) AS twice
            FROM (SELECT {self.who} AS who, {self.when} AS label, {text} AS said FROM {self.source}
                  WHERE ({self._answers_anything()}) AND hash({self.who}) % ? = ?)
            JOIN step USING (said, label) GROUP BY who"""
        query = f"SELECT pattern, count(*), min(who) FILTER (twice) FROM ({people}) GROUP BY pattern"
        table, twice = np.zeros(np.prod(shape), dtype=np.int64), {}
        for pattern, number, person in self._in_parts(query):
            if person is None:
                table[int(pattern)] += number
            else:
                twice[pattern] = min(person, twice.get(pattern, person))
        for person in twice.values():
            remedy = "Keep one of them in the file: a stream cannot tell which counts."
            self.findings.refuse(self.file, f"two rows of {person!r} at one wave", "one row a person and wave", remedy)
        return table.reshape(shape)

    def _in_parts(self, query):
        """What a query gives of all people at once, or of one part after the other where memory holds no more."""
        import duckdb

        parts = 1
        while True:
            try:
                return [row for part in range(parts) for row in self._run(query, parts, part)]
            except duckdb.OutOfMemoryException:
                if parts >= PARTS:
                    raise
                parts *= 4
                self.connection.execute("SET threads = 1")  # each takes memory of its own

    def _set_steps(self, taken, waves, meanings):
        """A table of what each pair of texts takes from a person's pattern, and of the place of its wave."""
        places = {wave: 1 << i for i, wave in enumerate(self.study.wave_ids)}
        pairs = [
            (text, label, taken.get((wave, answer), 0), places[wave])
            for text, answer in meanings.items()
            for label, wave in waves.items()
        ]
        frame = pd.DataFrame(pairs, columns=["said", "label", "step", "place"])
        self.connection.register("step", frame)


def _quote(name, mark='"'):
    """A name in the quotation marks of SQL."""
    return mark + name.replace(mark, 2 * mark) + mark
