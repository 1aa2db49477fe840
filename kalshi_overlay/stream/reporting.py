"""What a stream counts, and what it reports to its user."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from attrs import define, field, frozen

from kalshi_gen.runtime.stream import UnknownMessage

if TYPE_CHECKING:
    from kalshi_gen.runtime.drift import SpecDrift

T = TypeVar("T")

State = Literal["connecting", "open", "lost", "closed", "subscribed", "gap", "error", "ended"]
"""What has become of a connection or a subscription.

Of a connection: `connecting` (it is being opened), `open`, `lost` (it broke, and opens again) and `closed` (the stream
was closed). Of a subscription: `subscribed` (confirmed, for the first time or again), `gap` (messages are missing),
`error` (the exchange sent an error that ends nothing) and `ended` (by an error that is final).
"""

_log = logging.getLogger("kalshi")


@frozen(kw_only=True)
class StateChange:
    """A change that `on_state` is called with.

    Attributes:
        state: The new state.
        connection: The number of the connection, from 0.
        channel: The channel of the subscription, or None if it is about the connection.
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
    """What a stream has counted since it was opened, over all its connections.

    Attributes:
        messages: Messages received.
        bytes: Bytes of these messages.
        gaps: How often messages were missing.
        duplicates: Messages that were left out because they came twice, or too late.
        unreadable: Frames that could not be read.
        reconnects: How often a connection was opened again.
        drops: Messages that a full queue dropped.
        lag_ms: Milliseconds from sending to receiving of the newest message, by the clocks of both sides; None before
            the first message that says when it was sent.
        most_lag_ms: The highest `lag_ms` so far.
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


@define(eq=False)
class Hearing:
    """What a connection hears, and when that is too late.

    Attributes:
        max_lag: Seconds from sending to receiving from which on it is late; None for no limit.
        max_silence: Seconds without a message from which on it is late; None for no limit.
        is_limited: Whether there is a limit.
        at: When the last message came, in Unix seconds; None if none has come.
        answered_at: When the other side last answered a ping, in Unix seconds; None if it never has.
        lag_ms: Milliseconds from sending to receiving of the newest message that says when it was sent.
    """

    max_lag: float | None = None
    max_silence: float | None = None
    is_limited: bool = field(init=False)
    at: float | None = field(default=None, init=False)
    answered_at: float | None = field(default=None, init=False)
    lag_ms: float | None = field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        self.is_limited = self.max_lag is not None or self.max_silence is not None

    def silence(self) -> float:
        """Seconds since the last sign of life; 0 before the first one."""
        signs = [moment for moment in (self.at, self.answered_at) if moment is not None]
        return max(0.0, time.time() - max(signs)) if signs else 0.0

    def problem(self) -> str | None:
        """Why what it hears is too late, in words; None if it is not."""
        if self.max_lag is not None and self.lag_ms is not None and self.lag_ms > self.max_lag * 1000:
            return f"messages come {self.lag_ms / 1000:.1f} s after they were sent (max_lag is {self.max_lag:g} s)"
        if (
            self.max_silence is not None
            and self.at is not None
            and (silent := time.time() - self.at) > self.max_silence
        ):
            return f"no message has come for {silent:.1f} s (max_silence is {self.max_silence:g} s)"
        return None


@frozen(kw_only=True)
class Hooks:
    """What all connections of a stream call and count; see `connect`."""

    on_state: Callable[[StateChange], None]
    on_unknown: Callable[[UnknownMessage], None]
    on_drift: Callable[[SpecDrift], None]
    on_corporate_action: Callable[[Any], None]
    counters: Counters = field(factory=Counters)


def guarded(hook: Callable[[T], None]) -> Callable[[T], None]:
    """Wrap a hook of the user's so that what it raises is logged and ends nothing."""

    def call(event: T) -> None:
        try:
            hook(event)
        except Exception:
            _log.exception("a hook of the stream failed")

    return call


class FirstOfEachType:
    """Logs the first message of each unknown type."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def __call__(self, message: UnknownMessage) -> None:
        if message.type not in self._seen:
            self._seen.add(message.type)
            _log.warning("the spec doesn't have messages of the type %r", message.type)
