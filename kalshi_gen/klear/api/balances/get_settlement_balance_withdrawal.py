"""Read a withdrawal: `GET /margin/settlement_balance_withdrawal`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import KLEAR
from ....runtime.operation import Operation
from ....types import Response
from ...models.get_settlement_balance_withdrawal_response import GetSettlementBalanceWithdrawalResponse

OPERATION = Operation(
    api=KLEAR,
    operation_id="GetSettlementBalanceWithdrawal",
    method="GET",
    path="/margin/settlement_balance_withdrawal",
    query={"id": str},
    required=("id",),
    success=GetSettlementBalanceWithdrawalResponse,
    statuses=frozenset({200, 400, 401, 403, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, id: str) -> GetSettlementBalanceWithdrawalResponse:
    """Read a withdrawal.

    Returns the state of one withdrawal from the settlement balance.

    Args:
        client: A signed client.
        id: Id of the withdrawal, which the answer to its request has.

    Returns:
        The decoded response, a `GetSettlementBalanceWithdrawalResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetSettlementBalanceWithdrawal`.
    """
    return OPERATION.sync(client, {"id": id})


async def asyncio(*, client: AuthenticatedClient, id: str) -> GetSettlementBalanceWithdrawalResponse:
    """Read a withdrawal.

    Returns the state of one withdrawal from the settlement balance.

    Args:
        client: A signed client.
        id: Id of the withdrawal, which the answer to its request has.

    Returns:
        The decoded response, a `GetSettlementBalanceWithdrawalResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetSettlementBalanceWithdrawal`.
    """
    return await OPERATION.asyncio(client, {"id": id})


def sync_detailed(*, client: AuthenticatedClient, id: str) -> Response[GetSettlementBalanceWithdrawalResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"id": id})


async def asyncio_detailed(*, client: AuthenticatedClient, id: str) -> Response[GetSettlementBalanceWithdrawalResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"id": id})
