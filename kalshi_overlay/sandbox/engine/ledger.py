"""Money: cash, collateral of resting orders, the pots that back open contracts, fees; none is made or lost."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from decimal import Decimal

from attrs import define, field, frozen

from .order import ZERO, Owner


@define
class Purse:
    """The money of one subaccount, in US dollars.

    Args:
        cash: What it can spend: available balance.
        held: Collateral of its resting orders, by market.
    """

    opened: datetime
    updated: datetime
    cash: Decimal = ZERO
    held: dict[str, Decimal] = field(factory=dict)

    @property
    def collateral(self) -> Decimal:
        """All collateral held for resting orders."""
        return sum(self.held.values(), ZERO)


@frozen(kw_only=True)
class Transfer:
    """Cash that moved between two subaccounts.

    Args:
        amount: US dollars.
    """

    transfer_id: str
    client_transfer_id: str
    account: str
    from_subaccount: int
    to_subaccount: int
    amount: Decimal
    created_time: datetime


class Ledger:
    """Every US dollar on the exchange, and where it is."""

    def __init__(self) -> None:
        self.purses: dict[Owner, Purse] = {}
        self.pots: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
        self.fees = ZERO
        self.deposits = ZERO

    def open(self, owner: Owner, now: datetime) -> None:
        """Give a subaccount an empty purse."""
        self.purses[owner] = Purse(opened=now, updated=now)

    def deposit(self, owner: Owner, amount: Decimal, now: datetime) -> None:
        """Bring money in from outside, or take it out when the amount is below zero."""
        self.purses[owner].cash += amount
        self.purses[owner].updated = now
        self.deposits += amount

    def move(self, payer: Owner, receiver: Owner, amount: Decimal, now: datetime) -> None:
        """Move cash from one purse to another."""
        for owner, change in ((payer, -amount), (receiver, amount)):
            self.purses[owner].cash += change
            self.purses[owner].updated = now

    def hold(self, owner: Owner, ticker: str, amount: Decimal) -> None:
        """Hold just this much collateral for the owner's orders in a market, from and to its cash."""
        purse = self.purses[owner]
        purse.cash -= amount - purse.held.get(ticker, ZERO)
        if amount:
            purse.held[ticker] = amount
        else:
            purse.held.pop(ticker, None)

    def held(self, owner: Owner, ticker: str) -> Decimal:
        """Collateral held for the owner's orders in a market."""
        return self.purses[owner].held.get(ticker, ZERO)

    def pay_pot(self, owner: Owner, ticker: str, amount: Decimal, now: datetime) -> None:
        """Pay into the pot that backs a market's contracts, or be paid by it when the amount is below zero."""
        self.purses[owner].cash -= amount
        self.purses[owner].updated = now
        self.pots[ticker] += amount

    def charge_fee(self, owner: Owner, amount: Decimal) -> None:
        """Take a fee."""
        self.purses[owner].cash -= amount
        self.fees += amount

    def imbalance(self) -> Decimal:
        """What is too much or too little on the exchange, in US dollars: always exactly zero.

        Cash, collateral, fees and pots together are what was ever deposited; payouts are in the cash of who got them.
        """
        purses = sum((purse.cash + purse.collateral for purse in self.purses.values()), ZERO)
        return purses + self.fees + sum(self.pots.values(), ZERO) - self.deposits
