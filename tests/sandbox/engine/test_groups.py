"""Order groups: the limit of contracts in a rolling 15 seconds, and what happens when it is reached."""

from __future__ import annotations

from decimal import Decimal

import pytest

from .conftest import TICKER, Harness

D = Decimal


def _group(harness: Harness, account: str = "alice", limit: str = "5") -> str:
    return harness.exchange.groups.create(account, D(limit)).group_id


def test_a_group_at_its_limit_cancels_its_orders_and_rejects_new_ones(harness: Harness) -> None:
    group = _group(harness)
    harness.place("alice", "bid", "5", "0.4", order_group_id=group)
    harness.place("alice", "bid", "5", "0.3", order_group_id=group)
    other = harness.place("alice", "bid", "5", "0.2").order
    harness.place("bob", "ask", "5", "0.4")
    assert harness.resting("alice") == [other.order_id]
    rejected = harness.rejected(lambda: harness.place("alice", "bid", "1", "0.4", order_group_id=group))
    assert rejected == (409, "order_group_triggered")


def test_a_match_is_cut_at_the_limit_and_the_taker_goes_on(harness: Harness) -> None:
    group = _group(harness)
    harness.place("alice", "bid", "9", "0.4", order_group_id=group)
    harness.place("carol", "bid", "9", "0.3")
    taken = harness.place("bob", "ask", "9", "0.3")
    assert [(fill.price, fill.count) for fill in taken.fills] == [(D("0.4"), 5), (D("0.3"), 4)]
    assert harness.resting("alice") == []


def test_an_incoming_order_is_cut_at_its_own_groups_limit(harness: Harness) -> None:
    group = _group(harness)
    harness.place("bob", "ask", "9", "0.4")
    taken = harness.place("alice", "bid", "9", "0.5", order_group_id=group)
    assert (taken.fill_count, taken.remaining_count, taken.order.status) == (5, 0, "canceled")
    fok = lambda: harness.place(  # noqa: E731
        "carol", "bid", "4", "0.5", order_group_id=_group(harness, "carol", "3"), time_in_force="fill_or_kill"
    )
    assert harness.rejected(fok) == (409, "fill_or_kill_insufficient_resting_volume")


def test_matches_leave_the_window_after_15_seconds(harness: Harness) -> None:
    group = _group(harness)
    harness.place("alice", "bid", "20", "0.4", order_group_id=group)
    harness.place("bob", "ask", "3", "0.4")
    harness.clock.advance(14)
    harness.place("bob", "ask", "1", "0.4")
    harness.clock.advance(1)
    harness.place("bob", "ask", "3", "0.4")
    assert len(harness.resting("alice")) == 1
    harness.place("bob", "ask", "1", "0.4")
    assert harness.resting("alice") == []


def test_a_reset_group_starts_again(harness: Harness) -> None:
    group = _group(harness)
    harness.place("alice", "bid", "5", "0.4", order_group_id=group)
    harness.place("bob", "ask", "5", "0.4")
    harness.exchange.groups.reset("alice", group)
    harness.place("alice", "bid", "5", "0.4", order_group_id=group)
    assert harness.place("bob", "ask", "5", "0.4").fill_count == 5


def test_a_triggered_group_cancels_at_once(harness: Harness) -> None:
    group = _group(harness)
    harness.place("alice", "bid", "5", "0.4", order_group_id=group)
    assert harness.exchange.groups.trigger("alice", group).is_triggered
    assert harness.held("alice") == 0


def test_a_lower_limit_that_was_reached_triggers(harness: Harness) -> None:
    group = _group(harness)
    order = harness.place("alice", "bid", "9", "0.4", order_group_id=group).order
    harness.place("bob", "ask", "3", "0.4")
    assert harness.exchange.groups.get("alice", group)[1] == [order.order_id]
    harness.exchange.groups.update_limit("alice", group, D(3))
    assert harness.exchange.groups.get("alice", group)[1] == []


def test_a_deleted_group_takes_its_orders_along(harness: Harness) -> None:
    group = _group(harness)
    harness.place("alice", "bid", "5", "0.4", order_group_id=group)
    harness.exchange.groups.delete("alice", group)
    assert harness.exchange.groups.of("alice") == []
    assert harness.exchange.books.get(TICKER).bids == ()
    assert harness.rejected(lambda: harness.exchange.groups.get("alice", group)) == (404, "order_group_not_found")


def test_a_group_is_its_owners_alone(harness: Harness) -> None:
    group = _group(harness)
    harness.exchange.accounts.add_subaccount("alice")
    assert harness.rejected(lambda: harness.exchange.groups.reset("bob", group))[0] == 404
    assert harness.rejected(lambda: harness.exchange.groups.trigger("alice", group, subaccount=1))[0] == 404
    rejected = harness.rejected(lambda: harness.place("bob", "bid", "1", "0.4", order_group_id=group))
    assert rejected == (404, "order_group_not_found")


@pytest.mark.parametrize("limit", ["0", "0.5", "-1", "1.001", "NaN"])
def test_a_limit_is_a_count_of_at_least_one(harness: Harness, limit: str) -> None:
    rejected = harness.rejected(lambda: harness.exchange.groups.create("alice", D(limit)))
    assert rejected == (400, "invalid_parameters")


def test_collateral_that_reaching_the_limit_frees_pays_for_the_order_that_reaches_it(harness: Harness) -> None:
    group = _group(harness, limit="2")
    harness.place("alice", "bid", "198", "0.5", order_group_id=group)
    harness.place("bob", "ask", "2", "0.51")
    assert harness.cash("alice") == 1
    rejected = harness.rejected(lambda: harness.place("alice", "bid", "1.95", "0.51", order_group_id=group))
    assert rejected == (400, "insufficient_balance")
    harness.place("carol", "ask", "2", "0.51")
    harness.exchange.accounts.deposit("alice", D("0.02"))
    assert harness.place("alice", "bid", "2", "0.51", order_group_id=group).fill_count == 2
    assert harness.cash("alice") == D("100.02") - D("1.02") - D("0.0350")


def test_two_orders_of_a_group_that_one_order_meets_share_its_limit(harness: Harness) -> None:
    group = _group(harness)
    first = harness.place("alice", "bid", "5", "0.4", order_group_id=group).order
    second = harness.place("alice", "bid", "5", "0.4", order_group_id=group).order
    taken = harness.place("bob", "ask", "9", "0.4")
    assert [(fill.price, fill.count) for fill in taken.fills] == [(D("0.4"), 5)]
    assert (taken.remaining_count, taken.order.status) == (4, "resting")
    get = harness.exchange.orders.get
    assert get("alice", first.order_id).status == "executed"
    assert (get("alice", second.order_id).status, get("alice", second.order_id).fill_count) == ("canceled", 0)


def test_a_second_order_of_a_group_is_cut_to_what_the_first_left(harness: Harness) -> None:
    group = _group(harness)
    harness.place("alice", "bid", "3", "0.4", order_group_id=group)
    harness.place("alice", "bid", "5", "0.3", order_group_id=group)
    taken = harness.place("bob", "ask", "9", "0.3")
    assert [(fill.price, fill.count) for fill in taken.fills] == [(D("0.4"), 3), (D("0.3"), 2)]
    assert harness.resting("alice") == []
