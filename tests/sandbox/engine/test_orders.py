"""One test a rule of placing and canceling orders."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest

from kalshi_sandbox.engine import Cancellation, CancelRequest, EngineRejection, Owner, Placement

from .conftest import TICKER, Harness


def test_an_order_that_matches_nothing_rests_completely(harness: Harness) -> None:
    placed = harness.place("alice", "bid", "10", "0.4")
    assert (placed.fill_count, placed.remaining_count, placed.average_fill_price) == (0, 10, None)
    assert harness.exchange.books.get(TICKER).bids == ((Decimal("0.4"), Decimal(10)),)


def test_the_best_price_trades_first_and_then_who_came_first(harness: Harness) -> None:
    late = harness.place("alice", "ask", "5", "0.5").order
    early = harness.place("bob", "ask", "5", "0.5").order
    best = harness.place("alice", "ask", "5", "0.45").order
    taken = harness.place("carol", "bid", "12", "0.6")
    assert [fill.price for fill in taken.fills] == [Decimal("0.45"), Decimal("0.5"), Decimal("0.5")]
    left = {order.order_id: order.remaining_count for order in (harness.exchange.orders.get("alice", late.order_id),)}
    assert left == {late.order_id: 0}
    assert harness.exchange.orders.get("alice", best.order_id).status == "executed"
    assert harness.exchange.orders.get("bob", early.order_id).remaining_count == 3


def test_a_taker_trades_at_the_resting_price_and_its_rest_rests(harness: Harness) -> None:
    harness.place("alice", "bid", "4", "0.4")
    taken = harness.place("bob", "ask", "10", "0.3")
    assert (taken.average_fill_price, taken.fill_count, taken.remaining_count) == (Decimal("0.4"), 4, 6)
    assert harness.exchange.books.get(TICKER).asks == ((Decimal("0.3"), Decimal(6)),)
    assert taken.order.status == "resting"


def test_immediate_or_cancel_drops_what_does_not_fill(harness: Harness) -> None:
    harness.place("alice", "bid", "4", "0.4")
    taken = harness.place("bob", "ask", "10", "0.4", time_in_force="immediate_or_cancel")
    assert (taken.fill_count, taken.remaining_count, taken.order.status) == (4, 0, "canceled")
    assert harness.exchange.books.get(TICKER).asks == ()


def test_fill_or_kill_fills_completely_or_is_rejected(harness: Harness) -> None:
    harness.place("alice", "bid", "4", "0.4")
    harness.place("alice", "bid", "4", "0.3")
    rejected = harness.rejected(lambda: harness.place("bob", "ask", "9", "0.3", time_in_force="fill_or_kill"))
    assert rejected == (409, "fill_or_kill_insufficient_resting_volume")
    assert harness.place("bob", "ask", "8", "0.3", time_in_force="fill_or_kill").order.status == "executed"


def test_an_order_lapses_at_its_expiration_time(harness: Harness) -> None:
    expiry = harness.clock.now() + timedelta(seconds=30)
    order = harness.place("alice", "bid", "4", "0.4", expiration_time=expiry).order
    harness.clock.advance(29)
    assert harness.resting("alice") == [order.order_id]
    harness.clock.advance(1)
    lapsed = harness.exchange.orders.get("alice", order.order_id)
    assert (lapsed.status, lapsed.remaining_count, lapsed.last_update_time) == ("canceled", 0, expiry)
    assert harness.cash("alice") == 100


@pytest.mark.parametrize("force", ["immediate_or_cancel", "fill_or_kill"])
def test_an_expiration_time_is_for_good_till_canceled_only(harness: Harness, force: str) -> None:
    expiry = harness.clock.now() + timedelta(seconds=30)
    rejected = harness.rejected(
        lambda: harness.place("bob", "bid", "1", "0.4", time_in_force=force, expiration_time=expiry)
    )
    assert rejected == (400, "invalid_parameters")


def test_an_expiration_time_must_lie_in_the_future(harness: Harness) -> None:
    action = lambda: harness.place("bob", "bid", "1", "0.4", expiration_time=harness.clock.now())  # noqa: E731
    assert harness.rejected(action) == (400, "invalid_parameters")


def test_post_only_rests_or_is_rejected(harness: Harness) -> None:
    harness.place("alice", "ask", "4", "0.4")
    rejected = harness.rejected(lambda: harness.place("bob", "bid", "1", "0.4", post_only=True))
    assert rejected == (400, "post_only_would_cross")
    assert harness.place("bob", "bid", "1", "0.39", post_only=True).remaining_count == 1


def test_reduce_only_is_capped_at_the_position(harness: Harness) -> None:
    harness.place("alice", "bid", "20", "0.4")
    harness.place("bob", "ask", "5", "0.4")
    harness.place("carol", "bid", "20", "0.3")
    harness.place("carol", "ask", "20", "0.5")
    reduced = harness.place("bob", "bid", "9", "0.5", time_in_force="immediate_or_cancel", reduce_only=True)
    assert (reduced.fill_count, reduced.remaining_count) == (5, 0)
    assert harness.exchange.portfolio.positions("bob")[0].count == 0


def test_reduce_only_without_a_position_to_reduce_is_rejected(harness: Harness) -> None:
    harness.place("alice", "bid", "5", "0.4")
    ioc = {"time_in_force": "immediate_or_cancel", "reduce_only": True}
    assert harness.rejected(lambda: harness.place("bob", "ask", "5", "0.4", **ioc)) == (400, "invalid_parameters")


@pytest.mark.parametrize("force", ["good_till_canceled", "fill_or_kill"])
def test_reduce_only_is_for_immediate_or_cancel_only(harness: Harness, force: str) -> None:
    rejected = harness.rejected(lambda: harness.place("bob", "bid", "5", "0.4", time_in_force=force, reduce_only=True))
    assert rejected == (400, "invalid_parameters")


def test_taker_at_cross_stops_at_an_own_order_and_keeps_its_fills(harness: Harness) -> None:
    harness.place("bob", "ask", "3", "0.4")
    own = harness.place("alice", "ask", "3", "0.5").order
    taken = harness.place("alice", "bid", "10", "0.6", self_trade_prevention_type="taker_at_cross")
    assert (taken.fill_count, taken.remaining_count, taken.order.status) == (3, 0, "canceled")
    assert harness.resting("alice") == [own.order_id]


def test_maker_cancels_the_own_resting_order_and_goes_on(harness: Harness) -> None:
    own = harness.place("alice", "ask", "3", "0.4").order
    harness.place("bob", "ask", "3", "0.5")
    taken = harness.place("alice", "bid", "10", "0.6", self_trade_prevention_type="maker")
    assert (taken.fill_count, taken.remaining_count) == (3, 7)
    assert harness.exchange.orders.get("alice", own.order_id).status == "canceled"


def test_self_trade_prevention_looks_across_subaccounts(harness: Harness) -> None:
    harness.exchange.accounts.deposit(
        "alice", Decimal(10), subaccount=harness.exchange.accounts.add_subaccount("alice")
    )
    harness.place("alice", "ask", "3", "0.4", subaccount=1)
    assert harness.place("alice", "bid", "3", "0.4").order.status == "canceled"


def test_a_used_client_order_id_is_rejected_even_when_its_order_is_gone(harness: Harness) -> None:
    order = harness.place("alice", "bid", "1", "0.4", client_order_id="mine").order
    harness.exchange.orders.cancel("alice", order.order_id)
    harness.exchange.markets.close(TICKER)
    rejected = harness.rejected(lambda: harness.place("alice", "bid", "1", "0.4", client_order_id="mine"))
    assert rejected == (409, "order_already_exists")


def test_a_client_order_id_is_used_by_its_account_alone_and_not_by_a_rejected_order(harness: Harness) -> None:
    harness.rejected(lambda: harness.place("alice", "bid", "999", "0.4", client_order_id="mine"))
    harness.place("alice", "bid", "1", "0.4", client_order_id="mine")
    harness.place("bob", "bid", "1", "0.4", client_order_id="mine")


@pytest.mark.parametrize("price", ["0", "1", "1.2", "-0.1", "0.405", "NaN", "Infinity"])
def test_a_price_off_the_tick_or_outside_0_and_1_is_rejected(harness: Harness, price: str) -> None:
    assert harness.rejected(lambda: harness.place("bob", "bid", "5", price)) == (400, "invalid_parameters")


@pytest.mark.parametrize("count", ["0", "-1", "0.001", "1.005", "NaN", "Infinity", "1e12", "1e40"])
def test_a_count_of_zero_or_too_precise_is_rejected(harness: Harness, count: str) -> None:
    assert harness.rejected(lambda: harness.place("bob", "bid", count, "0.5")) == (400, "invalid_parameters")


def test_a_count_is_a_billion_at_most(harness: Harness) -> None:
    most = Decimal(1_000_000_000)
    for count, code in ((most, "insufficient_balance"), (most + Decimal("0.01"), "invalid_parameters")):
        assert harness.rejected(partial(harness.place, "alice", "bid", str(count), "0.4")) == (400, code)


def test_a_count_of_a_hundredth_and_trailing_zeros_are_fine(harness: Harness) -> None:
    assert harness.place("bob", "bid", "0.01", "0.5").remaining_count == Decimal("0.01")
    assert harness.place("bob", "bid", "1.5000", "0.5000").remaining_count == Decimal("1.5")


def test_an_unknown_market_and_an_unknown_subaccount_are_rejected(harness: Harness) -> None:
    assert harness.rejected(lambda: harness.place("bob", "bid", "1", "0.5", ticker="NO-SUCH")) == (
        404,
        "market_not_found",
    )
    assert harness.rejected(lambda: harness.place("bob", "bid", "1", "0.5", subaccount=1)) == (
        400,
        "invalid_parameters",
    )


def test_a_market_that_is_not_active_takes_no_order(harness: Harness) -> None:
    harness.exchange.markets.pause(TICKER)
    assert harness.rejected(lambda: harness.place("bob", "bid", "1", "0.5")) == (409, "market_not_active")
    harness.exchange.markets.close(TICKER)
    assert harness.rejected(lambda: harness.place("bob", "bid", "1", "0.5")) == (409, "market_not_active")


def test_a_paused_exchange_takes_no_order_but_cancels(harness: Harness) -> None:
    stays = harness.place("bob", "bid", "1", "0.5").order
    harness.place("bob", "bid", "1", "0.4", cancel_order_on_pause=True)
    harness.exchange.pause()
    assert harness.resting("bob") == [stays.order_id]
    assert harness.rejected(lambda: harness.place("bob", "bid", "1", "0.5")) == (503, "trading_paused")
    assert harness.exchange.orders.cancel("bob", stays.order_id).reduced_by == 1
    harness.exchange.resume()
    harness.place("bob", "bid", "1", "0.5")


def test_canceling_gives_back_the_rest_and_works_once(harness: Harness) -> None:
    order = harness.place("alice", "bid", "10", "0.4").order
    harness.place("bob", "ask", "4", "0.4")
    canceled = harness.exchange.orders.cancel("alice", order.order_id)
    assert (canceled.reduced_by, canceled.order.fill_count, canceled.order.remaining_count) == (6, 4, 0)
    assert harness.held("alice") == 0
    assert harness.rejected(lambda: harness.exchange.orders.cancel("alice", order.order_id)) == (404, "order_not_found")


def test_nobody_else_and_no_other_subaccount_can_cancel(harness: Harness) -> None:
    order = harness.place("alice", "bid", "10", "0.4").order.order_id
    assert harness.rejected(lambda: harness.exchange.orders.cancel("bob", order)) == (404, "order_not_found")
    assert harness.rejected(lambda: harness.exchange.orders.cancel("alice", order, subaccount=1)) == (
        404,
        "order_not_found",
    )


def test_cancel_all_takes_one_subaccount_or_all(harness: Harness) -> None:
    harness.exchange.accounts.deposit(
        "alice", Decimal(10), subaccount=harness.exchange.accounts.add_subaccount("alice")
    )
    harness.place("alice", "bid", "1", "0.4")
    harness.place("alice", "bid", "1", "0.4", subaccount=1)
    harness.place("bob", "bid", "1", "0.4")
    assert [item.order.owner for item in harness.exchange.orders.cancel_all("alice", subaccount=1)] == [
        Owner("alice", 1)
    ]
    assert len(harness.exchange.orders.cancel_all("alice")) == 1
    assert len(harness.resting("bob")) == 1


def test_a_bad_leg_of_a_batch_harms_no_other(harness: Harness) -> None:
    legs = [harness.order("bid", "1", "0.4"), harness.order("bid", "1", "0.405"), harness.order("bid", "2", "0.4")]
    first, second, third = harness.exchange.orders.place_batch("alice", legs)
    assert isinstance(first, Placement)
    assert isinstance(second, EngineRejection)
    assert isinstance(third, Placement)
    ids = [first.order.order_id, "no-such-order", third.order.order_id]
    outcomes = harness.exchange.orders.cancel_batch("alice", [CancelRequest(order_id) for order_id in ids])
    assert [type(outcome) for outcome in outcomes] == [Cancellation, EngineRejection, Cancellation]


def test_the_queue_position_counts_better_prices_and_earlier_orders(harness: Harness) -> None:
    harness.place("alice", "bid", "3", "0.5")
    harness.place("alice", "bid", "4", "0.4")
    harness.place("alice", "bid", "9", "0.3")
    order = harness.place("bob", "bid", "5", "0.4").order
    assert harness.exchange.orders.queue_position("bob", order.order_id) == 7


def test_the_book_is_seen_from_both_sides_to_a_depth(harness: Harness) -> None:
    harness.place("alice", "bid", "3", "0.4")
    harness.place("alice", "bid", "4", "0.3")
    harness.place("bob", "ask", "5", "0.6")
    view = harness.exchange.books.get(TICKER, depth=1)
    assert view.yes_bids == ((Decimal("0.4"), Decimal(3)),)
    assert view.no_bids == ((Decimal("0.4"), Decimal(5)),)


@pytest.mark.parametrize("account", ["alice", "bob"])
def test_an_order_that_there_is_not_and_anothers_order_are_not_found(harness: Harness, account: str) -> None:
    order = harness.place("alice", "bid", "1", "0.4").order
    wanted = "no-such-order" if account == "alice" else order.order_id
    assert harness.rejected(lambda: harness.exchange.orders.get(account, wanted)) == (404, "order_not_found")
    assert harness.exchange.orders.get("alice", order.order_id) == order


def test_a_level_that_is_set_rests_trades_and_goes(harness: Harness) -> None:
    def set_level(count: str) -> None:
        harness.exchange.books.set_level(Owner("bob"), TICKER, "ask", Decimal("0.6"), Decimal(count))

    set_level("10")
    assert harness.exchange.books.get(TICKER).asks == ((Decimal("0.6"), 10),)
    assert harness.place("alice", "bid", "4", "0.6").fill_count == 4
    set_level("9")
    assert harness.exchange.books.get(TICKER).asks == ((Decimal("0.6"), 9),)
    set_level("0")
    assert harness.exchange.books.get(TICKER).asks == ()
    assert harness.resting("bob") == []
