"""Requests for quotes and quotes: who gets which message."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from typing import Any

import pytest

from kalshi_gen.api.communications import accept_quote, confirm_quote, create_quote, create_rfq, delete_rfq
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.models import AcceptQuoteRequest, CreateQuoteRequest, CreateRFQRequest
from kalshi_sandbox import Sandbox

from .conftest import Read
from .reader import Reader

MARKET = "KXBTCD-26DEC31-T100000"
CHANNEL = "communications"


class Parties:
    """Somebody who asks and somebody who quotes, over HTTP.

    Args:
        requester: Signs for who asks.
        maker: Signs for who quotes.
    """

    def __init__(self, requester: AuthenticatedClient, maker: AuthenticatedClient) -> None:
        self._requester = requester
        self._maker = maker

    def ask(self, market: str = MARKET, **terms: Any) -> str:
        body = CreateRFQRequest(market_ticker=market, rest_remainder=False, **{"contracts_fp": Decimal(10), **terms})
        return create_rfq.sync(client=self._requester, body=body).id

    def quote(self, rfq_id: str) -> str:
        bids = {"yes_bid": Decimal("0.70"), "no_bid": Decimal("0.20")}
        body = CreateQuoteRequest(rfq_id=rfq_id, rest_remainder=False, **bids)
        return create_quote.sync(client=self._maker, body=body).id

    def accept(self, quote_id: str) -> None:
        accept_quote.sync(quote_id, client=self._requester, body=AcceptQuoteRequest(accepted_side="yes"))

    def confirm(self, quote_id: str) -> None:
        confirm_quote.sync(quote_id, client=self._maker)

    def withdraw(self, rfq_id: str) -> None:
        delete_rfq.sync(rfq_id, client=self._requester)


@pytest.fixture
def parties(exchange: Sandbox, other: str) -> Iterator[Parties]:
    with exchange.client() as requester, exchange.client(other) as maker:
        yield Parties(requester, maker)


def received(reader: Reader) -> list[tuple[str, dict[str, Any]]]:
    return [(each["type"], each["msg"]) for each in reader.messages()]


def test_each_party_gets_the_negotiation_and_a_stranger_only_the_request(
    exchange: Sandbox, reader: Read, parties: Parties, other: str
) -> None:
    readers = [reader(), reader(other), reader(exchange.add_account())]
    for one in readers:
        one.subscribe(CHANNEL)
    rfq = parties.ask()
    quote = parties.quote(rfq)
    parties.accept(quote)
    parties.confirm(quote)
    exchange.clock.advance(1)
    requester, maker, stranger = (received(one) for one in readers)
    kinds = ["rfq_created", "quote_created", "quote_accepted", "quote_executed"]
    assert [kind for kind, _ in requester] == [kind for kind, _ in maker] == kinds
    assert [kind for kind, _ in stranger] == ["rfq_created"]
    assert requester[0][1]["event_ticker"] == MARKET.rpartition("-")[0]
    assert requester[2][1]["contracts_accepted_fp"] == "10.00"
    # Each party gets its own order.
    orders = {each[3][1]["order_id"] for each in (requester, maker)}
    assert len(orders) == 2


def test_a_request_that_ends_without_a_trade_is_deleted(reader: Read, parties: Parties) -> None:
    one = reader()
    one.subscribe(CHANNEL)
    rfq = parties.ask()
    parties.withdraw(rfq)
    (_, created), (kind, deleted) = received(one)
    assert (kind, deleted["id"]) == ("rfq_deleted", rfq)
    assert created.keys() - {"created_ts"} == deleted.keys() - {"deleted_ts"}


def test_who_wants_only_its_own_requests_gets_no_others(reader: Read, parties: Parties, other: str) -> None:
    mine, theirs = reader(), reader(other)
    for one in (mine, theirs):
        one.subscribe(CHANNEL, user_filter="self")
    quote = parties.quote(parties.ask())
    assert [kind for kind, _ in received(mine)] == ["rfq_created", "quote_created"]
    assert [(kind, body["quote_id"]) for kind, body in received(theirs)] == [("quote_created", quote)]


def test_shards_share_the_markets_out(exchange: Sandbox, reader: Read, parties: Parties) -> None:
    shards = [reader() for _ in range(3)]
    for key, one in enumerate(shards):
        one.subscribe(CHANNEL, shard_factor=3, shard_key=key)
    markets = [market.ticker for market in exchange.engine.markets.all()[:9]]
    for market in markets:
        parties.ask(market)
    parts = [[body["market_ticker"] for _, body in received(one)] for one in shards]
    assert sorted(chain.from_iterable(parts)) == sorted(markets)
    assert sum(bool(part) for part in parts) > 1
