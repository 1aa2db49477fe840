"""Create a subaccount: `POST /portfolio/margin/subaccounts`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import Response
from ...models.create_subaccount_response import CreateSubaccountResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="CreateMarginSubaccount",
    method="POST",
    path="/portfolio/margin/subaccounts",
    success=CreateSubaccountResponse,
    statuses=frozenset({201, 400, 401, 403, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient) -> CreateSubaccountResponse:
    """Create a subaccount.

    Opens a subaccount on the margin exchange and returns its number; numbers count up from 1. You may
    have 63 of them beside the primary account.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `CreateSubaccountResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CreateMarginSubaccount`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: AuthenticatedClient) -> CreateSubaccountResponse:
    """Create a subaccount.

    Opens a subaccount on the margin exchange and returns its number; numbers count up from 1. You may
    have 63 of them beside the primary account.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `CreateSubaccountResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CreateMarginSubaccount`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: AuthenticatedClient) -> Response[CreateSubaccountResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: AuthenticatedClient) -> Response[CreateSubaccountResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
