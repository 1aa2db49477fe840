"""Messages as they go on the wire: each written once for all who get it in the same shape."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

if TYPE_CHECKING:
    from .subscription import Subscription

Shape = TypeVar("Shape", bound=Hashable)

encode = msgspec.json.Encoder().encode


class Message(Generic[Shape]):
    """Something to tell, whose `msg` may look different to different readers.

    Args:
        kind: Its `type`.
        shape_of: What of a reader decides how it looks.
        body_of: The `msg` for readers of a shape.
    """

    __slots__ = ("_body_of", "_contents", "_shape_of", "kind")

    def __init__(
        self, kind: str, shape_of: Callable[[Subscription], Shape], body_of: Callable[[Shape], dict[str, Any]]
    ) -> None:
        self.kind = kind
        self._shape_of = shape_of
        self._body_of = body_of
        self._contents: dict[Shape, bytes] = {}

    def content(self, reader: Subscription) -> bytes:
        """The `msg` for a reader, as JSON."""
        shape = self._shape_of(reader)
        content = self._contents.get(shape)
        if content is None:
            content = self._contents[shape] = encode(self._body_of(shape))
        return content


def plain(kind: str, body: dict[str, Any]) -> Message[None]:
    """A message that looks the same to all.

    Args:
        kind: Its `type`.
        body: Its `msg`.
    """
    return Message(kind, lambda _: None, lambda _: body)


def envelope(
    kind: str, content: bytes, sent_ms: int, sid: int, seq: int | None = None, command_id: int | None = None
) -> bytes:
    """A whole message of a subscription as JSON, which ends in a newline as those of the live exchange do.

    Args:
        kind: Its `type`.
        content: Its `msg` as JSON; empty for none.
        sent_ms: When it is sent, in Unix milliseconds.
        sid: The subscription.
        seq: Its number, None where the channel has none.
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
    """A message as it goes out: JSON and a newline."""
    return encode(message) + b"\n"
