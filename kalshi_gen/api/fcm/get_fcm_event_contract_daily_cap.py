"""Get a subtrader's daily premium cap: `GET /fcm/subtraders/event_contract_daily_cap`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.get_fcm_event_contract_daily_cap_response import GetFCMEventContractDailyCapResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetFCMEventContractDailyCap",
    method="GET",
    path="/fcm/subtraders/event_contract_daily_cap",
    query={"subtrader_id": str},
    success=GetFCMEventContractDailyCapResponse,
    statuses=frozenset({200, 400, 401, 403, 404, 500}),
    secured=True,
)


def sync(
    *, client: AuthenticatedClient, subtrader_id: str | None | Unset = UNSET
) -> GetFCMEventContractDailyCapResponse:
    """Get a subtrader's daily premium cap.

    Reads a subtrader's daily premium cap and its live use. Executed use is today's net premium from
    fills, credited for sells and settlements; it starts again at midnight in New York. Resting and
    pending use hold orders that are open or in flight at worst-case cost plus fees, and outlast that
    reset while the orders live. 404 means that no cap is set, and then all orders through the
    subtrader's bound keys are rejected. A bound key may leave `subtrader_id` out; any subtrader but its
    own is rejected.

    Args:
        client: A signed client.
        subtrader_id: ID of the subtrader, one of the calling FCM, whose cap to read. It is required,
            except for a key bound to a subtrader, which may leave it out and otherwise must name that
            subtrader.

    Returns:
        The decoded response, a `GetFCMEventContractDailyCapResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetFCMEventContractDailyCap`.
    """
    return OPERATION.sync(client, {"subtrader_id": subtrader_id})


async def asyncio(
    *, client: AuthenticatedClient, subtrader_id: str | None | Unset = UNSET
) -> GetFCMEventContractDailyCapResponse:
    """Get a subtrader's daily premium cap.

    Reads a subtrader's daily premium cap and its live use. Executed use is today's net premium from
    fills, credited for sells and settlements; it starts again at midnight in New York. Resting and
    pending use hold orders that are open or in flight at worst-case cost plus fees, and outlast that
    reset while the orders live. 404 means that no cap is set, and then all orders through the
    subtrader's bound keys are rejected. A bound key may leave `subtrader_id` out; any subtrader but its
    own is rejected.

    Args:
        client: A signed client.
        subtrader_id: ID of the subtrader, one of the calling FCM, whose cap to read. It is required,
            except for a key bound to a subtrader, which may leave it out and otherwise must name that
            subtrader.

    Returns:
        The decoded response, a `GetFCMEventContractDailyCapResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetFCMEventContractDailyCap`.
    """
    return await OPERATION.asyncio(client, {"subtrader_id": subtrader_id})


def sync_detailed(
    *, client: AuthenticatedClient, subtrader_id: str | None | Unset = UNSET
) -> Response[GetFCMEventContractDailyCapResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"subtrader_id": subtrader_id})


async def asyncio_detailed(
    *, client: AuthenticatedClient, subtrader_id: str | None | Unset = UNSET
) -> Response[GetFCMEventContractDailyCapResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"subtrader_id": subtrader_id})
