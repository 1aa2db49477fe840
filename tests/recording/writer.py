"""A process that records, of few imports, so that it starts quickly."""

from __future__ import annotations

import asyncio
import os
import signal

from attrs import frozen

from kalshi_overlay import create_client
from kalshi_overlay.recording import Recorder
from kalshi_overlay.stream import connect
from tests import forks

CHANNEL = "orderbook_delta"


@frozen
class Writer:
    """A process that records until it is killed, or asked to end.

    Attributes:
        base_url: The exchange.
        access_key_id: The id of its key.
        private_key: The key, as PEM.
        folder: Where it records.
        tickers: The markets.
        lose_at_most: Seconds that a kill may lose.
    """

    base_url: str
    access_key_id: str
    private_key: str
    folder: str
    tickers: list[str]
    lose_at_most: float

    def run(self) -> None:
        """Record."""
        asyncio.run(self._record())
        os._exit(0)

    async def _record(self) -> None:
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        # A write that is refused is an error, and does not end the process.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        client = create_client(
            base_url=self.base_url, access_key_id=self.access_key_id, private_key_data=self.private_key
        )
        async with (
            client,
            connect(client) as stream,
            Recorder(stream, self.folder, lose_at_most=self.lose_at_most) as recorder,
        ):
            recorder.subscribe(CHANNEL, market_tickers=self.tickers)
            await stop.wait()


def spawn() -> None:
    """Start the processes that record."""
    forks.spawn(Writer)
