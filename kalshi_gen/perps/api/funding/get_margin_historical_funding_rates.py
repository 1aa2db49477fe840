"""List past funding rates: `GET /margin/funding_rates/historical`."""

from __future__ import annotations

from ....client import Client
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import UNSET, AwareDatetime, Response, UnixSeconds, UnixSecondsUp, Unset
from ...models.get_margin_historical_funding_rates_response import GetMarginHistoricalFundingRatesResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="GetMarginHistoricalFundingRates",
    method="GET",
    path="/margin/funding_rates/historical",
    query={"ticker": str, "start_ts": UnixSeconds, "end_ts": UnixSecondsUp},
    success=GetMarginHistoricalFundingRatesResponse,
    statuses=frozenset({200, 400, 500}),
)


def sync(
    *,
    client: Client,
    ticker: str | None | Unset = UNSET,
    start_ts: int | AwareDatetime | None | Unset = UNSET,
    end_ts: int | AwareDatetime | None | Unset = UNSET,
) -> GetMarginHistoricalFundingRatesResponse:
    """List past funding rates.

    Lists the funding rates that were applied, of one market or of all, each with the mark price at its
    time. The list is not paged. Unix times may also be aware `datetime`s; starts are rounded down to
    the second, ends up.

    Args:
        client: Any client.
        ticker: Ticker of the only market whose rates are wanted. Rates of every market come when it is
            left out.
        start_ts: Start of the range in Unix seconds. The list begins with the earliest rate when it is
            left out.
        end_ts: End of the range in Unix seconds. The list goes on until now when it is left out.

    Returns:
        The decoded response, a `GetMarginHistoricalFundingRatesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginHistoricalFundingRates`.
    """
    return OPERATION.sync(client, {"ticker": ticker, "start_ts": start_ts, "end_ts": end_ts})


async def asyncio(
    *,
    client: Client,
    ticker: str | None | Unset = UNSET,
    start_ts: int | AwareDatetime | None | Unset = UNSET,
    end_ts: int | AwareDatetime | None | Unset = UNSET,
) -> GetMarginHistoricalFundingRatesResponse:
    """List past funding rates.

    Lists the funding rates that were applied, of one market or of all, each with the mark price at its
    time. The list is not paged. Unix times may also be aware `datetime`s; starts are rounded down to
    the second, ends up.

    Args:
        client: Any client.
        ticker: Ticker of the only market whose rates are wanted. Rates of every market come when it is
            left out.
        start_ts: Start of the range in Unix seconds. The list begins with the earliest rate when it is
            left out.
        end_ts: End of the range in Unix seconds. The list goes on until now when it is left out.

    Returns:
        The decoded response, a `GetMarginHistoricalFundingRatesResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginHistoricalFundingRates`.
    """
    return await OPERATION.asyncio(client, {"ticker": ticker, "start_ts": start_ts, "end_ts": end_ts})


def sync_detailed(
    *,
    client: Client,
    ticker: str | None | Unset = UNSET,
    start_ts: int | AwareDatetime | None | Unset = UNSET,
    end_ts: int | AwareDatetime | None | Unset = UNSET,
) -> Response[GetMarginHistoricalFundingRatesResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"ticker": ticker, "start_ts": start_ts, "end_ts": end_ts})


async def asyncio_detailed(
    *,
    client: Client,
    ticker: str | None | Unset = UNSET,
    start_ts: int | AwareDatetime | None | Unset = UNSET,
    end_ts: int | AwareDatetime | None | Unset = UNSET,
) -> Response[GetMarginHistoricalFundingRatesResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"ticker": ticker, "start_ts": start_ts, "end_ts": end_ts})
