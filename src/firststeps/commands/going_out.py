"""What may leave the house: site, release, deposit."""

import contextlib
import os
from pathlib import Path

import click

from firststeps.commands.shared import recorded, study_option
from firststeps.digits import plural


@click.command()
@study_option
def site(study):
    """Write the site of a study to its build/site/: from each number of its paper to code and rows."""
    from firststeps.report.site.build import build_site
    from firststeps.study import Study

    place = Study.load(study)
    first, number = build_site(place, _rows_as_given(place))
    click.echo(f"The site has {number} pages. Open {os.path.relpath(first)} in a browser.")


def _rows_as_given(place):
    """The rows of a study's given files as they stand, lists of texts by name, but for files that have no such rows."""
    from firststeps.responses.given.checksums import given_names
    from firststeps.responses.given.read import LARGE, read_grid

    rows = {}
    for name in given_names(place.raw) if place.raw.is_dir() else ():
        if (place.raw / name).stat().st_size <= LARGE:
            sheet = next((wave.sheet for wave in place.waves if wave.file == name), "") or place.data.sheet
            with contextlib.suppress(ValueError, OSError):  # as those of statistics programs
                encoding = place.encoding_of(name, sheet)
                rows[name] = read_grid(place.raw / name, encoding, place.data.delimiter, sheet).rows
    return rows


@click.command()
@study_option
@click.option("--if-public", is_flag=True, help="Do nothing where study.yaml keeps the study internal.")
def release(study, if_public):
    """Make the folder release/ of a study whose `release` is public: what may leave the house, and nothing else."""
    from firststeps.pipeline import inputs
    from firststeps.report.release.public_folder import make_edition
    from firststeps.study import Study

    with recorded("released", study):
        mode, folder = Study.load(study).release.mode, Path(study, "release")
        if mode == "public":
            files = make_edition(study, inputs.of_claims)
            inputs.note_released(Study.load(study))
            click.echo(f"{folder}/ holds {plural(len(files), 'file')} that may leave the house; nothing else may.")
        elif not if_public:
            raise click.ClickException(f"study.yaml says release > mode: {mode}; only a public study has a release.")
        elif folder.exists():
            click.echo(
                f"{folder}/ is from before study.yaml said release > mode: {mode}; remove it if it may not go out."
            )


@click.command()
@study_option
def deposit(study):
    """Make build/deposit/ of a study from its last run: what journals, archives and those who check claims ask for."""
    from firststeps.pipeline.summary import times
    from firststeps.report.deposit.folder import make_deposit
    from firststeps.report.deposit.folder_checks import size_of
    from firststeps.responses.texts.personal import personal_detail

    folder, findings = make_deposit(study, times(Path(study)), personal_detail)
    files, size = size_of(folder)
    click.echo(f"{Path(study, 'build', 'deposit')}/ holds {files:,} files, {size / 1e6:,.1f} MB; begin with README.md.")
    for finding in findings:
        line = f", line {finding.line}" if finding.line else ""
        click.echo(f"Look at it before it goes out: {finding.what} in {finding.file}{line} ({finding.words}).")
