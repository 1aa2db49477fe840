"""Cancel several orders: `DELETE /portfolio/events/orders/batched`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.batch_cancel_orders_v2_request import BatchCancelOrdersV2Request
from ...models.batch_cancel_orders_v2_response import BatchCancelOrdersV2Response
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="BatchCancelOrdersV2",
    method="DELETE",
    path="/portfolio/events/orders/batched",
    required=("body",),
    body=BatchCancelOrdersV2Request,
    success=BatchCancelOrdersV2Response,
    statuses=frozenset({200, 400, 401, 403, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, body: BatchCancelOrdersV2Request) -> BatchCancelOrdersV2Response:
    """Cancel several orders.

    Cancels several orders in one call. Each order has its own entry in the answer, with its own `error`
    if it failed. To let the exchange find the shard, give `market_ticker` for each order and leave
    `exchange_index` out or at `-1`; an order id by itself does not tell the shard. A cancel costs 2
    tokens, and the largest batch depends on the write budget of your tier.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `BatchCancelOrdersV2Response`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `BatchCancelOrdersV2`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(*, client: AuthenticatedClient, body: BatchCancelOrdersV2Request) -> BatchCancelOrdersV2Response:
    """Cancel several orders.

    Cancels several orders in one call. Each order has its own entry in the answer, with its own `error`
    if it failed. To let the exchange find the shard, give `market_ticker` for each order and leave
    `exchange_index` out or at `-1`; an order id by itself does not tell the shard. A cancel costs 2
    tokens, and the largest batch depends on the write budget of your tier.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `BatchCancelOrdersV2Response`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `BatchCancelOrdersV2`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(
    *, client: AuthenticatedClient, body: BatchCancelOrdersV2Request
) -> Response[BatchCancelOrdersV2Response]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(
    *, client: AuthenticatedClient, body: BatchCancelOrdersV2Request
) -> Response[BatchCancelOrdersV2Response]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
