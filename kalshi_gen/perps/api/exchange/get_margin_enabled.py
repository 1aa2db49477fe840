"""Read whether you may trade perpetual futures: `GET /margin/enabled`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import Response
from ...models.margin_enabled_response import MarginEnabledResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="GetMarginEnabled",
    method="GET",
    path="/margin/enabled",
    success=MarginEnabledResponse,
    statuses=frozenset({200, 401, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient) -> MarginEnabledResponse:
    """Read whether you may trade perpetual futures.

    Tells whether the signed-in account may trade on the margin exchange. The exchange opens it to
    members step by step, so ask this first.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `MarginEnabledResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginEnabled`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: AuthenticatedClient) -> MarginEnabledResponse:
    """Read whether you may trade perpetual futures.

    Tells whether the signed-in account may trade on the margin exchange. The exchange opens it to
    members step by step, so ask this first.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `MarginEnabledResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginEnabled`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: AuthenticatedClient) -> Response[MarginEnabledResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: AuthenticatedClient) -> Response[MarginEnabledResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
