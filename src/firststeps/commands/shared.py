"""What several commands need: the study that they are about, and a record of what a step has read."""

import contextlib
import time
from pathlib import Path

import click

from firststeps.pipeline.places import check_places


def _checked(ctx, parameter, study):
    """The study's folder, refused where something that is made would be written through a link."""
    check_places(study)
    return study


study_option = click.option("--study", default=".", show_default=True, callback=_checked, help="The study's folder.")


@contextlib.contextmanager
def recorded(step, study):
    """Record the inputs of a step that the block does in this process, where it ends well.

    Gives the set of the values of ``study.yaml`` that it reads, to which what it has read of otherwise can be added.
    """
    from firststeps.pipeline import inputs
    from firststeps.pipeline.summary import note_time
    from firststeps.study import Study
    from firststeps.study.reads import digests, recording

    place = Study.load(study)
    record = inputs.inputs_of(step, place)
    started = time.monotonic()
    with recording() as paths, inputs.records_kept(step, place, record):
        yield paths
    note_time(Path(study), step, time.monotonic() - started)
    inputs.write_record(step, place, record | {"study.yaml": digests(place, paths)})
