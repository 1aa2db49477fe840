"""Order groups."""

from __future__ import annotations

from decimal import Decimal

from kalshi_sandbox.perps.engine import GroupUpdated

from .conftest import Harness


def reasons(harness: Harness) -> list[str]:
    """What happened to groups."""
    return [event.reason for event in harness.events if isinstance(event, GroupUpdated)]


def test_a_group_at_its_limit_cancels_its_orders_and_takes_none_until_it_is_reset(harness: Harness) -> None:
    groups = harness.exchange.groups
    group = groups.create("alice", Decimal(3))
    assert not group.is_auto_cancel_enabled
    first = harness.place("alice", "bid", "5", "10", order_group_id=group.group_id).order
    other = harness.place("alice", "bid", "5", "9.9", order_group_id=group.group_id).order
    assert groups.get("alice", group.group_id)[1] == [first.order_id, other.order_id]
    # A match is cut at the limit, so a group never matches more.
    assert harness.place("bob", "ask", "5", "10").fill_count == 3
    assert harness.resting("alice") == []
    canceled = harness.exchange.orders.get("alice", other.order_id)
    assert (canceled.last_update_reason, canceled.remaining_count) == ("Decrease", 0)
    place = lambda: harness.place("alice", "bid", "1", "9", order_group_id=group.group_id)  # noqa: E731
    assert harness.rejected(place) == (409, "order_group_triggered")
    groups.reset("alice", group.group_id)
    assert place().remaining_count == 1
    assert reasons(harness) == ["created", "triggered", "reset"]


def test_the_limit_is_for_any_fifteen_seconds(harness: Harness) -> None:
    group = harness.exchange.groups.create("alice", Decimal(3))
    harness.place("alice", "bid", "5", "10", order_group_id=group.group_id)
    harness.place("bob", "ask", "2", "10")
    harness.clock.advance(15)
    harness.place("bob", "ask", "2", "10")
    assert len(harness.resting("alice")) == 1
    harness.clock.advance(14)
    harness.place("bob", "ask", "1", "10")
    assert harness.resting("alice") == []


def test_a_taker_stops_at_the_limit_of_its_group(harness: Harness) -> None:
    group = harness.exchange.groups.create("alice", Decimal(3))
    harness.place("bob", "ask", "5", "10")
    placed = harness.place("alice", "bid", "5", "10", order_group_id=group.group_id)
    assert (placed.fill_count, placed.remaining_count, placed.order.last_update_reason) == (3, 0, "Decrease")


def test_a_lower_limit_that_was_reached_already_triggers_the_group(harness: Harness) -> None:
    groups = harness.exchange.groups
    group = groups.create("alice", Decimal(9))
    harness.place("alice", "bid", "5", "10", order_group_id=group.group_id)
    harness.place("bob", "ask", "2", "10")
    groups.update_limit("alice", group.group_id, Decimal(3))
    assert len(harness.resting("alice")) == 1
    groups.update_limit("alice", group.group_id, Decimal(2))
    assert harness.resting("alice") == []
    assert reasons(harness) == ["created", "limit_updated", "limit_updated", "triggered"]


def test_trigger_and_delete_cancel_the_orders_of_the_group_alone(harness: Harness) -> None:
    groups = harness.exchange.groups
    first, second = groups.create("alice", Decimal(9)), groups.create("alice", Decimal(9))
    harness.place("alice", "bid", "5", "10", order_group_id=first.group_id)
    kept = harness.place("alice", "bid", "5", "10", order_group_id=second.group_id).order
    free = harness.place("alice", "bid", "5", "10").order
    groups.trigger("alice", first.group_id)
    assert harness.resting("alice") == [kept.order_id, free.order_id]
    groups.delete("alice", second.group_id)
    assert harness.resting("alice") == [free.order_id]
    assert [group.group_id for group in groups.of("alice")] == [first.group_id]
    assert reasons(harness)[2:] == ["triggered", "deleted"]


def test_a_group_is_for_one_subaccount_and_for_markets_of_its_own_number(harness: Harness) -> None:
    exchange = harness.exchange
    exchange.accounts.add_subaccount("alice")
    exchange.markets.add("KXGOLDPERP", index_price=Decimal(10), exchange_index=1)
    group = exchange.groups.create("alice", Decimal(9), exchange_index=1)
    metals = harness.place("alice", "bid", "1", "9", ticker="KXGOLDPERP", order_group_id=group.group_id)
    assert metals.remaining_count == 1
    wrong = lambda: harness.place("alice", "bid", "1", "9", order_group_id=group.group_id)  # noqa: E731
    assert harness.rejected(wrong) == (400, "invalid_order")
    for action in (
        lambda: harness.place("alice", "bid", "1", "9", subaccount=1, order_group_id=group.group_id),
        lambda: exchange.groups.get("alice", group.group_id, subaccount=1),
        lambda: exchange.groups.get("bob", group.group_id),
        lambda: exchange.groups.reset("bob", group.group_id),
        lambda: exchange.groups.trigger("alice", "none"),
    ):
        assert harness.rejected(action) == (404, "order_group_not_found")
    assert exchange.groups.of("alice", subaccount=1) == []


def test_a_limit_is_at_least_one_contract(harness: Harness) -> None:
    for limit in ("0.5", "0", "1.001", "NaN"):
        create = lambda limit=limit: harness.exchange.groups.create("alice", Decimal(limit))  # noqa: E731
        assert harness.rejected(create) == (400, "invalid_parameters")
