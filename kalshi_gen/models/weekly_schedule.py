from __future__ import annotations

from ..runtime.model import Model
from ..types import AwareDatetime


class WeeklySchedule(Model, kw_only=True):
    """Trading hours of each weekday, valid between two times."""

    start_time: AwareDatetime
    """Time from which these weekly hours apply, with its UTC offset."""

    end_time: AwareDatetime
    """Time at which these weekly hours cease to apply, with its UTC offset."""

    monday: list[DailySchedule]
    """Trading sessions on Monday, in Eastern Time; a day can have several, and an empty list has been seen
    as `null`.
    """

    tuesday: list[DailySchedule]
    """Trading sessions on Tuesday, in Eastern Time; a day can have several, and an empty list has been
    seen as `null`.
    """

    wednesday: list[DailySchedule]
    """Trading sessions on Wednesday, in Eastern Time; a day can have several, and an empty list has been
    seen as `null`.
    """

    thursday: list[DailySchedule]
    """Trading sessions on Thursday, in Eastern Time; a day can have several, and an empty list has been
    seen as `null`.
    """

    friday: list[DailySchedule]
    """Trading sessions on Friday, in Eastern Time; a day can have several, and an empty list has been seen
    as `null`.
    """

    saturday: list[DailySchedule]
    """Trading sessions on Saturday, in Eastern Time; a day can have several, and an empty list has been
    seen as `null`.
    """

    sunday: list[DailySchedule]
    """Trading sessions on Sunday, in Eastern Time; a day can have several, and an empty list has been seen
    as `null`.
    """


from ..models.daily_schedule import DailySchedule
