"""Authenticate requests: with the signature of an API key, or with an access token of Klear."""

from __future__ import annotations

from abc import ABC, abstractmethod
from binascii import b2a_base64
from collections.abc import AsyncGenerator, Callable, Generator
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Final, NoReturn

import httpx

from kalshi_gen.runtime.tracebacks import HiddenFrames
from kalshi_overlay import clock
from kalshi_overlay.credential_guard import SIGNATURE_HEADERS, forget_credentials, guard
from kalshi_overlay.environments import KEY_APIS, KLEAR_APIS, check_host, check_path
from kalshi_overlay.hold import TradingHold
from kalshi_overlay.keys import (
    Passphrase,
    SecretValue,
    checked_access_key_id,
    checked_access_token,
    checked_admin_user_id,
    load_private_key,
)

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey


_ED25519: Final = "Ed25519"


class BaseAuth(httpx.Auth, ABC):
    """Authenticates requests by headers that nobody else may write, at the addresses of its APIs alone.

    Attributes:
        apis: The names of the APIs that it is for.
        allow_unknown_host: Whether hosts that are neither the exchange's nor this machine are permitted.
    """

    apis: ClassVar[tuple[str, ...]]
    allow_unknown_host: bool

    @cached_property
    def hold(self) -> TradingHold:
        """What keeps orders from leaving while trading is stopped."""
        return TradingHold()

    @staticmethod
    @abstractmethod
    def owns(name: bytes) -> bool:
        """Whether it alone writes a header, by its name in small letters."""

    @abstractmethod
    def headers(self, method: str, path: str) -> dict[str, str]:
        """Make the headers that authenticate a request.

        Args:
            method: The HTTP method.
            path: The path as it is sent, percent-encoded, base path included.
        """

    async def headers_async(self, method: str, path: str) -> dict[str, str]:
        """Make the headers without holding up the event loop; see `headers`."""
        return self.headers(method, path)

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Authenticate a request; httpx calls it for each attempt.

        Raises:
            KalshiConfigError: The address is not allowed, or the request has such a header of its own.
        """
        self._check(request)
        request.headers.update(self.headers(request.method, _target(request)))
        guard(request, self.owns)
        yield request

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Authenticate a request without holding up the event loop; see `sync_auth_flow`."""
        self._check(request)
        request.headers.update(await self.headers_async(request.method, _target(request)))
        guard(request, self.owns, is_async=True)
        yield request

    def __reduce__(self) -> NoReturn:
        kind = type(self).__name__
        raise TypeError(f"{kind} holds a private key or a token and is not pickled or copied; make one in each process")

    def _check(self, request: httpx.Request) -> None:
        check_host(request.url, self.apis, allow_unknown_host=self.allow_unknown_host)
        check_path(request.url, self.apis)
        if TradingHold.concerns(request):
            self.hold.refuse_if_stopped(request)
        forget_credentials(request, self.owns)


class KalshiAuth(BaseAuth):
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

    apis = KEY_APIS

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
            self._access_key_id = checked_access_key_id(key_id)
            self._sign, self._algorithm = _signer(load_private_key(key, password))

    @staticmethod
    def owns(name: bytes) -> bool:
        """Whether it alone writes a header, by its name in small letters."""
        return name.startswith(SIGNATURE_HEADERS)

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
        """Make the three headers that sign a request while the event loop's other tasks run.

        An Ed25519 key signs at once, since that takes less than the way to a thread and back.

        Args:
            method: The HTTP method.
            path: The path as it is sent; see `headers`.
        """
        if self._algorithm == _ED25519:
            return self.headers(method, path)
        import asyncio

        return await asyncio.to_thread(self.headers, method, path)

    def __repr__(self) -> str:
        return f"KalshiAuth(access_key_id='…{self._access_key_id[-4:]}', algorithm={self._algorithm!r})"


class KlearAuth(BaseAuth):
    """Authenticates requests to Klear with an access token, which goes to Klear's servers alone.

    What `KalshiAuth` says of the `auth` of a plain `httpx.Client` holds for this one too.
    """

    apis = KLEAR_APIS

    def __init__(self, admin_user_id: str, access_token: str, *, allow_unknown_host: bool = False) -> None:
        """Check the token; nothing is sent.

        Args:
            admin_user_id: The id of the admin user.
            access_token: The user's access token, which is made on Klear's web site.
            allow_unknown_host: Send it to hosts that are neither Klear's nor this machine, such as a proxy.

        Raises:
            KalshiConfigError: The id or the token can't be sent in a header, or the id has a colon.
        """
        try:
            user, token = SecretValue((admin_user_id,)), SecretValue((access_token,))
        finally:
            # From here on no frame of a traceback that shows locals holds a secret.
            del admin_user_id, access_token
        self.allow_unknown_host = allow_unknown_host
        with HiddenFrames(), HiddenFrames():
            self._admin_user_id = checked_admin_user_id(user)
            checked = checked_access_token(token, self._admin_user_id)
            self._authorization = SecretValue((f"Bearer {self._admin_user_id}:{checked}",))

    @staticmethod
    def owns(name: bytes) -> bool:
        """Whether it alone writes a header, by its name in small letters."""
        return name == b"authorization"

    def headers(self, method: str = "", path: str = "") -> dict[str, str]:
        """Make the header that authenticates a request, which is the same for all."""
        return {"Authorization": self._authorization.value}

    def __repr__(self) -> str:
        return f"KlearAuth(admin_user_id='…{self._admin_user_id[-4:]}')"


def _target(request: httpx.Request) -> str:
    return request.url.raw_path.decode("ascii")


def _signer(key: RSAPrivateKey | Ed25519PrivateKey) -> tuple[Callable[[bytes], bytes], str]:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
    from cryptography.hazmat.primitives.hashes import SHA256

    if isinstance(key, Ed25519PrivateKey):
        return key.sign, _ED25519
    scheme, digest = PSS(mgf=MGF1(SHA256()), salt_length=PSS.DIGEST_LENGTH), SHA256()
    return lambda text: key.sign(text, scheme, digest), f"RSA-{key.key_size}"
