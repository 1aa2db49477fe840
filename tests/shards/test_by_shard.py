"""What is done on each shard says what each answered, and what an allocation caps."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from kalshi_gen.api.order_groups import create_order_group, delete_order_group, get_order_groups
from kalshi_gen.api.orders import batch_cancel_orders_v2
from kalshi_gen.errors import InvalidRequestError, KalshiServerError
from kalshi_gen.models.batch_cancel_orders_v2_request import BatchCancelOrdersV2Request
from kalshi_gen.models.batch_cancel_orders_v2_request_orders_item import BatchCancelOrdersV2RequestOrdersItem
from kalshi_gen.models.create_order_group_request import CreateOrderGroupRequest
from kalshi_gen.models.create_order_group_response import CreateOrderGroupResponse
from kalshi_overlay.errors import UnusableAnswerError
from kalshi_overlay.orders import place
from kalshi_overlay.shards import ShardTarget, allocation, balances, on_each, set_allocation, transfer
from kalshi_overlay.shards.allocation import targets
from kalshi_sandbox.answers import Answer
from kalshi_sandbox.faults import Lag, Status
from kalshi_sandbox.validation import CheckedRequest
from tests.orders.changes import answers_with
from tests.orders.harness import MODES, Harness


def each(harness: Harness, mode: str, call: Callable[[int], Any]) -> Any:
    """Call something that blocks for each shard."""
    if mode == "sync":
        return on_each.sync(call, client=harness.client)

    async def awaited(shard: int) -> Any:
        return call(shard)

    return harness.runner.run(on_each.asyncio(awaited, client=harness.client))


def group_on(harness: Harness, shard: int) -> CreateOrderGroupResponse:
    body = CreateOrderGroupRequest(contracts_limit=100, exchange_index=shard)
    return create_order_group.sync(client=harness.client, body=body)


@pytest.mark.parametrize("mode", MODES)
def test_each_shard_is_called_and_answers(harness: Harness, mode: str) -> None:
    groups = each(harness, mode, lambda shard: group_on(harness, shard))
    assert groups.failed == {}
    assert {shard: group.exchange_index for shard, group in groups.raise_for_errors().items()} == {
        shard: shard for shard in range(4)
    }
    deleted = each(
        harness,
        mode,
        lambda shard: delete_order_group.sync(
            groups.results[shard].order_group_id, client=harness.client, exchange_index=shard
        ),
    )
    assert deleted.failed == {}
    assert not get_order_groups.sync(client=harness.client).order_groups


@pytest.mark.parametrize("mode", MODES)
def test_a_shard_that_fails_is_named_and_the_others_are_called(harness: Harness, mode: str) -> None:
    harness.exchange.faults.add(Status(500), operation="CreateOrderGroup", nth=2)
    groups = each(harness, mode, lambda shard: group_on(harness, shard))
    assert [*groups.results] == [0, 2, 3]
    assert isinstance(groups.failed[1], KalshiServerError)
    with pytest.raises(ExceptionGroup, match="shards 1 failed") as caught:
        groups.raise_for_errors()
    assert caught.value.exceptions == (groups.failed[1],)
    assert "shard 1" in groups.failed[1].__notes__


def test_an_error_of_the_program_stops_no_other_shard_either(harness: Harness) -> None:
    answers = on_each.sync(lambda shard: 1 // shard, client=harness.client)
    assert answers.results == {1: 1, 2: 0, 3: 0}
    assert isinstance(answers.failed[0], ZeroDivisionError)


def test_ctrl_c_stops_it(harness: Harness) -> None:
    def interrupt(shard: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        on_each.sync(interrupt, client=harness.client)


def test_batch_cancels_go_to_their_shards(harness: Harness) -> None:
    orders = [
        place.sync(client=harness.client, body=harness.new_order(ticker=harness.open_market(exchange_index=shard)))
        for shard in range(4)
    ]

    def cancel_on(shard: int) -> int:
        item = BatchCancelOrdersV2RequestOrdersItem(order_id=orders[shard].order_id, exchange_index=shard)
        answer = batch_cancel_orders_v2.sync(client=harness.client, body=BatchCancelOrdersV2Request(orders=[item]))
        return sum(not entry.error for entry in answer.orders)

    assert on_each.sync(cancel_on, client=harness.client).raise_for_errors() == dict.fromkeys(range(4), 1)
    assert {harness.order(order.order_id).status for order in orders} == {"canceled"}


@pytest.mark.parametrize("statuses", [None, [], [{}], [{"exchange_index": "0"}], [{"exchange_index": 0}, "1"]])
def test_nothing_is_called_if_the_shards_are_not_known(harness: Harness, statuses: Any) -> None:
    answers_with(harness, "GetExchangeStatus", exchange_index_statuses=statuses)
    called: list[int] = []
    with pytest.raises(UnusableAnswerError, match="which shards there are"):
        on_each.sync(called.append, client=harness.client)
    assert called == []


def test_the_shards_are_known_in_maintenance_too(harness: Harness) -> None:
    handlers = harness.exchange.answers.handlers
    read = handlers["GetExchangeStatus"]

    def in_maintenance(request: CheckedRequest) -> Answer:
        return evolve(read(request), status=503)

    handlers["GetExchangeStatus"] = in_maintenance
    assert [*on_each.sync(lambda shard: shard, client=harness.client).results] == [0, 1, 2, 3]


@pytest.mark.parametrize("mode", MODES)
def test_balances_are_by_shard(harness: Harness, mode: str) -> None:
    harness.call(transfer, mode, amount=Decimal("0.5"), from_shard=0, to_shard=2)
    cash = harness.call(balances, mode)
    assert cash == {0: Decimal("249999.5"), 1: 250_000, 2: Decimal("250000.5"), 3: 250_000}
    assert all(isinstance(dollars, Decimal) for dollars in cash.values())


def test_balances_of_a_subaccount(harness: Harness) -> None:
    engine = harness.exchange.engine
    number = engine.accounts.add_subaccount(harness.account)
    engine.accounts.deposit(harness.account, Decimal(5), subaccount=number, exchange_index=3)
    assert harness.call(balances, "sync", subaccount=number)[3] == 5


def test_a_missing_breakdown_is_an_error_and_not_an_empty_one(harness: Harness) -> None:
    answers_with(harness, "GetBalance", balance_breakdown=None)
    with pytest.raises(UnusableAnswerError, match="restricted to a subaccount"):
        harness.call(balances, "sync")


@pytest.mark.parametrize("mode", MODES)
def test_an_allocation_says_what_it_caps(harness: Harness, mode: str) -> None:
    assert harness.call(allocation, mode) == []
    harness.call(set_allocation, mode, percentages={0: 70, 2: 30})
    before = harness.call(allocation, mode)
    assert [(target.percent, target.cap, target.excess) for target in before] == [
        (70, 700_000, 0),
        (0, 0, 250_000),
        (30, 300_000, 0),
        (0, 0, 250_000),
    ]
    harness.exchange.clock.advance(11)
    assert [target.excess for target in harness.call(allocation, mode)] == [0, 0, 0, 0]
    # What is transferred beyond a target does not stay.
    harness.call(transfer, mode, amount=Decimal(100), from_shard=0, to_shard=2)
    assert harness.call(allocation, mode)[2].excess == 100
    harness.exchange.clock.advance(11)
    assert harness.call(allocation, mode)[2].excess == 0
    harness.call(set_allocation, mode, percentages={})
    assert harness.call(allocation, mode) == []


def test_a_cap_is_cut_to_centicents() -> None:
    (target, _) = targets({0: 33, 1: 67}, {0: Decimal("0.0101")})
    assert target == ShardTarget(exchange_index=0, percent=33, cash=Decimal("0.0101"), cap=Decimal("0.0033"))


@pytest.mark.parametrize(
    ("percentages", "field"),
    [
        ({0: 50}, "percentages"),
        ({0: 50, 1: 51}, "percentages"),
        ({0: 100.0}, "percentages[0]"),
        ({0: 101}, "percentages[0]"),
        ({0: -1, 1: 101}, "percentages[0]"),
        ({-1: 100}, "percentages"),
        ({"0": 100}, "percentages"),
        ({0: True, 1: 99}, "percentages[0]"),
        ([(0, 100)], "percentages"),
        (None, "percentages"),
    ],
)
def test_shares_that_are_none_are_refused_before_anything_is_sent(
    harness: Harness, percentages: Any, field: str
) -> None:
    rule = harness.exchange.faults.add(Lag(0))
    with pytest.raises(InvalidRequestError) as caught:
        harness.call(set_allocation, "sync", percentages=percentages)
    assert caught.value.field == field
    assert rule.calls == 0


@pytest.mark.parametrize("allocations", [[{"exchange_index": 0}], [{"percent": 100}]])
def test_an_allocation_that_can_not_be_read_is_not_taken_for_none(harness: Harness, allocations: Any) -> None:
    answers_with(harness, "GetTargetBalanceAllocation", allocations=allocations)
    with pytest.raises(UnusableAnswerError, match="GetTargetBalanceAllocation"):
        harness.call(allocation, "sync")
