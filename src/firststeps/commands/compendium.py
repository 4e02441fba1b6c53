"""What belongs to no study: pages of this repository, and what no study changes."""

import os
from pathlib import Path

import click


@click.command()
def reference():
    """Write docs/study-yaml.md, the page that explains every key of study.yaml, from the models that check it."""
    from firststeps.study.reference import write_reference

    click.echo(f"Wrote {write_reference().relative_to(Path.cwd())}.")


@click.command()
def constants():
    """Work out anew what no study changes, and keep it beside the code that made it."""
    from firststeps.files import write_text
    from firststeps.paired.planning import kept
    from firststeps.responses.counting.planning import numbers_of_every_study

    write_text(kept.FILE, kept.as_text(numbers_of_every_study()))
    click.echo(f"Kept in {os.path.relpath(kept.FILE)} for as long as the code is this.")


@click.command()
@click.argument("url")
def address(url):
    """Say in CITATION.cff and in every page that this repository lies at URL."""
    from firststeps.report.address import set_address

    click.echo(f"Wrote {', '.join(set_address(url))}.")


@click.command()
@click.argument("pages", nargs=-1)
def reading(pages):
    """Print the reading age of PAGES, or of all texts for students, and their hard sentences."""
    from firststeps.files import read_text
    from firststeps.learning.reading_age import report, student_texts

    texts = {page: read_text(page) for page in pages} or student_texts()
    click.echo("\n".join(report(texts)))
