from __future__ import annotations

from decimal import Decimal

from ..runtime.model import Model


class GetFCMEventContractDailyCapResponse(Model, kw_only=True):
    """Daily premium cap of a subtrader and how much of it is in use."""

    subtrader_id: str
    """Full identifier of the subtrader with the cap."""

    limit: Decimal
    """Daily cap on net premium at risk, in US dollars."""

    executed_utilization: Decimal
    """Net premium spent by fills on `cap_date`, in US dollars; sales and settlements give it back."""

    resting_order_utilization: Decimal
    """Part of the cap reserved for open orders at worst-case cost with fees, in US dollars."""

    pending_order_utilization: Decimal
    """Part of the cap reserved for orders in flight at worst-case cost with fees, in US dollars."""

    cap_date: str
    """Calendar date in New York that `executed_utilization` counts for; that count returns to zero at
    midnight there. Amounts reserved for resting and pending orders carry over until those orders close.
    """
