"""Delete an API key of a subtrader: `DELETE /fcm/margin/api_keys/{api_key_id}`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import KLEAR
from ....runtime.operation import Operation
from ....types import Response

OPERATION = Operation(
    api=KLEAR,
    operation_id="DeleteMarginFcmApiKey",
    method="DELETE",
    path="/fcm/margin/api_keys/{api_key_id}",
    path_parameters={"api_key_id": str},
    success=type(None),
    statuses=frozenset({204, 400, 401, 403, 404, 500}),
    secured=True,
)


def sync(api_key_id: str, *, client: AuthenticatedClient) -> None:
    """Delete an API key of a subtrader.

    Revokes an API key that is bound to a subtrader and ends its open sessions; for FCM clearing members
    only. It can't be undone.

    Args:
        api_key_id: Id of the API key.
        client: A signed client.

    Returns:
        Nothing.

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

    Operation: `DeleteMarginFcmApiKey`.
    """
    return OPERATION.sync(client, {"api_key_id": api_key_id})


async def asyncio(api_key_id: str, *, client: AuthenticatedClient) -> None:
    """Delete an API key of a subtrader.

    Revokes an API key that is bound to a subtrader and ends its open sessions; for FCM clearing members
    only. It can't be undone.

    Args:
        api_key_id: Id of the API key.
        client: A signed client.

    Returns:
        Nothing.

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

    Operation: `DeleteMarginFcmApiKey`.
    """
    return await OPERATION.asyncio(client, {"api_key_id": api_key_id})


def sync_detailed(api_key_id: str, *, client: AuthenticatedClient) -> Response[None]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"api_key_id": api_key_id})


async def asyncio_detailed(api_key_id: str, *, client: AuthenticatedClient) -> Response[None]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"api_key_id": api_key_id})
