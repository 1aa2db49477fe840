"""Sign requests with an API key."""

from __future__ import annotations

from binascii import b2a_base64
from collections.abc import AsyncGenerator, Callable, Generator
from typing import TYPE_CHECKING, NoReturn

import httpx

from kalshi_gen.runtime.tracebacks import HiddenFrames
from kalshi_overlay import clock
from kalshi_overlay.environments import check_host
from kalshi_overlay.keys import Passphrase, SecretValue, checked_access_key_id, load_private_key
from kalshi_overlay.signature_guard import forget_signature, guard

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey


class KalshiAuth(httpx.Auth):
    """Signs requests with an API key, for the clients of this package and for an `httpx.Client` of your own.

    As the `auth` of a plain `httpx.Client` or `httpx.AsyncClient` it signs each attempt, for allowed hosts alone. It
    does so above your event hooks, redirects and transports. The URL of a request can't be changed after that. What
    else they do to it is checked where httpx's own transport writes it, by the request's extension "trace": a hook or
    a transport that loses this extension switches that check off, and so does a transport that isn't httpx's. The
    signature is also on `response.request`, and in the tracebacks of what fails. A client of `create_client` has none
    of these limits, and neither has `httpx.Client(transport=KalshiTransport(httpx.HTTPTransport(), auth=auth))`.

    Leave `follow_redirects` off: a client that follows a redirect to another address would carry the signature with
    it, so it is stopped there.
    """

    def __init__(
        self,
        access_key_id: str,
        private_key_pem: str | bytes,
        *,
        passphrase: Passphrase | None = None,
        allow_unknown_host: bool = False,
    ) -> None:
        """Load the private key.

        Args:
            access_key_id: The id of the API key.
            private_key_pem: Its private key, RSA of at least 2048 bits or Ed25519, as PEM (PKCS#1, PKCS#8 or
                OpenSSH); a literal `\\n` stands for a line break.
            passphrase: The passphrase of an encrypted key, or a function that returns it and is called once.
            allow_unknown_host: Sign for hosts that are neither the exchange's nor this machine, such as a proxy.

        Raises:
            KalshiConfigError: The id can't be sent in a header, the key can't be used, or the passphrase
                doesn't fit.
        """
        try:
            key_id, key = SecretValue((access_key_id,)), SecretValue((private_key_pem,))
            password = SecretValue((passphrase,))
        finally:
            # From here on no frame of a traceback that shows locals holds a secret.
            del access_key_id, private_key_pem, passphrase
        self.allow_unknown_host = allow_unknown_host
        with HiddenFrames(), HiddenFrames():
            self._access_key_id = checked_access_key_id(key_id.value)
            self._sign, self._algorithm = _signer(load_private_key(key, password))

    def sign(self, text: str) -> str:
        """Sign a text.

        Args:
            text: The timestamp in milliseconds, the method and the path, with nothing between them.

        Returns:
            The signature in base64: RSA-PSS with SHA-256 and a salt as long as the digest, or Ed25519.
        """
        # In one step of C, so that no frame holds the signature.
        return b2a_base64(self._sign(text.encode()), newline=False).decode("ascii")

    def headers(self, method: str, path: str, timestamp_ms: int | None = None) -> dict[str, str]:
        """Make the three headers that sign a request.

        Args:
            method: The HTTP method.
            path: The path as it is sent, percent-encoded, base path included; its query is not signed.
            timestamp_ms: Milliseconds since 1970; now by default.
        """
        timestamp = str(clock.unix_milliseconds() if timestamp_ms is None else timestamp_ms)
        return {
            "KALSHI-ACCESS-KEY": self._access_key_id,
            "KALSHI-ACCESS-SIGNATURE": self.sign(timestamp + method.upper() + path.partition("?")[0]),
            "KALSHI-ACCESS-TIMESTAMP": timestamp,
        }

    async def headers_async(self, method: str, path: str) -> dict[str, str]:
        """Make the three headers that sign a request in a thread, so that the event loop's other tasks run meanwhile.

        Args:
            method: The HTTP method.
            path: The path as it is sent; see `headers`.
        """
        import asyncio

        return await asyncio.to_thread(self.headers, method, path)

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Sign a request; httpx calls it for each attempt.

        Raises:
            KalshiConfigError: The host is not allowed, or the request has a KALSHI-ACCESS header of its own.
        """
        self._check(request)
        request.headers.update(self.headers(request.method, _target(request)))
        guard(request)
        yield request

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Sign a request in a thread, so that the event loop's other tasks run meanwhile.

        Raises:
            KalshiConfigError: The host is not allowed, or the request has a KALSHI-ACCESS header of its own.
        """
        self._check(request)
        request.headers.update(await self.headers_async(request.method, _target(request)))
        guard(request, is_async=True)
        yield request

    def __repr__(self) -> str:
        return f"KalshiAuth(access_key_id='…{self._access_key_id[-4:]}', algorithm={self._algorithm!r})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("KalshiAuth holds a private key and is not pickled or copied; make one in each process")

    def _check(self, request: httpx.Request) -> None:
        check_host(request.url, allow_unknown_host=self.allow_unknown_host)
        forget_signature(request)


def _target(request: httpx.Request) -> str:
    return request.url.raw_path.decode("ascii")


def _signer(key: RSAPrivateKey | Ed25519PrivateKey) -> tuple[Callable[[bytes], bytes], str]:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
    from cryptography.hazmat.primitives.hashes import SHA256

    if isinstance(key, Ed25519PrivateKey):
        return key.sign, "Ed25519"
    scheme, digest = PSS(mgf=MGF1(SHA256()), salt_length=PSS.DIGEST_LENGTH), SHA256()
    return lambda text: key.sign(text, scheme, digest), f"RSA-{key.key_size}"
