"""A sandbox whose clock stands still, and readers of its stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from decimal import Decimal
from typing import Any

import pytest

from kalshi_overlay.sandbox import Sandbox
from kalshi_overlay.sandbox.engine import NewOrder, Placement
from tests.sandbox.small import small_sandbox

from .reader import Reader

Read = Callable[..., Reader]
Place = Callable[..., Placement]


@pytest.fixture
def exchange() -> Iterator[Sandbox]:
    with small_sandbox(clock="manual", seed=3) as exchange:
        yield exchange


@pytest.fixture
def ticker(exchange: Sandbox) -> str:
    """A market that nobody quotes."""
    return exchange.add_market("KXTEST-26DEC31-1").ticker


@pytest.fixture
def other(exchange: Sandbox) -> str:
    """Another account."""
    return exchange.add_account(balance=1000)


@pytest.fixture
def reader(exchange: Sandbox) -> Iterator[Read]:
    """Opens connections to the stream."""
    with ExitStack() as stack:
        yield lambda account=None, **options: stack.enter_context(Reader(exchange, account, **options))


@pytest.fixture
def place(exchange: Sandbox, ticker: str) -> Place:
    """Places an order; of the sandbox's own account, if no other is named."""

    def placed(side: str, price: str, count: int | str = 10, account: str | None = None, **terms: Any) -> Placement:
        order = NewOrder(
            **{
                "ticker": ticker,
                "side": "bid" if side == "bid" else "ask",
                "price": Decimal(price),
                "count": Decimal(count),
                **terms,
            }
        )
        return exchange.engine.place(account or exchange.account, order)

    return placed
