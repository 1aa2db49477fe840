from __future__ import annotations

from ..models.deposit_status import DepositStatus
from ..models.deposit_type import DepositType
from ..runtime.model import Model
from ..types import UNSET, Unset


class Deposit(Model, kw_only=True):
    """A deposit of funds into the account, with its payment method, amount, fee and progress."""

    id: str
    """Identifier of the deposit."""

    status: DepositStatus
    """Progress of the deposit: `pending` is still in process, `applied` is credited to the balance,
    `failed` did not go through, `returned` was sent back.
    """

    type: DepositType
    """Payment method: `ach` bank transfer, `wire` transfer, `crypto` payment, `debit` card, or `apm`
    (alternative payment method).
    """

    amount_cents: int
    """Amount of the deposit, in cents."""

    fee_cents: int
    """Fee taken for the deposit, in cents."""

    created_ts: int
    """Creation time of the deposit, in Unix seconds."""

    finalized_ts: int | None | Unset = UNSET
    """Time at which the deposit became `applied`, `failed` or `returned`, in Unix seconds; null while it
    is pending.
    """
