"""A private channel of the stream joined to what reads show, so that nothing is missed and nothing comes twice."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from asyncio import Event
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Final, Generic, TypeVar

from attrs import evolve

from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.errors import KalshiDecodeError, KalshiError, KalshiRateLimitError, KalshiServerError
from kalshi_gen.runtime.drift import SpecDrift
from kalshi_overlay import clock
from kalshi_overlay.account.reads import Horizon, read_horizon
from kalshi_overlay.account.seen import Item, Seen
from kalshi_overlay.errors import KalshiTransportError, UnusableAnswerError
from kalshi_overlay.orders.reading import CLOCK_SLACK
from kalshi_overlay.orders.resending import backoff
from kalshi_overlay.stream.readers import Receiver
from kalshi_overlay.stream.stream import Stream

ItemT = TypeVar("ItemT", bound=Item)

# Seconds between two reads while something may be missing.
_POLL: Final = 1.0
# Seconds between reads that fail, and how often an answer may be unusable before that is an error and no longer a wait.
_FIRST_PAUSE, _LONGEST_PAUSE, _PAUSE_GROWTH = 0.25, 20.0, 2.0
_MOST_UNUSABLE: Final = 5
_EPOCH, _MILLISECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(milliseconds=1)
TEMPORARY: Final = (KalshiTransportError, KalshiServerError, KalshiRateLimitError)
"""Errors of a read after which the same read may succeed."""
_UNUSABLE = UnusableAnswerError, KalshiDecodeError

_log = logging.getLogger("kalshi")


class Source(ABC, Generic[ItemT]):
    """Where the items of a private feed come from.

    Attributes:
        channel: The channel of the stream.
        has_states: Whether items are states, of which a later one replaces the earlier ones.
        has_times: Whether messages say when something happened. Otherwise that is estimated when they come.
    """

    channel: ClassVar[str]
    has_states: ClassVar[bool]
    has_times: ClassVar[bool] = True

    def __init__(self, client: AuthenticatedClient, subaccount: int | None) -> None:
        self.client = client
        self.subaccount = subaccount

    @abstractmethod
    def item_of(self, message: Any, now: datetime) -> ItemT:
        """The item of a message that comes `now`; raises `UnusableAnswerError` if that lacks what an item needs."""

    @abstractmethod
    async def read(self, since: datetime | None, resting: Collection[str]) -> list[ItemT]:
        """Read all items from a moment on, in their order; without a moment, what is so now.

        The orders that are known to rest are read in any case.
        """


class PrivateFeed(Receiver, Generic[ItemT]):
    """The items of a source: what reads show of the past, then what the stream sends, and reads again after each gap.

    What is read is given on as soon as it is certain that nothing earlier is missing, which takes as long as reads may
    lag. What the stream sends meanwhile is held until then. So items come in their order, each once.

    Args:
        source: Where items come from.
        seen: What has come before.
        stream: The stream.

    Attributes:
        stale: Why something may be missing that has happened already; None while nothing is.
        gaps: How often it has fallen behind.
        on_item: Called with each item.
        on_stale: Called whenever `stale` has changed.
        on_ended: Called when nothing more will come, with the error that is why, or None if the stream was closed.
    """

    def __init__(self, source: Source[ItemT], seen: Seen, stream: Stream) -> None:
        self._source = source
        self._seen = seen.copy()
        self._held: list[ItemT] = []
        self._watched = set[str]()
        # Since when, by `clock.now()`, the stream sends everything; None while it doesn't.
        self._complete_since: float | None = None
        self._is_behind = Event()
        self._is_behind.set()
        self._has_ended = False
        # The exchange's time less that of `clock.now()`, in Unix seconds.
        self._offset = clock.unix_milliseconds() / 1000 - clock.now()
        self.stale: str | None = "the account has not been read yet"
        self.gaps = 0
        self.on_item: Callable[[ItemT], object] = lambda item: None
        self.on_stale: Callable[[], object] = lambda: None
        self.on_ended: Callable[[Exception | None], object] = lambda error: None
        self._reader, self._hearing, self.close = stream.attach(source.channel, self, self._keep_up())

    @property
    def now(self) -> datetime:
        """What time it surely is at the exchange, to some seconds."""
        return datetime.fromtimestamp(clock.now() + self._offset, UTC)

    @property
    def heard_until(self) -> datetime:
        """The exchange's time of the last sign of life of the connection; what came later may be unheard."""
        return self.now - timedelta(seconds=self._hearing.silence())

    def watch(self, order_id: str) -> None:
        """Read an order after a gap, although it may not have come yet."""
        self._watched.add(order_id)

    def _lasting(self) -> set[str]:
        """What a read must show, however old it is."""
        return self._watched | self._seen.lasting.keys()

    async def verify(self, current: Mapping[str, ItemT]) -> str | None:
        """Hold what has come against what reads show; if something is wrong, read everything.

        Args:
            current: The states that are kept, by their subjects; empty if items are no states.

        Returns:
            What is wrong, in words; None if nothing is.

        Raises:
            KalshiError: The account can't be read.
        """
        horizon = await read_horizon(self._source.client)
        since = None if self._source.has_states else self._seen.floor
        items = await self._source.read(since, self._lasting())
        if self._is_behind.is_set():
            return None
        # After the read: what has come meanwhile has moved it.
        floor = self._seen.floor
        wrong = self._first_wrong(items, current, floor, horizon.until - timedelta(seconds=CLOCK_SLACK))
        if wrong is not None:
            # What is missing comes, however old it is.
            self._seen.begin = self._seen.begin and min(self._seen.begin, wrong.time)
            if floor is not None:
                self._seen.since, self._seen.latest = min(floor, wrong.time), None
            self.on_gap(f"reads show {wrong}, which the stream did not send", None)
            return str(wrong)
        return None

    def _first_wrong(
        self, items: list[ItemT], current: Mapping[str, ItemT], floor: datetime | None, until: datetime
    ) -> ItemT | None:
        """What was read, and surely should have come long ago."""
        for item in items:
            known = current.get(item.subject)
            if self._source.has_states:
                # An order that has just ended is kept no longer, and may still be read as it was.
                is_new = known is None and self._seen.last_of(item) is None
                is_missing = is_new or (known is not None and known.state != item.state and known.time <= until)
            else:
                is_missing = (floor is None or item.time >= floor) and not self._seen.has(item)
            if item.time <= until and is_missing:
                return item
        return None

    # What the stream says

    def receive(self, message: Any) -> Awaitable[None] | None:
        """Give an item on, or hold it."""
        item = self._source.item_of(message, self.now)
        if self._source.subaccount not in (None, item.subaccount) or self._is_too_old(item):
            return None
        if self._is_behind.is_set():
            self._held.append(item)
        else:
            self._give(item)
        return None

    def _is_too_old(self, item: ItemT) -> bool:
        """Whether it is from before the moment from which on items are wanted; a state that comes now is not."""
        begin = self._seen.since
        return not self._source.has_states and begin is not None and item.time < begin

    def problem_with(self, message: Any, drifts: Iterable[SpecDrift]) -> str | None:
        """Why a message can't be used, so that the account must be read; None if it can be."""
        try:
            self._source.item_of(message, datetime.now(UTC))
        except UnusableAnswerError as error:
            return str(error)
        return None

    def on_gap(self, reason: str, ticker: str | None) -> None:
        """Read what is missing."""
        self._complete_since = clock.now() if self._reader.is_subscribed else None
        if self._source.has_states:
            # Reads will show later ones.
            self._held.clear()
        self._fall_behind(f"the stream may have missed something: {reason}")

    def on_subscribed(self) -> None:
        """From now on the stream sends everything."""
        self._complete_since = clock.now()

    def on_end(self, error: Exception | None) -> None:
        """Nothing more will come."""
        if not self._has_ended:
            self._set_stale(f"the feed has ended ({error})" if error else "the stream was closed")
            self._has_ended = True
            self.on_ended(error)

    # What reads show

    async def _keep_up(self) -> None:
        while not self._has_ended:
            await self._is_behind.wait()
            try:
                await self._catch_up()
            except Exception as error:
                if not isinstance(error, KalshiError):
                    _log.exception("a feed of %s has ended by an error of the client's own", self._source.channel)
                self.on_end(error)
                self.close()

    async def _catch_up(self) -> None:
        """Read what is missing, until the stream goes on from there.

        Raises:
            KalshiError: The account can't be read, and waiting doesn't help.
        """
        pauses, unusable = backoff(_FIRST_PAUSE, _LONGEST_PAUSE, _PAUSE_GROWTH), 0
        while self._is_behind.is_set():
            complete_since, floor = self._complete_since, self._seen.floor
            try:
                horizon = await read_horizon(self._source.client)
                items = await self._source.read(floor, self._lasting())
            except (*TEMPORARY, *_UNUSABLE) as error:
                unusable = unusable + 1 if isinstance(error, _UNUSABLE) else 0
                if unusable >= _MOST_UNUSABLE:
                    raise
                self._set_stale(f"the account can't be read: {error}")
                pause = next(pauses)
                _log.warning("the account can't be read (%s); trying again in %.1f s", error, pause)
            else:
                pauses, unusable = backoff(_FIRST_PAUSE, _LONGEST_PAUSE, _PAUSE_GROWTH), 0
                self._set_offset(horizon.now.timestamp() - horizon.answered)
                is_complete = complete_since is not None and complete_since == self._complete_since
                if self._lacks_some(items, horizon):
                    self._set_stale("reads lag further behind than they ever were seen to")
                elif is_complete and complete_since is not None and horizon.shows(complete_since):
                    self._join(items, floor)
                    self._seen.begin = self._seen.begin or horizon.until
                    return
                else:
                    self._follow(items, floor, horizon)
                    self._set_stale("what the stream has missed is being read, and reads lag")
                pause = _POLL
            await clock.sleep_async(pause)

    def _set_offset(self, offset: float) -> None:
        """Know better what time it is at the exchange, and so when what is held came; what came first stays first."""
        later = timedelta(seconds=offset - self._offset)
        self._offset = offset
        if not self._source.has_times:
            held: list[Any] = self._held
            self._held = [evolve(item, time=item.time + later) for item in held]

    def _lacks_some(self, items: list[ItemT], horizon: Horizon) -> bool:
        """Whether reads don't show yet what the stream sent long ago."""
        if self._source.has_states:
            return False
        shown, until = {item.subject for item in items}, horizon.until - timedelta(seconds=CLOCK_SLACK)
        floor = self._seen.floor
        # What is older than the read began isn't in it.
        held = (item for item in self._held if floor is None or item.time >= floor)
        return any(item.time < until and item.subject not in shown for item in held)

    def _follow(self, items: list[ItemT], floor: datetime | None, horizon: Horizon) -> None:
        """Give on what surely has nothing missing before it, and go on reading."""
        surely_later = horizon.until - timedelta(seconds=CLOCK_SLACK)
        for item in self._merged(items, self._held):
            last = self._seen.last_of(item)
            # What reads show of a state is of some moment after the horizon's; the stream may have sent a later one.
            if item.time <= horizon.until and (last is None or last[0] <= surely_later):
                self._give_new(item, floor)
        self._held = [item for item in self._held if item.time > horizon.until]

    def _join(self, items: list[ItemT], floor: datetime | None) -> None:
        """Give on all that there is, and go on with the stream."""
        if self._source.has_states:
            # What the stream has sent since is later than what was read.
            subjects = {item.subject for item in self._held}
            items = [item for item in items if item.subject not in subjects]
        held, self._held = self._held, []
        for item in self._merged(items, held):
            self._give_new(item, floor)
        self._is_behind.clear()
        self._set_stale(None)

    def _merged(self, items: list[ItemT], held: list[ItemT]) -> list[ItemT]:
        """What was read and what the stream has sent, in order.

        Times of the stream are in milliseconds. Of one millisecond, what reads don't show yet came later.
        """
        read = {(item.subject, item.state) for item in items}
        merged = items + [item for item in held if (item.subject, item.state) not in read]
        return sorted(merged, key=lambda item: (item.time - _EPOCH) // _MILLISECOND)

    def _give_new(self, item: ItemT, floor: datetime | None) -> None:
        if self._source.has_states:
            # However old it is, it is so now; but what was over before the beginning isn't wanted.
            floor = None if self._seen.last_of(item) is not None else self._seen.begin
        if floor is None or item.time >= floor:
            self._give(item)

    def _give(self, item: ItemT) -> None:
        """Give an item on, unless it is what has come last of its subject."""
        if not self._seen.add(item):
            return
        if not item.is_lasting:
            self._watched.discard(item.subject)
        self.on_item(item)

    def _fall_behind(self, reason: str) -> None:
        self.gaps += 1
        self._is_behind.set()
        self._set_stale(reason)

    def _set_stale(self, stale: str | None) -> None:
        # A read that is under way at the end changes nothing any more.
        if stale != self.stale and not self._has_ended:
            self.stale = stale
            self.on_stale()
