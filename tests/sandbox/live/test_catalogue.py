"""What surrounds the markets: nothing that nobody made, nothing that contradicts the markets, no FCM members."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ..test_operations import smallest_request
from .calling import SPEC, Caller, order
from .http_harness import Harness, opened_harness

UNKNOWN = "00000000-0000-4000-8000-000000000000"
FCM = [name for name, operation in SPEC.operations.items() if operation.path.startswith("/fcm/")]


@pytest.fixture(scope="module")
def harness() -> Iterator[Harness]:
    with opened_harness() as harness:
        yield harness


@pytest.mark.parametrize(
    ("operation_id", "named"),
    [
        ("GetAccountApiUsageLevelVolumeProgress", {}),
        ("GetBlockTradeProposals", {}),
        ("GetEventFeeChanges", {}),
        ("GetIncentivePrograms", {}),
        ("GetIntraExchangeInstanceTransfers", {}),
        ("GetLiveDatas", {"milestone_ids": [UNKNOWN]}),
        ("GetMilestones", {"limit": 10}),
        ("GetMultivariateEventCollections", {}),
        ("GetMultivariateEvents", {}),
        ("GetOrderGroups", {}),
        ("GetQuotes", {"user_filter": "self"}),
        ("GetRFQBatches", {}),
        ("GetRFQs", {}),
        ("GetSettlements", {}),
        ("GetStructuredTargets", {}),
        ("GetSubaccountTransfers", {}),
        ("GetWithdrawals", {}),
    ],
)
def test_what_nobody_made_is_an_empty_list(harness: Harness, operation_id: str, named: dict[str, Any]) -> None:
    answer = harness.bob.ask(operation_id, **named)
    assert [value for value in answer.values() if value] == []
    assert [value for value in answer.values() if isinstance(value, list)] != []


@pytest.mark.parametrize(
    ("operation_id", "named"),
    [
        ("GetEventLiveData", {"event_ticker": "KXTEST-26DEC31"}),
        ("GetGameStats", {"milestone_id": UNKNOWN}),
        ("GetLiveData", {"type": "x", "milestone_id": UNKNOWN}),
        ("GetLiveDataByMilestone", {"milestone_id": UNKNOWN}),
        ("GetMilestone", {"milestone_id": UNKNOWN}),
        ("GetMultivariateEventCollection", {"collection_ticker": "KXMVE"}),
        ("GetRFQBatch", {"rfq_batch_id": UNKNOWN}),
        ("GetStructuredTarget", {"structured_target_id": UNKNOWN}),
    ],
)
def test_what_nobody_made_is_not_found(harness: Harness, operation_id: str, named: dict[str, Any]) -> None:
    assert harness.bob.rejected(operation_id, **named)[0] == 404


def test_tags_are_those_of_the_series(harness: Harness) -> None:
    harness.exchange.add_series("KXTAGGED", category="Climate", terms={"tags": ["Rain", "Daily"]})
    found = harness.bob.ask("GetTagsForSeriesCategories")["tags_by_categories"]
    assert found == {"Climate": ["Daily", "Rain"], "Financials": []}


def test_an_account_without_orders_gets_no_upgrade(harness: Harness) -> None:
    assert harness.bob.rejected("UpgradeAccountApiUsageLevel") == (403, "forbidden")
    harness.alice.ask("CreateOrderV2", order("bid", "0.10", "1"))
    assert harness.alice.send("UpgradeAccountApiUsageLevel").status_code == 201


def test_a_batch_of_rfqs_is_refused_rather_than_made_up(harness: Harness) -> None:
    children = [{"market_ticker": f"KXMVE-{number}"} for number in range(2)]
    refusal = harness.bob.rejected("CreateRFQBatch", {"children": children, "contracts_fp": "1"})
    assert refusal == (403, "rfq_batch_unavailable")


@pytest.mark.parametrize("operation_id", FCM)
def test_fcm_operations_are_forbidden_to_ordinary_accounts(harness: Harness, operation_id: str) -> None:
    path, parts = smallest_request(SPEC.operations[operation_id])
    response = harness.bob.http.request(SPEC.operations[operation_id].method, path, **parts)
    assert (response.status_code, response.json()["code"]) == (403, "forbidden")


def test_there_are_fcm_operations() -> None:
    assert len(FCM) == 11


def test_no_answer_knows_a_market_that_another_does_not(harness: Harness) -> None:
    """Every ticker in every list of public data is found by itself."""
    caller: Caller = harness.bob
    markets = {market["ticker"] for market in caller.ask("GetMarkets", limit=1000)["markets"]}
    events = caller.ask("GetEvents", limit=200, with_nested_markets=True)["events"]
    combos = caller.ask("GetMultivariateEvents", limit=200, with_nested_markets=True)["events"]
    assert {market["ticker"] for event in events + combos for market in event["markets"]} == markets
    for event in events + combos:
        assert caller.ask("GetEvent", event_ticker=event["event_ticker"])["event"]["title"] == event["title"]
        assert caller.ask("GetSeries", series_ticker=event["series_ticker"])
