"""Read your communications id: `GET /communications/id`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.get_communications_id_response import GetCommunicationsIDResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetCommunicationsID",
    method="GET",
    path="/communications/id",
    success=GetCommunicationsIDResponse,
    statuses=frozenset({200, 401, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient) -> GetCommunicationsIDResponse:
    """Read your communications id.

    Returns the communications id of the signed-in user, the public pseudonym under which RFQs and
    quotes appear to others.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetCommunicationsIDResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetCommunicationsID`.
    """
    return OPERATION.sync(client, {})


async def asyncio(*, client: AuthenticatedClient) -> GetCommunicationsIDResponse:
    """Read your communications id.

    Returns the communications id of the signed-in user, the public pseudonym under which RFQs and
    quotes appear to others.

    Args:
        client: A signed client.

    Returns:
        The decoded response, a `GetCommunicationsIDResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetCommunicationsID`.
    """
    return await OPERATION.asyncio(client, {})


def sync_detailed(*, client: AuthenticatedClient) -> Response[GetCommunicationsIDResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {})


async def asyncio_detailed(*, client: AuthenticatedClient) -> Response[GetCommunicationsIDResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {})
