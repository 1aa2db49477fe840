"""Turn netting of a subaccount on or off: `PUT /portfolio/subaccounts/netting`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.update_subaccount_netting_request import UpdateSubaccountNettingRequest
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="UpdateSubaccountNetting",
    method="PUT",
    path="/portfolio/subaccounts/netting",
    required=("body",),
    body=UpdateSubaccountNettingRequest,
    success=type(None),
    statuses=frozenset({200, 400, 401, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, body: UpdateSubaccountNettingRequest) -> None:
    """Turn netting of a subaccount on or off.

    Sets whether netting is enabled for one subaccount, where 0 is the primary account and 1 to 63 are
    the numbered ones. It answers 200 without a documented body.

    Args:
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
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `UpdateSubaccountNetting`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(*, client: AuthenticatedClient, body: UpdateSubaccountNettingRequest) -> None:
    """Turn netting of a subaccount on or off.

    Sets whether netting is enabled for one subaccount, where 0 is the primary account and 1 to 63 are
    the numbered ones. It answers 200 without a documented body.

    Args:
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
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `UpdateSubaccountNetting`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(*, client: AuthenticatedClient, body: UpdateSubaccountNettingRequest) -> Response[None]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(*, client: AuthenticatedClient, body: UpdateSubaccountNettingRequest) -> Response[None]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
