"""Get live data of a milestone: `GET /live_data/milestone/{milestone_id}`."""

from __future__ import annotations

from ...client import Client
from ...models.get_live_data_response import GetLiveDataResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetLiveDataByMilestone",
    method="GET",
    path="/live_data/milestone/{milestone_id}",
    path_parameters={"milestone_id": str},
    query={"include_player_stats": bool},
    success=GetLiveDataResponse,
    statuses=frozenset({200, 404, 500}),
)


def sync(
    milestone_id: str, *, client: Client, include_player_stats: bool | None | Unset = UNSET
) -> GetLiveDataResponse:
    """Get live data of a milestone.

    Reads the live data of one milestone. Prefer `live_data.details.status` to the status in the
    milestone itself, which changes much more rarely. Even so it may be old: when the provider's feed
    lags, a cached board is served, and `live_data.details.live_data_delayed` turns `true` only after a
    significant delay, with some feeds never; its absence does not prove freshness. The exchange answers
    404 where there is no live data.

    Args:
        milestone_id: ID of the milestone whose live data to read.
        client: Any client.
        include_player_stats: Whether to add statistics of single players; the exchange uses false when
            it is left out. It works for pro basketball, pro football and men's college basketball where
            the milestone has player IDs mapped, and is ignored elsewhere.

    Returns:
        The decoded response, a `GetLiveDataResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetLiveDataByMilestone`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    milestone_id: str, *, client: Client, include_player_stats: bool | None | Unset = UNSET
) -> GetLiveDataResponse:
    """Get live data of a milestone.

    Reads the live data of one milestone. Prefer `live_data.details.status` to the status in the
    milestone itself, which changes much more rarely. Even so it may be old: when the provider's feed
    lags, a cached board is served, and `live_data.details.live_data_delayed` turns `true` only after a
    significant delay, with some feeds never; its absence does not prove freshness. The exchange answers
    404 where there is no live data.

    Args:
        milestone_id: ID of the milestone whose live data to read.
        client: Any client.
        include_player_stats: Whether to add statistics of single players; the exchange uses false when
            it is left out. It works for pro basketball, pro football and men's college basketball where
            the milestone has player IDs mapped, and is ignored elsewhere.

    Returns:
        The decoded response, a `GetLiveDataResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetLiveDataByMilestone`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    milestone_id: str, *, client: Client, include_player_stats: bool | None | Unset = UNSET
) -> Response[GetLiveDataResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    milestone_id: str, *, client: Client, include_player_stats: bool | None | Unset = UNSET
) -> Response[GetLiveDataResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
