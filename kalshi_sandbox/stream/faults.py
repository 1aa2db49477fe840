"""The faults of a stream: their rules, how they hit messages, commands and handshakes, and what has failed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any, NamedTuple, get_args

import attrs
import msgspec
from attrs import define, field, frozen

from kalshi_gen.runtime.stream import Channel
from kalshi_gen.stream.commands import COMMANDS

from ..error_answers import ErrorAnswer
from ..faults import Chances, check_fault
from ..stream_drifts import DRIFTS
from ..stream_faults import (
    Close,
    CommandFault,
    Corrupt,
    Drift,
    Drop,
    Duplicate,
    Freeze,
    IgnoreCommand,
    MessageFault,
    RejectCommand,
    RejectHandshake,
    Renumber,
    Reorder,
    SkipSequence,
    Slow,
    StreamFault,
    Terminate,
    Unsubscribe,
)
from .errors import CommandRejected
from .frames import Ending, Pause, broken_frame
from .messages import Message, line
from .subscription import Subscription

_RESET = 1006
_WORDS = {
    401: "unauthorized",
    403: "forbidden",
    429: "too many requests",
    502: "bad gateway",
    503: "service unavailable",
}
# What keeps a message from being sent as it is: the first such rule that fires wins.
_ENDS = (Drop, Close, Terminate, Unsubscribe, Corrupt)


def _is_fault(rule: Any, attribute: attrs.Attribute[Any], value: object) -> None:
    remedy = "hits requests, not messages; kalshi_sandbox.stream_faults has the faults of the stream"
    check_fault(value, get_args(StreamFault), f"{remedy}, exchange.faults.add(...) adds this one")


def _is_channel(rule: Any, attribute: attrs.Attribute[Any], value: str | None) -> None:
    if value is None:
        return
    if value not in rule.channels:
        raise ValueError(f"channel: {value!r} is not one of {', '.join(rule.channels)}, or None for any")
    if not isinstance(rule.fault, MessageFault):
        raise ValueError(  # noqa: TRY004 - the type is right, but the two don't go together
            f"channel: {value!r} can't be; {rule.fault!r} hits no messages of a channel, so leave it out"
        )


def _is_kind(rule: Any, attribute: attrs.Attribute[Any], value: str | None) -> None:
    if value is None:
        return
    if isinstance(rule.fault, RejectHandshake):
        raise ValueError(  # noqa: TRY004 - as for the channel
            f"kind: {value!r} can't be; a handshake has no kind, so leave it out"
        )
    if isinstance(rule.fault, CommandFault):
        what, known = "a command", list(COMMANDS)
    elif rule.channel is None:
        what, known = "a message", sorted({kind for channel in rule.channels.values() for kind in channel.types})
    else:
        what, known = f"a message of {rule.channel}", sorted(rule.channels[rule.channel].types)
    if value not in known:
        raise ValueError(f"kind: {value!r} is not {what}; give {', '.join(known)}, or None for any")


@define(eq=False)
class StreamRule(Chances):
    """A fault and when it fires, counting from when the rule was added.

    Args:
        channels: The channels of the feed.
        fault: What goes wrong.
        channel: The channel of the messages that it may hit; None for any.
        kind: The `type` of the messages that it may hit, or the command; None for any.
    """

    channels: Mapping[str, Channel] = field(kw_only=True, repr=False)
    fault: StreamFault = field(validator=_is_fault)
    channel: str | None = field(default=None, kw_only=True, validator=_is_channel)
    kind: str | None = field(default=None, kw_only=True, validator=_is_kind)

    def hits(self, channel: str | None, kind: str | None) -> bool:
        """Count a message, command or handshake, and return whether the fault hits it."""
        if self.channel not in (None, channel) or self.kind not in (None, kind):
            return False
        return self.is_due()


@frozen
class StreamFired:
    """A fault of the stream that has fired.

    Args:
        at: When, on the exchange's clock, in Unix seconds.
        channel: The message's channel, None for a command or handshake.
        kind: The message's `type` or the command, None for a handshake.
        sid: The message's subscription.
        seq: The message's sequence number, None if it had none.
        fault: What went wrong.
    """

    at: float
    channel: str | None
    kind: str | None
    sid: int | None
    seq: int | None
    fault: StreamFault


class _Target(NamedTuple):
    """What a fault hits."""

    channel: str | None = None
    kind: str | None = None
    sid: int | None = None
    seq: int | None = None


class StreamFaults:
    """The faults of a stream, and what has failed.

    Args:
        clock: The exchange's clock, in Unix seconds.
        channels: The channels of the feed.

    Attributes:
        are_set: Whether there is any rule.
    """

    def __init__(self, clock: Callable[[], float], channels: Mapping[str, Channel]) -> None:
        self._clock = clock
        self._channels = channels
        self._rules: tuple[StreamRule, ...] = ()
        self._fired: list[StreamFired] = []
        self.are_set = False

    @property
    def rules(self) -> tuple[StreamRule, ...]:
        """The rules, oldest first, each with its counts."""
        return self._rules

    @property
    def fired(self) -> tuple[StreamFired, ...]:
        """What has gone wrong, oldest first."""
        return tuple(self._fired)

    def add(
        self,
        fault: StreamFault,
        *,
        channel: str | None = None,
        kind: str | None = None,
        nth: int | None = None,
        probability: float = 1.0,
        seed: int = 0,
        times: int | None = None,
    ) -> StreamRule:
        """Add a fault.

        Args:
            fault: What goes wrong.
            channel: The channel of the messages that it may hit; None for any.
            kind: The `type` of the messages that it may hit, or the command; None for any.
            nth: Only the n-th such message, command or handshake, from 1.
            probability: The probability that it hits one, from 0 to 1.
            seed: Seed of the probability.
            times: At most so many times; None for no limit.

        Raises:
            ValueError: If there is no such channel, the fault can't hit such a kind, or a number is out of range.
            TypeError: If an argument is of another type, such as a fault of requests.
        """
        chances: dict[str, Any] = {"nth": nth, "probability": probability, "seed": seed, "times": times}
        rule = StreamRule(fault, channels=self._channels, channel=channel, kind=kind, **chances)
        self._rules = (*self._rules, rule)
        self.are_set = True
        return rule

    def clear(self) -> None:
        """Remove all rules, and clear what has failed."""
        self._rules, self.are_set = (), False
        self._fired.clear()

    def check_handshake(self) -> None:
        """Apply the faults of handshakes.

        Raises:
            ErrorAnswer: If a fault rejects it.
        """
        for rule in self._due(RejectHandshake, None, None):
            self._record(rule, _Target())
            assert isinstance(rule.fault, RejectHandshake)
            word = _WORDS[rule.fault.status]
            raise ErrorAnswer(rule.fault.status, word.replace(" ", "_"), word, "a fault")

    def ignores_command(self, name: str) -> bool:
        """Apply the faults of commands, and return whether one ignores this command.

        Raises:
            CommandRejected: If a fault rejects it.
        """
        for rule in self._due(CommandFault, None, name):
            self._record(rule, _Target(kind=name))
            if isinstance(rule.fault, IgnoreCommand):
                return True
            assert isinstance(rule.fault, RejectCommand)
            raise CommandRejected(rule.fault.code)
        return False

    def send(self, subscription: Subscription, message: Message[Any], sent_ms: int, command_id: int | None) -> None:
        """Send a message, changed by the faults that hit it.

        Args:
            subscription: The subscription that gets it.
            sent_ms: Now, in Unix milliseconds.
            command_id: The command that it answers.
        """
        rules = self._due(MessageFault, subscription.channel.name, message.kind)
        numbered = self._numbered(subscription, message.kind, rules)
        payload = subscription.written(message, sent_ms, numbered.seq, command_id)
        for rule in rules:
            if isinstance(rule.fault, Drift):
                drifted = _drifted(payload, rule.fault, rule.chance)
                if drifted != payload:
                    self._record(rule, numbered)
                    payload = drifted
        fired = [rule for rule in rules if not isinstance(rule.fault, SkipSequence | Renumber | Drift)]
        for rule in fired:
            self._record(rule, numbered)
        _deliver([rule.fault for rule in fired], subscription, payload)

    def _numbered(self, subscription: Subscription, kind: str, rules: list[StreamRule]) -> _Target:
        """The message with its sequence number, after faults that change the sequence."""
        channel, seq = subscription.channel.name, subscription.next_number()
        for rule in rules:
            if isinstance(rule.fault, SkipSequence) and seq is not None:
                self._record(rule, _Target(channel, kind, subscription.sid, seq))
                for _ in range(rule.fault.numbers):
                    seq = subscription.next_number()
            elif isinstance(rule.fault, Renumber) and seq is not None:
                self._record(rule, _Target(channel, kind, subscription.sid, seq))
                subscription.renumber(rule.fault.first)
                seq = subscription.next_number()
        return _Target(channel, kind, subscription.sid, seq)

    def _due(self, kinds: Any, channel: str | None, kind: str | None) -> list[StreamRule]:
        chosen: list[StreamRule] = []
        for rule in self._rules:
            if isinstance(rule.fault, kinds) and rule.hits(channel, kind):
                is_second_end = isinstance(rule.fault, _ENDS) and any(isinstance(each.fault, _ENDS) for each in chosen)
                if not is_second_end:
                    chosen.append(rule)
        return chosen

    def _record(self, rule: StreamRule, target: _Target) -> None:
        rule.fired += 1
        self._fired.append(StreamFired(self._clock(), target.channel, target.kind, target.sid, target.seq, rule.fault))


def _deliver(faults: list[StreamFault], subscription: Subscription, payload: bytes) -> None:
    """Send a message with its faults, or not at all."""
    payloads, reader = [payload], subscription.reader
    is_held = False
    for fault in faults:
        match fault:
            case Drop():
                return
            case Close(code=code):
                reader.put_item(Ending(code))
                return
            case Terminate(code=code):
                subscription.terminate(code)
                return
            case Unsubscribe():
                subscription.terminate(None)
                return
            case Corrupt(form=form):
                reader.put_item(broken_frame(payload, form), subscription)
                if form == "half_frame":
                    reader.put_item(Ending(_RESET))
                return
            case Freeze(seconds=seconds):
                reader.put_item(Pause(seconds, is_deaf=True), subscription)
            case Slow(seconds=seconds):
                reader.put_item(Pause(seconds, is_deaf=False), subscription)
            case Duplicate():
                payloads.append(payload)
            case Reorder():
                is_held = True
    if is_held:
        subscription.held += payloads
        return
    for each in payloads:
        subscription.put(each)


def _drifted(payload: bytes, drift: Drift, random: Random) -> bytes:
    """A message after a drift; the same bytes if there was nothing to change."""
    message = msgspec.json.decode(payload)
    DRIFTS[drift.name].change(message, random)
    return line(message)
