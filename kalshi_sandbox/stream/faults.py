"""Faults of the stream: set by rule, met by messages, commands and handshakes, listed afterwards."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple

import msgspec

from ..refusals import Refusal
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
    RefuseCommand,
    RefuseHandshake,
    Renumber,
    Reorder,
    SkipSequence,
    Slow,
    StreamFault,
    Terminate,
    Unsubscribe,
)
from .drifts import DRIFTS
from .errors import CommandRefused
from .fault_rules import StreamFired, StreamRule
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
# A message has one end: the first rule that fires decides which.
_ENDS = (Drop, Close, Terminate, Unsubscribe, Corrupt)


class _Met(NamedTuple):
    """What meets a fault."""

    channel: str | None = None
    kind: str | None = None
    sid: int | None = None
    seq: int | None = None


class StreamFaults:
    """The rules by which a stream fails, and what has failed.

    Args:
        clock: The exchange's clock, in Unix seconds.

    Attributes:
        are_set: Whether there is any rule.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
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
        """Let a fault hit the stream from now on.

        Args:
            fault: What goes wrong.
            channel: The channel of the messages that it may hit; None is any.
            kind: The `type` of the messages that it may hit, or the command; None is any.
            nth: Only the n-th such message, command or handshake, from 1.
            probability: How likely it hits one, from 0 to 1.
            seed: Seed of the chance.
            times: At most so many times; None is without end.

        Raises:
            ValueError: If there is no such channel, or a number is out of range.
            TypeError: If an argument is of another type.
        """
        rule = StreamRule(fault, channel=channel, kind=kind, nth=nth, probability=probability, seed=seed, times=times)
        self._rules = (*self._rules, rule)
        self.are_set = True
        return rule

    def clear(self) -> None:
        """Forget all rules, and what has gone wrong."""
        self._rules, self.are_set = (), False
        self._fired.clear()

    def meet_handshake(self) -> None:
        """Let a handshake meet what shall happen to it.

        Raises:
            Refusal: If it is refused.
        """
        for rule in self._due(RefuseHandshake, None, None):
            self._happens(rule, _Met())
            assert isinstance(rule.fault, RefuseHandshake)
            word = _WORDS[rule.fault.status]
            raise Refusal(rule.fault.status, word.replace(" ", "_"), word, "a fault")

    def meets_command(self, name: str) -> bool:
        """Let a command meet what shall happen to it; the answer is whether it is ignored.

        Raises:
            CommandRefused: If it is refused.
        """
        for rule in self._due(CommandFault, None, name):
            self._happens(rule, _Met(kind=name))
            if isinstance(rule.fault, IgnoreCommand):
                return True
            assert isinstance(rule.fault, RefuseCommand)
            raise CommandRefused(rule.fault.code)
        return False

    def send(self, subscription: Subscription, message: Message[Any], sent_ms: int, command_id: int | None) -> None:
        """Send a message as the faults let it be sent.

        Args:
            subscription: Who gets it.
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
                    self._happens(rule, numbered)
                    payload = drifted
        happening = [rule for rule in rules if not isinstance(rule.fault, SkipSequence | Renumber | Drift)]
        for rule in happening:
            self._happens(rule, numbered)
        _carry_out([rule.fault for rule in happening], subscription, payload)

    def _numbered(self, subscription: Subscription, kind: str, rules: list[StreamRule]) -> _Met:
        """What meets the faults, under its number."""
        channel, seq = subscription.channel.name, subscription.next_number()
        for rule in rules:
            if isinstance(rule.fault, SkipSequence) and seq is not None:
                self._happens(rule, _Met(channel, kind, subscription.sid, seq))
                for _ in range(rule.fault.numbers):
                    seq = subscription.next_number()
            elif isinstance(rule.fault, Renumber) and seq is not None:
                self._happens(rule, _Met(channel, kind, subscription.sid, seq))
                subscription.renumber(rule.fault.first)
                seq = subscription.next_number()
        return _Met(channel, kind, subscription.sid, seq)

    def _due(self, kinds: Any, channel: str | None, kind: str | None) -> list[StreamRule]:
        chosen: list[StreamRule] = []
        for rule in self._rules:
            if isinstance(rule.fault, kinds) and rule.hits(channel, kind):
                is_second_end = isinstance(rule.fault, _ENDS) and any(isinstance(each.fault, _ENDS) for each in chosen)
                if not is_second_end:
                    chosen.append(rule)
        return chosen

    def _happens(self, rule: StreamRule, met: _Met) -> None:
        rule.fired += 1
        self._fired.append(StreamFired(self._clock(), met.channel, met.kind, met.sid, met.seq, rule.fault))


def _carry_out(faults: list[StreamFault], subscription: Subscription, payload: bytes) -> None:
    """Send a message as faults let it be sent, or not at all."""
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
    """A message as a drift makes it; the same bytes where it finds nothing to change."""
    message = msgspec.json.decode(payload)
    DRIFTS[drift.name].change(message, random)
    return line(message)
