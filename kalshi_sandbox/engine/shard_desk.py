"""Cash that moves between the exchange's shards: by transfer, or to keep to an allocation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import ROUND_DOWN, Decimal

from .events import CashMoved
from .ledger import ShardTransfer, Transfer
from .order import ZERO, Owner
from .refusal import conflict, insufficient_balance, invalid
from .state import Account, Desk, operation

# How often an allocation is restored.
ALLOCATION_PERIOD = timedelta(seconds=10)
_CENTICENT = Decimal("0.0001")
_WHOLE = 100


class ShardDesk(Desk):
    """Where cash moves between shards."""

    @operation
    def move_cash(
        self,
        account: str,
        amount: Decimal,
        *,
        source: tuple[int, int],
        destination: tuple[int, int],
        client_transfer_id: str = "",
        takes: timedelta = timedelta(),
    ) -> str:
        """Move cash between shards (IntraExchangeInstanceTransfer); the same request again moves as much again.

        On one shard it counts as a transfer between subaccounts.

        Args:
            amount: US dollars, in whole hundredths of a cent.
            source: Shard and subaccount that pay.
            destination: Shard and subaccount that receive.
            client_transfer_id: The caller's own id; one that was used is refused.
            takes: How long the cash is on its way.

        Returns:
            The id of the transfer.

        Raises:
            Refused: 400 for a field or the balance, 409 for a used id.
        """
        state = self._state
        (source_shard, payer), (destination_shard, receiver) = (
            (shard, state.owner(account, subaccount)) for shard, subaccount in (source, destination)
        )
        for shard in (source_shard, destination_shard):
            state.check_shard(shard)
        made = state.account(account)
        _check_id(made, client_transfer_id, source_shard, is_primary=not payer.subaccount + receiver.subaccount)
        if amount <= ZERO or amount % _CENTICENT:
            raise invalid("amount", f"{amount} is not above zero, in whole hundredths of a cent")
        if source == destination:
            raise invalid("destination_exchange_shard", "is the one that pays")
        cash, now = state.ledger.purses[payer].cash_on[source_shard], state.clock.now()
        if amount > cash:
            raise insufficient_balance(amount, cash, source_shard)
        transfer_id = state.identifiers.next()
        if source_shard == destination_shard:
            state.ledger.move(payer, receiver, amount, now, source_shard)
            made.transfers[client_transfer_id or transfer_id] = Transfer(
                transfer_id=transfer_id,
                client_transfer_id=client_transfer_id,
                account=account,
                from_subaccount=payer.subaccount,
                to_subaccount=receiver.subaccount,
                amount=amount,
                created_time=now,
                exchange_index=source_shard,
            )
            self._tell(payer, receiver)
            return transfer_id
        state.ledger.send(payer, amount, now, source_shard)
        transfer = ShardTransfer(
            transfer_id=transfer_id,
            client_transfer_id=client_transfer_id,
            source=payer,
            source_shard=source_shard,
            destination=receiver,
            destination_shard=destination_shard,
            amount=amount,
            created_time=now,
            arrival_time=now + takes,
        )
        made.shard_transfers.append(transfer)
        self._tell(payer)
        if takes:
            state.schedule(transfer.arrival_time, lambda: self._arrive(transfer))
        else:
            self._arrive(transfer)
        return transfer_id

    @operation
    def allocate(self, account: str, percents: Mapping[int, int]) -> None:
        """Keep the primary subaccount's cash on shards in these shares (SetTargetBalanceAllocation).

        They are restored every ten seconds, out of what isn't held by resting orders. A share is a cap as well.

        Args:
            percents: Percent by shard, 100 together; empty to leave cash where it is.

        Raises:
            Refused: With 400.
        """
        state, made = self._state, self._state.account(account)
        for shard in percents:
            state.check_shard(shard)
        if percents and sum(percents.values()) != _WHOLE:
            raise invalid("allocations", f"the shares are {sum(percents.values())} percent together, not {_WHOLE}")
        made.allocation = dict(percents)
        if percents:
            self._restore_later(account, made.allocation)

    def _restore_later(self, account: str, allocation: dict[int, int]) -> None:
        def restore() -> None:
            # One that was set since then has a timer of its own.
            if self._state.account(account).allocation is allocation:
                self._restore(account)
                self._restore_later(account, allocation)

        self._state.schedule(self._state.clock.now() + ALLOCATION_PERIOD, restore)

    def _restore(self, account: str) -> None:
        ledger, owner, now = self._state.ledger, Owner(account), self._state.clock.now()
        percents, cash = self._state.account(account).allocation, ledger.purses[owner].cash_on
        total = sum(cash, ZERO)
        wanted = [
            (total * percents.get(shard, 0) / _WHOLE).quantize(_CENTICENT, ROUND_DOWN) for shard in range(len(cash))
        ]
        wanted[max(percents, key=lambda shard: percents[shard])] += total - sum(wanted, ZERO)
        changes = [aim - there for aim, there in zip(wanted, cash, strict=True)]
        if not any(changes):
            return
        for shard, change in sorted(enumerate(changes), key=lambda item: item[1]):
            if change < ZERO:
                ledger.send(owner, -change, now, shard)
            else:
                ledger.arrive(owner, change, now, shard)
        self._tell(owner)

    def _arrive(self, transfer: ShardTransfer) -> None:
        now = self._state.clock.now()
        self._state.ledger.arrive(transfer.destination, transfer.amount, now, transfer.destination_shard)
        self._tell(transfer.destination)

    def _tell(self, *owners: Owner) -> None:
        for owner in owners:
            self._state.announcer.note(CashMoved(owner))


def _check_id(made: Account, client_transfer_id: str, source_shard: int, *, is_primary: bool) -> None:
    """Refuse an id that was used from the same shard, and any where a numbered subaccount takes part."""
    if not client_transfer_id:
        return
    if not is_primary:
        raise invalid("client_transfer_id", "is for transfers of the primary subaccount alone")
    used = {(item.client_transfer_id, item.source_shard) for item in made.shard_transfers}
    if (client_transfer_id, source_shard) in used or client_transfer_id in made.transfers:
        raise conflict("transfer_already_exists", "transfer already exists", f"{client_transfer_id} was used before")
