"""HTTP without TLS: httpx loads certificates for each client that it makes, which takes longer than twenty requests."""

from __future__ import annotations

import ssl
from typing import Any

import httpx

_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def client(**arguments: Any) -> httpx.Client:
    """An `httpx.Client` for a server on loopback."""
    return httpx.Client(verify=_NO_TLS, **arguments)


def get(url: str, **arguments: Any) -> httpx.Response:
    """`httpx.get` over a connection of its own."""
    return httpx.get(url, verify=_NO_TLS, **arguments)


def post(url: str, **arguments: Any) -> httpx.Response:
    """`httpx.post` over a connection of its own."""
    return httpx.post(url, verify=_NO_TLS, **arguments)
