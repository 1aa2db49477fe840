"""List filters by sport: `GET /search/filters_by_sport`."""

from __future__ import annotations

from ...client import Client
from ...models.get_filters_by_sports_response import GetFiltersBySportsResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetFiltersForSports",
    method="GET",
    path="/search/filters_by_sport",
    success=GetFiltersBySportsResponse,
    statuses=frozenset({200, 401, 500}),
)


def sync(*, client: Client) -> GetFiltersBySportsResponse:
    """List filters by sport.

    Reads, for every sport, the scopes and competitions one can filter by, together with the sports in
    the order in which to display them.

    Args:
        client: Any client.

    Returns:
        The decoded response, a `GetFiltersBySportsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetFiltersForSports`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: Client) -> GetFiltersBySportsResponse:
    """List filters by sport.

    Reads, for every sport, the scopes and competitions one can filter by, together with the sports in
    the order in which to display them.

    Args:
        client: Any client.

    Returns:
        The decoded response, a `GetFiltersBySportsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetFiltersForSports`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: Client) -> Response[GetFiltersBySportsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: Client) -> Response[GetFiltersBySportsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
