"""Delete an order group: `DELETE /portfolio/order_groups/{order_group_id}`."""

from __future__ import annotations

from typing import Annotated

from ...client import AuthenticatedClient
from ...models.empty_response import EmptyResponse
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="DeleteOrderGroup",
    method="DELETE",
    path="/portfolio/order_groups/{order_group_id}",
    path_parameters={"order_group_id": str},
    query={"subaccount": Annotated[int, Range(minimum=0)], "exchange_index": int},
    success=EmptyResponse,
    statuses=frozenset({200, 401, 404, 500}),
    secured=True,
)


def sync(
    order_group_id: str,
    *,
    client: AuthenticatedClient,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
) -> EmptyResponse:
    """Delete an order group.

    Removes an order group for good and cancels all its orders. The group is looked up in the primary
    account on exchange shard 0 unless `subaccount` and `exchange_index` say otherwise. An unknown group
    gives 404.

    Args:
        order_group_id: ID of the order group.
        client: A signed client.
        subaccount: Number of the order group's subaccount: 0 is the primary account, 1 to 63 are the
            numbered subaccounts. The exchange uses 0 when it is left out, or, for a key that is
            restricted to a subaccount, that subaccount; such a key may send no other number.
        exchange_index: Index of the exchange shard that the order group is on. The exchange uses 0 when
            it is left out.

    Returns:
        The decoded response, a `EmptyResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `DeleteOrderGroup`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    order_group_id: str,
    *,
    client: AuthenticatedClient,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
) -> EmptyResponse:
    """Delete an order group.

    Removes an order group for good and cancels all its orders. The group is looked up in the primary
    account on exchange shard 0 unless `subaccount` and `exchange_index` say otherwise. An unknown group
    gives 404.

    Args:
        order_group_id: ID of the order group.
        client: A signed client.
        subaccount: Number of the order group's subaccount: 0 is the primary account, 1 to 63 are the
            numbered subaccounts. The exchange uses 0 when it is left out, or, for a key that is
            restricted to a subaccount, that subaccount; such a key may send no other number.
        exchange_index: Index of the exchange shard that the order group is on. The exchange uses 0 when
            it is left out.

    Returns:
        The decoded response, a `EmptyResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `DeleteOrderGroup`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    order_group_id: str,
    *,
    client: AuthenticatedClient,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
) -> Response[EmptyResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    order_group_id: str,
    *,
    client: AuthenticatedClient,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
) -> Response[EmptyResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
