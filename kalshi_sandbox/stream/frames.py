"""WebSocket frames, also broken ones, and what can happen to a connection between two of them."""

from __future__ import annotations

from attrs import frozen
from websockets.frames import Opcode

_TEXT = 0x81


@frozen
class Pause:
    """Nothing is sent for a while.

    Args:
        seconds: How long, on the exchange's clock.
        is_deaf: Whether nothing is read either, so that pings aren't answered.
    """

    seconds: float
    is_deaf: bool


@frozen
class Ending:
    """The connection ends.

    Args:
        code: The close code; 1006 resets the connection without a close frame, 1005 closes it without a code.
    """

    code: int


Item = bytes | Pause | Ending


def text_frame(payload: bytes) -> bytes:
    """A text frame of a server."""
    size = len(payload)
    if size < 126:
        return b"%c%c%b" % (_TEXT, size, payload)
    if size < 1 << 16:
        return b"%c\x7e%b%b" % (_TEXT, size.to_bytes(2, "big"), payload)
    return b"%c\x7f%b%b" % (_TEXT, size.to_bytes(8, "big"), payload)


def ping_frame(body: bytes) -> bytes:
    """A ping of a server, with a body of at most 125 bytes."""
    return b"%c%c%b" % (0x80 | Opcode.PING, len(body), body)


def broken_frame(payload: bytes, form: str) -> bytes:
    """A frame that can't be read.

    Args:
        payload: What the frame was to carry.
        form: One of the forms of `stream_faults.Corrupt`.
    """
    half = payload[: len(payload) // 2]
    match form:
        case "truncated":
            return text_frame(half)
        case "garbage":
            return text_frame(b"<html>502 Bad Gateway</html>")
        case "not_utf8":
            return text_frame(half + b"\xff\xfe")
        case _:
            frame = text_frame(payload)
            return frame[: len(frame) // 2]
