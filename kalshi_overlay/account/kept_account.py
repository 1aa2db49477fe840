"""What an account has, kept from the stream, read again after each gap, and held against reads every so often."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Collection
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import KalshiError
from kalshi_overlay import clock
from kalshi_overlay.account.cash import read_cash
from kalshi_overlay.account.feed import TEMPORARY, PrivateFeed
from kalshi_overlay.account.fills import AccountFill, FillSource
from kalshi_overlay.account.kept_books import KeptBooks
from kalshi_overlay.account.orders import AccountOrder, OrderSource
from kalshi_overlay.account.positions import AccountPosition, PositionSource
from kalshi_overlay.account.profit import Day, read_day, unrealized
from kalshi_overlay.account.reads import read_horizon
from kalshi_overlay.account.seen import Seen
from kalshi_overlay.account.state import AccountState
from kalshi_overlay.errors import KalshiStreamLostError
from kalshi_overlay.orders.resending import backoff
from kalshi_overlay.stream.stream import Stream, connect
from kalshi_overlay.stream.tasks import BackgroundTasks

# Seconds after which the stream has surely sent the fills that a read of the cash showed, and between two such reads.
_SETTLED, _POLL = 1.0, 1.0
# Seconds at most between two tries of a read that fails.
_LONGEST_PAUSE = 20.0

_log = logging.getLogger("kalshi")


async def _nothing() -> None:
    """Do nothing."""


class KeptAccount:
    """An account from the moment on at which it is opened.

    Args:
        client: A signed client.
        subaccount: The number of the subaccount.
        reconcile_every: Seconds between reads that it is held against.
        on_discrepancy: Called with what does not add up, in words.

    Attributes:
        reconcile_every: Seconds between reads that it is held against.
        state: What the account has.
        error: The error by which it has ended; None while it is kept.
        stream: The stream.
        books: The order books of what is held.
        fills: Where fills come from.
        positions: Where positions come from.
        orders: Where orders come from.
        on_order: Called with each state of an order.
        on_position: Called with each state of a position.
        on_market: Called with the ticker of a market in which something has changed.
        on_markets: Awaited when something may have changed in any market.
        on_ended: Called with the error by which it ends.
    """

    stream: Stream
    books: KeptBooks
    fills: PrivateFeed[AccountFill]
    positions: PrivateFeed[AccountPosition]
    orders: PrivateFeed[AccountOrder]

    def __init__(
        self,
        client: AuthenticatedClient,
        subaccount: int,
        reconcile_every: float,
        on_discrepancy: Callable[[str], None],
    ) -> None:
        self._client = client
        self._subaccount = subaccount
        self.reconcile_every = reconcile_every
        self._on_discrepancy = on_discrepancy
        self.state = AccountState(on_market=self._on_market)
        self.error: Exception | None = None
        self.on_order: Callable[[AccountOrder], object] = lambda order: None
        self.on_position: Callable[[AccountPosition], object] = lambda position: None
        self.on_market: Callable[[str], object] = lambda ticker: None
        self.on_markets: Callable[[], Awaitable[None]] = _nothing
        self.on_ended: Callable[[Exception], object] = lambda error: None
        self._day: Day | None = None
        self._changed = asyncio.Event()
        self._markets = set[str]()
        self._markets_changed = asyncio.Event()
        self._fell_behind: datetime | None = None

    async def open(self, closing: AsyncExitStack) -> None:
        """Open the stream, read the account, and wait until everything is known.

        Args:
            closing: Closes it at its end.

        Raises:
            KalshiError: The stream can't be opened, or the account can't be read.
        """
        client, subaccount = self._client, self._subaccount
        self.stream = await closing.enter_async_context(connect(client))
        tasks = BackgroundTasks()
        closing.push_async_callback(tasks.end)
        self.state.began = clock.now()
        self.books = KeptBooks(self.stream)
        self.fills = self._feed(FillSource(client, subaccount), Seen(_today()), self._on_fill)
        self.positions = self._feed(PositionSource(client, subaccount), Seen(None), self._on_position)
        self.orders = self._feed(OrderSource(client, subaccount), Seen(None), self._on_order)
        for work in (self._keep_cash(), self._keep_day(), self._keep_markets(), self._reconcile()):
            tasks.start(self._kept(work))
        await self.until_right()

    # What is known

    @property
    def stale(self) -> str | None:
        """Why something may not be right; None if all is."""
        return (
            self.fills.stale
            or self.positions.stale
            or self.orders.stale
            or self.ended
            or self.cash_stale
            or ("what was realised today is being read" if self._day is None else None)
        )

    @property
    def ended(self) -> str | None:
        """That it has ended, in words; None if it hasn't."""
        return None if self.error is None else f"the account has ended ({self.error})"

    @property
    def cash_stale(self) -> str | None:
        """Why the cash may not be right; None if it is."""
        # A settlement shows in positions alone.
        if (stale := self.fills.stale or self.positions.stale) is not None:
            return stale
        if not self.state.is_explained:
            return "a position has changed, and no fill explains it yet"
        unknown = [shard for shard, cash in list(self.state.cash.items()) if cash.amount is None]
        if unknown or not self.state.cash:
            return f"the cash on shards {unknown} is being read" if unknown else "the cash has not been read yet"
        return None

    def as_of(self, stale: str | None) -> datetime:
        """The exchange's time up to which something is right that is stale for a reason, or isn't."""
        return self.fills.heard_until if stale is None else self._fell_behind or self.fills.heard_until

    def fills_today(self) -> dict[str, AccountFill]:
        """The fills since midnight UTC."""
        today = _today()
        return {name: fill for name, fill in list(self.state.fills.items()) if fill.time >= today}

    def profit_today(self) -> Decimal | None:
        """What the day has brought, in US dollars; None if it isn't known."""
        if self.stale is not None:
            return None
        day = self._day_now()
        assert day is not None
        total = self.state.realized - day.before - self.state.fees
        for position in list(self.state.positions.values()):
            if position.count:
                held = unrealized(position, self.books.best(position.ticker))
                if held is None:
                    return None
                total += held
        return total

    async def until_right(self) -> None:
        """Wait until nothing is stale.

        Raises:
            KalshiError: It has ended by this error.
        """
        while self.stale is not None:
            if self.error is not None:
                raise self.error
            await self._until_changed()

    def forget_cash(self, shards: Collection[int], seconds: float) -> None:
        """Know nothing of the cash on shards until it has been read after so many seconds."""
        for shard, cash in self.state.cash.items():
            if shard in shards:
                cash.forget(seconds)
        self._on_stale()

    def end(self, error: Exception | None) -> None:
        """Keep it no longer."""
        if self.error is None:
            self.error = error or KalshiStreamLostError("the stream was closed")
            self.on_ended(self.error)
        self._changed.set()

    # How it is kept

    def _feed(self, source: Any, seen: Seen, on_item: Callable[[Any], object]) -> PrivateFeed[Any]:
        feed: PrivateFeed[Any] = PrivateFeed(source, seen, self.stream)
        feed.on_item, feed.on_stale, feed.on_ended = on_item, self._on_stale, self.end
        return feed

    def _day_now(self) -> Day | None:
        """The day, which begins again at midnight."""
        today = _today()
        if self._day is not None and self._day.began < today:
            self._day = Day(today, self.state.realized, self._day.settled)
            self.state.forget_fills(today)
        return self._day

    def _on_stale(self) -> None:
        self._fell_behind = None if self.stale is None else self._fell_behind or self.fills.heard_until
        self._changed.set()

    def _on_market(self, ticker: str) -> None:
        self.on_market(ticker)
        if ticker not in self._markets:
            self._markets.add(ticker)
            self._markets_changed.set()
        self._changed.set()

    def _on_fill(self, fill: AccountFill) -> None:
        self._day_now()
        self.state.on_fill(fill)

    def _on_position(self, position: AccountPosition) -> None:
        # At midnight, before anything of the new day counts.
        day = self._day_now()
        if day is not None and position.ticker in day.settled:
            # It was over when the account was opened, and its profit counts already.
            return
        self.on_position(position)
        self.state.on_position(position)
        self._markets_changed.set()

    def _on_order(self, order: AccountOrder) -> None:
        self.state.on_order(order)
        self.on_order(order)

    async def _kept(self, work: Awaitable[None]) -> None:
        try:
            await work
        except Exception as error:
            if not isinstance(error, KalshiError):
                _log.exception("an account has ended by an error of the client's own")
            self.end(error)

    async def _until_changed(self) -> None:
        self._changed.clear()
        await self._changed.wait()

    async def _keep_cash(self) -> None:
        """Read the cash: often until it is known, then every so often."""
        read_at = -math.inf
        while True:
            self._day_now()
            self.state.settle()
            is_due = self.cash_stale is not None or clock.now() - read_at >= self.reconcile_every
            if is_due and self.fills.stale is None and self.positions.stale is None:
                read_at = clock.now()
                await self._read_cash()
                self._on_stale()
            else:
                await clock.sleep_async(_POLL)

    async def _read_cash(self) -> None:
        gaps = self.fills.gaps, self.positions.gaps
        try:
            horizon = await read_horizon(self._client)
            shown = await read_cash(self._client, self._subaccount)
        except KalshiError as error:
            _log.info("the cash could not be read: %s", error)
            shown = {}
        await clock.sleep_async(_SETTLED)
        if (self.fills.gaps, self.positions.gaps) != gaps or not self.state.is_explained:
            return
        for shard, amount in shown.items():
            if not self.state.cash_on(shard).read(amount, horizon):
                self._on_discrepancy(f"no known fills lead to the cash on shard {shard}, {amount} dollars")

    async def _keep_day(self) -> None:
        """Read what was realised before midnight."""
        pauses = backoff(_POLL, _LONGEST_PAUSE, 2.0)
        while self._day is None:
            while self.fills.stale is not None or self.positions.stale is not None:
                await self._until_changed()
            positions = list(self.state.positions.values())
            try:
                self._day = await read_day(self._client, _today(), positions, self._subaccount)
            except TEMPORARY as error:
                _log.info("what was realised today could not be read: %s", error)
                await clock.sleep_async(next(pauses))
        # It may have begun since the account was opened.
        self.state.forget_fills(self._day.began)
        self._on_stale()

    async def _keep_markets(self) -> None:
        """Keep the books of the markets in which something is held, and what others need to know of markets."""
        while True:
            await self._markets_changed.wait()
            self._markets_changed.clear()
            held = {ticker for ticker, position in self.state.positions.items() if position.count}
            try:
                await self.books.keep(held)
                await self.on_markets()
            except KalshiError as error:
                _log.warning("what is known of the account's markets is not complete: %s", error)
                await clock.sleep_async(_POLL)
                self._markets_changed.set()

    async def _reconcile(self) -> None:
        """Hold everything against reads every so often."""
        while True:
            await clock.sleep_async(self.reconcile_every)
            await self._verify(self.orders, self.state.orders)
            await self._verify(self.positions, self.state.positions)
            await self._verify(self.fills, {})

    async def _verify(self, feed: PrivateFeed[Any], kept: dict[str, Any]) -> None:
        try:
            wrong = await feed.verify({item.subject: item for item in kept.values()})
        except KalshiError as error:
            _log.info("the account could not be held against reads: %s", error)
        else:
            if wrong is not None:
                self._on_discrepancy(f"reads show what the stream did not send: {wrong}")


def _today() -> datetime:
    now = datetime.fromtimestamp(clock.unix_milliseconds() / 1000, UTC)
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
