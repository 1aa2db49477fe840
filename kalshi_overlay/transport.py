"""The httpx clients that requests go through: every attempt is signed, and every failure has our name.

`send` is the one place that each request passes, whatever it was made with: what is done around an attempt
(waiting for a token, trying again) belongs there, around the signing that httpx does within it.
"""

from __future__ import annotations

from typing import Any

import httpx

from kalshi_overlay.errors import KalshiConfigError, translate


class KalshiHTTPXClient(httpx.Client):
    """An `httpx.Client` whose transport errors are `KalshiTransportError`."""

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send a request, as `httpx.Client.send` does.

        Raises:
            KalshiTransportError: There is no response; the httpx error is the cause.
        """
        try:
            return super().send(request, **options)
        except httpx.RequestError as error:
            raise translate(error, request) from error


class KalshiAsyncHTTPXClient(httpx.AsyncClient):
    """An `httpx.AsyncClient` whose transport errors are `KalshiTransportError`."""

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Send a request, as `httpx.AsyncClient.send` does.

        Raises:
            KalshiTransportError: There is no response; the httpx error is the cause.
        """
        try:
            return await super().send(request, **options)
        except httpx.RequestError as error:
            raise translate(error, request) from error


class AuthenticatedHTTPXClient(KalshiHTTPXClient):
    """A client that signs every request and follows no redirect, since a signature is for one host alone."""

    def __init__(self, **arguments: Any) -> None:
        _refuse_redirects(arguments)
        super().__init__(**arguments)

    def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Sign and send a request.

        Raises:
            KalshiConfigError: The request asks for redirects to be followed, names a host outside the
                allow-list, or brings a KALSHI-ACCESS header of its own; nothing was sent.
            KalshiTransportError: There is no response; the httpx error is the cause.
        """
        _refuse_redirects(options)
        return super().send(request, **{**options, "follow_redirects": False})


class AuthenticatedAsyncHTTPXClient(KalshiAsyncHTTPXClient):
    """The asynchronous `AuthenticatedHTTPXClient`; signing does not hold up other tasks."""

    def __init__(self, **arguments: Any) -> None:
        _refuse_redirects(arguments)
        super().__init__(**arguments)

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        """Sign and send a request; see `AuthenticatedHTTPXClient.send`."""
        _refuse_redirects(options)
        return await super().send(request, **{**options, "follow_redirects": False})


def _refuse_redirects(options: dict[str, Any]) -> None:
    told = options.get("follow_redirects", httpx.USE_CLIENT_DEFAULT)
    # httpx follows for anything that is true; its own default stands for what the client was made with: False.
    if told is not httpx.USE_CLIENT_DEFAULT and told:
        raise KalshiConfigError(
            "follow_redirects: a signed request is not redirected, since the signature would go to another "
            "address; leave it out and send the request to the address itself"
        )
