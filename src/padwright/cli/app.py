"""The way in: runs a command and turns whatever happens into an exit code.

0 clean, 1 done with error findings, 2 unusable input, 3 our own fault, 130 cancelled. This module
imports nothing heavy, so that `padwright --help` is prompt and a Ctrl-C while starting is clean.
"""

import contextlib
import os
import sys
from collections.abc import Sequence
from typing import Final

from padwright.base.errors import PadwrightError

CLEAN: Final = 0
FINDINGS: Final = 1
UNUSABLE: Final = 2
OUR_FAULT: Final = 3
CANCELLED: Final = 130
_RESUME: Final = "; what was finished is kept, run the same command again to resume"


def main() -> None:
    """Run the command line of this process and exit."""
    code = run(sys.argv[1:])
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
    # What is left in a pipe that nobody reads any more must not raise at shutdown.
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code; nothing but `SystemExit` of a child gets out.

    Parameters
    ----------
    arguments
        What stands after the program's name; ``--debug`` may stand anywhere.
    """
    debug = "--debug" in arguments
    plain = [each for each in arguments if each != "--debug"]
    as_json = "--json" in plain
    try:
        from padwright.cli.commands import app  # noqa: PLC0415 - an interrupted import is caught

        result = app(plain, prog_name="padwright", standalone_mode=False)
    except KeyboardInterrupt:
        return _cancelled(f"cancelled{_RESUME}", as_json=as_json)
    except BrokenPipeError:
        return CLEAN
    except PadwrightError as error:
        return _refused(error, as_json=as_json, debug=debug)
    except Exception as error:  # noqa: BLE001 - the last line of defence against tracebacks
        return _usage_or_fault(error, as_json=as_json, debug=debug)
    if result == CANCELLED:  # what typer makes of a Ctrl-C
        return _cancelled(f"cancelled{_RESUME}", as_json=as_json)
    return result if isinstance(result, int) else CLEAN


def _refused(error: PadwrightError, *, as_json: bool, debug: bool) -> int:
    """Return the exit code of an error that says what is wrong, and tell it."""
    if error.exit_code == CANCELLED:
        how = "" if error.fix else _RESUME
        return _cancelled(f"{error}{how}", as_json=as_json)
    if error.exit_code == OUR_FAULT:
        return _our_fault(error, as_json=as_json, debug=debug)
    _tell(f"error: {error}", as_json=as_json, kind="input", error=error)
    return error.exit_code


def _usage_or_fault(error: Exception, *, as_json: bool, debug: bool) -> int:
    """Return the exit code for what typer raises, or for a fault of our own."""
    ancestors = {each.__name__ for each in type(error).__mro__}
    if "Abort" in ancestors:
        return _cancelled(f"cancelled{_RESUME}", as_json=as_json)
    if "ClickException" in ancestors:
        getattr(error, "show", lambda: None)()
        return UNUSABLE
    return _our_fault(error, as_json=as_json, debug=debug)


def _cancelled(message: str, *, as_json: bool) -> int:
    _tell(message, as_json=as_json, kind="cancelled")
    return CANCELLED


def _our_fault(error: Exception, *, as_json: bool, debug: bool) -> int:
    if debug:
        import traceback  # noqa: PLC0415 - seldom needed

        traceback.print_exception(error)
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    _tell(
        f"padwright failed by its own fault ({what}).\n"
        "Please report it with the design files; --debug shows where it happened.",
        as_json=as_json,
        kind="fault",
    )
    return OUR_FAULT


def _tell(message: str, *, as_json: bool, kind: str, error: PadwrightError | None = None) -> None:
    """Tell a person on stderr, and a program on stdout when it asked for data."""
    with contextlib.suppress(OSError, ValueError):
        print(message, file=sys.stderr)  # noqa: T201 - the face speaks here
    if as_json:
        import json  # noqa: PLC0415 - seldom needed

        told = {"kind": kind, "message": message}
        if error is not None:
            told |= {"problem": error.problem, "where": error.where, "fix": error.fix}
        with contextlib.suppress(OSError, ValueError):
            print(json.dumps({"error": told}, indent=2))  # noqa: T201 - the face speaks here
