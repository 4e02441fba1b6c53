"""What is answered at once: a study's first answer, and what a paper's printed numbers leave open."""

import tempfile
from pathlib import Path

import click

from firststeps.commands.shared import recorded, study_option


@click.command()
@study_option
def first(study):
    """Give the first answer of a study on one page: in short here, and as paper/first-answer (HTML, DOCX, PDF)."""
    from firststeps.report.first_answer.documents import date_of, write_first_answer
    from firststeps.report.first_answer.page import in_short
    from firststeps.responses.counting.ordered.first_answer import answer_from_counts
    from firststeps.study import Study

    with recorded("first", study) as read:
        place = Study.load(study)
        values = _values_of_cleaning(place)
        read.update(values)
        answer = answer_from_counts(place) if values else first_answer(place)
        click.echo("\n".join(in_short(answer)))
        paths = write_first_answer(place, answer, date_of(place))
    click.echo(f"Read {', '.join(str(Path(study, 'paper', path.name)) for path in paths)}.")


def _values_of_cleaning(place):
    """The values of ``study.yaml`` that notebook 01 reads, where the clean files are what it would make; else none."""
    from firststeps.pipeline.inputs import RAW, has_made, read_record
    from firststeps.responses.counting.clean_files import FILES

    cleaning, _ = RAW
    files = [place.clean / name for name in FILES]
    return read_record(cleaning, place)["study.yaml"] if has_made(cleaning, place, files) else {}


def first_answer(study):
    """What the first answer tells of ``study``, from its raw files as they are now; nothing is kept of the way.

    Refusal lists everything that must be settled first.
    """
    from firststeps.responses.cleaning.clean import clean
    from firststeps.responses.counting.clean_files import write_clean
    from firststeps.responses.counting.ordered.first_answer import answer_from_counts

    with tempfile.TemporaryDirectory(prefix="first-answer-") as folder:
        place = study.with_clean_files_in(folder)
        write_clean(place, clean(study))
        return answer_from_counts(place)


@click.command()
@click.argument("numbers", nargs=-1)
def read(numbers):
    """Say which tables agree with a paper's printed NUMBERS, as: n=20-210 first=54.5% second=61.9% p=.036 test=exact.

    first, second, stopped, began, changed: a count, or a percentage with its sign. p: as printed. Others: chi-squared,
    difference, odds-ratio, ratio, kappa, odds-ratio-interval="1.3 to 4.8"; rounding=down; n may be left open.
    """
    from firststeps.paired.published.from_print import asked

    line = " ".join(numbers)
    if not line.strip():
        raise click.ClickException(
            'Give what the paper prints: make read PRINT="n=20-210 first=54.5% second=61.9% p=.036 test=exact".'
        )
    click.echo(asked(line))
