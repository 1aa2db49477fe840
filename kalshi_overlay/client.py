"""Make a client of the API and of perpetual futures: signed by an API key, or public."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import PathLike
from typing import TYPE_CHECKING, Any, Literal, NoReturn, Self, Unpack

import httpx
from attrs import define, evolve, field

from kalshi_gen.client import AuthenticatedClient, Client
from kalshi_gen.runtime.tracebacks import HiddenFrames
from kalshi_overlay.auth import BaseAuth, KalshiAuth
from kalshi_overlay.client_options import (
    ClientOptions,
    check_async_transport,
    check_policy,
    checked_timeout,
    refuse_unknown_options,
)
from kalshi_overlay.credential_guard import refuse_credentials
from kalshi_overlay.environments import PRODUCTION, check_base_url, check_host, why_not_served
from kalshi_overlay.errors import ClientStateError, KalshiConfigError
from kalshi_overlay.extras import has_aiohttp
from kalshi_overlay.httpx_clients import (
    IS_CLOSED,
    KalshiAsyncHTTPXClient,
    KalshiHTTPXClient,
    authenticate_requests_of,
)
from kalshi_overlay.keys import Passphrase, SecretValue
from kalshi_overlay.retries import RetryPolicy
from kalshi_overlay.transport import Limiter

if TYPE_CHECKING:
    from kalshi_gen.runtime.apis import Api
    from kalshi_overlay.rate_limits import RateLimit


@contextmanager
def _explained() -> Iterator[None]:
    """Say which setting, of a client or of the environment, httpx can't make a client with."""
    try:
        yield
    except KalshiConfigError:
        raise
    except OSError as error:
        problem = f"the certificates can't be loaded ({error}); check verify_ssl, SSL_CERT_FILE and SSL_CERT_DIR"
        raise KalshiConfigError(problem) from error
    except (ValueError, ImportError, httpx.InvalidURL) as error:
        raise KalshiConfigError(
            f"a proxy can't be used ({error}); check httpx_args, HTTPS_PROXY, HTTP_PROXY and ALL_PROXY"
        ) from error


@define(slots=False, eq=False)
class KalshiClient(Client):
    """A client that retries where that is safe; its transport errors are `KalshiTransportError`.

    Attributes:
        retry_policy: How often and how long it retries; `RetryPolicy(retries=0)` sends once only.
        limiter: What holds its attempts back, or None.
    """

    retry_policy: RetryPolicy = field(factory=RetryPolicy, kw_only=True, validator=check_policy)
    limiter: Limiter | None = field(default=None, kw_only=True, repr=False)
    # None for aiohttp where it is installed.
    _async_transport: Literal["httpx", "aiohttp"] | None = field(
        default=None, kw_only=True, repr=False, validator=check_async_transport
    )
    # The client whose connections this one sends over, if they are not its own.
    _parent: KalshiClient | None = field(default=None, init=False, repr=False)
    # What it was opened by, `with` or `async with`, and "closed"; both httpx clients know it.
    _states: set[str] = field(factory=set, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Refuse headers that only a client may write, and a base URL of the exchange without the path of the API.

        Raises:
            KalshiConfigError: `headers` or `httpx_args` has one, or the base URL lacks the path, or is another API's.
        """
        check_base_url(self._base_url, self.apis)
        self._timeout = checked_timeout(self._timeout)
        self._refuse_credentials(self._headers)
        self._refuse_credentials(self._httpx_args.get("headers"))

    def refusal(self, api: Api, base_url: httpx.URL) -> str | None:
        """Say why operations of an API are not sent over a base URL; None if they are."""
        return super().refusal(api, base_url) or why_not_served(base_url, api)

    def set_httpx_client(self, client: httpx.Client) -> Self:
        """Use this `httpx.Client` for sending; it replaces all settings, and never retries if it is plain.

        A client with credentials puts them on its requests.

        Raises:
            KalshiConfigError: It has a header that only a client may write, or follows redirects with credentials.
        """
        self._adopt(client)
        return super().set_httpx_client(client)

    def set_async_httpx_client(self, async_client: httpx.AsyncClient) -> Self:
        """Use this `httpx.AsyncClient` for sending; see `set_httpx_client`."""
        self._adopt(async_client)
        return super().set_async_httpx_client(async_client)

    def with_headers(self, headers: dict[str, str]) -> Self:
        """Get a new client matching this one with additional headers.

        Raises:
            KalshiConfigError: One of them is a header that only a client may write.
        """
        given = SecretValue((headers,))
        # What was pasted there may be a token.
        del headers
        self._refuse_credentials(given.value)
        return super().with_headers(given.value)

    def with_timeout(self, timeout: float | httpx.Timeout | None) -> Self:
        """Get a new client matching this one with another timeout: seconds, an `httpx.Timeout`, or None for no end.

        Raises:
            KalshiConfigError: It is none of these, or not above 0.
        """
        return self._with(_timeout=checked_timeout(timeout))

    def with_retry_policy(self, retry_policy: RetryPolicy) -> Self:
        """Get a new client with another policy that sends over this one's connections; it costs next to nothing.

        This client owns the connections: opening and closing the other does nothing. A plain httpx client that
        was set with `set_httpx_client` never retries, whatever the policy.

        Args:
            retry_policy: What holds for the requests of the new client.

        Raises:
            KalshiConfigError: It is not a `RetryPolicy`.
        """
        clone = self._with(_parent=self._parent or self)
        clone.retry_policy = retry_policy
        return clone

    def get_httpx_client(self) -> httpx.Client:
        """Get the underlying `httpx.Client`, made at the first call."""
        if self._parent is None or self._client is not None:
            return super().get_httpx_client()
        shared = self._parent.get_httpx_client()
        return shared.with_retry_policy(self.retry_policy) if isinstance(shared, KalshiHTTPXClient) else shared

    def get_async_httpx_client(self) -> httpx.AsyncClient:
        """Get the underlying `httpx.AsyncClient`, made at the first call."""
        if self._parent is None or self._async_client is not None:
            return super().get_async_httpx_client()
        shared = self._parent.get_async_httpx_client()
        return shared.with_retry_policy(self.retry_policy) if isinstance(shared, KalshiAsyncHTTPXClient) else shared

    def __enter__(self) -> Self:
        """Open the underlying `httpx.Client`, unless it is another's.

        Raises:
            ClientStateError: It was opened, used or closed before.
        """
        if self._parent is None:
            with self._opening("with", self.get_httpx_client()):
                super().__enter__()
        return self

    def __exit__(self, *args: Any) -> None:
        """Close the underlying `httpx.Client`, unless it is another's."""
        if self._parent is None:
            super().__exit__(*args)

    async def __aenter__(self) -> Self:
        """Open the underlying `httpx.AsyncClient`, unless it is another's; see `__enter__`."""
        if self._parent is None:
            with self._opening("async with", self.get_async_httpx_client()):
                await super().__aenter__()
        return self

    async def __aexit__(self, *args: Any) -> None:
        """Close the underlying `httpx.AsyncClient`, unless it is another's."""
        if self._parent is None:
            await super().__aexit__(*args)

    def close(self) -> None:
        """Close the client for good, and the connections of its sync calls, unless they are another's.

        After async calls, `await aclose()`.
        """
        if self._parent is None:
            self._states.add("closed")
            if self._client is not None:
                self._client.close()

    async def aclose(self) -> None:
        """Close the client for good, and the connections of all its calls, unless they are another's."""
        self.close()
        if self._parent is None and self._async_client is not None:
            await self._async_client.aclose()

    @contextmanager
    def _opening(self, statement: str, client: httpx.Client | httpx.AsyncClient) -> Iterator[None]:
        if client.is_closed or "closed" in self._states:
            raise ClientStateError(IS_CLOSED)
        try:
            yield
        except RuntimeError:
            pass
        else:
            self._states.add(statement)
            return
        raise ClientStateError("the client was opened or used before; open it once, around all of its calls")

    def _refuse_credentials(self, headers: Any) -> None:
        given, auth = httpx.Headers(headers), getattr(self, "auth", None)
        del headers
        refuse_credentials(given, auth.owns if isinstance(auth, BaseAuth) else None)

    def _adopt(self, client: httpx.Client | httpx.AsyncClient) -> None:
        self._refuse_credentials(client.headers)

    def _new_httpx_client(self) -> httpx.Client:
        with _explained():
            client = KalshiHTTPXClient(**self._httpx_arguments())
        client.states = self._states
        return client

    def _new_async_httpx_client(self) -> httpx.AsyncClient:
        uses_aiohttp = has_aiohttp() if self._async_transport is None else self._async_transport == "aiohttp"
        with _explained():
            client = KalshiAsyncHTTPXClient(uses_aiohttp=uses_aiohttp, **self._httpx_arguments())
        client.states = self._states
        return client

    def _httpx_arguments(self) -> dict[str, Any]:
        return {**super()._httpx_arguments(), "retry_policy": self.retry_policy, "limiter": self.limiter}

    def _with(self, **changes: Any) -> Self:
        return super()._with(**{"_parent": None, "_states": set(), **changes})


class KalshiPublicClient(KalshiClient):
    """A client for the operations that need no signature."""


@define(slots=False, eq=False, init=False)
class BaseAuthenticatedClient(KalshiClient, AuthenticatedClient):
    """What clients with credentials have in common."""

    def _open(self, auth: BaseAuth, base_url: str, options: dict[str, Any]) -> None:
        self.__attrs_init__(base_url=base_url, auth=auth, apis=auth.apis, **options)
        if self._httpx_args.get("follow_redirects", self._follow_redirects):
            raise KalshiConfigError("follow_redirects: a request with credentials is not redirected; leave it out")

    def __copy__(self) -> Self:
        # A copy within the process shares the credentials; with_headers and its like are made so.
        clone = object.__new__(type(self))
        clone.__dict__.update(self.__dict__)
        return clone

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "a client with a private key or a token is not pickled or deep-copied; make one in each process"
        )

    def _adopt(self, client: httpx.Client | httpx.AsyncClient) -> None:
        if client.follow_redirects:
            raise KalshiConfigError(
                "follow_redirects: this httpx client follows redirects, and a request with credentials is not "
                "redirected; make it with follow_redirects=False"
            )
        super()._adopt(client)
        assert isinstance(self.auth, BaseAuth)
        authenticate_requests_of(client, self.auth)


class KalshiAuthenticatedClient(BaseAuthenticatedClient):
    """A client that signs every request with an API key."""

    def __init__(
        self,
        access_key_id: str,
        private_key_pem: str | bytes,
        base_url: str = PRODUCTION.base_url,
        *,
        passphrase: Passphrase | None = None,
        allow_unknown_host: bool = False,
        **options: Unpack[ClientOptions],
    ) -> None:
        """Load the key; nothing is sent.

        Args:
            access_key_id: The id of the API key.
            private_key_pem: The private key, RSA of at least 2048 bits or Ed25519, as PEM text.
            base_url: The URL that the paths of the spec are appended to; production by default.
            passphrase: The passphrase of an encrypted key, or a function that returns it.
            allow_unknown_host: Permit a host that is neither the exchange's nor this machine, such as a proxy.
            **options: See `ClientOptions`.

        Raises:
            KalshiConfigError: The key can't be used, the host is not allowed, or redirects are asked for.
            TypeError: There is no such option.
        """
        try:
            secrets = SecretValue(((access_key_id, private_key_pem, base_url, passphrase, options),))
        finally:
            # From here on no frame of a traceback that shows locals holds a secret, whatever was pasted where.
            del access_key_id, private_key_pem, base_url, passphrase, options
        with HiddenFrames(), HiddenFrames():
            self._load(secrets, allow_unknown_host)

    def _load(self, secrets: SecretValue[tuple[Any, ...]], allow_unknown_host: bool) -> None:
        key_id, pem, base_url, passphrase, options = secrets.value
        refuse_unknown_options("KalshiAuthenticatedClient", tuple(options))
        check_host(base_url, KalshiAuth.apis, allow_unknown_host=allow_unknown_host)
        auth = KalshiAuth(key_id, pem, passphrase=passphrase, allow_unknown_host=allow_unknown_host)
        self._open(auth, base_url, options)


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
    **options: Unpack[ClientOptions],
) -> KalshiAuthenticatedClient:
    """Make a signed client of arguments and, where you leave them out, environment variables.

    Args:
        base_url: The URL that the paths of the spec are appended to (KALSHI_API_BASE_URL).
        access_key_id: The id of the API key (KALSHI_API_KEY_ID or KALSHI_KEY_ID).
        private_key_path: The path of a PEM file (KALSHI_PRIVATE_KEY_PATH).
        private_key_data: The PEM text itself (KALSHI_PRIVATE_KEY or KALSHI_PY_PRIVATE_KEY_PEM).
        passphrase: The passphrase of an encrypted key, or a function that returns it
            (KALSHI_PRIVATE_KEY_PASSPHRASE).
        demo: True for the demo environment (KALSHI_DEMO); production is the default.
        allow_unknown_host: Permit a host that is neither the exchange's nor this machine (KALSHI_ALLOW_UNKNOWN_HOST).
        rate_limit: Hold requests back until the account has tokens for them: `account` asks the exchange for the
            numbers, a `kalshi_overlay.rate_limits.RateLimit` can give them; None for no limit.
        **options: See `ClientOptions`: retry_policy, limiter, timeout, headers, cookies, verify_ssl, async_transport,
            httpx_args, raise_on_unexpected_status, strict, on_drift.

    Returns:
        The client; nothing has been sent.

    Raises:
        KalshiConfigError: Something is missing, contradicts another source, or can't be used.
        TypeError: There is no such option.
    """
    try:
        arguments = SecretValue(
            (
                {
                    "base_url": base_url,
                    "access_key_id": access_key_id,
                    "private_key_path": private_key_path,
                    "private_key_data": private_key_data,
                    "passphrase": passphrase,
                    "demo": demo,
                    "allow_unknown_host": allow_unknown_host,
                },
            )
        )
        given = SecretValue((options,))
    finally:
        # From here on no frame of a traceback that shows locals holds a secret, whatever was pasted where.
        del base_url, access_key_id, private_key_path, private_key_data, passphrase, options
    with HiddenFrames(), HiddenFrames():
        return _create_client(arguments, given, rate_limit)


def create_public_client(
    *,
    base_url: str | None = None,
    demo: bool | None = None,
    allow_unknown_host: bool | None = None,
    **options: Unpack[ClientOptions],
) -> KalshiPublicClient:
    """Make a client for the operations that need no signature; no key is read.

    Args:
        base_url: The URL that the paths of the spec are appended to (KALSHI_API_BASE_URL).
        demo: True for the demo environment (KALSHI_DEMO); production is the default.
        allow_unknown_host: Permit a host that is neither the exchange's nor this machine (KALSHI_ALLOW_UNKNOWN_HOST).
        **options: See `ClientOptions`.

    Returns:
        The client; nothing has been sent.

    Raises:
        KalshiConfigError: The host is not allowed, or two sources contradict each other.
        TypeError: There is no such option.
    """
    try:
        arguments = SecretValue(({"base_url": base_url, "demo": demo, "allow_unknown_host": allow_unknown_host},))
        given = SecretValue((options,))
    finally:
        # From here on no frame of a traceback that shows locals holds a secret, such as a password within the URL.
        del base_url, options
    with HiddenFrames(), HiddenFrames():
        # Imported only where a client is made.
        from kalshi_overlay.settings import Sources, read_address

        refuse_unknown_options("create_public_client", tuple(given.value))
        make: Callable[..., KalshiPublicClient] = KalshiPublicClient
        return make(read_address(Sources(arguments.value)).base_url, **given.value)


def _create_client(
    arguments: SecretValue[dict[str, Any]], given: SecretValue[ClientOptions], rate_limit: Any
) -> KalshiAuthenticatedClient:
    # Imported only where a client is made.
    from kalshi_overlay.settings import Sources, read_address, read_api_key

    refuse_unknown_options("create_client", tuple(given.value))
    sources = Sources(arguments.value)
    address, key = read_address(sources), read_api_key(sources)
    client = KalshiAuthenticatedClient(
        key.access_key_id,
        key.private_key,
        address.base_url,
        passphrase=key.passphrase,
        allow_unknown_host=address.allow_unknown_host,
        **given.value,
    )
    if rate_limit is not None:
        _limit(client, rate_limit, address.base_url, key.access_key_id)
    return client


def _limit(client: KalshiAuthenticatedClient, rate_limit: Any, base_url: str, access_key_id: str) -> None:
    # Imported only if you ask for a limit.
    from kalshi_overlay.rate_limits.limiter import new_limiter

    if client.limiter is not None:
        raise KalshiConfigError("rate_limit, limiter: give one of them; rate_limit makes a limiter")
    copy = client.with_headers({})

    def new_unlimited_client(seconds: float) -> AuthenticatedClient:
        unlimited, policy = copy.with_headers({}), copy.retry_policy
        least = min(seconds, math.inf if policy.total_timeout is None else policy.total_timeout)
        unlimited.retry_policy = evolve(policy, total_timeout=None if math.isinf(least) else least)
        return unlimited

    client.limiter = new_limiter(rate_limit, new_unlimited_client, base_url, access_key_id)
