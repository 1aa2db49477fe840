"""List funding payments: `GET /margin/funding_history`."""

from __future__ import annotations

from typing import Annotated

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.bounds import Range
from ....runtime.operation import Operation
from ....types import UNSET, Date, Response, Unset
from ...models.get_margin_funding_history_response import GetMarginFundingHistoryResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="GetMarginFundingHistory",
    method="GET",
    path="/margin/funding_history",
    query={"ticker": str, "start_date": Date, "end_date": Date, "subaccount": Annotated[int, Range(minimum=0)]},
    required=("start_date", "end_date"),
    success=GetMarginFundingHistoryResponse,
    statuses=frozenset({200, 400, 401, 403, 500}),
    secured=True,
)


def sync(
    *,
    client: AuthenticatedClient,
    ticker: str | None | Unset = UNSET,
    start_date: Date,
    end_date: Date,
    subaccount: int | None | Unset = UNSET,
) -> GetMarginFundingHistoryResponse:
    """List funding payments.

    Lists the funding that you paid or received between two UTC dates, both included, each with its
    funding rate. Payments of all markets and subaccounts come unless filtered. The list is not paged.

    Args:
        client: A signed client.
        ticker: Ticker of the only market whose payments are wanted. Payments of every market come when
            it is left out.
        start_date: First UTC date of the range, such as `2026-09-01`; it is included.
        end_date: Last UTC date of the range, such as `2026-09-30`; it is included.
        subaccount: Number of the subaccount whose payments are listed: 0 is the primary account, 1 to
            63 are the numbered subaccounts. Payments of all subaccounts are listed when it is left out.

    Returns:
        The decoded response, a `GetMarginFundingHistoryResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginFundingHistory`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: AuthenticatedClient,
    ticker: str | None | Unset = UNSET,
    start_date: Date,
    end_date: Date,
    subaccount: int | None | Unset = UNSET,
) -> GetMarginFundingHistoryResponse:
    """List funding payments.

    Lists the funding that you paid or received between two UTC dates, both included, each with its
    funding rate. Payments of all markets and subaccounts come unless filtered. The list is not paged.

    Args:
        client: A signed client.
        ticker: Ticker of the only market whose payments are wanted. Payments of every market come when
            it is left out.
        start_date: First UTC date of the range, such as `2026-09-01`; it is included.
        end_date: Last UTC date of the range, such as `2026-09-30`; it is included.
        subaccount: Number of the subaccount whose payments are listed: 0 is the primary account, 1 to
            63 are the numbered subaccounts. Payments of all subaccounts are listed when it is left out.

    Returns:
        The decoded response, a `GetMarginFundingHistoryResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginFundingHistory`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: AuthenticatedClient,
    ticker: str | None | Unset = UNSET,
    start_date: Date,
    end_date: Date,
    subaccount: int | None | Unset = UNSET,
) -> Response[GetMarginFundingHistoryResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    ticker: str | None | Unset = UNSET,
    start_date: Date,
    end_date: Date,
    subaccount: int | None | Unset = UNSET,
) -> Response[GetMarginFundingHistoryResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
