"""A study that begins: proposed for files, made as a folder."""

import sys

import click


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False))
def inspect(files):
    """Propose a study.yaml for the given FILES: one long, wide or counts file, or one file a wave, in order."""
    from firststeps.responses.proposing.first_look import first_look
    from firststeps.responses.proposing.propose import inspect_files

    text = inspect_files(files)
    click.echo(text, nl=False)
    click.echo("\n".join(f"# {line}" for line in ("", *first_look(text, files))))


@click.command()
@click.argument("study")
@click.argument("files", nargs=-1, type=click.Path(dir_okay=False))
@click.option(
    "--named", "line", default="", help="The files in one text, as `make new` has them: a name may hold spaces."
)
@click.option("--together", "joined", is_flag=True, help="The tables of several places are one: below one another.")
@click.option("--no-input", is_flag=True, help="Leave all questions in study.yaml, also at a terminal.")
def new(study, files, line, joined, no_input):
    """Make the folder STUDY from the given FILES: copies of them, their checksums, a proposed study.yaml.

    Sheets or files of several places are written below one another with --together.  At a terminal its questions are
    asked one by one; each may be left open.
    """
    from firststeps.files import write_text
    from firststeps.responses.given.checksums import given_names
    from firststeps.responses.proposing.file_names import files_named
    from firststeps.responses.proposing.first_look import first_look
    from firststeps.responses.proposing.propose import new_study
    from firststeps.responses.proposing.settling import LEAVE, settle
    from firststeps.study.questions import open_questions

    files = [*files, *files_named(line)]
    if study == "." or not files:
        raise click.ClickException(
            'Say which folder to make and from which file: make new STUDY=studies/mine FROM="answers.csv". '
            "STUDY is a new folder; FROM is one file, or one file a wave, in order."
        )
    path = new_study(study, files, joined)
    raw = path.parent / "data" / "raw"
    files = [raw / name for name in given_names(raw)]
    text = path.read_text(encoding="utf-8")
    click.echo("\n".join(first_look(text, files)))
    if not no_input and _at_terminal():
        settled = settle(text, _Asking(LEAVE), click.echo)
        if settled != text:
            write_text(path, settled)
            text = settled
            click.echo("\n".join(first_look(text, files)))
    then = "Settle the questions marked `# ?` in it, then run" if open_questions(text) else "Now run"
    click.echo(f"Made {path}. {then}: make all STUDY={study}")


class _Asking:
    """Questions asked at a terminal; after Ctrl-C or Ctrl-D all that are left get the answer that leaves them open."""

    def __init__(self, leave):
        """Begin to ask; ``leave`` is the answer that leaves a question open."""
        self._leave, self._ended = leave, False

    def __call__(self, question):
        """The answer to a question."""
        if not self._ended:
            try:
                return click.prompt(question, default="", show_default=False, prompt_suffix="\n> ")
            except click.Abort:
                self._ended = True
                click.echo("\nThe questions that are left stay open; what was answered is kept.")
        return self._leave


def _at_terminal():
    """Whether somebody sits there who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()
