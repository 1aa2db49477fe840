"""Simulated traders: they move the markets through the API, at their own moments, the same for a seed."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from attrs import frozen

from kalshi_gen.api.orders import create_order_v2
from kalshi_gen.errors import KalshiServerError
from kalshi_gen.models import CreateOrderV2Request
from kalshi_sandbox import Sandbox
from kalshi_sandbox.__main__ import main
from kalshi_sandbox.engine import Exchange, ManualClock, Traded
from kalshi_sandbox.engine.events import EngineEvent
from kalshi_sandbox.engine.markets import MarketView
from kalshi_sandbox.faults import Delay, Status
from kalshi_sandbox.simulation import COIN_DURATION, COIN_INTERVAL, CoinTosses
from tests.fake_clock import FakeClock

from . import plain
from .shell import CommandLine
from .small import small_sandbox

TICKER = "KXBTCD-26DEC31-T100000"
MINUTES = 60


def lively(**arguments: Any) -> Sandbox:
    return small_sandbox(**{"markets": 10, "clock": "manual", "traders": 3, "seed": 1, **arguments})


def trades_on(exchange: Sandbox) -> list[tuple[str, str, str, str]]:
    return [
        (trade.trade_id, trade.ticker, str(trade.price), str(trade.count)) for trade in exchange.engine.markets.trades()
    ]


@frozen
class Past:
    """What twenty minutes have brought.

    Args:
        exchange: As it is after them.
        before: The market before them.
        requests: All that was sent.
    """

    exchange: Sandbox
    before: MarketView
    requests: list[dict[str, Any]]


@pytest.fixture(scope="module")
def twenty_minutes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Past]:
    path = tmp_path_factory.mktemp("life") / "record.jsonl"
    with lively(record=path) as exchange:
        before = exchange.engine.markets.get(TICKER)
        assert trades_on(exchange) == []
        exchange.clock.advance(20 * MINUTES)
        requests = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        yield Past(exchange, before, requests)


def test_prices_move_while_a_manual_clock_is_advanced_and_not_otherwise(twenty_minutes: Past) -> None:
    exchange = twenty_minutes.exchange
    after, trades = exchange.engine.markets.get(TICKER), trades_on(exchange)
    assert len(trades) > 20
    assert len({ticker for _, ticker, _, _ in trades}) > 3
    assert after.volume > 0
    assert (after.quote.bid, after.quote.ask) != (twenty_minutes.before.quote.bid, twenty_minutes.before.quote.ask)
    assert exchange.engine.imbalance() == 0
    assert trades_on(exchange) == trades


def test_they_send_requests_as_anyone_does(twenty_minutes: Past) -> None:
    lines = twenty_minutes.requests
    sent = {line["operation"] for line in lines}
    assert {"GetMarkets", "GetOrders", "CreateOrderV2", "BatchCreateOrdersV2", "BatchCancelOrdersV2"} <= sent
    assert {line["status"] for line in lines} <= {200, 201, 409}
    rejected = [line for line in lines if line["status"] == 409]
    assert len(rejected) < len(lines) / 20


def test_a_patient_order_lapses(twenty_minutes: Past) -> None:
    engine = twenty_minutes.exchange.engine
    now = engine.now()
    orders = [order for number in (1, 2, 3) for order in engine.orders.of(f"trader-{number}")]
    resting = [order for order in orders if order.status == "resting"]
    assert all(order.expiration_time is not None and order.expiration_time > now for order in resting)
    assert any(order.status == "canceled" and order.expiration_time is not None for order in orders)


def trades_of(seed: int, steps: int = 1) -> list[tuple[str, str, str, str]]:
    """The trades of five minutes that pass in so many steps."""
    with lively(seed=seed) as exchange:
        for _ in range(steps):
            exchange.clock.advance(5 * MINUTES / steps)
        return trades_on(exchange)


def test_traders_do_the_same_for_a_seed_in_however_many_steps_and_something_else_for_another() -> None:
    first = trades_of(1)
    assert first
    assert first == trades_of(1)
    assert first == trades_of(1, steps=50)
    assert [trade[1:] for trade in first] != [trade[1:] for trade in trades_of(2)]


def test_with_a_real_clock_they_trade_by_themselves_and_stop_with_the_sandbox() -> None:
    traded, before = threading.Event(), set(threading.enumerate())

    def listen(happening: EngineEvent) -> None:
        if isinstance(happening, Traded):
            traded.set()

    with small_sandbox(traders=80) as exchange:
        exchange.engine.listen(listen)
        assert traded.wait(30)
        assert any(market.series_ticker == "KXCOIN" for market in exchange.engine.markets.all())
    assert set(threading.enumerate()) <= before


def test_a_market_that_nobody_quotes_gets_quotes() -> None:
    with lively() as exchange:
        exchange.add_market("KXRAIN-26DEC31-NYC")
        exchange.clock.advance(3 * MINUTES)
        quote = exchange.engine.markets.get("KXRAIN-26DEC31-NYC").quote
        assert Decimal("0.4") < quote.bid < quote.ask < Decimal("0.6")


def test_faults_are_for_others() -> None:
    with lively() as exchange, exchange.client() as client:
        # A delay on a manual clock ends when that is moved, which here waits for the traders.
        exchange.faults.add(Delay(5))
        rule = exchange.faults.add(Status(500), operation="CreateOrderV2", nth=1)
        exchange.clock.advance(3 * MINUTES)
        assert len(trades_on(exchange)) > 0
        assert rule.calls == 0
        exchange.faults.clear()
        exchange.faults.add(Status(500), operation="CreateOrderV2", nth=1)
        order = CreateOrderV2Request(
            ticker=TICKER,
            side="bid",
            count=Decimal(1),
            price=Decimal("0.01"),
            time_in_force="good_till_canceled",
            self_trade_prevention_type="maker",
        )
        with pytest.raises(KalshiServerError):
            create_order_v2.sync(client=client, body=order)


def test_an_exchange_that_can_not_be_reached_stops_nobody_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    # Their clients try again, on the machine's clock.
    waits = FakeClock()
    with lively() as exchange:
        with exchange.refusing_connections(), monkeypatch.context() as patch:
            waits.patch(patch)
            exchange.clock.advance(2 * MINUTES)
        assert len(waits.waits) > 3
        assert trades_on(exchange) == []
        exchange.clock.advance(3 * MINUTES)
        assert len(trades_on(exchange)) > 0


def test_the_admin_route_lets_them_act_as_well() -> None:
    with lively(admin=True) as exchange:
        root = exchange.base_url.removesuffix("/trade-api/v2")
        answer = plain.post(f"{root}/__admin/clock", json={"advance": 3 * MINUTES}, timeout=30)
        assert answer.status_code == 200
        assert len(trades_on(exchange)) > 0


def test_the_clock_still_does_not_go_back() -> None:
    with lively() as exchange, pytest.raises(ValueError, match="would set the clock back"):
        exchange.clock.advance(-1)


@pytest.mark.parametrize("arguments", [{"traders": -1}, {"traders": 2, "live": False}])
def test_a_number_of_traders_that_can_not_be_is_rejected(arguments: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="traders: "):
        Sandbox(**arguments)


def test_coins_are_tossed_one_after_the_other_and_pay() -> None:
    clock = ManualClock()
    exchange = Exchange(clock, seed=1)
    CoinTosses(exchange, Random(1)).start()
    for _ in range(20):
        clock.advance(COIN_INTERVAL)
        open_markets = [market for market in exchange.markets.all() if market.status == "active"]
        left = max(market.close_time - clock.now() for market in open_markets)
        assert left == COIN_DURATION
    settled = [market for market in exchange.markets.all() if market.status == "finalized"]
    assert len(settled) == 19
    assert {market.result for market in settled} == {"yes", "no"}


def test_the_shell_can_ask_for_traders_and_its_variables_are_enough_for_a_client(
    capfd: pytest.CaptureFixture[str],
) -> None:
    look = "from kalshi_overlay import create_client; from kalshi_gen.api.market import get_markets; "
    look += "print(any(m.ticker.startswith('KXCOIN') for m in get_markets.sync(client=create_client()).markets))"
    ran = CommandLine(capfd).run("--traders", "5", "--seed", "7", "--", sys.executable, "-c", look)
    assert (ran.status, ran.out.strip(), ran.err) == (0, "True", "")


@pytest.mark.parametrize("number", ["many", "1.5", "-3"])
def test_the_shell_says_what_a_number_of_traders_is(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([f"--traders={number}"])
    assert f"{number} is not a number from 0" in capsys.readouterr().err
