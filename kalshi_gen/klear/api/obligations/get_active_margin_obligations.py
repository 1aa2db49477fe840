"""List active obligations: `GET /margin/active_obligations`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import KLEAR
from ....runtime.operation import Operation
from ....types import Response
from ...models.get_active_margin_obligations_response import GetActiveMarginObligationsResponse

OPERATION = Operation(
    api=KLEAR,
    operation_id="GetActiveMarginObligations",
    method="GET",
    path="/margin/active_obligations",
    success=GetActiveMarginObligationsResponse,
    statuses=frozenset({200, 401, 403, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient) -> GetActiveMarginObligationsResponse:
    """List active obligations.

    Lists what you have to pay or receive in the current settlement cycle, by asset class and then by
    id. The list is empty when nothing is pending.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetActiveMarginObligationsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetActiveMarginObligations`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: AuthenticatedClient) -> GetActiveMarginObligationsResponse:
    """List active obligations.

    Lists what you have to pay or receive in the current settlement cycle, by asset class and then by
    id. The list is empty when nothing is pending.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetActiveMarginObligationsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetActiveMarginObligations`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: AuthenticatedClient) -> Response[GetActiveMarginObligationsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: AuthenticatedClient) -> Response[GetActiveMarginObligationsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
