"""Set an exit trigger on an isolated position: `PUT /margin/isolated/positions/{ticker}/exit_trigger`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import Response
from ...models.exit_trigger import ExitTrigger
from ...models.set_isolated_exit_trigger_request import SetIsolatedExitTriggerRequest

OPERATION = Operation(
    api=PERPS,
    operation_id="SetIsolatedMarginExitTrigger",
    method="PUT",
    path="/margin/isolated/positions/{ticker}/exit_trigger",
    path_parameters={"ticker": str},
    required=("body",),
    body=SetIsolatedExitTriggerRequest,
    success=ExitTrigger,
    statuses=frozenset({200, 400, 401, 403, 404, 409, 429, 500}),
    secured=True,
)


def sync(ticker: str, *, client: AuthenticatedClient, body: SetIsolatedExitTriggerRequest) -> ExitTrigger:
    """Set an exit trigger on an isolated position.

    Puts a stop-loss and take-profit bracket, or a trailing stop, on your isolated position in one
    market. The position must be open, and the trigger closes all of it with reduce-only orders. What
    the request leaves out of a bracket is cleared.

    Args:
        ticker: Ticker of the market of the position.
        client: A signed client.
        body: The request body; each field of its model is documented there.

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

    Operation: `SetIsolatedMarginExitTrigger`.
    """
    return OPERATION.sync(client, {"ticker": ticker, "body": body})


async def asyncio(ticker: str, *, client: AuthenticatedClient, body: SetIsolatedExitTriggerRequest) -> ExitTrigger:
    """Set an exit trigger on an isolated position.

    Puts a stop-loss and take-profit bracket, or a trailing stop, on your isolated position in one
    market. The position must be open, and the trigger closes all of it with reduce-only orders. What
    the request leaves out of a bracket is cleared.

    Args:
        ticker: Ticker of the market of the position.
        client: A signed client.
        body: The request body; each field of its model is documented there.

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

    Operation: `SetIsolatedMarginExitTrigger`.
    """
    return await OPERATION.asyncio(client, {"ticker": ticker, "body": body})


def sync_detailed(
    ticker: str, *, client: AuthenticatedClient, body: SetIsolatedExitTriggerRequest
) -> Response[ExitTrigger]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"ticker": ticker, "body": body})


async def asyncio_detailed(
    ticker: str, *, client: AuthenticatedClient, body: SetIsolatedExitTriggerRequest
) -> Response[ExitTrigger]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"ticker": ticker, "body": body})
