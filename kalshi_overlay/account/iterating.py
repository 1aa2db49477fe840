"""A private feed as an iterator, with tokens by which a program goes on after a restart."""

from __future__ import annotations

from asyncio import Event
from collections import deque
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Generic

from kalshi_gen.errors import InvalidRequestError
from kalshi_overlay.account.feed import ItemT, PrivateFeed, Source
from kalshi_overlay.account.seen import Seen
from kalshi_overlay.stream.stream import Stream


def start_of(since: Any, name: str) -> Seen:
    """Where a feed begins.

    Raises:
        InvalidRequestError: `since` is neither an aware datetime nor a token of this feed.
    """
    if isinstance(since, datetime) and since.tzinfo is not None:
        return Seen(since)
    if isinstance(since, str):
        return Seen.of_token(since, name)
    kind = "a naive datetime" if isinstance(since, datetime) else type(since).__name__
    raise InvalidRequestError("since", f"must be an aware datetime or a token of {name}, not {kind}")


class PrivateIterator(Generic[ItemT]):
    """The items of a private feed, one after the other; made by `fills`, `orders` and `positions`.

    Args:
        source: Where items come from.
        seen: What has come before.
        stream: The stream.
        name: What tokens are of.
    """

    def __init__(self, source: Source[ItemT], seen: Seen, stream: Stream, name: str) -> None:
        self._seen = seen
        self._name = name
        self._items: deque[ItemT] = deque()
        self._has_news = Event()
        self._has_ended = False
        self._error: Exception | None = None
        self._feed = PrivateFeed(source, seen, stream)
        self._feed.on_item = self._on_item
        self._feed.on_ended = self._on_ended

    @property
    def stale(self) -> str | None:
        """Why something may be missing that has happened already; None while nothing is."""
        return self._feed.stale

    @property
    def token(self) -> str:
        """By this another process goes on after the last item that was given; pass it as `since`.

        Store it with what you do of the item, in one transaction. It grows with the items of the last 15 seconds,
        and with the orders that rest.
        """
        return self._seen.token(self._name)

    def __aiter__(self) -> AsyncIterator[ItemT]:
        return self

    async def __anext__(self) -> ItemT:
        """Give the next item.

        Raises:
            KalshiError: The account can't be read, and waiting doesn't help; or the stream has ended by an error.
        """
        while not self._items:
            if self._has_ended:
                raise self._error or StopAsyncIteration
            self._has_news.clear()
            await self._has_news.wait()
        item = self._items.popleft()
        self._seen.add(item)
        return item

    def close(self) -> None:
        """End it; what has come can still be read."""
        self._feed.close()

    def _on_item(self, item: ItemT) -> None:
        self._items.append(item)
        self._has_news.set()

    def _on_ended(self, error: Exception | None) -> None:
        self._has_ended, self._error = True, error
        self._has_news.set()
