"""The register of all requests for quotes and all quotes, and what ends them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from attrs import evolve

from ..engine import EngineRejection, Exchange
from ..engine.rejection import invalid, not_found
from .quoting import RFQ, Quote

_TRADES_STILL = ("active", "inactive")


class Negotiations:
    """All RFQs and quotes of an exchange, by id, oldest first."""

    def __init__(self) -> None:
        self.rfqs: dict[str, RFQ] = {}
        self.quotes: dict[str, Quote] = {}
        self._listeners: list[Callable[[RFQ | Quote], None]] = []

    def listen(self, listener: Callable[[RFQ | Quote], None]) -> None:
        """Have a listener told from now on of each RFQ and quote that comes or changes, as it is then."""
        self._listeners.append(listener)

    def keep(self, item: RFQ | Quote) -> None:
        """Keep an RFQ or a quote as it is now, and tell of it."""
        if isinstance(item, RFQ):
            self.rfqs[item.rfq_id] = item
        else:
            self.quotes[item.quote_id] = item
        for listener in self._listeners:
            listener(item)

    @contextmanager
    def turn(self, exchange: Exchange) -> Iterator[datetime]:
        """The exchange to oneself, after all that was due before; RFQs of markets that have closed are closed first.

        Returns:
            The present moment.
        """
        with exchange.clock.lock:
            exchange.run_due()
            for rfq in [rfq for rfq in self.rfqs.values() if rfq.status == "open"]:
                market = exchange.markets.get(rfq.ticker).market
                if market.status not in _TRADES_STILL:
                    self.close(rfq, f"market is {market.status}", market.updated_time)
            yield exchange.now()

    def rfq(self, rfq_id: str) -> RFQ:
        """An RFQ, anyone's.

        Raises:
            EngineRejection: With 404.
        """
        if rfq_id not in self.rfqs:
            raise not_found("rfq", rfq_id)
        return self.rfqs[rfq_id]

    def quote(self, account: str, quote_id: str, rfq_id: str | None = None) -> Quote:
        """A quote that the caller made or got.

        Args:
            account: The caller.
            quote_id: Its id.
            rfq_id: The RFQ that it must be on, if the request names one.

        Raises:
            EngineRejection: With 404.
        """
        quote = self.quotes.get(quote_id)
        if quote is None or rfq_id not in (None, quote.rfq_id) or not self.sees(account, quote):
            raise not_found("quote", quote_id)
        return quote

    def sees(self, account: str, quote: Quote) -> bool:
        """Whether an account may see a quote: it is the maker's or the requester's."""
        return account in (quote.owner.account, self.rfqs[quote.rfq_id].owner.account)

    def on(self, rfq: RFQ) -> list[Quote]:
        """The quotes on an RFQ."""
        return [quote for quote in self.quotes.values() if quote.rfq_id == rfq.rfq_id]

    def taken(self, rfq: RFQ) -> Quote | None:
        """The quote on an RFQ that is accepted or confirmed, if there is one."""
        return next((quote for quote in self.on(rfq) if quote.status in ("accepted", "confirmed")), None)

    def close(self, rfq: RFQ, reason: str, now: datetime) -> None:
        """Close an RFQ and cancel what isn't yet confirmed on it."""
        self.keep(evolve(rfq, status="closed", cancelled_time=now, cancellation_reason=reason, updated_time=now))
        for quote in self.on(rfq):
            if quote.status in ("open", "accepted"):
                self.cancel(quote, f"rfq was closed: {reason}", now)

    def cancel(self, quote: Quote, reason: str, now: datetime) -> None:
        """Cancel a quote."""
        self.keep(evolve(quote, status="cancelled", cancelled_time=now, cancellation_reason=reason, updated_time=now))


def check_market(exchange: Exchange, ticker: str, field: str) -> None:
    """Refuse to negotiate in a market that isn't there or doesn't trade.

    Args:
        field: Field of the request that leads to the market.

    Raises:
        EngineRejection: With 400.
    """
    try:
        market = exchange.markets.get(ticker).market
    except EngineRejection as refused:
        raise invalid(field, refused.details) from None
    if market.status != "active":
        raise EngineRejection(400, "market_not_active", "market is not active", f"{ticker} is {market.status}")
