"""Get play-by-play statistics of a game: `GET /live_data/milestone/{milestone_id}/game_stats`."""

from __future__ import annotations

from ...client import Client
from ...models.get_game_stats_response import GetGameStatsResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetGameStats",
    method="GET",
    path="/live_data/milestone/{milestone_id}/game_stats",
    path_parameters={"milestone_id": str},
    success=GetGameStatsResponse,
    statuses=frozenset({200, 404, 500}),
)


def sync(milestone_id: str, *, client: Client) -> GetGameStatsResponse:
    """Get play-by-play statistics of a game.

    Reads the play-by-play statistics of the game behind a milestone. Covered are pro and college
    football, pro basketball, the WNBA, men's and women's college basketball, pro baseball, pro hockey
    and soccer. The statistics are null where the milestone is of another type or has no Sportradar ID.

    Args:
        milestone_id: ID of the milestone of the game.
        client: Any client.

    Returns:
        The decoded response, a `GetGameStatsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetGameStats`.
    """
    return OPERATION.sync(client, {"milestone_id": milestone_id})


async def asyncio(milestone_id: str, *, client: Client) -> GetGameStatsResponse:
    """Get play-by-play statistics of a game.

    Reads the play-by-play statistics of the game behind a milestone. Covered are pro and college
    football, pro basketball, the WNBA, men's and women's college basketball, pro baseball, pro hockey
    and soccer. The statistics are null where the milestone is of another type or has no Sportradar ID.

    Args:
        milestone_id: ID of the milestone of the game.
        client: Any client.

    Returns:
        The decoded response, a `GetGameStatsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetGameStats`.
    """
    return await OPERATION.asyncio(client, {"milestone_id": milestone_id})


def sync_detailed(milestone_id: str, *, client: Client) -> Response[GetGameStatsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"milestone_id": milestone_id})


async def asyncio_detailed(milestone_id: str, *, client: Client) -> Response[GetGameStatsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"milestone_id": milestone_id})
