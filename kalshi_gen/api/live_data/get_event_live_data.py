"""Get live data of an event: `GET /live_data/events/{event_ticker}`."""

from __future__ import annotations

from ...client import Client
from ...models.get_event_live_data_response import GetEventLiveDataResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetEventLiveData",
    method="GET",
    path="/live_data/events/{event_ticker}",
    path_parameters={"event_ticker": str},
    query={"range": str},
    success=GetEventLiveDataResponse,
    statuses=frozenset({200, 404, 500}),
)


def sync(event_ticker: str, *, client: Client, range: str | None | Unset = UNSET) -> GetEventLiveDataResponse:
    """Get live data of an event.

    Reads live data that is kept for an event rather than for a milestone, such as crypto price charts,
    series of commodity prices and weather observations. Field `type` of the answer tells how `details`
    is laid out. The exchange answers 404 where there is no live data.

    Args:
        event_ticker: Ticker of the event whose live data to read.
        client: Any client.
        range: Wanted span of the chart, for example `15min`, `1h` or `1d`. Live data types without
            ranges ignore it; the others return only that window of the series.

    Returns:
        The decoded response, a `GetEventLiveDataResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetEventLiveData`.
    """
    return OPERATION.sync(client, {"event_ticker": event_ticker, "range": range})


async def asyncio(event_ticker: str, *, client: Client, range: str | None | Unset = UNSET) -> GetEventLiveDataResponse:
    """Get live data of an event.

    Reads live data that is kept for an event rather than for a milestone, such as crypto price charts,
    series of commodity prices and weather observations. Field `type` of the answer tells how `details`
    is laid out. The exchange answers 404 where there is no live data.

    Args:
        event_ticker: Ticker of the event whose live data to read.
        client: Any client.
        range: Wanted span of the chart, for example `15min`, `1h` or `1d`. Live data types without
            ranges ignore it; the others return only that window of the series.

    Returns:
        The decoded response, a `GetEventLiveDataResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetEventLiveData`.
    """
    return await OPERATION.asyncio(client, {"event_ticker": event_ticker, "range": range})


def sync_detailed(
    event_ticker: str, *, client: Client, range: str | None | Unset = UNSET
) -> Response[GetEventLiveDataResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"event_ticker": event_ticker, "range": range})


async def asyncio_detailed(
    event_ticker: str, *, client: Client, range: str | None | Unset = UNSET
) -> Response[GetEventLiveDataResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"event_ticker": event_ticker, "range": range})
