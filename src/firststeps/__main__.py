"""The command line that the Makefile calls: ``python -m firststeps COMMAND``."""

import signal

if __name__ == "__main__" and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until a command can say that it was stopped

import contextlib
import errno
import os
import re
import sys
import time
import warnings
from pathlib import Path

import click

from firststeps.errors import in_words
from firststeps.pipeline.environment import SetupError
from firststeps.pipeline.places import PlaceError, check_places

MEANT = (PlaceError, SetupError)  # meant for people, as every ValueError and OSError is
INTERRUPTED = "Stopped before the end; no file is half-written."


class Commands(click.Group):
    """A group of commands in which an expected error is one message on stderr, and a traceback only with --debug."""

    def invoke(self, ctx):
        """Run the command; an error meant for people is its message and exit status 1, Ctrl-C a sentence and 130."""
        try:
            with warnings.catch_warnings():
                warnings.showwarning = _told
                return super().invoke(ctx)
        except (click.exceptions.Exit, click.ClickException):
            raise
        except (KeyboardInterrupt, click.Abort):
            click.echo(INTERRUPTED, err=True)
            sys.exit(130)
        except Exception as error:
            if ctx.params.get("debug") or getattr(error, "errno", None) == errno.EPIPE:  # nobody reads on
                raise
            kind = "" if isinstance(error, (ValueError, OSError, *MEANT)) else f"{type(error).__name__}: "
            click.echo(f"Stopped: {kind}{in_words(error) if isinstance(error, OSError) else error}", err=True)
            sys.exit(1)


def _told(message, category, *place, **more):
    """Tell a person what a warning says, without the line of the program that it came from."""
    click.echo(f"Note: {message}", err=True)


NEW = 'Say which folder to make and from which file: make new STUDY=studies/mine FROM="answers.csv".'


def _checked(ctx, parameter, study):
    """The study's folder, refused where something that is made would be written through a link."""
    check_places(study)
    return study


def _seed(ctx, parameter, text):
    """A seed as a number, None where none was named; refused where it is none: the raw data would be written anew."""
    if text is None or re.fullmatch(r"[0-9]{1,9}", text):
        return text and int(text)
    raise click.ClickException(
        f"SEED is {text!r}. Expected a whole number of at most nine digits: make synthetic SEED=7."
    )


study_option = click.option("--study", default=".", show_default=True, callback=_checked, help="The study's folder.")


@click.group(cls=Commands)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def main(debug):
    """Executable research compendium for small before-after evaluations with yes/no outcomes."""
    os.environ.pop("PYTHONWARNINGS", None)  # a warning of somebody else's package is no error of a notebook


@main.command()
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
        """The plan worked out; something has changed, so a server imports meanwhile what will be needed."""
        if start:
            _start_server()
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


@main.command()
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


@main.command()
@click.argument("notebook")
@study_option
@click.option("--makes", multiple=True, help="A file that the notebook has to write.")
def execute(notebook, study, makes):
    """Run one NOTEBOOK of notebooks/ by its name; the executed copy goes to the study's build/."""
    from firststeps.pipeline import execution, inputs
    from firststeps.pipeline.plan import PUBLISHED, analyses
    from firststeps.pipeline.plan import left_out as without_use
    from firststeps.pipeline.sections import COMPARISON, EVERY_TABLE, ways_on
    from firststeps.pipeline.summary import note_time
    from firststeps.study import Study, StudyError
    from firststeps.study.checks import no_comparison
    from firststeps.study.reads import digests, recording

    every = analyses("notebooks")
    if notebook not in every:
        raise click.BadParameter(f"there is no notebooks/{notebook}.ipynb; there are: {', '.join(every)}")
    place = Study.load(study)
    lacking = no_comparison(place)
    if place.asked_twice and lacking:
        raise StudyError(lacking)
    source, target = Path("notebooks", f"{notebook}.ipynb"), Path(study, "build", f"{notebook}.ipynb")
    left_out = {COMPARISON: lacking}
    if notebook == PUBLISHED and not lacking:
        from firststeps.responses.given.published import why_not_every_table

        left_out[EVERY_TABLE] = why_not_every_table(place)
    label = f"[{every.index(notebook) + 1}/{len(every)}] "
    parameters = {} if study == "." else {"study": study}
    record = inputs.inputs_of(notebook, place)  # as they are before it runs: a later change is one
    # Where all that a notebook reads is in its record, times of files need not say when it is to run again.
    keep = execution.same_times(makes if notebook in inputs.RAW else ())
    started = time.monotonic()
    with recording() as paths, keep:
        leads = ways_on("notebooks", notebook, {*every} - {*without_use(place)}) if parameters else ""
        execution.execute(source, target, parameters, makes, label, _engine(), left_out, place.mark, leads)
    note_time(Path(study), notebook, time.monotonic() - started)
    inputs.write_record(notebook, place, record | {"study.yaml": digests(place, paths)})


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


@main.command()
@study_option
@click.argument("notebooks", nargs=-1, type=click.Path(exists=True))
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


@main.command()
@study_option
def manuscript(study):
    """Make the manuscript of a study (PDF, DOCX, HTML, JATS)."""
    from firststeps.report.paper.manuscript import build_manuscript

    started = time.monotonic()
    with _recorded("manuscript", study):
        build_manuscript(study)
    print(f"manuscript: done in {time.monotonic() - started:.1f} s", flush=True)


@main.command()
@study_option
def checklists(study):
    """Make the reporting checklists of a study, the supplement of its manuscript (PDF, DOCX, HTML)."""
    from firststeps.report.paper.manuscript import build_checklists

    with _recorded("checklists", study):
        build_checklists(study)


@contextlib.contextmanager
def _recorded(step, study):
    """Record the inputs of a step that the block does in this process, where it ends well."""
    from firststeps.pipeline import inputs
    from firststeps.pipeline.summary import note_time
    from firststeps.study import Study
    from firststeps.study.reads import digests, recording

    place = Study.load(study)
    record = inputs.inputs_of(step, place)
    started = time.monotonic()
    with recording() as paths:
        yield
    note_time(Path(study), step, time.monotonic() - started)
    inputs.write_record(step, place, record | {"study.yaml": digests(place, paths)})


@main.command("import")
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


@main.command()
@study_option
def first(study):
    """Give the first answer of a study on one page: in short here, and as paper/first-answer (HTML, DOCX, PDF)."""
    from firststeps.report.first_answer.documents import date_of, write_first_answer
    from firststeps.report.first_answer.page import in_short
    from firststeps.responses.counting.ordered.first_answer import first_answer
    from firststeps.study import Study

    with _recorded("first", study):
        place = Study.load(study)
        answer = first_answer(place)
        click.echo("\n".join(in_short(answer)))
        paths = write_first_answer(place, answer, date_of(place))
    click.echo(f"Read {', '.join(str(Path(study, 'paper', path.name)) for path in paths)}.")


@main.command()
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


@main.command()
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
    are = "1 error is" if planted == 1 else f"{planted} errors are"
    click.echo(f"{are} planted in {folder}: in data/raw/, build/, figures/ and paper/.")
    click.echo(f"Look for them by eye. Then: make verify STUDY={folder}; its receipt names them all.")


@main.command()
@study_option
def lite(study):
    """Make a page for the browser alone (JupyterLite) of a study's exercises, its synthetic answers, a comparison."""
    from firststeps.learning import begin
    from firststeps.learning.lite import make_page
    from firststeps.report.printing.wording import plural
    from firststeps.study import Study

    place = Path("build", "lite")
    lessons = make_page(Study.load(study), begin(study), place, Path(".venv-lite", "bin", "jupyter"))
    notebooks = plural(len(lessons.new), "notebook")
    click.echo(f"Wrote {notebooks} of exercises and a comparison into {place / 'site'}.")
    click.echo(f"To look at it: python3 -m http.server --directory {place / 'site'}, then http://localhost:8000")


@main.command()
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
    from firststeps.pipeline.summary import open_lines
    from firststeps.study import Study

    place = Study.load(study)
    return list(open_lines(place)), place.files


@main.command()
def accept():
    """Show what the executed notebooks say that the stored ones do not, and store it in notebooks/."""
    from firststeps.pipeline.acceptance import accept as store

    for line in store(Path("build"), Path("notebooks")):
        print(line)


@main.command()
def reference():
    """Write docs/study-yaml.md, the page that explains every key of study.yaml, from the models that check it."""
    from firststeps.study.reference import write_reference

    click.echo(f"Wrote {write_reference().relative_to(Path.cwd())}.")


@main.command()
@study_option
@click.option("--seed", callback=_seed, help="Draw other answers, in a new study beside it.")
def synthetic(study, seed):
    """Write the synthetic raw data of a study anew; with a seed, other data into a new study of its own."""
    from firststeps.responses.synthetic.course import another, write_synthetic

    if seed is None:
        write_synthetic(study)
        return
    folder = another(study, seed)
    published = Path(study, "data", "published.csv").is_file()
    answers = "answers that agree with the same published numbers" if published else "other invented answers"
    click.echo(f"New: {folder}, with {answers}.")
    click.echo(f"Exercises on it: make learn STUDY={folder}. The whole analysis: make all STUDY={folder}")


@main.command()
@click.argument("url")
def address(url):
    """Say in CITATION.cff and in every page that this repository lies at URL."""
    from firststeps.report.address import set_address

    click.echo(f"Wrote {', '.join(set_address(url))}.")


@main.command()
@click.argument("pages", nargs=-1)
def reading(pages):
    """Print the reading age of PAGES, or of all texts for students, and their hard sentences."""
    from firststeps.files import read_text
    from firststeps.learning.reading_age import report, student_texts

    texts = {page: read_text(page) for page in pages} or student_texts()
    click.echo("\n".join(report(texts)))


@main.command()
def constants():
    """Work out anew what no study changes, and keep it beside the code that made it."""
    from firststeps.files import write_text
    from firststeps.paired.planning import kept
    from firststeps.responses.planning import numbers_of_every_study

    write_text(kept.FILE, kept.as_text(numbers_of_every_study()))
    click.echo(f"Kept in {os.path.relpath(kept.FILE)} for as long as the code is this.")


@main.command()
@study_option
def checksums(study):
    """Promise the raw files as they are now: write SHA256SUMS anew."""
    from firststeps.responses.given.checksums import NAME, write_checksums
    from firststeps.study import Study

    raw = Study.load(study).raw
    names = [path.name for path in raw.iterdir() if path.is_file() and path.name != NAME and path.name[0] != "."]
    write_checksums(raw, names)
    files = "1 file as it is" if len(names) == 1 else f"{len(names):,} files as they are"
    print(f"{Path(study, 'data', 'raw', NAME)} promises {files} now.")


@main.command()
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
    from firststeps.responses.given.checksums import NAME
    from firststeps.responses.given.read import LARGE, read_grid

    rows = {}
    for path in sorted(place.raw.glob("[!.]*")):
        if path.name != NAME and path.is_file() and path.stat().st_size <= LARGE:
            sheet = next((wave.sheet for wave in place.waves if wave.file == path.name), "") or place.data.sheet
            with contextlib.suppress(ValueError, OSError):  # as those of statistics programs
                rows[path.name] = read_grid(path, place.encoding_of(path.name, sheet), place.data.delimiter, sheet).rows
    return rows


@main.command()
@click.option("--study", default=".", show_default=True, help="The study's folder.")
@click.option("--receipt", help="The folder of the receipt; by default receipt/ of the study.")
@click.option("--quick", is_flag=True, help="Take the executed notebooks in build/ instead of running them afresh.")
def verify(study, receipt, quick):
    """Check a study again, from its raw files to its printed numbers, in a temporary copy; write the receipt."""
    from firststeps.verification.verify import verify as check

    if not check(study, receipt or Path(study, "receipt"), quick, lambda line: print(line, flush=True)):
        sys.exit(1)


@main.command()
@click.argument("id", default="")
@click.option("--study", default=".", show_default=True, help="The study's folder.")
def claim(id, study):
    """Run the notebook of one claim again, in a temporary copy, and say whether its number comes out the same."""
    from firststeps.verification.claims import run_again

    if not id:
        raise click.ClickException(
            "Say which number: make claim ID=primary.mid-p. The supplement of the paper has the ids."
        )
    if not run_again(study, id, lambda line: print(line, flush=True)):
        sys.exit(1)


@main.command()
@click.option("--study", default=".", show_default=True, help="The study's folder.")
def faults(study):
    """Plant some fifty faults in copies of a study, and say which of them the verification catches."""
    from firststeps.verification.verify import plant_all

    if not plant_all(study, lambda line: print(line, flush=True)):
        sys.exit(1)


@main.command()
@study_option
@click.option("--if-public", is_flag=True, help="Do nothing where study.yaml keeps the study internal.")
def release(study, if_public):
    """Make the folder release/ of a study whose `release` is public: what may leave the house, and nothing else."""
    from firststeps.pipeline import inputs
    from firststeps.report.printing.wording import plural
    from firststeps.report.release.public_folder import make_edition
    from firststeps.study import Study

    with _recorded("released", study):
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


@main.command()
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


@main.command()
@study_option
@click.option("--clean", help="A clean file (tidy responses, .csv or .parquet) to count instead of the given one.")
@click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler: its cluster counts the clean file.")
@click.option("--memory", default="", help="What DuckDB may take before it goes on on disk, as in 500MB.")
def count(study, clean, scheduler, memory):
    """Count response patterns of a long file larger than memory, as a stream; writes data/clean/patterns.csv."""
    from firststeps.report.printing.wording import counted
    from firststeps.responses.counting.clean_files import write_csv
    from firststeps.responses.counting.large.clean_file import count_file
    from firststeps.responses.counting.large.given_file import count_given
    from firststeps.responses.counting.patterns import pattern_frame
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


@main.command()
@study_option
@click.option("--scheduler", metavar="ADDRESS", help="A Dask scheduler: its cluster cleans the shares of the file.")
@click.option("--shares", metavar="FOLDER", help="Where shares stand meanwhile: with a cluster, where it sees them.")
@click.option("--memory", default="500MB", show_default=True, help="What DuckDB may take before it goes on on disk.")
def large(study, scheduler, shares, memory):
    """Clean a long file that is larger than memory, share by share; writes data/clean/ as notebook 01 does."""
    from firststeps.responses.counting.large.clean_large import clean_large
    from firststeps.study import Study

    paths = clean_large(Study.load(study), memory, shares, scheduler)
    click.echo(f"Cleaned; wrote {len(paths)} files in {Path(study, 'data', 'clean')}.")


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False))
def inspect(files):
    """Propose a study.yaml for the given FILES: one long, wide or counts file, or one file a wave, in order."""
    from firststeps.responses.proposing.first_look import first_look
    from firststeps.responses.proposing.propose import inspect_files

    text = inspect_files(files)
    click.echo(text, nl=False)
    click.echo("\n".join(f"# {line}" for line in ("", *first_look(text, files))))


@main.command()
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


def _at_terminal():
    """Whether somebody sits there who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


@main.command()
@click.argument("study")
@click.argument("files", nargs=-1, type=click.Path(dir_okay=False))
@click.option(
    "--named", "line", default="", help="The files in one text, as `make new` has them: a name may hold spaces."
)
@click.option("--no-input", is_flag=True, help="Leave all questions in study.yaml, also at a terminal.")
def new(study, files, line, no_input):
    """Make the folder STUDY from the given FILES: copies of them, their checksums, a proposed study.yaml.

    At a terminal its questions are asked one by one; each may be left open.
    """
    from firststeps.files import write_text
    from firststeps.responses.proposing.file_names import files_named
    from firststeps.responses.proposing.first_look import first_look
    from firststeps.responses.proposing.propose import new_study
    from firststeps.responses.proposing.settling import settle
    from firststeps.study.questions import open_questions

    files = [*files, *files_named(line)]
    if study == "." or not files:
        raise click.ClickException(f"{NEW} STUDY is a new folder; FROM is one file, or one file a wave, in order.")
    path = new_study(study, files)
    text = path.read_text(encoding="utf-8")
    click.echo("\n".join(first_look(text, files)))
    if not no_input and _at_terminal():
        settled = settle(text, lambda question: click.prompt(question, default="", show_default=False), click.echo)
        if settled != text:
            write_text(path, settled)
            text = settled
            click.echo("\n".join(first_look(text, files)))
    then = "Settle the questions marked `# ?` in it, then run" if open_questions(text) else "Now run"
    click.echo(f"Made {path}. {then}: make all STUDY={study}")


def _stop_as_by_ctrl_c():
    """Let what asks this process to end be met as Ctrl-C is: temporary folders go, and what was there is put back."""
    this, asking = os.getpid(), (signal.SIGTERM, signal.SIGHUP)

    def stop(number, _):
        """Raise what Ctrl-C raises, once: make tells its children again; a fork has nothing to put back, and ends."""
        if os.getpid() == this:
            for each in asking:
                signal.signal(each, signal.SIG_IGN)
            raise KeyboardInterrupt
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    for number in asking:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, stop)


if __name__ == "__main__":
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    _stop_as_by_ctrl_c()
    main(prog_name="python -m firststeps")
