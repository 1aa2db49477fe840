from __future__ import annotations

from ..runtime.model import Model


class GetSubaccountNettingResponse(Model, kw_only=True):
    """Netting settings of all subaccounts of the user."""

    netting_configs: list[SubaccountNettingConfig]
    """Netting settings, one entry for each subaccount."""


from ..models.subaccount_netting_config import SubaccountNettingConfig
