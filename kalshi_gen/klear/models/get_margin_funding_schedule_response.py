from __future__ import annotations

from ...runtime.model import Model


class GetMarginFundingScheduleResponse(Model, kw_only=True):
    """When an asset class has funding."""

    schedule: str
    """Cron expression in New York time, which has daylight saving time; `0 */8 * * *` is 0:00, 8:00 and
    16:00 each day.
    """
