"""Confirm an accepted quote (deprecated): `PUT /communications/quotes/{quote_id}/confirm`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.empty_response import EmptyResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="ConfirmQuote",
    method="PUT",
    path="/communications/quotes/{quote_id}/confirm",
    path_parameters={"quote_id": str},
    body=EmptyResponse,
    success=type(None),
    statuses=frozenset({204, 400, 401, 404, 500}),
    secured=True,
)


def sync(quote_id: str, *, client: AuthenticatedClient, body: EmptyResponse | None | Unset = UNSET) -> None:
    """Confirm an accepted quote (deprecated).

    Confirms, as its maker, a quote that the requester has accepted; the confirmation starts the timer
    after which the orders execute. Deprecated; use `ConfirmRFQQuote`, which names the RFQ as well and
    has the more generous rate limit.

    Args:
        quote_id: UUID of the quote, unchanged from the answer that created it. A malformed one is
            answered with 400.
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        Nothing.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `ConfirmQuote`.
    """
    return OPERATION.sync(client, {"quote_id": quote_id, "body": body})


async def asyncio(quote_id: str, *, client: AuthenticatedClient, body: EmptyResponse | None | Unset = UNSET) -> None:
    """Confirm an accepted quote (deprecated).

    Confirms, as its maker, a quote that the requester has accepted; the confirmation starts the timer
    after which the orders execute. Deprecated; use `ConfirmRFQQuote`, which names the RFQ as well and
    has the more generous rate limit.

    Args:
        quote_id: UUID of the quote, unchanged from the answer that created it. A malformed one is
            answered with 400.
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        Nothing.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `ConfirmQuote`.
    """
    return await OPERATION.asyncio(client, {"quote_id": quote_id, "body": body})


def sync_detailed(
    quote_id: str, *, client: AuthenticatedClient, body: EmptyResponse | None | Unset = UNSET
) -> Response[None]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"quote_id": quote_id, "body": body})


async def asyncio_detailed(
    quote_id: str, *, client: AuthenticatedClient, body: EmptyResponse | None | Unset = UNSET
) -> Response[None]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"quote_id": quote_id, "body": body})
