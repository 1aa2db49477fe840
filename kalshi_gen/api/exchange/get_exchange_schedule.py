"""Read the exchange schedule: `GET /exchange/schedule`."""

from __future__ import annotations

from typing import Any

from ...client import Client
from ...models.get_exchange_schedule_response import GetExchangeScheduleResponse
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    operation_id="GetExchangeSchedule",
    success=GetExchangeScheduleResponse,
    statuses=frozenset({200, 500}),
)


def _get_kwargs() -> dict[str, Any]:
    return {
        "method": "GET",
        "url": "/exchange/schedule",
    }


def sync(*, client: Client) -> GetExchangeScheduleResponse:
    """Read the exchange schedule.

    Returns the standard trading hours of the exchange by weekday and its planned maintenance windows.

    Args:
        client: Any client.

    Returns:
        The decoded answer, a `GetExchangeScheduleResponse`.

    Raises:
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetExchangeSchedule`.
    """
    return OPERATION.sync(client, _get_kwargs())


async def asyncio(*, client: Client) -> GetExchangeScheduleResponse:
    """Read the exchange schedule.

    Returns the standard trading hours of the exchange by weekday and its planned maintenance windows.

    Args:
        client: Any client.

    Returns:
        The decoded answer, a `GetExchangeScheduleResponse`.

    Raises:
        InvalidRequestError: An argument is not what the spec takes; nothing was sent.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered with any other status outside 2xx.
        KalshiDecodeError: The answer to a success can't be read.

    Spec operation: `GetExchangeSchedule`.
    """
    return await OPERATION.asyncio(client, _get_kwargs())


def sync_detailed(*, client: Client) -> Response[GetExchangeScheduleResponse]:
    """Like `sync`, but give the whole response and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, _get_kwargs())


async def asyncio_detailed(*, client: Client) -> Response[GetExchangeScheduleResponse]:
    """Like `asyncio`, but give the whole response and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, _get_kwargs())
