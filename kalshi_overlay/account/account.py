"""The account as it is now: cash, positions, orders and today's fills, kept from the stream and held against reads."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import msgspec

from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import InvalidRequestError, KalshiError
from kalshi_gen.models.amend_order_v2_request import AmendOrderV2Request
from kalshi_gen.models.create_order_v2_request import CreateOrderV2Request
from kalshi_gen.types import UNSET
from kalshi_overlay import clock
from kalshi_overlay.account.cash import read_cash
from kalshi_overlay.account.feed import TEMPORARY, PrivateFeed
from kalshi_overlay.account.fills import AccountFill, FillSource
from kalshi_overlay.account.kept_books import KeptBooks
from kalshi_overlay.account.live_order import LiveOrder
from kalshi_overlay.account.orders import AccountOrder, OrderSource
from kalshi_overlay.account.positions import AccountPosition, PositionSource
from kalshi_overlay.account.profit import Day, read_day, unrealized
from kalshi_overlay.account.reads import read_horizon
from kalshi_overlay.account.risk import Known, RiskChecker
from kalshi_overlay.account.seen import Seen
from kalshi_overlay.account.state import AccountState
from kalshi_overlay.errors import ClientStateError, KalshiStreamError, KalshiStreamLostError, OrderStateUnknownError
from kalshi_overlay.orders import OrderLog, amend, cancel, place
from kalshi_overlay.orders.context import DEFAULT_TIMEOUT, check_type
from kalshi_overlay.orders.events import EVENTS
from kalshi_overlay.orders.placing import with_id
from kalshi_overlay.orders.resending import backoff
from kalshi_overlay.orders.results import AmendedOrder, CanceledOrder
from kalshi_overlay.safety import Limits
from kalshi_overlay.stream.reporting import guarded
from kalshi_overlay.stream.stream import Stream, connect
from kalshi_overlay.stream.tasks import BackgroundTasks

K = TypeVar("K")
V = TypeVar("V")

# Seconds after which the stream has surely sent the fills that a read of the cash showed, and between two such reads.
_SETTLED, _POLL = 1.0, 1.0
# Seconds at most between two tries of a read that fails.
_LONGEST_PAUSE = 20.0

_log = logging.getLogger("kalshi")


class View(Mapping[K, V], Generic[K, V]):
    """A part of the account as it was at a moment.

    Attributes:
        as_of: The exchange's time up to which it is right.
        stale: Why it may not be right any more; None if it is.
    """

    def __init__(self, items: Mapping[K, V], as_of: datetime, stale: str | None) -> None:
        self._items = dict(items)
        self.as_of = as_of
        self.stale = stale

    def __getitem__(self, key: K) -> V:
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"<View {self._items!r} as of {self.as_of:%H:%M:%S}{f', stale: {self.stale}' if self.stale else ''}>"


class Account:
    """Your account, kept from the stream and held against reads.

        async with create_client() as client, Account(client) as account:
            print(account.cash, account.positions, account.orders)
            order = await account.place(CreateOrderV2Request(...))
            await order.filled(timeout=10)

    The block begins once everything is known, which takes some seconds, since reads lag. After a gap of the stream
    the account is read again; until that is done views are stale. Every so often it is read as well, and what does not
    add up is given to `on_discrepancy`, and read again.
    """

    def __init__(
        self,
        client: AuthenticatedClient,
        *,
        subaccount: int = 0,
        limits: Limits | None = None,
        log: OrderLog | None = None,
        reconcile_every: float = 60.0,
        on_discrepancy: Callable[[str], None] = lambda problem: _log.warning("the account: %s", problem),
    ) -> None:
        """Prepare an account; the block opens it.

        Args:
            client: A signed client.
            subaccount: The number of the subaccount; 0 is the primary one.
            limits: What orders and amendments of this account are held to before they are sent; None for no limits.
            log: Gets each order before it is sent, and its outcome after.
            reconcile_every: Seconds between reads that the account is held against.
            on_discrepancy: Called with what does not add up, in words. The default logs a warning.

        Raises:
            InvalidRequestError: A number is out of range.
        """
        if isinstance(subaccount, bool) or not isinstance(subaccount, int) or subaccount < 0:
            raise InvalidRequestError("subaccount", f"must be a number from 0, not {subaccount!r}")
        if (
            isinstance(reconcile_every, bool)
            or not isinstance(reconcile_every, (int, float))
            or not reconcile_every > 0
        ):
            raise InvalidRequestError("reconcile_every", f"must be seconds above 0, not {reconcile_every!r}")
        self._client = client
        self._subaccount = subaccount
        self._log = log
        self._reconcile_every = reconcile_every
        self._on_discrepancy = guarded(on_discrepancy)
        self._state = AccountState(on_market=self._on_market)
        self._risk = None if limits is None else RiskChecker(limits, self._state, client, self._known_of)
        self._live: dict[str, LiveOrder] = {}
        # The last states of orders that were sent and not answered yet, by their client_order_ids; None before any.
        self._sent: dict[str, AccountOrder | None] = {}
        self._day: Day | None = None
        self._feeds: tuple[PrivateFeed[Any], ...] = ()
        self._changed = asyncio.Event()
        self._markets_changed = asyncio.Event()
        self._closing = contextlib.AsyncExitStack()
        self._error: Exception | None = None
        self._fell_behind: datetime | None = None

    async def __aenter__(self) -> Self:
        """Open the stream, read the account, and wait until everything is known.

        Raises:
            ClientStateError: It was opened before.
            KalshiError: The stream can't be opened, or the account can't be read.
        """
        if self._feeds:
            raise ClientStateError("the account was opened before; make another one")
        try:
            self._stream = await self._closing.enter_async_context(connect(self._client))
            tasks = BackgroundTasks()
            self._closing.push_async_callback(tasks.end)
            self._state.began = clock.now()
            self._books = KeptBooks(self._stream)
            client, subaccount = self._client, self._subaccount
            self._fills = self._feed(FillSource(client, subaccount), Seen(self._today()), self._on_fill)
            self._positions = self._feed(PositionSource(client, subaccount), Seen(None), self._on_position)
            self._orders = self._feed(OrderSource(client, subaccount), Seen(None), self._on_order)
            self._feeds = (self._fills, self._positions, self._orders)
            for work in (self._keep_cash(), self._keep_day(), self._keep_markets(), self._reconcile()):
                tasks.start(self._kept(work))
            await self.until_right()
        except BaseException:
            await self._closing.aclose()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._closing.aclose()
        self._end(KalshiStreamLostError("the account was closed"))

    # What is known

    @property
    def stream(self) -> Stream:
        """The account's stream, for further subscriptions."""
        self._opened()
        return self._stream

    @property
    def stale(self) -> str | None:
        """Why something of the account may not be right; None if all is."""
        for feed in self._opened():
            if feed.stale is not None:
                return feed.stale
        return self._ended or self._cash_stale or self._day_stale

    @property
    def orders(self) -> View[str, AccountOrder]:
        """The orders that rest, by their ids."""
        return self._view(self._state.orders, self._opened()[2].stale)

    @property
    def positions(self) -> View[str, AccountPosition]:
        """The positions by ticker: those that are held, and those that have become flat or were settled meanwhile."""
        return self._view(self._state.positions, self._opened()[1].stale)

    @property
    def fills(self) -> View[str, AccountFill]:
        """The fills since midnight UTC, in their order; each by its `subject`."""
        today, feed = self._today(), self._opened()[0]
        return self._view({name: each for name, each in self._state.fills.items() if each.time >= today}, feed.stale)

    @property
    def cash(self) -> View[int, Decimal]:
        """The cash by shard, in US dollars; a shard whose cash isn't known is left out, and the view is stale.

        What resting orders would cost is not taken off, as the exchange does not either.
        """
        self._opened()
        known = {shard: cash.amount for shard, cash in sorted(self._state.cash.items())}
        return self._view({shard: amount for shard, amount in known.items() if amount is not None}, self._cash_stale)

    def unrealized_pnl(self, ticker: str) -> Decimal | None:
        """What selling a position at the best price would bring beyond its cost, without fees.

        Args:
            ticker: The market.

        Returns:
            US dollars, below 0 for a loss; None if the market's order book isn't known or may not be right.
        """
        position = self._state.positions.get(ticker)
        return Decimal(0) if position is None else unrealized(position, self._books.best(ticker))

    @property
    def profit_today(self) -> Decimal | None:
        """What has been realised since midnight UTC less fees, and what selling all positions would bring beyond cost.

        US dollars, below 0 for a loss; None while the account or the book of a position isn't right.
        """
        if self.stale is not None:
            return None
        day = self._day_now()
        assert day is not None
        total = self._state.realized - day.before - self._state.fees
        for position in self._state.positions.values():
            if position.count:
                held = unrealized(position, self._books.best(position.ticker))
                if held is None:
                    return None
                total += held
        return total

    async def until_right(self) -> None:
        """Wait until nothing of the account is stale.

        Raises:
            KalshiError: The account has ended by this error.
        """
        while self.stale is not None:
            if self._error is not None:
                raise self._error
            self._changed.clear()
            await self._changed.wait()

    # Orders

    async def place(self, body: CreateOrderV2Request, *, timeout: float = DEFAULT_TIMEOUT) -> LiveOrder:
        """Place an order exactly once, and follow it.

        Args:
            body: The order; it is not changed. Without a subaccount it is of the account's.
            timeout: Seconds after which no further request is started.

        Returns:
            The order, which changes with what the stream says of it.

        Raises:
            InvalidRequestError: It is of another subaccount, or no market could take it; nothing was sent.
            LimitExceededError: It is beyond a limit; nothing was sent.
            ClientStateError: The account isn't open; nothing was sent.
            KalshiError: What `kalshi_overlay.orders.place` raises, or the error by which the account has ended.

        Operation: `CreateOrderV2`; see `kalshi_overlay.orders.place`.
        """
        order = self._own(with_id(EVENTS, body, "body"))
        self._check_running()
        client_order_id, risk, began = str(order.client_order_id), self._risk, clock.now()
        if risk is not None:
            await self._prepare(risk, order.ticker, timeout)
            risk.check(order)
            timeout -= min(clock.now() - began, timeout / 2)
        self._sent[client_order_id] = None
        try:
            placed = await place.asyncio(client=self._client, body=order, timeout=timeout, log=self._log)
        except BaseException as error:
            if risk is not None:
                self._on_failure(risk, client_order_id, error)
            raise
        finally:
            state = self._sent.pop(client_order_id, None)
        live = LiveOrder(placed, state, partial(self.cancel, placed.order_id, market_ticker=order.ticker))
        if self._error is not None:
            live.end(self._error)
        elif not live.is_done:
            self._live[placed.order_id] = live
            # A gap of the stream may have it all.
            self._orders.watch(placed.order_id)
        if risk is not None and state is None:
            risk.keep(client_order_id)
        return live

    async def amend(
        self, order_id: str, body: AmendOrderV2Request, *, timeout: float = DEFAULT_TIMEOUT
    ) -> AmendedOrder:
        """Amend an order, and confirm that it is as asked.

        Args:
            order_id: The exchange's id.
            body: The amendment; it is not changed.
            timeout: Seconds after which no further request is started.

        Returns:
            The order as it is after it.

        Raises:
            LimitExceededError: It is beyond a limit; nothing was sent.
            KalshiError: What `kalshi_overlay.orders.amend` raises.

        Operation: `AmendOrderV2`; see `kalshi_overlay.orders.amend`.
        """
        self._check_running()
        risk = self._risk
        if risk is not None:
            check_type(body, EVENTS.amend, "body")
            await self._prepare(risk, body.ticker, timeout)
            risk.check_amend(order_id, body)
        try:
            amended = await amend.asyncio(
                order_id, client=self._client, body=body, subaccount=self._subaccount or None, timeout=timeout
            )
        except BaseException as error:
            if risk is not None:
                self._on_failure(risk, order_id, error)
            raise
        if risk is not None:
            risk.keep(order_id)
        return amended

    async def cancel(self, order_id: str, *, market_ticker: str | None = None) -> CanceledOrder:
        """Cancel an order, and confirm that it no longer rests.

        Args:
            order_id: The exchange's id.
            market_ticker: Its market; looked up if the account knows the order.

        Returns:
            The order, which no longer rests.

        Raises:
            KalshiError: What `kalshi_overlay.orders.cancel` raises.

        Operation: `CancelOrderV2`; see `kalshi_overlay.orders.cancel`.
        """
        known = self._state.orders.get(order_id)
        ticker = market_ticker or (known.ticker if known else None)
        return await cancel.asyncio(
            order_id, client=self._client, market_ticker=ticker, subaccount=self._subaccount or None
        )

    def _opened(self) -> tuple[PrivateFeed[Any], ...]:
        """Its feeds: fills, positions and orders."""
        if not self._feeds:
            raise ClientStateError("the account isn't open; use it within `async with Account(client) as account`")
        return self._feeds

    def _check_running(self) -> None:
        """Refuse to send what nobody would follow."""
        self._opened()
        if self._error is not None:
            raise self._error

    @property
    def _ended(self) -> str | None:
        return None if self._error is None else f"the account has ended ({self._error})"

    def _own(self, order: CreateOrderV2Request) -> CreateOrderV2Request:
        """An order of the account's subaccount.

        Raises:
            InvalidRequestError: It names another one.
        """
        if order.subaccount is UNSET or order.subaccount is None:
            return msgspec.structs.replace(order, subaccount=self._subaccount) if self._subaccount else order
        if order.subaccount != self._subaccount:
            problem = f"is {order.subaccount}, and the account is subaccount {self._subaccount}; leave it out"
            raise InvalidRequestError("body.subaccount", problem)
        return order

    async def _prepare(self, risk: RiskChecker, ticker: str, timeout: float) -> None:
        """Learn what a check of an order needs to know of its market."""
        if not risk.knows(ticker):
            await risk.learn([ticker])
        if risk.limits.price_through_book is not None and self._books.best(ticker) is None:
            # A book that doesn't come isn't known, and the check says so.
            with contextlib.suppress(KalshiStreamError, TimeoutError):
                async with asyncio.timeout(timeout / 2):
                    await self._books.quote(ticker)

    @staticmethod
    def _on_failure(risk: RiskChecker, name: str, error: BaseException) -> None:
        # Canceled or unknown, it may have taken effect, or may yet.
        if isinstance(error, KalshiError) and not isinstance(error, OrderStateUnknownError):
            risk.forget(name)
        else:
            risk.keep(name)

    def _known_of(self, ticker: str) -> Known:
        return Known(self._books.best(ticker), lambda: self.profit_today, self._orders.stale or self._positions.stale)

    # How it is kept

    def _feed(self, source: Any, seen: Seen, on_item: Callable[[Any], object]) -> PrivateFeed[Any]:
        feed: PrivateFeed[Any] = PrivateFeed(source, seen, self._stream)
        feed.on_item, feed.on_stale, feed.on_ended = on_item, self._on_stale, self._end
        return feed

    def _view(self, items: Mapping[K, V], stale: str | None) -> View[K, V]:
        stale = stale or self._ended
        as_of = self._fills.now if stale is None else self._fell_behind or self._fills.now
        return View(items, as_of, stale)

    @property
    def _cash_stale(self) -> str | None:
        if self._fills.stale is not None:
            return self._fills.stale
        if not self._state.is_explained:
            return "a position has changed, and no fill explains it yet"
        unknown = [shard for shard, cash in self._state.cash.items() if cash.amount is None]
        if unknown or not self._state.cash:
            return f"the cash on shards {unknown} is being read" if unknown else "the cash has not been read yet"
        return None

    @property
    def _day_stale(self) -> str | None:
        return "what was realised today is being read" if self._day is None else None

    def _today(self) -> datetime:
        now = datetime.fromtimestamp(clock.unix_milliseconds() / 1000, UTC)
        return now.replace(hour=0, minute=0, second=0, microsecond=0)

    def _day_now(self) -> Day | None:
        """The day, which begins again at midnight."""
        today = self._today()
        if self._day is not None and self._day.began < today:
            self._day = Day(today, self._state.realized, self._day.settled)
            self._state.forget_fills(today)
        return self._day

    def _on_stale(self) -> None:
        self._fell_behind = None if self.stale is None else self._fell_behind or self._fills.now
        self._changed.set()

    def _on_market(self, ticker: str) -> None:
        if self._risk is not None:
            self._risk.on_market(ticker)
        self._markets_changed.set()
        self._changed.set()

    def _on_fill(self, fill: AccountFill) -> None:
        self._day_now()
        self._state.on_fill(fill)

    def _on_position(self, position: AccountPosition) -> None:
        # At midnight, before anything of the new day counts.
        day = self._day_now()
        if day is not None and position.ticker in day.settled:
            # It was over when the account was opened, and its profit counts already.
            return
        if self._risk is not None:
            self._risk.on_position(position, is_live=self._positions.stale is None)
        self._state.on_position(position)

    def _on_order(self, order: AccountOrder) -> None:
        self._state.on_order(order)
        if self._risk is not None:
            self._risk.on_order(order, is_live=self._orders.stale is None)
        if order.client_order_id in self._sent:
            self._sent[order.client_order_id] = order
        live = self._live.get(order.order_id)
        if live is not None:
            live.update(order)
            if live.is_done:
                del self._live[order.order_id]

    def _end(self, error: Exception | None) -> None:
        self._error = self._error or error or KalshiStreamLostError("the stream was closed")
        for live in self._live.values():
            live.end(self._error)
        self._changed.set()

    async def _kept(self, work: Awaitable[None]) -> None:
        try:
            await work
        except Exception as error:
            if not isinstance(error, KalshiError):
                _log.exception("an account has ended by an error of the client's own")
            self._end(error)

    async def _until(self, feed: PrivateFeed[Any]) -> None:
        while feed.stale is not None:
            self._changed.clear()
            await self._changed.wait()

    async def _keep_cash(self) -> None:
        """Read the cash: often until it is known, then every so often."""
        read_at = -math.inf
        while True:
            self._day_now()
            self._state.settle()
            is_due = self._cash_stale is not None or clock.now() - read_at >= self._reconcile_every
            if is_due and self._fills.stale is None:
                read_at = clock.now()
                await self._read_cash()
                self._on_stale()
            else:
                await clock.sleep_async(_POLL)

    async def _read_cash(self) -> None:
        gaps = self._fills.gaps
        try:
            horizon = await read_horizon(self._client)
            shown = await read_cash(self._client, self._subaccount)
        except KalshiError as error:
            _log.info("the cash could not be read: %s", error)
            shown = {}
        await clock.sleep_async(_SETTLED)
        if self._fills.gaps != gaps or not self._state.is_explained:
            return
        for shard, amount in shown.items():
            if not self._state.cash_on(shard).read(amount, horizon):
                self._on_discrepancy(f"no known fills lead to the cash on shard {shard}, {amount} dollars")

    async def _keep_day(self) -> None:
        """Read what was realised before midnight."""
        pauses = backoff(_POLL, _LONGEST_PAUSE, 2.0)
        while self._day is None:
            await self._until(self._fills)
            await self._until(self._positions)
            positions = list(self._state.positions.values())
            try:
                self._day = await read_day(self._client, self._today(), positions, self._subaccount)
            except TEMPORARY as error:
                _log.info("what was realised today could not be read: %s", error)
                await clock.sleep_async(next(pauses))
        # It may have begun since the account was opened.
        self._state.forget_fills(self._day.began)
        self._on_stale()

    async def _keep_markets(self) -> None:
        """Keep the books of the markets in which something is held, and learn the events of all."""
        while True:
            await self._markets_changed.wait()
            self._markets_changed.clear()
            held = {ticker for ticker, position in self._state.positions.items() if position.count}
            try:
                await self._books.keep(held)
                if self._risk is not None:
                    await self._risk.learn(list(self._risk.unknown_events))
            except KalshiError as error:
                _log.warning("what is known of the account's markets is not complete: %s", error)
                await clock.sleep_async(_POLL)
                self._markets_changed.set()

    async def _reconcile(self) -> None:
        """Hold everything against reads every so often."""
        state = self._state
        while True:
            await clock.sleep_async(self._reconcile_every)
            for feed, kept in (
                (self._orders, state.orders.values()),
                (self._positions, state.positions.values()),
                (self._fills, ()),
            ):
                try:
                    wrong = await feed.verify({item.subject: item for item in kept})
                except KalshiError as error:
                    _log.info("the account could not be held against reads: %s", error)
                else:
                    if wrong is not None:
                        self._on_discrepancy(f"reads show what the stream did not send: {wrong}")
