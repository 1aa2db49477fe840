"""Set an exit trigger on a cross-margin position: `PUT /margin/cross/positions/{ticker}/exit_trigger`."""

from __future__ import annotations

from typing import Annotated

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.bounds import Range
from ....runtime.operation import Operation
from ....types import UNSET, Response, Unset
from ...models.exit_trigger import ExitTrigger
from ...models.set_cross_exit_trigger_request import SetCrossExitTriggerRequest

OPERATION = Operation(
    api=PERPS,
    operation_id="SetCrossMarginExitTrigger",
    method="PUT",
    path="/margin/cross/positions/{ticker}/exit_trigger",
    path_parameters={"ticker": str},
    query={"subaccount": Annotated[int, Range(minimum=0)]},
    required=("body",),
    body=SetCrossExitTriggerRequest,
    success=ExitTrigger,
    statuses=frozenset({200, 400, 401, 403, 404, 409, 429, 500}),
    secured=True,
)


def sync(
    ticker: str,
    *,
    client: AuthenticatedClient,
    body: SetCrossExitTriggerRequest,
    subaccount: int | None | Unset = UNSET,
) -> ExitTrigger:
    """Set an exit trigger on a cross-margin position.

    Puts a stop-loss and take-profit bracket, or a trailing stop, on a position that is not isolated; it
    fires reduce-only orders. A position may have one trailing stop and up to 20 brackets, if their
    counts fit into it. It must be open unless `anchor_order_id` is given. A request with `count` or
    `anchor_order_id` adds a trigger; any other replaces one.

    Args:
        ticker: Ticker of the market of the position.
        client: A signed client.
        body: The request body; each field of its model is documented there.
        subaccount: Number of the position's subaccount: 0 is the primary account, 1 to 63 are the
            numbered subaccounts. The exchange uses 0 when it is left out, or, for a key that is
            restricted to a subaccount, that subaccount; such a key may send no other number.

    Returns:
        The decoded response, a `ExitTrigger`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiNotFoundError: The exchange answered 404.
        KalshiConflictError: The exchange answered 409.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `SetCrossMarginExitTrigger`.
    """
    return OPERATION.sync(client, {"ticker": ticker, "subaccount": subaccount, "body": body})


async def asyncio(
    ticker: str,
    *,
    client: AuthenticatedClient,
    body: SetCrossExitTriggerRequest,
    subaccount: int | None | Unset = UNSET,
) -> ExitTrigger:
    """Set an exit trigger on a cross-margin position.

    Puts a stop-loss and take-profit bracket, or a trailing stop, on a position that is not isolated; it
    fires reduce-only orders. A position may have one trailing stop and up to 20 brackets, if their
    counts fit into it. It must be open unless `anchor_order_id` is given. A request with `count` or
    `anchor_order_id` adds a trigger; any other replaces one.

    Args:
        ticker: Ticker of the market of the position.
        client: A signed client.
        body: The request body; each field of its model is documented there.
        subaccount: Number of the position's subaccount: 0 is the primary account, 1 to 63 are the
            numbered subaccounts. The exchange uses 0 when it is left out, or, for a key that is
            restricted to a subaccount, that subaccount; such a key may send no other number.

    Returns:
        The decoded response, a `ExitTrigger`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiNotFoundError: The exchange answered 404.
        KalshiConflictError: The exchange answered 409.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `SetCrossMarginExitTrigger`.
    """
    return await OPERATION.asyncio(client, {"ticker": ticker, "subaccount": subaccount, "body": body})


def sync_detailed(
    ticker: str,
    *,
    client: AuthenticatedClient,
    body: SetCrossExitTriggerRequest,
    subaccount: int | None | Unset = UNSET,
) -> Response[ExitTrigger]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"ticker": ticker, "subaccount": subaccount, "body": body})


async def asyncio_detailed(
    ticker: str,
    *,
    client: AuthenticatedClient,
    body: SetCrossExitTriggerRequest,
    subaccount: int | None | Unset = UNSET,
) -> Response[ExitTrigger]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"ticker": ticker, "subaccount": subaccount, "body": body})
