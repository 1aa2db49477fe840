"""Runs of the probe against sandboxes in this process, at full speed."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from attrs import field, frozen

from kalshi_probe.__main__ import main
from kalshi_probe.report import Report
from kalshi_probe.rest import Pace
from kalshi_probe.running import run
from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import Behaviour, BehaviourName

FAST = Pace(interval=0.0, quiet=0.0, patience=5.0, watch=0.3, between_reads=0.05)
TRADED = "KXNASDAQ100-26DEC31-T24000"
SETTLED = "KXNASDAQ100-26DEC31-T24900"


@frozen
class Outcome:
    """What a run found, by the names of the checks."""

    report: Report
    verdicts: dict[str, str] = field(init=False)
    seen: dict[str, str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        results = [result for area in self.report.results.values() for result in area]
        object.__setattr__(self, "verdicts", {result.check.name: result.verdict for result in results})
        object.__setattr__(self, "seen", {result.check.name: result.seen for result in results})

    def names(self, verdict: str) -> set[str]:
        """The checks that came to a verdict."""
        return {name for name, given in self.verdicts.items() if given == verdict}


def ready(behaviour: Behaviour | BehaviourName) -> Sandbox:
    """An exchange with a settled market."""
    exchange = Sandbox(behaviour=behaviour)
    exchange.settle(SETTLED, "yes")
    return exchange


def take(client: Any, side: str) -> None:
    """Take one contract of the house's orders."""
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
    stop = threading.Event()
    trader = exchange.add_account("trader", balance=10_000)
    with exchange.client() as own, exchange.client(trader) as client:
        take(own, "bid")

        def trade() -> None:
            while not stop.wait(0.1):
                take(client, "bid")
                take(client, "ask")

        thread = threading.Thread(target=trade)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()


def probed(exchange: Sandbox, *, trade: bool = True, pace: Pace = FAST) -> Outcome:
    """What the probe finds at an exchange."""

    async def go() -> Report:
        async with exchange.client() as client:
            return await run(client, trade=trade, pace=pace, progress=lambda text: None)

    return Outcome(asyncio.run(go()))


def resting(exchange: Sandbox) -> list[Any]:
    """The orders of the sandbox's own account that rest; the engine knows, where reads lag."""
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


def run_main(*arguments: str) -> int:
    """The exit status of the program."""
    return main(arguments, pace=FAST)
