"""Accounts, subaccounts, and cash that is deposited, withdrawn or transferred between them."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen

from kalshi_sandbox.engine.events import CashMoved
from kalshi_sandbox.engine.operation import operation
from kalshi_sandbox.engine.order import ZERO, Owner
from kalshi_sandbox.engine.rejection import INSUFFICIENT, EngineRejection, conflict, invalid

from .fees import FEE_TIERS, FeeTier
from .ledger import PAYMENT_STEP
from .margin import margin_of
from .state import Account, State

MAX_SUBACCOUNTS = 63
_MAX_AMOUNT = Decimal(1_000_000_000_000)


@frozen(eq=False)
class Accounts:
    """All accounts. An unknown one is rejected with 404."""

    _state: State

    @operation
    def add(self, account: str | None = None, balance: Decimal = Decimal(10_000)) -> str:
        """Open an account.

        Args:
            account: Its id; None for a new UUID.
            balance: US dollars of its primary subaccount.

        Returns:
            The id.

        Raises:
            EngineRejection: With 409 if the id is taken, 400 for a balance below zero.
        """
        state = self._state
        if account is not None and account in state.accounts:
            raise conflict("account_exists", "account exists already", account)
        _check_amount("balance", balance, minimum=ZERO)
        account_id, now = account or state.identifiers.next(), state.clock.now()
        state.accounts[account_id] = Account(account_id, now, state.rules.default_notional_limit)
        state.ledger.open(Owner(account_id), now)
        state.ledger.deposit(Owner(account_id), balance, now)
        return account_id

    @operation
    def deposit(self, account: str, amount: Decimal, *, subaccount: int = 0) -> None:
        """Deposit cash, or withdraw it if the amount is below zero.

        Raises:
            EngineRejection: With 400 for a withdrawal of more than is settled and not needed as margin.
        """
        state, owner = self._state, self._state.owner(account, subaccount)
        _check_amount("amount", amount)
        if amount < ZERO:
            self._check_free(owner, -amount)
        state.ledger.deposit(owner, amount, state.clock.now())
        state.bus.queue(CashMoved(owner))

    @operation
    def add_subaccount(self, account: str) -> int:
        """Open the next subaccount (CreateMarginSubaccount).

        Returns:
            Its number, 1 to 63.

        Raises:
            EngineRejection: With 400 if there are 63 already.
        """
        state, found = self._state, self._state.account(account)
        if found.subaccounts == MAX_SUBACCOUNTS:
            raise invalid("subaccount", f"there are {MAX_SUBACCOUNTS} already")
        found.subaccounts += 1
        state.ledger.open(Owner(account, found.subaccounts), state.clock.now())
        return found.subaccounts

    @operation
    def transfer(
        self, account: str, client_transfer_id: str, from_subaccount: int, to_subaccount: int, amount: Decimal
    ) -> None:
        """Move cash between two subaccounts (ApplyMarginSubaccountTransfer).

        Args:
            client_transfer_id: The caller's own id of the transfer.
            amount: US dollars.

        Raises:
            EngineRejection: 400 for a field or the balance, 409 for a used id.
        """
        state = self._state
        payer, receiver = state.owner(account, from_subaccount), state.owner(account, to_subaccount)
        made = state.account(account).transfers
        if client_transfer_id in made:
            raise conflict("transfer_already_applied", "transfer already applied", client_transfer_id)
        _check_amount("amount", amount)
        if amount <= ZERO:
            raise invalid("amount", f"{amount} is not above zero")
        if payer == receiver:
            raise invalid("to_subaccount", "is the one that pays")
        self._check_free(payer, amount)
        for owner, change in ((payer, -amount), (receiver, amount)):
            state.ledger.pay(owner, change, state.clock.now())
            state.bus.queue(CashMoved(owner))
        made.add(client_transfer_id)

    @operation
    def set_notional_limit(self, account: str, limit: Decimal) -> None:
        """Set the limit on an account's notional value in each market, in US dollars."""
        self._state.account(account).notional_limit = limit

    @operation
    def set_fee_tier(self, account: str, tier: int) -> None:
        """Set the fee tier of an account; tiers don't follow from volumes.

        Raises:
            EngineRejection: With 400 for a tier that doesn't exist.
        """
        if not 0 <= tier < len(FEE_TIERS):
            raise invalid("tier", f"{tier} is not between 0 and {len(FEE_TIERS) - 1}")
        self._state.account(account).fee_tier = tier

    @operation
    def fees(self, account: str) -> FeeTier:
        """The rates that an account pays, in all markets (GetMarginFeeTiers)."""
        return self._state.account(account).fees

    def _check_free(self, owner: Owner, amount: Decimal) -> None:
        """Reject a payment of cash that isn't settled or that is needed as margin."""
        free = min(self._state.ledger.wallets[owner].cash, margin_of(self._state, owner).available)
        if amount > free:
            raise EngineRejection(400, INSUFFICIENT, "insufficient balance", f"${amount} is more than the ${free} free")


def _check_amount(field: str, amount: Decimal, minimum: Decimal | None = None) -> None:
    """Reject an amount of money that isn't in steps of $0.0001, or is too small or too large to add up exactly."""
    if amount.is_finite() and abs(amount) > _MAX_AMOUNT:
        raise invalid(field, f"{amount} is more than {_MAX_AMOUNT}")
    if not amount.is_finite() or amount % PAYMENT_STEP:
        raise invalid(field, f"{amount} has more than four decimals")
    if minimum is not None and amount < minimum:
        raise invalid(field, f"{amount} is below {minimum}")
