"""List positions: `GET /margin/positions`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import UNSET, Response, Unset
from ...models.get_margin_positions_response import GetMarginPositionsResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="GetMarginPositions",
    method="GET",
    path="/margin/positions",
    query={"subaccount": int, "ticker": str},
    success=GetMarginPositionsResponse,
    statuses=frozenset({200, 400, 401, 500}),
    secured=True,
)


def sync(
    *, client: AuthenticatedClient, subaccount: int | None | Unset = UNSET, ticker: str | None | Unset = UNSET
) -> GetMarginPositionsResponse:
    """List positions.

    Lists your positions on margin markets, by subaccount and market. The list is not paged. Authorized
    partners may use an OAuth token with the scope `read::compliance_partner`.

    Args:
        client: A signed client.
        subaccount: Number of the subaccount whose positions are listed: 0 is the primary account, 1 to
            63 are the numbered subaccounts. Positions of all subaccounts are listed when it is left
            out; a key that is restricted to a subaccount gets those of it and may send no other number.
        ticker: Ticker of the only market whose positions are wanted. Positions in every market come
            when it is left out.

    Returns:
        The decoded response, a `GetMarginPositionsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginPositions`.
    """
    return OPERATION.sync(client, {"subaccount": subaccount, "ticker": ticker})


async def asyncio(
    *, client: AuthenticatedClient, subaccount: int | None | Unset = UNSET, ticker: str | None | Unset = UNSET
) -> GetMarginPositionsResponse:
    """List positions.

    Lists your positions on margin markets, by subaccount and market. The list is not paged. Authorized
    partners may use an OAuth token with the scope `read::compliance_partner`.

    Args:
        client: A signed client.
        subaccount: Number of the subaccount whose positions are listed: 0 is the primary account, 1 to
            63 are the numbered subaccounts. Positions of all subaccounts are listed when it is left
            out; a key that is restricted to a subaccount gets those of it and may send no other number.
        ticker: Ticker of the only market whose positions are wanted. Positions in every market come
            when it is left out.

    Returns:
        The decoded response, a `GetMarginPositionsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginPositions`.
    """
    return await OPERATION.asyncio(client, {"subaccount": subaccount, "ticker": ticker})


def sync_detailed(
    *, client: AuthenticatedClient, subaccount: int | None | Unset = UNSET, ticker: str | None | Unset = UNSET
) -> Response[GetMarginPositionsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"subaccount": subaccount, "ticker": ticker})


async def asyncio_detailed(
    *, client: AuthenticatedClient, subaccount: int | None | Unset = UNSET, ticker: str | None | Unset = UNSET
) -> Response[GetMarginPositionsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"subaccount": subaccount, "ticker": ticker})
