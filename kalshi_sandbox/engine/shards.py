"""The exchange's shards, and cash that moves between them: by transfer, or to keep to an allocation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import ROUND_DOWN, Decimal

from attrs import frozen

from .account import Account, ShardTransfer, Transfer
from .events import CashMoved
from .operation import operation
from .order import ZERO, Owner
from .rejection import conflict, insufficient_balance, invalid
from .state import State

# How often an allocation is restored.
_ALLOCATION_PERIOD = timedelta(seconds=10)
_CENTICENT = Decimal("0.0001")
_ALL_PERCENT = 100


@frozen(eq=False)
class Shards:
    """The shards, numbered from 0."""

    _state: State

    @property
    def count(self) -> int:
        """How many shards there are."""
        return self._state.rules.shards

    def check(self, exchange_index: int) -> None:
        """Reject a shard that doesn't exist.

        Raises:
            EngineRejection: With 400.
        """
        self._state.check_shard(exchange_index)

    def of(self, ticker: str) -> int:
        """The shard of a market.

        Raises:
            EngineRejection: With 404.
        """
        return self._state.market(ticker).exchange_index

    @operation
    def transfer(
        self,
        account: str,
        amount: Decimal,
        *,
        source: tuple[int, int],
        destination: tuple[int, int],
        client_transfer_id: str = "",
        transit_time: timedelta = timedelta(),
    ) -> str:
        """Move cash between shards (IntraExchangeInstanceTransfer). Repeating the request moves as much again.

        If source and destination are on one shard, it counts as a transfer between subaccounts.

        Args:
            amount: US dollars, in hundredths of a cent.
            source: Shard and subaccount that pay.
            destination: Shard and subaccount that receive.
            client_transfer_id: The caller's own id; a used one is rejected.
            transit_time: How long the cash is in transit.

        Returns:
            The id of the transfer.

        Raises:
            EngineRejection: 400 for a field or the balance, 409 for a used id.
        """
        state = self._state
        (source_shard, payer), (destination_shard, receiver) = (
            (shard, state.owner(account, subaccount)) for shard, subaccount in (source, destination)
        )
        for shard in (source_shard, destination_shard):
            state.check_shard(shard)
        made = state.account(account)
        _check_id(made, client_transfer_id, source_shard, is_primary=payer.subaccount == receiver.subaccount == 0)
        if amount <= ZERO or amount % _CENTICENT:
            raise invalid("amount", f"{amount} is not above zero, in hundredths of a cent")
        if source == destination:
            raise invalid("destination_exchange_shard", "is the one that pays")
        cash, now = state.ledger.wallets[payer].cash_on[source_shard], state.clock.now()
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
            self._publish(payer, receiver)
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
            arrival_time=now + transit_time,
        )
        made.shard_transfers.append(transfer)
        self._publish(payer)
        if transit_time:
            state.schedule(transfer.arrival_time, lambda: self._arrive(transfer))
        else:
            self._arrive(transfer)
        return transfer_id

    @operation
    def transfers(self, account: str) -> list[ShardTransfer]:
        """Transfers between shards of an account, oldest first.

        Raises:
            EngineRejection: With 404.
        """
        return list(self._state.account(account).shard_transfers)

    @operation
    def allocate(self, account: str, percentages: Mapping[int, int]) -> None:
        """Set how the primary subaccount's cash is allocated to shards (SetTargetBalanceAllocation).

        Every ten seconds the available cash is moved to match, up as well as down.

        Args:
            percentages: Percentage by shard, 100 in total; empty for no target.

        Raises:
            EngineRejection: With 400.
        """
        state, made = self._state, self._state.account(account)
        for shard in percentages:
            state.check_shard(shard)
        total = sum(percentages.values())
        if percentages and total != _ALL_PERCENT:
            raise invalid("allocations", f"the shares are {total} percent together, not {_ALL_PERCENT}")
        made.allocation = dict(percentages)
        if percentages:
            self._restore_later(account, made.allocation)

    @operation
    def allocation(self, account: str) -> dict[int, int]:
        """Target percentage of an account's cash on each shard; empty for no target.

        Raises:
            EngineRejection: With 404.
        """
        return dict(self._state.account(account).allocation)

    def _restore_later(self, account: str, allocation: dict[int, int]) -> None:
        def restore() -> None:
            # A newer allocation has a timer of its own.
            if self._state.account(account).allocation is allocation:
                self._restore(account)
                self._restore_later(account, allocation)

        self._state.schedule(self._state.clock.now() + _ALLOCATION_PERIOD, restore)

    def _restore(self, account: str) -> None:
        ledger, owner, now = self._state.ledger, Owner(account), self._state.clock.now()
        percentages, cash = self._state.account(account).allocation, ledger.wallets[owner].cash_on
        total = sum(cash, ZERO)
        wanted = [
            (total * percentages.get(shard, 0) / _ALL_PERCENT).quantize(_CENTICENT, ROUND_DOWN)
            for shard in range(len(cash))
        ]
        wanted[max(percentages, key=lambda shard: percentages[shard])] += total - sum(wanted, ZERO)
        changes = [target - current for target, current in zip(wanted, cash, strict=True)]
        if not any(changes):
            return
        for shard, change in sorted(enumerate(changes), key=lambda item: item[1]):
            if change < ZERO:
                ledger.send(owner, -change, now, shard)
            else:
                ledger.arrive(owner, change, now, shard)
        self._publish(owner)

    def _arrive(self, transfer: ShardTransfer) -> None:
        now = self._state.clock.now()
        self._state.ledger.arrive(transfer.destination, transfer.amount, now, transfer.destination_shard)
        self._publish(transfer.destination)

    def _publish(self, *owners: Owner) -> None:
        for owner in owners:
            self._state.bus.queue(CashMoved(owner))


def _check_id(made: Account, client_transfer_id: str, source_shard: int, *, is_primary: bool) -> None:
    """Reject an id that was used on the same shard, and any id if a numbered subaccount takes part."""
    if not client_transfer_id:
        return
    if not is_primary:
        raise invalid("client_transfer_id", "is for transfers of the primary subaccount alone")
    used = {(item.client_transfer_id, item.source_shard) for item in made.shard_transfers}
    if (client_transfer_id, source_shard) in used or client_transfer_id in made.transfers:
        raise conflict("transfer_already_exists", "transfer already exists", f"{client_transfer_id} was used before")
