"""`python -m kalshi_probe [--demo] [--trade] [--yes] [--json FILE]`: check assumptions about the exchange."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path

from kalshi_overlay.client import KalshiAuthenticatedClient, create_client
from kalshi_overlay.environments import DEMO, environment_of
from kalshi_overlay.errors import KalshiConfigError, MissingExtraError
from kalshi_overlay.extras import require_extra

try:
    require_extra("stream", "websockets")
    from .report import Report, print_table, write_json
    from .rest import Pace
    from .run import CouldNotRunError, run
except MissingExtraError as error:
    sys.exit(f"probe: {error}")

_COULD_NOT_RUN = 2
# A terminal that is closed sends SIGHUP, a supervisor SIGTERM.
_ENDING = ("SIGTERM", "SIGHUP")
_READS = """\
The probe checks what this package assumes about the exchange.
It goes to {where}, with your API key.
- It reads markets, books, limits, and your orders, fills, positions, balance and transfers, and it opens four
  connections of the stream. It sends requests that the exchange should refuse: unknown ids, and late signatures.
- It sends at most two reads and one write a second, and keeps to a tenth of your account's limits.
  It takes about two minutes.
- The report has shapes, codes, times and counts. It has no ids, balances, positions or keys.
"""
_TRADES = """\
- It PLACES ORDERS: up to eleven bids for one contract each, at $0.01 or $0.02, in quiet markets. It cancels every one.
"""
_NO_TRADES = "- It places no orders and changes nothing.\n"


def main(arguments: Sequence[str], pace: Pace | None = None) -> int:
    """Run the probe.

    Args:
        arguments: The command line without the program's name.
        pace: How fast to go; slowly unless given.

    Returns:
        The exit status: 0 if all is as assumed, 1 if something differs, 2 if the probe could not run, 128 and the
        signal's number if one ended it.
    """
    options = _parsed(arguments)
    try:
        client = create_client(demo=True if options.demo else None)
    except KalshiConfigError as problem:
        return _failed(str(problem))
    environment = environment_of(client.get_async_httpx_client().base_url)
    if options.trade and environment is not DEMO and not _is_on_this_machine(client):
        return _failed("--trade is for demo only: add --demo, with a key of demo")
    where = environment.name if environment else client.get_async_httpx_client().base_url.host
    print(_READS.format(where=where) + (_TRADES if options.trade else _NO_TRADES))
    if not options.yes and not _agreed():
        return _failed("nothing was sent")
    ended_by = [signal.SIGINT]
    try:
        report = asyncio.run(_probe(client, options.trade, pace or Pace(), ended_by))
    except CouldNotRunError as problem:
        return _failed(str(problem))
    except (KeyboardInterrupt, asyncio.CancelledError):
        print("probe: interrupted", file=sys.stderr)
        return 128 + ended_by[-1]
    print_table(report)
    if options.json is not None:
        try:
            write_json(report, options.json)
        except OSError as problem:
            return _failed(f"{options.json}: {problem.strerror}")
    return report.status


async def _probe(client: KalshiAuthenticatedClient, trade: bool, pace: Pace, ended_by: list[signal.Signals]) -> Report:
    """Run the probe; signals that end a program end it as Ctrl-C does, once its orders are canceled."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None

    def end(number: signal.Signals) -> None:
        # Once more, and it ends the program at once.
        loop.remove_signal_handler(number)
        ended_by.append(number)
        task.cancel()

    for number in (getattr(signal, name) for name in _ENDING if hasattr(signal, name)):
        # nohup lets SIGHUP be ignored, and that is respected. Windows has no such handlers.
        if signal.getsignal(number) is signal.SIG_DFL:
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, end, number)
    async with client:
        return await run(client, trade=trade, pace=pace, progress=_progress)


def _progress(text: str) -> None:
    print(f"probe: {text}", file=sys.stderr, flush=True)


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m kalshi_probe",
        description="Check what this package assumes about the exchange, with your own API key. The key and the "
        "address come from the environment variables that create_client() reads.",
        epilog="Exit status: 0 all as assumed, 1 something differs, 2 it could not run, 128 and more: a signal's.",
    )
    parser.add_argument("--demo", action="store_true", help="go to the demo environment, whatever KALSHI_DEMO says")
    parser.add_argument("--trade", action="store_true", help="also place and cancel small orders; demo only")
    parser.add_argument("--yes", action="store_true", help="do not ask before it starts")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the report there as JSON")
    return parser.parse_args(arguments)


def _agreed() -> bool:
    if not sys.stdin.isatty():
        print("probe: there is no terminal to ask at; pass --yes", file=sys.stderr)
        return False
    try:
        return input("Start? [y/N] ").strip().lower() in ("y", "yes")
    except (EOFError, KeyboardInterrupt):
        print()
        return False


def _is_on_this_machine(client: KalshiAuthenticatedClient) -> bool:
    host = client.get_async_httpx_client().base_url.host
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _failed(problem: str) -> int:
    print(f"probe: {problem}", file=sys.stderr)
    return _COULD_NOT_RUN


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
