"""List exit triggers of a cross-margin position: `GET /margin/cross/positions/{ticker}/exit_trigger`."""

from __future__ import annotations

from typing import Annotated

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.bounds import Range
from ....runtime.operation import Operation
from ....types import UNSET, Response, Unset
from ...models.exit_trigger_kind import ExitTriggerKind
from ...models.get_exit_triggers_response import GetExitTriggersResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="GetCrossMarginExitTriggers",
    method="GET",
    path="/margin/cross/positions/{ticker}/exit_trigger",
    path_parameters={"ticker": str},
    query={"subaccount": Annotated[int, Range(minimum=0)], "kind": ExitTriggerKind},
    success=GetExitTriggersResponse,
    statuses=frozenset({200, 400, 401, 403, 429, 500}),
    secured=True,
)


def sync(
    ticker: str,
    *,
    client: AuthenticatedClient,
    subaccount: int | None | Unset = UNSET,
    kind: ExitTriggerKind | None | Unset = UNSET,
) -> GetExitTriggersResponse:
    """List exit triggers of a cross-margin position.

    Lists the live exit triggers on a position that is not isolated; the list is empty when there are
    none.

    Args:
        ticker: Ticker of the market of the position.
        client: A signed client.
        subaccount: Number of the position's subaccount: 0 is the primary account, 1 to 63 are the
            numbered subaccounts. The exchange uses 0 when it is left out, or, for a key that is
            restricted to a subaccount, that subaccount; such a key may send no other number.
        kind: Kind of the triggers that are meant: `bracket` or `trailing`. Triggers of both kinds are
            meant when it is left out.

    Returns:
        The decoded response, a `GetExitTriggersResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetCrossMarginExitTriggers`.
    """
    return OPERATION.sync(client, {"ticker": ticker, "subaccount": subaccount, "kind": kind})


async def asyncio(
    ticker: str,
    *,
    client: AuthenticatedClient,
    subaccount: int | None | Unset = UNSET,
    kind: ExitTriggerKind | None | Unset = UNSET,
) -> GetExitTriggersResponse:
    """List exit triggers of a cross-margin position.

    Lists the live exit triggers on a position that is not isolated; the list is empty when there are
    none.

    Args:
        ticker: Ticker of the market of the position.
        client: A signed client.
        subaccount: Number of the position's subaccount: 0 is the primary account, 1 to 63 are the
            numbered subaccounts. The exchange uses 0 when it is left out, or, for a key that is
            restricted to a subaccount, that subaccount; such a key may send no other number.
        kind: Kind of the triggers that are meant: `bracket` or `trailing`. Triggers of both kinds are
            meant when it is left out.

    Returns:
        The decoded response, a `GetExitTriggersResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetCrossMarginExitTriggers`.
    """
    return await OPERATION.asyncio(client, {"ticker": ticker, "subaccount": subaccount, "kind": kind})


def sync_detailed(
    ticker: str,
    *,
    client: AuthenticatedClient,
    subaccount: int | None | Unset = UNSET,
    kind: ExitTriggerKind | None | Unset = UNSET,
) -> Response[GetExitTriggersResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"ticker": ticker, "subaccount": subaccount, "kind": kind})


async def asyncio_detailed(
    ticker: str,
    *,
    client: AuthenticatedClient,
    subaccount: int | None | Unset = UNSET,
    kind: ExitTriggerKind | None | Unset = UNSET,
) -> Response[GetExitTriggersResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"ticker": ticker, "subaccount": subaccount, "kind": kind})
