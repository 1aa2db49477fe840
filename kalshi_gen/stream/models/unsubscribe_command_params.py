from __future__ import annotations

from typing import Annotated

from ...bounds import Length, Range
from ...model import Model


class UnsubscribeCommandParams(Model, kw_only=True):
    """What to end."""

    sids: Annotated[list[Annotated[int, Range(minimum=1)]], Length(minimum=1)]
    """Numbers of the subscriptions."""
