"""Get a structured target: `GET /structured_targets/{structured_target_id}`."""

from __future__ import annotations

from ...client import Client
from ...models.get_structured_target_response import GetStructuredTargetResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetStructuredTarget",
    method="GET",
    path="/structured_targets/{structured_target_id}",
    path_parameters={"structured_target_id": str},
    success=GetStructuredTargetResponse,
    statuses=frozenset({200, 401, 404, 500}),
)


def sync(structured_target_id: str, *, client: Client) -> GetStructuredTargetResponse:
    """Get a structured target.

    Reads one structured target by its ID. The exchange answers 404 where it does not exist.

    Args:
        structured_target_id: ID of the structured target to read.
        client: Any client.

    Returns:
        The decoded response, a `GetStructuredTargetResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetStructuredTarget`.
    """
    return OPERATION.sync(client, {"structured_target_id": structured_target_id})


async def asyncio(structured_target_id: str, *, client: Client) -> GetStructuredTargetResponse:
    """Get a structured target.

    Reads one structured target by its ID. The exchange answers 404 where it does not exist.

    Args:
        structured_target_id: ID of the structured target to read.
        client: Any client.

    Returns:
        The decoded response, a `GetStructuredTargetResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetStructuredTarget`.
    """
    return await OPERATION.asyncio(client, {"structured_target_id": structured_target_id})


def sync_detailed(structured_target_id: str, *, client: Client) -> Response[GetStructuredTargetResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"structured_target_id": structured_target_id})


async def asyncio_detailed(structured_target_id: str, *, client: Client) -> Response[GetStructuredTargetResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"structured_target_id": structured_target_id})
