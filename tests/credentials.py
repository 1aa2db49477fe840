"""Both kinds of credentials: the signature of an API key, and an access token of Klear."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import frozen

from kalshi_overlay import KalshiAuth, KlearAuth, create_client, create_klear_client, create_public_client
from kalshi_overlay.auth import BaseAuth
from tests.keys import KEY_ID, pem
from tests.loopback import BASE_PATH, NO_CERTIFICATES, Received

ADMIN_USER_ID = "0a1b2c3d-0000-4000-8000-0000000000ad"
ACCESS_TOKEN = "klear-token-5hK2pQ9xV7"


@frozen
class Credentials:
    """A kind of credentials, and what is made with them.

    Attributes:
        base_path: The path of the API that they are for.
        other_path: The path of the API that they are not for.
        headers: The headers of a request that has them.
        auth: Makes what authenticates.
        new_client: Makes a client of a base URL.
    """

    base_path: str
    other_path: str
    headers: tuple[str, ...]
    auth: Callable[[], BaseAuth]
    new_client: Callable[..., Any]

    def client(self, base_url: str, **options: Any) -> Any:
        """A client of a mock, with other options where a test gives them."""
        return self.new_client(
            base_url=base_url, **{"allow_unknown_host": True, "verify_ssl": NO_CERTIFICATES, **options}
        )


def _key_client(**options: Any) -> Any:
    return create_client(**{"access_key_id": KEY_ID, "private_key_data": pem("Ed25519"), **options})


def _token_client(**options: Any) -> Any:
    return create_klear_client(**{"admin_user_id": ADMIN_USER_ID, "access_token": ACCESS_TOKEN, **options})


KLEAR_PATH = "/klear-api/v1"
KEY = Credentials(
    BASE_PATH,
    KLEAR_PATH,
    ("KALSHI-ACCESS-KEY", "KALSHI-ACCESS-SIGNATURE", "KALSHI-ACCESS-TIMESTAMP"),
    lambda: KalshiAuth(KEY_ID, pem("Ed25519"), allow_unknown_host=True),
    _key_client,
)
TOKEN = Credentials(
    KLEAR_PATH,
    BASE_PATH,
    ("Authorization",),
    lambda: KlearAuth(ADMIN_USER_ID, ACCESS_TOKEN, allow_unknown_host=True),
    _token_client,
)
CREDENTIALS = {"a key": KEY, "a token": TOKEN}


def public(base_url: str, **options: Any) -> Any:
    """A client without credentials."""
    return create_public_client(
        base_url=base_url, **{"allow_unknown_host": True, "verify_ssl": NO_CERTIFICATES, **options}
    )


def credentials_in(received: list[Received]) -> list[str]:
    """The values of all headers that credentials may be in."""
    return [
        value
        for each in received
        for name, value in each.headers
        if name.lower().startswith("kalshi-access-") or name.lower() == "authorization"
    ]
