"""What a run of make calls: which notebooks run, and what becomes of what they say."""

import errno
import sys
import time
from pathlib import Path

import click

from firststeps.commands.shared import study_option


@click.command()
@study_option
@click.option("--start", is_flag=True, help="A run begins: note when, in the study's build/.")
@click.option("--deposit", is_flag=True, help="It ends in a deposit: what that lacks is said now.")
def plan(study, start, deposit):
    """Say in words for make which notebooks a study has a use for, and which steps are to run again."""
    from firststeps.pipeline.remembered import remembered

    if deposit:
        from firststeps.report.deposit.about import refuse_unready
        from firststeps.study import Study

        refuse_unready(Study.load(study))

    def work_out():
        """The plan worked out; something has changed, so a server, which steps will need, is started.

        It works it out, unless this process is a fork of it, or has imported what that takes.
        """
        from firststeps.pipeline.warm import client

        if start and not client.server and _start_server() and "firststeps.study" not in sys.modules:
            status = client.run(sys.argv[1:])
            if status is not None:
                sys.exit(status)
        return _plan(study, start)

    words = remembered("plan", study, work_out, keep=start)
    if start:
        try:
            Path(study, "build").mkdir(exist_ok=True)
            Path(study, "build", "started").touch()
        except OSError as fault:
            if fault.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
                raise
            raise click.ClickException(
                f"Nothing can be written in {Path(study, 'build')}: make a copy of this folder that is yours, or ask "
                "for the right to write."
            ) from None
    click.echo("\n".join(words))


def _plan(study, keep):
    """The plan of a study worked out, and the files that it was read from."""
    from firststeps.pipeline.plan import plan as words
    from firststeps.study import Study

    place = Study.load(study)
    return words(place, keep), place.files


@click.command()
@click.argument("notebook")
@study_option
@click.option("--makes", multiple=True, help="A file that the notebook has to write.")
def execute(notebook, study, makes):
    """Run one NOTEBOOK of notebooks/ by its name; the executed copy goes to the study's build/."""
    from firststeps.pipeline import execution, inputs
    from firststeps.pipeline.plan import analyses, remove_undrawn
    from firststeps.pipeline.plan import left_out as without_use
    from firststeps.pipeline.sections import ways_on
    from firststeps.pipeline.summary import note_time
    from firststeps.study import Study
    from firststeps.study.reads import digests, recording

    every = analyses("notebooks")
    if notebook not in every:
        raise click.BadParameter(f"there is no notebooks/{notebook}.ipynb; there are: {', '.join(every)}")
    place = Study.load(study)
    left_out = _left_out(notebook, place)
    source, target = Path("notebooks", f"{notebook}.ipynb"), Path(study, "build", f"{notebook}.ipynb")
    label = f"[{every.index(notebook) + 1}/{len(every)}] "
    parameters = {} if study == "." else {"study": study}
    record = inputs.inputs_of(notebook, place)  # as they are before it runs: a later change is one
    # Where all that a notebook reads is in its record, times of files need not say when it is to run again.
    keep = execution.same_times(makes if notebook in inputs.RAW else ())
    began, started = time.time(), time.monotonic()
    with recording() as paths, keep, inputs.records_kept(notebook, place, record):
        leads = ways_on("notebooks", notebook, {*every} - {*without_use(place)}) if parameters else ""
        execution.execute(source, target, parameters, makes, label, _engine(), left_out, place.mark, leads)
    if parameters:  # the compendium's own figures are named as made, and a run that draws one less has failed
        remove_undrawn(place, notebook, began)
    note_time(Path(study), notebook, time.monotonic() - started)
    inputs.write_record(notebook, place, record | {"study.yaml": digests(place, paths)})


def _left_out(notebook, place):
    """What is left out of a notebook of this study, each with why; refused where nothing could be compared at all."""
    from firststeps.pipeline.plan import PUBLISHED
    from firststeps.pipeline.sections import COMPARISON, EVERY_TABLE
    from firststeps.study import StudyError
    from firststeps.study.checks import no_comparison

    lacking = no_comparison(place)
    if place.asked_twice and lacking:
        raise StudyError(lacking)
    left_out = {COMPARISON: lacking}
    if notebook == PUBLISHED and not lacking:
        from firststeps.responses.given.published import why_not_every_table

        left_out[EVERY_TABLE] = why_not_every_table(place)
    return left_out


def _engine():
    """The engine that has the server of warm processes fork kernels, or None for papermill's own with plain ones."""
    if not _start_server():
        return None
    from firststeps.pipeline.warm.engine import NAME

    return NAME


def _start_server():
    """Start the server of warm processes where there can be one; whether there is one.

    Plain processes do the same, only later: where no server can be had, they are taken without a word.
    """
    from firststeps.pipeline.warm import available

    if not available():
        return False
    from firststeps.pipeline.warm.address import address, start

    try:
        start(address())
    except OSError:
        return False
    return True


@click.command()
@study_option
@click.argument("notebooks", nargs=-1, required=True, type=click.Path(exists=True))
def claims(study, notebooks):
    """Collect the claims of the executed NOTEBOOKS into the study's paper/claims.json."""
    from firststeps.pipeline import inputs
    from firststeps.report.claims.record import write_claims
    from firststeps.study import Study

    place, steps = Study.load(study), [Path(path).stem for path in notebooks]
    record = inputs.inputs_of("claims", place)
    inputs.write_listing(steps, place)
    write_claims(notebooks, Path(study, "paper", "claims.json"), lambda step: inputs.of_claims(step, place))
    inputs.write_record("claims", place, record)


@click.command()
@study_option
def summary(study):
    """Say what this run of make has made, how long it took, where to look, and what is still open in study.yaml."""
    from firststeps.pipeline.remembered import remembered
    from firststeps.pipeline.summary import made_lines

    for line in (*made_lines(Path(study)), *remembered("open", study, lambda: _open(study))):
        print(line)
    remembered("plan", study, lambda: _plan(study, keep=True))  # now that all is made, for the next run


def _open(study):
    """What is still open in a study, and the files that it was read from."""
    from firststeps.pipeline.summary import open_lines, without_a_row
    from firststeps.study import Study, compendium_root

    place = Study.load(study)
    return [*without_a_row(compendium_root()), *open_lines(place)], place.files


@click.command()
def accept():
    """Show what the executed notebooks say that the stored ones do not, and store it in notebooks/."""
    from firststeps.pipeline.acceptance import accept as store

    for line in store(Path("build"), Path("notebooks")):
        print(line)
