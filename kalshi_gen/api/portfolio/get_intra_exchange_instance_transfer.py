"""Read a transfer between exchange instances: `GET /portfolio/intra_exchange_instance_transfers/{transfer_id}`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.get_intra_exchange_instance_transfer_response import GetIntraExchangeInstanceTransferResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="GetIntraExchangeInstanceTransfer",
    method="GET",
    path="/portfolio/intra_exchange_instance_transfers/{transfer_id}",
    path_parameters={"transfer_id": str},
    success=GetIntraExchangeInstanceTransferResponse,
    statuses=frozenset({200, 401, 404, 500}),
    secured=True,
)


def sync(transfer_id: str, *, client: AuthenticatedClient) -> GetIntraExchangeInstanceTransferResponse:
    """Read a transfer between exchange instances.

    Returns one transfer by its id, with its status `pending` or `complete`; read it to learn when an
    accepted transfer is done. An unknown id gives 404.

    Args:
        transfer_id: Id of the transfer, as the exchange returned it when the transfer was requested.
        client: A signed client.

    Returns:
        The decoded response, a `GetIntraExchangeInstanceTransferResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetIntraExchangeInstanceTransfer`.
    """
    return OPERATION.sync(client, {"transfer_id": transfer_id})


async def asyncio(transfer_id: str, *, client: AuthenticatedClient) -> GetIntraExchangeInstanceTransferResponse:
    """Read a transfer between exchange instances.

    Returns one transfer by its id, with its status `pending` or `complete`; read it to learn when an
    accepted transfer is done. An unknown id gives 404.

    Args:
        transfer_id: Id of the transfer, as the exchange returned it when the transfer was requested.
        client: A signed client.

    Returns:
        The decoded response, a `GetIntraExchangeInstanceTransferResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiAuthError: The exchange answered 401.
        KalshiNotFoundError: The exchange answered 404.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetIntraExchangeInstanceTransfer`.
    """
    return await OPERATION.asyncio(client, {"transfer_id": transfer_id})


def sync_detailed(
    transfer_id: str, *, client: AuthenticatedClient
) -> Response[GetIntraExchangeInstanceTransferResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"transfer_id": transfer_id})


async def asyncio_detailed(
    transfer_id: str, *, client: AuthenticatedClient
) -> Response[GetIntraExchangeInstanceTransferResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"transfer_id": transfer_id})
