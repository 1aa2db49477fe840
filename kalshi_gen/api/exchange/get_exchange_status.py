"""Read exchange status: `GET /exchange/status`."""

from __future__ import annotations

from ...client import Client
from ...models.exchange_status import ExchangeStatus
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetExchangeStatus",
    method="GET",
    path="/exchange/status",
    success=ExchangeStatus,
    statuses=frozenset({200, 500, 503, 504}),
)


def sync(*, client: Client) -> ExchangeStatus:
    """Read exchange status.

    Tells whether the exchange and trading are active, whether transfers run, and when a halted exchange
    is expected back. The top-level flags describe exchange index 0; a breakdown by index follows where
    one is available. Answers 500, 503 and 504 carry the same status body.

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

    Operation: `GetExchangeStatus`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: Client) -> ExchangeStatus:
    """Read exchange status.

    Tells whether the exchange and trading are active, whether transfers run, and when a halted exchange
    is expected back. The top-level flags describe exchange index 0; a breakdown by index follows where
    one is available. Answers 500, 503 and 504 carry the same status body.

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

    Operation: `GetExchangeStatus`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: Client) -> Response[ExchangeStatus]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: Client) -> Response[ExchangeStatus]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
