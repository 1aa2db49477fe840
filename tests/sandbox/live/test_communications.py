"""Quotes on requests for quotes, up to the trade that they end in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from .harness import TICKER, UNKNOWN_ID
from .rfq_harness import RFQHarness

SELF = {"user_filter": "self"}


@pytest.fixture
def harness() -> RFQHarness:
    return RFQHarness()


def test_a_quote_lives_from_open_over_accepted_and_confirmed_to_executed(harness: RFQHarness) -> None:
    rfq_id = harness.request()
    quote_id = harness.offer(rfq_id)
    both = {"rfq_id": rfq_id, "quote_id": quote_id}
    assert harness.quote(quote_id)["status"] == "open"
    harness.ask("AcceptRFQQuote", "alice", {"accepted_side": "yes"}, **both)
    accepted = harness.ask("GetRFQQuote", "alice", **both)["quote"]
    assert (accepted["status"], accepted["accepted_side"]) == ("accepted", "yes")
    assert harness.position("bob") == 0
    harness.ask("ConfirmRFQQuote", "bob", {}, **both)
    assert harness.quote(quote_id)["status"] == "confirmed"
    assert harness.position("bob") == 0
    harness.clock.advance(1)
    executed = harness.quote(quote_id)
    assert executed["status"] == "executed"
    assert executed["accepted_ts"] == executed["confirmed_ts"] < executed["executed_ts"]
    assert harness.rfq(rfq_id)["status"] == "closed"


@pytest.mark.parametrize(("side", "maker_position", "price"), [("yes", 10, "0.4000"), ("no", -10, "0.5000")])
def test_the_maker_gets_the_outcome_that_was_accepted_at_its_bid(
    harness: RFQHarness, side: str, maker_position: int, price: str
) -> None:
    quote_id = harness.offer(harness.request())
    harness.close_deal(quote_id, side)
    assert [harness.position("bob"), harness.position("alice")] == [maker_position, -maker_position]
    trade = harness.ask("GetTrades", "")["trades"][0]
    assert (trade["is_block_trade"], trade["yes_price_dollars"]) == (True, price)
    assert trade["taker_outcome_side"] == ("no" if side == "yes" else "yes")
    assert harness.exchange.imbalance() == 0


def test_the_parties_find_their_own_orders_in_an_executed_quote(harness: RFQHarness) -> None:
    quote_id = harness.offer(harness.request())
    harness.close_deal(quote_id)
    requester, maker = harness.quote(quote_id, "alice"), harness.quote(quote_id, "bob")
    assert requester["rfq_creator_order_id"] == harness.ask("GetFills", "alice")["fills"][0]["order_id"]
    assert maker["creator_order_id"] == harness.ask("GetFills", "bob")["fills"][0]["order_id"]
    assert "creator_order_id" not in requester
    assert "rfq_creator_order_id" not in maker


def test_other_quotes_are_cancelled_when_one_has_executed(harness: RFQHarness) -> None:
    rfq_id = harness.request()
    loser, winner = harness.offer(rfq_id, "carol"), harness.offer(rfq_id, "bob")
    harness.close_deal(winner)
    lost = harness.quote(loser, "carol")
    assert (lost["status"], lost["cancellation_reason"]) == ("cancelled", "another quote was executed")
    assert "rfq_id: " in harness.rejected(
        400, "CreateQuote", "bob", {"rfq_id": rfq_id, "yes_bid": "0.4", "no_bid": "0.5", "rest_remainder": False}
    )


def test_a_quote_that_cannot_be_paid_is_cancelled_and_says_why(harness: RFQHarness) -> None:
    rfq_id = harness.request(contracts_fp="5000")
    quote_id = harness.offer(rfq_id)
    harness.close_deal(quote_id)
    quote = harness.quote(quote_id)
    assert quote["status"] == "cancelled"
    assert "insufficient balance" in quote["cancellation_reason"]
    assert harness.rfq(rfq_id)["status"] == "open"
    assert harness.ask("GetTrades", "")["trades"] == []


def test_a_deal_in_a_market_that_stopped_trading_is_void(harness: RFQHarness) -> None:
    rfq_id = harness.request()
    quote_id = harness.offer(rfq_id)
    harness.accept(quote_id)
    harness.ask("ConfirmQuote", "bob", {}, quote_id=quote_id)
    harness.exchange.markets.close(TICKER)
    harness.clock.advance(1)
    assert "not active" in harness.quote(quote_id)["cancellation_reason"]
    assert harness.rfq(rfq_id)["cancellation_reason"] == "market is closed"


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"rfq_id": "nonsense"}, "rfq_id: "),
        ({"rfq_id": UNKNOWN_ID}, "rfq_id: "),
        ({"yes_bid": "1.2"}, "yes_bid: "),
        ({"no_bid": "0.555"}, "no_bid: "),
        ({"no_bid": "0.50000000000000000000000000000000000001"}, "no_bid: "),
        ({"yes_bid": "0", "no_bid": "0"}, "yes_bid: "),
        ({"subaccount": 9}, "subaccount: "),
    ],
)
def test_a_quote_with_a_wrong_field_is_rejected(harness: RFQHarness, fields: dict[str, Any], named: str) -> None:
    body = {"rfq_id": harness.request(), "yes_bid": "0.4", "no_bid": "0.5", "rest_remainder": False, **fields}
    assert named in harness.rejected(400, "CreateQuote", "bob", body)
    assert harness.ask("GetQuotes", "bob", **SELF)["quotes"] == []


def test_nobody_quotes_an_rfq_of_its_own(harness: RFQHarness) -> None:
    body = {"rfq_id": harness.request(), "yes_bid": "0.4", "no_bid": "0.5", "rest_remainder": False}
    assert "own RFQ" in harness.rejected(400, "CreateQuote", "alice", body)


def test_a_withdrawn_quote_cannot_be_accepted_or_confirmed(harness: RFQHarness) -> None:
    rfq_id = harness.request()
    first = harness.offer(rfq_id)
    harness.ask("DeleteQuote", "bob", quote_id=first)
    second = harness.offer(rfq_id)
    harness.accept(second)
    harness.ask("DeleteRFQQuote", "bob", rfq_id=rfq_id, quote_id=second)
    assert harness.quote(first)["cancellation_reason"] == "deleted"
    assert "quote_not_open" in harness.rejected(400, "AcceptQuote", "alice", {"accepted_side": "no"}, quote_id=first)
    assert "quote_not_accepted" in harness.rejected(400, "ConfirmQuote", "bob", {}, quote_id=second)
    assert "quote_not_open" in harness.rejected(400, "DeleteQuote", "bob", quote_id=second)


def test_each_party_does_its_own_part_only(harness: RFQHarness) -> None:
    quote_id = harness.offer(harness.request())
    accept = {"accepted_side": "yes"}
    assert "not_your_rfq" in harness.rejected(400, "AcceptQuote", "bob", accept, quote_id=quote_id)
    assert "not_your_quote" in harness.rejected(400, "DeleteQuote", "alice", quote_id=quote_id)
    assert "quote_not_accepted" in harness.rejected(400, "ConfirmQuote", "bob", {}, quote_id=quote_id)
    harness.accept(quote_id)
    assert "not_your_quote" in harness.rejected(400, "ConfirmQuote", "alice", {}, quote_id=quote_id)
    assert "quote_not_found" in harness.rejected(404, "AcceptQuote", "carol", accept, quote_id=quote_id)


def test_one_quote_of_an_rfq_is_accepted_at_a_time(harness: RFQHarness) -> None:
    rfq_id = harness.request()
    first, second = harness.offer(rfq_id), harness.offer(rfq_id, "carol")
    harness.accept(first)
    accept = {"accepted_side": "yes"}
    assert "rfq_already_accepted" in harness.rejected(400, "AcceptQuote", "alice", accept, quote_id=second)
    harness.ask("DeleteQuote", "bob", quote_id=first)
    harness.ask("AcceptQuote", "alice", accept, quote_id=second)


def test_a_side_without_a_bid_cannot_be_accepted(harness: RFQHarness) -> None:
    quote_id = harness.offer(harness.request(), no_bid="0")
    accept = {"accepted_side": "no"}
    assert "accepted_side: " in harness.rejected(400, "AcceptQuote", "alice", accept, quote_id=quote_id)


@pytest.mark.parametrize(("rfq_id", "status"), [("nonsense", 400), (UNKNOWN_ID, 404)])
def test_an_id_that_is_malformed_gives_400_and_an_unknown_one_404(
    harness: RFQHarness, rfq_id: str, status: int
) -> None:
    assert rfq_id in harness.rejected(status, "GetRFQ", rfq_id=rfq_id)
    assert rfq_id in harness.rejected(status, "DeleteRFQ", rfq_id=rfq_id)
    for operation in ("GetQuote", "DeleteQuote", "ConfirmQuote"):
        assert rfq_id in harness.rejected(status, operation, quote_id=rfq_id)
    quote_id = harness.offer(harness.request())
    harness.rejected(status, "GetRFQQuote", "bob", rfq_id=rfq_id, quote_id=quote_id)


def test_a_quote_is_seen_by_its_two_parties_only(harness: RFQHarness) -> None:
    quote_id = harness.offer(harness.request(), post_only=True)
    maker, requester = harness.quote(quote_id, "bob"), harness.quote(quote_id, "alice")
    assert (maker["post_only"], maker["creator_user_id"]) == (True, "bob")
    assert "rfq_creator_user_id" not in maker
    assert requester["rfq_creator_user_id"] == "alice"
    assert "creator_user_id" not in requester
    assert "quote_not_found" in harness.rejected(404, "GetQuote", "carol", quote_id=quote_id)
    for account, chosen in (("carol", SELF), ("carol", {"quote_creator_user_id": "bob"})):
        assert harness.ask("GetQuotes", account, **chosen)["quotes"] == []


def test_a_trade_of_subaccounts_is_theirs(harness: RFQHarness) -> None:
    for account in ("alice", "bob"):
        harness.exchange.accounts.add_subaccount(account)
        harness.exchange.accounts.deposit(account, Decimal(50), subaccount=1)
    quote_id = harness.offer(harness.request(subaccount=1), subaccount=1)
    assert (harness.quote(quote_id)["creator_subaccount"], "rfq_creator_subaccount" in harness.quote(quote_id)) == (
        1,
        False,
    )
    harness.close_deal(quote_id)
    assert [each.count for each in harness.exchange.portfolio.positions("bob", subaccount=1)] == [10]
    assert [each.count for each in harness.exchange.portfolio.positions("alice", subaccount=1)] == [-10]


def test_a_new_quote_replaces_the_makers_earlier_one(harness: RFQHarness) -> None:
    rfq_id = harness.request()
    others, first = harness.offer(rfq_id, "carol"), harness.offer(rfq_id)
    second = harness.offer(rfq_id, yes_bid="0.41", no_bid="0")
    replaced = harness.quote(first)
    assert (replaced["status"], replaced["cancellation_reason"]) == ("cancelled", "replaced by a new quote")
    assert harness.quote(others, "carol")["status"] == harness.quote(second)["status"] == "open"
    accept = {"accepted_side": "yes"}
    assert "quote_not_open" in harness.rejected(400, "AcceptQuote", "alice", accept, quote_id=first)
    harness.accept(second)


def test_a_quote_that_is_rejected_replaces_nothing(harness: RFQHarness) -> None:
    rfq_id = harness.request()
    first = harness.offer(rfq_id)
    body = {"rfq_id": rfq_id, "yes_bid": "0.405", "no_bid": "0.5", "rest_remainder": False}
    harness.rejected(400, "CreateQuote", "bob", body)
    assert harness.quote(first)["status"] == "open"
