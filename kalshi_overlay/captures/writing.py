"""Write captures: a line for each frame, or for each request and its answer.

What goes wrong with a recording is logged once, and nothing else goes wrong by it.
"""

from __future__ import annotations

import itertools
import logging
import os
import threading
import time
from collections.abc import Callable
from decimal import Decimal
from os import PathLike
from typing import Any, Literal, Self

import httpx
import msgspec

from kalshi_gen.client import Client
from kalshi_overlay.captures.redaction import Redaction
from kalshi_overlay.errors import KalshiConfigError

_log = logging.getLogger("kalshi")
_encode = msgspec.json.Encoder(decimal_format="number").encode


class _Capture:
    """A file of lines, each written at once; only its owner may read it.

    Args:
        path: The file; one that exists is overwritten.

    Raises:
        KalshiConfigError: It can't be written.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        try:
            self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
        except OSError as error:
            raise KalshiConfigError(f"record: {os.fspath(path)} can't be written ({error.strerror})") from None
        self._redaction = Redaction()
        self._lock = threading.Lock()
        self._has_failed = False

    def write(self, line: Callable[[Redaction], dict[str, Any]]) -> None:
        """Write a line; what goes wrong is logged once.

        Args:
            line: Makes the line but for its time, with what redacts it.
        """
        with self._lock:
            if self._file.closed:
                return
            try:
                made = {"at": Decimal(time.time_ns() // 1000).scaleb(-6), **line(self._redaction)}
                self._file.write(_encode(made) + b"\n")
                self._file.flush()
            except Exception as error:
                if not self._has_failed:
                    self._has_failed = True
                    # Of the error only its kind, since its text may quote what is redacted.
                    _log.error("a capture lacks lines: writing one failed by %s", type(error).__name__)

    def close(self) -> None:
        """Close the file; later lines are left out."""
        with self._lock:
            try:
                self._file.close()
            except OSError as error:
                _log.error("a capture lacks its end: closing it failed by %s", type(error).__name__)


class FrameRecorder:
    """Records the frames of a stream.

    Args:
        path: The file; one that exists is overwritten.

    Raises:
        KalshiConfigError: It can't be written.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        self._capture = _Capture(path)
        self._numbers = itertools.count()

    def new_tap(self) -> Callable[[Literal["sent", "received"], bytes], None]:
        """Begin with a WebSocket.

        Returns:
            What is to be called with each of its frames.
        """
        number = next(self._numbers)

        def tap(direction: Literal["sent", "received"], frame: bytes) -> None:
            self._capture.write(
                lambda redaction: {
                    "connection": number,
                    "direction": direction,
                    **redaction.json(frame, "frame", is_frame=True),
                }
            )

        return tap

    def close(self) -> None:
        """Close the file."""
        self._capture.close()


class HttpRecorder:
    """Records what a client asks over HTTP; made by `record_http`.

    Args:
        client: The client.
        path: The file; one that exists is overwritten.

    Raises:
        KalshiConfigError: It can't be written.
    """

    def __init__(self, client: Client, path: str | PathLike[str]) -> None:
        self._capture = _Capture(path)
        self._hooks: list[tuple[list[Callable[..., Any]], Callable[..., Any]]] = [
            (client.get_httpx_client().event_hooks["response"], self._answered),
            (client.get_async_httpx_client().event_hooks["response"], self._answered_async),
        ]
        for hooks, hook in self._hooks:
            hooks.append(hook)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *args: object) -> None:
        self.close()

    def close(self) -> None:
        """Record no further answer, and close the file."""
        for hooks, hook in self._hooks:
            if hook in hooks:
                hooks.remove(hook)
        self._capture.close()

    def _answered(self, response: httpx.Response) -> None:
        try:
            response.read()
        except httpx.RequestError as error:
            self._write(response, error)
            raise
        self._write(response)

    async def _answered_async(self, response: httpx.Response) -> None:
        try:
            await response.aread()
        except httpx.RequestError as error:
            self._write(response, error)
            raise
        self._write(response)

    def _write(self, response: httpx.Response, error: httpx.RequestError | None = None) -> None:
        def line(redaction: Redaction) -> dict[str, Any]:
            request = response.request
            path, _, query = request.url.raw_path.decode("ascii").partition("?")
            made = {
                "method": request.method,
                "path": redaction.path(path),
                "query": redaction.query(query),
                "status": response.status_code,
                "headers": redaction.headers(response.headers),
                **redaction.json(_body_of(request), "request"),
            }
            # An answer that broke off halfway has no body that anybody could read.
            return made | ({"error": type(error).__name__} if error else redaction.json(response.content, "answer"))

        self._capture.write(line)


def _body_of(request: httpx.Request) -> bytes:
    try:
        return request.content
    except httpx.RequestNotRead:
        # It was made of a stream, which nobody can read twice.
        return b""


def record_http(client: Client, path: str | PathLike[str]) -> HttpRecorder:
    """Record each attempt of a client that is answered, from now on.

    Copies of the client that share its connections are recorded too (`with_retry_policy`); copies that have their own
    are not (`with_headers` and its like).

    Args:
        client: The client.
        path: The file; one that exists is overwritten.

    Returns:
        What ends the recording: `close()` it, or use it in a `with` block.

    Raises:
        KalshiConfigError: The file can't be written.
    """
    return HttpRecorder(client, path)
