"""Shards: a fact of each market, with cash of its own, and no order is found on the wrong one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from kalshi_overlay import RetryPolicy
from kalshi_sandbox import Sandbox
from kalshi_sandbox.behaviour import DOCUMENTS, MEASURED, Behaviour
from kalshi_sandbox.rest_differences import ShardRejection

from ..live.calling import Caller, order
from .conftest import Side, flatly, opened, placing, rejected

SHARDS = 4


def status_of(side: Side, order_id: str) -> str:
    """The current state of an order, whatever reads show."""
    return side.exchange.engine.orders.get("alice", order_id).status


def placed(side: Side, shard: int) -> tuple[str, str]:
    """A market on a shard, and the id of an order of Alice's that rests there."""
    ticker = side.market(shard)
    return ticker, str(side.alice.place("bid", "0.40", ticker=ticker)["order_id"])


def cash_by_shard(caller: Caller, **query: Any) -> list[str]:
    return [each["balance"] for each in caller.ask("GetBalance", **query)["balance_breakdown"]]


def test_the_status_lists_the_shards(measured: Side, documents: Side) -> None:
    for side, shards in ((measured, SHARDS), (documents, 1)):
        listed = side.alice.ask("GetExchangeStatus")["exchange_index_statuses"]
        assert [each["exchange_index"] for each in listed] == list(range(shards))
        assert all(each["trading_active"] for each in listed)


def test_the_shard_is_a_fact_of_the_market_and_no_series_tells_it(measured: Side, documents: Side) -> None:
    by_series: dict[str, set[int]] = {}
    for market in measured.alice.ask("GetMarkets", limit=50)["markets"]:
        by_series.setdefault(market["ticker"].split("-")[0], set()).add(market["exchange_index"])
    assert by_series["KXBTCD"] == by_series["KXETHD"] == {2}
    others = [shards for series, shards in by_series.items() if series in ("KXHIGHNY", "KXINX", "KXNASDAQ100")]
    assert len(others) == 3
    assert all(len(shards) > 1 for shards in others)
    ticker = measured.market(3)
    assert measured.alice.ask("GetMarket", ticker=ticker)["market"]["exchange_index"] == 3
    assert {market["exchange_index"] for market in documents.alice.ask("GetMarkets")["markets"]} == {0}


def test_a_new_order_goes_where_its_ticker_says(measured: Side) -> None:
    ticker = measured.market(2)
    for named in ({}, {"exchange_index": -1}, {"exchange_index": 2}):
        assert placing(measured, ticker, **named).status_code == 201
    status, error = rejected(placing(measured, ticker, exchange_index=1))
    assert (status, error["code"]) == (404, "market_not_found")
    assert placing(measured, ticker, exchange_index=SHARDS).status_code == 400


def test_a_new_order_without_its_shard_can_be_404_as_it_was_at_first() -> None:
    with opened(behaviour=evolve(MEASURED, new_orders_need_their_shard=True)) as side:
        ticker = side.market(2)
        status, error = rejected(placing(side, ticker))
        assert (status, error["code"]) == (404, "market_not_found")
        for where, named in ((ticker, {"exchange_index": 2}), (ticker, {"exchange_index": -1}), (side.market(0), {})):
            assert placing(side, where, **named).status_code == 201


def test_a_cancel_by_id_alone_is_404_while_the_order_rests_on_shard_2(measured: Side, documents: Side) -> None:
    _, order_id = placed(measured, 2)
    for named in ({}, {"exchange_index": 0}, {"exchange_index": 1}):
        status, error = rejected(measured.alice.send("CancelOrderV2", order_id=order_id, **named))
        assert (status, error["code"]) == (404, "not_found")
    assert status_of(measured, order_id) == "resting"
    answer = measured.alice.ask("CancelOrderV2", order_id=order_id, exchange_index=2)
    assert answer.keys() == {"order_id", "reduced_by", "ts_ms"}
    assert status_of(measured, order_id) == "canceled"
    _, order_id = placed(documents, 2)
    assert documents.alice.send("CancelOrderV2", order_id=order_id).status_code == 200


def test_an_order_on_shard_0_needs_no_index(measured: Side) -> None:
    _, order_id = placed(measured, 0)
    assert measured.alice.ask("CancelOrderV2", order_id=order_id)["reduced_by"] == "10.00"


@pytest.mark.parametrize("by", [{}, {"exchange_index": -1}])
def test_the_ticker_routes_a_cancel(by: dict[str, int], measured: Side) -> None:
    ticker, order_id = placed(measured, 3)
    assert measured.alice.ask("CancelOrderV2", order_id=order_id, market_ticker=ticker, **by)["reduced_by"] == "10.00"


def test_an_index_that_is_named_wins_over_the_ticker(measured: Side) -> None:
    ticker, order_id = placed(measured, 3)
    answer = measured.alice.send("CancelOrderV2", order_id=order_id, market_ticker=ticker, exchange_index=1)
    assert answer.status_code == 404


def test_routing_by_ticker_without_one_and_a_shard_that_there_is_not_are_400(measured: Side) -> None:
    _, order_id = placed(measured, 1)
    for index in (-1, SHARDS):
        assert measured.alice.send("CancelOrderV2", order_id=order_id, exchange_index=index).status_code == 400


def test_a_decrease_is_routed_as_a_cancel_is(measured: Side, documents: Side) -> None:
    ticker, order_id = placed(measured, 2)
    wrong: list[dict[str, Any]] = [{}, {"exchange_index": 3}]
    for named in wrong:
        body = {"reduce_to": "5", **named}
        assert rejected(measured.alice.send("DecreaseOrderV2", body, order_id=order_id))[1]["code"] == "not_found"
    right: list[dict[str, Any]] = [{"market_ticker": ticker}, {"exchange_index": 2}]
    for left, named in zip((5, 4), right, strict=True):
        body = {"reduce_to": str(left), **named}
        assert measured.alice.ask("DecreaseOrderV2", body, order_id=order_id)["remaining_count"] == f"{left}.00"
    _, order_id = placed(documents, 2)
    assert documents.alice.send("DecreaseOrderV2", {"reduce_to": "5"}, order_id=order_id).status_code == 200


def test_an_amendment_goes_where_its_ticker_says_unless_an_index_says_otherwise(measured: Side) -> None:
    ticker, order_id = placed(measured, 2)
    body = {"ticker": ticker, "side": "bid", "price": "0.41", "count": "10"}
    answer = measured.alice.send("AmendOrderV2", {**body, "exchange_index": 0}, order_id=order_id)
    assert rejected(answer)[1]["code"] == "not_found"
    assert measured.alice.send("AmendOrderV2", body, order_id=order_id).status_code == 200


def test_each_item_of_a_batch_is_routed_by_itself(measured: Side) -> None:
    tickers = [measured.market(shard) for shard in (0, 2, 2, 3)]
    legs = [order("bid", "0.40", ticker=ticker) for ticker in tickers]
    created = measured.alice.ask("BatchCreateOrdersV2", {"orders": legs})["orders"]
    ids = [each["order_id"] for each in created]
    ways: list[dict[str, Any]] = [{}, {}, {"market_ticker": tickers[2]}, {"exchange_index": 3}]
    cancels = [{"order_id": order_id, **way} for order_id, way in zip(ids, ways, strict=True)]
    answers = measured.alice.ask("BatchCancelOrdersV2", {"orders": cancels})["orders"]
    assert [each["reduced_by"] for each in answers] == ["10.00", "0.00", "10.00", "10.00"]
    assert answers[1]["error"]["code"] == "not_found"
    assert status_of(measured, ids[1]) == "resting"


def test_reads_of_orders_need_no_shard_and_filter_by_one(measured: Side) -> None:
    orders = {shard: placed(measured, shard) for shard in range(SHARDS)}
    measured.settle_down()
    for shard, (ticker, order_id) in orders.items():
        shown = measured.alice.ask("GetOrder", order_id=order_id)["order"]
        assert (shown["ticker"], shown["exchange_index"]) == (ticker, shard)
    listed = {each["order_id"] for each in measured.alice.ask("GetOrders", status="resting", limit=1000)["orders"]}
    assert {order_id for _, order_id in orders.values()} <= listed
    for shard, (_, order_id) in orders.items():
        found = measured.alice.ask("GetOrders", exchange_index=shard, limit=1000)["orders"]
        assert order_id in {each["order_id"] for each in found}
        assert {each["exchange_index"] for each in found} == {shard}


def test_fills_and_positions_tell_their_shard_and_filter_by_it(measured: Side) -> None:
    ticker = measured.market(3)
    measured.trade(ticker)
    measured.settle_down()
    for operation, listed in (("GetFills", "fills"), ("GetPositions", "market_positions")):
        (item,) = measured.alice.ask(operation, ticker=ticker, exchange_index=3)[listed]
        assert item["exchange_index"] == 3
        assert measured.alice.ask(operation, ticker=ticker, exchange_index=0)[listed] == []


def test_cancel_all_cancels_on_every_shard() -> None:
    with opened() as side:
        ids = [placed(side, shard)[1] for shard in range(SHARDS)]
        side.alice.ask("CancelAllOrders")
        assert {status_of(side, order_id) for order_id in ids} == {"canceled"}


def test_a_group_is_on_one_shard_and_on_0_by_default() -> None:
    with opened() as side:
        made = {
            shard: side.alice.ask("CreateOrderGroup", {"contracts_limit": 5, **named})
            for shard, named in ((0, {}), (2, {"exchange_index": 2}))
        }
        assert [each["exchange_index"] for each in made.values()] == [0, 2]
        group = made[2]["order_group_id"]
        elsewhere = placing(side, side.market(0), order_group_id=group)
        assert rejected(elsewhere)[1]["code"] == "not_found"
        here = placing(side, side.market(2), order_group_id=group)
        assert side.alice.ask("GetOrderGroup", order_group_id=group)["orders"] == [here.json()["order_id"]]
        assert {each["exchange_index"] for each in side.alice.ask("GetOrderGroups")["order_groups"]} == {0, 2}
        for change in ("ResetOrderGroup", "TriggerOrderGroup", "DeleteOrderGroup"):
            assert rejected(side.alice.send(change, order_group_id=group))[1]["code"] == "not_found"
            side.alice.ask(change, order_group_id=group, exchange_index=2)


# Cash


def test_an_account_begins_with_equal_parts_and_the_rest_on_shard_0() -> None:
    with opened() as side, side.another(Decimal("100.03")) as carol:
        assert cash_by_shard(carol) == ["25.0300", "25.0000", "25.0000", "25.0000"]
        assert carol.ask("GetBalance")["balance_dollars"] == "100.0300"


def test_the_balance_is_the_sum_of_its_breakdown_and_the_integer_is_not(documents: Side) -> None:
    with opened() as side:
        side.trade(side.market(2), size="100")
        side.settle_down()
        answer = side.alice.ask("GetBalance")
        assert cash_by_shard(side.alice) == ["250000.0000", "250000.0000", "249960.0000", "250000.0000"]
        assert (answer["balance_dollars"], answer["balance"]) == ("999960.0000", 25_000_000)
        of_one = side.alice.ask("GetBalance", exchange_index=2)
        assert (of_one["balance_dollars"], of_one["balance"]) == ("249960.0000", 24_996_000)
        assert of_one["balance_breakdown"] == [{"exchange_index": 2, "balance": "249960.0000"}]
    answer = documents.alice.ask("GetBalance")
    assert Decimal(answer["balance"]) / 100 == Decimal(answer["balance_dollars"])


def test_a_key_that_is_locked_to_a_subaccount_gets_no_breakdown(measured: Side) -> None:
    measured.alice.ask("CreateSubaccount")
    made = measured.alice.ask("GenerateApiKey", {"name": "locked", "key_type": "ed25519", "subaccount": 1})
    given = {"access_key_id": made["api_key_id"], "private_key_data": made["private_key"]}
    with measured.exchange.client(**given) as client:
        assert "balance_breakdown" not in client.get_httpx_client().get("/portfolio/balance").json()


def test_an_empty_shard_rejects_orders_though_the_total_looks_healthy() -> None:
    with opened() as side, side.another(Decimal(400)) as carol:
        ticker = side.market(1)
        status, error = rejected(carol.send("CreateOrderV2", order("bid", "0.50", "300", ticker=ticker)))
        assert (status, error["code"]) == (400, "insufficient_balance")
        assert error["details"] == "needs $150.00, available $100.00 on shard 1"
        assert carol.ask("GetBalance")["balance_dollars"] == "400.0000"
        assert carol.place("bid", "0.50", "200", ticker=ticker)["remaining_count"] == "200.00"


def moved_away(side: Side, caller: Caller, shard: int) -> str:
    """A market on a shard from which a caller has moved all cash."""
    amount = int(Decimal(cash_by_shard(caller)[shard]) * 10_000)
    caller.ask("IntraExchangeInstanceTransfer", moving(amount, shard, 0))
    side.settle_down()
    return side.market(shard)


def test_an_order_on_a_shard_without_cash_is_rejected_misleadingly_and_has_not_used_its_id() -> None:
    with opened() as side, side.another(Decimal(400)) as carol:
        ticker = moved_away(side, carol, 1)
        asked = order("bid", "0.50", "1", ticker=ticker, client_order_id="on-an-empty-shard")
        assert cash_by_shard(carol) == ["200.0000", "0.0000", "100.0000", "100.0000"]
        status, error = rejected(carol.send("CreateOrderV2", asked))
        assert (status, error["code"], error["message"]) == (404, "user_not_found", "user not found")
        (leg,) = carol.ask("BatchCreateOrdersV2", {"orders": [asked]})["orders"]
        assert leg["error"]["code"] == "user_not_found"
        carol.ask("IntraExchangeInstanceTransfer", moving(10_000, 0, 1))
        side.settle_down()
        assert carol.send("CreateOrderV2", asked).status_code == 201
        # What rests there holds all of it: a shard without free cash is no empty one.
        side.settle_down()
        carol.place("bid", "0.50", "1", ticker=ticker)
        status, error = rejected(carol.send("CreateOrderV2", order("bid", "0.50", "1", ticker=ticker)))
        assert (status, error["code"]) == (400, "insufficient_balance")


def test_an_account_without_any_cash_gets_insufficient_balance() -> None:
    with opened() as side, side.another(Decimal(0)) as carol:
        status, error = rejected(carol.send("CreateOrderV2", order("bid", "0.50", "1", ticker=side.market(1))))
        assert (status, error["code"]) == (400, "insufficient_balance")


@pytest.mark.parametrize(
    ("code", "status"), [("market_not_found", 404), ("user_not_found", 404), ("insufficient_balance", 400)]
)
def test_the_rejection_on_an_empty_shard_can_be_another(code: ShardRejection, status: int) -> None:
    with (
        opened(behaviour=evolve(MEASURED, empty_shard_rejection=code)) as side,
        side.another(Decimal(400)) as carol,
    ):
        ticker = moved_away(side, carol, 1)
        answer = rejected(carol.send("CreateOrderV2", order("bid", "0.50", "1", ticker=ticker)))
        assert (answer[0], answer[1]["code"]) == (status, code)


def test_fills_fees_and_payouts_move_the_cash_of_the_markets_shard() -> None:
    with opened() as side:
        ticker = side.market(3)
        side.trade(ticker, "0.40", "100")
        side.exchange.settle(ticker, "yes")
        side.settle_down()
        assert cash_by_shard(side.alice) == ["250000.0000", "250000.0000", "250000.0000", "250060.0000"]
        # 0.07 x 100 x 0.4 x 0.6 is the taker's fee.
        assert cash_by_shard(side.bob) == ["250000.0000", "250000.0000", "250000.0000", "249938.3200"]
        by_shard = side.alice.ask("GetSubaccountBalances")["subaccount_balances"]
        assert [(each["exchange_index"], each["balance"]) for each in by_shard][3] == (3, "250060.0000")


def test_the_value_of_resting_orders_comes_by_shard() -> None:
    with opened() as side:
        for shard in (1, 2):
            placed(side, shard)
        side.settle_down()
        answer = side.alice.ask("GetPortfolioRestingOrderTotalValue")
        assert answer["total_resting_order_value"] == 800
        by_shard = [each["balance"] for each in answer["resting_order_value_breakdown"]]
        assert by_shard == ["0.0000", "4.0000", "4.0000", "0.0000"]


# Transfers


def moving(centicents: int, source: int, destination: int, **fields: Any) -> dict[str, Any]:
    return {
        "source": "event_contract",
        "destination": "event_contract",
        "amount": centicents,
        "source_exchange_shard": source,
        "destination_exchange_shard": destination,
        **fields,
    }


def test_a_transfer_between_shards_settles_later_and_its_amount_is_in_hundredths_of_a_cent() -> None:
    with opened() as side:
        side.alice.ask("IntraExchangeInstanceTransfer", moving(1_000_000_1, 0, 2))
        engine = side.exchange.engine
        before = engine.portfolio.balance("alice").cash_on
        assert (before[0], before[2]) == (Decimal("248999.9999"), Decimal(250_000))
        assert engine.imbalance() == 0
        (made,) = side.alice.ask("GetIntraExchangeInstanceTransfers")["transfers"]
        assert (made["status"], made["amount"]) == ("pending", "1000.0001")
        side.settle_down()
        assert cash_by_shard(side.alice) == ["248999.9999", "250000.0000", "251000.0001", "250000.0000"]
        assert side.alice.ask("GetIntraExchangeInstanceTransfers")["transfers"][0]["status"] == "complete"


def test_under_the_documents_a_transfer_is_there_at_once() -> None:
    with opened(behaviour=evolved(DOCUMENTS)) as side:
        side.alice.ask("IntraExchangeInstanceTransfer", moving(10_000, 0, 1))
        assert cash_by_shard(side.alice)[:2] == ["249999.0000", "250001.0000"]


def evolved(behaviour: Behaviour) -> Behaviour:
    """The behaviour with as many shards as the measured one."""
    return evolve(behaviour, shards=MEASURED.shards)


def test_the_same_transfer_again_moves_as_much_again_and_a_used_id_is_409(measured: Side) -> None:
    with measured.another(Decimal(400)) as carol:
        ids = {carol.ask("IntraExchangeInstanceTransfer", moving(100_000, 1, 3))["transfer_id"] for _ in range(2)}
        assert len(ids) == 2
        once = moving(100_000, 1, 3, client_transfer_id="00000000-0000-4000-8000-000000000001")
        carol.ask("IntraExchangeInstanceTransfer", once)
        assert carol.send("IntraExchangeInstanceTransfer", once).status_code == 409
        measured.settle_down()
        assert cash_by_shard(carol) == ["100.0000", "70.0000", "100.0000", "130.0000"]


def test_the_look_up_of_a_transfer_is_404_though_it_went_through() -> None:
    for behaviour, status in ((MEASURED, 404), (evolved(DOCUMENTS), 200)):
        with opened(behaviour=behaviour) as side:
            made = side.alice.ask("IntraExchangeInstanceTransfer", moving(10_000, 0, 1))["transfer_id"]
            answer = side.alice.send("GetIntraExchangeInstanceTransfer", transfer_id=made)
            assert answer.status_code == status
            side.settle_down()
            assert cash_by_shard(side.alice)[1] == "250001.0000"


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": 0},
        {"amount": 1 << 60},
        {"destination_exchange_shard": SHARDS},
        {"destination_exchange_shard": 0},
        {"source_subaccount": 9},
        {"source": "margined", "destination": "margined"},
        {"destination_subaccount": 1, "client_transfer_id": "00000000-0000-4000-8000-000000000001"},
        {"source_subaccount": 1, "destination_subaccount": 1}
        | {"client_transfer_id": "00000000-0000-4000-8000-000000000001", "amount": 1},
    ],
    ids=str,
)
def test_a_transfer_that_can_not_be_is_400_and_moves_nothing(wrong: dict[str, Any], measured: Side) -> None:
    with measured.another(Decimal(400)) as carol:
        carol.ask("CreateSubaccount")
        assert carol.send("IntraExchangeInstanceTransfer", {**moving(100, 0, 1), **wrong}).status_code == 400
        measured.settle_down()
        assert cash_by_shard(carol) == ["100.0000"] * SHARDS


def test_a_transfer_on_one_shard_counts_as_one_between_subaccounts(measured: Side) -> None:
    with measured.another(Decimal(400)) as carol:
        carol.ask("CreateSubaccount")
        carol.ask("IntraExchangeInstanceTransfer", moving(100_000, 2, 2, destination_subaccount=1))
        (made,) = carol.ask("GetSubaccountTransfers")["transfers"]
        assert (made["amount_cents"], made["exchange_index"], made["to_subaccount"]) == (1000, 2, 1)
        assert carol.ask("GetIntraExchangeInstanceTransfers")["transfers"] == []


def test_an_allocation_is_restored_every_ten_seconds_out_of_what_no_order_holds() -> None:
    with opened() as side, side.another(Decimal(400), "carol") as carol:
        ticker = side.market(1)
        carol.place("bid", "0.50", "100", ticker=ticker)
        shares = [{"exchange_index": 0, "percent": 40}, {"exchange_index": 3, "percent": 60}]
        carol.ask("SetTargetBalanceAllocation", {"allocations": shares})
        assert carol.ask("GetTargetBalanceAllocation")["allocations"] == shares
        engine = side.exchange.engine
        side.exchange.clock.advance(9.9)
        assert engine.portfolio.balance("carol").cash_on == (100, 50, 100, 100)
        side.exchange.clock.advance(0.1)
        # $350 are free; a share is a cap as well, so nothing stays elsewhere.
        assert engine.portfolio.balance("carol").cash_on == (140, 0, 0, 210)
        assert rejected(carol.send("CreateOrderV2", order("bid", "0.50", "1", ticker=ticker)))[0] == 400
        carol.ask("CancelAllOrders")
        side.exchange.clock.advance(10)
        assert engine.portfolio.balance("carol").cash_on == (160, 0, 0, 240)
        carol.ask("SetTargetBalanceAllocation", {"allocations": []})
        engine.accounts.deposit("carol", Decimal(4), exchange_index=1)
        side.exchange.clock.advance(60)
        assert engine.portfolio.balance("carol").cash_on == (160, 4, 0, 240)
        assert engine.imbalance() == 0


def test_shares_that_are_not_100_percent_together_are_400(measured: Side) -> None:
    for shares in ([(0, 99)], [(0, 50), (0, 50)], [(SHARDS, 100)]):
        body = {"allocations": [{"exchange_index": shard, "percent": percent} for shard, percent in shares]}
        assert measured.alice.send("SetTargetBalanceAllocation", body).status_code == 400


# Rate limits


# The write bucket of the lowest tier holds 100 tokens, and an order costs 10 of them.
MOST_ORDERS = 10


@pytest.fixture(scope="module")
def limited() -> Iterator[Side]:
    # A rejection is what these tests ask for: the client doesn't try again.
    never = RetryPolicy(retries=0)
    with opened(tier="basic") as side, side.exchange.client("alice", retry_policy=never) as client:
        side.alice.http = client.get_httpx_client()
        yield side


@pytest.fixture
def full(limited: Side) -> Side:
    """An exchange all of whose buckets are full."""
    limited.settle_down()
    return limited


def taken_until_429(side: Side, ticker: str, **named: Any) -> int:
    """How many orders are taken before one is rejected."""
    taken = 0
    while placing(side, ticker, size="1", **named).status_code == 201:
        taken += 1
    return taken


def test_a_write_that_names_a_shard_bills_that_shards_own_bucket(full: Side) -> None:
    on_1, on_2 = full.market(1), full.market(2)
    assert taken_until_429(full, on_2, exchange_index=2) == MOST_ORDERS
    status, error = rejected(placing(full, on_2, exchange_index=2))
    assert (status, error["code"]) == (429, "too_many_requests")
    # Neither another shard's bucket nor the usual one has lost anything.
    assert taken_until_429(full, on_1, exchange_index=1) == MOST_ORDERS
    assert taken_until_429(full, full.market(0), exchange_index=0) == MOST_ORDERS


def test_a_write_that_goes_by_its_ticker_bills_the_usual_bucket_and_each_nonzero_shards(full: Side) -> None:
    on_0, on_2 = full.market(0), full.market(2)
    for named in ({}, {"exchange_index": -1}):
        for _ in range(3):
            assert placing(full, on_0, size="1", **named).status_code == 201
    left = MOST_ORDERS - 6
    assert taken_until_429(full, on_2, exchange_index=2) == left
    # The bucket of shard 2 is empty: what goes by its ticker is rejected wherever it goes, and costs nothing.
    assert taken_until_429(full, on_0) == 0
    assert taken_until_429(full, on_0, exchange_index=0) == left


def test_a_cancel_is_billed_where_it_is_routed(full: Side) -> None:
    ticker, order_id = placed(full, 2)
    full.settle_down()
    assert taken_until_429(full, ticker, exchange_index=2) == MOST_ORDERS
    for named in ({"exchange_index": 2}, {"market_ticker": ticker}):
        assert full.alice.send("CancelOrderV2", order_id=order_id, **named).status_code == 429
    # By id alone it looks on shard 0, at the cost of the usual bucket.
    assert rejected(full.alice.send("CancelOrderV2", order_id=order_id))[1]["code"] == "not_found"


def test_a_batch_bills_the_usual_bucket_whatever_its_items_name(full: Side) -> None:
    ticker = full.market(2)
    leg = order("bid", "0.40", "1", ticker=ticker, exchange_index=2)
    for _ in range(2):
        assert len(full.alice.ask("BatchCreateOrdersV2", {"orders": [leg] * 5})["orders"]) == 5
    assert full.alice.send("BatchCreateOrdersV2", {"orders": [leg]}).status_code == 429
    assert taken_until_429(full, ticker, exchange_index=2) == MOST_ORDERS


def test_the_limits_in_the_answer_are_those_of_each_write_bucket(full: Side) -> None:
    answer = full.alice.ask("GetAccountApiLimits")["write"]
    assert answer["bucket_capacity"] == MOST_ORDERS * 10
    assert taken_until_429(full, full.market(3), exchange_index=3) == MOST_ORDERS
    full.exchange.clock.advance(20 / answer["refill_rate"])
    assert taken_until_429(full, full.market(3), exchange_index=3) == 2


def test_by_the_documents_all_writes_bill_one_bucket() -> None:
    with opened(tier="basic", behaviour=evolved(DOCUMENTS)) as side:
        ticker = side.market(2)
        for named in ({}, {"exchange_index": 2}):
            for _ in range(5):
                assert placing(side, ticker, size="1", **named).status_code == 201
        assert flatly(placing(side, ticker, exchange_index=2)) == (429, "too_many_requests")


def test_the_exchanges_own_traders_leave_no_order_behind_on_any_shard() -> None:
    with Sandbox(clock="manual", traders=3, seed=3) as exchange:
        exchange.clock.advance(1800)
        resting = exchange.engine.orders.of("liquidity-provider", status="resting")
        by_level = {(order.ticker, order.side, order.price) for order in resting}
        quoted = {order.ticker for order in resting}
        assert len(exchange.engine.markets.trades()) > 50
        # Five levels a side at most, each quoted once.
        assert len(by_level) == len(resting) <= 10 * len(quoted)


def test_on_one_shard_a_wrong_index_is_400_as_before(documents: Side) -> None:
    _, order_id = placed(documents, 0)
    assert flatly(documents.alice.send("CancelOrderV2", order_id=order_id, exchange_index=1))[0] == 400
