"""One test a rule of placing, changing and canceling orders."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from kalshi_sandbox.perps.engine import Amendment, EngineRejection, Placement, Rules

from .conftest import TICKER, Harness

IOC: dict[str, Any] = {"time_in_force": "immediate_or_cancel"}
FOK: dict[str, Any] = {"time_in_force": "fill_or_kill"}


def ended(placed: Placement) -> tuple[Decimal, Decimal, str, str]:
    """What an order shows at its end."""
    order = placed.order
    return order.fill_count, order.remaining_count, order.status, order.last_update_reason


def test_an_order_that_matches_nothing_rests_completely(harness: Harness) -> None:
    placed = harness.place("alice", "bid", "10", "9.9")
    assert (placed.fill_count, placed.remaining_count, placed.average_fill_price) == (0, 10, None)
    assert (placed.order.status, placed.order.last_update_reason) == ("resting", "")
    book = harness.exchange.markets.book(TICKER)
    assert (book.bids, book.asks, book.seq) == (((Decimal("9.9"), Decimal(10)),), (), 1)


def test_the_best_price_trades_first_and_then_who_came_first(harness: Harness) -> None:
    late = harness.place("alice", "ask", "5", "10.1").order
    early = harness.place("bob", "ask", "5", "10.1").order
    best = harness.place("alice", "ask", "5", "10.05").order
    taken = harness.place("carol", "bid", "12", "10.2")
    assert [(fill.price, fill.count) for fill in taken.fills] == [
        (Decimal("10.05"), 5),
        (Decimal("10.1"), 5),
        (Decimal("10.1"), 2),
    ]
    assert taken.average_fill_price == Decimal("10.079167")
    left = {account: harness.exchange.orders.of(account, status="resting") for account in ("alice", "bob")}
    assert [order.order_id for order in left["alice"]] == []
    assert [(order.order_id, order.remaining_count) for order in left["bob"]] == [(early.order_id, 3)]
    assert harness.exchange.orders.get("alice", late.order_id).last_update_reason == "Trade"
    assert harness.exchange.orders.get("alice", best.order_id).status == "executed"


def test_a_market_is_named_by_ticker_or_id(harness: Harness) -> None:
    market_id = harness.exchange.markets.get(TICKER).market.market_id
    assert harness.place("alice", "bid", "1", "9", market_id=market_id).order.ticker == TICKER
    harness.exchange.markets.add("KXXPERP", index_price=Decimal(10))
    # The ticker counts if both are given.
    assert harness.place("alice", "bid", "1", "9", ticker="KXXPERP", market_id=market_id).order.ticker == "KXXPERP"
    assert harness.rejected(lambda: harness.place("alice", "bid", "1", "9", ticker="NONE")) == (404, "market_not_found")


def test_what_does_not_fill_at_once_of_immediate_or_cancel_is_canceled(harness: Harness) -> None:
    harness.place("alice", "bid", "4", "10")
    assert ended(harness.place("bob", "ask", "10", "10", **IOC)) == (4, 0, "canceled", "Decrease")
    assert ended(harness.place("bob", "ask", "10", "10", **IOC)) == (0, 0, "canceled", "Decrease")


def test_an_order_that_is_filled_on_arrival_has_no_reason(harness: Harness) -> None:
    harness.place("alice", "bid", "4", "10")
    assert ended(harness.place("bob", "ask", "4", "10", **IOC)) == (4, 0, "executed", "")


def test_fill_or_kill_fills_completely_or_is_rejected(harness: Harness) -> None:
    harness.place("alice", "bid", "4", "10")
    harness.place("alice", "bid", "4", "9.9")
    killed = harness.rejected(lambda: harness.place("bob", "ask", "9", "9.9", **FOK))
    assert killed == (409, "fill_or_kill_insufficient_resting_volume")
    assert harness.place("bob", "ask", "8", "9.9", **FOK).order.status == "executed"


def test_a_killed_order_keeps_or_uses_its_id_by_a_rule() -> None:
    for uses_it in (False, True):
        harness = Harness(Rules(killed_orders_use_their_id=uses_it))
        with pytest.raises(EngineRejection):
            harness.place("bob", "ask", "9", "9.9", client_order_id="mine", **FOK)
        if uses_it:
            again = harness.rejected(lambda: harness.place("bob", "ask", "9", "10", client_order_id="mine"))  # noqa: B023
            assert again == (409, "order_already_exists")
        else:
            harness.place("bob", "ask", "9", "10", client_order_id="mine")


def test_an_order_expires(harness: Harness) -> None:
    expiry = harness.clock.now() + timedelta(seconds=30)
    order = harness.place("alice", "bid", "4", "9.9", expiration_time=expiry).order
    harness.clock.advance(29)
    assert harness.resting("alice") == [order.order_id]
    harness.clock.advance(1)
    expired = harness.exchange.orders.get("alice", order.order_id)
    assert (expired.remaining_count, expired.last_update_reason) == (0, "ExpiryCancel")
    assert expired.last_update_time == expiry


@pytest.mark.parametrize("force", ["immediate_or_cancel", "fill_or_kill"])
def test_only_an_order_that_may_rest_can_expire_or_be_post_only(harness: Harness, force: Any) -> None:
    expiry = harness.clock.now() + timedelta(seconds=30)
    for field in ({"expiration_time": expiry}, {"post_only": True}):
        rejected = harness.rejected(
            lambda field=field: harness.place("bob", "bid", "1", "9", time_in_force=force, **field)
        )
        assert rejected == (400, "invalid_order")


def test_an_expiration_time_must_lie_in_the_future(harness: Harness) -> None:
    now = harness.clock.now()
    assert harness.rejected(lambda: harness.place("bob", "bid", "1", "9", expiration_time=now)) == (
        400,
        "invalid_order",
    )


def test_post_only_rests_or_is_canceled_at_once(harness: Harness) -> None:
    harness.place("alice", "ask", "4", "10")
    assert ended(harness.place("bob", "bid", "1", "10", post_only=True)) == (0, 0, "canceled", "PostOnlyCrossCancel")
    assert harness.place("bob", "bid", "1", "9.9999", post_only=True).remaining_count == 1


def test_post_only_that_would_trade_is_rejected_by_a_rule() -> None:
    harness = Harness(Rules(post_only_cross_is_rejected=True))
    harness.place("alice", "ask", "4", "10")
    rejected = harness.rejected(lambda: harness.place("bob", "bid", "1", "10", post_only=True))
    assert rejected == (400, "invalid_order")


def test_reduce_only_is_for_orders_that_do_not_rest(harness: Harness) -> None:
    rejected = harness.rejected(lambda: harness.place("bob", "bid", "5", "9", reduce_only=True))
    assert rejected == (400, "invalid_order")


def test_reduce_only_is_capped_at_the_position(harness: Harness) -> None:
    harness.trade("alice", "bob", "5", "10")
    harness.place("carol", "ask", "20", "10.1")
    reduced = harness.place("bob", "bid", "9", "10.1", reduce_only=True, **IOC)
    assert ended(reduced) == (5, 0, "canceled", "ReduceOnlyCancel")
    assert harness.exchange.portfolio.positions("bob") == []
    assert harness.place("carol", "bid", "1", "1").order.initial_count == 1


def test_reduce_only_without_a_position_to_reduce_is_canceled_at_once(harness: Harness) -> None:
    harness.trade("alice", "bob", "5", "10")
    harness.place("carol", "bid", "5", "10")
    canceled = harness.place("bob", "ask", "5", "10", reduce_only=True, **IOC)
    assert ended(canceled) == (0, 0, "canceled", "ReduceOnlyCancel")


def test_fill_or_kill_with_reduce_only_fills_what_it_is_capped_to(harness: Harness) -> None:
    harness.trade("alice", "bob", "5", "10")
    harness.place("carol", "ask", "5", "10.1")
    assert harness.place("bob", "bid", "9", "10.1", reduce_only=True, **FOK).fill_count == 5


def test_reduce_only_within_the_position_is_an_order_like_others(harness: Harness) -> None:
    harness.trade("alice", "bob", "5", "10")
    harness.place("carol", "ask", "3", "10.1")
    assert ended(harness.place("bob", "bid", "3", "10.1", reduce_only=True, **IOC)) == (3, 0, "executed", "")


def test_taker_at_cross_stops_at_an_own_order_and_keeps_its_fills(harness: Harness) -> None:
    harness.place("bob", "ask", "3", "10")
    own = harness.place("alice", "ask", "3", "10.1").order
    taken = harness.place("alice", "bid", "10", "10.2", self_trade_prevention_type="taker_at_cross")
    assert ended(taken) == (3, 0, "canceled", "SelfTradeCancel")
    assert harness.resting("alice") == [own.order_id]


def test_maker_cancels_the_own_resting_order_and_goes_on(harness: Harness) -> None:
    own = harness.place("alice", "ask", "3", "10").order
    harness.place("bob", "ask", "3", "10.1")
    taken = harness.place("alice", "bid", "10", "10.2", self_trade_prevention_type="maker")
    assert (taken.fill_count, taken.remaining_count) == (3, 7)
    assert harness.exchange.orders.get("alice", own.order_id).last_update_reason == "SelfTradeCancel"


def test_a_used_client_order_id_is_rejected_whatever_happened_since(harness: Harness) -> None:
    order = harness.place("alice", "bid", "1", "9.9", client_order_id="mine").order
    harness.exchange.orders.cancel("alice", order.order_id)
    harness.exchange.pause()
    again = lambda: harness.place("alice", "bid", "1", "0", client_order_id="mine")  # noqa: E731
    assert harness.rejected(again) == (409, "order_already_exists")


def test_a_client_order_id_is_required_and_a_rejected_order_does_not_use_it(harness: Harness) -> None:
    missing = lambda: harness.place("alice", "bid", "1", "9.9", client_order_id="")  # noqa: E731
    assert harness.rejected(missing) == (400, "invalid_order")
    harness.rejected(lambda: harness.place("alice", "bid", "999", "10", client_order_id="mine"))
    harness.place("alice", "bid", "1", "9.9", client_order_id="mine")
    harness.place("bob", "bid", "1", "9.9", client_order_id="mine")


@pytest.mark.parametrize("price", ["0", "-1", "10.00005", "NaN", "Infinity", "1000001"])
def test_a_price_off_the_tick_or_not_above_zero_is_rejected(harness: Harness, price: str) -> None:
    assert harness.rejected(lambda: harness.place("bob", "bid", "5", price)) == (400, "invalid_order")


@pytest.mark.parametrize("count", ["0", "-1", "0.001", "NaN"])
def test_a_count_that_no_market_takes_is_rejected(harness: Harness, count: str) -> None:
    assert harness.rejected(lambda: harness.place("bob", "bid", count, "9")) == (400, "invalid_parameters")


def test_parts_of_contracts_are_for_markets_with_fractional_trading(harness: Harness) -> None:
    assert harness.rejected(lambda: harness.place("bob", "bid", "1.5", "9")) == (400, "invalid_order")
    harness.exchange.markets.add("KXXPERP", index_price=Decimal(10), fractional_trading_enabled=True)
    assert harness.place("bob", "bid", "1.5", "9", ticker="KXXPERP").remaining_count == Decimal("1.5")


def test_prices_past_the_band_are_rejected_and_resting_orders_stay(harness: Harness) -> None:
    # Without orders on its own side an order may have any price.
    harness.place("alice", "bid", "1", "5")
    best = harness.place("alice", "bid", "1", "10").order
    harness.place("alice", "bid", "1", "8")
    assert harness.rejected(lambda: harness.place("alice", "bid", "1", "7.9999")) == (400, "invalid_price")
    harness.place("bob", "ask", "1", "11")
    harness.place("bob", "ask", "1", "13.2")
    assert harness.rejected(lambda: harness.place("bob", "ask", "1", "13.2001")) == (400, "invalid_price")
    assert len(harness.resting("alice")) == 3
    change = Amendment(ticker=TICKER, side="bid", price=Decimal("7.9"), count=Decimal(1))
    amend = lambda: harness.exchange.orders.amend("alice", best.order_id, change)  # noqa: E731
    assert harness.rejected(amend) == (400, "invalid_price")


def test_the_band_is_at_least_a_thousand_ticks_wide(harness: Harness) -> None:
    harness.place("alice", "bid", "1", "0.2")
    harness.place("alice", "bid", "1", "0.1")
    assert harness.rejected(lambda: harness.place("alice", "bid", "1", "0.0999")) == (400, "invalid_price")


def test_an_order_for_another_market_version_is_rejected(harness: Harness) -> None:
    assert harness.place("alice", "bid", "1", "9", market_version=1).order.status == "resting"
    rejected = harness.rejected(lambda: harness.place("alice", "bid", "1", "9", market_version=2))
    assert rejected == (409, "market_version_mismatch")


def test_a_cancel_takes_off_what_remains_once(harness: Harness) -> None:
    order = harness.place("alice", "bid", "5", "10").order
    harness.place("bob", "ask", "2", "10")
    canceled = harness.exchange.orders.cancel("alice", order.order_id)
    assert (canceled.reduced_by, canceled.order.fill_count, canceled.order.remaining_count) == (3, 2, 0)
    assert (canceled.order.status, canceled.order.last_update_reason) == ("canceled", "Decrease")
    again = lambda: harness.exchange.orders.cancel("alice", order.order_id)  # noqa: E731
    assert harness.rejected(again) == (404, "order_not_found")


def test_an_order_of_another_account_or_subaccount_is_not_found(harness: Harness) -> None:
    order = harness.place("alice", "bid", "5", "10").order
    orders = harness.exchange.orders
    for action in (
        lambda: orders.cancel("bob", order.order_id),
        lambda: orders.cancel("alice", order.order_id, subaccount=1),
        lambda: orders.get("bob", order.order_id),
    ):
        assert harness.rejected(action) == (404, "order_not_found")


def test_cancel_all_is_for_an_account_or_one_subaccount(harness: Harness) -> None:
    harness.exchange.accounts.deposit(
        "alice", Decimal(100), subaccount=harness.exchange.accounts.add_subaccount("alice")
    )
    harness.place("alice", "bid", "1", "9.9")
    second = harness.place("alice", "bid", "1", "9.8", subaccount=1).order
    other = harness.place("bob", "bid", "1", "9.7").order
    harness.exchange.orders.cancel_all("alice", subaccount=0)
    assert harness.resting("alice") == [second.order_id]
    harness.exchange.orders.cancel_all("alice")
    assert (harness.resting("alice"), harness.resting("bob")) == ([], [other.order_id])


def test_a_decrease_keeps_the_place_and_cancels_at_zero(harness: Harness) -> None:
    first = harness.place("alice", "bid", "5", "10").order
    harness.place("bob", "bid", "5", "10")
    decreased = harness.exchange.orders.decrease("alice", first.order_id, reduce_by=Decimal(2))
    assert (decreased.order.remaining_count, decreased.order.last_update_reason) == (3, "Decrease")
    harness.place("carol", "ask", "1", "10")
    assert harness.exchange.orders.get("alice", first.order_id).remaining_count == 2
    gone = harness.exchange.orders.decrease("alice", first.order_id, reduce_to=Decimal(0))
    assert (gone.reduced_by, gone.order.status) == (2, "canceled")


def test_a_decrease_takes_one_count_and_no_more_than_remains(harness: Harness) -> None:
    order = harness.place("alice", "bid", "5", "10").order
    for counts in (
        {},
        {"reduce_by": Decimal(1), "reduce_to": Decimal(1)},
        {"reduce_by": Decimal(6)},
        {"reduce_to": Decimal(6)},
    ):
        action = lambda counts=counts: harness.exchange.orders.decrease("alice", order.order_id, **counts)  # noqa: E731
        assert harness.rejected(action) == (400, "invalid_parameters")


def amend(harness: Harness, order_id: str, price: str, count: str, **fields: Any) -> Placement:
    """Amend an order of alice."""
    change = Amendment(**{"ticker": TICKER, "side": "bid", "price": Decimal(price), "count": Decimal(count), **fields})
    return harness.exchange.orders.amend("alice", order_id, change)


def test_an_amendment_to_a_smaller_size_keeps_the_place_and_any_other_loses_it(harness: Harness) -> None:
    order = harness.place("alice", "bid", "5", "10").order
    harness.place("bob", "bid", "5", "10")
    smaller = amend(harness, order.order_id, "10", "4")
    assert (smaller.remaining_count, smaller.is_size_changed, smaller.fills) == (4, True, ())
    assert smaller.order.last_update_reason == "Amend"
    harness.place("carol", "ask", "1", "10")
    assert harness.exchange.orders.get("alice", order.order_id).fill_count == 1
    amend(harness, order.order_id, "10", "9")
    harness.place("carol", "ask", "5", "10")
    assert harness.exchange.orders.get("alice", order.order_id).fill_count == 1
    assert harness.resting("bob") == []


def test_the_count_of_an_amendment_is_the_total(harness: Harness) -> None:
    order = harness.place("alice", "bid", "5", "10").order
    harness.place("bob", "ask", "2", "10")
    assert amend(harness, order.order_id, "10", "4").remaining_count == 2
    assert harness.rejected(lambda: amend(harness, order.order_id, "10", "2")) == (400, "invalid_order")


def test_an_amendment_of_the_price_may_trade(harness: Harness) -> None:
    order = harness.place("alice", "bid", "5", "9.9").order
    harness.place("bob", "ask", "2", "10")
    amended = amend(harness, order.order_id, "10", "5")
    assert (amended.fill_count, amended.remaining_count, amended.is_size_changed) == (2, 3, True)
    moved = amend(harness, order.order_id, "9.5", "5")
    assert (moved.fill_count, moved.remaining_count, moved.is_size_changed) == (0, 3, False)


def test_an_amendment_that_would_make_post_only_trade_is_rejected(harness: Harness) -> None:
    order = harness.place("alice", "bid", "5", "9.9", post_only=True).order
    harness.place("bob", "ask", "2", "10")
    assert harness.rejected(lambda: amend(harness, order.order_id, "10", "5")) == (400, "invalid_order")


def test_an_amendment_changes_expiry_and_client_order_id(harness: Harness) -> None:
    order = harness.place("alice", "bid", "5", "9.9", client_order_id="old").order
    expiry = harness.clock.now() + timedelta(seconds=5)
    amended = amend(harness, order.order_id, "9.9", "5", expiration_time=expiry, updated_client_order_id="new").order
    assert (amended.client_order_id, amended.expiration_time) == ("new", expiry)
    for used in ("old", "new"):
        again = lambda used=used: harness.place("alice", "bid", "1", "9.9", client_order_id=used)  # noqa: E731
        assert harness.rejected(again) == (409, "order_already_exists")
    assert amend(harness, order.order_id, "9.9", "5", remove_expiration=True).order.expiration_time is None
    harness.clock.advance(60)
    assert harness.resting("alice") == [order.order_id]


@pytest.mark.parametrize(
    "field",
    [{"side": "ask"}, {"client_order_id": "not-it"}, {"ticker": "KXXPERP"}],
    ids=lambda field: next(iter(field)),
)
def test_an_amendment_must_name_the_order_as_it_is(harness: Harness, field: dict[str, str]) -> None:
    harness.exchange.markets.add("KXXPERP", index_price=Decimal(10))
    order = harness.place("alice", "bid", "5", "9.9").order
    assert harness.rejected(lambda: amend(harness, order.order_id, "9.9", "5", **field)) == (400, "invalid_order")


def test_a_change_that_changes_nothing_is_rejected_by_a_rule(harness: Harness) -> None:
    order = harness.place("alice", "bid", "5", "9.9").order
    assert not amend(harness, order.order_id, "9.9", "5").is_size_changed
    strict = Harness(Rules(empty_changes_are_rejected=True))
    order = strict.place("alice", "bid", "5", "9.9").order
    orders = strict.exchange.orders
    for action in (
        lambda: amend(strict, order.order_id, "9.9", "5"),
        lambda: orders.decrease("alice", order.order_id, reduce_by=Decimal(0)),
        lambda: orders.decrease("alice", order.order_id, reduce_to=Decimal(5)),
    ):
        assert strict.rejected(action) == (400, "AMEND_ORDER_NO_OP")


def test_a_halted_market_takes_cancels_and_decreases_only(harness: Harness) -> None:
    order = harness.place("alice", "bid", "5", "9.9").order
    dropped = harness.place("alice", "bid", "5", "9.8", cancel_order_on_pause=True).order
    harness.exchange.markets.pause(TICKER, "corporate_action")
    market = harness.exchange.markets.get(TICKER).market
    assert (market.status, market.halt_sources) == ("inactive", ("corporate_action",))
    assert harness.resting("alice") == [order.order_id]
    assert harness.exchange.orders.get("alice", dropped.order_id).remaining_count == 0
    assert harness.rejected(lambda: harness.place("bob", "ask", "1", "9.9")) == (409, "market_not_active")
    assert harness.rejected(lambda: amend(harness, order.order_id, "9.7", "5")) == (409, "market_not_active")
    harness.exchange.orders.decrease("alice", order.order_id, reduce_by=Decimal(1))
    harness.exchange.markets.resume(TICKER)
    assert harness.place("bob", "ask", "1", "9.9").fill_count == 1
    assert harness.rejected(lambda: harness.exchange.markets.resume(TICKER)) == (409, "invalid_market_status")


def test_a_paused_exchange_takes_cancels_only(harness: Harness) -> None:
    order = harness.place("alice", "bid", "5", "9.9").order
    harness.place("alice", "bid", "5", "9.8", cancel_order_on_pause=True)
    harness.exchange.pause()
    assert harness.resting("alice") == [order.order_id]
    assert harness.rejected(lambda: harness.place("bob", "ask", "1", "9.9")) == (503, "trading_paused")
    harness.exchange.orders.cancel("alice", order.order_id)
    harness.exchange.resume()
    assert harness.exchange.is_trading_active()
    assert harness.place("bob", "ask", "1", "9.9").remaining_count == 1


def test_orders_and_fills_are_listed_by_account_market_status_and_subaccount(harness: Harness) -> None:
    harness.exchange.accounts.deposit(
        "alice", Decimal(100), subaccount=harness.exchange.accounts.add_subaccount("alice")
    )
    harness.exchange.markets.add("KXXPERP", index_price=Decimal(10))
    first = harness.place("alice", "bid", "1", "10").order
    harness.place("bob", "ask", "1", "10")
    second = harness.place("alice", "bid", "1", "9", ticker="KXXPERP", subaccount=1).order
    orders = harness.exchange.orders
    assert [order.order_id for order in orders.of("alice")] == [first.order_id, second.order_id]
    assert [order.order_id for order in orders.of("alice", ticker="KXXPERP")] == [second.order_id]
    assert [order.order_id for order in orders.of("alice", status="executed")] == [first.order_id]
    assert [order.order_id for order in orders.of("alice", subaccount=1)] == [second.order_id]
    (fill,) = orders.fills("alice", subaccount=0)
    assert (fill.order_id, fill.side, fill.is_taker, fill.ticker) == (first.order_id, "bid", False, TICKER)
    assert [each.trade_id for each in orders.fills("bob")] == [fill.trade_id]
    assert orders.fills("alice", subaccount=1) == []
    assert harness.rejected(lambda: orders.of("nobody")) == (404, "account_not_found")
