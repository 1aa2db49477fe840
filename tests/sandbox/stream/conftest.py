"""A sandbox with a manual clock, and readers of its stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from decimal import Decimal
from typing import Any

import pytest
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode

from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import Behaviour, BehaviourName
from kalshi_sandbox.engine import NewOrder, Placement
from tests.sandbox.small import small_sandbox

from .reader import Reader

Read = Callable[..., Reader]
Place = Callable[..., Placement]
Pings = Callable[[Reader], list[bytes]]
# For a test of what the documents say and the live exchange was not seen to do.
AS_DOCUMENTED = pytest.mark.parametrize("behaviour", ["documents"])


@pytest.fixture
def behaviour() -> BehaviourName | Behaviour:
    """What the exchange does; a test or a module names another."""
    return "measured"


@pytest.fixture
def exchange(behaviour: BehaviourName | Behaviour) -> Iterator[Sandbox]:
    with small_sandbox(clock="manual", seed=3, behaviour=behaviour) as exchange:
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
        return exchange.engine.orders.place(account or exchange.account, order)

    return placed


@pytest.fixture
def pings(monkeypatch: pytest.MonkeyPatch) -> Pings:
    """The bodies of the pings that a reader has got by now."""
    seen: dict[int, list[bytes]] = {}
    receive = ClientProtocol.recv_frame

    def noted(self: ClientProtocol, frame: Frame) -> None:
        if frame.opcode is Opcode.PING:
            seen.setdefault(id(self), []).append(bytes(frame.data))
        receive(self, frame)

    monkeypatch.setattr(ClientProtocol, "recv_frame", noted)
    return lambda reader: seen.get(id(reader.socket.protocol), [])
