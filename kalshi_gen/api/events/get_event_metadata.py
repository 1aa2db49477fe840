"""Read the metadata of an event: `GET /events/{event_ticker}/metadata`."""

from __future__ import annotations

from ...client import Client
from ...models.get_event_metadata_response import GetEventMetadataResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetEventMetadata",
    method="GET",
    path="/events/{event_ticker}/metadata",
    path_parameters={"event_ticker": str},
    success=GetEventMetadataResponse,
    statuses=frozenset({200, 400, 401, 404, 500}),
)


def sync(event_ticker: str, *, client: Client) -> GetEventMetadataResponse:
    """Read the metadata of an event.

    Returns the metadata of one event without the event itself and its markets. An unknown ticker gives
    404.

    Args:
        event_ticker: Ticker of the event whose metadata is read.
        client: Any client.

    Returns:
        The decoded response, a `GetEventMetadataResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetEventMetadata`.
    """
    return OPERATION.sync(client, {"event_ticker": event_ticker})


async def asyncio(event_ticker: str, *, client: Client) -> GetEventMetadataResponse:
    """Read the metadata of an event.

    Returns the metadata of one event without the event itself and its markets. An unknown ticker gives
    404.

    Args:
        event_ticker: Ticker of the event whose metadata is read.
        client: Any client.

    Returns:
        The decoded response, a `GetEventMetadataResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetEventMetadata`.
    """
    return await OPERATION.asyncio(client, {"event_ticker": event_ticker})


def sync_detailed(event_ticker: str, *, client: Client) -> Response[GetEventMetadataResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"event_ticker": event_ticker})


async def asyncio_detailed(event_ticker: str, *, client: Client) -> Response[GetEventMetadataResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"event_ticker": event_ticker})
