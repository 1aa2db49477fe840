"""Create a market in a multivariate collection: `POST /multivariate_event_collections/{collection_ticker}`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.create_market_in_multivariate_event_collection_request import (
    CreateMarketInMultivariateEventCollectionRequest,
)
from ...models.create_market_in_multivariate_event_collection_response import (
    CreateMarketInMultivariateEventCollectionResponse,
)
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="CreateMarketInMultivariateEventCollection",
    method="POST",
    path="/multivariate_event_collections/{collection_ticker}",
    path_parameters={"collection_ticker": str},
    required=("body",),
    body=CreateMarketInMultivariateEventCollectionRequest,
    success=CreateMarketInMultivariateEventCollectionResponse,
    statuses=frozenset({200, 400, 401, 429, 500}),
    secured=True,
)


def sync(
    collection_ticker: str, *, client: AuthenticatedClient, body: CreateMarketInMultivariateEventCollectionRequest
) -> CreateMarketInMultivariateEventCollectionResponse:
    """Create a market in a multivariate collection.

    Creates the market for one combination of legs in a multivariate event collection. A combination can
    be traded or looked up only after this has been called for it one time or more. A user may make 5000
    creations a week; the exchange answers 429 where a rate limit is exceeded.

    Args:
        collection_ticker: Ticker of the collection that gets the market.
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateMarketInMultivariateEventCollectionResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CreateMarketInMultivariateEventCollection`.
    """
    return OPERATION.sync(client, {"collection_ticker": collection_ticker, "body": body})


async def asyncio(
    collection_ticker: str, *, client: AuthenticatedClient, body: CreateMarketInMultivariateEventCollectionRequest
) -> CreateMarketInMultivariateEventCollectionResponse:
    """Create a market in a multivariate collection.

    Creates the market for one combination of legs in a multivariate event collection. A combination can
    be traded or looked up only after this has been called for it one time or more. A user may make 5000
    creations a week; the exchange answers 429 where a rate limit is exceeded.

    Args:
        collection_ticker: Ticker of the collection that gets the market.
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateMarketInMultivariateEventCollectionResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CreateMarketInMultivariateEventCollection`.
    """
    return await OPERATION.asyncio(client, {"collection_ticker": collection_ticker, "body": body})


def sync_detailed(
    collection_ticker: str, *, client: AuthenticatedClient, body: CreateMarketInMultivariateEventCollectionRequest
) -> Response[CreateMarketInMultivariateEventCollectionResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"collection_ticker": collection_ticker, "body": body})


async def asyncio_detailed(
    collection_ticker: str, *, client: AuthenticatedClient, body: CreateMarketInMultivariateEventCollectionRequest
) -> Response[CreateMarketInMultivariateEventCollectionResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"collection_ticker": collection_ticker, "body": body})
