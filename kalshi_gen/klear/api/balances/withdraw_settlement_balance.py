"""Withdraw from the settlement balance: `POST /margin/withdraw_settlement_balance`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import KLEAR
from ....runtime.operation import Operation
from ....types import Response
from ...models.withdraw_settlement_balance_request import WithdrawSettlementBalanceRequest
from ...models.withdraw_settlement_balance_response import WithdrawSettlementBalanceResponse

OPERATION = Operation(
    api=KLEAR,
    operation_id="WithdrawSettlementBalance",
    method="POST",
    path="/margin/withdraw_settlement_balance",
    required=("body",),
    body=WithdrawSettlementBalanceRequest,
    success=WithdrawSettlementBalanceResponse,
    statuses=frozenset({200, 400, 401, 403, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, body: WithdrawSettlementBalanceRequest) -> WithdrawSettlementBalanceResponse:
    """Withdraw from the settlement balance.

    Starts a withdrawal by wire from your settlement buffer; 200 means that it has begun, and it is
    processed afterwards. Send it once. The request has no id of yours and withdrawals can't be listed,
    so a second one after a lost answer can pay out twice; look at the locked balance and at the history
    of the settlement balance to see whether the first one began.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `WithdrawSettlementBalanceResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `WithdrawSettlementBalance`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(
    *, client: AuthenticatedClient, body: WithdrawSettlementBalanceRequest
) -> WithdrawSettlementBalanceResponse:
    """Withdraw from the settlement balance.

    Starts a withdrawal by wire from your settlement buffer; 200 means that it has begun, and it is
    processed afterwards. Send it once. The request has no id of yours and withdrawals can't be listed,
    so a second one after a lost answer can pay out twice; look at the locked balance and at the history
    of the settlement balance to see whether the first one began.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `WithdrawSettlementBalanceResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `WithdrawSettlementBalance`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(
    *, client: AuthenticatedClient, body: WithdrawSettlementBalanceRequest
) -> Response[WithdrawSettlementBalanceResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(
    *, client: AuthenticatedClient, body: WithdrawSettlementBalanceRequest
) -> Response[WithdrawSettlementBalanceResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
