from __future__ import annotations

from typing import Annotated

from ...runtime.bounds import Length
from ...runtime.model import Model


class UpdateMarginSubtraderGroupRequest(Model, kw_only=True):
    """The members that a group is to have."""

    subtrader_ids: Annotated[list[Annotated[str, Length(minimum=1)]], Length(minimum=1)]
    """Ids of all your subtraders that the group is to consist of, at least one; none may be in another
    group.
    """
