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
from kalshi_overlay.account.positions import AccountPosition
from kalshi_overlay.account.state import AccountState
from kalshi_overlay.account.values import Side
from kalshi_overlay.books import BestPrices
from kalshi_overlay.orders.reading import FINAL_AFTER
from kalshi_overlay.safety.exposure import Exposures, RestingOrder
from kalshi_overlay.safety.limits import KnownAccount, LimitChecker, Limits

_ZERO, _ONE = Decimal(0), Decimal(1)


@frozen
class Known:
    """What is known of the account at the moment of a check.

    Attributes:
        best: The best prices of the order's market; None if they aren't known.
        profit_today: Computes what the day has brought, in US dollars; None if it isn't known.
        stale: Why positions and orders may not be right; None if they are.
    """

    best: BestPrices | None
    profit_today: Callable[[], Decimal | None]
    stale: str | None


@define
class _Sent:
    """An order or amendment that was sent, and may rest although the account doesn't show it yet.

    Attributes:
        ticker: Its market.
        order: What may rest.
        total: Contracts in all, of an amendment; filled ones and those that rest.
        until: When it has surely shown, or never will, by `clock.now()`; None while it isn't answered.
    """

    ticker: str
    order: RestingOrder
    total: Decimal
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
        # The markets of the account whose event isn't known.
        self.unknown_events = set[str]()
        # What may rest in each market, and the markets that have changed since their exposures were computed.
        self._resting: dict[str, dict[str, RestingOrder]] = {}
        self._changed = set[str]()
        # Contracts that orders show as filled and positions don't yet, above 0 for yes; the channels have no common
        # order. And what is needed to know them: the fills of orders, the counts of positions, and limits of orders.
        self._unseen: dict[str, Decimal] = {}
        self._filled: dict[str, Decimal] = {}
        self._counts: dict[str, Decimal] = {}
        self._limits: dict[tuple[str, str], Decimal] = {}
        # By the client_order_id of an order, or the order_id of one that is amended.
        self._sent: dict[str, _Sent] = {}

    def knows(self, ticker: str) -> bool:
        """Whether the event of a market is known."""
        return ticker in self._events

    async def learn(self, tickers: Iterable[str]) -> None:
        """Learn which events markets belong to.

        Raises:
            KalshiError: A market can't be read.
        """
        for ticker in tickers:
            if ticker not in self._events:
                market = (await get_market.asyncio(ticker, client=self._client)).market
                self._events[ticker] = values.text(market, "event_ticker")
                self.unknown_events.discard(ticker)

    def on_market(self, ticker: str) -> None:
        """Compute the exposure of a market again before the next check."""
        self._changed.add(ticker)
        if ticker not in self._events:
            self.unknown_events.add(ticker)

    def _update(self) -> None:
        for ticker in [each for each in self._changed if each in self._events]:
            self._changed.discard(ticker)
            position = self._state.positions.get(ticker)
            count, cost = (position.count, max(position.cost, _ZERO)) if position else (_ZERO, _ZERO)
            orders = self._resting.get(ticker, {}) | self._unseen_of(ticker)
            self._exposures.update(ticker, self._events[ticker], count, cost, orders)

    def _unseen_of(self, ticker: str) -> dict[str, RestingOrder]:
        """What is filled and not in the position yet, as an order that still rests."""
        count = self._unseen.get(ticker, _ZERO)
        if not count:
            return {}
        side: Side = "bid" if count > 0 else "ask"
        dearest = _ONE if side == "bid" else _ZERO
        return {"filled": RestingOrder(side, self._limits.get((ticker, side), dearest), abs(count))}

    def check(self, order: CreateOrderV2Request) -> None:
        """Check an order whose event is known, and count it as sent.

        Raises:
            LimitExceededError: It is beyond a limit, or what a limit needs isn't known.
        """
        self._checker.check(order, self._events[order.ticker], self._known_of(order.ticker))
        asked = RestingOrder(order.side, order.price, order.count)
        self._send(str(order.client_order_id), order.ticker, asked, order.count)

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
        self._send(order_id, amendment.ticker, RestingOrder(amendment.side, amendment.price, left), amendment.count)

    def on_position(self, position: AccountPosition, *, is_live: bool) -> None:
        """Take a state of a position, which the stream has sent just now, or a read has shown."""
        ticker = position.ticker
        moved = position.count - self._counts.get(ticker, _ZERO)
        self._counts[ticker] = position.count
        unseen = self._unseen.pop(ticker, _ZERO) - moved
        # What is settled is no longer held without a fill.
        if is_live and position.count and unseen:
            self._unseen[ticker] = unseen

    def on_order(self, order: AccountOrder, *, is_live: bool) -> None:
        """Take a state of an order, which shows what was sent of it."""
        self._limits[order.ticker, order.side] = order.price
        filled = order.fill_count - self._filled.get(order.order_id, _ZERO if is_live else order.fill_count)
        self._filled[order.order_id] = order.fill_count
        if not order.is_resting:
            del self._filled[order.order_id]
        if filled and is_live:
            signed = filled if order.side == "bid" else -filled
            self._unseen[order.ticker] = self._unseen.get(order.ticker, _ZERO) + signed
            self.on_market(order.ticker)
        resting = self._resting.setdefault(order.ticker, {})
        if order.is_resting:
            resting[order.order_id] = RestingOrder(order.side, order.price, order.remaining_count)
        else:
            resting.pop(order.order_id, None)
        self.forget(order.client_order_id)
        amended = self._sent.get(order.order_id)
        if amended is not None:
            is_shown = (order.price, order.fill_count + order.remaining_count) == (amended.order.price, amended.total)
            if is_shown or not order.is_resting:
                self.forget(order.order_id)

    def forget(self, name: str) -> None:
        """Count something as not sent, or as shown by the account."""
        sent = self._sent.pop(name, None)
        if sent is not None:
            self._resting[sent.ticker].pop(_key(name), None)
            self.on_market(sent.ticker)

    def keep(self, name: str) -> None:
        """Count something as sent until the account must have shown it, if it has taken effect."""
        if name in self._sent:
            self._sent[name].until = clock.now() + FINAL_AFTER

    def _send(self, name: str, ticker: str, order: RestingOrder, total: Decimal) -> None:
        self._sent[name] = _Sent(ticker, order, total)
        self._resting.setdefault(ticker, {})[_key(name)] = order
        self.on_market(ticker)

    def _known_of(self, ticker: str) -> KnownAccount:
        known = self._known(ticker)
        if known.stale is None:
            now = clock.now()
            for name in [name for name, sent in self._sent.items() if sent.until is not None and sent.until < now]:
                self.forget(name)
        self._update()
        stale, best = known.stale, None
        if stale is None and self.unknown_events:
            stale = f"the events of {', '.join(self.unknown_events)} are being read"
        if known.best is not None:
            bid, ask = known.best.bid, known.best.ask
            best = bid.price if bid else None, ask.price if ask else None
        profit = None if self.limits.daily_loss is None else known.profit_today()
        loss = None if profit is None else -profit
        return KnownAccount(exposures=self._exposures, best=best, loss_today=loss, stale=stale)


def _key(name: str) -> str:
    """The key of what was sent, which no order of the account has."""
    return f"sent {name}"
