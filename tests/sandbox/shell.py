"""The sandbox as a shell starts it: in a process of its own, or around a command."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from attrs import frozen

from kalshi_sandbox.__main__ import main
from tests.conftest import ROOT

MODULE = [sys.executable, "-m", "kalshi_sandbox"]
VARIABLES = (
    "KALSHI_API_BASE_URL",
    "KALSHI_ALLOW_UNKNOWN_HOST",
    "KALSHI_API_KEY_ID",
    "KALSHI_PRIVATE_KEY_PATH",
    "KALSHI_KLEAR_BASE_URL",
    "KALSHI_KLEAR_ADMIN_USER_ID",
    "KALSHI_KLEAR_ACCESS_TOKEN",
)


@contextmanager
def shell(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The sandbox in a process of its own, which is killed at the end if it still runs."""
    process = subprocess.Popen(
        [*MODULE, *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def exports(process: subprocess.Popen[str]) -> dict[str, str]:
    """The variables that a sandbox in a process of its own tells to set, once it serves."""
    assert process.stdout is not None
    found: dict[str, str] = {}
    while len(found) < len(VARIABLES):
        line = process.stdout.readline()
        assert line, "the sandbox ended early"
        if line.startswith("export "):
            name, value = line.removeprefix("export ").strip().split("=", 1)
            found[name] = value
    return found


@frozen
class Ran:
    """How the command line ended: its exit status, and what it and its command wrote."""

    status: int
    out: str
    err: str


class CommandLine:
    """The command line of the sandbox in this process, which spares the second that another one takes to start.

    Args:
        capfd: Reads what is written, also by the command.
    """

    def __init__(self, capfd: pytest.CaptureFixture[str]) -> None:
        self._capfd = capfd

    def run(self, *arguments: str) -> Ran:
        """What it does with these arguments."""
        # It waits for signals as a process of its own may.
        kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            status = main(arguments)
        finally:
            for number, handler in kept.items():
                signal.signal(number, handler)
        return Ran(status, *self._capfd.readouterr())


def python(code: str) -> tuple[str, ...]:
    """A command that runs a piece of Python; without what nobody needs, so that it starts soon."""
    return sys.executable, "-S", "-E", "-c", code


def variables_of(environment: str) -> dict[str, str]:
    """The variables in what `SHOW_VARIABLES` prints."""
    return dict(line.split("=", 1) for line in environment.splitlines())


SHOW_VARIABLES = python(
    "import os; print(*(f'{k}={v}' for k, v in os.environ.items() if k.startswith('KALSHI_')), sep='\\n')"
)
