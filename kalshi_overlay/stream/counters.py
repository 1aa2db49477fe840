"""What a stream counts, and what it tells of its state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from attrs import define, frozen

State = Literal["connecting", "open", "lost", "closed", "subscribed", "gap", "error", "ended"]
"""What a connection or a subscription has come to.

`connecting`, `open`, `lost` and `closed` are a connection's: it is being made, it is open, it broke and is made anew,
the stream was closed. `subscribed` (it stands, for the first time or again), `gap` (messages are missing), `error` (the
exchange said something that ends nothing) and `ended` (by an error that does not pass) are a subscription's.
"""


@frozen(kw_only=True)
class StateChange:
    """A change that the state callback is told.

    Attributes:
        state: What it has come to.
        connection: The number of the connection, from 0.
        channel: The channel of the subscription, or None if the whole connection is meant.
        reason: Why, in words.
        error: The error behind it, or None.
    """

    state: State
    connection: int
    channel: str | None = None
    reason: str = ""
    error: Exception | None = None


OnState = Callable[[StateChange], None]


@define
class Counters:
    """What a stream has counted since it began, over all its connections.

    Attributes:
        messages: Messages received.
        bytes: Bytes of these messages.
        gaps: How often messages were missing.
        duplicates: Messages that came twice and were left out.
        unreadable: Frames that were no message.
        reconnects: How often a connection was made anew.
        drops: Messages that a full queue dropped.
        lag_ms: Milliseconds from the exchange's sending to the receiving of the newest message, by both clocks; None
            before the first message that tells.
        most_lag_ms: The most that `lag_ms` was.
    """

    messages: int = 0
    bytes: int = 0
    gaps: int = 0
    duplicates: int = 0
    unreadable: int = 0
    reconnects: int = 0
    drops: int = 0
    lag_ms: float | None = None
    most_lag_ms: float = 0.0
