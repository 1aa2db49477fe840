"""List exit triggers of an isolated position: `GET /margin/isolated/positions/{ticker}/exit_trigger`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import UNSET, Response, Unset
from ...models.exit_trigger_kind import ExitTriggerKind
from ...models.get_exit_triggers_response import GetExitTriggersResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="GetIsolatedMarginExitTriggers",
    method="GET",
    path="/margin/isolated/positions/{ticker}/exit_trigger",
    path_parameters={"ticker": str},
    query={"kind": ExitTriggerKind},
    success=GetExitTriggersResponse,
    statuses=frozenset({200, 400, 401, 403, 429, 500}),
    secured=True,
)


def sync(
    ticker: str, *, client: AuthenticatedClient, kind: ExitTriggerKind | None | Unset = UNSET
) -> GetExitTriggersResponse:
    """List exit triggers of an isolated position.

    Lists the live exit triggers on your isolated position in one market; the list is empty when there
    are none.

    Args:
        ticker: Ticker of the market of the position.
        client: A signed client.
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

    Operation: `GetIsolatedMarginExitTriggers`.
    """
    return OPERATION.sync(client, {"ticker": ticker, "kind": kind})


async def asyncio(
    ticker: str, *, client: AuthenticatedClient, kind: ExitTriggerKind | None | Unset = UNSET
) -> GetExitTriggersResponse:
    """List exit triggers of an isolated position.

    Lists the live exit triggers on your isolated position in one market; the list is empty when there
    are none.

    Args:
        ticker: Ticker of the market of the position.
        client: A signed client.
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

    Operation: `GetIsolatedMarginExitTriggers`.
    """
    return await OPERATION.asyncio(client, {"ticker": ticker, "kind": kind})


def sync_detailed(
    ticker: str, *, client: AuthenticatedClient, kind: ExitTriggerKind | None | Unset = UNSET
) -> Response[GetExitTriggersResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"ticker": ticker, "kind": kind})


async def asyncio_detailed(
    ticker: str, *, client: AuthenticatedClient, kind: ExitTriggerKind | None | Unset = UNSET
) -> Response[GetExitTriggersResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"ticker": ticker, "kind": kind})
