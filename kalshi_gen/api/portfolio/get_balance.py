"""Read the balance: `GET /portfolio/balance`."""

from __future__ import annotations

from typing import Annotated

from ...client import AuthenticatedClient
from ...models.get_balance_response import GetBalanceResponse
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetBalance",
    method="GET",
    path="/portfolio/balance",
    query={"subaccount": Annotated[int, Range(minimum=0)], "exchange_index": int},
    success=GetBalanceResponse,
    statuses=frozenset({200, 401, 500}),
    secured=True,
)


def sync(
    *, client: AuthenticatedClient, subaccount: int | None | Unset = UNSET, exchange_index: int | None | Unset = UNSET
) -> GetBalanceResponse:
    """Read the balance.

    Returns the cash balance and the portfolio value of the primary account, or of `subaccount`, over
    all exchange indexes or one. Keys with only the scope `read::portfolio_balance` may call it. It has
    a rate bucket of its own, without burst, apart from the read budget: 1 call a second on the Basic
    and Advanced tiers, 5 above. Only fills, settlements and transfers move the balance: follow these
    rather than poll.

    Args:
        client: A signed client.
        subaccount: Number of the subaccount whose balance is read: 0 is the primary account, 1 to 63
            are the numbered subaccounts. The exchange uses 0 when it is left out, or, for a key that is
            restricted to a subaccount, that subaccount; such a key may send no other number.
        exchange_index: Index of the exchange shard whose balance and portfolio value are read. Both
            cover all indexes when it is left out.

    Returns:
        The decoded response, a `GetBalanceResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetBalance`.
    """
    return OPERATION.sync(client, {"subaccount": subaccount, "exchange_index": exchange_index})


async def asyncio(
    *, client: AuthenticatedClient, subaccount: int | None | Unset = UNSET, exchange_index: int | None | Unset = UNSET
) -> GetBalanceResponse:
    """Read the balance.

    Returns the cash balance and the portfolio value of the primary account, or of `subaccount`, over
    all exchange indexes or one. Keys with only the scope `read::portfolio_balance` may call it. It has
    a rate bucket of its own, without burst, apart from the read budget: 1 call a second on the Basic
    and Advanced tiers, 5 above. Only fills, settlements and transfers move the balance: follow these
    rather than poll.

    Args:
        client: A signed client.
        subaccount: Number of the subaccount whose balance is read: 0 is the primary account, 1 to 63
            are the numbered subaccounts. The exchange uses 0 when it is left out, or, for a key that is
            restricted to a subaccount, that subaccount; such a key may send no other number.
        exchange_index: Index of the exchange shard whose balance and portfolio value are read. Both
            cover all indexes when it is left out.

    Returns:
        The decoded response, a `GetBalanceResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetBalance`.
    """
    return await OPERATION.asyncio(client, {"subaccount": subaccount, "exchange_index": exchange_index})


def sync_detailed(
    *, client: AuthenticatedClient, subaccount: int | None | Unset = UNSET, exchange_index: int | None | Unset = UNSET
) -> Response[GetBalanceResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"subaccount": subaccount, "exchange_index": exchange_index})


async def asyncio_detailed(
    *, client: AuthenticatedClient, subaccount: int | None | Unset = UNSET, exchange_index: int | None | Unset = UNSET
) -> Response[GetBalanceResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"subaccount": subaccount, "exchange_index": exchange_index})
