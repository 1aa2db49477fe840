"""Limits held against the account: its positions and orders, those that were sent and not answered included."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from attrs import define

from kalshi_gen.api.historical import get_historical_market
from kalshi_gen.api.market import get_market
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import KalshiNotFoundError
from kalshi_gen.models.amend_order_v2_request import AmendOrderV2Request
from kalshi_gen.models.create_order_v2_request import CreateOrderV2Request
from kalshi_overlay import clock
from kalshi_overlay.account import values
from kalshi_overlay.account.kept_account import KeptAccount
from kalshi_overlay.account.orders import AccountOrder
from kalshi_overlay.account.positions import AccountPosition
from kalshi_overlay.orders.reading import FINAL_AFTER
from kalshi_overlay.safety.exposure import Exposures, RestingOrder
from kalshi_overlay.safety.limits import KnownAccount, LimitChecker, Limits

_ZERO, _ONE = Decimal(0), Decimal(1)


@define(eq=False)
class Sent:
    """An order or amendment that was sent, and may rest although the account doesn't show it yet.

    Attributes:
        ticker: Its market.
        subject: The client_order_id of an order, or the order_id of one that is amended.
        order: What may rest.
        total: Contracts in all, filled ones and those that rest.
        is_shown: Whether it counts no more: the account shows it, or it never will.
    """

    ticker: str
    subject: str
    order: RestingOrder
    total: Decimal
    is_shown: bool = False

    def is_shown_by(self, order: AccountOrder) -> bool:
        """Whether a state of an order is what was sent, or what has become of it."""
        if self.subject == order.client_order_id:
            return True
        total = order.fill_count + order.remaining_count
        is_amended = (order.price, total) == (self.order.price, self.total)
        return self.subject == order.order_id and (is_amended or not order.is_resting)


@define
class _Unseen:
    """Contracts that one of the two channels shows as filled and the other one doesn't yet: they have no common order.

    Attributes:
        count: What orders show more than the position does, above 0 for yes.
        price: The dearest limit of the orders, in US dollars of yes.
        is_of_orders: Whether orders have shown it first, so that the position doesn't have it yet.
        since: When it changed last, by `clock.now()`.
    """

    count: Decimal
    price: Decimal
    is_of_orders: bool
    since: float

    @property
    def order(self) -> RestingOrder:
        """It as an order that still rests."""
        return RestingOrder("bid" if self.count > 0 else "ask", self.price, abs(self.count))


class RiskChecker:
    """Refuses orders that would break a limit, before they are sent.

    Args:
        limits: The limits.
        kept: The account.
        client: A signed client.
    """

    def __init__(self, limits: Limits, kept: KeptAccount, client: AuthenticatedClient) -> None:
        self.limits = limits
        self._kept = kept
        self._client = client
        self._checker = LimitChecker(limits)
        self._unseen_for = kept.reconcile_every + FINAL_AFTER
        self._exposures = Exposures()
        self._events: dict[str, str] = {}
        # The markets of the account whose event isn't known.
        self.unknown_events = set[str]()
        # What may rest in each market, and the markets that have changed since their exposures were computed.
        self._resting: dict[str, dict[Hashable, RestingOrder]] = {}
        self._changed = set[str]()
        # What only orders or only positions show, and what is needed to know it: fills of orders, counts of positions.
        self._unseen: dict[str, _Unseen] = {}
        self._filled: dict[str, Decimal] = {}
        self._counts: dict[str, Decimal] = {}
        # By the order that each is of. Those that were answered are shown by a moment of `clock.now()`, or never will.
        self._sent: dict[str, list[Sent]] = {}
        self._answered: deque[tuple[float, Sent]] = deque()

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
                self._events[ticker] = await self._read_event(ticker)
                self.unknown_events.discard(ticker)

    async def _read_event(self, ticker: str) -> str:
        try:
            found: Any = (await get_market.asyncio(ticker, client=self._client)).market
        except KalshiNotFoundError as missing:
            # Of a market that was settled long ago, an order or a position may still be shown.
            try:
                found = (await get_historical_market.asyncio(ticker, client=self._client)).market
            except KalshiNotFoundError:
                raise missing from None
        return values.text(found, "event_ticker")

    async def learn_all(self) -> None:
        """Learn the events of all markets of the account.

        Raises:
            KalshiError: A market can't be read.
        """
        await self.learn(list(self.unknown_events))

    def on_market(self, ticker: str) -> None:
        """Learn the event of a market of the account before the next check."""
        if ticker not in self._events:
            self.unknown_events.add(ticker)

    def _update(self) -> None:
        for ticker in [each for each in self._changed if each in self._events]:
            self._changed.discard(ticker)
            position = self._kept.state.positions.get(ticker)
            held, cost = (position.count, max(position.cost, _ZERO)) if position else (_ZERO, _ZERO)
            self._exposures.update(ticker, self._events[ticker], held, cost, self._orders_of(ticker))

    def _orders_of(self, ticker: str) -> Mapping[Hashable, RestingOrder]:
        """What may rest in a market, and what is filled and not in the position yet, as an order that still rests."""
        resting, unseen = self._resting.get(ticker, {}), self._unseen.get(ticker)
        return resting if unseen is None or not unseen.is_of_orders else resting | {"filled": unseen.order}

    def check(self, order: CreateOrderV2Request) -> Sent:
        """Check an order whose event is known, and count it as sent.

        Returns:
            What counts, for `forget` and `keep`.

        Raises:
            LimitExceededError: It is beyond a limit, or what a limit needs isn't known.
        """
        self._checker.check(order, self._events[order.ticker], self._known_of(order.ticker))
        asked = RestingOrder(order.side, order.price, order.count)
        return self._send(Sent(order.ticker, str(order.client_order_id), asked, order.count))

    def check_unsent(self, order: CreateOrderV2Request) -> None:
        """Check an order whose event is known, and count nothing.

        Raises:
            LimitExceededError: It is beyond a limit, or what a limit needs isn't known.
        """
        self._checker.check(order, self._events[order.ticker], self._known_of(order.ticker), is_sent=False)

    def check_amend(self, order_id: str, amendment: AmendOrderV2Request) -> Sent:
        """Check an amendment of an order whose event is known, and count it as sent, beside the order as it was.

        Returns:
            What counts, for `forget` and `keep`.

        Raises:
            LimitExceededError: It is beyond a limit, or what a limit needs isn't known.
        """
        before = self._kept.state.orders.get(order_id)
        filled = before.fill_count if before is not None else _ZERO
        event, known = self._events[amendment.ticker], self._known_of(amendment.ticker)
        self._checker.check_amend(amendment, event, known, replaces=order_id, fill_count=filled)
        left = max(amendment.count - filled, _ZERO)
        order = RestingOrder(amendment.side, amendment.price, left)
        return self._send(Sent(amendment.ticker, order_id, order, amendment.count))

    def on_position(self, position: AccountPosition) -> None:
        """Take a state of a position, which the stream has sent just now, or a read has shown."""
        ticker = position.ticker
        self._changed.add(ticker)
        moved = position.count - self._counts.get(ticker, _ZERO)
        self._counts[ticker] = position.count
        if self._kept.positions.stale is None:
            self._move(ticker, -moved, None)
        else:
            self._unseen.pop(ticker, None)

    def on_order(self, order: AccountOrder) -> None:
        """Take a state of an order, which shows what was sent of it."""
        is_live = self._kept.orders.stale is None
        filled = order.fill_count - self._filled.get(order.order_id, _ZERO if is_live else order.fill_count)
        self._filled[order.order_id] = order.fill_count
        if not order.is_resting:
            del self._filled[order.order_id]
        if is_live:
            self._move(order.ticker, filled if order.side == "bid" else -filled, order.price)
        elif order.ticker in self._unseen and not self._unseen[order.ticker].is_of_orders:
            # What is read now is in the position.
            del self._unseen[order.ticker]
        left = RestingOrder(order.side, order.price, order.remaining_count) if order.is_resting else None
        self._rest(order.ticker, order.order_id, left)
        for subject in (order.client_order_id, order.order_id):
            for sent in [each for each in self._sent.get(subject, ()) if each.is_shown_by(order)]:
                self.forget(sent)

    def _move(self, ticker: str, contracts: Decimal, price: Decimal | None) -> None:
        """Count contracts that an order at a price shows as filled, or without a price, those that a position shows."""
        if not contracts:
            return
        before = self._unseen.pop(ticker, None)
        self._changed.add(ticker)
        count = contracts if before is None else before.count + contracts
        if not count:
            return
        is_of_orders, prices = price is not None, [] if price is None else [price]
        if before is not None and before.count * count > 0:
            # What an order shows of what the position has already makes it less.
            is_of_orders = before.is_of_orders or (is_of_orders and abs(count) > abs(before.count))
            prices.append(before.price)
        dearest = max(prices, default=_ONE) if count > 0 else min(prices, default=_ZERO)
        self._unseen[ticker] = _Unseen(count, dearest, is_of_orders, clock.now())

    def forget(self, sent: Sent) -> None:
        """Count something as not sent, or as shown by the account."""
        if sent.is_shown:
            return
        sent.is_shown = True
        self._sent[sent.subject].remove(sent)
        if not self._sent[sent.subject]:
            del self._sent[sent.subject]
        self._rest(sent.ticker, sent, None)

    def keep(self, sent: Sent) -> None:
        """Count something as sent until the account must have shown it, if it has taken effect."""
        self._answered.append((clock.now() + FINAL_AFTER, sent))

    def _send(self, sent: Sent) -> Sent:
        self._sent.setdefault(sent.subject, []).append(sent)
        self._rest(sent.ticker, sent, sent.order)
        return sent

    def _rest(self, ticker: str, key: Hashable, order: RestingOrder | None) -> None:
        """Count an order as one that may rest, or, if it is None, no longer."""
        orders = self._resting.setdefault(ticker, {})
        if order is None:
            orders.pop(key, None)
        else:
            orders[key] = order
        if ticker in self._changed or ticker not in self._events:
            # It is computed as one before the next check, or once its event is known.
            self._changed.add(ticker)
        else:
            self._exposures.rest(ticker, self._events[ticker], key, order)

    def _known_of(self, ticker: str) -> KnownAccount:
        kept = self._kept
        stale = kept.orders.stale or kept.positions.stale or kept.ended
        if stale is None:
            now = clock.now()
            while self._answered and self._answered[0][0] < now:
                self.forget(self._answered.popleft()[1])
            for name in [each for each, unseen in self._unseen.items() if unseen.since + self._unseen_for < now]:
                # A settlement, which no fill explains; or reads have shown the position meanwhile.
                del self._unseen[name]
                self._changed.add(name)
        self._update()
        if stale is None and self.unknown_events:
            stale = f"the events of {', '.join(self.unknown_events)} are being read"
        prices, best = kept.books.best(ticker), None
        if prices is not None:
            bid, ask = prices.bid, prices.ask
            best = bid.price if bid else None, ask.price if ask else None
        profit = None if self.limits.daily_loss is None else kept.profit_today()
        loss = None if profit is None else -profit
        return KnownAccount(exposures=self._exposures, best=best, loss_today=loss, stale=stale)
