"""Captures: what came and went over the stream and over HTTP, as lines of JSON without anybody's ids or keys.

`connect(client, record="frames.jsonl")` records a stream, `record_http(client, "http.jsonl")` the requests of a client;
`kalshi_sandbox.replay` reads both. A file that can't be opened is an error at once. What fails later is logged once,
and disturbs no request and no stream.
"""

from __future__ import annotations

import itertools
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from decimal import Decimal
from os import PathLike
from typing import Any, Literal

import httpx
import msgspec

from kalshi_gen.client import Client
from kalshi_overlay.errors import KalshiConfigError
from kalshi_overlay.flow import Call, Flow, run, run_async
from kalshi_overlay.httpx_clients import KalshiAsyncHTTPXClient, KalshiHTTPXClient
from kalshi_overlay.private_file import open_private
from kalshi_overlay.redaction import Redaction

_log = logging.getLogger("kalshi")
_encode = msgspec.json.Encoder(decimal_format="number").encode


class _CaptureFile:
    """A file of lines, each written at once, that only its owner may read."""

    def __init__(self, path: str | PathLike[str]) -> None:
        try:
            self._file = open_private(path)
        except OSError as error:
            raise KalshiConfigError(f"record: {os.fspath(path)} can't be written ({error.strerror})") from None
        self._redaction = Redaction()
        self._lock = threading.Lock()
        self._has_failed = False

    def write(self, line: Callable[[Redaction], dict[str, Any]]) -> None:
        """Write what `line` makes, with the time."""
        with self._undisturbed():
            if not self._file.closed:
                made = {"at": Decimal(time.time_ns() // 1000).scaleb(-6), **line(self._redaction)}
                self._file.write(_encode(made) + b"\n")
                self._file.flush()

    def close(self) -> None:
        """Close the file; later lines are left out."""
        with self._undisturbed():
            self._file.close()

    @contextmanager
    def _undisturbed(self) -> Iterator[None]:
        """Log the first failure inside of the block, and raise none."""
        with self._lock:
            try:
                yield
            except Exception as error:
                if not self._has_failed:
                    self._has_failed = True
                    # Of the error only its kind, since its text may quote what is redacted.
                    _log.error("a capture lacks lines: writing failed by %s", type(error).__name__)


class FrameRecorder:
    """Records the frames of a stream until it is closed; made by `connect`, whose `record` is the path."""

    def __init__(self, path: str | PathLike[str]) -> None:
        self._capture = _CaptureFile(path)
        self._numbers = itertools.count()
        self.close = self._capture.close

    def new_tap(self) -> Callable[[Literal["sent", "received"], bytes], None]:
        """Begin with a WebSocket; what is returned takes each of its frames."""
        number = next(self._numbers)

        def tap(direction: Literal["sent", "received"], frame: bytes) -> None:
            begin: dict[str, Any] = {"connection": number, "direction": direction}
            self._capture.write(lambda redaction: begin | redaction.json(frame, "frame", is_frame=True))

        return tap


def record_http(client: Client, path: str | PathLike[str]) -> ExitStack:
    """Record each attempt of a client that is answered, from now on.

    Copies of the client that share its connections are recorded too (`with_retry_policy`); copies that have their own
    are not (`with_headers` and its like).

    Args:
        client: The client.
        path: The file; one that exists is overwritten.

    Returns:
        What ends the recording: `close()` it, or use it in a `with` block.

    Raises:
        KalshiConfigError: The file can't be written, or is a link, a pipe or a device.
    """
    capture = _CaptureFile(path)

    def record(response: httpx.Response) -> Flow[None]:
        """Read an answer, and write a line about it."""
        try:
            yield Call(response.read, response.aread)
        except httpx.RequestError as error:
            # An answer that broke off halfway has no body that anybody could read.
            failed = {"error": type(error).__name__}
            capture.write(lambda redaction: _line(redaction, response) | failed)
            raise
        capture.write(lambda redaction: _line(redaction, response) | redaction.json(response.content, "answer"))

    stack = ExitStack()
    stack.callback(capture.close)
    clients = (
        (client.get_httpx_client(), lambda response: run(record(response))),
        (client.get_async_httpx_client(), lambda response: run_async(record(response))),
    )
    for http, hook in clients:
        # httpx calls its own hooks once for all attempts.
        hooks: list[Any] = http.event_hooks["response"]
        if isinstance(http, KalshiHTTPXClient | KalshiAsyncHTTPXClient):
            hooks = http.attempt_hooks
        hooks.append(hook)
        stack.callback(hooks.remove, hook)
    return stack


def _line(redaction: Redaction, response: httpx.Response) -> dict[str, Any]:
    """A request, and its answer but for the body."""
    request = response.request
    path, _, query = request.url.raw_path.decode("ascii").partition("?")
    body = b""
    # A body that is a stream can't be read twice.
    with suppress(httpx.RequestNotRead):
        body = request.content
    return {
        "method": request.method,
        "path": redaction.path(path),
        "query": redaction.query(query),
        "status": response.status_code,
        "headers": redaction.headers(response.headers),
        **redaction.json(body, "request"),
    }
