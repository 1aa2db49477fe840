"""Read how fresh the user data is: `GET /exchange/user_data_timestamp`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.get_user_data_timestamp_response import GetUserDataTimestampResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetUserDataTimestamp",
    method="GET",
    path="/exchange/user_data_timestamp",
    success=GetUserDataTimestampResponse,
    statuses=frozenset({200, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient) -> GetUserDataTimestampResponse:
    """Read how fresh the user data is.

    Returns the approximate UTC time up to which reads of balance, orders, fills and positions were last
    validated. These reads lag a little behind events on the exchange, so merge the answers to your own
    writes with stream data for an exact view. The live exchange is reported to require a signed request
    here.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetUserDataTimestampResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetUserDataTimestamp`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: AuthenticatedClient) -> GetUserDataTimestampResponse:
    """Read how fresh the user data is.

    Returns the approximate UTC time up to which reads of balance, orders, fills and positions were last
    validated. These reads lag a little behind events on the exchange, so merge the answers to your own
    writes with stream data for an exact view. The live exchange is reported to require a signed request
    here.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetUserDataTimestampResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetUserDataTimestamp`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: AuthenticatedClient) -> Response[GetUserDataTimestampResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: AuthenticatedClient) -> Response[GetUserDataTimestampResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
