from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, AwareDatetime, Date, Secret, Unset
from ..models.margin_report_report_type import MarginReportReportType


class MarginReport(Model, kw_only=True):
    """A report file and the link to it."""

    report_type: MarginReportReportType
    """What is in the file. `daily_statement` is the PDF statement of the end of a day, which sums up the
    account and the other files of its date; all other kinds are CSV.
    """

    url: Secret
    """Presigned link to the file on another host. It needs no other credential, so keep it as secret as
    the file, and send no access token with it.
    """

    date: Date
    """Report date in New York time. A snapshot from after 16:00 belongs to the next report date."""

    created_ts: AwareDatetime
    """When the report was created."""

    is_end_of_day: bool
    """Whether it is the report of the end of the day, rather than one during it."""

    snapshot_ts: AwareDatetime | Unset = UNSET
    """Moment that the file shows, at noon or at each hour; absent in files of the end of the day."""
