"""Decrease an order: `POST /margin/orders/{order_id}/decrease`."""

from __future__ import annotations

from typing import Annotated

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.bounds import Range
from ....runtime.operation import Operation
from ....types import UNSET, Response, Unset
from ...models.decrease_margin_order_request import DecreaseMarginOrderRequest
from ...models.decrease_margin_order_response import DecreaseMarginOrderResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="DecreaseMarginOrder",
    method="POST",
    path="/margin/orders/{order_id}/decrease",
    path_parameters={"order_id": str},
    query={"subaccount": Annotated[int, Range(minimum=0)]},
    required=("body",),
    body=DecreaseMarginOrderRequest,
    success=DecreaseMarginOrderResponse,
    statuses=frozenset({200, 400, 401, 404, 500}),
    secured=True,
)


def sync(
    order_id: str,
    *,
    client: AuthenticatedClient,
    body: DecreaseMarginOrderRequest,
    subaccount: int | None | Unset = UNSET,
) -> DecreaseMarginOrderResponse:
    """Decrease an order.

    Lowers the contracts that still rest of one order, either by an amount (`reduce_by`) or down to one
    (`reduce_to`). Give one of the two and not both; down to 0 is a cancellation. An order that is not
    found gives 404.

    Args:
        order_id: ID of the order.
        client: A signed client.
        body: The request body; each field of its model is documented there.
        subaccount: Number of the order's subaccount: 0 is the primary account, 1 to 63 are the numbered
            subaccounts. The exchange uses 0 when it is left out, or, for a key that is restricted to a
            subaccount, that subaccount; such a key may send no other number.

    Returns:
        The decoded response, a `DecreaseMarginOrderResponse`.

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

    Operation: `DecreaseMarginOrder`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    order_id: str,
    *,
    client: AuthenticatedClient,
    body: DecreaseMarginOrderRequest,
    subaccount: int | None | Unset = UNSET,
) -> DecreaseMarginOrderResponse:
    """Decrease an order.

    Lowers the contracts that still rest of one order, either by an amount (`reduce_by`) or down to one
    (`reduce_to`). Give one of the two and not both; down to 0 is a cancellation. An order that is not
    found gives 404.

    Args:
        order_id: ID of the order.
        client: A signed client.
        body: The request body; each field of its model is documented there.
        subaccount: Number of the order's subaccount: 0 is the primary account, 1 to 63 are the numbered
            subaccounts. The exchange uses 0 when it is left out, or, for a key that is restricted to a
            subaccount, that subaccount; such a key may send no other number.

    Returns:
        The decoded response, a `DecreaseMarginOrderResponse`.

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

    Operation: `DecreaseMarginOrder`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    order_id: str,
    *,
    client: AuthenticatedClient,
    body: DecreaseMarginOrderRequest,
    subaccount: int | None | Unset = UNSET,
) -> Response[DecreaseMarginOrderResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    order_id: str,
    *,
    client: AuthenticatedClient,
    body: DecreaseMarginOrderRequest,
    subaccount: int | None | Unset = UNSET,
) -> Response[DecreaseMarginOrderResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
