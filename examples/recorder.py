"""A recorder: it keeps the order books, trades and lifecycles of a series' markets as Parquet, until it is stopped.

    python examples/recorder.py SERIES FOLDER
    python -m kalshi_sandbox --traders 80 -- python examples/recorder.py KXBTCD data/

The second line is for the local exchange. Ctrl-C and SIGTERM end it in order. A kill loses five seconds at most, and
the next run goes on in the same folder and marks the loss. Read the folder with polars, DuckDB or `replay`, or trade in
it: see examples/backtest.py. Markets that begin are added within a minute. It doesn't record what is private, what was
before it ran, or other series, except their lifecycles. A folder has one recorder at a time; nothing is ever deleted.
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys

from kalshi_overlay import KalshiAuthenticatedClient, create_client
from kalshi_overlay.discovery import search
from kalshi_overlay.recording import Recorder
from kalshi_overlay.stream import connect

CHANNELS = ("orderbook_delta", "trade")


async def markets_of(series: str, client: KalshiAuthenticatedClient) -> set[str]:
    return {market.ticker async for market in search.asyncio(series=series, client=client)}


async def main(series: str, folder: str, stop: asyncio.Event | None = None, look_every: float = 60) -> int:
    """Record until `stop` is set or SIGTERM comes, and answer how many messages came."""
    stop = stop or asyncio.Event()
    # Windows has no such handlers.
    with contextlib.suppress(NotImplementedError):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with create_client() as client, connect(client) as stream, Recorder(stream, folder) as recorder:
        known = await markets_of(series, client)
        if not known:
            sys.exit(f"{series} has no open market")
        await recorder.subscribe("market_lifecycle_v2")
        kept = [await recorder.subscribe(channel, market_tickers=sorted(known)) for channel in CHANNELS]
        running = asyncio.create_task(stream.run_forever(stop))
        while not (await asyncio.wait([running], timeout=look_every))[0]:
            begun = await markets_of(series, client) - known
            if begun:
                for channel in kept:
                    await channel.update("add_markets", market_tickers=sorted(begun))
                known |= begun
            print(f"{len(known)} markets, {recorder.messages:,} messages", recorder.problem or "", flush=True)
        await running
    return recorder.messages


if __name__ == "__main__":
    try:
        asyncio.run(main(sys.argv[1], sys.argv[2]))
    except KeyboardInterrupt:
        print("Stopped")
