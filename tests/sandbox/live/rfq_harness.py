"""A harness for requests for quotes: one account asks, another quotes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .harness import TICKER, Harness

SELF = {"user_filter": "self"}


class RFQHarness(Harness):
    """Alice asks, and Bob quotes."""

    def request(self, account: str = "alice", **fields: Any) -> str:
        """Open an RFQ and answer its id."""
        size = {} if "target_cost_dollars" in fields or "contracts" in fields else {"contracts_fp": "10"}
        body = {"market_ticker": TICKER, "rest_remainder": False, **size, **fields}
        return str(self.ask("CreateRFQ", account, body)["id"])

    def offer(self, rfq_id: str, account: str = "bob", **fields: Any) -> str:
        """Quote an RFQ and answer the quote's id."""
        body = {"rfq_id": rfq_id, "yes_bid": "0.40", "no_bid": "0.50", "rest_remainder": False, **fields}
        return str(self.ask("CreateQuote", account, body)["id"])

    def rfq(self, rfq_id: str, account: str = "alice") -> dict[str, Any]:
        """An RFQ as an account reads it."""
        return dict(self.ask("GetRFQ", account, rfq_id=rfq_id)["rfq"])

    def quote(self, quote_id: str, account: str = "bob") -> dict[str, Any]:
        """A quote as an account reads it."""
        return dict(self.ask("GetQuote", account, quote_id=quote_id)["quote"])

    def accept(self, quote_id: str, side: str = "yes") -> None:
        """Have Alice accept."""
        self.ask("AcceptQuote", "alice", {"accepted_side": side}, quote_id=quote_id)

    def close_deal(self, quote_id: str, side: str = "yes") -> None:
        """Have Alice accept, Bob confirm, and the trade made."""
        self.accept(quote_id, side)
        self.ask("ConfirmQuote", "bob", {}, quote_id=quote_id)
        self.clock.advance(1)

    def position(self, account: str) -> Decimal:
        """Contracts that an account holds in the market."""
        return sum(
            (each.count for each in self.exchange.portfolio.positions(account) if each.ticker == TICKER), Decimal(0)
        )
