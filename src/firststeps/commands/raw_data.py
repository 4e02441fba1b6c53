"""The raw files: made up, promised by checksums, counted and cleaned where they are large."""

import re
from pathlib import Path

import click

from firststeps.commands.shared import study_option
from firststeps.digits import plural


def _seed(ctx, parameter, text):
    """A seed as a number, None where none was named; refused where it is none: the raw data would be written anew."""
    if text is None or re.fullmatch(r"[0-9]{1,9}", text):
        return text and int(text)
    raise click.ClickException(
        f"SEED is {text!r}. Expected a whole number of at most nine digits: make synthetic SEED=7."
    )


@click.command()
@study_option
@click.option("--seed", callback=_seed, help="Draw other answers, in a new study beside it.")
def synthetic(study, seed):
    """Write the synthetic raw data of a study anew; with a seed, other data into a new study of its own."""
    from firststeps.responses.synthetic.course import another, write_synthetic

    if seed is None:
        names = write_synthetic(study)
        click.echo(f"Wrote {plural(len(names), 'synthetic file')}, with their sums, in {Path(study, 'data', 'raw')}.")
        return
    folder = another(study, seed)
    published = Path(study, "data", "published.csv").is_file()
    answers = "answers that agree with the same published numbers" if published else "other invented answers"
    click.echo(f"New: {folder}, with {answers}.")
    click.echo(f"Exercises on it: make learn STUDY={folder}. The whole analysis: make all STUDY={folder}")


@click.command()
@study_option
def checksums(study):
    """Promise the raw files as they are now: write SHA256SUMS anew."""
    from firststeps.responses.given.checksums import NAME, given_names, write_checksums
    from firststeps.study import Study

    raw = Study.load(study).raw
    names = given_names(raw)
    write_checksums(raw, names)
    files = "1 file as it is" if len(names) == 1 else f"{len(names):,} files as they are"
    print(f"{Path(study, 'data', 'raw', NAME)} promises {files} now.")


@click.command()
@study_option
@click.option("--clean", help="A clean file (tidy responses, .csv or .parquet) to count instead of the given one.")
@click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler: its cluster counts the clean file.")
@click.option("--memory", default="", help="What DuckDB may take before it goes on on disk, as in 500MB.")
def count(study, clean, scheduler, memory):
    """Count response patterns of a long file larger than memory, as a stream; writes data/clean/patterns.csv."""
    from firststeps.report.printing.wording import counted
    from firststeps.responses.counting.clean_files import write_csv
    from firststeps.responses.counting.patterns import pattern_frame
    from firststeps.responses.large.clean_file import count_file
    from firststeps.responses.large.given_file import count_given
    from firststeps.study import Study

    if scheduler and not clean:
        raise click.UsageError("A cluster counts a clean file: name it with --clean.")
    place = Study.load(study)
    waves = {item: place.items[item].waves for item in place.outcomes}
    if clean:
        tables = {item: count_file(clean, asked, item, scheduler, memory) for item, asked in waves.items()}
    else:
        tables = count_given(place, memory)
    write_csv(place.clean / "patterns.csv", pattern_frame(place, tables))
    people = max(int(table.sum()) for table in tables.values())
    click.echo(f"Counted {counted(people, 'people')}; wrote {Path(study, 'data', 'clean', 'patterns.csv')}.")


@click.command()
@study_option
@click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler: its cluster cleans the shares of the file.")
@click.option("--shares", metavar="FOLDER", help="Where shares stand meanwhile: with a cluster, where it sees them.")
@click.option("--memory", default="500MB", show_default=True, help="What DuckDB may take before it goes on on disk.")
def large(study, scheduler, shares, memory):
    """Clean a long file that is larger than memory, share by share; writes data/clean/ as notebook 01 does."""
    from firststeps.responses.large.clean_large import clean_large
    from firststeps.study import Study

    paths = clean_large(Study.load(study), memory, shares, scheduler)
    click.echo(f"Cleaned; wrote {len(paths)} files in {Path(study, 'data', 'clean')}.")
