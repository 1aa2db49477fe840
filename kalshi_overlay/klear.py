"""Make a client of Klear, the API in which clearing members see their obligations and balances."""

from __future__ import annotations

from typing import Any, Unpack

from kalshi_gen.runtime.tracebacks import HiddenFrames
from kalshi_overlay.auth import KlearAuth
from kalshi_overlay.client import BaseAuthenticatedClient
from kalshi_overlay.client_options import ClientOptions, refuse_unknown_options
from kalshi_overlay.environments import KLEAR_APIS, PRODUCTION, check_host
from kalshi_overlay.keys import SecretValue


class KalshiKlearClient(BaseAuthenticatedClient):
    """A client that authenticates every request with an access token of Klear."""

    def __init__(
        self,
        admin_user_id: str,
        access_token: str,
        base_url: str = PRODUCTION.base_url_of(KLEAR_APIS),
        *,
        allow_unknown_host: bool = False,
        **options: Unpack[ClientOptions],
    ) -> None:
        """Check the token; nothing is sent.

        Args:
            admin_user_id: The id of the admin user.
            access_token: The user's access token, which is made on Klear's web site.
            base_url: The URL that the paths of Klear's spec are appended to; production by default.
            allow_unknown_host: Permit a host that is neither Klear's nor this machine, such as a proxy.
            **options: See `ClientOptions`.

        Raises:
            KalshiConfigError: The id or the token can't be used, the host is not allowed, or redirects are asked for.
            TypeError: There is no such option.
        """
        try:
            secrets = SecretValue(((admin_user_id, access_token, base_url, options),))
        finally:
            # From here on no frame of a traceback that shows locals holds a secret, whatever was pasted where.
            del admin_user_id, access_token, base_url, options
        with HiddenFrames(), HiddenFrames():
            self._load(secrets, allow_unknown_host)

    def _load(self, secrets: SecretValue[tuple[Any, ...]], allow_unknown_host: bool) -> None:
        user, token, base_url, options = secrets.value
        refuse_unknown_options("KalshiKlearClient", tuple(options))
        check_host(base_url, KLEAR_APIS, allow_unknown_host=allow_unknown_host)
        self._open(KlearAuth(user, token, allow_unknown_host=allow_unknown_host), base_url, options)


def create_klear_client(
    *,
    admin_user_id: str | None = None,
    access_token: str | None = None,
    demo: bool | None = None,
    base_url: str | None = None,
    allow_unknown_host: bool | None = None,
    **options: Unpack[ClientOptions],
) -> KalshiKlearClient:
    """Make a client of Klear of arguments and, where you leave them out, environment variables.

    Klear publishes no rate limits, so the client has none unless you give it a `limiter`.

    Args:
        admin_user_id: The id of the admin user (KALSHI_KLEAR_ADMIN_USER_ID).
        access_token: The user's access token, which is made on Klear's web site (KALSHI_KLEAR_ACCESS_TOKEN).
        demo: True for the demo environment (KALSHI_DEMO); production is the default.
        base_url: The URL that the paths of Klear's spec are appended to (KALSHI_KLEAR_BASE_URL).
        allow_unknown_host: Permit a host that is neither Klear's nor this machine (KALSHI_ALLOW_UNKNOWN_HOST).
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
                    "admin_user_id": admin_user_id,
                    "access_token": access_token,
                    "demo": demo,
                    "base_url": base_url,
                    "allow_unknown_host": allow_unknown_host,
                },
            )
        )
        given = SecretValue((options,))
    finally:
        # From here on no frame of a traceback that shows locals holds a secret, whatever was pasted where.
        del admin_user_id, access_token, base_url, options
    with HiddenFrames(), HiddenFrames():
        # Imported only where a client is made.
        from kalshi_overlay.settings import Sources, read_access_token, read_address

        refuse_unknown_options("create_klear_client", tuple(given.value))
        sources = Sources(arguments.value)
        address, token = read_address(sources, KLEAR_APIS), read_access_token(sources)
        return KalshiKlearClient(
            token.admin_user_id,
            token.access_token,
            address.base_url,
            allow_unknown_host=address.allow_unknown_host,
            **given.value,
        )
