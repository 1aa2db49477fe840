"""Read the status of the margin exchange: `GET /margin/exchange/status`."""

from __future__ import annotations

from ....client import Client
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import Response
from ...models.exchange_status import ExchangeStatus

OPERATION = Operation(
    api=PERPS,
    operation_id="GetMarginExchangeStatus",
    method="GET",
    path="/margin/exchange/status",
    success=ExchangeStatus,
    statuses=frozenset({200, 500, 503, 504}),
)


def sync(*, client: Client) -> ExchangeStatus:
    """Read the status of the margin exchange.

    Tells whether the margin exchange and trading on it are active, and when a halted exchange is
    expected back. Answers 500, 503 and 504 carry the same status body.

    Args:
        client: Any client.

    Returns:
        The decoded response, a `ExchangeStatus`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiServerError: The exchange answered 500 or 503 or 504.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginExchangeStatus`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: Client) -> ExchangeStatus:
    """Read the status of the margin exchange.

    Tells whether the margin exchange and trading on it are active, and when a halted exchange is
    expected back. Answers 500, 503 and 504 carry the same status body.

    Args:
        client: Any client.

    Returns:
        The decoded response, a `ExchangeStatus`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiServerError: The exchange answered 500 or 503 or 504.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginExchangeStatus`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: Client) -> Response[ExchangeStatus]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: Client) -> Response[ExchangeStatus]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
