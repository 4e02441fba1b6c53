"""The command line that the Makefile calls: ``python -m firststeps COMMAND``."""

import signal

if __name__ == "__main__" and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until a command can say that it was stopped
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})  # held by pipeline/warm/client.py

import errno
import importlib
import os
import sys
import warnings

import click

from firststeps.errors import in_words
from firststeps.pipeline.environment import SetupError
from firststeps.pipeline.places import PlaceError
from firststeps.pipeline.warm.client import open_closed_streams

COMMANDS = {  # of each module of commands/
    "notebooks": ("plan", "execute", "claims", "summary", "accept"),
    "paper": ("begin", "manuscript", "checklists", "import"),
    "answers": ("first", "read"),
    "going_out": ("site", "release", "deposit"),
    "raw_data": ("synthetic", "checksums", "count", "large"),
    "new_study": ("inspect", "new"),
    "checking": ("verify", "claim", "faults"),
    "students": ("learn", "faulty", "lite"),
    "compendium": ("reference", "constants", "address", "reading"),
}
MEANT = (PlaceError, SetupError)  # meant for people, as every ValueError and OSError is
INTERRUPTED = "Stopped before the end; no file is half-written."


class Commands(click.Group):
    """The commands, each loaded when it is asked for; an expected error is one message on stderr.

    A traceback is shown with --debug only.
    """

    def list_commands(self, ctx):
        """The names of all commands, in the order of the alphabet."""
        return sorted(name for names in COMMANDS.values() for name in names)

    def get_command(self, ctx, name):
        """The command of a name, from the module that has it; None where none has."""
        home = next((module for module, names in COMMANDS.items() if name in names), None)
        if home is None:
            return None
        module = importlib.import_module(f"firststeps.commands.{home}")
        return next(one for one in vars(module).values() if isinstance(one, click.Command) and one.name == name)

    def invoke(self, ctx):
        """Run the command; an error meant for people is its message and exit status 1, Ctrl-C a sentence and 130."""
        try:
            with warnings.catch_warnings():
                warnings.showwarning = _echo_warning
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


def _echo_warning(message, category, *place, **more):
    """Tell a person what a warning says, without the line of the program that it came from."""
    click.echo(f"Note: {message}", err=True)


@click.group(cls=Commands)
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def main(debug):
    """Executable research compendium for small before-after evaluations with yes/no outcomes."""
    os.environ.pop("PYTHONWARNINGS", None)  # a warning of somebody else's package is no error of a notebook


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
    open_closed_streams()
    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    _stop_as_by_ctrl_c()
    main(prog_name="python -m firststeps")
