"""Money: cash, collateral of resting orders, the pots that back open contracts, fees; none is made or lost.

Cash lies on the exchange's shards. A market is on one shard, and what happens there is paid from and to that shard.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from decimal import ROUND_DOWN, Decimal

from attrs import define, field, frozen

from .order import ZERO, Owner

_CENT = Decimal("0.01")


@define
class Purse:
    """The money of one subaccount, in US dollars.

    Args:
        cash_on: What it can spend, by shard: available balance.
        held: Collateral of its resting orders, by market.
    """

    opened: datetime
    updated: datetime
    cash_on: list[Decimal]
    held: dict[str, Decimal] = field(factory=dict)

    @property
    def cash(self) -> Decimal:
        """What it can spend on all shards together."""
        return sum(self.cash_on, ZERO)

    @property
    def collateral(self) -> Decimal:
        """All collateral held for resting orders."""
        return sum(self.held.values(), ZERO)


@frozen(kw_only=True)
class Transfer:
    """Cash that moved between two subaccounts.

    Args:
        amount: US dollars.
        exchange_index: The shard on which it moved.
    """

    transfer_id: str
    client_transfer_id: str
    account: str
    from_subaccount: int
    to_subaccount: int
    amount: Decimal
    created_time: datetime
    exchange_index: int = 0


@frozen(kw_only=True)
class ShardTransfer:
    """Cash that moved between two shards, or from one subaccount to another on the way.

    Args:
        client_transfer_id: The caller's own id, empty for none.
        amount: US dollars.
        arrival_time: When it is there.
    """

    transfer_id: str
    client_transfer_id: str
    source: Owner
    source_shard: int
    destination: Owner
    destination_shard: int
    amount: Decimal
    created_time: datetime
    arrival_time: datetime


class Ledger:
    """Every US dollar on the exchange, and where it is.

    Args:
        shards: How many shards there are.

    Attributes:
        shard_of: The shard of each market.
        transit: Cash that has left one shard and has not come to the other yet.
    """

    def __init__(self, shards: int = 1) -> None:
        self.shards = shards
        self.shard_of: dict[str, int] = {}
        self.transit = ZERO
        self.purses: dict[Owner, Purse] = {}
        self.pots: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
        self.fees = ZERO
        self.deposits = ZERO

    def open(self, owner: Owner, now: datetime) -> None:
        """Give a subaccount an empty purse."""
        self.purses[owner] = Purse(opened=now, updated=now, cash_on=[ZERO] * self.shards)

    def deposit(self, owner: Owner, parts: list[Decimal], now: datetime) -> None:
        """Bring money in from outside, so much for each shard, or take out what is below zero."""
        for shard, amount in enumerate(parts):
            self._change(owner, shard, amount, now)
        self.deposits += sum(parts, ZERO)

    def move(self, payer: Owner, receiver: Owner, amount: Decimal, now: datetime, shard: int) -> None:
        """Move cash from one purse to another on a shard."""
        self._change(payer, shard, -amount, now)
        self._change(receiver, shard, amount, now)

    def send(self, payer: Owner, amount: Decimal, now: datetime, shard: int) -> None:
        """Take cash off a shard; it is on its way until it arrives."""
        self._change(payer, shard, -amount, now)
        self.transit += amount

    def arrive(self, receiver: Owner, amount: Decimal, now: datetime, shard: int) -> None:
        """Put cash that is on its way onto a shard."""
        self.transit -= amount
        self._change(receiver, shard, amount, now)

    def parts(self, amount: Decimal) -> list[Decimal]:
        """An amount in equal parts in whole cents, one a shard; shard 0 has the rest as well."""
        part = (amount / self.shards).quantize(_CENT, ROUND_DOWN)
        return [amount - part * (self.shards - 1), *[part] * (self.shards - 1)]

    def hold(self, owner: Owner, ticker: str, amount: Decimal) -> None:
        """Hold just this much collateral for the owner's orders in a market, from and to its cash."""
        purse = self.purses[owner]
        purse.cash_on[self.shard_of[ticker]] -= amount - purse.held.get(ticker, ZERO)
        if amount:
            purse.held[ticker] = amount
        else:
            purse.held.pop(ticker, None)

    def held(self, owner: Owner, ticker: str) -> Decimal:
        """Collateral held for the owner's orders in a market."""
        return self.purses[owner].held.get(ticker, ZERO)

    def is_empty_on(self, owner: Owner, shard: int) -> bool:
        """Whether a subaccount has money, but none on one shard, for resting orders neither."""
        purse = self.purses[owner]
        has_some = purse.cash > ZERO or bool(purse.held)
        return has_some and not purse.cash_on[shard] and all(self.shard_of[ticker] != shard for ticker in purse.held)

    def pay_pot(self, owner: Owner, ticker: str, amount: Decimal, now: datetime) -> None:
        """Pay into the pot that backs a market's contracts, or be paid by it when the amount is below zero."""
        self._change(owner, self.shard_of[ticker], -amount, now)
        self.pots[ticker] += amount

    def charge_fee(self, owner: Owner, ticker: str, amount: Decimal) -> None:
        """Take a fee for a fill in a market."""
        self.purses[owner].cash_on[self.shard_of[ticker]] -= amount
        self.fees += amount

    def imbalance(self) -> Decimal:
        """What is too much or too little on the exchange, in US dollars: always exactly zero.

        Cash, collateral, fees, pots and what is on its way together are what was ever deposited; payouts are in the
        cash of who got them.
        """
        purses = sum((purse.cash + purse.collateral for purse in self.purses.values()), ZERO)
        return purses + self.fees + self.transit + sum(self.pots.values(), ZERO) - self.deposits

    def _change(self, owner: Owner, shard: int, amount: Decimal, now: datetime) -> None:
        purse = self.purses[owner]
        purse.cash_on[shard] += amount
        purse.updated = now
