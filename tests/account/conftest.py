"""An exchange whose time passes quickly, and for each test an account of its own."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from attrs import define, evolve

from kalshi_gen.models import CreateOrderV2Request
from kalshi_overlay.client import KalshiAuthenticatedClient
from kalshi_sandbox import Sandbox
from kalshi_sandbox.answers import Answer
from kalshi_sandbox.behaviour import MEASURED
from kalshi_sandbox.engine import NewOrder, Order
from tests.account.fast_time import FastTime
from tests.sandbox.small import small_sandbox
from tests.stream.running import run

MAKER = "maker"
SPEED = 40.0
# Reads lag by at most so many seconds. A busy machine may need a second for what is a minute here.
LAGGING = evolve(MEASURED, order_lag=(0.2, 1.0), account_lag=(0.2, 1.0), signature_window=600.0)

_numbers = count()


@define
class Trader:
    """An account and a market in which it trades with a maker.

    Attributes:
        exchange: The exchange.
        account: The name of the account.
        ticker: The market, on shard 1.
        clock: The exchange's time.
    """

    exchange: Sandbox
    account: str
    ticker: str
    clock: FastTime

    def client(self, **options: Any) -> KalshiAuthenticatedClient:
        """A client of the account."""
        return self.exchange.client(account=self.account, **options)

    def now(self) -> datetime:
        """What time it is."""
        return datetime.fromtimestamp(self.clock(), UTC)

    def market(self, **fields: Any) -> str:
        """Another market, in which the maker buys at 0.40 and sells at 0.60."""
        ticker = f"KXACCOUNT-26DEC31-N{next(_numbers)}"
        self.exchange.add_market(ticker, **fields)
        self.place(MAKER, "bid", "0.40", 1000, ticker)
        self.place(MAKER, "ask", "0.60", 1000, ticker)
        return ticker

    def place(self, account: str, side: Any, price: str, count: int, ticker: str = "", subaccount: int = 0) -> Order:
        """Place an order without a request."""
        order = NewOrder(
            ticker=ticker or self.ticker, side=side, count=Decimal(count), price=Decimal(price), subaccount=subaccount
        )
        return self.exchange.engine.orders.place(account, order).order

    def buy(self, count: int = 1, ticker: str = "", subaccount: int = 0) -> str:
        """Have the account buy yes of the maker; answers what distinguishes the fill."""
        order = self.place(self.account, "bid", "0.60", count, ticker, subaccount)
        fill = self.exchange.engine.orders.fills(self.account)[-1]
        return f"{fill.trade_id}/{order.order_id}"

    def rest(self, price: str = "0.10", count: int = 10) -> Order:
        """Have an order of the account rest, placed by another program."""
        return self.place(self.account, "bid", price, count)

    def cancel(self, order: Order) -> None:
        """Cancel an order of the account, by another program."""
        self.exchange.engine.orders.cancel(self.account, order.order_id)

    def new_order(self, **changes: Any) -> CreateOrderV2Request:
        """An order that rests, to be placed."""
        fields: dict[str, Any] = {
            "ticker": self.ticker,
            "side": "bid",
            "count": Decimal(10),
            "price": Decimal("0.10"),
            "time_in_force": "good_till_canceled",
            "self_trade_prevention_type": "taker_at_cross",
        }
        return CreateOrderV2Request(**{**fields, **changes})

    @contextlib.contextmanager
    def answering(self, operation: str, body: Any) -> Iterator[None]:
        """Let an operation answer something else."""
        handlers = self.exchange.answers.handlers
        before = handlers[operation]
        handlers[operation] = lambda request: Answer(200, body)
        try:
            yield
        finally:
            handlers[operation] = before

    def run(self, scenario: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run a scenario in time that passes quickly."""
        with self.clock.patched():
            run(scenario())


@pytest.fixture(scope="session")
def fast_exchange() -> Iterator[tuple[Sandbox, FastTime]]:
    fast = FastTime(time.time(), SPEED)
    with small_sandbox(clock=fast, behaviour=LAGGING) as exchange:
        exchange.add_account(MAKER, balance=100_000_000)
        yield exchange, fast


@pytest.fixture
def trader(fast_exchange: tuple[Sandbox, FastTime]) -> Iterator[Trader]:
    """An account with 1,000 dollars on each of four shards."""
    exchange, fast = fast_exchange
    trader = Trader(exchange, exchange.add_account(balance=4000), "", fast)
    trader.ticker = trader.market(exchange_index=1)
    with contextlib.ExitStack() as stack:
        stack.callback(exchange.faults.clear)
        stack.callback(exchange.stream.faults.clear)
        stack.callback(setattr, exchange, "historical_cutoff", None)
        yield trader
