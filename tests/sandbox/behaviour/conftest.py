"""Two exchanges for the tests of a module, one as the live one was measured, one as its documents say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import count
from typing import Any

import httpx
import pytest
from attrs import field, frozen

from kalshi_sandbox import Sandbox
from tests.sandbox.small import small_sandbox

from ..live.calling import Caller, order

# Longer than anything lags or is repeated.
LONG = 30
MADE = count(1)


@frozen
class Side:
    """An exchange with a manual clock, and two accounts that have plenty of cash on each shard."""

    exchange: Sandbox
    alice: Caller = field(init=False)
    bob: Caller = field(init=False)

    def __attrs_post_init__(self) -> None:
        names = [self.exchange.add_account(name, balance=1_000_000) for name in ("alice", "bob")]
        object.__setattr__(self, "alice", Caller(self.exchange, names[0]))
        object.__setattr__(self, "bob", Caller(self.exchange, names[1]))

    @contextmanager
    def another(self, balance: Decimal, name: str | None = None) -> Iterator[Caller]:
        """Another account, for as long as the with block lasts."""
        caller = Caller(self.exchange, self.exchange.add_account(name, balance=balance))
        with caller.client:
            yield caller

    def market(self, shard: int = 0, **terms: Any) -> str:
        """A market that no other test knows."""
        ticker = f"KXFACT{next(MADE)}-26DEC31-T1"
        self.exchange.add_market(ticker, exchange_index=min(shard, self.exchange.engine.shards.count - 1), **terms)
        return ticker

    def settle_down(self) -> None:
        """Let so much time pass that reads show everything."""
        self.exchange.clock.advance(LONG)

    def trade(self, ticker: str, price: str = "0.40", size: str = "10") -> str:
        """Have Bob sell to Alice; answers the id of Alice's order."""
        placed = self.alice.place("bid", price, size, ticker=ticker)
        self.bob.place("ask", price, size, ticker=ticker)
        return str(placed["order_id"])


def rejected(response: httpx.Response) -> tuple[int, dict[str, str]]:
    """Status and error of a rejection as the live exchange nests it."""
    body = response.json()
    assert body.keys() == {"error"}, body
    return response.status_code, body["error"]


def flatly(response: httpx.Response) -> tuple[int, str]:
    """Status and code of a rejection as the documents have it."""
    body = response.json()
    assert body.keys() == {"code", "message", "details"}, body
    return response.status_code, body["code"]


def placing(on: Side, ticker: str, price: str = "0.40", size: str = "10", **fields: Any) -> httpx.Response:
    """The response to an order of Alice's."""
    return on.alice.send("CreateOrderV2", order(fields.pop("side", "bid"), price, size, ticker=ticker, **fields))


@contextmanager
def opened(new: Callable[..., Sandbox] = small_sandbox, **arguments: Any) -> Iterator[Side]:
    """An exchange with a manual clock that is open inside the with block; it has a few markets, or all as `Sandbox`."""
    with new(**{"clock": "manual", **arguments}) as exchange:
        side = Side(exchange)
        with side.alice.client, side.bob.client:
            yield side
        assert exchange.engine.imbalance() == 0


@pytest.fixture(scope="module")
def measured() -> Iterator[Side]:
    with opened(Sandbox) as side:
        yield side


@pytest.fixture(scope="module")
def documents() -> Iterator[Side]:
    with opened(Sandbox, behaviour="documents") as side:
        yield side
