"""Read the balance: `GET /margin/balance`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import UNSET, Response, Unset
from ...models.get_margin_balance_response import GetMarginBalanceResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="GetMarginBalance",
    method="GET",
    path="/margin/balance",
    query={"compute_available_balance": bool},
    success=GetMarginBalanceResponse,
    statuses=frozenset({200, 401, 403, 429, 500}),
    secured=True,
)


def sync(
    *, client: AuthenticatedClient, compute_available_balance: bool | None | Unset = UNSET
) -> GetMarginBalanceResponse:
    """Read the balance.

    Returns the settled funds of a Direct member and, for each subaccount, the value of its positions,
    its equity and its margin, all in US dollars. A request costs 5 tokens, or 50 with
    `compute_available_balance=true`.

    Args:
        client: A signed client.
        compute_available_balance: Whether `available_balance` and `resting_orders_margin` are computed,
            which scans all resting orders and costs 50 tokens rather than 5. Both are 0 otherwise. The
            exchange uses `false` when it is left out.

    Returns:
        The decoded response, a `GetMarginBalanceResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginBalance`.
    """
    return OPERATION.sync(client, {"compute_available_balance": compute_available_balance})


async def asyncio(
    *, client: AuthenticatedClient, compute_available_balance: bool | None | Unset = UNSET
) -> GetMarginBalanceResponse:
    """Read the balance.

    Returns the settled funds of a Direct member and, for each subaccount, the value of its positions,
    its equity and its margin, all in US dollars. A request costs 5 tokens, or 50 with
    `compute_available_balance=true`.

    Args:
        client: A signed client.
        compute_available_balance: Whether `available_balance` and `resting_orders_margin` are computed,
            which scans all resting orders and costs 50 tokens rather than 5. Both are 0 otherwise. The
            exchange uses `false` when it is left out.

    Returns:
        The decoded response, a `GetMarginBalanceResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginBalance`.
    """
    return await OPERATION.asyncio(client, {"compute_available_balance": compute_available_balance})


def sync_detailed(
    *, client: AuthenticatedClient, compute_available_balance: bool | None | Unset = UNSET
) -> Response[GetMarginBalanceResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"compute_available_balance": compute_available_balance})


async def asyncio_detailed(
    *, client: AuthenticatedClient, compute_available_balance: bool | None | Unset = UNSET
) -> Response[GetMarginBalanceResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"compute_available_balance": compute_available_balance})
