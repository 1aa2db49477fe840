"""When a fault of the stream fires: on which messages or commands, at which, how likely, how often."""

from __future__ import annotations

from typing import Any

import attrs
from attrs import define, field, frozen

from ..fault_rules import Chances
from ..stream_faults import StreamFault
from .channels import CHANNELS


def _is_channel(rule: Any, attribute: attrs.Attribute[Any], value: str | None) -> None:
    if value is not None and value not in CHANNELS:
        raise ValueError(f"channel: {value!r} is not one of {', '.join(CHANNELS)}, or None for any")


@define(eq=False)
class StreamRule(Chances):
    """A fault and when it fires, counting from when the rule was added.

    Args:
        fault: What goes wrong.
        channel: The channel of the messages that it may hit; None is any.
        kind: The `type` of the messages that it may hit, or the command; None is any.
    """

    fault: StreamFault
    channel: str | None = field(default=None, kw_only=True, validator=_is_channel)
    kind: str | None = field(default=None, kw_only=True)

    def hits(self, channel: str | None, kind: str | None) -> bool:
        """Count a message, a command or a handshake, and tell whether it is one that the fault shall hit."""
        if self.channel not in (None, channel) or self.kind not in (None, kind):
            return False
        return self.is_due()


@frozen
class StreamFired:
    """A fault of the stream that has fired.

    Args:
        at: When, on the exchange's clock, in Unix seconds.
        channel: The message's channel, None for a command or a handshake.
        kind: The message's `type` or the command, None for a handshake.
        sid: The message's subscription.
        seq: The message's number, None where it had none.
        fault: What went wrong.
    """

    at: float
    channel: str | None
    kind: str | None
    sid: int | None
    seq: int | None
    fault: StreamFault
