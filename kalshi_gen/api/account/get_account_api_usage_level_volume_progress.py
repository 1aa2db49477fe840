"""Get progress toward volume-based API tiers: `GET /account/api_usage_level/volume_progress`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.get_account_api_usage_level_volume_progress_response import GetAccountApiUsageLevelVolumeProgressResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetAccountApiUsageLevelVolumeProgress",
    method="GET",
    path="/account/api_usage_level/volume_progress",
    success=GetAccountApiUsageLevelVolumeProgressResponse,
    statuses=frozenset({200, 401, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient) -> GetAccountApiUsageLevelVolumeProgressResponse:
    """Get progress toward volume-based API tiers.

    Reads how far the trading volume of the authenticated user has come toward the usage tiers that
    depend on volume, for the predictions lane (`event_contract`). A periodic job computes the figures,
    so they lag behind trading; volumes are in contracts, as fixed-point strings.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetAccountApiUsageLevelVolumeProgressResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetAccountApiUsageLevelVolumeProgress`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: AuthenticatedClient) -> GetAccountApiUsageLevelVolumeProgressResponse:
    """Get progress toward volume-based API tiers.

    Reads how far the trading volume of the authenticated user has come toward the usage tiers that
    depend on volume, for the predictions lane (`event_contract`). A periodic job computes the figures,
    so they lag behind trading; volumes are in contracts, as fixed-point strings.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetAccountApiUsageLevelVolumeProgressResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetAccountApiUsageLevelVolumeProgress`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: AuthenticatedClient) -> Response[GetAccountApiUsageLevelVolumeProgressResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: AuthenticatedClient) -> Response[GetAccountApiUsageLevelVolumeProgressResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
