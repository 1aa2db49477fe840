"""Order groups: the limit of contracts in a rolling 15 seconds, and what happens when it is reached."""

from __future__ import annotations

from decimal import Decimal

import pytest

from .conftest import TICKER, Floor

D = Decimal


def _group(floor: Floor, account: str = "alice", limit: str = "5") -> str:
    return floor.exchange.groups.create(account, D(limit)).group_id


def test_a_group_at_its_limit_cancels_its_orders_and_rejects_new_ones(floor: Floor) -> None:
    group = _group(floor)
    floor.place("alice", "bid", "5", "0.4", order_group_id=group)
    floor.place("alice", "bid", "5", "0.3", order_group_id=group)
    other = floor.place("alice", "bid", "5", "0.2").order
    floor.place("bob", "ask", "5", "0.4")
    assert floor.resting("alice") == [other.order_id]
    rejected = floor.rejected(lambda: floor.place("alice", "bid", "1", "0.4", order_group_id=group))
    assert rejected == (409, "order_group_triggered")


def test_a_match_is_cut_at_the_limit_and_the_taker_goes_on(floor: Floor) -> None:
    group = _group(floor)
    floor.place("alice", "bid", "9", "0.4", order_group_id=group)
    floor.place("carol", "bid", "9", "0.3")
    taken = floor.place("bob", "ask", "9", "0.3")
    assert [(fill.price, fill.count) for fill in taken.fills] == [(D("0.4"), 5), (D("0.3"), 4)]
    assert floor.resting("alice") == []


def test_an_incoming_order_is_cut_at_its_own_groups_limit(floor: Floor) -> None:
    group = _group(floor)
    floor.place("bob", "ask", "9", "0.4")
    taken = floor.place("alice", "bid", "9", "0.5", order_group_id=group)
    assert (taken.fill_count, taken.remaining_count, taken.order.status) == (5, 0, "canceled")
    fok = lambda: floor.place(  # noqa: E731
        "carol", "bid", "4", "0.5", order_group_id=_group(floor, "carol", "3"), time_in_force="fill_or_kill"
    )
    assert floor.rejected(fok) == (409, "fill_or_kill_insufficient_resting_volume")


def test_matches_leave_the_window_after_15_seconds(floor: Floor) -> None:
    group = _group(floor)
    floor.place("alice", "bid", "20", "0.4", order_group_id=group)
    floor.place("bob", "ask", "3", "0.4")
    floor.clock.advance(14)
    floor.place("bob", "ask", "1", "0.4")
    floor.clock.advance(1)
    floor.place("bob", "ask", "3", "0.4")
    assert len(floor.resting("alice")) == 1
    floor.place("bob", "ask", "1", "0.4")
    assert floor.resting("alice") == []


def test_a_reset_group_starts_again(floor: Floor) -> None:
    group = _group(floor)
    floor.place("alice", "bid", "5", "0.4", order_group_id=group)
    floor.place("bob", "ask", "5", "0.4")
    floor.exchange.groups.reset("alice", group)
    floor.place("alice", "bid", "5", "0.4", order_group_id=group)
    assert floor.place("bob", "ask", "5", "0.4").fill_count == 5


def test_a_triggered_group_cancels_at_once(floor: Floor) -> None:
    group = _group(floor)
    floor.place("alice", "bid", "5", "0.4", order_group_id=group)
    assert floor.exchange.groups.trigger("alice", group).is_triggered
    assert floor.held("alice") == 0


def test_a_lower_limit_that_was_reached_triggers(floor: Floor) -> None:
    group = _group(floor)
    order = floor.place("alice", "bid", "9", "0.4", order_group_id=group).order
    floor.place("bob", "ask", "3", "0.4")
    assert floor.exchange.groups.get("alice", group)[1] == [order.order_id]
    floor.exchange.groups.update_limit("alice", group, D(3))
    assert floor.exchange.groups.get("alice", group)[1] == []


def test_a_deleted_group_takes_its_orders_along(floor: Floor) -> None:
    group = _group(floor)
    floor.place("alice", "bid", "5", "0.4", order_group_id=group)
    floor.exchange.groups.delete("alice", group)
    assert floor.exchange.groups.of("alice") == []
    assert floor.exchange.books.get(TICKER).bids == ()
    assert floor.rejected(lambda: floor.exchange.groups.get("alice", group)) == (404, "order_group_not_found")


def test_a_group_is_its_owners_alone(floor: Floor) -> None:
    group = _group(floor)
    floor.exchange.accounts.add_subaccount("alice")
    assert floor.rejected(lambda: floor.exchange.groups.reset("bob", group))[0] == 404
    assert floor.rejected(lambda: floor.exchange.groups.trigger("alice", group, subaccount=1))[0] == 404
    rejected = floor.rejected(lambda: floor.place("bob", "bid", "1", "0.4", order_group_id=group))
    assert rejected == (404, "order_group_not_found")


@pytest.mark.parametrize("limit", ["0", "0.5", "-1", "1.001", "NaN"])
def test_a_limit_is_a_count_of_at_least_one(floor: Floor, limit: str) -> None:
    rejected = floor.rejected(lambda: floor.exchange.groups.create("alice", D(limit)))
    assert rejected == (400, "invalid_parameters")


def test_collateral_that_reaching_the_limit_frees_pays_for_the_order_that_reaches_it(floor: Floor) -> None:
    group = _group(floor, limit="2")
    floor.place("alice", "bid", "198", "0.5", order_group_id=group)
    floor.place("bob", "ask", "2", "0.51")
    assert floor.cash("alice") == 1
    rejected = floor.rejected(lambda: floor.place("alice", "bid", "1.95", "0.51", order_group_id=group))
    assert rejected == (400, "insufficient_balance")
    floor.place("carol", "ask", "2", "0.51")
    floor.exchange.accounts.deposit("alice", D("0.02"))
    assert floor.place("alice", "bid", "2", "0.51", order_group_id=group).fill_count == 2
    assert floor.cash("alice") == D("100.02") - D("1.02") - D("0.0350")
