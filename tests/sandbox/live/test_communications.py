"""Quotes on requests for quotes, up to the trade that they end in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from .floor import TICKER, UNKNOWN_ID
from .table import Table

SELF = {"user_filter": "self"}


@pytest.fixture
def table() -> Table:
    return Table()


def test_a_quote_lives_from_open_over_accepted_and_confirmed_to_executed(table: Table) -> None:
    rfq_id = table.request()
    quote_id = table.offer(rfq_id)
    both = {"rfq_id": rfq_id, "quote_id": quote_id}
    assert table.quote(quote_id)["status"] == "open"
    table.ask("AcceptRFQQuote", "alice", {"accepted_side": "yes"}, **both)
    accepted = table.ask("GetRFQQuote", "alice", **both)["quote"]
    assert (accepted["status"], accepted["accepted_side"]) == ("accepted", "yes")
    assert table.position("bob") == 0
    table.ask("ConfirmRFQQuote", "bob", {}, **both)
    assert table.quote(quote_id)["status"] == "confirmed"
    assert table.position("bob") == 0
    table.clock.advance(1)
    executed = table.quote(quote_id)
    assert executed["status"] == "executed"
    assert executed["accepted_ts"] == executed["confirmed_ts"] < executed["executed_ts"]
    assert table.rfq(rfq_id)["status"] == "closed"


@pytest.mark.parametrize(("side", "maker_position", "price"), [("yes", 10, "0.4000"), ("no", -10, "0.5000")])
def test_the_maker_gets_the_outcome_that_was_accepted_at_its_bid(
    table: Table, side: str, maker_position: int, price: str
) -> None:
    quote_id = table.offer(table.request())
    table.close_deal(quote_id, side)
    assert [table.position("bob"), table.position("alice")] == [maker_position, -maker_position]
    trade = table.ask("GetTrades", "")["trades"][0]
    assert (trade["is_block_trade"], trade["yes_price_dollars"]) == (True, price)
    assert trade["taker_outcome_side"] == ("no" if side == "yes" else "yes")
    assert table.exchange.imbalance() == 0


def test_the_parties_find_their_own_orders_in_an_executed_quote(table: Table) -> None:
    quote_id = table.offer(table.request())
    table.close_deal(quote_id)
    requester, maker = table.quote(quote_id, "alice"), table.quote(quote_id, "bob")
    assert requester["rfq_creator_order_id"] == table.ask("GetFills", "alice")["fills"][0]["order_id"]
    assert maker["creator_order_id"] == table.ask("GetFills", "bob")["fills"][0]["order_id"]
    assert "creator_order_id" not in requester
    assert "rfq_creator_order_id" not in maker


def test_other_quotes_are_cancelled_when_one_has_executed(table: Table) -> None:
    rfq_id = table.request()
    loser, winner = table.offer(rfq_id, "carol"), table.offer(rfq_id, "bob")
    table.close_deal(winner)
    lost = table.quote(loser, "carol")
    assert (lost["status"], lost["cancellation_reason"]) == ("cancelled", "another quote was executed")
    assert "rfq_id: " in table.rejected(
        400, "CreateQuote", "bob", {"rfq_id": rfq_id, "yes_bid": "0.4", "no_bid": "0.5", "rest_remainder": False}
    )


def test_a_quote_that_cannot_be_paid_is_cancelled_and_says_why(table: Table) -> None:
    rfq_id = table.request(contracts_fp="5000")
    quote_id = table.offer(rfq_id)
    table.close_deal(quote_id)
    quote = table.quote(quote_id)
    assert quote["status"] == "cancelled"
    assert "insufficient balance" in quote["cancellation_reason"]
    assert table.rfq(rfq_id)["status"] == "open"
    assert table.ask("GetTrades", "")["trades"] == []


def test_a_deal_in_a_market_that_stopped_trading_is_void(table: Table) -> None:
    rfq_id = table.request()
    quote_id = table.offer(rfq_id)
    table.accept(quote_id)
    table.ask("ConfirmQuote", "bob", {}, quote_id=quote_id)
    table.exchange.markets.close(TICKER)
    table.clock.advance(1)
    assert "not active" in table.quote(quote_id)["cancellation_reason"]
    assert table.rfq(rfq_id)["cancellation_reason"] == "market is closed"


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
def test_a_quote_with_a_wrong_field_is_rejected(table: Table, fields: dict[str, Any], named: str) -> None:
    body = {"rfq_id": table.request(), "yes_bid": "0.4", "no_bid": "0.5", "rest_remainder": False, **fields}
    assert named in table.rejected(400, "CreateQuote", "bob", body)
    assert table.ask("GetQuotes", "bob", **SELF)["quotes"] == []


def test_nobody_quotes_an_rfq_of_its_own(table: Table) -> None:
    body = {"rfq_id": table.request(), "yes_bid": "0.4", "no_bid": "0.5", "rest_remainder": False}
    assert "own RFQ" in table.rejected(400, "CreateQuote", "alice", body)


def test_a_withdrawn_quote_cannot_be_accepted_or_confirmed(table: Table) -> None:
    rfq_id = table.request()
    first, second = table.offer(rfq_id), table.offer(rfq_id)
    table.ask("DeleteQuote", "bob", quote_id=first)
    table.accept(second)
    table.ask("DeleteRFQQuote", "bob", rfq_id=rfq_id, quote_id=second)
    assert table.quote(first)["cancellation_reason"] == "deleted"
    assert "quote_not_open" in table.rejected(400, "AcceptQuote", "alice", {"accepted_side": "no"}, quote_id=first)
    assert "quote_not_accepted" in table.rejected(400, "ConfirmQuote", "bob", {}, quote_id=second)
    assert "quote_not_open" in table.rejected(400, "DeleteQuote", "bob", quote_id=second)


def test_each_party_does_its_own_part_only(table: Table) -> None:
    quote_id = table.offer(table.request())
    accept = {"accepted_side": "yes"}
    assert "not_your_rfq" in table.rejected(400, "AcceptQuote", "bob", accept, quote_id=quote_id)
    assert "not_your_quote" in table.rejected(400, "DeleteQuote", "alice", quote_id=quote_id)
    assert "quote_not_accepted" in table.rejected(400, "ConfirmQuote", "bob", {}, quote_id=quote_id)
    table.accept(quote_id)
    assert "not_your_quote" in table.rejected(400, "ConfirmQuote", "alice", {}, quote_id=quote_id)
    assert "quote_not_found" in table.rejected(404, "AcceptQuote", "carol", accept, quote_id=quote_id)


def test_one_quote_of_an_rfq_is_accepted_at_a_time(table: Table) -> None:
    rfq_id = table.request()
    first, second = table.offer(rfq_id), table.offer(rfq_id, "carol")
    table.accept(first)
    accept = {"accepted_side": "yes"}
    assert "rfq_already_accepted" in table.rejected(400, "AcceptQuote", "alice", accept, quote_id=second)
    table.ask("DeleteQuote", "bob", quote_id=first)
    table.ask("AcceptQuote", "alice", accept, quote_id=second)


def test_a_side_without_a_bid_cannot_be_accepted(table: Table) -> None:
    quote_id = table.offer(table.request(), no_bid="0")
    accept = {"accepted_side": "no"}
    assert "accepted_side: " in table.rejected(400, "AcceptQuote", "alice", accept, quote_id=quote_id)


@pytest.mark.parametrize(("rfq_id", "status"), [("nonsense", 400), (UNKNOWN_ID, 404)])
def test_an_id_that_is_malformed_gives_400_and_an_unknown_one_404(table: Table, rfq_id: str, status: int) -> None:
    assert rfq_id in table.rejected(status, "GetRFQ", rfq_id=rfq_id)
    assert rfq_id in table.rejected(status, "DeleteRFQ", rfq_id=rfq_id)
    for operation in ("GetQuote", "DeleteQuote", "ConfirmQuote"):
        assert rfq_id in table.rejected(status, operation, quote_id=rfq_id)
    quote_id = table.offer(table.request())
    table.rejected(status, "GetRFQQuote", "bob", rfq_id=rfq_id, quote_id=quote_id)


def test_a_quote_is_seen_by_its_two_parties_only(table: Table) -> None:
    quote_id = table.offer(table.request(), post_only=True)
    maker, requester = table.quote(quote_id, "bob"), table.quote(quote_id, "alice")
    assert (maker["post_only"], maker["creator_user_id"]) == (True, "bob")
    assert "rfq_creator_user_id" not in maker
    assert requester["rfq_creator_user_id"] == "alice"
    assert "creator_user_id" not in requester
    assert "quote_not_found" in table.rejected(404, "GetQuote", "carol", quote_id=quote_id)
    for account, chosen in (("carol", SELF), ("carol", {"quote_creator_user_id": "bob"})):
        assert table.ask("GetQuotes", account, **chosen)["quotes"] == []


def test_a_trade_of_subaccounts_is_theirs(table: Table) -> None:
    for account in ("alice", "bob"):
        table.exchange.accounts.add_subaccount(account)
        table.exchange.accounts.deposit(account, Decimal(50), subaccount=1)
    quote_id = table.offer(table.request(subaccount=1), subaccount=1)
    assert (table.quote(quote_id)["creator_subaccount"], "rfq_creator_subaccount" in table.quote(quote_id)) == (
        1,
        False,
    )
    table.close_deal(quote_id)
    assert [each.count for each in table.exchange.portfolio.positions("bob", subaccount=1)] == [10]
    assert [each.count for each in table.exchange.portfolio.positions("alice", subaccount=1)] == [-10]
