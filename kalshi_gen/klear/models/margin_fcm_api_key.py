from __future__ import annotations

from ...runtime.model import Model


class MarginFcmApiKey(Model, kw_only=True):
    """An API key that is bound to a subtrader."""

    api_key_id: str
    """Id of the API key."""

    name: str
    """Name that tells what the key is for."""

    fcm_subtrader_id: str
    """Id of the subtrader that the key is bound to."""
