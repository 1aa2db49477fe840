"""The money: settled funds of subaccounts, fees, and what rounding leaves over."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_FLOOR, Decimal

from attrs import define

from kalshi_sandbox.engine.order import ZERO, Owner

# Funding and cash of corporate actions are paid in steps of this; US dollars.
PAYMENT_STEP = Decimal("0.0001")


@define
class Wallet:
    """The settled funds of one subaccount, in US dollars; they can be below zero after losses."""

    cash: Decimal
    updated: datetime


class Ledger:
    """Every US dollar on the exchange.

    A profit is paid when it is realised. Until its counterpart realises the loss, positions carry the difference:
    the cost of all open contracts, long and short together.

    Attributes:
        fees: Fees of all fills.
        insurance: What rounding of payments between members has left over; never below zero.
        deposits: All deposits less all withdrawals.
    """

    def __init__(self) -> None:
        self.wallets: dict[Owner, Wallet] = {}
        self.fees = ZERO
        self.insurance = ZERO
        self.deposits = ZERO

    def open(self, owner: Owner, now: datetime) -> None:
        """Open an empty wallet for a subaccount."""
        self.wallets[owner] = Wallet(ZERO, now)

    def deposit(self, owner: Owner, amount: Decimal, now: datetime) -> None:
        """Deposit an amount; one below zero is a withdrawal."""
        self.pay(owner, amount, now)
        self.deposits += amount

    def pay(self, owner: Owner, amount: Decimal, now: datetime) -> None:
        """Credit a subaccount, or debit it if the amount is below zero."""
        wallet = self.wallets[owner]
        wallet.cash += amount
        wallet.updated = now

    def charge_fee(self, owner: Owner, fee: Decimal, now: datetime) -> None:
        """Charge the fee of a fill."""
        self.pay(owner, -fee, now)
        self.fees += fee

    def pay_rounded(self, owner: Owner, amount: Decimal, now: datetime) -> Decimal:
        """Pay one member's part of payments that add up to zero, rounded down; the insurance gets what is left.

        Returns:
            What was paid.
        """
        rounded = amount.quantize(PAYMENT_STEP, ROUND_FLOOR)
        self.pay(owner, rounded, now)
        self.insurance += amount - rounded
        return rounded

    def total(self) -> Decimal:
        """Settled funds, fees and insurance together."""
        return sum((wallet.cash for wallet in self.wallets.values()), ZERO) + self.fees + self.insurance
