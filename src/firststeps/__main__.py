"""The command line that the Makefile calls: ``python -m firststeps COMMAND``."""

import sys
import time
from pathlib import Path

import click


class Commands(click.Group):
    """A group of commands in which an expected error is one message on stderr, and a traceback only with --debug."""

    def invoke(self, ctx):
        """Run the command; turn an error meant for people into its message and exit status 1."""
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception as error:
            if ctx.params.get("debug"):
                raise
            kind = "" if isinstance(error, (ValueError, OSError)) or _ours(error) else f"{type(error).__name__}: "
            click.echo(f"Stopped: {kind}{error}", err=True)
            sys.exit(1)


def _ours(error):
    """Whether an error is one of this package's own, worded for people."""
    return type(error).__module__.split(".")[0] == "firststeps"


NEW = 'Say which folder to make and from which file: make new STUDY=studies/mine FROM="answers.csv".'

study_option = click.option("--study", default=".", show_default=True, help="The study's folder.")


@click.group(cls=Commands)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def main(debug):
    """Executable research compendium for small before-after evaluations with yes/no outcomes."""


@main.command()
@click.argument("notebook")
@study_option
@click.option("--makes", multiple=True, help="A file that the notebook has to write.")
def execute(notebook, study, makes):
    """Run one NOTEBOOK of notebooks/ by its name; the executed copy goes to the study's build/."""
    import nbformat

    from firststeps.files import write_text
    from firststeps.report import dependencies, execution
    from firststeps.study import Study, StudyError
    from firststeps.study_faults import no_comparison

    every = sorted(path.stem for path in Path("notebooks").glob("*.ipynb"))
    if notebook not in every:
        raise click.BadParameter(f"there is no notebooks/{notebook}.ipynb; there are: {', '.join(every)}")
    place = Study.load(study)
    if place.asked_twice and (lacking := no_comparison(place)):
        raise StudyError(lacking)
    source, target = Path("notebooks", f"{notebook}.ipynb"), Path(study, "build", f"{notebook}.ipynb")
    label = f"[{every.index(notebook) + 1}/{len(every)}] "
    parameters = {} if study == "." else {"study": study}
    execution.execute(source, target, parameters, makes, label, _kernels(), place.mark)
    imports = dependencies.notebook_source(nbformat.read(source, as_version=4))
    needed = dependencies.modules(f"{imports}\nimport firststeps.report.execution")
    needed += place.files[1:]  # study.yaml itself stands in the Makefile
    write_text(target.with_suffix(".d"), dependencies.rule([target, *makes], needed))


def _kernels():
    """The class that starts warm kernels, its server on the way up already, or None for plain kernels."""
    from firststeps import kernels

    if not kernels.available():
        return None
    from firststeps.kernels.manager import WarmKernelManager, start_server

    start_server()
    return WarmKernelManager


@main.command()
@study_option
@click.argument("notebooks", nargs=-1, type=click.Path(exists=True))
def claims(study, notebooks):
    """Collect the claims of the executed NOTEBOOKS into the study's paper/claims.json."""
    from firststeps.report.claims import write_claims

    target = Path(study, "paper", "claims.json")
    write_claims(notebooks, target)
    _write_rule(Path(study, "build", "claims.d"), [target], "firststeps.report.claims")


@main.command()
@study_option
def manuscript(study):
    """Make the manuscript of a study (PDF, DOCX, HTML, JATS) and its reporting checklists."""
    from firststeps.report.manuscript import build_checklists, build_manuscript

    started = time.monotonic()
    made = [*build_manuscript(study), *build_checklists(study)]
    print(f"manuscript: done in {time.monotonic() - started:.1f} s", flush=True)
    _write_rule(Path(study, "build", "manuscript.d"), made, "firststeps.report.manuscript")


def _write_rule(path, targets, module):
    """Write the rule of make by which ``targets`` depend on ``module`` and on what it imports."""
    from firststeps.files import write_text
    from firststeps.report import dependencies

    write_text(path, dependencies.rule(targets, dependencies.modules(f"import {module}")))


@main.command()
@study_option
def summary(study):
    """Say what this run of make has made, how long it took, where to look, and what is still open in study.yaml."""
    from firststeps.study import Study
    from firststeps.summary import summary_lines

    for line in summary_lines(Study.load(study), Path(study)):
        print(line)


@main.command()
def accept():
    """Show what the executed notebooks say that the stored ones do not, and store it in notebooks/."""
    from firststeps.report.acceptance import accept as store

    for line in store(Path("build"), Path("notebooks")):
        print(line)


@main.command()
@study_option
def synthetic(study):
    """Write the synthetic raw data of a study anew."""
    from firststeps.responses.synthetic import write_synthetic

    write_synthetic(study)


@main.command()
@study_option
def checksums(study):
    """Promise the raw files as they are now: write SHA256SUMS anew."""
    from firststeps.responses.checksums import NAME, write_checksums
    from firststeps.study import Study

    raw = Study.load(study).raw
    names = [path.name for path in raw.iterdir() if path.is_file() and path.name != NAME and path.name[0] != "."]
    write_checksums(raw, names)
    print(f"{raw.name}/{NAME} promises {len(names)} files as they are now.")


@main.command()
@study_option
@click.option("--if-public", is_flag=True, help="Do nothing where study.yaml keeps the study internal.")
def release(study, if_public):
    """Make the folder release/ of a study whose `release` is public: what may leave the house, and nothing else."""
    from firststeps.report.edition import make_edition
    from firststeps.study import Study

    mode, folder = Study.load(study).release.mode, Path(study, "release")
    if mode != "public" and if_public:
        if folder.exists():
            click.echo(
                f"{folder}/ is from before study.yaml said release > mode: {mode}; remove it if it may not go out."
            )
        return
    if mode != "public":
        raise click.ClickException(f"study.yaml says release > mode: {mode}; only a public study has a release.")
    made = make_edition(study)
    click.echo(f"{folder}/ holds {len(made)} files that may leave the house; nothing else may.")
    _write_rule(Path(study, "build", "released.d"), [Path(study, "build", "released")], "firststeps.report.edition")


@main.command()
@study_option
@click.option("--clean", help="A clean file (tidy responses, .csv or .parquet) to count instead of the given one.")
@click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler: its cluster counts the clean file.")
def count(study, clean, scheduler):
    """Count response patterns of a long file larger than memory, as a stream; writes data/clean/patterns.csv."""
    from firststeps.responses.counting import pattern_frame
    from firststeps.responses.scaling import count_file
    from firststeps.responses.streaming import count_given
    from firststeps.responses.writing import write_csv
    from firststeps.study import Study

    if scheduler and not clean:
        raise click.UsageError("A cluster counts a clean file: name it with --clean.")
    place = Study.load(study)
    waves = {item: place.items[item].waves for item in place.outcomes}
    if clean:
        tables = {item: count_file(clean, asked, item, scheduler) for item, asked in waves.items()}
    else:
        tables = count_given(place)
    write_csv(place.clean / "patterns.csv", pattern_frame(place, tables))
    people = max(int(table.sum()) for table in tables.values())
    click.echo(f"Counted {people:,} people; wrote {Path(study, 'data', 'clean', 'patterns.csv')}.")


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False))
def inspect(files):
    """Propose a study.yaml for the given FILES: one long, wide or counts file, or one file a wave, in order."""
    from firststeps.responses.inspecting import inspect_files

    click.echo(inspect_files(files), nl=False)


@main.command()
@click.argument("study")
@click.argument("files", nargs=-1, type=click.Path(dir_okay=False))
@click.option("--named", default="", help="The files in one text, as `make new` has them: a name may hold spaces.")
def new(study, files, named):
    """Make the folder STUDY from the given FILES: copies of them, their checksums, a proposed study.yaml."""
    from firststeps.responses.inspecting import new_study
    from firststeps.responses.naming import files_named

    files = [*files, *files_named(named)]
    if study == "." or not files:
        raise click.ClickException(f"{NEW} STUDY is a new folder; FROM is one file, or one file a wave, in order.")
    made = new_study(study, files)
    click.echo(f"Made {made}. Settle the questions marked `# ?` in it, then run: make all STUDY={study}")


if __name__ == "__main__":
    main(prog_name="python -m firststeps")
