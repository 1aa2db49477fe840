"""Messages as they go on the wire. Each is written once for all readers who get it in the same shape."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Generic, Protocol, TypeVar

import msgspec

Shape = TypeVar("Shape", bound=Hashable)

encode = msgspec.json.Encoder().encode


class Recipient(Protocol):
    """What decides how a message looks to a reader."""

    account: str
    uses_yes_price: bool

    def is_for(self, account: str, subaccount: int) -> bool:
        """Whether the reader gets private messages of a subaccount."""


class Message(Generic[Shape]):
    """A message whose `msg` may look different to different readers.

    Args:
        kind: Its `type`.
        shape_of: The shape in which a reader gets it.
        body_of: The `msg` in a shape.
    """

    __slots__ = ("_body_of", "_contents", "_shape_of", "kind")

    def __init__(
        self, kind: str, shape_of: Callable[[Recipient], Shape], body_of: Callable[[Shape], dict[str, Any]]
    ) -> None:
        self.kind = kind
        self._shape_of = shape_of
        self._body_of = body_of
        self._contents: dict[Shape, bytes] = {}

    def content(self, recipient: Recipient) -> bytes:
        """The `msg` for a reader, as JSON."""
        shape = self._shape_of(recipient)
        content = self._contents.get(shape)
        if content is None:
            content = self._contents[shape] = encode(self._body_of(shape))
        return content


def plain(kind: str, body: dict[str, Any]) -> Message[None]:
    """A message that looks the same to all readers.

    Args:
        kind: Its `type`.
        body: Its `msg`.
    """
    return Message(kind, lambda _: None, lambda _: body)


def envelope(
    kind: str, content: bytes, sent_ms: int, sid: int, seq: int | None = None, command_id: int | None = None
) -> bytes:
    """A complete message of a subscription as JSON. It ends in a newline, as those of the live exchange do.

    Args:
        kind: Its `type`.
        content: Its `msg` as JSON; empty for none.
        sent_ms: When it is sent, in Unix milliseconds.
        sid: The subscription.
        seq: Its sequence number, None if the channel has none.
        command_id: The command that it answers, None if it answers none.
    """
    head = b'{"type":"%b",' % kind.encode()
    if command_id:
        head += b'"id":%d,' % command_id
    head += b'"sid":%d,' % sid
    if seq is not None:
        head += b'"seq":%d,' % seq
    if content:
        head += b'"msg":%b,' % content
    return head + b'"sending_ts_ms":%d}\n' % sent_ms


def line(message: dict[str, Any]) -> bytes:
    """A message as JSON and a newline."""
    return encode(message) + b"\n"
