"""Sends asynchronous requests with aiohttp (extra `fast`), and fails as httpx's own transport does.

aiohttp needs a third of the time. What it would do otherwise than httpx is kept from it here:

- It sends a PUT, DELETE or GET again whose connection breaks. Here each is sent once, and `RetryPolicy` decides.
- Each failure is httpx's error for it. That matters most where it says whether a request may have reached the exchange:
  `httpx.ConnectError`, `httpx.ConnectTimeout` and `httpx.PoolTimeout` come from before anything was sent, and from
  nothing else.
- Its errors hold the headers of the request, so none of them is the cause of ours.
- It takes an idle connection that was closed while the event loop was busy. Here each is looked at before it is used.
- It changes some URLs and headers, waits without end to close a connection whose other end doesn't read, and reads with
  a clock that runs while nobody reads. httpx's own transport sends whatever that could matter for: see `_for_aiohttp`.

The transports of httpx-aiohttp 0.2.0 and of pyreqwest 0.15.1 make "no connection was made" of a connection that is
closed before the answer, after which an order would be sent again.
"""

from __future__ import annotations

import asyncio
import math
import re
import select
import ssl
from collections.abc import AsyncIterator, Callable
from typing import Any, Final
from weakref import WeakSet, finalize

import aiohttp
import httpx
from aiohttp.client_proto import ResponseHandler
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from kalshi_gen.runtime.operation import ANSWER_IS_SECRET
from kalshi_overlay.errors import ClientStateError

_LARGEST: Final = 16_384
"""A request of so many bytes fits into the buffer of any connection, so that sending it takes no time."""

_LONGEST_HEADERS: Final = 102_400
"""What httpx takes of the headers of a response."""

_HEADERS: Final = re.compile(rb"(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+: (?:[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?)?\r\n)*")
_METHODS: Final = {"GET", "POST", "PUT", "PATCH", "DELETE"}

# Headers by which one end tells the other how to send.
_OF_THE_CONNECTION: Final = frozenset({b"expect", b"te", b"trailer", b"transfer-encoding", b"upgrade"})

_NO_HEADERS: Final[CIMultiDictProxy[str]] = CIMultiDictProxy(CIMultiDict())

# What aiohttp adds where a request lacks it, and httpx does not.
_AUTO_HEADERS: Final = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")

# The first that fits counts. Those of connecting come first, since they are kinds of others.
_ERRORS: Final[tuple[tuple[type[Exception], type[httpx.TransportError]], ...]] = (
    (aiohttp.ConnectionTimeoutError, httpx.ConnectTimeout),
    (aiohttp.ClientConnectorError, httpx.ConnectError),
    (aiohttp.SocketTimeoutError, httpx.ReadTimeout),
    (aiohttp.ServerDisconnectedError, httpx.RemoteProtocolError),
    (aiohttp.ClientPayloadError, httpx.RemoteProtocolError),
    (aiohttp.ClientResponseError, httpx.RemoteProtocolError),
    (aiohttp.ClientConnectionResetError, httpx.WriteError),
    (aiohttp.ClientError, httpx.ReadError),
    (OSError, httpx.ReadError),
)


class AiohttpTransport(httpx.AsyncBaseTransport):
    """An asynchronous transport of httpx whose `handle_and_read` sends with aiohttp, directly and by HTTP/1.1.

    Idle connections are kept as long as `limits.keepalive_expiry` says, however many they are.
    """

    def __init__(
        self, *, verify: ssl.SSLContext, limits: httpx.Limits, otherwise: Callable[[], httpx.AsyncBaseTransport]
    ) -> None:
        """Make a transport; no connection is made.

        Args:
            verify: How certificates are verified.
            limits: How many connections there may be, and how long idle ones are kept.
            otherwise: Makes the transport for the requests that aiohttp is not to send.
        """
        verify.set_alpn_protocols(["http/1.1"])
        self._verify = verify
        self._limits = limits
        self._free = None if limits.max_connections is None else asyncio.Semaphore(limits.max_connections)
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._make_other = otherwise
        self._other: httpx.AsyncBaseTransport | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request whose response may be read bit by bit, with httpx's own transport."""
        self._other = self._other or self._make_other()
        if not _runs_asyncio():
            return await self._other.handle_async_request(request)
        await self._acquire(request)
        try:
            response = await self._other.handle_async_request(request)
        except BaseException:
            self._release()
            raise
        assert isinstance(response.stream, httpx.AsyncByteStream)
        response.stream = _Body(response.stream, self._release)
        return response

    async def handle_and_read(self, request: httpx.Request) -> httpx.Response:
        """Send a request whose response is read at once, and close the response then.

        Raises:
            httpx.TransportError: It failed, as it would with httpx's own transport.
            ClientStateError: The client was closed while the request waited for a connection.
        """
        arguments = _for_aiohttp(request)
        if arguments is None:
            return await self.handle_async_request(request)
        await self._acquire(request)
        try:
            response = await self._opened().request(**arguments)
            content = await response.read()
        finally:
            self._release()
        return httpx.Response(
            response.status,
            headers=response.raw_headers,
            stream=httpx.ByteStream(content),
            extensions={
                "http_version": b"HTTP/1.0" if response.version == (1, 0) else b"HTTP/1.1",
                "reason_phrase": (response.reason or "").encode("utf-8", "surrogateescape"),
            },
        )

    async def aclose(self) -> None:
        """Close all connections.

        Raises:
            RuntimeError: They belong to another event loop.
        """
        session = self._session
        if session is not None and not session.closed:
            assert isinstance(session.connector, _Connector)
            if self._loop is not asyncio.get_running_loop() and session.connector.is_connected():
                raise RuntimeError("the connections belong to another event loop")
            session.connector.abort()
            await session.close()
        if self._other is not None:
            await self._other.aclose()

    async def _acquire(self, request: httpx.Request) -> None:
        """Wait until a connection may be used; those of httpx's own transport count too."""
        free = self._free
        if free is None:
            return
        if not free.locked():
            await free.acquire()
            return
        try:
            async with asyncio.timeout(request.extensions.get("timeout", {}).get("pool")):
                await free.acquire()
        except TimeoutError:
            pass
        else:
            return
        raise httpx.PoolTimeout("no connection became free in time")

    def _release(self) -> None:
        if self._free is not None:
            self._free.release()

    def _opened(self) -> aiohttp.ClientSession:
        session = self._session
        if session is None:
            keeps = self._limits.max_keepalive_connections != 0 and self._limits.keepalive_expiry != 0
            connector = _Connector(
                limit=0,
                ssl=self._verify,
                # As httpx does: the system's own resolver, asked each time.
                resolver=aiohttp.ThreadedResolver(),
                use_dns_cache=False,
                keepalive_timeout=self._limits.keepalive_expiry if keeps else None,
                force_close=not keeps,
                timeout_ceil_threshold=math.inf,
            )
            session = self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                skip_auto_headers=_AUTO_HEADERS,
                request_class=_Request,
                middlewares=(_send_once,),
                max_line_size=_LONGEST_HEADERS,
                max_field_size=_LONGEST_HEADERS,
                max_headers=_LONGEST_HEADERS,
            )
            self._loop = asyncio.get_running_loop()
            # Of a client that is never closed httpx says nothing.
            finalize(self, session.detach).atexit = False
        elif session.closed:
            raise ClientStateError("the client was closed while the request waited for a connection; nothing was sent")
        return session


class _Body(httpx.AsyncByteStream):
    """The body of a response that has its connection until it is closed."""

    def __init__(self, stream: httpx.AsyncByteStream, release: Callable[[], None]) -> None:
        self._stream = stream
        self._release: Callable[[], None] | None = release

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for part in self._stream:
            yield part

    async def aclose(self) -> None:
        release, self._release = self._release, None
        try:
            await self._stream.aclose()
        finally:
            if release is not None:
                release()


class _Request(aiohttp.ClientRequest):
    """A request that gets no Content-Length that httpx doesn't give it, and whose errors hold none of its headers."""

    GET_METHODS = _METHODS

    # What it is sent over, once there is a connection.
    wire: asyncio.Transport | None = None

    @property
    def request_info(self) -> aiohttp.RequestInfo:
        return aiohttp.RequestInfo(self.url, self.method, _NO_HEADERS, self.original_url)


class _Connector(aiohttp.TCPConnector):
    """Gives out no connection that the other end has closed."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._fresh: WeakSet[ResponseHandler] = WeakSet()
        self._used: WeakSet[asyncio.Transport] = WeakSet()

    def __del__(self, _warnings: object = None) -> None:
        """Say nothing: asyncio does, of each connection that was never closed."""

    async def connect(self, req: aiohttp.ClientRequest, *arguments: Any, **options: Any) -> Any:
        assert isinstance(req, _Request)
        while True:
            connection = await super().connect(req, *arguments, **options)
            wire = connection.transport
            protocol = connection.protocol
            assert protocol is not None
            if protocol in self._fresh:
                self._fresh.discard(protocol)
                break
            if not _is_readable(wire):
                break
            # It was closed, or something came that nobody asked for.
            connection.close()
        if wire is not None:
            self._used.add(wire)
        req.wire = wire
        return connection

    async def _create_connection(self, *arguments: Any, **options: Any) -> ResponseHandler:
        protocol = await super()._create_connection(*arguments, **options)
        self._fresh.add(protocol)
        return protocol

    def is_connected(self) -> bool:
        """Whether there is a connection that nobody has closed."""
        return any(not wire.is_closing() for wire in tuple(self._used))

    def abort(self) -> None:
        """Close every connection at once, whatever has not been sent yet."""
        for wire in tuple(self._used):
            wire.abort()


async def _send_once(
    request: aiohttp.ClientRequest, handler: Callable[[aiohttp.ClientRequest], Any]
) -> aiohttp.ClientResponse:
    """Send a request and read its response; what is raised is no error that aiohttp would send it again for."""
    try:
        response: aiohttp.ClientResponse = await handler(request)
        await response.read()
    except BaseException as error:
        assert isinstance(request, _Request)
        # Where it is not closing, the connection is another request's already.
        if request.wire is not None and request.wire.is_closing():
            request.wire.abort()
        failure = _as_httpx_error(error)
        if failure is None:
            raise
    else:
        if response.status == 101:
            response.close()
            failure = httpx.RemoteProtocolError("the connection was switched to another protocol")
        else:
            return response
    # Not within the block above, since aiohttp's errors would be its context.
    raise failure


def _as_httpx_error(error: BaseException) -> httpx.TransportError | None:
    """The error of httpx for one of aiohttp's, which holds nothing of it but what the system said."""
    kind = next((ours for theirs, ours in _ERRORS if isinstance(error, theirs)), None)
    if kind is None:
        return None
    reason: BaseException | None = error
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        reason = error.certificate_error
    elif isinstance(error, aiohttp.ClientConnectorError):
        reason = error.os_error
    while isinstance(reason, aiohttp.ClientError):
        reason = reason.__cause__
    if not isinstance(reason, OSError):
        return kind(type(error).__name__)
    failure = kind(str(reason) or type(reason).__name__)
    failure.__cause__ = reason
    return failure


def _for_aiohttp(request: httpx.Request) -> dict[str, Any] | None:
    """What aiohttp sends a request with, byte for byte as httpx would; None if it is for httpx's own transport."""
    url, extensions, stream = request.url, request.extensions, request.stream
    if request.method not in _METHODS or url.scheme not in ("http", "https") or url.userinfo:
        return None
    if "trace" in extensions or "target" in extensions or not isinstance(stream, httpx.ByteStream):
        return None
    if ANSWER_IS_SECRET in extensions:
        # aiohttp reads within the event loop, where an exception would keep frames with the secret.
        return None
    if not _runs_asyncio():
        return None
    raw, body, target = request.headers.raw, b"".join(stream), url.raw_path
    lines = b"".join([b"%b: %b\r\n" % header for header in raw])
    names = {name.lower(): value for name, value in raw}
    if (
        len(target) + len(lines) + len(body) > _LARGEST
        or len(names) < len(raw)
        or lines.count(b"\n") != len(raw)
        or _HEADERS.fullmatch(lines) is None
        or not _OF_THE_CONNECTION.isdisjoint(names)
        or names.get(b"connection", b"keep-alive").lower() != b"keep-alive"
        or names.get(b"content-length", b"0") != b"%d" % len(body)
    ):
        return None
    location = URL(f"{url.scheme}://{url.netloc.decode('ascii')}{target.decode('ascii')}", encoded=True)
    if location.raw_path_qs.encode() != target:
        return None
    timeout = extensions.get("timeout", {})
    return {
        "method": request.method,
        "url": location,
        "headers": [(name.decode("ascii"), value.decode("ascii")) for name, value in raw],
        "data": body or None,
        "allow_redirects": False,
        "server_hostname": extensions.get("sni_hostname"),
        "timeout": aiohttp.ClientTimeout(
            connect=timeout.get("connect"), sock_read=timeout.get("read"), ceil_threshold=math.inf
        ),
    }


def _runs_asyncio() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _is_readable(wire: asyncio.Transport | None) -> bool:
    connection = None if wire is None else wire.get_extra_info("socket")
    if connection is None:
        return False
    if hasattr(select, "poll"):
        poll = select.poll()
        poll.register(connection.fileno(), select.POLLIN)
        return bool(poll.poll(0))
    return bool(select.select([connection.fileno()], [], [], 0)[0])
