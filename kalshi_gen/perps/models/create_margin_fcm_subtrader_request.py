from __future__ import annotations

from typing import Annotated

from ...runtime.bounds import Pattern
from ...runtime.model import Model


class CreateMarginFCMSubtraderRequest(Model, kw_only=True):
    """A new subtrader of an FCM member."""

    subtrader_suffix: Annotated[str, Pattern("^[A-Za-z0-9]{1,16}$")]
    """End of the new subtrader's id, 1 to 16 ASCII letters or digits. The exchange puts the id together as
    `{user_id}_{subtrader_suffix}`.
    """

    require_category_cap: bool
    """Whether the subtrader may trade an asset class only under a cap on initial margin for that class;
    caps on all markets or on one do not suffice then, and liquidations need none. It must be chosen,
    and can't be changed later.
    """
