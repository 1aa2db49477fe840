"""Get the account's API limits: `GET /account/limits`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.get_account_api_limits_response import GetAccountApiLimitsResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetAccountApiLimits",
    method="GET",
    path="/account/limits",
    success=GetAccountApiLimitsResponse,
    statuses=frozenset({200, 401, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient) -> GetAccountApiLimitsResponse:
    """Get the account's API limits.

    Reads the usage tier of the authenticated user for the Predictions API, and the sizes and refill
    rates of the token buckets. The public tiers, in the published order, are Basic, Advanced and
    Expert, then Premier and Paragon, then Prime and Prestige.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetAccountApiLimitsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetAccountApiLimits`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: AuthenticatedClient) -> GetAccountApiLimitsResponse:
    """Get the account's API limits.

    Reads the usage tier of the authenticated user for the Predictions API, and the sizes and refill
    rates of the token buckets. The public tiers, in the published order, are Basic, Advanced and
    Expert, then Premier and Paragon, then Prime and Prestige.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetAccountApiLimitsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetAccountApiLimits`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: AuthenticatedClient) -> Response[GetAccountApiLimitsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: AuthenticatedClient) -> Response[GetAccountApiLimitsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
