"""Create a subaccount: `POST /portfolio/subaccounts`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.create_subaccount_request import CreateSubaccountRequest
from ...models.create_subaccount_response import CreateSubaccountResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="CreateSubaccount",
    method="POST",
    path="/portfolio/subaccounts",
    body=CreateSubaccountRequest,
    success=CreateSubaccountResponse,
    statuses=frozenset({201, 400, 401, 500}),
    secured=True,
)


def sync(
    *, client: AuthenticatedClient, body: CreateSubaccountRequest | None | Unset = UNSET
) -> CreateSubaccountResponse:
    """Create a subaccount.

    Opens a subaccount and returns its number; numbers count up from 1. You may have 63 of them beside
    the primary account. It needs the Advanced API tier or a higher one.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateSubaccountResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CreateSubaccount`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(
    *, client: AuthenticatedClient, body: CreateSubaccountRequest | None | Unset = UNSET
) -> CreateSubaccountResponse:
    """Create a subaccount.

    Opens a subaccount and returns its number; numbers count up from 1. You may have 63 of them beside
    the primary account. It needs the Advanced API tier or a higher one.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `CreateSubaccountResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CreateSubaccount`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(
    *, client: AuthenticatedClient, body: CreateSubaccountRequest | None | Unset = UNSET
) -> Response[CreateSubaccountResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(
    *, client: AuthenticatedClient, body: CreateSubaccountRequest | None | Unset = UNSET
) -> Response[CreateSubaccountResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
