"""The money: cash, collateral of resting orders, the pools that back open contracts, and fees. The sum is constant.

Cash is on the exchange's shards. A market is on one shard, and everything in it is paid from and to that shard.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from decimal import ROUND_DOWN, Decimal

from attrs import define, field

from .order import ZERO, Owner

_CENT = Decimal("0.01")


@define
class Wallet:
    """The money of one subaccount, in US dollars.

    Args:
        cash_on: Available balance, by shard.
        held: Collateral of its resting orders, by market.
    """

    opened: datetime
    updated: datetime
    cash_on: list[Decimal]
    held: dict[str, Decimal] = field(factory=dict)

    @property
    def cash(self) -> Decimal:
        """Available balance on all shards together."""
        return sum(self.cash_on, ZERO)

    @property
    def collateral(self) -> Decimal:
        """All collateral held for resting orders."""
        return sum(self.held.values(), ZERO)


class Ledger:
    """Every US dollar on the exchange, and where it is.

    Args:
        shards: How many shards there are.

    Attributes:
        shard_of: The shard of each market.
        transit: Cash that has left one shard and has not arrived at the other.
        settlement_pools: What backs the open contracts of each market; settlement pays the winners from it.
    """

    def __init__(self, shards: int = 1) -> None:
        self.shards = shards
        self.shard_of: dict[str, int] = {}
        self.transit = ZERO
        self.wallets: dict[Owner, Wallet] = {}
        self.settlement_pools: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
        self.fees = ZERO
        self.deposits = ZERO

    def open(self, owner: Owner, now: datetime) -> None:
        """Open an empty wallet for a subaccount."""
        self.wallets[owner] = Wallet(opened=now, updated=now, cash_on=[ZERO] * self.shards)

    def deposit(self, owner: Owner, parts: list[Decimal], now: datetime) -> None:
        """Deposit an amount on each shard; a negative amount is a withdrawal."""
        for shard, amount in enumerate(parts):
            self._change(owner, shard, amount, now)
        self.deposits += sum(parts, ZERO)

    def move(self, payer: Owner, receiver: Owner, amount: Decimal, now: datetime, shard: int) -> None:
        """Move cash from one wallet to another on a shard."""
        self._change(payer, shard, -amount, now)
        self._change(receiver, shard, amount, now)

    def send(self, payer: Owner, amount: Decimal, now: datetime, shard: int) -> None:
        """Take cash off a shard; it is in transit until it arrives."""
        self._change(payer, shard, -amount, now)
        self.transit += amount

    def arrive(self, receiver: Owner, amount: Decimal, now: datetime, shard: int) -> None:
        """Put cash in transit onto a shard."""
        self.transit -= amount
        self._change(receiver, shard, amount, now)

    def parts(self, amount: Decimal) -> list[Decimal]:
        """Split an amount equally between the shards, in cents; shard 0 also gets the remainder."""
        part = (amount / self.shards).quantize(_CENT, ROUND_DOWN)
        return [amount - part * (self.shards - 1), *[part] * (self.shards - 1)]

    def hold(self, owner: Owner, ticker: str, amount: Decimal) -> None:
        """Set the collateral held for the owner's orders in a market, taking the difference from the cash."""
        wallet = self.wallets[owner]
        wallet.cash_on[self.shard_of[ticker]] -= amount - wallet.held.get(ticker, ZERO)
        if amount:
            wallet.held[ticker] = amount
        else:
            wallet.held.pop(ticker, None)

    def held(self, owner: Owner, ticker: str) -> Decimal:
        """Collateral held for the owner's orders in a market."""
        return self.wallets[owner].held.get(ticker, ZERO)

    def is_empty_on(self, owner: Owner, shard: int) -> bool:
        """Whether a subaccount has money, but neither cash nor collateral on a shard."""
        wallet = self.wallets[owner]
        has_some = wallet.cash > ZERO or bool(wallet.held)
        return has_some and not wallet.cash_on[shard] and all(self.shard_of[ticker] != shard for ticker in wallet.held)

    def pay_pool(self, owner: Owner, ticker: str, amount: Decimal, now: datetime) -> None:
        """Pay into a market's settlement pool; a negative amount is paid out of it."""
        self._change(owner, self.shard_of[ticker], -amount, now)
        self.settlement_pools[ticker] += amount

    def close_pool(self, ticker: str) -> None:
        """Keep what is left in a market's settlement pool, since payouts are cut to cents, with the fees."""
        self.fees += self.settlement_pools.pop(ticker, ZERO)

    def charge_fee(self, owner: Owner, ticker: str, amount: Decimal) -> None:
        """Charge a fee for a fill in a market."""
        self.wallets[owner].cash_on[self.shard_of[ticker]] -= amount
        self.fees += amount

    def imbalance(self) -> Decimal:
        """US dollars made or lost since the start: always exactly zero.

        Cash, collateral, fees, settlement pools and cash in transit add up to everything that was ever deposited.
        """
        wallets = sum((wallet.cash + wallet.collateral for wallet in self.wallets.values()), ZERO)
        return wallets + self.fees + self.transit + sum(self.settlement_pools.values(), ZERO) - self.deposits

    def _change(self, owner: Owner, shard: int, amount: Decimal, now: datetime) -> None:
        wallet = self.wallets[owner]
        wallet.cash_on[shard] += amount
        wallet.updated = now
