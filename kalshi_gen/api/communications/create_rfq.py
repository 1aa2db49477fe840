"""Create an RFQ: `POST /communications/rfqs`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.create_rfq_request import CreateRFQRequest
from ...models.create_rfq_response import CreateRFQResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="CreateRFQ",
    method="POST",
    path="/communications/rfqs",
    required=("body",),
    body=CreateRFQRequest,
    success=CreateRFQResponse,
    statuses=frozenset({201, 400, 401, 409, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, body: CreateRFQRequest) -> CreateRFQResponse:
    """Create an RFQ.

    Asks for quotes on one market, for a number of contracts or a target cost in US dollars, and returns
    the id of the RFQ. At most 100 of your RFQs may be open at once. A conflict gives 409;
    `replace_existing` deletes existing RFQs as part of the creation.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateRFQResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiConflictError: The exchange answered 409.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CreateRFQ`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(*, client: AuthenticatedClient, body: CreateRFQRequest) -> CreateRFQResponse:
    """Create an RFQ.

    Asks for quotes on one market, for a number of contracts or a target cost in US dollars, and returns
    the id of the RFQ. At most 100 of your RFQs may be open at once. A conflict gives 409;
    `replace_existing` deletes existing RFQs as part of the creation.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateRFQResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiConflictError: The exchange answered 409.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CreateRFQ`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(*, client: AuthenticatedClient, body: CreateRFQRequest) -> Response[CreateRFQResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(*, client: AuthenticatedClient, body: CreateRFQRequest) -> Response[CreateRFQResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
