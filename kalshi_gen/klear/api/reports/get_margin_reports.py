"""List margin reports: `GET /margin/reports`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import KLEAR
from ....runtime.operation import Operation
from ....types import Date, Response
from ...models.get_margin_reports_response import GetMarginReportsResponse

OPERATION = Operation(
    api=KLEAR,
    operation_id="GetMarginReports",
    method="GET",
    path="/margin/reports",
    query={"start_date": Date, "end_date": Date},
    required=("start_date", "end_date"),
    success=GetMarginReportsResponse,
    statuses=frozenset({200, 400, 401, 403, 500}),
    secured=True,
    secret=True,
)


def sync(*, client: AuthenticatedClient, start_date: Date, end_date: Date) -> GetMarginReportsResponse:
    """List margin reports.

    Lists your margin reports of a range of dates, each as a link to its file and not as content. Fetch
    the file from the link alone; your access token does not belong there.

    Args:
        client: A signed client.
        start_date: First date of the range.
        end_date: Last date of the range, at most 90 days after `start_date`.

    Returns:
        The decoded response, a `GetMarginReportsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginReports`.
    """
    return OPERATION.sync(client, {"start_date": start_date, "end_date": end_date})


async def asyncio(*, client: AuthenticatedClient, start_date: Date, end_date: Date) -> GetMarginReportsResponse:
    """List margin reports.

    Lists your margin reports of a range of dates, each as a link to its file and not as content. Fetch
    the file from the link alone; your access token does not belong there.

    Args:
        client: A signed client.
        start_date: First date of the range.
        end_date: Last date of the range, at most 90 days after `start_date`.

    Returns:
        The decoded response, a `GetMarginReportsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginReports`.
    """
    return await OPERATION.asyncio(client, {"start_date": start_date, "end_date": end_date})


def sync_detailed(
    *, client: AuthenticatedClient, start_date: Date, end_date: Date
) -> Response[GetMarginReportsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"start_date": start_date, "end_date": end_date})


async def asyncio_detailed(
    *, client: AuthenticatedClient, start_date: Date, end_date: Date
) -> Response[GetMarginReportsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"start_date": start_date, "end_date": end_date})
