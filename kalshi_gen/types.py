"""The types in generated signatures: `UNSET`, `Response`, and the items of paged lists."""

from __future__ import annotations

import datetime
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeAlias, TypeVar, cast, get_args

from attrs import define, field
from msgspec import UNSET, Meta, UnsetType

if TYPE_CHECKING:
    from .runtime.drift import SpecDrift
    from .runtime.error_body import ErrorBody

T = TypeVar("T")
Item = TypeVar("Item")
Page = TypeVar("Page")

Unset: TypeAlias = UnsetType
"""The type of `UNSET`, which stands for a value that is not sent; it is falsy. In an optional argument, so does None."""

AwareDatetime = Annotated[datetime.datetime, Meta(tz=True)]
"""A datetime with an offset from UTC."""

Date: TypeAlias = datetime.date
"""A day, without a time."""

# What a request takes, and what is sent.
if TYPE_CHECKING:
    UnixSeconds: TypeAlias = int | AwareDatetime
    """Unix seconds, or an aware datetime, whose fraction of a second is rounded down."""
    UnixSecondsUp: TypeAlias = int | AwareDatetime
    """Unix seconds, or an aware datetime, whose fraction of a second is rounded up: the end of a period."""
    UnixMilliseconds: TypeAlias = int | AwareDatetime
    """Unix milliseconds, or an aware datetime, whose fraction of a millisecond is rounded down."""
    UnixMillisecondsUp: TypeAlias = int | AwareDatetime
    """Unix milliseconds, or an aware datetime, whose fraction of a millisecond is rounded up: the end of a period."""
    CommaJoined: TypeAlias = str | list[str]
    """Values separated by commas, or a list of them."""
else:
    UnixSeconds = Annotated[int, Meta(extra={"unix": ("seconds", "down")})]
    UnixSecondsUp = Annotated[int, Meta(extra={"unix": ("seconds", "up")})]
    UnixMilliseconds = Annotated[int, Meta(extra={"unix": ("milliseconds", "down")})]
    UnixMillisecondsUp = Annotated[int, Meta(extra={"unix": ("milliseconds", "up")})]
    CommaJoined = Annotated[str, Meta(extra={"separator": ","})]

_HIDDEN = Meta(extra={"secret": True})
Secret = Annotated[str, _HIDDEN]
"""Text that no repr shows, such as a private key."""


def is_secret(declared: Any) -> bool:
    """Whether a declared type is `Secret`, or contains it in a union, a list or a dict."""
    return declared == _HIDDEN or any(is_secret(argument) for argument in get_args(declared))


def open_enum(known: Any) -> Any:
    """The run-time type of an enum. Any string, or any number, decodes, so that a new value breaks no client.

    Args:
        known: The `Literal` of the spec's values. Requests may only have these.
    """
    values = get_args(known)
    return Annotated[type(values[0]), Meta(extra={"known": values})]


@define(kw_only=True)
class Response(Generic[T]):
    """The complete response to a request.

    Attributes:
        status_code: The HTTP status.
        headers: The headers, with case-insensitive names.
        content: The raw body; fields that the spec doesn't have are only here.
        parsed: The decoded body of a 2xx, or None.
        error: What the body says outside 2xx, or None if it says nothing.
        drift: Where the body of a 2xx doesn't match the spec.
    """

    status_code: int
    headers: Mapping[str, str] = field(repr=False)
    content: bytes = field(repr=False)
    parsed: T | None = None
    error: ErrorBody | None = None
    drift: tuple[SpecDrift, ...] = ()


class Items(Iterator[Item], Generic[Item, Page]):
    """The items of all pages of a list, one after the other.

    It is an iterator, so it can be used once. Each page is requested when the iteration gets there.
    """

    def __init__(
        self,
        pages: Iterator[Response[Page]],
        items: Callable[[Response[Page]], list[Item]],
        item_type: Callable[[], Any],
    ) -> None:
        self._pages = pages
        self._items = _flattened(pages, items)
        self._item_type = item_type

    @property
    def item_type(self) -> Any:
        """The declared type of an item, whether there are any or not."""
        return self._item_type()

    def pages(self) -> Iterator[Page]:
        """Iterate over the pages instead of their items."""
        return (cast(Page, response.parsed) for response in self._pages)

    def __iter__(self) -> Iterator[Item]:
        """Iterate over the items."""
        return self._items

    def __next__(self) -> Item:
        """Give the next item."""
        return next(self._items)


class AsyncItems(AsyncIterator[Item], Generic[Item, Page]):
    """The items of all pages of a list, one after the other, without blocking.

    It is an iterator, so it can be used once. Each page is requested when the iteration gets there.
    """

    def __init__(
        self,
        pages: AsyncIterator[Response[Page]],
        items: Callable[[Response[Page]], list[Item]],
        item_type: Callable[[], Any],
    ) -> None:
        self._pages = pages
        self._items = _async_flattened(pages, items)
        self._item_type = item_type

    @property
    def item_type(self) -> Any:
        """The declared type of an item, whether there are any or not."""
        return self._item_type()

    def pages(self) -> AsyncIterator[Page]:
        """Iterate over the pages instead of their items."""
        return (cast(Page, response.parsed) async for response in self._pages)

    def __aiter__(self) -> AsyncIterator[Item]:
        """Iterate over the items."""
        return self._items

    async def __anext__(self) -> Item:
        """Give the next item."""
        return await anext(self._items)


def _flattened(pages: Iterator[Response[Page]], items: Callable[[Response[Page]], list[Item]]) -> Iterator[Item]:
    for page in pages:
        yield from items(page)


async def _async_flattened(
    pages: AsyncIterator[Response[Page]], items: Callable[[Response[Page]], list[Item]]
) -> AsyncIterator[Item]:
    async for page in pages:
        for item in items(page):
            yield item


__all__ = [
    "UNSET",
    "AsyncItems",
    "AwareDatetime",
    "CommaJoined",
    "Date",
    "Items",
    "Response",
    "Secret",
    "UnixMilliseconds",
    "UnixMillisecondsUp",
    "UnixSeconds",
    "UnixSecondsUp",
    "Unset",
    "is_secret",
    "open_enum",
]
