"""Cancel an exit trigger: `DELETE /margin/cross/positions/{ticker}/exit_trigger/{trigger_id}`."""

from __future__ import annotations

from typing import Annotated

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.bounds import Range
from ....runtime.operation import Operation
from ....types import UNSET, Response, Unset

OPERATION = Operation(
    api=PERPS,
    operation_id="DeleteCrossMarginExitTriggerById",
    method="DELETE",
    path="/margin/cross/positions/{ticker}/exit_trigger/{trigger_id}",
    path_parameters={"ticker": str, "trigger_id": str},
    query={"subaccount": Annotated[int, Range(minimum=0)]},
    success=type(None),
    statuses=frozenset({204, 400, 401, 403, 404, 429, 500}),
    secured=True,
)


def sync(ticker: str, trigger_id: str, *, client: AuthenticatedClient, subaccount: int | None | Unset = UNSET) -> None:
    """Cancel an exit trigger.

    Cancels one bracket and leaves others on the position live. A trailing stop is not reached by an id:
    cancel it on the position, with `kind` set to `trailing`. It succeeds with 204 and no body, and an
    unknown id gives 404.

    Args:
        ticker: Ticker of the market of the position.
        trigger_id: Id of the exit trigger, as lists of triggers have it.
        client: A signed client.
        subaccount: Number of the position's subaccount: 0 is the primary account, 1 to 63 are the
            numbered subaccounts. The exchange uses 0 when it is left out, or, for a key that is
            restricted to a subaccount, that subaccount; such a key may send no other number.

    Returns:
        Nothing.

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

    Operation: `DeleteCrossMarginExitTriggerById`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    ticker: str, trigger_id: str, *, client: AuthenticatedClient, subaccount: int | None | Unset = UNSET
) -> None:
    """Cancel an exit trigger.

    Cancels one bracket and leaves others on the position live. A trailing stop is not reached by an id:
    cancel it on the position, with `kind` set to `trailing`. It succeeds with 204 and no body, and an
    unknown id gives 404.

    Args:
        ticker: Ticker of the market of the position.
        trigger_id: Id of the exit trigger, as lists of triggers have it.
        client: A signed client.
        subaccount: Number of the position's subaccount: 0 is the primary account, 1 to 63 are the
            numbered subaccounts. The exchange uses 0 when it is left out, or, for a key that is
            restricted to a subaccount, that subaccount; such a key may send no other number.

    Returns:
        Nothing.

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

    Operation: `DeleteCrossMarginExitTriggerById`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    ticker: str, trigger_id: str, *, client: AuthenticatedClient, subaccount: int | None | Unset = UNSET
) -> Response[None]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    ticker: str, trigger_id: str, *, client: AuthenticatedClient, subaccount: int | None | Unset = UNSET
) -> Response[None]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
