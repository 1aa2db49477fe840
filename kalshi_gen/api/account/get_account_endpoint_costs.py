"""List non-default request costs: `GET /account/endpoint_costs`."""

from __future__ import annotations

from ...client import Client
from ...models.get_account_endpoint_costs_response import GetAccountEndpointCostsResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetAccountEndpointCosts",
    method="GET",
    path="/account/endpoint_costs",
    success=GetAccountEndpointCostsResponse,
    statuses=frozenset({200, 500}),
)


def sync(*, client: Client) -> GetAccountEndpointCostsResponse:
    """List non-default request costs.

    Lists the v2 API operations that cost a different number of rate-limit tokens than the default. An
    operation absent from the list costs the default. No signature is needed.

    Args:
        client: Any client.

    Returns:
        The decoded response, a `GetAccountEndpointCostsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetAccountEndpointCosts`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: Client) -> GetAccountEndpointCostsResponse:
    """List non-default request costs.

    Lists the v2 API operations that cost a different number of rate-limit tokens than the default. An
    operation absent from the list costs the default. No signature is needed.

    Args:
        client: Any client.

    Returns:
        The decoded response, a `GetAccountEndpointCostsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetAccountEndpointCosts`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: Client) -> Response[GetAccountEndpointCostsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: Client) -> Response[GetAccountEndpointCostsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
