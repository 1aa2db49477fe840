from __future__ import annotations

from ...runtime.model import Model
from ...types import UNSET, Unset


class CreateMarginFcmApiKeyResponse(Model, kw_only=True):
    """Answer that names a new API key."""

    api_key_id: str
    """Id of the API key."""

    warning: str | None | Unset = UNSET
    """Names each risk control that the subtrader lacks; null or absent when it lacks none. The key is
    created either way. Event-contract orders are rejected without a daily cap, while only limits of the
    firm bound margin trading without a cap on initial margin.
    """
