"""What students work on: exercises, a copy with errors, a page for the browser."""

from pathlib import Path

import click

from firststeps.commands.shared import study_option
from firststeps.digits import plural


@click.command()
@study_option
def learn(study):
    """Write exercises on a study's own counts into its folder learn; what is there is kept."""
    from firststeps.learning import begin
    from firststeps.learning.notebooks import write_lessons

    lessons = write_lessons(study, begin(study))
    for sentence in lessons.unasked:
        click.echo(f"Left out: {sentence}")
    for path in lessons.old:
        click.echo(f"Kept as it is: {path}. For a fresh one rename it, and run this again.")
    for path in lessons.new:
        click.echo(f"New: {path}")
    click.echo(f"To open them: make lab LEARN=1{'' if study == '.' else f' STUDY={study}'}")


@click.command()
@study_option
@click.option("--begin", is_flag=True, help="Copy what was given; make then makes the rest.")
def faulty(study, begin):
    """Make a copy of a study, in its folder learn/faulty, with five errors to find."""
    from firststeps.verification.faults import begin_faulty, plant_five

    folder = Path(study, "learn", "faulty")
    if begin:
        begun = folder.exists()
        begin_faulty(study)
        if begun:
            click.echo(f"Going on with {folder}, which an earlier run has begun; for a fresh copy remove it.")
        return
    planted = plant_five(folder)
    click.echo(
        f"{plural(planted, 'error is', 'errors are')} planted in {folder}: in data/raw/, build/, figures/ and paper/."
    )
    click.echo(f"Look for them by eye. Then: make verify STUDY={folder}; its receipt names them all.")


@click.command()
@study_option
def lite(study):
    """Make a page for the browser alone (JupyterLite) of a study's exercises, its synthetic answers, a comparison."""
    from firststeps.learning import begin
    from firststeps.learning.lite import make_page
    from firststeps.study import Study

    place = Path("build", "lite")
    lessons = make_page(Study.load(study), begin(study), place, Path(".venv-lite", "bin", "jupyter"))
    notebooks = plural(len(lessons.new), "notebook")
    click.echo(f"Wrote {notebooks} of exercises and a comparison into {place / 'site'}.")
    click.echo(f"To look at it: python3 -m http.server --directory {place / 'site'}, then http://localhost:8000")
