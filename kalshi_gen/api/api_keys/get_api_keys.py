"""List API keys: `GET /api_keys`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.get_api_keys_response import GetApiKeysResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="GetApiKeys",
    method="GET",
    path="/api_keys",
    query={"fcm_subtrader_id": str},
    success=GetApiKeysResponse,
    statuses=frozenset({200, 401, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, fcm_subtrader_id: str | None | Unset = UNSET) -> GetApiKeysResponse:
    """List API keys.

    Lists the authenticated user's API keys, each with its ID, name and scopes; secrets are never
    returned. All keys come in one answer, without paging.

    Args:
        client: A signed client.
        fcm_subtrader_id: ID of the FCM subtrader whose bound keys to list, in the form
            `{your_user_id}_{suffix}`. Bound keys exist for FCM members alone; all keys are listed when
            it is left out.

    Returns:
        The decoded response, a `GetApiKeysResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetApiKeys`.
    """
    return OPERATION.sync(client, {"fcm_subtrader_id": fcm_subtrader_id})


async def asyncio(*, client: AuthenticatedClient, fcm_subtrader_id: str | None | Unset = UNSET) -> GetApiKeysResponse:
    """List API keys.

    Lists the authenticated user's API keys, each with its ID, name and scopes; secrets are never
    returned. All keys come in one answer, without paging.

    Args:
        client: A signed client.
        fcm_subtrader_id: ID of the FCM subtrader whose bound keys to list, in the form
            `{your_user_id}_{suffix}`. Bound keys exist for FCM members alone; all keys are listed when
            it is left out.

    Returns:
        The decoded response, a `GetApiKeysResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetApiKeys`.
    """
    return await OPERATION.asyncio(client, {"fcm_subtrader_id": fcm_subtrader_id})


def sync_detailed(
    *, client: AuthenticatedClient, fcm_subtrader_id: str | None | Unset = UNSET
) -> Response[GetApiKeysResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"fcm_subtrader_id": fcm_subtrader_id})


async def asyncio_detailed(
    *, client: AuthenticatedClient, fcm_subtrader_id: str | None | Unset = UNSET
) -> Response[GetApiKeysResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"fcm_subtrader_id": fcm_subtrader_id})
