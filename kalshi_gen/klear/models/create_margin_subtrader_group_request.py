from __future__ import annotations

from typing import Annotated

from ...runtime.bounds import Length
from ...runtime.model import Model


class CreateMarginSubtraderGroupRequest(Model, kw_only=True):
    """A new group of subtraders."""

    subtrader_ids: Annotated[list[Annotated[str, Length(minimum=1)]], Length(minimum=1)]
    """Ids of your subtraders that form the group, at least one; none may be in another group."""
