"""Amend an order: `POST /margin/orders/{order_id}/amend`."""

from __future__ import annotations

from typing import Annotated

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.bounds import Range
from ....runtime.operation import Operation
from ....types import UNSET, Response, Unset
from ...models.amend_margin_order_request import AmendMarginOrderRequest
from ...models.amend_margin_order_response import AmendMarginOrderResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="AmendMarginOrder",
    method="POST",
    path="/margin/orders/{order_id}/amend",
    path_parameters={"order_id": str},
    query={"subaccount": Annotated[int, Range(minimum=0)]},
    required=("body",),
    body=AmendMarginOrderRequest,
    success=AmendMarginOrderResponse,
    statuses=frozenset({200, 400, 401, 404, 500}),
    secured=True,
)


def sync(
    order_id: str, *, client: AuthenticatedClient, body: AmendMarginOrderRequest, subaccount: int | None | Unset = UNSET
) -> AmendMarginOrderResponse:
    """Amend an order.

    Changes the price, the size or the expiration time of a resting order. Side, price and `count` must
    always be sent, and `count` is the total in contracts: those already filled plus those that are to
    rest. A smaller size or a new expiration alone keeps the place in the queue; a larger size or
    another price sends the order to the back. An order that is not found gives 404.

    Args:
        order_id: ID of the order.
        client: A signed client.
        body: The request body; each field of its model is documented there.
        subaccount: Number of the order's subaccount: 0 is the primary account, 1 to 63 are the numbered
            subaccounts. The exchange uses 0 when it is left out, or, for a key that is restricted to a
            subaccount, that subaccount; such a key may send no other number.

    Returns:
        The decoded response, a `AmendMarginOrderResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `AmendMarginOrder`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    order_id: str, *, client: AuthenticatedClient, body: AmendMarginOrderRequest, subaccount: int | None | Unset = UNSET
) -> AmendMarginOrderResponse:
    """Amend an order.

    Changes the price, the size or the expiration time of a resting order. Side, price and `count` must
    always be sent, and `count` is the total in contracts: those already filled plus those that are to
    rest. A smaller size or a new expiration alone keeps the place in the queue; a larger size or
    another price sends the order to the back. An order that is not found gives 404.

    Args:
        order_id: ID of the order.
        client: A signed client.
        body: The request body; each field of its model is documented there.
        subaccount: Number of the order's subaccount: 0 is the primary account, 1 to 63 are the numbered
            subaccounts. The exchange uses 0 when it is left out, or, for a key that is restricted to a
            subaccount, that subaccount; such a key may send no other number.

    Returns:
        The decoded response, a `AmendMarginOrderResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `AmendMarginOrder`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    order_id: str, *, client: AuthenticatedClient, body: AmendMarginOrderRequest, subaccount: int | None | Unset = UNSET
) -> Response[AmendMarginOrderResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    order_id: str, *, client: AuthenticatedClient, body: AmendMarginOrderRequest, subaccount: int | None | Unset = UNSET
) -> Response[AmendMarginOrderResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
