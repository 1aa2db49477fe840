"""Where the exchange's WebSocket is, and opening it with a signature.

The library is `websockets`. `picows`, the fastest one, takes a twentieth of its CPU for frames that have piled up, but
four fifths for frames that come one by one, 5,000 a second, where waking up is what costs. For that, `websockets` has
flow control, compression and proxies, and is a dependency without dependencies.
"""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as open_websocket
from websockets.exceptions import InvalidHandshake, InvalidMessage, InvalidStatus

from kalshi_gen.client import Client
from kalshi_gen.stream.channels import HOST, PATH
from kalshi_overlay.auth import KalshiAuth
from kalshi_overlay.environments import DEMO, PRODUCTION, environment_of
from kalshi_overlay.errors import KalshiHandshakeError

HOSTS = {PRODUCTION.name: HOST, DEMO.name: "external-api-ws.demo.kalshi.co"}
"""The stream's host of each environment; the spec names production's alone."""

_MOST_FRAME_BYTES = 64 << 20
_FRAMES_WAITING = 256


def stream_url(client: Client) -> str:
    """The address of the stream that belongs to a client's base URL.

    Args:
        client: A client; its environment decides. A host that is no environment's, such as a sandbox or a proxy, is
            taken to serve the stream beside the REST API.

    Returns:
        A `wss` URL, or `ws` where the base URL is plain http.
    """
    base_url = client.get_async_httpx_client().base_url
    environment = environment_of(base_url)
    host = HOSTS[environment.name] if environment else base_url.netloc.decode("ascii")
    return f"{'wss' if base_url.scheme == 'https' else 'ws'}://{host}{PATH}"


class _SignedConnect(open_websocket):
    """A connect that follows no redirect: a signature is for one host alone."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


def _quiet_logger() -> logging.Logger:
    """A logger of the library's that never says what it sends: at DEBUG that is the signature, and all messages."""
    # It is not one of those that a program can configure by name; what it logs goes where ours does.
    logger = logging.Logger("kalshi.socket", logging.INFO)
    logger.parent = logging.getLogger("kalshi")
    return logger


async def open_socket(url: str, auth: KalshiAuth, open_timeout: float) -> ClientConnection:
    """Open the stream, signed anew each time.

    Args:
        url: The address of the stream.
        auth: What signs.
        open_timeout: Seconds that opening may take.

    Returns:
        The open connection; whoever asked for it closes it.

    Raises:
        KalshiHandshakeError: The exchange can't be reached, refused the handshake, or took too long.
    """
    try:
        return await _SignedConnect(
            url,
            additional_headers=auth.headers("GET", urlsplit(url).path),
            user_agent_header=None,
            open_timeout=open_timeout,
            # The connection looks for signs of life itself: it knows when it is held up on purpose.
            ping_interval=None,
            close_timeout=1,
            max_size=_MOST_FRAME_BYTES,
            max_queue=_FRAMES_WAITING,
            logger=_quiet_logger(),
        )
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
    # Raised here, so that no frame that holds the signature hangs on to the error.
    raise failure
