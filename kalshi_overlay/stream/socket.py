"""Where the exchange's WebSocket is, and opening it with a signature.

The library is `websockets`. The fastest one, `picows`, takes a twentieth of its CPU for frames that have piled up, but
four fifths for frames that come one by one, 5,000 a second, where most of the cost is waking up. And `websockets` has
flow control, compression and proxies, and depends on nothing.
"""

from __future__ import annotations

import logging
import re
import ssl
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import httpx
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as open_websocket
from websockets.exceptions import InvalidHandshake, InvalidMessage, InvalidStatus, ProxyError

from kalshi_gen.client import Client
from kalshi_gen.errors import KalshiForeignAnswerError, from_response
from kalshi_gen.runtime.tracebacks import HiddenFrames
from kalshi_overlay.auth import KalshiAuth
from kalshi_overlay.environments import check_host, environment_of, why_not_served
from kalshi_overlay.errors import KalshiConfigError, KalshiHandshakeError
from kalshi_overlay.stream.feeds import API_FEED, HOSTS, Feed

_LOGIN = re.compile(r"//[^/@\s]*@")
_MOST_FRAME_BYTES = 64 << 20
_FRAMES_WAITING = 256


def stream_url(client: Client, feed: Feed = API_FEED) -> str:
    """The address of a stream that belongs to a client's base URL.

    A host that belongs to no environment, such as a sandbox or a proxy, serves the stream beside the REST API.

    Raises:
        KalshiConfigError: The base URL is that of a host that does not serve the API of the stream.
    """
    try:
        base_url = client.get_async_httpx_client().base_url
    except (ValueError, ImportError, OSError, httpx.InvalidURL):
        # A proxy of the environment can't be used, or its certificates. Opening the stream will say so.
        base_url = httpx.URL(client._base_url)
    environment = environment_of(base_url)
    if (reason := why_not_served(base_url, feed.api)) is not None:
        raise KalshiConfigError(f"{feed.api.title}: {reason}")
    host = HOSTS[feed.api.name][environment.name] if environment else base_url.netloc.decode("ascii")
    return f"{'wss' if base_url.scheme == 'https' else 'ws'}://{host}{feed.path}"


def how_to_connect(client: Client) -> dict[str, Any]:
    """The arguments of `websockets` that make a client's TLS and proxy settings hold for its stream.

    An httpx client of your own, that was set with `set_async_httpx_client`, doesn't show its settings; these are those
    that the client was made with.

    Raises:
        KalshiConfigError: The certificates that the client, or the environment, names can't be loaded.
    """
    if stream_url(client).startswith("ws:"):
        # A proxy would read what is in plain `ws`, which goes to this machine alone.
        return {"proxy": None}
    try:
        given = client._httpx_arguments()
        verify, trust_env, proxy = given["verify"], given.get("trust_env", True), given.get("proxy")
        if not isinstance(verify, ssl.SSLContext):
            verify = httpx.create_ssl_context(verify, cert=given.get("cert"), trust_env=trust_env)
    except OSError as error:
        raise KalshiConfigError(
            f"the certificates can't be loaded ({error}); check verify_ssl, SSL_CERT_FILE and SSL_CERT_DIR"
        ) from error
    how: dict[str, Any] = {"ssl": verify, "proxy": trust_env or None}
    if proxy is not None:
        chosen = proxy if isinstance(proxy, httpx.Proxy) else httpx.Proxy(proxy)
        username, password = chosen.raw_auth or (b"", b"")
        login = {"username": username.decode(), "password": password.decode()} if chosen.raw_auth else {}
        how["proxy"] = str(chosen.url.copy_with(**login))
        if chosen.ssl_context is not None:
            how["proxy_ssl"] = chosen.ssl_context
    return how


class _SignedConnect(open_websocket):
    """A connect that follows no redirect, since a signature is for one host alone."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


def _quiet_logger() -> logging.Logger:
    """A logger for the library that never logs what it sends: at DEBUG that is the signature, and all messages."""
    # A program can't configure it by name. What it logs goes where our own records go.
    logger = logging.Logger("kalshi.socket", logging.INFO)
    logger.parent = logging.getLogger("kalshi")
    return logger


async def open_socket(
    url: str, auth: KalshiAuth, open_timeout: float, how: Mapping[str, Any] = MappingProxyType({"proxy": None})
) -> ClientConnection:
    """Open the stream with a new signature, and return the connection, which the caller closes.

    Args:
        url: The address.
        auth: What signs the handshake.
        open_timeout: Seconds that opening may take.
        how: TLS and proxy; see `how_to_connect`.

    Raises:
        KalshiConfigError: The host is not allowed; nothing was sent.
        KalshiHandshakeError: The exchange can't be reached, refused the handshake, or took longer than so many seconds.
    """
    _check(url, auth)
    try:
        # The frames below hold the signature.
        with HiddenFrames(), HiddenFrames():
            connection = await _SignedConnect(
                url,
                additional_headers=auth.headers("GET", urlsplit(url).path),
                user_agent_header=None,
                open_timeout=open_timeout,
                # The session looks for signs of life itself, since it knows when a consumer blocks it.
                ping_interval=None,
                close_timeout=1,
                max_size=_MOST_FRAME_BYTES,
                max_queue=_FRAMES_WAITING,
                logger=_quiet_logger(),
                **how,
            )
            if connection.request is not None:
                del connection.request.headers["KALSHI-ACCESS-SIGNATURE"]
            return connection
    except InvalidStatus as error:
        failure = _refusal(url, error)
    except TimeoutError:
        failure = KalshiHandshakeError(f"opening the stream took longer than {open_timeout:g} s")
    except ProxyError as error:
        failure = KalshiHandshakeError(f"the proxy did not connect to the stream ({_words(error)})")
    except (InvalidHandshake, InvalidMessage, EOFError) as error:
        failure = KalshiHandshakeError(f"the answer to the handshake is no WebSocket's ({type(error).__name__})")
    except Exception as error:
        # Beside what breaks on the way, such as a proxy's address that is none, or a package for SOCKS that is missing.
        failure = KalshiHandshakeError(f"no connection could be made ({_words(error)})")
    # Raised here, so that no frame of the traceback holds the signature.
    raise failure


def _words(error: Exception) -> str:
    """What an error says, without the login of a proxy; its kind if it says nothing."""
    return _LOGIN.sub("//", str(error)) or type(error).__name__


def _refusal(url: str, error: InvalidStatus) -> KalshiHandshakeError:
    response = error.response
    # The body is as it was sent.
    headers = [(name, value) for name, value in response.headers.raw_items() if name.lower() != "content-encoding"]
    asked = httpx.Request("GET", url.replace("ws", "http", 1))
    answered = from_response(
        httpx.Response(response.status_code, headers=headers, content=bytes(response.body or b""), request=asked)
    )
    if isinstance(answered, KalshiForeignAnswerError):
        refused, advice = "something in front of the exchange refused to open the stream", ""
    else:
        refused = "the exchange refused to open the stream"
        advice = "; check the API key and this machine's clock" if response.status_code in (401, 403) else ""
    return KalshiHandshakeError(
        f"{refused}: {answered}{advice}",
        response.status_code,
        answered.code,
        answered.message,
        answered.details,
        answered.request_ids,
    )


def _check(url: str, auth: KalshiAuth) -> None:
    address = urlsplit(url)
    if address.scheme == "wss" and any(address.netloc in hosts.values() for hosts in HOSTS.values()):
        return
    scheme = {"wss": "https", "ws": "http"}.get(address.scheme, "")
    check_host(f"{scheme}://{address.netloc}", auth.apis, allow_unknown_host=auth.allow_unknown_host)
