"""List fee changes of series: `GET /series/fee_changes`."""

from __future__ import annotations

from ...client import Client
from ...models.get_series_fee_changes_response import GetSeriesFeeChangesResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetSeriesFeeChanges",
    method="GET",
    path="/series/fee_changes",
    query={"series_ticker": str, "show_historical": bool},
    success=GetSeriesFeeChangesResponse,
    statuses=frozenset({200, 400, 500}),
)


def sync(
    *, client: Client, series_ticker: str | None | Unset = UNSET, show_historical: bool | None | Unset = UNSET
) -> GetSeriesFeeChangesResponse:
    """List fee changes of series.

    Lists the fee changes scheduled for series, each with the new fee type, the new multiplier and the
    time it takes effect. Past changes come only with `show_historical`. The list is not paged.

    Args:
        client: Any client.
        series_ticker: Ticker of the only series whose fee changes are wanted. Fee changes of every
            series come when it is left out.
        show_historical: Whether fee changes that already took effect are listed too. The exchange uses
            `false` when it is left out.

    Returns:
        The decoded response, a `GetSeriesFeeChangesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetSeriesFeeChanges`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *, client: Client, series_ticker: str | None | Unset = UNSET, show_historical: bool | None | Unset = UNSET
) -> GetSeriesFeeChangesResponse:
    """List fee changes of series.

    Lists the fee changes scheduled for series, each with the new fee type, the new multiplier and the
    time it takes effect. Past changes come only with `show_historical`. The list is not paged.

    Args:
        client: Any client.
        series_ticker: Ticker of the only series whose fee changes are wanted. Fee changes of every
            series come when it is left out.
        show_historical: Whether fee changes that already took effect are listed too. The exchange uses
            `false` when it is left out.

    Returns:
        The decoded response, a `GetSeriesFeeChangesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetSeriesFeeChanges`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *, client: Client, series_ticker: str | None | Unset = UNSET, show_historical: bool | None | Unset = UNSET
) -> Response[GetSeriesFeeChangesResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *, client: Client, series_ticker: str | None | Unset = UNSET, show_historical: bool | None | Unset = UNSET
) -> Response[GetSeriesFeeChangesResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
