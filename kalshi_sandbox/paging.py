"""Opaque cursors of pages."""

from __future__ import annotations

import base64
import binascii
from hashlib import blake2b

from attrs import frozen

from .error_answers import invalid_parameters
from .validation import CheckedRequest

CATALOGUE_SIZE = 250
_MARK = 6
_OFFSET = 3
# After the offset in the cursor of a page without items.
_EMPTY = b"e"


@frozen
class Position:
    """Where the page of a request begins.

    Args:
        offset: The offset in the list; None for the first page.
        is_empty: Whether this page is to be empty, so that the next one begins here.
    """

    offset: int | None
    is_empty: bool = False


def position_of(request: CheckedRequest, listing: str = "") -> Position:
    """Where the page of a request begins, by its cursor.

    Args:
        request: A request of an operation with a cursor.
        listing: Which of the operation's lists it is, if they have separate cursors.

    Raises:
        ErrorAnswer: With 400 for a cursor that this operation never answered, unless that means the first page.
    """
    cursor = request.query.get("cursor", "")
    if not cursor:
        return Position(None)
    try:
        content = base64.b64decode(cursor, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        content = b""
    mark, offset, end = content[:_MARK], content[_MARK : _MARK + _OFFSET], content[_MARK + _OFFSET :]
    if mark == _mark(request.operation.operation_id + listing) and len(offset) == _OFFSET and end in (b"", _EMPTY):
        return Position(int.from_bytes(offset, "big"), end == _EMPTY)
    if request.behaviour.foreign_cursors_start_again:
        return Position(None)
    raise invalid_parameters("cursor", "not one that this operation answered")


def cursor_to(request: CheckedRequest, position: Position, offset: int, listing: str = "") -> str:
    """The cursor of the page after the request's own.

    Args:
        request: A request of an operation with a cursor.
        position: Where its page begins.
        offset: Where the next page's items begin.
        listing: Which of the operation's lists it is.
    """
    comes_empty = position.offset is None and request.behaviour.pages_may_be_empty
    content = _mark(request.operation.operation_id + listing) + offset.to_bytes(_OFFSET, "big")
    return base64.urlsafe_b64encode(content + (_EMPTY if comes_empty else b"")).decode()


def _mark(operation_id: str) -> bytes:
    return blake2b(operation_id.encode(), digest_size=_MARK).digest()
