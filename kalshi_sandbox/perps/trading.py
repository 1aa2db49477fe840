"""The exchange of perpetual futures behind a sandbox's answers: its engine and the markets that it has at the start."""

from __future__ import annotations

from decimal import Decimal

from ..behaviour import Behaviour
from ..engine import Exchange
from ..instruments import number
from ..samples.perps import CONTRACTS, Contract
from .engine import NewOrder, PerpsExchange, Rules

_SEEDS_APART = 1 << 65
_LEVELS = 3
_TICK = Decimal("0.0001")
_NO_LIMIT = Decimal(1_000_000_000)
# Group of markets and rate of maintenance margin by asset class.
_CLASSES = {
    "Crypto": (0, Decimal("0.13")),
    "Metals": (1, Decimal("0.05")),
    "Equities": (2, Decimal("0.2")),
}


def new_perps_exchange(events: Exchange, behaviour: Behaviour, seed: int) -> PerpsExchange:
    """An exchange of perpetual futures that shares the clock of one of event contracts.

    Args:
        events: The other exchange.
        behaviour: What is done where the live exchange and its documents differ.
        seed: Seed of its ids and index prices.
    """
    rules = Rules(
        killed_orders_use_their_id=behaviour.killed_orders_use_their_id,
        empty_changes_are_rejected=behaviour.empty_changes_are_rejected,
    )
    # The other exchange makes its ids of the same seed.
    return PerpsExchange(events.clock, seed=seed + _SEEDS_APART, rules=rules)


def seed_perps(exchange: PerpsExchange, account: str) -> None:
    """Add the sandbox's markets with quotes on both sides. Their index prices stay as they are until you move them.

    Args:
        exchange: An exchange without markets.
        account: An account that quotes them.
    """
    exchange.accounts.set_notional_limit(account, _NO_LIMIT)
    for contract in CONTRACTS:
        _add_market(exchange, contract, account)


def _add_market(exchange: PerpsExchange, contract: Contract, account: str) -> None:
    group, rate = _CLASSES[contract.asset_class]
    exchange.markets.add(
        contract.ticker,
        index_price=contract.price,
        title=contract.title,
        contract_size=Decimal(contract.contract_size),
        tick_size=_TICK,
        maintenance_rate=rate,
        exchange_index=group,
        asset_class=contract.asset_class,
    )
    exchange.markets.set_index(contract.ticker, contract.price)
    for level in range(_LEVELS):
        for side, price in (
            ("bid", contract.price - (level + 2) * _TICK),
            ("ask", contract.price + (level + 3) * _TICK),
        ):
            size = Decimal(number(f"{contract.ticker}/{side}/{level}", 10, 500))
            order = NewOrder(
                client_order_id=f"{contract.ticker}/{side}/{level}",
                ticker=contract.ticker,
                side="bid" if side == "bid" else "ask",
                count=size,
                price=price,
                post_only=True,
            )
            exchange.orders.place(account, order)
