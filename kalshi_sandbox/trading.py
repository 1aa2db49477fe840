"""The exchange behind a sandbox's answers: its engine, its accounts, and the markets that it has from the start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from attrs import frozen

from .accounts import Accounts, new_rsa_key
from .answers import Answers
from .behaviour import Behaviour
from .clocks import engine_clock
from .engine import Exchange, Rules
from .engine.fees import CENTICENT, MICRODOLLAR, FeeRounding
from .engine.order import NewOrder
from .engine.recorded_book import Queue
from .instruments import CENT, event_ticker, market_ticker, market_times, number, prices, series_ticker, strike
from .key_ring import KeyRing
from .live import HandlerContext, live_handlers
from .perps.engine import PerpsExchange
from .perps.live import live_handlers as perps_handlers
from .perps.trading import new_perps_exchange, seed_perps

_OWN_BALANCE = Decimal(1000)
# Id of the account that quotes the markets from the start.
LIQUIDITY_PROVIDER = "liquidity-provider"
_SERIES = 5
_CRYPTO = ("KXBTCD", "KXETHD")
_CRYPTO_SHARD = 2
_MARKETS_PER_EVENT = 10
_LEVELS = 5
_MIN_DURATION = timedelta(days=30)
LIQUIDITY_BALANCE = Decimal(10_000_000)
_LOW, _HIGH = CENT, 1 - CENT


@frozen
class Trading:
    """An exchange with accounts and markets.

    Args:
        engine: The exchange itself.
        perps: The exchange of perpetual futures.
        context: What its handlers share.
        accounts: Its accounts.
        account: Id of the sandbox's own account.
    """

    engine: Exchange
    perps: PerpsExchange
    context: HandlerContext
    accounts: Accounts
    account: str


def start_trading(
    clock: Callable[[], float],
    keys: KeyRing,
    answers: Answers,
    behaviour: Behaviour,
    *,
    seed: int,
    tier: str | None,
    live: bool,
    queue: Queue | None = None,
) -> Trading:
    """Make the exchange behind the answers.

    Args:
        clock: The exchange's clock.
        keys: The keys that may sign.
        answers: Gets the live handlers.
        behaviour: What is done where the live exchange and its documents differ.
        seed: Seed of its ids, and of the lag of reads.
        tier: Usage tier of every account, None for no limit.
        live: Whether there are markets.
        queue: How orders wait behind those of recorded books, which then are the only markets; else None.
    """
    rules = Rules(
        shards=behaviour.shards,
        killed_orders_use_their_id=behaviour.killed_orders_use_their_id,
        empty_changes_are_rejected=behaviour.empty_changes_are_rejected,
        empty_shard_rejection=behaviour.empty_shard_rejection,
        settlements_are_gross=behaviour.settlements_are_gross,
        fee_rounding=FeeRounding(
            fee_step=MICRODOLLAR if behaviour.fees_follow_the_guide else CENTICENT,
            balance_step=CENT if behaviour.balances_are_in_cents else CENTICENT,
            gives_back=behaviour.fees_follow_the_guide,
        ),
    )
    engine = Exchange(engine_clock(clock), seed=seed, rules=rules, queue=queue)
    context = HandlerContext(engine, keys, seed=seed, tier=tier, behaviour=behaviour)
    perps = new_perps_exchange(engine, behaviour, seed)
    accounts = Accounts(context, perps)
    account = accounts.open(_OWN_BALANCE, key=new_rsa_key())
    if live:
        accounts.open(LIQUIDITY_BALANCE, LIQUIDITY_PROVIDER)
        if queue is None:
            seed_markets(engine)
        seed_perps(perps, LIQUIDITY_PROVIDER)
        answers.handlers.update(live_handlers(context, seed))
        answers.handlers.update(perps_handlers(perps, context, seed))
    return Trading(engine, perps, context, accounts, account)


def seed_markets(exchange: Exchange) -> None:
    """Add the sandbox's series, an event of each with ten open markets, and resting quotes on both sides.

    Crypto markets are on shard 2. The other markets are on any shard, each always on the same.

    Args:
        exchange: An exchange with the account `LIQUIDITY_PROVIDER` and without these series.
    """
    for index in range(_SERIES):
        series = series_ticker(index)
        exchange.markets.add_series(series, title=f"Daily value of {series}")
        event = event_ticker(index)
        shard = _shard_of(market_ticker(0, event=event), exchange.shards.count)
        exchange.markets.add_event(
            event, series_ticker=series, title=f"Closing value of {series}", exchange_index=shard
        )
        for at in range(_MARKETS_PER_EVENT):
            _add_market(exchange, market_ticker(at, event=event))


def _add_market(exchange: Exchange, ticker: str) -> None:
    floor = strike(ticker)
    now = exchange.clock.now()
    exchange.markets.add(
        ticker,
        yes_sub_title=f"{floor:,.0f} or above",
        no_sub_title=f"Below {floor:,.0f}",
        close_time=max(market_times(ticker)["close_time"], now + _MIN_DURATION),
        exchange_index=_shard_of(ticker, exchange.shards.count),
    )
    best = prices(ticker)
    for level in range(_LEVELS):
        _quote(exchange, ticker, "bid", best["yes_bid"] - level * CENT, level)
        _quote(exchange, ticker, "ask", best["yes_ask"] + level * CENT, level)


def _shard_of(ticker: str, shards: int) -> int:
    if ticker.startswith(_CRYPTO):
        return min(_CRYPTO_SHARD, shards - 1)
    return number(f"{ticker}/shard", 0, shards - 1)


def _quote(exchange: Exchange, ticker: str, side: str, price: Decimal, level: int) -> None:
    if not _LOW <= price <= _HIGH:
        return
    size = Decimal(number(f"{ticker}/{side}/{level}", 10, 500))
    order = NewOrder(ticker=ticker, side="bid" if side == "bid" else "ask", count=size, price=price, post_only=True)
    exchange.orders.place(LIQUIDITY_PROVIDER, order)
