"""Checking all again: a study, one claim, the checks themselves."""

import functools
import sys
from pathlib import Path

import click

say = functools.partial(print, flush=True)
# The study's folder, in which nothing is written: all is checked in copies.
study_option = click.option("--study", default=".", show_default=True, help="The study's folder.")


@click.command()
@study_option
@click.option("--receipt", help="The folder of the receipt; by default receipt/ of the study.")
@click.option("--quick", is_flag=True, help="Take the executed notebooks in build/ instead of running them afresh.")
def verify(study, receipt, quick):
    """Check a study again, from its raw files to its printed numbers, in a temporary copy; write the receipt."""
    from firststeps.verification.verify import verify as check

    if not check(study, receipt or Path(study, "receipt"), quick, say):
        sys.exit(1)


@click.command()
@click.argument("id", default="")
@study_option
def claim(id, study):
    """Run the notebook of one claim again, in a temporary copy, and say whether its number comes out the same."""
    from firststeps.verification.checks.claims import run_again

    if not id:
        raise click.ClickException(
            "Say which number: make claim ID=primary.mid-p. The supplement of the paper has the ids."
        )
    if not run_again(study, id, say):
        sys.exit(1)


@click.command()
@study_option
def faults(study):
    """Plant some eighty faults in copies of a study, and say which of them the verification catches."""
    from firststeps.verification.verify import plant_all

    if not plant_all(study, say):
        sys.exit(1)
