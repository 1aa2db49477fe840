from __future__ import annotations

from ..models.withdrawal_status import WithdrawalStatus
from ..models.withdrawal_type import WithdrawalType
from ..runtime.model import Model
from ..types import UNSET, Unset


class Withdrawal(Model, kw_only=True):
    """A withdrawal of funds from the account, with its payment method, amount, fee and progress."""

    id: str
    """Identifier of the withdrawal."""

    status: WithdrawalStatus
    """Progress of the withdrawal: `pending` is still in process, `applied` is debited from the balance,
    `failed` did not go through, `returned` was sent back.
    """

    type: WithdrawalType
    """Payment method: `ach` bank transfer, `wire` transfer, `crypto` payment, `debit` card, or `apm`
    (alternative payment method).
    """

    amount_cents: int
    """Amount of the withdrawal, in cents."""

    fee_cents: int
    """Fee taken for the withdrawal, in cents."""

    created_ts: int
    """Creation time of the withdrawal, in Unix seconds."""

    finalized_ts: int | None | Unset = UNSET
    """Time at which the withdrawal became `applied`, `failed` or `returned`, in Unix seconds; null while
    it is pending.
    """
