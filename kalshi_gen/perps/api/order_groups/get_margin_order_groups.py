"""List order groups: `GET /margin/order_groups`."""

from __future__ import annotations

from typing import Annotated

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.bounds import Range
from ....runtime.operation import Operation
from ....types import UNSET, Response, Unset
from ...models.get_order_groups_response import GetOrderGroupsResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="GetMarginOrderGroups",
    method="GET",
    path="/margin/order_groups",
    query={"subaccount": Annotated[int, Range(minimum=0)]},
    success=GetOrderGroupsResponse,
    statuses=frozenset({200, 400, 401, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, subaccount: int | None | Unset = UNSET) -> GetOrderGroupsResponse:
    """List order groups.

    Lists your order groups on the margin exchange in one answer, without paging. Groups of all
    subaccounts come unless `subaccount` names one.

    Args:
        client: A signed client.
        subaccount: Number of the subaccount whose order groups are listed: 0 is the primary account, 1
            to 63 are the numbered subaccounts. Groups of all subaccounts are listed when it is left
            out.

    Returns:
        The decoded response, a `GetOrderGroupsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginOrderGroups`.
    """
    return OPERATION.sync(client, {"subaccount": subaccount})


async def asyncio(*, client: AuthenticatedClient, subaccount: int | None | Unset = UNSET) -> GetOrderGroupsResponse:
    """List order groups.

    Lists your order groups on the margin exchange in one answer, without paging. Groups of all
    subaccounts come unless `subaccount` names one.

    Args:
        client: A signed client.
        subaccount: Number of the subaccount whose order groups are listed: 0 is the primary account, 1
            to 63 are the numbered subaccounts. Groups of all subaccounts are listed when it is left
            out.

    Returns:
        The decoded response, a `GetOrderGroupsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginOrderGroups`.
    """
    return await OPERATION.asyncio(client, {"subaccount": subaccount})


def sync_detailed(
    *, client: AuthenticatedClient, subaccount: int | None | Unset = UNSET
) -> Response[GetOrderGroupsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"subaccount": subaccount})


async def asyncio_detailed(
    *, client: AuthenticatedClient, subaccount: int | None | Unset = UNSET
) -> Response[GetOrderGroupsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"subaccount": subaccount})
