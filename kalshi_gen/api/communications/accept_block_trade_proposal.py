"""Accept a block trade proposal: `POST /communications/block-trade-proposals/{block_trade_proposal_id}/accept`."""

from __future__ import annotations

from ...client import AuthenticatedClient
from ...models.accept_block_trade_proposal_request import AcceptBlockTradeProposalRequest
from ...runtime.apis import API
from ...runtime.operation import Operation
from ...types import UNSET, Response, Unset

OPERATION = Operation(
    api=API,
    operation_id="AcceptBlockTradeProposal",
    method="POST",
    path="/communications/block-trade-proposals/{block_trade_proposal_id}/accept",
    path_parameters={"block_trade_proposal_id": str},
    body=AcceptBlockTradeProposalRequest,
    success=type(None),
    statuses=frozenset({204, 400, 401, 404, 500}),
    secured=True,
)


def sync(
    block_trade_proposal_id: str,
    *,
    client: AuthenticatedClient,
    body: AcceptBlockTradeProposalRequest | None | Unset = UNSET,
) -> None:
    """Accept a block trade proposal.

    Accepts a block trade proposal, for a subaccount or a subtrader if the body names one; it may not
    name both. Success is 204 without a body, and an unknown proposal gives 404.

    Args:
        block_trade_proposal_id: Id of the block trade proposal to accept.
        client: A signed client.
        body: The request body; each field of its model is documented there.

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

    Operation: `AcceptBlockTradeProposal`.
    """
    return OPERATION.sync(client, locals())


async def asyncio(
    block_trade_proposal_id: str,
    *,
    client: AuthenticatedClient,
    body: AcceptBlockTradeProposalRequest | None | Unset = UNSET,
) -> None:
    """Accept a block trade proposal.

    Accepts a block trade proposal, for a subaccount or a subtrader if the body names one; it may not
    name both. Success is 204 without a body, and an unknown proposal gives 404.

    Args:
        block_trade_proposal_id: Id of the block trade proposal to accept.
        client: A signed client.
        body: The request body; each field of its model is documented there.

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

    Operation: `AcceptBlockTradeProposal`.
    """
    return await OPERATION.asyncio(client, locals())


def sync_detailed(
    block_trade_proposal_id: str,
    *,
    client: AuthenticatedClient,
    body: AcceptBlockTradeProposalRequest | None | Unset = UNSET,
) -> Response[None]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, locals())


async def asyncio_detailed(
    block_trade_proposal_id: str,
    *,
    client: AuthenticatedClient,
    body: AcceptBlockTradeProposalRequest | None | Unset = UNSET,
) -> Response[None]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, locals())
