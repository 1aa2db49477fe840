"""Read your notional limits: `GET /margin/notional_risk_limit`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import Response
from ...models.notional_risk_limit_response import NotionalRiskLimitResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="GetMarginNotionalRiskLimit",
    method="GET",
    path="/margin/notional_risk_limit",
    success=NotionalRiskLimitResponse,
    statuses=frozenset({200, 401, 403, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient) -> NotionalRiskLimitResponse:
    """Read your notional limits.

    Returns the limits on the notional value of your account, over all and by market, and how much of
    them is in use, all in US dollars. Direct and FCM members may read their own. The limit of an FCM
    covers its omnibus account, with the exposure of all its clients together.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `NotionalRiskLimitResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginNotionalRiskLimit`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: AuthenticatedClient) -> NotionalRiskLimitResponse:
    """Read your notional limits.

    Returns the limits on the notional value of your account, over all and by market, and how much of
    them is in use, all in US dollars. Direct and FCM members may read their own. The limit of an FCM
    covers its omnibus account, with the exposure of all its clients together.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `NotionalRiskLimitResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginNotionalRiskLimit`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: AuthenticatedClient) -> Response[NotionalRiskLimitResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: AuthenticatedClient) -> Response[NotionalRiskLimitResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
