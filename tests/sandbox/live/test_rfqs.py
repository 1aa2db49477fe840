"""Requests for quotes: how they are made, sized, found and closed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from kalshi_sandbox.live.communications import HIDDEN_ID

from .harness import EVENT, OTHER, TICKER, UNKNOWN_ID, WEATHER
from .rfq_harness import RFQHarness

SELF = {"user_filter": "self"}


@pytest.fixture
def harness() -> RFQHarness:
    return RFQHarness()


def test_an_rfq_is_open_and_seen_by_all_with_private_fields_for_its_creator(harness: RFQHarness) -> None:
    rfq_id = harness.request(subaccount=0)
    own, others = harness.rfq(rfq_id), harness.rfq(rfq_id, "bob")
    assert (own["status"], own["contracts_fp"], own["market_ticker"]) == ("open", "10.00", TICKER)
    assert own["creator_id"] == harness.ask("GetCommunicationsID", "alice")["communications_id"]
    assert own["creator_subaccount"] == 0
    assert others == {
        name: value for name, value in own.items() if name not in ("creator_user_id", "creator_subaccount")
    }


def test_a_market_that_closes_closes_its_rfqs_and_cancels_their_quotes(harness: RFQHarness) -> None:
    rfq_id = harness.request()
    quote_id = harness.offer(rfq_id)
    harness.settle(TICKER, "yes", seconds=5)
    assert harness.quote(quote_id)["status"] == "cancelled"
    assert (harness.rfq(rfq_id)["status"], harness.rfq(rfq_id)["cancelled_ts"]) == ("closed", "2026-10-01T12:00:05Z")


def test_a_target_cost_is_turned_into_contracts_of_each_side(harness: RFQHarness) -> None:
    bare = harness.quote(harness.offer(harness.request(target_cost_dollars="6", target_cost_excludes_fees=True)))
    # Alice pays 0.60 for a no when she takes the bid for yes, 0.50 for a yes when she takes the one for no.
    assert (bare["yes_contracts_fp"], bare["no_contracts_fp"]) == ("10.00", "12.00")
    assert (bare["rfq_target_cost_dollars"], bare["target_cost_excludes_fees"]) == ("6.0000", True)


@pytest.mark.parametrize("side", ["yes", "no"])
@pytest.mark.parametrize("target", ["6", "0.37", "123.456789", "99.99"])
def test_a_target_cost_that_includes_fees_is_never_exceeded_nor_missed_by_a_contract(
    harness: RFQHarness, target: str, side: str
) -> None:
    quote_id = harness.offer(harness.request(target_cost_dollars=target))
    harness.close_deal(quote_id, side)
    spent = Decimal(1000) - harness.exchange.portfolio.balance("alice").cash
    assert Decimal(target) - Decimal("0.02") < spent <= Decimal(target)
    assert harness.quote(quote_id)["contracts_fp"] == harness.ask("GetTrades", "")["trades"][0]["count_fp"]


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"market_ticker": "KXNONE"}, "market_ticker: KXNONE"),
        ({"contracts_fp": None}, "contracts_fp: required"),
        ({"contracts_fp": "0"}, "contracts_fp: "),
        ({"contracts_fp": "1.001"}, "contracts_fp: "),
        ({"contracts": 9}, "contracts_fp: 10 does not agree"),
        ({"target_cost_dollars": "5"}, "contracts_fp: does not go"),
        ({"contracts_fp": None, "target_cost_dollars": "-1"}, "target_cost_dollars: "),
        ({"contracts_fp": None, "target_cost_dollars": "0.0000001"}, "target_cost_dollars: "),
        ({"contracts_fp": None, "target_cost_dollars": "5", "target_cost_centi_cents": 1}, "target_cost_dollars: "),
        ({"target_cost_excludes_fees": True}, "target_cost_excludes_fees: "),
        ({"subaccount": 5}, "subaccount: "),
        ({"subtrader_id": "x"}, "subtrader_id: "),
    ],
)
def test_an_rfq_with_a_wrong_field_is_rejected(harness: RFQHarness, fields: dict[str, Any], named: str) -> None:
    body = {"market_ticker": TICKER, "rest_remainder": False, "contracts_fp": "10", **fields}
    assert named in harness.rejected(400, "CreateRFQ", "alice", body)
    assert harness.ask("GetRFQs")["rfqs"] == []


def test_a_second_rfq_on_a_market_conflicts_unless_it_replaces_the_first(harness: RFQHarness) -> None:
    first = harness.request()
    quote_id = harness.offer(first)
    elsewhere = harness.request(market_ticker=OTHER)
    body = {"market_ticker": TICKER, "rest_remainder": False, "contracts": 5}
    assert "rfq_already_exists" in harness.rejected(409, "CreateRFQ", "alice", body)
    second = harness.request(contracts=5, replace_existing=True)
    assert {harness.rfq(each)["status"] for each in (first, elsewhere)} == {"closed"}
    assert harness.rfq(first)["cancellation_reason"] == "replaced"
    assert (harness.rfq(second)["status"], harness.quote(quote_id)["status"]) == ("open", "cancelled")


def test_a_hundred_rfqs_may_be_open_at_once(harness: RFQHarness) -> None:
    for number in range(100):
        harness.exchange.markets.add(f"KXMANY-A-{number}")
        harness.request(market_ticker=f"KXMANY-A-{number}")
    body = {"market_ticker": TICKER, "rest_remainder": False, "contracts": 5}
    assert "too_many_rfqs" in harness.rejected(409, "CreateRFQ", "alice", body)
    first = harness.ask("GetRFQs", "bob", limit=60)
    rest = harness.ask("GetRFQs", "bob", limit=60, cursor=first["cursor"])
    assert [len(page["rfqs"]) for page in (first, rest)] == [60, 40]
    assert len({rfq["id"] for rfq in first["rfqs"] + rest["rfqs"]}) == 100
    assert rest["cursor"] == ""


def test_a_deleted_rfq_is_closed_and_its_quotes_are_cancelled(harness: RFQHarness) -> None:
    rfq_id = harness.request()
    quote_id = harness.offer(rfq_id)
    assert "another's" in harness.rejected(404, "DeleteRFQ", "bob", rfq_id=rfq_id)
    harness.ask("DeleteRFQ", "alice", rfq_id=rfq_id)
    assert (harness.rfq(rfq_id)["status"], harness.quote(quote_id)["status"]) == ("closed", "cancelled")
    assert "rfq_closed" in harness.rejected(400, "DeleteRFQ", "alice", rfq_id=rfq_id)
    rejected = harness.rejected(400, "AcceptQuote", "alice", {"accepted_side": "yes"}, quote_id=quote_id)
    assert "quote_not_open" in rejected


def test_an_rfq_with_a_confirmed_quote_cannot_be_deleted(harness: RFQHarness) -> None:
    rfq_id = harness.request()
    quote_id = harness.offer(rfq_id)
    harness.accept(quote_id)
    harness.ask("ConfirmQuote", "bob", {}, quote_id=quote_id)
    assert "quote_confirmed" in harness.rejected(400, "DeleteRFQ", "alice", rfq_id=rfq_id)
    assert "quote_not_open" in harness.rejected(400, "DeleteQuote", "bob", quote_id=quote_id)


def test_an_obscured_requester_is_shown_once_a_quote_has_executed(harness: RFQHarness) -> None:
    rfq_id = harness.request(obscure_creator_id=True)
    quote_id = harness.offer(rfq_id)
    own = harness.ask("GetCommunicationsID", "alice")["communications_id"]
    assert harness.rfq(rfq_id)["creator_id"] == harness.quote(quote_id, "alice")["rfq_creator_id"] == own
    assert harness.rfq(rfq_id, "bob")["creator_id"] == harness.quote(quote_id, "bob")["rfq_creator_id"] == HIDDEN_ID
    harness.close_deal(quote_id)
    assert harness.rfq(rfq_id, "bob")["creator_id"] == harness.quote(quote_id, "bob")["rfq_creator_id"] == own


def test_quotes_are_listed_only_with_a_user_filter(harness: RFQHarness) -> None:
    rfq_id = harness.request()
    quote_id = harness.offer(rfq_id)
    assert "user_filter: " in harness.rejected(400, "GetQuotes", "alice")
    assert "user_filter: " in harness.rejected(400, "GetQuotes", "alice", rfq_id=rfq_id)
    for account, chosen in (
        ("bob", SELF),
        ("alice", {"rfq_user_filter": "self"}),
        ("alice", {"rfq_creator_user_id": "alice"}),
        ("alice", {"quote_creator_user_id": "bob", "rfq_id": rfq_id, "status": "open"}),
    ):
        assert [quote["id"] for quote in harness.ask("GetQuotes", account, **chosen)["quotes"]] == [quote_id]
    for chosen in (SELF, {"rfq_user_filter": "self", "status": "executed"}, {"rfq_creator_user_id": UNKNOWN_ID}):
        assert harness.ask("GetQuotes", "alice", **chosen)["quotes"] == []


def test_quotes_are_filtered_by_the_time_of_their_last_update(harness: RFQHarness) -> None:
    quote_id, start = harness.offer(harness.request()), harness.now()
    harness.clock.advance(10)
    harness.accept(quote_id)
    assert len(harness.ask("GetQuotes", "bob", min_ts=start, max_ts=start + 11, **SELF)["quotes"]) == 1
    assert harness.ask("GetQuotes", "bob", min_ts=start + 10, **SELF)["quotes"] == []
    assert harness.ask("GetQuotes", "bob", max_ts=start + 10, **SELF)["quotes"] == []


@pytest.mark.parametrize(
    ("operation", "given", "named"),
    [
        ("GetQuotes", {**SELF, "status": "gone"}, "status: "),
        ("GetQuotes", {**SELF, "rfq_id": "nonsense"}, "rfq_id: "),
        ("GetQuotes", {**SELF, "rfq_creator_subtrader_id": "x"}, "rfq_creator_subtrader_id: "),
        ("GetQuotes", {"quote_creator_user_id": "nobody"}, "quote_creator_user_id: "),
        ("GetRFQs", {"creator_user_id": "nobody"}, "creator_user_id: "),
        ("GetRFQs", {"status": "gone"}, "status: "),
        ("GetRFQs", {"cursor": "made-up"}, "cursor: "),
    ],
)
def test_a_filter_with_a_wrong_value_is_rejected(
    harness: RFQHarness, operation: str, given: dict[str, Any], named: str
) -> None:
    assert named in harness.rejected(400, operation, "alice", **given)


def test_rfqs_are_filtered(harness: RFQHarness) -> None:
    first, second = harness.request(), harness.request("bob", market_ticker=WEATHER)
    harness.exchange.accounts.add_subaccount("bob")
    third = harness.request("bob", market_ticker=OTHER, subaccount=1)
    harness.ask("DeleteRFQ", "alice", rfq_id=first)

    def found(**given: Any) -> list[str]:
        return [rfq["id"] for rfq in harness.ask("GetRFQs", "bob", **given)["rfqs"]]

    assert found() == [third, second, first]
    assert found(status="open") == [third, second]
    assert found(status="closed") == [first]
    assert found(event_ticker=EVENT) == [third, first]
    assert found(market_ticker=WEATHER) == [second]
    assert found(user_filter="self") == found(creator_user_id="bob") == [third, second]
    assert found(subaccount=1) == [third]


def test_a_locked_key_asks_and_quotes_for_its_own_subaccount_only(harness: RFQHarness) -> None:
    harness.exchange.accounts.add_subaccount("alice")
    primary = harness.request()
    quote_id = harness.offer(primary)
    harness.lock("alice", 1)
    own = harness.request(market_ticker=OTHER)
    assert harness.rfq(own)["creator_subaccount"] == 1
    assert [rfq["id"] for rfq in harness.ask("GetRFQs", "alice")["rfqs"]] == [own]
    body = {"market_ticker": WEATHER, "rest_remainder": False, "contracts": 1, "subaccount": 0}
    assert "locked to subaccount 1" in harness.rejected(403, "CreateRFQ", "alice", body)
    assert "locked to subaccount 1" in harness.rejected(403, "DeleteRFQ", "alice", rfq_id=primary)
    accept = {"accepted_side": "yes"}
    assert "locked to subaccount 1" in harness.rejected(403, "AcceptQuote", "alice", accept, quote_id=quote_id)


def test_the_same_requests_give_the_same_ids(harness: RFQHarness) -> None:
    assert harness.offer(harness.request()) == (other := RFQHarness()).offer(other.request())
