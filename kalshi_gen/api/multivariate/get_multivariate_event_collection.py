"""Get a multivariate event collection: `GET /multivariate_event_collections/{collection_ticker}`."""

from __future__ import annotations

from ...client import Client
from ...models.get_multivariate_event_collection_response import GetMultivariateEventCollectionResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetMultivariateEventCollection",
    method="GET",
    path="/multivariate_event_collections/{collection_ticker}",
    path_parameters={"collection_ticker": str},
    success=GetMultivariateEventCollectionResponse,
    statuses=frozenset({200, 400, 404, 500}),
)


def sync(collection_ticker: str, *, client: Client) -> GetMultivariateEventCollectionResponse:
    """Get a multivariate event collection.

    Reads one collection of multivariate events, addressed by ticker. The exchange answers 404 where it
    does not exist.

    Args:
        collection_ticker: Ticker of the collection to read.
        client: Any client.

    Returns:
        The decoded response, a `GetMultivariateEventCollectionResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMultivariateEventCollection`.
    """
    return OPERATION.sync(client, {"collection_ticker": collection_ticker})


async def asyncio(collection_ticker: str, *, client: Client) -> GetMultivariateEventCollectionResponse:
    """Get a multivariate event collection.

    Reads one collection of multivariate events, addressed by ticker. The exchange answers 404 where it
    does not exist.

    Args:
        collection_ticker: Ticker of the collection to read.
        client: Any client.

    Returns:
        The decoded response, a `GetMultivariateEventCollectionResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMultivariateEventCollection`.
    """
    return await OPERATION.asyncio(client, {"collection_ticker": collection_ticker})


def sync_detailed(collection_ticker: str, *, client: Client) -> Response[GetMultivariateEventCollectionResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"collection_ticker": collection_ticker})


async def asyncio_detailed(
    collection_ticker: str, *, client: Client
) -> Response[GetMultivariateEventCollectionResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"collection_ticker": collection_ticker})
