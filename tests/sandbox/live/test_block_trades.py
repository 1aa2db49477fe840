"""Block trades: both parties accept, and the trade is made past the book."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from .calling import MARKET, Caller
from .http_harness import Harness, opened_harness

UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def harness() -> Iterator[Harness]:
    with opened_harness() as harness:
        yield harness


def terms(harness: Harness, **fields: Any) -> dict[str, Any]:
    """Bob sells Alice 10 contracts at $0.45."""
    return {
        "buyer_user_id": harness.exchange.account,
        "seller_user_id": "bob",
        "market_ticker": MARKET,
        "price_centi_cents": 4500,
        "centicount": 1000,
        "maker_side": "yes",
        "expiration_ts": "2026-10-01T13:00:00Z",
        **fields,
    }


def propose(harness: Harness, **fields: Any) -> str:
    return str(harness.alice.ask("ProposeBlockTrade", terms(harness, **fields))["block_trade_proposal_id"])


def accept(harness: Harness, caller: Any, proposal_id: str, **body: Any) -> None:
    caller.ask("AcceptBlockTradeProposal", body, block_trade_proposal_id=proposal_id)


def test_the_trade_is_made_when_the_second_party_accepts(harness: Harness) -> None:
    proposal = propose(harness)
    accept(harness, harness.bob, proposal)
    (waiting,) = harness.alice.ask("GetBlockTradeProposals", status="open")["block_trade_proposals"]
    assert (waiting["buyer_accepted"], waiting["seller_accepted"]) == (False, True)
    assert (waiting["buyer_user_id"], waiting["seller_user_id"]) == (harness.exchange.account, "")
    accept(harness, harness.alice, proposal, subaccount=0)
    (done,) = harness.bob.ask("GetBlockTradeProposals", market_ticker=MARKET)["block_trade_proposals"]
    (trade,) = harness.bob.ask("GetTrades", ticker=MARKET)["trades"]
    assert (trade["yes_price_dollars"], trade["count_fp"], trade["is_block_trade"]) == ("0.4500", "10.00", True)
    # The buyer is the maker, so the seller takes.
    assert trade["taker_book_side"] == "ask"
    assert done["status"] == "executed"
    assert done["seller_order_id"] == harness.bob.ask("GetFills")["fills"][0]["order_id"]
    assert "buyer_order_id" not in done
    again = harness.bob.rejected("AcceptBlockTradeProposal", {}, block_trade_proposal_id=proposal)
    assert again == (400, "proposal_not_open")


def test_a_proposal_lapses_at_its_time(harness: Harness) -> None:
    proposal = propose(harness)
    harness.exchange.clock.advance(3600)
    (lapsed,) = harness.bob.ask("GetBlockTradeProposals")["block_trade_proposals"]
    assert lapsed["status"] == "expired"
    assert harness.bob.rejected("AcceptBlockTradeProposal", {}, block_trade_proposal_id=proposal)[0] == 400


def test_a_trade_that_cannot_be_paid_is_rejected_and_stays_open(harness: Harness) -> None:
    proposal = propose(harness, centicount=1_000_000)
    accept(harness, harness.bob, proposal)
    refusal = harness.alice.rejected("AcceptBlockTradeProposal", {}, block_trade_proposal_id=proposal)
    assert refusal == (400, "insufficient_balance")
    assert len(harness.alice.ask("GetBlockTradeProposals", status="open")["block_trade_proposals"]) == 1


def test_only_the_parties_see_and_accept_a_proposal(harness: Harness) -> None:
    proposal = propose(harness)
    carol = Caller(harness.exchange, harness.exchange.add_account("carol"))
    with carol.client:
        assert carol.ask("GetBlockTradeProposals")["block_trade_proposals"] == []
        assert carol.rejected("AcceptBlockTradeProposal", {}, block_trade_proposal_id=proposal)[0] == 404
        assert carol.rejected("ProposeBlockTrade", terms(harness)) == (403, "forbidden")
    assert harness.bob.rejected("AcceptBlockTradeProposal", {}, block_trade_proposal_id=UNKNOWN)[0] == 404


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"buyer_subaccount": 64}, "buyer_subaccount"),
        ({"seller_subaccount": 64}, "seller_subaccount"),
        ({"buyer_subaccount": -1}, "buyer_subaccount"),
        ({"buyer_subaccount": 0, "buyer_subtrader_id": "x"}, "buyer_subaccount"),
        ({"seller_subaccount": 0, "seller_subtrader_id": "x"}, "seller_subaccount"),
        ({"buyer_subtrader_id": "x"}, "buyer_subtrader_id"),
        ({"buyer_subaccount": 63}, "buyer_user_id"),
        ({"seller_user_id": "nobody"}, "seller_user_id"),
        ({"market_ticker": "KXNONE"}, "market_ticker"),
        ({"price_centi_cents": 4550}, "price_centi_cents"),
        ({"price_centi_cents": 10_000}, "price_centi_cents"),
        ({"centicount": 0}, "centicount"),
        ({"expiration_ts": "2026-10-01T12:00:00Z"}, "expiration_ts"),
        ({"expiration_ts": "2026-10-01T12:60:60Z"}, "expiration_ts"),
    ],
)
def test_terms_that_break_a_rule_are_rejected_by_name(harness: Harness, fields: dict[str, Any], named: str) -> None:
    response = harness.alice.send("ProposeBlockTrade", terms(harness, **fields))
    assert response.status_code == 400
    assert response.json()["details"].startswith(f"{named}: ")


@pytest.mark.parametrize("body", [{"subaccount": 64}, {"subaccount": 0, "subtrader_id": "x"}, {"subaccount": 1}])
def test_an_acceptance_for_another_owner_is_rejected(harness: Harness, body: dict[str, Any]) -> None:
    proposal = propose(harness)
    refusal = harness.bob.rejected("AcceptBlockTradeProposal", body, block_trade_proposal_id=proposal)
    assert refusal == (400, "invalid_parameters")
