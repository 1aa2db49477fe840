"""Cancel an order: `DELETE /portfolio/events/orders/{order_id}`."""

from __future__ import annotations

from typing import Annotated

from ...client import AuthenticatedClient
from ...models.cancel_order_v2_response import CancelOrderV2Response
from ...runtime.apis import API
from ...runtime.bounds import Range
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="CancelOrderV2",
    method="DELETE",
    path="/portfolio/events/orders/{order_id}",
    path_parameters={"order_id": str},
    query={"subaccount": Annotated[int, Range(minimum=0)], "exchange_index": int, "market_ticker": str},
    success=CancelOrderV2Response,
    statuses=frozenset({200, 401, 404, 500}),
    secured=True,
)


def sync(
    order_id: str,
    *,
    client: AuthenticatedClient,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
    market_ticker: str | None | Unset = UNSET,
) -> CancelOrderV2Response:
    """Cancel an order.

    Cancels what rests of one order and returns its ids and the contracts taken off (`reduced_by`), not
    the order itself. To let the exchange find the shard, give `market_ticker` and leave
    `exchange_index` out or at `-1`; an order id by itself does not tell the shard. A request costs 2
    tokens; an order that is not found gives 404.

    Args:
        order_id: ID of the order.
        client: A signed client.
        subaccount: Number of the order's subaccount: 0 is the primary account, 1 to 63 are the numbered
            subaccounts. The exchange uses 0 when it is left out, or, for a key that is restricted to a
            subaccount, that subaccount; such a key may send no other number.
        exchange_index: Index of the exchange shard on which the order rests, or `-1` to have it found
            from `market_ticker`. When it is left out, the exchange finds the shard if `market_ticker`
            is given and uses 0 if not.
        market_ticker: Ticker of the market of the order, from which the exchange finds the shard. It is
            needed when `exchange_index` is `-1`, and when it is left out and the shard is not 0.

    Returns:
        The decoded response, a `CancelOrderV2Response`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CancelOrderV2`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    order_id: str,
    *,
    client: AuthenticatedClient,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
    market_ticker: str | None | Unset = UNSET,
) -> CancelOrderV2Response:
    """Cancel an order.

    Cancels what rests of one order and returns its ids and the contracts taken off (`reduced_by`), not
    the order itself. To let the exchange find the shard, give `market_ticker` and leave
    `exchange_index` out or at `-1`; an order id by itself does not tell the shard. A request costs 2
    tokens; an order that is not found gives 404.

    Args:
        order_id: ID of the order.
        client: A signed client.
        subaccount: Number of the order's subaccount: 0 is the primary account, 1 to 63 are the numbered
            subaccounts. The exchange uses 0 when it is left out, or, for a key that is restricted to a
            subaccount, that subaccount; such a key may send no other number.
        exchange_index: Index of the exchange shard on which the order rests, or `-1` to have it found
            from `market_ticker`. When it is left out, the exchange finds the shard if `market_ticker`
            is given and uses 0 if not.
        market_ticker: Ticker of the market of the order, from which the exchange finds the shard. It is
            needed when `exchange_index` is `-1`, and when it is left out and the shard is not 0.

    Returns:
        The decoded response, a `CancelOrderV2Response`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CancelOrderV2`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    order_id: str,
    *,
    client: AuthenticatedClient,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
    market_ticker: str | None | Unset = UNSET,
) -> Response[CancelOrderV2Response]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    order_id: str,
    *,
    client: AuthenticatedClient,
    subaccount: int | None | Unset = UNSET,
    exchange_index: int | None | Unset = UNSET,
    market_ticker: str | None | Unset = UNSET,
) -> Response[CancelOrderV2Response]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
