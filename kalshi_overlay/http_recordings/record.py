"""The transport that sends over another one, and writes down what came."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Iterator
from os import PathLike, fspath
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NoReturn, Self

import httpx

from kalshi_overlay.errors import KalshiConfigError
from kalshi_overlay.flow import Call, Flow, run, run_async
from kalshi_overlay.http_recordings.redacting import Attempt, redacted
from kalshi_overlay.private_file import replace_private

_CREDENTIALS: Final = ("kalshi-access-key", "kalshi-access-signature", "authorization")
# Of the text of a header, a word that is shorter is no secret, such as "Bearer".
_SHORTEST_SECRET: Final = 8


class RecordTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Sends each attempt over another transport, and writes a recording when it is closed.

    It takes sync and async clients: `create_client(httpx_args={"transport": RecordTransport("quote.jsonl")})`. The
    recording appears when the last client that was opened by `with` ends, or the `with` block of the transport around
    them. If the block ends by an exception, nothing is written. Without a `with`, `close()` and `aclose()` write.
    """

    def __init__(
        self, path: str | PathLike[str], transport: httpx.BaseTransport | httpx.AsyncBaseTransport | None = None
    ) -> None:
        """Make a transport; nothing is sent, and no file is written.

        Args:
            path: Where the recording is to be; its folder is made, and a recording that is there is replaced.
            transport: What sends; by default a transport of httpx, with no proxy, for each kind of client.

        Raises:
            KalshiConfigError: The folder can't be made.
        """
        self.path = Path(path)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._not_written(error) from None
        self._given: Any = transport
        # What sends for sync and for async clients, from the first attempt until it is closed.
        self._blocking: Any = None
        self._awaited: Any = None
        # How often it is open by `with`, and by `async with`.
        self._opened = self._opened_async = 0
        self._attempts: list[Attempt] = []
        self._is_discarded = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send an attempt; its answer is read to the end before it is returned.

        Raises:
            httpx.RequestError: The attempt failed, which the recording has too.
        """
        if self._blocking is None:
            self._blocking = self._given or httpx.HTTPTransport()
        return run(self._attempt(request))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send an attempt while other tasks run; see `handle_request`."""
        if self._awaited is None:
            self._awaited = self._given or httpx.AsyncHTTPTransport()
        return await run_async(self._attempt(request))

    def discard(self) -> None:
        """Write nothing, such as after a test that failed; a recording that is there stays as it is."""
        self._is_discarded = True

    def __enter__(self) -> Self:
        self._opened += 1
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        self._opened -= 1
        if exc_type is not None and not self._is_open():
            self.discard()
        self.close()

    async def __aenter__(self) -> Self:
        self._opened_async += 1
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        self._opened_async -= 1
        if exc_type is not None and not self._is_open():
            self.discard()
        await self.aclose()

    def close(self) -> None:
        """Close the connections of sync clients, and write the recording, unless a `with` block goes on.

        Raises:
            KalshiConfigError: The recording can't be written.
        """
        if not self._opened and self._blocking is not None:
            blocking, self._blocking = self._blocking, None
            blocking.close()
        self._write()

    async def aclose(self) -> None:
        """Close the connections of async clients, and write the recording; see `close`."""
        if not self._opened_async and self._awaited is not None:
            awaited, self._awaited = self._awaited, None
            await awaited.aclose()
        self._write()

    def _attempt(self, request: httpx.Request) -> Flow[httpx.Response]:
        """Send an attempt, and keep it in the place that it has by when it was sent."""
        yield Call(request.read, request.aread)
        path, _, query = request.url.raw_path.decode("ascii").partition("?")
        attempt = Attempt(time.time_ns() // 1000, request.method, path, query, _secrets(request), request.content)
        self._attempts.append(attempt)
        try:
            response = yield Call(self._send, self._send_async, (request,))
        except httpx.RequestError as error:
            attempt.fail(error)
            raise
        try:
            content = yield Call(_read, _read_async, (response,))
        except httpx.RequestError as error:
            attempt.status, attempt.headers = response.status_code, response.headers
            attempt.fail(error)
            return _again(response, BrokenBody(error))
        # Without its body it has not ended: the task may be canceled while that is read.
        attempt.status, attempt.headers = response.status_code, response.headers
        try:
            attempt.content = _again(response, httpx.ByteStream(content)).read()
        except httpx.DecodingError as error:
            attempt.fail(error)
        return _again(response, httpx.ByteStream(content))

    def _send(self, request: httpx.Request) -> httpx.Response:
        response: httpx.Response = self._blocking.handle_request(request)
        return response

    async def _send_async(self, request: httpx.Request) -> httpx.Response:
        response: httpx.Response = await self._awaited.handle_async_request(request)
        return response

    def _is_open(self) -> bool:
        return bool(self._opened or self._opened_async)

    def _write(self) -> None:
        if self._is_open() or self._is_discarded:
            return
        lines = redacted([attempt for attempt in self._attempts if attempt.has_ended])
        try:
            replace_private(self.path, lines)
        except OSError as error:
            raise self._not_written(error) from None

    def _not_written(self, error: OSError) -> KalshiConfigError:
        return KalshiConfigError(f"the recording {fspath(self.path)} can't be written ({error.strerror})")


class BrokenBody(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The body of an answer that can't be read."""

    def __init__(self, error: httpx.RequestError) -> None:
        self._error = error

    def __iter__(self) -> Iterator[bytes]:
        self._fail()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self._fail()
        yield b""

    def _fail(self) -> NoReturn:
        raise self._error


def _again(response: httpx.Response, body: Any) -> httpx.Response:
    """An answer with a body that has been read from the connection."""
    return httpx.Response(
        response.status_code, headers=response.headers, stream=body, extensions=dict(response.extensions)
    )


def _read(response: httpx.Response) -> bytes:
    """The body as it came, compressed or not."""
    assert isinstance(response.stream, httpx.SyncByteStream)
    try:
        return b"".join(response.stream)
    finally:
        response.close()


async def _read_async(response: httpx.Response) -> bytes:
    assert isinstance(response.stream, httpx.AsyncByteStream)
    try:
        return b"".join([part async for part in response.stream])
    finally:
        await response.aclose()


def _secrets(request: httpx.Request) -> frozenset[str]:
    """The credentials of a request: the words of the headers that hold them."""
    texts = [request.headers[name] for name in _CREDENTIALS if name in request.headers]
    words = [word for text in texts for word in text.replace(":", " ").split()]
    return frozenset(word for word in words if len(word) >= _SHORTEST_SECRET)
