from __future__ import annotations

from ..runtime.model import Model


class CreateFCMSubtraderRequest(Model, kw_only=True):
    """Body of a request to create a subtrader."""

    subtrader_suffix: str
    """Last part of the new identifier: 1 to 16 ASCII letters or digits, case-sensitive. The exchange puts
    the FCM's account identifier and an underscore before it.
    """
