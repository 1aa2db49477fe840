"""Upgrade the account's API usage level: `POST /account/api_usage_level/upgrade`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="UpgradeAccountApiUsageLevel",
    method="POST",
    path="/account/api_usage_level/upgrade",
    success=type(None),
    statuses=frozenset({201, 401, 403, 429, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient) -> None:
    """Upgrade the account's API usage level.

    Gives the account the Advanced usage level permanently, provided that one or more of its latest 100
    Predictions orders came through the API; otherwise the exchange answers 403. Other exchange
    instances than Predictions are not supported. It costs 30 rate-limit tokens of the Predictions write
    bucket. Read the account's API limits afterwards to see the new tier and its grants.

    Args:
        client: A signed client.

    Returns:
        Nothing.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `UpgradeAccountApiUsageLevel`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: AuthenticatedClient) -> None:
    """Upgrade the account's API usage level.

    Gives the account the Advanced usage level permanently, provided that one or more of its latest 100
    Predictions orders came through the API; otherwise the exchange answers 403. Other exchange
    instances than Predictions are not supported. It costs 30 rate-limit tokens of the Predictions write
    bucket. Read the account's API limits afterwards to see the new tier and its grants.

    Args:
        client: A signed client.

    Returns:
        Nothing.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `UpgradeAccountApiUsageLevel`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: AuthenticatedClient) -> Response[None]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: AuthenticatedClient) -> Response[None]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
