"""Delete a subtrader group: `DELETE /fcm/margin/subtrader_groups/{group_id}`."""

from __future__ import annotations

from uuid import UUID

from ....client import AuthenticatedClient
from ....runtime.apis import KLEAR
from ....runtime.operation import Operation
from ....types import Response

OPERATION = Operation(
    api=KLEAR,
    operation_id="DeleteMarginSubtraderGroup",
    method="DELETE",
    path="/fcm/margin/subtrader_groups/{group_id}",
    path_parameters={"group_id": UUID},
    success=type(None),
    statuses=frozenset({200, 400, 401, 403, 500}),
    secured=True,
)


def sync(group_id: UUID, *, client: AuthenticatedClient) -> None:
    """Delete a subtrader group.

    Deletes a group of margin subtraders. It succeeds also when there is no such group, and the answer
    has no body.

    Args:
        group_id: Id of the group.
        client: A signed client.

    Returns:
        Nothing.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `DeleteMarginSubtraderGroup`.
    """
    return OPERATION.sync(client, {"group_id": group_id})


async def asyncio(group_id: UUID, *, client: AuthenticatedClient) -> None:
    """Delete a subtrader group.

    Deletes a group of margin subtraders. It succeeds also when there is no such group, and the answer
    has no body.

    Args:
        group_id: Id of the group.
        client: A signed client.

    Returns:
        Nothing.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `DeleteMarginSubtraderGroup`.
    """
    return await OPERATION.asyncio(client, {"group_id": group_id})


def sync_detailed(group_id: UUID, *, client: AuthenticatedClient) -> Response[None]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"group_id": group_id})


async def asyncio_detailed(group_id: UUID, *, client: AuthenticatedClient) -> Response[None]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"group_id": group_id})
