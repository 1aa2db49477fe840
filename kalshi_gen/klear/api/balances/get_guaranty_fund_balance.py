"""Read the guaranty fund balance: `GET /margin/guaranty_fund_balance`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import KLEAR
from ....runtime.operation import Operation
from ....types import Response
from ...models.get_guaranty_fund_balance_response import GetGuarantyFundBalanceResponse

OPERATION = Operation(
    api=KLEAR,
    operation_id="GetGuarantyFundBalance",
    method="GET",
    path="/margin/guaranty_fund_balance",
    success=GetGuarantyFundBalanceResponse,
    statuses=frozenset({200, 401, 403, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient) -> GetGuarantyFundBalanceResponse:
    """Read the guaranty fund balance.

    Returns what you have contributed to the guaranty fund.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetGuarantyFundBalanceResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetGuarantyFundBalance`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: AuthenticatedClient) -> GetGuarantyFundBalanceResponse:
    """Read the guaranty fund balance.

    Returns what you have contributed to the guaranty fund.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetGuarantyFundBalanceResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetGuarantyFundBalance`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: AuthenticatedClient) -> Response[GetGuarantyFundBalanceResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: AuthenticatedClient) -> Response[GetGuarantyFundBalanceResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
