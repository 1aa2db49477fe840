"""Accounts, subaccounts, and cash that is deposited, withdrawn or transferred between them."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen

from .account import Account, Transfer
from .events import CashMoved
from .operation import operation
from .order import ZERO, Owner
from .rejection import conflict, insufficient_balance, invalid
from .state import State

MAX_SUBACCOUNTS = 63
_CENT_EXPONENT = -2


@frozen(eq=False)
class Accounts:
    """All accounts."""

    _state: State

    @operation
    def add(self, account: str | None = None, balance: Decimal = Decimal(10_000)) -> str:
        """Open an account.

        Args:
            account: Its id; None for a new UUID.
            balance: Cash of its primary subaccount in US dollars, split equally between the shards in whole cents;
                shard 0 also gets the remainder.

        Returns:
            The id.

        Raises:
            EngineRejection: With 409 if the id is taken, 400 for a balance below zero.
        """
        state = self._state
        if account is not None and account in state.accounts:
            raise conflict("account_exists", "account exists already", account)
        _check_amount("balance", balance, minimum=ZERO)
        account_id = account or state.identifiers.next()
        now = state.clock.now()
        state.accounts[account_id] = Account(account_id, now)
        owner = Owner(account_id)
        state.ledger.open(owner, now)
        state.ledger.deposit(owner, state.ledger.parts(balance), now)
        return account_id

    @operation
    def deposit(self, account: str, amount: Decimal, *, subaccount: int = 0, exchange_index: int | None = None) -> None:
        """Deposit cash, or withdraw it if the amount is below zero.

        Args:
            amount: US dollars.
            exchange_index: The shard on which to deposit it; None splits it between all, as an opening balance.

        Raises:
            EngineRejection: With 400 if there isn't that much to withdraw.
        """
        state = self._state
        owner = state.owner(account, subaccount)
        _check_amount("amount", amount)
        parts = state.ledger.parts(amount)
        if exchange_index is not None:
            state.check_shard(exchange_index)
            parts = [amount if shard == exchange_index else ZERO for shard in range(state.rules.shards)]
        for shard, (cash, part) in enumerate(zip(state.ledger.wallets[owner].cash_on, parts, strict=True)):
            if cash + part < ZERO:
                raise insufficient_balance(-part, cash, shard)
        state.ledger.deposit(owner, parts, state.clock.now())
        state.bus.queue(CashMoved(owner))

    @operation
    def add_subaccount(self, account: str) -> int:
        """Open the next subaccount (CreateSubaccount).

        Returns:
            Its number, 1 to 63.

        Raises:
            EngineRejection: With 400 if there are 63 already.
        """
        state = self._state
        found = state.account(account)
        if found.subaccounts == MAX_SUBACCOUNTS:
            raise invalid("subaccount", f"there are {MAX_SUBACCOUNTS} already")
        found.subaccounts += 1
        state.ledger.open(Owner(account, found.subaccounts), state.clock.now())
        return found.subaccounts

    @operation
    def transfer(
        self,
        account: str,
        client_transfer_id: str,
        from_subaccount: int,
        to_subaccount: int,
        amount: Decimal,
        *,
        exchange_index: int = 0,
    ) -> Transfer:
        """Move cash between two subaccounts (ApplySubaccountTransfer). Repeating the request moves nothing more.

        Args:
            client_transfer_id: The caller's own id of the transfer.
            amount: US dollars, with two decimals at most.
            exchange_index: The shard on which it moves.

        Raises:
            EngineRejection: 400 for a field or the balance, 409 for another transfer with a used id.
        """
        state = self._state
        payer, receiver = state.owner(account, from_subaccount), state.owner(account, to_subaccount)
        state.check_shard(exchange_index)
        made = state.account(account).transfers
        wanted = (from_subaccount, to_subaccount, amount, exchange_index)
        if before := made.get(client_transfer_id):
            if (before.from_subaccount, before.to_subaccount, before.amount, before.exchange_index) == wanted:
                return before
            raise conflict("transfer_already_exists", "transfer already exists", f"{client_transfer_id} was another")
        _check_amount("amount", amount)
        if amount <= ZERO:
            raise invalid("amount", f"{amount} is not above zero")
        if payer == receiver:
            raise invalid("to_subaccount", "is the one that pays")
        cash = state.ledger.wallets[payer].cash_on[exchange_index]
        if amount > cash:
            raise insufficient_balance(amount, cash, exchange_index)
        state.ledger.move(payer, receiver, amount, state.clock.now(), exchange_index)
        for owner in (payer, receiver):
            state.bus.queue(CashMoved(owner))
        made[client_transfer_id] = Transfer(
            transfer_id=state.identifiers.next(),
            client_transfer_id=client_transfer_id,
            account=account,
            from_subaccount=from_subaccount,
            to_subaccount=to_subaccount,
            amount=amount,
            created_time=state.clock.now(),
            exchange_index=exchange_index,
        )
        return made[client_transfer_id]

    @operation
    def transfers(self, account: str) -> list[Transfer]:
        """Transfers between subaccounts of an account, oldest first.

        Raises:
            EngineRejection: With 404.
        """
        return list(self._state.account(account).transfers.values())

    @operation
    def owners(self) -> list[Owner]:
        """Every subaccount of every account."""
        return list(self._state.ledger.wallets)


def _check_amount(field: str, amount: Decimal, minimum: Decimal | None = None) -> None:
    """Reject an amount of money that isn't in whole cents, or is too small."""
    exponent = amount.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < _CENT_EXPONENT:
        raise invalid(field, f"{amount} is not an amount in whole cents")
    if minimum is not None and amount < minimum:
        raise invalid(field, f"{amount} is below {minimum}")
