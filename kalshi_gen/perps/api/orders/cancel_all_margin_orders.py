"""Cancel all resting orders: `DELETE /margin/orders`."""

from __future__ import annotations

from typing import Annotated

from ....client import AuthenticatedClient
from ....runtime.apis import PERPS
from ....runtime.bounds import Range
from ....runtime.operation import Operation
from ....types import UNSET, Response, Unset

OPERATION = Operation(
    api=PERPS,
    operation_id="CancelAllMarginOrders",
    method="DELETE",
    path="/margin/orders",
    query={"subaccount": Annotated[int, Range(minimum=0)]},
    success=type(None),
    statuses=frozenset({204, 401, 429, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, subaccount: int | None | Unset = UNSET) -> None:
    """Cancel all resting orders.

    Cancels every resting order of a Direct member on margin markets, of all subaccounts unless
    `subaccount` names one. Orders placed within a minute after the request may be canceled too, so wait
    before quoting again. A request costs 10 tokens and succeeds with 204 and no body.

    Args:
        client: A signed client.
        subaccount: Number of the subaccount whose orders are canceled: 0 is the primary account, 1 to
            63 are the numbered subaccounts. The orders of all subaccounts are canceled when it is left
            out.

    Returns:
        Nothing.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CancelAllMarginOrders`.
    """
    return OPERATION.sync(client, {"subaccount": subaccount})


async def asyncio(*, client: AuthenticatedClient, subaccount: int | None | Unset = UNSET) -> None:
    """Cancel all resting orders.

    Cancels every resting order of a Direct member on margin markets, of all subaccounts unless
    `subaccount` names one. Orders placed within a minute after the request may be canceled too, so wait
    before quoting again. A request costs 10 tokens and succeeds with 204 and no body.

    Args:
        client: A signed client.
        subaccount: Number of the subaccount whose orders are canceled: 0 is the primary account, 1 to
            63 are the numbered subaccounts. The orders of all subaccounts are canceled when it is left
            out.

    Returns:
        Nothing.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiRateLimitError: The exchange answered 429.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `CancelAllMarginOrders`.
    """
    return await OPERATION.asyncio(client, {"subaccount": subaccount})


def sync_detailed(*, client: AuthenticatedClient, subaccount: int | None | Unset = UNSET) -> Response[None]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"subaccount": subaccount})


async def asyncio_detailed(*, client: AuthenticatedClient, subaccount: int | None | Unset = UNSET) -> Response[None]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"subaccount": subaccount})
