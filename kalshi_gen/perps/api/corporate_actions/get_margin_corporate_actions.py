"""List corporate actions: `GET /margin/corporate_actions`."""

from __future__ import annotations

from ....client import Client
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import UNSET, Response, Unset
from ...models.get_margin_corporate_actions_response import GetMarginCorporateActionsResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="GetMarginCorporateActions",
    method="GET",
    path="/margin/corporate_actions",
    query={"ticker": str, "market_id": str},
    success=GetMarginCorporateActionsResponse,
    statuses=frozenset({200, 400, 500}),
)


def sync(
    *, client: Client, ticker: str | None | Unset = UNSET, market_id: str | None | Unset = UNSET
) -> GetMarginCorporateActionsResponse:
    """List corporate actions.

    Lists notices of corporate actions on margin markets: those that are scheduled, and those that
    clearing updated within the last seven days. The earliest ex-date comes first, notices without one
    come last; equal dates are ordered by `updated_ts` and then by id. A notice names its type and
    status and, unless it is cancelled, has the one object of terms that goes with the type. Amounts are
    in US dollars, and clearing computes those per contract. The list is not paged.

    Args:
        client: Any client.
        ticker: Ticker of the market whose notices are wanted. Notices of every market come when it is
            left out.
        market_id: UUID of the market whose notices are wanted, which a new ticker does not change.
            Notices of every market come when it is left out.

    Returns:
        The decoded response, a `GetMarginCorporateActionsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginCorporateActions`.
    """
    return OPERATION.sync(client, {"ticker": ticker, "market_id": market_id})


async def asyncio(
    *, client: Client, ticker: str | None | Unset = UNSET, market_id: str | None | Unset = UNSET
) -> GetMarginCorporateActionsResponse:
    """List corporate actions.

    Lists notices of corporate actions on margin markets: those that are scheduled, and those that
    clearing updated within the last seven days. The earliest ex-date comes first, notices without one
    come last; equal dates are ordered by `updated_ts` and then by id. A notice names its type and
    status and, unless it is cancelled, has the one object of terms that goes with the type. Amounts are
    in US dollars, and clearing computes those per contract. The list is not paged.

    Args:
        client: Any client.
        ticker: Ticker of the market whose notices are wanted. Notices of every market come when it is
            left out.
        market_id: UUID of the market whose notices are wanted, which a new ticker does not change.
            Notices of every market come when it is left out.

    Returns:
        The decoded response, a `GetMarginCorporateActionsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginCorporateActions`.
    """
    return await OPERATION.asyncio(client, {"ticker": ticker, "market_id": market_id})


def sync_detailed(
    *, client: Client, ticker: str | None | Unset = UNSET, market_id: str | None | Unset = UNSET
) -> Response[GetMarginCorporateActionsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"ticker": ticker, "market_id": market_id})


async def asyncio_detailed(
    *, client: Client, ticker: str | None | Unset = UNSET, market_id: str | None | Unset = UNSET
) -> Response[GetMarginCorporateActionsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"ticker": ticker, "market_id": market_id})
