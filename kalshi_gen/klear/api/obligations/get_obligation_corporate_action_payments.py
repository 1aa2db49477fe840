"""List corporate action payments of an obligation: `GET /margin/obligations/{obligation_id}/corporate_action_payments`."""

from __future__ import annotations

from typing import Annotated

from ....client import AuthenticatedClient
from ....runtime.apis import KLEAR
from ....runtime.bounds import Range
from ....runtime.operation import Operation
from ....types import UNSET, AsyncItems, Items, Response, Unset
from ...models.corporate_action_payment_detail import CorporateActionPaymentDetail
from ...models.get_obligation_corporate_action_payments_response import GetObligationCorporateActionPaymentsResponse

OPERATION = Operation(
    api=KLEAR,
    operation_id="GetObligationCorporateActionPayments",
    method="GET",
    path="/margin/obligations/{obligation_id}/corporate_action_payments",
    path_parameters={"obligation_id": str},
    query={"limit": Annotated[int, Range(maximum=1000)], "cursor": str},
    success=GetObligationCorporateActionPaymentsResponse,
    statuses=frozenset({200, 400, 401, 403, 404, 500}),
    secured=True,
    next_cursor="cursor",
    items="corporate_action_payments",
    largest_page=("limit", 1000),
)


def sync(
    obligation_id: str,
    *,
    client: AuthenticatedClient,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> GetObligationCorporateActionPaymentsResponse:
    """List corporate action payments of an obligation.

    Lists the payments for corporate actions that one of your obligations settles, for cash
    distributions and splits, page by page and without a limit on rows. They are in its profit and loss
    already, so don't add them to its amount. The obligation itself carries no more than 1000 of them,
    and says so in `corporate_action_payments_truncated`.

    Args:
        obligation_id: Id of the obligation.
        client: A signed client.
        limit: Number of rows on a page, at most 1000. Klear uses 1000 when it is left out.
        cursor: Cursor of the page to read, from the answer before; left out for the first page.

    Returns:
        The decoded response, a `GetObligationCorporateActionPaymentsResponse`.

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

    Operation: `GetObligationCorporateActionPayments`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    obligation_id: str,
    *,
    client: AuthenticatedClient,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> GetObligationCorporateActionPaymentsResponse:
    """List corporate action payments of an obligation.

    Lists the payments for corporate actions that one of your obligations settles, for cash
    distributions and splits, page by page and without a limit on rows. They are in its profit and loss
    already, so don't add them to its amount. The obligation itself carries no more than 1000 of them,
    and says so in `corporate_action_payments_truncated`.

    Args:
        obligation_id: Id of the obligation.
        client: A signed client.
        limit: Number of rows on a page, at most 1000. Klear uses 1000 when it is left out.
        cursor: Cursor of the page to read, from the answer before; left out for the first page.

    Returns:
        The decoded response, a `GetObligationCorporateActionPaymentsResponse`.

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

    Operation: `GetObligationCorporateActionPayments`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    obligation_id: str,
    *,
    client: AuthenticatedClient,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> Response[GetObligationCorporateActionPaymentsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    obligation_id: str,
    *,
    client: AuthenticatedClient,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
) -> Response[GetObligationCorporateActionPaymentsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())


def sync_all(
    obligation_id: str,
    *,
    client: AuthenticatedClient,
    limit: int | None | Unset = UNSET,
    cursor: str | None | Unset = UNSET,
    max_pages: int | None = None,
) -> Items[CorporateActionPaymentDetail, GetObligationCorporateActionPaymentsResponse]:
    """Like `sync`, but iterate over `corporate_action_payments` of all pages; `.pages()` iterates over the pages instead.

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
) -> AsyncItems[CorporateActionPaymentDetail, GetObligationCorporateActionPaymentsResponse]:
    """Like `sync_all`, without blocking: use it with `async for`.

    Args:
        limit: Number of items on one page; 1000, the most that the spec allows, if it is left out.
        max_pages: The most pages to request; None for all.
    """
    return OPERATION.asyncio_all(client, max_pages, locals())
