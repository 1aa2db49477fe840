"""Opaque cursors over a fixed catalogue."""

from __future__ import annotations

import base64
import binascii
from hashlib import blake2b

from .refusals import invalid_parameters

CATALOGUE_SIZE = 250
_MARK = 6


def cursor_at(operation_id: str, offset: int) -> str:
    """The cursor of the page that begins at an offset of the operation's catalogue."""
    return base64.urlsafe_b64encode(_mark(operation_id) + offset.to_bytes(3, "big")).decode()


def offset_of(operation_id: str, cursor: str) -> int:
    """The offset that a cursor stands for; an empty cursor is the first page's.

    Raises:
        Refusal: With 400, if the operation never gave that cursor.
    """
    if not cursor:
        return 0
    try:
        content = base64.b64decode(cursor, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        content = b""
    if content[:_MARK] != _mark(operation_id) or len(content) != _MARK + 3:
        raise invalid_parameters("cursor", "not one that this operation answered")
    return int.from_bytes(content[_MARK:], "big")


def _mark(operation_id: str) -> bytes:
    return blake2b(operation_id.encode(), digest_size=_MARK).digest()
