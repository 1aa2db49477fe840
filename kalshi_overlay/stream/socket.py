"""Where the exchange's WebSocket is, and opening it with a signature.

The library is `websockets`. The fastest one, `picows`, takes a twentieth of its CPU for frames that have piled up, but
four fifths for frames that come one by one, 5,000 a second, where most of the cost is waking up. And `websockets` has
flow control, compression and proxies, and depends on nothing.
"""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as open_websocket
from websockets.exceptions import InvalidHandshake, InvalidMessage, InvalidStatus

from kalshi_gen.client import Client
from kalshi_gen.runtime.tracebacks import HiddenFrames
from kalshi_gen.stream.channels import PATH
from kalshi_overlay.auth import KalshiAuth
from kalshi_overlay.environments import DEMO, PRODUCTION, check_host, environment_of
from kalshi_overlay.errors import KalshiHandshakeError

HOSTS = {PRODUCTION.name: "external-api-ws.kalshi.com", DEMO.name: "external-api-ws.demo.kalshi.co"}
"""The stream's host of each environment. No published document decides where a signature goes."""

_MOST_FRAME_BYTES = 64 << 20
_FRAMES_WAITING = 256


def stream_url(client: Client) -> str:
    """The address of the stream that belongs to a client's base URL.

    A host that belongs to no environment, such as a sandbox or a proxy, serves the stream beside the REST API.
    """
    base_url = client.get_async_httpx_client().base_url
    environment = environment_of(base_url)
    host = HOSTS[environment.name] if environment else base_url.netloc.decode("ascii")
    return f"{'wss' if base_url.scheme == 'https' else 'ws'}://{host}{PATH}"


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


async def open_socket(url: str, auth: KalshiAuth, open_timeout: float) -> ClientConnection:
    """Open the stream with a new signature, and return the connection, which the caller closes.

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
                # A proxy would read what is in plain `ws`, which goes to this machine alone.
                proxy=True if url.startswith("wss:") else None,
                user_agent_header=None,
                open_timeout=open_timeout,
                # The session looks for signs of life itself, since it knows when a consumer blocks it.
                ping_interval=None,
                close_timeout=1,
                max_size=_MOST_FRAME_BYTES,
                max_queue=_FRAMES_WAITING,
                logger=_quiet_logger(),
            )
            if connection.request is not None:
                del connection.request.headers["KALSHI-ACCESS-SIGNATURE"]
            return connection
    except InvalidStatus as error:
        status = error.response.status_code
        problem = f"the exchange refused to open the stream: it answered {status}"
        if status in (401, 403):
            problem += "; check the API key and this machine's clock"
        failure = KalshiHandshakeError(problem, status)
    except TimeoutError:
        failure = KalshiHandshakeError(f"opening the stream took longer than {open_timeout:g} s")
    except (InvalidHandshake, InvalidMessage, EOFError) as error:
        failure = KalshiHandshakeError(f"the answer to the handshake is no WebSocket's ({type(error).__name__})")
    except OSError as error:
        failure = KalshiHandshakeError(f"no connection could be made ({error})")
    # Raised here, so that no frame of the traceback holds the signature.
    raise failure


def _check(url: str, auth: KalshiAuth) -> None:
    address = urlsplit(url)
    if address.scheme == "wss" and address.netloc in HOSTS.values():
        return
    scheme = {"wss": "https", "ws": "http"}.get(address.scheme, "")
    check_host(f"{scheme}://{address.netloc}", allow_unknown_host=auth.allow_unknown_host)
