"""Orders, fills and order groups of perpetual futures over HTTP; each answer is checked against the spec."""

from __future__ import annotations

from typing import Any

import pytest

from kalshi_gen.perps.api.orders import cancel_margin_order, create_margin_order, get_margin_order
from kalshi_gen.perps.models import CreateMarginOrderRequest
from kalshi_sandbox.faults import Lag

from .conftest import TICKER, Harness, opened


def test_an_order_is_placed_read_filled_and_canceled(harness: Harness) -> None:
    placed = harness.place(harness.alice, "bid", "10.2499", "5", client_order_id="mine")
    order_id = placed["order_id"]
    assert placed == {
        "order_id": order_id,
        "client_order_id": "mine",
        "fill_count": "0.00",
        "remaining_count": "5.00",
    }
    taken = harness.place(harness.bob, "ask", "10.2499", "2", time_in_force="immediate_or_cancel")
    assert (taken["fill_count"], taken["remaining_count"]) == ("2.00", "0.00")
    assert (taken["average_fill_price"], taken["average_fee_paid"]) == ("10.2499", "0.0123")
    order = harness.alice.ask("GetMarginOrder", order_id=order_id)["order"]
    assert (order["fill_count"], order["remaining_count"], order["price"]) == ("2.00", "3.00", "10.2499")
    assert (order["last_update_reason"], order["order_source"]) == ("Trade", "user")
    assert "status" not in order
    (fill,) = harness.alice.ask("GetMarginFills")["fills"]
    assert (fill["order_id"], fill["is_taker"], fill["side"], fill["count"]) == (order_id, False, "bid", "2.00")
    assert (fill["price"], fill["entry_price"], fill["fees"], fill["realized_pnl"]) == (
        "10.2499",
        "10.2499",
        "0.0103",
        "0.0000",
    )
    assert fill["fill_id"] == harness.alice.ask("GetMarginTrades", ticker=TICKER)["trades"][0]["trade_id"]
    canceled = harness.alice.ask("CancelMarginOrder", order_id=order_id)
    assert canceled == {"order_id": order_id, "client_order_id": "mine", "reduced_by": "3.00"}
    order = harness.alice.ask("GetMarginOrder", order_id=order_id)["order"]
    assert (order["remaining_count"], order["last_update_reason"]) == ("0.00", "Decrease")
    assert harness.alice.rejected("CancelMarginOrder", order_id=order_id) == (404, "order_not_found")


def test_the_generated_client_trades_perpetual_futures(harness: Harness) -> None:
    client = harness.alice.client
    body = CreateMarginOrderRequest.from_dict(harness.order("bid", "10.2", "3"))
    placed = create_margin_order.sync(client=client, body=body)
    read = get_margin_order.sync(placed.order_id, client=client)
    assert (read.order.remaining_count, read.order.price, read.order.side) == (3, body.price, "bid")
    assert cancel_margin_order.sync(placed.order_id, client=client).reduced_by == 3


def test_a_change_names_what_it_changed(harness: Harness) -> None:
    order_id = harness.place(harness.alice, "bid", "10.2", "5", client_order_id="mine")["order_id"]
    names = {"order_id": order_id, "client_order_id": "mine"}
    change = {"ticker": TICKER, "side": "bid", "price": "10.2", "count": "4"}
    smaller = harness.alice.ask("AmendMarginOrder", change, order_id=order_id)
    assert smaller == {**names, "fill_count": "0.00", "remaining_count": "4.00"}
    # As on the demo exchange, an amendment of the price alone says nothing of counts.
    moved = harness.alice.ask("AmendMarginOrder", {**change, "price": "10.1"}, order_id=order_id)
    assert moved == names
    decreased = harness.alice.ask("DecreaseMarginOrder", {"reduce_by": "1"}, order_id=order_id)
    assert decreased == {**names, "remaining_count": "3.00"}
    renamed = {
        **change,
        "price": "10.1",
        "count": "3",
        "updated_client_order_id": "other",
        "expiration_time": 1_900_000_000,
    }
    assert harness.alice.ask("AmendMarginOrder", renamed, order_id=order_id)["client_order_id"] == "other"
    order = harness.alice.ask("GetMarginOrder", order_id=order_id)["order"]
    assert order["expiration_time"] == "2030-03-17T17:46:40Z"
    assert harness.alice.ask("DecreaseMarginOrder", {"reduce_to": "0"}, order_id=order_id)["remaining_count"] == "0.00"


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"price": "10.25005"}, (400, "invalid_order")),
        ({"price": "1"}, (400, "invalid_price")),
        ({"count": "1.5"}, (400, "invalid_order")),
        ({"reduce_only": True}, (400, "invalid_order")),
        ({"count": "5000"}, (400, "NOTIONAL_RISK_LIMIT_EXCEEDED")),
        ({"count": "600"}, (400, "insufficient_balance")),
        ({"ticker": "KXNONEPERP"}, (400, "invalid_order")),
        ({"client_order_id": "used"}, (409, "order_already_exists")),
        ({"market_version": 9}, (409, "market_version_mismatch")),
        ({"time_in_force": "fill_or_kill"}, (409, "fill_or_kill_insufficient_resting_volume")),
        ({"order_group_id": "none"}, (404, "order_group_not_found")),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_an_order_that_breaks_a_rule_is_rejected(
    harness: Harness, fields: dict[str, Any], error: tuple[int, str]
) -> None:
    harness.place(harness.alice, "bid", "10.2", "1", client_order_id="used")
    status, code = harness.alice.rejected("CreateMarginOrder", harness.order("bid", "10.2", "1") | fields)
    # Where the spec lists no 404, it is 400.
    assert (status, code) in (error, (400, error[1]))
    assert len(harness.alice.ask("GetMarginOrders")["orders"]) == 1


def test_errors_have_the_codes_of_the_demo_exchange() -> None:
    with opened(behaviour="measured") as harness:
        harness.place(harness.alice, "bid", "10.2", "1", client_order_id="used")
        again = harness.alice.send("CreateMarginOrder", harness.order("bid", "10.2", client_order_id="used"))
        error = again.json()["error"]
        assert (again.status_code, error["code"], error["service"]) == (409, "order_already_exists", "exchange")
        lasting = harness.alice.send("CreateMarginOrder", harness.order("bid", "10.2", reduce_only=True))
        assert (lasting.status_code, lasting.json()["error"]["code"]) == (400, "invalid_order")


def test_orders_are_listed_newest_first_by_status_and_in_pages(harness: Harness) -> None:
    resting = harness.place(harness.alice, "bid", "10.2", "1")["order_id"]
    canceled = harness.place(harness.alice, "bid", "10.2", "1")["order_id"]
    harness.alice.ask("CancelMarginOrder", order_id=canceled)
    executed = harness.place(harness.alice, "bid", "10.2503", "1")["order_id"]

    def listed(**query: Any) -> list[str]:
        return [order["order_id"] for order in harness.alice.ask("GetMarginOrders", **query)["orders"]]

    assert listed() == [executed, canceled, resting]
    assert [listed(status=each) for each in ("resting", "canceled", "executed")] == [[resting], [canceled], [executed]]
    first = harness.alice.ask("GetMarginOrders", limit=2)
    assert [order["order_id"] for order in first["orders"]] == [executed, canceled]
    assert listed(limit=2, cursor=first["cursor"]) == [resting]
    assert harness.alice.ask("GetMarginOrders", limit=3)["cursor"] == ""
    assert harness.alice.rejected("GetMarginOrders", status="open") == (400, "invalid_parameters")
    assert harness.bob.ask("GetMarginOrders")["orders"] == []
    harness.alice.ask("CancelAllMarginOrders")
    assert listed(status="resting") == []


def test_a_new_order_is_not_found_until_reads_have_caught_up() -> None:
    with opened(behaviour="measured", seed=5) as harness:
        order_id = harness.place(harness.alice, "bid", "10.2499", "1")["order_id"]
        assert harness.alice.send("GetMarginOrder", order_id=order_id).status_code == 404
        assert harness.alice.ask("GetMarginOrders")["orders"] == []
        harness.exchange.clock.advance(3)
        harness.place(harness.bob, "ask", "10.2499", "1")
        assert harness.alice.ask("GetMarginOrder", order_id=order_id)["order"]["fill_count"] == "0.00"
        assert harness.alice.ask("GetMarginFills")["fills"] == []
        harness.exchange.clock.advance(3)
        assert harness.alice.ask("GetMarginOrder", order_id=order_id)["order"]["fill_count"] == "1.00"
        assert len(harness.alice.ask("GetMarginFills")["fills"]) == 1
        harness.exchange.faults.add(Lag(4))
        assert harness.alice.ask("GetMarginFills")["fills"] == []


def test_a_group_is_limited_triggered_reset_and_deleted(harness: Harness) -> None:
    alice = harness.alice
    made = alice.ask("CreateMarginOrderGroup", {"contracts_limit": 5})
    assert (made["subaccount"], made["exchange_index"]) == (0, 0)
    group = made["order_group_id"]
    order_id = harness.place(alice, "bid", "10.2", order_group_id=group)["order_id"]
    read = alice.ask("GetMarginOrderGroup", order_group_id=group)
    assert read == {
        "is_auto_cancel_enabled": False,
        "contracts_limit_fp": "5.00",
        "orders": [order_id],
        "exchange_index": 0,
    }
    alice.ask("UpdateMarginOrderGroupLimit", {"contracts_limit_fp": "7.5"}, order_group_id=group)
    assert alice.ask("GetMarginOrderGroups")["order_groups"][0]["contracts_limit_fp"] == "7.50"
    alice.ask("TriggerMarginOrderGroup", order_group_id=group)
    assert alice.ask("GetMarginOrder", order_id=order_id)["order"]["remaining_count"] == "0.00"
    refused = harness.order("bid", "10.2", order_group_id=group)
    assert alice.rejected("CreateMarginOrder", refused) == (409, "order_group_triggered")
    alice.ask("ResetMarginOrderGroup", order_group_id=group)
    alice.ask("CreateMarginOrder", refused)
    alice.ask("DeleteMarginOrderGroup", order_group_id=group)
    assert alice.ask("GetMarginOrders", status="resting")["orders"] == []
    assert alice.rejected("GetMarginOrderGroup", order_group_id=group) == (404, "order_group_not_found")
