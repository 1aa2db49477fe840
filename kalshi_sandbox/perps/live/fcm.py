"""Operations for futures commission merchants (FCMs) on the margin exchange. No account of the sandbox is one."""

from __future__ import annotations

from ...live.context import LiveHandler
from ...live.fcm import reject

HANDLERS: dict[str, LiveHandler] = dict.fromkeys(
    (
        "CreateMarginFCMSubtrader",
        "DeleteFCMNotionalRiskLimit",
        "DeleteFCMSubtraderRiskControls",
        "GetFCMSubtraderRiskControls",
        "UpdateFCMNotionalRiskLimit",
        "UpdateFCMSubtraderRiskControls",
    ),
    reject,
)
