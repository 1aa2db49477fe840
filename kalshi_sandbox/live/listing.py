"""Pages of long lists, read only as far as the page goes.

A cursor is a thing's number among all that were ever made, so that what comes, or is kept no longer, between two pages
shifts none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from ..answers import page_size
from ..paging import Position, cursor_to, position_of
from ..validation import CheckedRequest

Item = TypeVar("Item")


def page_oldest_first(
    request: CheckedRequest, items: Sequence[Item], is_kept: Callable[[Item], bool]
) -> tuple[list[Item], str]:
    """The page that the request's cursor and limit mean, and the cursor of the next one, empty at the end.

    Args:
        request: A request of an operation with a cursor.
        items: All that were ever made, oldest first.
        is_kept: Whether the list has one of them.

    Raises:
        Refusal: With 400 for a cursor that this operation never answered.
    """
    position = position_of(request)
    return _page(request, items, position, range(position.offset or 0, len(items)), is_kept)


def page_newest_first(
    request: CheckedRequest, items: Sequence[Item], is_kept: Callable[[Item], bool]
) -> tuple[list[Item], str]:
    """The same from the other end; the items are given oldest first here too."""
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
