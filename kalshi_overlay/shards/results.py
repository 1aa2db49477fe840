"""What operations on shards return."""

from __future__ import annotations

from decimal import Decimal
from typing import Generic, TypeVar
from uuid import UUID

from attrs import frozen

from kalshi_gen.models.intra_exchange_instance_transfer_response import IntraExchangeInstanceTransferResponse

T = TypeVar("T")


@frozen
class ByShard(Generic[T]):
    """What each shard answered: every shard is in one of the two.

    Attributes:
        results: What the call returned, by shard.
        failed: What it raised, by shard.
    """

    results: dict[int, T]
    failed: dict[int, Exception]

    def raise_for_errors(self) -> dict[int, T]:
        """Return what each shard answered.

        Raises:
            ExceptionGroup: A shard failed; each error has a note that names its shard.
        """
        if self.failed:
            raise ExceptionGroup(f"shards {', '.join(map(str, self.failed))} failed", [*self.failed.values()])
        return self.results


@frozen(kw_only=True)
class TransferredCash:
    """A transfer that the exchange has accepted. The cash leaves its shard and arrives on the other some seconds later.

    Attributes:
        transfer_id: The exchange's id.
        client_transfer_id: The id under which it was sent.
        amount: US dollars.
        from_shard: Index of the shard that pays.
        to_shard: Index of the shard that receives.
        answer: The exchange's answer; None if that was lost, and the list of transfers shows the transfer.
    """

    transfer_id: str
    client_transfer_id: UUID
    amount: Decimal
    from_shard: int
    to_shard: int
    answer: IntraExchangeInstanceTransferResponse | None = None


@frozen(kw_only=True)
class ShardTarget:
    """What a target allocation means for the cash of one shard.

    Attributes:
        exchange_index: Index of the shard.
        percent: Its share of the account's cash; 0 for a shard that the allocation doesn't name.
        cash: US dollars on it at present.
        cap: US dollars that its share comes to at present, cut to centicents.
    """

    exchange_index: int
    percent: int
    cash: Decimal
    cap: Decimal

    @property
    def excess(self) -> Decimal:
        """US dollars above the cap, which the exchange moves to other shards unless resting orders hold them."""
        return max(self.cash - self.cap, Decimal(0))
