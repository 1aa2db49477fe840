"""From frames to subscriptions: what each frame is, whose it is, and whether one is missing."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable
from time import time
from typing import TYPE_CHECKING, Any

from attrs import frozen

from kalshi_gen.runtime.stream import UnknownMessage
from kalshi_gen.stream.commands import RESPONSES
from kalshi_gen.stream.error_codes import ERROR_CODES
from kalshi_gen.types import UNSET
from kalshi_overlay.errors import KalshiFrameError, KalshiSubscriptionError
from kalshi_overlay.stream.commands import NO_CODE, PendingCommands, repair_error, subscription_error, whole_number
from kalshi_overlay.stream.feeds import SNAPSHOT, Feed
from kalshi_overlay.stream.reporting import Hearing, Hooks, State
from kalshi_overlay.stream.sequence import REPEATED
from kalshi_overlay.stream.shared import SharedSubscription

if TYPE_CHECKING:
    from kalshi_gen.runtime.drift import SpecDrift

TERMINAL_ERRORS = frozenset(code for code, error in ERROR_CODES.items() if error.terminal)
"""The errors that end a subscription."""

_log = logging.getLogger("kalshi")
_MOST_EARLY = 10_000


@frozen(kw_only=True)
class Events:
    """What one open connection reports of its subscriptions.

    Attributes:
        on_state: Called with `gap` or `error`, the subscription if it is known, why, and the error if there is one.
        on_ended: Called with a subscription that the exchange has ended, and the error if it sent one.
        on_unsure: Called with why it is uncertain what the exchange has, and the error if it sent one.
    """

    on_state: Callable[[State, SharedSubscription | None, str, Exception | None], None]
    on_ended: Callable[[SharedSubscription, KalshiSubscriptionError | None], None]
    on_unsure: Callable[[str, KalshiSubscriptionError | None], None]


class Dispatcher:
    """Gives each message of one open connection to the subscription that it belongs to."""

    def __init__(
        self, feed: Feed, commands: PendingCommands, hooks: Hooks, events: Events, hearing: Hearing | None = None
    ) -> None:
        self._feed = feed
        self._decode = feed.decode
        # A list of what a channel has is both an answer and a message of the channel.
        self._lists = {kind for each in feed.channels.values() for kind in each.types if kind.endswith("list")}
        self._answers = RESPONSES | self._lists
        self._hearing = hearing or Hearing()
        self._commands = commands
        self._hooks = hooks
        self._counters = hooks.counters
        self._events = events
        self._by_sid: dict[int, SharedSubscription] = {}
        self._subscribing: dict[int, SharedSubscription] = {}
        # The options of which the exchange may have a subscription, by channel.
        self._options: dict[str, list[dict[str, Any]]] = {}
        # Messages that came before the answer to their subscribe command.
        self._early: dict[int, list[tuple[Any, tuple[SpecDrift, ...], bytes]]] = {}

    def subscribing(self, command_id: int, subscription: SharedSubscription) -> None:
        """Note which subscription the answer to a command will be about."""
        self._subscribing[command_id] = subscription
        options = self._options.setdefault(subscription.channel, [])
        if subscription.options not in options:
            options.append(subscription.options)

    def forget_command(self, command_id: int) -> None:
        """Expect no answer to a command any more."""
        self._subscribing.pop(command_id, None)

    def unbind(self, subscription: SharedSubscription) -> None:
        """Give a subscription nothing more."""
        if subscription.sid is not None:
            self._by_sid.pop(subscription.sid, None)
        subscription.unbind()

    def dispatch(self, frame: bytes) -> Awaitable[None] | None:
        """Handle a frame, and return what is to be awaited before the next one is read."""
        counters = self._counters
        counters.messages += 1
        counters.bytes += len(frame)
        try:
            message: Any
            message, drifts = self._decode(frame)
            if drifts:
                for drift in drifts:
                    self._hooks.on_drift(drift)
                _read_numbers(message)
                if message.type == "error":
                    repair_error(message, frame)
            try:
                # Faster than `getattr` with a default, and only answers to commands lack one of them.
                sid, sent = message.sid, message.sending_ts_ms
            except AttributeError:
                sid, sent = getattr(message, "sid", None), getattr(message, "sending_ts_ms", None)
            self._hearing.at = now = time()
            if sent:
                try:
                    counters.lag_ms = self._hearing.lag_ms = lag = now * 1000 - sent
                    if lag > counters.most_lag_ms:
                        counters.most_lag_ms = lag
                except OverflowError:
                    pass
            subscription = self._by_sid.get(sid) if sid else None
            if message.type in self._answers:
                return self._respond(subscription, message, drifts, frame)
            if subscription is not None:
                return self._deliver(subscription, message, drifts, frame)
            if sid:
                self._buffer_early(sid, message, drifts, frame)
            elif isinstance(message, UnknownMessage):
                self._hooks.on_unknown(message)
            else:
                return self._deliver_without_sid(message, drifts, frame)
        except KalshiFrameError:
            self._unreadable()
        except Exception:
            # What is salvaged may lack anything. No message may end the connection, and none may be lost unreported.
            _log.exception("a message of the stream could not be handled")
            self._unreadable()
        return None

    def _deliver(
        self, subscription: SharedSubscription, message: Any, drifts: tuple[SpecDrift, ...], frame: bytes
    ) -> Awaitable[None] | None:
        is_unknown, is_snapshot = type(message) is UnknownMessage, message.type == SNAPSHOT
        seq = getattr(message, "seq", None)
        if type(seq) is int:
            problem = subscription.sequence.follow(seq, frame)
            if problem is not None and not self._is_new(subscription, problem):
                return None
        elif drifts and seq is not None:
            subscription.sequence.skip(frame)
            self._gap(subscription, "a message has no number, so one before it may be missing")
        if drifts or is_unknown or is_snapshot:
            if is_unknown:
                self._hooks.on_unknown(message)
            elif is_snapshot:
                for drift in (renamed := self._feed.book.renamed_sides(message, frame)):
                    self._hooks.on_drift(drift)
                drifts += renamed
            problem = subscription.problem_with(message, drifts)
            if problem is not None:
                self._gap(subscription, problem, subscription.market_of(message))
                return None
            if is_unknown:
                return None
        if is_snapshot:
            self._commands.on_snapshot(subscription.sid, message)
        elif message.type == "corporate_actions_delta":
            self._hooks.on_corporate_action(message)
        return subscription.deliver(message)

    def _deliver_without_sid(self, message: Any, drifts: tuple[SpecDrift, ...], frame: bytes) -> Awaitable[None] | None:
        """Give a message whose sid can't be read to the one subscription that has such messages."""
        possible = [each for each in self._by_sid.values() if message.type in self._feed.channels[each.channel].types]
        if len(possible) == 1:
            return self._deliver(possible[0], message, drifts, frame)
        for subscription in possible:
            self._gap(subscription, "a message does not say which subscription it is of")
        return None

    def _is_new(self, subscription: SharedSubscription, problem: str) -> bool:
        """Handle what is wrong with the number of a message, and tell whether the message is new all the same."""
        if problem is REPEATED:
            self._counters.duplicates += 1
            return False
        self._gap(subscription, problem)
        return True

    def _gap(self, subscription: SharedSubscription, reason: str, ticker: str | None = None) -> None:
        self._counters.gaps += 1
        subscription.on_gap(reason, ticker)
        self._events.on_state("gap", subscription, reason, None)

    def _unreadable(self) -> None:
        """Count a frame that can't be read, and may have been anybody's."""
        self._counters.unreadable += 1
        for subscription in list(self._by_sid.values()):
            self._gap(subscription, "a frame could not be read")

    def _buffer_early(self, sid: int, message: Any, drifts: tuple[SpecDrift, ...], frame: bytes) -> None:
        """Keep a message for the subscription that the answer to a command will name; leave out any other."""
        if self._subscribing and sum(map(len, self._early.values())) < _MOST_EARLY:
            self._early.setdefault(sid, []).append((message, drifts, frame))

    def _respond(
        self, subscription: SharedSubscription | None, message: Any, drifts: tuple[SpecDrift, ...], frame: bytes
    ) -> Awaitable[None] | None:
        """Take the answer to a command, or what the exchange says by itself about a subscription."""
        if message.type in self._lists:
            if message.id and (query := self._commands.find(message)) is not None:
                self._commands.answered(query, message)
            return self._deliver(subscription, message, drifts, frame) if subscription is not None else None
        seq = getattr(message, "seq", None)
        if subscription is not None and seq and (problem := subscription.sequence.follow(seq, frame)):
            # What is said about a subscription uses up one of its numbers.
            self._is_new(subscription, problem)
        error = None
        if message.type == "error":
            error = subscription_error(message, None, subscription.channel if subscription is not None else None)
            if not message.id and error.code in TERMINAL_ERRORS:
                if subscription is not None:
                    self._events.on_ended(subscription, error)
                elif not message.sid or self._subscribing:
                    self._events.on_unsure("the exchange ended a subscription and did not say which", error)
                return None
        pending = self._commands.find(message)
        if pending is None:
            if error is not None:
                self._events.on_state("error", subscription, "the exchange sent an error", error)
                if error.code == NO_CODE and not message.id:
                    # It may be one that ends a subscription.
                    for each in list(self._by_sid.values()) if subscription is None else [subscription]:
                        self._gap(each, f"the exchange sent an error without a code ({error.message})")
            elif message.type == "unsubscribed" and subscription is not None:
                self._events.on_ended(subscription, None)
            return None
        begun = self._subscribing.pop(pending.command_id, None)
        waiting = None
        if begun is not None and message.type == "subscribed":
            self._options[begun.channel] = [begun.options]
            sid = getattr(message.msg, "sid", UNSET)
            if type(sid) is not int:
                # Nobody would get its messages.
                self._events.on_unsure("the exchange confirmed a subscription without its number", None)
                return None
            waiting = self._bind(begun, sid, None, is_known=False)
        elif begun is not None and message.type == "ok" and getattr(message, "sid", None):
            if self._options[begun.channel] != [begun.options]:
                self._events.on_unsure("the exchange continues a subscription that has other options", None)
                return None
            # The exchange had a subscription to the channel, and continues it with these markets too.
            waiting = self._bind(begun, message.sid, message.seq or None, is_known=True)
        self._commands.answered(pending, message)
        return waiting

    def _bind(
        self, subscription: SharedSubscription, sid: int, seq: int | None, *, is_known: bool
    ) -> Awaitable[None] | None:
        """Bind a subscription to its number before the next frame is handled, so that no message of it is lost."""
        subscription.bind(sid, seq, is_known=is_known)
        self._by_sid[sid] = subscription
        early = self._early.pop(sid, [])
        delivered = [self._deliver(subscription, message, drifts, frame) for message, drifts, frame in early]
        if not self._subscribing:
            self._early.clear()
        waiting = [each for each in delivered if each is not None]
        return _one_after_the_other(waiting) if waiting else None


async def _one_after_the_other(waiting: Iterable[Awaitable[None]]) -> None:
    for each in waiting:
        await each


def _read_numbers(message: Any) -> None:
    """Read the numbers of a message and around it that came as text; one that can't be read counts as missing."""
    _read_each(message, ("id", "sid", "seq", "sending_ts_ms"))
    body = getattr(message, "msg", None)
    for part in body if isinstance(body, list) else (body,):
        _read_each(part, ("sid",))


def _read_each(part: Any, names: tuple[str, ...]) -> None:
    for name in names:
        value = getattr(part, name, UNSET)
        if value is not UNSET and type(value) is not int:
            number = whole_number(value)
            setattr(part, name, UNSET if number is None else number)
