"""What can go wrong with the stream, each kind with what it needs to know."""

from __future__ import annotations

from typing import Any, Literal

import attrs
from attrs import field, frozen, validators

from .fault_kinds import one_of, seconds_field
from .stream.drifts import DRIFTS
from .stream.errors import ERRORS, TERMINAL

CLOSE_CODES = (1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014)


def _close_code(fault: Any, attribute: attrs.Attribute[Any], value: object) -> None:
    if value not in CLOSE_CODES and not (isinstance(value, int) and 3000 <= value < 5000):
        raise ValueError(f"{attribute.name}: {value!r} is no close code: 1000 to 1014 or 3000 to 4999")


@frozen
class Drop:
    """A message is never sent, though its number is used up: a sequence gap."""


@frozen
class SkipSequence:
    """Numbers are left out before a message, which itself is sent.

    Args:
        numbers: How many.
    """

    numbers: int = field(default=1, validator=validators.and_(validators.instance_of(int), validators.ge(1)))


@frozen
class Renumber:
    """A subscription that lives on counts anew, from this message on, as after a reset on the exchange's side.

    Args:
        first: The number of the message.
    """

    first: int = field(default=1, validator=validators.and_(validators.instance_of(int), validators.ge(1)))


@frozen
class Duplicate:
    """A message is sent twice, with the same number."""


@frozen
class Reorder:
    """A message is sent after the next one of its subscription."""


@frozen
class Corrupt:
    """A message that can't be read.

    Args:
        form: JSON cut off; no JSON at all; text that isn't UTF-8; or half a frame, after which the connection is reset.
    """

    form: Literal["truncated", "garbage", "not_utf8", "half_frame"] = field(
        default="truncated", validator=one_of("truncated", "garbage", "not_utf8", "half_frame")
    )


@frozen
class Freeze:
    """The connection stays open and goes silent: from this message on nothing is sent and no ping answered.

    Args:
        seconds: How long, on the exchange's clock; what waited then comes at once.
    """

    seconds: float = seconds_field()


@frozen
class Slow:
    """The message, and what comes after it on the connection, is written late; pings are answered.

    Args:
        seconds: How late, on the exchange's clock.
    """

    seconds: float = seconds_field()


@frozen
class Close:
    """The exchange closes the connection in place of sending a message.

    Args:
        code: The close code; 1005 is a closing frame without one, 1006 a reset (RST).
    """

    code: int = field(validator=_close_code)


@frozen
class Terminate:
    """An error ends the subscription in place of a message.

    Args:
        code: 10, the channel's error, or 25, a buffer overflow.
    """

    code: int = field(validator=one_of(*TERMINAL))


@frozen
class Unsubscribe:
    """An `unsubscribed` that nobody asked for ends the subscription in place of a message."""


@frozen
class Drift:
    """A message that is not quite what the contract says.

    Args:
        name: One of the names that `drifts.DRIFTS` has.
    """

    name: str = field(validator=one_of(*DRIFTS))


@frozen
class RefuseHandshake:
    """A connection is refused.

    Args:
        status: 401, 403, 429, 502 or 503.
    """

    status: int = field(validator=one_of(401, 403, 429, 502, 503))


@frozen
class RefuseCommand:
    """A command is answered with an error, and not carried out.

    Args:
        code: Any error of the contract, such as 18 (command timeout).
    """

    code: int = field(validator=one_of(*ERRORS))


@frozen
class IgnoreCommand:
    """A command is neither answered nor carried out."""


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
CommandFault = RefuseCommand | IgnoreCommand
StreamFault = MessageFault | CommandFault | RefuseHandshake
