"""The engine's parts one by one, at each of their limits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, get_args

import pytest
from attrs import evolve

from kalshi_sandbox.engine import Amendment, EngineRejection, Exchange, ManualClock, NewOrder, Owner, Rules
from kalshi_sandbox.engine.book import Book
from kalshi_sandbox.engine.bus import EventBus
from kalshi_sandbox.engine.candles import Span, candlesticks, period_end
from kalshi_sandbox.engine.clock import RealClock
from kalshi_sandbox.engine.collateral import check_affordable, requirement
from kalshi_sandbox.engine.events import EngineEvent, GroupUpdated
from kalshi_sandbox.engine.fees import CENT, MICRODOLLAR, FeeRounding, FeeSchedule, rounded_up
from kalshi_sandbox.engine.group import OrderGroup, check_limit
from kalshi_sandbox.engine.ledger import Ledger
from kalshi_sandbox.engine.market import TRANSITIONS, Event, FeeType, Market, MarketStatus, Series
from kalshi_sandbox.engine.matching import Match, Plan, SelfCancel, plan_of
from kalshi_sandbox.engine.order import Order, Side, check_count, opposite, unit_cost
from kalshi_sandbox.engine.orders import CancelRequest
from kalshi_sandbox.engine.positions import Position, Positions
from kalshi_sandbox.engine.rejection import empty_shard, insufficient_balance, not_found
from kalshi_sandbox.engine.tape import Quote, Tape, Trade
from tests.walking import walked

from .conftest import TICKER, Harness

D = Decimal
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ALICE, BOB = Owner("alice"), Owner("bob")


def order(side: Any = "bid", price: str = "0.50", count: str = "10", **fields: Any) -> Order:
    """An order that rests."""
    given = {
        "order_id": f"{side} {price} {count}",
        "sequence": 1,
        "owner": ALICE,
        "client_order_id": "",
        "ticker": TICKER,
        "side": side,
        "price": D(price),
        "initial_count": D(count),
        "remaining_count": D(count),
        "time_in_force": "good_till_canceled",
        "self_trade_prevention_type": "taker_at_cross",
        "expiration_time": None,
        "post_only": False,
        "reduce_only": False,
        "cancel_order_on_pause": False,
        "order_group_id": None,
        "created_time": NOW,
        "last_update_time": NOW,
    }
    made: dict[str, Any] = {**given, **fields}
    return Order(**made)


def plain(value: Any) -> Any:
    """A value as it is, to be compared with whole numbers."""
    return value


def refusal(check: Any, *arguments: Any) -> tuple[int, str, str]:
    """Status, code and field of a refusal."""
    with pytest.raises(EngineRejection) as refused:
        check(*arguments)
    return refused.value.status, refused.value.code, refused.value.about


# Defaults


def test_what_an_order_does_not_ask_for_it_does_not_get() -> None:
    new = NewOrder(ticker=TICKER, side="bid", count=D(1), price=D("0.5"))
    asked = (new.time_in_force, new.self_trade_prevention_type, new.client_order_id, new.expiration_time)
    assert asked == ("good_till_canceled", "taker_at_cross", None, None)
    assert (new.post_only, new.reduce_only, new.cancel_order_on_pause) == (False, False, False)
    assert (new.subaccount, new.order_group_id) == (0, None)
    change = Amendment(ticker=TICKER, side="bid", count=D(1), price=D("0.5"))
    assert (change.expiration_time, change.remove_expiration) == (None, False)
    assert (change.client_order_id, change.updated_client_order_id) == (None, None)
    made = order()
    assert plain((made.status, made.fill_count, made.taker_fill_cost, made.maker_fill_cost)) == ("resting", 0, 0, 0)
    assert plain((made.taker_fees, made.maker_fees, made.rounding_carried)) == (0, 0, 0)
    assert CancelRequest("1").subaccount is None
    assert Owner("alice").subaccount == 0


def test_an_exchange_has_one_shard_and_no_further_rules_by_default() -> None:
    rules = Rules()
    assert (rules.shards, rules.empty_shard_rejection) == (1, "insufficient_balance")
    assert (rules.killed_orders_use_their_id, rules.empty_changes_are_rejected) == (False, False)
    with pytest.raises(ValueError, match="shards"):
        Rules(shards=0)
    assert Ledger().shards == 1


def test_what_is_traded_is_on_the_first_shard_and_plain_by_default() -> None:
    series, event = Series(ticker="A", created_time=NOW), Event(ticker="A-B", series_ticker="A", created_time=NOW)
    assert plain((series.fee_type, series.fee_multiplier, series.frequency)) == ("quadratic", 1, "daily")
    assert (event.exchange_index, event.title) == (0, "")
    market = a_market()
    assert (market.status, market.result, market.price_level_structure) == ("initialized", "", "linear_cent")
    assert (market.settlement_timer_seconds, market.exchange_index) == (0, 0)
    assert (market.determined_time, market.settlement_time, market.settlement_value) == (None, None, None)
    group = OrderGroup("1", ALICE, D(1), NOW)
    assert (group.exchange_index, group.is_triggered, group.is_auto_cancel_enabled) == (0, False, True)
    assert plain(Quote()) == (0, 1, 0, 0)


def test_a_new_market_opens_now_for_thirty_days_and_pays_at_once() -> None:
    harness = Harness()
    market = harness.exchange.markets.add("KXT-E-M")
    now = harness.clock.now()
    assert (market.open_time, market.close_time) == (now, now + timedelta(days=30))
    assert (market.event_ticker, market.series_ticker) == ("KXT-E", "KXT")
    assert (market.status, market.settlement_timer_seconds) == ("active", 0)
    later = harness.exchange.markets.add("KXT-E-N", open_time=now + SECOND)
    assert (later.status, later.close_time) == ("initialized", now + SECOND + timedelta(days=30))
    harness.clock.advance(1)
    assert harness.exchange.markets.get("KXT-E-N").market.status == "active"
    assert harness.exchange.markets.add("PLAIN").event_ticker == "PLAIN"
    assert harness.exchange.markets.settle("KXT-E-M", "yes").status == "finalized"


# Numbers that are refused


@walked("count", ["0.01", "1", "1.10", "1.1000", "1E+2", "1000000000", "999999999.99"])
def test_a_count_that_can_be_is_taken(count: str) -> None:
    check_count("count", D(count))


@walked(
    "count", ["0", "-0.01", "0.001", "0.009", "1.001", "1000000000.01", "1E+10", "NaN", "sNaN", "Infinity", "-Infinity"]
)
def test_a_count_that_can_not_be_is_refused_by_the_name_of_its_field(count: str) -> None:
    assert refusal(check_count, "reduce_by", D(count)) == (400, "invalid_parameters", "reduce_by")


@pytest.mark.parametrize("limit", ["1", "1.00", "1.01", "1E+5"])
def test_a_limit_of_a_group_that_can_be_is_taken(limit: str) -> None:
    check_limit(D(limit))


@walked("limit", ["0.99", "0", "-1", "1.001", "1.000", "NaN", "Infinity"])
def test_a_limit_of_a_group_that_can_not_be_is_refused(limit: str) -> None:
    assert refusal(check_limit, D(limit)) == (400, "invalid_parameters", "contracts_limit")


def a_market(**fields: Any) -> Market:
    times = {"created_time": NOW, "updated_time": NOW, "open_time": NOW, "close_time": NOW + SECOND}
    given: dict[str, Any] = {"ticker": TICKER, "event_ticker": "E", "series_ticker": "S", **times, **fields}
    return Market(**given)


@pytest.mark.parametrize(
    ("ticks", "taken", "refused"),
    [
        ("linear_cent", ["0.01", "0.5", "0.99", "0.990"], ["0", "1", "0.001", "0.995", "-0.01", "1.01", "NaN"]),
        ("deci_cent", ["0.001", "0.5", "0.999"], ["0", "1", "0.0005", "0.9995", "1.001", "Infinity"]),
        (
            "tapered_deci_cent",
            ["0.001", "0.099", "0.1", "0.11", "0.89", "0.9", "0.901", "0.999"],
            ["0", "0.0995", "0.101", "0.105", "0.899", "0.9005", "1"],
        ),
    ],
)
def test_a_price_is_on_a_tick_between_0_and_1(ticks: str, taken: list[str], refused: list[str]) -> None:
    market = a_market(price_level_structure=ticks)
    for price in taken:
        market.check_price(D(price))
    for price in refused:
        assert refusal(market.check_price, D(price)) == (400, "invalid_parameters", "price")


@walked("before", get_args(MarketStatus))
def test_a_market_takes_the_statuses_that_may_follow_alone(before: MarketStatus) -> None:
    market = a_market(status=before)
    for after in get_args(MarketStatus):
        if after in TRANSITIONS[before]:
            moved = market.moved_to(after, NOW + SECOND, result="yes")
            assert plain((moved.status, moved.updated_time, moved.settlement_value)) == (after, NOW + SECOND, 1)
        else:
            assert refusal(market.moved_to, after, NOW) == (409, "illegal_market_transition", "")
    assert a_market(result="no").settlement_value == 0


ORDERS: dict[str, tuple[dict[str, Any], tuple[int, str, str]]] = {
    "an unknown market": ({"ticker": "X"}, (404, "market_not_found", "")),
    "an unknown subaccount": ({"subaccount": 1}, (400, "invalid_parameters", "subaccount")),
    "a subaccount below the first": ({"subaccount": -1}, (400, "invalid_parameters", "subaccount")),
    "no contract": ({"count": D(0)}, (400, "invalid_parameters", "count")),
    "a price of nothing": ({"price": D(0)}, (400, "invalid_parameters", "price")),
    "an expiry now": ({"expiration_time": NOW}, (400, "invalid_parameters", "expiration_time")),
    "an expiry of an order that does not rest": (
        {"expiration_time": NOW + SECOND, "time_in_force": "immediate_or_cancel"},
        (400, "invalid_parameters", "expiration_time"),
    ),
    "post_only that does not rest": (
        {"post_only": True, "time_in_force": "immediate_or_cancel"},
        (400, "invalid_parameters", "post_only"),
    ),
    "post_only or nothing": (
        {"post_only": True, "time_in_force": "fill_or_kill"},
        (400, "invalid_parameters", "post_only"),
    ),
    "post_only that would trade": ({"post_only": True, "price": D("0.60")}, (400, "post_only_would_cross", "")),
    "reduce_only that rests": ({"reduce_only": True}, (400, "invalid_parameters", "reduce_only")),
    "reduce_only or nothing": (
        {"reduce_only": True, "time_in_force": "fill_or_kill"},
        (400, "invalid_parameters", "reduce_only"),
    ),
    "reduce_only without a position": (
        {"reduce_only": True, "time_in_force": "immediate_or_cancel"},
        (400, "invalid_parameters", "reduce_only"),
    ),
    "an unknown group": ({"order_group_id": "X"}, (404, "order_group_not_found", "")),
    "more than can be filled at once": (
        {"count": D("5.01"), "price": D("0.60"), "time_in_force": "fill_or_kill"},
        (409, "fill_or_kill_insufficient_resting_volume", ""),
    ),
    "more than can be paid": ({"count": D("200.01")}, (400, "insufficient_balance", "")),
}
TAKEN: dict[str, dict[str, Any]] = {
    "an expiry after now": {"expiration_time": NOW + timedelta(microseconds=1)},
    "post_only below the best": {"post_only": True, "price": D("0.59")},
    "all that can be filled at once": {"count": D(5), "price": D("0.60"), "time_in_force": "fill_or_kill"},
    "all that can be paid": {"count": D(200)},
}


@pytest.mark.parametrize("name", ORDERS)
def test_an_order_that_can_not_be_is_refused_by_what_is_wrong(harness: Harness, name: str) -> None:
    fields, refused = ORDERS[name]
    harness.place("bob", "ask", "5", "0.60")
    new = NewOrder(**{"ticker": TICKER, "side": "bid", "count": D(1), "price": D("0.50"), **fields})
    assert (*harness.rejected(lambda: harness.exchange.orders.place("alice", new)), harness.about) == refused


@pytest.mark.parametrize("name", TAKEN)
def test_an_order_that_just_can_be_is_taken(harness: Harness, name: str) -> None:
    harness.place("bob", "ask", "5", "0.60")
    new = NewOrder(**{"ticker": TICKER, "side": "bid", "count": D(1), "price": D("0.50"), **TAKEN[name]})
    assert harness.exchange.orders.place("alice", new).order.initial_count == new.count


AMENDMENTS: dict[str, tuple[dict[str, Any], str]] = {
    "another market": ({"ticker": "X"}, "ticker"),
    "another side": ({"side": "ask"}, "side"),
    "another id than it has": ({"client_order_id": "x"}, "client_order_id"),
    "no contract": ({"count": D(0)}, "count"),
    "no more than is filled": ({"count": D(2)}, "count"),
    "no tick": ({"price": D("0.505")}, "price"),
    "an expiry now": ({"expiration_time": NOW}, "expiration_time"),
}


@pytest.mark.parametrize("name", AMENDMENTS)
def test_an_amendment_that_can_not_be_is_refused_by_the_name_of_its_field(harness: Harness, name: str) -> None:
    fields, field = AMENDMENTS[name]
    placed = harness.place("alice", "bid", "5", "0.50", client_order_id="mine").order
    harness.place("bob", "ask", "2", "0.50")
    change: dict[str, Any] = {"ticker": TICKER, "side": "bid", "count": D(5), "price": D("0.50"), **fields}
    amend = harness.exchange.orders.amend
    refused = harness.rejected(lambda: amend("alice", placed.order_id, Amendment(**change)))
    assert (*refused, harness.about) == (400, "invalid_parameters", field)


def test_an_amendment_keeps_its_place_at_the_same_price_if_it_is_no_larger(harness: Harness) -> None:
    def place_after(count: str, price: str) -> Decimal:
        first = harness.place("alice", "bid", "5", "0.50").order
        second = harness.place("bob", "bid", "3", "0.50").order
        change = Amendment(ticker=TICKER, side="bid", count=D(count), price=D(price))
        harness.exchange.orders.amend("alice", first.order_id, change)
        ahead = harness.exchange.orders.queue_position("alice", first.order_id)
        harness.exchange.orders.cancel("alice", first.order_id)
        harness.exchange.orders.cancel("bob", second.order_id)
        return ahead

    assert [place_after(count, "0.50") for count in ("4", "5", "5.01")] == [0, 0, 3]
    assert place_after("5", "0.49") == 3
    assert place_after("5", "0.51") == 0


# Money


@pytest.mark.parametrize(
    ("kind", "multiplier", "taker", "maker"),
    [
        ("quadratic", "1", "0.07", "0"),
        ("quadratic_with_maker_fees", "1", "0.07", "0.0175"),
        ("quadratic_with_combo_maker_fees", "2", "0.14", "0.07"),
        ("quadratic", "0", "0", "0"),
        ("flat", "1", "0", "0"),
    ],
)
def test_the_fees_of_a_series_are_those_of_its_kind(kind: FeeType, multiplier: str, taker: str, maker: str) -> None:
    series = Series(ticker="A", fee_type=kind, fee_multiplier=D(multiplier), created_time=NOW)
    schedule = FeeSchedule.of(series)
    assert (schedule.taker_rate, schedule.maker_rate) == (D(taker), D(maker))
    assert schedule.exact(D(10), D("0.2"), is_taker=True) == D(taker) * D("1.6")
    assert schedule.exact(D(10), D("0.2"), is_taker=False) == D(maker) * D("1.6")


@pytest.mark.parametrize(("exact", "charged"), [("0", "0"), ("0.0001", "0.0001"), ("0.00010001", "0.0002")])
def test_a_fee_is_rounded_up(exact: str, charged: str) -> None:
    assert rounded_up(D(exact), D("0.0001")) == D(charged)


MEASURED, GUIDE = FeeRounding(), FeeRounding(MICRODOLLAR, CENT, gives_back=True)


@walked(
    ("rounding", "side", "count", "price", "carried", "charged"),
    [
        # The fee is 0.1552 rounded up. 9.08 x 0.577 is 5.23916, and 9.08 x 0.423 is 3.84084.
        (MEASURED, "bid", "9.08", "0.577", "0.5", ("0.15524", "0")),
        (MEASURED, "ask", "9.08", "0.577", "0", ("0.15526", "0")),
        (MEASURED, "bid", "1", "0.055", "0", ("0.0037", "0")),
        (GUIDE, "bid", "1", "0.055", "0", ("0.005", "0.001361")),
        (GUIDE, "bid", "1", "0.055", "0.008638", ("0.005", "0.009999")),
        # A cent is carried, but the fee is less than that.
        (GUIDE, "bid", "1", "0.055", "0.008639", ("0.005", "0.01")),
        (GUIDE, "bid", "1", "0.50", "0.0075", ("0.01", "0")),
        (GUIDE, "bid", "1", "0.50", "0.0275", ("0", "0.01")),
    ],
)
def test_a_fill_is_charged_its_fee_and_what_brings_the_balance_onto_its_step(
    rounding: FeeRounding, side: Any, count: str, price: str, carried: str, charged: tuple[str, str]
) -> None:
    schedule = FeeSchedule(D("0.07"), D(0), rounding)
    found = schedule.charge(side, D(count), D(price), is_taker=True, carried=D(carried))
    assert found == tuple(map(D, charged))


FREE, MAKERS_PAY = FeeSchedule(D("0.07"), D(0)), FeeSchedule(D("0.07"), D("0.0175"))


@walked(
    ("orders", "position", "schedule", "required"),
    [
        ([], "0", FREE, "0"),
        ([order("bid", "0.40"), order("ask", "0.70")], "0", FREE, "7"),
        ([order("bid", "0.40"), order("ask", "0.70")], "4", FREE, "5.8"),
        ([order("bid", "0.40"), order("ask", "0.70")], "-4", FREE, "5.4"),
        ([order("bid", "0.40"), order("bid", "0.60")], "-12", FREE, "3.2"),
        ([order("bid", "0.60"), order("bid", "0.40")], "-12", FREE, "3.2"),
        ([order("ask", "0.40"), order("ask", "0.60")], "12", FREE, "3.2"),
        ([order("bid", "0.40")], "-30", FREE, "0"),
        ([order("bid", "0.50")], "0", MAKERS_PAY, "5.0438"),
        ([order("bid", "0.50"), order("ask", "0.50")], "0", MAKERS_PAY, "10.0876"),
        ([order("bid", "0.50")], "-10", MAKERS_PAY, "0.0438"),
        ([order("bid", "0.577")], "0", FREE, "5.77"),
        ([order("bid", "0.577", remaining_count=D("9.08"))], "0", FREE, "5.2392"),
        ([order("ask", "0.423", remaining_count=D("9.08"))], "0", FREE, "5.2392"),
        ([order("ask", "0.423", remaining_count=D("9.08"))], "9", FREE, "0.0462"),
    ],
)
def test_the_collateral_is_what_orders_cost_at_worst(
    orders: list[Order], position: str, schedule: FeeSchedule, required: str
) -> None:
    assert requirement(orders, D(position), schedule) == D(required)


@walked(
    ("held", "exposure", "side", "count", "price", "after"),
    [
        ("0", "0", "bid", "10", "0.40", ("10", "4", "0")),
        ("0", "0", "ask", "10", "0.40", ("-10", "6", "0")),
        ("10", "4", "ask", "4", "0.50", ("6", "2.4", "0.4")),
        ("10", "4", "ask", "10", "0.50", ("0", "0", "1")),
        ("10", "4", "ask", "14", "0.50", ("-4", "2", "1")),
        ("-10", "6", "bid", "5", "0.20", ("-5", "3", "1")),
        ("10", "4", "bid", "5", "0.50", ("15", "6.5", "0")),
        ("3", "1", "ask", "1", "0.50", ("2", "0.666667", "0.166667")),
    ],
)
def test_a_fill_nets_what_is_held_at_its_mean_cost(
    held: str, exposure: str, side: Any, count: str, price: str, after: tuple[str, str, str]
) -> None:
    before = Position(owner=ALICE, ticker=TICKER, count=D(held), exposure=D(exposure), last_update_time=NOW)
    filled = before.filled(side, D(count), D(price), D("0.01"), NOW + SECOND)
    assert (filled.count, filled.exposure, filled.realized_profit) == tuple(map(D, after))
    cost = D(price) if side == "bid" else 1 - D(price)
    assert (filled.fees_paid, filled.total_traded, filled.contracts_traded) == (D("0.01"), cost * D(count), D(count))
    assert filled.last_update_time == NOW + SECOND
    paid = filled.settled(D(3), NOW + 2 * SECOND)
    assert plain((paid.count, paid.exposure, paid.last_update_time)) == (0, 0, NOW + 2 * SECOND)
    assert paid.realized_profit == filled.realized_profit + 3 - filled.exposure


def test_positions_are_kept_by_owner_and_by_market() -> None:
    positions = Positions()
    assert positions.of(ALICE, TICKER, NOW).count == 0
    assert (positions.of_owner(ALICE), positions.in_market(TICKER)) == ([], [])
    held = [Position(owner=owner, ticker=TICKER, count=D(1), last_update_time=NOW) for owner in (ALICE, BOB)]
    for each in held:
        positions.store(each)
    assert positions.in_market(TICKER) == held
    assert positions.of_owner(BOB) == [held[1]]
    assert positions.of(BOB, TICKER, NOW) is held[1]


@pytest.mark.parametrize(
    ("shards", "amount", "parts"),
    [
        (1, "10.01", ["10.01"]),
        (2, "10.01", ["5.01", "5.00"]),
        (3, "10", ["3.34", "3.33", "3.33"]),
        (3, "-10", ["-3.34", "-3.33", "-3.33"]),
    ],
)
def test_cash_is_split_between_the_shards_in_cents(shards: int, amount: str, parts: list[str]) -> None:
    assert Ledger(shards).parts(D(amount)) == [D(part) for part in parts]


@walked(
    ("cash", "held_on", "is_empty"),
    [
        (("0", "0"), None, False),
        (("0", "1"), None, True),
        (("1", "0"), None, False),
        (("0", "0"), 1, True),
        (("0", "1"), 0, False),
        (("0", "0"), 0, False),
    ],
)
def test_a_shard_is_empty_if_there_is_money_and_none_there(
    cash: tuple[str, str], held_on: int | None, is_empty: bool
) -> None:
    ledger = Ledger(2)
    ledger.open(ALICE, NOW)
    ledger.deposit(ALICE, [D(each) for each in cash], NOW)
    if held_on is not None:
        ledger.shard_of[TICKER] = held_on
        ledger.wallets[ALICE].held[TICKER] = D(1)
    assert ledger.is_empty_on(ALICE, 0) is is_empty


def test_collateral_is_held_from_the_cash_and_given_back() -> None:
    ledger = Ledger()
    ledger.open(ALICE, NOW)
    ledger.deposit(ALICE, [D(10)], NOW)
    ledger.shard_of[TICKER] = 0
    for amount in (D(4), D(6), D(1), D(0), D(0)):
        ledger.hold(ALICE, TICKER, amount)
        wallet = ledger.wallets[ALICE]
        assert (wallet.cash, wallet.collateral, ledger.held(ALICE, TICKER)) == (10 - amount, amount, amount)
        assert (TICKER in wallet.held) is bool(amount)
        assert ledger.imbalance() == 0


@pytest.mark.parametrize(
    ("needed", "available", "said"),
    [
        ("500000", "0", "needs $500000.00, available $0.00 on shard 1"),
        ("1.2345", "1.2", "needs $1.2345, available $1.20 on shard 1"),
    ],
)
def test_an_amount_of_money_has_cents_at_least(needed: str, available: str, said: str) -> None:
    assert insufficient_balance(D(needed), D(available), 1).details == said


def test_a_refusal_says_in_words_what_its_code_says() -> None:
    assert str(empty_shard("user_not_found", 2)) == "user not found: the subaccount has no cash on shard 2"
    assert str(not_found("order_group", "1")) == "order group not found: 1: no such thing"


# Matching


def matched(incoming: Order, *resting: Order, limits: dict[str, str] | None = None) -> list[tuple[str, Decimal | None]]:
    """What an order matches, in order: ids and counts; None is a cancellation. The last is what becomes of the rest."""
    book = Book[Order](lambda order, change: None)
    for each in resting:
        book.put(each)
    plan = plan_of(incoming, book, lambda group: D((limits or {})[group or ""]))
    steps: list[tuple[str, Decimal | None]] = []
    for step in plan.steps:
        match step:
            case Match(maker, count):
                steps.append((maker.order_id, count))
            case SelfCancel(order_id):
                steps.append((order_id, None))
    assert plan.matched + plan.remaining == incoming.remaining_count
    end = plan.stopped or ("rests" if plan.rests else "ends")
    return [*steps, (end + (" triggered" if plan.triggers else ""), plan.remaining)]


def ask(name: str, price: str, count: str, **fields: Any) -> Order:
    return order("ask", price, count, order_id=name, **{"owner": BOB, **fields})


def bid(count: str, price: str = "0.50", **fields: Any) -> Order:
    return order("bid", price, count, **fields)


ONE, TWO, THREE = ask("1", "0.50", "3"), ask("2", "0.49", "3"), ask("3", "0.50", "3")
OWN = ask("own", "0.50", "3", owner=Owner("alice", 1))
SWEEP = {"self_trade_prevention_type": "maker"}


@walked(
    ("incoming", "resting", "limits", "done"),
    [
        (bid("5"), (ONE, TWO, THREE), {}, [("2", 3), ("1", 2), ("ends", 0)]),
        (bid("10"), (ONE, TWO, THREE), {}, [("2", 3), ("1", 3), ("3", 3), ("rests", 1)]),
        (bid("10", "0.49"), (ONE, TWO), {}, [("2", 3), ("rests", 7)]),
        (bid("1", "0.48"), (ONE, TWO), {}, [("rests", 1)]),
        (bid("5", time_in_force="immediate_or_cancel"), (ONE,), {}, [("1", 3), ("ends", 2)]),
        (bid("5", time_in_force="fill_or_kill"), (ONE,), {}, [("1", 3), ("ends", 2)]),
        (bid("5"), (ONE, OWN, THREE), {}, [("1", 3), ("self_trade", 2)]),
        (bid("3"), (ONE, OWN), {}, [("1", 3), ("ends", 0)]),
        (bid("5", **SWEEP), (ONE, OWN, THREE), {}, [("1", 3), ("own", None), ("3", 2), ("ends", 0)]),
        (bid("3", **SWEEP), (ONE, OWN), {}, [("1", 3), ("ends", 0)]),
        (bid("5", order_group_id="g"), (ONE,), {"g": "2"}, [("1", 2), ("order_group triggered", 3)]),
        (bid("2", order_group_id="g"), (ONE,), {"g": "2"}, [("1", 2), ("ends triggered", 0)]),
        (bid("2", order_group_id="g"), (ONE,), {"g": "2.01"}, [("1", 2), ("ends", 0)]),
        (bid("2", order_group_id="g"), (ONE,), {"g": "0"}, [("order_group triggered", 2)]),
        (bid("2", order_group_id="g"), (), {"g": "1"}, [("rests", 2)]),
        (
            bid("5"),
            (ask("1", "0.49", "3", order_group_id="g"), ask("2", "0.49", "3", order_group_id="g"), THREE),
            {"g": "4"},
            [("1", 3), ("2", 1), ("3", 1), ("ends", 0)],
        ),
        (
            bid("5"),
            (ask("1", "0.49", "3", order_group_id="g"), ask("2", "0.49", "3", order_group_id="g"), THREE),
            {"g": "3"},
            [("1", 3), ("3", 2), ("ends", 0)],
        ),
    ],
)
def test_an_order_matches_the_best_and_oldest_first_as_far_as_groups_allow(
    incoming: Order, resting: tuple[Order, ...], limits: dict[str, str], done: list[tuple[str, int | None]]
) -> None:
    assert matched(incoming, *resting, limits=limits) == done


def test_an_ask_matches_the_highest_bids_down_to_its_price() -> None:
    def rested(name: str, price: str) -> Order:
        return order("bid", price, "1", order_id=name, owner=BOB)

    book = [rested("1", "0.48"), rested("2", "0.50"), rested("3", "0.49")]
    assert plain(matched(order("ask", "0.49", "5"), *book)) == [("2", 1), ("3", 1), ("rests", 3)]


def test_a_bid_gains_from_yes_and_an_ask_from_no() -> None:
    assert [order(side).outcome_side for side in get_args(Side)] == ["yes", "no"]
    assert [unit_cost(side, D("0.4")) for side in get_args(Side)] == [D("0.4"), D("0.6")]
    assert [opposite(side) for side in get_args(Side)] == ["ask", "bid"]


@walked(
    ("side", "held", "count", "is_affordable"),
    [
        ("bid", "0", "19.3", True),
        ("bid", "0", "19.4", False),
        ("bid", "-10", "30", True),
        ("bid", "-10", "30.1", False),
        ("bid", "10", "19.3", True),
        ("bid", "10", "19.4", False),
        ("ask", "10", "30", True),
        ("ask", "10", "30.1", False),
        ("ask", "-10", "19.4", False),
    ],
)
def test_what_trades_at_once_costs_no_more_than_there_is(side: Any, held: str, count: str, is_affordable: bool) -> None:
    ledger = Ledger()
    ledger.open(ALICE, NOW)
    ledger.deposit(ALICE, [D(10)], NOW)
    ledger.shard_of[TICKER] = 0
    incoming = order(side, "0.50", count)
    maker = order(opposite(side), "0.50", count, owner=BOB)
    plan = Plan((Match(maker, D(count)),), D(count), D(0), None, rests=False)
    check = partial(check_affordable, incoming, plan, [], D(held), ledger, FREE)
    if is_affordable:
        check()
    else:
        assert refusal(check) == (400, "insufficient_balance", "")


def test_a_book_has_its_levels_best_first_and_tells_what_is_ahead() -> None:
    changes: list[tuple[str, Decimal]] = []
    book = Book[Order](lambda order, change: changes.append((order.order_id, change)))
    assert plain(book.quote()) == (0, 1, 0, 0)
    for each in (ONE, TWO, THREE, bid("2", "0.40", order_id="4"), bid("3", "0.41", order_id="5")):
        book.put(each)
    assert plain(book.levels("ask")) == [(D("0.49"), 3), (D("0.50"), 6)]
    assert book.levels("ask") == book.levels("ask", 0) == book.levels("ask", 2)
    assert plain(book.levels("ask", 1)) == [(D("0.49"), 3)]
    assert plain(book.levels("bid")) == [(D("0.41"), 3), (D("0.40"), 2)]
    assert [book.ahead_of(each) for each in (TWO, ONE, THREE)] == [0, 3, 6]
    assert [each.order_id for each in book.orders("ask")] == ["2", "1", "3"]
    assert plain(book.quote()) == (D("0.41"), D("0.49"), 3, 3)
    book.replace(ask("1", "0.50", "1"))
    book.replace(ask("1", "0.50", "1"))
    book.remove(TWO)
    assert plain(book.quote()) == (D("0.41"), D("0.50"), 3, 4)
    assert plain(changes[5:]) == [("1", -2), ("2", -3)]


# Time


def test_a_group_forgets_what_it_matched_after_fifteen_seconds() -> None:
    group = OrderGroup("1", ALICE, D(10), NOW)
    group.record(D(4), NOW)
    group.record(D(3), NOW + SECOND)
    left = [(1.0, 3), (14.999, 3), (15.0, 7), (15.999, 7), (16.0, 10)]
    for seconds, capacity in left:
        now = NOW + timedelta(seconds=seconds)
        assert plain((group.capacity(now), group.matched(now))) == (capacity, 10 - capacity)
    group.record(D(11), NOW + 20 * SECOND)
    assert group.capacity(NOW + 20 * SECOND) == 0
    group.check_open()
    group.is_triggered = True
    assert group.capacity(NOW + 60 * SECOND) == 0
    assert refusal(group.check_open) == (409, "order_group_triggered", "")
    group.record(D(1), NOW + 60 * SECOND)
    group.reset()
    assert plain((group.capacity(NOW + 60 * SECOND), group.is_triggered)) == (10, False)


def trade(seconds: float, price: str = "0.5") -> Trade:
    return Trade(
        trade_id=str(seconds),
        ticker=TICKER,
        price=D(price),
        count=D(2),
        taker_side="bid",
        created_time=NOW + timedelta(seconds=seconds),
        is_block_trade=False,
        open_interest=D(0),
    )


def test_the_tape_gives_trades_after_one_moment_up_to_another() -> None:
    tape, trades = Tape(), [trade(seconds) for seconds in (0, 1, 1, 2)]
    assert (tape.trades(TICKER), tape.last_trade(TICKER)) == ([], None)
    for each in trades:
        tape.print(each)
    assert tape.trades(TICKER) == tape.all_trades == trades
    assert tape.volumes[TICKER] == 8
    assert tape.trades(TICKER, NOW) == trades[1:]
    assert tape.trades(TICKER, NOW, NOW + SECOND) == trades[1:3]
    assert tape.trades(TICKER, until=NOW + SECOND - timedelta(microseconds=1)) == trades[:1]
    assert tape.last_trade(TICKER) is trades[3]
    assert tape.last_trade(TICKER, NOW + SECOND) is trades[2]
    assert tape.last_trade(TICKER, NOW) is trades[0]
    assert tape.last_trade(TICKER, NOW - SECOND) is None


def test_the_tape_has_each_change_of_the_best_prices_once_for_a_moment() -> None:
    tape = Tape()

    def quote(seconds: int, bid: str, ask: str, size: str = "1") -> None:
        tape.quote(TICKER, NOW + seconds * SECOND, Quote(D(bid), D(ask), D(size), D(size)))

    def between(after: int, until: int) -> list[tuple[str, str]]:
        found = tape.quotes(TICKER, NOW + after * SECOND, NOW + until * SECOND)
        return [(str(each.bid), str(each.ask)) for each in found]

    assert between(0, 9) == [("0", "1")]
    quote(1, "0.1", "0.9")
    quote(1, "0.2", "0.9")
    quote(2, "0.2", "0.9", size="7")
    quote(3, "0.2", "0.8")
    quote(4, "0.3", "0.8")
    quote(4, "0.2", "0.8")
    assert between(0, 9) == [("0", "1"), ("0.2", "0.9"), ("0.2", "0.8")]
    assert between(1, 3) == [("0.2", "0.9"), ("0.2", "0.8")]
    assert between(1, 2) == [("0.2", "0.9")]
    assert between(0, 1) == [("0", "1"), ("0.2", "0.9")]
    assert between(9, 9) == [("0.2", "0.8")]


@walked(
    ("seconds", "minutes", "end"), [(0, 1, 0), (1, 1, 60), (60, 1, 60), (60.5, 1, 60), (61, 1, 120), (3601, 60, 7200)]
)
def test_a_period_includes_all_of_its_last_second(seconds: float, minutes: Any, end: int) -> None:
    assert period_end(datetime.fromtimestamp(seconds, UTC), minutes) == end


def test_a_clock_that_is_moved_runs_its_timers_at_their_moments() -> None:
    clock, ran = ManualClock(NOW), list[tuple[str, datetime]]()

    def run(name: str) -> None:
        ran.append((name, clock.now()))

    for name, seconds in (("second", 2), ("first", 1), ("second again", 2), ("later", 3.5)):
        clock.call_at(NOW + timedelta(seconds=seconds), partial(run, name))
    clock.advance(D("0.5"))
    assert (ran, clock.now()) == ([], NOW + SECOND / 2)
    clock.advance(timedelta(seconds=1.5))
    assert ran == [("first", NOW + SECOND), ("second", NOW + 2 * SECOND), ("second again", NOW + 2 * SECOND)]
    clock.advance(0)
    with pytest.raises(ValueError, match="seconds"):
        clock.advance(-0.001)
    assert clock.now() == NOW + 2 * SECOND
    with pytest.raises(ValueError, match="start"):
        ManualClock(datetime(2026, 1, 1))


def test_a_timer_of_the_past_does_not_set_the_clock_back() -> None:
    clock, ran = ManualClock(NOW), list[datetime]()
    clock.call_at(NOW - SECOND, lambda: ran.append(clock.now()))
    clock.run_due()
    assert ran == [NOW]


def test_a_real_clock_never_goes_back_and_stops_while_it_is_held() -> None:
    times = [5_000_000]
    clock = RealClock(lambda: times[-1])

    def microseconds() -> int:
        return round(clock() * 1_000_000)

    assert microseconds() == 5_000
    times.append(4_000_000)
    assert microseconds() == 5_000
    times.append(6_000_999)
    clock.hold()
    clock.hold()
    times.append(9_000_000)
    assert microseconds() == 6_000
    clock.release()
    assert microseconds() == 6_000
    clock.release()
    assert microseconds() == 9_000


# What a refusal says


SHORT: dict[str, tuple[Any, str]] = {
    "a withdrawal": (lambda each: each.accounts.deposit("dan", D("-10.01")), "needs $10.01, available $10.00"),
    "a transfer": (lambda each: each.accounts.transfer("dan", "x", 0, 1, D(11)), "needs $11.00, available $10.00"),
    "a transfer to another shard": (
        lambda each: each.shards.transfer("dan", D(11), source=(0, 0), destination=(0, 1)),
        "needs $11.00, available $10.00",
    ),
    "an order that rests": (
        lambda each: each.orders.place("dan", NewOrder(ticker=TICKER, side="bid", count=D(30), price=D("0.50"))),
        "needs $15.00, available $10.00",
    ),
    "an order that trades": (
        lambda each: each.orders.place("dan", NewOrder(ticker=TICKER, side="bid", count=D(20), price=D("0.50"))),
        "needs $10.35, available $10.00",
    ),
}


@pytest.mark.parametrize("name", SHORT)
def test_a_refusal_for_money_says_what_it_costs_and_what_there_is(harness: Harness, name: str) -> None:
    action, said = SHORT[name]
    harness.exchange.accounts.add("dan", D(10))
    harness.exchange.accounts.add_subaccount("dan")
    harness.place("bob", "ask", "20", "0.50")
    with pytest.raises(EngineRejection) as refused:
        action(harness.exchange)
    assert (refused.value.status, refused.value.code) == (400, "insufficient_balance")
    assert refused.value.details == f"{said} on shard 0"


UNKNOWN: dict[str, Any] = {
    "series": lambda each: each.markets.series("X"),
    "event": lambda each: each.markets.event("X"),
    "market": lambda each: each.markets.get("X"),
    "account": lambda each: each.portfolio.balance("X"),
    "order": lambda each: each.orders.get("alice", "X"),
    "order_group": lambda each: each.groups.get("alice", "X"),
}


@pytest.mark.parametrize("kind", UNKNOWN)
def test_what_there_is_not_is_named_by_its_kind_and_as_it_was_asked_for(harness: Harness, kind: str) -> None:
    with pytest.raises(EngineRejection) as refused:
        UNKNOWN[kind](harness.exchange)
    assert (refused.value.status, refused.value.code) == (404, f"{kind}_not_found")
    assert refused.value.details.startswith("X: ")


@pytest.mark.parametrize("ask", ["cancel", "queue_position"])
def test_an_order_of_somebody_else_or_one_that_has_ended_is_not_found(harness: Harness, ask: str) -> None:
    placed = harness.place("alice", "bid", "1", "0.50").order
    call = getattr(harness.exchange.orders, ask)
    assert harness.rejected(lambda: call("bob", placed.order_id)) == (404, "order_not_found")
    assert harness.rejected(lambda: harness.exchange.orders.get("bob", placed.order_id)) == (404, "order_not_found")
    harness.exchange.orders.cancel("alice", placed.order_id)
    assert harness.rejected(lambda: call("alice", placed.order_id)) == (404, "order_not_found")
    assert harness.exchange.orders.get("alice", placed.order_id).status == "canceled"


def test_an_order_is_found_in_its_subaccount_and_on_its_shard_alone(harness: Harness) -> None:
    placed = harness.place("alice", "bid", "1", "0.50").order
    cancel = harness.exchange.orders.cancel
    wheres: list[dict[str, int]] = [{"subaccount": 1}, {"exchange_index": 1}]
    for where in wheres:
        assert harness.rejected(partial(cancel, "alice", placed.order_id, **where)) == (404, "order_not_found")
    assert cancel("alice", placed.order_id, subaccount=0, exchange_index=0).reduced_by == 1


def test_cash_that_is_as_allocated_stays_as_it_is() -> None:
    exchange = Exchange(clock := ManualClock(NOW), seed=1, rules=Rules(shards=2))
    exchange.accounts.add("alice", D(100))
    exchange.shards.allocate("alice", {0: 50, 1: 50})
    clock.advance(30)
    assert exchange.portfolio.balance("alice").updated_time == NOW
    exchange.shards.allocate("alice", {0: 25, 1: 75})
    clock.advance(9.9)
    assert exchange.portfolio.balance("alice").cash_on == (D(50), D(50))
    clock.advance(0.1)
    assert exchange.portfolio.balance("alice").cash_on == (D(25), D(75))
    assert exchange.portfolio.balance("alice").updated_time == NOW + 40 * SECOND
    exchange.shards.allocate("alice", {})
    exchange.accounts.deposit("alice", D(10), exchange_index=0)
    clock.advance(60)
    assert exchange.portfolio.balance("alice").cash_on == (D(35), D(75))
    assert exchange.shards.allocation("alice") == {}


# Candles, levels, blocks and events


def test_a_candle_has_what_was_quoted_and_traded_within_its_period() -> None:
    tape, start = Tape(), datetime(2026, 10, 1, tzinfo=UTC)
    first = int(start.timestamp())

    def at(seconds: float) -> datetime:
        return start + timedelta(seconds=seconds)

    def traded(seconds: float, price: str, count: str, interest: str) -> None:
        made = evolve(trade(0, price), created_time=at(seconds), count=D(count), open_interest=D(interest))
        tape.print(made)

    tape.quote(TICKER, at(30), Quote(D("0.2"), D("0.8")))
    traded(60.9, "0.30", "1", "1")
    tape.quote(TICKER, at(61), Quote(D("0.1"), D("0.9")))
    traded(61, "0.40", "1", "2")
    tape.quote(TICKER, at(100), Quote(D("0.3"), D("0.7")))
    traded(120.999999, "0.70", "2", "5")
    traded(121, "0.90", "1", "6")
    found = list(candlesticks(tape, TICKER, first + 60, first + 240, 1))
    assert [each.end_ts - first for each in found] == [60, 120, 180, 240]
    assert found[0].price == Span(D("0.30"), D("0.30"), D("0.30"), D("0.30"))
    assert (found[0].previous, found[0].volume, found[0].open_interest) == (None, D(1), D(1))
    assert found[0].yes_bid == Span(D(0), D(0), D("0.2"), D("0.2"))
    assert found[0].yes_ask == Span(D(1), D("0.8"), D(1), D("0.8"))
    assert found[1].price == Span(D("0.40"), D("0.40"), D("0.70"), D("0.70"))
    assert (found[1].mean, found[1].previous, found[1].volume) == (D("0.600000"), D("0.30"), D(3))
    assert (found[1].yes_bid, found[1].open_interest) == (Span(D("0.2"), D("0.1"), D("0.3"), D("0.3")), D(5))
    assert found[2].price == Span(D("0.90"), D("0.90"), D("0.90"), D("0.90"))
    assert (found[3].price, found[3].mean, found[3].previous) == (None, None, D("0.90"))
    assert (found[3].volume, found[3].open_interest) == (D(0), D(6))
    assert [each.end_ts - first for each in candlesticks(tape, TICKER, first + 1, first + 119, 1)] == [60]
    assert [each.end_ts - first for each in candlesticks(tape, TICKER, first, first + 3600, 60)] == [0, 3600]


def test_nobody_sets_a_level_but_an_account_of_the_exchange(harness: Harness) -> None:
    with pytest.raises(EngineRejection) as refused:
        harness.exchange.books.set_level(Owner("nobody"), TICKER, "bid", D("0.40"), D(0))
    assert refused.value.status == 404


def test_a_level_is_set_changed_and_taken_away_as_one_order(harness: Harness) -> None:
    books, before = harness.exchange.books, harness.cash("alice")
    set_level = partial(books.set_level, ALICE, TICKER)

    def bids() -> Any:
        return books.get(TICKER).bids

    assert bids() == ()
    set_level("bid", D("0.40"), D(0))
    for count in (5, 7, 3):
        set_level("bid", D("0.40"), D(count))
        assert bids() == ((D("0.40"), count),)
        (level,) = harness.exchange.orders.of("alice")
        assert plain((level.remaining_count, level.status, level.post_only)) == (count, "resting", True)
    set_level("bid", D("0.41"), D(1))
    assert bids() == ((D("0.41"), 1), (D("0.40"), 3))
    assert books.get(TICKER, 1).bids == bids()[:1]
    set_level("bid", D("0.41"), D(0))
    set_level("bid", D("0.41"), D(0))
    assert bids() == ((D("0.40"), 3),)
    assert [each.status for each in harness.exchange.orders.of("alice")] == ["resting", "canceled"]
    assert [each.remaining_count for each in harness.exchange.orders.of("alice")] == [3, 0]
    set_level("bid", D("0.41"), D(2))
    assert bids() == ((D("0.41"), 2), (D("0.40"), 3))
    assert harness.cash("alice") == before
    assert harness.rejected(lambda: set_level("ask", D("0.41"), D(1))) == (400, "level_would_cross")
    assert harness.rejected(lambda: set_level("bid", D("0.405"), D(1))) == (400, "invalid_parameters")
    assert harness.rejected(lambda: set_level("bid", D("0.40"), D("0.001"))) == (400, "invalid_parameters")
    set_level("ask", D("0.42"), D(2))
    assert plain(books.get(TICKER).no_bids) == ((D("0.58"), 2),)
    assert books.get(TICKER).yes_bids == bids()


def test_a_block_trade_gives_both_an_executed_order_past_the_book(harness: Harness) -> None:
    exchange = harness.exchange
    harness.place("carol", "ask", "5", "0.40")
    taken, made = exchange.blocks.trade(ALICE, BOB, TICKER, "bid", D("0.50"), D(10))
    for account, outcome, side, fee in (("alice", taken, "bid", D("0.175")), ("bob", made, "ask", D(0))):
        (stored,) = exchange.orders.of(account)
        assert stored == outcome.order
        assert (stored.status, stored.side, stored.fill_count, stored.remaining_count) == (
            "executed",
            side,
            D(10),
            D(0),
        )
        (fill,) = outcome.fills
        assert [fill] == exchange.orders.fills(account)
        assert (fill.price, fill.count, fill.fee, fill.is_taker) == (D("0.50"), D(10), fee, account == "alice")
        assert (outcome.fill_count, outcome.average_fill_price, outcome.time) == (D(10), D("0.50"), NOW)
        assert exchange.portfolio.balance(account).collateral == 0
    (printed,) = exchange.markets.trades(TICKER)
    assert (printed.is_block_trade, printed.taker_side, printed.open_interest) == (True, "bid", D(10))
    assert plain(exchange.books.get(TICKER).asks) == ((D("0.40"), 5),)
    block = partial(exchange.blocks.trade, ALICE, BOB, TICKER, "bid")
    assert harness.rejected(lambda: block(D("0.50"), D(400))) == (400, "insufficient_balance")
    assert harness.rejected(lambda: block(D("0.505"), D(1))) == (400, "invalid_parameters")
    assert harness.rejected(lambda: block(D("0.50"), D(0))) == (400, "invalid_parameters")
    exchange.markets.pause(TICKER)
    assert harness.rejected(lambda: block(D("0.50"), D(1))) == (409, "market_not_active")
    assert exchange.imbalance() == 0


def test_events_reach_each_listener_in_order_until_it_ends() -> None:
    bus: EventBus[int] = EventBus()
    bus.queue(0)
    assert not bus.has_listeners
    heard: list[tuple[str, int]] = []

    def first(event: int) -> None:
        heard.append(("first", event))
        if event == 1:
            # What it causes comes after what is there already.
            bus.queue(3)
            bus.flush()

    ends = [bus.listen(first), bus.listen(lambda event: heard.append(("second", event)))]
    assert bus.has_listeners
    for event in (1, 2):
        bus.queue(event)
    bus.flush()
    assert heard == [(who, event) for event in (1, 2, 3) for who in ("first", "second")]
    ends[0]()
    ends[0]()
    bus.queue(4)
    bus.flush()
    assert heard[6:] == [("second", 4)]
    ends[1]()
    assert not bus.has_listeners

    def fail(event: int) -> None:
        raise ValueError(event)

    bus.listen(fail)
    for _ in range(2):
        bus.queue(5)
        with pytest.raises(ValueError, match="5"):
            bus.flush()


def test_groups_are_found_by_owner_and_shard_and_say_what_becomes_of_them(harness: Harness) -> None:
    exchange, said = harness.exchange, list[tuple[str, Decimal]]()

    def hear(event: EngineEvent) -> None:
        if isinstance(event, GroupUpdated):
            said.append((event.reason, event.limit))

    end = exchange.listen(hear)
    groups = exchange.groups
    group = groups.create("alice", D(10))
    assert groups.of("alice") == groups.of("alice", subaccount=0) == [group]
    assert groups.of("alice", subaccount=1) == groups.of("bob") == []
    placed = harness.place("alice", "bid", "1", "0.50", order_group_id=group.group_id).order
    assert groups.get("alice", group.group_id) == (group, [placed.order_id])
    assert groups.update_limit("alice", group.group_id, D(5), exchange_index=0).limit == 5
    for call in (groups.trigger, groups.reset, groups.delete, partial(groups.update_limit, limit=D(1))):
        for account, where in (("bob", {}), ("alice", {"exchange_index": 1})):
            asked = partial(call, account, group.group_id, **where)
            assert harness.rejected(asked) == (404, "order_group_not_found")
    assert groups.trigger("alice", group.group_id).is_triggered
    assert harness.resting("alice") == []
    assert not groups.reset("alice", group.group_id).is_triggered
    harness.place("alice", "bid", "1", "0.50", order_group_id=group.group_id)
    harness.place("bob", "ask", "1", "0.50")
    harness.place("alice", "bid", "1", "0.50", order_group_id=group.group_id)
    assert not groups.update_limit("alice", group.group_id, D("1.01")).is_triggered
    assert groups.update_limit("alice", group.group_id, D(1)).is_triggered
    assert harness.resting("alice") == []
    groups.delete("alice", group.group_id)
    assert groups.of("alice") == []
    end()
    assert [reason for reason, _ in said] == [
        *("created", "limit_updated", "triggered", "reset", "limit_updated", "limit_updated"),
        *("triggered", "triggered", "deleted"),
    ]


TWICE: dict[str, Any] = {
    "series": lambda each: each.markets.add_series("S"),
    "event": lambda each: each.markets.add_event("S-E"),
    "market": lambda each: each.markets.add("S-E-M"),
    "account": lambda each: each.accounts.add("dan"),
}


@pytest.mark.parametrize("kind", TWICE)
def test_what_there_is_already_is_not_added_again(harness: Harness, kind: str) -> None:
    TWICE[kind](harness.exchange)
    assert harness.rejected(lambda: TWICE[kind](harness.exchange)) == (409, f"{kind}_exists")


def test_an_event_is_on_a_shard_that_there_is(harness: Harness) -> None:
    for shard in (1, -1):
        add = partial(harness.exchange.markets.add_event, "S-E", exchange_index=shard)
        assert (*harness.rejected(add), harness.about) == (400, "invalid_parameters", "exchange_index")
    assert harness.exchange.markets.add_event("S-E", exchange_index=0).series_ticker == "S"


def test_all_cash_of_a_subaccount_can_be_transferred_and_no_cent_more(harness: Harness) -> None:
    accounts = harness.exchange.accounts
    accounts.add_subaccount("alice")
    transfer = partial(accounts.transfer, "alice")
    assert harness.rejected(lambda: transfer("x", 0, 1, D("100.01"))) == (400, "insufficient_balance")
    made = transfer("x", 0, 1, D(100))
    assert transfer("x", 0, 1, D(100)) is made
    for other in ((1, 0, D(100), 0), (0, 1, D(99), 0)):
        payer, receiver, amount, shard = other
        again = partial(transfer, "x", payer, receiver, amount, exchange_index=shard)
        assert harness.rejected(again) == (409, "transfer_already_exists")
    for amount in (D(0), D(-1), D("0.001")):
        assert harness.rejected(partial(transfer, "y", 1, 0, amount)) == (400, "invalid_parameters")
        assert harness.about == "amount"
    assert harness.rejected(lambda: transfer("y", 1, 1, D(1))) == (400, "invalid_parameters")
    assert [each.cash for each in harness.exchange.portfolio.balances("alice")] == [D(0), D(100)]
    assert accounts.transfers("alice") == [made]


def test_what_can_not_be_divided_goes_to_the_largest_share() -> None:
    for shares, cash_on in (({0: 33, 1: 67}, ("33", "67.0001")), ({0: 67, 1: 33}, ("67.0001", "33"))):
        exchange = Exchange(clock := ManualClock(NOW), seed=1, rules=Rules(shards=2))
        exchange.accounts.add("alice", D(100))
        exchange.shards._state.ledger.deposit(ALICE, [D("0.0001"), D(0)], NOW)
        exchange.shards.allocate("alice", shares)
        clock.advance(10)
        assert exchange.portfolio.balance("alice").cash_on == tuple(map(D, cash_on))
        assert exchange.imbalance() == 0


def test_an_amendment_may_keep_its_id_and_take_no_other_that_was_used(harness: Harness) -> None:
    harness.place("alice", "bid", "1", "0.50", client_order_id="used")
    placed = harness.place("alice", "bid", "1", "0.50", client_order_id="mine").order

    def amend(**fields: Any) -> Order:
        change = Amendment(ticker=TICKER, side="bid", count=D(2), price=D("0.50"), **fields)
        return harness.exchange.orders.amend("alice", placed.order_id, change).order

    assert amend().client_order_id == "mine"
    assert amend(updated_client_order_id="mine").client_order_id == "mine"
    assert harness.rejected(lambda: amend(updated_client_order_id="used")) == (409, "order_already_exists")
    assert amend(client_order_id="mine", updated_client_order_id="new").client_order_id == "new"
    assert harness.rejected(lambda: amend(updated_client_order_id="mine")) == (409, "order_already_exists")
    # A new expiry is kept until it is removed.
    later = NOW + timedelta(hours=1)
    assert amend(expiration_time=later).expiration_time == amend().expiration_time == later
    assert amend(remove_expiration=True).expiration_time is None
    harness.clock.advance(3600)
    assert placed.order_id in harness.resting("alice")
