"""List large trader positions: `GET /margin/large_trader_positions`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import KLEAR
from ....runtime.operation import Operation
from ....types import UNSET, Date, Response, Unset
from ...models.get_large_trader_positions_response import GetLargeTraderPositionsResponse

OPERATION = Operation(
    api=KLEAR,
    operation_id="GetLargeTraderPositions",
    method="GET",
    path="/margin/large_trader_positions",
    query={"report_date": Date},
    success=GetLargeTraderPositionsResponse,
    statuses=frozenset({200, 401, 403, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, report_date: Date | None | Unset = UNSET) -> GetLargeTraderPositionsResponse:
    """List large trader positions.

    Lists your positions that reach the reporting level of the CFTC for their market (17 CFR 15.03(b))
    on a settlement day, and those that reached it on the settlement day before and no longer do. A
    member with such positions has to file reports of its own under Part 17, and this is the data for
    them. The list is empty when there are none of either kind.

    Args:
        client: A signed client.
        report_date: Settlement day in New York time. When it is left out, it is the latest one whose
            settlement window has closed.

    Returns:
        The decoded response, a `GetLargeTraderPositionsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetLargeTraderPositions`.
    """
    return OPERATION.sync(client, {"report_date": report_date})


async def asyncio(
    *, client: AuthenticatedClient, report_date: Date | None | Unset = UNSET
) -> GetLargeTraderPositionsResponse:
    """List large trader positions.

    Lists your positions that reach the reporting level of the CFTC for their market (17 CFR 15.03(b))
    on a settlement day, and those that reached it on the settlement day before and no longer do. A
    member with such positions has to file reports of its own under Part 17, and this is the data for
    them. The list is empty when there are none of either kind.

    Args:
        client: A signed client.
        report_date: Settlement day in New York time. When it is left out, it is the latest one whose
            settlement window has closed.

    Returns:
        The decoded response, a `GetLargeTraderPositionsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetLargeTraderPositions`.
    """
    return await OPERATION.asyncio(client, {"report_date": report_date})


def sync_detailed(
    *, client: AuthenticatedClient, report_date: Date | None | Unset = UNSET
) -> Response[GetLargeTraderPositionsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"report_date": report_date})


async def asyncio_detailed(
    *, client: AuthenticatedClient, report_date: Date | None | Unset = UNSET
) -> Response[GetLargeTraderPositionsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"report_date": report_date})
