"""Operations for futures commission merchants (FCMs) on the margin exchange. No account of the sandbox is one."""

from __future__ import annotations

from typing import Any

from ...live.fcm import reject
from ...validation import CheckedRequest
from .context import PerpsContext, PerpsHandler


def _reject(context: PerpsContext, request: CheckedRequest, account: str) -> Any:
    return reject(context.shared, request, account)


HANDLERS: dict[str, PerpsHandler] = dict.fromkeys(
    (
        "CreateMarginFCMSubtrader",
        "DeleteFCMNotionalRiskLimit",
        "DeleteFCMSubtraderRiskControls",
        "GetFCMSubtraderRiskControls",
        "UpdateFCMNotionalRiskLimit",
        "UpdateFCMSubtraderRiskControls",
    ),
    _reject,
)
