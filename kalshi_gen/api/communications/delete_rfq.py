"""Delete an RFQ: `DELETE /communications/rfqs/{rfq_id}`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="DeleteRFQ",
    method="DELETE",
    path="/communications/rfqs/{rfq_id}",
    path_parameters={"rfq_id": str},
    success=type(None),
    statuses=frozenset({204, 400, 401, 404, 500}),
    secured=True,
)


def sync(rfq_id: str, *, client: AuthenticatedClient) -> None:
    """Delete an RFQ.

    Deletes one RFQ by its id and answers 204 without a body. A malformed id gives 400, an unknown one
    404.

    Args:
        rfq_id: UUID of the RFQ, exactly as received when it was created. A malformed one is answered
            with 400.
        client: A signed client.

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

    Operation: `DeleteRFQ`.
    """
    return OPERATION.sync(client, {"rfq_id": rfq_id})


async def asyncio(rfq_id: str, *, client: AuthenticatedClient) -> None:
    """Delete an RFQ.

    Deletes one RFQ by its id and answers 204 without a body. A malformed id gives 400, an unknown one
    404.

    Args:
        rfq_id: UUID of the RFQ, exactly as received when it was created. A malformed one is answered
            with 400.
        client: A signed client.

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

    Operation: `DeleteRFQ`.
    """
    return await OPERATION.asyncio(client, {"rfq_id": rfq_id})


def sync_detailed(rfq_id: str, *, client: AuthenticatedClient) -> Response[None]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"rfq_id": rfq_id})


async def asyncio_detailed(rfq_id: str, *, client: AuthenticatedClient) -> Response[None]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"rfq_id": rfq_id})
