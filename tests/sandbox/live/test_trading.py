"""Orders over HTTP: placed, matched, amended, decreased, canceled, read back, and rejected by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .calling import MARKET, order
from .http_harness import Harness, opened_harness

NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def harness() -> Iterator[Harness]:
    with opened_harness() as harness:
        yield harness


@pytest.fixture(scope="module")
def quoted() -> Iterator[Harness]:
    """A harness with an order of each."""
    with opened_harness() as harness:
        harness.bob.place("bid", "0.30")
        harness.alice.place("bid", "0.20", client_order_id="used")
        yield harness


def test_a_resting_order_is_filled_by_anothers_and_both_read_it_back(harness: Harness) -> None:
    resting = harness.alice.place("bid", "0.40", "10", client_order_id="mine")
    assert (resting["fill_count"], resting["remaining_count"]) == ("0.00", "10.00")
    assert resting["client_order_id"] == "mine"
    taken = harness.bob.place("ask", "0.40", "4")
    assert (taken["fill_count"], taken["remaining_count"]) == ("4.00", "0.00")
    assert taken["average_fill_price"] == "0.4000"

    kept = harness.alice.ask("GetOrder", order_id=resting["order_id"])["order"]
    assert (kept["status"], kept["fill_count_fp"], kept["remaining_count_fp"]) == ("resting", "4.00", "6.00")
    assert (kept["book_side"], kept["outcome_side"], kept["no_price_dollars"]) == ("bid", "yes", "0.6000")
    (fill,) = harness.alice.ask("GetFills")["fills"]
    assert (fill["order_id"], fill["count_fp"], fill["is_taker"]) == (resting["order_id"], "4.00", False)
    (position,) = harness.bob.ask("GetPositions")["market_positions"]
    assert (position["position_fp"], position["market_exposure_dollars"]) == ("-4.00", "2.4000")
    book = harness.bob.ask("GetMarketOrderbook", ticker=MARKET)["orderbook_fp"]
    assert book["yes_dollars"] == [["0.4000", "6.00"]]


def test_money_moves_with_orders_fills_and_the_settlement(harness: Harness) -> None:
    def cash(caller: Any) -> str:
        return str(caller.ask("GetBalance")["balance_dollars"])

    harness.alice.place("bid", "0.40", "10")
    # A resting order leaves the balance as it is.
    assert cash(harness.alice) == "1000.0000"
    assert harness.alice.ask("GetPortfolioRestingOrderTotalValue")["total_resting_order_value"] == 400
    harness.bob.place("ask", "0.40", "10")
    assert cash(harness.alice) == "996.0000"
    # 0.07 x 10 x 0.4 x 0.6 is the taker's fee.
    assert cash(harness.bob) == "993.8320"
    harness.exchange.settle(MARKET, "yes")
    assert [cash(harness.alice), cash(harness.bob)] == ["1006.0000", "993.8320"]
    (won,) = harness.alice.ask("GetSettlements")["settlements"]
    assert (won["market_result"], won["revenue"], won["value"], won["yes_count_fp"]) == ("yes", 1000, 100, "10.00")
    assert harness.alice.ask("GetPositions")["market_positions"] == []
    (settled,) = harness.alice.ask("GetPositions", settlement_status="settled")["market_positions"]
    assert settled["realized_pnl_dollars"] == "6.0000"


@pytest.mark.parametrize(
    ("fields", "rejection"),
    [
        ({"ticker": "KXTEST-26DEC31-T9"}, (400, "market_not_found")),
        ({"price": "0.405"}, (400, "invalid_parameters")),
        ({"price": "1"}, (400, "invalid_parameters")),
        ({"count": "0"}, (400, "invalid_parameters")),
        ({"count": "0.001"}, (400, "invalid_parameters")),
        ({"count": "9" * 5000}, (400, "invalid_parameters")),
        ({"count": "10000"}, (400, "insufficient_balance")),
        ({"time_in_force": "fill_or_kill"}, (409, "fill_or_kill_insufficient_resting_volume")),
        ({"side": "ask", "price": "0.30", "post_only": True}, (400, "post_only_would_cross")),
        ({"reduce_only": True}, (400, "invalid_parameters")),
        ({"expiration_time": 1}, (400, "invalid_parameters")),
        ({"expiration_time": 1 << 62}, (400, "invalid_parameters")),
        ({"client_order_id": "used"}, (409, "order_already_exists")),
        ({"order_group_id": NOBODY}, (400, "order_group_not_found")),
        ({"subaccount": 7}, (400, "invalid_parameters")),
        ({"exchange_index": 3}, (400, "invalid_parameters")),
    ],
    ids=lambda value: "-".join(map(str, value)) if isinstance(value, dict) else None,
)
def test_an_order_against_a_rule_is_rejected_by_name_and_not_placed(
    quoted: Harness, fields: dict[str, Any], rejection: tuple[int, str]
) -> None:
    alice = quoted.alice
    before = alice.ask("GetOrders"), alice.ask("GetBalance")
    assert len(before[0]["orders"]) == 1
    assert alice.rejected("CreateOrderV2", {**order("bid", "0.40"), **fields}) == rejection
    assert (alice.ask("GetOrders"), alice.ask("GetBalance")) == before


def test_a_closed_market_takes_no_order_and_a_paused_exchange_none_at_all(harness: Harness) -> None:
    kept = harness.alice.place("bid", "0.40")
    gone = harness.alice.place("bid", "0.40", cancel_order_on_pause=True)
    harness.exchange.pause()
    assert harness.alice.rejected("CreateOrderV2", order("bid", "0.40"))[0] == 503
    statuses = {item["order_id"]: item["status"] for item in harness.alice.ask("GetOrders")["orders"]}
    assert statuses == {kept["order_id"]: "resting", gone["order_id"]: "canceled"}
    harness.exchange.resume()
    harness.exchange.close_market(MARKET)
    assert harness.alice.rejected("CreateOrderV2", order("bid", "0.40"))[0] == 409


def test_an_order_expires_on_the_clock(harness: Harness) -> None:
    expiry = int(harness.exchange.clock()) + 60
    placed = harness.alice.place("bid", "0.40", expiration_time=expiry)
    harness.exchange.clock.advance(59)
    assert harness.alice.ask("GetOrder", order_id=placed["order_id"])["order"]["status"] == "resting"
    harness.exchange.clock.advance(1)
    assert harness.alice.ask("GetOrder", order_id=placed["order_id"])["order"]["status"] == "canceled"


def test_a_bad_leg_of_a_batch_harms_no_other(harness: Harness) -> None:
    legs = [
        order("bid", "0.40", client_order_id="first"),
        order("bid", "0.405", client_order_id="bad"),
        order("bid", "0.41", expiration_time=1 << 62),
        order("bid", "0.39"),
    ]
    first, bad, worse, last = harness.alice.ask("BatchCreateOrdersV2", {"orders": legs})["orders"]
    assert bad["error"]["code"] == worse["error"]["code"] == "invalid_parameters"
    assert bad["client_order_id"] == "bad"
    canceled = harness.alice.ask(
        "BatchCancelOrdersV2",
        {"orders": [{"order_id": order_id} for order_id in (first["order_id"], NOBODY, last["order_id"])]},
    )["orders"]
    assert [leg["reduced_by"] for leg in canceled] == ["10.00", "0.00", "10.00"]
    assert canceled[1]["error"]["code"] == "order_not_found"
    assert harness.alice.ask("GetOrders", status="resting")["orders"] == []


def test_amending_tells_what_changed_and_moves_to_the_back_where_it_must(harness: Harness) -> None:
    first = harness.alice.place("bid", "0.40", "10")["order_id"]
    harness.bob.place("bid", "0.40", "5")

    def amend(**fields: Any) -> Any:
        change = {"ticker": MARKET, "side": "bid", "price": "0.40", "count": "10", **fields}
        return harness.alice.ask("AmendOrderV2", change, order_id=first)

    def ahead() -> str:
        return str(harness.alice.ask("GetOrderQueuePosition", order_id=first)["queue_position_fp"])

    expiry = int(harness.exchange.clock()) + 60
    assert "remaining_count" not in amend(expiration_time=expiry)
    assert harness.alice.ask("GetOrder", order_id=first)["order"]["expiration_time"] == "2026-10-01T12:01:00Z"
    assert amend(count="8", expiration_time=0)["remaining_count"] == "8.00"
    assert ahead() == "0.00"
    assert harness.alice.ask("GetOrder", order_id=first)["order"]["expiration_time"] is None
    assert amend(count="9", updated_client_order_id="new")["client_order_id"] == "new"
    assert ahead() == "5.00"
    assert "remaining_count" not in amend(price="0.41", count="9")
    (queued,) = harness.alice.ask("GetOrderQueuePositions", market_tickers=MARKET)["queue_positions"]
    assert (queued["order_id"], queued["queue_position_fp"]) == (first, "0.00")
    assert harness.alice.ask("GetOrderQueuePositions", event_ticker="KXOTHER-1")["queue_positions"] == []
    assert harness.alice.rejected("AmendOrderV2", order("bid", "0.40"), order_id=NOBODY)[0] == 404


def test_decreasing_and_canceling_take_contracts_off(harness: Harness) -> None:
    placed = harness.alice.place("bid", "0.40", "10")["order_id"]
    assert harness.alice.ask("DecreaseOrderV2", {"reduce_by": "3"}, order_id=placed)["remaining_count"] == "7.00"
    assert harness.alice.ask("DecreaseOrderV2", {"reduce_to": "2.5"}, order_id=placed)["remaining_count"] == "2.50"
    assert harness.alice.rejected("DecreaseOrderV2", {}, order_id=placed)[0] == 400
    assert harness.bob.rejected("CancelOrderV2", order_id=placed) == (404, "order_not_found")
    assert harness.alice.rejected("CancelOrderV2", order_id=placed, exchange_index=-1)[0] == 400
    assert harness.alice.ask("CancelOrderV2", order_id=placed)["reduced_by"] == "2.50"
    assert harness.alice.rejected("CancelOrderV2", order_id=placed) == (404, "order_not_found")


def test_canceling_all_leaves_the_others_orders(harness: Harness) -> None:
    harness.alice.ask("CreateSubaccount")
    harness.alice.ask("ApplySubaccountTransfer", _transfer(500))
    own = [harness.alice.place("bid", "0.40"), harness.alice.place("bid", "0.40", "1", subaccount=1)]
    other = harness.bob.place("bid", "0.40")
    harness.alice.ask("CancelAllOrders", subaccount=1)
    (left,) = harness.alice.ask("GetOrders", status="resting")["orders"]
    assert left["order_id"] == own[0]["order_id"]
    harness.alice.ask("CancelAllOrders")
    assert harness.alice.ask("GetOrders", status="resting")["orders"] == []
    assert harness.bob.ask("GetOrder", order_id=other["order_id"])["order"]["status"] == "resting"


def test_lists_of_orders_are_filtered(harness: Harness) -> None:
    harness.exchange.add_market("KXTEST-27JAN01-T1")
    now = int(harness.exchange.clock())
    first = harness.alice.place("bid", "0.40")["order_id"]
    harness.exchange.clock.advance(100)
    second = harness.alice.place("bid", "0.40", ticker="KXTEST-27JAN01-T1")["order_id"]
    harness.alice.ask("CancelOrderV2", order_id=first)

    def found(**filters: Any) -> list[str]:
        return [item["order_id"] for item in harness.alice.ask("GetOrders", **filters)["orders"]]

    assert found() == [second, first]
    assert found(ticker=MARKET) == found(event_ticker="KXTEST-26DEC31") == [first]
    assert found(event_ticker="KXTEST-26DEC31,KXTEST-27JAN01") == [second, first]
    assert found(status="resting") == found(min_ts=now + 1) == [second]
    assert found(status="canceled") == found(max_ts=now + 1) == found(min_ts=now, max_ts=now) == [first]
    assert found(min_ts=1 << 62) == found(max_ts=-(1 << 62)) == []
    assert found(exchange_index=1) == found(subaccount=1) == found(event_ticker="KXOTHER") == []
    assert harness.alice.rejected("GetOrders", status="open")[0] == 400
    assert harness.bob.ask("GetOrders")["orders"] == []


def test_pages_of_a_list_that_grows_meanwhile_overlap_nowhere(harness: Harness) -> None:
    placed = [harness.alice.place("bid", "0.01", "1")["order_id"] for _ in range(5)]
    page = harness.alice.ask("GetOrders", limit=2)
    seen = [item["order_id"] for item in page["orders"]]
    while page["cursor"]:
        harness.alice.place("bid", "0.01", "1")
        page = harness.alice.ask("GetOrders", limit=2, cursor=page["cursor"])
        seen += [item["order_id"] for item in page["orders"]]
    assert seen == placed[::-1]
    assert harness.alice.rejected("GetFills", cursor="bm9uZQ==")[0] == 400


def test_a_group_cancels_its_orders_when_its_limit_is_reached(harness: Harness) -> None:
    group = harness.alice.ask("CreateOrderGroup", {"contracts_limit": 5})["order_group_id"]
    ours = harness.alice.place("bid", "0.40", "10", order_group_id=group)["order_id"]
    assert harness.alice.ask("GetOrderGroup", order_group_id=group)["orders"] == [ours]
    harness.bob.place("ask", "0.40", "10", time_in_force="immediate_or_cancel")
    assert harness.alice.ask("GetOrder", order_id=ours)["order"]["fill_count_fp"] == "5.00"
    assert harness.alice.rejected("CreateOrderV2", order("bid", "0.40", order_group_id=group))[0] == 409
    harness.alice.ask("ResetOrderGroup", order_group_id=group)
    harness.alice.place("bid", "0.40", "10", order_group_id=group)
    harness.alice.ask("UpdateOrderGroupLimit", {"contracts_limit_fp": "7.50"}, order_group_id=group)
    (listed,) = harness.alice.ask("GetOrderGroups")["order_groups"]
    assert (listed["id"], listed["contracts_limit_fp"]) == (group, "7.50")
    harness.alice.ask("TriggerOrderGroup", order_group_id=group)
    assert harness.alice.ask("GetOrderGroup", order_group_id=group)["orders"] == []
    harness.alice.ask("DeleteOrderGroup", order_group_id=group)
    assert harness.alice.rejected("GetOrderGroup", order_group_id=group) == (404, "order_group_not_found")
    assert harness.bob.ask("GetOrderGroups")["order_groups"] == []
    both = {"contracts_limit": 5, "contracts_limit_fp": "6"}
    assert (
        harness.alice.rejected("CreateOrderGroup", both)[0] == harness.alice.rejected("CreateOrderGroup", {})[0] == 400
    )


def _transfer(cents: int) -> dict[str, Any]:
    return {"client_transfer_id": NOBODY, "from_subaccount": 0, "to_subaccount": 1, "amount_cents": cents}
