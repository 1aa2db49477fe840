"""List premium index points: `GET /margin/funding_rates/premium_index`."""

from __future__ import annotations

from ....client import Client
from ....runtime.apis import PERPS
from ....runtime.operation import Operation
from ....types import AwareDatetime, Response, UnixSeconds, UnixSecondsUp
from ...models.get_margin_premium_index_response import GetMarginPremiumIndexResponse

OPERATION = Operation(
    api=PERPS,
    operation_id="GetMarginPremiumIndex",
    method="GET",
    path="/margin/funding_rates/premium_index",
    query={"ticker": str, "start_ts": UnixSeconds, "end_ts": UnixSecondsUp},
    required=("ticker", "start_ts", "end_ts"),
    success=GetMarginPremiumIndexResponse,
    statuses=frozenset({200, 400, 500}),
)


def sync(
    *, client: Client, ticker: str, start_ts: int | AwareDatetime, end_ts: int | AwareDatetime
) -> GetMarginPremiumIndexResponse:
    """List premium index points.

    Returns the premium index of one market for each second of a window of at most one hour: how far the
    book was above or below the underlying index, as a signed fraction. The points inform and may differ
    from what funding is computed with. A second without a measurable premium has 0, and seconds that
    were not recorded have no point. Unix times may also be aware `datetime`s; starts are rounded down
    to the second, ends up.

    Args:
        client: Any client.
        ticker: Ticker of the market whose premium index is read.
        start_ts: Start of the window in Unix seconds, included.
        end_ts: End of the window in Unix seconds, excluded. It must lie after `start_ts`, by one hour
            at most.

    Returns:
        The decoded response, a `GetMarginPremiumIndexResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginPremiumIndex`.
    """
    return OPERATION.sync(client, {"ticker": ticker, "start_ts": start_ts, "end_ts": end_ts})


async def asyncio(
    *, client: Client, ticker: str, start_ts: int | AwareDatetime, end_ts: int | AwareDatetime
) -> GetMarginPremiumIndexResponse:
    """List premium index points.

    Returns the premium index of one market for each second of a window of at most one hour: how far the
    book was above or below the underlying index, as a signed fraction. The points inform and may differ
    from what funding is computed with. A second without a measurable premium has 0, and seconds that
    were not recorded have no point. Unix times may also be aware `datetime`s; starts are rounded down
    to the second, ends up.

    Args:
        client: Any client.
        ticker: Ticker of the market whose premium index is read.
        start_ts: Start of the window in Unix seconds, included.
        end_ts: End of the window in Unix seconds, excluded. It must lie after `start_ts`, by one hour
            at most.

    Returns:
        The decoded response, a `GetMarginPremiumIndexResponse`.

    Raises:
        WrongClientError: The client is of another API; nothing was sent.
        InvalidRequestError: An argument is not what the spec allows; nothing was sent.
        KalshiValidationError: The exchange answered 400.
        KalshiServerError: The exchange answered 500.
        UnexpectedStatus: The exchange answered any other status outside 2xx, or an error in a 2xx.
        KalshiDecodeError: The exchange answered 2xx, but the response can't be decoded.

    Operation: `GetMarginPremiumIndex`.
    """
    return await OPERATION.asyncio(client, {"ticker": ticker, "start_ts": start_ts, "end_ts": end_ts})


def sync_detailed(
    *, client: Client, ticker: str, start_ts: int | AwareDatetime, end_ts: int | AwareDatetime
) -> Response[GetMarginPremiumIndexResponse]:
    """Like `sync`, but return the complete response, and raise for no HTTP status."""
    return OPERATION.sync_detailed(client, {"ticker": ticker, "start_ts": start_ts, "end_ts": end_ts})


async def asyncio_detailed(
    *, client: Client, ticker: str, start_ts: int | AwareDatetime, end_ts: int | AwareDatetime
) -> Response[GetMarginPremiumIndexResponse]:
    """Like `asyncio`, but return the complete response, and raise for no HTTP status."""
    return await OPERATION.asyncio_detailed(client, {"ticker": ticker, "start_ts": start_ts, "end_ts": end_ts})
