"""Create an order: `POST /margin/orders`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import Response
from ...models.create_margin_order_request import CreateMarginOrderRequest
from ...models.create_margin_order_response import CreateMarginOrderResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="CreateMarginOrder",
    method="POST",
    path="/margin/orders",
    required=("body",),
    body=CreateMarginOrderRequest,
    success=CreateMarginOrderResponse,
    statuses=frozenset({201, 400, 401, 409, 429, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, body: CreateMarginOrderRequest) -> CreateMarginOrderResponse:
    """Create an order.

    Places one limit order on a margin market, as a `bid` or an `ask` with a price in US dollars for one
    contract; the `contract_size` of the market says how much that is. The answer says how many
    contracts filled at once and how many remain. A conflict gives 409, another `market_version` than
    you expect among them, and a request past the rate limit 429.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateMarginOrderResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiConflictError: The exchange answered 409.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CreateMarginOrder`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(*, client: AuthenticatedClient, body: CreateMarginOrderRequest) -> CreateMarginOrderResponse:
    """Create an order.

    Places one limit order on a margin market, as a `bid` or an `ask` with a price in US dollars for one
    contract; the `contract_size` of the market says how much that is. The answer says how many
    contracts filled at once and how many remain. A conflict gives 409, another `market_version` than
    you expect among them, and a request past the rate limit 429.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateMarginOrderResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiConflictError: The exchange answered 409.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CreateMarginOrder`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(
    *, client: AuthenticatedClient, body: CreateMarginOrderRequest
) -> Response[CreateMarginOrderResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(
    *, client: AuthenticatedClient, body: CreateMarginOrderRequest
) -> Response[CreateMarginOrderResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
