"""Pages of lists.

Where a cursor is the number of an item, whatever is added or removed between two pages shifts nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from ..answers import page_size
from ..paging import Position, cursor_to, position_of
from ..validation import CheckedRequest

Item = TypeVar("Item")


def page(
    request: CheckedRequest, items: Sequence[Item], place: Callable[[Item], int] | None = None, *, listing: str = ""
) -> tuple[list[Item], str]:
    """The page for the request's cursor and limit, and the cursor of the next page, empty at the end.

    Args:
        request: A request of an operation with a cursor.
        items: All items, in the order of the answer.
        place: The number of an item, which never changes and by which the items are sorted, highest first; the cursor
            is such a number. Without it the cursor is an offset.
        listing: Which of the operation's lists it is, if they have separate cursors.

    Raises:
        ErrorAnswer: With 400 for a cursor that this operation never answered.
    """
    position, size = position_of(request, listing), page_size(request)
    first = position.offset
    if position.is_empty:
        return [], cursor_to(request, position, first or 0, listing)
    if place is None:
        rest = items[first or 0 :]
        following = (first or 0) + size
    else:
        rest = items if first is None else [item for item in items if place(item) <= first]
        following = place(rest[size]) if len(rest) > size else 0
    return list(rest[:size]), cursor_to(request, position, following, listing) if len(rest) > size else ""


def page_oldest_first(
    request: CheckedRequest, items: Sequence[Item], is_kept: Callable[[Item], bool]
) -> tuple[list[Item], str]:
    """The page for the request's cursor and limit, and the cursor of the next page, empty at the end.

    It reads no more items than it needs. The cursor is the number of an item.

    Args:
        request: A request of an operation with a cursor.
        items: All items that ever existed, oldest first.
        is_kept: Whether the list has an item.

    Raises:
        ErrorAnswer: With 400 for a cursor that this operation never answered.
    """
    position = position_of(request)
    return _page(request, items, position, range(position.offset or 0, len(items)), is_kept)


def page_newest_first(
    request: CheckedRequest, items: Sequence[Item], is_kept: Callable[[Item], bool]
) -> tuple[list[Item], str]:
    """The same from the other end; the items are oldest first here too."""
    position, last = position_of(request), len(items) - 1
    first = last if position.offset is None else min(position.offset, last)
    return _page(request, items, position, range(first, -1, -1), is_kept)


def _page(
    request: CheckedRequest,
    items: Sequence[Item],
    position: Position,
    places: Iterable[int],
    is_kept: Callable[[Item], bool],
) -> tuple[list[Item], str]:
    if position.is_empty:
        return [], cursor_to(request, position, position.offset or 0)
    kept: list[Item] = []
    size = page_size(request)
    for place in places:
        if is_kept(items[place]):
            if len(kept) == size:
                return kept, cursor_to(request, position, place)
            kept.append(items[place])
    return kept, ""
