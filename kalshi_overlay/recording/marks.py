"""Marks: the rows of a recording that say where messages may be missing, and from where on they don't."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from attrs import frozen

MARKS: Final = {
    "subscribed": "the exchange has confirmed the subscription; nothing is missing from here on",
    "gap": "messages of the market, or of all, are missing; books are right again from their next snapshot on",
    "refused": "the exchange refuses the market, whose messages end here",
    "late": "the connection hears nothing, or too late; only with `max_lag` or `max_silence` of the stream",
    "heard": "the connection hears in time again",
    "dropped": "the recorder could not write, and has dropped messages since the time in `since`",
    "ended": "the subscription has ended, or no longer has the market",
    "stopped": "the recorder was closed",
    "crash": "the recorder ended without being closed; what came after the time in `since` was not written",
}
"""What each mark says."""

INCOMPLETE: Final = frozenset(MARKS) - {"subscribed", "late", "heard"}
"""The marks after which messages are missing."""


@frozen
class Mark:
    """A row that is no message.

    Attributes:
        kind: One of `MARKS`.
        reason: Why, in words.
        market_ticker: The market that it is about; None for all of the channel.
        since: When it began, if that was before the row; None otherwise.
        dropped: How many messages were dropped; None where that is unknown.
    """

    kind: str
    reason: str
    market_ticker: str | None = None
    since: datetime | None = None
    dropped: int | None = None
