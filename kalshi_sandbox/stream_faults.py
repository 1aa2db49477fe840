"""The faults that you can set on the stream: `exchange.stream.faults.add(...)`."""

from __future__ import annotations

from typing import Any, Literal

import attrs
from attrs import field, frozen, validators

from kalshi_gen.stream.error_codes import ERROR_CODES

from .faults import one_of, seconds_field
from .stream_drifts import DRIFTS

_TERMINAL = tuple(error.code for error in ERROR_CODES.values() if error.terminal)
CLOSE_CODES = (1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014)


def _close_code(fault: Any, attribute: attrs.Attribute[Any], value: object) -> None:
    if value not in CLOSE_CODES and not (isinstance(value, int) and 3000 <= value < 5000):
        raise ValueError(f"{attribute.name}: {value!r} is no close code: 1000 to 1014 or 3000 to 4999")


@frozen
class Drop:
    """A message is never sent, but uses up its sequence number: a gap."""


@frozen
class SkipSequence:
    """Sequence numbers are skipped before a message, which is sent.

    Args:
        numbers: How many.
    """

    numbers: int = field(default=1, validator=validators.and_(validators.instance_of(int), validators.ge(1)))


@frozen
class Renumber:
    """The sequence restarts at this message although the subscription continues, as after a reset of the exchange.

    Args:
        first: The sequence number of the message.
    """

    first: int = field(default=1, validator=validators.and_(validators.instance_of(int), validators.ge(1)))


@frozen
class Duplicate:
    """A message is sent twice, with the same sequence number."""


@frozen
class Reorder:
    """A message is sent after the next one of its subscription."""


@frozen
class Corrupt:
    """A message that can't be read.

    Args:
        form: Truncated JSON; anything but JSON; text that isn't UTF-8; or half a frame, after which the connection is
            reset.
    """

    form: Literal["truncated", "garbage", "not_utf8", "half_frame"] = field(
        default="truncated", validator=one_of("truncated", "garbage", "not_utf8", "half_frame")
    )


@frozen
class Freeze:
    """The connection stays open but goes silent: from this message on, nothing is sent and no ping is answered.

    Args:
        seconds: How long, on the exchange's clock; then everything is sent at once.
    """

    seconds: float = seconds_field()


@frozen
class Slow:
    """The message and everything after it on the connection is sent late; pings are answered.

    Args:
        seconds: How late, on the exchange's clock.
    """

    seconds: float = seconds_field()


@frozen
class Close:
    """The exchange closes the connection instead of sending a message.

    Args:
        code: The close code; 1005 is a close frame without a code, 1006 a reset (RST).
    """

    code: int = field(validator=_close_code)


@frozen
class Terminate:
    """An error ends the subscription instead of a message.

    Args:
        code: 10, the channel's error, or 25, a buffer overflow.
    """

    code: int = field(validator=one_of(*_TERMINAL))


@frozen
class Unsubscribe:
    """An unsolicited `unsubscribed` ends the subscription instead of a message."""


@frozen
class Drift:
    """A message differs from the spec.

    Args:
        name: A name in `stream_drifts.DRIFTS`.
    """

    name: str = field(validator=one_of(*DRIFTS))


@frozen
class RejectHandshake:
    """A handshake is rejected.

    Args:
        status: 401, 403, 429, 502 or 503.
    """

    status: int = field(validator=one_of(401, 403, 429, 502, 503))


@frozen
class RejectCommand:
    """A command is answered with an error, and not executed.

    Args:
        code: Any error of the spec, such as 18 (command timeout).
    """

    code: int = field(validator=one_of(*ERROR_CODES))


@frozen
class IgnoreCommand:
    """A command is neither answered nor executed."""


MessageFault = (
    Drop
    | SkipSequence
    | Renumber
    | Duplicate
    | Reorder
    | Corrupt
    | Freeze
    | Slow
    | Close
    | Terminate
    | Unsubscribe
    | Drift
)
CommandFault = RejectCommand | IgnoreCommand
StreamFault = MessageFault | CommandFault | RejectHandshake
