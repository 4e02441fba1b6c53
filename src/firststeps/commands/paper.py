"""The documents of a paper: begun, made, and brought back from Word."""

import sys
import time
from pathlib import Path

import click

from firststeps.commands.shared import recorded, study_option


@click.command()
@study_option
@click.argument("name", type=click.Choice(["manuscript.md", "references.bib"]))
def begin(study, name):
    """Put a beginning of the paper's file NAME into a study that has none yet."""
    from firststeps.files import write_bytes

    target = Path(study, "paper", name)
    if not target.is_file():
        beginning = Path("paper", "starter.md" if name == "manuscript.md" else name)
        write_bytes(target, beginning.read_bytes())
        click.echo(f"{target} is new: a beginning, yours to write.")


@click.command()
@study_option
def manuscript(study):
    """Make the manuscript of a study (PDF, DOCX, HTML, JATS)."""
    from firststeps.report.paper.manuscript import build_manuscript

    started = time.monotonic()
    with recorded("manuscript", study):
        build_manuscript(study)
    print(f"manuscript: done in {time.monotonic() - started:.1f} s", flush=True)


@click.command()
@study_option
def checklists(study):
    """Make the reporting checklists of a study, the supplement of its manuscript (PDF, DOCX, HTML)."""
    from firststeps.report.paper.manuscript import build_checklists

    with recorded("checklists", study):
        build_checklists(study)


@click.command("import")
@click.argument("docx")
@click.option("--anyway", is_flag=True, help="Also where the paper has changed since the file was made.")
@study_option
def bring_back(docx, anyway, study):
    """Bring the changes of a Word file that came back into the study's paper/manuscript.md; numbers are not changed."""
    from firststeps.report.returned.bring_back import bring_back as bring

    lines, refused = bring(study, docx, anyway)
    click.echo("\n".join(lines))
    if refused:
        sys.exit(1)
