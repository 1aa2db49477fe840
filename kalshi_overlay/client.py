"""Make a client: signed by an API key, or public."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, NoReturn, Self

import httpx
from attrs import define

from kalshi_gen.client import AuthenticatedClient
from kalshi_overlay.auth import KalshiAuth
from kalshi_overlay.base_client import KalshiClient
from kalshi_overlay.environments import PRODUCTION, check_host
from kalshi_overlay.errors import KalshiConfigError
from kalshi_overlay.keys import Passphrase
from kalshi_overlay.settings import Settings
from kalshi_overlay.sources import Given
from kalshi_overlay.transport import AuthenticatedAsyncHTTPXClient, AuthenticatedHTTPXClient

if TYPE_CHECKING:
    from kalshi_overlay.rate_limits import RateLimit


class KalshiPublicClient(KalshiClient):
    """A client for the operations that need no signature."""


@define(slots=False, eq=False, init=False)
class KalshiAuthenticatedClient(KalshiClient, AuthenticatedClient):
    """A client that signs every request with an API key."""

    def __init__(
        self,
        access_key_id: str,
        private_key_pem: str | bytes,
        base_url: str = PRODUCTION.base_url,
        *,
        passphrase: Passphrase | None = None,
        allow_unknown_host: bool = False,
        **kwargs: Any,
    ) -> None:
        """Load the key; nothing is sent.

        Args:
            access_key_id: The id of the API key.
            private_key_pem: The private key, RSA of at least 2048 bits or Ed25519, as PEM text.
            base_url: Where the contract's paths begin; production unless told.
            passphrase: The passphrase of an encrypted key, or a function that gives it.
            allow_unknown_host: Permit a host that is not the exchange's, such as a mock or a proxy.
            **kwargs: What `KalshiClient` takes: headers, cookies, timeout, verify_ssl, httpx_args,
                raise_on_unexpected_status, strict, on_drift, retry_policy, limiter.

        Raises:
            KalshiConfigError: The key can't be used, the host is not allowed, or redirects are asked for.
        """
        key_id, url = Given("access_key_id", access_key_id), Given("base_url", base_url)
        pem, password = Given("private_key_pem", private_key_pem), Given("passphrase", passphrase)
        # From here on no frame of a traceback that shows locals holds a secret, whatever was pasted where.
        del access_key_id, private_key_pem, base_url, passphrase
        check_host(url.value, allow_unknown_host=allow_unknown_host)
        auth = KalshiAuth(key_id.value, pem.value, passphrase=password.value, allow_unknown_host=allow_unknown_host)
        self.__attrs_init__(base_url=url.value, auth=auth, **kwargs)
        if self._httpx_args.get("follow_redirects", self._follow_redirects):
            raise KalshiConfigError("follow_redirects: a signed request is not redirected; leave it out")

    def set_httpx_client(self, client: httpx.Client) -> Self:
        """Use this `httpx.Client` for sending; it replaces all settings but the signature, which is put on it.

        Raises:
            KalshiConfigError: It follows redirects, or has a header that only a signature may write.
        """
        _refuse_redirects(client)
        super().set_httpx_client(client)
        client.auth = self.auth
        return self

    def set_async_httpx_client(self, async_client: httpx.AsyncClient) -> Self:
        """Use this `httpx.AsyncClient` for sending; see `set_httpx_client`."""
        _refuse_redirects(async_client)
        super().set_async_httpx_client(async_client)
        async_client.auth = self.auth
        return self

    def __copy__(self) -> Self:
        # A copy within the process shares the signature; with_headers and its like are made so.
        clone = object.__new__(type(self))
        clone.__dict__.update(self.__dict__)
        return clone

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client with a private key is not pickled or deep-copied; make one in each process")

    def _new_httpx_client(self) -> httpx.Client:
        return AuthenticatedHTTPXClient(**self._httpx_arguments())

    def _new_async_httpx_client(self) -> httpx.AsyncClient:
        return AuthenticatedAsyncHTTPXClient(**self._httpx_arguments())


def _refuse_redirects(client: httpx.Client | httpx.AsyncClient) -> None:
    if client.follow_redirects:
        raise KalshiConfigError(
            "follow_redirects: this httpx client follows redirects, and a signed request is not redirected; "
            "make it with follow_redirects=False"
        )


def create_client(
    *,
    base_url: str | None = None,
    access_key_id: str | None = None,
    private_key_path: str | PathLike[str] | None = None,
    private_key_data: str | bytes | None = None,
    passphrase: Passphrase | None = None,
    demo: bool | None = None,
    allow_unknown_host: bool | None = None,
    rate_limit: Literal["account"] | RateLimit | None = None,
    **kwargs: Any,
) -> KalshiAuthenticatedClient:
    """Make a signed client of arguments and, where they are left out, environment variables.

    Args:
        base_url: Where the contract's paths begin (KALSHI_API_BASE_URL).
        access_key_id: The id of the API key (KALSHI_API_KEY_ID or KALSHI_KEY_ID).
        private_key_path: The path of a PEM file (KALSHI_PRIVATE_KEY_PATH).
        private_key_data: The PEM text itself (KALSHI_PRIVATE_KEY or KALSHI_PY_PRIVATE_KEY_PEM).
        passphrase: The passphrase of an encrypted key, or a function that gives it
            (KALSHI_PRIVATE_KEY_PASSPHRASE).
        demo: True for the demo environment (KALSHI_DEMO); production is the default.
        allow_unknown_host: Permit a host that is not the exchange's (KALSHI_ALLOW_UNKNOWN_HOST).
        rate_limit: Hold requests back until the account has tokens for them: `account` for the numbers that the
            exchange tells, or a `kalshi_overlay.rate_limits.RateLimit`; None for no limit.
        **kwargs: What `KalshiClient` takes: headers, cookies, timeout, verify_ssl, httpx_args,
            raise_on_unexpected_status, strict, on_drift, retry_policy, limiter.

    Returns:
        The client; nothing has been sent.

    Raises:
        KalshiConfigError: Something is missing, contradicts another source, or can't be used.
    """
    url, key_id = Given("base_url", base_url), Given("access_key_id", access_key_id)
    path, key = Given("private_key_path", private_key_path), Given("private_key_data", private_key_data)
    password = Given("passphrase", passphrase)
    # From here on no frame of a traceback that shows locals holds a secret, whatever was pasted where.
    del base_url, access_key_id, private_key_path, private_key_data, passphrase
    settings = Settings.from_sources(
        base_url=url.value,
        access_key_id=key_id.value,
        private_key_path=path.value,
        private_key_data=key.value,
        passphrase=password.value,
        demo=demo,
        allow_unknown_host=allow_unknown_host,
    )
    credentials = settings.require_credentials()
    client = KalshiAuthenticatedClient(
        credentials.access_key_id,
        credentials.private_key,
        settings.base_url,
        passphrase=settings.passphrase,
        allow_unknown_host=settings.allow_unknown_host,
        **kwargs,
    )
    if rate_limit is not None:
        _limit(client, rate_limit, settings.base_url, credentials.access_key_id)
    return client


def _limit(client: KalshiAuthenticatedClient, rate_limit: Any, base_url: str, access_key_id: str) -> None:
    # Imported for those who want it alone.
    from kalshi_overlay.rate_limits.limiter import new_limiter

    if client.limiter is not None:
        raise KalshiConfigError("rate_limit, limiter: give one of them; rate_limit makes a limiter")
    client.limiter = new_limiter(rate_limit, client, base_url, access_key_id)


def create_public_client(
    *,
    base_url: str | None = None,
    demo: bool | None = None,
    allow_unknown_host: bool | None = None,
    **kwargs: Any,
) -> KalshiPublicClient:
    """Make a client for the operations that need no signature; no key is read.

    Args:
        base_url: Where the contract's paths begin (KALSHI_API_BASE_URL).
        demo: True for the demo environment (KALSHI_DEMO); production is the default.
        allow_unknown_host: Permit a host that is not the exchange's (KALSHI_ALLOW_UNKNOWN_HOST).
        **kwargs: What `KalshiClient` takes; see `create_client`.

    Returns:
        The client; nothing has been sent.

    Raises:
        KalshiConfigError: The host is not allowed, or two sources contradict each other.
    """
    url = Given("base_url", base_url)
    # From here on no frame of a traceback that shows locals holds a password that stands in the URL.
    del base_url
    settings = Settings.public_from_sources(base_url=url.value, demo=demo, allow_unknown_host=allow_unknown_host)
    return KalshiPublicClient(settings.base_url, **kwargs)
