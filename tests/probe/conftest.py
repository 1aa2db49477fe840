"""Runs of the probe against sandboxes in this process, at full speed.

The probe's waits move the clock of its sandbox, of itself and of whoever signs, and take no time. What it watches of
the stream takes as long as it watches.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, TypeVar, cast
from unittest.mock import patch

import pytest
from attrs import define, evolve, field

from kalshi_overlay import clock
from kalshi_probe import checks_orders
from kalshi_probe.__main__ import main
from kalshi_probe.check import Result, judge
from kalshi_probe.orders import Orders
from kalshi_probe.report import Report
from kalshi_probe.rest import Pace, Rest
from kalshi_probe.run import run
from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import MEASURED, Behaviour, BehaviourName
from tests.sandbox.small import small_sandbox

FAST = Pace(interval=0.0, quiet=0.0, patience=5.0, busy=0.1, watch=0.1, between_reads=0.02)
# As measured, but reads lag by as little as the probe still sees.
QUICK = evolve(MEASURED, order_lag=(0.2, 0.2), account_lag=(0.0, 0.0), market_lag=(0.3, 0.3))
WITHOUT_LAG = evolve(QUICK, order_lag=(0.0, 0.0), market_lag=(0.0, 0.0))
TRADED = "KXNASDAQ100-26DEC31-T24000"
SETTLED = "KXNASDAQ100-26DEC31-T24900"
_NASDAQ = 4
EMPTY_SHARD = 1
_FIVE_DAYS = 5 * 86_400.0
T = TypeVar("T")
_sleep = asyncio.sleep


@define
class Outcome:
    """What a run saw, by the names of the checks."""

    results: list[Result]
    status: int | None = None
    left: list[str] = field(factory=list)

    @property
    def verdicts(self) -> dict[str, str]:
        """How what was seen compares with what is expected."""
        return {result.check.name: result.verdict for result in self.results}

    @property
    def seen(self) -> dict[str, str]:
        """What was seen."""
        return {result.check.name: result.seen for result in self.results}

    def names(self, verdict: str) -> set[str]:
        """The checks that came to a verdict."""
        return {name for name, given in self.verdicts.items() if given == verdict}


@define(eq=False)
class HastyClock:
    """The machine's time, and as much more as was waited.

    Attributes:
        ahead: How much more, in seconds.
        on_wait: Called at each wait, before the clock is moved.
    """

    ahead: float = 0.0
    on_wait: Callable[[], object] = field(default=lambda: None)

    def __call__(self) -> float:
        return time.time() + self.ahead

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run what waits by this clock."""

        class HastyLoop(asyncio.SelectorEventLoop):
            def time(loop) -> float:  # noqa: N805 - self is the clock
                return super().time() + self.ahead

        async def wait(seconds: float) -> None:
            # The exchange and those who trade there have loops of their own.
            if seconds > 0 and isinstance(asyncio.get_running_loop(), HastyLoop):
                self.on_wait()
                self.ahead += seconds
                seconds = 0.0
            await _sleep(seconds)

        ours = SimpleNamespace(time=self)
        with (
            patch("kalshi_probe.rest.time", ours),
            patch("kalshi_probe.checks_refusals.time", ours),
            patch.multiple(clock, now=self, unix_milliseconds=lambda: int(self() * 1000)),
            patch.object(asyncio, "sleep", wait),
            asyncio.Runner(loop_factory=HastyLoop) as runner,
        ):
            return runner.run(work)


def clock_of(exchange: Sandbox) -> HastyClock:
    """The clock of an exchange that is `ready`."""
    return cast("HastyClock", exchange._clock)


@contextlib.contextmanager
def ready(behaviour: Behaviour | BehaviourName) -> Iterator[Sandbox]:
    """An exchange with a settled market, whose markets are five days old.

    If it has several shards, the sandbox's own account has moved its cash from one of them to shard 0.
    """
    hasty = HastyClock(-_FIVE_DAYS)
    exchange = small_sandbox(_NASDAQ, 10, behaviour=behaviour, clock=hasty)
    exchange.settle(SETTLED, "yes")
    if exchange.behaviour.shards > 1:
        cash = Decimal(1000) / exchange.behaviour.shards
        exchange.engine.shards.transfer(exchange.account, cash, source=(EMPTY_SHARD, 0), destination=(0, 0))
    hasty.ahead = 0.0
    with exchange:
        yield exchange


def take(client: Any, side: str) -> None:
    """Take one contract of those who quote the market."""
    order = {
        "ticker": TRADED,
        "side": side,
        "count": "1.00",
        "price": "0.9900" if side == "bid" else "0.0100",
        "time_in_force": "immediate_or_cancel",
        "self_trade_prevention_type": "taker_at_cross",
    }
    assert client.get_httpx_client().post("/portfolio/events/orders", json=order).status_code == 201


@contextlib.contextmanager
def busy(exchange: Sandbox) -> Iterator[None]:
    """Somebody trades all the time inside the with block, and the sandbox's own account has traded once."""
    stop, turn = threading.Event(), threading.Lock()
    trader = exchange.add_account("trader", balance=10_000)
    with exchange.client() as own, exchange.client(trader) as client:
        take(own, "bid")

        def trade() -> None:
            with turn:
                take(client, "bid")
                take(client, "ask")

        def trade_all_the_time() -> None:
            while not stop.wait(0.1):
                trade()

        thread = threading.Thread(target=trade_all_the_time)
        thread.start()
        clock_of(exchange).on_wait = trade
        try:
            yield
        finally:
            clock_of(exchange).on_wait = lambda: None
            stop.set()
            thread.join()


def probed(exchange: Sandbox, *, trade: bool = True, pace: Pace = FAST) -> Outcome:
    """What the probe sees at an exchange; between two reads that should differ is at least as long as reads lag."""
    pace = evolve(pace, between_reads=max(pace.between_reads, 0.6 * exchange.behaviour.order_lag[1]))

    async def go() -> Report:
        async with exchange.client() as client:
            return await run(client, trade=trade, pace=pace, progress=lambda text: None)

    report = clock_of(exchange).run(go())
    results = [result for area in report.results.values() for result in area]
    return Outcome(results, report.status, report.left)


def ordered(exchange: Sandbox, *, pace: Pace = FAST) -> Orders:
    """What the probe's orders came to, without anything else that it does."""

    async def go() -> Orders:
        async with exchange.client() as client, Rest(client, pace) as rest:
            orders = Orders(rest)
            await orders.run()
            return orders

    return clock_of(exchange).run(go())


def judged(orders: Orders) -> Outcome:
    """What the checks of orders see of them."""

    async def go() -> list[Result]:
        return [await judge(check, orders) for check in checks_orders.CHECKS]

    return Outcome(asyncio.run(go()))


def resting(exchange: Sandbox) -> list[Any]:
    """The orders of the sandbox's own account that rest; the engine knows, while reads lag."""
    return list(exchange.engine.orders.of(exchange.account, status="resting"))


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No variable that `create_client` reads is set."""
    for name in ("API_BASE_URL", "DEMO", "ALLOW_UNKNOWN_HOST", "API_KEY_ID", "KEY_ID", "PRIVATE_KEY_PATH"):
        monkeypatch.delenv(f"KALSHI_{name}", raising=False)
    for name in ("PRIVATE_KEY", "PY_PRIVATE_KEY_PEM", "PRIVATE_KEY_PASSPHRASE"):
        monkeypatch.delenv(f"KALSHI_{name}", raising=False)
    return monkeypatch


def set_up_for(exchange: Sandbox, environment: pytest.MonkeyPatch) -> None:
    """Let the variables point to an exchange."""
    environment.setenv("KALSHI_API_BASE_URL", exchange.base_url)
    environment.setenv("KALSHI_ALLOW_UNKNOWN_HOST", "true")
    environment.setenv("KALSHI_API_KEY_ID", exchange.access_key_id)
    environment.setenv("KALSHI_PRIVATE_KEY", exchange.private_key_pem)


def run_main(*arguments: str, pace: Pace = FAST) -> int:
    """The exit status of the program."""
    return main(arguments, pace=pace)
