"""Accounts, subaccounts, and the cash that moves into, out of and between them."""

from __future__ import annotations

from decimal import Decimal

from .events import CashMoved
from .ledger import Transfer
from .order import ZERO, Owner
from .refusal import conflict, insufficient_balance, invalid
from .state import Account, Desk, operation

MOST_SUBACCOUNTS = 63
_CENT_DECIMALS = -2


class AccountDesk(Desk):
    """Where accounts are opened and money moves."""

    @operation
    def add_account(self, account: str | None = None, balance: Decimal = Decimal(10_000)) -> str:
        """Open an account.

        Args:
            account: Its id; None for a new UUID.
            balance: Cash of its primary subaccount in US dollars, in equal parts on each shard; shard 0 has what
                can't be divided into whole cents.

        Returns:
            The id.

        Raises:
            Refused: With 409 if there is one of that id, 400 for a balance below zero.
        """
        state = self._state
        if account is not None and account in state.accounts:
            raise conflict("account_exists", "account exists already", account)
        check_amount("balance", balance, least=ZERO)
        account_id = account or state.identifiers.next()
        now = state.clock.now()
        state.accounts[account_id] = Account(account_id, now)
        owner = Owner(account_id)
        state.ledger.open(owner, now)
        state.ledger.deposit(owner, state.ledger.parts(balance), now)
        return account_id

    @operation
    def deposit(self, account: str, amount: Decimal, *, subaccount: int = 0, exchange_index: int | None = None) -> None:
        """Bring cash in from outside, or take it out when the amount is below zero.

        Args:
            amount: US dollars.
            exchange_index: The shard to which it goes; None for all, as an opening balance does.

        Raises:
            Refused: With 400 if more would be taken out than is there.
        """
        state = self._state
        owner = state.owner(account, subaccount)
        check_amount("amount", amount)
        parts = state.ledger.parts(amount)
        if exchange_index is not None:
            state.check_shard(exchange_index)
            parts = [amount if shard == exchange_index else ZERO for shard in range(state.rules.shards)]
        for shard, (cash, part) in enumerate(zip(state.ledger.purses[owner].cash_on, parts, strict=True)):
            if cash + part < ZERO:
                raise insufficient_balance(-part, cash, shard)
        state.ledger.deposit(owner, parts, state.clock.now())
        state.announcer.note(CashMoved(owner))

    @operation
    def create_subaccount(self, account: str) -> int:
        """Open the next subaccount (CreateSubaccount) and answer its number, 1 to 63.

        Raises:
            Refused: With 400 when there are 63.
        """
        state = self._state
        found = state.account(account)
        if found.subaccounts == MOST_SUBACCOUNTS:
            raise invalid("subaccount", f"there are {MOST_SUBACCOUNTS} already")
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
        """Move cash between two subaccounts (ApplySubaccountTransfer); the same request again moves nothing more.

        Args:
            client_transfer_id: The caller's own id of the transfer.
            amount: US dollars, with two decimals at most.
            exchange_index: The shard on which it moves.

        Raises:
            Refused: 400 for a field or the balance, 409 for another transfer under a used id.
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
        check_amount("amount", amount)
        if amount <= ZERO:
            raise invalid("amount", f"{amount} is not above zero")
        if payer == receiver:
            raise invalid("to_subaccount", "is the one that pays")
        cash = state.ledger.purses[payer].cash_on[exchange_index]
        if amount > cash:
            raise insufficient_balance(amount, cash, exchange_index)
        state.ledger.move(payer, receiver, amount, state.clock.now(), exchange_index)
        for owner in (payer, receiver):
            state.announcer.note(CashMoved(owner))
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


def check_amount(field: str, amount: Decimal, least: Decimal | None = None) -> None:
    """Refuse an amount of money that isn't in whole cents, or is too little.

    Raises:
        Refused: With 400.
    """
    exponent = amount.as_tuple().exponent
    if not amount.is_finite() or not isinstance(exponent, int) or exponent < _CENT_DECIMALS:
        raise invalid(field, f"{amount} is not an amount in whole cents")
    if least is not None and amount < least:
        raise invalid(field, f"{amount} is below {least}")
