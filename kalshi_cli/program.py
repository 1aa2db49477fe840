"""The program: its commands, each imported when it is used, and what it exits with.

| exit status | meaning |
|---|---|
| 0 | done |
| 1 | the exchange said no, or could not be reached; `doctor` found something wrong |
| 2 | wrong usage or settings; nothing was sent |
| 130 | Ctrl-C |
| 141 | what read the output has stopped reading |
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Sequence
from typing import Final, TextIO

DONE: Final = 0
FAILED: Final = 1
WRONG_USAGE: Final = 2
INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141

# A sandbox for the one command; `--sandbox=URL` is one that runs.
NEW_SANDBOX: Final = "new"

_COMMANDS: Final = {
    "doctor": ("kalshi_cli.doctor", "Check your set-up, and say what to do about what is wrong."),
    "markets": ("kalshi_cli.markets", "Search for markets."),
    "market": ("kalshi_cli.markets", "Show a market."),
    "book": ("kalshi_cli.markets", "Show the order book of a market."),
    "trades": ("kalshi_cli.markets", "List public trades, the newest first."),
    "candles": ("kalshi_cli.markets", "Plot the prices of a market."),
    "balance": ("kalshi_cli.portfolio", "Show your cash by shard."),
    "positions": ("kalshi_cli.portfolio", "List your positions."),
    "orders": ("kalshi_cli.portfolio", "List your orders."),
    "fills": ("kalshi_cli.portfolio", "List your fills, the newest first."),
    "settlements": ("kalshi_cli.portfolio", "List your settled markets."),
    "pnl": ("kalshi_cli.portfolio", "Show your profit and loss by market."),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: The command line without the program's name; that of this process by default.

    Returns:
        The exit status; see the module.
    """
    with warnings.catch_warnings():
        warnings.showwarning = _show_warning
        try:
            return _run(_arranged(sys.argv[1:] if arguments is None else arguments))
        except KeyboardInterrupt:
            return INTERRUPTED
        except BrokenPipeError:
            # Nor can what is still buffered be written at the end of the process.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return BROKEN_PIPE


def _run(arguments: list[str]) -> int:
    # Nothing of the client is imported before a command needs it: that takes longer than all the rest of `--help`.
    try:
        from cyclopts import App, CycloptsError
    except ModuleNotFoundError:
        return _fail_without_extra()

    app = App(name="kalshi", help="Kalshi in a terminal.", version=_version, suppress_keyboard_interrupt=False)
    for name, (module, purpose) in _COMMANDS.items():
        app.command(f"{module}:{name}", name=name, help=purpose)
    try:
        status = app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
        sys.stdout.flush()
        return DONE if status is None else int(status)
    except CycloptsError as error:
        named = arguments[0] if arguments and arguments[0] in _COMMANDS else ""
        return _fail(f"{error} See: {' '.join(filter(None, ('kalshi', named, '--help')))}", WRONG_USAGE)
    except BrokenPipeError:
        raise
    except Exception as error:
        failed = _status_of(error)
        if failed is None:
            raise
        return _fail(str(error), failed)


def _arranged(arguments: Sequence[str]) -> list[str]:
    """The arguments with the environment behind the command, where it may also be given before it."""
    spelled = [f"--sandbox={NEW_SANDBOX}" if each == "--sandbox" else each for each in arguments]
    first = 0
    while first < len(spelled) and (spelled[first] == "--demo" or spelled[first].startswith("--sandbox=")):
        first += 1
    return [*spelled[first : first + 1], *spelled[:first], *spelled[first + 1 :]]


def _status_of(error: Exception) -> int | None:
    """The exit status for an error; None for one that is a defect of this program."""
    from kalshi_overlay.errors import InvalidRequestError, KalshiConfigError, KalshiError

    if isinstance(error, KalshiConfigError | InvalidRequestError):
        return WRONG_USAGE
    return FAILED if isinstance(error, KalshiError | OSError) else None


def _fail_without_extra() -> int:
    from kalshi_overlay.errors import MissingExtraError
    from kalshi_overlay.extras import require_extra

    try:
        require_extra("cli", "cyclopts", "rich")
    except MissingExtraError as error:
        return _fail(str(error), WRONG_USAGE)
    raise AssertionError("cyclopts is installed, and can't be imported")


def _fail(text: str, status: int) -> int:
    print("kalshi:", " ".join(text.split()), file=sys.stderr)
    return status


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    print("kalshi: note:", " ".join(str(message).split()), file=sys.stderr)


def _version() -> str:
    from kalshi_overlay import __version__

    return __version__
