"""Replace the members of a subtrader group: `PUT /fcm/margin/subtrader_groups/{group_id}`."""

from __future__ import annotations

from uuid import UUID

from ....client import AuthenticatedClient
from ....runtime.apis import KLEAR
from ....runtime.operation import Operation
from ....types import Response
from ...models.update_margin_subtrader_group_request import UpdateMarginSubtraderGroupRequest

OPERATION = Operation(
    api=KLEAR,
    operation_id="UpdateMarginSubtraderGroup",
    method="PUT",
    path="/fcm/margin/subtrader_groups/{group_id}",
    path_parameters={"group_id": UUID},
    required=("body",),
    body=UpdateMarginSubtraderGroupRequest,
    success=type(None),
    statuses=frozenset({200, 400, 401, 403, 404, 409, 500}),
    secured=True,
)


def sync(group_id: UUID, *, client: AuthenticatedClient, body: UpdateMarginSubtraderGroupRequest) -> None:
    """Replace the members of a subtrader group.

    Sets all the members of a group of margin subtraders; who is not in the request leaves it. The
    answer has no body.

    Args:
        group_id: Id of the group.
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        Nothing.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiNotFoundError: The exchange answered 404.
        KalshiConflictError: The exchange answered 409.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `UpdateMarginSubtraderGroup`.
    """
    return OPERATION.sync(client, {"group_id": group_id, "body": body})


async def asyncio(group_id: UUID, *, client: AuthenticatedClient, body: UpdateMarginSubtraderGroupRequest) -> None:
    """Replace the members of a subtrader group.

    Sets all the members of a group of margin subtraders; who is not in the request leaves it. The
    answer has no body.

    Args:
        group_id: Id of the group.
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        Nothing.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiNotFoundError: The exchange answered 404.
        KalshiConflictError: The exchange answered 409.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `UpdateMarginSubtraderGroup`.
    """
    return await OPERATION.asyncio(client, {"group_id": group_id, "body": body})


def sync_detailed(
    group_id: UUID, *, client: AuthenticatedClient, body: UpdateMarginSubtraderGroupRequest
) -> Response[None]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"group_id": group_id, "body": body})


async def asyncio_detailed(
    group_id: UUID, *, client: AuthenticatedClient, body: UpdateMarginSubtraderGroupRequest
) -> Response[None]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"group_id": group_id, "body": body})
