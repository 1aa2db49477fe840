"""Estimate the maintenance margin of a portfolio: `POST /margin/estimate_maintenance_margin`."""

from __future__ import annotations

from ....client import AuthenticatedClient
from ....runtime.apis import KLEAR
from ....runtime.operation import Operation
from ....types import Response
from ...models.estimate_portfolio_maintenance_margin_request import EstimatePortfolioMaintenanceMarginRequest
from ...models.estimate_portfolio_maintenance_margin_response import EstimatePortfolioMaintenanceMarginResponse

OPERATION = Operation(
    api=KLEAR,
    operation_id="EstimatePortfolioMaintenanceMargin",
    method="POST",
    path="/margin/estimate_maintenance_margin",
    required=("body",),
    body=EstimatePortfolioMaintenanceMarginRequest,
    success=EstimatePortfolioMaintenanceMarginResponse,
    statuses=frozenset({200, 400, 401, 403, 404, 500}),
    secured=True,
)


def sync(
    *, client: AuthenticatedClient, body: EstimatePortfolioMaintenanceMarginRequest
) -> EstimatePortfolioMaintenanceMarginResponse:
    """Estimate the maintenance margin of a portfolio.

    Computes the maintenance margin of a portfolio that you make up, with its parts, under the rules
    that apply to you. It changes nothing, and the portfolio has nothing to do with what you hold. All
    its markets must be of one asset class.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `EstimatePortfolioMaintenanceMarginResponse`.

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

    Operation: `EstimatePortfolioMaintenanceMargin`.
    """
    return OPERATION.sync(client, {"body": body})


async def asyncio(
    *, client: AuthenticatedClient, body: EstimatePortfolioMaintenanceMarginRequest
) -> EstimatePortfolioMaintenanceMarginResponse:
    """Estimate the maintenance margin of a portfolio.

    Computes the maintenance margin of a portfolio that you make up, with its parts, under the rules
    that apply to you. It changes nothing, and the portfolio has nothing to do with what you hold. All
    its markets must be of one asset class.

    Args:
        client: A signed client.
        body: The request body; each field of its model is documented there.

    Returns:
        The decoded response, a `EstimatePortfolioMaintenanceMarginResponse`.

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

    Operation: `EstimatePortfolioMaintenanceMargin`.
    """
    return await OPERATION.asyncio(client, {"body": body})


def sync_detailed(
    *, client: AuthenticatedClient, body: EstimatePortfolioMaintenanceMarginRequest
) -> Response[EstimatePortfolioMaintenanceMarginResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"body": body})


async def asyncio_detailed(
    *, client: AuthenticatedClient, body: EstimatePortfolioMaintenanceMarginRequest
) -> Response[EstimatePortfolioMaintenanceMarginResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"body": body})
