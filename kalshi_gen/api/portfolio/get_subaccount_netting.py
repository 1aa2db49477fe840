"""List netting settings of subaccounts: `GET /portfolio/subaccounts/netting`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.get_subaccount_netting_response import GetSubaccountNettingResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetSubaccountNetting",
    method="GET",
    path="/portfolio/subaccounts/netting",
    success=GetSubaccountNettingResponse,
    statuses=frozenset({200, 401, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient) -> GetSubaccountNettingResponse:
    """List netting settings of subaccounts.

    Lists for each subaccount and exchange index whether netting is enabled.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetSubaccountNettingResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetSubaccountNetting`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: AuthenticatedClient) -> GetSubaccountNettingResponse:
    """List netting settings of subaccounts.

    Lists for each subaccount and exchange index whether netting is enabled.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetSubaccountNettingResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetSubaccountNetting`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: AuthenticatedClient) -> Response[GetSubaccountNettingResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: AuthenticatedClient) -> Response[GetSubaccountNettingResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
