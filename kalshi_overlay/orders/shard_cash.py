"""Cash by shard, and how much of it an order had that was rejected for want of it.

Each shard has its own cash, and an order is paid by its market's shard alone. So an account with enough in total gets
such a rejection, at times under a code that is misleading.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any

from kalshi_gen.api.market import get_markets
from kalshi_gen.api.portfolio import get_balance
from kalshi_gen.errors import KalshiError, UnexpectedStatus
from kalshi_overlay.errors import OrderRejectedError, UnusableAnswerError
from kalshi_overlay.flow import Flow
from kalshi_overlay.orders.changing import BY_TICKER
from kalshi_overlay.orders.context import DeadlinePassed, OperationContext

# Users report that an order on a shard without cash is rejected with one of the last two, 2026.
_CODES = frozenset({"insufficient_balance", "user_not_found", "market_not_found"})
# What is read to explain an error must not hold it back for long.
_MOST_SECONDS = 2.0
_OURS = "kalshi_overlay.shards.transfer"
_GENERATED = "kalshi_gen.api.portfolio.intra_exchange_instance_transfer"
# A shard without cash may be left out of a breakdown.
_NONE = Decimal(0)


def cash_of(answer: Any) -> dict[int, Decimal]:
    """The US dollars on each shard, as an answer of `GetBalance` has them.

    Raises:
        UnusableAnswerError: The answer has no breakdown, or one that can't be read: that is not the same as no cash.
    """
    breakdown = getattr(answer, "balance_breakdown", None)
    if not isinstance(breakdown, list) or not breakdown:
        problem = "GetBalance has no balance_breakdown; a key that is restricted to a subaccount gets none"
        raise UnusableAnswerError(problem)
    cash = {getattr(entry, "exchange_index", None): getattr(entry, "balance", None) for entry in breakdown}
    if len(cash) < len(breakdown) or not all(
        isinstance(shard, int) and isinstance(dollars, Decimal) and dollars.is_finite()
        for shard, dollars in cash.items()
    ):
        raise UnusableAnswerError("GetBalance.balance_breakdown has a shard twice, or without its balance")
    return cash  # type: ignore[return-value]


def is_about_cash(error: object) -> bool:
    """Whether an order was rejected, for good, for want of cash on its market's shard, or may have been."""
    return isinstance(error, UnexpectedStatus | OrderRejectedError) and str(error.code).lower() in _CODES


def explain(context: OperationContext, orders: Mapping[str, Any], errors: Mapping[str, KalshiError]) -> Flow[None]:
    """Add to rejections how much cash the market's shard has, and how much the others; both by client_order_id.

    What can't be read in a few seconds, and before the operation's deadline, is left out: the rejection is what counts.
    """
    rejected = {name: orders[name] for name, error in errors.items() if is_about_cash(error)}
    aside = context.aside(_MOST_SECONDS)
    with suppress(KalshiError, DeadlinePassed):
        tickers = list(dict.fromkeys(order.ticker for order in rejected.values()))
        answer = yield from aside.read(get_markets, tickers=tickers, limit=len(tickers))
        shards = _shards_of(answer.parsed)
        for subaccount in dict.fromkeys(order.subaccount for order in rejected.values()):
            cash = cash_of((yield from aside.read(get_balance, subaccount=subaccount)).parsed)
            for name, order in rejected.items():
                if order.subaccount == subaccount and order.ticker in shards:
                    _add_note(errors[name], _note(order, shards[order.ticker], cash))


def _shards_of(answer: Any) -> dict[str, int]:
    """The shards of markets, by their tickers; without those that an answer doesn't say."""
    markets = getattr(answer, "markets", None)
    pairs = [(getattr(market, "ticker", None), getattr(market, "exchange_index", None)) for market in markets or ()]
    return {ticker: shard for ticker, shard in pairs if isinstance(ticker, str) and isinstance(shard, int)}


def _add_note(error: KalshiError, note: str) -> None:
    # The rejection of an entire batch is that of each of its orders.
    if note not in getattr(error, "__notes__", ()):
        error.add_note(note)


def _note(order: Any, shard: int, cash: dict[int, Decimal]) -> str:
    """What pays for an order, what there is on other shards, and how it is moved."""
    # It is not certain whether resting orders reduce a balance.
    own = f"it has ${cash.get(shard, _NONE):f}, perhaps with what resting orders hold"
    others = [f"${dollars:f} on shard {index}" for index, dollars in cash.items() if index != shard and dollars]
    # A transfer of a numbered subaccount can't be found again if its response is lost, so ours makes none.
    mover = _GENERATED if order.subaccount else _OURS
    rest = f"you can move what the others have ({', '.join(others)}) with {mover}" if others else "the others have none"
    sent = order.exchange_index
    is_elsewhere = isinstance(sent, int) and sent not in (BY_TICKER, shard)
    wrong = f"the order was sent to shard {sent}, but " if is_elsewhere else ""
    return f"{wrong}{order.ticker} is on shard {shard}, which alone pays for its orders: {own}; {rest}"
