"""Change an exit trigger: `PUT /margin/cross/positions/{ticker}/exit_trigger/{trigger_id}`."""

from __future__ import annotations

from typing import Annotated

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.bounds import Range
from ....runtime.operation import Operation
from ....types import UNSET, Response, Unset
from ...models.exit_trigger import ExitTrigger
from ...models.update_exit_trigger_request import UpdateExitTriggerRequest

OPERATION = Operation(
    api=PERPS,
    operation_id="UpdateCrossMarginExitTrigger",
    method="PUT",
    path="/margin/cross/positions/{ticker}/exit_trigger/{trigger_id}",
    path_parameters={"ticker": str, "trigger_id": str},
    query={"subaccount": Annotated[int, Range(minimum=0)]},
    required=("body",),
    body=UpdateExitTriggerRequest,
    success=ExitTrigger,
    statuses=frozenset({200, 400, 401, 403, 404, 429, 500}),
    secured=True,
)


def sync(
    ticker: str,
    trigger_id: str,
    *,
    client: AuthenticatedClient,
    body: UpdateExitTriggerRequest,
    subaccount: int | None | Unset = UNSET,
) -> ExitTrigger:
    """Change an exit trigger.

    Sets the prices of one bracket and leaves others on the position as they are. Give one price at
    least; one that is left out is cleared. A trailing stop is not reached by an id: set it on the
    position, with `kind` set to `trailing`. An unknown id gives 404.

    Args:
        ticker: Ticker of the market of the position.
        trigger_id: Id of the exit trigger, as lists of triggers have it.
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
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `UpdateCrossMarginExitTrigger`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    ticker: str,
    trigger_id: str,
    *,
    client: AuthenticatedClient,
    body: UpdateExitTriggerRequest,
    subaccount: int | None | Unset = UNSET,
) -> ExitTrigger:
    """Change an exit trigger.

    Sets the prices of one bracket and leaves others on the position as they are. Give one price at
    least; one that is left out is cleared. A trailing stop is not reached by an id: set it on the
    position, with `kind` set to `trailing`. An unknown id gives 404.

    Args:
        ticker: Ticker of the market of the position.
        trigger_id: Id of the exit trigger, as lists of triggers have it.
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
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `UpdateCrossMarginExitTrigger`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    ticker: str,
    trigger_id: str,
    *,
    client: AuthenticatedClient,
    body: UpdateExitTriggerRequest,
    subaccount: int | None | Unset = UNSET,
) -> Response[ExitTrigger]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    ticker: str,
    trigger_id: str,
    *,
    client: AuthenticatedClient,
    body: UpdateExitTriggerRequest,
    subaccount: int | None | Unset = UNSET,
) -> Response[ExitTrigger]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
