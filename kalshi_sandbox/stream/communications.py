"""Messages on requests for quotes and on quotes, with private fields only for those who may see them."""

from __future__ import annotations

from typing import Any
from zlib import crc32

from ..live.communications import communications_id, requester_id
from ..live.formats import count, dollars, time
from ..live.negotiations import RFQ, Quote
from .event_feed import EventFeed
from .messages import Message, Recipient
from .subscription import Subscription

_CHANNEL = "communications"


class Communications:
    """Publishes requests for quotes and quotes.

    Args:
        feed: Sends the messages, and knows the markets.
    """

    def __init__(self, feed: EventFeed) -> None:
        self._feed = feed
        self._rfqs: dict[str, RFQ] = {}
        self._quotes: set[str] = set()

    def publish(self, item: RFQ | Quote, sent_ms: int) -> None:
        """Publish an RFQ or a quote that is new or has changed.

        Args:
            sent_ms: Now, in Unix milliseconds.
        """
        if isinstance(item, RFQ):
            self._publish_rfq(item, sent_ms)
        else:
            self._publish_quote(item, sent_ms)

    def _publish_rfq(self, rfq: RFQ, sent_ms: int) -> None:
        is_new = rfq.rfq_id not in self._rfqs
        self._rfqs[rfq.rfq_id] = rfq
        if rfq.is_executed:
            # The parties get a message of the executed quote instead.
            return
        moment = "created_ts" if is_new else "deleted_ts"

        def body_of(is_own: bool) -> dict[str, Any]:
            return {
                "id": rfq.rfq_id,
                "creator_id": requester_id(rfq, is_shown=is_own),
                "market_ticker": rfq.ticker,
                "event_ticker": self._feed.markets[rfq.ticker].event_ticker,
                **({} if rfq.count is None else {"contracts_fp": count(rfq.count)}),
                **({} if rfq.target_cost is None else {"target_cost_dollars": dollars(rfq.target_cost)}),
                moment: time(rfq.created_time if is_new else rfq.updated_time),
            }

        def wants(reader: Subscription) -> bool:
            return _is_of_shard(reader, rfq.ticker) and (not reader.is_of_own or reader.is_for(*rfq.owner))

        message = Message(
            "rfq_created" if is_new else "rfq_deleted", lambda reader: reader.account == rfq.owner.account, body_of
        )
        self._feed.publish(_CHANNEL, message, sent_ms, wants=wants)

    def _publish_quote(self, quote: Quote, sent_ms: int) -> None:
        rfq = self._rfqs[quote.rfq_id]
        is_new = quote.quote_id not in self._quotes
        self._quotes.add(quote.quote_id)
        body_of = {"accepted": _accepted, "executed": _executed}.get(quote.status)
        if is_new:
            body_of = _created
        if body_of is None:
            return
        event_ticker = self._feed.markets[rfq.ticker].event_ticker

        def is_maker(reader: Recipient) -> bool:
            return reader.is_for(*quote.owner)

        def wants(reader: Subscription) -> bool:
            return _is_of_shard(reader, rfq.ticker) and (is_maker(reader) or reader.is_for(*rfq.owner))

        def private_body(is_maker: bool) -> dict[str, Any]:
            owner = quote.owner if is_maker else rfq.owner
            own = {"subaccount": owner.subaccount} if owner.subaccount else {}
            ids = {
                "quote_id": quote.quote_id,
                "rfq_id": rfq.rfq_id,
                "quote_creator_id": communications_id(quote.owner.account),
                "rfq_creator_id": requester_id(rfq, is_shown=not is_maker or quote.status == "executed"),
                "market_ticker": rfq.ticker,
            }
            return {**ids, **body_of(quote, rfq, event_ticker, is_maker=is_maker), **own}

        kind = "quote_created" if is_new else f"quote_{quote.status}"
        self._feed.publish(_CHANNEL, Message(kind, is_maker, private_body), sent_ms, wants=wants)


def _created(quote: Quote, rfq: RFQ, event_ticker: str, *, is_maker: bool) -> dict[str, Any]:
    return {**_terms(quote, rfq, event_ticker), "created_ts": time(quote.created_time)}


def _accepted(quote: Quote, rfq: RFQ, event_ticker: str, *, is_maker: bool) -> dict[str, Any]:
    assert quote.accepted_side is not None
    return {
        **_terms(quote, rfq, event_ticker),
        "accepted_side": quote.accepted_side,
        "contracts_accepted_fp": count(quote.offered(quote.accepted_side)),
    }


def _executed(quote: Quote, rfq: RFQ, event_ticker: str, *, is_maker: bool) -> dict[str, Any]:
    assert quote.executed_time is not None
    return {
        "order_id": quote.creator_order_id if is_maker else quote.rfq_creator_order_id,
        # The exchange makes the orders of a quote; they have no client order id.
        "client_order_id": "",
        "executed_ts": time(quote.executed_time),
    }


def _terms(quote: Quote, rfq: RFQ, event_ticker: str) -> dict[str, Any]:
    terms = {
        "event_ticker": event_ticker,
        "yes_bid_dollars": dollars(quote.yes_bid),
        "no_bid_dollars": dollars(quote.no_bid),
        "yes_contracts_offered_fp": count(quote.yes_count),
        "no_contracts_offered_fp": count(quote.no_count),
    }
    return terms if rfq.target_cost is None else {**terms, "rfq_target_cost_dollars": dollars(rfq.target_cost)}


def _is_of_shard(reader: Subscription, ticker: str) -> bool:
    """Whether a market is in the part of the channel that a reader gets."""
    if reader.shard is None:
        return True
    factor, key = reader.shard
    return crc32(ticker.encode()) % factor == key
