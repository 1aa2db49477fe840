"""Create an order: `POST /portfolio/events/orders`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.create_order_v2_request import CreateOrderV2Request
from ...models.create_order_v2_response import CreateOrderV2Response
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="CreateOrderV2",
    method="POST",
    path="/portfolio/events/orders",
    required=("body",),
    body=CreateOrderV2Request,
    success=CreateOrderV2Response,
    statuses=frozenset({201, 400, 401, 403, 409, 429, 500, 503}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, body: CreateOrderV2Request) -> CreateOrderV2Response:
    """Create an order.

    Places one order on an event market, as a `bid` or `ask` on the single book with a price in US
    dollars a contract. The answer says how many contracts filled at once and how many remain. It
    answers 409 on a conflict, 429 past the rate limit and 503 while the exchange is unavailable. It
    replaces the older `POST /portfolio/orders`.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateOrderV2Response`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiConflictError: The exchange answered 409.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500 or 503.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CreateOrderV2`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(*, client: AuthenticatedClient, body: CreateOrderV2Request) -> CreateOrderV2Response:
    """Create an order.

    Places one order on an event market, as a `bid` or `ask` on the single book with a price in US
    dollars a contract. The answer says how many contracts filled at once and how many remain. It
    answers 409 on a conflict, 429 past the rate limit and 503 while the exchange is unavailable. It
    replaces the older `POST /portfolio/orders`.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateOrderV2Response`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiConflictError: The exchange answered 409.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500 or 503.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CreateOrderV2`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(*, client: AuthenticatedClient, body: CreateOrderV2Request) -> Response[CreateOrderV2Response]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(
    *, client: AuthenticatedClient, body: CreateOrderV2Request
) -> Response[CreateOrderV2Response]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
