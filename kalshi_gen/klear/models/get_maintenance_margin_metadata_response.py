from __future__ import annotations

from ...runtime.model import Model
from ..models.asset_class import AssetClass


class GetMaintenanceMarginMetadataResponse(Model, kw_only=True):
    """What the maintenance margin of an asset class is computed from."""

    asset_class: AssetClass
    """The asset class."""

    base_tail_percentile: float
    """Percentile, from the side of losses, of profit and loss over the scenarios at which the base margin
    is set.
    """

    funding_tail_percentile: float
    """Percentile, from the side of losses, of profit and loss over the scenarios at which the funding
    margin is set.
    """

    matrices: MaintenanceMarginMatrices
    """The matrices of scenarios."""

    liquidation_configs: list[MaintenanceMarginLiquidationConfig]
    """Parameters of the liquidation margin of each active market that has been calibrated."""

    subgroups: list[list[str]]
    """Groups of the active markets, by ticker; the positions of a group are margined as one."""


from ..models.maintenance_margin_liquidation_config import MaintenanceMarginLiquidationConfig
from ..models.maintenance_margin_matrices import MaintenanceMarginMatrices
