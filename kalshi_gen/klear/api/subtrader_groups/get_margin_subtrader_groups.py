"""List subtrader groups: `GET /fcm/margin/subtrader_groups`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import KLEAR
from ....runtime.operation import Operation
from ....types import Response
from ...models.get_margin_subtrader_groups_response import GetMarginSubtraderGroupsResponse

OPERATION = Operation(
    api=KLEAR,
    operation_id="GetMarginSubtraderGroups",
    method="GET",
    path="/fcm/margin/subtrader_groups",
    success=GetMarginSubtraderGroupsResponse,
    statuses=frozenset({200, 400, 401, 403, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient) -> GetMarginSubtraderGroupsResponse:
    """List subtrader groups.

    Lists your groups of margin subtraders with their members.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetMarginSubtraderGroupsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginSubtraderGroups`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: AuthenticatedClient) -> GetMarginSubtraderGroupsResponse:
    """List subtrader groups.

    Lists your groups of margin subtraders with their members.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetMarginSubtraderGroupsResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginSubtraderGroups`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: AuthenticatedClient) -> Response[GetMarginSubtraderGroupsResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: AuthenticatedClient) -> Response[GetMarginSubtraderGroupsResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
