"""A sandbox in which no wait takes time: the clock that orders go by is the exchange's own, moved by the waits."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from types import ModuleType, SimpleNamespace
from typing import Any, ClassVar
from unittest.mock import patch

from attrs import define, field

from kalshi_gen.models.amend_order_v2_request import AmendOrderV2Request
from kalshi_gen.models.create_order_v2_request import CreateOrderV2Request
from kalshi_gen.models.decrease_order_v2_request import DecreaseOrderV2Request
from kalshi_overlay import clock
from kalshi_overlay.client import KalshiAuthenticatedClient
from kalshi_overlay.orders import amend, cancel, decrease, place
from kalshi_sandbox import Sandbox, server
from kalshi_sandbox.behaviour import SIMPLE, Behaviour
from kalshi_sandbox.engine import NewOrder, Order
from tests.orders.impatience import impatient
from tests.sandbox.small import small_sandbox

MAKER = "maker"
FILLING, RESTING = Decimal("0.60"), Decimal("0.01")
"""A bid at the one meets the maker's asks, a bid at the other rests."""

MARKETS = itertools.count(1)
"""The numbers of markets: to count those of an exchange that many tests share would look at each of them."""

Mode = str
"""`sync` or `asyncio`: which function of an operation is called."""

MODES = ["sync", "asyncio"]


@define
class Harness:
    """An exchange with one market, and a client of an account that trades in it.

    Attributes:
        exchange: The sandbox, with a manual clock.
        account: The client's account.
        client: The client.
        ticker: The market.
        tickers: Further markets.
        on_wait: Called at each wait, before the clock is moved.
        lists_ended: Whether a list shows orders that have ended.
    """

    exchange: Sandbox
    account: str
    client: KalshiAuthenticatedClient
    runner: asyncio.Runner
    ticker: str = ""
    tickers: list[str] = field(factory=list)
    on_wait: Callable[[], object] = field(default=lambda: None)
    lists_ended: bool = True

    operations: ClassVar[SimpleNamespace] = SimpleNamespace(place=place, cancel=cancel, amend=amend, decrease=decrease)
    has_shards: ClassVar[bool] = True
    prices: ClassVar[list[Decimal]] = [RESTING, Decimal("0.02"), FILLING]

    def call(self, operation: ModuleType, mode: Mode, **arguments: Any) -> Any:
        """Call an operation of `kalshi_overlay.orders` in one of its two ways."""
        if mode == "sync":
            return operation.sync(client=self.client, **arguments)
        return self.runner.run(operation.asyncio(client=self.client, **arguments))

    def wait(self, seconds: float) -> None:
        """Wait in no time."""
        self.on_wait()
        self.exchange.clock.advance(seconds)

    async def wait_async(self, seconds: float) -> None:
        """Wait in no time, and let others run."""
        self.wait(seconds)
        await asyncio.sleep(0)

    def let_pass(self, seconds: int) -> None:
        """Let time pass as at waits: what is held back goes on within a second of when it should."""
        for _ in range(seconds):
            self.exchange.clock.advance(1)
            self.exchange._server.call(_settle)

    def arrive(self) -> None:
        """End the faults, and let all that they hold back go on and reach the exchange."""
        self.exchange.faults.clear()
        # A request may be held back before it is acted on, after it, and by more than one fault.
        for _ in range(4):
            self.exchange.clock.advance(60)
            self.exchange._server.call(_settle)

    def open_market(self, **fields: Any) -> str:
        """Open another market, in which the maker sells; what trades there meets no one else's orders."""
        engine, ticker = self.exchange.engine, f"KXPROOF-26DEC31-M{next(MARKETS)}"
        engine.markets.add(ticker, **fields)
        supply = NewOrder(ticker=ticker, side="ask", count=Decimal(1_000_000), price=FILLING)
        engine.orders.place(MAKER, supply)
        return ticker

    def rest(
        self,
        count: str = "10",
        price: Decimal = RESTING,
        name: str | None = None,
        ticker: str = "",
        expires_in: float | None = None,
    ) -> Order:
        """Have an order of the account rest, placed without a request; it expires in so many seconds, if at all."""
        order = NewOrder(
            ticker=ticker or self.ticker,
            side="bid",
            count=Decimal(count),
            price=price,
            client_order_id=name,
            expiration_time=None if expires_in is None else self.exchange.clock.now() + timedelta(seconds=expires_in),
        )
        return self.exchange.engine.orders.place(self.account, order).order

    def end(self, order: Order) -> None:
        """Cancel an order of the account without a request."""
        self.exchange.engine.orders.cancel(self.account, order.order_id)

    def new_order(self, **changes: Any) -> CreateOrderV2Request:
        """An order that rests, to be placed."""
        fields: dict[str, Any] = {
            "ticker": self.ticker,
            "side": "bid",
            "count": Decimal("1.00"),
            "price": RESTING,
            "time_in_force": "good_till_canceled",
            "self_trade_prevention_type": "taker_at_cross",
        }
        return CreateOrderV2Request(**{**fields, **changes})

    def new_amendment(self, order: Any, **changes: Any) -> Any:
        """An amendment of an order that changes no more than is given."""
        size = order.fill_count + order.remaining_count
        fields = {"ticker": order.ticker, "side": "bid", "price": order.price, "count": size}
        return AmendOrderV2Request(**{**fields, **changes})

    def new_decrease(self, **fields: str) -> Any:
        """A decrease."""
        return DecreaseOrderV2Request.from_dict(fields)

    def fill(self, order: Order, count: str) -> None:
        """Have the maker trade against a resting order."""
        taken = NewOrder(
            ticker=order.ticker,
            side="ask",
            count=Decimal(count),
            price=order.price,
            time_in_force="immediate_or_cancel",
        )
        self.exchange.engine.orders.place(MAKER, taken)

    def fill_once(self, order: Order, count: str) -> bool:
        """Have the maker trade against a resting order, unless something has filled already."""
        is_untouched = not self.order(order.order_id).fill_count
        if is_untouched:
            self.fill(order, count)
        return is_untouched

    def order(self, order_id: str) -> Order:
        """An order of the account as it is now."""
        return self.exchange.engine.orders.get(self.account, order_id)

    def orders(self, client_order_id: str | None = None) -> list[Order]:
        """The account's orders, or those under one id."""
        orders = self.exchange.engine.orders.of(self.account)
        return [order for order in orders if client_order_id in (None, order.client_order_id)]


async def _settle() -> None:
    """Let all that was woken by the clock be done, in the server's thread: none of it waits for anything else."""
    for _ in range(10):
        await asyncio.sleep(0)


@contextlib.contextmanager
def open_exchange(behaviour: Behaviour = SIMPLE) -> Iterator[Sandbox]:
    """An exchange with a manual clock and a maker, until the block ends."""
    opened: list[Sandbox] = []
    # Here those who sign live by the manual clock too, so that signatures expire by it.
    with patch.object(server, "time", SimpleNamespace(time=lambda: opened[0].clock())):
        # Each test opens markets of its own.
        opened.append(small_sandbox(clock="manual", behaviour=behaviour))
    with opened[0] as exchange:
        exchange.add_account(MAKER, balance=1_000_000_000)
        yield exchange
        # What a fault holds back goes on, so that the server can stop.
        exchange.clock.advance(3600)


@contextlib.contextmanager
def kept_handlers(exchange: Sandbox) -> Iterator[None]:
    """Put back the handlers that were replaced, at the end of the block: to copy all of them takes longer."""
    handlers = exchange.answers.handlers
    before = dict(handlers.data)
    try:
        yield
    finally:
        for operation, handler in before.items():
            if handlers[operation] is not handler:
                handlers[operation] = handler
        assert handlers.keys() == before.keys()


@contextlib.contextmanager
def open_harness(
    exchange: Sandbox,
    *,
    kind: type[Harness] = Harness,
    balance: int = 1_000_000,
    timeout: float | None = 30,
    **kwargs: Any,
) -> Iterator[Harness]:
    """A client and an account and a market of its own on an exchange, until the block ends.

    Args:
        exchange: The exchange, as `open_exchange` gives it.
        kind: The class of the harness.
        balance: US dollars of the account.
        timeout: Seconds that the client waits for an answer, in real time; None to take one for lost as soon as the
            exchange holds it back.
        kwargs: Further arguments of the client.
    """
    account = exchange.add_account(balance=balance)
    with contextlib.ExitStack() as stack:
        if timeout is None:
            kwargs["httpx_args"] = {"transport": stack.enter_context(impatient(exchange))}
        client = exchange.client(account, timeout=timeout, **kwargs)
        runner = stack.enter_context(asyncio.Runner())
        harness = kind(exchange, account, client, runner)
        harness.ticker = harness.open_market()
        fakes: dict[str, Any] = {
            "now": exchange.clock.__call__,
            "unix_milliseconds": lambda: int(exchange.clock() * 1000),
            "sleep": harness.wait,
            "sleep_async": harness.wait_async,
        }
        with patch.multiple(clock, **fakes):
            yield harness
        # To make one in order to close it takes a third as long as all the rest here.
        if client._client is not None:
            client._client.close()
        if client._async_client is not None:
            runner.run(client._async_client.aclose())
