"""Transfer funds between subaccounts: `POST /portfolio/subaccounts/transfer`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.apply_subaccount_transfer_request import ApplySubaccountTransferRequest
from ...models.apply_subaccount_transfer_response import ApplySubaccountTransferResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="ApplySubaccountTransfer",
    method="POST",
    path="/portfolio/subaccounts/transfer",
    required=("body",),
    body=ApplySubaccountTransferRequest,
    success=ApplySubaccountTransferResponse,
    statuses=frozenset({200, 400, 401, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, body: ApplySubaccountTransferRequest) -> ApplySubaccountTransferResponse:
    """Transfer funds between subaccounts.

    Moves an amount in cents from one of your subaccounts to another, where 0 is the primary account and
    1 to 63 are the numbered ones. The transfer applies to one exchange shard, 0 unless `exchange_index`
    names another.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `ApplySubaccountTransferResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `ApplySubaccountTransfer`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(
    *, client: AuthenticatedClient, body: ApplySubaccountTransferRequest
) -> ApplySubaccountTransferResponse:
    """Transfer funds between subaccounts.

    Moves an amount in cents from one of your subaccounts to another, where 0 is the primary account and
    1 to 63 are the numbered ones. The transfer applies to one exchange shard, 0 unless `exchange_index`
    names another.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `ApplySubaccountTransferResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `ApplySubaccountTransfer`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(
    *, client: AuthenticatedClient, body: ApplySubaccountTransferRequest
) -> Response[ApplySubaccountTransferResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(
    *, client: AuthenticatedClient, body: ApplySubaccountTransferRequest
) -> Response[ApplySubaccountTransferResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
