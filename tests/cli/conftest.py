"""A local exchange that the command line is used with, and how it is run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from kalshi_cli.program import main
from kalshi_gen.models import CreateOrderV2Request
from kalshi_overlay.orders import place
from kalshi_sandbox import Sandbox
from tests.sandbox.small import quick_sandbox

# The sandbox has quoted it.
TICKER = "KXBTCD-26DEC31-T100000"
SETTLED = "KXBTCD-26DEC31-T101000"


@dataclass(frozen=True)
class Ran:
    """What a command has done."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(scope="module")
def exchange() -> Iterator[Sandbox]:
    """An exchange whose own account has a resting order, a position, two fills and a settled market."""
    with quick_sandbox(behaviour="simple") as exchange, exchange.client() as client:
        for ticker, price in ((TICKER, "0.10"), (TICKER, "0.99"), (SETTLED, "0.99")):
            body = CreateOrderV2Request(
                ticker=ticker,
                side="bid",
                count=2,
                price=price,
                time_in_force="good_till_canceled",
                self_trade_prevention_type="taker_at_cross",
            )
            place.sync(client=client, body=body)
        exchange.settle(SETTLED, "yes")
        yield exchange


@pytest.fixture
def run(exchange: Sandbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process, whose settings are those of the exchange."""
    monkeypatch.setenv("KALSHI_API_BASE_URL", exchange.base_url)
    monkeypatch.setenv("KALSHI_API_KEY_ID", exchange.access_key_id)
    monkeypatch.setenv("KALSHI_PRIVATE_KEY", exchange.private_key_pem)

    def run(*arguments: str) -> Ran:
        status = main(arguments)
        captured = capsys.readouterr()
        return Ran(status, captured.out, captured.err)

    return run
