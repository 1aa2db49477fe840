"""Commands that read your account."""

from __future__ import annotations

from typing import Literal

from kalshi_cli.common import Listing, Place, fields
from kalshi_gen.api.orders import get_orders
from kalshi_gen.api.portfolio import get_fills, get_positions, get_settlements
from kalshi_gen.types import UNSET
from kalshi_overlay.shards import balances

_POSITIONS = {
    "ticker": "ticker",
    "position": "position_fp",
    "exposure": "market_exposure_dollars",
    "realized_pnl": "realized_pnl_dollars",
    "fees": "fees_paid_dollars",
    "shard": "exchange_index",
}
_ORDERS = {
    "order_id": "order_id",
    "ticker": "ticker",
    "side": "book_side",
    "yes_price": "yes_price_dollars",
    "filled": "fill_count_fp",
    "remaining": "remaining_count_fp",
    "status": "status",
    "created": "created_time",
}
_FILLS = {
    "time": "created_time",
    "ticker": "ticker",
    "side": "book_side",
    "yes_price": "yes_price_dollars",
    "count": "count_fp",
    "fee": "fee_cost",
    "taker": "is_taker",
    "order_id": "order_id",
}
_SETTLEMENTS = {
    "time": "settled_time",
    "ticker": "ticker",
    "result": "market_result",
    "yes_count": "yes_count_fp",
    "no_count": "no_count_fp",
    "revenue_cents": "revenue",
    "fees": "fee_cost",
}


def balance(*, place: Place = Place(), listing: Listing = Listing()) -> None:
    """Show your cash by shard; an order is paid by its market's shard alone."""
    with place.client() as client:
        listing.print(
            lambda: [{"shard": each, "cash": cash} for each, cash in sorted(balances.sync(client=client).items())],
            ("shard", "cash"),
        )


def positions(*, place: Place = Place(), listing: Listing = Listing()) -> None:
    """List your positions; below 0 is no."""
    with place.client() as client:
        listing.print(
            lambda: (fields(each, _POSITIONS) for each in get_positions.sync_all(client=client)), tuple(_POSITIONS)
        )


def orders(
    ticker: str | None = None,
    *,
    status: Literal["resting", "canceled", "executed", "any"] = "resting",
    place: Place = Place(),
    listing: Listing = Listing(),
) -> None:
    """List your orders.

    Args:
        ticker: Ticker of a market; all markets by default.
        status: Status of the orders.
    """
    with place.client() as client:
        listing.print(
            lambda: (
                fields(each, _ORDERS)
                for each in get_orders.sync_all(
                    client=client,
                    ticker=UNSET if ticker is None else ticker,
                    status=UNSET if status == "any" else status,
                )
            ),
            tuple(_ORDERS),
        )


def fills(ticker: str | None = None, *, place: Place = Place(), listing: Listing = Listing()) -> None:
    """List your fills, the newest first.

    Args:
        ticker: Ticker of a market; all markets by default.
    """
    with place.client() as client:
        listing.print(
            lambda: (
                fields(each, _FILLS)
                for each in get_fills.sync_all(client=client, ticker=UNSET if ticker is None else ticker)
            ),
            tuple(_FILLS),
        )


def settlements(*, place: Place = Place(), listing: Listing = Listing()) -> None:
    """List your settled markets."""
    with place.client() as client:
        listing.print(
            lambda: (fields(each, _SETTLEMENTS) for each in get_settlements.sync_all(client=client)),
            tuple(_SETTLEMENTS),
        )
