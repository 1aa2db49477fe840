"""Read an order: `GET /margin/orders/{order_id}`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import Response
from ...models.get_margin_order_response import GetMarginOrderResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="GetMarginOrder",
    method="GET",
    path="/margin/orders/{order_id}",
    path_parameters={"order_id": str},
    success=GetMarginOrderResponse,
    statuses=frozenset({200, 401, 404, 500}),
    secured=True,
)


def sync(order_id: str, *, client: AuthenticatedClient) -> GetMarginOrderResponse:
    """Read an order.

    Returns one of your orders by its id; an unknown id gives 404. The answer may lag shortly behind
    writes.

    Args:
        order_id: ID of the order.
        client: A signed client.

    Returns:
        The decoded response, a `GetMarginOrderResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginOrder`.
    """
    return OPERATION.sync(client, {"order_id": order_id})


async def asyncio(order_id: str, *, client: AuthenticatedClient) -> GetMarginOrderResponse:
    """Read an order.

    Returns one of your orders by its id; an unknown id gives 404. The answer may lag shortly behind
    writes.

    Args:
        order_id: ID of the order.
        client: A signed client.

    Returns:
        The decoded response, a `GetMarginOrderResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginOrder`.
    """
    return await OPERATION.asyncio(client, {"order_id": order_id})


def sync_detailed(order_id: str, *, client: AuthenticatedClient) -> Response[GetMarginOrderResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"order_id": order_id})


async def asyncio_detailed(order_id: str, *, client: AuthenticatedClient) -> Response[GetMarginOrderResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"order_id": order_id})
