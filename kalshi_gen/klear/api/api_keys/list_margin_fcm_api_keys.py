"""List API keys of subtraders: `GET /fcm/margin/api_keys`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import KLEAR
from ....runtime.operation import Operation
from ....types import UNSET, Response, Unset
from ...models.list_margin_fcm_api_keys_response import ListMarginFcmApiKeysResponse

OPERATION = Operation(
    api=KLEAR,
    operation_id="ListMarginFcmApiKeys",
    method="GET",
    path="/fcm/margin/api_keys",
    query={"fcm_subtrader_id": str},
    success=ListMarginFcmApiKeysResponse,
    statuses=frozenset({200, 400, 401, 403, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, fcm_subtrader_id: str | None | Unset = UNSET) -> ListMarginFcmApiKeysResponse:
    """List API keys of subtraders.

    Lists your API keys that are bound to a subtrader; for FCM clearing members only.

    Args:
        client: A signed client.
        fcm_subtrader_id: Id of the subtrader whose keys to keep; the keys of all count when it is left
            out.

    Returns:
        The decoded response, a `ListMarginFcmApiKeysResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `ListMarginFcmApiKeys`.
    """
    return OPERATION.sync(client, {"fcm_subtrader_id": fcm_subtrader_id})


async def asyncio(
    *, client: AuthenticatedClient, fcm_subtrader_id: str | None | Unset = UNSET
) -> ListMarginFcmApiKeysResponse:
    """List API keys of subtraders.

    Lists your API keys that are bound to a subtrader; for FCM clearing members only.

    Args:
        client: A signed client.
        fcm_subtrader_id: Id of the subtrader whose keys to keep; the keys of all count when it is left
            out.

    Returns:
        The decoded response, a `ListMarginFcmApiKeysResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `ListMarginFcmApiKeys`.
    """
    return await OPERATION.asyncio(client, {"fcm_subtrader_id": fcm_subtrader_id})


def sync_detailed(
    *, client: AuthenticatedClient, fcm_subtrader_id: str | None | Unset = UNSET
) -> Response[ListMarginFcmApiKeysResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"fcm_subtrader_id": fcm_subtrader_id})


async def asyncio_detailed(
    *, client: AuthenticatedClient, fcm_subtrader_id: str | None | Unset = UNSET
) -> Response[ListMarginFcmApiKeysResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"fcm_subtrader_id": fcm_subtrader_id})
