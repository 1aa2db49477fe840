from __future__ import annotations

from ...runtime.model import Model


class GetFCMSubtraderRiskControlsResponse(Model, kw_only=True):
    """The limits of one subtrader: caps on initial margin and notional limits."""

    risk_controls: list[FCMSubtraderRiskControls]
    """Caps on initial margin that the FCM set, one entry a cap."""

    notional_limits: list[FCMSubtraderNotionalRiskLimit]
    """Notional limits that the exchange set, ordered by market ticker, the one over all markets first.
    Markets without a limit are left out, and the filters of the request do not apply.
    """


from ..models.fcm_subtrader_notional_risk_limit import FCMSubtraderNotionalRiskLimit
from ..models.fcm_subtrader_risk_controls import FCMSubtraderRiskControls
