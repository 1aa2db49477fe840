"""Operations for futures commission merchants (FCMs). No account of the sandbox is one."""

from __future__ import annotations

from typing import Any

from ..error_answers import ErrorAnswer
from ..validation import CheckedRequest
from .context import HandlerContext, LiveHandler


def reject(context: HandlerContext, request: CheckedRequest, account: str) -> Any:
    """Reject an ordinary account.

    Raises:
        ErrorAnswer: With 403.
    """
    raise ErrorAnswer(403, "forbidden", "forbidden", "only FCM members may do this, and the account is none")


HANDLERS: dict[str, LiveHandler] = dict.fromkeys(
    (
        "CreateFCMPositionTransfer",
        "CreateFCMSubtrader",
        "DeleteFCMEventContractDailyCap",
        "GetFCMEventContractDailyCap",
        "GetFCMFills",
        "GetFCMOrders",
        "GetFCMPositions",
        "GetFCMSubtraderBlockedCategories",
        "ListFCMSubtraders",
        "UpdateFCMEventContractDailyCap",
        "UpdateFCMSubtraderBlockedCategories",
    ),
    reject,
)
