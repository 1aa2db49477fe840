"""Read the queue position of an order: `GET /portfolio/orders/{order_id}/queue_position`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.get_order_queue_position_response import GetOrderQueuePositionResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetOrderQueuePosition",
    method="GET",
    path="/portfolio/orders/{order_id}/queue_position",
    path_parameters={"order_id": str},
    success=GetOrderQueuePositionResponse,
    statuses=frozenset({200, 401, 404, 500}),
    secured=True,
)


def sync(order_id: str, *, client: AuthenticatedClient) -> GetOrderQueuePositionResponse:
    """Read the queue position of an order.

    Returns the number of contracts ahead of one resting order in the book, by price and then time,
    which must match before it can fill. An unknown order gives 404.

    Args:
        order_id: ID of the order.
        client: A signed client.

    Returns:
        The decoded response, a `GetOrderQueuePositionResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetOrderQueuePosition`.
    """
    return OPERATION.sync(client, {"order_id": order_id})


async def asyncio(order_id: str, *, client: AuthenticatedClient) -> GetOrderQueuePositionResponse:
    """Read the queue position of an order.

    Returns the number of contracts ahead of one resting order in the book, by price and then time,
    which must match before it can fill. An unknown order gives 404.

    Args:
        order_id: ID of the order.
        client: A signed client.

    Returns:
        The decoded response, a `GetOrderQueuePositionResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetOrderQueuePosition`.
    """
    return await OPERATION.asyncio(client, {"order_id": order_id})


def sync_detailed(order_id: str, *, client: AuthenticatedClient) -> Response[GetOrderQueuePositionResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"order_id": order_id})


async def asyncio_detailed(order_id: str, *, client: AuthenticatedClient) -> Response[GetOrderQueuePositionResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"order_id": order_id})
