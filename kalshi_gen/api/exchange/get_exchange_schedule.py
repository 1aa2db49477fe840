"""Read the exchange schedule: `GET /exchange/schedule`."""

from __future__ import annotations

from ...client import Client
from ...models.get_exchange_schedule_response import GetExchangeScheduleResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetExchangeSchedule",
    method="GET",
    path="/exchange/schedule",
    success=GetExchangeScheduleResponse,
    statuses=frozenset({200, 500}),
)


def sync(*, client: Client) -> GetExchangeScheduleResponse:
    """Read the exchange schedule.

    Returns the standard trading hours of the exchange by weekday and its planned maintenance windows.

    Args:
        client: Any client.

    Returns:
        The decoded response, a `GetExchangeScheduleResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetExchangeSchedule`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: Client) -> GetExchangeScheduleResponse:
    """Read the exchange schedule.

    Returns the standard trading hours of the exchange by weekday and its planned maintenance windows.

    Args:
        client: Any client.

    Returns:
        The decoded response, a `GetExchangeScheduleResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetExchangeSchedule`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: Client) -> Response[GetExchangeScheduleResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: Client) -> Response[GetExchangeScheduleResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
