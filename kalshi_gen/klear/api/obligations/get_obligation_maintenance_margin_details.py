"""List maintenance margin details of an obligation: `GET /margin/obligations/{obligation_id}/maintenance_margin_details`."""

from __future__ import annotations

from typing import Annotated

from ....client import AuthenticatedClient
from ....runtime.apis import KLEAR
from ....runtime.bounds import Range
from ....runtime.operation import Operation
from ....types import UNSET, AsyncItems, Items, Response, Unset
from ...models.get_obligation_maintenance_margin_details_response import GetObligationMaintenanceMarginDetailsResponse
from ...models.maintenance_margin_detail import MaintenanceMarginDetail

OPERATION = Operation(
    api=KLEAR,
    operation_id="GetObligationMaintenanceMarginDetails",
    method="GET",
    path="/margin/obligations/{obligation_id}/maintenance_margin_details",
    path_parameters={"obligation_id": str},
    query={"limit": Annotated[int, Range(maximum=1000)], "cursor": str},
    success=GetObligationMaintenanceMarginDetailsResponse,
    statuses=frozenset({200, 400, 401, 403, 404, 500}),
    secured=True,
    next_cursor="cursor",
    items="maintenance_margin_details",
    largest_page=("limit", 1000),
)


def sync(
    obligation_id: str,
    *,
    client: AuthenticatedClient,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> GetObligationMaintenanceMarginDetailsResponse:
    """List maintenance margin details of an obligation.

    Lists the maintenance margin of one obligation by subtrader, page by page and without a limit on
    rows. The obligation itself carries no more than 1000 of them, and says so in
    `maintenance_margin_details_truncated`.

    Args:
        obligation_id: Id of the obligation.
        client: A signed client.
        limit: Number of rows on a page, at most 1000. Klear uses 1000 when it is left out.
        cursor: Cursor of the page to read, from the answer before; left out for the first page.

    Returns:
        The decoded response, a `GetObligationMaintenanceMarginDetailsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetObligationMaintenanceMarginDetails`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    obligation_id: str,
    *,
    client: AuthenticatedClient,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> GetObligationMaintenanceMarginDetailsResponse:
    """List maintenance margin details of an obligation.

    Lists the maintenance margin of one obligation by subtrader, page by page and without a limit on
    rows. The obligation itself carries no more than 1000 of them, and says so in
    `maintenance_margin_details_truncated`.

    Args:
        obligation_id: Id of the obligation.
        client: A signed client.
        limit: Number of rows on a page, at most 1000. Klear uses 1000 when it is left out.
        cursor: Cursor of the page to read, from the answer before; left out for the first page.

    Returns:
        The decoded response, a `GetObligationMaintenanceMarginDetailsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetObligationMaintenanceMarginDetails`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    obligation_id: str,
    *,
    client: AuthenticatedClient,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> Response[GetObligationMaintenanceMarginDetailsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    obligation_id: str,
    *,
    client: AuthenticatedClient,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> Response[GetObligationMaintenanceMarginDetailsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    obligation_id: str,
    *,
    client: AuthenticatedClient,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[MaintenanceMarginDetail, GetObligationMaintenanceMarginDetailsResponse]:
    """Like `sync`, but iterate over `maintenance_margin_details` of all pages; `.pages()` iterates over the pages instead.

    Each page is requested when the iteration gets there, so an error comes after the items before it.

    Args:
        limit: Number of items on one page; 1000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.sync_all(client, max_pages, locals())


def asyncio_all(
    obligation_id: str,
    *,
    client: AuthenticatedClient,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> AsyncItems[MaintenanceMarginDetail, GetObligationMaintenanceMarginDetailsResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 1000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
