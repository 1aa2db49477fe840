"""Exchanges that the tests of a worker share, one for each behaviour, and for each test an account of its own."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from attrs import evolve

from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import SIMPLE, Behaviour
from tests.orders.harness import Harness, kept_handlers, open_exchange, open_harness
from tests.orders.perps_harness import PerpsHarness

STRICT = evolve(SIMPLE, signature_window=60.0)
"""Reads that lag as a test says alone, and signatures that are accepted as long as they can be at most."""


@pytest.fixture(scope="session")
def exchange_of() -> Iterator[Callable[[Behaviour], Sandbox]]:
    """Gives the exchange that behaves so."""
    opened: dict[Behaviour, Sandbox] = {}
    with contextlib.ExitStack() as stack:

        def exchange_of(behaviour: Behaviour) -> Sandbox:
            if behaviour not in opened:
                opened[behaviour] = stack.enter_context(open_exchange(behaviour))
            return opened[behaviour]

        yield exchange_of


@pytest.fixture
def exchange(exchange_of: Callable[[Behaviour], Sandbox]) -> Sandbox:
    return exchange_of(STRICT)


@pytest.fixture
def harness(exchange: Sandbox) -> Iterator[Harness]:
    """A client that waits as long as it takes."""
    with fresh_harness(exchange, timeout=30) as harness:
        yield harness


@pytest.fixture
def hasty_harness(exchange: Sandbox) -> Iterator[Harness]:
    """A client that takes an answer that is delayed for lost."""
    with fresh_harness(exchange, timeout=None) as harness:
        yield harness


@pytest.fixture
def perps(exchange: Sandbox) -> Iterator[PerpsHarness]:
    """A client of perpetual futures that waits as long as it takes."""
    yield from _perps(exchange, 30)


@pytest.fixture
def hasty_perps(exchange: Sandbox) -> Iterator[PerpsHarness]:
    """A client of perpetual futures that takes an answer that is delayed for lost."""
    yield from _perps(exchange, None)


def _perps(exchange: Sandbox, timeout: float | None) -> Iterator[PerpsHarness]:
    with fresh_harness(exchange, timeout, PerpsHarness) as harness:
        assert isinstance(harness, PerpsHarness)
        yield harness
    assert exchange.perps.money().imbalance == 0


@pytest.fixture
def harness_of(
    exchange_of: Callable[[Behaviour], Sandbox],
) -> Callable[..., AbstractContextManager[Harness]]:
    """Gives a client, patient or not, of the exchange that behaves so."""
    return lambda behaviour, *, timeout=30, kind=Harness: fresh_harness(exchange_of(behaviour), timeout, kind)


@contextlib.contextmanager
def fresh_harness(exchange: Sandbox, timeout: float | None, kind: type[Harness] = Harness) -> Iterator[Harness]:
    # At a full second, so that what a Date header says is the moment itself.
    now = exchange.clock()
    exchange.clock.advance(int(now) + 1 - now)
    with kept_handlers(exchange), open_harness(exchange, kind=kind, timeout=timeout) as harness:
        yield harness
        harness.arrive()
    exchange.historical_cutoff = None
