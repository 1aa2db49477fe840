"""One sandbox for the tests of a worker, and requests signed by code that isn't the client's."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kalshi_sandbox import Sandbox
from kalshi_sandbox.spec import ApiName

from . import plain
from .small import small_sandbox

Sign = Callable[..., dict[str, str]]
Send = Callable[..., httpx.Response]


@pytest.fixture(scope="session")
def exchange() -> Iterator[Sandbox]:
    # These tests are about what comes before the engine, and about answers from the schemas of the spec.
    with small_sandbox(live=False, behaviour="documents") as exchange:
        yield exchange


@pytest.fixture(scope="session")
def http(exchange: Sandbox) -> Iterator[httpx.Client]:
    with plain.client(base_url=exchange.base_url, timeout=30) as client:
        yield client


@pytest.fixture(scope="session")
def rsa_key(exchange: Sandbox) -> RSAPrivateKey:
    """A key of the own account, by the id `rsa`."""
    key = generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    exchange.register_key("rsa", pem)
    return key


@pytest.fixture(scope="session")
def sign(rsa_key: RSAPrivateKey) -> Sign:
    """Makes the three headers; each part of what is signed can be made wrong."""

    def headers(method: str, path: str, *, seconds_off: float = 0, timestamp: str | None = None) -> dict[str, str]:
        stamp = timestamp or str(int((time.time() + seconds_off) * 1000))
        pss = padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.DIGEST_LENGTH)
        signature = rsa_key.sign(f"{stamp}{method}{path}".encode(), pss, hashes.SHA256())
        return {
            "KALSHI-ACCESS-KEY": "rsa",
            "KALSHI-ACCESS-SIGNATURE": base64.b64encode(signature).decode(),
            "KALSHI-ACCESS-TIMESTAMP": stamp,
        }

    return headers


@pytest.fixture(scope="session")
def send(exchange: Sandbox, http: httpx.Client, sign: Sign) -> Send:
    """Sends a signed request, or one to Klear with its bearer; the path is that of the spec, without the base path."""
    base_path = urlsplit(exchange.base_url).path
    bearer = {"Authorization": f"Bearer {exchange.klear_admin_user_id}:{exchange.klear_access_token}"}

    def sent(method: str, path: str, *, api: ApiName = "api", **parts: Any) -> httpx.Response:
        own = bearer if api == "klear" else sign(method, base_path + path.split("?")[0])
        url = f"{exchange.klear_base_url}{path}" if api == "klear" else path
        return http.request(method, url, headers={**own, **parts.pop("headers", {})}, **parts)

    return sent
