from __future__ import annotations

from typing import Annotated

from ....runtime.bounds import Length, Range
from ....runtime.model import Model


class UnsubscribeCommandParams(Model, kw_only=True):
    """What to end."""

    sids: Annotated[list[Annotated[int, Range(minimum=1)]], Length(minimum=1)]
    """Numbers of the subscriptions."""
