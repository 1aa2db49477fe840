"""Delete an API key: `DELETE /api_keys/{api_key}`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="DeleteApiKey",
    method="DELETE",
    path="/api_keys/{api_key}",
    path_parameters={"api_key": str},
    success=type(None),
    statuses=frozenset({204, 400, 401, 404, 500}),
    secured=True,
)


def sync(api_key: str, *, client: AuthenticatedClient) -> None:
    """Delete an API key.

    Deletes an API key for good; requests signed with it fail from then on, and there is no way back.
    The exchange answers 400 to an invalid key ID and 404 where the key does not exist.

    Args:
        api_key: ID of the API key that is to be deleted.
        client: A signed client.

    Returns:
        Nothing.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `DeleteApiKey`.
    """
    return OPERATION.sync(client, {"api_key": api_key})


async def asyncio(api_key: str, *, client: AuthenticatedClient) -> None:
    """Delete an API key.

    Deletes an API key for good; requests signed with it fail from then on, and there is no way back.
    The exchange answers 400 to an invalid key ID and 404 where the key does not exist.

    Args:
        api_key: ID of the API key that is to be deleted.
        client: A signed client.

    Returns:
        Nothing.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `DeleteApiKey`.
    """
    return await OPERATION.asyncio(client, {"api_key": api_key})


def sync_detailed(api_key: str, *, client: AuthenticatedClient) -> Response[None]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"api_key": api_key})


async def asyncio_detailed(api_key: str, *, client: AuthenticatedClient) -> Response[None]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"api_key": api_key})
