"""Commands that read your account."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from kalshi_cli.common import Listing, Place, fields
from kalshi_cli.output import Row
from kalshi_gen.api.market import get_market_orderbook
from kalshi_gen.api.orders import get_orders
from kalshi_gen.api.portfolio import get_fills, get_positions, get_settlements
from kalshi_gen.client import AuthenticatedClient
from kalshi_gen.types import UNSET
from kalshi_overlay import books
from kalshi_overlay.account import values
from kalshi_overlay.account.positions import AccountPosition
from kalshi_overlay.account.profit import settled_profit, unrealized
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
_PNL = ("ticker", "state", "position", "realized", "unrealized", "fees", "total")


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


def pnl(*, place: Place = Place(), listing: Listing = Listing()) -> None:
    """Show your profit and loss by market, of the primary account.

    What you hold counts at the best price at which you could sell it now; as nothing where nobody buys. The total is
    after fees.
    """
    with place.client() as client:
        listing.print(lambda: _profits(client), _PNL)


def _profits(client: AuthenticatedClient) -> Iterator[Row]:
    # An omitted subaccount is the primary one for positions, and all of them for settlements.
    for row in get_positions.sync_all(client=client, settlement_status="unsettled", subaccount=0):
        position = AccountPosition(
            ticker=row.ticker,
            count=values.number(row, "position_fp"),
            cost=values.number(row, "market_exposure_dollars"),
            realized_pnl=values.number(row, "realized_pnl_dollars"),
            fees_paid=values.number(row, "fees_paid_dollars"),
            time=row.last_updated_ts,
            subaccount=0,
        )
        best = books.best(get_market_orderbook.sync(row.ticker, client=client).orderbook_fp) if position.count else None
        held = unrealized(position, best) or Decimal(0)
        yield _profit(row.ticker, "held", position.count, position.realized_pnl, held, position.fees_paid)
    for settled in get_settlements.sync_all(client=client, subaccount=0):
        realized, fees = settled_profit(settled), values.number(settled, "fee_cost")
        yield _profit(settled.ticker, "settled", Decimal(0), realized, Decimal(0), fees)


def _profit(ticker: str, state: str, position: Decimal, realized: Decimal, held: Decimal, fees: Decimal) -> Row:
    total = realized + held - fees
    amounts = (ticker, state, position, realized, held, fees, total)
    return dict(zip(_PNL, amounts, strict=True))
