"""Small studies made of a few lines, to be cleaned or refused."""

import hashlib
from pathlib import Path

import pytest

from firststeps.responses.cleaning.clean import clean
from firststeps.responses.given.problems import Refusal
from firststeps.study import Study

LONG = """
title: A small study
synthetic: true
waves:
  - {id: before, label: Before, short: Before, codes: [T1]}
  - {id: after, label: After, short: After, codes: [T2]}
data: {layout: long, file: answers.csv, wave_column: wave}
identifier: {column: id, pattern: "P[0-9]{2}"}
items:
  ips: {label: Involved, kind: yes-no}
outcomes: [ips]
"""
ROWS = """id,wave,ips
P01,before,Yes
P01,after,No
P02,before,No
P02,after,Yes
P03,before,Yes
"""
ONE_SIDED = ("kind: yes-no", "kind: yes-no, one_sided: checked")  # where it is right that nobody says no
PATTERNS = {("yes", "no"): 1, ("no", "yes"): 1, ("yes", "missing"): 1}


class Small:
    """A study in a folder of its own: its study.yaml and its raw files."""

    def __init__(self, folder):
        self.folder = Path(folder)
        (self.folder / "data" / "raw").mkdir(parents=True)

    def write(self, content=ROWS, yaml=LONG, name="answers.csv"):
        (self.folder / "study.yaml").write_text(yaml, encoding="utf-8")
        content = content if isinstance(content, bytes) else content.encode("utf-8")
        (self.folder / "data" / "raw" / name).write_bytes(content)
        return self

    def clean(self):
        """Clean, and see that no raw byte changed."""
        before = self.fingerprint()
        try:
            return clean(Study.load(self.folder))
        finally:
            assert self.fingerprint() == before
            assert not (self.folder / "data" / "clean").exists()

    def fingerprint(self):
        files = sorted((self.folder / "data" / "raw").iterdir())
        return [(file.name, hashlib.sha256(file.read_bytes()).digest()) for file in files]

    def problems(self):
        """The problems of the refusal that must come."""
        with pytest.raises(Refusal) as refused:
            self.clean()
        return refused.value.problems


def patterns(cleaned, item="ips"):
    """The patterns of an item with their people."""
    rows = cleaned.patterns[cleaned.patterns["item"] == item].drop(columns=["origin", "item"])
    return {tuple(row[:-1]): row[-1] for row in rows.itertuples(index=False, name=None)}


# What every receiver asks, said: a line for the study.yaml of a public study.
DECLARED = (
    "governance: {ethics: Not needed., consent: Not needed., funding: None., interests: None., access: Everybody., "
    "licence: CC-BY-4.0, contributions: [{name: Ann Example}], archive: {doi: 10.5281/zenodo.1234567}}\n"
)
