"""Get a milestone: `GET /milestones/{milestone_id}`."""

from __future__ import annotations

from ...client import Client
from ...models.get_milestone_response import GetMilestoneResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetMilestone",
    method="GET",
    path="/milestones/{milestone_id}",
    path_parameters={"milestone_id": str},
    success=GetMilestoneResponse,
    statuses=frozenset({200, 400, 401, 404, 500}),
)


def sync(milestone_id: str, *, client: Client) -> GetMilestoneResponse:
    """Get a milestone.

    Reads one milestone by its ID. Its `details.status`, where there is one, is refreshed by a job that
    runs from time to time, so it trails the game and may be wrong, for example still `live` after the
    end. Take the status of a game from live data, which changes much more often:
    `live_data.details.status` for one milestone, `details.status` of each entry for a batch. The scores
    are in fields of the same `details` object that differ by sport.

    Args:
        milestone_id: ID of the milestone to read.
        client: Any client.

    Returns:
        The decoded response, a `GetMilestoneResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMilestone`.
    """
    return OPERATION.sync(client, {"milestone_id": milestone_id})


async def asyncio(milestone_id: str, *, client: Client) -> GetMilestoneResponse:
    """Get a milestone.

    Reads one milestone by its ID. Its `details.status`, where there is one, is refreshed by a job that
    runs from time to time, so it trails the game and may be wrong, for example still `live` after the
    end. Take the status of a game from live data, which changes much more often:
    `live_data.details.status` for one milestone, `details.status` of each entry for a batch. The scores
    are in fields of the same `details` object that differ by sport.

    Args:
        milestone_id: ID of the milestone to read.
        client: Any client.

    Returns:
        The decoded response, a `GetMilestoneResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMilestone`.
    """
    return await OPERATION.asyncio(client, {"milestone_id": milestone_id})


def sync_detailed(milestone_id: str, *, client: Client) -> Response[GetMilestoneResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"milestone_id": milestone_id})


async def asyncio_detailed(milestone_id: str, *, client: Client) -> Response[GetMilestoneResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"milestone_id": milestone_id})
