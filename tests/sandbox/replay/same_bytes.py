"""A bot that trades in a backtest, and keeps all that it was answered and sent: `python -m ... RECORDING FOLDER`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from decimal import Decimal
from itertools import count
from pathlib import Path
from random import Random
from typing import Any, TextIO

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from websockets.sync.client import ClientConnection, connect

from kalshi_gen.api.market import get_market
from kalshi_gen.api.orders import amend_order_v2, cancel_order_v2, create_order_v2
from kalshi_gen.api.portfolio import get_balance, get_fills, get_positions, get_settlements
from kalshi_gen.errors import KalshiError
from kalshi_gen.models import AmendOrderV2Request, CreateOrderV2Request
from kalshi_overlay.auth import KalshiAuth
from kalshi_sandbox import Sandbox, trading

CHANNELS = ("orderbook_delta", "trade", "ticker", "fill", "user_orders", "market_positions", "market_lifecycle_v2")


class Bot:
    """Quotes around the best prices that it hears of, takes now and then, and amends and cancels.

    Args:
        client: Signs its requests.
        ticker: The market.
    """

    def __init__(self, client: Any, ticker: str) -> None:
        self._client = client
        self._ticker = ticker
        self._random = Random(11)
        self._resting: list[str] = []
        self._count = 0
        self.bid, self.ask = Decimal("0.40"), Decimal("0.60")

    def hear(self, message: Any) -> None:
        """Take a message of the stream."""
        if message["type"] == "ticker":
            self.bid, self.ask = (Decimal(message["msg"][name]) for name in ("yes_bid_dollars", "yes_ask_dollars"))

    def act(self) -> None:
        """Do what it does after each step of the clock."""
        client, chance = self._client, self._random.random()
        try:
            if chance < 0.5:
                self._place("bid" if chance < 0.25 else "ask", self.bid if chance < 0.25 else self.ask)
            elif chance < 0.7:
                self._place("bid", self.ask, time_in_force="immediate_or_cancel")
            elif self._resting and chance < 0.85:
                cancel_order_v2.sync(self._resting.pop(0), client=client)
            elif self._resting:
                body = AmendOrderV2Request(ticker=self._ticker, side="bid", price=self.bid, count=Decimal(9))
                amend_order_v2.sync(self._resting[0], client=client, body=body)
        except KalshiError:
            pass
        for read in (get_balance, get_positions, get_fills, get_settlements):
            read.sync(client=client)
        get_market.sync(self._ticker, client=client)

    def _place(self, side: str, price: Decimal, time_in_force: str = "good_till_canceled") -> None:
        self._count += 1
        body = CreateOrderV2Request(
            ticker=self._ticker,
            side=side,
            count=Decimal(self._random.randint(1, 9)),
            price=price,
            time_in_force=time_in_force,
            self_trade_prevention_type="taker_at_cross",
            client_order_id=f"mine-{self._count}",
        )
        self._resting.append(create_order_v2.sync(client=self._client, body=body).order_id)


class Frames:
    """The frames of a connection, each kept.

    Args:
        socket: The connection.
        file: Where they are kept.
    """

    def __init__(self, socket: ClientConnection, file: TextIO) -> None:
        self._socket = socket
        self._file = file
        self._fences = count(1_000)

    def subscribe(self, channels: Iterable[str], ticker: str) -> None:
        """Subscribe, and wait until that has been done: what comes meanwhile might come or not."""
        for number, channel in enumerate(channels, 1):
            params = {"channels": [channel], **({"market_tickers": [ticker]} if channel == "orderbook_delta" else {})}
            self._socket.send(json.dumps({"id": number, "cmd": "subscribe", "params": params}))
        self.read()

    def read(self) -> list[Any]:
        """What was sent so far: it comes before the answer to a question."""
        fence, messages = next(self._fences), list[Any]()
        self._socket.send(json.dumps({"id": fence, "cmd": "list_subscriptions"}))
        while not messages or messages[-1].get("id") != fence:
            frame = str(self._socket.recv(timeout=30))
            self._file.write(frame)
            messages.append(json.loads(frame))
        return messages


def main(recording: str, folder: Path, ticker: str) -> None:
    """Trade through a recording."""
    exchange = Sandbox(replay=recording, record=folder / "answers.jsonl", seed=7)
    with exchange, exchange.client() as client, (folder / "frames.jsonl").open("w") as kept:
        assert isinstance(client.auth, KalshiAuth)
        headers = client.auth.headers("GET", "/trade-api/ws/v2")
        bot = Bot(client, ticker)
        with connect(exchange.stream_url, additional_headers=headers, compression=None, max_queue=None) as socket:
            frames = Frames(socket, kept)
            frames.subscribe(CHANNELS, ticker)
            for _ in exchange.backtest.steps(0.5):
                for message in frames.read():
                    bot.hear(message)
                bot.act()
            frames.read()


if __name__ == "__main__":
    # An RSA key takes long; so would pytest, which could set this.
    trading.new_rsa_key = Ed25519PrivateKey.generate  # type: ignore[assignment]
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
