"""Limits held against the account: its positions and orders, those that were sent and not answered included."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

from attrs import define, frozen

from kalshi_gen.api.market import get_market
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.models.amend_order_v2_request import AmendOrderV2Request
from kalshi_gen.models.create_order_v2_request import CreateOrderV2Request
from kalshi_overlay import clock
from kalshi_overlay.account import values
from kalshi_overlay.account.orders import AccountOrder
from kalshi_overlay.account.state import AccountState
from kalshi_overlay.orders.reading import FINAL_AFTER
from kalshi_overlay.safety.exposure import Exposures, RestingOrder
from kalshi_overlay.safety.limits import KnownAccount, LimitChecker, Limits
from kalshi_overlay.stream.book import OrderBookView

_ZERO = Decimal(0)


@frozen
class Known:
    """What is known of the account at the moment of a check.

    Attributes:
        book: The order book of the order's market; None if it isn't kept.
        profit_today: What the day has brought, in US dollars; None if it isn't known.
        stale: Why positions and orders may not be right; None if they are.
    """

    book: OrderBookView | None
    profit_today: Decimal | None
    stale: str | None


@define
class _Sent:
    """An order or amendment that was sent, and may rest although the account doesn't show it yet.

    Attributes:
        ticker: Its market.
        order: What may rest.
        until: When it has surely shown, or never will, by `clock.now()`; None while it isn't answered.
    """

    ticker: str
    order: RestingOrder
    until: float | None = None


class RiskChecker:
    """Refuses orders that would break a limit, before they are sent.

    Args:
        limits: The limits.
        state: What the account has.
        client: A signed client.
        known: What is known of the account, for a ticker.
    """

    def __init__(
        self, limits: Limits, state: AccountState, client: AuthenticatedClient, known: Callable[[str], Known]
    ) -> None:
        self.limits = limits
        self._state = state
        self._client = client
        self._known = known
        self._checker = LimitChecker(limits)
        self._exposures = Exposures()
        self._events: dict[str, str] = {}
        # By the client_order_id of an order, or the order_id of one that is amended.
        self._sent: dict[str, _Sent] = {}

    @property
    def unknown_events(self) -> list[str]:
        """The markets of the account whose event isn't known."""
        held = (ticker for ticker, position in self._state.positions.items() if position.count)
        tickers = {*held, *(order.ticker for order in self._state.orders.values())}
        return [ticker for ticker in tickers if ticker not in self._events]

    async def learn(self, tickers: Iterable[str]) -> None:
        """Learn which events markets belong to.

        Raises:
            KalshiError: A market can't be read.
        """
        for ticker in tickers:
            if ticker not in self._events:
                market = (await get_market.asyncio(ticker, client=self._client)).market
                self._events[ticker] = values.text(market, "event_ticker")
                self.update(ticker)

    def update(self, ticker: str) -> None:
        """Compute the exposure of a market that has changed."""
        event = self._events.get(ticker)
        if event is None:
            return
        orders = {
            order.order_id: RestingOrder(order.side, order.price, order.remaining_count)
            for order in self._state.orders_of(ticker)
        }
        orders |= {f"sent {name}": sent.order for name, sent in self._sent.items() if sent.ticker == ticker}
        position = self._state.positions.get(ticker)
        count, cost = (position.count, position.cost) if position else (_ZERO, _ZERO)
        self._exposures.update(ticker, event, count, max(cost, _ZERO), orders)

    def check(self, order: CreateOrderV2Request) -> None:
        """Check an order whose event is known, and count it as sent.

        Raises:
            LimitExceededError: It is beyond a limit, or what a limit needs isn't known.
        """
        self._checker.check(order, self._events[order.ticker], self._known_of(order.ticker))
        asked = RestingOrder(order.side, order.price, order.count)
        self._send(str(order.client_order_id), order.ticker, asked)

    def check_amend(self, order_id: str, amendment: AmendOrderV2Request) -> None:
        """Check an amendment of an order whose event is known, and count it as sent, beside the order as it was.

        Raises:
            LimitExceededError: It is beyond a limit, or what a limit needs isn't known.
        """
        before = self._state.orders.get(order_id)
        filled = before.fill_count if before is not None else _ZERO
        event, known = self._events[amendment.ticker], self._known_of(amendment.ticker)
        self._checker.check_amend(amendment, event, known, replaces=order_id, fill_count=filled)
        left = max(amendment.count - filled, _ZERO)
        self._send(order_id, amendment.ticker, RestingOrder(amendment.side, amendment.price, left))

    def on_order(self, order: AccountOrder) -> None:
        """Count an order, or an amendment that shows, as the account does."""
        if self._sent.pop(order.client_order_id, None) is not None:
            self.update(order.ticker)
        sent = self._sent.get(order.order_id)
        if sent is not None and (not order.is_resting or order.price == sent.order.price):
            self.forget(order.order_id)

    def forget(self, name: str) -> None:
        """Count something as not sent, or as shown by the account."""
        sent = self._sent.pop(name, None)
        if sent is not None:
            self.update(sent.ticker)

    def keep(self, name: str) -> None:
        """Count something as sent until the account must have shown it, if it has taken effect."""
        if name in self._sent:
            self._sent[name].until = clock.now() + FINAL_AFTER

    def _send(self, name: str, ticker: str, order: RestingOrder) -> None:
        self._sent[name] = _Sent(ticker, order)
        self.update(ticker)

    def _known_of(self, ticker: str) -> KnownAccount:
        known = self._known(ticker)
        if known.stale is None:
            now = clock.now()
            for name in [name for name, sent in self._sent.items() if sent.until is not None and sent.until < now]:
                self.forget(name)
        stale, book = known.stale, known.book
        if stale is None and self.unknown_events:
            stale = f"the events of {', '.join(self.unknown_events)} are being read"
        best = None
        if book is not None and not book.is_stale:
            bid, ask = book.best_bid, book.best_ask
            best = bid.price if bid else None, ask.price if ask else None
        loss = None if known.profit_today is None else -known.profit_today
        return KnownAccount(exposures=self._exposures, best=best, loss_today=loss, stale=stale)
