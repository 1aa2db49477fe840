"""Amend an order: `POST /portfolio/events/orders/{order_id}/amend`."""

from __future__ import annotations

from typing import Annotated

from ...client import AuthenticatedClient
from ...models.amend_order_v2_request import AmendOrderV2Request
from ...models.amend_order_v2_response import AmendOrderV2Response
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="AmendOrderV2",
    method="POST",
    path="/portfolio/events/orders/{order_id}/amend",
    path_parameters={"order_id": str},
    query={"subaccount": Annotated[int, Range(minimum=0)]},
    required=("body",),
    body=AmendOrderV2Request,
    success=AmendOrderV2Response,
    statuses=frozenset({200, 400, 401, 403, 404, 500, 503}),
    secured=True,
)


def sync(
    order_id: str, *, client: AuthenticatedClient, body: AmendOrderV2Request, subaccount: int | None | Unset = UNSET
) -> AmendOrderV2Response:
    """Amend an order.

    Changes the price, the size or the expiration time of a resting order. `count` is the new total in
    contracts: those already filled plus those that are to rest. A smaller size or a new expiration
    alone keeps the place in the queue; a larger size or another price sends the order to the back. An
    order that is not found gives 404.

    Args:
        order_id: ID of the order.
        client: A signed client.
        body: The request body; each field of its model is documented there.
        subaccount: Number of the order's subaccount: 0 is the primary account, 1 to 63 are the numbered
            subaccounts. The exchange uses 0 when it is left out, or, for a key that is restricted to a
            subaccount, that subaccount; such a key may send no other number.

    Returns:
        The decoded response, a `AmendOrderV2Response`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500 or 503.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `AmendOrderV2`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    order_id: str, *, client: AuthenticatedClient, body: AmendOrderV2Request, subaccount: int | None | Unset = UNSET
) -> AmendOrderV2Response:
    """Amend an order.

    Changes the price, the size or the expiration time of a resting order. `count` is the new total in
    contracts: those already filled plus those that are to rest. A smaller size or a new expiration
    alone keeps the place in the queue; a larger size or another price sends the order to the back. An
    order that is not found gives 404.

    Args:
        order_id: ID of the order.
        client: A signed client.
        body: The request body; each field of its model is documented there.
        subaccount: Number of the order's subaccount: 0 is the primary account, 1 to 63 are the numbered
            subaccounts. The exchange uses 0 when it is left out, or, for a key that is restricted to a
            subaccount, that subaccount; such a key may send no other number.

    Returns:
        The decoded response, a `AmendOrderV2Response`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500 or 503.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `AmendOrderV2`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    order_id: str, *, client: AuthenticatedClient, body: AmendOrderV2Request, subaccount: int | None | Unset = UNSET
) -> Response[AmendOrderV2Response]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    order_id: str, *, client: AuthenticatedClient, body: AmendOrderV2Request, subaccount: int | None | Unset = UNSET
) -> Response[AmendOrderV2Response]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
