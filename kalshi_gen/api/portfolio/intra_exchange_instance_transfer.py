"""Transfer funds between exchange instances: `POST /portfolio/intra_exchange_instance_transfer`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.intra_exchange_instance_transfer_request import IntraExchangeInstanceTransferRequest
from ...models.intra_exchange_instance_transfer_response import IntraExchangeInstanceTransferResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="IntraExchangeInstanceTransfer",
    method="POST",
    path="/portfolio/intra_exchange_instance_transfer",
    required=("body",),
    body=IntraExchangeInstanceTransferRequest,
    success=IntraExchangeInstanceTransferResponse,
    statuses=frozenset({200, 400, 401, 403, 409, 500}),
    secured=True,
)


def sync(
    *, client: AuthenticatedClient, body: IntraExchangeInstanceTransferRequest
) -> IntraExchangeInstanceTransferResponse:
    """Transfer funds between exchange instances.

    Moves funds within your account between exchange instances, shards or subaccounts; 200 means
    accepted, and the transfer runs afterwards. Between subaccounts of different shards it takes up to
    three steps that are not atomic: after a failure, funds may stay in the primary account of either
    shard. If both shards are equal it counts as a subaccount transfer and shows in that history. A key
    restricted to a subaccount may only move between `event_contract` shards of its own subaccount.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `IntraExchangeInstanceTransferResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiConflictError: The exchange answered 409.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `IntraExchangeInstanceTransfer`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(
    *, client: AuthenticatedClient, body: IntraExchangeInstanceTransferRequest
) -> IntraExchangeInstanceTransferResponse:
    """Transfer funds between exchange instances.

    Moves funds within your account between exchange instances, shards or subaccounts; 200 means
    accepted, and the transfer runs afterwards. Between subaccounts of different shards it takes up to
    three steps that are not atomic: after a failure, funds may stay in the primary account of either
    shard. If both shards are equal it counts as a subaccount transfer and shows in that history. A key
    restricted to a subaccount may only move between `event_contract` shards of its own subaccount.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `IntraExchangeInstanceTransferResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiConflictError: The exchange answered 409.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `IntraExchangeInstanceTransfer`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(
    *, client: AuthenticatedClient, body: IntraExchangeInstanceTransferRequest
) -> Response[IntraExchangeInstanceTransferResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(
    *, client: AuthenticatedClient, body: IntraExchangeInstanceTransferRequest
) -> Response[IntraExchangeInstanceTransferResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
