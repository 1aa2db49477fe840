"""Decrease an order: `POST /portfolio/events/orders/{order_id}/decrease`."""

from __future__ import annotations

from typing import Annotated

from ...client import AuthenticatedClient
from ...models.decrease_order_v2_request import DecreaseOrderV2Request
from ...models.decrease_order_v2_response import DecreaseOrderV2Response
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="DecreaseOrderV2",
    method="POST",
    path="/portfolio/events/orders/{order_id}/decrease",
    path_parameters={"order_id": str},
    query={"subaccount": Annotated[int, Range(minimum=0)]},
    required=("body",),
    body=DecreaseOrderV2Request,
    success=DecreaseOrderV2Response,
    statuses=frozenset({200, 400, 401, 404, 500}),
    secured=True,
)


def sync(
    order_id: str, *, client: AuthenticatedClient, body: DecreaseOrderV2Request, subaccount: int | None | Unset = UNSET
) -> DecreaseOrderV2Response:
    """Decrease an order.

    Lowers the contracts that still rest of one order, either by an amount (`reduce_by`) or down to one
    (`reduce_to`). Give one of the two and not both. An order that is not found gives 404.

    Args:
        order_id: ID of the order.
        client: A signed client.
        body: The request body; each field of its model is documented there.
        subaccount: Number of the order's subaccount: 0 is the primary account, 1 to 63 are the numbered
            subaccounts. The exchange uses 0 when it is left out, or, for a key that is restricted to a
            subaccount, that subaccount; such a key may send no other number.

    Returns:
        The decoded response, a `DecreaseOrderV2Response`.

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

    Operation: `DecreaseOrderV2`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    order_id: str, *, client: AuthenticatedClient, body: DecreaseOrderV2Request, subaccount: int | None | Unset = UNSET
) -> DecreaseOrderV2Response:
    """Decrease an order.

    Lowers the contracts that still rest of one order, either by an amount (`reduce_by`) or down to one
    (`reduce_to`). Give one of the two and not both. An order that is not found gives 404.

    Args:
        order_id: ID of the order.
        client: A signed client.
        body: The request body; each field of its model is documented there.
        subaccount: Number of the order's subaccount: 0 is the primary account, 1 to 63 are the numbered
            subaccounts. The exchange uses 0 when it is left out, or, for a key that is restricted to a
            subaccount, that subaccount; such a key may send no other number.

    Returns:
        The decoded response, a `DecreaseOrderV2Response`.

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

    Operation: `DecreaseOrderV2`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    order_id: str, *, client: AuthenticatedClient, body: DecreaseOrderV2Request, subaccount: int | None | Unset = UNSET
) -> Response[DecreaseOrderV2Response]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    order_id: str, *, client: AuthenticatedClient, body: DecreaseOrderV2Request, subaccount: int | None | Unset = UNSET
) -> Response[DecreaseOrderV2Response]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
