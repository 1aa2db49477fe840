"""Fills that are read and stored while the stream breaks, reads lag, the archive grows and the reader is killed.

    python -m tests.account.fills_soak --fills 50000 --kills 100 [--seed 0]

A process stores each fill with the token that came with it, and goes on from the token after each SIGKILL. The stream
is killed every second. Reads lag by up to 2 s: that is the longest that users recorded of fills and orders (captures of
2026, `order_lag` of `kalshi_sandbox.behaviour`). Whatever is older than a few seconds moves to the archive at random
moments; the exchange's guide says that a cutoff divides the two, and nobody has shown how it moves. Time passes five
times as fast, for all of them. Ends with status 1 unless each fill was stored once, in the exchange's order.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from attrs import evolve, frozen

from kalshi_gen.errors import KalshiError
from kalshi_overlay import create_client
from kalshi_overlay.account import fills
from kalshi_overlay.stream import connect
from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import MEASURED
from kalshi_sandbox.engine import NewOrder
from kalshi_sandbox.engine.order import Side
from tests import forks
from tests.account.fast_time import FastTime
from tests.forks import Spawner
from tests.keys import pem, public_pem
from tests.sandbox.small import small_sandbox

SIZES: dict[str, list[str]] = {
    "small": ["--fills", "120", "--kills", "1", "--seed", "1"],
    "middle": ["--fills", "2000", "--kills", "6", "--seed", "2"],
    "full": ["--fills", "50000", "--kills", "100"],
}

SPEED = 5.0
MAKER = "maker"
LAGGING = evolve(MEASURED, order_lag=(0.0, 2.0))
# Seconds of the exchange's time.
LONGEST_LIFE, ARCHIVED_AFTER = 30.0, (5.0, 20.0)
# Real seconds.
BETWEEN_BREAKS, PATIENCE = 1.0, 60.0
KEPT = "CREATE TABLE IF NOT EXISTS kept (number INTEGER PRIMARY KEY, fill TEXT, token TEXT)"


@frozen
class Reader:
    """A process that stores fills.

    Attributes:
        base_url: The exchange.
        access_key_id: The id of its key.
        private_key: The key, as PEM.
        file: Where it stores them.
        began: When its clock began.
        since: Unix seconds from which on it wants fills.
    """

    base_url: str
    access_key_id: str
    private_key: str
    file: str
    began: float
    since: float

    def run(self) -> None:
        """Store one fill after the other until killed."""
        with FastTime(self.began, SPEED).patched():
            while True:
                # What ends the feed or keeps the stream from opening is met by going on from the token.
                with closing(sqlite3.connect(self.file)) as kept:
                    kept.execute(KEPT)
                    try:
                        asyncio.run(self._read(kept))
                    except KalshiError as error:
                        print(f"begins again: {error}", file=sys.stderr, flush=True)
                        time.sleep(0.05)

    async def _read(self, kept: sqlite3.Connection) -> None:
        token = kept.execute("SELECT token FROM kept ORDER BY number DESC LIMIT 1").fetchone()
        since = token[0] if token else datetime.fromtimestamp(self.since, UTC)
        client = create_client(
            base_url=self.base_url, access_key_id=self.access_key_id, private_key_data=self.private_key
        )
        async with client, connect(client) as stream:
            feed = fills(stream, client=client, since=since)
            async for fill in feed:
                with kept:
                    kept.execute("INSERT INTO kept (fill, token) VALUES (?, ?)", (fill.subject, feed.token))


def spawn() -> None:
    """Start the processes that store fills."""
    forks.spawn(Reader)


class Market:
    """Makes fills of an account, breaks its stream, and moves the archive's cutoff."""

    def __init__(self, exchange: Sandbox, account: str, chance: Random, fills: int) -> None:
        self._exchange, self._account, self._chance, self._fills = exchange, account, chance, fills
        self._tickers = [f"KXSOAK-26DEC31-T{number}" for number in range(4)]
        for shard, ticker in enumerate(self._tickers):
            exchange.add_market(ticker, exchange_index=shard)
        self.breaks = 0

    def run(self, seconds: float) -> None:
        """Trade for some seconds, and on until there are enough fills."""
        began = broken = time.monotonic()
        for number in range(self._fills):
            self._trade()
            now = time.monotonic()
            if now - broken > BETWEEN_BREAKS:
                broken = now
                self.breaks += 1
                self._exchange.stream.kill()
                if self._chance.random() < 0.5:
                    past = timedelta(seconds=self._chance.uniform(*ARCHIVED_AFTER))
                    self._exchange.historical_cutoff = self._exchange.engine.clock.now() - past
            due = began + seconds * number / self._fills
            time.sleep(max(0.0, due - now))

    def _trade(self) -> None:
        orders, chance = self._exchange.engine.orders, self._chance
        ticker, price = chance.choice(self._tickers), Decimal(chance.randrange(1, 100)) / 100
        sides: tuple[Side, Side] = ("bid", "ask") if chance.random() < 0.5 else ("ask", "bid")
        accounts = (self._account, MAKER) if chance.random() < 0.5 else (MAKER, self._account)
        for account, side in zip(accounts, sides, strict=True):
            orders.place(account, NewOrder(ticker=ticker, side=side, count=Decimal(1), price=price))


def problems(stored: list[str], made: list[str]) -> Counter[str]:
    """What is wrong with what was stored."""
    found = Counter[str]()
    found["twice"] = len(stored) - len(set(stored))
    found["missing"] = len(set(made) - set(stored))
    found["not made"] = len(set(stored) - set(made))
    found["out of order"] = sum(one != other for one, other in zip(stored, made, strict=False))
    return +found


def soak(*, fills: int, kills: int, seed: int) -> tuple[str, bool]:
    """Make fills, break everything, and hold what was stored against what was made."""
    chance, fast = Random(seed), FastTime(time.time(), SPEED)
    with tempfile.TemporaryDirectory() as folder, small_sandbox(clock=fast, behaviour=LAGGING) as exchange:
        account = exchange.add_account(balance=1_000_000_000)
        exchange.add_account(MAKER, balance=1_000_000_000)
        exchange.register_key(account, public_pem("Ed25519"), account=account)
        file = Path(folder) / "fills.db"
        reader = Reader(
            base_url=exchange.base_url,
            access_key_id=account,
            private_key=pem("Ed25519").decode(),
            file=str(file),
            began=fast.began,
            since=fast(),
        )
        market = Market(exchange, account, Random(seed), fills)
        seconds = max(fills / 120, kills * LONGEST_LIFE / SPEED / 2)
        trading = threading.Thread(target=market.run, args=(seconds,))
        trading.start()
        spawner = Spawner("tests.account.fills_soak")
        try:
            killed = 0
            process = spawner.start(reader)
            while killed < kills:
                time.sleep(chance.uniform(0.0, LONGEST_LIFE) / SPEED)
                os.kill(process, signal.SIGKILL)
                killed += 1
                process = spawner.start(reader)
            trading.join()
            made = [f"{fill.trade_id}/{fill.order_id}" for fill in exchange.engine.orders.fills(account)]
            stored = wait_for(file, len(made))
            os.kill(process, signal.SIGKILL)
        finally:
            trading.join()
            spawner.close()
    found = problems(stored, made)
    wrong = ", ".join(f"{count} {name}" for name, count in found.items()) or "none twice, missing or out of order"
    line = f"{len(made)} fills, {killed} kills of the reader, {market.breaks} of the stream: {wrong}"
    return line, bool(found) or len(made) < fills


def wait_for(file: Path, count: int) -> list[str]:
    """What is stored once there is so much, or nothing more has come for long."""
    stored, changed = list[str](), time.monotonic()
    while len(stored) < count and time.monotonic() - changed < PATIENCE:
        time.sleep(0.1)
        with closing(sqlite3.connect(file, timeout=30)) as kept:
            kept.execute(KEPT)
            now = [row[0] for row in kept.execute("SELECT fill FROM kept ORDER BY number")]
        if len(now) != len(stored):
            stored, changed = now, time.monotonic()
    return stored


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status."""
    parser = argparse.ArgumentParser(description="Fills that survive kills of the stream and of their reader")
    parser.add_argument("--fills", type=int, default=1000, help="how many are made")
    parser.add_argument("--kills", type=int, default=5, help="how often their reader is killed")
    parser.add_argument("--seed", type=int, default=0, help="of all that is drawn")
    given = parser.parse_args(arguments)
    line, has_failed = soak(**vars(given))
    print(line)
    return int(has_failed)


if __name__ == "__main__":
    sys.exit(main())
