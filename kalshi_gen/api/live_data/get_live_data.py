"""Get live data of a milestone by type (legacy): `GET /live_data/{type}/milestone/{milestone_id}`."""

from __future__ import annotations

from ...client import Client
from ...models.get_live_data_response import GetLiveDataResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetLiveData",
    method="GET",
    path="/live_data/{type}/milestone/{milestone_id}",
    path_parameters={"type": str, "milestone_id": str},
    query={"include_player_stats": bool},
    success=GetLiveDataResponse,
    statuses=frozenset({200, 404, 500}),
)


def sync(
    type: str, milestone_id: str, *, client: Client, include_player_stats: bool | None | Unset = UNSET
) -> GetLiveDataResponse:
    """Get live data of a milestone by type (legacy).

    Reads the live data of one milestone, with the type of the data in the path. This form is legacy;
    use `GetLiveDataByMilestone`, which needs no type.

    Args:
        type: Type of the live data to read.
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

    Operation: `GetLiveData`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    type: str, milestone_id: str, *, client: Client, include_player_stats: bool | None | Unset = UNSET
) -> GetLiveDataResponse:
    """Get live data of a milestone by type (legacy).

    Reads the live data of one milestone, with the type of the data in the path. This form is legacy;
    use `GetLiveDataByMilestone`, which needs no type.

    Args:
        type: Type of the live data to read.
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

    Operation: `GetLiveData`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    type: str, milestone_id: str, *, client: Client, include_player_stats: bool | None | Unset = UNSET
) -> Response[GetLiveDataResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    type: str, milestone_id: str, *, client: Client, include_player_stats: bool | None | Unset = UNSET
) -> Response[GetLiveDataResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
