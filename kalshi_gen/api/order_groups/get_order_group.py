"""Read an order group: `GET /portfolio/order_groups/{order_group_id}`."""

from __future__ import annotations

from typing import Annotated

from ...client import AuthenticatedClient
from ...models.get_order_group_response import GetOrderGroupResponse
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetOrderGroup",
    method="GET",
    path="/portfolio/order_groups/{order_group_id}",
    path_parameters={"order_group_id": str},
    query={"subaccount": Annotated[int, Range(minimum=0)]},
    success=GetOrderGroupResponse,
    statuses=frozenset({200, 401, 404, 500}),
    secured=True,
)


def sync(
    order_group_id: str, *, client: AuthenticatedClient, subaccount: int | None | Unset = UNSET
) -> GetOrderGroupResponse:
    """Read an order group.

    Returns one order group: its contracts limit, the ids of its orders and whether automatic canceling
    is on. An unknown group gives 404.

    Args:
        order_group_id: ID of the order group.
        client: A signed client.
        subaccount: Number of the subaccount in which the order group is looked up: 0 is the primary
            account, 1 to 63 are the numbered subaccounts. It is looked up in all subaccounts when it is
            left out.

    Returns:
        The decoded response, a `GetOrderGroupResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetOrderGroup`.
    """
    return OPERATION.sync(client, {"order_group_id": order_group_id, "subaccount": subaccount})


async def asyncio(
    order_group_id: str, *, client: AuthenticatedClient, subaccount: int | None | Unset = UNSET
) -> GetOrderGroupResponse:
    """Read an order group.

    Returns one order group: its contracts limit, the ids of its orders and whether automatic canceling
    is on. An unknown group gives 404.

    Args:
        order_group_id: ID of the order group.
        client: A signed client.
        subaccount: Number of the subaccount in which the order group is looked up: 0 is the primary
            account, 1 to 63 are the numbered subaccounts. It is looked up in all subaccounts when it is
            left out.

    Returns:
        The decoded response, a `GetOrderGroupResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetOrderGroup`.
    """
    return await OPERATION.asyncio(client, {"order_group_id": order_group_id, "subaccount": subaccount})


def sync_detailed(
    order_group_id: str, *, client: AuthenticatedClient, subaccount: int | None | Unset = UNSET
) -> Response[GetOrderGroupResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"order_group_id": order_group_id, "subaccount": subaccount})


async def asyncio_detailed(
    order_group_id: str, *, client: AuthenticatedClient, subaccount: int | None | Unset = UNSET
) -> Response[GetOrderGroupResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"order_group_id": order_group_id, "subaccount": subaccount})
