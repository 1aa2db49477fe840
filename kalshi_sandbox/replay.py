"""Read captures, for tests and for a look at what happened."""

from __future__ import annotations

from decimal import Decimal
from os import PathLike
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

T = TypeVar("T")


class FrameLine(msgspec.Struct, kw_only=True):
    """A frame of a capture.

    Attributes:
        at: When it came or went, in Unix seconds.
        connection: Number of its WebSocket, from 0 in the order in which they were opened.
        direction: Whether the client sent or received it.
        frame: The frame; empty if it was no JSON.
        text: A placeholder for a frame that was no JSON.
    """

    at: Decimal
    connection: int
    direction: Literal["sent", "received"]
    frame: msgspec.Raw = msgspec.Raw()
    text: str | None = None

    @property
    def content(self) -> bytes:
        """The frame as it went over the WebSocket, redacted."""
        return bytes(self.frame) or (self.text or "").encode()


class HttpLine(msgspec.Struct, kw_only=True):
    """A request of a capture, and its answer.

    Attributes:
        at: When the answer was there, in Unix seconds.
        method: The HTTP method.
        path: The path, ids in it redacted.
        query: The names and values of the query.
        status: The HTTP status.
        headers: Some headers of the answer, by their names in lower case.
        request: The body of the request; empty if it had none that is JSON.
        answer: The body of the answer; empty if it had none that is JSON.
        request_text, answer_text: Placeholders for bodies that were not JSON.
        error: What failed while the body was read; None if it was read.
    """

    at: Decimal
    method: str
    path: str
    query: list[tuple[str, str]] = []
    status: int
    headers: dict[str, str] = {}
    request: msgspec.Raw = msgspec.Raw()
    request_text: str | None = None
    answer: msgspec.Raw = msgspec.Raw()
    answer_text: str | None = None
    error: str | None = None

    @property
    def content(self) -> bytes:
        """The body of the answer, redacted."""
        return bytes(self.answer) or (self.answer_text or "").encode()


def read_frames(path: str | PathLike[str]) -> list[FrameLine]:
    """Read a capture of a stream.

    Args:
        path: The file.

    Returns:
        Its frames, in their order; a last line that was not written to its end is left out.

    Raises:
        ValueError: A line is no frame; it names the line, and `read_http` if that reads it.
    """
    return _read(path, FrameLine)


def read_http(path: str | PathLike[str]) -> list[HttpLine]:
    """Read a capture of requests; see `read_frames`."""
    return _read(path, HttpLine)


def _read(path: str | PathLike[str], kind: type[T]) -> list[T]:
    *lines, _unfinished = Path(path).read_bytes().split(b"\n")
    found = []
    for number, line in enumerate(lines, 1):
        try:
            found.append(msgspec.json.decode(line, type=kind))
        except msgspec.MsgspecError as error:
            raise ValueError(f"{path}: line {number}: {_remedy(line, kind) or error}") from error
    return found


def _remedy(line: bytes, kind: type[Any]) -> str | None:
    """Which function reads a line that is of the other kind of capture."""
    other: type[Any] = FrameLine if kind is HttpLine else HttpLine
    try:
        msgspec.json.decode(line, type=other)
    except msgspec.MsgspecError:
        return None
    if other is HttpLine:
        return "a request, not a frame; read_http reads it"
    return "a frame, not a request; read_frames reads it"
