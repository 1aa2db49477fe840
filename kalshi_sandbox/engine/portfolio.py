"""Reading what accounts have: balances, positions and settlements."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from attrs import frozen

from .operation import operation
from .order import ONE, ZERO, Owner
from .positions import Position, Settlement
from .state import State


@frozen(kw_only=True)
class Balance:
    """Money of a subaccount in US dollars.

    Args:
        cash: Available balance, on all shards together.
        collateral: Held for its resting orders.
        portfolio_value: Its contracts at the last trade price.
        cash_on: Available balance, by shard.
        total_on: Available balance and collateral together, by shard.
        portfolio_value_on: Its contracts, by shard.
        updated_time: When fills, settlements, deposits or transfers last changed it.
    """

    owner: Owner
    cash: Decimal
    collateral: Decimal
    portfolio_value: Decimal
    cash_on: tuple[Decimal, ...]
    total_on: tuple[Decimal, ...]
    portfolio_value_on: tuple[Decimal, ...]
    updated_time: datetime

    @property
    def total(self) -> Decimal:
        """Cash and collateral together; placing and canceling orders doesn't change it."""
        return self.cash + self.collateral


@frozen(eq=False)
class Portfolio:
    """What each account has. An unknown account is rejected with 404."""

    _state: State

    @operation
    def balance(self, account: str, *, subaccount: int = 0) -> Balance:
        """Money of a subaccount."""
        state = self._state
        owner = state.owner(account, subaccount)
        wallet = state.ledger.wallets[owner]
        values = [ZERO] * state.rules.shards
        for position in state.positions.of_owner(owner):
            values[state.ledger.shard_of[position.ticker]] += self._value(position)
        totals = list(wallet.cash_on)
        for ticker, amount in wallet.held.items():
            totals[state.ledger.shard_of[ticker]] += amount
        return Balance(
            owner=owner,
            cash=wallet.cash,
            collateral=wallet.collateral,
            portfolio_value=sum(values, ZERO),
            cash_on=tuple(wallet.cash_on),
            total_on=tuple(totals),
            portfolio_value_on=tuple(values),
            updated_time=wallet.updated,
        )

    @operation
    def balances(self, account: str) -> list[Balance]:
        """Money of all subaccounts of an account, the primary one first."""
        numbers = range(self._state.account(account).subaccounts + 1)
        return [self.balance(account, subaccount=number) for number in numbers]

    @operation
    def positions(self, account: str, *, subaccount: int = 0) -> list[Position]:
        """Positions of a subaccount, including flat and settled ones, oldest first."""
        return self._state.positions.of_owner(self._state.owner(account, subaccount))

    @operation
    def settlements(self, account: str, *, subaccount: int | None = None) -> list[Settlement]:
        """Settlements of an account, oldest first."""
        settlements = self._state.account(account).settlements
        return [item for item in settlements if subaccount in (None, item.owner.subaccount)]

    def _value(self, position: Position) -> Decimal:
        last = self._state.tape.last_trade(position.ticker) if position.count else None
        if last is None:
            return ZERO
        return abs(position.count) * (last.price if position.count > ZERO else ONE - last.price)
