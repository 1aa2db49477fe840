from __future__ import annotations

from ...runtime.model import Model


class ListMarginFcmApiKeysResponse(Model, kw_only=True):
    """API keys that are bound to subtraders."""

    api_keys: list[MarginFcmApiKey]
    """The API keys."""


from ..models.margin_fcm_api_key import MarginFcmApiKey
