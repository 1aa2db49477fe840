"""Propose a block trade: `POST /communications/block-trade-proposals`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.propose_block_trade_request import ProposeBlockTradeRequest
from ...models.propose_block_trade_response import ProposeBlockTradeResponse
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import Response

OPERATION = Operation(
    api=API,
    operation_id="ProposeBlockTrade",
    method="POST",
    path="/communications/block-trade-proposals",
    required=("body",),
    body=ProposeBlockTradeRequest,
    success=ProposeBlockTradeResponse,
    statuses=frozenset({201, 400, 401, 403, 500}),
    secured=True,
)


def sync(*, client: AuthenticatedClient, body: ProposeBlockTradeRequest) -> ProposeBlockTradeResponse:
    """Propose a block trade.

    Proposes a block trade on one market between a buyer and a seller, and returns the id of the
    proposal. A key without the permission gives 403.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `ProposeBlockTradeResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `ProposeBlockTrade`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(*, client: AuthenticatedClient, body: ProposeBlockTradeRequest) -> ProposeBlockTradeResponse:
    """Propose a block trade.

    Proposes a block trade on one market between a buyer and a seller, and returns the id of the
    proposal. A key without the permission gives 403.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `ProposeBlockTradeResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        AuthRequiredError: The client can't sign; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiAuthError: The exchange answered 401 or 403.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `ProposeBlockTrade`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(
    *, client: AuthenticatedClient, body: ProposeBlockTradeRequest
) -> Response[ProposeBlockTradeResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(
    *, client: AuthenticatedClient, body: ProposeBlockTradeRequest
) -> Response[ProposeBlockTradeResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
