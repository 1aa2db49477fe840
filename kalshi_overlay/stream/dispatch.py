"""From frames to subscriptions: what each is, whose it is, and whether one is missing."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from kalshi_gen.stream.codec import KalshiFrameError, decode
from kalshi_gen.stream.commands import RESPONSES
from kalshi_gen.stream.messages import UnknownMessage
from kalshi_gen.stream.models import ErrorResponse, SubscribedResponse
from kalshi_overlay.stream.commands import PendingCommands
from kalshi_overlay.stream.counters import Counters
from kalshi_overlay.stream.wire import WireSubscription

if TYPE_CHECKING:
    from kalshi_gen.drift import ContractDrift

_log = logging.getLogger("kalshi")
_MOST_EARLY = 10_000


class Dispatcher:
    """Gives each message of one open connection to the subscription that it belongs to.

    Args:
        commands: The commands that wait for answers.
        counters: What is counted.
        on_gap: Told of a subscription that misses messages, and why.
        on_error: Told of an error message that answers no command, and of the subscription that it names, if any.
        on_unknown: Told of messages whose type the contract doesn't have.
        on_drift: Told of each way in which a message is not what the contract says.
    """

    def __init__(
        self,
        commands: PendingCommands,
        counters: Counters,
        *,
        on_gap: Callable[[WireSubscription, str], None],
        on_error: Callable[[WireSubscription | None, ErrorResponse], None],
        on_unknown: Callable[[UnknownMessage], None],
        on_drift: Callable[[ContractDrift], None],
    ) -> None:
        self._commands = commands
        self._counters = counters
        self._on_gap = on_gap
        self._on_error = on_error
        self._on_unknown = on_unknown
        self._on_drift = on_drift
        self._by_sid: dict[int, WireSubscription] = {}
        self._subscribing: dict[int, WireSubscription] = {}
        # Messages that came before the answer to their subscribe command.
        self._early: dict[int, list[tuple[Any, tuple[ContractDrift, ...]]]] = {}

    def subscribing(self, command_id: int, subscription: WireSubscription) -> None:
        """Know which subscription the answer to a command is about, before it comes."""
        self._subscribing[command_id] = subscription

    def forget(self, subscription: WireSubscription) -> None:
        """Give a subscription nothing more."""
        if subscription.sid is not None:
            self._by_sid.pop(subscription.sid, None)
            subscription.sid = subscription.next_seq = None

    def forget_all(self) -> None:
        """Give no subscription anything more: the connection is gone."""
        for subscription in list(self._by_sid.values()):
            self.forget(subscription)

    def take(self, frame: bytes) -> Awaitable[None] | None:
        """Do with a frame what is to be done.

        Args:
            frame: What came over the connection.

        Returns:
            What is to be awaited before the next frame is read, or None.
        """
        counters = self._counters
        counters.messages += 1
        counters.bytes += len(frame)
        try:
            message, drifts = decode(frame)
            for drift in drifts:
                self._on_drift(drift)
            if sent := getattr(message, "sending_ts_ms", None):
                counters.lag_ms = lag = time.time() * 1000 - sent
                if lag > counters.most_lag_ms:
                    counters.most_lag_ms = lag
            sid = getattr(message, "sid", None)
            subscription = self._by_sid.get(sid) if sid else None
            if subscription is not None:
                return self._give(subscription, message, drifts)
            if sid and message.type not in RESPONSES:
                self._keep(sid, message, drifts)
                return None
            return self._without_subscription(message)
        except KalshiFrameError:
            self._unreadable()
        except Exception:
            # What is salvaged may lack anything: no message may end the connection, and none may be lost in silence.
            _log.exception("a message of the stream could not be made sense of")
            self._unreadable()
        return None

    def _give(
        self, subscription: WireSubscription, message: Any, drifts: tuple[ContractDrift, ...]
    ) -> Awaitable[None] | None:
        seq = getattr(message, "seq", None)
        if seq:
            if seq != subscription.next_seq and not self._is_next(subscription, seq):
                return None
            subscription.next_seq = seq + 1
        is_unknown = type(message) is UnknownMessage
        if is_unknown:
            self._on_unknown(message)
        if (is_unknown or drifts) and not subscription.receiver.understands(message):
            self._gap(subscription, "a message was not what the contract says")
            return None
        if is_unknown:
            return None
        if message.type not in RESPONSES:
            return subscription.receiver.receive(message)
        answered = message.id and self._commands.answered(message.id, message)
        if isinstance(message, ErrorResponse) and not answered:
            self._on_error(subscription, message)
        return None

    def _is_next(self, subscription: WireSubscription, seq: int) -> bool:
        expected = subscription.next_seq
        if expected is None:
            return True
        if seq < expected:
            self._counters.duplicates += 1
            return False
        self._gap(subscription, f"messages {expected} to {seq - 1} are missing")
        return True

    def _gap(self, subscription: WireSubscription, reason: str) -> None:
        self._counters.gaps += 1
        subscription.receiver.missed(reason)
        self._on_gap(subscription, reason)

    def _unreadable(self) -> None:
        """A frame that can't be read may have been anybody's."""
        self._counters.unreadable += 1
        for subscription in list(self._by_sid.values()):
            self._gap(subscription, "a frame could not be read")

    def _keep(self, sid: int, message: Any, drifts: tuple[ContractDrift, ...]) -> None:
        """Keep a message for the subscription that the answer to a command will name; others are late, and left out."""
        if self._subscribing and sum(map(len, self._early.values())) < _MOST_EARLY:
            self._early.setdefault(sid, []).append((message, drifts))

    def _without_subscription(self, message: Any) -> Awaitable[None] | None:
        if isinstance(message, UnknownMessage):
            self._on_unknown(message)
            return None
        subscription = self._subscribing.pop(message.id, None) if message.id else None
        waiting = None
        if subscription is not None and isinstance(message, SubscribedResponse):
            waiting = self._stands(subscription, message.msg.sid)
        answered = message.id and self._commands.answered(message.id, message)
        if isinstance(message, ErrorResponse) and not answered:
            self._on_error(None, message)
        return waiting

    def _stands(self, subscription: WireSubscription, sid: int) -> Awaitable[None] | None:
        """Bind a subscription to its number before the next frame is looked at, so that no message of it is lost."""
        subscription.sid, subscription.next_seq = sid, None
        self._by_sid[sid] = subscription
        subscription.receiver.stands()
        early = self._early.pop(sid, [])
        given = [self._give(subscription, message, drifts) for message, drifts in early]
        if not self._subscribing:
            self._early.clear()
        waiting = [each for each in given if each is not None]
        return _one_after_the_other(waiting) if waiting else None


async def _one_after_the_other(waiting: list[Awaitable[None]]) -> None:
    for each in waiting:
        await each
