"""Errors of transfers between shards."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from attrs import define

from kalshi_gen.errors import KalshiError
from kalshi_gen.runtime.printable import printable


@define(slots=False)
class _TransferOutcomeError(KalshiError):
    """What looking for a transfer has shown of a request that had no plain answer."""

    verdict: ClassVar[str]

    amount: Decimal
    from_shard: int
    to_shard: int
    client_transfer_id: UUID
    reason: str
    errors: tuple[KalshiError, ...] = ()

    def __str__(self) -> str:
        what = f"${self.amount:f} from shard {self.from_shard} to shard {self.to_shard} as {self.client_transfer_id}"
        last = f"; the last error: {self.errors[-1]}" if self.errors else ""
        return printable(f"{what}: {self.verdict}: {self.reason}{last}")


class TransferStateUnknownError(_TransferOutcomeError):
    """A transfer may have been made, or may be yet; it was sent once, and is not sent again.

    Attributes:
        amount: US dollars.
        from_shard: Index of the shard that pays.
        to_shard: Index of the shard that receives.
        client_transfer_id: The id under which it was sent; `GetIntraExchangeInstanceTransfers` shows it.
        reason: Why it is not known.
        errors: The last errors that were met on the way, the latest last.
    """

    verdict = "unknown whether the cash moves; look for the id in GetIntraExchangeInstanceTransfers"


class TransferNotAppliedError(_TransferOutcomeError):
    """A transfer was not made, and can't be any more.

    Attributes:
        amount: US dollars.
        from_shard: Index of the shard that would have paid.
        to_shard: Index of the shard that would have received.
        client_transfer_id: The id under which it was sent.
        reason: How it is known.
        errors: The last errors that were met on the way, the latest last.
    """

    verdict = "the cash was not moved, and can't be by this any more"
