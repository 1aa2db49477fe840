"""Read the rate limits of perpetual futures: `GET /account/limits/perps`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import Response
from ...models.get_account_api_limits_response import GetAccountApiLimitsResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="GetPerpsAccountApiLimits",
    method="GET",
    path="/account/limits/perps",
    success=GetAccountApiLimitsResponse,
    statuses=frozenset({200, 401, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient) -> GetAccountApiLimitsResponse:
    """Read the rate limits of perpetual futures.

    Returns the rate limits that the signed-in account has on the margin exchange: its usage tier and
    its buckets of read and write tokens. They are apart from the limits on event contracts.

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

    Operation: `GetPerpsAccountApiLimits`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: AuthenticatedClient) -> GetAccountApiLimitsResponse:
    """Read the rate limits of perpetual futures.

    Returns the rate limits that the signed-in account has on the margin exchange: its usage tier and
    its buckets of read and write tokens. They are apart from the limits on event contracts.

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

    Operation: `GetPerpsAccountApiLimits`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: AuthenticatedClient) -> Response[GetAccountApiLimitsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: AuthenticatedClient) -> Response[GetAccountApiLimitsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
