"""Stop trading when a program ends or freezes: `python -m kalshi_overlay.guard [--beat 10] -- python my_bot.py`.

It runs the program, and waits in a process of its own. When the program ends, for whatever reason, all orders of the
account are canceled, and that is verified by reads; if the exchange can't be reached, it goes on trying. With `--beat`
the program has to call `kalshi_overlay.guard.beat()` every so often; one that doesn't is killed, with all that it has
started. Ctrl-C, SIGTERM and SIGHUP are passed on to it. The key comes from the environment, as `create_client` reads
it.

Ends with the program's exit status, as a shell reports it.
"""

from __future__ import annotations

import argparse
import contextlib
import math
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

from kalshi_gen.api.portfolio import get_balance
from kalshi_gen.errors import KalshiError
from kalshi_overlay import KalshiAuthenticatedClient, clock, create_client
from kalshi_overlay.errors import TradingNotStoppedError
from kalshi_overlay.orders.reading import FINAL_AFTER
from kalshi_overlay.safety import stop_trading

_VARIABLE = "KALSHI_GUARD_FD"
# Seconds between two tries to stop, that a program has to end by itself, and that it may take until its first beat.
_PAUSE, _GRACE, _START = 1.0, 30.0, 60.0
# Seconds at most that one try may take, and between two looks at the program.
_TRY, _LOOK = 20.0, 0.05


def beat() -> None:
    """Say that the program is alive, if it runs under a guard with `--beat`; cheap enough for every round of a loop."""
    descriptor = os.environ.get(_VARIABLE)
    if descriptor is not None:
        # A pipe that nobody has read for long is full of beats; one without a reader has no guard any more, and a
        # process that the program has started may not have it at all.
        with contextlib.suppress(OSError, ValueError):
            os.write(int(descriptor), b".")


class Guard:
    """Runs a program, and knows whether it is alive."""

    def __init__(self, command: Sequence[str], seconds: float | None) -> None:
        """Start the program.

        Args:
            command: The program and its arguments.
            seconds: How long it may go without a beat; None for as long as it likes.
        """
        self._seconds = seconds
        self._kill_at = math.inf if seconds is None else time.monotonic() + max(_START, seconds)
        self._is_ending = False
        self._reading, writing = os.pipe()
        os.set_blocking(self._reading, False)
        os.set_blocking(writing, False)
        environment = {name: value for name, value in os.environ.items() if name != _VARIABLE}
        if seconds is not None:
            environment[_VARIABLE] = str(writing)
        # In a group of its own, so that all that it starts can be ended with it.
        self._program = subprocess.Popen(
            command, env=environment, pass_fds=() if seconds is None else (writing,), start_new_session=True
        )
        os.close(writing)

    def wait(self) -> int:
        """Wait until the program has ended, and kill it if it no longer beats; answers its exit status."""
        while self._program.poll() is None:
            self._look()
            if time.monotonic() > self._kill_at:
                why = "it does not end" if self._is_ending else f"no beat for {self._seconds:g} s"
                _say(f"{why}; killing the program")
                self._send(signal.SIGKILL)
                self._program.wait()
        # What it has started may trade too.
        self._send(signal.SIGKILL)
        os.close(self._reading)
        status = self._program.returncode
        return 128 - status if status < 0 else status

    def end(self, number: int) -> None:
        """Let the program end by a signal, and kill it if it doesn't."""
        self._is_ending, self._kill_at = True, time.monotonic() + _GRACE
        self._send(number)

    def _send(self, number: int) -> None:
        """Send a signal to the program and to all that it has started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._program.pid, number)

    def _look(self) -> None:
        ready, _, _ = select.select([self._reading], [], [], _LOOK)
        if not ready:
            return
        if not os.read(self._reading, 65536):
            # Nobody has the other end any more.
            time.sleep(_LOOK)
        elif self._seconds is not None and not self._is_ending:
            self._kill_at = time.monotonic() + self._seconds


def stop(client: KalshiAuthenticatedClient, *, perps: bool) -> None:
    """Stop trading, and go on trying until no order of the program that has ended can arrive any more."""
    certain_at = clock.now() + FINAL_AFTER
    while True:
        try:
            stop_trading.sync(client=client, perps=perps, timeout=_TRY)
        except TradingNotStoppedError as error:
            _say(str(error))
        else:
            if clock.now() >= certain_at:
                return
        clock.sleep(_PAUSE)


def main(arguments: Sequence[str]) -> int:
    """Run a program under a guard.

    Args:
        arguments: The command line.

    Returns:
        The program's exit status; 2 if it could not be started, or if the exchange doesn't take the key.
    """
    parser = argparse.ArgumentParser(
        prog="python -m kalshi_overlay.guard", description=(__doc__ or "").partition(":")[0] + "."
    )
    parser.add_argument("--beat", type=float, metavar="SECONDS", help="kill the program if it doesn't beat for so long")
    parser.add_argument("--perps", action="store_true", help="also cancel the orders of perpetual futures")
    parser.add_argument("command", nargs="+", help="the program and its arguments, after --")
    given = parser.parse_args(arguments)
    if given.beat is not None and not given.beat > 0:
        parser.error("--beat must be seconds above 0")
    try:
        with create_client() as client:
            # Before the program runs: a guard with a key that the exchange refuses guards nothing.
            get_balance.sync(client=client)
            return _guard(client, given)
    except (KalshiError, OSError) as error:
        _say(str(error))
        return 2


def _guard(client: KalshiAuthenticatedClient, given: argparse.Namespace) -> int:
    guard = Guard(given.command, given.beat)
    ends = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, lambda number, _: guard.end(number)) for number in ends}
    status = guard.wait()
    _say(f"the program has ended with status {status}; stopping trading")
    stop(client, perps=given.perps)
    for number, handler in before.items():
        signal.signal(number, handler)
    _say("no order rests")
    return status


def _say(text: str) -> None:
    """Print a line, unless nobody reads it any more."""
    with contextlib.suppress(OSError, ValueError):
        print(f"guard: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
