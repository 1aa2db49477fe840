"""How far reads lag behind writes: each write shows some time later, in its order, and for good."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import MEASURED, Freshness
from kalshi_sandbox.faults import Lag as LagFault
from kalshi_sandbox.live.lag import Lag, drawn

from ..live.calling import Caller
from ..small import small_sandbox
from .conftest import Side, opened

START = datetime(2026, 10, 1, 12, tzinfo=UTC)
STEP = 0.05


@pytest.fixture
def side() -> Iterator[Side]:
    with opened() as side:
        yield side


def delay_until(side: Side, shows: Callable[[], bool], most: float = 10) -> float:
    """Seconds after which a read shows something, to a twentieth."""
    waited = 0.0
    while not shows():
        assert waited < most, "it never showed"
        side.exchange.clock.advance(STEP)
        waited += STEP
    return waited


def order_of(side: Side, order_id: str) -> dict[str, Any]:
    shown: dict[str, Any] = side.alice.ask("GetOrder", order_id=order_id)["order"]
    return shown


def test_a_new_order_is_404_until_it_shows_in_get_order_and_the_list(side: Side) -> None:
    order_id = side.alice.place("bid", "0.40", ticker=side.market())["order_id"]
    assert side.alice.send("GetOrder", order_id=order_id).json()["error"]["code"] == "not_found"
    assert side.alice.ask("GetOrders")["orders"] == []
    assert side.alice.send("GetOrderQueuePosition", order_id=order_id).status_code == 404
    assert side.alice.ask("GetOrderQueuePositions", event_ticker="")["queue_positions"] == []
    waited = delay_until(side, lambda: side.alice.send("GetOrder", order_id=order_id).status_code == 200)
    assert 0.3 <= waited <= 2.05
    assert [each["order_id"] for each in side.alice.ask("GetOrders")["orders"]] == [order_id]
    assert side.alice.ask("GetOrderQueuePosition", order_id=order_id)["queue_position_fp"] == "0.00"


def test_a_canceled_order_still_rests_in_reads_for_a_while(side: Side) -> None:
    order_id = side.alice.place("bid", "0.40", ticker=side.market())["order_id"]
    side.settle_down()
    side.alice.ask("CancelOrderV2", order_id=order_id)
    assert order_of(side, order_id)["status"] == "resting"
    assert len(side.alice.ask("GetOrders", status="resting")["orders"]) == 1
    assert 0.3 <= delay_until(side, lambda: order_of(side, order_id)["status"] == "canceled") <= 2.05
    assert side.alice.ask("GetOrders", status="resting")["orders"] == []


def test_an_amended_order_has_its_old_values_for_a_while(side: Side) -> None:
    ticker = side.market()
    order_id = side.alice.place("bid", "0.40", ticker=ticker)["order_id"]
    side.settle_down()
    change = {"ticker": ticker, "side": "bid", "price": "0.41", "count": "12"}
    side.alice.ask("AmendOrderV2", change, order_id=order_id)
    assert order_of(side, order_id)["yes_price_dollars"] == "0.4000"
    assert 0.3 <= delay_until(side, lambda: order_of(side, order_id)["yes_price_dollars"] == "0.4100") <= 2.05
    assert order_of(side, order_id)["remaining_count_fp"] == "12.00"


def test_fills_lag_as_orders_do_and_positions_and_balance_on_their_own(side: Side) -> None:
    ticker = side.market()
    side.trade(ticker)
    assert side.alice.ask("GetFills", ticker=ticker)["fills"] == []
    assert side.alice.ask("GetPositions", ticker=ticker)["market_positions"] == []
    assert side.alice.ask("GetBalance")["balance_dollars"] == "1000000.0000"
    shown = {
        "fills": delay_until(side, lambda: bool(side.alice.ask("GetFills", ticker=ticker)["fills"])),
        "positions": delay_until(side, lambda: bool(side.alice.ask("GetPositions", ticker=ticker)["market_positions"])),
    }
    assert 0.3 <= shown["fills"] <= 2.05
    assert 0.5 <= sum(shown.values()) <= 3.05
    assert side.alice.ask("GetBalance")["balance_dollars"] == "999996.0000"


def test_settlements_lag_too(side: Side) -> None:
    ticker = side.market()
    side.trade(ticker)
    side.settle_down()
    side.exchange.settle(ticker, "yes")
    assert side.alice.ask("GetSettlements")["settlements"] == []
    assert 0.5 <= delay_until(side, lambda: bool(side.alice.ask("GetSettlements")["settlements"])) <= 3.05


def test_another_accounts_writes_make_no_read_of_mine_lag(side: Side) -> None:
    ticker = side.market()
    order_id = side.alice.place("bid", "0.40", ticker=ticker)["order_id"]
    side.exchange.clock.advance(2)
    side.bob.place("bid", "0.30", ticker=ticker)
    assert order_of(side, order_id)["status"] == "resting"


@pytest.mark.parametrize(
    ("operation", "named", "field"),
    [
        ("GetMarket", {"ticker": "it"}, "yes_bid_dollars"),
        ("GetMarketOrderbook", {"ticker": "it"}, "0.4000"),
        ("GetTrades", {"ticker": "it"}, "trade_id"),
        ("GetEvent", {"event_ticker": "event"}, "0.4000"),
    ],
)
def test_market_data_is_old_for_half_a_second_to_three(
    operation: str, named: dict[str, str], field: str, side: Side
) -> None:
    ticker = side.market()
    names = {"it": ticker, "event": ticker.rpartition("-")[0]}
    query = {name: names[value] for name, value in named.items()}
    before = side.alice.ask(operation, **query)
    side.alice.place("bid", "0.40", ticker=ticker)
    side.bob.place("ask", "0.40", "3", ticker=ticker)
    assert side.alice.ask(operation, **query) == before
    assert 0.5 <= delay_until(side, lambda: side.alice.ask(operation, **query) != before) <= 3.05
    assert field in side.alice.send(operation, **query).text


def test_market_lists_are_repeated_for_fifteen_seconds(side: Side) -> None:
    before = side.alice.ask("GetMarkets", limit=1000)
    ticker = side.market()
    side.exchange.clock.advance(14.9)
    assert side.alice.ask("GetMarkets", limit=1000) == before
    assert side.alice.ask("GetMarkets", limit=999) != before
    side.exchange.clock.advance(0.1)
    assert ticker in {market["ticker"] for market in side.alice.ask("GetMarkets", limit=1000)["markets"]}


def test_under_the_documents_and_simply_everything_shows_at_once() -> None:
    for behaviour in ("documents", "simple"):
        with opened(behaviour=behaviour) as side:
            ticker = side.market()
            assert side.alice.ask("GetMarketOrderbook", ticker=ticker)["orderbook_fp"]["yes_dollars"] == []
            order_id = side.trade(ticker)
            assert order_of(side, order_id)["status"] == "executed"
            assert len(side.alice.ask("GetFills", ticker=ticker)["fills"]) == 1
            assert side.alice.ask("GetBalance")["balance_dollars"] == "999996.0000"
            assert side.alice.ask("GetMarket", ticker=ticker)["market"]["volume_fp"] == "10.00"


@pytest.mark.parametrize("freshness", ["honest", "frozen", "ahead"])
def test_the_user_data_timestamp_is_honest_or_frozen_or_ahead(freshness: Freshness) -> None:
    with opened(behaviour=evolve(MEASURED, user_data_timestamp=freshness)) as side:

        def as_of() -> datetime:
            return datetime.fromisoformat(side.alice.ask("GetUserDataTimestamp")["as_of_time"])

        side.exchange.clock.advance(100)
        quiet = as_of()
        order_id = side.alice.place("bid", "0.40", ticker=side.market())["order_id"]
        written = side.exchange.clock.now()
        while side.alice.send("GetOrder", order_id=order_id).status_code == 404:
            match freshness:
                case "honest":
                    assert as_of() < written
                case "frozen":
                    assert as_of() == START
                case "ahead":
                    assert as_of() > side.exchange.clock.now()
            side.exchange.clock.advance(STEP)
        side.settle_down()
        now = side.exchange.clock.now()
        after = {"honest": now, "frozen": START, "ahead": now + timedelta(seconds=3)}
        assert (quiet, as_of()) == (after[freshness] - (now - written) * (freshness != "frozen"), after[freshness])


def test_a_fault_that_makes_reads_lag_comes_on_top(side: Side) -> None:
    order_id = side.alice.place("bid", "0.40", ticker=side.market())["order_id"]
    side.settle_down()
    assert order_of(side, order_id)["status"] == "resting"
    side.exchange.faults.add(LagFault(60))
    assert side.alice.send("GetOrder", order_id=order_id).status_code == 404


def test_the_same_seed_lags_the_same_and_another_seed_otherwise() -> None:
    def waited(seed: int) -> list[float]:
        with opened(seed=seed) as side:
            delays = []
            for _ in range(3):
                side.alice.place("bid", "0.01", ticker="KXBTCD-26DEC31-T100000")
                delays.append(delay_until(side, lambda: bool(side.alice.ask("GetOrders", status="resting")["orders"])))
                side.alice.ask("CancelAllOrders")
                side.settle_down()
            return delays

    assert waited(1) == waited(1) != waited(2)


def test_with_a_real_clock_a_write_shows_after_a_while_and_completely() -> None:
    with Sandbox(behaviour=evolve(MEASURED, order_lag=(0.1, 0.3))) as exchange:
        caller = Caller(exchange)
        with caller.client:
            market = caller.ask("GetMarkets", status="open", limit=1)["markets"][0]
            bought = caller.place(
                "bid", market["yes_ask_dollars"], "1", ticker=market["ticker"], time_in_force="fill_or_kill"
            )
            end = time.monotonic() + 20
            while (answer := caller.send("GetOrder", order_id=bought["order_id"])).status_code == 404:
                assert time.monotonic() < end
            order = answer.json()["order"]
            (fill,) = caller.ask("GetFills", order_id=bought["order_id"])["fills"]
            # What one request did shows at once, all of it: never an order that rests though it can't.
            assert (order["status"], fill["count_fp"]) == ("executed", "1.00")
            assert order["created_time"] == order["last_update_time"] == fill["created_time"]


def test_what_has_become_due_lags_although_nobody_asked_meanwhile() -> None:
    now = [time.time()]
    with small_sandbox(clock=lambda: now[0], behaviour=evolve(MEASURED, signature_window=600.0)) as exchange:
        caller = Caller(exchange)
        with caller.client:
            # The client signs by the machine's clock, so this one goes on from there.
            caller.ask("SetTargetBalanceAllocation", {"allocations": [{"exchange_index": 0, "percent": 100}]})

            def shown() -> list[str]:
                return [each["balance"] for each in caller.ask("GetBalance")["balance_breakdown"]]

            before = shown()
            # It is restored every ten seconds.
            now[0] += 11
            assert shown() == before
            now[0] += 5
            assert shown() != before


def test_reads_never_go_back_in_time_and_show_all_in_the_end(side: Side) -> None:
    random, tickers = Random(11), [side.market() for _ in range(3)]
    seen: dict[str, datetime] = {}
    placed: list[tuple[str, str]] = []
    money: datetime | None = None
    for _ in range(60):
        if random.random() < 0.5 or not placed:
            ticker = random.choice(tickers)
            placed.append((side.alice.place("bid", "0.40", ticker=ticker)["order_id"], ticker))
        elif random.random() < 0.5:
            order_id, ticker = random.choice(placed)
            side.alice.send("CancelOrderV2", order_id=order_id)
        else:
            side.bob.place("ask", "0.40", "7", ticker=random.choice(tickers))
        side.exchange.clock.advance(random.choice([0, 0.1, 0.4, 1]))
        shown = {each["order_id"]: each for each in side.alice.ask("GetOrders", limit=1000)["orders"]}
        assert seen.keys() <= shown.keys()
        for order_id, order in shown.items():
            updated = datetime.fromisoformat(order["last_update_time"])
            assert updated >= seen.get(order_id, updated)
            seen[order_id] = updated
        updated = datetime.fromtimestamp(side.alice.ask("GetBalance")["updated_ts"], UTC)
        assert money is None or updated >= money
        money = updated
    side.settle_down()
    shown = {each["order_id"]: each for each in side.alice.ask("GetOrders", limit=1000)["orders"]}
    engine = {order.order_id: order for order in side.exchange.engine.orders.of("alice")}
    assert {order_id: each["status"] for order_id, each in shown.items()} == {
        order_id: order.status for order_id, order in engine.items()
    }


@given(
    span=st.tuples(st.integers(0, 3000), st.integers(0, 3000)).map(sorted),
    steps=st.lists(st.tuples(st.integers(0, 4000), st.booleans()), max_size=60),
)
def test_a_write_shows_within_its_span_and_never_before_an_earlier_one(
    span: list[int], steps: list[tuple[int, bool]]
) -> None:
    lag = Lag((span[0] / 1000, span[1] / 1000), "seed")
    now, written, before = START, [], START - timedelta(days=1)
    for milliseconds, writes in steps:
        now += timedelta(milliseconds=milliseconds)
        if writes:
            lag.wrote("alice", now)
            written.append(now)
        shown = lag.shown_until("alice", now) or now
        assert shown >= min(before, now - timedelta(microseconds=1))
        before = shown
        for moment in written:
            if now >= moment + timedelta(milliseconds=span[1]):
                assert shown >= moment
            if now < moment + timedelta(milliseconds=span[0]):
                assert shown < moment
        assert lag.shown_until("bob", now) is None


@settings(max_examples=25)
@given(st.text(max_size=20))
def test_a_duration_lies_between_its_bounds_and_is_the_same_for_a_seed(seed: str) -> None:
    assert timedelta(seconds=0.3) <= drawn((0.3, 2.0), seed) <= timedelta(seconds=2)
    assert drawn((0.3, 2.0), seed) == drawn((0.3, 2.0), seed)
    assert drawn((0.0, 0.0), seed) == timedelta()
