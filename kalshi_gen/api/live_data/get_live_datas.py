"""List live data of several milestones: `GET /live_data/batch`."""

from __future__ import annotations

from typing import Annotated

from ...client import Client
from ...models.get_live_datas_response import GetLiveDatasResponse
from ...runtime.apis import API
from ...runtime.bounds import Length
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetLiveDatas",
    method="GET",
    path="/live_data/batch",
    query={"milestone_ids": Annotated[list[str], Length(maximum=100)], "include_player_stats": bool},
    required=("milestone_ids",),
    success=GetLiveDatasResponse,
    statuses=frozenset({200, 500}),
)


def sync(
    *, client: Client, milestone_ids: list[str], include_player_stats: bool | None | Unset = UNSET
) -> GetLiveDatasResponse:
    """List live data of several milestones.

    Reads the live data of up to 100 milestones in one request. Prefer each entry's `details.status` to
    the status in the milestone itself, which changes much more rarely. Even so it may be old: when the
    provider's feed lags, a cached board is served, and `details.live_data_delayed` turns `true` only
    after a significant delay, with some feeds never; its absence does not prove freshness.

    Args:
        client: Any client.
        milestone_ids: IDs of the milestones to read, 100 at most; the parameter is repeated for each.
        include_player_stats: Whether to add statistics of single players; the exchange uses false when
            it is left out. It works for pro basketball, pro football and men's college basketball where
            the milestone has player IDs mapped, and is ignored elsewhere.

    Returns:
        The decoded response, a `GetLiveDatasResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetLiveDatas`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    *, client: Client, milestone_ids: list[str], include_player_stats: bool | None | Unset = UNSET
) -> GetLiveDatasResponse:
    """List live data of several milestones.

    Reads the live data of up to 100 milestones in one request. Prefer each entry's `details.status` to
    the status in the milestone itself, which changes much more rarely. Even so it may be old: when the
    provider's feed lags, a cached board is served, and `details.live_data_delayed` turns `true` only
    after a significant delay, with some feeds never; its absence does not prove freshness.

    Args:
        client: Any client.
        milestone_ids: IDs of the milestones to read, 100 at most; the parameter is repeated for each.
        include_player_stats: Whether to add statistics of single players; the exchange uses false when
            it is left out. It works for pro basketball, pro football and men's college basketball where
            the milestone has player IDs mapped, and is ignored elsewhere.

    Returns:
        The decoded response, a `GetLiveDatasResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetLiveDatas`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    *, client: Client, milestone_ids: list[str], include_player_stats: bool | None | Unset = UNSET
) -> Response[GetLiveDatasResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    *, client: Client, milestone_ids: list[str], include_player_stats: bool | None | Unset = UNSET
) -> Response[GetLiveDatasResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
