"""Get the cutoff times of the archive: `GET /historical/cutoff`."""

from __future__ import annotations

from ...client import Client
from ...models.get_historical_cutoff_response import GetHistoricalCutoffResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetHistoricalCutoff",
    method="GET",
    path="/historical/cutoff",
    success=GetHistoricalCutoffResponse,
    statuses=frozenset({200, 500}),
)


def sync(*, client: Client) -> GetHistoricalCutoffResponse:
    """Get the cutoff times of the archive.

    Reads the times before which data is in the archive alone. `market_settled_ts` goes by settlement
    and covers markets and their candlesticks, `trades_created_ts` goes by fill time and covers trades
    and fills, `orders_updated_ts` covers orders by the time of cancellation or full execution; resting
    orders always stay live. `market_positions_last_updated_ts` only shows how far the backfill of
    settled positions has come: an event's positions move once its handoff is complete, and stay live
    before.

    Args:
        client: Any client.

    Returns:
        The decoded response, a `GetHistoricalCutoffResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetHistoricalCutoff`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: Client) -> GetHistoricalCutoffResponse:
    """Get the cutoff times of the archive.

    Reads the times before which data is in the archive alone. `market_settled_ts` goes by settlement
    and covers markets and their candlesticks, `trades_created_ts` goes by fill time and covers trades
    and fills, `orders_updated_ts` covers orders by the time of cancellation or full execution; resting
    orders always stay live. `market_positions_last_updated_ts` only shows how far the backfill of
    settled positions has come: an event's positions move once its handoff is complete, and stay live
    before.

    Args:
        client: Any client.

    Returns:
        The decoded response, a `GetHistoricalCutoffResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetHistoricalCutoff`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: Client) -> Response[GetHistoricalCutoffResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: Client) -> Response[GetHistoricalCutoffResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
