"""`python -m kalshi_overlay.relay --redis URL [--markets ...] [--series ...] [--channels ...]`: run a relay."""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import signal
import sys
from collections.abc import Sequence

from kalshi_gen.api.market import get_markets
from kalshi_gen.errors import InvalidRequestError
from kalshi_overlay.client import create_client
from kalshi_overlay.errors import KalshiConfigError
from kalshi_overlay.relay.log import LENGTH
from kalshi_overlay.relay.relay import Relay
from kalshi_overlay.stream.feeds import BOOKS

_COULD_NOT_RUN = 2


def main(arguments: Sequence[str]) -> int:
    """Run a relay until SIGINT or SIGTERM.

    Args:
        arguments: The command line without the program's name.

    Returns:
        The exit status: 0 once it was stopped, 2 if it could not run.
    """
    options = _parsed(arguments)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.WARNING)
    try:
        asyncio.run(_run(options))
    except (KalshiConfigError, InvalidRequestError) as problem:
        print(f"relay: {problem}", file=sys.stderr)
        return _COULD_NOT_RUN
    return 0


async def _run(options: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with create_client(demo=True if options.demo else None) as client:

        async def find_markets() -> list[str]:
            listed = [
                get_markets.asyncio_all(client=client, series_ticker=each, status="open") for each in options.series
            ]
            return [market.ticker for markets in listed async for market in markets]

        relay = Relay(
            client,
            options.redis,
            {channel: {"market_tickers": options.markets} if options.markets else {} for channel in options.channels},
            name=options.name,
            find_markets=find_markets if options.series else None,
            length=options.length,
        )
        await relay.run(stop)


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m kalshi_overlay.relay",
        description="Feed consumers on any number of hosts from one signed connection, through Redis Streams.",
        epilog="The key is read as create_client reads it, such as from KALSHI_API_KEY_ID and KALSHI_PRIVATE_KEY_PATH.",
    )
    address = os.environ.get("KALSHI_RELAY_REDIS")
    parser.add_argument(
        "--redis",
        metavar="URL",
        default=address,
        required=address is None,
        help="the address of Redis, also in KALSHI_RELAY_REDIS, where a password is not in the list of processes",
    )
    parser.add_argument("--channels", nargs="+", default=[BOOKS], help=f"what is carried ({BOOKS})")
    parser.add_argument("--markets", nargs="+", default=[], metavar="TICKER", help="the markets of these channels")
    parser.add_argument("--series", nargs="+", default=[], metavar="TICKER", help="all markets that trade in a series")
    parser.add_argument("--name", default="kalshi", help="by which consumers find it (kalshi)")
    parser.add_argument("--length", type=int, default=LENGTH, help=f"entries that Redis keeps at least ({LENGTH})")
    parser.add_argument("--demo", action="store_true", help="the demo environment")
    options = parser.parse_args(arguments)
    if BOOKS in options.channels and not (options.markets or options.series):
        parser.error(f"{BOOKS} needs --markets or --series")
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
