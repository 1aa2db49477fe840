"""List queue positions of resting orders: `GET /portfolio/orders/queue_positions`."""

from __future__ import annotations

from typing import Annotated

from ...client import AuthenticatedClient
from ...models.get_order_queue_positions_response import GetOrderQueuePositionsResponse
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, CommaJoined, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetOrderQueuePositions",
    method="GET",
    path="/portfolio/orders/queue_positions",
    query={"market_tickers": CommaJoined, "event_ticker": str, "subaccount": Annotated[int, Range(minimum=0)]},
    success=GetOrderQueuePositionsResponse,
    statuses=frozenset({200, 400, 401, 500}),
    secured=True,
)


def sync(
    *,
    client: AuthenticatedClient,
    market_tickers: str | list[str] | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
) -> GetOrderQueuePositionsResponse:
    """List queue positions of resting orders.

    Returns the queue position of each of your resting orders: the contracts ahead of it that must match
    before it can fill, by price and then time. The primary account is read unless `subaccount` names
    another. Where commas separate values, a list works too.

    Args:
        client: A signed client.
        market_tickers: Tickers of the markets whose orders are wanted, separated by commas.
        event_ticker: Ticker of the event whose orders are wanted.
        subaccount: Number of the subaccount whose resting orders are listed: 0 is the primary account,
            1 to 63 are the numbered subaccounts. The exchange uses 0 when it is left out, or, for a key
            that is restricted to a subaccount, that subaccount; such a key may send no other number.

    Returns:
        The decoded response, a `GetOrderQueuePositionsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetOrderQueuePositions`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *,
    client: AuthenticatedClient,
    market_tickers: str | list[str] | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
) -> GetOrderQueuePositionsResponse:
    """List queue positions of resting orders.

    Returns the queue position of each of your resting orders: the contracts ahead of it that must match
    before it can fill, by price and then time. The primary account is read unless `subaccount` names
    another. Where commas separate values, a list works too.

    Args:
        client: A signed client.
        market_tickers: Tickers of the markets whose orders are wanted, separated by commas.
        event_ticker: Ticker of the event whose orders are wanted.
        subaccount: Number of the subaccount whose resting orders are listed: 0 is the primary account,
            1 to 63 are the numbered subaccounts. The exchange uses 0 when it is left out, or, for a key
            that is restricted to a subaccount, that subaccount; such a key may send no other number.

    Returns:
        The decoded response, a `GetOrderQueuePositionsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetOrderQueuePositions`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *,
    client: AuthenticatedClient,
    market_tickers: str | list[str] | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
) -> Response[GetOrderQueuePositionsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    market_tickers: str | list[str] | None | Unset = UNSET,
    event_ticker: str | None | Unset = UNSET,
    subaccount: int | None | Unset = UNSET,
) -> Response[GetOrderQueuePositionsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
